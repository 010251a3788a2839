// The worked example of chapter 1: a layered network on the reader's numbers,
// forward, backward, and a step of descent.
#include <fmt/format.h>

#include <01-backpropagation/mistakes.hpp>

#include "chapters/01-backpropagation/network.hpp"
#include "common/sheet/work.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/layered.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

const std::string keys = R"(
    activation: L layers of sigmoid | tanh | relu | identity
    loss: squared_error | softmax_cross_entropy
    W: L layers of n rows of n-1
    b?: L layers of n
    x: n0
    y: nL
    gradients: W b)";

/// The symbols; of the notes A and C alone have some for such a network.
Symbols symbols(std::size_t layers) {
  const std::string c = "a^l, z^l, W^l, b^l, delta^l = dJ/dz^l, J.\n";
  Symbols all{"W b x y z a J delta", "l", "in layer", "J", {}};
  for (const char note : {'A', 'B', 'D', 'E'})
    all.notes[note] = {Style::layer, "",
                       fmt::format("Note {} has no symbols for such a network: "
                                   "note C's are used,\n{}",
                                   note, c)};
  all.notes[0] = {Style::layer, "", ""};
  all.notes['C'] = {Style::layer, "",
                    "In note C's symbols, the book's too: " + c};
  if (layers == 2)
    all.notes['A'] = {
        Style::layer, "W(1)=W b(1)=b W(2)=V b(2)=c a(1)=h a(2)=y^ J=L",
        "In note A's symbols for its static net: h = W x + b, y^ = V h + c, "
        "L.\nIt has no z, delta; they are written z^l, delta^l as in note "
        "C.\n"};
  return all;
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
  if (input.word("loss") == "squared_error") return e;
  e.kind = Loss::softmax_cross_entropy;
  require_distribution(input, "y");
  return e;
}

/// One block for each layer, without the empty one in front.
template <class T>
std::vector<Matrix> blocks(const std::vector<T>& layers) {
  return {layers.begin() + 1, layers.end()};
}

template <class T>
Json json_vectors(const std::vector<T>& layers) {
  std::vector<Json> all;
  for (const Matrix& m : blocks(layers)) all.push_back(Json::list(m));
  return all;
}

/// The symbol of what enters layer l: a^0 is x.
std::string before(std::size_t l) {
  return l == 1 ? "x" : "a(l-1)";
}

void write_given(const Example& e, const std::string& loss, Sheet& sheet) {
  sheet.speak(symbols(e.network.size()));
  sheet.section("Given", "the input");
  std::string sigmas;
  for (const Layer<double>& layer : e.network)
    sigmas += name_of(layer.activation) + ", ";
  sheet.remark("  activations, first layer first: " + sigmas + "loss " + loss);
  for (std::size_t l = 1; l <= e.network.size(); ++l) {
    sheet.given(fmt::format("W({})", l), e.network[l - 1].W);
    sheet.given(fmt::format("b({})", l), e.network[l - 1].b);
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
    sheet.head('l', l);
    sheet.step("z(l) = W(l) " + before(l) + " + b(l)", "1.1", pass.z[l]);
    if (l == L && softmax_last)
      sheet.step("a(l) = softmax(z(l))", "", pass.a[l]);
    else
      sheet.step(
          "a(l) = " + activation_formula(e.network[l - 1].activation, "z(l)"),
          "1.2", pass.a[l]);
  }
  const double J = loss(e.kind, pass, e.y);
  if (softmax_last)
    sheet.step("J = -y^T log a(l)", "1.4", J);
  else
    sheet.step("J = 1/2 ||a(l) - y||^2", "1.3", J);
  sheet.json("z", json_vectors(pass.z));
  sheet.json("a", json_vectors(pass.a));
  sheet.json("loss", J);
  return pass;
}

