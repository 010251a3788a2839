// Keep what came first for twenty steps, while units are dropped.
#include "chapters/08-dropout/training.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::dropout;

namespace {

struct Knobs {
  Index tau = 20, units = 16, updates = 150, seed = 1;
  double keep = 0.8, rate = 0.01, bias = 3;
};

constexpr Output output = Output::linear_squared_error;
const std::vector<Keep> tasks{Keep::number, Keep::sign};

// The error of saying always the mean, 0.
double variance(Keep what) {
  return what == Keep::number ? 1.0 / 3 : 1;
}

// The mean squared error of fresh sequences, nothing dropped, over that.
double left(const auto& p, Keep what, Index tau, Random random) {
  const Batch fresh = first_input(what, 500, tau, random);
  const Matrix off = last_scores(p, fresh.x) - fresh.y;
  return arma::mean(arma::vectorise(arma::square(off))) / variance(what);
}

// A row for each task, a column for each place.
struct Found {
  Matrix plain, gated;
};

double trained(Place place, Keep what, const Knobs& k) {
  Random random(k.seed), drops(k.seed + 1000);
  bptt::Parameters p = first_weights(1, k.units, 1, random);
  Adam adam;
  for (Index i = 0; i < k.updates; ++i) {
    const Batch b = first_input(what, 20, k.tau, random);
    Masks m = draw(place, k.keep, 1, k.units, 20, k.tau, drops);
    m.x = everything(1, 20, k.tau);  // the one input is never dropped
    learn(p, adam, output, b, m, {k.rate, 1, 0});
  }
  return left(p, what, k.tau, random);
}

double trained(gated::Place place, Keep what, const Knobs& k) {
  Random random(k.seed), drops(k.seed + 1000);
  gates::gru::Parameters p = first_weights(1, k.units, 1, k.bias, random);
  Adam adam;
  for (Index i = 0; i < k.updates; ++i) {
    const Batch b = first_input(what, 20, k.tau, random);
    const gated::Masks m =
        gated::draw(place, k.keep, k.units, 20, k.tau, drops);
    learn(p, adam, output, b, m, {k.rate, 1, 0});
  }
  return left(p, what, k.tau, random);
}

Found measure(const Knobs& k) {
  Found f{Matrix(2, 4), Matrix(2, 4)};
  Progress progress("networks", 16);
  for (Index task = 0; task < 2; ++task)
    for (Index i = 0; i < 4; ++i) {
      f.plain(task, i) = trained(every_place[i], tasks[task], k);
      progress.tick();
      f.gated(task, i) = trained(gated::every_place[i], tasks[task], k);
      progress.tick();
    }
  return f;
}

const std::vector<std::string> plain_places{"none", "state", "output", "one"},
    gated_places{"none", "state", "read", "written"};

void show(Experiment& lab, const Found& f) {
  const Mark far = rounding("each within a factor of 30");  // training
  Table table{{"network", "mask", "number", "sign"}, {}};
  Figure figure("08-lag", "", far);
  figure.size(560, 360).log_y().y_range(1e-7, 2).y_label("share left");
  figure.set("set format y '10^{%T}'").set("set mytics 1");
  std::vector<std::string> names;
  const auto rows = [&](const std::string& network, const Matrix& shares,
                        const std::vector<std::string>& places, double from) {
    for (Index i = 0; i < places.size(); ++i)
      table.rows.push_back(
          {network, places[i], text(shares(0, i), 2), text(shares(1, i), 2)});
    const Vector at = arma::regspace(from, from + 3);
    for (Index task = 0; task < 2; ++task)
      figure.points(at, arma::clamp(shares.row(task).t(), 2e-7, 2),
                    from > 1 ? ""
                    : task   ? "its sign"
                             : "the number",
                    task ? Colour::blue : Colour::vermilion);
    names.insert(names.end(), places.begin(), places.end());
    figure.note(from + 1.5, 0.8, network, "center");
  };
  rows("tanh network", f.plain, plain_places, 1);
  rows("GRU", f.gated, gated_places, 5.5);
  figure.x_names({1, 2, 3, 4, 5.5, 6.5, 7.5, 8.5}, names).x_range(0.4, 9.1);
  figure.legend("outside below");
  lab.table("left", table);
  for (const char* column : {"number", "sign"})
    lab.mark(std::string("left.") + column, far);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  const Matrix &tanh = f.plain, &gru = f.gated;
  lab.claim("number, tanh: masks on the state, left over none dropped",
            tanh(0, 1) / tanh(0, 0), above(5));
  lab.claim("one mask, likewise", tanh(0, 3) / tanh(0, 0), above(5));
  lab.claim("number, tanh: masks on the state over those on the output",
            tanh(0, 1) / tanh(0, 2), above(1.5));
  lab.claim("number, GRU: masks on the state over those on the candidate",
            gru(0, 1) / gru(0, 3), above(3));
  lab.claim("number, GRU: masks on the state over one on the brackets",
            gru(0, 1) / gru(0, 2), above(1.5));
  lab.claim("sign: largest left", std::max(tanh.row(1).max(), gru.row(1).max()),
            below(0.05));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("08-lag",
                 "Over a lag masks on what is carried lose a number, be "
                 "they new or one; on the output or the candidate less is "
                 "lost, on what the brackets read mostly; a sign is kept");
  Knobs k;
  lab.knob("tau", k.tau, "time steps", {10, 40}, {2, 200});
  lab.knob("units", k.units, "hidden units", {8, 32});
  lab.knob("keep", k.keep, "chance to keep", {0.5, 0.9}, {0.05, 1});
  lab.knob("updates", k.updates, "updates", {}, {20, 20000});
  lab.knob("rate", k.rate, "learning rate", {0.003, 0.03}, {0, 1});
  lab.knob("bias", k.bias, "first bias of the update gate", {}, {-10, 10});
  lab.knob("seed", k.seed, "of the first weights, the sequences, the masks");
  return lab.run(argc, argv, k, measure, show, claim);
}
