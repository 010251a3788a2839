// The worked example of chapter 7: an LSTM or a GRU on the reader's numbers.
#include <07-gates/mistakes.hpp>

#include "chapters/07-gates/worksheet.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/gated.hpp"

using namespace unrolled;
using namespace unrolled::gates;

namespace {

/// The file's loss, by the oracle.
OtherLoss gated_loss(const Input& input) {
  return [&input](const Moved& block) {
    oracle::Gated net;
    net.cell = input.word("cell");
    net.output = input.word("output");
    net.x = oracle::steps(block("x", 0));
    net.y = oracle::steps(block("y", 0));
    for (const Entry& entry : input.entries) {
      const auto& [name, notes, levels, words, required, gradient, only] =
          entry.key;
      if (gradient || levels.empty() || entry.key.of("steps")) continue;
      if (levels.size() == 2)
        net.matrices[name] = oracle::loops(block(name, 0));
      else
        net.vectors[name] = oracle::steps(block(name, 0)).at(0);
    }
    return run(net).loss;
  };
}

/// Writes a step of descent, when the reader asked for one.
template <class Parameters, class Gradient>
void write_update(Parameters p, const Gradient& g, Sheet& sheet,
                  const std::function<double(const Parameters&)>& new_loss) {
  if (!sheet.rate()) return;
  update(p.blocks(), g.blocks(), *sheet.rate());
  write_step(sheet, p.blocks(), "* - eta d*", "3.18",
             [&] { return new_loss(p); });
}

template <class Gradient>
Mistake mistake(const std::string& says, const Gradient& g) {
  Keyed blocks = keyed(g.blocks());
  blocks["dh0"] = {g.dh0};
  blocks["dx"] = {g.dx.columns()};
  if constexpr (requires { g.dC0; }) blocks["dC0"] = {g.dC0};
  return {says, blocks};
}

/// What another cell finds, which is right of its own.
Mistake another(const WorkedLstm& w) {
  lstm::Parameters p = w.p;
  std::swap(p.f, p.i);
  const lstm::States s = lstm::forward(p, w.x, w.h0, w.C0);
  lstm::Gradient g = loss_and_gradient(w.output, p, w.x, w.y, s).by;
  std::swap(g.df, g.di);
  return mistake(
      "Your {} is that of a cell that forgets by i and writes by f, forward "
      "and back.",
      g);
}

/// \copydoc another()
Mistake another(const WorkedGru& w) {
  gru::Parameters p = w.p;
  p.ca.zeros(w.p.ca.is_empty() ? w.h0.n_rows : 0);
  const gru::States s = gru::forward(p, w.x, w.h0);
  return mistake(
      "Your {} is that of a cell with the reset on the other side of Wa, "
      "forward and back.",
      loss_and_gradient(w.output, p, w.x, w.y, s).by);
}

/// The same with 1 - sigma(z) = sigma(-z) for u.
Mistake turned(const WorkedGru& w) {
  const auto turn = [](Gate& gate) {
    gate.U *= -1;
    gate.W *= -1;
    gate.b *= -1;
  };
  gru::Parameters p = w.p;
  turn(p.u);
  const gru::States s = gru::forward(p, w.x, w.h0);
  gru::Gradient g = loss_and_gradient(w.output, p, w.x, w.y, s).by;
  turn(g.du);
  return mistake(
      "Your {} is that of a cell that keeps by 1 - u and writes by u, forward "
      "and back.",
      g);
}

/// The typical mistakes on these numbers.
template <class Versions, class Worked>
std::vector<Mistake> mistakes(const Versions& versions, const Worked& w) {
  std::vector<Mistake> all{another(w)};
  if constexpr (requires { turned(w); }) all.push_back(turned(w));
  for (const auto& wrong : versions) {
    try {
      all.push_back(mistake(wrong.says, wrong.backward(w.p, w.x, w.s, w.dLdo)));
    } catch (const std::logic_error&) {  // its shapes do not fit this example
    }
  }
  return all;
}

void work_lstm(const Input& input, Sheet& sheet) {
  const WorkedLstm w = write_lstm(input, sheet);
  write_update<lstm::Parameters>(
      w.p, w.g, sheet, [&](const lstm::Parameters& p) {
        return loss(w.output, lstm::forward(p, w.x, w.h0, w.C0).o, w.y);
      });
  sheet.compare(input, gated_loss(input), [&] {
    return mistakes(lstm::of_backward::wrong_versions(), w);
  });
}

void work_gru(const Input& input, Sheet& sheet) {
  const WorkedGru w = write_gru(input, sheet);
  write_update<gru::Parameters>(w.p, w.g, sheet, [&](const gru::Parameters& p) {
    return loss(w.output, gru::forward(p, w.x, w.h0).o, w.y);
  });
  sheet.compare(input, gated_loss(input), [&] {
    return mistakes(gru::of_backward::wrong_versions(), w);
  });
}

}  // namespace

int main(int argc, char** argv) {
  return work({"07-gates", "gates", gate_keys}, argc, argv,
              [](const Input& input, Sheet& sheet) {
                if (input.word("cell") == "lstm")
                  work_lstm(input, sheet);
                else
                  work_gru(input, sheet);
              });
}
