// The worked example of chapter 2: three steps on the reader's numbers, every
// path written out.
#include "chapters/02-three-steps/descent.hpp"
#include "chapters/02-three-steps/paths.hpp"
#include "common/worked.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

/// Everything of step t, 1 .. 3.
const Step<double>& step_of(const ThreeSteps& s, Index t) {
  return t == 1 ? s.run.one : t == 2 ? s.run.two : s.run.three;
}

void write_forward(const RecurrentExample& e, const ThreeSteps& s,
                   Sheet& sheet) {
  Json::Array h, o, y_hat;
  Vector L(3);
  sheet.section("Forward", "the forward pass");
  for (Index t = 1; t <= 3; ++t) {
    const Step<double>& now = step_of(s, t);
    sheet.step(t);
    sheet.line("z(t)", "U x(t) + W h(t-1) + b", now.z, "2.26");
    sheet.line("h(t)", activation_formula(e.hidden, "z(t)"), now.h, "2.27");
    sheet.line("o(t)", "V h(t) + c", now.o, "2.28");
    sheet.line("y_hat(t)", output_formula(e.output), now.y_hat, "2.29");
    sheet.line("L(t)", loss_formula(e.output), now.L, "2.30");
    h.push_back(json_vector(now.h));
    o.push_back(json_vector(now.o));
    y_hat.push_back(json_vector(now.y_hat));
    L(t - 1) = now.L;
  }
  sheet.section("Loss", "the sum of the losses");
  sheet.total("L", "L(1) + L(2) + L(3)", L, s.run.L, "2.31");
  sheet.json("h", {h});
  sheet.json("o", {o});
  sheet.json("y_hat", {y_hat});
  sheet.json("loss_t", json_vector(L));
  sheet.json("loss", {s.run.L});
}

void write_factors(const RecurrentExample& e, const ThreeSteps& s,
                   Sheet& sheet) {
  const Matrix D[] = {s.D1, s.D2, s.D3};
  const Vector errors[] = {s.e1, s.e2, s.e3};
  sheet.section("Factors of the paths", "the backward pass");
  sheet.remark("  D(t) is the Jacobian of h(t) by z(t), e(t) is do(t)");
  const std::string slope = slope_formula(e.hidden, "h(t)");
  const std::string diag =
      slope[0] == '(' ? "diag" + slope : "diag(" + slope + ")";
  for (Index t = 1; t <= 3; ++t) {
    sheet.at(t);
    sheet.line("D(t)", diag, D[t - 1], "2.32");
    sheet.line("e(t)", "y_hat(t) - y(t)", errors[t - 1], "2.33");
  }
}

/// The chain of a path that goes back to step k: "D(1) W^T D(2) V^T e(2)".
std::string chain(const Path& path) {
  std::string text;
  for (const Index t : path.through) {
    const std::string number = "(" + std::to_string(t) + ")";
    const std::string factor = "D" + number + " ";
    text = text.empty() ? factor + "V^T e" + number : factor + "W^T " + text;
  }
  return text;
}

/// Writes the paths to a parameter and their sum.
void write_paths(const std::string& name, const std::vector<Path>& paths,
                 Index equation, const Matrix& sum, Index sum_equation,
                 Sheet& sheet) {
  const auto number = [](Index n) { return "2." + std::to_string(n); };
  std::vector<Matrix> parts;
  sheet.section("Paths to " + name, "the backward pass");
  sheet.remark("  " + name + "^(k) is the copy of " + name +
               " that step k uses");
  for (const Path& path : paths) {
    const Index t = path.loss, k = path.through.back();
    const std::string at = "(" + std::to_string(t) + ")";
    std::string steps;
    for (const Index s : path.through)
      steps += (steps.empty() ? "" : ", ") + std::to_string(s);
    sheet.remark("L" + at + " through " + steps);
    const std::string end = name == "W" ? "h(" + std::to_string(k - 1) + ")"
                                        : "x(" + std::to_string(k) + ")";
    const std::string formula =
        name == "V" ? "e" + at + " h" + at + "^T"
                    : chain(path) + (name == "b" ? "" : " " + end + "^T");
    sheet.at(t);
    // The parameter that step k uses, its own copy: one path leads to it.
    sheet.line("d~L" + at + "/d~" + name + "^(" + std::to_string(k) + ")",
               formula, path.gradient, number(equation++));
    parts.push_back(path.gradient);
  }
  sheet.at(0);
  sheet.remark("The sum of all paths");
  sheet.total("d" + name, "the sum of its paths", parts, sum,
              number(sum_equation));
}

