// The formulas that a reader sees, in the notes' table and on the pages, worked
// out: both sides of each are computed, from plain loops and the complex step.
#include "tests/notes/typeset.hpp"

#include <memory>
#include <nlohmann/json.hpp>

#include "chapters/02-three-steps/chain.hpp"
#include "chapters/03-any-length/pairs.hpp"
#include "chapters/04-clipping/clipping.hpp"
#include "chapters/04-clipping/one_bit.hpp"
#include "chapters/04-clipping/one_unit.hpp"
#include "chapters/06-shapes/truncated.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/attended.hpp"
#include "tests/notes/gated.hpp"
#include "tests/notes/printed.hpp"
#include "tests/notes/wired.hpp"
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

Moved the_entry(const Symbol& s, const Moved& value) {
  if (s.entry == Symbol::none) return value;
  return {value.at(static_cast<std::size_t>(s.entry - 1))};
}

// What gradient descent makes of a block, at the rate 0.3.
constexpr double eta = 0.3;
Matrix updated(Matrix block, const Matrix& slope) {
  update({{"block", block}}, {{"slope", slope}}, eta);
  return block;
}

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
    if (s.name == "\\yhat" && net.output == "linear_squared_error")
      return run.o[t - 1];
    if (s.name == "\\yhat" && net.output == "sigmoid_cross_entropy")
      return oracle::activate("sigmoid", run.o[t - 1]);
    if (s.name == "\\yhat") return oracle::softmax(run.o[t - 1]);
    if (s.name == "L") return {oracle::loss_at(net, run.o[t - 1], t)};
    throw Unread(s.name);
  }

  Matrix value(const Symbol& s) const {
    const std::map<std::string, Matrix> weights{
        {"U", c.p.U}, {"W", c.p.W}, {"V", c.p.V}, {"b", c.p.b}, {"c", c.p.c}};
    if (weights.contains(s.name)) {  // whole, W_{12} or b_1
      const Matrix& m = weights.at(s.name);
      const auto at = static_cast<Index>(s.at);
      if (s.at == Symbol::none) return m;
      return scalar(at > 9 ? m(at / 10 - 1, at % 10 - 1) : m(at - 1));
    }
    if (s.name == "x") return the_entry(s, c.x(step_of(s, 1, tau)));
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
      return derivative(
          (net.*m).size(), (net.*m)[0].size(), [&](Index i, Index j) {
            oracle::Recurrent moved = net;
            (moved.*at).assign(tau, net.*m);
            for (std::size_t t = 1; t <= tau; ++t)
              if ((!of.immediate || t == step_of(of, 1, tau)) &&
                  (by.at == Symbol::none || t == step_of(by, 1, tau)))
                (moved.*at)[t - 1][i][j] += nudge;
            return the_entry(of, read(of, oracle::run(moved)));
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
    if (by.name == "b" && by.at != Symbol::none)
      return slope(of, {"z", by.at});  // the bias of a layer
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
    m.after = [this](const Symbol& s) {
      return updated(value(s), slope({"L"}, s));
    };
    m.apply = [this](const std::string& f, bool prime, const Matrix& v) {
      if (f == "\\mathrm{ReLU}")
        return Matrix(arma::clamp(v, 0, arma::datum::inf));
      if (v.n_rows == K && K != H && !prime) {
        const Matrix e = arma::exp(v);
        return Matrix(e / arma::accu(e));
      }
      if (v.n_rows != H && v.n_elem != 1)
        throw NoShape("an activation of neither");
      oracle::Vec moved = loops(Vector(v));
      for (oracle::Number& n : moved) n += oracle::Number(0, oracle::kStep);
      const oracle::Vec a = oracle::activate(net.hidden, moved);
      Matrix result = v;
      for (Index i = 0; i < v.n_elem; ++i)
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
  std::vector<std::size_t> size;

  explicit Layers(std::vector<std::size_t> sizes = {3, 4, 5, 2})
      : size(std::move(sizes)) {
    Random r(11);
    for (std::size_t l = 1; l < size.size(); ++l) {
      net.W.push_back(loops(r.normal_matrix(size[l], size[l - 1])));
      net.b.push_back(loops(Vector(r.normal_matrix(size[l], 1))));
      net.activation.push_back("sigmoid");
    }
    net.x = loops(Vector(r.normal_matrix(size.front(), 1)));
    net.y = loops(Vector(r.normal_matrix(size.back(), 1)));
  }

  std::size_t depth() const { return size.size() - 1; }

  Moved read(const Symbol& s, const oracle::LayeredTrace& run) const {
    if (s.name == "J") return {run.loss};
    if (s.name == "a") return run.a[step_of(s, 0, depth())];
    if (s.name == "z") return run.z[step_of(s, 1, depth()) - 1];
    throw Unread(s.name);
  }

  Matrix value(const Symbol& s) const {
    if (s.name == "y")
      return the_entry({s.name, Symbol::none, s.at}, back(oracle::real(net.y)));
    if (s.name == "\\delta") return slope({"J"}, {"z", s.at});
    if (s.name == "b")
      return back(oracle::real(net.b[step_of(s, 1, depth()) - 1]));
    if (s.name != "W") return back(oracle::real(read(s, oracle::run(net))));
    const oracle::Mat& W = net.W[step_of(s, 1, depth()) - 1];
    Matrix m(W.size(), W[0].size());
    for (Index i = 0; i < m.n_rows; ++i)
      for (Index j = 0; j < m.n_cols; ++j) m(i, j) = W[i][j].real();
    return m;
  }

  Matrix slope(const Symbol& of, const Symbol& by) const {
    const oracle::Number nudge(0, oracle::kStep);
    const std::size_t l = step_of(by, by.name == "a" ? 0 : 1, depth());
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
    m.apply = typeset::sigmoid_or_slope;
    m.after = [this](const Symbol& s) {
      return updated(value(s), slope({"J"}, s));
    };
    m.functions = {"\\sigma"};
    m.counts = {{"L", static_cast<int>(depth())}};
    m.ranges = {{"l", {1, static_cast<int>(depth())}},
                {"k", {1, static_cast<int>(size.back())}}};
    return m;
  }
};

// -- One step: from the scores to a loss
// ---------------------------------------

struct OneStep {
  std::string output, loss;  // "softmax", "sigmoid", "identity"
  Vector o{0.3, -0.8, 0.5}, y{0.2, 0.5, 0.3};

  Moved yhat(Moved scores) const {
    if (output == "mixed") {  // any, with a Jacobian that is not symmetric
      scores[0] += 2.0 * scores[1], scores[1] -= scores[2];
      return oracle::activate("sigmoid", scores);
    }
    return output == "softmax" ? oracle::softmax(scores)
                               : oracle::activate(output, scores);
  }
  oracle::Number loss_of(const Moved& p) const {
    oracle::Number sum = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      if (loss == "squared") sum += (p[k] - y(k)) * (p[k] - y(k)) / 2.0;
      if (loss != "squared") sum -= y(k) * std::log(p[k]);
      if (loss == "binary") sum -= (1 - y(k)) * std::log(1.0 - p[k]);
    }
    return sum;
  }

  // With a step in brackets the index is the entry's, else the place of it is.
  static Symbol entry_of(const Symbol& s, bool steps) {
    if (steps) step_of(s, 1, 1);
    return {s.name, Symbol::none, steps ? s.entry : s.at};
  }
  Matrix value(const Symbol& s) const {
    const Vector p = back(oracle::real(yhat(loops(o))));
    if (s.name == "L") return scalar(loss_of(yhat(loops(o))).real());
    if (s.name == "o") return the_entry(s, o);
    if (s.name == "y") return the_entry(s, y);
    if (s.name == "s") return the_entry(s, (1 - y) / (1 - p));
    if (s.name == "\\yhat") return the_entry(s, p);
    throw Unread(s.name);
  }
  Matrix slope(const Symbol& of, const Symbol& by) const {
    const Moved scores = loops(o), p = yhat(scores);
    const Matrix all = derivative(3, 1, [&](Index i, Index) {
      Moved moved = by.name == "o" ? scores : p;
      moved[i] += oracle::Number(0, oracle::kStep);
      if (by.name == "o") moved = yhat(moved);
      return of.name == "L" ? Moved{loss_of(moved)} : moved;
    });
    return the_entry(by, all);
  }
  Meaning meaning(bool steps = false) const {
    Meaning m;
    m.value = [*this, steps](const Symbol& s) {
      return value(entry_of(s, steps));
    };
    m.slope = [*this, steps](const Symbol& of, const Symbol& by) {
      return slope(of, entry_of(by, steps));
    };
    if (steps) m.steps = {"o", "y", "L", "\\yhat"};
    m.ranges = {{"j", {1, 3}}, {"k", {1, 3}}, {"t", {1, 1}}};
    return m;
  }
};

// -- Letters that stand for a number, or for what a chapter builds
// -------------

using Values = std::map<std::string, std::function<Matrix(const Symbol&)>>;

// A meaning with more letters, and other ranges.
Meaning with(Meaning meaning, const Values& values,
             const std::map<std::string, std::pair<int, int>>& ranges = {},
             const std::map<std::string, int>& counts = {}) {
  meaning.value = [old = meaning.value, values](const Symbol& s) {
    if (values.contains(s.name)) return values.at(s.name)(s);
    if (!old) throw Unread(s.name);
    return old(s);
  };
  for (const auto& [name, value] : values) meaning.names.insert(name);
  for (const auto& [letter, range] : ranges) meaning.ranges[letter] = range;
  for (const auto& [letter, count] : counts) meaning.counts[letter] = count;
  return meaning;
}

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
  m.after = [meaning, known](const Symbol& s) {
    return meaning.after(known(s));
  };
  for (const auto& [name, same] : names) m.names.insert(name);
  return m;
}

// -- What is read
// ---------------------------------------------------------------

// A row of the inventory: what should stand, what is printed, and why.
struct Row {
  std::string formula, printed, words;
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
    rows[id] = {row.at("formula"), row.at("printed"), row.at("words")};
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
Case one_of_two() {
  Case c = example_of({Activation::tanh, Output::sigmoid_cross_entropy}, 4, 7,
                      2, 3, 1);
  c.y = Matrix{{0.3, 0.8, 0.6, 0.1}};
  return c;
}
Case relu(bool on = false) {
  Case c = example_of({Activation::relu, Output::linear_squared_error}, 3,
                      on ? 8 : 7, 2, 2, 1);
  c.h0.zeros();
  if (on) c.p.b += 5;  // at every step, both units
  return c;
}

// What is read with which meaning: rows of the inventory, equations of a page.
struct Shelf {
  Recurrent net{random_case(5, 7)}, three{random_case(3, 7)},
      no_biases{without_biases()}, steps{linear()}, units{relu()},
      yes_or_no{one_of_two()}, lit{relu(true)};
  Layers layers, four{{3, 4, 5, 4, 2}}, classes;
  typeset::Wired own{"own"}, taught{"teacher"}, last_alone{""};
  typeset::Cell lstm{"lstm", false}, r_first{"gru", false}, r_last{"gru", true};
  typeset::Masked dropped;
  typeset::Attended attended{1}, two_heads{2};
  typeset::Cell dropped_gate = typeset::Cell{"gru", false}.drop("hca");
  Layers dropped_units;

  Shelf() {
    classes.net.loss = "softmax_cross_entropy";
    classes.net.y = {0.3, 0.7};
    Random r(35);
    for (const Index size : {3u, 4u, 5u, 2u})
      dropped_units.net.masks.push_back(
          loops(Vector(r.uniform_matrix(size, 1, 0.3, 2))));
  }

  struct Part {
    Meaning meaning;
    std::string letter;
    std::vector<std::string> rows, equations;
    double tolerance = tight;
  };

  // The columns of steps 1 to tau side by side.
  Matrix columns(const std::function<Matrix(int)>& column) const {
    Matrix all;
    for (int t = 1; t <= static_cast<int>(net.tau); ++t)
      all = arma::join_rows(all, column(t));
    return all;
  }
  Matrix jacobian(int t) const { return net.slope({"h", t}, {"h", t - 1}); }
  // A small difference of two states, followed to step t.
  Matrix difference(int t) const {
    Matrix q = arma::ones(net.H, 1);
    for (int s = 1; s <= t; ++s) q = jacobian(s) * q;
    return q;
  }

  // Sums over time, growth, and the networks of chapters 4 and 5.
  std::vector<Part> more_parts() const {
    const int tau = static_cast<int>(net.tau), H = static_cast<int>(net.H);
    const auto number = [](double value) {
      return [value](const Symbol&) { return scalar(value); };
    };
    const auto whole = [](const Matrix& m) {
      return [m](const Symbol&) { return m; };
    };
    const Matrix W = net.c.p.W;
    Meaning joined = with(
        net.meaning(),
        {{"A",
          [this](const Symbol& s) { return Matrix(jacobian(s.at + 1).t()); }},
         {"v", [this](const Symbol& s) {
            return Matrix(net.c.p.V.t() * net.value({"e", s.at}));
          }}});
    joined.steps.insert({"A", "v"});
    Meaning product =
        with(net.meaning(),
             {{"J", [this](const Symbol& s) { return jacobian(s.at); }},
              {"q", [this](const Symbol& s) { return difference(s.at); }},
              {"\\lambda", number(std::log(arma::norm(difference(tau), "fro") /
                                           arma::norm(difference(0), "fro")) /
                                  tau)}},
             {{"i", {1, H}}}, {{"H", H}});
    product.steps.insert({"J", "q"});
    // The loss of the last step alone, by lags.
    Meaning lags = with(net.meaning(),
                        {{"G",
                          [this, tau](const Symbol& s) {
                            return net.slope({"L", tau}, {"W", tau - s.at});
                          }},
                         {"dz",
                          [this, tau](const Symbol& s) {
                            return net.slope({"L", tau}, {"z", s.at});
                          }}},
                        {{"n", {0, tau - 1}}});
    lags.slope = [this, tau](const Symbol&, const Symbol& by) {
      return net.slope({"L", tau}, by);
    };
    lags.steps.insert("dz");
    // Layers of an unrolled network: W^l, and b^l with the input in it.
    const Meaning unrolled_net =
        with(net.meaning(),
             {{"b",
               [this](const Symbol& s) {
                 if (s.at == Symbol::none) return Matrix(net.c.p.b);
                 return Matrix(net.value({"z", s.at}) -
                               net.c.p.W * net.value({"h", s.at - 1}));
               }}},
             {{"l", {1, tau}}});
    // All steps as one matrix; S and Z before the loop, and after it.
    const auto at_once = [&](const Matrix& S, const Matrix& Z) {
      const auto all = [&](const std::string& name, int back) {
        return whole(columns([&](int t) {
          return net.value({name, t - back});
        }));
      };
      return with(net.meaning(), {{"S", whole(S)},
                                  {"Z", whole(Z)},
                                  {"X", all("x", 0)},
                                  {"O", all("o", 0)},
                                  {"E", all("e", 0)},
                                  {"G", all("h", 1)},
                                  {"\\ones", whole(arma::ones(net.tau, 1))}});
    };
    const Meaning before = at_once(
        columns([&](int t) {
          return Matrix(net.value({"z", t}) - W * net.value({"h", t - 1}));
        }),
        columns([&](int t) {
          return Matrix(net.c.p.V.t() * net.value({"e", t}));
        }));
    const Meaning after = at_once(columns([&](int t) {
                                    return net.value({"h", t});
                                  }),
                                  columns([&](int t) {
                                    return net.slope({"L"}, {"z", t});
                                  }));
    Meaning bent = net.meaning();  // tanh, in place
    bent.after = bent.value;
    bent.value = [this](const Symbol& s) { return net.value({"z", s.at}); };
    Meaning received = net.meaning();  // step 3, in place
    received.ranges["t"] = {3, 3};
    received.after = bent.value;
    received.value = [this, W](const Symbol& s) {
      return s.name != "h" || s.at != 3
                 ? net.value(s)
                 : Matrix(net.value({"z", 3}) - W * net.value({"h", 2}));
    };
    Meaning counts = net.meaning();
    counts.value = [this](const Symbol& s) {
      const double t = double(net.tau), d = double(net.D), h = double(net.H),
                   k = double(net.K), q = h * (d + h + 2);
      const std::map<std::string, double> values{
          {"D", d},
          {"H", h},
          {"K", k},
          {"Q", q},
          {"\\forwards", t * (h * h * q + h * q + h * q)},
          {"\\kept", h * (t + 1) + h * t + k * t},
          {"\\products",
           t * double(net.c.p.U.n_elem + net.c.p.W.n_elem + net.c.p.V.n_elem)}};
      return scalar(values.at(s.name));
    };
    // One unit that keeps a bit, and one at a cliff.
    const double w = 1.5, push = 0.1;
    const Meaning bit =
        with({}, {{"w", number(w)},
                  {"p", number(push)},
                  {"h_c", number(clipping::critical_state(w))},
                  {"\\highest", number(clipping::critical_push(w))},
                  {"\\rest", number(clipping::resting_state(w, push))}});
    const clipping::OneUnit problem{};
    const double b = clipping::wall(problem, 5);
    const auto cliff = [&](double bias) {
      Meaning m = with(layers.meaning(),
                       {{"w", number(5)},
                        {"b", number(bias)},
                        {"E", number(clipping::error(problem, 5, bias))},
                        {"x",
                         [problem, bias](const Symbol& s) {
                           double x = problem.start;
                           for (int t = 1; t <= s.at; ++t)
                             x = 5 / (1 + std::exp(-x)) + bias;
                           return scalar(x);
                         }},
                        {"h",
                         [problem, bias](const Symbol& s) {
                           double x = problem.start;
                           for (int t = 1; t <= s.at; ++t)
                             x = 5 / (1 + std::exp(-x)) + bias;
                           return scalar(1 / (1 + std::exp(-x)));
                         }}},
                       {{"t", {1, 50}}});
      m.steps = {"x", "h"};
      // The error's slope, by a difference, of a parabola.
      m.slope = [problem, at = m.value](const Symbol&, const Symbol& by) {
        const double h = at(by)(0), off = 0.01;
        const auto E = [&](double state) {
          return std::pow(state - problem.target, 2);
        };
        return scalar((E(h + off) - E(h - off)) / (2 * off));
      };
      return m;
    };
    // A gradient, and what clipping makes of it.
    Random r(5);
    Matrix dU = r.normal_matrix(3, 2), dW = r.normal_matrix(3, 3),
           dV = r.normal_matrix(2, 3), db = r.normal_matrix(3, 1),
           dc = r.normal_matrix(2, 1);
    const ConstBlocks gradient{
        {"dU", dU}, {"dW", dW}, {"dV", dV}, {"db", db}, {"dc", dc}};
    const double norm = clipping::global_norm(gradient);
    const auto clipped = [&](double threshold) {
      Matrix g(1, 1);
      g = norm;
      Matrix made = g;
      clipping::clip_by_norm({{"g", made}}, threshold);
      Meaning m = with({},
                       {{"dU", whole(dU)},
                        {"dW", whole(dW)},
                        {"dV", whole(dV)},
                        {"db", whole(db)},
                        {"dc", whole(dc)},
                        {"g", whole(g)},
                        {"s", number(clipping::scale_for(norm, threshold))},
                        {"\\theta", number(threshold)}},
                       {{"t", {1, 1}}});
      m.after = whole(made);
      return m;
    };
    const Matrix mixed = r.normal_matrix(4, 4);
    Matrix Q, R;
    arma::qr(Q, R, mixed);
    const auto slope_of_one = [&](const std::string& f, double a,
                                  double slope) {
      Meaning m = with({}, {{"a", number(a)}, {f + "'", number(slope)}},
                       {{"t", {1, 1}}});
      m.functions = {f};
      return m;
    };
    Meaning point =
        with({}, {{"z", number(0.8)}, {"x", number(0.4)}, {"h", number(1e-6)}},
             {{"t", {1, 1}}});
    point.functions = {"\\sigma", "\\tanh", "f"};
    point.apply = [](const std::string& f, bool prime, const Matrix& v) {
      const double z = v(0), a = 1 / (1 + std::exp(-z)), e = std::exp(z * z);
      if (f == "f") return scalar(prime ? 2 * z * e : e);
      if (f == "\\sigma") return scalar(prime ? a * (1 - a) : a);
      return scalar(prime ? std::pow(std::cosh(z), -2) : std::tanh(z));
    };
    // Weights of v or -v at equal odds and a signal that is turned round: each
    // of both as often as any other.
    const Matrix turned{{0.5, -1.2, 2.0}};
    const auto drawn = std::make_shared<int>(0);
    const auto signal = [turned, drawn](Index size) {
      const int turns = *drawn / 64 % static_cast<int>(size);
      return Vector(arma::shift(turned.head_cols(size).t(), turns));
    };
    const double v = 2.0 / 3;
    const auto weights = [v, drawn] {
      Matrix m(2, 3);
      for (Index i = 0; i < 6; ++i)
        m(i) = (*drawn >> i & 1 ? 1 : -1) * std::sqrt(v);
      return m;
    };
    const auto entry_or_all = [](const Symbol& s, const Matrix& value) {
      return the_entry({s.name, Symbol::none, s.at}, value);
    };
    Meaning means = with(
        {},
        {{"n_in", number(3)},
         {"n_out", number(2)},
         {"v", number(v)},
         {"W", [weights](const Symbol&) { return weights(); }},
         {"a", [=](const Symbol& s) { return entry_or_all(s, signal(3)); }},
         {"\\delta",
          [=](const Symbol& s) { return entry_or_all(s, signal(2)); }},
         {"z",
          [=](const Symbol& s) {
            return entry_or_all(s, weights() * signal(3));
          }}},
        {{"j", {1, 2}}}, {{"i", 2}});
    means.functions = {"\\mathrm{ReLU}"};
    means.apply = net.meaning().apply;
    means.outcomes = 64 * 6;
    means.happens = [drawn](int i) { *drawn = i; };
    // A chain of five factors w, and what its last three have in the slope.
    const double factor = 0.7, first = 1.2;
    const auto share = [factor, first](int moved) {
      const oracle::Number nudged(factor, oracle::kStep);
      return scalar(
          (std::pow(factor, 5 - moved) * std::pow(nudged, moved) * first)
              .imag() /
          oracle::kStep);
    };
    const auto power = [factor](const Symbol& s) {
      return std::pow(factor, s.at == Symbol::none ? 1 : s.at);
    };
    Meaning chain =
        with({},
             {{"w", [power](const Symbol& s) { return scalar(power(s)); }},
              {"K", number(3)},
              {"h", [=](const Symbol& s) { return scalar(power(s) * first); }},
              {"g_w", whole(share(3))}},
             {{"t", {1, 1}}}, {{"\\tau", 5}});
    chain.steps = {"h"};
    chain.slope = [share](const Symbol&, const Symbol&) { return share(5); };
    // BPTT(5; 2) over seven steps.
    const auto of_sweep = [](Index shapes::Sweep::*end) {
      return [end, all = shapes::sweeps({5, 2}, 7)](const Symbol& s) {
        return scalar(s.at == 0 ? 0
                                : double(all.at(step_of(s, 1, 9) - 1).*end));
      };
    };
    const Meaning cut = with({},
                             {{"s", of_sweep(&shapes::Sweep::last)},
                              {"k", of_sweep(&shapes::Sweep::first)},
                              {"B", number(5)},
                              {"E", number(2)},
                              {"\\taken", number(2 + 4 + 5 + 5)}},
                             {{"n", {1, 4}}}, {{"\\tau", 7}});
    const double kept = 1 / (1 + std::exp(-1.3));
    Meaning half = with(
        {},
        {{"b", number(1.3)}, {"t_1/2", number(std::log(0.5) / std::log(kept))}},
        {{"n", {1, 1}}});
    half.functions = {"\\sigma"};
    half.apply = typeset::sigmoid_or_slope;
    const Meaning pairs = with({},
                               {{"A", whole(r.normal_matrix(3, 3))},
                                {"A'", whole(r.normal_matrix(3, 3))},
                                {"v", whole(r.normal_matrix(3, 1))},
                                {"v'", whole(r.normal_matrix(3, 1))}},
                               {{"t", {1, 1}}});
    const Meaning fourth = with(net.meaning(), {}, {{"t", {4, 4}}}, {{"k", 2}});
    return {
        {joined, "t", {}, {"3.40", "5.7"}},
        {pairs, "t", {}, {"3.41"}},
        {chain, "t", {}, {"6.27"}},
        {half, "n", {}, {"7.41"}},
        {cut, "n", {}, {"6.21", "6.22", "6.26"}},
        {means, "j", {}, {"4.22", "4.23"}},
        {fourth, "t", {}, {"3.26", "3.27"}},
        {with(product, {}, {{"t", {4, 4}}}, {{"k", 1}}), "t", {}, {"4.4"}},
        {product, "t", {}, {"4.3", "4.7", "4.8"}},
        {lags, "n", {}, {"4.6"}},
        {unrolled_net, "l", {"B39", "C42"}, {"3.32"}},
        {unrolled_net, "t", {}, {"3.33", "3.34"}},
        {before, "t", {}, {"5.1", "5.6"}},
        {after, "t", {}, {"5.4", "5.5", "5.9", "5.10"}},
        {received, "t", {}, {"5.2"}},
        {bent, "t", {}, {"5.3"}},
        {counts, "t", {}, {"3.31", "3.38", "3.39", "6.39"}},
        {with(bit, {}, {{"t", {1, 1}}}), "t", {}, {"4.9", "4.10", "4.11"}},
        {cliff(b + 0.1), "t", {}, {"4.13", "4.14", "4.15"}},
        {cliff(b), "t", {}, {"4.16"}},
        {clipped(norm / 2), "t", {}, {"4.18", "4.19:1", "4.20"}},
        {clipped(norm * 2), "t", {}, {"4.19:2"}},
        {with({}, {{"Q", whole(Q)}, {"a", whole(r.normal_matrix(4, 1))}},
              {{"t", {1, 1}}}),
         "t",
         {},
         {"4.24"}},
        {slope_of_one("\\sigma", 0.6, 0.6 * 0.4), "t", {}, {"1.15"}},
        {slope_of_one("\\tanh", 0.6, 1 - 0.36), "t", {}, {"1.16"}},
        {point, "t", {}, {"4.1", "4.2"}},
        {point, "t", {}, {"1.17", "1.18"}, 1e-4},
        {OneStep{"softmax", "entropy"}.meaning(), "k", {}, {"3.19", "3.21"}},
        {OneStep{"mixed", "entropy"}.meaning(), "k", {}, {"3.23"}},
        {OneStep{"sigmoid", "binary"}.meaning(), "k", {}, {"3.20", "3.22"}},
        {OneStep{"softmax", "binary"}.meaning(), "k", {}, {"3.24"}},
        {OneStep{"softmax", "entropy"}.meaning(true), "t", {}, {"3.6:1"}},
        {OneStep{"sigmoid", "binary"}.meaning(true), "t", {}, {"3.6:2"}},
        {OneStep{"identity", "squared"}.meaning(true), "t", {}, {"3.6:3"}},
        {OneStep{"sigmoid", "squared"}.meaning(true), "t", {}, {"3.44"}}};
  }
  std::vector<Part> parts_of_shapes() const {
    return {{own.meaning(),
             "t",
             {},
             {"6.3", "6.4", "6.5", "6.6:1", "6.7", "6.8", "6.9", "6.10", "6.11",
              "6.12", "6.13", "6.14", "6.15", "6.16", "6.17"}},
            {taught.meaning(), "t", {}, {"6.6:2", "6.18", "6.20"}},
            {last_alone.meaning(), "t", {}, {"6.2"}}};
  }
  std::vector<Part> parts_of_gates() const {
    Meaning ways = lstm.meaning();
    ways.empty_products = true;
    return {{ways, "t", {}, {"7.42"}},
            {lstm.meaning(), "t", {"D20"}, {"7.1",  "7.2",  "7.3",  "7.4",
                                            "7.5",  "7.6",  "7.7",  "7.8",
                                            "7.9",  "7.10", "7.11", "7.12",
                                            "7.13", "7.14", "7.15", "7.16",
                                            "7.17", "7.18", "7.19", "7.20"}},
            {r_first.meaning(),
             "t",
             {},
             {"7.21", "7.22", "7.23", "7.24", "7.27", "7.28", "7.29", "7.30",
              "7.31", "7.32", "7.33", "7.38", "7.39"}},
            {r_last.meaning(),
             "t",
             {},
             {"7.25", "7.26", "7.34", "7.35", "7.36", "7.37"}}};
  }
  std::vector<Part> parts_of_dropout() const {
    const auto mask = [this](const Symbol& s) {
      const std::size_t l = step_of(s, 0, dropped_units.depth());
      return Matrix(back(oracle::real(dropped_units.net.masks[l])));
    };
    return {
        {with(dropped_units.meaning(), {{"m", mask}}, {{"l", {1, 2}}}),
         "l",
         {},
         {"8.2", "8.3"}},
        {dropped.meaning(),
         "t",
         {},
         {"8.7", "8.8", "8.9", "8.10", "8.11", "8.12", "8.13", "8.14", "8.15"}},
        {dropped_gate.meaning(),
         "t",
         {},
         {"8.16", "8.17", "8.18", "8.19", "8.20", "8.21", "8.22", "8.23"}}};
  }
  std::vector<Part> parts_of_attention() const {
    return {{with(attended.meaning(), {}, {}, {{"s", 2}}),
             "t",
             {"D15"},
             {"10.1", "10.2", "10.3", "10.4", "10.5", "10.6", "10.7", "10.8",
              "10.10", "10.11", "10.13", "10.14", "10.15", "10.16"}},
            {attended.meaning(), "s", {}, {"10.9", "10.12"}},
            {two_heads.meaning(), "t", {}, {"10.17"}}};
  }
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
    Meaning first_of_many = with(four.meaning(), {}, {{"l", {1, 1}}});
    const auto rate = [](const Symbol&) { return scalar(eta); };
    const Meaning ends =
        with(three.meaning(),
             {{"q",
               [this](const Symbol& s) {
                 return the_entry({s.name, Symbol::none, s.at},
                                  three.value({"h", 2}));
               }}},
             {{"i", {1, static_cast<int>(three.H)}}, {"k", {1, 3}}});
    std::vector<Part> all{
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
        {three.meaning(), "t", {"A3"}, {"2.26", "2.27", "2.28", "2.31", "2.32",
                                        "2.33", "2.34", "2.52", "2.75", "2.53",
                                        "2.54", "2.70", "2.71", "2.72", "2.37",
                                        "2.38", "2.39", "2.40", "2.41", "2.42",
                                        "2.43", "2.44", "2.45", "2.46", "2.47",
                                        "2.48", "2.49", "2.50", "2.51"}},
        {ends, "k", {}, {"2.35", "2.36"}},
        {with(three.meaning(), {{"\\eta", rate}}), "t", {}, {"2.76"}},
        {with(renamed(net.meaning(), {{"\\theta", "W"}}), {{"\\eta", rate}}),
         "t",
         {"A7"},
         {"3.18"}},
        {steps.meaning(), "t", {"A5"}, {"2.73"}},
        {yes_or_no.meaning(), "t", {"A6"}, {"2.74"}},
        {lit.meaning(), "t", {}, {"2.23", "2.24", "2.25"}},
        {linear_steps,
         "t",
         {"B13", "B14", "B15", "B16", "B17"},
         {"2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.11", "2.12", "2.13",
          "2.14", "2.15", "2.16", "2.17", "2.18", "2.19", "2.20"}},
        {linear_steps, "k", {}, {"2.7", "2.8", "2.9", "2.10"}},
        {two_units, "t", {"D3"}, {"2.21", "2.22"}},
        {section5, "j", {"B20", "B21"}, {}},
        {two_vectors, "l", {"C31"}, {}},
        {layers.meaning(),
         "l",
         {"C1", "C2", "C3", "C4", "C5", "C7", "C8", "C9", "C10", "C11", "C12",
          "C32"},
         {"1.1", "1.2", "1.3", "1.5", "1.7", "1.9", "1.10", "1.11", "1.12"}},
        {with(layers.meaning(), {{"\\eta", rate}}), "l", {}, {"1.13", "1.14"}},
        {first_of_many, "l", {}, {"1.8"}},
        {with(layers.meaning(), {}, {{"l", {1, 1}}}), "l", {"C6"}, {}},
        {classes.meaning(), "l", {}, {"1.4", "1.6"}}};
    for (Part& part : more_parts()) all.push_back(std::move(part));
    for (Part& part : parts_of_shapes()) all.push_back(std::move(part));
    for (Part& part : parts_of_gates()) all.push_back(std::move(part));
    for (Part& part : parts_of_dropout()) all.push_back(std::move(part));
    for (Part& part : parts_of_attention()) all.push_back(std::move(part));
    return all;
  }
};

// The numbered equations of the pages. What is written with several signs gets
// one, and a formula of three cases is three formulas.
std::map<std::string, std::string> equations() {
  const std::vector<std::pair<std::string, std::string>> signs{
      {"h^*(w)", "\\highest"},
      {"\\bar h(p)", "\\rest"},
      {"\\operatorname{artanh}", "\\artanh"},
      {"\\mathbf{1}", "\\ones"},
      {"\\text{numbers kept}", "\\kept"},
      {"\\text{steps taken back}", "\\taken"},
      {"\\text{multiplications for } S \\text{ in all}", "\\forwards"},
      {"\\text{multiplications of the forward pass}", "\\products"}};
  std::map<std::string, std::string> found;
  for (const auto& [number, formula] : formulas().at("equations").items()) {
    std::string tex = formula;
    for (const auto& [from, to] : signs)
      if (const std::size_t at = tex.find(from); at != tex.npos)
        for (std::size_t i = at; i != tex.npos; i = tex.find(from, i))
          tex.replace(i, from.size(), to);
    const std::string begin = "\\begin{cases}";
    const std::size_t at = tex.find(begin);
    const std::string left = tex.substr(0, at);
    for (std::size_t from = at + begin.size(), row = 1; at != tex.npos; ++row) {
      const std::size_t to = tex.find("&", from), end = tex.find("\\\\", to);
      found[number + ":" + std::to_string(row)] =
          left + tex.substr(from, to - from);
      if (end == tex.npos) break;
      from = end + 2;
    }
    if (at == tex.npos) found[number] = tex;
  }
  return found;
}

// The formula with one thing other than it should be.
std::vector<std::string> alterations(const std::string& formula) {
  const std::vector<std::pair<std::string, std::string>> changes{
      {"^\\T", ""},         {" + ", " - "},       {" - ", " + "},
      {"(t-1)", "(t)"},     {"(t+1)", "(t)"},     {"(t)", "(t-1)"},
      {"_{t-1}", "_t"},     {"^{l-1}", "^l"},     {"^{l+1}", "^l"},
      {"\\diag", ""},       {"\\tfrac12", ""},    {"\\sigma'", "\\sigma"},
      {"\\odot", "+"},      {"(\\tau)", "(t)"},   {"W^\\T", "W"},
      {"S_2", "S_1"},       {"X_3", "X_2"},       {"S_{k-1}", "S_k"},
      {"_{11}", "_{12}"},   {"e_3", "e_2"},       {"D_2", "D_3"},
      {"h(0)", "h(1)"},     {"k-1", "k"},         {"k+1", "k"},
      {"]_{32}", "]_{3}"},  {"^{(1)}", "^{(2)}"}, {"z(t)", "z(t-1)"},
      {"^2", ""},           {"^{\\!\\T}", ""},    {"(a^L - y)", "(y - a^L)"},
      {"A A'", "A' A"},     {"A v'", "A' v"},     {"n_{in}", "n_{out}"},
      {"n_{out}", "n_{in}"}};
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
      CHECK(worst_of(pages.at(number), part.meaning, part.letter) <=
            part.tolerance);
    }
}

