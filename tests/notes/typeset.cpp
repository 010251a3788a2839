// The formulas that a reader sees, in the notes' table and on the pages, worked
// out: both sides of each are computed, from plain loops and the complex step.
#include "tests/notes/typeset.hpp"

#include <nlohmann/json.hpp>

#include "chapters/02-three-steps/chain.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"
#include "tests/oracle/layered.hpp"

namespace typeset_test {

using namespace notes_test;
using typeset::Meaning;
using typeset::NoShape;
using typeset::scalar;
using typeset::Symbol;
using typeset::Unread;

namespace {

constexpr double tight = 1e-12;

std::size_t step_of(const Symbol& s, std::size_t from, std::size_t to) {
  if (s.at < 0) throw Unread(s.name + " without its step");
  const auto t = static_cast<std::size_t>(s.at);
  if (t < from || t > to) throw std::out_of_range(s.name);
  return t;
}

Matrix the_entry(const Symbol& s, const Matrix& value) {
  if (s.entry == Symbol::none) return value;
  const auto i = static_cast<Index>(s.entry);
  if (i < 1 || i > value.n_rows) throw std::out_of_range(s.name);
  return scalar(value(i - 1, 0));
}

// A value with a derivative in its imaginary part, as a column.
using Moved = oracle::Vec;

// Jacobian of `of` by the entries of something of this shape: in the shape of
// the latter where `of` is one number.
Matrix derivative(Index rows, Index cols,
                  const std::function<Moved(Index, Index)>& of_moved) {
  const std::size_t size = of_moved(0, 0).size();
  if (size > 1 && cols > 1) throw NoShape("a vector's slope by a matrix");
  Matrix result(size > 1 ? size : rows, size > 1 ? rows : cols);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < cols; ++j) {
      const Moved v = of_moved(i, j);
      for (std::size_t k = 0; k < v.size(); ++k)
        (size > 1 ? result(k, i) : result(i, j)) = v[k].imag() / oracle::kStep;
    }
  return result;
}

// -- A recurrent network, tanh and softmax ------------------------------------

struct Recurrent {
  Case c;
  oracle::Recurrent net;
  std::size_t tau, D, H, K;

  explicit Recurrent(Case given) : c(std::move(given)), net(loops(c)) {
    tau = c.x.last(), D = c.x.rows(), H = c.h0.n_elem, K = c.y.rows();
  }

  // A symbol's value in a run.
  Moved read(const Symbol& s, const oracle::Trace& run) const {
    if (s.name == "L" && s.at == Symbol::none) return {run.loss};
    if (s.name == "h") return run.h[step_of(s, 0, tau)];
    const std::size_t t = step_of(s, 1, tau);
    if (s.name == "z" || s.name == "a") return run.z[t - 1];
    if (s.name == "o") return run.o[t - 1];
    if (s.name == "\\yhat")
      return net.output == "linear_squared_error"
                 ? run.o[t - 1]
                 : oracle::softmax(run.o[t - 1]);
    if (s.name == "L") return {oracle::loss_at(net, run.o[t - 1], t)};
    throw Unread(s.name);
  }

  Matrix value(const Symbol& s) const {
    const std::map<std::string, Matrix> weights{
        {"U", c.p.U}, {"W", c.p.W}, {"V", c.p.V}, {"b", c.p.b}, {"c", c.p.c}};
    if (s.at == Symbol::none && weights.contains(s.name))
      return weights.at(s.name);
    if (s.name == "x") return c.x(step_of(s, 1, tau));
    if (s.name == "y") return the_entry(s, c.y(step_of(s, 1, tau)));
    if (s.name == "\\delta")
      return slope({"L"}, {"h", int(step_of(s, 1, tau))});
    if (s.name == "e") return value({"\\yhat", s.at}) - value({"y", s.at});
    if (s.name == "D") return slope({"h", s.at}, {"z", s.at});
    return the_entry(s, back(oracle::real(read(s, oracle::run(net)))));
  }

