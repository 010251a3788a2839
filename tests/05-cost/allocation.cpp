// Counts what is asked of the heap while a pass runs: malloc itself is
// replaced, so that Armadillo, the standard library and C count alike. What
// the BLAS asks for inside a product is its own affair and left out.
#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <cstring>

#include "chapters/05-cost/problem.hpp"
#include "tests/catch.hpp"

using namespace unrolled;
using cost::Problem;

// Sanitizers bring their own malloc: there, nothing can be counted.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNROLLED_FOREIGN_MALLOC
#endif
#endif
#if !defined(UNROLLED_FOREIGN_MALLOC) && !defined(__SANITIZE_ADDRESS__)

namespace {
std::atomic<bool> counting{false};
std::atomic<int> asked{0};

void count(const void* caller) {
  if (!counting) return;
  Dl_info from{};
  const bool known = dladdr(caller, &from) != 0 && from.dli_fname;
  if (!known || !std::strstr(from.dli_fname, "blas")) ++asked;
}
}  // namespace

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t n) noexcept {
  count(__builtin_return_address(0));
  return __libc_malloc(n);
}
void* calloc(std::size_t n, std::size_t size) noexcept {
  count(__builtin_return_address(0));
  return __libc_calloc(n, size);
}
void* realloc(void* p, std::size_t n) noexcept {
  count(__builtin_return_address(0));
  return __libc_realloc(p, n);
}
int posix_memalign(void** p, std::size_t align, std::size_t n) noexcept {
  count(__builtin_return_address(0));
  *p = __libc_memalign(align, n);
  return *p ? 0 : 12;
}
void* aligned_alloc(std::size_t align, std::size_t n) noexcept {
  count(__builtin_return_address(0));
  return __libc_memalign(align, n);
}
}

namespace {

// How often a form's very first pass asks for memory, into a gradient that has
// its shapes.
template <class Form>
int asked_by(const Problem& q, Form& form) {
  const cost::BlockLoss loss = q.loss();
  cost::Gradient g;
  cost::prepare(q.p, q.x.n(), g);
  asked = 0;
  counting = true;
  form(q.p, q.x, q.h0, loss, g);
  counting = false;
  return asked;
}

const std::vector<std::array<Index, 5>> shapes{{3, 5, 2, 1, 2},
                                               {3, 5, 2, 4, 60},
                                               {33, 40, 35, 1, 300},
                                               {33, 40, 35, 8, 90}};

}  // namespace

TEST_CASE("a pass in blocks asks for no memory", "[5.2][5.7]") {
  for (const auto& [D, H, K, n, tau] : shapes)
    for (const Index block : {Index{1}, Index{7}, tau}) {
      const Problem q(D, H, K, n, tau, 11);
      cost::InBlocks form(q.p, n, tau, block);
      INFO("n " << n << ", tau " << tau << ", blocks of " << block);
      CHECK(asked_by(q, form) == 0);
    }
}

TEST_CASE("a pass with few states kept asks for no memory", "[5.13]") {
  for (const auto& [D, H, K, n, tau] : shapes)
    for (const Index slots : {Index{1}, Index{3}, Index{100}}) {
      const Problem q(D, H, K, n, tau, 12);
      cost::Checkpointed form(q.p, n, tau, 5, slots);
      INFO("n " << n << ", tau " << tau << ", slots " << slots);
      CHECK(asked_by(q, form) == 0);
    }
}

TEST_CASE("the count sees chapter 3 ask for memory at every step") {
  const Problem q(33, 40, 35, 2, 50, 13);
  asked = 0;
  counting = true;
  const cost::Gradient g = q.a_matrix_per_step();
  counting = false;
  CHECK(asked > 50);
  CHECK(g.dU.n_rows == 40);
}

TEST_CASE("the count sees one copy of a state") {
  const Problem q(33, 40, 35, 2, 50, 13);
  cost::InBlocks form(q.p, 2, 50, 7);
  double sum = 0;
  const cost::BlockLoss copies = [&](Index, Matrix& o) {
    const Matrix copy = o;
    sum += copy(0);
    return 0.0;
  };
  cost::Gradient g;
  form(q.p, q.x, q.h0, copies, g);
  asked = 0;
  counting = true;
  form(q.p, q.x, q.h0, copies, g);
  counting = false;
  CHECK(asked == 8);  // one a block
}

#endif
