// Counts what is asked of the heap while something runs: malloc itself is
// replaced, so that Armadillo, the standard library and C count alike. What
// the BLAS asks for inside a product is its own affair and left out. (For one
// file of a test program, which is compiled by itself.)
#pragma once
#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <functional>

// Sanitizers bring their own malloc: there, nothing can be counted.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNROLLED_FOREIGN_MALLOC
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define UNROLLED_FOREIGN_MALLOC
#endif
#ifndef UNROLLED_FOREIGN_MALLOC

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

// How often an act asks for memory.
inline int asked_by(const std::function<void()>& act) {
  asked = 0;
  counting = true;
  act();
  counting = false;
  return asked;
}
#endif