  Matrix slope(const Symbol& of, const Symbol& by) const {
    const oracle::Number nudge(0, oracle::kStep);
    // The weight in every step; immediate, in the last one alone.
    const auto weight = [&](oracle::Mat oracle::Recurrent::*m,
                            std::vector<oracle::Mat> oracle::Recurrent::*at) {
      return derivative((net.*m).size(), (net.*m)[0].size(),
                        [&](Index i, Index j) {
                          oracle::Recurrent moved = net;
                          (moved.*at).assign(tau, net.*m);
                          for (std::size_t t = 1; t <= tau; ++t)
                            if (!of.immediate || t == step_of(of, 1, tau))
                              (moved.*at)[t - 1][i][j] += nudge;
                          return read(of, oracle::run(moved));
                        });
    };
    const auto bias = [&](oracle::Vec oracle::Recurrent::*v) {
      return derivative((net.*v).size(), 1, [&](Index i, Index) {
        oracle::Recurrent moved = net;
        (moved.*v)[i] += nudge;
        return read(of, oracle::run(moved));
      });
    };
    const auto on_the_way = [&](oracle::Place place, std::size_t t,
                                std::size_t size) {
      return derivative(size, 1, [&](Index i, Index) {
        return read(of, oracle::run(net, {place, t, i}));
      });
    };
    using R = oracle::Recurrent;
    if (by.name == "U") return weight(&R::U, &R::U_at);
    if (by.name == "W") return weight(&R::W, &R::W_at);
    if (by.name == "V") return weight(&R::V, &R::V_at);
    if (of.immediate || by.immediate) throw Unread("an immediate derivative");
    if (by.name == "b") return bias(&oracle::Recurrent::b);
    if (by.name == "c") return bias(&oracle::Recurrent::c);
    if (by.name == "h")
      return on_the_way(oracle::Place::kH, step_of(by, 0, tau), H);
    const std::size_t t = step_of(by, 1, tau);
    if (by.name == "z") return on_the_way(oracle::Place::kZ, t, H);
    if (by.name == "o") return on_the_way(oracle::Place::kO, t, K);
    if (by.name != "x") throw Unread("a slope by " + by.name);
    return derivative(D, 1, [&](Index i, Index) {
      oracle::Recurrent moved = net;
      moved.x[t - 1][i] += nudge;
      return read(of, oracle::run(moved));
    });
  }

  Meaning meaning() const {
    Meaning m;
    m.value = [this](const Symbol& s) { return value(s); };
    m.slope = [this](const Symbol& of, const Symbol& by) {
      return slope(of, by);
    };
    // One letter for two functions, as the notes have it: tanh of the hidden
    // units, softmax of the scores.
    m.apply = [this](const std::string&, bool prime, const Matrix& v) {
      if (v.n_rows == K && K != H && !prime) {
        const Matrix e = arma::exp(v);
        return Matrix(e / arma::accu(e));
      }
      if (v.n_rows != H) throw NoShape("an activation of neither");
      oracle::Vec moved = loops(Vector(v));
      for (oracle::Number& n : moved) n += oracle::Number(0, oracle::kStep);
      const oracle::Vec a = oracle::activate(net.hidden, moved);
      Matrix result = v;
      for (Index i = 0; i < H; ++i)
        result(i) = prime ? a[i].imag() / oracle::kStep : a[i].real();
      return result;
    };
    m.functions = {"\\sigma", "f", "\\mathrm{ReLU}"};
    m.steps = {"x", "z", "a", "h", "o", "\\yhat", "y", "L", "\\delta"};
    const int last = static_cast<int>(tau);
    m.counts = {{"\\tau", last}, {"T", last}};
    m.ranges = {
        {"t", {1, last}}, {"k", {1, static_cast<int>(K)}}, {"i", {1, last}}};
    return m;
  }
};

// -- Layers, sigmoid and squared error ----------------------------------------

struct Layers {
  oracle::Layered net;
  std::vector<std::size_t> size{3, 4, 5, 2};

  Layers() {
    Random r(11);
    for (std::size_t l = 1; l < size.size(); ++l) {
      net.W.push_back(loops(r.normal_matrix(size[l], size[l - 1])));
      net.b.push_back(loops(Vector(r.normal_matrix(size[l], 1))));
      net.activation.push_back("sigmoid");
    }
    net.x = loops(Vector(r.normal_matrix(size.front(), 1)));
    net.y = loops(Vector(r.normal_matrix(size.back(), 1)));
  }

