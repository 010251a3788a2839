// The worked example of chapter 2: three steps on the reader's numbers, every
// path written out.
#include <fmt/format.h>

#include "chapters/02-three-steps/paths.hpp"
#include "common/sheet/recurrent.hpp"
#include "common/sheet/work.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

void write_factors(const RecurrentExample& e, const ThreeSteps& s,
                   Sheet& sheet) {
  const Matrix D[] = {s.D1, s.D2, s.D3};
  const Vector errors[] = {s.e1, s.e2, s.e3};
  sheet.section("Factors of the paths", "the backward pass");
  sheet.remark("  D(t) is the Jacobian of h(t) by z(t), e(t) is do(t)");
  sheet.define("I", Matrix(arma::size(e.W), arma::fill::eye), false);
  for (Index t = 1; t <= 3; ++t) {
    sheet.at('t', t);
    sheet.step("D(t) = " + jacobian_formula(e.hidden, "h(t)"), "2.32",
               D[t - 1]);
    sheet.step("e(t) = y_hat(t) - y(t)", "2.33", errors[t - 1]);
  }
}

/// A path as a product: "D(1) W^T D(2) V^T e(2) h(0)^T".
std::string product(const std::string& name, Index t, Index k) {
  if (name == "V") return fmt::format("e({}) h({})^T", t, t);
  std::string chain = fmt::format("V^T e({})", t);
  for (Index s = t; s >= k; --s)
    chain = fmt::format("D({}) {}{}", s, s == t ? "" : "W^T ", chain);
  if (name == "b") return chain;
  return chain + (name == "W" ? fmt::format(" h({})^T", k - 1)
                              : fmt::format(" x({})^T", k));
}

/// visit(t, k, the steps it goes through, what it adds) for each path.
void each_path(const Paths& paths, auto visit) {
  for (Index t = 1; t <= 3; ++t) {
    std::vector<Index> through;
    for (Index k = t; k >= 1; --k) {
      through.push_back(k);
      if (!paths(t, k).is_empty()) visit(t, k, through, paths(t, k));
    }
  }
}

/// Writes the paths to a parameter, each to its own copy, and their sum.
void write_paths(const std::string& name, const Paths& paths, Index equation,
                 const Matrix& sum, Index sum_equation, Sheet& sheet) {
  const auto number = [](Index n) { return n ? fmt::format("2.{}", n) : ""; };
  std::vector<std::string> parts;
  sheet.section("Paths to " + name, "the backward pass");
  sheet.remark(
      fmt::format("  {0}^(k) is the copy of {0} that step k uses", name));
  each_path(paths, [&](Index t, Index k, const auto& through,
                       const Matrix& gradient) {
    sheet.at('t', t);
    sheet.paint(std::array{Paint::green, Paint::purple, Paint::orange}[t - k]);
    sheet.remark(fmt::format("L({}) through {}", t, fmt::join(through, ", ")));
    parts.push_back(fmt::format("d~L({})/d~{}^({})", t, name, k));
    sheet.step(parts.back() + " = " + product(name, t, k),
               number(equation ? equation++ : 0), gradient);
  });
  sheet.at('t', 0);
  sheet.paint(Paint::none);
  sheet.remark("The sum of all paths");
  sheet.total("d" + name, "the sum of its paths", parts, number(sum_equation),
              sum);
}

void write_states(const Gradient& g, const ThreeSteps& s, Sheet& sheet) {
  sheet.section("The states, the inputs and the first state",
                "the backward pass");
  sheet.remark("  delta(t) is dh(t)");
  sheet.step("delta(3) = V^T e(3)", "", g.delta(3));
  sheet.step("delta(2) = V^T e(2) + W^T D(3) V^T e(3)", "", g.delta(2));
  sheet.step(
      "delta(1) = V^T e(1) + W^T D(2) V^T e(2) + W^T D(2) W^T D(3) V^T e(3)",
      "", g.delta(1));
  const Matrix D[] = {s.D1, s.D2, s.D3};
  for (Index t = 1; t <= 3; ++t)
    sheet.define(fmt::format("dz({})", t), Vector(D[t - 1] * g.delta(t)), true);
  sheet.remark("  dz(t) is the sum of the paths to b that end in step t");
  sheet.step("dh(0) = W^T dz(1)", "", g.dh0);
  sheet.step("dx(1) = U^T dz(1)", "", g.dx(1));
  sheet.step("dx(2) = U^T dz(2)", "", g.dx(2));
  sheet.step("dx(3) = U^T dz(3)", "", g.dx(3));
}

/// The paths as the JSON object has them, of the numbers on the sheet.
void list_paths(const std::string& name, const Paths& paths, Sheet& sheet) {
  Index i = 0;
  each_path(paths, [&](Index t, Index k, const auto& through, const Matrix&) {
    const std::string path = fmt::format("paths/{}/{}/", name, i++);
    sheet.json(path + "loss", t);
    for (const Index step : through)
      sheet.json(fmt::format("{}through/{}", path, t - step), step);
    sheet.json(path + "gradient", fmt::format("d~L({})/d~{}^({})", t, name, k));
  });
}

void write_backward(const RecurrentExample& e, const ThreeSteps& s,
                    const Input& input, Sheet& sheet) {
  const Gradient g = s.gradient();
  write_factors(e, s, sheet);
  write_paths("V", s.paths_to_V(), 37, g.dV, 52, sheet);
  write_paths("W", s.paths_to_W(), 40, g.dW, 53, sheet);
  write_paths("U", s.paths_to_U(), 46, g.dU, 54, sheet);
  write_paths("b", s.paths_to_b(), 0, g.db, 0, sheet);
  sheet.step("dc = e(1) + e(2) + e(3)", "", g.dc);
  write_states(g, s, sheet);
  sheet.json("delta", "delta(t)");
  sheet.gradients(input);
  list_paths("U", s.paths_to_U(), sheet);
  list_paths("W", s.paths_to_W(), sheet);
  list_paths("V", s.paths_to_V(), sheet);
}

void derive(const Input& input, Sheet& sheet) {
  const RecurrentExample e = write_given(input, sheet);
  const Network net{e.hidden, e.output};
  Parameters p{e.U, e.W, e.V, e.b, e.c};
  const ThreeSteps s(net, p, e.x, e.y, e.h0);
  write_forward(e, {s.z, s.h, s.o, s.y_hat, {s.L_t[1], s.L_t[2], s.L_t[3]}},
                {"2.26", "2.27", "2.28", "2.29", "2.30"}, sheet);
  json_of_forward(sheet);
  sheet.step("L = L(1) + L(2) + L(3)", "2.31", s.L);
  sheet.json("loss", "L");
  write_backward(e, s, input, sheet);
  if (sheet.rate()) {
    update(p.blocks(), s.gradient().blocks(), *sheet.rate());
    write_step(sheet, p.blocks(), "* - eta d*", "2.76",
               [&] { return forward(net, p, e.x, e.y, e.h0).L; });
  }
  sheet.compare(input, recurrent_loss(input), [&] {
    return recurrent_mistakes(e, s.h.columns(),
                              arma::join_rows(s.e1, s.e2, s.e3));
  });
}

}  // namespace

int main(int argc, char** argv) {
  return work({"02-three-steps", "three steps", recurrent_keys("3")}, argc,
              argv, derive);
}
