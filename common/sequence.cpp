#include "common/sequence.hpp"

namespace unrolled {
namespace {

std::string in_words(Index rows, Index n, Index first, Index last) {
  return std::to_string(rows) + " x " + std::to_string(n) + " at times " +
         std::to_string(first) + " .. " + std::to_string(last);
}

}  // namespace

void Sequence::refuse(Index t) const {
  throw std::out_of_range("time " + std::to_string(t) + ": expected " +
                          std::to_string(first_) + " .. " +
                          std::to_string(last()));
}

void require_sequence(std::string_view name, const Sequence& q, Index rows,
                      Index n, Index first, Index last) {
  const bool same_times = q.first() == first && q.steps() == last + 1 - first;
  if (q.rows() != rows || q.n() != n || !same_times)
    throw std::invalid_argument(std::string(name) + ": expected " +
                                in_words(rows, n, first, last) + ", got " +
                                in_words(q.rows(), q.n(), q.first(), q.last()));
  if (q.slices().is_finite()) return;
  for (Index t = first; t <= last; ++t)
    if (!q(t).is_finite())
      throw std::invalid_argument(std::string(name) +
                                  ": expected finite numbers, got one that "
                                  "is not at time " +
                                  std::to_string(t));
}

}  // namespace unrolled