  Moved read(const Symbol& s, const oracle::LayeredTrace& run) const {
    if (s.name == "J") return {run.loss};
    if (s.name == "a") return run.a[step_of(s, 0, 3)];
    if (s.name == "z") return run.z[step_of(s, 1, 3) - 1];
    throw Unread(s.name);
  }

  Matrix value(const Symbol& s) const {
    if (s.name == "y") return back(oracle::real(net.y));
    if (s.name == "\\delta") return slope({"J"}, {"z", s.at});
    if (s.name == "b") return back(oracle::real(net.b[step_of(s, 1, 3) - 1]));
    if (s.name != "W") return back(oracle::real(read(s, oracle::run(net))));
    const oracle::Mat& W = net.W[step_of(s, 1, 3) - 1];
    Matrix m(W.size(), W[0].size());
    for (Index i = 0; i < m.n_rows; ++i)
      for (Index j = 0; j < m.n_cols; ++j) m(i, j) = W[i][j].real();
    return m;
  }

  Matrix slope(const Symbol& of, const Symbol& by) const {
    const oracle::Number nudge(0, oracle::kStep);
    const std::size_t l = step_of(by, by.name == "a" ? 0 : 1, 3);
    if (by.name == "W")
      return derivative(size[l], size[l - 1], [&](Index i, Index j) {
        oracle::Layered moved = net;
        moved.W[l - 1][i][j] += nudge;
        return read(of, oracle::run(moved));
      });
    if (by.name == "b")
      return derivative(size[l], 1, [&](Index i, Index) {
        oracle::Layered moved = net;
        moved.b[l - 1][i] += nudge;
        return read(of, oracle::run(moved));
      });
    if (by.name != "z" && by.name != "a") throw Unread("a slope by " + by.name);
    const auto place =
        by.name == "z" ? oracle::LayerPlace::kZ : oracle::LayerPlace::kA;
    return derivative(size[l], 1, [&](Index i, Index) {
      return read(of, oracle::run(net, {place, l, i}));
    });
  }

  Meaning meaning() const {
    Meaning m;
    m.value = [this](const Symbol& s) { return value(s); };
    m.slope = [this](const Symbol& of, const Symbol& by) {
      return slope(of, by);
    };
    m.apply = [](const std::string&, bool prime, const Matrix& v) {
      const Matrix a = 1 / (1 + arma::exp(-v));
      return prime ? Matrix(a % (1 - a)) : a;
    };
    m.functions = {"\\sigma"};
    m.counts = {{"L", 3}};
    m.ranges = {{"l", {1, 3}}};
    return m;
  }
};

// The same meaning under the names of another text.
Meaning renamed(const Meaning& meaning,
                const std::map<std::string, std::string>& names) {
  Meaning m = meaning;
  const auto known = [names](Symbol s) {
    if (names.contains(s.name)) s.name = names.at(s.name);
    return s;
  };
  m.value = [meaning, known](const Symbol& s) {
    return meaning.value(known(s));
  };
  m.slope = [meaning, known](const Symbol& of, const Symbol& by) {
    return meaning.slope(known(of), known(by));
  };
  for (const auto& [name, same] : names) m.names.insert(name);
  return m;
}

// -- What is read
// ---------------------------------------------------------------

// A row of the inventory: what should stand, and what is printed.
struct Row {
  std::string formula, printed;
};

// What docs/reader.js and tests/notes/notes.js have read: see formulas.js.
const nlohmann::json& formulas() {
  static const auto all = nlohmann::json::parse(
      read_file(std::string(UNROLLED_BUILD) + "/formulas.json"));
  return all;
}

std::map<std::string, Row> inventory() {
  std::map<std::string, Row> rows;
  for (const auto& [id, row] : formulas().at("rows").items())
    rows[id] = {row.at("formula"), row.at("printed")};
  REQUIRE(rows.size() > 100);
  return rows;
}

double worst_of(const std::string& text, const Meaning& meaning,
                const std::string& letter) {
  double worst = -1;
  for (const std::string& equation : typeset::equations_in(text))
    worst = std::max(worst, typeset::error_of(equation, meaning, letter));
  if (worst < 0) throw Unread("no equation in " + text);
  return worst;
}

}  // namespace

