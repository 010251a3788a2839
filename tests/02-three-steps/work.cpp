// ./book work 2: the reader's numbers through the paths of three steps.
#include "tests/work.hpp"

using namespace work_test;

const Subject& work_test::subject() {
  static const Subject chapter{"02-three-steps", random_examples({3}),
                               check_recurrent, recurrent_loss};
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
