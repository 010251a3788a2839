// Any bytes: the reader of worked examples returns finite numbers whose shapes
// fit, or refuses them in one line of valid UTF-8 that names the file. The
// first byte chooses the chapter.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "chapters/01-backpropagation/worksheet.hpp"
#include "common/sheet/recurrent.hpp"
#include "tests/fuzz/message.hpp"

namespace {

using namespace unrolled;

void demand(bool condition) {
  if (!condition) std::abort();
}

/// Every block of a key, none without numbers.
const std::vector<Matrix>& blocks(const Input& input, const std::string& key) {
  for (const Matrix& m : input.at(key).blocks)
    demand(m.is_finite() && !m.is_empty());
  return input.at(key).blocks;
}

void check_layers(const Input& input) {
  const std::vector<Matrix>& W = blocks(input, "W");
  Index before = blocks(input, "x").at(0).n_elem;
  demand(input.at("activation").words.size() == W.size());
  demand(blocks(input, "b").size() == W.size());
  for (std::size_t l = 0; l < W.size(); ++l) {
    demand(W[l].n_cols == before);
    before = W[l].n_rows;
    demand(input.at("b").blocks[l].n_elem == before);
    demand(arma::size(blocks(input, "dW").at(l)) == arma::size(W[l]));
  }
  demand(blocks(input, "y").at(0).n_elem == before);
}

void check_recurrent(const Input& input) {
  Sheet sheet(SheetOptions{'B', true, {}});
  for (const char* key : {"U", "W", "V", "b", "c", "h0", "x", "y", "dx"})
    blocks(input, key);
  const Matrix &x = input.matrix("x"), &U = input.matrix("U");
  if (x.n_cols > 100 || U.n_elem > 100 || input.matrix("V").n_elem > 100)
    return;
  const RecurrentExample e = write_given(input, sheet);
  const Index H = e.W.n_rows, N = e.U.n_cols, K = e.V.n_rows;
  demand(e.W.n_cols == H && e.U.n_rows == H && e.V.n_cols == H);
  demand(e.b.n_elem == H && e.h0.n_elem == H && e.c.n_elem == K);
  demand(e.x.n_rows == N && e.y.n_rows == K && e.x.n_cols == e.y.n_cols);
  demand(arma::size(input.matrix("dx")) == arma::size(e.x));
  demand(!sheet.as_text("any").empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1),
                              size - 1);
  try {
    const std::string keys[] = {backprop::layered_keys, recurrent_keys("3"),
                                recurrent_keys(),
                                recurrent_keys() + "\nthreshold: number"};
    const Input input =
        parse_input(text, "any.json", keys_of(keys[data[0] % 4]));
    if (data[0] % 4 == 0)
      check_layers(input);
    else
      check_recurrent(input);
  } catch (const InputError& error) {
    demand(fuzz::is_one_line(error.what()));
    demand(std::string_view(error.what()).starts_with("any.json: "));
  }
  return 0;
}