TEST_CASE("What the pages say without a number holds where it can be read") {
  // Mistakes that a page names, and networks and losses of other kinds.
  const std::set<std::string> not_held{
      "\\delta^l = (W^{l+1})^\\T \\delta^{l+1}",
      "h_t = f(Ux_t + Wh_{t-1})",
      "h_t = f(U X_t + W h_{t-1})",
      "h_t = f(UX_t + Wh_{t-1})",
      "\\yhat_t = f(V h_t)",
      "\\partial L/\\partial o_k = o_k - y_k",
      "-\\log \\yhat_k = -\\sum_k y_k \\log \\yhat_k",
      "S_t = \\tanh(W_x X_t + W_s S_{t-1})",
      "h(t) = \\tanh(w\\, h(t-1))",
      "h(t) = W h(t-1) + (U x(t) + b)",
      "h(t) = W h(t-1) + U x(t)"};
  const Shelf shelf;
  const std::vector<Shelf::Part> parts = shelf.parts();
  std::size_t read = 0;
  for (const auto& other : formulas().at("others")) {
    const std::string tex = other.at("tex"), at = other.at("at");
    const std::string chapter = std::to_string(int(other.at("chapter")));
    bool known = false, holds = false;
    for (const Shelf::Part& part : parts)
      if (!part.equations.empty() && !holds &&
          (chapter == "0" || part.equations[0].find(chapter + ".") == 0))
        try {
          holds = worst_of(tex, part.meaning, part.letter) <= part.tolerance;
          known = true;
        } catch (const Unread&) {  // in this meaning
        } catch (const std::out_of_range&) {
        } catch (const std::bad_function_call&) {
        }
    INFO(at << ": " << tex);
    CHECK(holds == (known && !not_held.contains(tex)));
    read += known;
  }
  CHECK(read >= 70);  // one that can no longer be read is seen here
}

