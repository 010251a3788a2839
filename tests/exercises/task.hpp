/// \file
/// What an answer may use: the book's matrices, sequences and activations.
#pragma once
#include "common/activation.hpp"
#include "common/matrix.hpp"
#include "common/sequence.hpp"

using unrolled::Activation;
using unrolled::Index;
using unrolled::Matrix;
using unrolled::Sequence;
using unrolled::Vector;

/// What stands in place of a number that the reader is to find.
const double unknown = std::numeric_limits<double>::quiet_NaN();
