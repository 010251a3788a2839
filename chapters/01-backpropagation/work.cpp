// The worked example of chapter 1: a layered network on the reader's numbers,
// forward, backward, and a step of descent.
#include <fmt/format.h>

#include <01-backpropagation/mistakes.hpp>

#include "chapters/01-backpropagation/network.hpp"
#include "chapters/01-backpropagation/worksheet.hpp"
#include "common/sheet/work.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/layered.hpp"

using namespace unrolled;
using namespace unrolled::backprop;

namespace {

/// The symbols; of the notes A and C alone have some for such a network.
Symbols symbols(std::size_t layers) {
  const std::string c = "a^l, z^l, W^l, b^l, delta^l = dJ/dz^l, J.\n";
  Symbols all{"W b x y z a J delta", "l", "in layer", "J", {}};
  for (const char note : {'A', 'B', 'D', 'E'})
    all.notes[note] = {"^#", "",
                       fmt::format("Note {} has no symbols for such a network: "
                                   "note C's are used,\n{}",
                                   note, c)};
  all.notes[0] = {"^#", "", ""};
  all.notes['C'] = {"^#", "", "In note C's symbols, the book's too: " + c};
  if (layers == 2)
    all.notes['A'] = {
        "^#", "W(1)=W b(1)=b W(2)=V b(2)=c a(1)=h a(2)=y^ J=L",
        "In note A's symbols for its static net: h = W x + b, y^ = V h + c, "
        "L.\nIt has no z, delta; they are written z^l, delta^l as in note "
        "C.\n"};
  return all;
}

/// The network of the file, its loss and its one example.
struct Example {
  Network<double> network;
  Loss kind = Loss::squared_error;
  Vector x, y;
};

Example write_given(const Input& input, Sheet& sheet) {
  Example e{{}, Loss::squared_error, input.vector("x"), input.vector("y")};
  const std::vector<std::string>& activations = input.at("activation").words;
  for (std::size_t l = 0; l < activations.size(); ++l)
    e.network.push_back({input.at("W").blocks[l],
                         Vector(input.at("b").blocks[l]),
                         activation_named(activations[l])});
  if (input.word("loss") == "softmax_cross_entropy") {
    e.kind = Loss::softmax_cross_entropy;
    require_distribution(input, "y");
  }
  sheet.speak(symbols(activations.size()));
  sheet.section("Given", "the input");
  sheet.remark(fmt::format("  activations, first layer first: {}, loss {}",
                           fmt::join(activations, ", "), input.word("loss")));
  sheet.given(input);
  return e;
}

/// The symbol of what enters layer l: a^0 is x.
std::string before(std::size_t l) {
  return l == 1 ? "x" : "a(l-1)";
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
  sheet.json("z", "z(l)");
  sheet.json("a", "a(l)");
  sheet.json("loss", "J");
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
  sheet.json("delta", "delta(l)");
  sheet.gradients(input);
  return g;
}

void write_step(Example e, const Gradient& g, Sheet& sheet) {
  update(e.network, g, *sheet.rate());
  sheet.section("One step of descent", "the step");
  sheet.given("eta", *sheet.rate());
  for (std::size_t l = 1; l <= e.network.size(); ++l) {
    sheet.head('l', l);
    sheet.step("new W(l) = W(l) - eta dW(l)", "1.13", e.network[l - 1].W);
    sheet.step("new b(l) = b(l) - eta db(l)", "1.14", e.network[l - 1].b);
  }
  sheet.at('l', 0);
  sheet.result("new J", loss(e.kind, forward<double>(e.network, e.x), e.y));
  sheet.json("updated/W", "new W(l)");
  sheet.json("updated/b", "new b(l)");
  sheet.json("updated/loss", "new J");
}

/// The file's loss, by the oracle.
Complex other_loss(const Input& input, const Moved& block) {
  oracle::Layered net;
  net.activation = input.at("activation").words;
  for (std::size_t l = 0; l < net.activation.size(); ++l) {
    net.W.push_back(oracle::loops(block("W", l)));
    net.b.push_back(oracle::steps(block("b", l)).at(0));
  }
  net.x = oracle::loops(input.vector("x"));
  net.y = oracle::loops(input.vector("y"));
  net.loss = input.word("loss");
  return oracle::run(net).loss;
}

/// One block for each layer, without the empty one in front.
template <class T>
std::vector<Matrix> blocks(const std::vector<T>& layers) {
  return {layers.begin() + 1, layers.end()};
}

std::vector<Mistake> mistakes(const Example& e, const Pass<double>& pass) {
  std::vector<Mistake> all;
  for (const WrongVersion& wrong : wrong_versions()) {
    const Gradient g = wrong.backward(e.network, pass, e.kind, e.y);
    all.push_back({wrong.says, {{"dW", blocks(g.dW)}, {"db", blocks(g.db)}}});
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  return work({"01-backpropagation", "backpropagation", layered_keys}, argc,
              argv, [](const Input& input, Sheet& sheet) {
                const Example e = write_given(input, sheet);
                const Pass<double> pass = write_forward(e, sheet);
                const Gradient g = write_backward(e, pass, input, sheet);
                if (sheet.rate()) write_step(e, g, sheet);
                sheet.compare(
                    input, [&](const Moved& b) { return other_loss(input, b); },
                    [&] { return mistakes(e, pass); });
              });
}