TEST_CASE("A formula that is altered is wrong as it is typeset", "[long]") {
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
          // Softmax's Jacobian is symmetric: the transpose is the same.
          if (altered.find("\\partial o(t)}\\Big) ") != altered.npos) continue;
          INFO(altered);
          CHECK(is_wrong(altered, part.meaning, part.letter));
          ++tried;
        }
  }
  CHECK(tried > 200);
}

namespace {

// The right side of what is printed, "P_t" on the left: the form written out by
// the book.
struct Form {
  std::string id;
  Meaning meaning;
  std::function<Matrix(int)> by_hand;
  std::string letter = "t";
};

// Every printed form that can be read; the right formula before it is read with
// the same meaning.
std::vector<Form> printed_forms(const Shelf& shelf, const Recurrent& square) {
  const Case &c = shelf.net.c, &binary = shelf.yes_or_no.c;
  const auto index = [](int t) { return static_cast<Index>(t); };
  Meaning slope_of_delta = square.meaning();
  slope_of_delta.slope = [&square](const Symbol& of, const Symbol& by) {
    if (of.name != "\\delta") return square.slope(of, by);
    if (of.at != 5 || by.at != 5) throw Unread("delta before the last step");
    const Matrix J = softmax_jacobian(square.c.y_hat()(5));
    return Matrix(square.c.p.V.t() * J * square.c.p.V);
  };
  return {{"A4", shelf.no_biases.meaning(),
           [&, index](int t) {
             return scalar(printed_A4(shelf.no_biases.c, index(t)));
           }},
          {"A6", shelf.yes_or_no.meaning(),
           [&](int) {
             double L = 0;
             const Sequence y_hat = binary.y_hat();
             for (Index t = 1; t <= binary.x.last(); ++t)
               L += printed_A6(y_hat(t)(0), binary.y(t)(0));
             return scalar(L);
           }},
          {"B9", shelf.net.meaning(),
           [&, index](int t) { return Matrix(printed_B9(c, index(t))); }},
          {"B12", shelf.net.meaning(), [&](int) { return printed_B12(c); }},
          {"B33", shelf.net.meaning(),
           [&, index](int t) {
             Matrix sum = -c.y(index(t));
             const Sequence y_hat = c.y_hat();
             for (Index s = 1; s <= c.x.last(); ++s) sum += y_hat(s);
             return sum;
           }},
          {"B48", slope_of_delta,
           [&](int) { return Matrix(printed_B48(square.c)); }},
          {"C17", shelf.yes_or_no.meaning(),
           [&, index](int t) { return scalar(-binary.L(index(t))); }}};
}

std::string as_equation(const std::string& left, const std::string& printed) {
  const std::string tex = printed.substr(1, printed.size() - 2);
  const std::size_t equals = tex.find(" = ");
  return left + " = " + (equals == tex.npos ? tex : tex.substr(equals + 3));
}

}  // namespace

