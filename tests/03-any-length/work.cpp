// ./book work 3: the reader's numbers through the whole of chapter 3.
#include "tests/work.hpp"

using namespace work_test;

const Subject& work_test::subject() {
  static const Subject chapter{"03-any-length", random_examples({7, 1, 2}),
                               check_recurrent, recurrent_loss};
  return chapter;
}

TEST_CASE("Work 3 prints numbers that come back, in the fewest digits") {
  Json e = random_example("tanh", "linear_squared_error", 3, 7);
  const Words all = tokens(work(e, {"--json", "--step", "0.1"}).out);
  CHECK(all.size() > 100);
  for (const std::string& token : all) {
    std::array<char, 40> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + 40,
                                   std::strtod(token.c_str(), nullptr));
    const std::string best(digits.data(), end.ptr);
    INFO(token);
    CHECK((token == best || token == best + ".0"));
  }
  // A network that hands its input on.
  e = J(R"({"hidden": "identity", "output": "linear_squared_error",
            "U": [[1]], "W": [[0]], "V": [[1]],
            "x": [[1e-308], [5e-324], [0.30000000000000004], [3], [1e22],
                  [-1e-5], [0.3333333333333333], [123456789012345680]]})");
  e["y"] = e["x"];
  CHECK(numbers(answer_to(e)["o"]) == numbers(e["x"]));
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
    check_refused(with(bad), "W, row 2, number 1 (line 1");
  for (const char* bad : {"0x10", "01", "1.", ".5", "+1", "1e", "'1'", ""})
    check_refused(with(bad), "W, row 2, number");
  for (const char* bad : {"null", "true", "\"a\"", "{}", "[]", "[1]"})
    check_refused(with(bad), "W, row 2, number 1: expected a number, got");
}

TEST_CASE("Targets need be no distribution but for softmax") {
  CHECK(work(example(J(R"({"output": "linear_squared_error",
      "y": [[1, 0, 0], [1, 0, 0], [1, 0, 0], [0.5, 0.5, 0.1]]})")))
            .code == 0);
}

TEST_CASE("A block is right up to 1e-6 of its norm, or the file's tolerance") {
  Json e = plain_example(3, 9);
  const Json truth = answer_to(e);
  for (const double off : {0.99e-6, 1.01e-6})
    CHECK(verdict(e, "dW", scaled(truth["dW"], 1 + off), off < 1e-6)["error"]
              .get<double>() == Approx(off).epsilon(1e-6));
  e["tolerance"] = 1e-3;
  verdict(e, "dW", scaled(truth["dW"], 1.0001), true);
}

TEST_CASE("Work 3 names the wrong block and the typical mistake in it") {
  const Json e = plain_example(4, 10);
  const oracle::Recurrent net = to_oracle(e);
  const Json truth = answer_to(e);
  const auto hint = [&](const std::string& key, const Json& mine) {
    return verdict(e, key, mine)["hint"].get<std::string>();
  };
  for (const char* key : {"dU", "dW", "dV", "db", "dc", "dh0", "dx"}) {
    const std::string is = std::string("your ") + key + " is the true one ";
    CHECK(hint(key, scaled(truth[key], -1)) == is + "with the opposite sign");
    CHECK(hint(key, scaled(truth[key], 0.25)) ==
          is + "divided by the number of steps");
    CHECK(hint(key, scaled(truth[key], 1.37)) == "");
  }
  const std::string is = "your dW is the true one ";
  // At few digits, too.
  for (const int digits : {6, 3, 2})
    CHECK(hint("dW", J(rounded(scaled(truth["dW"], 0.25), digits))) ==
          is + "divided by the number of steps");
  Json transposed = truth["dW"];
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) transposed[i][j] = truth["dW"][j][i];
  CHECK(hint("dW", transposed) == is + "transposed");

  // Truncated derivatives, from copies of the parameters at each step: what
  // L(t) adds through step t alone.
  Json at_once = scaled(truth["dW"], 0);
  oracle::Recurrent one = net;
  for (std::size_t t = 1; t <= 4; ++t) {
    one.weights.assign(4, 0);
    one.weights[t - 1] = 1;
    const Json part = oracle::complex_step(one).dW_at[t - 1];
    at_once = combined(at_once, part, std::plus<double>());
  }
  CHECK(hint("dW", at_once) == is + "without the recurrent term");
  CHECK(hint("dW", oracle::complex_step(net).dW_at[3]) ==
        is + "with the last step's term alone");
  CHECK(hint("dV", oracle::complex_step(one).dV) ==
        "your dV is the true one of the last step's loss alone");
}

TEST_CASE("Work 3 knows the output's slope where a matched pair has none") {
  const Json e = random_example("tanh", "sigmoid_cross_entropy", 4, 10);
  const Json y_hat = answer_to(e)["y_hat"];
  std::vector<double> dc(y_hat[0].size());
  for (std::size_t t = 0; t < 4; ++t)
    for (std::size_t k = 0; k < dc.size(); ++k) {
      const double said = y_hat[t][k], y = e["y"][t][k];
      dc[k] += (said - y) * said * (1 - said);
    }
  CHECK(verdict(e, "dc", dc)["hint"] ==
        "your dc is the true one with sigma'(o) multiplied to y_hat - y");
}

TEST_CASE("Not even the widths of a blank sheet say anything") {
  const auto blank = [](const char* W) {
    Json e = plain_example(3, 15);
    e["W"] = J(W);
    return without_given(work(e, {"--blank"}).out);
  };
  CHECK(blank("[[2, 0, 0], [0, 1e-8, 0], [5, 5, 5]]") ==
        blank("[[1, 0, 0], [0, 1e-9, 0], [7, 7, 7]]"));
}

TEST_CASE("A blank sheet judges the reader's gradients without their errors") {
  const Answer answer = work(example(J(R"({"dh0": [1, 2]})")), {"--blank"});
  CHECK(answer.code == 1);
  CHECK(std::regex_search(answer.out, std::regex("dh0 +____ +wrong")));
}

TEST_CASE("In a note's symbols the book's are not left over") {
  for (const std::string note : {"A", "B", "C", "D"}) {
    const std::string sheet = run({"--notation", note, "--step", "0.1"}).out;
    const std::string rest = sheet.substr(sheet.find("Given"));
    CHECK_FALSE(contains(rest, "h(1)"));
    CHECK_FALSE(contains(rest, "x(1)"));
    CHECK(contains(sheet, "In note " + note + "'s symbols"));
  }
}

TEST_CASE("Work 3 keeps wide matrices within a page") {
  Json wide = plain_example(2, 16);
  unrolled::Random random(17);
  wide["U"] = normal_rows(random, 3, 40);
  wide["x"] = normal_rows(random, 2, 40);
  const Answer answer = work(wide);
  CHECK(answer.code == 0);
  CHECK(widest_line(answer.out) <= 100);
  CHECK(contains(answer.out, "columns 1 to"));
  CHECK(contains(answer.out, "= U x(1) + "));
}
