// Under teacher forcing no step waits for another: in any order, by any number
// of threads, the same gradient to the last bit.
#include "chapters/03-any-length/as_printed.hpp"
#include "chapters/06-shapes/jordan.hpp"
#include "common/experiment.hpp"
#include "common/random.hpp"

using namespace unrolled;
using namespace unrolled::shapes;

namespace {

struct Knobs {
  Index tau = 64, units = 8, outputs = 3, orders = 20, threads = 4, seed = 1;
};

const char* const kinds[] = {"Jordan, teacher", "Jordan, its own", "Elman"};
const Vector lengths{1, 2, 4, 8, 16, 32, 64};

struct Found {
  Matrix hear;   // steps that hear of the last loss: a row for each kind
  Vector fixed;  // how far an order's gradient is from the first one's, added
  Vector done;   // in a fixed order, and in the order in which it was done
};

// A network on a sequence; of Jordan's, W has a column for each output.
bptt::Example draw(const Knobs& k, Index tau, bool elman) {
  bptt::Example it = bptt::example_of({}, tau, k.seed, 2, k.units, k.outputs);
  if (!elman) it.p.W = Random(k.seed).normal_matrix(k.units, k.outputs);
  return it;
}
Matrix start(const bptt::Example& it) {
  return Matrix(it.p.W.n_cols, 1, arma::fill::zeros);
}

// How many steps hear of the loss at the last one, one after the other.
double steps_that_hear(const Knobs& k, Index kind, Index tau) {
  const bool elman = kind == 2;
  const bptt::Example it = draw(k, tau, elman);
  const Sequence last = at_the_end(it.y(tau), tau);
  const Jordan jordan{it.net, kind ? Feedback::own : Feedback::teacher};
  const Sequence dz =
      elman ? bptt::backward(it.net.hidden, it.p, it.x, it.states(), last).dz
            : backward(jordan, it.p, it.x,
                       forward(jordan, it.p, it.x, it.y, start(it)), last)
                  .dz;
  double heard = 0;
  for (Index t = 1; t <= tau; ++t) heard += arma::abs(dz(t)).max() > 0;
  return heard;
}

// The steps' gradients, added in the order in which they are done.
ParameterGradient as_done(const bptt::Example& it,
                          const std::vector<Index>& order) {
  ParameterGradient sum(it.p);
  for (const Index t : order) {
    const JordanRun one =
        loss_and_gradient({it.net, Feedback::teacher}, it.p, it.x(t), it.y(t),
                          t == 1 ? start(it) : it.y(t - 1));
    update(sum.blocks(), one.by.blocks(), -1);
  }
  return sum;
}

Found measure(const Knobs& k) {
  Found f{Matrix(3, lengths.n_elem), Vector(k.orders), Vector(k.orders)};
  for (Index i = 0; i < f.hear.n_rows; ++i)
    for (Index j = 0; j < f.hear.n_cols; ++j)
      f.hear(i, j) = steps_that_hear(k, i, static_cast<Index>(lengths(j)));
  const bptt::Example it = draw(k, k.tau, false);
  Random random(k.seed);
  ParameterGradient first, first_as_done;
  Progress progress("orders", k.orders);
  for (Index i = 0; i < k.orders; ++i, progress.tick()) {
    std::vector<Index> order = random.permutation(k.tau);
    for (Index& t : order) ++t;
    const ParameterGradient fixed = step_by_step(
        it.net, it.p, it.x, it.y, start(it), order, 1 + i % k.threads);
    const ParameterGradient done = as_done(it, order);
    if (i == 0) first = fixed, first_as_done = done;
    f.fixed(i) = worst_block(fixed.blocks(), first.blocks()).error;
    f.done(i) = worst_block(done.blocks(), first_as_done.blocks()).error;
  }
  return f;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  Table table{{"tau"}, {{kinds[0]}, {kinds[1]}, {kinds[2]}}};
  Figure figure("06-any_order", "");
  figure.log_x().log_y().x_label("steps").y_label("one after the other");
  figure.set("set format x '%g'").set("set format y '%g'");
  figure.y_range(0.8, 80).legend("top left");
  const Colour colours[] = {Colour::vermilion, Colour::green, Colour::blue};
  for (const double tau : lengths) table.head.push_back(text(tau));
  for (Index i = 3; i-- > 0;) {
    const Vector hear = f.hear.row(i).t();
    for (const double steps : hear) table.rows[i].push_back(text(steps));
    if (i != 1) figure.line(lengths, hear, kinds[i], colours[i]);
    if (i != 2) figure.points(lengths, hear, i ? kinds[i] : "", colours[i]);
  }
  lab.table("hear", table);
  lab.draw(figure);
  lab.value("differ_as_done", static_cast<double>(arma::accu(f.done > 0)));
  lab.value("orders", std::to_string(k.orders));
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("added in a fixed order: gradients apart, largest", f.fixed.max(),
            equal_to(0));
  lab.claim("added as they are done: orders that differ from the first",
            static_cast<double>(arma::accu(f.done > 0)), at_least(1));
  lab.claim("added as they are done: gradients apart, largest", f.done.max(),
            at_most(1e-13));
  lab.claim("teacher: steps that hear of the last loss, most",
            f.hear.row(0).max(), equal_to(1));
  lab.claim("the others: steps that do not, most",
            Matrix(lengths.t() - arma::min(f.hear.tail_rows(2), 0)).max(),
            equal_to(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("06-any_order",
                 "Under teacher forcing the gradients of the steps, taken in "
                 "any order by any number of threads and added in one, are "
                 "equal to the last bit; one step hears of a loss, where in "
                 "the other networks all do, one after the other");
  Knobs k;
  lab.knob("tau", k.tau, "steps", {8, 200});
  lab.knob("units", k.units, "hidden units", {4, 32});
  lab.knob("outputs", k.outputs, "outputs", {2, 4});
  lab.knob("orders", k.orders, "orders that are tried", {5, 50});
  lab.knob("threads", k.threads, "threads, at most", {1, 8}, {1, 16});
  lab.knob("seed", k.seed, "of the network and of the orders");
  return lab.run(argc, argv, k, measure, show, claim);
}
