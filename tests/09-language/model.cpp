// The language model: its gradient, its windows, its training, its samples.
#include "chapters/09-language/model.hpp"

#include "chapters/09-language/grammars.hpp"
#include "chapters/09-language/sample.hpp"
#include "tests/07-gates/support.hpp"

using namespace unrolled;
using namespace unrolled::language;

namespace {

constexpr Index A = 4, M = 2, H = 3;

Kind any_kind() {
  return GENERATE(Kind::tanh, Kind::gru, Kind::lstm);
}
Model random_model(Kind kind, std::uint64_t seed) {
  Random random(seed);
  Model model = first_model(kind, A, M, H, random);
  for (const auto& [name, values] : model.blocks())
    values = random.normal_matrix(values.n_rows, values.n_cols, 0.7);
  return model;
}
// Two pieces of text of tau + 1 characters, and first states.
Window random_window(Index tau, Random& random) {
  Window s;
  for (Index t = 0; t <= tau; ++t)
    s.push_back({random.below(A), random.below(A)});
  return s;
}
Memory random_memory(Random& random) {
  return {random.normal_matrix(H, 2, 0.5), random.normal_matrix(H, 2)};
}

}  // namespace

TEST_CASE("The embedding is the product with a one-hot column", "[9.1]") {
  Random random(900);
  const Matrix E = random.normal_matrix(M, A);
  const Window s = random_window(3, random);
  const Sequence x = embed(E, s);
  REQUIRE(x.last() == 4);
  for (Index t = 1; t <= 4; ++t)
    for (Index j = 0; j < 2; ++j) {
      Vector one(A, arma::fill::zeros);
      one(s[t - 1](j)) = 1;
      const Matrix product = E * one, column = x(t).col(j);
      CHECK_THAT(column, Near(product));
    }
}

TEST_CASE("The model's gradient is that of differences, block by block",
          "[9.1][9.2]") {
  const Kind kind = any_kind();
  const Index tau = GENERATE(1u, 2u, 5u);
  Random random(901);
  Model model = random_model(kind, 902);
  const Window s = random_window(tau, random);
  const Memory memory = random_memory(random);
  const double keep = GENERATE(1.0, 0.6);
  const Masks m = masks_for(model, keep, 2, tau, random);
  const Pass pass = loss_and_gradient(model, s, memory, m);
  const Blocks blocks = model.blocks();
  REQUIRE(pass.slope.size() == blocks.size());
  for (Index b = 0; b < blocks.size(); ++b) {
    Matrix& values = blocks[b].values;
    Matrix slope(arma::size(values));
    // Two differences, so that the error is of the fourth order.
    const auto loss = [&](Index i, double step) {
      const double kept = values(i);
      values(i) = kept + step;
      const double L = loss_and_gradient(model, s, memory, m).loss;
      values(i) = kept;
      return L;
    };
    for (Index i = 0; i < values.n_elem; ++i) {
      const double h = 1e-3;
      slope(i) = (8 * (loss(i, h) - loss(i, -h)) -
                  (loss(i, 2 * h) - loss(i, -2 * h))) /
                 (12 * h);
    }
    INFO(blocks[b].name << ", tau " << tau);
    CHECK_THAT(pass.slope[b], Near(slope, 1e-7));
  }
}

TEST_CASE("A window's masks stand on what does not recur, or nowhere",
          "[9.3]") {
  const Model model = random_model(any_kind(), 913);
  Random random(914), same(914);
  const Window s = random_window(5, random);
  const Memory memory = random_memory(random);
  const Masks none = masks_for(model, 1, 2, 5, random),
              some = masks_for(model, 0.5, 2, 5, random);
  for (const Sequence* q : {&none.x, &none.h, &none.o, &some.h})
    CHECK(arma::all(arma::vectorise(q->slices()) == 1));
  for (const Sequence* q : {&some.x, &some.o})
    CHECK(arma::any(arma::vectorise(q->slices()) == 0));
  const double L = loss_and_gradient(model, s, memory).loss;
  CHECK(loss_and_gradient(model, s, memory, none).loss == L);
  CHECK(loss_and_gradient(model, s, memory, some).loss != Approx(L));
  // A unit that is dropped at each step says nothing of itself.
  Masks unit = none;
  for (Index t = 1; t <= 5; ++t) unit.o(t).row(1).zeros();
  const Pass without = loss_and_gradient(model, s, memory, unit);
  const ConstBlocks blocks = model.blocks();
  for (Index b = 0; b < blocks.size(); ++b)
    if (blocks[b].name == "V")
      CHECK(arma::all(Vector(without.slope[b].col(1)) == 0));
}

