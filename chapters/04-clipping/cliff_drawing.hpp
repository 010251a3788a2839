/// \file
/// How the cliff is drawn: the surface E(w, b) as patches from the back to the
/// front, seen from above and from the side of the large b, and as a map.
#pragma once
#include <string>

#include "chapters/04-clipping/one_unit.hpp"
#include "common/figure.hpp"

namespace unrolled::clipping {

/// Two descents, one point (w, b) a row, on the surface.
Figure surface_of(const std::string& name, const Mark& mark,
                  const OneUnit& problem, const Matrix& plain,
                  const Matrix& clipped);

/// Two descents from above, b counted from the wall.
Figure map_of(const std::string& name, const Mark& mark, const OneUnit& problem,
              const Matrix& plain, const Matrix& clipped);

}  // namespace unrolled::clipping
