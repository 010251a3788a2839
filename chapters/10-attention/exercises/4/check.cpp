#include <answer.hpp>

#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/attention.hpp"

namespace {

Test test(const std::string& name, Index tau, std::uint64_t seed) {
  unrolled::Random random(seed);
  const Matrix q = random.normal_matrix(4, tau),
               k = random.normal_matrix(4, tau),
               v = random.normal_matrix(2, tau);
  // Of inputs that are query, key and value, one below the other.
  const Matrix all = arma::eye(10, 10), x = join_cols(q, k, v);
  oracle::Attention net{true, "linear_squared_error", {}, {}, {}, {}};
  net.matrices = {{"Wq", oracle::loops(Matrix(all.rows(0, 3)))},
                  {"Wk", oracle::loops(Matrix(all.rows(4, 7)))},
                  {"Wv", oracle::loops(Matrix(all.rows(8, 9)))},
                  {"V", oracle::loops(Matrix(arma::eye(2, 2)))}};
  net.x = oracle::steps(x);
  net.y = oracle::steps(v);
  return {name,
          {{"what is read", quantity(net, "h")}},
          [q, k, v](const Answer& answer) { return answer.attend(q, k, v); }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("One step", 1, 1), test("Two steps", 2, 2),
          test("Five steps", 5, 3)};
}
