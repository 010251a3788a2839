// The way back, cut: against runs whose carried states nothing moves; and what
// the cuts leave out.
#include "tests/06-shapes/support.hpp"

using namespace shapes_test;

namespace {

// A linear chain of one unit without input: h(t) = w h(t-1), L = h(tau).
Case linear_chain(double w, Index tau) {
  const Network net{Activation::identity, Output::linear_squared_error};
  return {net,
          {Matrix{0.0}, Matrix{w}, Matrix{1.0}, {0.0}, {0.0}},
          Matrix(1, tau, arma::fill::zeros),
          Matrix(1, tau, arma::fill::zeros),
          Matrix{1.0}};
}

// Weights on the ways back, from the bits of a code.
Sequence weights_of(Index code, Index tau, double on) {
  Sequence xi(1, 1, 1, tau - 1);
  for (Index t = 1; t < tau; ++t, code /= 2) xi(t)(0) = code % 2 ? on : 0;
  return xi;
}

}  // namespace

TEST_CASE("The sweeps are those of BPTT with two numbers",
          "[6.21][6.22][6.26]") {
  const auto text = [](const Truncation& how, Index tau) {
    std::string all;
    for (const auto& [first, after, last] : sweeps(how, tau))
      all += std::to_string(first) + ">" + std::to_string(after) + "," +
             std::to_string(last) + " ";
    return all;
  };
  CHECK(text({5, 2}, 7) == "1>0,2 1>2,4 2>4,6 3>6,7 ");
  CHECK(text({3, 3}, 6) == "1>0,3 4>3,6 ");
  CHECK(text({2, 1}, 3) == "1>0,1 1>1,2 2>2,3 ");
  CHECK(text({9, 9}, 4) == "1>0,4 ");
  CHECK(text({1, 1}, 1) == "1>0,1 ");
  const std::string wanted = "back, every: expected back >= every >= 1, got ";
  CHECK(refusal([&] { text({2, 3}, 4); }) == wanted + "2 and 3");
  CHECK(refusal([&] { text({2, 0}, 4); }) == wanted + "2 and 0");
  // How many: one after every `every` steps, and one at the end.
  for (const Index tau : {1u, 4u, 9u, 10u})
    for (const Index every : {1u, 2u, 3u, 20u})
      CHECK(sweeps({20, every}, tau).size() == (tau + every - 1) / every);
}

TEST_CASE(
    "The truncated gradient is that of a run with its carried states held",
    "[6.21][6.22][6.23][6.24][6.25][E16]") {
  const Case c = any_case(30);
  for (const auto& [back, every] : std::vector<Truncation>{{1, 1},
                                                           {2, 1},
                                                           {2, 2},
                                                           {3, 2},
                                                           {7, 3},
                                                           {10, 10},
                                                           {25, 4},
                                                           {60, 7}}) {
    if (c.x.last() > 10 && every < 3) continue;  // many sweeps, all alike
    INFO(any_length_test::named(c) << ", " << back << "; " << every);
    check_named(all_blocks(truncated_of(c, {back, every})),
                all_blocks(truth(c, {back, every})));
  }
}

TEST_CASE("Sequences side by side are truncated one by one", "[6.24]") {
  const Case c = example_of({}, 5, 32);
  Case both = c;
  const Matrix twice(1, 2, arma::fill::ones);
  both.x = Sequence(2, 2, 1, 5);
  both.y = Sequence(3, 2, 1, 5);
  for (Index t = 1; t <= 5; ++t) {
    both.x(t) = c.x(t) * twice;
    both.y(t) = c.y(t) * twice;
  }
  both.h0 = c.h0 * twice;
  const TruncatedGradient one = truncated_of(c, {3, 2}),
                          two = truncated_of(both, {3, 2});
  CHECK_THAT(two.dW, Near(2 * one.dW));
  CHECK_THAT(two.dh0, Near(one.dh0 * twice));
}

TEST_CASE("A window as long as the sequence cuts nothing", "[6.22][6.24]") {
  const Case c = any_case(33);
  const Index tau = c.x.last();
  const bptt::Gradient whole = c.gradient();
  for (const Index every : {Index(1), tau, tau + 3}) {
    const TruncatedGradient g = truncated_of(c, {tau + 3, every});
    check_blocks(g.blocks(), whole.blocks());
    CHECK_THAT(g.dh0, Near(whole.dh0));
  }
}

