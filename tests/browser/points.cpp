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
};

}  // namespace

int main(int argc, char** argv) {
  Points points_of{argc > 1 && std::string_view(argv[1]) == "--wrong"};
  Random random(11);
  for (Index i = 0; i < points; ++i) {
    points_of.jacobians(random);
    points_of.turned(random);
    points_of.cliff(random);
  }
  std::printf("%s\n", points_of.all.dump(1).c_str());
}