std::vector<Path> paths_of_b(const ThreeSteps& s) {
  return {{1, {1}, s.dL1_db_1()},     {2, {2}, s.dL2_db_2()},
          {2, {2, 1}, s.dL2_db_21()}, {3, {3}, s.dL3_db_3()},
          {3, {3, 2}, s.dL3_db_32()}, {3, {3, 2, 1}, s.dL3_db_321()}};
}

void write_states(const Gradients& g, const ThreeSteps& s, Sheet& sheet) {
  sheet.section("The states, the inputs and the first state",
                "the backward pass");
  sheet.remark("  delta(t) is dh(t)");
  sheet.line("delta(3)", "V^T e(3)", g.delta.col(2), "2.63");
  sheet.line("delta(2)", "V^T e(2) + W^T D(3) V^T e(3)", g.delta.col(1),
             "2.64");
  sheet.line("delta(1)",
             "V^T e(1) + W^T D(2) V^T e(2) + W^T D(2) W^T D(3) V^T e(3)",
             g.delta.col(0), "2.65");
  const Vector into[] = {s.dL1_db_1() + s.dL2_db_21() + s.dL3_db_321(),
                         s.dL2_db_2() + s.dL3_db_32(), s.dL3_db_3()};
  for (Index t = 1; t <= 3; ++t)
    sheet.define("dz(" + std::to_string(t) + ")", into[t - 1], true);
  sheet.remark("  dz(t) is the sum of the paths to b that end in step t");
  sheet.line("dh(0)", "W^T dz(1)", g.dh0, "2.66");
  sheet.line("dx(1)", "U^T dz(1)", g.dx.col(0), "2.67");
  sheet.line("dx(2)", "U^T dz(2)", g.dx.col(1), "2.68");
  sheet.line("dx(3)", "U^T dz(3)", g.dx.col(2), "2.69");
}

Json json_paths(const std::vector<Path>& paths) {
  Json::Array list;
  for (const Path& path : paths) {
    Json::Array through;
    for (const Index t : path.through) through.push_back({t});
    list.push_back({Json::Object{{"loss", {path.loss}},
                                 {"through", {through}},
                                 {"gradient", json_matrix(path.gradient)}}});
  }
  return {list};
}

RecurrentGradient write_backward(const RecurrentExample& e, const ThreeSteps& s,
                                 Sheet& sheet) {
  const Gradients g = s.gradients();
  write_factors(e, s, sheet);
  write_paths("V", s.paths_of_V(), 37, g.dV, 52, sheet);
  write_paths("W", s.paths_of_W(), 40, g.dW, 53, sheet);
  write_paths("U", s.paths_of_U(), 46, g.dU, 54, sheet);
  write_paths("b", paths_of_b(s), 55, g.db, 61, sheet);
  sheet.total("dc", "e(1) + e(2) + e(3)", {s.e1, s.e2, s.e3}, g.dc, "2.62");
  write_states(g, s, sheet);
  const RecurrentGradient all{g.dU, g.dW,  g.dV, g.db,
                              g.dc, g.dh0, g.dx, g.delta};
  json_gradient(sheet, all);
  sheet.json("paths", {Json::Object{{"U", json_paths(s.paths_of_U())},
                                    {"W", json_paths(s.paths_of_W())},
                                    {"V", json_paths(s.paths_of_V())}}});
  return all;
}

void derive(const Input& input, Sheet& sheet) {
  const RecurrentExample e = recurrent_example(input);
  const Kind kind{e.hidden, e.output};
  const Weights<double> weights{e.U, e.W, e.V, e.b, e.c};
  const ThreeSteps s(kind, weights, e.h0, e.x, e.y);
  write_given(sheet, e);
  write_forward(e, s, sheet);
  const RecurrentGradient g = write_backward(e, s, sheet);
  compare_all(sheet, input, g,
              recurrent_mistakes(e, arma::join_rows(s.h0, s.h1, s.h2, s.h3),
                                 arma::join_rows(s.e1, s.e2, s.e3)));
  if (!sheet.rate()) return;
  Weights<double> after = weights;
  descend(after, {g.dU, g.dW, g.dV, g.db, g.dc}, *sheet.rate());
  RecurrentExample moved = e;
  moved.U = after.U, moved.W = after.W, moved.V = after.V;
  moved.b = after.b, moved.c = after.c;
  write_step(sheet, moved, "* - eta d*", "2.76",
             [&] { return forward<double>(kind, after, e.h0, e.x, e.y).L; });
}

}  // namespace

int main(int argc, char** argv) {
  return work(
      {"02-three-steps", "three steps", recurrent_keys("3"), Counts::steps},
      argc, argv, derive);
}
