// The worked example of chapter 4: the gradient of the reader's numbers, its
// norm, its clipping, and how far each state depends on the earlier ones.
#include "chapters/03-any-length/worksheet.hpp"
#include "chapters/04-clipping/clipping.hpp"
#include "chapters/04-clipping/jacobians.hpp"

using namespace unrolled;

namespace {

/// Writes norm, scale and the clipped gradient, and returns the latter.
bptt::ParameterGradient write_clipping(const bptt::Gradient& g,
                                       double threshold, Sheet& sheet) {
  sheet.section("Clipping", "the norm of the gradient");
  sheet.given("threshold", threshold);
  bptt::ParameterGradient clipped = g;
  for (const auto& [name, values] : clipped.blocks())
    sheet.step("n" + name.substr(1) + " = ||" + name + "||", "",
               frobenius_norm(values));
  const auto [norm, scale] =
      clipping::clip_by_norm(clipped.blocks(), threshold);
  sheet.step("norm = sqrt(nU^2 + nW^2 + nV^2 + nb^2 + nc^2)", "4.18", norm);
  sheet.step("scale = min(1, threshold / norm)", "4.19", scale);
  sheet.json("norm", "norm");
  sheet.json("scale", "scale");
  for (const auto& [name, values] : clipped.blocks()) {
    sheet.step("clipped " + name + " = scale " + name, "4.20", values);
    sheet.json("clipped/" + name, "clipped " + name);
  }
  return clipped;
}

std::vector<std::vector<double>> norms(const bptt::Worked& w) try {
  return clipping::jacobian_norms(w.hidden, w.W, w.s.z);
} catch (const std::invalid_argument& error) {
  throw std::overflow_error(
      "jacobian_norms: the product of Jacobians overflowed at " +
      std::string(error.what()));
}

/// Writes how far every state depends on every earlier one.
void write_jacobians(const bptt::Worked& w, Sheet& sheet) {
  sheet.section("How far a state depends on an earlier one",
                "the product of Jacobians");
  sheet.define("I", Matrix(arma::size(w.W), arma::fill::eye), false);
  for (Index t = 1; t <= w.s.z.last(); ++t) {
    sheet.at('t', t);
    sheet.step("J(t) = " + jacobian_formula(w.hidden, "h(t)") + " W", "4.3",
               clipping::step_jacobian(w.hidden, w.W, w.s.z(t)));
  }
  const auto rows = norms(w);
  sheet.section("Spectral norms of d~h(t)/d~h(k) = J(t) ... J(k+1), (4.4)",
                "the product of Jacobians");
  for (std::size_t t = 0; t < rows.size(); ++t) {
    const std::string number = std::to_string(t);
    const std::string what = "for t = " + number + ", k = 0 .. " + number;
    sheet.result(what, {Vector(rows[t]).t(), Rank::row});
    sheet.json("jacobian_norms/" + number, what);
  }
}

void derive(const Input& input, Sheet& sheet) {
  const double threshold = require_positive(input, "threshold");
  const bptt::Worked w = bptt::write_bptt(input, sheet);
  const bptt::ParameterGradient clipped = write_clipping(w.g, threshold, sheet);
  write_jacobians(w, sheet);
  bptt::write_update(w, clipped, "* - eta scale d*", sheet);
  sheet.compare(input, recurrent_loss(input), [&] {
    std::vector<Mistake> all = bptt::mistakes(w);
    all.insert(all.begin(), {"Your {} is the true one after clipping.",
                             keyed(clipped.blocks())});
    return all;
  });
}

}  // namespace

int main(int argc, char** argv) {
  return work(
      {"04-clipping", "clipping", recurrent_keys() + "\nthreshold: number"},
      argc, argv, derive);
}
