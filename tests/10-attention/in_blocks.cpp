// Attention in blocks against the table, which the oracle judges.
#include "chapters/10-attention/in_blocks.hpp"

#include "tests/10-attention/support.hpp"

using namespace unrolled;
using namespace unrolled::attention;

namespace {

// A head with its table, of d numbers a key and m a value.
struct Tabled {
  Matrix x, dLdh;
  Head head;
  HeadStates s;
  HeadSlopes back;

  Tabled(Index tau, Mask mask, std::uint64_t seed, double size = 1)
      : head(4, 3, 5) {
    Random random(seed);
    x = random.normal_matrix(4, tau);
    dLdh = random.normal_matrix(5, tau);
    head.Wq = random.normal_matrix(3, 4, size);
    head.Wk = random.normal_matrix(3, 4, size);
    head.Wv = random.normal_matrix(5, 4);
    s = attend(head, x, mask);
    Head d(4, 3, 5);
    back = attend_back(head, x, s, dLdh, d);
  }
};

void check_in_blocks(const Tabled& table, InBlocks& form) {
  Seen seen;
  HeadSlopes g;
  form.forward(table.s.q, table.s.k, table.s.v, seen);
  CHECK_THAT(seen.h, Near(table.s.h));
  form.backward(table.s.q, table.s.k, table.s.v, seen, table.dLdh, g);
  CHECK_THAT(g.dq, Near(table.back.dq));
  CHECK_THAT(g.dk, Near(table.back.dk));
  CHECK_THAT(g.dv, Near(table.back.dv));
}

}  // namespace

TEST_CASE("In blocks attention is that of the table, both ways",
          "[10.42][10.43][10.44][10.45][10.46][10.47][10.48][10.49]") {
  const Mask mask = attention_test::any_mask();
  for (const Index tau : {1u, 2u, 7u, 30u, 200u}) {
    const Tabled table(tau, mask, 1046 + tau);
    for (const Index block : {1u, 2u, 7u, 0u}) {
      if (tau == 200 && block == 1) continue;
      INFO("tau " << tau << ", blocks of " << block);
      InBlocks form(mask, block);
      check_in_blocks(table, form);
      if (tau == 7) check_in_blocks(Tabled(3, mask, 5), form);  // used again
    }
  }
}

TEST_CASE("The logarithm in blocks is that of the sum of the table's powers",
          "[10.42][10.43][10.46]") {
  const Tabled table(9, Mask::none, 1050);
  InBlocks form(Mask::none, 4);
  Seen seen;
  form.forward(table.s.q, table.s.k, table.s.v, seen);
  const Matrix e = table.s.k.t() * table.s.q / std::sqrt(3.0);
  const Matrix logarithms = arma::log(arma::sum(arma::exp(e), 0)).t();
  CHECK_THAT(column(seen.l), Near(logarithms));
}

TEST_CASE("Scores of thousands do not overflow in blocks", "[10.42][10.43]") {
  // The tops rise and fall by thousands from block to block.
  const Mask mask = attention_test::any_mask();
  const Tabled table(40, mask, 1047, 40);
  REQUIRE(Matrix(table.s.k.t() * table.s.q).max() > 2000);
  InBlocks form(mask, 3);
  Seen seen;
  form.forward(table.s.q, table.s.k, table.s.v, seen);
  CHECK_THAT(seen.h, Near(table.s.h, 1e-11));
}

TEST_CASE("The last queries alone see what they see among all", "[10.44]") {
  const Mask mask = attention_test::any_mask();
  const Tabled table(11, mask, 1048);
  Seen all, last;
  HeadSlopes g, of_last;
  InBlocks form(mask, 4);
  form.forward(table.s.q, table.s.k, table.s.v, all);
  const Matrix q = table.s.q.tail_cols(3);
  form.forward(q, table.s.k, table.s.v, last);
  CHECK_THAT(last.h, Near(all.h.tail_cols(3)));
  Matrix dh(arma::size(all.h), arma::fill::zeros);
  dh.tail_cols(3) = table.dLdh.tail_cols(3);
  form.backward(table.s.q, table.s.k, table.s.v, all, dh, g);
  form.backward(q, table.s.k, table.s.v, last, table.dLdh.tail_cols(3),
                of_last);
  CHECK_THAT(of_last.dq, Near(g.dq.tail_cols(3)));
  CHECK_THAT(of_last.dk, Near(g.dk));
  CHECK_THAT(of_last.dv, Near(g.dv));
}

TEST_CASE("In blocks attention keeps two blocks, and names what does not fit") {
  CHECK(InBlocks(Mask::none).stored() == 2 * 96 * 96);
  CHECK(InBlocks(Mask::none, 5).stored() == 50);
  InBlocks form(Mask::causal);
  Seen seen;
  HeadSlopes g;
  const Matrix q(3, 4), k(3, 4), v(5, 4);
  const auto says = [&](const Matrix& Q, const Matrix& K, const Matrix& V) {
    return refusal([&] { form.forward(Q, K, V, seen); });
  };
  CHECK(says(q, k, v) == "accepted");
  CHECK(says(q, Matrix(2, 4), v) == "k: expected 3 x 4, got 2 x 4");
  CHECK(says(Matrix(3, 5), k, v) == "k: expected 3 x 5, got 3 x 4");
  CHECK(says(q, k, Matrix(5, 3)) == "v: expected 5 x 4, got 5 x 3");
  CHECK(contains(says(Matrix(3, 0), k, v), "q: expected at least one number"));
  CHECK(refusal([&] { form.backward(q, k, v, seen, Matrix(5, 3), g); }) ==
        "dLdh: expected 5 x 4, got 5 x 3");
}
