// The worked example of chapter 10: self-attention on the reader's numbers.
#include <10-attention/mistakes.hpp>

#include "chapters/10-attention/worksheet.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/attention.hpp"

using namespace unrolled;
using namespace unrolled::attention;

namespace {

/// The file's loss, by the oracle.
OtherLoss attention_loss(const Input& input) {
  return [&input](const Moved& block) {
    oracle::Attention net{input.word("mask") == "causal",
                          input.word("output"),
                          {},
                          {{"c", oracle::steps(block("c", 0)).at(0)}},
                          oracle::steps(block("x", 0)),
                          oracle::steps(block("y", 0))};
    for (const std::string name : {"Wq", "Wk", "Wv", "V"})
      net.matrices[name] = oracle::loops(block(name, 0));
    return run(net).loss;
  };
}

Mistake mistake(const std::string& says, const Gradient& g) {
  Keyed blocks = keyed(g.blocks());
  blocks["dx"] = {g.dx};
  return {says, blocks};
}

/// The typical mistakes on these numbers.
std::vector<Mistake> mistakes(const Worked& w) {
  const Matrix x = w.of.x.columns(), y = w.of.y.columns();
  std::vector<Mistake> all;
  for (const auto& wrong : wrong_versions()) {
    try {
      all.push_back(
          mistake(wrong.says,
                  wrong.loss_and_gradient(w.of.output, w.p, x, y, w.mask).by));
    } catch (const std::logic_error&) {  // its shapes do not fit this example
    }
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  return work({"10-attention", "attention", attention_keys}, argc, argv,
              [](const Input& input, Sheet& sheet) {
                const Worked w = write_attention(input, sheet);
                if (sheet.rate()) {
                  Parameters p = w.p;
                  update(p.blocks(), w.g.blocks(), *sheet.rate());
                  write_step(sheet, p.blocks(), "* - eta d*", "3.18", [&] {
                    const Matrix o = forward(p, w.of.x.columns(), w.mask).o;
                    return loss(w.of.output, o, w.of.y.columns());
                  });
                }
                sheet.compare(input, attention_loss(input),
                              [&] { return mistakes(w); });
              });
}
