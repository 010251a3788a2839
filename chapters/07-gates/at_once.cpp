#include "chapters/07-gates/at_once.hpp"

#include "chapters/05-cost/at_once.hpp"

namespace unrolled::gates {
namespace {

using cost::Builds;
using cost::sigma_of;
using cost::tanh_of;
using gru::Reset;

// Loops over the units k of one sequence at a step. No unit needs another one's
// numbers, which is what the pragma says. C_0 and h_0 are those of step t-1.

// [lstm]
struct LstmOn {
  [[gnu::always_inline]] static void run(Index H, const double* b, double* z,
                                         const double* C_0, double* C,
                                         double* h) {
    const double *bf = b, *bi = bf + H, *bq = bi + H, *ba = bq + H;
    double *f = z, *i = f + H, *q = i + H, *a = q + H;
#pragma omp simd
    for (Index k = 0; k < H; ++k) {
      f[k] = sigma_of(f[k] + bf[k]);  // (7.1)
      i[k] = sigma_of(i[k] + bi[k]);  // (7.2)
      q[k] = sigma_of(q[k] + bq[k]);  // (7.3)
      a[k] = tanh_of(a[k] + ba[k]);   // (7.4)

      C[k] = f[k] * C_0[k] + i[k] * a[k];  // (7.5)
      h[k] = q[k] * tanh_of(C[k]);         // (7.6)
    }
  }
};
// [lstm]

struct LstmBack {
  [[gnu::always_inline]] static void run(Index H, const double* z,
                                         const double* C_0, const double* C,
                                         const double* v, const double* e,
                                         double* E, double* dz) {
    const double *f = z, *i = f + H, *q = i + H, *a = q + H;
    double *dzf = dz, *dzi = dzf + H, *dzq = dzi + H, *dza = dzq + H;
#pragma omp simd
    for (Index k = 0; k < H; ++k) {
      const double T = tanh_of(C[k]);
      const double delta = v[k] + e[k];                       // (7.7)
      const double dC = delta * q[k] * (1.0 - T * T) + E[k];  // (7.8)
      E[k] = f[k] * dC;                                       // (7.13)

      dzf[k] = dC * C_0[k] * f[k] * (1.0 - f[k]);  // (7.9)
      dzi[k] = dC * a[k] * i[k] * (1.0 - i[k]);    // (7.10)
      dzq[k] = delta * T * q[k] * (1.0 - q[k]);    // (7.11)
      dza[k] = dC * i[k] * (1.0 - a[k] * a[k]);    // (7.12)
    }
  }
};

template <Reset reset>
struct GruOpen {
  [[gnu::always_inline]] static void run(Index H, const double* b, double* z,
                                         double* v, const double* h_0) {
    const double *bu = b, *br = b + H;
    double *u = z, *r = z + H;
#pragma omp simd
    for (Index k = 0; k < H; ++k) {
      u[k] = sigma_of(u[k] + bu[k]);                               // (7.21)
      r[k] = sigma_of(r[k] + br[k]);                               // (7.22)
      if constexpr (reset == Reset::before) v[k] = r[k] * h_0[k];  // (7.23)
    }
  }
};

template <Reset reset>
struct GruWrite {
  [[gnu::always_inline]] static void run(Index H, const double* ba,
                                         const double* ca, const double* z,
                                         double* a, double* v,
                                         const double* h_0, double* h) {
    const double *u = z, *r = z + H;
#pragma omp simd
    for (Index k = 0; k < H; ++k) {
      if constexpr (reset == Reset::before) {
        a[k] = tanh_of(a[k] + ba[k]);  // (7.24)
      } else {
        v[k] += ca[k];                               // (7.25)
        a[k] = tanh_of(a[k] + ba[k] + r[k] * v[k]);  // (7.26)
      }
      h[k] = u[k] * h_0[k] + (1.0 - u[k]) * a[k];  // (7.27)
    }
  }
};

template <Reset reset>
struct GruBack {
  [[gnu::always_inline]] static void run(Index H, double* z, double* a,
                                         double* v, const double* h_0,
                                         const double* d, double* e) {
    double *u = z, *r = z + H;
#pragma omp simd
    for (Index k = 0; k < H; ++k) {
      const double delta = d[k] + e[k];  // (7.28)
      e[k] = u[k] * delta;               // (7.33) (7.36)

      const double dzu =
          delta * (h_0[k] - a[k]) * u[k] * (1.0 - u[k]);              // (7.29)
      const double dza = delta * (1.0 - u[k]) * (1.0 - a[k] * a[k]);  // (7.30)
      u[k] = dzu;
      a[k] = dza;
      if constexpr (reset == Reset::after) {
        const double dzr = dza * v[k] * r[k] * (1.0 - r[k]);  // (7.35)
        v[k] = r[k] * dza;                                    // (7.34)
        r[k] = dzr;
      }
    }
  }
};

struct GruBackByReset {
  [[gnu::always_inline]] static void run(Index H, const double* dv, double* z,
                                         const double* h_0, double* e) {
    double* r = z + H;
#pragma omp simd
    for (Index k = 0; k < H; ++k) {
      e[k] += r[k] * dv[k];                         // (7.33)
      r[k] = dv[k] * h_0[k] * r[k] * (1.0 - r[k]);  // (7.32)
    }
  }
};

// One call for each sequence, with its column of each matrix.
template <class Call, class... Matrices>
void for_each_sequence(Call call, Matrices&&... m) {
  const Index n = std::min({m.n_cols...});
  for (Index j = 0; j < n; ++j) call(m.colptr(j)...);
}

// A loop that has two forms, in the build for this machine.
template <template <Reset> class Loop>
auto build_for(Reset reset) {
  return reset == Reset::before ? Builds<Loop<Reset::before>>::chosen()
                                : Builds<Loop<Reset::after>>::chosen();
}

}  // namespace

void lstm::go_on(const Vector& b, Index t, Steps& z, Steps& C, Steps& h) {
  const auto run = Builds<LstmOn>::chosen();
  for_each_sequence(
      [&](auto... column) { run(b.n_rows / 4, b.memptr(), column...); }, z(t),
      C(t - 1), C(t), h(t));
}

void lstm::go_back(Index t, const Steps& z, const Steps& C, const Steps& v,
                   const Matrix& e, Matrix& E, Steps& dz) {
  const auto run = Builds<LstmBack>::chosen();
  for_each_sequence([&](auto... column) { run(e.n_rows, column...); }, z(t),
                    C(t - 1), C(t), v(t), e, E, dz(t));
}

void gru::open(Reset reset, const Vector& b, Index t, Steps& z, Steps& v,
               Steps& h) {
  const auto run = build_for<GruOpen>(reset);
  for_each_sequence(
      [&](auto... column) { run(b.n_rows / 2, b.memptr(), column...); }, z(t),
      v(t), h(t - 1));
}

void gru::write(const Gate& gate, const Vector& ca, Index t, Steps& z, Steps& a,
                Steps& v, Steps& h) {
  const auto run =
      build_for<GruWrite>(ca.is_empty() ? Reset::before : Reset::after);
  for_each_sequence(
      [&](auto... column) {
        run(gate.b.n_rows, gate.b.memptr(), ca.memptr(), column...);
      },
      z(t), a(t), v(t), h(t - 1), h(t));
}

void gru::go_back(Reset reset, Index t, Steps& z, Steps& a, Steps& v, Steps& h,
                  const Steps& d, Matrix& e) {
  const auto run = build_for<GruBack>(reset);
  for_each_sequence([&](auto... column) { run(e.n_rows, column...); }, z(t),
                    a(t), v(t), h(t - 1), d(t), e);
}

void gru::go_back_by_reset(const Matrix& dv, Index t, Steps& z, Steps& h,
                           Matrix& e) {
  const auto run = Builds<GruBackByReset>::chosen();
  for_each_sequence([&](auto... column) { run(e.n_rows, column...); }, dv, z(t),
                    h(t - 1), e);
}

}  // namespace unrolled::gates
