// The notes' rows on other shapes: what is right of them, and what not.
#include "tests/notes.hpp"

#include "tests/06-shapes/support.hpp"

using namespace shapes_test;

TEST_CASE("Note E's second pattern: the output comes back, an output each step",
          "[6.3][6.5][6.6][E2]") {
  for (const Index tau : {1u, 3u, 10u}) {
    const JordanCase c = jordan_of({}, tau, 70);
    const oracle::Trace trace = oracle::run(loops(c));
    const JordanStates s = c.states();
    REQUIRE(s.o.steps() == tau);
    notes::holds(
        "E2", std::max(block_error(s.o.columns(), oracle::columns(trace.o)),
                       block_error(s.z.columns(), oracle::columns(trace.z))));
  }
}

TEST_CASE("Jordan's network is easier to train, and remembers less",
          "[6.18][6.20][E3]") {
  // In any order and side by side: the gradient of them all.
  JordanCase c = jordan_of({{}, Feedback::teacher}, 6, 71);
  const ParameterGradient g =
      step_by_step(c.kind.net, c.p, c.x, c.y, c.y0, {5, 2, 6, 1, 3, 4}, 2);
  const double trained = worst_block(g.blocks(), truth(c).blocks()).error;
  // Two histories with the same outputs: its states are the same at step 6,
  // those of Elman's network are not.
  JordanCase other = c;
  const Case elman = example_of({}, 6, 71);
  Case turned = elman;
  for (const Index t : {1u, 2u, 3u}) other.x(t) *= -1, turned.x(t) *= -1;
  CHECK(frobenius_norm(other.states().h(6) - c.states().h(6)) == 0);
  notes::only_when("E3", block_error(turned.states().h(6), elman.states().h(6)),
                   trained);
}

TEST_CASE("What comes back is under control where the teacher gives it",
          "[6.6][E38]") {
  const JordanCase taught = jordan_of({{}, Feedback::teacher}, 5, 72);
  JordanCase own = taught;
  own.kind.feedback = Feedback::own;
  const auto off = [](const JordanCase& c) {
    return block_error(from_first(c.states().f).columns(), c.y.columns());
  };
  notes::only_when("E38", off(own), off(taught));
}

TEST_CASE("Applications: one output at the end, and reading before writing",
          "[6.1][6.37][6.38][B28][D22][D29]") {
  // The whole sequence's label, against plain loops.
  const Case c = example_of({}, 6, 73);
  oracle::Recurrent net = loops(c);
  net.weights = {0, 0, 0, 0, 0, 1};
  const Gradient g = loss_and_gradient(c.net, c.p, c.x, c.y(6), c.h0).by;
  const double one =
      worst_block(g.blocks(), any_length_test::truth(net).blocks()).error;
  // A sequence of another length: what the reader's W has to do with it.
  const Case writes = example_of({}, 3, 74);
  const Parameters reads = states_alone(c.p.U, c.p.W, c.p.b);
  const auto run_of = [&](const Matrix& W) {
    Parameters moved = reads;
    moved.W = W;
    return read_then_write(c.net, {moved, writes.p}, {c.x, writes.x}, writes.y,
                           c.h0);
  };
  const oracle::Recurrent writer = loops(writes);
  const auto L = [&] {
    oracle::Recurrent both = writer;
    both.h0 = oracle::run(net).h.back();
    return oracle::run(both).loss;
  };
  const double two =
      block_error(run_of(c.p.W).by[0].dW, back(oracle::gradient(L, net.W)));
  notes::holds("B28", std::max(one, two));
  notes::holds("D22", std::max(one, two));
  notes::holds("D29", std::max(one, two));
}

TEST_CASE("Other choices: a teacher, a cut, the way forward",
          "[6.18][6.24][6.32][E16]") {
  const Case c = example_of({}, 7, 75);
  const JordanCase taught = jordan_of({{}, Feedback::teacher}, 7, 75);
  const ParameterGradient steps =
      step_by_step(taught.kind.net, taught.p, taught.x, taught.y, taught.y0,
                   {7, 6, 5, 4, 3, 2, 1});
  double error = worst_block(steps.blocks(), truth(taught).blocks()).error;
  error = std::max(error, farthest(all_blocks(truncated_of(c, {3, 2})),
                                   all_blocks(truth(c, {3, 2}))));
  error = std::max(error,
                   worst_block(real_time(c.net, c.p, c.x, c.y, c.h0).blocks(),
                               any_length_test::truth(c).blocks())
                       .error);
  notes::answered("E16", error);
}
