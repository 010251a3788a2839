// Recurrent networks with gates, run forward in plain loops; their derivatives
// by complex step, one entry at a time. No backward pass.
//
// LSTM   f, i, q = sigmoid(U. x(t) + W. h(t-1) + b.)    a = tanh(...)
//        C(t) = f C(t-1) + i a    h(t) = q tanh(C(t))
//        With peepholes P. each gate sees C, too: f and i C(t-1), q C(t).
// GRU    u, r = sigmoid(U. x(t) + W. h(t-1) + b.)
//        a = tanh(Ua x(t) + Wa (r h(t-1)) + ba), or
//        a = tanh(Ua x(t) + ba + r (Wa h(t-1) + ca)) where there is a ca
//        h(t) = u h(t-1) + (1 - u) a
// o(t) = V h(t) + c    L = sum_t weight(t) loss(o(t), y(t))
//
// Steps count from 1, vectors from 0: x[t-1] is x(t).
#pragma once

#include "tests/oracle/named.hpp"

namespace oracle {

// All numbers by the names that a file has for them: "Uf", "bf", "h0". What is
// not there is zero.
struct Gated {
  std::string cell, output;  // "lstm" or "gru"; as of oracle::Recurrent
  std::map<std::string, Mat> matrices;
  std::map<std::string, Vec> vectors;  // Pf, Pi, Pq: peepholes
  std::vector<Vec> x, y;
  std::vector<double> weights;  // one per step; none means all 1
  // Dropout in a GRU, one mask a step: "h" on h(t-1) as the brackets read it,
  // "c" as u carries it, "a" on the candidate; none means all 1.
  std::map<std::string, std::vector<Vec>> masks = {};
};

// Every quantity by its name, at each step: "f", "h", "o", "zf", "y_hat"; [t]
// is step t, [0] is h(0), C(0) or empty. "h+" and "C+" are what the steps after
// t take from it; "v" lies between a GRU's reset and its product with Wa.
NamedTrace run(const Gated& net, const NamedNudge& nudge = {});

// The Jacobian of one quantity by another, steps t and k <= t; rows as `of`.
RealMat jacobian(const Gated& net, const std::string& of, std::size_t t,
                 const std::string& by, std::size_t k);

}  // namespace oracle
