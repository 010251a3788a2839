/// \file
/// A block of a Transformer: heads, and a two-layer net, each behind a layer
/// norm and beside a way that goes straight on (the norm comes first, as Xiong
/// and others, 2020, advise: what comes back along the straight way meets
/// nothing).
///
/// Dimensions: M numbers a step, N heads of M / N each, F inner units, n
/// sequences side by side. A matrix of all steps is M x (n tau), the n columns
/// of a step side by side, as in chapter 5.
#pragma once
#include "chapters/10-attention/in_blocks.hpp"
#include "common/blocks.hpp"
#include "common/random.hpp"

namespace unrolled::attention {

/// Layer norm (Ba, Kiros and Hinton, 2016), or its gradient.
struct Norm {
  Vector g;  ///< gain, M
  Vector b;  ///< bias, M
};
/// What its forward pass computes.
struct Normed {
  Matrix z;           ///< columns of mean 0 and variance 1
  arma::rowvec root;  ///< of each column's variance, and a little
  Matrix y;
};
/// (10.26) to (10.29).
Normed norm(const Norm& p, const Matrix& x);
/// (10.30) to (10.33): adds what g and b get.
/// \return dL/dx
Matrix norm_backward(const Norm& p, const Normed& s, const Matrix& dLdy,
                     Norm& d);

/// Two layers, ReLU between them, the same at each step; or their gradient.
struct Net {
  Matrix W1;  ///< F x M
  Vector c1;  ///< F
  Matrix W2;  ///< M x F
  Vector c2;  ///< M
};
/// What its forward pass computes.
struct Netted {
  Matrix u;  ///< F x (n tau)
  Matrix y;
};
/// (10.34) and (10.35).
Netted net(const Net& p, const Matrix& x);
/// (10.36) and (10.37): adds what the parameters get.
/// \return dL/dx
Matrix net_backward(const Net& p, const Matrix& x, const Netted& s,
                    const Matrix& dLdy, Net& d);

/// How heads see.
struct View {
  Mask mask = Mask::causal;
  Index n = 1;  ///< sequences side by side
};
/// What several heads compute forward, in blocks.
struct HeadsStates {
  std::vector<Matrix> q, k, v;          ///< of each head
  std::vector<std::vector<Seen>> seen;  ///< of each sequence of each head
  Matrix h;                             ///< of all heads, one below the other
  Matrix y;                             ///< V h + c
};
/// The heads of p: what p.V makes of them is y. Keys and values are those of
/// all columns of x, queries those of the last ones alone.
HeadsStates heads(const Parameters& p, const View& view, const Matrix& x,
                  Index queries);
/// Adds what the parameters get.
/// \return dL/dx
Matrix heads_backward(const Parameters& p, const View& view, const Matrix& x,
                      const HeadsStates& s, const Matrix& dLdy, Parameters& d);

/// One block of a Transformer, or its gradient.
struct Layer {
  Norm first;
  Parameters heads;  ///< N heads, and V that takes them to M numbers
  Norm second;
  Net net;

  Layer() = default;
  /// First weights by Xavier, gains 1, biases 0.
  Layer(Index M, Index N, Index F, Random& random);
  /// All blocks, with this at the end of their names.
  Blocks blocks(const std::string& end = "");
};
/// What its forward pass computes.
struct LayerStates {
  Normed first;
  HeadsStates heads;
  Matrix y;  ///< between heads and net
  Normed second;
  Netted net;
  Matrix z;  ///< what leaves
};
/// (10.38) and (10.39), of the last columns alone.
LayerStates forward(const Layer& p, const View& view, const Matrix& x,
                    Index columns);
/// (10.40) and (10.41): adds what the parameters get.
/// \return dL/dx
Matrix backward(const Layer& p, const View& view, const LayerStates& s,
                const Matrix& dLdz, Layer& d);

}  // namespace unrolled::attention
