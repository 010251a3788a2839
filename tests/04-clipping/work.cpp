// ./book work 4: the reader's numbers through norm, scale and clipping.
#include "tests/work.hpp"

using namespace work_test;

namespace {

const std::string chapter = "04";
Json example() {
  return example_of("04-clipping");
}

Json random_clipped(const std::string& hidden, const std::string& output,
                    std::size_t tau, std::uint64_t seed, double threshold) {
  Json e = random_example(hidden, output, tau, seed);
  e["threshold"] = threshold;
  return e;
}

const std::vector<std::string> parameters{"U", "W", "V", "b", "c"};

double norm_over(const Json& gradient) {
  double sum = 0;
  for (const std::string& name : parameters)
    for (const double v : numbers(gradient["d" + name])) sum += v * v;
  return std::sqrt(sum);
}

}  // namespace

TEST_CASE("Work 4 prints the keys of the contract and nothing else") {
  const Answer answer = run(chapter, {"--json"});
  CHECK(answer.code == 0);
  CHECK(answer.err.empty());
  CHECK(keys(answer.json()) ==
        std::vector<std::string>{"h", "o", "y_hat", "loss_t", "loss", "delta",
                                 "dU", "dW", "dV", "db", "dc", "dh0", "dx",
                                 "norm", "scale", "clipped", "jacobian_norms"});
  CHECK(keys(answer.json()["clipped"]) ==
        std::vector<std::string>{"dU", "dW", "dV", "db", "dc"});
}

TEST_CASE("Work 4 agrees with complex steps of an independent run") {
  for (const std::string& hidden : hiddens) {
    const Json e = random_clipped(hidden, "softmax_cross_entropy", 5, 31, 0.5);
    const Answer answer = work(chapter, e, {"--json"});
    REQUIRE(answer.code == 0);
    check_against_oracle(answer.json(), e);
  }
}

TEST_CASE("Work 4 scales all blocks by one norm from the threshold on") {
  const Json e = random_clipped("tanh", "softmax_cross_entropy", 4, 32, 1);
  const double norm = norm_over(work(chapter, e, {"--json"}).json());
  for (const double share : {0.01, 0.999, 1.001, 100.0}) {
    Json with = e;
    with["threshold"] = share * norm;
    const Json got = work(chapter, with, {"--json"}).json();
    CHECK(got["norm"].get<double>() == Approx(norm).epsilon(1e-14));
    const double scale = share < 1 ? share : 1;
    CHECK(got["scale"].get<double>() == Approx(scale).epsilon(1e-14));
    for (const auto& [key, block] : got["clipped"].items()) {
      const std::vector<double> before = numbers(got[key]),
                                after = numbers(block);
      REQUIRE(before.size() == after.size());
      for (std::size_t i = 0; i < before.size(); ++i)
        CHECK(after[i] == Approx(scale * before[i]).epsilon(1e-13));
    }
    CHECK(norm_over(got["clipped"]) ==
          Approx(std::min(norm, share * norm)).epsilon(1e-13));
  }
}

