// Wrong backward passes, made from the chapter's list of mistakes: the check
// that passes the right ones refuses each. And a published answer that is one
// of them.
#include <07-gates/mistakes.hpp>

#include "chapters/07-gates/course.hpp"
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
  const CourseRun course;
  const auto off = [&](decltype(&lstm::backward) backward) {
    // In units of the last digit that is printed of each number.
    const Vector unit{1e-8,  1e-8,  1e-8,  1e-8, 1e-12,
                      1e-13, 1e-12, 1e-13, 1e-13};
    const Vector all =
        arma::abs(course_answer(course.by(backward)) - course_answer());
    return Vector(all / unit).max();
  };
  CHECK(off(version(wrong, "nothing-back")) < 0.51);  // every digit
  CHECK(off(version(wrong, "no-memory-back")) > 1e5);
  CHECK(off(version(wrong, "no-state-back")) > 1e5);
  CHECK(off(&lstm::backward) > 1e5);
  // By the complex step it is wrong: one sequence of the ten, its own slope.
  oracle::Gated net{"lstm", "linear_squared_error", {}, {}, {}, {}, {}};
  take(net, course.p.blocks());
  net.vectors["h0"] = oracle::loops(Vector(course.h0.col(2)));
  net.x = oracle::steps(course.x.columns(2));
  // Half of |h - (h - da)|^2 has the slope da.
  const Matrix C0(5, 10, arma::fill::zeros);
  const lstm::States s = lstm::forward(course.p, course.x, course.h0, C0);
  for (Index t = 1; t <= 7; ++t) {
    Vector y = s.h(t).col(2);
    if (t <= 4) y -= course.dLdo(t).col(2);
    net.y.push_back(oracle::loops(y));
  }
  const Matrix dx = truth(net, "dx");
  const lstm::Gradient right = course.by(&lstm::backward);
  for (Index t = 1; t <= 4; ++t)
    CHECK(right.dx(t)(1, 2) == Approx(dx(1, t - 1)).epsilon(1e-10));
  CHECK(std::abs(dx(1, 0) - course_answer()(0)) > 0.001);
}
