// The network of a machine with two stacks.
#include "chapters/11-stack-machine/network.hpp"

#include <map>

#include "chapters/11-stack-machine/balanced.hpp"
#include "chapters/11-stack-machine/words.hpp"
#include "tests/near.hpp"

using namespace unrolled;
using namespace unrolled::stack_machine;

namespace {

Symbols word_of(Index n, Index bits) {
  Symbols word;
  for (Index i = 0; i < n; ++i) word.push_back(bits >> i & 1);
  return word;
}

// A machine whose every configuration does something else.
Machine random_machine(Random& random, Index s, Index k) {
  std::vector<std::string> names;
  for (Index j = 0; j < s; ++j) names.push_back("s" + std::to_string(j));
  Machine m(names, k);
  for (auto& operations : m.operations) {
    operations.push_back({true, {}});
    for (Index a = 0; a < k; ++a) {
      operations.push_back({false, {a}});
      operations.push_back({true, {a}});
      operations.push_back({true, {a, k - 1 - a}});
    }
  }
  for (Rule& rule : m.rules)
    rule = {random.below(s),
            {random.below(m.operations[0].size()),
             random.below(m.operations[1].size())}};
  return m;
}

void do_it(const Operation& op, Symbols& stack) {
  if (op.pop && !stack.empty()) stack.pop_back();
  stack.insert(stack.end(), op.push.begin(), op.push.end());
}

Index top_of(const Symbols& stack) {
  return stack.empty() ? 0 : stack.back() + 1;
}

}  // namespace

TEST_CASE("The network does what the rules say, on any machine",
          "[11.6][11.7][11.8][11.9][11.10][11.11][11.12][11.13][11.14][11.15]"
          "[11.16]") {
  const Index s = GENERATE(1u, 2u, 4u), k = GENERATE(1u, 2u, 3u);
  Random random(10 * s + k);
  const Machine m = random_machine(random, s, k);
  CHECK(m.rules.size() == s * (k + 1) * (k + 1));
  const Network net = compile(m);
  Index state = random.below(s);
  std::array<Symbols, 2> stacks{{{0, k - 1}, {}}};
  const double B = base_of(k);
  std::vector<Rational> h = at<Rational>(
      net, {state, {number_of<Rational>(stacks[0], B), Rational(0)}});
  for (int t = 0; t < 60; ++t) {
    const Rule& rule =
        m.rules[m.place(state, {top_of(stacks[0]), top_of(stacks[1])})];
    state = rule.next;
    for (Index i = 0; i < 2; ++i)
      do_it(m.operations[i][rule.does[i]], stacks[i]);
    h = macro_step(net, h);
    const Place<Rational> place = place_of(net, h);
    REQUIRE(place.state == state);
    for (Index i = 0; i < 2; ++i)
      REQUIRE(place.q[i] == number_of<Rational>(stacks[i], B));
    // Nothing else is left of the step.
    REQUIRE(h == at(net, place));
  }
}

TEST_CASE("The network of parentheses has 63 units", "[11.21]") {
  const Network net = compile(balanced_machine());
  CHECK(net.b.n_elem == 63);
  CHECK(net.units.size() == 63);
  for (const Index s : {1u, 3u})
    for (const Index k : {1u, 2u, 3u}) {
      Random random(3);
      const Network other = compile(random_machine(random, s, k));
      const Index m = other.operations[0] + other.operations[1];
      CHECK(other.b.n_elem ==
            (s + 1) + (s + 2 * k + 2) + s * (k + 1) * (k + 1) + (s + m));
    }
}

TEST_CASE("It judges every word up to ten signs as a counter does",
          "[11.6][11.16]") {
  const Network net = compile(balanced_machine());
  Index words = 0, accepted = 0;
  for (Index n = 0; n <= 10; ++n)
    for (Index bits = 0; bits < Index{1} << n; ++bits, ++words) {
      const Symbols word = word_of(n, bits);
      const Verdict v = judge<Rational>(net, word);
      REQUIRE(v.accepted == is_balanced(word));
      REQUIRE(v.rejected == !v.accepted);
      REQUIRE(judge<double>(net, word).accepted == v.accepted);
      accepted += v.accepted;
    }
  CHECK(words == 2047);
  CHECK(accepted == 1 + 1 + 2 + 5 + 14 + 42);  // Catalan's numbers
}

