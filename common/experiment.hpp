/// \file
/// What every program of the book shares: its knobs, its progress, its tables,
/// its figures and its claim.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "common/figure.hpp"
#include "common/matrix.hpp"

namespace unrolled {

/// A line on standard error that fills up; silent when that is no terminal.
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
  bool terminal_;
};

/// A small table: printed with aligned columns, kept as Markdown for the page.
struct Table {
  std::vector<std::string> head;               ///< one cell per column
  std::vector<std::vector<std::string>> rows;  ///< each as long as the head
};

/// One program of the book: one claim, one or more figures.
///
/// Exit codes: 0 the claim held, 1 it did not or the run failed, 2 usage or
/// input. A program is written as
/// \code
/// int main(int argc, char** argv) {
///   Experiment lab("01-name", "What is claimed, as a sentence");
///   double rate = 0.5;
///   lab.knob("rate", rate, "learning rate");
///   return lab.run(argc, argv, [&] {
///     ...
///     lab.claim(error < 1e-9);
///   });
/// }
/// \endcode
class Experiment {
 public:
  Experiment(std::string name, std::string claim);
  ~Experiment();
  Experiment(const Experiment&) = delete;
  Experiment& operator=(const Experiment&) = delete;

  /// A knob on the command line, with the default that is printed in the book.
  void knob(const std::string& name, double& value, const std::string& help);
  /// \copydoc knob
  void knob(const std::string& name, Index& value, const std::string& help);
  /// \copydoc knob
  void knob(const std::string& name, std::string& value,
            const std::string& help);

  /// Reads the command line, runs the body, reports the claim.
  int run(int argc, char** argv, const std::function<void()>& body);

  /// The same for a program in three parts: found = measure(knobs), then
  /// show(lab, found) and claim(lab, found), each of which may take the knobs
  /// as well.
  template <class Knobs>
  int run(int argc, char** argv, const Knobs& knobs, auto measure, auto shows,
          auto claims) {
    return run(argc, argv, [&] {
      const auto found = measure(knobs);
      const auto tell = [&](auto part) {
        if constexpr (std::is_invocable_v<decltype(part), Experiment&,
                                          decltype(found), const Knobs&>)
          part(*this, found, knobs);
        else
          part(*this, found);
      };
      tell(shows);
      tell(claims);
    });
  }

  /// States whether the claim, or a part of it, held. All parts must.
  void claim(bool held, const std::string& part = "");
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
};

/// A number as text.
std::string text(double number, int digits = 4);
/// A number as text with fixed decimals.
std::string fixed(double number, int decimals);

}  // namespace unrolled
