#include "chapters/11-stack-machine/exercises/3/task.hpp"

Tape write_and_go_left(Tape tape, Index write) {
//=   return tape;
  const Index beside = is_empty(tape.left) ? 0 : top(tape.left);
  if (!is_empty(tape.right)) tape.right = pop(tape.right);
  tape.right = push(push(tape.right, write), beside);
  if (!is_empty(tape.left)) tape.left = pop(tape.left);
  return tape;
}
