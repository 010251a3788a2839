// ./book work 1: the reader's numbers through backpropagation.
#include "tests/work.hpp"
#include "tests/oracle/layered.hpp"

using namespace work_test;

namespace {

const std::string chapter = "01";
Json example() {
  return example_of("01-backpropagation");
}

// Layers of 2, 4, 3, 5 units: no two neighbours agree.
Json random_layers(const std::vector<std::string>& activation,
                   const std::string& loss, std::uint64_t seed) {
  unrolled::Random random(seed);
  const std::vector<std::size_t> sizes{2, 4, 3, 5};
  const auto vector = [&](std::size_t n) {
    std::vector<double> v(n);
    for (double& entry : v) entry = random.normal();
    return v;
  };
  Json e{{"activation", activation}, {"loss", loss}};
  for (std::size_t l = 1; l <= activation.size(); ++l) {
    Json W = Json::array();
    for (std::size_t i = 0; i < sizes[l]; ++i)
      W.push_back(vector(sizes[l - 1]));
    e["W"].push_back(W);
    e["b"].push_back(vector(sizes[l]));
  }
  e["x"] = vector(sizes[0]);
  std::vector<double> y = vector(sizes[activation.size()]);
  double sum = 0;
  for (double& entry : y) sum += entry = std::abs(entry);
  if (loss == "softmax_cross_entropy")
    for (double& entry : y) entry /= sum;
  e["y"] = y;
  return e;
}

oracle::Layered to_layered(const Json& e) {
  oracle::Layered net;
  for (const Json& W : e["W"]) net.W.push_back(to_oracle_rows(W));
  for (std::size_t l = 0; l < net.W.size(); ++l)
    net.b.push_back(e.contains("b") ? to_oracle_vector(e["b"][l])
                                    : oracle::Vec(net.W[l].size()));
  net.activation = e["activation"].is_string()
                       ? std::vector<std::string>(net.W.size(), e["activation"])
                       : e["activation"].get<std::vector<std::string>>();
  net.x = to_oracle_vector(e["x"]);
  net.y = to_oracle_vector(e["y"]);
  net.loss = e["loss"];
  return net;
}

void check_against_layers(const Json& got, const Json& e) {
  constexpr double tolerance = 1e-12;
  const oracle::Layered net = to_layered(e);
  const oracle::LayeredTrace trace = oracle::run(net);
  const oracle::LayeredGradients g = oracle::complex_step(net);
  const std::size_t L = net.W.size();
  REQUIRE(got["z"].size() == L);
  REQUIRE(got["a"].size() == L);
  REQUIRE(got["dW"].size() == L);
  for (std::size_t l = 1; l <= L; ++l) {
    INFO("layer " << l);
    oracle::Vec a = trace.a[l];
    if (l == L && net.loss == "softmax_cross_entropy")
      a = oracle::softmax(trace.z[l - 1]);
    CHECK(error(got["z"][l - 1], json_of(oracle::real(trace.z[l - 1]))) <
          tolerance);
    CHECK(error(got["a"][l - 1], json_of(oracle::real(a))) < tolerance);
    CHECK(error(got["delta"][l - 1], json_of(g.delta[l - 1])) < tolerance);
    CHECK(error(got["dW"][l - 1], json_of(g.dW[l - 1])) < tolerance);
    CHECK(error(got["db"][l - 1], json_of(g.db[l - 1])) < tolerance);
  }
  CHECK(got["loss"].get<double>() ==
        Approx(trace.loss.real()).epsilon(tolerance));
}

}  // namespace

TEST_CASE("Work 1 prints the keys of the contract and nothing else") {
  const Answer answer = run(chapter, {"--json"});
  CHECK(answer.code == 0);
  CHECK(answer.err.empty());
  std::vector<std::string> got = keys(answer.json());
  std::sort(got.begin(), got.end());
  CHECK(got == std::vector<std::string>{"a", "dW", "db", "delta", "loss", "z"});
}

TEST_CASE("Work 1 agrees with complex steps of an independent run") {
  for (const char* loss : {"squared_error", "softmax_cross_entropy"})
    for (const auto& activation :
         std::vector<std::vector<std::string>>{{"sigmoid", "tanh", "relu"},
                                               {"relu", "identity", "sigmoid"},
                                               {"tanh", "sigmoid", "tanh"},
                                               {"tanh", "identity"},
                                               {"sigmoid"}}) {
      const Json e = random_layers(activation, loss, 41);
      const Answer answer = work(chapter, e, {"--json"});
      REQUIRE(answer.code == 0);
      check_against_layers(answer.json(), e);
    }
}

