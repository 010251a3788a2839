// Note D: what it says of inputs, of the causes of explosion and of clipping.
#include "chapters/03-any-length/forecast.hpp"
#include "chapters/04-clipping/clipping.hpp"
#include "chapters/04-clipping/jacobians.hpp"
#include "chapters/04-clipping/one_unit.hpp"
#include "chapters/04-clipping/remedies.hpp"
#include "chapters/04-clipping/training.hpp"
#include "common/initialise.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"

using namespace notes_test;
using namespace unrolled::clipping;

TEST_CASE("An input acts on the losses of its own step and of later ones",
          "[3.16][D21]") {
  const Case c = random_case(5, 3);
  for (Index s = 1; s <= 5; ++s) {
    const Sequence dx = back_from(c, s).dx;
    double later = 0;
    for (Index t = 1; t <= 5; ++t) {
      if (t > s) later = max(later, frobenius_norm(dx(t)));
      if (t <= s) CHECK(frobenius_norm(dx(t)) > 1e-6);
    }
    CHECK(later == 0);
    const Matrix expected = truth(only(c, s)).dx.columns();
    notes::holds("D21", max(later, block_error(dx.columns(), expected)));
  }
}

TEST_CASE("The years in another order are not forecast, a coin's tosses may be",
          "[3.16][D1][long]") {
  const bptt::Series s = bptt::sunspots();
  const Matrix years = s.scaled().head_cols(s.train);
  double of_years = 1e300, of_tosses = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Random random(seed);
    // How many times the error is what it is in order.
    const auto shuffled = [&](const Matrix& seen, const Matrix& judged) {
      const Parameters p = bptt::fit(
          bptt::first_weights({8, 200, 0.2, 0.5}, seed), seen, 200, 0.2);
      const auto error = [&](const Matrix& series) {
        return bptt::relative_error(series, bptt::one_step_ahead(p, series), 10,
                                    s.train - 1, 1);
      };
      Matrix other = judged;
      const std::vector<Index> order = random.permutation(s.train);
      for (Index i = 0; i < s.train; ++i) other(i) = judged(order[i]);
      return error(other) / error(judged);
    };
    const auto tosses = [&] {
      return Matrix(arma::sign(random.normal_matrix(1, s.train)));
    };
    of_years = std::min(of_years, shuffled(years, years));
    of_tosses = max(of_tosses, shuffled(tosses(), tosses()));
  }
  CHECK(of_tosses < 2);
  notes::only_when(
      "D1",
      notes::Less{{"shuffled, times the error: tosses, most of ten", of_tosses},
                  {"years, least of ten", of_years}});
}

TEST_CASE("A year tells of the years beside it, a coin's toss of none",
          "[D41]") {
  // What a straight line through the values beside one misses, in variances;
  // column 0 is the one before it, 2 the one after.
  const auto missed = [](const Matrix& v, const std::vector<Index>& beside) {
    const Index n = v.n_elem - 2;
    Matrix known(n, 1, arma::fill::ones);
    for (const Index i : beside)
      known = arma::join_rows(known, Matrix(v.cols(i, i + n - 1).t()));
    const Vector value = v.cols(1, n).t();
    const Vector miss = value - known * arma::solve(known, value);
    return arma::dot(miss, miss) / double(n) / arma::var(value, 1);
  };
  const bptt::Series s = bptt::sunspots();
  const Matrix years = s.scaled().head_cols(s.train);
  const double both = missed(years, {0, 2});
  CHECK(both < 0.8 * missed(years, {0}));
  CHECK(both < 0.8 * missed(years, {2}));
  double of_others = 1;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Random random(seed);
    const Matrix tosses = arma::sign(random.normal_matrix(1, s.train));
    Matrix shuffled = years;
    const std::vector<Index> order = random.permutation(s.train);
    for (Index i = 0; i < s.train; ++i) shuffled(i) = years(order[i]);
    of_others =
        std::min({of_others, missed(tosses, {0, 2}), missed(shuffled, {0, 2})});
  }
  CHECK(of_others > 0.9);
  notes::only_when(
      "D41", notes::Less{{"missed from the two beside it: years", both},
                         {"shuffled or tosses, least of ten", of_others}});
}

