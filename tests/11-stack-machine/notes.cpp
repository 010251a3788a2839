// Rows of the notes: what note E says of Turing machines.
#include "tests/notes.hpp"

#include "chapters/11-stack-machine/balanced.hpp"
#include "chapters/11-stack-machine/tape.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::stack_machine;

namespace {

Symbols nested(Index n) {
  Symbols word(n, 0);
  word.insert(word.end(), n, 1);
  return word;
}

// A table at random: k signs, s states, the last of which stops.
Turing random_table(Random& random, Index s, Index k) {
  Turing m;
  for (Index j = 0; j < s; ++j) m.states.push_back("q" + std::to_string(j));
  m.signs = std::string("_abcd").substr(0, k);
  for (Index j = 0; j + 1 < s; ++j)
    for (Index a = 0; a < k; ++a)
      m.rules[{j, a}] = {random.below(k), "LRS"[random.below(3)],
                         random.below(s)};
  return m;
}

Run run(const std::string& name, const std::string& word, Index head = 1) {
  const Turing m = read_turing(machine_file(name));
  return run_both(m, compile(machine_of(m)), tape_of(symbols_of(m, word), head),
                  4000);
}

// A 2-tag system: the word loses its first two letters and gets what belongs to
// the first of them, until that is the last letter, which says stop.
struct Tag {
  std::vector<Symbols> gets;  // letters are 1 .. n, and n + 1 to stop

  Symbols result(Symbols word) const {
    while (word.size() >= 2) {
      const Index first = word[0];
      word.erase(word.begin(), word.begin() + 2);
      if (first > gets.size()) break;
      const Symbols& more = gets[first - 1];
      word.insert(word.end(), more.begin(), more.end());
    }
    return word;
  }
  // How Rogozhin writes it: a letter is so many strokes.
  std::string letter(Index a) const {
    Index strokes = 1;
    for (Index j = 1; j < a; ++j) strokes += 2 * gets[j - 1].size();
    return std::string(strokes, '1');
  }
  std::string program() const {
    std::string text = "<b";
    for (Index i = gets.size(); i > 0; --i) {
      const Symbols& p = gets[i - 1];
      text += "b1";
      for (Index j = p.size(); j > 1; --j) text += "b" + letter(p[j - 1]) + "b";
      text += "b" + letter(p[0]).substr(letter(i).size());
    }
    return text + "b";
  }
  std::string written(const Symbols& word) const {
    std::string text;
    for (const Index a : word) text += (text.empty() ? "" : "c") + letter(a);
    return text;
  }
};

}  // namespace

TEST_CASE("A network judges a language that no finite automaton does",
          "[11.6][11.16][E6]") {
  const Network net = compile(balanced_machine());
  double wrong = 0;
  for (Index n = 0; n <= 60; ++n) {
    // An automaton with n states cannot tell n + 1 depths apart.
    Symbols word = nested(n);
    wrong += !judge<Rational>(net, word).accepted;
    word.push_back(1);
    wrong += judge<Rational>(net, word).accepted;
  }
  notes::answered("E6", wrong, 0);
}

TEST_CASE("Any table of a Turing machine is a network",
          "[11.19][11.20][11.16][E21][E22]") {
  Random random(7);
  double different = 0, steps = 0, of_network = 0;
  for (int i = 0; i < 60; ++i) {
    const Index s = 2 + random.below(3), k = 2 + random.below(3);
    const Turing m = random_table(random, s, k);
    Symbols word(6);
    for (Index& a : word) a = random.below(k);
    const Run both = run_both(m, compile(machine_of(m)), tape_of(word, 3), 40);
    different += static_cast<double>(both.different);
    steps += static_cast<double>(both.steps);
    of_network += static_cast<double>(both.network_steps);
  }
  REQUIRE(steps > 500);
  notes::holds("E21", different, 0);
  notes::holds("E22", of_network / steps - 4, 0);
}

TEST_CASE("Steps are linear in the input where the machine's are",
          "[11.16][E31]") {
  const auto growth = [](const std::string& name, const std::string& word) {
    return static_cast<double>(run(name, word + word).network_steps) /
           static_cast<double>(run(name, word).network_steps);
  };
  const double linear = growth("increment", std::string(16, '1')),
               square = growth("palindrome", std::string(16, 'a'));
  CHECK(linear < 2);
  CHECK(square > 3.5);
  notes::only_when(
      "E31", notes::Less{{"twice the input, steps of increment times", linear},
                         {"of palindrome", square}});
}

TEST_CASE("Exact numbers give the function itself", "[11.6][11.22][E23]") {
  const Network net = compile(balanced_machine());
  const auto wrong = [](const Verdict& v) { return v.accepted ? 0.0 : 1.0; };
  notes::only_when("E23", wrong(judge<double>(net, nested(14))),
                   wrong(judge<Rational>(net, nested(14))), 0);
}

TEST_CASE("A saturated unit says 0 or 1 by itself, one of tanh does not",
          "[11.6][11.17][E24]") {
  const Network net = with_input(compile(balanced_machine()));
  // The word is read sign by sign; the output is the unit `accepted`.
  const auto output = [&](const auto& unit) {
    std::vector<double> h(net.b.n_elem, 0.0);
    const auto go = [&](int x) {
      Vector z = net.W * Vector(h) + net.b;
      if (x >= 0) z += net.U.col(static_cast<Index>(x));
      for (Index i = 0; i < h.size(); ++i) h[i] = unit(z(i));
    };
    for (const int x : {1, 0, 2, -1}) go(x);
    for (Index t = 0; t < 3 * steps_of_one; ++t) go(-1);
    return h[net.main(2)];
  };
  const double line = output([](double z) { return sigma(z); });
  const double tanh =
      output([](double z) { return (1 + std::tanh(2 * z - 1)) / 2; });
  CHECK(line == 1);
  notes::only_when(
      "E24", notes::Less{{"distance of an output from 0 or 1, "
                          "saturated lines:",
                          1 - line},
                         {"tanh in their place:", std::min(tanh, 1 - tanh)}});
}

TEST_CASE("One network runs what its input specifies",
          "[11.6][E25][E32][long]") {
  const Turing m = read_turing(machine_file("universal"));
  const Network net = compile(machine_of(m));
  const std::vector<std::pair<Tag, Symbols>> some{
      {{{{1, 1}}}, {1, 1, 2}},
      {{{{1, 1}}}, {2, 1}},
      {{{{2, 2, 1}, {2, 2}}}, {3, 1}}};
  double wrong = 0;
  for (const auto& [tag, word] : some) {
    const std::string program = tag.program();
    const Run both = run_both(
        m, net,
        tape_of(symbols_of(m, program + tag.written(word)), program.size() + 1),
        4000);
    REQUIRE(both.stopped);
    Symbols result = tag.result(word);
    result.push_back(tag.gets.size() + 1);  // it leaves the stop behind
    const std::string text = text_of(m, both.tapes.back());
    wrong += static_cast<double>(both.different);
    wrong += !contains(text, "1c" + tag.written(result) + "  ");
  }
  notes::holds("E32", wrong, 0);
  notes::holds("E25",
               notes::Less{{"units of the network of a universal machine:",
                            static_cast<double>(net.b.n_elem)},
                           {"of the proof that it names:", 886}});
}

TEST_CASE("A stack has finitely many digits at each step, and no bound",
          "[11.2][11.22][E33]") {
  const auto places = [](Index n) {
    return static_cast<double>(number_of<Rational>(nested(n), 4).places());
  };
  notes::only_when(
      "E33", notes::Less{{"binary places for a word of 8 signs:", places(4)},
                         {"of 80:", places(40)}});
}
