// What note D says of dropout.
#include "tests/notes.hpp"
#include "tests/08-dropout/support.hpp"

using namespace dropout_test;

namespace {

// The deviation of |dL/dh(0)| over 200 draws of the masks, over its mean: the
// last of twenty states is asked for.
double spread_of_gradient(Place place) {
  const Index H = 16, tau = 20;
  Random random(20);
  Parameters p = first_weights(1, H, H, random);
  p.V.eye();
  const Sequence x = random.normal_matrix(1, tau, 0.3);
  const Matrix h0(H, 1, arma::fill::zeros);
  Sequence last(H, 1, 1, tau);
  last(tau).ones();
  Vector norms(200);
  for (double& norm : norms) {
    const Masks m = draw(place, 0.8, 1, H, 1, tau, random);
    const States s = forward(Activation::tanh, p, x, h0, m);
    norm = frobenius_norm(backward(Activation::tanh, p, x, s, last, m).dh0);
  }
  return arma::stddev(norms) / arma::mean(norms);
}

// Mean losses of fresh digits after a hundred, over three seeds.
double loss_of_layers(const layers::Regular& how) {
  const Digits digits = read_digits();
  const auto fit = backprop::examples(digits, 0, 100),
             judge = backprop::examples(digits, 1000, 1200),
             test = backprop::examples(digits, 1200, 1797);
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed)
    sum += backprop::mean_loss(
        layers::train_and_stop(backprop::start(64, 30, 10, seed), fit, judge,
                               {0.3, 20, 100, seed}, how)
            .net,
        test);
  return sum / 3;
}
// The same read row by row, over ten.
double loss_of_rows(Place place, double p) {
  const Digits digits = read_digits();
  const Batch fit = digits_by_rows(digits, 0, 100),
              test = digits_by_rows(digits, 1200, 1797);
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Random random(seed);
    Parameters q = first_weights(8, 30, 10, random);
    Adam adam;
    for (Index update = 0; update < 300; ++update) {
      const Index from = 20 * (update % 5);
      const Batch b = chosen(fit, arma::regspace<arma::uvec>(from, from + 19));
      learn(q, adam, Output::softmax_cross_entropy, b,
            draw(place, p, 8, 30, 20, 8, random), {0.01, 1, 0});
    }
    sum += loss(Output::softmax_cross_entropy, last_scores(q, test.x), test.y) /
           597;
  }
  return sum / 10;
}

}  // namespace

TEST_CASE("New masks on what is carried leave nothing of it, most often",
          "[8.24][8.26][D6]") {
  const double p = 0.5;
  const Index T = 10;
  double by_new = 0, by_one = 0;
  each_mask(T, p, [&](const Vector& m, double chance) {
    by_new += carried(m) == 0 ? chance : 0;
  });
  each_mask(1, p, [&](const Vector& m, double chance) {
    by_one += m(0) == 0 ? chance : 0;
  });
  CHECK(by_new == Approx(1 - std::pow(p, double(T))));
  notes::only_when(
      "D6", notes::Less{{"chance that nothing is left after ten steps, one "
                         "mask:",
                         by_one},
                        {"a new one each step:", by_new}});
}

TEST_CASE("Masks on what is carried make the gradient uncertain", "[D19]") {
  notes::only_when(
      "D19", notes::Less{{"deviation of a gradient over its mean, masks on "
                          "inputs and outputs:",
                          spread_of_gradient(Place::ends)},
                         {"on the carried state:",
                          spread_of_gradient(Place::carried)}});
}

TEST_CASE("Dropout regularises layers", "[D39]") {
  notes::holds("D39", notes::Less{{"loss of fresh digits, with dropout:",
                                   loss_of_layers({0.9, 0.9, 0})},
                                  {"without:", loss_of_layers({})}});
}

TEST_CASE("In a recurrence dropout gains by where it stands", "[D42]") {
  notes::only_when(
      "D42", notes::Less{{"loss of fresh digits, masks on inputs and outputs:",
                          loss_of_rows(Place::ends, 0.75)},
                         {"on the carried state:",
                          loss_of_rows(Place::carried, 0.75)}});
}
