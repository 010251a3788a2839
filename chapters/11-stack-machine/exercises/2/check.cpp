// What is to come out is written with an if.
#include <answer.hpp>

namespace {

Test test(const std::string& name, double alpha, double beta, double c) {
  Vector q(8), truth(8);
  for (Index i = 0; i < 8; ++i) {
    q(i) = alpha > 1 ? 0.25 + 0.25 * static_cast<double>(i) / 8
                     : static_cast<double>(i) / 8;
    truth(i) = c > 0 ? alpha * q(i) + beta : 0;
  }
  return {name, {{"what is made", truth}}, [=](const Answer& answer) {
            Vector came = q;
            for (double& each : came) each = answer.made(each, alpha, beta, c);
            return Matrices{came};
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("Push a 1", 0.25, 0.75, 1), test("No push", 0.25, 0.75, 0),
          test("Pop a 0", 4, -1, 1), test("No pop", 4, -1, 0),
          test("Leave it", 1, 0, 1)};
}
