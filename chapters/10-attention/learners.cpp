#include "chapters/10-attention/learners.hpp"

#include "chapters/04-clipping/clipping.hpp"
#include "chapters/07-gates/in_blocks.hpp"
#include "chapters/07-gates/tasks.hpp"
#include "chapters/10-attention/sinusoids.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"
#include "common/noted.hpp"

namespace unrolled::attention {
namespace {

// The symbols as columns that are 1 in one place.
Sequence one_hot(const Window& s, Index A) {
  return language::embed(Matrix(A, A, arma::fill::eye), s);
}

class Tanh : public Learner {
 public:
  Tanh(Index A, Index K, Index H, Random& random)
      : p_{Matrix(H, A), Matrix(H, H), Matrix(K, H),
           Vector(H, arma::fill::zeros), Vector(K, arma::fill::zeros)} {
    gates::draw_weights(p_.blocks(), 1, random);
  }
  Blocks theta() override { return p_.blocks(); }
  ConstBlocks slopes() override {
    return static_cast<bptt::ParameterGradient&>(g_).blocks();
  }
  double pass(const Window& s, Index, const BlockLoss& loss) override {
    const Sequence x = one_hot(s, p_.U.n_cols);
    const Matrix h0(p_.W.n_rows, x.n(), arma::fill::zeros);
    return cost::InBlocks(p_, x.n(), x.steps())(p_, x, h0, loss, g_);
  }

 private:
  bptt::Parameters p_;
  cost::Gradient g_;
};

class Lstm : public Learner {
 public:
  Lstm(Index A, Index K, Index H, double keep, Random& random) : p_(A, H, K) {
    gates::draw_weights(p_.blocks(), 1, random);
    p_.f.b.fill(keep);
    p_.i.b.fill(-keep);
  }
  Blocks theta() override { return p_.blocks(); }
  ConstBlocks slopes() override { return g_.blocks(); }
  double pass(const Window& s, Index, const BlockLoss& loss) override {
    const Sequence x = one_hot(s, p_.f.U.n_cols);
    const Matrix first(p_.V.n_cols, x.n(), arma::fill::zeros);
    return gates::lstm::InBlocks(p_, x.n(), x.steps())(p_, x, first, first,
                                                       loss, g_);
  }

 private:
  gates::lstm::Parameters p_;
  gates::lstm::InBlocks::Gradient g_;
};

// [model]
struct Model {
  Matrix E;  // M x A
  std::vector<Layer> layers;
  Norm last;
  Matrix V;  // K x M
  Vector c;

  Blocks blocks() {
    Blocks all{{"E", E}};
    for (std::size_t i = 0; i < layers.size(); ++i)
      for (const Block& block : layers[i].blocks(std::to_string(i + 1)))
        all.push_back(block);
    for (const Block& block :
         Blocks{{"g", last.g}, {"b", last.b}, {"V", V}, {"c", c}})
      all.push_back(block);
    return all;
  }
};

class Transformer : public Learner {
 public:
  Transformer(Index A, Index K, const Sizes& sizes, Random& random)
      : mask_(sizes.mask) {
    const Index M = sizes.width;
    p_.E = random.normal_matrix(M, A);
    for (Index i = 0; i < sizes.layers; ++i)
      p_.layers.emplace_back(M, sizes.heads, sizes.inner, random);
    p_.last = p_.layers.at(0).first;
    p_.V = xavier(random, K, M);
    p_.c.zeros(K);
    g_ = p_;
  }
  Blocks theta() override { return p_.blocks(); }
  ConstBlocks slopes() override { return g_.blocks(); }

  double pass(const Window& s, Index asked, const BlockLoss& loss) override {
    const Index n = s.at(0).n_elem, tau = s.size(), M = p_.E.n_rows;
    const View view{mask_, n};
    set_zero(g_.blocks());

    const Sequence places = positions(M, tau);
    Sequence x = language::embed(p_.E, s);
    for (Index t = 1; t <= tau; ++t) x(t).each_col() += places(t).col(0);
    const Matrix first(x.slices().memptr(), M, n * tau);
    std::vector<LayerStates> states;
    for (const Layer& layer : p_.layers) {
      const bool top = &layer == &p_.layers.back();
      const Matrix& z = states.empty() ? first : states.back().z;
      states.push_back(forward(layer, view, z, n * (top ? asked : tau)));
    }
    const Normed end = norm(p_.last, states.back().z);
    Matrix o = p_.V * end.y;
    o.each_col() += p_.c;

    const double L = loss(tau + 1 - asked, o);  // from here on o is dL/do
    g_.c = arma::sum(o, 1);
    g_.V = o * end.y.t();
    Matrix back = norm_backward(p_.last, end, p_.V.t() * o, g_.last);
    for (Index i = states.size(); i-- > 0;)
      back = backward(p_.layers[i], view, states[i], back, g_.layers[i]);
    g_.E = language::embed_backward(p_.E, s, Cube(back.memptr(), M, n, tau));
    return L;
  }