TEST_CASE("Work 4 gives the norms of how each state depends on each before") {
  for (const std::string& hidden : hiddens) {
    const Json e = random_clipped(hidden, "softmax_cross_entropy", 4, 33, 0.5);
    const Json rows = work(chapter, e, {"--json"}).json()["jacobian_norms"];
    const oracle::Recurrent net = to_oracle(e);
    REQUIRE(rows.size() == 5);
    for (std::size_t t = 0; t <= 4; ++t) {
      REQUIRE(rows[t].size() == t + 1);
      CHECK(rows[t][t] == 1.0);
      for (std::size_t k = 0; k < t; ++k) {
        const oracle::RealMat jacobian = oracle::jacobian(net, t, k);
        arma::mat m(3, 3);
        for (arma::uword i = 0; i < 3; ++i)
          for (arma::uword j = 0; j < 3; ++j) m(i, j) = jacobian[i][j];
        const double largest = std::sqrt(arma::eig_sym(m.t() * m).max());
        CHECK(rows[t][k].get<double>() == Approx(largest).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("Work 4 steps along the clipped gradients") {
  const Json e = random_clipped("tanh", "linear_squared_error", 4, 34, 0.25);
  const Json got = work(chapter, e, {"--json", "--step", "2"}).json();
  CHECK(got["scale"].get<double>() < 0.5);
  const Json after = stepped(e, got["clipped"], 2, parameters);
  for (const std::string& name : parameters)
    CHECK(error(got["updated"][name], after[name]) < 1e-15);
  CHECK(got["updated"]["loss"].get<double>() ==
        Approx(oracle::loss(to_oracle(after))).epsilon(1e-12));
}

TEST_CASE("Work 4 refuses a threshold that is not above 0") {
  for (const auto& [threshold, said] :
       std::vector<std::pair<std::string, std::string>>{
           {"0", "threshold: expected a number above 0, got 0"},
           {"-0.0", "threshold: expected a number above 0, got"},
           {"-1", "threshold: expected a number above 0, got -1"},
           {"\"1\"", "threshold: expected a number, got '1'"},
           {"[1]", "threshold: expected a number, got an array"},
           {"1e999", "threshold (line 1, column"},
           {"NaN", "threshold (line 1, column"}}) {
    const std::string text = example().dump();
    const std::size_t at = text.find("\"threshold\":") + 12;
    check_text_refused(chapter, text.substr(0, at) + threshold + "}", said);
  }
  Json e = example();
  e["threshold"] = 1e-300;
  CHECK(work(chapter, e).code == 0);
}

TEST_CASE("Work 4 refuses files that are no worked example") {
  check_bad_files(chapter, example());
}

TEST_CASE("Work 4 refuses options that are none") {
  check_bad_options(chapter);
}

TEST_CASE("Work 4 knows a gradient that was clipped too early") {
  const Json truth = run(chapter, {"--json"}).json();
  REQUIRE(truth["scale"].get<double>() < 1);
  Json e = example();
  e["dW"] = truth["clipped"]["dW"];
  e["db"] = truth["db"];
  const Answer answer = work(chapter, e, {"--json"});
  CHECK(answer.code == 1);
  CHECK(answer.json()["compared"]["dW"]["hint"] ==
        "your dW is the true one after clipping");
  CHECK(answer.json()["compared"]["db"]["right"] == true);
}

TEST_CASE("Work 4 names where a product of Jacobians overflows") {
  Json e = example();
  e["hidden"] = "relu";
  e["output"] = "linear_squared_error";
  e["U"] = J("[[0, 0], [0, 0]]");
  e["V"] = J("[[0, 0], [0, 0]]");
  e["W"] = J("[[1e150, 0], [0, 1e150]]");
  e["h0"] = J("[0, 0]");
  e["b"] = J("[1e-320, 1e-320]");
  const Answer answer = work(chapter, e, {"--json"});
  CHECK(refused(answer, 1));
  CHECK(contains(answer.err, "the product of Jacobians overflowed at dh(3)/"));
}

TEST_CASE("Work 4 leaves every result out of a blank sheet") {
  check_blank(chapter,
              random_clipped("tanh", "softmax_cross_entropy", 3, 35, 0.5));
  // Whether the threshold was reached is a result, too.
  const Json below =
      random_clipped("tanh", "softmax_cross_entropy", 3, 36, 1e-3);
  Json above = below;
  above["threshold"] = 2e3;
  CHECK(without_given(work(chapter, below, {"--blank", "--step", "1"}).out) ==
        without_given(work(chapter, above, {"--blank", "--step", "1"}).out));
}

TEST_CASE("Work 4 writes the clipping as one does by hand") {
  const std::string sheet = run(chapter, {"--step", "0.1"}).out;
  CHECK(contains(sheet, "norm = sqrt(nU^2 + nW^2 + nV^2 + nb^2 + nc^2)"));
  CHECK(contains(sheet, "scale = min(1, threshold / norm)"));
  CHECK(contains(sheet, "new W = W - eta scale dL/dW"));
  CHECK(widest_line(sheet) <= 100);
  check_equations(sheet);
  CHECK(contains(run(chapter, {"--notation", "D"}).out,
                 "clipped dL/dW_hh = scale dL/dW_hh"));
}
