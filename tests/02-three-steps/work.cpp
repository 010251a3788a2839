// ./book work 2: the reader's numbers through the paths of three steps.
#include "tests/work.hpp"

using namespace work_test;

namespace {

const std::string chapter = "02";
Json example() {
  return example_of("02-three-steps");
}

}  // namespace

TEST_CASE("Work 2 prints the keys of the contract and nothing else") {
  const Answer answer = run(chapter, {"--json"});
  CHECK(answer.code == 0);
  CHECK(answer.err.empty());
  CHECK(keys(answer.json()) ==
        std::vector<std::string>{"h", "o", "y_hat", "loss_t", "loss", "delta",
                                 "dU", "dW", "dV", "db", "dc", "dh0", "dx",
                                 "paths"});
  CHECK(keys(answer.json()["paths"]) ==
        std::vector<std::string>{"U", "W", "V"});
}

TEST_CASE("Work 2 agrees with complex steps of an independent run") {
  for (const std::string& hidden : hiddens)
    for (const std::string& output : outputs) {
      const Json e = random_example(hidden, output, 3, 21);
      const Answer answer = work(chapter, e, {"--json"});
      INFO(hidden << " " << output);
      REQUIRE(answer.code == 0);
      check_against_oracle(answer.json(), e);
    }
}

TEST_CASE("Each path is the derivative of one loss by one step's copy") {
  const Json e = random_example("tanh", "softmax_cross_entropy", 3, 22);
  const Json paths = work(chapter, e, {"--json"}).json()["paths"];
  const std::vector<std::string> through{"[1]", "[2]",   "[2,1]",
                                         "[3]", "[3,2]", "[3,2,1]"};
  for (const char* key : {"U", "W"}) {
    REQUIRE(paths[key].size() == 6);
    for (std::size_t i = 0; i < 6; ++i) {
      CHECK(paths[key][i]["through"].dump() == through[i]);
      CHECK(paths[key][i]["loss"] == paths[key][i]["through"][0]);
    }
  }
  REQUIRE(paths["V"].size() == 3);
  for (const char* key : {"U", "W", "V"})
    for (const Json& path : paths[key]) {
      CHECK(keys(path) ==
            std::vector<std::string>{"loss", "through", "gradient"});
      const auto t = path["loss"].get<std::size_t>();
      const auto k = path["through"].back().get<std::size_t>();
      oracle::Recurrent one = to_oracle(e);
      one.weights.assign(3, 0);
      one.weights[t - 1] = 1;
      const oracle::Gradients g = oracle::complex_step(one);
      const auto& copies = *key == 'U'   ? g.dU_at
                           : *key == 'W' ? g.dW_at
                                         : g.dV_at;
      INFO(key << " " << path["through"]);
      CHECK(error(path["gradient"], json_of(copies[k - 1])) < 1e-12);
    }
}

TEST_CASE("Work 2 wants three steps") {
  for (const std::size_t tau : {1u, 2u, 4u})
    check_refused(chapter,
                  random_example("tanh", "softmax_cross_entropy", tau, 23),
                  "x: expected 3 steps, got " + std::to_string(tau));
  Json e = example();
  e["y"].erase(2);
  check_refused(chapter, e, "y: expected 3 steps, got 2");
  e = example();
  e["dx"] = J("[[1, 2]]");
  check_refused(chapter, e, "dx: expected 3 steps, got 1");
}

TEST_CASE("Work 2 refuses files that are no worked example") {
  check_bad_files(chapter, example());
}

TEST_CASE("Work 2 refuses options that are none") {
  check_bad_options(chapter);
}

TEST_CASE("Work 2 adds the parameters after a step and the new loss") {
  const Json e = random_example("relu", "linear_squared_error", 3, 24);
  const Json got = work(chapter, e, {"--json", "--step", "0.05"}).json();
  const std::vector<std::string> parameters{"U", "W", "V", "b", "c"};
  const Json after = stepped(e, got, 0.05, parameters);
  for (const std::string& name : parameters)
    CHECK(error(got["updated"][name], after[name]) < 1e-15);
  CHECK(got["updated"]["loss"].get<double>() ==
        Approx(oracle::loss(to_oracle(after))).epsilon(1e-12));
}

TEST_CASE("Work 2 compares the reader's gradients") {
  Json e = example();
  const Json truth = run(chapter, {"--json"}).json();
  e["dW"] = truth["dW"];
  CHECK(work(chapter, e).code == 0);
  // Only the paths that stay in their step: the green ones.
  Json green = J("[[0, 0], [0, 0]]");
  for (const Json& path : truth["paths"]["W"])
    if (path["through"].size() == 1)
      for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 2; ++j)
          green[i][j] =
              green[i][j].get<double>() + path["gradient"][i][j].get<double>();
  e["dW"] = green;
  e["dh0"] = truth["dh0"];
  const Answer answer = work(chapter, e, {"--json"});
  CHECK(answer.code == 1);
  CHECK(answer.json()["compared"]["dW"]["hint"] ==
        "your dW is the true one without the recurrent term");
  CHECK(answer.json()["compared"]["dh0"]["right"] == true);
}

TEST_CASE("Work 2 names the step at which a run overflows") {
  Json e = example();
  e["hidden"] = "relu";
  e["W"] = J("[[1e150, 1e150], [1e150, 1e150]]");
  Answer answer = work(chapter, e);
  CHECK(refused(answer, 1));
  CHECK(answer.err ==
        "z(3) is not finite: the forward pass overflowed at step 3\n");
  e = example();
  e["output"] = "linear_squared_error";
  e["U"] = J("[[1e-300, 0], [0, 0]]");
  e["x"] = J("[[0, 0], [1e300, 0], [0, 0]]");
  e["y"] = J("[[0, 0], [1e100, 0], [0, 0]]");
  answer = work(chapter, e, {"--json"});
  CHECK(refused(answer, 1));
  CHECK(answer.err ==
        "dL(2)/dU^(2) is not finite: the backward pass overflowed at step "
        "2\n");
}

TEST_CASE("Work 2 leaves every result out of a blank sheet") {
  for (const std::string& hidden : hiddens)
    check_blank(chapter,
                random_example(hidden, "softmax_cross_entropy", 3, 25));
}

TEST_CASE("Work 2 writes each path as its chain, in the symbols of each note") {
  const std::string book = run(chapter, {}).out;
  CHECK(
      contains(book, "dL(3)/dW^(1) = D(1) W^T D(2) W^T D(3) V^T e(3) h(0)^T"));
  CHECK(contains(book, "L(3) through 3, 2, 1"));
  const std::string b = run(chapter, {"--notation", "B"}).out;
  CHECK(contains(b, "dL_3/dWs^(1) = D_1 Ws^T D_2 Ws^T D_3 W0^T e_3 S_0^T"));
  CHECK(contains(b, "Paths to Ws"));
  const std::string c = run(chapter, {"--notation", "C"}).out;
  CHECK(contains(c, "dL^(2)/dU^(2) = D^(2) V^T e^(2) (x^(2))^T"));
  const std::string d = run(chapter, {"--notation", "D"}).out;
  CHECK(contains(d, "dL_2/dW_hh^(1) = D_1 W_hh^T D_2 W_hy^T e_2 h_0^T"));
  CHECK(widest_line(book) <= 100);
  check_equations(run(chapter, {"--step", "1"}).out);
}
