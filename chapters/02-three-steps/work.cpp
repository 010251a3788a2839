// The worked example of chapter 2: three steps on the reader's numbers, every
// path written out.
#include <fmt/format.h>

#include "chapters/02-three-steps/descent.hpp"
#include "chapters/02-three-steps/paths.hpp"
#include "common/sheet/recurrent.hpp"
#include "common/sheet/work.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

void write_forward(const RecurrentExample& e, const Run<double>& run,
                   Sheet& sheet) {
  std::vector<Json> h, o, y_hat, L;
  sheet.section("Forward", "the forward pass");
  for (Index t = 1; t <= 3; ++t) {
    const Step<double>& now = t == 1 ? run.one : t == 2 ? run.two : run.three;
    sheet.head('t', t);
    sheet.step("z(t) = U x(t) + W h(t-1) + b", "2.26", now.z);
    sheet.step("h(t) = " + activation_formula(e.hidden, "z(t)"), "2.27", now.h);
    sheet.step("o(t) = V h(t) + c", "2.28", now.o);
    sheet.step("y_hat(t) = " + output_formula(e.output), "2.29", now.y_hat);
    sheet.step("L(t) = " + loss_formula(e.output), "2.30", now.L);
    h.push_back(Json::list(now.h));
    o.push_back(Json::list(now.o));
    y_hat.push_back(Json::list(now.y_hat));
    L.push_back(now.L);
  }
  sheet.section("Loss", "the sum of the losses");
  sheet.step("L = L(1) + L(2) + L(3)", "2.31", run.L);
  sheet.json("h", h);
  sheet.json("o", o);
  sheet.json("y_hat", y_hat);
  sheet.json("loss_t", L);
  sheet.json("loss", run.L);
}

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
std::string product(const std::string& name, const Path& path) {
  const Index t = path.loss, k = path.through.back();
  if (name == "V") return fmt::format("e({}) h({})^T", t, t);
  std::string chain = fmt::format("V^T e({})", t);
  for (const Index s : path.through)
    chain = fmt::format("D({}) {}{}", s, s == t ? "" : "W^T ", chain);
  if (name == "b") return chain;
  return chain + (name == "W" ? fmt::format(" h({})^T", k - 1)
                              : fmt::format(" x({})^T", k));
}

/// Writes the paths to a parameter, each to its own copy, and their sum.
void write_paths(const std::string& name, const std::vector<Path>& paths,
                 Index equation, const Matrix& sum, Index sum_equation,
                 Sheet& sheet) {
  std::vector<std::string> parts;
  sheet.section("Paths to " + name, "the backward pass");
  sheet.remark(
      fmt::format("  {0}^(k) is the copy of {0} that step k uses", name));
  for (const Path& path : paths) {
    const Index t = path.loss, k = path.through.back();
    sheet.at('t', t);
    sheet.remark(
        fmt::format("L({}) through {}", t, fmt::join(path.through, ", ")));
    parts.push_back(fmt::format("d~L({})/d~{}^({})", t, name, k));
    sheet.step(parts.back() + " = " + product(name, path),
               fmt::format("2.{}", equation++), path.gradient);
  }
  sheet.at('t', 0);
  sheet.remark("The sum of all paths");
  sheet.total("d" + name, "the sum of its paths", parts,
              fmt::format("2.{}", sum_equation), sum);
}

void write_states(const Gradients& g, const ThreeSteps& s, Sheet& sheet) {
  sheet.section("The states, the inputs and the first state",
                "the backward pass");
  sheet.remark("  delta(t) is dh(t)");
  sheet.step("delta(3) = V^T e(3)", "2.63", g.delta.col(2));
  sheet.step("delta(2) = V^T e(2) + W^T D(3) V^T e(3)", "2.64", g.delta.col(1));
  sheet.step(
      "delta(1) = V^T e(1) + W^T D(2) V^T e(2) + W^T D(2) W^T D(3) V^T e(3)",
      "2.65", g.delta.col(0));
  const Vector dz[] = {s.dL1_db_1() + s.dL2_db_21() + s.dL3_db_321(),
                       s.dL2_db_2() + s.dL3_db_32(), s.dL3_db_3()};
  for (Index t = 1; t <= 3; ++t)
    sheet.define(fmt::format("dz({})", t), dz[t - 1], true);
  sheet.remark("  dz(t) is the sum of the paths to b that end in step t");
  sheet.step("dh(0) = W^T dz(1)", "2.66", g.dh0);
  sheet.step("dx(1) = U^T dz(1)", "2.67", g.dx.col(0));
  sheet.step("dx(2) = U^T dz(2)", "2.68", g.dx.col(1));
  sheet.step("dx(3) = U^T dz(3)", "2.69", g.dx.col(2));
}

