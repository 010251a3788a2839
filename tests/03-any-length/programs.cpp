// The programs' parts: the published addition run, Elman's task, forecasts.
#include <array>

#include "chapters/03-any-length/addition.hpp"
#include "chapters/03-any-length/forecast.hpp"
#include "chapters/03-any-length/xor.hpp"
#include "tests/03-any-length/support.hpp"
#include "tests/notes.hpp"

using namespace any_length_test;

namespace {

// As NumPy prints: this many digits, the last one rounded.
bool printed(double ours, double theirs, double unit) {
  return std::abs(ours - theirs) <= 0.5 * unit * (1 + 1e-6);
}

std::filesystem::path write_series(const std::string& name,
                                   const std::string& text) {
  const std::filesystem::path file =
      std::filesystem::path(UNROLLED_BUILD) / "any-length-tests" / name;
  write_file(file, text);
  return file;
}

}  // namespace

TEST_CASE("The published addition run comes out to every printed digit",
          "[3.44][3.14]") {
  Adder adder(0, 16);
  for (Index i = 0; i <= 9000; ++i) {
    const Addition it = adder.learn(0.1);
    if (i % 1000 != 0) continue;
    const Printed& there = published[i / 1000];
    CAPTURE(i);
    CHECK(it.a == there.a);
    CHECK(it.b == there.b);
    CHECK(it.said == there.said);
    CHECK(printed(it.error, std::stod(there.error), 1e-8));
  }
  // The first rows of the published synapse_h, which is W transposed.
  const Matrix synapse = adder.p.W.t();
  const std::array<double, 8> values{
      2.74598739e-02,  -1.57180653,    1.57329084e-02, 1.28861706e-01,
      -6.72294993e-01, 2.14042537e-01, 7.68747181e-01, -8.48236376e-01};
  const std::array<double, 8> units{1e-10, 1e-8, 1e-10, 1e-9,
                                    1e-9,  1e-9, 1e-9,  1e-9};
  for (Index j = 0; j < 8; ++j) {
    CAPTURE(j);
    CHECK(printed(synapse(j / 4, j % 4), values[j], units[j]));
  }
  CHECK(arma::abs(adder.p.b).max() == 0);  // no biases
}

TEST_CASE("What one and two bits tell of Elman's stream, by enumeration",
          "[A1]") {
  // Four triples, all equally likely, followed by any of two first bits; the
  // best guess of a bit is its mean over all places with the same window.
  for (const Index window : {1u, 2u}) {
    std::array<double, 4> ones{}, count{};
    std::array<std::array<double, 4>, 3> seen{}, hits{};
    for (Index two = 0; two < 64; ++two) {  // two triples and a first bit
      const Index bit[] = {
          two & 1,      two >> 1 & 1, (two ^ two >> 1) & 1,
          two >> 2 & 1, two >> 3 & 1, (two >> 2 ^ two >> 3) & 1,
          two >> 4 & 1};
      for (Index t = 3; t < 6; ++t) {  // places 0, 1, 2 of the second triple
        Index key = bit[t - 1];
        if (window == 2) key += 2 * bit[t - 2];
        ones[key] += static_cast<double>(bit[t]);
        count[key] += 1;
        hits[t - 3][key] += static_cast<double>(bit[t]);
        seen[t - 3][key] += 1;
      }
    }
    Vector error(3, arma::fill::zeros);
    for (Index place = 0; place < 3; ++place)
      for (Index key = 0; key < 4; ++key)
        if (count[key] > 0) {
          const double guess = ones[key] / count[key];
          error(place) +=
              (hits[place][key] * (1 - guess) * (1 - guess) +
               (seen[place][key] - hits[place][key]) * guess * guess) /
              64;
        }
    const Vector derived = window == 1 ? Vector{0.25, 0.25, 0.25}
                                       : Vector{5.0 / 18, 5.0 / 18, 1.0 / 9};
    CAPTURE(window);
    CHECK(block_error(error, derived) < 1e-12);
  }
}

