#include "chapters/07-gates/course.hpp"

#include "common/random.hpp"

namespace unrolled::gates {
namespace {

Matrix randn(NumpyRandom& random, Index rows, Index cols) {
  Matrix m(rows, cols);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < cols; ++j) m(i, j) = random.randn();
  return m;
}
Sequence randn(NumpyRandom& random, Sequence q, Index last) {
  for (Index i = 0; i < q.rows(); ++i)
    for (Index j = 0; j < q.n(); ++j)
      for (Index t = 1; t <= last; ++t) q(t)(i, j) = random.randn();
  return q;
}
Gate gate(NumpyRandom& random) {
  const Matrix W = randn(random, 5, 8);
  Gate g;
  g.W = W.head_cols(5);
  g.U = W.tail_cols(3);
  g.b = randn(random, 5, 1);
  return g;
}

}  // namespace

CourseRun::CourseRun() {
  NumpyRandom random(1);
  x = randn(random, {3, 10, 1, 7}, 7);
  h0 = randn(random, 5, 10);
  for (Gate* g : {&p.f, &p.i, &p.q, &p.a}) *g = gate(random);
  dLdo = randn(random, {5, 10, 1, 7}, 4);
  p.V = Matrix(5, 5, arma::fill::eye);
  p.c.zeros(5);
}

lstm::Gradient CourseRun::by(decltype(&lstm::backward) backward) const {
  const Matrix C0(5, 10, arma::fill::zeros);
  return backward(p, x, lstm::forward(p, x, h0, C0), dLdo);
}

std::vector<std::string> course_entries() {
  return {"dx[1][2][0]", "dx[1][2][1]", "dx[1][2][2]",
          "dx[1][2][3]", "da0[2][3]",   "dWf[3][1]",
          "dWi[1][2]",   "dWc[3][1]",   "dWo[1][2]"};
}

Vector course_answer() {
  return {-0.00173313,    0.08287442,       -0.30545663,
          -0.43281115,    -0.095911501954,  -0.0698198561274,
          0.102371820249, -0.0624983794927, 0.0484389131444};
}

Vector course_answer(const lstm::Gradient& g) {
  return {g.dx(1)(1, 2), g.dx(2)(1, 2), g.dx(3)(1, 2),
          g.dx(4)(1, 2), g.dh0(2, 3),   g.df.W(3, 1),
          g.di.W(1, 2),  g.da.W(3, 1),  g.dq.W(1, 2)};
}

}  // namespace unrolled::gates
