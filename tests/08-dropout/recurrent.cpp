// Masks in a recurrence and in a gate: forward and backward, against plain
// loops that know no backward pass.
#include "chapters/08-dropout/choice.hpp"
#include "tests/08-dropout/support.hpp"

using namespace dropout_test;

TEST_CASE("A recurrence under masks runs as plain loops do", "[8.7][8.8]") {
  const Index tau = GENERATE(1u, 2u, 3u, 10u);
  const bptt::Example c =
      bptt::example_of({any_hidden(), any_output()}, tau, 1);
  const Masks m = masks_everywhere(c, 2);
  const bptt::States s = states_of(c, m);
  const oracle::Trace trace = oracle::run(loops_of(c, m));
  CHECK_THAT(s.z, Near(any_length_test::sequence(trace.z)));
  CHECK_THAT(s.h, Near(any_length_test::sequence(trace.h, 0)));
  CHECK_THAT(s.o, Near(any_length_test::sequence(trace.o)));
}

TEST_CASE("With the masks held every block is the derivative of the loss",
          "[8.9][8.10][8.11][8.12][8.13][8.14][8.15]") {
  const Index tau = GENERATE(1u, 2u, 3u, 10u);
  const bptt::Example c =
      bptt::example_of({any_hidden(), any_output()}, tau, 3);
  const Masks m = masks_everywhere(c, 4);
  const bptt::States s = states_of(c, m);
  any_length_test::check_same(
      backward(c.net.hidden, c.p, c.x, s, slopes_of(c, s), m),
      any_length_test::truth(loops_of(c, m)));
}

TEST_CASE("Where nothing is dropped a recurrence is chapter 3's",
          "[8.7][8.8][8.10][8.11]") {
  const bptt::Example c = bptt::example_of({}, 5, 5);
  Random random(6);
  const Masks none =
      draw(Place::nowhere, 0.5, c.x.rows(), c.h0.n_elem, 1, 5, random);
  const bptt::States s = states_of(c, none);
  const bptt::States plain = bptt::forward(c.net.hidden, c.p, c.x, c.h0);
  CHECK_THAT(s.o, Near(plain.o, 0));
  any_length_test::check_same(
      backward(c.net.hidden, c.p, c.x, s, slopes_of(c, s), none), c.gradient());
}

TEST_CASE("Each place has its masks, and the others keep everything") {
  Random random(7);
  const auto drops = [](const Sequence& m) { return m.slices().min() == 0; };
  const auto changes = [](const Sequence& m) {
    return arma::accu(m(1) != m(2)) > 0;
  };
  for (const Place place : every_place) {
    const Masks m = draw(place, 0.5, 9, 8, 3, 4, random);
    CHECK(drops(m.x) == (place == Place::ends || place == Place::locked));
    CHECK(drops(m.h) == (place == Place::carried || place == Place::locked));
    CHECK(drops(m.o) == (place == Place::ends || place == Place::locked));
    CHECK(changes(m.h) == (place == Place::carried));
    CHECK(changes(m.x) == (place == Place::ends));
  }
  for (const gated::Place place : gated::every_place) {
    const gated::Masks m = gated::draw(place, 0.5, 8, 3, 4, random);
    CHECK(drops(m.h) ==
          (place == gated::Place::carried || place == gated::Place::locked));
    CHECK(drops(m.c) == (place == gated::Place::carried));
    CHECK(drops(m.a) == (place == gated::Place::candidate));
    CHECK(changes(m.h) == (place == gated::Place::carried));
    CHECK(arma::accu(m.h(3) != m.c(3)) * drops(m.c) == 0);
  }
}

TEST_CASE("One mask for the whole sequence is a network with fewer units",
          "[8.7][8.8]") {
  const bptt::Example c = bptt::example_of({}, 6, 8);
  Random random(9);
  const Index D = c.x.rows(), H = c.h0.n_elem;
  const Masks m = draw(Place::locked, 0.5, D, H, 1, 6, random);
  bptt::Example thin = c;  // the columns of what is dropped are 0
  thin.p.U.each_row() %= m.x(1).t();
  thin.p.W.each_row() %= m.h(1).t();
  thin.p.V.each_row() %= m.o(1).t();
  CHECK_THAT(states_of(c, m).o, Near(thin.states().o));
}

