#include "chapters/05-cost/elementwise.hpp"

#include "chapters/05-cost/at_once.hpp"

namespace unrolled::cost {
namespace {

struct Tanh {
  [[gnu::always_inline]] static void run(double* z, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) z[i] = tanh_of(z[i]);  // (5.3)
  }
};
struct Sigma {
  [[gnu::always_inline]] static void run(double* z, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) z[i] = sigma_of(z[i]);
  }
};

}  // namespace

void tanh_in_place(double* z, std::size_t n) {
  Builds<Tanh>::chosen()(z, n);
}

std::vector<Elementwise> tanh_builds() {
  return Builds<Tanh>::all();
}
std::vector<Elementwise> sigma_builds() {
  return Builds<Sigma>::all();
}

}  // namespace unrolled::cost
