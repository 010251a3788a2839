// The cells in blocks against those a step at a time, which the oracle judges.
#include "chapters/07-gates/in_blocks.hpp"

#include "chapters/03-any-length/lengths.hpp"
#include "tests/07-gates/support.hpp"

using namespace gates_test;

namespace {

// n sequences side by side, with a weight for each step of each.
struct Together {
  Output output;
  Sequence x, y, m;
  Matrix h0, C0;

  Together(Output pair, Index n, Index tau, Random& random)
      : output(pair),
        x(Cube(2, n, tau)),
        y(Cube(4, n, tau)),
        m(Cube(1, n, tau)),
        h0(random.normal_matrix(3, n, 0.5)),
        C0(random.normal_matrix(3, n)) {
    for (Index t = 1; t <= tau; ++t) {
      x(t) = random.normal_matrix(2, n);
      y(t) = random.uniform_matrix(4, n, 0.1, 0.9);
      y(t).each_row() /= arma::sum(y(t), 0);
      for (double& weight : m(t)) weight = 0.5 * double(random.below(3));
    }
  }

  // A block's share of the whole loss, as a pass asks for it.
  BlockLoss loss() const {
    return [this](Index first, Matrix& o) {
      const Index n = x.n(), steps = o.n_cols / n;
      const auto block = [&](const Sequence& q) {
        return Sequence(Cube(q.slices().slices(first - 1, first + steps - 2)));
      };
      const auto of = bptt::output_loss(
          {Activation::tanh, output},
          Sequence(Cube(o.memptr(), o.n_rows, n, steps)), block(y), block(m));
      o = Matrix(of.dLdo.slices().memptr(), o.n_rows, o.n_cols);
      return of.loss;
    };
  }
};

struct FastLstm : Together {
  lstm::Parameters p;

  FastLstm(Output pair, Index n, Index tau, Random random)
      : Together(pair, n, tau, random),
        p(filled(lstm::Parameters(2, 3, 4), random)) {}
  auto states() const { return lstm::forward(p, x, h0, C0); }
  auto a_matrix_per_step() const {
    return loss_and_gradient(output, p, x, y, states(), m);
  }
  double pass(lstm::InBlocks& form, lstm::InBlocks::Gradient& g,
              const Ends& ends = {}) const {
    return form(p, x, h0, C0, loss(), g, ends);
  }
};

struct FastGru : Together {
  gru::Parameters p;

  FastGru(Reset reset, Output pair, Index n, Index tau, Random random)
      : Together(pair, n, tau, random),
        p(filled(gru::Parameters(reset, 2, 3, 4), random)) {}
  auto states() const { return gru::forward(p, x, h0); }
  auto a_matrix_per_step() const {
    return loss_and_gradient(output, p, x, y, states(), m);
  }
  double pass(gru::InBlocks& form, gru::InBlocks::Gradient& g,
              const Ends& ends = {}) const {
    return form(p, x, h0, loss(), g, ends);
  }
};

Matrix all_of(const Sequence& q) {
  const Cube& all = q.slices();
  return Matrix(all.memptr(), all.n_rows, all.n_cols * all.n_slices);
}

// Against a cell whose scores are its states: what masked outputs hand back to
// them is worked out here.
template <class Slopes, class ParameterSlopes, class Case, class Form>
void check_mask(const Case& c, Form& form) {
  const Index n = c.x.n(), tau = c.x.last();
  Random random(72);
  Sequence mask(3, n, 1, tau), o(4, n, 1, tau), dLdh(3, n, 1, tau), dx;
  Case bare = c;
  bare.p.V.eye(3, 3), bare.p.c.zeros(3);
  const auto s = bare.states();
  for (Index t = 1; t <= tau; ++t) {
    for (double& kept : mask(t)) kept = 2.0 * double(random.below(2));
    o(t) = c.p.V * (mask(t) % s.h(t)) + arma::repmat(c.p.c, 1, n);
  }
  const auto of = bptt::output_loss({Activation::tanh, c.output}, o, c.y, c.m);
  Matrix dV(4, 3, arma::fill::zeros);
  for (Index t = 1; t <= tau; ++t) {
    dLdh(t) = mask(t) % (c.p.V.t() * of.dLdo(t));
    dV += of.dLdo(t) * (mask(t) % s.h(t)).t();
  }
  auto truth = backward(bare.p, c.x, s, dLdh);
  truth.dV = dV, truth.dc = arma::sum(all_of(of.dLdo), 1);
  Slopes g;
  CHECK(c.pass(form, g, {&dx, &mask}) == Approx(of.loss).epsilon(kTolerance));
  const ParameterSlopes& by = truth;
  check_blocks(g.blocks(), by.blocks());
  CHECK_THAT(g.dh0, Near(truth.dh0));
  CHECK_THAT(all_of(dx), Near(all_of(truth.dx)));
}

inline Reset any_reset() {
  return GENERATE(Reset::before, Reset::after);
}
const std::vector<std::pair<Index, Index>> shapes{{1, 1},  {1, 2},  {4, 3},
                                                  {5, 10}, {1, 50}, {9, 50}};

}  // namespace