TEST_CASE("A step of the machine for each sign, and one for the end",
          "[11.16]") {
  const Network net = compile(balanced_machine());
  const auto steps = [&](const std::string& word, bool accepted) {
    const Verdict v = judge<Rational>(net, parentheses(word));
    REQUIRE(v.accepted == accepted);
    return v.macro_steps;
  };
  CHECK(steps("", true) == 1);
  CHECK(steps("()", true) == 3);
  CHECK(steps("(()())", true) == 7);
  CHECK(steps("(()", false) == 4);
  CHECK(steps(")(", false) == 1);
}

TEST_CASE("A word of any length is judged, and in a double it is lost",
          "[11.6][11.22]") {
  const Network net = compile(balanced_machine());
  const auto nested = [](Index n) {
    Symbols word(n, 0);
    word.insert(word.end(), n, 1);
    return word;
  };
  CHECK(judge<Rational>(net, nested(100)).accepted);
  CHECK(judge<double>(net, nested(13)).accepted);
  CHECK_FALSE(judge<double>(net, nested(14)).accepted);
}

TEST_CASE("Signs that are no parentheses are refused with their place") {
  CHECK(refusal([] { parentheses("(a)"); }) ==
        "word: expected ( and ), got 'a' at place 2");
  CHECK(refusal([] { parentheses("（）"); }) ==
        "word: expected ( and ), got '（）' at place 1");
}

TEST_CASE("The network can read its word sign by sign",
          "[11.17][11.18][11.6]") {
  const Network net = compile(balanced_machine()), reader = with_input(net);
  REQUIRE(reader.b.n_elem == 66);
  for (Index n = 0; n <= 6; ++n)
    for (Index bits = 0; bits < Index{1} << n; ++bits) {
      const Symbols word = word_of(n, bits);
      std::vector<Rational> h(66, Rational(0));
      for (Index i = n; i-- > 0;) h = step(reader, h, int(word[i]));
      h = step(reader, h, 2);
      h = step(reader, h);
      const Symbols top_last(word.rbegin(), word.rend());
      const Place<Rational> place = place_of(reader, h);
      REQUIRE(place.q[0] == number_of<Rational>(top_last, 4));
      REQUIRE(place.state == 0);
      for (Index t = 0; t <= n; ++t) h = macro_step(reader, h);
      REQUIRE((h[reader.main(2)] == Rational(1)) == is_balanced(word));
    }
}

TEST_CASE("A state that names no machine's state is refused", "[11.14]") {
  const Network net = compile(balanced_machine());
  std::vector<double> h = at<double>(net, {1, {0.25, 0.0}});
  h[net.main(2)] = 1;
  CHECK(refusal<std::domain_error>([&] { place_of(net, h); }) ==
        "place_of: expected one state");
}

TEST_CASE("Words to learn from are as they are asked for", "[words]") {
  Random random(5);
  std::map<Symbols, int> seen;
  for (int i = 0; i < 700; ++i) ++seen[balanced_word(random, 8, 4, false)];
  CHECK(seen.size() == 14);
  for (const auto& [word, times] : seen) {
    CHECK(is_balanced(word));
    CHECK((times > 25 && times < 85));
  }
  for (const Index depth : {1u, 3u, 5u})
    for (int i = 0; i < 50; ++i) {
      const Symbols word = balanced_word(random, 20, depth, true);
      int h = 0, most = 0;
      for (const Index sign : word) most = std::max(most, h += sign ? -1 : 1);
      CHECK(most == int(depth));
      CHECK(is_balanced(word));
      CHECK_FALSE(is_balanced(near_miss(random, word)));
    }
  CHECK_THROWS_AS(balanced_word(random, 7, 3, false), std::invalid_argument);
  CHECK_THROWS_AS(balanced_word(random, 8, 5, true), std::invalid_argument);
  const gates::Batch batch = batch_of(words(random, 10, 6, 3));
  CHECK(batch.x.last() == 6);
  CHECK(arma::accu(batch.y) == 5);
  for (Index t = 1; t <= 6; ++t)
    CHECK(arma::accu(arma::sum(batch.x(t), 0) == 1) == 10);
}
