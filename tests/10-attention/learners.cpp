// Networks that read symbols: their gradients, their training, their tasks.
#include "chapters/10-attention/learners.hpp"

#include "chapters/10-attention/tasks.hpp"
#include "tests/near.hpp"

using namespace unrolled;
using namespace unrolled::attention;

namespace {

constexpr Index letters = 4, named = 3;

std::unique_ptr<Learner> any_network(Random& random) {
  const int which = GENERATE(0, 1, 2);
  if (which == 0) return transformer(letters, named, {2, 4, 2, 3}, random);
  if (which == 1) return lstm_network(letters, named, 3, 1, random);
  return tanh_network(letters, named, 3, random);
}

Task random_task(Random& random, Index n, Index tau, Index asked) {
  Task task;
  for (Index t = 0; t < tau; ++t) {
    Symbols s(n), y(n);
    for (Index j = 0; j < n; ++j)
      s(j) = random.below(letters), y(j) = random.below(named);
    task.s.push_back(s);
    if (t >= tau - asked) task.y.push_back(y);
  }
  return task;
}

}  // namespace

TEST_CASE("A learner's slopes are those of differences, block by block",
          "[10.38][10.41]") {
  Random random(1060);
  const auto network = any_network(random);
  for (const auto& [name, values] : network->theta())
    values = random.normal_matrix(values.n_rows, values.n_cols, 0.7);
  const Task task = random_task(random, 2, 5, GENERATE(1u, 5u));
  // One step down its own slopes, and nothing but them: of a plain descent the
  // loss falls by the slopes' square.
  const auto loss = [&] { return arma::accu(losses(*network, task)); };
  const auto pass = [&] {
    return network->pass(task.s, task.y.size(), [&](Index first, Matrix& o) {
      double L = 0;
      const Index from = task.s.size() + 1 - task.y.size();
      for (Index i = 0; i < o.n_cols; ++i) {
        const Index t = first + i / 2;
        const Vector p = softmax(Matrix(o.col(i)));
        o.col(i) = p;
        if (t < from) {
          o.col(i).zeros();
          continue;
        }
        const Index k = task.y[t - from](i % 2);
        L -= std::log(p(k));
        o(k, i) -= 1;
      }
      return L;
    });
  };
  const double expected = loss();  // first: each pass leaves slopes of its own
  CHECK(pass() == Approx(expected).epsilon(1e-12));
  std::vector<Matrix> slopes;
  for (const ConstBlock& slope : network->slopes())
    slopes.push_back(slope.values);
  const Blocks theta = network->theta();
  REQUIRE(slopes.size() == theta.size());
  for (Index b = 0; b < theta.size(); ++b) {
    INFO(theta[b].name);
    Matrix& values = theta[b].values;
    REQUIRE(arma::size(slopes[b]) == arma::size(values));
    const Matrix kept = values,
                 along = random.normal_matrix(values.n_rows, values.n_cols);
    const auto at = [&](double h) {
      values = kept + h * along;
      return loss();
    };
    const double h = 1e-3;
    const double slope =
        (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    values = kept;
    CHECK(arma::dot(slopes[b], along) ==
          Approx(slope).epsilon(1e-6).margin(1e-8));
  }
  Index numbers = 0;
  for (const Matrix& m : slopes) numbers += m.n_elem;
  CHECK(network->size() == numbers);
}

TEST_CASE("Attention learns to recall, and is right where it says so") {
  Random random(1061);
  const auto network =
      transformer(Recall::symbols, Recall::classes, {1, 8, 1, 8}, random);
  const auto draw = [](Random& from, Index n) { return recall(from, n, 12); };
  const Vector found = train(*network, draw, {0.02, 1, 16, 150, 0.05}, random);
  CHECK(found.n_elem < 150);
  CHECK(found(0) > 1);
  CHECK(arma::mean(found.tail(10)) < 0.05);
  const Task fresh = recall(random, 100, 12);
  const Matrix L = losses(*network, fresh), is_right = right(*network, fresh);
  CHECK(arma::mean(L.row(0)) < 0.1);
  for (Index j = 0; j < 100; ++j)
    if (L(j) < std::log(2)) CHECK(is_right(j) == 1);
}

TEST_CASE("A causal model's windows foretell a text symbol by symbol") {
  Random random(1062);
  const auto network = transformer(letters, letters, {2, 4, 1, 4}, random);
  constexpr Index tau = 6, length = 40;
  Symbols text(length);
  for (Index& s : text) s = random.below(letters);
  const Vector p = probabilities(*network, text, tau);
  REQUIRE(p.n_elem == length - 1);
  for (Index t = 1; t < length; ++t) {
    // What window it was: the beginning, or one whose second half has t.
    const Index half = tau / 2;
    const Index start = t <= half ? 0 : (t - 1) / half * half - half;
    Task task;
    for (Index s = start; s < t; ++s) task.s.push_back({text(s)});
    task.y.push_back({text(t)});
    CHECK(p(t - 1) ==
          Approx(std::exp(-losses(*network, task)(0))).epsilon(1e-11));
  }
}

TEST_CASE("Windows of a text ask for what comes next") {
  Random random(1064);
  const Symbols text = arma::regspace<Symbols>(0, 9);
  const Draw draw = windows_of(text, 4);
  Symbols first(10, arma::fill::zeros);
  for (Index i = 0; i < 40; ++i) {
    const Task task = draw(random, 3);
    REQUIRE(task.s.size() == 4);
    first.elem(task.s[0]).ones();
    for (Index t = 0; t < 4; ++t) {
      CHECK(arma::all(task.s[t] == task.s[0] + t));
      CHECK(arma::all(task.y[t] == task.s[t] + 1));
    }
  }
  CHECK(arma::accu(first) == 6);  // from 0 to 5: the last target is 9
}

TEST_CASE("The tasks ask for what their sentences say") {
  Random random(1063);
  const Task asked = recall(random, 5, 3);
  REQUIRE(asked.s.size() == 5);
  REQUIRE(asked.y.size() == 1);
  CHECK(arma::all(asked.s[0] == asked.y[0]));
  CHECK(asked.s[0].max() < Recall::noise);
  for (const Index t : {1u, 2u, 3u}) {
    CHECK(asked.s[t].min() >= Recall::noise);
    CHECK(asked.s[t].max() < Recall::question);
  }
  CHECK(arma::all(asked.s[4] == Recall::question));
  const Task odd = parity(random, 4, 9);
  Symbols sum(4, arma::fill::zeros);
  for (Index t = 0; t < 9; ++t) {
    sum += odd.s[t];
    for (Index j = 0; j < 4; ++j) CHECK(odd.y[t](j) == sum(j) % 2);
  }
}
