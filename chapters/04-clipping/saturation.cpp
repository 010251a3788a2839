// tanh and sigmoid saturate; neither has a derivative above 1.
#include "common/activation.hpp"
#include "common/experiment.hpp"

using namespace unrolled;

namespace {

struct Knobs {
  double reach = 8;
  Index cells = 160;
};

Vector measure(const Knobs& k) {
  return arma::linspace(-k.reach, k.reach, 2 * k.cells + 1);
}

double slope_at(Activation kind, double z) {
  return derivative(kind, Matrix{z})(0);
}

void show(Experiment& lab, const Vector& z) {
  lab.value("tanh_at_4", slope_at(Activation::tanh, 4), 2);
  lab.value("sigmoid_at_8", slope_at(Activation::sigmoid, 8), 2);
  Figure curves("04-saturation", "");
  curves.x_label("z").y_range(-1.1, 1.1);
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

void claim(Experiment& lab, const Vector& z) {
  for (const auto& [kind, most] : {std::pair{Activation::tanh, 1.0},
                                   std::pair{Activation::sigmoid, 0.25}}) {
    const Vector slope = derivative(kind, z);
    const std::string name = name_of(kind) + ": ";
    lab.claim(name + "largest slope", slope.max(), equal_to(most));
    lab.claim(name + "where it is", z(slope.index_max()), equal_to(0));
    lab.claim(name + "points that reach it",
              static_cast<double>(arma::accu(slope == most)), equal_to(1));
    lab.claim(name + "slope at the end of the grid", slope.back(),
              below(1e-2 * most));
  }
  lab.claim("ReLU: largest slope", derivative(Activation::relu, z).max(),
            equal_to(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("04-saturation",
                 "The derivative of tanh is at most 1 and that of the sigmoid "
                 "at most 1/4, reached at 0 alone; both fade to 0");
  Knobs k;
  lab.knob("reach", k.reach, "largest |z| looked at", {6, 20});
  lab.knob("cells", k.cells, "grid cells on each side of 0", {40, 1000});
  return lab.run(argc, argv, k, measure, show, claim);
}
