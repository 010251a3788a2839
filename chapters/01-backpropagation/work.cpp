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

/// One block for each layer, without the empty one in front.
template <class T>
std::vector<Matrix> blocks(const std::vector<T>& layers) {
  return {layers.begin() + 1, layers.end()};
}

std::string at(const std::string& symbol, std::size_t l) {
  return symbol + "(" + std::to_string(l) + ")";
}

/// The symbol of what enters layer l: a^0 is x.
std::string before(std::size_t l) {
  return l == 1 ? "x" : "a(l-1)";
}

void write_given(const Example& e, Sheet& sheet) {
  sheet.layers(e.network.size());
  sheet.section("Given", "the input");
  std::string sigmas_used;
  for (const Layer<double>& layer : e.network)
    sigmas_used += name_of(layer.activation) + ", ";
  sheet.remark("  activations, first layer first: " + sigmas_used + "loss " +
               losses[e.kind == Loss::squared_error ? 0 : 1]);
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
  if (softmax_last) pass.a[L] = softmax(pass.z[L]);
  sheet.section("Forward", "the forward pass");
  for (std::size_t l = 1; l <= L; ++l) {
    sheet.step(l);
    sheet.line("z(l)", "W(l) " + before(l) + " + b(l)", pass.z[l], "1.1");
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
  sheet.json("z", json_vectors(blocks(pass.z)));
  sheet.json("a", json_vectors(blocks(pass.a)));
  sheet.json("loss", {J});
  return pass;
}

Gradient write_backward(const Example& e, const Pass<double>& pass,
                        Sheet& sheet) {
  const std::size_t L = e.network.size();
  const Gradient g = backward(e.network, pass, e.kind, e.y);
  sheet.section("Backward", "the backward pass");
  sheet.remark("  delta(l) is dz(l); (.) and ^2 act entry by entry");
  for (std::size_t l = L; l >= 1; --l) {
    const std::string slope =
        slope_formula(e.network[l - 1].activation, "a(l)");
    sheet.step(l);
    if (l < L)
      sheet.line("delta(l)", "(W(l+1)^T delta(l+1)) (.) " + slope, g.delta[l],
                 "1.10");
    else if (e.kind == Loss::squared_error)
      sheet.line("delta(l)", "(a(l) - y) (.) " + slope, g.delta[l], "1.5");
    else
      sheet.line("delta(l)", "a(l) - y", g.delta[l], "1.6");
    sheet.line("dW(l)", "delta(l) " + before(l) + "^T", g.dW[l], "1.11");
    sheet.line("db(l)", "delta(l)", g.db[l], "1.12");
  }
  sheet.json("delta", json_vectors(blocks(g.delta)));
  sheet.json("dW", json_matrices(blocks(g.dW)));
  sheet.json("db", json_vectors(blocks(g.db)));
  return g;
}

/// What is often done wrong on the way back.
enum class Slip {
  last_slope,
  hidden_slope,
  slope_of_a,
  softmax_slope,
  not_transposed,
  same_a
};

/// The backward pass with a slip in it.
Gradient backward_with(Slip slip, const Example& e, const Pass<double>& pass) {
  const std::size_t L = e.network.size();
  std::vector<Matrix> delta(L + 1), dW(L + 1);
  std::vector<Vector> db(L + 1);
  for (std::size_t l = L; l >= 1; --l) {
    Matrix slope = derivative(e.network[l - 1].activation,
                              slip == Slip::slope_of_a ? pass.a[l] : pass.z[l]);
    if (slip == (l == L ? Slip::last_slope : Slip::hidden_slope)) slope.ones();
    if (l == L && e.kind == Loss::softmax_cross_entropy &&
        slip != Slip::softmax_slope)
      slope.ones();
    if (l == L) {
      delta[l] = (pass.a[L] - e.y) % slope;
    } else {
      const Matrix& W = e.network[l].W;
      const bool wrong = slip == Slip::not_transposed && W.is_square();
      delta[l] = (wrong ? W : Matrix(W.t())) * delta[l + 1] % slope;
    }
    dW[l] = delta[l] * pass.a[slip == Slip::same_a ? l : l - 1].t();
    db[l] = arma::sum(delta[l], 1);
  }
  return {delta, dW, db};
}

void compare(const Input& input, const Example& e, const Pass<double>& pass,
             const Gradient& g, Sheet& sheet) {
  const std::vector<std::pair<Slip, std::string>> slips{
      {Slip::last_slope, "without sigma'(z) of the last layer"},
      {Slip::softmax_slope, "with a sigma'(z) that softmax does not have"},
      {Slip::hidden_slope, "without sigma'(z) of the hidden layers"},
      {Slip::slope_of_a, "with sigma' taken at a in place of z"},
      {Slip::not_transposed, "with W in place of its transpose"},
      {Slip::same_a, "with a of the same layer in place of the one before"}};
  std::vector<Mistake> mistakes;
  for (const auto& [slip, hint] : slips) {
    const Gradient wrong = backward_with(slip, e, pass);
    mistakes.push_back({"dW", hint, blocks(wrong.dW)});
    mistakes.push_back({"db", hint, blocks(wrong.db)});
  }
  sheet.compare(input, "dW", blocks(g.dW), mistakes);
  sheet.compare(input, "db", blocks(g.db), mistakes);
}

void write_step(Example e, const Gradient& g, Sheet& sheet) {
  if (!sheet.rate()) return;
  update(e.network, g, *sheet.rate());
  sheet.section("One step of descent", "the step");
  sheet.given("eta", *sheet.rate());
  std::vector<Matrix> W, b;
  for (std::size_t l = 1; l <= e.network.size(); ++l) {
    sheet.step(l);
    W.push_back(e.network[l - 1].W);
    b.push_back(e.network[l - 1].b);
    sheet.line("new W(l)", "W(l) - eta dW(l)", W.back(), "1.13");
    sheet.line("new b(l)", "b(l) - eta db(l)", b.back(), "1.14");
  }
  const double J = loss(e.kind, forward<double>(e.network, e.x), e.y);
  sheet.at(0);
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
                compare(input, e, pass, g, sheet);
                write_step(e, g, sheet);
              });
}
