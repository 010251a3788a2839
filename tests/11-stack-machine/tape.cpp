// Turing machines: the table, the network, and what is refused.
#include "chapters/11-stack-machine/tape.hpp"

#include "common/data.hpp"
#include "tests/near.hpp"
#include "tests/scratch.hpp"

using namespace unrolled;
using namespace unrolled::stack_machine;

namespace {

struct Book {
  Turing m;
  Network net;
  explicit Book(const std::string& name)
      : m(read_turing(machine_file(name))), net(compile(machine_of(m))) {}
  Run run(const std::string& word, Index head = 1, Index limit = 3000) const {
    return run_both(m, net, tape_of(symbols_of(m, word), head), limit);
  }
  // What stands on the tape at the end, without the head.
  std::string left_by(const std::string& word) const {
    const Tape tape = run(word).tapes.back();
    std::string text;
    for (const Index a : tape.left) text += m.signs[a];
    for (Index i = tape.right.size(); i-- > 0;) text += m.signs[tape.right[i]];
    return text;
  }
};

std::string binary(Index n) {
  return n == 0 ? "" : binary(n / 2) + char('0' + n % 2);
}

std::string refused(const std::string& text) {
  return refusal<InputError>([&] { parse_turing(text, "mine.tm"); });
}

}  // namespace

TEST_CASE("Three machines and their networks have one tape at every step",
          "[11.19][11.20][11.16]") {
  const Book increment("increment"), palindrome("palindrome"), copier("copier");
  for (Index n = 1; n < 40; ++n) {
    const Run run = increment.run(binary(n));
    REQUIRE(run.stopped);
    REQUIRE(run.different == 0);
    REQUIRE(run.network_steps == 4 * run.steps);
    REQUIRE(increment.left_by(binary(n)) == binary(n + 1));
  }
  for (Index bits = 0; bits < 32; ++bits)
    for (Index n = 0; n <= 5; ++n) {
      std::string word;
      for (Index i = 0; i < n; ++i) word += bits >> i & 1 ? 'a' : 'b';
      const Run run = palindrome.run(word);
      REQUIRE(run.stopped);
      REQUIRE(run.different == 0);
      const std::string back(word.rbegin(), word.rend());
      REQUIRE(palindrome.m.states[run.tapes.back().state] ==
              (word == back ? "yes" : "no"));
    }
  for (Index n = 1; n <= 5; ++n) {
    const std::string ones(n, '1');
    REQUIRE(copier.run(ones).different == 0);
    REQUIRE(copier.left_by(ones) == ones + "_" + ones);
  }
}

TEST_CASE("A wrong network is not taken for the machine", "[11.19][11.20]") {
  const Book right("palindrome");
  Network wrong = right.net;
  wrong.W.row(wrong.stack(1)).zeros();
  const Tape word = tape_of(symbols_of(right.m, "abba"));
  Index different = 0;
  try {
    different = run_both(right.m, wrong, word, 50).different;
  } catch (const std::domain_error&) {
    different = 1;
  }
  CHECK(different > 0);
}

TEST_CASE("A table that is none is refused with its line") {
  const std::string rule = "blank _\na 0 -> 1 R a\n";
  CHECK(parse_turing(rule, "mine.tm").rules.size() == 1);
  CHECK(refused("") == "mine.tm:1: expected a rule, got the end of the file");
  CHECK(refused("a 0 -> 1 R a\n") ==
        "mine.tm:1: expected 'blank' and a sign before the first rule, got 'a "
        "0 -> 1 R a'");
  CHECK(refused("blank __\n") ==
        "mine.tm:1: expected a sign, one printable character, got '__'");
  CHECK(refused(rule + "a 1 1 R a\n") ==
        "mine.tm:3: expected 'state sign -> sign move state', got 'a 1 1 R a'");
  CHECK(refused(rule + "# more\n\na 1 -> 1 X a\n") ==
        "mine.tm:5: expected the move L, R or S, got 'X'");
  CHECK(refused(rule + "a 0 -> 0 L b\n") ==
        "mine.tm:3: a second rule for 'a 0'");
  std::string many = "blank _\n";
  for (int i = 0; i < 101; ++i) {
    const std::string n = std::to_string(i);
    many += "s" + n + " 0 -> 0 R s" + n + "\n";
  }
  CHECK(contains(refused(many), "expected at most 200 pairs"));
  CHECK_THROWS_AS(read_turing("no-such.tm"), InputError);
}

TEST_CASE(
    "A sign that the machine has not is refused, and a head off the word") {
  const Turing m = read_turing(machine_file("increment"));
  CHECK(refusal([&] { symbols_of(m, "12"); }) ==
        "input: expected signs of '_01', got '2'");
  CHECK(refusal([&] { symbols_of(m, "1é1"); }) ==
        "input: expected signs of '_01', got 'é'");
  CHECK(refusal([&] { tape_of(symbols_of(m, "11"), 4); }) ==
        "head: expected 1 to 3, got 4");
  CHECK(text_of(m, tape_of(symbols_of(m, "101"), 2)) == "1[0]1  right");
  CHECK(text_of(m, tape_of({}, 1)) == "[_]  right");
}