TEST_CASE("In blocks the LSTM's gradient is that of a matrix per step",
          "[7.1][7.2][7.3][7.4][7.5][7.6][7.7][7.8][7.9][7.10][7.11][7.12]"
          "[7.13][7.14][7.15][7.16][7.17][7.18][7.19][7.20][7.43][7.44]") {
  const Output output = any_output();
  for (const auto& [n, tau] : shapes) {
    const FastLstm c(output, n, tau, Random(80 + n));
    const auto truth = c.a_matrix_per_step();
    for (const Index block : {Index{1}, Index{2}, Index{7}, Index{0}}) {
      INFO("n " << n << ", tau " << tau << ", blocks of " << block);
      lstm::InBlocks form(c.p, n, tau, block);
      lstm::InBlocks::Gradient g;
      Sequence dx;
      CHECK(c.pass(form, g, {&dx, nullptr}) ==
            Approx(truth.loss).epsilon(kTolerance));
      const lstm::ParameterGradient& by = truth.by;
      check_blocks(g.blocks(), by.blocks());
      CHECK_THAT(all_of(dx), Near(all_of(truth.by.dx)));
      CHECK_THAT(g.dh0, Near(truth.by.dh0));
      CHECK_THAT(g.dC0, Near(truth.by.dC0));
      for (const Index t : {Index{0}, tau}) {
        CHECK_THAT(form.h(t), Near(truth.s.h(t)));
        CHECK_THAT(form.C(t), Near(truth.s.C(t)));
      }
    }
  }
}

TEST_CASE("In blocks the GRU's gradient is that of a matrix per step",
          "[7.17][7.18][7.19][7.21][7.22][7.23][7.24][7.25][7.26][7.27][7.28]"
          "[7.29][7.30][7.31][7.32][7.33][7.34][7.35][7.36][7.37][7.38][7.39]"
          "[7.43][7.44]") {
  const Output output = any_output();
  const Reset reset = any_reset();
  for (const auto& [n, tau] : shapes) {
    const FastGru c(reset, output, n, tau, Random(90 + n));
    const auto truth = c.a_matrix_per_step();
    for (const Index block : {Index{1}, Index{2}, Index{7}, Index{0}}) {
      INFO("n " << n << ", tau " << tau << ", blocks of " << block);
      gru::InBlocks form(c.p, n, tau, block);
      gru::InBlocks::Gradient g;
      Sequence dx;
      CHECK(c.pass(form, g, {&dx, nullptr}) ==
            Approx(truth.loss).epsilon(kTolerance));
      const gru::ParameterGradient& by = truth.by;
      check_blocks(g.blocks(), by.blocks());
      CHECK_THAT(all_of(dx), Near(all_of(truth.by.dx)));
      CHECK_THAT(g.dh0, Near(truth.by.dh0));
      for (const Index t : {Index{0}, tau})
        CHECK_THAT(form.h(t), Near(truth.s.h(t)));
    }
  }
}

TEST_CASE("In blocks the outputs may read the states through a mask",
          "[7.14][7.20][7.36][7.38]") {
  const Output output = any_output();
  const Reset reset = any_reset();
  const Index n = GENERATE(1u, 4u), tau = 10;
  for (const Index block : {Index{1}, Index{7}, Index{0}}) {
    const FastLstm of_lstm(output, n, tau, Random(70 + n));
    lstm::InBlocks form(of_lstm.p, n, tau, block);
    check_mask<lstm::InBlocks::Gradient, lstm::ParameterGradient>(of_lstm,
                                                                  form);
    const FastGru of_gru(reset, output, n, tau, Random(71 + n));
    gru::InBlocks other(of_gru.p, n, tau, block);
    check_mask<gru::InBlocks::Gradient, gru::ParameterGradient>(of_gru, other);
  }
}

TEST_CASE("Saturated gates in blocks are those of a matrix per step",
          "[7.1][7.4][7.9]") {
  FastLstm c(Output::linear_squared_error, 3, 6, Random(7));
  c.p.f.b.fill(40), c.p.i.b.fill(-20), c.p.q.b.fill(-3), c.p.a.b.fill(3);
  const auto truth = c.a_matrix_per_step();
  lstm::InBlocks form(c.p, 3, 6);
  lstm::InBlocks::Gradient g;
  c.pass(form, g);
  check_blocks(g.blocks(),
               static_cast<const lstm::ParameterGradient&>(truth.by).blocks());
}