TEST_CASE("Work 1 takes one word for all layers, and absent b as zero") {
  Json e = random_layers({"tanh", "tanh", "tanh"}, "squared_error", 42);
  const std::string three = work(chapter, e, {"--json"}).out;
  e["activation"] = "tanh";
  CHECK(work(chapter, e, {"--json"}).out == three);
  e.erase("b");
  check_against_layers(work(chapter, e, {"--json"}).json(), e);
}

TEST_CASE("The published example comes out to its printed digits") {
  Json e = example();
  const Json got = work(chapter, e, {"--json", "--step", "0.5"}).json();
  const auto printed = [](const Json& v, int digits) {
    std::ostringstream text;
    text << std::setprecision(digits) << v.get<double>();
    return text.str();
  };
  CHECK(printed(got["a"][0][0], 9) == "0.593269992");
  CHECK(printed(got["a"][0][1], 9) == "0.596884378");
  CHECK(printed(got["a"][1][0], 8) == "0.75136507");
  CHECK(printed(got["a"][1][1], 9) == "0.772928465");
  CHECK(printed(got["loss"], 9) == "0.298371109");
  const Json W = got["updated"]["W"];
  CHECK(printed(W[0][0][0], 9) == "0.149780716");
  CHECK(printed(W[0][0][1], 8) == "0.19956143");
  CHECK(printed(W[0][1][0], 8) == "0.24975114");
  CHECK(printed(W[0][1][1], 8) == "0.29950229");
  CHECK(printed(W[1][0][0], 8) == "0.35891648");
  CHECK(printed(W[1][0][1], 9) == "0.408666186");
  CHECK(printed(W[1][1][0], 8) == "0.51130127");
  CHECK(printed(W[1][1][1], 9) == "0.561370121");
}

TEST_CASE("Work 1 adds the parameters after a step and the new loss") {
  const Json e =
      random_layers({"tanh", "sigmoid", "relu"}, "softmax_cross_entropy", 43);
  const Json got = work(chapter, e, {"--json", "--step", "0.3"}).json();
  const Json after = stepped(e, got, 0.3, {"W", "b"});
  CHECK(keys(got["updated"]) == std::vector<std::string>{"W", "b", "loss"});
  for (const char* name : {"W", "b"})
    CHECK(error(got["updated"][name], after[name]) < 1e-15);
  CHECK(got["updated"]["loss"].get<double>() ==
        Approx(oracle::loss(to_layered(after))).epsilon(1e-12));
}

TEST_CASE("Work 1 refuses files that are no worked example") {
  check_bad_files(chapter, example());
}

TEST_CASE("Work 1 refuses options that are none") {
  check_bad_options(chapter);
}

TEST_CASE("Work 1 refuses shapes that do not fit, and names the place") {
  const auto refuses = [](const std::string& key, const std::string& value,
                          const std::string& said) {
    Json e = example();
    e[key] = J(value);
    check_refused(chapter, e, said);
  };
  refuses("W", "[[[1, 2], [3, 4]], [[1, 2, 3], [4, 5, 6]]]",
          "W[2], row 1: expected 2 numbers, got 3");
  refuses("W", "[[[1, 2], [3, 4]], [[1, 2], [4]]]",
          "W[2], row 2: expected 2 numbers, got 1");
  refuses("W", "[[1, 2], [3, 4]]",
          "W[1], row 1: expected an array of numbers, got a number");
  refuses("W", "[[[[1]]]]",
          "W[1], row 1, number 1: expected a number, got an array");
  refuses("W", "[]", "W: expected at least one layer, got none");
  refuses("W", "[[[1, 2], [3, 4]], []]",
          "W[2]: expected at least one row, got none");
  refuses("b", "[[1, 2]]", "b: expected 2 layers, got 1");
  refuses("b", "0", "b: expected an array of layers, got a number");
  refuses("x", "[[1, 2]]", "x, number 1: expected a number, got an array");
  refuses("y", "[1, 2, 3]", "y: expected 2 numbers, got 3");
  refuses("activation", "\"foo\"",
          "activation: expected sigmoid, tanh, relu or identity, got 'foo'");
  refuses("activation", "[\"tanh\"]", "activation: expected 2 layers, got 1");
  refuses("loss", "\"mse\"",
          "loss: expected squared_error or softmax_cross_entropy, got 'mse'");
  refuses("dW", "[[[1, 2], [3, 4]]]", "dW: expected 2 layers, got 1");
  refuses("db", "[[1, 2], [3]]", "db[2]: expected 2 numbers, got 1");
  Json e = example();
  e["loss"] = "softmax_cross_entropy";
  e["y"] = J("[0.5, 0.6]");
  check_refused(chapter, e, "y: expected softmax targets that sum to 1");
  e["y"] = J("[1.5, -0.5]");
  check_refused(chapter, e, "y: expected softmax targets not below 0");
}

