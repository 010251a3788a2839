// The typical mistakes, for the worked examples of all recurrent chapters:
// their gradients on the reader's numbers.
#include <03-any-length/mistakes.hpp>

#include "common/sheet/recurrent.hpp"

namespace unrolled {

std::vector<Mistake> recurrent_mistakes(const RecurrentExample& example,
                                        const Matrix& h, const Matrix& dLdo) {
  const bptt::Parameters p{example.U, example.W, example.V, example.b,
                           example.c};
  const bptt::States s{{}, Sequence(h, 0), {}};
  std::vector<Mistake> all;
  const auto add = [&](const std::string& says, const bptt::Gradient& g) {
    Keyed blocks = keyed(g.blocks());
    blocks["dh0"] = {g.dh0};
    blocks["dx"] = {g.dx.columns()};
    all.push_back({says, blocks});
  };
  for (const bptt::WrongVersion& wrong : bptt::wrong_versions()) {
    try {
      add(wrong.says, wrong.backward(example.hidden, p, example.x, s, dLdo));
    } catch (const std::logic_error&) {  // its shapes do not fit this example
    }
  }
  if (example.output == Output::sigmoid_cross_entropy) {
    const Matrix y_hat = dLdo + example.y, slope = y_hat % (1.0 - y_hat);
    add("Your {} is the true one with sigma'(o) multiplied to y_hat - y.",
        bptt::backward(example.hidden, p, example.x, s, Matrix(dLdo % slope)));
  }
  return all;
}

}  // namespace unrolled
