/// \file
/// What a query does with a block of keys, each in one loop that takes several
/// keys at once, as chapter 5 does tanh.
#pragma once
#include <limits>

#include "common/matrix.hpp"

namespace unrolled::attention {

/// What the softmax of a query has come to with the keys so far.
struct Running {
  double top = -std::numeric_limits<double>::infinity();  ///< largest score
  double sum = 0;  ///< of e^(score - top) over the keys
};

/// (10.42) to (10.44) but for the product: the scores of some keys more leave
/// as e^(score - top), and what was there so far shrinks to the new top.
/// \param seen  so many keys, the first, are seen; the others leave as 0
/// \param e     scores, one for each key
/// \param h     what the keys before came to, m numbers
void go_on(Index seen, Index keys, double* e, Index m, double* h, Running& r);

/// (10.47) and (10.49): the scores of some keys leave as weights, dL/dw as
/// dL/de.
/// \param l  the logarithm of the whole sum, (10.46)
/// \param D  (10.48)
void go_back(Index seen, Index keys, double l, double D, double* e, double* dw);

}  // namespace unrolled::attention