TEST_CASE("A gate under masks runs as plain loops do",
          "[8.16][8.17][8.18][8.19]") {
  const GatedCase c(GENERATE(1u, 2u, 3u, 10u), 10);
  const oracle::Gated net = loops_of(c);
  const gates::gru::States s = c.states();
  CHECK_THAT(s.u, Near(Sequence(quantity(net, "u"))));
  CHECK_THAT(s.r, Near(Sequence(quantity(net, "r"))));
  CHECK_THAT(s.v, Near(Sequence(quantity(net, "v"))));
  CHECK_THAT(s.a, Near(Sequence(quantity(net, "a"))));
  CHECK_THAT(s.o, Near(Sequence(quantity(net, "o"))));
}

TEST_CASE("With its masks held a gate's gradient is that of the loss",
          "[8.20][8.21][8.22][8.23]") {
  const GatedCase c(GENERATE(1u, 2u, 3u, 10u), 11);
  gates_test::check_same(
      all_blocks(backward(c.p, c.x, c.states(), c.dLdo(), c.m)), loops_of(c));
}

TEST_CASE("Where nothing is dropped a gate is chapter 7's", "[8.19][8.23]") {
  GatedCase c(5, 12);
  Random random(13);
  c.m = gated::draw(gated::Place::nowhere, 0.5, 3, 1, 5, random);
  const gates::gru::States plain = gates::gru::forward(c.p, c.x, c.h0);
  CHECK_THAT(c.states().o, Near(plain.o, 0));
  check_named(all_blocks(backward(c.p, c.x, c.states(), c.dLdo(), c.m)),
              all_blocks(gates::gru::backward(c.p, c.x, plain, c.dLdo())));
}

TEST_CASE("A way is taken at the setting that is best on what judges it") {
  // By setting and seed; what tests would have another, and of two the first.
  const Outcome all[4][2] = {{{3, 1, 0.9}, {3, 1, 0.9}},
                             {{2, 8, 0.4}, {1, 6, 0.2}},
                             {{1, 2, 0.5}, {4, 2, 0.5}},
                             {{1, 3, 0.5}, {2, 3, 0.5}}};
  const auto run = [&](std::size_t i, Index s) { return all[i][s]; };
  const Chosen it = at_its_best("way", {"a", "b", "c", "d"}, 2, run);
  CHECK((it.way == "way" && it.setting == "b"));
  CHECK_THAT(column(it.loss), Near(column({8, 6}), 0));
  CHECK_THAT(column(it.right), Near(column({0.4, 0.2}), 0));
  CHECK(over(it, at_its_best("way", {"a"}, 2, run)) == 7);
  CHECK(refusal([&] { at_its_best("way", {}, 2, run); }) ==
        "settings: expected at least one, got none");
}

TEST_CASE("A step of training is one down the loss with these masks") {
  Random random(14);
  const Batch b = first_input(Keep::number, 6, 4, random);
  CHECK(arma::abs(b.x(1) - b.y).max() == 0);
  CHECK(b.x.slices().tail_slices(3).is_zero());
  bptt::Parameters p = first_weights(1, 5, 1, random);
  const Masks m = draw(Place::locked, 0.7, 1, 5, 6, 4, random);
  const auto loss_of = [&] {
    const bptt::States s =
        forward(Activation::tanh, p, b.x, Matrix(5, 6, arma::fill::zeros), m);
    return loss(Output::linear_squared_error, s.o(4), b.y);
  };
  const double before = loss_of();
  Adam adam;
  learn(p, adam, Output::linear_squared_error, b, m, {1e-4, 1, 0});
  CHECK(loss_of() < before);
  // Weights decay, biases do not: after steps that nothing else drives.
  bptt::Parameters q = p;
  q.V.zeros(), q.c.zeros(), q.b.fill(0.1);
  Batch none = b;
  none.y.zeros();
  Adam other;
  learn(q, other, Output::linear_squared_error, none, m, {0.01, 1, 0.1});
  CHECK(frobenius_norm(q.W) < frobenius_norm(p.W));
  CHECK(arma::abs(q.b - 0.1).max() == 0);
  const Batch some = chosen(b, {2, 4});
  CHECK(some.y(1) == b.y(4));
  CHECK(some.x(1)(0) == b.x(1)(2));
}

TEST_CASE("A digit by rows is its picture, row by row") {
  const Digits digits = read_digits();
  const Batch b = digits_by_rows(digits, 5, 9);
  REQUIRE(b.x.n() == 4);
  for (Index t = 1; t <= 8; ++t)
    CHECK(b.x(t)(3, 2) == digits.pixels(8 * t - 5, 7));
  CHECK(b.y(digits.labels(8), 3) == 1);
  CHECK(arma::accu(b.y) == 4);
}
