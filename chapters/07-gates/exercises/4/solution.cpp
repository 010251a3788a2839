#include "chapters/07-gates/exercises/4/task.hpp"

Slopes gru_back(const Weights& w, const Step& s, const Vector& delta) {
  const Vector change = s.before - s.a;
  const Vector dzu = delta % change % s.u % (1 - s.u);
  const Vector dza = delta % (1 - s.u) % (1 - arma::square(s.a));
  const Vector dv = w.Wa.t() * dza;
  const Vector dzr = dv % s.before % s.r % (1 - s.r);
  const Vector straight = delta % s.u;
  const Vector through_gates = w.Wu.t() * dzu + w.Wr.t() * dzr;
  return {dzu, dzr, dza, straight + through_gates + s.r % dv};
}
