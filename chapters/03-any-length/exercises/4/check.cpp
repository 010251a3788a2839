#include <answer.hpp>
#include "tests/exercises/backward.hpp"

std::vector<Test> tests() {
  return {test_of_backward<Answer>("One step", 1),
          test_of_backward<Answer>("Two steps", 2),
          test_of_backward<Answer>("Six steps", 6)};
}
