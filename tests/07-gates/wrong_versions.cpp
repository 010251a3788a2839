// Wrong backward passes, made from the chapter's list of mistakes: the check
// that passes the right ones refuses each. And a published answer that is one
// of them.
#include <07-gates/mistakes.hpp>

#include "tests/07-gates/support.hpp"

using namespace gates_test;

namespace {

// The largest error of a block.
double worst_of(const Named& got, const oracle::Gated& net) {
  double worst = 0;
  for (const auto& [name, values] : got)
    worst = std::max(worst, block_error(values, truth(net, name)));
  return worst;
}

// As many inputs and outputs as units, so that no shape gives one away.
constexpr Sizes square{3, 3, 3};

template <class Versions>
auto version(const Versions& all, const std::string& id) {
  for (const auto& it : all)
    if (it.id == id) return it.backward;
  throw std::logic_error("no mistake " + id);
}

// The course's run: its seed, its draws in their order. Its W is [Wh Wx].
struct Course {
  lstm::Parameters p;
  Sequence x{3, 10, 1, 7}, da{5, 10, 1, 4};
  Matrix a0;

  static Matrix randn(NumpyRandom& random, Index rows, Index cols) {
    Matrix m(rows, cols);
    for (Index i = 0; i < rows; ++i)
      for (Index j = 0; j < cols; ++j) m(i, j) = random.randn();
    return m;
  }
  static void fill(NumpyRandom& random, Sequence& q) {
    for (Index i = 0; i < q.rows(); ++i)
      for (Index j = 0; j < q.n(); ++j)
        for (Index t = 1; t <= q.last(); ++t) q(t)(i, j) = random.randn();
  }
  static Gate gate(NumpyRandom& random) {
    const Matrix W = randn(random, 5, 8);
    Gate g;
    g.W = W.head_cols(5);
    g.U = W.tail_cols(3);
    g.b = randn(random, 5, 1);
    return g;
  }

  Course() {
    NumpyRandom random(1);
    fill(random, x);
    a0 = randn(random, 5, 10);
    for (Gate* g : {&p.f, &p.i, &p.q, &p.a}) *g = gate(random);
    fill(random, da);
    p.V = Matrix(5, 5, arma::fill::eye);
    p.c.zeros(5);
  }
  // The loss reaches the first four steps, by h itself.
  lstm::Gradient by(decltype(&lstm::backward) backward) const {
    const Matrix C0(5, 10, arma::fill::zeros);
    Sequence dLdo(5, 10, 1, 7);
    for (Index t = 1; t <= 4; ++t) dLdo(t) = da(t);
    return backward(p, x, lstm::forward(p, x, a0, C0), dLdo);
  }
};

// What the course prints: an entry of each of these, as its page has it.
Vector printed_entries(const lstm::Gradient& g) {
  return {g.dx(1)(1, 2), g.dx(2)(1, 2), g.dx(3)(1, 2),
          g.dx(4)(1, 2), g.dh0(2, 3),   g.df.W(3, 1),
          g.di.W(1, 2),  g.da.W(3, 1),  g.dq.W(1, 2)};
}
const Vector printed{-0.00173313,    0.08287442,       -0.30545663,
                     -0.43281115,    -0.095911501954,  -0.0698198561274,
                     0.102371820249, -0.0624983794927, 0.0484389131444};

}  // namespace

TEST_CASE("Every wrong LSTM is refused by the same check",
          "[7.7][7.8][7.9][7.10][7.11][7.12][7.13][7.14][7.15][7.16]") {
  const auto& all = lstm::of_backward::wrong_versions();
  REQUIRE(all.size() >= 10);
  const Lstm c(any_output(), 3, 60, square);
  const oracle::Gated net = loops(c);
  for (const auto& it : all) {
    INFO(it.id);
    CHECK(worst_of(all_blocks(it.backward(c.p, c.x, c.states(), c.dLdo())),
                   net) > kFarOff);
  }
}

TEST_CASE("Every wrong GRU is refused by the same check",
          "[7.28][7.29][7.30][7.31][7.32][7.33][7.34][7.35][7.36]") {
  const auto& all = gru::of_backward::wrong_versions();
  REQUIRE(all.size() >= 10);
  const Reset reset = GENERATE(Reset::before, Reset::after);
  const Gru c(reset, any_output(), 3, 61, square);
  const oracle::Gated net = loops(c);
  for (const auto& it : all) {
    INFO(it.id);
    CHECK(worst_of(all_blocks(it.backward(c.p, c.x, c.states(), c.dLdo())),
                   net) > kFarOff);
  }
}

TEST_CASE("At one step nothing handed back is missed", "[7.7][7.8]") {
  const Lstm c(Output::linear_squared_error, 1, 62, square);
  const oracle::Gated net = loops(c);
  for (const std::string id :
       {"nothing-back", "no-memory-back", "no-state-back", "last-only"}) {
    INFO(id);
    const auto backward = version(lstm::of_backward::wrong_versions(), id);
    CHECK(worst_of(all_blocks(backward(c.p, c.x, c.states(), c.dLdo())), net) <
          kTolerance);
  }
}

TEST_CASE("A course's printed answer is that of a run that hands nothing back",
          "[7.7][7.8]") {
  const auto& wrong = lstm::of_backward::wrong_versions();
  const Course course;
  const auto off = [&](decltype(&lstm::backward) backward) {
    return arma::abs(printed_entries(course.by(backward)) - printed).max();
  };
  CHECK(off(version(wrong, "nothing-back")) < 6e-9);  // the digits printed
  CHECK(off(version(wrong, "no-memory-back")) > 0.01);
  CHECK(off(version(wrong, "no-state-back")) > 0.01);
  CHECK(off(&lstm::backward) > 0.01);
  // By the complex step it is wrong: one sequence of the ten, its own slope.
  oracle::Gated net{"lstm", "linear_squared_error", {}, {}, {}, {}, {}};
  for (const auto& [name, values] : course.p.blocks())
    if (std::string("UWV").find(name[0]) != std::string::npos)
      net.matrices[name] = oracle::loops(values);
    else
      net.vectors[name] = oracle::loops(Vector(values));
  net.vectors["h0"] = oracle::loops(Vector(course.a0.col(2)));
  net.x = oracle::steps(course.x.columns(2));
  // Half of |h - (h - da)|^2 has the slope da.
  const Matrix C0(5, 10, arma::fill::zeros);
  const lstm::States s = lstm::forward(course.p, course.x, course.a0, C0);
  for (Index t = 1; t <= 7; ++t) {
    Vector y = s.h(t).col(2);
    if (t <= 4) y -= course.da(t).col(2);
    net.y.push_back(oracle::loops(y));
  }
  const Matrix dx = truth(net, "dx");
  const lstm::Gradient right = course.by(&lstm::backward);
  for (Index t = 1; t <= 4; ++t)
    CHECK(right.dx(t)(1, 2) == Approx(dx(1, t - 1)).epsilon(1e-10));
  CHECK(std::abs(dx(1, 0) - printed(0)) > 0.001);
}
