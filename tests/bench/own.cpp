// The book's own forms, and the floor: the same matrix products alone.
#include <fmt/format.h>

#include <cmath>

#include "tests/bench/bench.hpp"

namespace unrolled::bench {
namespace {

using cost::Problem;
using cost::Steps;

template <class Form>
Runner pass_of(const Problem& q, std::shared_ptr<Form> form) {
  auto g = std::make_shared<cost::Gradient>();
  return {[=, &q] { (*form)(q.p, q.x, q.h0, q.loss(), *g); },
          [=] { return gradient_of(g->blocks()); }, form->stored()};
}

Runner by_chapter_3(const Problem& q) {
  auto g = std::make_shared<cost::Gradient>();
  return {[=, &q] { *g = q.a_matrix_per_step(); },
          [=] { return gradient_of(g->blocks()); }};
}

Runner few_states(const Problem& q, Index block, Index slots) {
  auto form = std::make_shared<cost::Checkpointed>(q.p, q.x.n(), q.x.steps(),
                                                   block, slots);
  Runner runner = pass_of(q, form);
  runner.blocks = [form] { return form->forward_blocks(); };
  runner.expected_blocks =
      cost::optimal_cost(form->blocks(), std::min(slots, form->blocks()));
  return runner;
}

// A slot for every block of sqrt(tau) steps.
Runner every_root(const Problem& q) {
  const double tau = static_cast<double>(q.x.steps());
  const auto root = static_cast<Index>(std::ceil(std::sqrt(tau)));
  return few_states(q, root, root);
}

// Half as long blocks, ten slots: less again, and more run again.
Runner ten_slots(const Problem& q) {
  const double tau = static_cast<double>(q.x.steps());
  return few_states(q, static_cast<Index>(std::ceil(std::sqrt(tau) / 2)), 10);
}

// The products of a form in blocks, with its shapes, and nothing else. Without
// gates z and h are one, and so are dL/dz and delta.
class Products {
 public:
  Products(const Problem& q, const Matrix& U, const Matrix& W, Index block)
      : U_(U),
        W_(W),
        V_(q.p.V),
        x_(Steps::of(q.x)),
        n_(q.x.n()),
        tau_(q.x.steps()),
        block_(std::clamp<Index>(block, 1, tau_)),
        z_(W.n_rows, n_ * (tau_ + 1), arma::fill::ones),
        h_(W.n_cols, gated() ? n_ * (tau_ + 1) : 0, arma::fill::ones),
        w_(V_, n_ * block_),
        dU_(arma::size(U)),
        dW_(arma::size(W)),
        dV_(arma::size(V_)) {}

  void operator()() {
    cost::there_and_back(
        tau_, block_, [this](Index first, Index last) { forward(first, last); },
        [this](Index first, Index last) { return backward(first, last); });
  }

 private:
  bool gated() const { return W_.n_rows > W_.n_cols; }
  Steps z() { return {z_.memptr(), z_.n_rows, n_, 0, tau_}; }
  Steps h() {
    return {gated() ? h_.memptr() : z_.memptr(), W_.n_cols, n_, 0, tau_};
  }

  void forward(Index first, Index last) {
    Matrix Z = z()(first, last);
    Z = U_ * x_(first, last);
    for (Index t = first; t <= last; ++t) z()(t) += W_ * h()(t - 1);
  }

  double backward(Index first, Index last) {
    Steps delta(w_.Z.memptr(), w_.Z.n_rows, n_, first, last);
    Steps dz = gated() ? z() : delta;
    const Matrix H = h()(first, last), G = h()(first - 1, last - 1);
    Matrix E(w_.E.memptr(), w_.E.n_rows, H.n_cols, false, true);
    Matrix D = delta(first, last);
    E = V_ * H;
    dV_ += E * H.t();
    D = V_.t() * E;
    for (Index t = last; t > first; --t) delta(t - 1) += W_.t() * dz(t);
    dh0_ = W_.t() * dz(first);
    dW_ += dz(first, last) * G.t();
    dU_ += dz(first, last) * x_(first, last).t();
    return 0;
  }

  const Matrix U_, W_, V_;
  const Steps x_;
  Index n_, tau_, block_;
  Matrix z_, h_;
  cost::Workspace w_;
  Matrix dU_, dW_, dV_, dh0_;
};

}  // namespace

Runner products(const Problem& q, const Matrix& U, const Matrix& W,
                Index block) {
  auto all = std::make_shared<Products>(q, U, W, block);
  return {[all] { (*all)(); }, {}};
}

Runner in_blocks(const Problem& q) {
  return pass_of(q,
                 std::make_shared<cost::InBlocks>(q.p, q.x.n(), q.x.steps()));
}

std::string name_of(const Shape& s) {
  return fmt::format("{},{},{},{},{}", s.inputs, s.hidden, s.outputs, s.batch,
                     s.tau);
}

cost::Problem problem_of(const Shape& s) {
  return {s.inputs, s.hidden, s.outputs, s.batch, s.tau};
}

std::vector<Contender> own_contenders() {
  const auto floor = [](const Problem& q, Index block) {
    return products(q, q.p.U, q.p.W, block);
  };
  return {
      {"tanh", "in blocks", "in blocks", in_blocks},
      {"tanh", "products alone, whole", "floor",
       [=](const Problem& q) { return floor(q, q.x.steps()); }},
      {"tanh", "products alone, in blocks", "floor",
       [=](const Problem& q) { return floor(q, cost::block_of(q.x.n())); }},
      {"tanh", "chapter 3", "chapter 3", by_chapter_3},
      {"tanh", "checkpoints, every root", "every root", every_root},
      {"tanh", "checkpoints, ten slots", "ten slots", ten_slots},
  };
}

Contender wrong_contender() {
  return {"tanh", "wrong on purpose", "wrong", [](const Problem& q) {
            Runner wrong = in_blocks(q);
            const auto right = wrong.gradient;
            wrong.gradient = [right, &q] {
              Gradient g = right();
              Matrix &dW = g.at(1), &dh0 = g.at(5);
              dW -= dh0 * q.h0.t();  // as if h(0) reached no further
              return g;
            };
            return wrong;
          }};
}

}  // namespace unrolled::bench
