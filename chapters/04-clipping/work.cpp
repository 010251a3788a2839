// The worked example of chapter 4: the gradient of the reader's numbers, its
// norm, its clipping, and how far each state depends on the earlier ones.
#include "chapters/03-any-length/worksheet.hpp"
#include "chapters/04-clipping/clipping.hpp"
#include "chapters/04-clipping/jacobians.hpp"
#include "common/worked.hpp"

using namespace unrolled;

namespace {

std::vector<Key> keys() {
  std::vector<Key> keys = recurrent_keys();
  keys.push_back(number_key("threshold"));
  return keys;
}

double threshold_of(const Input& input) {
  const double threshold = input.number("threshold");
  if (threshold > 0) return threshold;
  input.refuse("threshold",
               "expected a number above 0, got " + shortest(threshold));
}

/// Writes norm, scale and the clipped gradient, and returns the latter.
bptt::ParameterGradient write_clipping(const bptt::Gradient& g,
                                       double threshold, Sheet& sheet) {
  sheet.section("Clipping", "the norm of the gradient");
  sheet.given("threshold", threshold);
  bptt::ParameterGradient clipped = g;
  for (const clipping::Block& block : clipping::blocks_of(clipped))
    sheet.line("n" + block.name.substr(1), "||" + block.name + "||",
               frobenius_norm(*block.values), "");
  const auto [norm, scale] = clipping::clip_by_norm(clipped, threshold);
  sheet.line("norm", "sqrt(nU^2 + nW^2 + nV^2 + nb^2 + nc^2)", norm, "4.18");
  sheet.line("scale", "min(1, threshold / norm)", scale, "4.19");
  Json::Object blocks;
  for (const clipping::Block& block : clipping::blocks_of(clipped)) {
    const Matrix& m = *block.values;
    const bool vector = block.name == "db" || block.name == "dc";
    sheet.line("clipped " + block.name, "scale " + block.name, m, "4.20");
    blocks.emplace_back(block.name, vector ? json_vector(m) : json_matrix(m));
  }
  sheet.json("norm", {norm});
  sheet.json("scale", {scale});
  sheet.json("clipped", {blocks});
  return clipped;
}

std::vector<std::vector<double>> norms(const bptt::Worked& w) try {
  return clipping::jacobian_norms(w.e.hidden, w.e.W, w.s.z);
} catch (const std::invalid_argument& error) {
  throw std::overflow_error(
      "jacobian_norms: the product of Jacobians "
      "overflowed at " +
      std::string(error.what()));
}

/// Writes how far every state depends on every earlier one.
void write_jacobians(const bptt::Worked& w, Sheet& sheet) {
  const std::string slope = slope_formula(w.e.hidden, "h(t)");
  const std::string diag =
      slope[0] == '(' ? "diag" + slope : "diag(" + slope + ")";
  const Matrix& z = w.s.z;
  sheet.section("How far a state depends on an earlier one",
                "the product of Jacobians");
  for (Index t = 1; t <= z.n_cols; ++t) {
    sheet.at(t);
    sheet.line("J(t)", diag + " W",
               clipping::step_jacobian(w.e.hidden, w.e.W, z.col(t - 1)), "4.3");
  }
  const auto rows = norms(w);
  sheet.section("Spectral norms of d~h(t)/d~h(k) = J(t) ... J(k+1), (4.4)",
                "the product of Jacobians");
  Json::Array all;
  for (Index t = 0; t < rows.size(); ++t) {
    const Vector row(rows[t]);
    const std::string number = std::to_string(t);
    sheet.line("for t = " + number + ", k = 0 .. " + number, "", row.t(), "");
    all.push_back(json_vector(row));
  }
  sheet.json("jacobian_norms", {all});
}

void derive(const Input& input, Sheet& sheet) {
  const double threshold = threshold_of(input);
  const bptt::Worked w = bptt::write_bptt(input, sheet);
  const bptt::ParameterGradient clipped = write_clipping(w.g, threshold, sheet);
  write_jacobians(w, sheet);

  std::vector<Mistake> mistakes;
  bptt::ParameterGradient blocks = clipped;
  for (const clipping::Block& block : clipping::blocks_of(blocks))
    mistakes.push_back({block.name, "after clipping", {*block.values}});
  for (const Mistake& m : recurrent_mistakes(w.e, w.s.h, w.dLdo))
    mistakes.push_back(m);
  compare_all(sheet, input, bptt::gradient_of(w.g), mistakes);
  bptt::write_update(w, clipped, sheet, "* - eta scale d*", "3.18");
}

}  // namespace

int main(int argc, char** argv) {
  return work({"04-clipping", "clipping", keys(), Counts::steps}, argc, argv,
              derive);
}
