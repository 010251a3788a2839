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

Runner runner_of(std::function<bptt::ParameterGradient()> gradient) {
  auto g = std::make_shared<bptt::ParameterGradient>();
  return {[=] { *g = gradient(); }, [=] { return gradient_of(g->blocks()); }};
}

Runner one_by_one(const Problem& q) {
  return runner_of([&q, p = parameters_of(q), y0 = start_of(q)] {
    return shapes::loss_and_gradient(kind, p, q.x, q.y, y0).by;
  });
}

// Some steps side by side, as one step of so many more sequences: the columns
// from .. to of all of them.
Sequence as_one_step(const Sequence& q, Index from, Index to) {
  const Index rows = q.rows();
  return Cube(q.slices().memptr() + rows * from, rows, to + 1 - from, 1);
}

// In blocks of about as many columns as chapter 5's.
Runner at_once(const Problem& q) {
  const Index n = q.x.n(), all = n * q.x.steps(), some = n * cost::block_of(n);
  Sequence fed_back(q.y.rows(), n, 1, q.y.steps());
  for (Index t = 2; t <= q.y.last(); ++t) fed_back(t) = q.y(t - 1);
  return runner_of([=, &q, p = parameters_of(q)] {
    bptt::ParameterGradient sum(p);
    for (Index from = 0; from < all; from += some) {
      const Index to = std::min(from + some, all) - 1;
      const shapes::JordanRun block = shapes::loss_and_gradient(
          kind, p, as_one_step(q.x, from, to), as_one_step(q.y, from, to),
          as_one_step(fed_back, from, to)(1));
      update(sum.blocks(), block.by.blocks(), -1);
    }
    return sum;
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
  return {{"Jordan", "steps at once, in blocks", "in blocks", at_once},
          {"Jordan", "one step after the other", "chapter 6", one_by_one},
          {"Jordan", "each step by itself", "threads", in_threads}};
}

}  // namespace unrolled::bench