TEST_CASE("What is printed is the form that the book has written out",
          "[A4][A6][B9][B12][B33][B48][C17]") {
  const Shelf shelf;
  const Recurrent square{example_of({}, 5, 7, 3, 3, 3)};
  const auto rows = inventory();
  for (const Form& form : printed_forms(shelf, square)) {
    const Row& row = rows.at(form.id);
    const std::string printed = as_equation("P_t", row.printed);
    INFO(form.id << ": " << printed);
    const Meaning m =
        with(form.meaning,
             {{"P", [&](const Symbol& s) { return form.by_hand(s.at); }}});
    CHECK(worst_of(printed, m, form.letter) <= tight);
    for (const std::string& altered : alterations(printed)) {
      INFO(altered);
      // B48's factor is a second derivative: its transpose is the same.
      if (form.id != "B48" || altered.find("\\T") != altered.npos)
        CHECK(is_wrong(altered, m, form.letter));
    }
    // And it is not what should stand there.
    const std::string whole =
        row.printed.find(" = ") != row.printed.npos
            ? row.printed
            : as_equation(row.formula.substr(1, row.formula.find(" = ") - 1),
                          row.printed);
    CHECK(is_wrong(whole, form.meaning, form.letter));
  }
}

TEST_CASE("A sum from 0 to T of losses is not to be read", "[2.6][B14]") {
  const Shelf shelf;
  const auto rows = inventory();
  // The limit read as a factor, and the sum from 1. An L_0 is not to be read.
  const three_steps::ChainStates s =
      three_steps::forward(three_steps::pencil_chain());
  for (const Shelf::Part& part : shelf.parts())
    if (!part.rows.empty() && part.rows.front() == "B13") {
      const double sum = s.L[1] + s.L[2] + s.L[3];
      CHECK(is_wrong(as_equation("L", rows.at("B14").printed), part.meaning,
                     "t"));
      notes::misprint("B14", std::abs(3 * sum / s.sum_of_L - 1),
                      std::abs(sum / s.sum_of_L - 1));
      CHECK(worst_of("L = \\sum_{t=1}^{T} L_t", part.meaning, "t") <= tight);
      CHECK_THROWS_AS(worst_of("L = \\sum_{t=0}^{T} L_t", part.meaning, "t"),
                      Unread);
    }
}

