#include "chapters/09-language/grammars.hpp"

namespace unrolled::language {

Symbols elman_letters(Random& random, Index words) {
  std::vector<Index> text;
  for (Index word = 0; word < words; ++word) {
    const Index first = random.below(3);  // b, d or g
    text.push_back(first);
    for (Index n = 0; n <= first; ++n) text.push_back(first + Letters::a);
  }
  return text;
}

double entropy_of_letters() {
  return std::log2(3) / 3;  // (9.20)
}

namespace {

// Bits of a choice by these chances.
double entropy(const std::vector<double>& chances) {
  double bits = 0;
  for (const double p : chances)
    if (p > 0) bits -= p * std::log2(p);
  return bits;
}

double embed_at(const Nested& g, Index open) {
  return open < g.depth ? g.embed : 0;
}

}  // namespace

Symbols nested_text(const Nested& grammar, Random& random, Index signs) {
  std::vector<Index> text, open;
  while (text.size() < signs) {
    do {
      open.push_back(random.below(2));
      text.push_back(open.back());
    } while (random.uniform() < embed_at(grammar, open.size()));
    for (; !open.empty(); open.pop_back()) {
      while (random.uniform() < grammar.fill) text.push_back(Nested::filler);
      text.push_back(open.back() + Nested::S);
    }
    text.push_back(Nested::stop);
  }
  text.resize(signs);
  return text;
}

// The places: 0 begins a sentence, k = 1 .. K comes after noun k, K + k goes on
// before the verb of noun k, and 2 K + 1 ends the sentence. A row of `next`
// says with which chance another place follows.
std::vector<Place> places(const Nested& grammar) {
  const Index K = grammar.depth, end = 2 * K + 1;
  const double f = grammar.fill;
  Matrix next(end + 1, end + 1, arma::fill::zeros);
  std::vector<Place> all{{0, entropy({0.5, 0.5})}};
  next(0, 1) = 1;
  const auto after_verb = [&](Index k) { return k > 1 ? K + k - 1 : end; };
  for (Index k = 1; k <= K; ++k) {
    const double e = embed_at(grammar, k), close = 1 - e;
    if (k < K) next(k, k + 1) = e;
    next(k, K + k) = close * f;
    next(k, after_verb(k)) = close * (1 - f);
    all.push_back({0, entropy({e / 2, e / 2, close * f, close * (1 - f)})});
  }
  for (Index k = 1; k <= K; ++k) {
    next(K + k, K + k) = f;
    next(K + k, after_verb(k)) = 1 - f;
    all.push_back({0, entropy({f, 1 - f})});
  }
  all.push_back({0, 0});
  Vector first(end + 1, arma::fill::zeros);
  first(0) = 1;
  const Matrix staying = arma::eye(end + 1, end + 1) - next.t();
  const Vector visits = arma::solve(staying, first);  // (9.18)
  for (Index q = 0; q <= end; ++q) all[q].visits = visits(q);
  return all;
}

double entropy_rate(const Nested& grammar) {
  double bits = 0, signs = 0;
  for (const auto& [visits, entropy] : places(grammar)) {
    bits += visits * entropy;
    signs += visits;
  }
  return bits / signs;  // (9.19)
}

}  // namespace unrolled::language