TEST_CASE("Whatever is cut, dV and dc are whole", "[6.23]") {
  const Case c = any_case(34);
  const TruncatedGradient g = truncated_of(c, {1, 1});
  CHECK_THAT(g.dV, Near(c.gradient().dV));
  CHECK_THAT(g.dc, Near(c.gradient().dc));
}

TEST_CASE("In the linear chain the cut gradient is a share K over tau of it",
          "[6.27]") {
  for (const double w : {0.5, 0.9, 1.0, 1.1, -0.7})
    for (const Index tau : {1u, 2u, 5u, 12u})
      for (const Index K : {1u, 2u, 4u, 12u}) {
        if (K > tau) continue;
        const Case c = linear_chain(w, tau);
        const Sequence last = at_the_end(Matrix{1.0}, tau);
        const auto dW = [&](const Truncation& how) {
          return truncated(c.net.hidden, c.p, c.x, c.states(), last, how).dW(0);
        };
        INFO(w << ", tau " << tau << ", K " << K);
        const double share = static_cast<double>(K) / static_cast<double>(tau);
        CHECK(dW({K, 1}) == Approx(share * dW({tau, tau})).epsilon(1e-13));
      }
}

TEST_CASE("The steps taken back are counted", "[6.26]") {
  const Case c = example_of({}, 10, 35);
  CHECK(truncated_of(c, {10, 10}).steps == 10);
  CHECK(truncated_of(c, {5, 5}).steps == 10);
  CHECK(truncated_of(c, {4, 4}).steps == 4 + 4 + 4);
  CHECK(truncated_of(c, {4, 1}).steps == 1 + 2 + 3 + 7 * 4);
  CHECK(truncated_of(c, {6, 3}).steps == 3 + 6 + 6 + 6);
  CHECK(truncated_of(c, {10, 1}).steps == 55);
}

TEST_CASE("Weights of 1 give the whole gradient, weights of 0 cut it",
          "[6.28]") {
  const Case c = example_of({Activation::tanh, any_output()}, 6, 36);
  const auto with = [&](const Sequence& xi) {
    return weighted(c.net.hidden, c.p, c.x, c.states(), c.dLdo(), xi);
  };
  check_blocks(with(weights_of(31, 6, 1)).blocks(), c.gradient().blocks());
  // Cuts after steps 2 and 4 are BPTT(2; 2).
  check_blocks(with(weights_of(1 + 4 + 16, 6, 1)).blocks(),
               truncated_of(c, {2, 2}).blocks());
  CHECK(refusal([&] { with(Sequence(1, 1, 1, 6)); }) ==
        "xi: expected 1 x 1 at times 1 .. 5, got 1 x 1 at times 1 .. 6");
}

TEST_CASE("Random cuts, weighed, are right in the mean over all of them",
          "[6.28][6.29][E16]") {
  const Index tau = GENERATE(1u, 2u, 5u, 12u);
  const double kept = GENERATE(0.3, 0.5, 0.9);
  const Case c = example_of({}, tau, 37);
  const bptt::States s = c.states();
  const Sequence dLdo = c.dLdo();
  ParameterGradient mean(c.p), unweighed(c.p);
  for (Index code = 0; code < Index(1) << (tau - 1); ++code) {
    double chance = 1;
    for (Index t = 1, rest = code; t < tau; ++t, rest /= 2)
      chance *= rest % 2 ? kept : 1 - kept;
    const auto add = [&](ParameterGradient& sum, double on) {
      ParameterGradient g =
          weighted(c.net.hidden, c.p, c.x, s, dLdo, weights_of(code, tau, on));
      for (std::size_t i = 0; i < 5; ++i)
        sum.blocks()[i].values += chance * g.blocks()[i].values;
    };
    add(mean, 1 / kept);
    add(unweighed, 1);
  }
  check_blocks(mean.blocks(), c.gradient().blocks());
  // Cut at random without weights, it is biased.
  if (tau > 1) CHECK_THAT(unweighed.dW, !Near(c.gradient().dW, kFarOff));
}
