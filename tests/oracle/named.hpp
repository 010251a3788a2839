// What oracle::Gated and oracle::Attention have alike: their numbers go by the
// names that a file has for them. What a run leaves, and the derivatives by
// complex step, one entry at a time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/oracle/number.hpp"

namespace oracle {

// Every quantity by its name, at each step: [t] is step t.
struct NamedTrace {
  std::map<std::string, std::vector<Vec>> at;
  std::vector<Number> losses;
  Number loss;
};

// Adds i*kStep to entry `i` of a quantity at step t, after it is computed and
// before it is used.
struct NamedNudge {
  std::string name;
  std::size_t t = 0, i = 0;
};

// dL by each number of a block, of x(t), or of a quantity at step t.
template <class Net>
RealMat gradient_of_matrix(Net net, const std::string& name) {
  return gradient([&] { return run(net).loss; }, net.matrices.at(name));
}
template <class Net>
RealVec gradient_of_vector(Net net, const std::string& name) {
  return gradient([&] { return run(net).loss; }, net.vectors.at(name));
}
template <class Net>
std::vector<RealVec> gradient_of_x(Net net) {
  return gradient([&] { return run(net).loss; }, net.x);
}
template <class Net>
RealVec gradient_at(const Net& net, const std::string& name, std::size_t t) {
  RealVec result;
  const std::size_t size = run(net).at.at(name).at(t).size();
  for (std::size_t i = 0; i < size; ++i)
    result.push_back(run(net, {name, t, i}).loss.imag() / kStep);
  return result;
}

}  // namespace oracle