TEST_CASE("A GRU with an embedding agrees with the oracle's complex step",
          "[9.2]") {
  // The oracle reads x; what E gets is what x gets, by its characters.
  const gates_test::Gru c(gates::gru::Reset::after,
                          Output::softmax_cross_entropy, 6, 903, {M, H, A});
  Random random(904);
  const Matrix E = random.normal_matrix(M, A);
  Window s;
  for (Index t = 1; t <= 6; ++t) s.push_back(Symbols{random.below(A)});
  gates_test::Gru reads = c;
  reads.x = embed(E, s);
  const auto slopes = gradient_of_x(gates_test::loops(reads));
  Matrix expected(M, A, arma::fill::zeros);
  for (Index t = 0; t < 6; ++t)
    for (Index i = 0; i < M; ++i) expected(i, s[t](0)) += slopes[t][i];
  const Matrix dE = embed_backward(E, s, reads.run().by.dx);
  CHECK_THAT(dE, Near(expected));
}

TEST_CASE("Handed-on states make windows into one text", "[9.3]") {
  const Model model = random_model(any_kind(), 905);
  Random random(906);
  const Window s = random_window(6, random);
  Memory whole = random_memory(random), parts = whole;
  const Sequence all = read(model, s, whole);
  const Sequence first = read(model, Window(s.begin(), s.begin() + 3), parts);
  const Sequence second = read(model, Window(s.begin() + 3, s.end()), parts);
  for (Index t = 1; t <= 3; ++t) CHECK_THAT(first(t), Near(all(t)));
  for (Index t = 4; t <= 7; ++t) CHECK_THAT(second(t - 3), Near(all(t)));
  CHECK_THAT(parts.h, Near(whole.h));
  // Two windows with the state handed on have the loss of one.
  Memory at = random_memory(random);
  const double loss = loss_and_gradient(model, s, at).loss;
  const Pass half =
      loss_and_gradient(model, Window(s.begin(), s.begin() + 4), at);
  const Pass rest =
      loss_and_gradient(model, Window(s.begin() + 3, s.end()), half.last);
  CHECK(half.loss + rest.loss == Approx(loss).epsilon(1e-12));
}

TEST_CASE("Probabilities are those of reading at one go", "[9.3]") {
  const Model model = random_model(Kind::lstm, 907);
  Random random(908);
  Symbols text(1203);
  for (Index& s : text) s = random.below(A);
  const Vector p = probabilities(model, text);
  REQUIRE(p.n_elem == 1202);
  Memory memory = model.blank(1);
  double off = 0;
  for (Index i = 0; i < p.n_elem; ++i) {
    const Vector y = softmax(read(model, {Symbols{text(i)}}, memory)(1));
    off = std::max(off, std::abs(y(text(i + 1)) - p(i)));
  }
  CHECK(off < 1e-12);
}

TEST_CASE("Training carries its states, and begins anew at the text's end",
          "[9.3]") {
  // A letter that comes again only after nine others: a window of four steps
  // does not reach back to it, the state does.
  Random random(909);
  const Symbols text = elman_letters(random, 400);
  Model model = first_model(Kind::gru, Letters::count, 4, 8, random);
  const Vector bits = train(model, text, {4, 4, 400, 0.02, 1});
  CHECK(arma::mean(bits.head(10)) > 2);
  CHECK(arma::mean(bits.tail(40)) < 1.2 * entropy_of_letters());
  CHECK(refusal([&] {
          train(model, text.head(19), {4, 4, 1, 0.02, 1});
        }) == "text: expected at least 20 characters, got 19");
  // While nothing is learnt, two windows cost what they do at one go.
  Model as_it_is = model;
  const Symbols part = text.head(9);
  const Vector two = train(as_it_is, part, {1, 4, 2, 1e-12, 1});
  Window whole;
  for (const Index s : part) whole.push_back(Symbols{s});
  const double loss = loss_and_gradient(model, whole, model.blank(1)).loss;
  CHECK(arma::accu(two) * 4 * std::log(2) == Approx(loss).epsilon(1e-6));
  // With masks it goes elsewhere, by the seed of the masks.
  const auto dropping = [&](double keep, std::uint64_t seed) {
    Model under = model;
    return train(under, text, {4, 4, 3, 0.02, 1, keep, seed})(2);
  };
  CHECK(dropping(1, 1) == dropping(1, 2));
  CHECK(dropping(0.5, 1) == dropping(0.5, 1));
  CHECK(dropping(0.5, 1) != dropping(0.5, 2));
  CHECK(dropping(0.5, 1) != dropping(1, 1));
  // One update of a text that has room for one window only, and the next one
  // sees the same: nothing is handed on past the end.
  Model again = model;
  const Symbols one = text.head(20);
  const Vector twice = train(again, one, {4, 4, 2, 1e-12, 1});
  CHECK(twice(1) == Approx(twice(0)).epsilon(1e-6));
}

