#include "chapters/10-attention/counting.hpp"

#include <algorithm>
#include <bit>
#include <vector>

namespace unrolled::attention {
namespace {

constexpr Index never = 1u << 30;

// A vector whose entries all came about alike.
struct Numbers {
  Index size, depth = 0;
  Index path = never;  // how often what x(1) says was made new
};

// How deep a tree is that adds n numbers.
Index tree(Index n) {
  return std::bit_width(n - 1);
}

// Counts while formulas are run.
struct Counter {
  Index work = 0;

  // Each entry takes one of each.
  Numbers each(const std::initializer_list<Numbers>& of) {
    Numbers all = *of.begin();
    for (const Numbers& one : of) {
      all.depth = std::max(all.depth, one.depth);
      all.path = std::min(all.path, one.path);
    }
    ++all.depth;
    return all;
  }
  // So many sums of products with weights, each over all numbers of all these.
  Numbers sums(Index rows, const std::initializer_list<Numbers>& of) {
    Numbers all = each(of);
    Index terms = 0;
    for (const Numbers& one : of) terms += one.size;
    all.size = rows;
    all.depth += tree(terms);
    work += rows * terms;
    return all;
  }
  // One sum of products of the numbers of two.
  Numbers product(const Numbers& a, const Numbers& b) {
    Numbers one = each({a, b});
    one.size = 1;
    one.depth += tree(a.size);
    work += a.size;
    return one;
  }
};

Numbers input(Index D, Index t) {
  return {D, 0, t == 1 ? 0 : never};
}
// The same, handed to another step.
Numbers handed(Numbers h) {
  h.path = std::min(h.path + 1, never);
  return h;
}

}  // namespace

bool operator==(const Cost& a, const Cost& b) {
  return a.work == b.work && a.depth == b.depth && a.path == b.path;
}

// [counted]
Cost count_tanh(Index D, Index H, Index tau) {
  Counter c;
  Numbers h{H};
  for (Index t = 1; t <= tau; ++t) {
    const Numbers z = c.sums(H, {input(D, t), handed(h)});
    h = c.each({z});
  }
  return {c.work, h.depth, h.path};
}

Cost count_lstm(Index D, Index H, Index tau) {
  Counter count;
  Numbers h{H}, C{H};
  for (Index t = 1; t <= tau; ++t) {
    const auto gate = [&] {
      return count.each({count.sums(H, {input(D, t), handed(h)})});
    };
    const Numbers f = gate(), i = gate(), q = gate(), a = gate();
    C = count.each({count.each({f, handed(C)}), count.each({i, a})});
    h = count.each({q, count.each({C})});
  }
  return {count.work, h.depth, h.path};
}

Cost count_attention(Index D, Index d, Index m, Index tau, Mask mask) {
  Counter c;
  std::vector<Numbers> q, k, v;
  for (Index t = 1; t <= tau; ++t) {
    q.push_back(c.sums(d, {input(D, t)}));
    k.push_back(c.sums(d, {input(D, t)}));
    v.push_back(c.sums(m, {input(D, t)}));
  }
  Numbers h{m};
  for (Index t = 1; t <= tau; ++t) {
    const Index seen = mask == Mask::causal ? t : tau;
    Numbers all{m};
    for (Index s = 1; s <= seen; ++s) {
      const auto from = [&](const Numbers& one) {
        return s == t ? one : handed(one);
      };
      const Numbers e = c.product(q[t - 1], from(k[s - 1]));
      const Numbers power = c.each({c.each({e})});  // over the root, and e^
      const Numbers part = c.each({power, from(v[s - 1])});
      c.work += m;
      all.depth = std::max(all.depth, part.depth);
      all.path = std::min(all.path, part.path);
    }
    all.depth += tree(seen);
    h = c.each({all});  // over the sum of the powers
  }
  return {c.work, h.depth, h.path};
}
// [counted]

// [closed]
Cost cost_of_tanh(Index D, Index H, Index tau) {
  const Index work = tau * H * (D + H);         // (10.50)
  const Index depth = tau * (2 + tree(D + H));  // (10.53)
  return {work, depth, tau - 1};
}

Cost cost_of_lstm(Index D, Index H, Index tau) {
  const Index work = 4 * tau * H * (D + H);     // (10.51)
  const Index depth = tau * (6 + tree(D + H));  // (10.54)
  return {work, depth, tau - 1};
}

Cost cost_of_attention(Index D, Index d, Index m, Index tau, Mask mask) {
  const Index pairs = mask == Mask::causal ? tau * (tau + 1) / 2 : tau * tau;
  const Index work = tau * D * (2 * d + m) + pairs * (d + m);  // (10.52)
  const Index depth = 6 + tree(D) + tree(d) + tree(tau);       // (10.55)
  return {work, depth, std::min<Index>(tau - 1, 1)};
}
// [closed]

}  // namespace unrolled::attention