TEST_CASE("The first step needs a state before it",
          "[2.21][3.1][A36][B58][C52][D37]") {
  const Case c = random_case(3, 4);
  Case other = c;
  other.h0 += 1;
  const Vector right = back(oracle::run(loops(c)).h[1]);
  const double off = block_error(other.states().h(1), right),
               error = block_error(c.states().h(1), right);
  notes::only_when("A36", off, error);
  notes::only_when("B58", off, error);
  notes::only_when("C52", off, error);
  notes::only_when("D37", off, error);
}

namespace {

// Ten networks of 8 units are to say after a lag what their first input was.
struct Lessons {
  double learnt = 0;   // of ten
  double longest = 0;  // step of any training
  double keep = 0;     // a tenth over the lag when trained, of ten
};
Lessons lessons(Index lag, Activation hidden, const MakeWeights& W,
                double threshold) {
  Lessons all;
  const FirstSign task{lag + 1, 10, 0.2};
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Random random(seed);
    const Parameters p = first_parameters(8, W, random);
    const Random fresh = random;
    const Record run = train_on(task, hidden, {0.1, threshold, 300}, p, random);
    all.keep += kept(hidden, run.p, task, fresh) > 0.1;
    all.learnt += has_learned(task, hidden, run, random);
    all.longest = max(all.longest, 0.1 * arma::max(Vector(run.norms)));
  }
  return all;
}

Matrix small(Random& random, Index H) {
  return random.normal_matrix(H, H, 0.1 / std::sqrt(double(H)));
}
Matrix by_he(Random& random, Index H) {
  return he(random, H, H);
}
Matrix unit(Random&, Index H) {
  return arma::eye(H, H);
}

}  // namespace

TEST_CASE("Which lag is learnt depends on the training, and no cure is for all",
          "[3.18][4.3][4.20][A26][B25][B61][D14][D17][D18][D38][long]") {
  const auto tanh = Activation::tanh, relu = Activation::relu;
  const MakeWeights one = scaled_orthogonal(1), none = scaled_orthogonal(0.05);
  const Lessons far = lessons(9, tanh, small, 0);
  const notes::Less near{{"of ten networks learn lag 9,", far.learnt},
                         {"lag 4,", lessons(4, tanh, small, 0).learnt}};
  notes::only_when("A26", near);
  notes::only_when("D38", near);
  const Lessons both = lessons(19, tanh, one, 1);
  notes::only_when(
      "D17",
      notes::Less{{"of ten learn lag 9 from small weights,", far.learnt},
                  {"lag 19 from orthogonal ones, clipped,", both.learnt}});
  const Lessons forgets = lessons(19, tanh, none, 0);
  CHECK(forgets.longest < 1);  // near 0 nothing explodes, either
  notes::misprint("B61", notes::Less{{"of ten learn lag 19, factors near 0:",
                                      forgets.learnt},
                                     {"near 1:", both.learnt}});
  // First weights alone take steps far longer than a clipped one, 0.1. ReLU
  // with He's weights, and nothing else, neither learns nor stays in bounds.
  const Lessons alone = lessons(19, tanh, one, 0);
  CHECK(alone.longest > 1);
  notes::only_when("B25",
                   notes::Less{{"of ten keep a tenth over lag 19, trained from "
                                "orthogonal weights,",
                                alone.keep},
                               {"and clipped,", both.keep}});
  const Lessons rectified = lessons(19, relu, by_he, 0);
  CHECK((rectified.longest > 1 && rectified.learnt < both.learnt));
  notes::only_when(
      "D14",
      notes::Less{{"of ten learn lag 19, ReLU: small first weights,",
                   lessons(19, relu, small, 1).learnt},
                  {"the unit matrix,", lessons(19, relu, unit, 1).learnt}});
  notes::only_when(
      "D18", notes::Less{{"of ten learn lag 19: clipped, from small weights,",
                          lessons(19, tanh, small, 1).learnt},
                         {"clipped, from orthogonal ones,", both.learnt}});
}

