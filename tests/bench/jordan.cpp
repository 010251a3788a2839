// Chapter 6's Jordan network under teacher forcing: one step after the other,
// and all of them at once, which wait for nothing.
#include "chapters/06-shapes/jordan.hpp"

#include <numeric>
#include <thread>

#include "common/random.hpp"
#include "tests/bench/bench.hpp"

namespace unrolled::bench {
namespace {

using cost::Problem;

constexpr shapes::Jordan kind{{Activation::tanh, Output::linear_squared_error},
                              shapes::Feedback::teacher};

bptt::Parameters parameters_of(const Problem& q) {
  const Index H = q.h0.n_rows, K = q.y.rows();
  bptt::Parameters p = q.p;
  p.W = Random(2).normal_matrix(H, K, 0.9 / std::sqrt(static_cast<double>(K)));
  return p;
}
Matrix start_of(const Problem& q) {
  return Matrix(q.y.rows(), q.y.n(), arma::fill::zeros);
}

// The columns of all steps side by side, as those of one.
Sequence as_one_step(const Sequence& q) {
  const Cube& all = q.slices();
  return Cube(all.memptr(), all.n_rows, all.n_cols * all.n_slices, 1);
}

Runner runner_of(std::function<bptt::ParameterGradient()> gradient) {
  auto g = std::make_shared<bptt::ParameterGradient>();
  return {[=] { *g = gradient(); }, [=] { return gradient_of(g->blocks()); }};
}

Runner one_by_one(const Problem& q) {
  return runner_of([&q, p = parameters_of(q), y0 = start_of(q)] {
    return shapes::loss_and_gradient(kind, p, q.x, q.y, y0).by;
  });
}

Runner at_once(const Problem& q) {
  const Sequence x = as_one_step(q.x), y = as_one_step(q.y);
  Matrix before = arma::join_rows(start_of(q), y(1));
  before.resize(y.rows(), y.n());  // what comes back at each step
  return runner_of([p = parameters_of(q), x, y, before] {
    return shapes::loss_and_gradient(kind, p, x, y, before).by;
  });
}

Runner in_threads(const Problem& q) {
  std::vector<Index> order(q.x.steps());
  std::iota(order.begin(), order.end(), Index{1});
  const Index threads = std::max(1u, std::thread::hardware_concurrency());
  return runner_of(
      [&q, p = parameters_of(q), y0 = start_of(q), order, threads] {
        return shapes::step_by_step(kind.net, p, q.x, q.y, y0, order, threads);
      });
}

}  // namespace

std::vector<Contender> jordan_contenders() {
  return {{"Jordan", "all steps at once", "in blocks", at_once},
          {"Jordan", "one step after the other", "chapter 6", one_by_one},
          {"Jordan", "each step by itself", "threads", in_threads}};
}

}  // namespace unrolled::bench
