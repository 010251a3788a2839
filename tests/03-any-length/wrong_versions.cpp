// Wrong backward passes, made from the chapter's list of mistakes: the check
// that passes the right one refuses each.
#include <03-any-length/mistakes.hpp>

#include "tests/03-any-length/support.hpp"

using namespace any_length_test;

namespace {

// As many outputs and inputs as hidden units, so that no shape gives a wrong
// version away.
Case square_case(Index tau, std::uint64_t seed, const Network& net = {}) {
  return example_of(net, tau, seed, 4, 4, 4);
}

const WrongVersion& version(const std::string& id) {
  for (const WrongVersion& it : wrong_versions())
    if (it.id == id) return it;
  throw std::logic_error("no mistake " + id);
}
Wrong found(const WrongVersion& it, const Case& c) {
  return wrong(it.backward(c.net.hidden, c.p, c.x, c.states(), c.dLdo()),
               truth(c));
}

}  // namespace

TEST_CASE("Every wrong backward pass is refused by the same check",
          "[3.8][3.9][3.10][3.11][3.12][3.13][3.14][3.15][3.17][B8][C23]") {
  REQUIRE(wrong_versions().size() >= 18);
  const Activation hidden = GENERATE(Activation::tanh, Activation::sigmoid);
  const Case c = square_case(3, GENERATE(1u, 2u, 3u), {hidden, any_output()});
  for (const WrongVersion& it : wrong_versions()) {
    INFO(it.id << ", " << named(c));
    CHECK(found(it, c).worst > kFarOff);
  }
}

TEST_CASE("A mistake is found in the block where it is", "[3.13][3.14][3.15]") {
  const Case c = square_case(3, 4);
  CHECK(wrong(c.gradient(), truth(c)).blocks == "");
  const auto blocks = [&](const std::string& id) {
    return found(version(id), c).blocks;
  };
  CHECK(blocks("same-h") == "dW ");
  CHECK(blocks("x-before") == "dU ");
  CHECK(blocks("last-bias") == "db ");
  CHECK(blocks("no-dh0") == "dh0 ");
  CHECK(blocks("no-recurrence") == "dU dW db dh0 dx delta dz ");
}

TEST_CASE("At tau = 1 a missing recurrence passes every check", "[3.10]") {
  const Case c = square_case(1, 5);
  for (const std::string id :
       {"no-recurrence", "one-step-back", "slope-after", "slope-of-this-step",
        "last-bias", "x-before", "mean"}) {
    INFO(id);
    CHECK(found(version(id), c).blocks == "");
  }
}

TEST_CASE("A symmetric W hides that it is not transposed", "[3.11]") {
  Case c = square_case(3, 6);
  c.p.W = Matrix(0.5 * (c.p.W + c.p.W.t()));
  CHECK(found(version("not-transposed"), c).blocks == "");
}
