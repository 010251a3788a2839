/// \file
/// A published run, digit for digit: a recurrent network learns to add.
#include <array>

#include "chapters/03-any-length/addition.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::bptt;

namespace {

// What the source prints at every 1000th addition: the error, and the sum that
// the network says.
constexpr std::array<const char*, 10> published_error{
    "3.45638663", "3.63389116", "3.91366595", "3.72191702", "3.58527130",
    "2.53352328", "0.57691441", "1.42589952", "0.47477457", "0.21595037"};
constexpr std::array<Index, 10> published_sum{1,   255, 72,  223, 8,
                                              162, 81,  129, 56,  14};

// The mean of each hundred errors.
Vector by_hundreds(const Vector& errors) {
  const Matrix hundreds = arma::reshape(errors, 100, errors.n_elem / 100);
  return arma::mean(hundreds, 0).t();
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("03-binary_addition",
                 "The published run comes out to every printed digit: ten "
                 "errors, ten sums");
  double rate = 0.1;
  Index hidden = 16, additions = 10000, seed = 0;
  lab.knob("rate", rate, "learning rate");
  lab.knob("hidden", hidden, "hidden units");
  lab.knob("additions", additions, "length of the run, a multiple of 1000");
  lab.knob("seed", seed, "seed of NumPy's generator");
  return lab.run(argc, argv, [&] {
    if (additions == 0 || additions % 1000 != 0)
      throw std::invalid_argument("additions: expected a multiple of 1000");
    const bool as_published =
        rate == 0.1 && hidden == 16 && additions == 10000 && seed == 0;

    Adder adder(static_cast<std::uint32_t>(seed), hidden);
    Vector errors(additions), wrong(additions);
    Table table{{"addition", "printed error", "our error", "what it adds",
                 "printed sum", "our sum"},
                {}};
    bool same = true;
    Progress progress("adding", additions);
    for (Index i = 0; i < additions; ++i, progress.tick()) {
      const Addition it = adder.learn(rate);
      errors(i) = it.error;
      wrong(i) = it.said != it.a + it.b;
      if (i % 1000 != 0) continue;
      const std::string ours = fixed(it.error, 8);
      const Index n = i / 1000;
      const bool listed = as_published && n < 10;
      table.rows.push_back({std::to_string(i), listed ? published_error[n] : "",
                            ours,
                            std::to_string(it.a) + " + " + std::to_string(it.b),
                            listed ? std::to_string(published_sum[n]) : "",
                            std::to_string(it.said)});
      same = same && listed && ours == published_error[n] &&
             it.said == published_sum[n];
    }
    lab.table("run", table);
    const double wrong_at_end = arma::accu(wrong.tail(1000));
    lab.value("wrong_of_last_1000", wrong_at_end);

    const Vector mean = by_hundreds(errors);
    const Vector at = 100 * arma::regspace(1, static_cast<double>(mean.n_elem));
    Figure figure("03-binary_addition", "Learning to add");
    figure.x_label("additions seen").y_label("sum of |y - ŷ| over eight bits");
    figure.y_range(0, 4.5).legend("off").set("set xtics 2000");
    figure.horizontal(4).note(9800, 4.18, "every bit a guess", "right");
    figure.line(at, mean, "mean of a hundred additions", Colour::blue);
    lab.draw(figure);

    // Other knobs give another run, which no source has printed.
    if (as_published)
      lab.claim(same, "ten errors and ten sums as printed");
    else
      lab.claim(mean(mean.n_elem - 1) < mean(0), "the error fell");
  });
}
