#include "chapters/05-cost/exercises/3/task.hpp"

void way_back(Machine& machine, Index first, Index last, Index at) {
  for (Index block = last; block-- > first;) {
    machine.take(at);
    for (Index b = first; b < block; ++b) machine.forward();
    machine.backward();
  }
}
