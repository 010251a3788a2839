#include <answer.hpp>

std::vector<Test> tests() {
  const Recurrence r(numbers());
  return {by_hand("The green path", "green", &Answer::green, r.path(3, 3)(0),
                  "(O_3 - Y_3) V h(2), (2.15)"),
          by_hand("The purple path", "purple", &Answer::purple, r.path(3, 2)(0),
                  "(O_3 - Y_3) V W h(1), (2.16)"),
          by_hand("The orange path", "orange", &Answer::orange, r.path(3, 1)(0),
                  "(O_3 - Y_3) V W W h(0), (2.17)"),
          by_hand("The derivative in U", "dL/dU", &Answer::dU, r.dU(0),
                  "the sum of three paths, (2.18)")};
}
