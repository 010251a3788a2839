/// \file
/// A machine with two stacks, and the network that is this machine.
///
/// Dimensions: s states, k symbols, N units. A step of the machine is four
/// steps of the network; in each of them one layer speaks, the others are 0:
///
///     main     s-1+2       the state (none for the first one), both stacks
///     read     s+2k+2      every state, what is on top, the stacks once more
///     rule     s(k+1)^2    one unit for each configuration
///     result   s+m         the next state, what each operation makes
#pragma once
#include <array>
#include <string>

#include "chapters/11-stack-machine/stack.hpp"

namespace unrolled::stack_machine {

/// What is done to a stack: its top is taken away, if it is to be and there is
/// one, then these are put on it, in order.
struct Operation {
  bool pop = false;
  Symbols push = {};
  bool operator==(const Operation&) const = default;
};

/// What a configuration leads to.
struct Rule {
  Index next = 0;               ///< state
  std::array<Index, 2> does{};  ///< an operation of each stack
};

/// A finite control with two stacks.
struct Machine {
  std::vector<std::string> states;  ///< it begins in the first one
  Index k = 2;                      ///< symbols
  /// Of each stack. The first one leaves it as it is.
  std::array<std::vector<Operation>, 2> operations{};
  std::vector<Rule> rules;  ///< one for each configuration

  /// The place of a configuration among the rules.
  /// \param tops  of each stack, 0 when it is empty, else its top symbol + 1
  Index place(Index state, const std::array<Index, 2>& tops) const {
    return (state * (k + 1) + tops[0]) * (k + 1) + tops[1];
  }
  /// No rule yet: a configuration stays as it is.
  Machine(std::vector<std::string> names, Index symbols);
};

/// What an operation makes of a stack's number.
template <class Number>
Number applied(const Operation& op, Index top, Number q, double B) {
  if (op.pop && top > 0) q = pop(q, top - 1, B);
  for (const Index a : op.push) q = push(q, a, B);
  return q;
}

/// Where a machine is: its state, and its stacks as numbers.
template <class Number>
struct Place {
  Index state = 0;
  std::array<Number, 2> q{};
};

/// A recurrent network whose units are saturated lines.
struct Network {
  Matrix W;  ///< unit to unit, N x N
  Vector b;  ///< N
  Matrix U;  ///< a symbol, or the word's end, to unit, N x (k+1)
  std::vector<std::string> units;  ///< what each of them says

  Index s = 0, k = 0;                 ///< states, symbols
  std::array<Index, 2> operations{};  ///< of each stack

  // Which unit it is.
  Index main(Index state) const { return state - 1; }  ///< from 1
  Index stack(Index i) const { return s - 1 + i; }
  Index read(Index state) const { return s + 1 + state; }
  Index flag(Index i, Index a) const { return read(s) + i * k + a; }
  Index copy(Index i) const { return flag(2, 0) + i; }
  Index rule(Index place) const { return copy(2) + place; }
  Index next(Index state) const { return rule(s * (k + 1) * (k + 1)) + state; }
  /// What an operation makes of stack i.
  Index made(Index i, Index operation) const {
    return next(s) + (i == 0 ? 0 : operations[0]) + operation;
  }
  Index core() const { return made(1, operations[1]); }  ///< units up to here
};

/// The network of a machine. Its input is on the first stack when it begins.
Network compile(const Machine& m);

/// The same with three units more, by which it reads its input, a symbol at a
/// step, the last one of the word first.
Network with_input(Network net);

/// One step.
/// \param x  the symbol that comes, k for the word's end; none: nothing comes
template <class Number>
std::vector<Number> step(const Network& net, const std::vector<Number>& h,
                         int x = -1);

/// The state h(0) in which the main layer says where the machine is.
template <class Number>
std::vector<Number> at(const Network& net, const Place<Number>& place);
/// What the main layer says.
/// \throws std::domain_error when it does not name one state
template <class Number>
Place<Number> place_of(const Network& net, const std::vector<Number>& h);

/// How many steps of the network are one of the machine.
inline constexpr Index steps_of_one = 4;
/// So many steps.
template <class Number>
std::vector<Number> macro_step(const Network& net, std::vector<Number> h) {
  for (Index i = 0; i < steps_of_one; ++i) h = step(net, h);  // (11.16)
  return h;
}

}  // namespace unrolled::stack_machine
