#include "chapters/09-language/sequences.hpp"

#include "chapters/09-language/grammars.hpp"

namespace unrolled::language {

// [price]
Sequence prices(Random& random, Index n, Index tau) {
  Sequence x(1, n, 1, tau + 1);
  for (Index j = 0; j < n; ++j) {
    std::vector<double> price{100};
    double change = 0.01 * random.normal();
    for (Index t = 0; t <= tau; ++t) {
      price.push_back(price.back() * std::exp(change));
      change = 0.8 * change + 0.6 * 0.01 * random.normal();
    }
    for (Index t = 1; t <= tau + 1; ++t)
      x(t)(j) = std::log(price[t] / price[t - 1]) / 0.01;
  }
  return x;
}
// [price]

// [sentence]
Sequence sentences(Random& random, Index n, Index tau) {
  Sequence x(Letters::count, n, 1, tau + 1);
  for (Index j = 0; j < n; ++j) {
    const Index from = random.below(9);
    const Symbols text = elman_letters(random, tau + 10);
    for (Index t = 1; t <= tau + 1; ++t) x(t)(text(from + t), j) = 1;
  }
  return x;
}
// [sentence]

// [sound]
Sequence sounds(Random& random, Index n, Index tau) {
  constexpr Index window = 32, notes = 7;
  Sequence x(window / 2, n, 1, tau + 1);
  for (Index j = 0; j < n; ++j) {
    const Index first = random.below(notes);
    for (Index t = 1; t <= tau + 1; ++t) {
      const auto pitch = static_cast<double>(2 + (first + 3 * t) % notes);
      const double phase = random.uniform(0, 2 * arma::datum::pi);
      const Vector time = arma::regspace(0, window - 1) / double(window);
      const Vector sample =
          arma::sin(2 * arma::datum::pi * pitch * time + phase);
      const Vector spectrum = arma::abs(arma::fft(sample));
      x(t).col(j) = spectrum.head(window / 2) / double(window / 2);
    }
  }
  return x;
}
// [sound]

// [film]
Sequence films(Random& random, Index n, Index tau) {
  constexpr Index side = 4, round = 2 * (side - 1);
  const auto place = [](Index step) {  // there and back
    const Index at = step % round;
    return at < side ? at : round - at;
  };
  Sequence x(side * side, n, 1, tau + 1);
  for (Index j = 0; j < n; ++j) {
    const Index across = random.below(round), down = random.below(round);
    for (Index t = 1; t <= tau + 1; ++t) {
      Matrix picture(side, side, arma::fill::zeros);
      picture(place(down + t), place(across + t)) = 1;
      x(t).col(j) = arma::vectorise(picture);
    }
  }
  return x;
}
// [film]

Sequence shuffled(const Sequence& x, Random& random) {
  Sequence y = x;
  for (Index j = 0; j < x.n(); ++j) {
    const std::vector<Index> order = random.permutation(x.steps());
    for (Index t = 1; t <= x.last(); ++t)
      y(t).col(j) = x(1 + order[t - 1]).col(j);
  }
  return y;
}

}  // namespace unrolled::language
