/// \file
/// Every step gets its own copy of the recurrent weight: the shared derivative
/// is the sum of the copies', and nothing is counted twice.
#include "chapters/02-three-steps/linear_chain.hpp"
#include "chapters/02-three-steps/paths.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

// S_3 of the chain when the copies of steps 1, 2, 3 move by m1, m2, m3.
template <class T>
T S3(const Chain& p, T m1, T m2, T m3) {
  const T Wx = p.Wx;
  return forward_copies<T>(p, {Wx, p.Ws + m1}, {Wx, p.Ws + m2}, {Wx, p.Ws + m3})
      .S[3];
}

double slope_of_S3(const Chain& p, double m1, double m2, double m3) {
  const Complex i(0, 1e-100);
  return S3<Complex>(p, m1 * i, m2 * i, m3 * i).imag() / 1e-100;
}

Figure figure_of(const Chain& p) {
  const Vector move = arma::linspace(-0.5, 0.5, 41);
  const auto curve = [&](double m1, double m2, double m3) {
    Vector y(move.n_elem);
    for (Index i = 0; i < move.n_elem; ++i)
      y(i) = S3<double>(p, m1 * move(i), m2 * move(i), m3 * move(i));
    return y;
  };
  Figure figure("02-copies", "One copy of the weight moves, or all three");
  figure.x_label("how far the weight moves").y_label("S_3");
  figure.legend("top left").x_range(-0.52, 0.52);
  const auto add = [&](const std::string& label, double m1, double m2,
                       double m3, Colour colour) {
    figure.line(move, curve(m1, m2, m3),
                label + ": slope " + text(slope_of_S3(p, m1, m2, m3)), colour);
  };
  add("all three copies", 1, 1, 1, Colour::blue);
  add("copy of step 2", 0, 1, 0, Colour::purple);
  add("copy of step 3", 0, 0, 1, Colour::green);
  add("copy of step 1", 1, 0, 0, Colour::orange);
  return figure;
}

// dL/dW^(k) of a vector network, by complex step in one copy (k = 1, 2, 3) or
// in all at once (k = 0).
Matrix by_complex_step(const Kind& kind, const Weights<double>& w,
                       const Vector& h0, const Matrix& x, const Matrix& y,
                       Index k) {
  const Weights<Complex> same{as<Complex>(w.U), as<Complex>(w.W),
                              as<Complex>(w.V), arma::cx_vec(w.b, 0 * w.b),
                              arma::cx_vec(w.c, 0 * w.c)};
  const arma::cx_vec start(h0, 0 * h0);
  return complex_step(
      [&](const ComplexMatrix& W) {
        Weights<Complex> copy[] = {same, same, same};
        for (Index t = 1; t <= 3; ++t)
          if (k == t || k == 0) copy[t - 1].W = W;
        return forward_copies<Complex>(kind, copy[0], copy[1], copy[2], start,
                                       as<Complex>(x), y)
            .L;
      },
      w.W);
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-copies",
                 "The derivative in a shared weight is the sum of the "
                 "derivatives in its copies, each path in exactly one of them");
  Index units = 4, seed = 1;
  lab.knob("units", units, "hidden units of the vector network");
  lab.knob("seed", seed, "seed of its weights and data");
  return lab.run(argc, argv, [&] {
    const Chain p = pencil_chain();
    const double one = slope_of_S3(p, 1, 0, 0), two = slope_of_S3(p, 0, 1, 0),
                 three = slope_of_S3(p, 0, 0, 1), all = slope_of_S3(p, 1, 1, 1);
    lab.table("chain", {{"which copy of Ws moves", "slope of S_3"},
                        {{"step 3 (green)", text(three)},
                         {"step 2 (purple)", text(two)},
                         {"step 1 (orange)", text(one)},
                         {"all three", text(all)}}});
    lab.claim(three == 5 && two == 6 && one == 4 && all == 15,
              "the chain's slopes are 5, 6, 4 and 15");
    lab.draw(figure_of(p));

    // The same for vectors with tanh and softmax.
    Random random(seed);
    const Weights<double> w{
        random.normal_matrix(units, 2), random.normal_matrix(units, units, 0.5),
        random.normal_matrix(3, units), random.normal_matrix(units, 1),
        random.normal_matrix(3, 1)};
    const Vector h0 = random.normal_matrix(units, 1);
    const Matrix x = random.normal_matrix(2, 3), y(3, 3, arma::fill::eye);
    const ThreeSteps s({}, w, h0, x, y);
    const Matrix ours[] = {s.dW(), s.dW_copy1(), s.dW_copy2(), s.dW_copy3()};
    const char* names[] = {"all", "W^(1)", "W^(2)", "W^(3)"};
    Table table{{"which moves", "norm of dL/dW", "error of the paths' sum"},
                {}};
    for (Index k = 0; k <= 3; ++k) {
      const Matrix truth = by_complex_step({}, w, h0, x, y, k);
      const double error = block_error(ours[k], truth);
      table.rows.push_back({names[k], fixed(frobenius_norm(truth), 4),
                            error <= 1e-12 ? "below 1e-12" : text(error, 2)});
      lab.claim(error <= 1e-12,
                std::string("the paths are dL/dW, moving ") + names[k]);
    }
    lab.print("");
    lab.table("vectors", table);
    const Matrix sum = s.dW_copy1() + s.dW_copy2() + s.dW_copy3();
    lab.claim(block_error(sum, s.dW()) <= 1e-12, "the copies add up");
  });
}
