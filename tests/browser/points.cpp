// Prints, as one JSON document, what the figures that compute in the page must
// compute: functions of docs/live-math.js, arguments, and the values that the
// chapters' own code gives. With --wrong one factor is missing or misplaced in
// each: a comparison that does not object to all of these proves nothing.
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

#include "chapters/04-clipping/clipping.hpp"
#include "chapters/04-clipping/jacobians.hpp"
#include "chapters/04-clipping/one_unit.hpp"
#include "chapters/05-cost/checkpoints.hpp"
#include "chapters/05-cost/problem.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::clipping;
using Json = nlohmann::json;

namespace {

constexpr OneUnit problem;  // as published
constexpr Index points = 20;

Json list(const Vector& v) {
  return arma::conv_to<std::vector<double>>::from(v);
}
Json rows(const Matrix& m) {
  Json all = Json::array();
  for (Index i = 0; i < m.n_rows; ++i) all.push_back(list(m.row(i).t()));
  return all;
}
Json columns(const Matrix& m) {
  return rows(m.t());
}

struct Points {
  bool wrong;
  Json all = Json::array();

  void add(const char* function, const Json& arguments, const Json& value) {
    all.push_back(
        {{"function", function}, {"arguments", arguments}, {"value", value}});
  }

  // One or two tanh units, weights up to 3, inputs of either size.
  void jacobians(Random& random) {
    const Index units = 1 + random.below(2), tau = 5 + random.below(46);
    const Matrix W = random.uniform_matrix(units, units, -3, 3);
    const Matrix drive =
        random.normal_matrix(units, tau, random.uniform(0.0, 2.0));
    const Vector h0 = random.uniform_matrix(units, 1, -1, 1);
    const Vector none(units, arma::fill::zeros);
    const Parameters p{Matrix(units, units, arma::fill::eye), W,
                       Matrix(1, units, arma::fill::ones), none, Vector{0.0}};
    Sequence z = bptt::forward(Activation::tanh, p, drive, h0).z;
    if (wrong) z(tau / 2 + 1) *= 0.9;  // the slope of another state
    const Vector norms(jacobian_norms(Activation::tanh, W, z).back());
    add("logNorms", {rows(W), columns(drive), list(h0)},
        list(arma::log10(arma::reverse(norms))));
    const Index lag = random.below(tau + 1) + 1;
    const double gamma = wrong ? 0.25 : 1;  // the sigmoid's
    add("logBound", {rows(W), lag},
        std::log10(norm_bound(gamma, spectral_norm(W), lag)));
  }

  void turned(Random& random) {
    const double w = random.uniform(0.1, 3.0), angle = random.uniform(0, 6);
    const Matrix R{{std::cos(angle), -std::sin(angle)},
                   {std::sin(angle), std::cos(angle)}};
    add("rotation", {w, angle}, rows(wrong ? R : Matrix(w * R)));
  }

  void cliff(Random& random) {
    const double w = random.uniform(4.0, 5.5);
    const double edge = wall(problem, w);
    // On either side of the wall, not on it: there rounding grows.
    const double b =
        edge + random.uniform(0.02, 0.3) * (random.below(2) ? 1 : -1);
    add("wall", {w}, wrong ? edge - problem.start : edge);
    add("error", {w, b}, error(problem, w, b) * (wrong ? 0.5 : 1));
    Vector g = gradient(problem, w, b);
    if (wrong) g *= 0.5;  // the slope of half the square
    add("gradient", {w, b}, list(g));

    Vector long_one = random.normal_matrix(2, 1, 2);
    const double threshold = random.uniform(0.1, 3.0);
    const Json before = list(long_one);
    if (wrong)
      long_one *= threshold;
    else
      clip_by_norm({{"dE", long_one}}, threshold);
    add("clip", {before, threshold}, list(long_one));

    const double rate = random.uniform(0.01, 0.1);
    const Index steps = 10;
    for (const double limit : {0.0, threshold})
      add("descend", {w, b, rate, limit, steps},
          rows(
              descend(problem, {w, b}, wrong ? rate / 2 : rate, limit, steps)));
  }

  void slopes(Random& random) {
    const Matrix at{1.5};
    const auto f = []<class T>(const arma::Mat<T>& x) {
      const T s = std::sin(x(0)), c = std::cos(x(0));
      return std::exp(x(0)) / std::sqrt(s * s * s + c * c * c);
    };
    const double h = std::pow(10, random.uniform(-5, -1));
    const double with = wrong ? 2 * h : h;
    const auto real = [&](const Matrix& x) { return f(x); };
    const auto complex = [&](const ComplexMatrix& x) { return f(x); };
    add("slopes", {h},
        {forward_difference(real, at, with)(0),
         central_difference(real, at, with)(0),
         complex_step(complex, at, with)(0)});
  }

  void reaches(Random& random) {
    const Index tau = 1 + random.below(12);
    const double w = random.uniform(-2, 2), h0 = random.uniform(-1, 1);
    const Matrix drive = random.normal_matrix(1, tau);
    const Matrix y = random.normal_matrix(1, tau);
    const Parameters p{Matrix{1.0}, Matrix{w}, Matrix{1.0}, Vector{0.0},
                       Vector{0.0}};
    const bptt::States s =
        bptt::forward(Activation::tanh, p, drive, Matrix{h0});
    const Matrix own = s.o.columns() - y;
    const bptt::Gradient g = bptt::backward(Activation::tanh, p, drive, s, own);
    const Matrix dz = g.dz.columns().tail_cols(tau);  // of steps 2 to tau + 1
    add("reaches", {w, list(drive.t()), list(y.t()), h0},
        {list(own.t()), list((wrong ? dz : Matrix(w * dz)).t())});
  }

  void runs(Random& random) {
    const Index blocks = 1 + random.below(30), slots = 1 + random.below(8);
    const cost::Problem q(1, 1, 1, 1, blocks);
    cost::Checkpointed few(q.p, 1, blocks, 1, wrong ? slots + 1 : slots);
    cost::Gradient g;
    few(q.p, q.x, q.h0, q.loss(), g);
    add("runs", {blocks, slots}, few.order());
  }
};

}  // namespace

int main(int argc, char** argv) {
  Points points_of{argc > 1 && std::string_view(argv[1]) == "--wrong"};
  Random random(11);
  for (Index i = 0; i < points; ++i) {
    points_of.jacobians(random);
    points_of.turned(random);
    points_of.cliff(random);
    points_of.slopes(random);
    points_of.reaches(random);
    points_of.runs(random);
  }
  std::printf("%s\n", points_of.all.dump(1).c_str());
}
