#include "chapters/10-attention/at_once.hpp"

#include "chapters/05-cost/at_once.hpp"

namespace unrolled::attention {
namespace {

using cost::Builds;

// e^y for y up to 0; below -700 it is that of -700, which is 1e-304.
[[gnu::always_inline]] inline double power_of(double y) {
  const auto [power, p] = cost::exponential(y < -700.0 ? -700.0 : y);
  return power * p + power;
}

struct GoOn {
  [[gnu::always_inline]] static void run(Index seen, Index keys, double* e,
                                         Index m, double* h, Running* r) {
    double top = r->top, sum = 0;
#pragma omp simd reduction(max : top)
    for (Index s = 0; s < seen; ++s) top = e[s] > top ? e[s] : top;  // (10.42)
#pragma omp simd reduction(+ : sum)
    for (Index s = 0; s < seen; ++s) {
      e[s] = power_of(e[s] - top);
      sum += e[s];
    }
    for (Index s = seen; s < keys; ++s) e[s] = 0;

    const double kept = power_of(r->top - top);
    r->sum = r->sum * kept + sum;                // (10.43)
    for (Index i = 0; i < m; ++i) h[i] *= kept;  // (10.44)
    r->top = top;
  }
};

struct GoBack {
  [[gnu::always_inline]] static void run(Index seen, Index keys, double l,
                                         double D, double* e, double* dw) {
#pragma omp simd
    for (Index s = 0; s < seen; ++s) {
      e[s] = power_of(e[s] - l);   // (10.47)
      dw[s] = e[s] * (dw[s] - D);  // (10.49)
    }
    for (Index s = seen; s < keys; ++s) e[s] = dw[s] = 0;
  }
};

}  // namespace

void go_on(Index seen, Index keys, double* e, Index m, double* h, Running& r) {
  Builds<GoOn>::chosen()(seen, keys, e, m, h, &r);
}

void go_back(Index seen, Index keys, double l, double D, double* e,
             double* dw) {
  Builds<GoBack>::chosen()(seen, keys, l, D, e, dw);
}

}  // namespace unrolled::attention
