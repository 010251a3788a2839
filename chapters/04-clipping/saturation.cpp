// tanh and sigmoid saturate; neither has a derivative above 1.
#include "common/activation.hpp"
#include "common/experiment.hpp"

using namespace unrolled;

namespace {

double slope_at(Activation kind, double z) {
  return derivative(kind, Matrix{z})(0);
}

void show(Experiment& lab, const Vector& z) {
  lab.value("tanh_at_4", slope_at(Activation::tanh, 4), 2);
  lab.value("sigmoid_at_8", slope_at(Activation::sigmoid, 8), 2);
  Figure curves("04-saturation", "");
  curves.size(640, 400).x_label("z").y_range(-1.1, 1.1);
  curves.legend("bottom right");
  const Matrix column = z;
  for (const auto& [kind, name, colour] :
       {std::tuple{Activation::tanh, "tanh", Colour::blue},
        std::tuple{Activation::sigmoid, "sigmoid", Colour::orange}}) {
    curves.line(z, activate(kind, column), std::string(name) + " z", colour);
    curves.dashed(z, derivative(kind, z), std::string(name) + "′", colour);
  }
  curves.horizontal(0.25, "1/4");
  lab.draw(curves);
}

// The slope is at most `most`, and `most` at 0 alone.
void claim_peak(Experiment& lab, Activation kind, double most,
                const Vector& z) {
  const Vector slope = derivative(kind, z);
  const arma::uvec there = arma::find(slope == most);
  const std::string words = name_of(kind) + "' <= " + text(most);
  lab.print(words + ", reached at " + std::to_string(there.n_elem) + " of " +
            std::to_string(z.n_elem) + " points");
  lab.claim(slope.max() == most && there.n_elem == 1 && z(there(0)) == 0,
            words);
}

void claim(Experiment& lab, const Vector& z) {
  claim_peak(lab, Activation::tanh, 1, z);
  claim_peak(lab, Activation::sigmoid, 0.25, z);
  lab.claim(derivative(Activation::relu, z).max() <= 1, "ReLU' <= 1");
  const double end = z.back();
  lab.claim(slope_at(Activation::tanh, end) < 1e-3 &&
                slope_at(Activation::sigmoid, end) < 1e-2 * 0.25,
            "both fade");
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-saturation",
                 "The derivative of tanh is at most 1 and that of the sigmoid "
                 "at most 1/4, reached at 0 alone; both fade to 0");
  double reach = 8;   // the largest |z| looked at
  Index cells = 160;  // cells on each side of 0
  lab.knob("reach", reach, "largest |z| looked at");
  lab.knob("cells", cells, "grid cells on each side of 0");
  return lab.run(argc, argv, [&] {
    const Vector z = arma::linspace(-reach, reach, 2 * cells + 1);
    show(lab, z);
    claim(lab, z);
  });
}