Gradient write_backward(const Example& e, const Pass<double>& pass,
                        const Input& input, Sheet& sheet) {
  const std::size_t L = e.network.size();
  const Gradient g = backward(e.network, pass, e.kind, e.y);
  sheet.section("Backward", "the backward pass");
  sheet.remark("  delta(l) is dz(l); (.) and ^2 act entry by entry");
  for (std::size_t l = L; l >= 1; --l) {
    const std::string slope =
        " (.) " + slope_formula(e.network[l - 1].activation, "a(l)");
    sheet.head('l', l);
    if (l < L)
      sheet.step("delta(l) = (W(l+1)^T delta(l+1))" + slope, "1.10",
                 g.delta[l]);
    else if (e.kind == Loss::squared_error)
      sheet.step("delta(l) = (a(l) - y)" + slope, "1.5", g.delta[l]);
    else
      sheet.step("delta(l) = a(l) - y", "1.6", g.delta[l]);
    sheet.step("dW(l) = delta(l) " + before(l) + "^T", "1.11", g.dW[l]);
    sheet.step("db(l) = delta(l)", "1.12", g.db[l]);
  }
  sheet.json("delta", json_vectors(g.delta));
  sheet.json(input, {"dW", "db"}, {{"dW", blocks(g.dW)}, {"db", blocks(g.db)}});
  return g;
}

/// The derivative of the example's loss along a direction, by the oracle.
Slope slope(const Example& e, const std::string& loss) {
  return [&e, loss](const std::string& key, const std::vector<Matrix>& along) {
    oracle::Layered net;
    for (std::size_t l = 0; l < e.network.size(); ++l) {
      const arma::cx_mat nudge(arma::zeros(arma::size(along[l])),
                               along[l] * oracle::kStep);
      net.W.push_back(oracle::loops(e.network[l].W));
      net.b.push_back(oracle::loops(e.network[l].b));
      net.activation.push_back(name_of(e.network[l].activation));
      for (Index i = 0; i < nudge.n_rows; ++i)
        for (Index j = 0; j < nudge.n_cols; ++j)
          (key == "dW" ? net.W[l][i][j] : net.b[l][i]) += nudge(i, j);
    }
    net.x = oracle::loops(e.x), net.y = oracle::loops(e.y), net.loss = loss;
    return oracle::run(net).loss.imag() / oracle::kStep;
  };
}

std::vector<Mistake> mistakes(const Example& e, const Pass<double>& pass) {
  std::vector<Mistake> all;
  for (const WrongVersion& wrong : wrong_versions()) {
    const Gradient g = wrong.backward(e.network, pass, e.kind, e.y);
    all.push_back({wrong.says, {{"dW", blocks(g.dW)}, {"db", blocks(g.db)}}});
  }
  return all;
}

void write_step(Example e, const Gradient& g, const Input& input,
                Sheet& sheet) {
  if (!sheet.rate()) return;
  update(e.network, g, *sheet.rate());
  sheet.section("One step of descent", "the step");
  sheet.given("eta", *sheet.rate());
  std::vector<Matrix> W, b;
  for (std::size_t l = 1; l <= e.network.size(); ++l) {
    sheet.head('l', l);
    W.push_back(e.network[l - 1].W);
    b.push_back(e.network[l - 1].b);
    sheet.step("new W(l) = W(l) - eta dW(l)", "1.13", W.back());
    sheet.step("new b(l) = b(l) - eta db(l)", "1.14", b.back());
  }
  const double J = loss(e.kind, forward<double>(e.network, e.x), e.y);
  sheet.at('l', 0);
  sheet.result("new J", J);
  sheet.json("updated", Json::object({{"W", json_of(input.key("W"), W)},
                                      {"b", json_of(input.key("b"), b)},
                                      {"loss", J}}));
}

}  // namespace

int main(int argc, char** argv) {
  return work({"01-backpropagation", "backpropagation", keys}, argc, argv,
              [](const Input& input, Sheet& sheet) {
                const Example e = read(input);
                write_given(e, input.word("loss"), sheet);
                const Pass<double> pass = write_forward(e, sheet);
                const Gradient g = write_backward(e, pass, input, sheet);
                sheet.compare(input, {"dW", "db"},
                              {{"dW", blocks(g.dW)}, {"db", blocks(g.db)}},
                              slope(e, input.word("loss")),
                              [&] { return mistakes(e, pass); });
                write_step(e, g, input, sheet);
              });
}
