#include "chapters/09-language/sample.hpp"

namespace unrolled::language {

// [sample]
Vector at_temperature(const Vector& o, double temperature) {
  if (!(temperature > 0))
    throw std::invalid_argument("temperature: expected a number above 0, got " +
                                std::to_string(temperature));
  return softmax(Matrix(o / temperature));  // (9.12)
}

Index draw(const Vector& p, Random& random) {
  const double u = random.uniform();
  double sum = 0;
  for (Index k = 0; k < p.n_elem; ++k) {
    sum += p(k);
    if (u < sum) return k;  // (9.13)
  }
  return p.index_max();  // the probabilities sum to a little less than 1
}
// [sample]

Reader::Reader(const Model& model, const Symbols& start)
    : model_(model), memory_(model.blank(1)) {
  if (start.is_empty())
    throw std::invalid_argument("start: expected a character, got none");
  for (const Index symbol : start) read(symbol);
}

void Reader::read(Index symbol) {
  o_ = language::read(model_, {Symbols{symbol}}, memory_)(1);
}

Symbols complete(const Model& model, const Symbols& start, Index length,
                 double temperature, Random& random) {
  Reader reader(model, start);
  Symbols drawn(length);
  for (Index& symbol : drawn) {
    Vector o = reader.scores();
    o(0) = -1e300;
    symbol = draw(at_temperature(o, temperature), random);
    reader.read(symbol);
  }
  return drawn;
}

}  // namespace unrolled::language
