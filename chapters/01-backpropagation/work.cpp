// The worked example of chapter 1: a layered network on the reader's numbers,
// forward, backward, and a step of descent.
#include "chapters/01-backpropagation/network.hpp"
#include "common/worked.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

const std::vector<std::string> sigmas{"sigmoid", "tanh", "relu", "identity"};
const std::vector<std::string> losses{"squared_error", "softmax_cross_entropy"};

std::vector<Key> keys() {
  const Key W = layer_matrices_key("W"), b = layer_vectors_key("b");
  return {layer_words_key("activation", sigmas),
          word_key("loss", losses),
          W,
          optional_key(b),
          vector_key("x", "n0"),
          vector_key("y", "nL"),
          gradient_key(W),
          gradient_key(b)};
}

/// The network of the file, its loss and its one example.
struct Example {
  Network<double> network;
  Loss kind;
  Vector x, y;
};

Example read(const Input& input) {
  Example e{{}, Loss::squared_error, input.vector("x"), input.vector("y")};
  for (std::size_t l = 0; l < input.blocks("W").size(); ++l)
    e.network.push_back({input.blocks("W")[l], Vector(input.blocks("b")[l]),
                         activation_named(input.words("activation")[l])});
  if (input.word("loss") == losses[1]) {
    e.kind = Loss::softmax_cross_entropy;
    require_distribution(input, "y");
  }
  return e;
}

std::string at(const std::string& symbol, std::size_t l) {
  return symbol + "(" + std::to_string(l) + ")";
}

void write_given(const Example& e, Sheet& sheet) {
  sheet.layers(e.network.size());
  sheet.section("Given", "the input");
  for (std::size_t l = 1; l <= e.network.size(); ++l) {
    sheet.given(at("W", l), e.network[l - 1].W);
    sheet.given(at("b", l), e.network[l - 1].b);
  }
  sheet.given("x", e.x);
  sheet.given("y", e.y);
}

Pass<double> write_forward(const Example& e, Sheet& sheet) {
  const std::size_t L = e.network.size();
  const bool softmax_last = e.kind == Loss::softmax_cross_entropy;
  Pass<double> pass = forward<double>(e.network, e.x);
  if (softmax_last) pass.a[L] = softmax(pass.z[L - 1]);
  sheet.section("Forward", "the forward pass");
  sheet.define("a(0)", e.x, false);
  sheet.remark("  a(0) = x");
  for (std::size_t l = 1; l <= L; ++l) {
    sheet.step(l);
    sheet.line("z(l)", "W(l) a(l-1) + b(l)", pass.z[l - 1], "1.1");
    const std::string sigma =
        activation_formula(e.network[l - 1].activation, "z(l)");
    if (l == L && softmax_last)
      sheet.line("a(l)", "softmax(z(l))", pass.a[l], "");
    else
      sheet.line("a(l)", sigma, pass.a[l], "1.2");
  }
  const double J = loss(e.kind, pass, e.y);
  if (softmax_last)
    sheet.line("J", "-y^T log a(l)", J, "1.4");
  else
    sheet.line("J", "1/2 ||a(l) - y||^2", J, "1.3");
  sheet.json("loss", {J});
  return pass;
}

Gradient write_backward(const Example& e, const Pass<double>& pass,
                        Sheet& sheet) {
  const std::size_t L = e.network.size();
  const Gradient g = backward(e.network, pass, e.kind, e.y);
  sheet.section("Backward", "the backward pass");
  sheet.remark("  delta(l) is dJ/dz(l); (.) and ^2 act entry by entry");
  for (std::size_t l = L; l >= 1; --l) {
    const std::string slope =
        slope_formula(e.network[l - 1].activation, "a(l)");
    sheet.step(l);
    if (l < L)
      sheet.line("delta(l)", "(W(l+1)^T delta(l+1)) (.) " + slope,
                 g.delta[l - 1], "1.9");
    else if (e.kind == Loss::squared_error)
      sheet.line("delta(l)", "(a(l) - y) (.) " + slope, g.delta[l - 1], "1.5");
    else
      sheet.line("delta(l)", "a(l) - y", g.delta[l - 1], "1.6");
    sheet.line("dW(l)", "delta(l) a(l-1)^T", g.dW[l - 1], "1.7");
    sheet.line("db(l)", "delta(l)", g.db[l - 1], "1.8");
  }
  return g;
}

void write_step(Example e, const Gradient& g, Sheet& sheet) {
  if (!sheet.rate()) return;
  descend(e.network, g, *sheet.rate());
  sheet.section("One step of descent", "the step");
  sheet.given("eta", *sheet.rate());
  std::vector<Matrix> W;
  std::vector<Vector> b;
  for (std::size_t l = 1; l <= e.network.size(); ++l) {
    sheet.step(l);
    W.push_back(e.network[l - 1].W);
    b.push_back(e.network[l - 1].b);
    sheet.line("new W(l)", "W(l) - eta dW(l)", W.back(), "1.10");
    sheet.line("new b(l)", "b(l) - eta db(l)", b.back(), "1.11");
  }
  const double J = loss(e.kind, forward<double>(e.network, e.x), e.y);
  sheet.line("new J", "", J, "");
  sheet.json("updated", {Json::Object{{"W", json_matrices(W)},
                                      {"b", json_vectors(b)},
                                      {"loss", {J}}}});
}

}  // namespace

int main(int argc, char** argv) {
  return work({"01-backpropagation", "backpropagation", keys(), Counts::layers},
              argc, argv, [](const Input& input, Sheet& sheet) {
                const Example e = read(input);
                write_given(e, sheet);
                const Pass<double> pass = write_forward(e, sheet);
                const Gradient g = write_backward(e, pass, sheet);
                write_step(e, g, sheet);
              });
}
