#include "chapters/11-stack-machine/words.hpp"

namespace unrolled::stack_machine {

Symbols balanced_word(Random& random, Index length, Index depth, bool reach) {
  // ways(h, left): how many words of `left` signs lead from h open ones to
  // none; slice 1 once the depth was reached, slice 0 before.
  Cube ways(depth + 1, length + 1, 2, arma::fill::zeros);
  ways(0, 0, 1) = 1;
  if (!reach || depth == 0) ways(0, 0, 0) = 1;
  const auto after = [&](Index h, Index left, Index reached) {
    return h > depth ? 0 : ways(h, left, reached || h == depth);
  };
  for (Index left = 1; left <= length; ++left)
    for (Index h = 0; h <= depth; ++h)
      for (const Index reached : {0u, 1u})
        ways(h, left, reached) = after(h + 1, left - 1, reached) +
                                 (h > 0 ? after(h - 1, left - 1, reached) : 0);

  Symbols word;
  Index h = 0, reached = 0;
  if (after(0, length, 0) == 0)
    throw std::invalid_argument(
        "balanced_word: expected a length and a depth that fit, got " +
        std::to_string(length) + " and " + std::to_string(depth));
  for (Index left = length; left > 0; --left) {
    const double all = ways(h, left, reached),
                 open = after(h + 1, left - 1, reached);
    const bool opens = random.uniform() * all < open;
    word.push_back(opens ? 0 : 1);
    h = opens ? h + 1 : h - 1;
    if (h == depth) reached = 1;
  }
  return word;
}

Symbols near_miss(Random& random, Symbols word) {
  const Symbols whole = word;
  while (is_balanced(word)) {
    word = whole;
    const Index i = random.below(word.size());
    if (random.below(2) == 0)
      word[i] = 1 - word[i];
    else
      std::swap(word[i], word[random.below(word.size())]);
  }
  return word;
}

std::vector<Symbols> words(Random& random, Index n, Index length, Index depth,
                           bool reach) {
  std::vector<Symbols> some;
  for (Index j = 0; j < n; ++j) {
    some.push_back(balanced_word(random, length, depth, reach));
    if (j % 2 == 1) some.back() = near_miss(random, some.back());
  }
  return some;
}

gates::Batch batch_of(const std::vector<Symbols>& words) {
  const Index n = words.size(), tau = words.front().size();
  gates::Batch batch{{2, n, 1, tau}, Matrix(1, n)};
  for (Index j = 0; j < n; ++j) {
    for (Index t = 1; t <= tau; ++t) batch.x(t)(words[j][t - 1], j) = 1;
    batch.y(j) = is_balanced(words[j]);
  }
  return batch;
}

}  // namespace unrolled::stack_machine
