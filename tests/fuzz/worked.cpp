// Any bytes: the reader of worked examples returns finite numbers whose shapes
// fit, or refuses them in one line of valid UTF-8 that names the file. The
// first byte chooses the chapter.
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

#include "chapters/01-backpropagation/worksheet.hpp"
#include "chapters/06-shapes/keys.hpp"
#include "chapters/07-gates/worksheet.hpp"
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

/// What has one name is equally long everywhere.
void check_sizes(const Input& input) {
  std::map<std::string, Index> sizes;
  const auto same = [&](const std::string& size, Index n) {
    demand(sizes.try_emplace(size, n).first->second == n);
  };
  for (const Entry& entry : input.entries) {
    const std::vector<Level>& levels = entry.key.levels;
    if (levels.empty()) continue;
    const Matrix& m = blocks(input, entry.key.name).at(0);
    const bool steps = entry.key.of("steps");
    same(levels[0].size, steps ? m.n_cols : m.n_rows);
    if (levels.size() > 1) same(levels[1].size, steps ? m.n_rows : m.n_cols);
  }
}

void check_recurrent(const Input& input) {
  Sheet sheet(SheetOptions{'B', true, {}});
  const Matrix &x = input.matrix("x"), &U = input.matrix("U");
  if (x.n_cols > 100 || U.n_elem > 100 || input.matrix("V").n_elem > 100)
    return;
  write_given(input, sheet);
  demand(!sheet.as_text("any").empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1),
                              size - 1);
  try {
    const std::string keys[] = {
        backprop::layered_keys, recurrent_keys("3"),
        recurrent_keys(),       recurrent_keys() + "\nthreshold: number",
        shapes::shape_keys,     gates::gate_keys};
    const std::size_t which = data[0] % std::size(keys);
    const Input input = parse_input(text, "any.json", keys_of(keys[which]));
    if (which == 0)
      check_layers(input);
    else
      check_sizes(input);
    if (0 < which && which < 4) check_recurrent(input);
  } catch (const InputError& error) {
    demand(fuzz::is_one_line(error.what()));
    demand(std::string_view(error.what()).starts_with("any.json: "));
  }
  return 0;
}
