#include <answer.hpp>

std::vector<Test> tests() {
  const Recurrence r(numbers());
  const double threshold = 5;
  const Vector g{r.dU(0), r.dW(0), r.dV(0), r.db(0), r.dc(0)};
  const double norm = std::sqrt(arma::dot(g, g));
  return {by_hand("The norm over all blocks", "norm", &Answer::norm, norm,
                  "the root of the sum of five squares, (4.18)"),
          by_hand("The factor", "scale", &Answer::scale, threshold / norm,
                  "threshold over norm, (4.19)"),
          by_hand("dW after clipping by the norm", "clipped dW",
                  &Answer::clipped_dW, r.dW(0) * threshold / norm,
                  "the factor times dW, (4.20)"),
          by_hand("dV if each entry is clipped by itself", "dV by elements",
                  &Answer::dV_by_elements, -threshold,
                  "the number of -5 .. 5 that is nearest to dV, (4.21)")};
}
