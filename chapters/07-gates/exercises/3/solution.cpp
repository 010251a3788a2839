#include "chapters/07-gates/exercises/3/task.hpp"

// 1 - arma::square(s.a(t)) is the candidate's slope; % multiplies element by
// element; tau is s.f.last().
First backward(const Weights& w, const States& s, const Sequence& from_scores) {
//=   return {0 * s.C(0), 0 * s.C(0)};
  const Index tau = s.f.last();
  Vector e = 0 * s.C(0), E = e;  // to h(t) and to C(t), nothing at tau
  for (Index t = tau; t >= 1; --t) {
    const Vector T = arma::tanh(s.C(t));
    const Vector delta = from_scores(t) + e;
    const Vector dC = delta % s.q(t) % (1 - arma::square(T)) + E;
    const Vector dzf = dC % s.C(t - 1) % s.f(t) % (1 - s.f(t));
    const Vector dzi = dC % s.a(t) % s.i(t) % (1 - s.i(t));
    const Vector dzq = delta % T % s.q(t) % (1 - s.q(t));
    const Vector dza = dC % s.i(t) % (1 - arma::square(s.a(t)));
    E = s.f(t) % dC;
    e = w.Wf.t() * dzf + w.Wi.t() * dzi + w.Wq.t() * dzq + w.Wa.t() * dza;
  }
  return {e, E};
}
