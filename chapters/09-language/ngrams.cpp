#include "chapters/09-language/ngrams.hpp"

namespace unrolled::language {

NGrams::NGrams(const Symbols& text, Index symbols, Index order,
               Counting counting)
    : symbols_(static_cast<double>(symbols)),
      levels_(order),
      discount_(order, 0.5) {
  if (order == 0 || text.n_elem < order)
    throw std::invalid_argument("order: expected 1 to " +
                                std::to_string(text.n_elem) + ", got " +
                                std::to_string(order));
  const Key all(text.begin(), text.end());
  for (Index i = 0; i + order <= all.size(); ++i)
    ++levels_[order - 1][all.substr(i, order - 1)].count[all[i + order - 1]];
  for (Index l = order - 1; l-- > 0;)
    for (const auto& [longer, context] : levels_[l + 1])
      for (const auto& [next, count] : context.count)
        levels_[l][longer.substr(1)].count[next] +=
            counting == Counting::preceding ? 1 : count;  // (9.15)
  for (Index l = 0; l < order; ++l) {
    double once = 0, twice = 0;
    for (auto& [key, context] : levels_[l])
      for (const auto& [next, count] : context.count) {
        context.sum += count;
        if (count == 1) ++once;
        if (count == 2) ++twice;
      }
    if (once > 0) discount_[l] = once / (once + 2 * twice);  // (9.16)
  }
}

// [interpolated]
double NGrams::after(const Key& context, Index next) const {
  const Index l = context.size();
  const double shorter =
      l > 0 ? after(context.substr(1), next) : 1 / symbols_;  // (9.17)
  const auto found = levels_[l].find(context);
  if (found == levels_[l].end()) return shorter;
  const auto& [count, sum] = found->second;
  const auto seen = count.find(next);
  const double n = seen == count.end() ? 0 : seen->second, d = discount_[l];
  const double different = static_cast<double>(count.size());
  return (std::max(n - d, 0.0) + d * different * shorter) / sum;  // (9.14)
}
// [interpolated]

double NGrams::probability(const Symbols& before, Index next) const {
  const Index l = std::min<Index>(before.n_elem, levels_.size() - 1);
  return after(Key(before.end() - l, before.end()), next);
}

Vector NGrams::probabilities(const Symbols& text) const {
  Vector p(text.n_elem - 1);
  for (Index i = 0; i < p.n_elem; ++i) {
    const Index l = std::min<Index>(i + 1, levels_.size() - 1);
    const auto end = text.begin() + i + 1;
    p(i) = after(Key(end - l, end), text(i + 1));
  }
  return p;
}

Vector unigram(const Symbols& text, Index symbols) {
  Vector p(symbols, arma::fill::ones);
  for (const Index s : text) p(s) += 1;
  return p / arma::accu(p);
}

}  // namespace unrolled::language