TEST_CASE("Every printed form is read, or it is known why not") {
  const Shelf shelf;
  const Recurrent square{example_of({}, 5, 7, 3, 3, 3)};
  std::set<std::string> known{"A18",  // a function without a name
                              "B1",   // a bracket without its other
                              "B8",   // dots
                              "B14",  // above
                              "B24",  // a limit
                              "B61",  // nearly 0
                              "C32",  // no shape
                              "A1",   // right where f is the identity
                              "A17", "A29", "B7",
                              "C13", "D2"};  // letters in words
  for (const Form& form : printed_forms(shelf, square)) known.insert(form.id);
  const auto rows = inventory();
  for (const auto& [id, row] : rows) {
    INFO(id << ": " << row.printed);
    CHECK(known.contains(id) == (row.printed.find('$') != row.printed.npos));
  }
  CHECK(is_wrong(as_equation("\\delta^L", rows.at("C32").printed),
                 shelf.layers.meaning(), "l"));
  CHECK_THROWS_AS(worst_of(rows.at("B1").printed, shelf.net.meaning(), "t"),
                  Unread);
}

TEST_CASE("What is said of a row, and of an erratum, is worked out, too") {
  const Shelf shelf;
  const auto rows = inventory();
  std::string text = formulas().at("errata");
  for (const auto& [id, row] : rows)
    if (row.words.find('$') != row.words.npos) text += "\n" + row.words;
  const Meaning note_a = shelf.no_biases.meaning(), net = shelf.net.meaning();
  const auto wrong = [&](const std::string& tex) {
    return is_wrong(tex, note_a, "t") && is_wrong(tex, net, "t");
  };
  static const std::regex number("[^ ]+ = [0-9.]+");  // a number that is given
  int read = 0;
  for (const std::string& said : typeset::equations_in(text)) {
    if (std::regex_match(said, number)) continue;
    INFO(said);
    CHECK_FALSE(wrong(said));
    for (const std::string& altered : alterations(said)) CHECK(wrong(altered));
    ++read;
  }
  CHECK(read >= 3);
  CHECK(wrong("\\pd{o(t)}{h(t)} = W"));
  CHECK(wrong("\\yhat_t = f(V h_{t-1})"));
}

