// The programs' parts: the published addition run, Elman's task, forecasts.
#include <chrono>
#include <thread>
#include <utility>

#include "chapters/03-any-length/addition.hpp"
#include "chapters/03-any-length/forecast.hpp"
#include "chapters/03-any-length/stopwatch.hpp"
#include "chapters/03-any-length/xor.hpp"
#include "tests/03-any-length/support.hpp"

using namespace any_length_test;

namespace {

// As NumPy prints: this many digits, the last one rounded.
bool printed(double ours, double theirs, double unit) {
  return std::abs(ours - theirs) <= 0.5 * unit * (1 + 1e-6);
}

// A file of this text.
std::string write_series(const std::string& text) {
  const std::string file = UNROLLED_BUILD "/any-length-tests/series.csv";
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
  // Of the published synapse_h, which is W transposed.
  const double row_1[] = {2.74598739e-02, -1.57180653, 1.57329084e-02,
                          1.28861706e-01};
  const double row_2[] = {-6.72294993e-01, 2.14042537e-01, 7.68747181e-01,
                          -8.48236376e-01};
  const double units[] = {1e-10, 1e-8, 1e-10, 1e-9};
  for (Index j = 0; j < 4; ++j) {
    CAPTURE(j);
    CHECK(printed(adder.p.W(j, 0), row_1[j], units[j]));
    CHECK(printed(adder.p.W(j, 1), row_2[j], 1e-9));
  }
  CHECK(arma::abs(adder.p.b).max() == 0);  // no biases
}

TEST_CASE("What one and two bits tell of Elman's stream, by enumeration",
          "[A1]") {
  // Two triples and a first bit, all equally likely; the best guess of a bit
  // of the second triple is its mean over all places with the same window.
  const Index window = GENERATE(1u, 2u);
  Matrix ones(3, 4, arma::fill::zeros), count = ones;  // place, what was seen
  for (Index all = 0; all < 64; ++all) {
    const Index b0 = all & 1, b1 = all >> 1 & 1, b3 = all >> 2 & 1,
                b4 = all >> 3 & 1;
    const Index bit[] = {b0, b1, b0 ^ b1, b3, b4, b3 ^ b4};
    for (Index t = 3; t < 6; ++t) {
      const Index key = bit[t - 1] + (window == 2 ? 2 * bit[t - 2] : 0);
      ones(t - 3, key) += static_cast<double>(bit[t]);
      count(t - 3, key) += 1;
    }
  }
  Matrix guess = arma::repmat(arma::sum(ones) / arma::sum(count), 3, 1);
  guess.replace(not_a_number, 0);  // what is never seen
  const Matrix miss =
      ones % arma::square(1 - guess) + (count - ones) % arma::square(guess);
  CAPTURE(window);
  CHECK_THAT(column(arma::sum(miss, 1) / 64),
             Near(window == 1 ? Vector{0.25, 0.25, 0.25}
                              : Vector{5.0 / 18, 5.0 / 18, 1.0 / 9}));
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
  const Case c = example_of({Activation::tanh, Output::linear_squared_error}, 2,
                            72, 1, 4, 1);
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
    "[long]") {
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

TEST_CASE("A series that repeats itself is fitted without a complaint",
          "[3.45]") {
  Matrix series(1, 40, arma::fill::zeros);
  for (Index t = 1; t < 40; t += 2) series(t) = 3;
  std::ostringstream complaints;
  std::ostream& before = arma::get_cerr_stream();
  arma::set_cerr_stream(complaints);
  const Matrix said = autoregression(series, 30, 4);
  arma::set_cerr_stream(before);
  CHECK(complaints.str().empty());
  CHECK_THAT(Matrix(said.tail_cols(36)), Near(series.tail_cols(36)));
}

TEST_CASE(
    "Persistence says the last value, and errors are in units of the "
    "variance",
    "[3.46]") {
  const Matrix series{{1, 3, 2, 6}};
  CHECK_THAT(persistence(series), Near(Matrix{{0, 1, 3, 2}}, 0));
  // (1^2 + 4^2) / 2 over the last two, divided by 5; the 6 left out, 1 / 5.
  CHECK(relative_error(series, persistence(series), 2, 3, 5) == 17.0 / 10);
  CHECK(relative_error(series, persistence(series), 2, 3, 5, 5) == 1.0 / 5);
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
  const double years[] = {1921, 1955, 1956, 1979, 1980, 2008};
  for (Index i = 0; i < 3; ++i) {
    CHECK(s.time(s.test[i].from) == years[2 * i]);
    CHECK(s.time(s.test[i].to) == years[2 * i + 1]);
  }
  CHECK(s.values(s.test[0].to + 2) == 190.2);  // 1957, the highest
}

TEST_CASE("A series of one's own is split 7 1 1 1, or refused by name") {
  std::string text = "when,what\n", alone = "what\n";
  for (int i = 1; i <= 50; ++i) {
    text += std::to_string(i) + "," + std::to_string(i % 7) + "\n";
    alone += std::to_string(i % 7) + "\n";
  }
  const Series s = own_series(write_series(text));
  CHECK(s.name == "what");
  CHECK(s.train == 35);
  CHECK(s.test[0].from == 35);
  CHECK(s.test[2].to == 49);
  CHECK(s.test[0].name == "36-40");
  CHECK(own_series(write_series(alone)).time(49) == 50);

  std::string three = "a,b,c\n", back = "t,v\n", flat = "v\n";
  for (int i = 50; i >= 1; --i) {
    three += "1,2,3\n";
    back += std::to_string(i) + ",1\n";
    flat += "4\n";
  }
  const std::pair<std::string, std::string> refused[] = {
      {"what\n1\n2\n3\n", "at least 40 rows"},
      {three, "one or two columns"},
      {back, "times that rise"},
      {flat, "values that differ"}};
  for (const auto& it : refused)
    CHECK(contains(refusal([&] { own_series(write_series(it.first)); }),
                   it.second));

  // As short, as large and as little apart as may be, and a little beyond.
  const auto series = [](int rows, const std::string& last, double apart) {
    std::ostringstream lines;
    lines << "v\n";
    for (int i = 2; i <= rows; ++i) lines << i % 2 * apart << "\n";
    return own_series(write_series(lines.str() + last + "\n"));
  };
  CHECK(series(40, "-1e100", 1e-100).train == 28);
  CHECK_THROWS_AS(series(39, "1", 1), std::invalid_argument);
  CHECK_THROWS_AS(series(40, "-1.1e100", 1), std::invalid_argument);
  CHECK_THROWS_AS(series(40, "1", 0.9e-100), std::invalid_argument);
}

TEST_CASE("A row of errors shows the range of several, and of one none") {
  using Row = std::vector<std::string>;
  CHECK(spans_row("of three", Matrix{{1, 2, 6}, {3, 4, 5}}) ==
        Row{"of three", "2.000 (1.000 to 6.000)", "4.000 (3.000 to 5.000)"});
  CHECK(spans_row("of two", Matrix{{1, 2}})[1] == "1.500 (1.000 to 2.000)");
  CHECK(spans_row("of one", Matrix{1.0}) == Row{"of one", "1.000"});
}

// Tagged as long for the sanitizers, which keep a heap of their own.
TEST_CASE("A time is the best trial's mean, and bytes are all that is held",
          "[long]") {
  using namespace std::chrono_literals;
  CHECK(milliseconds([] { std::this_thread::sleep_for(3ms); }, 1) >= 3);
  auto first = 40ms;
  CHECK(milliseconds([&] {
          std::this_thread::sleep_for(std::exchange(first, 0ms));
        }) < 20);
  for (const auto size :
       {std::size_t{5000}, std::size_t{1} << 26}) {  // of the heap, and mapped
    const double before = bytes_held();
    const std::vector<char> held(size);
    CHECK(bytes_held() - before >= static_cast<double>(size));
    CHECK(held.back() == 0);
  }
}