TEST_CASE("Work 1 compares the reader's gradients layer by layer") {
  Json e = random_layers({"tanh", "sigmoid", "tanh"}, "squared_error", 44);
  const Json truth = work(chapter, e, {"--json"}).json();
  e["dW"] = truth["dW"];
  e["db"] = truth["db"];
  Answer answer = work(chapter, e, {"--json"});
  CHECK(answer.code == 0);
  CHECK(keys(answer.json()["compared"]) ==
        std::vector<std::string>{"dW", "db"});
  CHECK(answer.json()["compared"]["dW"]["right"] == true);

  // sigma'(z) of the last layer left out, there alone.
  const Json a = truth["a"];
  for (std::size_t i = 0; i < 5; ++i) {
    const double miss = a[2][i].get<double>() - e["y"][i].get<double>();
    e["db"][2][i] = miss;
    for (std::size_t j = 0; j < 3; ++j)
      e["dW"][2][i][j] = miss * a[1][j].get<double>();
  }
  answer = work(chapter, e, {"--json"});
  CHECK(answer.code == 1);
  const Json compared = answer.json()["compared"];
  CHECK(compared["dW"]["right"] == false);
  CHECK(compared["dW"]["hint"] ==
        "layer 3: your dW is the true one without sigma'(z) of the last "
        "layer");
  CHECK(compared["db"]["hint"] ==
        "layer 3: your db is the true one without sigma'(z) of the last "
        "layer");
  CHECK(compared["dW"]["error"].get<double>() ==
        Approx(error(e["dW"][2], truth["dW"][2])).epsilon(1e-9));
  const Answer text = work(chapter, e);
  CHECK(text.code == 1);
  CHECK(std::regex_search(text.out, std::regex("dW, layer 2 +\\S+ +right")));
  CHECK(std::regex_search(text.out, std::regex("dW, layer 3 +\\S+ +wrong: ")));
}

TEST_CASE("Work 1 names the layer at which a run overflows") {
  Json e = example();
  e["activation"] = "identity";
  e["W"] = J("[[[1e300, 1e300], [1, 1]], [[1e300, 1], [1, 1]]]");
  Answer answer = work(chapter, e);
  CHECK(refused(answer, 1));
  CHECK(answer.err ==
        "z(2) is not finite: the forward pass overflowed in layer 2\n");
  answer = work(chapter, example(), {"--step", "1e308", "--json"});
  CHECK(answer.code == 0);  // a sigmoid saturates: its loss is finite
  e = example();
  e["activation"] = "identity";
  answer = work(chapter, e, {"--step", "1e200"});
  CHECK(refused(answer, 1));
  CHECK(answer.err == "new J is not finite: the step overflowed\n");
}

TEST_CASE("Work 1 leaves every result out of a blank sheet") {
  check_blank(chapter,
              random_layers({"tanh", "sigmoid", "tanh"}, "squared_error", 45));
  Json e = random_layers({"relu", "tanh"}, "squared_error", 46);
  check_blank(chapter, e);
}

TEST_CASE("Work 1 speaks note C's symbols, and note A's for its static net") {
  const auto sheet = [](const std::string& note) {
    const Answer answer = run(chapter, {"--notation", note, "--step", "1"});
    CHECK(answer.code == 0);
    return answer.out;
  };
  const std::string book = run(chapter, {"--step", "1"}).out;
  CHECK(contains(book, "z^2 = W^2 a^1 + b^2"));
  CHECK(contains(book, "delta^1 = ((W^2)^T delta^2) (.) a^1 (.) (1 - a^1)"));
  CHECK(contains(book, "dJ/dW^2 = delta^2 (a^1)^T"));
  CHECK(contains(sheet("A"), "z^1 = W x + b"));
  CHECK(contains(sheet("A"), "z^2 = V h + c"));
  CHECK(contains(sheet("A"), "y^ = sigmoid(z^2)"));
  for (const std::string note : {"B", "D", "E"}) {
    CHECK(contains(sheet(note), "Note " + note +
                                    " has no symbols for such a network: note "
                                    "C's are used"));
    CHECK(contains(sheet(note), "z^2 = W^2 a^1 + b^2"));
  }
  const Answer three = work(
      chapter, random_layers({"tanh", "tanh", "tanh"}, "squared_error", 47),
      {"--notation", "A"});
  CHECK(contains(three.out, "Note A has no symbols for such a network"));
  CHECK(widest_line(book) <= 100);
  check_equations(book);
}
