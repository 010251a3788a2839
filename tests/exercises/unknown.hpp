/// \file
/// What stands in a stub in place of a number that the reader is to find.
#pragma once
#include <cmath>

const double unknown = std::nan("");