TEST_CASE("A stream's third bits are the exclusive or of the two before",
          "[A1]") {
  Random random(70);
  const Matrix bits = xor_stream(random, 50);
  REQUIRE(bits.n_elem == 150);
  double ones = 0;
  for (Index i = 0; i < 150; i += 3) {
    CHECK(bits(i + 2) == (bits(i) != bits(i + 1) ? 1 : 0));
    ones += bits(i) + bits(i + 1);
  }
  CHECK((ones > 30 && ones < 70));
  // One half everywhere costs a quarter at every place.
  const Matrix half(1, 149, arma::fill::value(0.5));
  CHECK(block_error(error_by_place(bits, half), Vector{0.25, 0.25, 0.25}) == 0);
}

TEST_CASE(
    "The same present input: a feed-forward network must answer alike, a "
    "recurrent one need not",
    "[A1][A2][A14]") {
  const Matrix zero_then_one{{0, 1}}, one_then_one{{1, 1}};
  const auto static_net = backprop::start(1, 4, 2, 71);
  CHECK(window_says(static_net, Matrix{{0, 1, 0}}, 1)(1) ==
        window_says(static_net, Matrix{{1, 1, 0}}, 1)(1));
  const Case c = random_case({Activation::tanh, Output::linear_squared_error},
                             2, 72, 1, 4, 1);
  const auto last = [&c](const Parameters& p, const Matrix& x) {
    return forward(c.net.hidden, p, x, c.h0).o(2)(0);
  };
  CHECK(std::abs(last(c.p, zero_then_one) - last(c.p, one_then_one)) > kFarOff);
  // Without W it has no memory either.
  Parameters p = c.p;
  p.W.zeros();
  CHECK(last(p, zero_then_one) == last(p, one_then_one));
}

TEST_CASE(
    "A recurrent network finds the third bit, a network with one bit "
    "does not",
    "[A1]") {
  Random random(1);
  const Matrix bits = xor_stream(random, 1000),
               fresh = xor_stream(random, 3000);
  const Vector recurrent = error_by_place(
      fresh, recurrent_says(train_on_stream(random, bits, {}), fresh));
  CHECK(recurrent(2) < 0.05);
  CHECK((recurrent(0) > 0.2 && recurrent(1) > 0.2));
  const Vector one = error_by_place(
      fresh, window_says(train_on_window(bits, 1, 8, 1), fresh, 1));
  CHECK(one.min() > 0.24);
  const Vector two = error_by_place(
      fresh, window_says(train_on_window(bits, 2, 8, 1), fresh, 2));
  CHECK(two(2) < 0.15);
  notes::holds("A1",
               notes::Less{{"error at the third bit, recurrent:", recurrent(2)},
                           {"feed-forward, of one bit:", one(2)}});
}

TEST_CASE("An autoregression finds the weights that made the series",
          "[3.45]") {
  Matrix series(1, 60);
  series(0) = 1;
  series(1) = 2;
  for (Index t = 2; t < 60; ++t)
    series(t) = 0.5 + 1.2 * series(t - 1) - 0.7 * series(t - 2);
  const Matrix said = autoregression(series, 30, 2);
  CHECK(arma::abs(said.tail_cols(58) - series.tail_cols(58)).max() < 1e-10);
  CHECK(arma::abs(said.head_cols(2)).max() == 0);
  // Fitted to the first part alone: what comes later does not change it.
  Matrix changed = series;
  changed.tail_cols(20) *= 3;
  const Matrix same = autoregression(changed, 30, 2);
  CHECK_THAT(Matrix(same.head_cols(40)), Near(said.head_cols(40)));
}

TEST_CASE(
    "Persistence says the last value, and errors are in units of the "
    "variance",
    "[3.46]") {
  const Matrix series{{1, 3, 2, 6}};
  CHECK_THAT(persistence(series), Near(Matrix{{0, 1, 3, 2}}, 0));
  // (1^2 + 4^2) / 2 over the last two, divided by 5.
  CHECK(relative_error(series, persistence(series), 2, 3, 5) == 17.0 / 10);
}

