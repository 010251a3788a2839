// ./book work 3: the reader's numbers through the whole of chapter 3.
#include "tests/work.hpp"

using namespace work_test;

namespace {

const std::string chapter = "03";
Json example() {
  return example_of("03-any-length");
}

const std::vector<std::string> block_names{"dU", "dW",  "dV", "db",
                                           "dc", "dh0", "dx"};

}  // namespace

TEST_CASE("Work 3 prints the keys of the contract and nothing else") {
  const Answer answer = run(chapter, {"--json"});
  CHECK(answer.code == 0);
  CHECK(answer.err.empty());
  CHECK(keys(answer.json()) ==
        std::vector<std::string>{"h", "o", "y_hat", "loss_t", "loss", "delta",
                                 "dU", "dW", "dV", "db", "dc", "dh0", "dx"});
  for (const char* key : {"h", "o", "y_hat", "loss_t", "delta", "dx"})
    CHECK(answer.json()[key].size() == 4);
}

TEST_CASE("Work 3 agrees with complex steps of an independent run") {
  for (const std::string& hidden : hiddens)
    for (const std::string& output : outputs)
      for (const std::size_t tau : {1u, 2u, 7u}) {
        const Json e = random_example(hidden, output, tau, 10 * tau + 3);
        const Answer answer = work(chapter, e, {"--json"});
        INFO(hidden << " " << output << " " << tau);
        REQUIRE(answer.code == 0);
        check_against_oracle(answer.json(), e);
      }
}

TEST_CASE("Work 3 takes absent b, c and h0 as zero") {
  Json e = random_example("tanh", "softmax_cross_entropy", 3, 5);
  for (const char* key : {"b", "c", "h0"}) e.erase(key);
  const Answer answer = work(chapter, e, {"--json"});
  REQUIRE(answer.code == 0);
  check_against_oracle(answer.json(), e);
}

TEST_CASE("Work 3 adds the parameters after a step and the new loss") {
  const Json e = random_example("sigmoid", "sigmoid_cross_entropy", 4, 6);
  const Answer answer = work(chapter, e, {"--json", "--step", "0.25"});
  REQUIRE(answer.code == 0);
  const Json got = answer.json();
  const std::vector<std::string> parameters{"U", "W", "V", "b", "c"};
  const Json after = stepped(e, got, 0.25, parameters);
  CHECK(keys(got["updated"]) ==
        std::vector<std::string>{"U", "W", "V", "b", "c", "loss"});
  for (const std::string& name : parameters)
    CHECK(error(got["updated"][name], after[name]) < 1e-15);
  CHECK(got["updated"]["loss"].get<double>() ==
        Approx(oracle::loss(to_oracle(after))).epsilon(1e-12));
}

TEST_CASE("Work 3 prints numbers that come back, in the fewest digits") {
  Json e = random_example("tanh", "linear_squared_error", 3, 7);
  const Answer answer = work(chapter, e, {"--json", "--step", "0.1"});
  REQUIRE(answer.code == 0);
  const std::vector<std::string> all = tokens(answer.out);
  CHECK(all.size() > 100);
  for (const std::string& token : all) {
    INFO(token);
    CHECK(shortest(token));
  }
  // A network that hands its input on.
  e = J(R"({"hidden": "identity", "output": "linear_squared_error",
            "U": [[1]], "W": [[0]], "V": [[1]], "x": [], "y": []})");
  const std::vector<double> awkward{1e-308, 5e-324,  0.1 + 0.2,         3, 1e22,
                                    -1e-5,  1.0 / 3, 123456789012345680};
  for (const double number : awkward) {
    e["x"].push_back({number});
    e["y"].push_back({number});
  }
  const Json got = work(chapter, e, {"--json"}).json();
  for (std::size_t t = 0; t < awkward.size(); ++t)
    CHECK(got["o"][t][0].get<double>() == awkward[t]);
}

TEST_CASE("Work 3 refuses files that are no worked example") {
  check_bad_files(chapter, example());
}

