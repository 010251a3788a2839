// Rows of the notes: what note D says of the two cells.
#include "tests/notes.hpp"

#include "tests/07-gates/support.hpp"

using namespace gates_test;

namespace {

template <class Parameters>
double gate_parameters(const Parameters& p) {
  double all = 0;
  for (const auto& [name, values] : p.blocks())
    if (name != "V" && name != "c") all += double(values.n_elem);
  return all;
}

}  // namespace

TEST_CASE("The cells have the gates that note D names",
          "[7.1][7.2][7.3][7.21][7.22][D11]") {
  const Lstm c(Output::linear_squared_error, 5, 50);
  const Gru g(Reset::before, Output::linear_squared_error, 5, 51);
  const lstm::States s = c.states();
  const gru::States r = g.states();
  const auto error = [](const Sequence& got, const oracle::Gated& net,
                        const std::string& gate) {
    return block_error(got.columns(), quantity(net, gate));
  };
  const oracle::Gated of_c = loops(c), of_g = loops(g);
  notes::holds("D11", std::max({error(s.f, of_c, "f"), error(s.i, of_c, "i"),
                                error(s.q, of_c, "q"), error(r.u, of_g, "u"),
                                error(r.r, of_g, "r")}));
}

TEST_CASE("A GRU has three quarters of an LSTM's gate parameters", "[D12]") {
  const Index D = GENERATE(1u, 7u), H = GENERATE(1u, 5u);
  const double of_gru =
      gate_parameters(gru::Parameters(Reset::before, D, H, 2));
  const double of_lstm = gate_parameters(lstm::Parameters(D, H, 2));
  CHECK(of_lstm == double(4 * (H * D + H * H + H)));
  CHECK(4 * of_gru == 3 * of_lstm);
  CHECK(gate_parameters(gru::Parameters(Reset::after, D, H, 2)) ==
        of_gru + double(H));
  notes::holds("D12", notes::Less{{"a GRU's gate parameters, in an LSTM's:",
                                   of_gru / of_lstm},
                                  {"the LSTM's own:", 1}});
}

TEST_CASE("A GRU is cheaper than an LSTM, not than chapter 3's network",
          "[D35]") {
  // Multiplications of a step with matrices: H D + H H for each of its W and U.
  const auto products = [](const ConstBlocks& blocks) {
    double all = 0;
    for (const auto& [name, values] : blocks)
      if (name[0] == 'U' || name[0] == 'W') all += double(values.n_elem);
    return all;
  };
  const double of_gru =
      products(gru::Parameters(Reset::before, 3, 5, 2).blocks());
  CHECK(of_gru / products(lstm::Parameters(3, 5, 2).blocks()) == 0.75);
  notes::only_when("D35",
                   notes::Less{{"products of a step, in an LSTM's:", 0.75},
                               {"in those of a network without gates:",
                                of_gru / (3 * 5 + 5 * 5)}});
}

TEST_CASE("An LSTM remembers as long as its forget gate stays open",
          "[7.5][7.41][D34]") {
  // How many steps until half of C(0) is left, for a bias of the gate.
  const auto steps_to_half = [](double bias) {
    Lstm c(Output::linear_squared_error, 200, 52);
    for (Gate* g : {&c.p.f, &c.p.i, &c.p.q, &c.p.a}) *g = Gate(2, 3);
    c.p.f.b.fill(bias);
    c.C0.ones();
    const Sequence C = c.states().C;
    Index t = 0;
    while (C(t)(0) > 0.5) ++t;
    return double(t);
  };
  notes::only_when(
      "D34", notes::Less{{"steps to half of a memory, forget gate's bias 0:",
                          steps_to_half(0)},
                         {"bias 5:", steps_to_half(5)}});
}

TEST_CASE("An LSTM's gradient can explode", "[7.14][D20]") {
  // In 0, with its forget gate shut and the others open, w is the factor.
  const double w = 3;
  lstm::Parameters p(1, 1, 1);
  p.f.b.fill(-20), p.i.b.fill(20), p.q.b.fill(20);
  p.a.W.fill(w);
  p.V.ones();
  const Index tau = 30;
  const Sequence x(1, 1, 1, tau);
  const Matrix zero(1, 1, arma::fill::zeros);
  Sequence last(1, 1, 1, tau);
  last(tau) = 1;
  const double growth =
      lstm::backward(p, x, lstm::forward(p, x, zero, zero), last).dh0(0);
  CHECK(growth == Approx(std::pow(w, double(tau))).epsilon(1e-6));
  // And with the forget gate open nothing has vanished, whatever w is.
  p.f.b.fill(20), p.a.W.zeros();
  const double kept =
      lstm::backward(p, x, lstm::forward(p, x, zero, zero), last).dC0(0);
  CHECK(kept == Approx(1).epsilon(1e-6));
  notes::only_when(
      "D20", notes::Less{
                 {"of a slope is left after 30 steps, along the memory:", kept},
                 {"through large weights:", growth}});
}
