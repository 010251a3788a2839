// tanh and sigmoid saturate; neither has a derivative above 1.
#include "common/activation.hpp"
#include "common/experiment.hpp"

using namespace unrolled;

namespace {

// How many of these numbers are above a bound, or at it.
Index above(const Matrix& m, double bound) {
  return arma::accu(m > bound);
}
Index at(const Matrix& m, double bound) {
  return arma::accu(m == bound);
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
    const Matrix tanh_z = activate(Activation::tanh, Matrix(z));
    const Matrix sigmoid_z = activate(Activation::sigmoid, Matrix(z));
    const Matrix d_tanh = derivative(Activation::tanh, z);
    const Matrix d_sigmoid = derivative(Activation::sigmoid, z);
    const Matrix d_relu = derivative(Activation::relu, z);

    Table table{{"z", "tanh", "tanh'", "sigmoid", "sigmoid'"}, {}};
    for (const double v : {0.0, 0.5, 1.0, 2.0, 4.0, 8.0}) {
      const Matrix one{v};
      table.rows.push_back({text(v), fixed(std::tanh(v), 6),
                            text(derivative(Activation::tanh, one)(0), 3),
                            fixed(sigmoid(v), 6),
                            text(derivative(Activation::sigmoid, one)(0), 3)});
    }
    lab.table("table", table);

    // A factor of the product is w sigma'(z): how large must w be for one
    // above 1?
    Table least{{"activation", "largest derivative", "a factor above 1 needs"},
                {}};
    least.rows = {{"tanh", text(d_tanh.max()), "w above 1"},
                  {"sigmoid", text(d_sigmoid.max()), "w above 4"},
                  {"ReLU", text(d_relu.max()), "w above 1"}};
    lab.print("");
    lab.table("least", least);
    lab.value("tanh_at_4", derivative(Activation::tanh, Matrix{4.0})(0), 2);
    lab.value("sigmoid_at_8", derivative(Activation::sigmoid, Matrix{8.0})(0),
              2);

    Figure curves("04-saturation", "");
    curves.size(640, 400).x_label("z").y_range(-1.1, 1.1);
    curves.legend("bottom right");
    curves.line(z, tanh_z, "tanh z", Colour::blue);
    curves.dashed(z, d_tanh, "tanh′", Colour::blue);
    curves.line(z, sigmoid_z, "sigmoid z", Colour::orange);
    curves.dashed(z, d_sigmoid, "sigmoid′", Colour::orange);
    curves.horizontal(0.25, "1/4");
    lab.draw(curves);

    lab.claim(above(d_tanh, 1) == 0 && at(d_tanh, 1) == 1, "tanh' <= 1");
    lab.claim(above(d_sigmoid, 0.25) == 0 && at(d_sigmoid, 0.25) == 1,
              "sigmoid' <= 1/4");
    lab.claim(above(d_relu, 1) == 0, "ReLU' <= 1");
    const Index end = z.n_elem - 1;
    lab.claim(d_tanh(end) < 1e-3 * d_tanh(cells) &&
                  d_sigmoid(end) < 1e-2 * d_sigmoid(cells),
              "both fade");
  });
}
