// ./book work 4: the reader's numbers through norm, scale and clipping.
#include "tests/work.hpp"

#include "tests/oracle/armadillo.hpp"

using namespace work_test;

namespace {

std::vector<Json> clipped_examples() {
  std::vector<Json> all = random_examples({5}, {outputs[0]});
  all.push_back(random_example("tanh", outputs[2], 4, 34));
  for (Json& e : all) e["threshold"] = 0.5;
  return all;
}

double norm_over(const Json& gradient) {
  double sum = 0;
  for (const std::string name : subject().at("parameters"))
    for (const double v : numbers(gradient["d" + name])) sum += v * v;
  return std::sqrt(sum);
}

}  // namespace

const Subject& work_test::subject() {
  static const Subject chapter{"04-clipping", clipped_examples(),
                               check_recurrent, recurrent_loss};
  return chapter;
}

TEST_CASE("Work 4 scales all blocks by one norm from the threshold on") {
  Json e = subject().examples.at(0);
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
  for (const Json& e : subject().examples) {
    const Json rows = answer_to(e)["jacobian_norms"];
    REQUIRE(rows.size() == e["x"].size() + 1);
    for (std::size_t t = 0; t < rows.size(); ++t) {
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
  CHECK(work(example(J(R"({"threshold": 1e-300})"))).code == 0);
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
    Json e = plain_example(3, 36);
    e["threshold"] = threshold;
    return without_given(work(e, {"--blank", "--step", "1"}).out);
  };
  CHECK(blank(1e-3) == blank(2e3));
}
