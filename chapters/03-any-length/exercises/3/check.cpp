#include <answer.hpp>
#include "tests/exercises/backward.hpp"

std::vector<Test> tests() {
  return {test_of_backward<Answer>("One step", 1),
          test_of_backward<Answer>("Three steps", 3),
          test_of_backward<Answer>("Seven steps", 7)};
}