TEST_CASE("Two halves run apart hand on the state, and lose its slope",
          "[7.14][7.36]") {
  const FastLstm c(Output::linear_squared_error, 2, 10, Random(8));
  const auto truth = c.a_matrix_per_step();
  lstm::InBlocks half(c.p, 2, 5);
  lstm::InBlocks::Gradient g;
  Matrix dWa(3, 3, arma::fill::zeros), dV(4, 3, arma::fill::zeros), h = c.h0,
                                                                    C = c.C0;
  for (const Index first : {Index{1}, Index{6}}) {
    const BlockLoss all = c.loss();
    const auto from = [&](Index t, Matrix& o) { return all(first - 1 + t, o); };
    const Sequence x = Cube(c.x.slices().slices(first - 1, first + 3));
    half(c.p, x, h, C, from, g);
    h = half.h(5), C = half.C(5);
    dWa += g.da.W, dV += g.dV;
  }
  CHECK_THAT(h, Near(truth.s.h(10)));
  CHECK_THAT(dV, Near(truth.by.dV));
  CHECK(block_error(dWa, truth.by.da.W) > 1e-3);
}

TEST_CASE("A form in blocks used twice gives the same bits", "[7.43]") {
  const FastGru c(any_reset(), Output::softmax_cross_entropy, 3, 9, Random(9)),
      d(c.p.reset(), Output::softmax_cross_entropy, 3, 9, Random(10));
  gru::InBlocks form(c.p, 3, 9, 4);
  gru::InBlocks::Gradient first, other, again;
  c.pass(form, first);
  d.pass(form, other);
  c.pass(form, again);
  CHECK(worst_block(again.blocks(), first.blocks()).error == 0);
  CHECK(worst_block(other.blocks(), first.blocks()).error > 1e-3);
}

TEST_CASE("In blocks a cell names what is not as it was made for") {
  const auto lstm_says = [](const std::function<void(FastLstm&)>& spoil,
                            const Ends& ends = {}) {
    FastLstm c(Output::linear_squared_error, 2, 3, Random(11));
    lstm::InBlocks form(c.p, 2, 3);
    lstm::InBlocks::Gradient g;
    spoil(c);
    return refusal([&] { c.pass(form, g, ends); });
  };
  CHECK(lstm_says([](FastLstm&) {}) == "accepted");
  CHECK(lstm_says([](FastLstm& c) { c.p.i.W.set_size(3, 2); }) ==
        "Wi: expected 3 x 3, got 3 x 2");
  CHECK(lstm_says([](FastLstm& c) { c.p.V.set_size(5, 3); }) ==
        "V: expected 4 x 3, got 5 x 3");
  CHECK(lstm_says([](FastLstm& c) { c.p.c.set_size(3); }) ==
        "c: expected 4 x 1, got 3 x 1");
  CHECK(lstm_says([](FastLstm& c) { c.h0.set_size(3, 1); }) ==
        "h0: expected 3 x 2, got 3 x 1");
  CHECK(lstm_says([](FastLstm& c) { c.C0.set_size(2, 2); }) ==
        "C0: expected 3 x 2, got 2 x 2");
  CHECK(lstm_says([](FastLstm& c) { c.C0(2, 1) = not_a_number; }) ==
        "C0: expected finite numbers, got one that is not in row 3, column 2");
  CHECK(lstm_says([](FastLstm& c) { c.x = Sequence(2, 2, 1, 4); }) ==
        "x: expected 2 x 2 at times 1 .. 3, got 2 x 2 at times 1 .. 4");
  const Sequence narrow(2, 2, 1, 3);
  CHECK(lstm_says([](FastLstm&) {}, {nullptr, &narrow}) ==
        "mask: expected 3 x 2 at times 1 .. 3, got 2 x 2 at times 1 .. 3");

  FastGru c(Reset::after, Output::linear_squared_error, 2, 3, Random(12));
  gru::InBlocks form(c.p, 2, 3);
  gru::InBlocks::Gradient g;
  c.p.a.U.set_size(3, 4);
  CHECK(refusal([&] { c.pass(form, g); }) == "Ua: expected 3 x 2, got 3 x 4");
  c.p = gru::Parameters(Reset::before, 2, 3, 4);
  CHECK(refusal([&] { c.pass(form, g); }) == "ca: expected 3 x 1, got 0 x 1");
}