 private:
  Mask mask_;
  Model p_, g_;
};
// [model]

// The first of the steps at which something is to be said.
Index first_asked(const Task& task) {
  return task.s.size() + 1 - task.y.size();
}

// Calls say(step of y, sequence, column of its scores) where that is asked.
template <class Say>
void for_each_asked(const Task& task, Index first, Matrix& o, Say say) {
  const Index n = task.s.at(0).n_elem, from = first_asked(task);
  for (Index i = 0; i < o.n_cols; ++i)
    if (first + i / n >= from) say(first + i / n - from, i % n, i);
}

// The scores leave as dL/do.
double judge(const Task& task, Index first, Matrix& o) {
  double L = 0;
  Matrix slope(arma::size(o), arma::fill::zeros);
  for_each_asked(task, first, o, [&](Index t, Index j, Index i) {
    const Vector log_p = log_softmax(Matrix(o.col(i)));
    const Index k = task.y[t](j);
    slope.col(i) = arma::exp(log_p);
    slope(k, i) -= 1;
    L -= log_p(k);
  });
  o = slope;
  return L;
}

// Reads without learning: what `number` makes of the scores and the class.
Matrix read(Learner& network, const Task& task,
            double (*number)(const Vector& o, Index k)) {
  Matrix found(task.y.size(), task.s.at(0).n_elem);
  note_judged(static_cast<double>(found.n_elem));
  network.pass(task.s, task.y.size(), [&](Index first, Matrix& o) {
    for_each_asked(task, first, o, [&](Index t, Index j, Index i) {
      found(t, j) = number(o.col(i), task.y[t](j));
    });
    o.zeros();
    return 0.0;
  });
  return found;
}

}  // namespace

Index Learner::size() {
  Index numbers = 0;
  for (const Block& block : theta()) numbers += block.values.n_elem;
  return numbers;
}

std::unique_ptr<Learner> tanh_network(Index A, Index K, Index H,
                                      Random& random) {
  return std::make_unique<Tanh>(A, K, H, random);
}
std::unique_ptr<Learner> lstm_network(Index A, Index K, Index H, double keep,
                                      Random& random) {
  return std::make_unique<Lstm>(A, K, H, keep, random);
}
std::unique_ptr<Learner> transformer(Index A, Index K, const Sizes& sizes,
                                     Random& random) {
  return std::make_unique<Transformer>(A, K, sizes, random);
}

Vector train(Learner& network, const Draw& draw, const Training& how,
             Random& random) {
  std::vector<double> losses;
  Adam adam;
  note_judged(how.enough);
  Progress progress("training", how.updates);
  for (Index i = 0; i < how.updates; ++i, progress.tick()) {
    const Task task = draw(random, how.batch);
    const double said = static_cast<double>(task.y.size() * how.batch);
    const double L = network.pass(
        task.s, task.y.size(),
        [&](Index first, Matrix& o) { return judge(task, first, o); });
    losses.push_back(L / said);
    std::vector<Matrix> means;
    for (const ConstBlock& slope : network.slopes())
      means.push_back(slope.values / said);
    Blocks slopes;
    for (Matrix& mean : means) slopes.push_back({"slope", mean});
    clipping::clip_by_norm(slopes, how.threshold);
    const double left = static_cast<double>(how.updates - i);
    adam.step(network.theta(), slopes,
              how.rate * left / static_cast<double>(how.updates));
    const Index last = std::min<Index>(losses.size(), 10);
    if (last == 10 && arma::mean(Vector(losses).tail(last)) < how.enough) break;
  }
  return losses;
}

Matrix losses(Learner& network, const Task& task) {
  return read(network, task, [](const Vector& o, Index k) {
    return -log_softmax(Matrix(o))(k);
  });
}

Matrix right(Learner& network, const Task& task) {
  return read(network, task, [](const Vector& o, Index k) {
    return o.index_max() == k ? 1.0 : 0.0;
  });
}

Draw windows_of(const Symbols& text, Index tau) {
  return [&text, tau](Random& random, Index n) {
    Symbols at(n);
    for (Index& one : at) one = random.below(text.n_elem - tau);
    Task task;
    for (Index t = 0; t < tau; ++t) {
      task.s.push_back(text.elem(at + t));
      task.y.push_back(text.elem(at + t + 1));
    }
    return task;
  };
}

Vector probabilities(Learner& network, const Symbols& text, Index tau) {
  constexpr Index at_once = 32;
  const Index half = tau / 2;
  Vector p(text.n_elem - 1);
  // The beginning at one go; then windows whose second half is judged.
  const auto judge_windows = [&](Index at, Index n, Index steps, Index asked) {
    const Symbols from = at + half * arma::regspace<Symbols>(0, n - 1);
    Task task;
    for (Index t = 0; t < steps; ++t) {
      task.s.push_back(text.elem(from + t));
      if (t >= steps - asked) task.y.push_back(text.elem(from + t + 1));
    }
    const Matrix L = losses(network, task);
    for (Index j = 0; j < n; ++j)
      for (Index t = 0; t < asked; ++t)
        p(at + j * half + steps - asked + t) = std::exp(-L(t, j));
  };
  const Index begun = std::min(half, p.n_elem);
  judge_windows(0, 1, begun, begun);
  Index done = begun;
  while (done + half <= p.n_elem) {
    const Index n = std::min(at_once, (p.n_elem - done) / half);
    judge_windows(done - half, n, 2 * half, half);
    done += n * half;
  }
  if (done < p.n_elem)
    judge_windows(done - half, 1, half + p.n_elem - done, p.n_elem - done);
  return p;
}

}  // namespace unrolled::attention
