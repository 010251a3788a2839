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
#include <vector>

#include "common/figure.hpp"
#include "common/matrix.hpp"

namespace unrolled {

/// A line on standard error that fills up; silent when that is no terminal.
class Progress {
 public:
  /// \param what   what is being done
  /// \param total  how many ticks make it whole
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
  /// \param name   chapter and program: "01-mazur"
  /// \param claim  what the program shows, as a sentence
  Experiment(std::string name, std::string claim);
  ~Experiment();
  Experiment(const Experiment&) = delete;
  Experiment& operator=(const Experiment&) = delete;

  /// A knob on the command line, with the default that is printed in the book.
  /// \param name   becomes --name
  /// \param value  default, and where the reader's value goes
  /// \param help   meaning, with its unit
  void knob(const std::string& name, double& value, const std::string& help);
  /// \copydoc knob
  void knob(const std::string& name, Index& value, const std::string& help);
  /// \copydoc knob
  void knob(const std::string& name, std::string& value,
            const std::string& help);

  /// Reads the command line, runs the body, reports the claim.
  /// \param argc  from main
  /// \param argv  from main
  /// \param body  the program; calls claim() at least once
  /// \return the exit code
  int run(int argc, char** argv, const std::function<void()>& body);

  /// States whether the claim, or a part of it, held. All parts must.
  /// \param held  the test's outcome
  /// \param part  what this part says, shown when it fails
  void claim(bool held, const std::string& part = "");
  /// Prints a line on standard output.
  /// \param line  the text
  void print(const std::string& line) const;
  /// Prints a table and keeps it for the page: {{NAME.key}} there.
  /// \param key    name of the table
  /// \param table  head and rows
  void table(const std::string& key, const Table& table);
  /// Keeps a result for the page: {{NAME.key}} there.
  /// \param key   name of the result
  /// \param text  the number as it should be read
  void value(const std::string& key, const std::string& text);
  /// Keeps a number for the page, as printf's %.*g would print it.
  /// \param key     name of the result
  /// \param number  the number
  /// \param digits  significant digits
  void value(const std::string& key, double number, int digits = 4);
  /// Draws a figure into the run's folder.
  /// \param figure  a finished figure
  void draw(const Figure& figure);

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

/// A number as text.
/// \param number  any
/// \param digits  significant digits
/// \return as printf's %.*g
std::string text(double number, int digits = 4);
/// A number as text with fixed decimals.
/// \param number    any
/// \param decimals  digits after the point
/// \return as printf's %.*f
std::string fixed(double number, int decimals);

}  // namespace unrolled