namespace {

Case without_biases() {
  Case c = random_case(3, 7);
  c.p.b.zeros(), c.p.c.zeros();
  return c;
}
// Note B's three linear steps, and note D's 2-2-1 network.
Case linear() {
  Case c = example_of({Activation::identity, Output::linear_squared_error}, 3,
                      7, 1, 1, 1);
  c.y = Matrix{{0.3, 1.2, -0.7}};
  return c;
}
Case relu() {
  Case c = example_of({Activation::relu, Output::linear_squared_error}, 3, 7, 2,
                      2, 1);
  c.h0.zeros();
  return c;
}

// What is read with which meaning: rows of the inventory, equations of a page.
struct Shelf {
  Recurrent net{random_case(5, 7)}, three{random_case(3, 7)},
      no_biases{without_biases()}, steps{linear()}, units{relu()};
  Layers layers;

  struct Part {
    Meaning meaning;
    std::string letter;
    std::vector<std::string> rows, equations;
  };
  std::vector<Part> parts() const {
    Meaning section5 = renamed(
        net.meaning(),
        {{"S", "h"}, {"X", "x"}, {"W_x", "U"}, {"W_s", "W"}, {"b_1", "b"}});
    section5.ranges["j"] = {2, 5};
    Meaning linear_steps = renamed(steps.meaning(), {{"S", "h"},
                                                     {"X", "x"},
                                                     {"O", "o"},
                                                     {"Y", "y"},
                                                     {"W_x", "U"},
                                                     {"W_s", "W"},
                                                     {"W_0", "V"},
                                                     {"b_1", "b"},
                                                     {"b_2", "c"}});
    linear_steps.ranges["k"] = {1, 3};
    const Meaning two_units = renamed(units.meaning(), {{"y", "o"},
                                                        {"W_xh", "U"},
                                                        {"W_hh", "W"},
                                                        {"W_hy", "V"},
                                                        {"b_h", "b"},
                                                        {"b_3", "c"}});
    Meaning two_vectors = layers.meaning();
    two_vectors.value = [](const Symbol& s) {
      return s.name == "u" ? Vector{0.3, -1, 2} : Vector{1.5, 0.7, -0.2};
    };
    return {
        {net.meaning(),
         "t",
         {"B1",  "B2",  "B3",  "B4",  "B5",  "B6",  "B7",  "B8",  "B9",
          "B10", "B11", "B12", "B34", "C14", "C15", "C16", "C17", "C18",
          "C19", "C20", "C21", "C22", "C23", "C24", "C25", "C26", "C27",
          "C36", "B33", "B48", "B49", "C43", "E7",  "E8",  "E9",  "E10"},
         {"3.1",  "3.2",  "3.3",  "3.4",  "3.5",  "3.7",  "3.8",  "3.9",
          "3.10", "3.11", "3.12", "3.13", "3.14", "3.15", "3.16", "3.17",
          "3.25", "3.28", "3.29", "3.30", "5.8",  "5.11"}},
        {no_biases.meaning(), "t", {"A2", "A4", "A8", "A15"}, {}},
        {three.meaning(),
         "t",
         {},
         {"2.26", "2.27", "2.28", "2.31", "2.32", "2.33", "2.34", "2.52",
          "2.75"}},
        {linear_steps,
         "t",
         {"B13", "B14", "B15", "B16", "B17"},
         {"2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.11"}},
        {linear_steps, "k", {}, {"2.7", "2.8"}},
        {two_units, "t", {"D3"}, {"2.21", "2.22"}},
        {section5, "j", {"B20", "B21"}, {}},
        {two_vectors, "l", {"C31"}, {}},
        {layers.meaning(),
         "l",
         {"C1", "C2", "C3", "C4", "C5", "C7", "C8", "C9", "C10", "C11", "C12",
          "C32"},
         {"1.1", "1.2", "1.3", "1.5", "1.7", "1.9", "1.10", "1.11", "1.12"}}};
  }
};

// The numbered equations of the pages.
std::map<std::string, std::string> equations() {
  return formulas().at("equations");
}

// The formula with one thing other than it should be.
std::vector<std::string> alterations(const std::string& formula) {
  const std::vector<std::pair<std::string, std::string>> changes{
      {"^\\T", ""},     {" + ", " - "},     {" - ", " + "},
      {"(t-1)", "(t)"}, {"(t+1)", "(t)"},   {"(t)", "(t-1)"},
      {"_{t-1}", "_t"}, {"^{l-1}", "^l"},   {"^{l+1}", "^l"},
      {"\\diag", ""},   {"\\tfrac12", ""},  {"\\sigma'", "\\sigma"},
      {"\\odot", "+"},  {"(\\tau)", "(t)"}, {"W^\\T", "W"},
      {"^2", ""},       {"^{\\!\\T}", ""},  {"(a^L - y)", "(y - a^L)"}};
  std::vector<std::string> all;
  for (const auto& [from, to] : changes)
    for (std::size_t at = formula.find(from); at != formula.npos;
         at = formula.find(from, at + 1)) {
      all.push_back(formula);
      all.back().replace(at, from.size(), to);
    }
  return all;
}

// Far off, without a shape, or not to be read at all.
bool is_wrong(const std::string& text, const Meaning& meaning,
              const std::string& letter) {
  try {
    return worst_of(text, meaning, letter) > notes::kFarOff;
  } catch (const Unread&) {
    return true;
  }
}

}  // namespace