TEST_CASE(
    "Every row with an equation is worked out, or has its own test alone") {
  // Slopes of a vector by a matrix, dots, inequalities, probabilities, masks:
  // the tests with these rows' ids write them out.
  std::set<std::string> known{"B23", "B25", "D9",  "D10", "A1",  "A9",  "A10",
                              "A14", "A18", "A19", "A21", "A25", "B18", "B19",
                              "B26", "E30", "B22", "B36", "B42", "C39", "C40",
                              "D4",  "D5",  "D13", "D14", "D21", "E5",  "E11",
                              "E12", "E20", "E40", "B61", "D48", "C50"};
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
      {"an imaginary part", {"1.19"}},
      {"in words", {"2.29", "2.30"}},
      {"a mask, for each sequence of a batch",
       {"3.35:1", "3.35:2", "3.36", "3.37"}},
      {"a probability", {"3.42", "3.43", "6.19", "6.29", "6.40"}},
      {"a forecast", {"3.45", "3.46", "3.47"}},
      {"a bound", {"4.5", "4.12", "4.17"}},
      {"an entry that is cut", {"4.21"}},
      {"a product of gates, held", {"7.40"}},
      {"gates one below the other", {"7.43", "7.44"}},
      {"characters, running means, counts and chances",
       {"9.1",  "9.2",  "9.3",  "9.4",  "9.5",  "9.6",  "9.7",
        "9.8",  "9.9",  "9.10", "9.11", "9.12", "9.13", "9.14",
        "9.15", "9.16", "9.17", "9.18", "9.19", "9.20"}},
      {"means over a step's numbers, blocks, and counts",
       {"10.26", "10.27", "10.28", "10.29", "10.30", "10.31", "10.32", "10.33",
        "10.34", "10.35", "10.36", "10.37", "10.38", "10.39", "10.40", "10.41",
        "10.42", "10.43", "10.44", "10.45", "10.46", "10.47", "10.48", "10.49",
        "10.50", "10.51", "10.52", "10.53", "10.54", "10.55"}},
      {"sines, and what is stated of spread, slope and order",
       {"10.18", "10.19", "10.20", "10.21", "10.22", "10.23", "10.24",
        "10.25"}},
      {"units that are cut at 0 and 1, and stacks",
       {"11.1",  "11.2",  "11.3",  "11.4",  "11.5",  "11.6",  "11.7",  "11.8",
        "11.9",  "11.10", "11.11", "11.12", "11.13", "11.14", "11.15", "11.16",
        "11.17", "11.18", "11.19", "11.20", "11.21", "11.22"}},
      {"one target", {"6.1:1", "6.1:2"}},
      {"what is cut, held or weighed",
       {"6.23:1", "6.23:2", "6.24", "6.25", "6.28"}},
      {"all parameters in one row", {"6.30", "6.31", "6.32"}},
      {"a mean over all masks",
       {"8.1:1", "8.1:2", "8.4", "8.5", "8.6", "8.24", "8.25", "8.26", "8.27",
        "8.28", "8.29", "8.30", "8.31"}},
      {"two networks", {"6.33", "6.34", "6.35", "6.36", "6.37", "6.38"}},
      {"counts, which tests/rules/sums.js works out",
       {"5.12a", "5.12", "5.13", "5.14"}}};
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
