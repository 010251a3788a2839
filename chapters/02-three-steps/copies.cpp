/// \file
/// Every step gets its own copy of the recurrent weight: the shared derivative
/// is the sum of the copies', and nothing is counted twice.
#include "chapters/02-three-steps/chain.hpp"
#include "chapters/02-three-steps/paths.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

struct Knobs {
  Index units = 4, seed = 1;
};

// More than central differences of these smooth functions leave.
constexpr double tolerance = 1e-9;

// Some copies of the chain's Ws move together: how S_3 answers.
struct Curve {
  std::string which;
  Vector moves;  // 1 for a copy that moves, in steps 1, 2, 3
  Colour colour;

  double S3(double by) const {
    const Chain p = pencil_chain();
    const auto copy = [&](Index t) {
      return Copy{p.Wx, p.Ws + by * moves(t - 1)};
    };
    return forward_copies(p, copy(1), copy(2), copy(3)).S[3];
  }
  double slope() const {
    return central_difference([&](const Matrix& by) { return S3(by(0)); },
                              Matrix{0.0})(0);
  }
};

const Curve three{"copy of step 3", {0, 0, 1}, Colour::green},
    two{"copy of step 2", {0, 1, 0}, Colour::purple},
    one{"copy of step 1", {1, 0, 0}, Colour::orange},
    all{"all three copies", {1, 1, 1}, Colour::blue};

// dL/dW of a network of vectors, of one copy or of all: the sum of the paths
// that end in it, and by moving it.
struct Slope {
  std::string which;
  Matrix by_paths, by_moving;

  double error() const { return block_error(by_paths, by_moving); }
};

std::vector<Slope> measure(const Knobs& k) {
  Random random(k.seed);
  Parameters p;
  p.U = random.normal_matrix(k.units, 2);
  p.W = random.normal_matrix(k.units, k.units, 0.5);
  p.V = random.normal_matrix(3, k.units);
  p.b = random.normal_matrix(k.units, 1);
  p.c = random.normal_matrix(3, 1);
  const Vector h0 = random.normal_matrix(k.units, 1);
  const Matrix x = random.normal_matrix(2, 3), y(3, 3, arma::fill::eye);
  const auto by_moving = [&](bool in_1, bool in_2, bool in_3) {
    return central_difference(
        [&](const Matrix& W) {
          Parameters moved = p;
          moved.W = W;
          return forward_copies({}, in_1 ? moved : p, in_2 ? moved : p,
                                in_3 ? moved : p, x, y, h0)
              .L;
        },
        p.W);
  };
  const ThreeSteps s({}, p, x, y, h0);
  return {{"all", s.dW(), by_moving(true, true, true)},
          {"W^(1)", s.dW_copy1(), by_moving(true, false, false)},
          {"W^(2)", s.dW_copy2(), by_moving(false, true, false)},
          {"W^(3)", s.dW_copy3(), by_moving(false, false, true)}};
}

void show(Experiment& lab, const std::vector<Slope>& slopes) {
  lab.table("chain", {{"which copy of Ws moves", "slope of S_3"},
                      {{"step 3 (green)", text(three.slope())},
                       {"step 2 (purple)", text(two.slope())},
                       {"step 1 (orange)", text(one.slope())},
                       {"all three", text(all.slope())}}});
  Table table{{"which moves", "norm of dL/dW", "error of the paths' sum"}, {}};
  for (const Slope& s : slopes)
    table.rows.push_back(
        {s.which, fixed(frobenius_norm(s.by_moving), 4),
         s.error() <= tolerance ? "below 1e-9" : text(s.error(), 2)});
  lab.print("");
  lab.table("vectors", table);

  Figure figure("02-copies", "One copy of the weight moves, or all three");
  figure.x_label("how far the weight moves").y_label("S_3");
  figure.legend("top left").x_range(-0.52, 0.52);
  const Vector move = arma::linspace(-0.5, 0.5, 41);
  for (const Curve& c : {all, two, three, one}) {
    Vector S3 = move;
    S3.transform([&](double by) { return c.S3(by); });
    figure.line(move, S3, c.which + ": slope " + text(c.slope()), c.colour);
  }
  lab.draw(figure);
}

void claim(Experiment& lab, const std::vector<Slope>& slopes) {
  const Vector by_hand{5, 6, 4, 15};
  const Vector slope{three.slope(), two.slope(), one.slope(), all.slope()};
  lab.claim(arma::abs(slope - by_hand).max() <= tolerance,
            "the chain's slopes are 5, 6, 4 and 15");
  for (const Slope& s : slopes)
    lab.claim(s.error() <= tolerance, "the paths are dL/dW, moving " + s.which);
  const Matrix sum =
      slopes[1].by_paths + slopes[2].by_paths + slopes[3].by_paths;
  lab.claim(block_error(sum, slopes[0].by_paths) <= 1e-12, "the copies add up");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-copies",
                 "The derivative in a shared weight is the sum of the "
                 "derivatives in its copies, each path in exactly one of them");
  Knobs k;
  lab.knob("units", k.units, "hidden units of the vector network");
  lab.knob("seed", k.seed, "seed of its weights and data");
  return lab.run(argc, argv, k, measure, show, claim);
}
