/// \file
/// Wrong results in place of a program's, of which no claim may hold.
#pragma once
#include <filesystem>
#include <tuple>
#include <type_traits>
#include <vector>

#include "common/random.hpp"

namespace unrolled {

/// What became of a program's numbers.
enum class Spoiling { zeros, random, shuffled };
inline constexpr Spoiling every_spoiling[]{Spoiling::zeros, Spoiling::random,
                                           Spoiling::shuffled};

namespace spoil {

struct Anything {
  explicit Anything(std::size_t);
  template <class T>
  operator T() const;
};

// How many fields a struct has: as many as its braces take.
template <class T, std::size_t... i>
constexpr bool takes(std::index_sequence<i...>) {
  return requires {
    T{Anything(i)...};
  };
}
template <class T, std::size_t n = 12>
constexpr std::size_t fields() {
  if constexpr (n == 0 || takes<T>(std::make_index_sequence<n>()))
    return n;
  else
    return fields<T, n - 1>();
}

// The fields of a struct.
#define UNROLLED_FIELDS(n, ...)     \
  if constexpr (fields<T>() == n) { \
    auto& [__VA_ARGS__] = it;       \
    return std::tie(__VA_ARGS__);   \
  } else
template <class T>
auto fields_of(T& it) {
  UNROLLED_FIELDS(1, a)
  UNROLLED_FIELDS(2, a, b)
  UNROLLED_FIELDS(3, a, b, c)
  UNROLLED_FIELDS(4, a, b, c, d)
  UNROLLED_FIELDS(5, a, b, c, d, e)
  UNROLLED_FIELDS(6, a, b, c, d, e, f)
  UNROLLED_FIELDS(7, a, b, c, d, e, f, g)
  UNROLLED_FIELDS(8, a, b, c, d, e, f, g, h)
  UNROLLED_FIELDS(9, a, b, c, d, e, f, g, h, i)
  UNROLLED_FIELDS(10, a, b, c, d, e, f, g, h, i, j)
  UNROLLED_FIELDS(11, a, b, c, d, e, f, g, h, i, j, k)
  UNROLLED_FIELDS(12, a, b, c, d, e, f, g, h, i, j, k, l)
  return std::tie();
}
#undef UNROLLED_FIELDS

// Each number in it, at any depth, becomes put(number); words, functions and
// choices stay.
template <class T>
void each(T& it, const auto& put) {
  if constexpr (std::is_same_v<T, bool>)
    it = put(it) > 0.5;
  else if constexpr (std::is_integral_v<T>)
    it = static_cast<T>(std::clamp(put(static_cast<double>(it)), 0.0, 1e6));
  else if constexpr (std::is_floating_point_v<T>)
    it = put(it);
  else if constexpr (std::is_convertible_v<T, std::filesystem::path>)
    return;
  else if constexpr (requires { it.second; })
    each(it.second, put);
  else if constexpr (requires { it.slices(); })
    each(it.slices(), put);
  else if constexpr (requires { it.begin(); })
    for (auto& one : it) each(one, put);
  else if constexpr (std::is_aggregate_v<T>)
    std::apply([&](auto&... field) { (each(field, put), ...); }, fields_of(it));
}

}  // namespace spoil

/// Demands numbers: the largest of those that are some would pass for that of
/// all.
/// \throws std::runtime_error when one of a program's results is none
template <class Found>
void require_numbers(Found found) {
  spoil::each(found, [](double x) {
    if (std::isnan(x))
      throw std::runtime_error("expected numbers, measured one that is none");
    return x;
  });
}

/// The same with each of its numbers wrong: zero, normally distributed, or
/// another one of its own.
template <class Found>
Found spoiled(Found found, Spoiling how, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> own;
  spoil::each(found, [&](double x) {
    own.push_back(x);
    return x;
  });
  const std::vector<Index> order = random.permutation(own.size());
  Index next = 0;
  spoil::each(found, [&](double) {
    const double other = own[order[next++]];
    return how == Spoiling::zeros    ? 0
           : how == Spoiling::random ? random.normal()
                                     : other;
  });
  return found;
}

}  // namespace unrolled
