// ./book work 1: the reader's numbers through backpropagation.
#include "tests/work.hpp"

#include "tests/oracle/layered.hpp"

using namespace work_test;

namespace {

// Layers of 2, 4, 3, 5 units: no two neighbours agree.
Json random_layers(const Words& activation, const std::string& loss,
                   std::uint64_t seed) {
  unrolled::Random random(seed);
  const std::vector<std::size_t> sizes{2, 4, 3, 5};
  const std::size_t L = activation.size();
  Json e{{"activation", activation}, {"loss", loss}};
  for (std::size_t l = 1; l <= L; ++l) {
    e["W"].push_back(normal_rows(random, sizes[l], sizes[l - 1]));
    e["b"].push_back(normal(random, sizes[l]));
  }
  e["x"] = normal(random, sizes[0]);
  e["y"] = target(random, sizes[L], loss);
  return e;
}

oracle::Layered to_layered(const Json& e) {
  oracle::Layered net;
  for (const Json& W : e["W"]) net.W.push_back(to_rows(W));
  for (std::size_t l = 0; l < net.W.size(); ++l)
    net.b.push_back(e.contains("b") ? to_vector(e["b"][l])
                                    : oracle::Vec(net.W[l].size()));
  net.activation = e["activation"].get<Words>();
  net.x = to_vector(e["x"]);
  net.y = to_vector(e["y"]);
  net.loss = e["loss"];
  return net;
}

void check_layers(const Json& got, const Json& e) {
  const oracle::Layered net = to_layered(e);
  const oracle::LayeredTrace trace = oracle::run(net);
  const oracle::LayeredGradients g = oracle::complex_step(net);
  Json truth{{"loss", trace.loss.real()},
             {"delta", g.delta},
             {"dW", g.dW},
             {"db", g.db}};
  for (std::size_t l = 1; l <= net.W.size(); ++l) {
    const oracle::Vec& z = trace.z[l - 1];
    const bool softmax = l == net.W.size() && net.loss == outputs[0];
    truth["z"].push_back(oracle::real(z));
    truth["a"].push_back(
        oracle::real(softmax ? oracle::softmax(z) : trace.a[l]));
  }
  check_each(got, truth);
}

std::vector<Json> layered_examples() {
  std::vector<Json> all;
  for (const char* loss : {"squared_error", "softmax_cross_entropy"})
    for (const Words& activation :
         std::vector<Words>{{"sigmoid", "tanh", "relu"},
                            {"relu", "identity", "sigmoid"},
                            {"tanh", "sigmoid", "tanh"},
                            {"tanh", "identity"},
                            {"sigmoid"}})
      all.push_back(random_layers(activation, loss, 41));
  return all;
}

}  // namespace

const Subject& work_test::subject() {
  static const Subject chapter{
      "01-backpropagation", layered_examples(), check_layers,
      [](const Json& e) { return oracle::loss(to_layered(e)); }};
  return chapter;
}

TEST_CASE("Work 1 takes one word for all layers") {
  Json e = random_layers({"tanh", "tanh", "tanh"}, "squared_error", 42);
  const Json three = answer_to(e);
  e["activation"] = "tanh";
  CHECK(answer_to(e) == three);
}

TEST_CASE("The published example comes out to its printed digits") {
  const Json got = answer_to(example(), {"--step", "0.5"});
  for (const auto& [place, printed] :
       Table{{"/a/0/0", "0.593269992"},
             {"/a/0/1", "0.596884378"},
             {"/a/1/0", "0.75136507"},
             {"/a/1/1", "0.772928465"},
             {"/loss", "0.298371109"},
             {"/updated/W/0/0/0", "0.149780716"},
             {"/updated/W/0/0/1", "0.19956143"},
             {"/updated/W/0/1/0", "0.24975114"},
             {"/updated/W/0/1/1", "0.29950229"},
             {"/updated/W/1/0/0", "0.35891648"},
             {"/updated/W/1/0/1", "0.408666186"},
             {"/updated/W/1/1/0", "0.51130127"},
             {"/updated/W/1/1/1", "0.561370121"}}) {
    const int digits = static_cast<int>(printed.size()) - 2;
    CHECK(in_digits(got[Json::json_pointer(place)], digits) == printed);
  }
}

TEST_CASE("Work 1 compares the reader's gradients layer by layer") {
  Json e = random_layers({"tanh", "sigmoid", "tanh"}, "squared_error", 44);
  const Json truth = answer_to(e);
  e["dW"] = truth["dW"];
  e["db"] = truth["db"];
  // sigma'(z) of the last layer left out, there alone.
  const Json a = truth["a"];
  for (std::size_t i = 0; i < 5; ++i) {
    const double miss = a[2][i].get<double>() - e["y"][i].get<double>();
    e["db"][2][i] = miss;
    for (std::size_t j = 0; j < 3; ++j)
      e["dW"][2][i][j] = miss * a[1][j].get<double>();
  }
  for (const char* key : {"dW", "db"}) {
    const Json said = verdict(e, key, e[key]);
    CHECK(said["hint"] == std::string("layer 3: your ") + key +
                              " is the true one without sigma'(z) of the last "
                              "layer");
    CHECK(said["error"].get<double>() ==
          Approx(error(e[key][2], truth[key][2])).epsilon(1e-9));
  }
  const std::string text = work(e).out;
  CHECK(std::regex_search(text, std::regex("dW, layer 2 +\\S+ +right")));
  CHECK(std::regex_search(text, std::regex("dW, layer 3 +\\S+ +wrong: ")));
}

TEST_CASE("Work 1 steps as far as a sigmoid saturates: its loss is finite") {
  CHECK(run({"--step", "1e308", "--json"}).code == 0);
}

TEST_CASE("Work 1 has note A's symbols for its static net of two layers") {
  const Answer three =
      work(random_layers({"tanh", "tanh", "tanh"}, "squared_error", 47),
           {"--notation", "A"});
  CHECK(contains(three.out, "Note A has no symbols for such a network"));
}