TEST_CASE("Work 3 refuses shapes that do not fit, and names the place") {
  const auto refuses = [](const std::string& key, const std::string& value,
                          const std::string& said) {
    Json e = example();
    e[key] = J(value);
    check_refused(chapter, e, said);
  };
  refuses("W", "[[1, 2], [3]]", "W, row 2: expected 2 numbers, got 1");
  refuses("W", "[[1, 2]]", "W: expected 2 rows, got 1");
  refuses("V", "[[1, 2, 3], [1, 2, 3], [1, 2, 3]]",
          "V, row 1: expected 2 numbers, got 3");
  refuses("h0", "[1, 2, 3]", "h0: expected 2 numbers, got 3");
  refuses("x", "[[1, 0], [0, 1], [1], [1, 1]]",
          "x, step 3: expected 2 numbers, got 1");
  refuses("x", "[]", "x: expected at least one step, got none");
  refuses("y", "[[1, 0, 0], [1, 0, 0]]",
          "y: expected 4 steps, got 2 (x has 4)");
  refuses("dU", "[[1, 2]]", "dU: expected 2 rows, got 1");
  refuses("dx", "[[1, 2]]", "dx: expected 4 steps, got 1");
  refuses("dh0", "1", "dh0: expected an array of numbers, got a number");
  refuses("b", "[[1], [2]]", "b, number 1: expected a number, got an array");
}

TEST_CASE("Work 3 refuses what is no finite number, and names the place") {
  const std::string good = example().dump();
  const std::string cell = "-0.4";
  REQUIRE(contains(good, cell));
  const auto with = [&](const std::string& bad) {
    std::string text = good;
    return text.replace(text.find(cell), cell.size(), bad);
  };
  for (const char* bad :
       {"NaN", "nan", "Infinity", "-Infinity", "1e999", "-1e999", "inf"})
    check_text_refused(chapter, with(bad), "W, row 2, number 1 (line 1");
  for (const char* bad : {"0x10", "01", "1.", ".5", "+1", "1e", "'1'", ""})
    check_text_refused(chapter, with(bad), "W, row 2, number");
  for (const char* bad : {"null", "true", "\"a\"", "{}", "[]", "[1]"})
    check_text_refused(chapter, with(bad),
                       "W, row 2, number 1: expected a number, got");
}

TEST_CASE("Work 3 refuses words it does not know, and names the key") {
  const auto with = [](const std::string& key, const Json& value) {
    Json e = example();
    e[key] = value;
    return e;
  };
  check_refused(chapter, with("hidden", "Tanh"),
                "hidden: expected tanh, relu, sigmoid or identity, got 'Tanh'");
  check_refused(chapter, with("output", "softmax"),
                "output: expected softmax_cross_entropy, ");
  check_refused(chapter, with("hidden", 3), "hidden: expected tanh,");
  check_refused(chapter, with("hiden", "tanh"),
                "unknown key 'hiden': did you mean hidden?");
  check_refused(chapter, with("W_hh", 1),
                "unknown key 'W_hh': did you mean W?");
  check_refused(chapter, with("threshold", 1), "unknown key 'threshold'");
}

TEST_CASE("Work 3 refuses softmax targets that are no distribution") {
  Json e = example();
  e["y"][3] = J("[0.5, 0.5, 0.1]");
  check_refused(chapter, e,
                "y, step 4: expected softmax targets that sum to 1, got 1.1");
  e["output"] = "linear_squared_error";
  CHECK(work(chapter, e).code == 0);
}

TEST_CASE("Work 3 refuses options that are none") {
  check_bad_options(chapter);
}

