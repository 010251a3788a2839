// The figures that the notes have lost: their arrows, and the numbers under
// them, are those of the networks that they show.
#include <functional>
#include <regex>
#include <set>

#include "chapters/02-three-steps/chain.hpp"
#include "common/activation.hpp"
#include "common/data.hpp"
#include "tests/catch.hpp"
#include "tests/notes/printed.hpp"

namespace figures_test {

using namespace notes_test;
using Arrow = std::pair<std::string, std::string>;
using Arrows = std::set<Arrow>;

// Every arrow of a picture's source: "a -> b -> c" is two.
Arrows arrows_of(const std::string& file) {
  const std::string text =
      read_file(std::string(UNROLLED_SOURCE) + "/chapters/" + file);
  static const std::regex chain("\\w+( -> \\w+)+"), name("\\w+");
  Arrows all;
  for (std::sregex_iterator it(text.begin(), text.end(), chain), end; it != end;
       ++it) {
    const std::string line = it->str();
    std::string from;
    for (std::sregex_iterator n(line.begin(), line.end(), name); n != end;
         ++n) {
      if (!from.empty()) all.insert({from, n->str()});
      from = n->str();
    }
  }
  return all;
}

bool leads(const Arrows& arrows, const std::string& from,
           const std::string& to) {
  for (const auto& [a, b] : arrows)
    if (a == from && (b == to || leads(arrows, b, to))) return true;
  return false;
}

// Whether a change of what has one name changes what has the other.
using Depends =
    std::function<bool(const std::string& to, const std::string& from)>;

// An arrow leads where a change arrives, and none is one too many.
void check(const Arrows& arrows, const Depends& depends) {
  std::set<std::string> names;
  for (const auto& [from, to] : arrows)
    for (const std::string& name : {from, to})
      if (name.size() == 2) names.insert(name);
  REQUIRE(names.size() > 8);
  for (const std::string& from : names)
    for (const std::string& to : names)
      if (from != to &&
          std::string("xhXSy").find(from[0]) != std::string::npos) {
        INFO(from << " to " << to);
        CHECK(leads(arrows, from, to) == depends(to, from));
      }
  for (const Arrow& arrow : arrows) {
    INFO("without " << arrow.first << " -> " << arrow.second);
    Arrows others = arrows;
    others.erase(arrow);
    CHECK_FALSE(leads(others, arrow.first, arrow.second));
  }
}

TEST_CASE("The unrolled network's arrows are its dependences",
          "[3.1][3.3][3.5][A12][B27][C28][E17]") {
  Arrows arrows = arrows_of("03-any-length/03-unrolled.dot");
  // Folded, h leads to itself by way of two corners.
  CHECK(leads(arrows, "fh", "fh"));
  std::erase_if(arrows, [](const Arrow& a) {
    return a.first[0] == 'f' || a.second[0] == 'f' || a.first[0] == 'l';
  });
  // x1, x2 and xt; the dots stand for the third of four steps.
  const auto time = [](const std::string& name) {
    return name[1] == 't' ? Index{4} : Index(name[1] - '0');
  };
  const auto value = [&](const Case& c, const std::string& name) {
    const States s = c.states();
    const Index t = time(name);
    if (name[0] == 'x') return c.x(t);
    if (name[0] == 'y') return c.y(t);
    if (name[0] == 'h') return s.h(t);
    if (name[0] == 'o') return s.o(t);
    return Matrix{loss(c.net.output, s.o(t), c.y(t))};
  };
  // A state is moved by beginning the run again behind it.
  check(arrows, [&](const std::string& to, const std::string& from) {
    const Case c = random_case(4, 21);
    Case moved = c;
    const Index t = time(from);
    if (from[0] == 'x') moved.x(t) *= 2;
    if (from[0] == 'y') moved.y(t) = arma::flipud(c.y(t));
    if (from[0] != 'h')
      return frobenius_norm(value(moved, to) - value(c, to)) > 0;
    if (time(to) < t || to[0] == 'x' || to[0] == 'y') return false;
    if (time(to) == t) return to[0] != 'h';
    moved.h0 = c.states().h(t) + 1;
    moved.x = Matrix(c.x.columns().tail_cols(4 - t));
    moved.y = Matrix(c.y.columns().tail_cols(4 - t));
    const std::string later{to[0], char('0' + time(to) - t)};
    return frobenius_norm(value(moved, later) - value(c, to)) > 0;
  });
}

TEST_CASE("The three linear steps' arrows are their dependences",
          "[2.1][2.4][B27]") {
  using namespace unrolled::three_steps;
  const auto value = [](const Chain& p, const std::string& name) {
    const ChainStates s = forward(p);
    const std::size_t t = static_cast<std::size_t>(name[1] - '0');
    return name[0] == 'X'   ? p.X[t]
           : name[0] == 'S' ? s.S[t]
           : name[0] == 'O' ? s.O[t]
                            : s.L[t];
  };
  const Arrows arrows = arrows_of("02-three-steps/02-linear-steps.dot");
  check(arrows, [&](const std::string& to, const std::string& from) {
    Chain p = pencil_chain();
    const std::size_t t = static_cast<std::size_t>(from[1] - '0');
    const double before = value(p, to);
    // A state is moved by what comes into it and nowhere else.
    if (from == "S0")
      p.S0 += 0.3;
    else
      p.X[t] += 0.3;
    return !(from[0] == 'S' && to == "X" + from.substr(1)) &&
           value(p, to) != before;
  });
}

TEST_CASE("The curves of tanh and its derivative are theirs",
          "[1.16][4.1][B27]") {
  const std::string text =
      read_file(std::string(UNROLLED_SOURCE) + "/plots/04-saturation.csv");
  const std::regex point("(tanh[^,]*),([-0-9.e]+),([-0-9.e]+)");
  int points = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), point), end; it != end;
       ++it, ++points) {
    const Matrix z{std::stod((*it)[2])};
    const double y = (*it)[1].str() == "tanh z"
                         ? activate(Activation::tanh, z)(0)
                         : derivative(Activation::tanh, z)(0);
    CHECK(std::stod((*it)[3]) == Approx(y).margin(1e-9));
  }
  CHECK(points > 600);
}

}  // namespace figures_test
