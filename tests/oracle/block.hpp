// A block of a Transformer, run forward in plain loops; no backward pass.
//
// norm(x)_i = g_i (x_i - mean) / sqrt(variance + 1e-5) + b_i, over the entries
// of a step. net(x) = W2 relu(W1 x + c1) + c2.
// y(t) = x(t) + o(t) of oracle::Attention on norm1(x)
// z(t) = y(t) + net(norm2(y(t)))
#pragma once

#include "tests/oracle/attention.hpp"

namespace oracle {

// The heads, and by the names that the book's blocks have: "g1", "b1", "g2",
// "b2", "W1", "c1", "W2", "c2".
struct TransformerBlock {
  Attention heads;
  std::map<std::string, Mat> matrices;
  std::map<std::string, Vec> vectors;
};

Vec layer_norm(const Vec& x, const Vec& g, const Vec& b);

// z(1) .. z(tau).
std::vector<Vec> run(const TransformerBlock& block, const std::vector<Vec>& x);

}  // namespace oracle
