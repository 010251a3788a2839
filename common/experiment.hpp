/// \file
/// What every program of the book shares: its knobs, its progress, its tables,
/// its figures and its claim.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "common/figure.hpp"
#include "common/matrix.hpp"
#include "common/spoil.hpp"

namespace unrolled {

/// A line on standard error that fills up and says how long it will take;
/// silent when that is no terminal, or while an earlier one is shown.
class Progress {
 public:
  Progress(std::string_view what, std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// One more part is done.
  void tick();

 private:
  std::string what_;
  std::size_t total_, done_ = 0, shown_ = 101;
  bool first_, terminal_;
  std::chrono::steady_clock::time_point begun_;
};

/// A small table: printed with aligned columns, kept as Markdown for the page.
struct Table {
  std::vector<std::string> head;               ///< one cell per column
  std::vector<std::vector<std::string>> rows;  ///< each as long as the head
};

/// What a claim says of its number.
struct Bound {
  std::string words;                  ///< "at most 1e-09"
  std::function<bool(double)> holds;  ///< false for what is no number
};
Bound at_most(double limit);                   ///< number <= limit
Bound at_least(double limit);                  ///< number >= limit
Bound below(double limit);                     ///< number < limit
Bound above(double limit);                     ///< number > limit
Bound between(double lowest, double highest);  ///< both included
Bound equal_to(double number);                 ///< exactly so

/// The values that a knob takes, both ends included.
struct Range {
  double lowest = 0, highest = 0;
};

/// Settings of two knobs.
using Pairs = std::vector<std::pair<std::string, std::string>>;

/// One program of the book: one claim, one or more figures.
///
/// Exit codes: 0 the claim held, 1 it did not or the run failed, 2 usage or
/// input. A program is written as
/// \code
/// int main(int argc, char** argv) {
///   Experiment lab("01-name", "What is claimed, as a sentence");
///   Knobs k;
///   lab.knob("rate", k.rate, "learning rate", {0.1, 0.2, 1, 2});
///   lab.knob("seed", k.seed, "of the first weights");
///   return lab.run(argc, argv, k, measure, show, claim);
/// }
/// \endcode
/// with `Found measure(const Knobs&)`, `void show(Experiment&, const Found&)`
/// and `void claim(Experiment&, const Found&)`.
///
/// With `--sweep FILE` it measures and claims, without showing, as printed and
/// at each of the values that a knob names beside its default, with ten seeds
/// each: see Experiment::knob. The file says, for each setting and each claim,
/// with how many seeds it held, and the least, median and largest of its
/// number.
class Experiment {
 public:
  Experiment(std::string name, std::string claim);
  ~Experiment();
  Experiment(const Experiment&) = delete;
  Experiment& operator=(const Experiment&) = delete;

  /// A knob on the command line, with the default that is printed in the book,
  /// and other values at which a sweep tries the claims again.
  ///
  /// A knob `seed` is swept over 1 to 10 by itself. Where there is a knob
  /// `seeds`, how many a run takes from that one on, ten groups of as many are
  /// taken; values that are given here are the seeds, or firsts, instead.
  ///
  /// Its help states its range, and other values are refused. Where none is
  /// given it is from 0, or 1 of a whole number, to a hundred times the largest
  /// value that is printed or swept; a seed has 32 bits.
  void knob(const std::string& name, double& value, const std::string& help,
            const std::vector<double>& others = {}, Range range = {});
  /// \copydoc knob
  void knob(const std::string& name, Index& value, const std::string& help,
            const std::vector<Index>& others = {}, Range range = {});
  /// \copydoc knob
  void knob(const std::string& name, std::string& value,
            const std::string& help,
            const std::vector<std::string>& others = {});

  /// Pairs of such values that a sweep tries at once as well:
  /// lab.together({{"gain 0.9", "steps 2000"}}).
  void together(const Pairs& pairs);

  /// Reads the command line, runs the body, reports the claim; a sweep runs
  /// `again`, if there is one, in its place.
  int run(int argc, char** argv, const std::function<void()>& body,
          const std::function<void()>& again = {});

  /// The same for a program in three parts: found = measure(knobs), then
  /// show(lab, found) and claim(lab, found), each of which may take the knobs
  /// as well.
  template <class Knobs>
  int run(int argc, char** argv, const Knobs& knobs, auto measure, auto shows,
          auto claims) {
    const auto tell = [&](auto part, const auto& found) {
      if constexpr (std::is_invocable_v<decltype(part), Experiment&,
                                        decltype(found), const Knobs&>)
        part(*this, found, knobs);
      else
        part(*this, found);
    };
    const auto measured = [&] {
      auto found = measure(knobs);
      require_numbers(found);
      return found;
    };
    const auto body = [&] {
      const auto found = measured();
      tell(shows, found);
      tell(claims, found);
      for (const Spoiling how : every_spoiling)
        for (std::uint64_t seed = 1; seed <= 10; ++seed)
          try_wrong(how, [&] { tell(claims, spoiled(found, how, seed)); });
    };
    return run(argc, argv, body, [&] { tell(claims, measured()); });
  }

  /// Takes another sentence for the claim: of the reader's own data the book's
  /// says too much.
  void restate(const std::string& claim);
  /// States the claim, or a part of it, of a number whose name is unique and
  /// the same at every setting: lab.claim("the largest error", error,
  /// at_most(1e-9)). All parts must hold.
  void claim(const std::string& what, double number, const Bound& bound);
  /// Answers a question that the reader put by a knob: in place of a verdict
  /// these words stand last, the exit code is 0, and no result is kept.
  void answer(const std::string& words);
  /// Prints a line on standard output.
  void print(const std::string& line) const;
  /// Prints a table and keeps it for the page: {{NAME.key}} there.
  void table(const std::string& key, const Table& table);
  /// Keeps a result for the page: {{NAME.key}} there.
  void value(const std::string& key, const std::string& text);
  /// Keeps a number for the page, as printf's %.*g would print it.
  void value(const std::string& key, double number, int digits = 4);
  /// Says how a result is compared with the accepted one; without a mark, word
  /// for word.
  /// \param key   of a value, a table, or a table's column: "counts.time"
  /// \param mark  rounding() or measured()
  void mark(const std::string& key, const Mark& mark);
  /// Draws a figure into the run's folder.
  void draw(const Figure& figure);

 private:
  struct Body;
  std::unique_ptr<Body> body_;

  void try_wrong(Spoiling how, const std::function<void()>& claims);
};

/// A number as text.
std::string text(double number, int digits = 4);
/// A number as text with fixed decimals.
std::string fixed(double number, int decimals);

}  // namespace unrolled
