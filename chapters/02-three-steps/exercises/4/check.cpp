// The true derivative is a complex step of the forward pass.
#include <answer.hpp>

std::vector<Test> tests() {
  const auto test = [](const std::string& name, double Ws, Index t) -> Test {
    const Chain p{.Wx = 0.5,
                  .Ws = Ws,
                  .W0 = 2,
                  .b1 = 0.25,
                  .b2 = 1,
                  .S0 = 1,
                  .X = {0, 1, 2, 3},
                  .Y = {0, 1, -1, 2}};
    const ComplexFunction L = [&](const ComplexMatrix& weight) {
      Complex S = p.S0;
      for (Index k = 1; k <= t; ++k) S = p.Wx * p.X[k] + weight(0) * S + p.b1;
      const Complex miss = p.W0 * S + p.b2 - p.Y[t];
      return 0.5 * miss * miss;
    };
    return {
        name,
        {{"dL_" + std::to_string(t) + "/dWs", complex_step(L, Matrix{Ws})}},
        [p, t](const Answer& answer) { return answer.dL_dWs(p, t); }};
  };
  return {test("The derivative of L_1", 1.5, 1),
          test("The derivative of L_2", 1.5, 2),
          test("The derivative of L_3", 1.5, 3),
          test("The derivative of L_3 where Ws is negative", -0.75, 3)};
}
