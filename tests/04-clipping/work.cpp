// ./book work 4: the reader's numbers through norm, scale and clipping.
#include "tests/work.hpp"

#include "tests/oracle/armadillo.hpp"

using namespace work_test;

namespace {

Json random_clipped(const std::string& hidden, const std::string& output,
                    std::size_t tau, std::uint64_t seed, double threshold) {
  Json e = random_example(hidden, output, tau, seed);
  e["threshold"] = threshold;
  return e;
}

double norm_over(const Json& gradient) {
  double sum = 0;
  for (const std::string& name : subject().parameters)
    for (const double v : numbers(gradient["d" + name])) sum += v * v;
  return std::sqrt(sum);
}

}  // namespace

const Subject& work_test::subject() {
  static const auto examples = [] {
    std::vector<Json> all;
    for (const std::string& hidden : hiddens)
      all.push_back(random_clipped(hidden, outputs[0], 5, 31, 0.5));
    all.push_back(random_clipped("tanh", outputs[2], 4, 34, 0.25));
    return all;
  };
  static const Subject chapter{
      "04-clipping",
      {"h", "o", "y_hat", "loss_t", "loss", "delta", "dU", "dW", "dV", "db",
       "dc", "dh0", "dx", "norm", "scale", "clipped", "jacobian_norms"},
      {"U", "W", "V", "b", "c"},
      "clipped",
      examples(),
      check_recurrent,
      recurrent_loss,
      {{R"({"threshold": 0})", "threshold: expected a number above 0, got 0"},
       {R"({"threshold": -0.0})", "threshold: expected a number above 0, got"},
       {R"({"threshold": -1})", "threshold: expected a number above 0, got -1"},
       {R"({"threshold": "1"})", "threshold: expected a number, got '1'"},
       {R"({"threshold": [1]})", "threshold: expected a number, got an array"}},
      {{R"({"hidden": "relu", "output": "linear_squared_error",
            "U": [[0, 0], [0, 0]], "V": [[0, 0], [0, 0]],
            "W": [[1e150, 0], [0, 1e150]], "h0": [0, 0],
            "b": [1e-320, 1e-320]})",
        {"--json"},
        "the product of Jacobians overflowed at dh(3)/"}},
      {{"", "norm = sqrt(nU^2 + nW^2 + nV^2 + nb^2 + nc^2)"},
       {"", "scale = min(1, threshold / norm)"},
       {"", "new W = W - eta scale dL/dW"},
       {"D", "clipped dL/dW_hh = scale dL/dW_hh"}}};
  return chapter;
}

TEST_CASE("Work 4 scales all blocks by one norm from the threshold on") {
  Json e = random_clipped("tanh", "softmax_cross_entropy", 4, 32, 1);
  const double norm = norm_over(answer_to(e));
  for (const double share : {0.01, 0.999, 1.001, 100.0}) {
    e["threshold"] = share * norm;
    const Json got = answer_to(e);
    CHECK(got["norm"].get<double>() == Approx(norm).epsilon(1e-14));
    const double scale = share < 1 ? share : 1;
    CHECK(got["scale"].get<double>() == Approx(scale).epsilon(1e-14));
    CHECK(keys(got["clipped"]) == Words{"dU", "dW", "dV", "db", "dc"});
    for (const auto& [key, block] : got["clipped"].items())
      CHECK(error(block, scaled(got[key], scale)) < 1e-13);
    CHECK(norm_over(got["clipped"]) ==
          Approx(std::min(norm, share * norm)).epsilon(1e-13));
  }
}

TEST_CASE("Work 4 gives the norms of how each state depends on each before") {
  for (const std::string& hidden : hiddens) {
    const Json e = random_clipped(hidden, "softmax_cross_entropy", 4, 33, 0.5);
    const Json rows = answer_to(e)["jacobian_norms"];
    REQUIRE(rows.size() == 5);
    for (std::size_t t = 0; t <= 4; ++t) {
      REQUIRE(rows[t].size() == t + 1);
      CHECK(rows[t][t] == 1.0);
      for (std::size_t k = 0; k < t; ++k) {
        const arma::mat m = oracle::back(oracle::jacobian(to_oracle(e), t, k));
        const double largest = std::sqrt(arma::eig_sym(m.t() * m).max());
        CHECK(rows[t][k].get<double>() == Approx(largest).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("A threshold may be tiny, and must be finite") {
  CHECK(work(example(R"({"threshold": 1e-300})")).code == 0);
  const std::string text = example().dump();
  const std::size_t at = text.find("\"threshold\":") + 12;
  for (const char* bad : {"1e999", "NaN"})
    check_refused(text.substr(0, at) + bad + "}", "threshold (line 1, column");
}

TEST_CASE("Work 4 knows a gradient that was clipped too early") {
  const Json truth = answer_to(example());
  REQUIRE(truth["scale"].get<double>() < 1);
  CHECK(verdict(example(), "dW", truth["clipped"]["dW"])["hint"] ==
        "your dW is the true one after clipping");
}

TEST_CASE("A blank sheet keeps to itself whether the threshold was reached") {
  const auto blank = [](double threshold) {
    const Json e = random_clipped("tanh", outputs[0], 3, 36, threshold);
    return without_given(work(e, {"--blank", "--step", "1"}).out);
  };
  CHECK(blank(1e-3) == blank(2e3));
}
