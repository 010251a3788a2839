/// \file
/// How the cures are drawn: each where its two troubles are, by its name.
#pragma once
#include <string>

#include "common/figure.hpp"

namespace unrolled::clipping {

/// all_cures() on a plane.
/// \param kept     over the lag, at the first weights
/// \param steps    the longest in training
/// \param learned  1 where the lag is learned
Figure plane_of(const std::string& name, const Vector& kept,
                const Vector& steps, const arma::uvec& learned);

}  // namespace unrolled::clipping