TEST_CASE("First weights keep sizes where each layer has its own",
          "[4.22][4.23][D13]") {
  // How far ten networks of 40 layers are apart, in powers of ten of what they
  // leave of a small difference.
  const auto spread = [](bool shared) {
    double least = 1e300, most = -1e300;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const Index n = 50;
      Random random(seed);
      Matrix W = he(random, n, n), product = arma::eye(n, n);
      Vector a = random.normal_matrix(n, 1);
      for (int layer = 0; layer < 40; ++layer) {
        const Matrix z = W * a;
        product = step_jacobian(Activation::relu, W, z) * product;
        a = activate(Activation::relu, z);
        if (!shared) W = he(random, n, n);
      }
      const double power = std::log10(frobenius_norm(product));
      least = std::min(least, power), most = max(most, power);
    }
    return most - least;
  };
  notes::only_when("D13",
                   notes::Less{{"powers of ten between ten networks of 40 "
                                "layers, fresh weights:",
                                spread(false)},
                               {"one W for all:", spread(true)}});
}

namespace {

// What one small difference goes through in a random network of 60 units: its
// factor in each of 40 steps, and their product.
struct Factors {
  double least, most, product, steepest;
};
Factors factors(double input, std::uint64_t seed) {
  Random random(seed);
  const Matrix W = random.normal_matrix(60, 60, 2 / std::sqrt(60.0));
  const Sequence z = driven(W, input, 40, random);
  Vector q = random.normal_matrix(60, 1);
  Factors found{1e300, 0, 1, 0};
  for (Index t = 1; t <= 40; ++t) {
    const double before = frobenius_norm(q);
    q = step_jacobian(Activation::tanh, W, z(t)) * q;
    const double factor = frobenius_norm(q) / before;
    found = {std::min(found.least, factor), max(found.most, factor),
             found.product * factor,
             max(found.steepest, derivative(Activation::tanh, z(t)).max())};
  }
  return found;
}

}  // namespace

TEST_CASE("Some factors below 1, or above, do not decide the product",
          "[4.4][4.7][D31][D32][D46][D51]") {
  double least = 0, grown = 1e300, most = 1e300, shrunk = 0, steepest = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Factors small = factors(0.5, seed), large = factors(2, seed);
    least = max(least, small.least), grown = std::min(grown, small.product);
    most = std::min(most, large.most), shrunk = max(shrunk, large.product);
    steepest = max(steepest, small.steepest);
  }
  CHECK((least < 1 && grown > 1 && most > 1 && shrunk < 1));
  CHECK(steepest < 1);
  notes::only_when("D46",
                   notes::Less{{"steepest slope of any unit", steepest},
                               {"product of 40 factors, least of ten", grown}});
  notes::only_when("D31", notes::Less{{"smallest of 40 factors", least},
                                      {"their product, least of ten", grown}});
  notes::only_when("D32",
                   notes::Less{{"product of 40 factors, most of ten", shrunk},
                               {"largest of them", most}});
  notes::only_when(
      "D51",
      notes::Less{{"product of 40 factors, larger inputs, most of ten", shrunk},
                  {"smaller inputs, least of ten", grown}});
}

TEST_CASE("A gradient overflows where the units do not saturate",
          "[4.5][4.20][D33]") {
  Random random(1);
  const Matrix W{2.0};
  const Sequence driven_z = driven(W, 0.5, 1100, random);
  const auto norm = [&](Activation hidden) {
    return frobenius_norm(product_of_jacobians(hidden, W, driven_z, 1100, 0));
  };
  // One step with the gradient; no state overflows.
  const auto after_a_step = [](Activation hidden) {
    Case c =
        example_of({hidden, Output::linear_squared_error}, 1100, 1, 1, 1, 1);
    c.p.W = 2.0, c.h0 = 1e-200;
    c.p.b.zeros();
    c.x.slices().zeros();
    CHECK(c.states().h.slices().is_finite());
    update(c.p, c.gradient(), 0.1);
    return Vector(c.p.b);
  };
  CHECK(after_a_step(Activation::tanh).is_finite());
  CHECK_FALSE(after_a_step(Activation::identity).is_finite());
  notes::only_when(
      "D33",
      notes::Less{{"dh(1100)/dh(0) with W = 2, tanh:", norm(Activation::tanh)},
                  {"identity:", norm(Activation::identity)}});
}

