#include "chapters/11-stack-machine/stack.hpp"

namespace unrolled::stack_machine {

double base_of(Index k) {
  if (k == 0)
    throw std::invalid_argument("base_of: expected at least one symbol");
  double B = 2;
  while (B < 2 * static_cast<double>(k)) B *= 2;
  return B;
}

template <class Number>
Symbols stack_of(Number q, Index k) {
  const double B = base_of(k);
  Symbols stack;  // top first
  while (Number(0) < q) {
    Index flags = 0;
    while (flags < k && flag(q, flags, B) == Number(1)) ++flags;
    if (flags > 0) q = pop(q, flags - 1, B);
    if (flags == 0 || q < Number(0) || !(q < Number(1)))
      throw std::domain_error("stack_of: expected a number of a stack");
    stack.insert(stack.begin(), flags - 1);
  }
  return stack;
}
template Symbols stack_of(double q, Index k);
template Symbols stack_of(Rational q, Index k);

}  // namespace unrolled::stack_machine