TEST_CASE("Work 3 names the step at which a run overflows") {
  const auto said = [](const Json& changes,
                       const std::vector<std::string>& words = {"--json"}) {
    Json e = example();
    e.update(changes);
    const Answer answer = work(chapter, e, words);
    CHECK(refused(answer, 1));
    return answer.err;
  };
  CHECK(said(J(R"({"W": [[1e308, 1e308], [1e308, 1e308]], "h0": [1, 1]})")) ==
        "z(1) is not finite: the forward pass overflowed at step 1\n");
  CHECK(said(J(R"({"hidden": "relu",
                   "W": [[1e150, 1e150], [1e150, 1e150]]})")) ==
        "z(3) is not finite: the forward pass overflowed at step 3\n");
  CHECK(said(J(R"({"V": [[1.7e308, 0], [-1.7e308, 0], [0, 0]]})")) ==
        "L(1) is not finite: the forward pass overflowed at step 1\n");
  CHECK(said(J(R"({"hidden": "identity", "output": "linear_squared_error",
                   "W": [[1e120, 0], [0, 0]], "h0": [0, 0],
                   "V": [[1e150, 0], [0, 0], [0, 0]], "b": [1e-130, 0],
                   "U": [[0, 0], [0, 0]]})")) ==
        "L(3) is not finite: the forward pass overflowed at step 3\n");
  CHECK(said(J(R"({"output": "linear_squared_error", "U": [[1e-300, 0], [0, 0]],
                   "x": [[1e300, 0], [1e300, 0], [1e300, 0], [1e300, 0]],
                   "y": [[1e100, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]})")) ==
        "dU is not finite: the sum over the steps overflowed at step 1\n");
  CHECK(said(J(R"({"output": "linear_squared_error"})"), {"--step", "1e200"}) ==
        "new L is not finite: the step overflowed\n");
}

TEST_CASE("Work 3 finds the reader's gradients right") {
  Json e = random_example("tanh", "softmax_cross_entropy", 4, 8);
  const Json truth = work(chapter, e, {"--json"}).json();
  for (const std::string& key : block_names) e[key] = truth[key];
  const Answer answer = work(chapter, e, {"--json"});
  CHECK(answer.code == 0);
  const Json compared = answer.json()["compared"];
  CHECK(keys(compared) == block_names);
  for (const std::string& key : block_names) {
    CHECK(compared[key]["error"] == 0.0);
    CHECK(compared[key]["right"] == true);
    CHECK(compared[key]["hint"] == "");
  }
  const Answer text = work(chapter, e);
  CHECK(text.code == 0);
  CHECK(contains(text.out, "Your gradients"));
  CHECK_FALSE(contains(text.out, "wrong"));
}

TEST_CASE("A block is right up to an error of 1e-6 of the true block's norm") {
  Json e = random_example("tanh", "softmax_cross_entropy", 3, 9);
  const Json truth = work(chapter, e, {"--json"}).json();
  for (const double off : {0.99e-6, 1.01e-6}) {
    e["dW"] = scaled(truth["dW"], 1 + off);
    const Answer answer = work(chapter, e, {"--json"});
    const Json compared = answer.json()["compared"];
    CHECK(answer.code == (off < 1e-6 ? 0 : 1));
    CHECK(compared["dW"]["right"] == (off < 1e-6));
    CHECK(compared["dW"]["error"].get<double>() == Approx(off).epsilon(1e-6));
    CHECK(keys(compared) == std::vector<std::string>{"dW"});
  }
}

TEST_CASE(
    "Work 3 names the wrong block and the typical "
    "mistake in it") {
  Json e = random_example("tanh", "softmax_cross_entropy", 4, 10);
  const oracle::Recurrent net = to_oracle(e);
  const Json truth = work(chapter, e, {"--json"}).json();
  const auto hint = [&](const std::string& key, const Json& mine) {
    Json with = e;
    with[key] = mine;
    const Answer answer = work(chapter, with, {"--json"});
    CHECK(answer.code == 1);
    CHECK(answer.err.empty());
    const Json verdict = answer.json()["compared"][key];
    CHECK(verdict["right"] == false);
    const Answer text = work(chapter, with);
    CHECK(text.code == 1);
    CHECK(contains(text.out, "wrong"));
    CHECK(contains(text.out, verdict["hint"].get<std::string>()));
    return verdict["hint"].get<std::string>();
  };
  for (const std::string& key : block_names) {
    CHECK(hint(key, scaled(truth[key], -1)) ==
          "your " + key + " is the true one with the opposite sign");
    CHECK(hint(key, scaled(truth[key], 0.25)) ==
          "your " + key +
              " is the true one divided by the number of "
              "steps");
    CHECK(hint(key, scaled(truth[key], 1.37)) == "");
  }
  Json transposed = truth["dW"];
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) transposed[i][j] = truth["dW"][j][i];
  CHECK(hint("dW", transposed) == "your dW is the true one transposed");

  // Truncated derivatives, from copies of the parameters
  // at each step: what L(t) adds through step t alone.
  const oracle::Gradients g = oracle::complex_step(net);
  Json at_once = scaled(truth["dW"], 0), last_step = json_of(g.dW_at[3]);
  for (std::size_t t = 1; t <= 4; ++t) {
    oracle::Recurrent one = net;
    one.weights.assign(4, 0);
    one.weights[t - 1] = 1;
    const oracle::RealMat part = oracle::complex_step(one).dW_at[t - 1];
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j)
        at_once[i][j] = at_once[i][j].get<double>() + part[i][j];
  }
  CHECK(hint("dW", at_once) ==
        "your dW is the true one without the recurrent "
        "term");
  CHECK(hint("dW", last_step) ==
        "your dW is the true one with the last step's "
        "term alone");
  oracle::Recurrent last = net;
  last.weights = {0, 0, 0, 1};
  CHECK(hint("dV", json_of(oracle::complex_step(last).dV)) ==
        "your dV is the true one of the last step's loss "
        "alone");
}

