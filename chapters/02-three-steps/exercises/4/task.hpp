/// \file
/// Exercise 2-4: what the answer defines.
#pragma once
#include "chapters/02-three-steps/linear_chain.hpp"

using unrolled::three_steps::Chain;
using unrolled::three_steps::ChainStates;

/// dL_t/dWs of three linear steps.
/// \param p  weights, inputs and targets
/// \param t  whose loss, 1 .. 3
/// \return the derivative
double dL_dWs(const Chain& p, std::size_t t);
