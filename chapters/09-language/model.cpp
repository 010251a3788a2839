#include "chapters/09-language/model.hpp"

#include "chapters/04-clipping/clipping.hpp"
#include "chapters/07-gates/in_blocks.hpp"
#include "common/experiment.hpp"
#include "common/initialise.hpp"
#include "common/noted.hpp"

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

using cost::BlockLoss;

constexpr Activation tanh = Activation::tanh;
constexpr Output output = Output::softmax_cross_entropy;

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

// The slopes of a cell's parameters, as a pass has them.
Pass found(double loss, const Blocks& slopes, const Memory& last) {
  Pass pass{loss, {}, last};
  for (const Block& block : slopes)
    pass.slope.push_back(std::move(block.values));
  return pass;
}

// Forward and backward, for each kind of cell, those with gates in blocks. The
// masks on x are its affair who gave it.
Pass run(const bptt::Parameters& p, const Sequence& x, const Memory& at,
         const BlockLoss& loss, const Masks& m, Sequence& dx) {
  const Masks inner{dropout::everything(x.rows(), x.n(), x.last()), m.h, m.o};
  const bptt::States s = dropout::forward(tanh, p, x, at.h, inner);
  Sequence dLdo = s.o;
  Matrix all = cost::Steps::of(dLdo)(1, x.last());
  const double L = loss(1, all);
  bptt::Gradient g = dropout::backward(tanh, p, x, s, dLdo, inner);
  dx = g.dx;
  return found(L, g.blocks(), last_of(s));
}
Pass run(const gates::gru::Parameters& p, const Sequence& x, const Memory& at,
         const BlockLoss& loss, const Masks& m, Sequence& dx) {
  gates::gru::InBlocks form(p, x.n(), x.last());
  gates::gru::InBlocks::Gradient g;
  const double L = form(p, x, at.h, loss, g, {&dx, &m.o});
  Memory last = at;
  last.h = form.h(x.last());
  return found(L, g.blocks(), last);
}
Pass run(const gates::lstm::Parameters& p, const Sequence& x, const Memory& at,
         const BlockLoss& loss, const Masks& m, Sequence& dx) {
  gates::lstm::InBlocks form(p, x.n(), x.last());
  gates::lstm::InBlocks::Gradient g;
  const double L = form(p, x, at.h, at.C, loss, g, {&dx, &m.o});
  Memory last = at;
  last.h = form.h(x.last());
  last.C = form.C(x.last());
  return found(L, g.blocks(), last);
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

Masks masks_for(const Model& model, double keep, Index n, Index tau,
                Random& random) {
  return dropout::draw(
      keep < 1 ? dropout::Place::ends : dropout::Place::nowhere, keep,
      model.E.n_rows, model.blank(n).h.n_rows, n, tau, random);
}

Pass loss_and_gradient(const Model& model, const Window& s, const Memory& at,
                       const Masks& given) {
  const Window read(s.begin(), s.end() - 1);
  Sequence x = embed(model.E, read), dx;
  const Index n = x.n();
  Random random(1);
  const Masks m =
      given.x.steps() > 0 ? given : masks_for(model, 1, n, x.last(), random);
  x.slices() %= m.x.slices();
  const BlockLoss foretold = [&](Index first, Matrix& o) {
    Matrix y(arma::size(o), arma::fill::zeros);
    for (Index i = 0; i < o.n_cols; ++i) y(s[first + i / n](i % n), i) = 1;
    const double L = loss(output, o, y);
    o = output_delta(predict(output, o), y);
    return L;
  };
  Pass pass =
      std::visit([&](const auto& p) { return run(p, x, at, foretold, m, dx); },
                 model.cell);
  dx.slices() %= m.x.slices();
  pass.slope.insert(pass.slope.begin(), embed_backward(model.E, read, dx));
  return pass;
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
  note_judged(static_cast<double>(arma::accu(text)));
  Memory memory = model.blank(1);
  Vector p(text.n_elem - 1);
  for (Index from = 0; from < p.n_elem; from += at_once) {
    Window s;
    for (Index i = from; i < std::min(from + at_once, p.n_elem); ++i)
      s.push_back(Symbols{text(i)});
    const Sequence y_hat = predict(output, read(model, s, memory));
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
  Random drops(how.seed + 1000);
  Progress progress("training", how.updates);
  Memory memory = model.blank(how.pieces);
  Index at = 0;
  for (Index i = 0; i < how.updates; ++i, at += tau, progress.tick()) {
    if (at + tau >= length) {
      at = 0;
      memory = model.blank(how.pieces);
    }
    const Masks m = masks_for(model, how.keep, how.pieces, tau, drops);
    Window s;
    for (Index t = at; t <= at + tau; ++t) s.push_back(pieces.row(t).t());
    Pass pass = loss_and_gradient(model, s, memory, m);
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