TEST_CASE("Early layers take longer steps where their weights are their own",
          "[D43]") {
  Case c = random_case(10, 3);
  Random random(3);
  c.net.hidden = Activation::identity;
  c.p.W = 1.5 * orthogonal(random, 4);
  // L(10) alone, and each step's own copy of U.
  const oracle::Gradients g = oracle::complex_step(only(c, 10));
  const Matrix first = back(g.dU_at[0]), last = back(g.dU_at[9]);
  CHECK(frobenius_norm(first) / frobenius_norm(c.x(1)) >
        10 * frobenius_norm(last) / frobenius_norm(c.x(10)));
  Parameters p = c.p;
  update(p, back_from(c, 10), 0.1);
  notes::only_when("D43", block_error(first, last),
                   block_error(p.U, c.p.U - 0.1 * back(g.dU)));
}

TEST_CASE("What fades or grows has done so before any backward pass",
          "[4.4][D24]") {
  const Index tau = 40;
  const Case c = random_case(tau, 9);
  const oracle::Recurrent net = loops(c);
  // dh(t)/dh(0) by moving h(0) a little and running forward.
  const Matrix near = back(oracle::jacobian(net, 1, 0));
  const Matrix far = back(oracle::jacobian(net, tau, 0));
  const Matrix product =
      product_of_jacobians(Activation::tanh, c.p.W, c.states().z, tau, 0);
  CHECK(block_error(product, far) <= 1e-11);
  Case large = c;
  Random random(9);
  large.net.hidden = Activation::identity;
  large.p.W = 1.2 * orthogonal(random, 4);
  CHECK(spectral_norm(back(oracle::jacobian(loops(large), tau, 0))) > 1000);
  notes::misprint(
      "D24", notes::Less{{"norm of dh(40)/dh(0), by running forward alone,",
                          spectral_norm(far)},
                         {"norm of dh(1)/dh(0)", spectral_norm(near)}});
}

TEST_CASE("A way back is fed anew at each step that has a loss",
          "[3.11][4.4][D47][long]") {
  const Index tau = 60;
  double last_alone = 0, at_each = 1e300;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Case c = random_case(tau, seed);
    const auto left = [&](const Gradient& got, const Gradient& right) {
      CHECK(block_error(got.delta(1), right.delta(1)) <= 1e-11);
      return frobenius_norm(right.delta(1)) / frobenius_norm(right.delta(tau));
    };
    last_alone = max(last_alone, left(back_from(c, tau), truth(only(c, tau))));
    at_each = std::min(at_each, left(c.gradient(), truth(c)));
  }
  CHECK(last_alone < 1e-4);
  notes::only_when(
      "D47",
      notes::Less{{"delta(1) over delta(60), the last loss alone, most of ten",
                   last_alone},
                  {"a loss at each step, least", at_each}});
}

TEST_CASE("A large norm of the first weights is not enough for an explosion",
          "[4.4][4.5][D25]") {
  const Index H = 20, tau = 40;
  double nilpotent = 0, random_ones = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto growth = [&](Matrix W) {
      W *= 6 / spectral_norm(W);
      Random inputs(seed);
      const Sequence z = driven(W, 0.5, tau, inputs);
      return spectral_norm(
          product_of_jacobians(Activation::tanh, W, z, tau, 0));
    };
    Random random(seed);
    const Matrix W = random.normal_matrix(H, H);
    random_ones += growth(W) > 100;
    nilpotent = max(nilpotent, growth(arma::trimatu(W, 1)));
  }
  CHECK(nilpotent == 0);
  notes::only_when(
      "D25",
      notes::Less{
          {"norm of dh(40)/dh(0), a nilpotent W of norm 6:", nilpotent},
          {"random W of norm 6 with one above 100, of ten:", random_ones}});
}

TEST_CASE("Clipping bounds the step, and leaves the gradient what it was",
          "[4.20][D26]") {
  // Beside the wall of the one-unit problem.
  const OneUnit problem;
  const double w = 5, b = -2.6123, rate = 0.1, threshold = 1;
  Vector g = gradient(problem, w, b);
  const Vector before = g;
  const Clipped did = clip_by_norm({{"dE", g}}, threshold);
  CHECK(did.norm == Approx(frobenius_norm(before)));
  CHECK(did.norm > 1000);
  notes::only_when(
      "D26",
      notes::Less{{"length of the clipped step", rate * frobenius_norm(g)},
                  {"of the step without clipping", rate * did.norm}});
}
