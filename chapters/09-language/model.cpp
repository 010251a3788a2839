#include "chapters/09-language/model.hpp"

#include "chapters/04-clipping/clipping.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"

namespace unrolled::language {

// [embedding]
Sequence embed(const Matrix& E, const Window& s) {
  const Index tau = s.size(), n = s.at(0).n_elem;
  Sequence x(E.n_rows, n, 1, tau);
  for (Index t = 1; t <= tau; ++t) x(t) = E.cols(s[t - 1]);  // (9.1)
  return x;
}

Matrix embed_backward(const Matrix& E, const Window& s, const Sequence& dx) {
  Matrix dE(arma::size(E), arma::fill::zeros);
  for (Index t = 1; t <= dx.last(); ++t)
    for (Index j = 0; j < dx.n(); ++j)
      dE.col(s[t - 1](j)) += dx(t).col(j);  // (9.2)
  return dE;
}
// [embedding]

namespace {

constexpr Activation tanh = Activation::tanh;

// One forward pass, for each kind of cell.
bptt::States forward(const bptt::Parameters& p, const Sequence& x,
                     const Memory& at) {
  return bptt::forward(tanh, p, x, at.h);
}
gates::gru::States forward(const gates::gru::Parameters& p, const Sequence& x,
                           const Memory& at) {
  return gates::gru::forward(p, x, at.h);
}
gates::lstm::States forward(const gates::lstm::Parameters& p, const Sequence& x,
                            const Memory& at) {
  return gates::lstm::forward(p, x, at.h, at.C);
}
bptt::Gradient backward(const bptt::Parameters& p, const Sequence& x,
                        const bptt::States& s, const Sequence& dLdo) {
  return bptt::backward(tanh, p, x, s, dLdo);
}
using gates::gru::backward;
using gates::lstm::backward;

// What the next window begins with.
Memory last_of(const bptt::States& s) {
  return {s.h(s.h.last()), {}};
}
Memory last_of(const gates::gru::States& s) {
  return {s.h(s.h.last()), {}};
}
Memory last_of(const gates::lstm::States& s) {
  return {s.h(s.h.last()), s.C(s.C.last())};
}

void keep_at_first(bptt::Parameters&) {}
void keep_at_first(gates::gru::Parameters& p) {
  p.u.b.ones();
}
void keep_at_first(gates::lstm::Parameters& p) {
  p.f.b.ones();
}

}  // namespace

Blocks Model::blocks() {
  Blocks all{{"E", E}};
  const Blocks of_cell = std::visit([](auto& p) { return p.blocks(); }, cell);
  for (const Block& block : of_cell) all.push_back(block);
  return all;
}

Memory Model::blank(Index n) const {
  const Index H = std::visit([](const auto& p) { return p.V.n_cols; }, cell);
  const Matrix zeros(H, n, arma::fill::zeros);
  return {zeros, zeros};
}

Model first_model(Kind kind, Index A, Index M, Index H, Random& random) {
  Model model{random.normal_matrix(M, A), {}};
  if (kind == Kind::tanh)
    model.cell = bptt::Parameters{Matrix(H, M), Matrix(H, H), Matrix(A, H),
                                  Vector(H, arma::fill::zeros),
                                  Vector(A, arma::fill::zeros)};
  else if (kind == Kind::gru)
    model.cell = gates::gru::Parameters(gates::gru::Reset::after, M, H, A);
  else
    model.cell = gates::lstm::Parameters(M, H, A);
  for (const auto& [name, values] : model.blocks())
    if (name[0] == 'W')
      values = orthogonal(random, values.n_rows);
    else if (name[0] == 'U' || name[0] == 'V')
      values = xavier(random, values.n_rows, values.n_cols);
  std::visit([](auto& p) { keep_at_first(p); }, model.cell);
  return model;
}

Pass loss_and_gradient(const Model& model, const Window& s, const Memory& at) {
  const Window read(s.begin(), s.end() - 1);
  const Sequence x = embed(model.E, read);
  const Index A = model.E.n_cols, tau = x.last();
  Sequence y(A, x.n(), 1, tau);
  for (Index t = 1; t <= tau; ++t)
    for (Index j = 0; j < x.n(); ++j) y(t)(s[t](j), j) = 1;
  return std::visit(
      [&](const auto& p) {
        const auto states = forward(p, x, at);
        constexpr Output output = Output::softmax_cross_entropy;
        const Sequence dLdo = output_delta(predict(output, states.o), y);
        auto g = backward(p, x, states, dLdo);
        Pass pass{loss(output, states.o, y),
                  {embed_backward(model.E, read, g.dx)},
                  last_of(states)};
        for (const Block& block : g.blocks())
          pass.slope.push_back(std::move(block.values));
        return pass;
      },
      model.cell);
}

Sequence read(const Model& model, const Window& s, Memory& memory) {
  const Sequence x = embed(model.E, s);
  return std::visit(
      [&](const auto& p) {
        auto states = forward(p, x, memory);
        memory = last_of(states);
        return std::move(states.o);
      },
      model.cell);
}

Vector probabilities(const Model& model, const Symbols& text) {
  constexpr Index at_once = 500;
  Memory memory = model.blank(1);
  Vector p(text.n_elem - 1);
  for (Index from = 0; from < p.n_elem; from += at_once) {
    Window s;
    for (Index i = from; i < std::min(from + at_once, p.n_elem); ++i)
      s.push_back(Symbols{text(i)});
    const Sequence y_hat =
        predict(Output::softmax_cross_entropy, read(model, s, memory));
    for (Index t = 1; t <= s.size(); ++t)
      p(from + t - 1) = y_hat(t)(text(from + t));
  }
  return p;
}

Vector train(Model& model, const Symbols& text, const Training& how) {
  const Index length = text.n_elem / how.pieces, tau = how.back;
  if (length < tau + 1)
    throw std::invalid_argument(
        "text: expected at least " + std::to_string(how.pieces * (tau + 1)) +
        " characters, got " + std::to_string(text.n_elem));
  const arma::umat pieces =
      arma::reshape(text.head(length * how.pieces), length, how.pieces);
  const double judged = static_cast<double>(how.pieces * tau);
  Vector bits(how.updates);
  Adam adam;
  Progress progress("training", how.updates);
  Memory memory = model.blank(how.pieces);
  Index at = 0;
  for (Index i = 0; i < how.updates; ++i, at += tau, progress.tick()) {
    if (at + tau >= length) {
      at = 0;
      memory = model.blank(how.pieces);
    }
    Window s;
    for (Index t = at; t <= at + tau; ++t) s.push_back(pieces.row(t).t());
    Pass pass = loss_and_gradient(model, s, memory);
    memory = pass.last;  // (9.3)
    bits(i) = pass.loss / judged / std::log(2);
    Blocks slopes;
    for (Matrix& slope : pass.slope) {
      slope /= judged;
      slopes.push_back({"slope", slope});
    }
    clipping::clip_by_norm(slopes, how.threshold);
    const double left = static_cast<double>(how.updates - i);
    const double rate = how.rate * left / static_cast<double>(how.updates);
    adam.step(model.blocks(), slopes, rate);
  }
  return bits;
}

}  // namespace unrolled::language
