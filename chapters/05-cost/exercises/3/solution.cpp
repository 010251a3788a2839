#include "chapters/05-cost/exercises/3/task.hpp"

void way_back(Machine& machine, Index first, Index last, Index at) {
//=   for (Index block = last; block-- > first;) {
//=     machine.take(at);
//=     for (Index b = first; b < block; ++b) machine.forward();
//=     machine.backward();
//=   }
  const Index t = last - first, slots = machine.slots() - at;
  if (t <= 1 || slots <= 1) {
    for (Index block = last; block-- > first;) {
      machine.take(at);
      for (Index b = first; b < block; ++b) machine.forward();
      machine.backward();
    }
    return;
  }
  const Index y = best_split(t, slots);
  machine.take(at);
  for (Index b = 0; b < y; ++b) machine.forward();
  machine.keep(at + 1);
  way_back(machine, first + y, last, at + 1);
  way_back(machine, first, first + y, at);
}
