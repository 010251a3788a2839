/// \file
/// What the cells do unit by unit at a step, each in one loop that takes
/// several units at once, as chapter 5 does tanh.
///
/// Gates stand one below the other, H rows each. What is named z comes as
/// U x(t) + W h(t-1), without its bias, and is replaced.
#pragma once
#include "chapters/05-cost/steps.hpp"
#include "chapters/07-gates/gru.hpp"

namespace unrolled::gates {

using cost::Steps;

namespace lstm {

/// (7.1) to (7.6): z(t) leaves as the gates f, i, q, a.
void go_on(const Vector& b, Index t, Steps& z, Steps& C, Steps& h);
/// (7.7) to (7.13): dz(t) is dL/dz of the gates, and E leaves as E(t).
/// \param z  the gates
/// \param v  V^T dL/do(t)
/// \param e  e(t+1)
/// \param E  E(t+1)
void go_back(Index t, const Steps& z, const Steps& C, const Steps& v,
             const Matrix& e, Matrix& E, Steps& dz);

}  // namespace lstm

namespace gru {

/// (7.21) and (7.22), with the reset before also (7.23): z(t) leaves as the
/// gates u, r.
void open(Reset reset, const Vector& b, Index t, Steps& z, Steps& v, Steps& h);
/// (7.24), or with the reset after (7.25) and (7.26), and (7.27). a(t) and,
/// with the reset after, v(t) come as the products.
void write(const Gate& gate, const Vector& ca, Index t, Steps& z, Steps& a,
           Steps& v, Steps& h);
/// (7.28) to (7.30), with the reset after also (7.34) and (7.35): u, a, and
/// then r and v, leave as their slopes, e as u(t) delta(t). \param d  V^T
/// dL/do(t) \param e  e(t+1)
void go_back(Reset reset, Index t, Steps& z, Steps& a, Steps& v, Steps& h,
             const Steps& d, Matrix& e);
/// (7.32), with the reset before: r leaves as its slope, and e is given its
/// share r(t) dL/dv(t).
void go_back_by_reset(const Matrix& dv, Index t, Steps& z, Steps& h, Matrix& e);

}  // namespace gru
}  // namespace unrolled::gates
