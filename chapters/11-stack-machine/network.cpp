#include "chapters/11-stack-machine/network.hpp"

namespace unrolled::stack_machine {

Machine::Machine(std::vector<std::string> names, Index symbols)
    : states(std::move(names)), k(symbols) {
  for (auto& of_stack : operations) of_stack = {{}};
  for (Index state = 0; state < states.size(); ++state)
    rules.insert(rules.end(), (k + 1) * (k + 1), Rule{state, {}});
}

namespace {

// All configurations: what(place, state, tops).
void each_configuration(const Network& net, const auto& what) {
  for (Index state = 0, place = 0; state < net.s; ++state)
    for (Index left = 0; left <= net.k; ++left)
      for (Index right = 0; right <= net.k; ++right)
        what(place++, state, std::array<Index, 2>{left, right});
}

void name_units(Network& net, const Machine& m) {
  net.units.assign(net.core(), "");
  const auto name = [&](Index unit, const std::string& says) {
    net.units[unit] = says;
  };
  for (Index i = 0; i < 2; ++i) {
    const std::string of = " " + std::to_string(i + 1);
    name(net.stack(i), "stack" + of);
    name(net.copy(i), "copy" + of);
    for (Index a = 0; a < net.k; ++a)
      name(net.flag(i, a), "top" + of + " >= " + std::to_string(a));
    for (Index op = 0; op < net.operations[i]; ++op)
      name(net.made(i, op), "made" + of + "." + std::to_string(op));
  }
  for (Index j = 0; j < net.s; ++j) {
    if (j > 0) name(net.main(j), m.states[j]);
    name(net.read(j), "read " + m.states[j]);
    name(net.next(j), "next " + m.states[j]);
  }
  each_configuration(net, [&](Index place, Index j, const auto& tops) {
    name(net.rule(place), "rule " + m.states[j] + "," +
                              std::to_string(tops[0]) + "," +
                              std::to_string(tops[1]));
  });
}

}  // namespace

// [compile]
Network compile(const Machine& m) {
  Network net;
  net.s = m.states.size(), net.k = m.k;
  for (Index i = 0; i < 2; ++i) net.operations[i] = m.operations[i].size();
  name_units(net, m);
  const Index N = net.core(), s = net.s, k = net.k;
  const double B = base_of(k);
  Matrix& W = net.W = Matrix(N, N, arma::fill::zeros);
  Vector& b = net.b = Vector(N, arma::fill::zeros);

  // Read the state; the first one is there when nothing else is said.
  for (Index j = 1; j < s; ++j) W(net.read(j), net.main(j)) = 1;   // (11.7)
  b(net.read(0)) = 1;                                              // (11.8)
  for (Index j = 1; j < s; ++j) W(net.read(0), net.main(j)) = -1;  // (11.8)
  for (Index j = 0; j < s; ++j) W(net.read(0), net.read(j)) = -1;  // (11.8)
  for (Index j = 0; j < s; ++j) W(net.read(0), net.next(j)) = -1;  // (11.8)

  // Read the stacks, and keep them until the rule is found.
  for (Index i = 0; i < 2; ++i) {
    for (Index a = 0; a < k; ++a) {
      W(net.flag(i, a), net.stack(i)) = B;              // (11.9)
      b(net.flag(i, a)) = -2 * static_cast<double>(a);  // (11.9)
    }
    W(net.copy(i), net.stack(i)) = 1;  // (11.10)
    W(net.copy(i), net.copy(i)) = 1;   // (11.10)
  }

  each_configuration(net, [&](Index place, Index state, const auto& tops) {
    const Index c = net.rule(place);
    const Rule& rule = m.rules[place];
    W(net.read(0), c) = -1;  // (11.8)

    // A rule needs its state and both its tops.
    W(c, net.read(state)) = 1;  // (11.11)
    b(c) = -2;
    for (Index i = 0; i < 2; ++i) {
      if (tops[i] > 0) W(c, net.flag(i, tops[i] - 1)) = 1;  // (11.11)
      if (tops[i] == 0) b(c) += 1;                          // (11.11)
      if (tops[i] < k) W(c, net.flag(i, tops[i])) = -1;     // (11.11)
    }

    // It says the next state, and lets one operation of each stack through.
    W(net.next(rule.next), c) = 1;  // (11.12)
    for (Index i = 0; i < 2; ++i) {
      const Operation& op = m.operations[i][rule.does[i]];
      const double beta = applied(op, tops[i], 0.0, B);
      const double alpha = applied(op, 1, 1.0, B) - applied(op, 1, 0.0, B);
      W(net.made(i, rule.does[i]), c) = alpha + beta;  // (11.13)
      W(net.copy(i), c) = -1;                          // (11.10)
    }
  });

  for (Index j = 1; j < s; ++j) W(net.main(j), net.next(j)) = 1;  // (11.14)
  for (Index i = 0; i < 2; ++i)
    for (Index op = 0; op < net.operations[i]; ++op) {
      const Operation& does = m.operations[i][op];
      const double alpha = applied(does, 1, 1.0, B) - applied(does, 1, 0.0, B);
      W(net.made(i, op), net.copy(i)) = alpha;  // (11.13)
      b(net.made(i, op)) = -alpha;              // (11.13)
      W(net.stack(i), net.made(i, op)) = 1;     // (11.15)
    }
  return net;
}
// [compile]

Network with_input(Network net) {
  const Index N = net.b.n_elem, word = N, hand = N + 1, begun = N + 2;
  const double B = base_of(net.k);
  net.W.resize(N + 3, N + 3);
  net.b.resize(N + 3);
  net.U = Matrix(N + 3, net.k + 1, arma::fill::zeros);
  net.units.insert(net.units.end(), {"word", "handed over", "begun"});
  net.W(word, word) = 1 / B;  // (11.17)
  for (Index a = 0; a < net.k; ++a)
    net.U(word, a) = (2 * static_cast<double>(a) + 1) / B;  // (11.17)
  net.W(hand, word) = 1;                                    // (11.18)
  net.U(hand, net.k) = 1;                                   // (11.18)
  net.b(hand) = -1;                                         // (11.18)
  net.W(net.stack(0), hand) = 1;
  // Until then there is no first state.
  net.U(begun, net.k) = 1;
  net.W(net.read(0), begun) = -1;
  net.U.row(net.read(0)).fill(-1);
  return net;
}

// [step]
template <class Number>
std::vector<Number> step(const Network& net, const std::vector<Number>& h,
                         int x) {
  const Index N = net.b.n_elem;
  std::vector<Number> z(net.b.begin(), net.b.end());
  if (x >= 0)
    for (Index i = 0; i < N; ++i) z[i] += net.U(i, static_cast<Index>(x));
  for (Index j = 0; j < N; ++j) {
    if (h[j] == Number(0)) continue;  // most are
    for (Index i = 0; i < N; ++i)
      if (net.W(i, j) != 0) z[i] += Number(net.W(i, j)) * h[j];  // (11.6)
  }
  for (Number& unit : z) unit = sigma(unit);  // (11.6)
  return z;
}
// [step]
template std::vector<double> step(const Network&, const std::vector<double>&,
                                  int);
template std::vector<Rational> step(const Network&,
                                    const std::vector<Rational>&, int);

template <class Number>
std::vector<Number> at(const Network& net, const Place<Number>& place) {
  std::vector<Number> h(net.b.n_elem, Number(0));
  if (place.state > 0) h[net.main(place.state)] = 1;
  for (Index i = 0; i < 2; ++i) h[net.stack(i)] = place.q[i];
  return h;
}
template std::vector<double> at(const Network&, const Place<double>&);
template std::vector<Rational> at(const Network&, const Place<Rational>&);

template <class Number>
Place<Number> place_of(const Network& net, const std::vector<Number>& h) {
  Place<Number> place{0, {h[net.stack(0)], h[net.stack(1)]}};
  Number said = 0;
  for (Index j = 1; j < net.s; ++j) {
    said += h[net.main(j)];
    if (h[net.main(j)] == Number(1)) place.state = j;
  }
  if (said == Number(place.state > 0 ? 1 : 0)) return place;
  throw std::domain_error("place_of: expected one state");
}
template Place<double> place_of(const Network&, const std::vector<double>&);
template Place<Rational> place_of(const Network&, const std::vector<Rational>&);

}  // namespace unrolled::stack_machine