Json json_of(const std::vector<Path>& paths) {
  std::vector<Json> list;
  for (const Path& path : paths)
    list.push_back(
        Json::object({{"loss", path.loss},
                      {"through", std::vector<Json>(path.through.begin(),
                                                    path.through.end())},
                      {"gradient", Json::rows(path.gradient)}}));
  return list;
}

Keyed write_backward(const RecurrentExample& e, const ThreeSteps& s,
                     const Input& input, Sheet& sheet) {
  const Gradients g = s.gradients();
  const Keyed all{{"dU", {g.dU}}, {"dW", {g.dW}}, {"dV", {g.dV}},
                  {"db", {g.db}}, {"dc", {g.dc}}, {"dh0", {g.dh0}},
                  {"dx", {g.dx}}};
  write_factors(e, s, sheet);
  write_paths("V", s.paths_of_V(), 37, g.dV, 52, sheet);
  write_paths("W", s.paths_of_W(), 40, g.dW, 53, sheet);
  write_paths("U", s.paths_of_U(), 46, g.dU, 54, sheet);
  const std::vector<Path> paths_of_b{
      {1, {1}, s.dL1_db_1()},     {2, {2}, s.dL2_db_2()},
      {2, {2, 1}, s.dL2_db_21()}, {3, {3}, s.dL3_db_3()},
      {3, {3, 2}, s.dL3_db_32()}, {3, {3, 2, 1}, s.dL3_db_321()}};
  write_paths("b", paths_of_b, 55, g.db, 61, sheet);
  sheet.step("dc = e(1) + e(2) + e(3)", "2.62", g.dc);
  write_states(g, s, sheet);
  sheet.json("delta", Json::steps(g.delta));
  sheet.json(input, recurrent_gradients, all);
  sheet.json("paths", Json::object({{"U", json_of(s.paths_of_U())},
                                    {"W", json_of(s.paths_of_W())},
                                    {"V", json_of(s.paths_of_V())}}));
  return all;
}

void derive(const Input& input, Sheet& sheet) {
  const RecurrentExample e = recurrent_example(input);
  const Kind kind{e.hidden, e.output};
  Weights<double> weights{e.U, e.W, e.V, e.b, e.c};
  const ThreeSteps s(kind, weights, e.h0, e.x, e.y);
  write_given(sheet, e);
  write_forward(e, s.run, sheet);
  const Keyed g = write_backward(e, s, input, sheet);
  sheet.compare(input, recurrent_gradients, g, recurrent_slope(e), [&] {
    return recurrent_mistakes(e, arma::join_rows(s.h0, s.h1, s.h2, s.h3),
                              arma::join_rows(s.e1, s.e2, s.e3));
  });
  if (!sheet.rate()) return;
  descend(weights, {s.dU(), s.dW(), s.dV(), s.db(), s.dc()}, *sheet.rate());
  const Matrix b = weights.b, c = weights.c;
  write_step(sheet, input,
             {{"U", weights.U},
              {"W", weights.W},
              {"V", weights.V},
              {"b", b},
              {"c", c}},
             "* - eta d*", "2.76",
             [&] { return forward<double>(kind, weights, e.h0, e.x, e.y).L; });
}

}  // namespace

int main(int argc, char** argv) {
  return work({"02-three-steps", "three steps", recurrent_keys("3")}, argc,
              argv, derive);
}