TEST_CASE("The formulas in the notes' table are right as they are typeset",
          "[B8][B10][C11][E10][A8]") {
  const Shelf shelf;
  const auto rows = inventory();
  for (const Shelf::Part& part : shelf.parts())
    for (const std::string& id : part.rows) {
      INFO(id << ": " << rows.at(id).formula);
      CHECK(worst_of(rows.at(id).formula, part.meaning, part.letter) <= tight);
    }
}

TEST_CASE("The pages' equations are right as they are typeset",
          "[B8][B10][C11][E10][A8]") {
  const Shelf shelf;
  const auto pages = equations();
  for (const Shelf::Part& part : shelf.parts())
    for (const std::string& number : part.equations) {
      INFO("(" << number << ") " << pages.at(number));
      CHECK(worst_of(pages.at(number), part.meaning, part.letter) <= tight);
    }
}

TEST_CASE("A formula that is altered is wrong as it is typeset") {
  const Shelf shelf;
  const auto rows = inventory();
  const auto pages = equations();
  std::size_t tried = 0;
  for (const Shelf::Part& part : shelf.parts()) {
    std::vector<std::string> formulas;
    for (const std::string& id : part.rows)
      if (id != "C32")  // its Jacobian is diagonal: the transpose is the same
        formulas.push_back(rows.at(id).formula);
    for (const std::string& number : part.equations)
      formulas.push_back(pages.at(number));
    for (const std::string& formula : formulas)
      for (const std::string& equation : typeset::equations_in(formula))
        for (const std::string& altered : alterations(equation)) {
          INFO(altered);
          CHECK(is_wrong(altered, part.meaning, part.letter));
          ++tried;
        }
  }
  CHECK(tried > 200);
}

TEST_CASE("A misprint is wrong as it is typeset",
          "[2.6][A4][B9][B12][B14][B33]") {
  const Shelf shelf;
  const auto rows = inventory();
  const auto printed = [&](const std::string& id) {
    std::string formula = rows.at(id).formula;
    const std::string left = formula.substr(0, formula.find(" = "));
    std::string wrong = rows.at(id).printed.substr(1);
    wrong.pop_back();
    return wrong.find(" = ") != wrong.npos ? wrong
                                           : left.substr(1) + " = " + wrong;
  };
  const Meaning net = shelf.net.meaning();
  CHECK(is_wrong(printed("A4"), shelf.no_biases.meaning(), "t"));
  for (const std::string row : {"B9", "B12", "B33"})
    CHECK(is_wrong(printed(row), net, "t"));
  // The limit read as a factor, and the sum from 1. An L_0 is not to be read.
  const three_steps::ChainStates s =
      three_steps::forward(three_steps::pencil_chain());
  for (const Shelf::Part& part : shelf.parts())
    if (part.rows ==
        std::vector<std::string>{"B13", "B14", "B15", "B16", "B17"}) {
      const double sum = s.L[1] + s.L[2] + s.L[3];
      CHECK(is_wrong(printed("B14"), part.meaning, "t"));
      notes::misprint("B14", std::abs(3 * sum / s.sum_of_L - 1),
                      std::abs(sum / s.sum_of_L - 1));
      CHECK(worst_of("L = \\sum_{t=1}^{T} L_t", part.meaning, "t") <= tight);
      CHECK_THROWS_AS(worst_of("L = \\sum_{t=0}^{T} L_t", part.meaning, "t"),
                      Unread);
    }
}