TEST_CASE("A free run feeds on its own outputs", "[3.47]") {
  // h(t) = x(t) / 2 + h(t-1) / 4, o = h: by hand from x = 4, h(0) = 0.
  // o = 2; then x = 2: h = 1 + 0.5 = 1.5; then x = 1.5: h = 0.75 + 0.375.
  // tanh is nearly the identity for small numbers: scale by 1e-6.
  const double small = 1e-6;
  const Parameters p{Matrix{0.5}, Matrix{0.25}, Matrix{1.0}, {0.0}, {0.0}};
  const Matrix said = free_run(p, Matrix{4 * small}, 3);
  CHECK(said(0) / small == Approx(2).epsilon(1e-9));
  CHECK(said(1) / small == Approx(1.5).epsilon(1e-9));
  CHECK(said(2) / small == Approx(1.125).epsilon(1e-9));
}

TEST_CASE("A forecaster learns a sine one step ahead") {
  Matrix series(1, 120);
  for (Index t = 0; t < 120; ++t)
    series(t) = std::sqrt(2.0) * std::sin(0.6 * static_cast<double>(t));
  ForecastSettings set;
  set.hidden = 6;
  set.steps = 300;
  const Parameters p = fit(first_weights(set, 1), series, set.steps, set.rate);
  const double error =
      relative_error(series, one_step_ahead(p, series), 20, 119, 1);
  const double same = relative_error(series, persistence(series), 20, 119, 1);
  CHECK(error < 0.2 * same);
  CHECK(one_step_ahead(p, series).n_elem == series.n_elem);
  CHECK(one_step_ahead(p, series)(0) == 0);
}

TEST_CASE("The sunspots are split where they should be") {
  const Series s = sunspots();
  CHECK(s.values.n_elem == 309);
  CHECK(s.time(s.train - 1) == 1920);
  REQUIRE(s.test.size() == 3);
  CHECK(s.time(s.test[0].from) == 1921);
  CHECK(s.time(s.test[0].to) == 1955);
  CHECK(s.time(s.test[1].from) == 1956);
  CHECK(s.time(s.test[1].to) == 1979);
  CHECK(s.time(s.test[2].from) == 1980);
  CHECK(s.time(s.test[2].to) == 2008);
  CHECK(s.values(s.test[0].to + 2) == 190.2);  // 1957, the highest
}

TEST_CASE("A series of one's own is split 7 1 1 1, or refused by name") {
  std::string text = "when,what\n", alone = "what\n";
  for (int i = 1; i <= 50; ++i) {
    text += std::to_string(i) + "," + std::to_string(i % 7) + "\n";
    alone += std::to_string(i % 7) + "\n";
  }
  const Series s = own_series(write_series("mine.csv", text).string());
  CHECK(s.name == "what");
  CHECK(s.train == 35);
  CHECK(s.test[0].from == 35);
  CHECK(s.test[2].to == 49);
  CHECK(s.test[0].name == "36-40");
  CHECK(own_series(write_series("one.csv", alone).string()).time(49) == 50);

  const auto refused = [](const std::string& name, const std::string& content) {
    return refusal([&] { own_series(write_series(name, content).string()); });
  };
  std::string three = "a,b,c\n", back = "t,v\n", flat = "v\n";
  for (int i = 50; i >= 1; --i) {
    three += "1,2,3\n";
    back += std::to_string(i) + ",1\n";
    flat += "4\n";
  }
  CHECK(contains(refused("short.csv", "what\n1\n2\n3\n"), "at least 40 rows"));
  CHECK(contains(refused("three.csv", three), "one or two columns"));
  CHECK(contains(refused("back.csv", back), "times that rise"));
  CHECK(contains(refused("flat.csv", flat), "values that differ"));
}