TEST_CASE(
    "Where the true block is zero the error is the norm "
    "of the given") {
  Json e = random_example("tanh", "linear_squared_error", 2, 11);
  e["V"] = J("[[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]");
  e["dW"] = J("[[3e-13, 0, 0], [0, 4e-13, 0], [0, 0, 0]]");
  Answer answer = work(chapter, e, {"--json"});
  CHECK(answer.code == 0);
  CHECK(answer.json()["compared"]["dW"]["error"].get<double>() ==
        Approx(5e-13).epsilon(1e-9));
  e["dW"] = J("[[3, 0, 0], [0, 4, 0], [0, 0, 0]]");
  answer = work(chapter, e, {"--json"});
  CHECK(answer.code == 1);
  CHECK(answer.json()["compared"]["dW"]["error"] == 5.0);
  e["dW"] =
      J("[[1e308, 1e308, 1e308], [1e308, 0, 0], [0, 0, "
        "0]]");
  answer = work(chapter, e, {"--json"});
  CHECK(answer.code == 1);
  CHECK(answer.json()["compared"]["dW"]["right"] == false);
}

TEST_CASE("Work 3 finds numbers right that were copied from its sheet") {
  const Json e = random_example("tanh", "softmax_cross_entropy", 4, 18);
  const Json truth = work(chapter, e, {"--json"}).json();
  for (const int digits : {6, 3, 2}) {
    std::string text = e.dump();
    text.pop_back();
    for (const std::string& key : block_names)
      text += ", \"" + key + "\": " + rounded(truth[key], digits);
    const Answer answer = work_text(chapter, text + "}");
    INFO(answer.out);
    CHECK(answer.code == 0);
    // And the mistake is named at as many digits.
    const Json wrong = scaled(truth["dW"], 0.25);
    const Answer judged =
        work_text(chapter,
                  text.substr(0, text.find(", \"dU\"")) +
                      ", \"dW\": " + rounded(wrong, digits) + "}",
                  {"--json"});
    CHECK(judged.code == 1);
    CHECK(judged.json()["compared"]["dW"]["hint"] ==
          "your dW is the true one divided by the number of steps");
  }
}

TEST_CASE("Work 3 judges to the file's tolerance when it has one") {
  Json e = random_example("tanh", "softmax_cross_entropy", 3, 19);
  e["db"] = work(chapter, e, {"--json"}).json()["db"];
  e["db"][0] = e["db"][0].get<double>() * 1.0001;
  CHECK(work(chapter, e).code == 1);
  e["tolerance"] = 1e-3;
  CHECK(work(chapter, e).code == 0);
  for (const char* bad : {"0", "-1", "\"a\"", "[1]"}) {
    e["tolerance"] = J(bad);
    check_refused(chapter, e, "tolerance: expected a number");
  }
}

