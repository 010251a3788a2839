// ./book work 10: the reader's numbers through a head of attention.
#include "tests/work.hpp"

#include "tests/oracle/attention.hpp"

using namespace work_test;

namespace {

// Two inputs, keys of three, values of five, four outputs: no two sizes agree.
Json example_of(const std::string& mask, const std::string& output,
                std::size_t tau, std::uint64_t seed) {
  unrolled::Random random(seed);
  Json e{{"mask", mask}, {"output", output}};
  e["Wq"] = normal_rows(random, 3, 2);
  e["Wk"] = normal_rows(random, 3, 2);
  e["Wv"] = normal_rows(random, 5, 2);
  e["V"] = normal_rows(random, 4, 5);
  e["c"] = normal(random, 4, 0.5);
  e["x"] = normal_rows(random, tau, 2);
  for (std::size_t t = 0; t < tau; ++t)
    e["y"].push_back(target(random, 4, output));
  return e;
}

std::vector<Json> examples_of_both_masks() {
  std::vector<Json> all;
  for (const std::size_t tau : {3u, 1u})
    for (const std::string mask : {"causal", "none"})
      for (const std::string& output : outputs)
        all.push_back(example_of(mask, output, tau, 10 * tau + 3));
  return all;
}

oracle::Attention head_of(const Json& e) {
  oracle::Attention net = named_net(oracle::Attention{}, e);
  net.causal = e["mask"] == "causal";
  return net;
}

// What the answer to an example must be.
Json truth_of_attention(const Json& e) {
  Json truth =
      truth_of_named(head_of(e), {"q", "k", "v", "a", "h", "o", "y_hat"});
  truth["weights"] = truth["a"];
  truth.erase("a");
  return truth;
}

}  // namespace

const Subject& work_test::subject() {
  static const Subject chapter{
      "10-attention", examples_of_both_masks(),
      [](const Json& got, const Json& e) {
        check_each(got, truth_of_attention(e));
      },
      [](const Json& e) { return oracle::run(head_of(e)).loss.real(); }};
  return chapter;
}

TEST_CASE("Work 10 writes a weight of 0 where the mask is") {
  const Json causal = answer_to(example_of("causal", outputs[0], 3, 41));
  CHECK(causal["weights"][0] == J("[1, 0, 0]"));
  CHECK(causal["weights"][1][2] == 0);
  const Json none = answer_to(example_of("none", outputs[0], 3, 41));
  CHECK(none["weights"][0][2] > 0);
}

TEST_CASE("Work 10 names the typical mistake in a block") {
  const Json e = example_of("causal", outputs[2], 3, 42);
  const auto hint = [](const Json& of, const std::string& key,
                       const Json& mine) {
    return verdict(of, key, mine)["hint"].get<std::string>();
  };
  const Json truth = answer_to(e);
  CHECK(hint(e, "dV", scaled(truth["dV"], 1 / 3.0)) ==
        "your dV is the true one divided by the number of steps");
  CHECK(hint(e, "dWq", scaled(truth["dWq"], 1.37)) == "");
  // The roots of d in (10.11) and (10.12) are factors of what W gets.
  CHECK(hint(e, "dWk", scaled(truth["dWk"], std::sqrt(3))) ==
        "your dWk is the true one without the root of d on the way back");
  // Without the root the scores are those of queries that are larger by it.
  Json larger = e;
  larger["Wq"] = scaled(e["Wq"], std::sqrt(3));
  CHECK(hint(e, "dWv", answer_to(larger)["dWv"]) ==
        "your dWv is that of scores that are not divided by the root of d, "
        "forward and back");
  larger["Wq"] = scaled(e["Wq"], 1 / std::sqrt(3));
  CHECK(hint(e, "dV", answer_to(larger)["dV"]) ==
        "your dV is that of scores that are divided by d, not by its root, "
        "forward and back");
  Json other = e;
  other["mask"] = "none";
  CHECK(hint(e, "dWq", answer_to(other)["dWq"]) ==
        "your dWq is that of a run without the mask, forward and back");
  CHECK(hint(other, "dWq", truth["dWq"]) ==
        "your dWq is that of a run with the causal mask, forward and back");
}

TEST_CASE("No note but D has self-attention") {
  for (const char* note : {"A", "B", "C", "E"}) {
    const Answer answer = run({"--notation", note});
    CHECK(refused(answer, 2));
    CHECK(contains(answer.err, "--notation: expected D, got"));
  }
}

TEST_CASE("More steps than a sheet holds are refused") {
  const Json e = example_of("causal", "linear_squared_error", 101, 1);
  check_refused(e.dump(), "x: expected at most 100 steps");
}

TEST_CASE("Numbers that cancel to rounding are no sign of changed code") {
  // All inputs alike: the slopes of the scores are 0.
  const Json e = example();
  const Answer answer =
      work(example({{"x", Json(70, e["x"][0])}, {"y", Json(70, e["y"][0])}}));
  INFO(answer.err);
  CHECK(answer.code == 0);
}
