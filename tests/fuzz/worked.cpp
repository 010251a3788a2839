// Any bytes: the reader of worked examples returns finite numbers whose shapes
// fit, or refuses them in one line of valid UTF-8 that names the file. The
// first byte chooses the chapter.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "common/sheet/recurrent.hpp"
#include "tests/fuzz/message.hpp"

namespace {

using namespace unrolled;

void demand(bool condition) {
  if (!condition) std::abort();
}

const std::string layered_keys = R"(
    activation: L layers of sigmoid | tanh
    loss: squared_error | softmax_cross_entropy
    W: L layers of n rows of n-1
    b?: L layers of n
    x: n0
    y: nL
    gradients: W b)";

void check_layers(const Input& input) {
  Index before = input.vector("x").n_elem;
  demand(input.words("activation").size() == input.blocks("W").size());
  demand(input.blocks("b").size() == input.blocks("W").size());
  for (std::size_t l = 0; l < input.blocks("W").size(); ++l) {
    const Matrix& W = input.blocks("W")[l];
    demand(W.is_finite() && !W.is_empty() && W.n_cols == before);
    before = W.n_rows;
    demand(input.blocks("b")[l].n_elem == before);
    if (input.has("dW"))
      demand(arma::size(input.blocks("dW").at(l)) == arma::size(W));
  }
  demand(input.vector("y").n_elem == before);
}

void check_recurrent(const Input& input) {
  const RecurrentExample e = recurrent_example(input);
  const Index H = e.W.n_rows, N = e.U.n_cols, K = e.V.n_rows;
  demand(H > 0 && N > 0 && K > 0 && e.x.n_cols > 0);
  demand(e.W.n_cols == H && e.U.n_rows == H && e.V.n_cols == H);
  demand(e.b.n_elem == H && e.h0.n_elem == H && e.c.n_elem == K);
  demand(e.x.n_rows == N && e.y.n_rows == K && e.x.n_cols == e.y.n_cols);
  demand(e.U.is_finite() && e.W.is_finite() && e.V.is_finite() &&
         e.x.is_finite() && e.y.is_finite());
  if (input.has("dx"))
    demand(arma::size(input.matrix("dx")) == arma::size(e.x));
  if (e.x.n_cols > 100 || e.U.n_elem > 100 || e.V.n_elem > 100) return;
  Sheet sheet(SheetOptions{'B', true, {}});
  write_given(sheet, e);
  demand(!sheet.as_text("any").empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1),
                              size - 1);
  try {
    const std::string keys[] = {layered_keys, recurrent_keys("3"),
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