TEST_CASE(
    "Every row with an equation is worked out, or has its own test alone") {
  // Slopes of a vector by a matrix, dots, inequalities, probabilities, masks:
  // the tests with these rows' ids write them out.
  std::set<std::string> known{"A1",  "A3",  "A5",  "A6",  "A7",  "A9",  "A10",
                              "A14", "A18", "A19", "A21", "A25", "B18", "B19",
                              "B26", "D41", "E30", "B22", "B36", "B39", "B42",
                              "C6",  "C39", "C40", "C42", "D4",  "D5",  "D13",
                              "D14", "D21", "E5",  "E11", "E12", "E20"};
  const Shelf shelf;
  for (const Shelf::Part& part : shelf.parts())
    known.insert(part.rows.begin(), part.rows.end());
  for (const auto& [id, row] : inventory()) {
    INFO(id << ": " << row.formula);
    CHECK(known.contains(id) == !typeset::equations_in(row.formula).empty());
  }
}

TEST_CASE("Every equation of the pages is worked out, or it is known why not") {
  // What the reader above does not know; a test of its own has each of them.
  const std::map<std::string, std::vector<std::string>> reasons{
      {"an assignment, an approximation",
       {"1.13", "1.14", "1.17", "1.18", "1.19", "2.76", "3.18", "3.47", "4.20",
        "4.21", "5.2", "5.3"}},
      {"another loss, a case, a probability",
       {"1.4", "1.6", "2.29", "2.30", "2.73", "2.74", "3.6", "3.21", "3.22",
        "3.24", "3.35", "3.36", "3.37", "3.42", "3.43", "3.44"}},
      {"a path by its name",
       {"2.12", "2.13", "2.14", "2.15", "2.16", "2.17", "2.18", "2.19",
        "2.20", "2.37", "2.38", "2.39", "2.40", "2.41", "2.42", "2.43",
        "2.44", "2.45", "2.46", "2.47", "2.48", "2.49", "2.50", "2.51",
        "2.53", "2.54", "2.70", "2.71", "2.72"}},
      {"one unit by its number", {"2.23", "2.24", "2.25"}},
      {"dots, or a vector's slope by a matrix",
       {"1.8", "2.9", "2.10", "2.35", "2.36", "3.23", "3.26", "3.27", "3.32",
        "3.33", "3.34", "3.40", "3.41", "4.3", "4.4", "4.6"}},
      {"a function without its argument", {"1.15", "1.16", "3.19", "3.20"}},
      {"a count", {"3.31", "3.38", "3.39", "5.12a", "5.12", "5.13", "5.14"}},
      {"a problem of its own",
       {"3.45", "3.46", "4.9", "4.10", "4.11", "4.12", "4.13", "4.14", "4.15",
        "4.16", "4.17"}},
      {"a bound, a mean, a norm",
       {"4.1", "4.2", "4.5", "4.7", "4.8", "4.18", "4.19", "4.22", "4.23",
        "4.24"}},
      {"blocks of steps", {"5.1", "5.4", "5.5", "5.6", "5.7", "5.9", "5.10"}}};
  std::set<std::string> known;
  for (const auto& [why, numbers] : reasons)
    known.insert(numbers.begin(), numbers.end());
  const Shelf shelf;
  for (const Shelf::Part& part : shelf.parts())
    for (const std::string& number : part.equations) {
      INFO(number << " is worked out and need not be excused");
      CHECK(known.insert(number).second);
    }
  for (const auto& [number, tex] : equations()) {
    INFO("(" << number << ") " << tex << ": neither worked out nor excused");
    CHECK(known.contains(number));
  }
}

}  // namespace typeset_test
