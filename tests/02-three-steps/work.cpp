// ./book work 2: the reader's numbers through the paths of three steps.
#include "tests/work.hpp"

using namespace work_test;

const Subject& work_test::subject() {
  static const auto examples = [] {
    std::vector<Json> all;
    for (const std::string& hidden : hiddens)
      for (const std::string& output : outputs)
        all.push_back(random_example(hidden, output, 3, 21));
    return all;
  };
  static const auto other_length = [](std::size_t tau) {
    const Json e = plain_example(tau, 23);
    return Json{{"x", e["x"]}, {"y", e["y"]}}.dump();
  };
  static const Subject chapter{
      "02-three-steps",
      {"h", "o", "y_hat", "loss_t", "loss", "delta", "dU", "dW", "dV", "db",
       "dc", "dh0", "dx", "paths"},
      {"U", "W", "V", "b", "c"},
      "",
      examples(),
      check_recurrent,
      recurrent_loss,
      {{other_length(1), "x: expected 3 steps, got 1"},
       {other_length(2), "x: expected 3 steps, got 2"},
       {other_length(4), "x: expected 3 steps, got 4"},
       {R"({"y": [[1, 0], [0, 1]]})", "y: expected 3 steps, got 2"},
       {R"({"dx": [[1, 2]]})", "dx: expected 3 steps, got 1"}},
      {{R"({"hidden": "relu", "W": [[1e150, 1e150], [1e150, 1e150]]})",
        {},
        "z(3) is not finite: the forward pass overflowed at step 3\n"},
       {R"({"output": "linear_squared_error", "U": [[1e-300, 0], [0, 0]],
            "x": [[0, 0], [1e300, 0], [0, 0]],
            "y": [[0, 0], [1e100, 0], [0, 0]]})",
        {"--json"},
        "dL(2)/dU^(2) is not finite: the backward pass overflowed at step "
        "2\n"}},
      {{"", "dL(3)/dW^(1) = D(1) W^T D(2) W^T D(3) V^T e(3) h(0)^T"},
       {"", "L(3) through 3, 2, 1"},
       {"B", "dL_3/dWs^(1) = D_1 Ws^T D_2 Ws^T D_3 W0^T e_3 S_0^T"},
       {"B", "Paths to Ws"},
       {"C", "dL^(2)/dU^(2) = D^(2) V^T e^(2) (x^(2))^T"},
       {"D", "dL_2/dW_hh^(1) = D_1 W_hh^T D_2 W_hy^T e_2 h_0^T"}}};
  return chapter;
}

TEST_CASE("Each path is the derivative of one loss by one step's copy") {
  const Json e = plain_example(3, 22);
  const Json paths = answer_to(e)["paths"];
  CHECK(keys(paths) == Words{"U", "W", "V"});
  const Words through{"[1]", "[2]", "[2,1]", "[3]", "[3,2]", "[3,2,1]"};
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
      CHECK(keys(path) == Words{"loss", "through", "gradient"});
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
      CHECK(error(path["gradient"], copies[k - 1]) < 1e-12);
    }
}

TEST_CASE("Work 2 knows the sum of the green paths alone") {
  const Json e = example(), truth = answer_to(e);
  Json green = scaled(truth["dW"], 0);
  for (const Json& path : truth["paths"]["W"])
    if (path["through"].size() == 1)
      green = combined(green, path["gradient"], std::plus<double>());
  CHECK(verdict(e, "dW", green)["hint"] ==
        "your dW is the true one without the recurrent term");
}