TEST_CASE("Adam, step by step in plain numbers", "[9.4][9.5][9.6][9.7][9.8]") {
  const std::vector<double> slopes{0.5, -2, 1e-3, 0.25};
  Matrix theta{1.5};
  Adam adam;
  double expected = 1.5;
  for (std::size_t t = 1; t <= slopes.size(); ++t) {
    const Matrix g{slopes[t - 1]};
    adam.step({{"theta", theta}}, {{"dtheta", g}}, 0.1);
    // The means written out: weights that fall with age, and sum to 1.
    double mean = 0, square = 0, weights = 0, square_weights = 0;
    for (std::size_t k = 1; k <= t; ++k) {
      const double age = double(t - k);
      const double w = std::pow(0.9, age), v = std::pow(0.999, age);
      mean += w * slopes[k - 1], weights += w;
      square += v * slopes[k - 1] * slopes[k - 1], square_weights += v;
    }
    expected -=
        0.1 * mean / weights / (std::sqrt(square / square_weights) + 1e-8);
    CHECK(theta(0) == Approx(expected).epsilon(1e-12));
  }
}

TEST_CASE("A temperature sharpens or flattens", "[9.12]") {
  const Vector o{1, 0, -2};
  const double T = GENERATE(0.5, 1.0, 3.0);
  const Vector p = at_temperature(o, T);
  const double sum = std::exp(1 / T) + 1 + std::exp(-2 / T);
  CHECK(p(0) == Approx(std::exp(1 / T) / sum).epsilon(1e-13));
  CHECK(p(2) == Approx(std::exp(-2 / T) / sum).epsilon(1e-13));
  CHECK(contains(refusal([&] { at_temperature(o, 0); }),
                 "temperature: expected a number above 0"));
}

TEST_CASE("Draws come by their probability", "[9.13]") {
  const Vector p{0.1, 0, 0.6, 0.3};
  Random random(910), same(910);
  Vector count(4, arma::fill::zeros);
  constexpr int n = 40000;
  for (int i = 0; i < n; ++i) {
    const Index k = draw(p, random);
    const double u = same.uniform();
    REQUIRE(k == (u < 0.1 ? 0u : u < 0.7 ? 2u : 3u));
    count(k) += 1;
  }
  // Where the probabilities sum to less, what is left is the likeliest one's.
  const Vector less{0.2, 0.5, 0.1};
  for (int i = 0; i < 100; ++i) {
    const Index k = draw(less, random);
    const double u = same.uniform();
    REQUIRE(k == (u < 0.2 ? 0u : u < 0.7 || u >= 0.8 ? 1u : 2u));
  }
  CHECK(count(1) == 0);
  CHECK(count(2) / n == Approx(0.6).margin(4 * std::sqrt(0.24 / n)));
}

TEST_CASE("A sentence is completed by what the model says", "[9.12][9.13]") {
  const Model model = random_model(any_kind(), 911);
  Random random(912), same(912);
  const Symbols start{1, 2, 3};
  const Symbols drawn = complete(model, start, 30, 0.7, random);
  REQUIRE(drawn.n_elem == 30);
  CHECK(drawn.min() > 0);  // what is not known is not drawn
  Memory memory = model.blank(1);
  Window s;
  for (const Index symbol : start) s.push_back(Symbols{symbol});
  Vector o = read(model, s, memory)(3);
  for (const Index symbol : drawn) {
    o(0) = -1e300;
    REQUIRE(symbol == draw(at_temperature(o, 0.7), same));
    o = read(model, {Symbols{symbol}}, memory)(1);
  }
  CHECK(refusal([&] { Reader(model, {}); }) ==
        "start: expected a character, got none");
}