TEST_CASE("Work 3 leaves every result out of a blank sheet") {
  for (const std::string& hidden : hiddens)
    check_blank(chapter,
                random_example(hidden, "softmax_cross_entropy", 3, 12));
  check_blank(chapter, random_example("tanh", "sigmoid_cross_entropy", 2, 13));
  check_blank(chapter, random_example("tanh", "linear_squared_error", 2, 14));
  // Not even the widths say anything.
  Json one = random_example("tanh", "softmax_cross_entropy", 3, 15), two = one;
  two["W"] = J("[[1, 0, 0], [0, 1e-9, 0], [7, 7, 7]]");
  one["W"] = J("[[2, 0, 0], [0, 1e-8, 0], [5, 5, 5]]");
  CHECK(without_given(work(chapter, one, {"--blank"}).out) ==
        without_given(work(chapter, two, {"--blank"}).out));
}

TEST_CASE(
    "A blank sheet judges the reader's gradients without "
    "their errors") {
  Json e = example();
  e["dh0"] = J("[1, 2]");
  const Answer answer = work(chapter, e, {"--blank"});
  CHECK(answer.code == 1);
  CHECK(std::regex_search(answer.out, std::regex("dh0 +____ +wrong")));
}

TEST_CASE("Work 3 speaks the symbols of each note") {
  const auto sheet = [](const std::string& note) {
    const Answer answer = run(chapter, {"--notation", note, "--step", "0.1"});
    CHECK(answer.code == 0);
    return answer.out;
  };
  const std::string book = run(chapter, {"--step", "0.1"}).out;
  CHECK(contains(book, "z(2) = U x(2) + W h(1) + b"));
  CHECK(contains(book, "delta(3) = V^T dL/do(3) + W^T dL/dz(4)"));
  CHECK(contains(sheet("A"), "z_2 = U X_2 + W h_1 + b"));
  CHECK(contains(sheet("A"), "y^_1 = softmax(o_1)"));
  CHECK(contains(sheet("B"), "z_2 = Wx X_2 + Ws S_1 + b1"));
  CHECK(contains(sheet("B"), "O_2 = W0 S_2 + b2"));
  CHECK(contains(sheet("B"), "new Ws = Ws - eta dL/dWs"));
  CHECK(contains(sheet("C"), "z^(2) = U x^(2) + W h^(1) + b"));
  CHECK(contains(sheet("C"), "dL/dz^(2) = (1 - (h^(2))^2) (.) delta^(2)"));
  CHECK(contains(sheet("D"), "z_2 = W_xh x_2 + W_hh h_1 + b_h"));
  CHECK(contains(sheet("D"), "o_2 = W_hy h_2 + b_y"));
  CHECK(contains(sheet("D"), "dL/dW_hh = sum over t = 1 .. 4 of"));
  CHECK(contains(sheet("E"), "a(2) = U x(2) + W h(1) + b"));
  CHECK(contains(sheet("E"), "h(2) = tanh(a(2))"));
  CHECK(sheet("b") == sheet("B"));
  for (const char* note : {"A", "B", "C", "D"}) {
    const std::string rest = sheet(note).substr(sheet(note).find("Given"));
    CHECK_FALSE(contains(rest, "h(1)"));
    CHECK_FALSE(contains(rest, "x(1)"));
    CHECK(contains(sheet(note), std::string("In note ") + note + "'s symbols"));
  }
}

TEST_CASE(
    "Work 3 keeps within a page and names equations that "
    "exist") {
  const std::string sheet = run(chapter, {"--step", "0.1"}).out;
  CHECK(widest_line(sheet) <= 100);
  check_equations(sheet);
  Json wide = random_example("tanh", "softmax_cross_entropy", 2, 16);
  unrolled::Random random(17);
  const std::size_t N = 40;
  for (Json& row : wide["U"]) {
    row = Json::array();
    for (std::size_t j = 0; j < N; ++j) row.push_back(random.normal());
  }
  for (Json& step : wide["x"]) {
    step = Json::array();
    for (std::size_t j = 0; j < N; ++j) step.push_back(random.normal());
  }
  const Answer answer = work(chapter, wide);
  CHECK(answer.code == 0);
  CHECK(widest_line(answer.out) <= 100);
  CHECK(contains(answer.out, "columns 1 to"));
  CHECK(contains(answer.out, "= U x(1) + "));
}
