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

// Which copies move together: 1 for a copy that does, in steps 1, 2, 3.
struct Moving {
  std::string which;
  Vector in;
  Colour colour;
  double slope_of_S3;  // by hand
};
const std::vector<Moving> moving{
    {"all three copies", {1, 1, 1}, Colour::blue, 15},
    {"copy of step 1", {1, 0, 0}, Colour::orange, 4},
    {"copy of step 2", {0, 1, 0}, Colour::purple, 6},
    {"copy of step 3", {0, 0, 1}, Colour::green, 5}};

// How S_3 of the chain answers.
double S3(const Vector& in, double by) {
  const Chain p = pencil_chain();
  const auto copy = [&](Index t) { return Copy{p.Wx, p.Ws + by * in(t - 1)}; };
  return forward_copies(p, copy(1), copy(2), copy(3)).S[3];
}

// The slope of S_3; and dL/dW of a network of vectors, as the sum of the paths
// that end in these copies and by moving them.
struct Slope {
  double S3;
  Matrix by_paths, by_moving;

  // Beside the larger of 1 and the norm: differences of L lose digits of 1.
  double error() const {
    return frobenius_norm(by_paths - by_moving) /
           std::max(1.0, frobenius_norm(by_moving));
  }
};

std::vector<Slope> measure(const Knobs& k) {
  Random random(k.seed);
  const Parameters p{random.normal_matrix(k.units, 2),
                     random.normal_matrix(k.units, k.units, 0.5),
                     random.normal_matrix(3, k.units),
                     random.normal_matrix(k.units, 1),
                     random.normal_matrix(3, 1)};
  const Vector h0 = random.normal_matrix(k.units, 1);
  const Matrix x = random.normal_matrix(2, 3), y(3, 3, arma::fill::eye);
  const ThreeSteps s({}, p, x, y, h0);
  arma::field<Matrix> by_paths = s.dW_copies();
  by_paths(0) = s.dW();
  std::vector<Slope> slopes;
  for (Index i = 0; i < moving.size(); ++i) {
    const Vector& in = moving[i].in;
    const auto S3_by = [&](const Matrix& by) { return S3(in, by(0)); };
    const auto L = [&](const Matrix& W) {
      Parameters copy[] = {p, p, p};
      for (Index t = 1; t <= 3; ++t)
        if (in(t - 1) == 1) copy[t - 1].W = W;
      return forward_copies({}, copy[0], copy[1], copy[2], x, y, h0).L;
    };
    slopes.push_back({central_difference(S3_by, Matrix{0.0})(0), by_paths(i),
                      central_difference(L, p.W)});
  }
  return slopes;
}

void show(Experiment& lab, const std::vector<Slope>& slopes) {
  Table table{{"which moves", "slope of S_3", "norm of dL/dW",
               "error of the paths' sum"},
              {}};
  Figure figure("02-copies", "One copy of the weight moves, or all three");
  figure.x_label("how far the weight moves").y_label("S_3");
  figure.legend("top left").x_range(-0.52, 0.52).y_range(0, 24);
  const Vector by = arma::linspace(-0.5, 0.5, 41);
  for (Index i = 0; i < moving.size(); ++i) {
    const Slope& s = slopes[i];
    table.rows.push_back(
        {moving[i].which, text(s.S3), fixed(frobenius_norm(s.by_moving), 4),
         s.error() <= 1e-9 ? "below 1e-9" : text(s.error(), 2)});
    Vector moved = by;
    moved.transform([&](double far) { return S3(moving[i].in, far); });
    figure.line(by, moved, moving[i].which + ": slope " + text(s.S3),
                moving[i].colour);
  }
  lab.table("slopes", table);
  lab.draw(figure);
}

void claim(Experiment& lab, const std::vector<Slope>& slopes) {
  for (Index i = 0; i < moving.size(); ++i) {
    const std::string& which = moving[i].which;
    lab.claim("slope of S_3 off the pencil's, " + which,
              std::abs(slopes[i].S3 - moving[i].slope_of_S3), at_most(1e-9));
    // More than central differences of these smooth functions leave.
    lab.claim("error of the paths' sum, " + which, slopes[i].error(),
              at_most(1e-8));
  }
  const Matrix sum =
      slopes[1].by_paths + slopes[2].by_paths + slopes[3].by_paths;
  lab.claim("error of the sum of the copies",
            block_error(sum, slopes[0].by_paths), at_most(1e-12));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-copies",
                 "The derivative in a shared weight is the sum of the "
                 "derivatives in its copies, each path in exactly one of them");
  Knobs k;
  lab.knob("units", k.units, "hidden units of the vector network",
           {1, 2, 8, 16});
  lab.knob("seed", k.seed, "seed of its weights and data");
  return lab.run(argc, argv, k, measure, show, claim);
}
