#include "chapters/11-stack-machine/balanced.hpp"

#include "common/data.hpp"

namespace unrolled::stack_machine {
namespace {

enum { start, reading, accepted, rejected };
enum { keep, push_open, push_closed, pop_top };

}  // namespace

// [machine]
Machine balanced_machine() {
  Machine m({"start", "reading", "accepted", "rejected"}, 2);
  for (auto& operations : m.operations)
    operations = {{}, {false, {0}}, {false, {1}}, {true, {}}};
  constexpr Index empty = 0, open = 1, closed = 2;  // what is on top
  for (const Index state : {start, reading}) {
    const auto rule = [&](Index next_sign, Index on_stack, const Rule& it) {
      m.rules[m.place(state, {next_sign, on_stack})] = it;
    };
    rule(open, empty, {reading, {pop_top, push_open}});
    rule(open, open, {reading, {pop_top, push_open}});
    rule(closed, open, {reading, {pop_top, pop_top}});
    rule(closed, empty, {rejected, {keep, keep}});
    rule(empty, open, {rejected, {keep, keep}});
    rule(empty, empty, {accepted, {keep, keep}});
  }
  return m;
}
// [machine]

Symbols parentheses(const std::string& word) {
  Symbols symbols;
  for (Index i = 0; i < word.size(); ++i) {
    if (word[i] != '(' && word[i] != ')')
      throw std::invalid_argument(
          "word: expected ( and ), got " +
          excerpt(word.substr(i, word.find_first_of("()", i) - i)) +
          " at place " + std::to_string(i + 1));
    symbols.push_back(word[i] == ')');
  }
  return symbols;
}

bool is_balanced(const Symbols& word) {
  int open = 0;
  for (const Index sign : word) {
    open += sign == 0 ? 1 : -1;
    if (open < 0) return false;
  }
  return open == 0;
}

template <class Number>
Verdict judge(const Network& net, const Symbols& word,
              const std::function<void(const std::vector<Number>&)>& seen) {
  const Symbols top_last(word.rbegin(), word.rend());
  std::vector<Number> h = at<Number>(
      net, {start, {number_of<Number>(top_last, base_of(net.k)), Number(0)}});
  Verdict v;
  if (seen) seen(h);
  while (v.macro_steps <= word.size() && !v.accepted && !v.rejected) {
    for (Index i = 0; i < steps_of_one; ++i) {
      h = step(net, h);
      if (seen) seen(h);
    }
    ++v.macro_steps;
    v.accepted = h[net.main(accepted)] == Number(1);
    v.rejected = h[net.main(rejected)] == Number(1);
  }
  return v;
}
template Verdict judge<double>(
    const Network&, const Symbols&,
    const std::function<void(const std::vector<double>&)>&);
template Verdict judge<Rational>(
    const Network&, const Symbols&,
    const std::function<void(const std::vector<Rational>&)>&);

}  // namespace unrolled::stack_machine
