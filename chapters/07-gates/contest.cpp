#include "chapters/07-gates/contest.hpp"

namespace unrolled::gates {

void Contest::add_to(Experiment& lab) {
  lab.knob("T", T, "shortest length", {30, 70}, {24, 200});
  lab.knob("units", units, "hidden units of the LSTM and the GRU", {4, 16});
  lab.knob("rival", rival, "hidden units of the tanh network", {8, 32});
  lab.knob("updates", updates, "updates", {updates / 2, 2 * updates},
           {20, 20000});
  lab.knob("keep", keep, "first bias of f and u", {1, 5}, {-10, 10});
  lab.knob("write", write, "first bias of the LSTM's i", {-5, 0}, {-10, 10});
  lab.knob("rate", rate, "learning rate of the LSTM and the GRU",
           {0.005, 0.05});
  lab.knob("threshold", threshold, "largest norm let through", {0.1, 10});
  lab.knob("seed", seed, "of the first weights and the sequences");
}

const Way& Ranking::tanh() const {
  return *std::min_element(
      ways.begin() + 2, ways.end(),
      [](const Way& a, const Way& b) { return a.error < b.error; });
}

void Ranking::draw(Figure& figure) const {
  figure.x_label("updates, of ten sequences each").log_y();
  figure.legend("bottom left");
  figure.set("set format y '10^{%T}'").set("set mytics 1");
  const auto curve = [&](const Way& way, const std::string& name, Colour c) {
    const Vector y = smoothed(way.losses);
    figure.line(20 * arma::regspace(1, static_cast<double>(y.n_elem)) - 10, y,
                name, c);
  };
  curve(lstm(), "LSTM", Colour::blue);
  curve(gru(), "GRU", Colour::green);
  curve(tanh(), "tanh network at its best rate", Colour::vermilion);
}

Ranking contest(const Contest& k, Output output,
                Batch (*task)(Random& random, Index n, Index T),
                Way (*judge)(const Outcome& outcome)) {
  const Draw draw = [&](Random& random, Index n) {
    return task(random, n, k.T);
  };
  const Start tanh{Start::tanh, k.rival, 0, 0};
  const std::tuple<std::string, Start, double> all[]{
      {"LSTM", {Start::lstm, k.units, k.keep, k.write}, k.rate},
      {"GRU", {Start::gru, k.units, k.keep, 0}, k.rate},
      {"tanh", tanh, 0.001},
      {"tanh", tanh, 0.003},
      {"tanh", tanh, 0.01}};
  Progress progress("networks", std::size(all));
  Ranking ranking;
  for (const auto& [network, start, rate] : all) {
    Way way =
        judge(train(start, output, draw,
                    {rate, k.threshold, k.batch, k.updates}, Random(k.seed)));
    way.network = network, way.rate = rate;
    ranking.ways.push_back(way);
    progress.tick();
  }
  return ranking;
}

}  // namespace unrolled::gates
