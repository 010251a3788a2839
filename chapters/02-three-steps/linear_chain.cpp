/// \file
/// The scalar chain of note B: every number as predicted with a pencil.
#include "chapters/02-three-steps/chain.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::three_steps;

namespace {

struct Knobs {};

struct Measured {
  Chain p;
  ChainStates s;
  ChainTerms q;
  double immediate, total, mixed;  // dS_3/dWs; the last counts paths again
};

Measured measure(const Knobs&) {
  const Chain p = pencil_chain();
  const ChainStates s = forward(p);
  const double mixed = total_Ws(p, s, 3) + p.Ws * total_Ws(p, s, 2) +
                       p.Ws * p.Ws * total_Ws(p, s, 1);
  return {p, s, ChainPaths(p), immediate_Ws(s, 3), total_Ws(p, s, 3), mixed};
}

void show(Experiment& lab, const Measured& m) {
  const auto& [p, s, q, immediate, total, mixed] = m;
  Table forward{{"t", "X_t", "S_t", "O_t", "Y_t", "O_t - Y_t", "L_t"}, {}};
  for (std::size_t t = 1; t <= 3; ++t)
    forward.rows.push_back({std::to_string(t), text(p.X[t]), text(s.S[t]),
                            text(s.O[t]), text(p.Y[t]), text(s.O[t] - p.Y[t]),
                            text(s.L[t])});
  lab.table("forward", forward);
  lab.print("");
  lab.table("paths", {{"path of L_3", "to Wx", "to Ws"},
                      {{"3 (green)", text(q.Wx_3), text(q.Ws_3)},
                       {"3, 2 (purple)", text(q.Wx_32), text(q.Ws_32)},
                       {"3, 2, 1 (orange)", text(q.Wx_321), text(q.Ws_321)},
                       {"sum", text(q.dL3_dWx), text(q.dL3_dWs)}}});
  lab.value("L", s.sum_of_L);
  lab.value("W0", q.W0_3);
  lab.print("\nd+S_3/dWs = " + text(immediate) + " (immediate), dS_3/dWs = " +
            text(total) + " (total); total in every term: " + text(mixed));
  lab.value("immediate", immediate);
  lab.value("total", total);
  lab.value("mixed", mixed);

  Figure figure("02-linear-chain", "Three paths and their sum");
  figure.y_label("term of the derivative").x_range(0.3, 9.7).y_range(-30, 115);
  figure.x_names({2.5, 7.5}, {"to W_x", "to W_s"}).legend("top left");
  figure.horizontal(0);
  figure.bars({1, 6}, {q.Wx_3, q.Ws_3}, "path 3", Colour::green, 0.8);
  figure.bars({2, 7}, {q.Wx_32, q.Ws_32}, "path 3, 2", Colour::purple, 0.8);
  figure.bars({3, 8}, {q.Wx_321, q.Ws_321}, "path 3, 2, 1", Colour::orange,
              0.8);
  figure.bars({4, 9}, {q.dL3_dWx, q.dL3_dWs}, "sum", Colour::grey, 0.8);
  lab.draw(figure);
}

void claim(Experiment& lab, const Measured& m) {
  const ChainTerms& q = m.q;
  const auto off = [](const Vector& found, const Vector& by_hand) {
    return arma::abs(found - by_hand).max();
  };
  lab.claim("S_0 to S_3, off 1, 3, 5, 7",
            off({m.s.S[0], m.s.S[1], m.s.S[2], m.s.S[3]}, {1, 3, 5, 7}),
            equal_to(0));
  lab.claim("L", m.s.sum_of_L, equal_to(7));
  lab.claim("dL_3/dW0", q.W0_3, equal_to(21));
  lab.claim("paths to Wx, off -18, -12, 24",
            off({q.Wx_3, q.Wx_32, q.Wx_321}, {-18, -12, 24}), equal_to(0));
  lab.claim("paths to Ws, off 30, 36, 24",
            off({q.Ws_3, q.Ws_32, q.Ws_321}, {30, 36, 24}), equal_to(0));
  lab.claim("the total derivative, taken on to L_3",
            q.E3 * m.p.W0 * m.total - q.dL3_dWs, equal_to(0));
  lab.claim("dS_3/dWs immediate, total, mixed up, off 5, 15, 29",
            off({m.immediate, m.total, m.mixed}, {5, 15, 29}), equal_to(0));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("02-linear_chain",
                 "Every path of the scalar chain is the number that a pencil "
                 "gives, and the three paths add up to the derivative");
  return lab.run(argc, argv, Knobs{}, measure, show, claim);
}
