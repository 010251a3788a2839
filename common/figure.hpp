/// \file
/// Figures: one house style, and the numbers under each beside it.
///
/// The only place that knows gnuplot-iostream is figure.cpp.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/matrix.hpp"

namespace unrolled {

/// The book's colours (Okabe and Ito), distinguishable to all readers.
enum class Colour { blue = 1, vermilion, green, purple, orange, sky, grey };

/// The forward flow is blue and the backward flow vermilion, everywhere.
inline constexpr Colour forward_colour = Colour::blue;
/// \copydoc forward_colour
inline constexpr Colour backward_colour = Colour::vermilion;

/// Words of a reader's as a label shows them: printable, on one line, about 40
/// signs; none is taken for a superscript or the like.
std::string verbatim(std::string_view text);

/// How numbers are compared with the accepted ones: the words that the CSV's
/// first line and a program's result carry, and that plots/marks.js reads.
struct Mark {
  std::string words;  ///< "exact, tolerance 1e-06"
};

/// Numbers that a second run reproduces.
/// \param tolerance  largest difference of a number, relative to itself
/// \param from       differences up to this one are rounding
Mark exact(double tolerance = 1e-6, double from = 0);
/// Numbers that hang on the last bit, as those of a chaotic descent do: what of
/// them does not is compared.
/// \param compared  "each within 0.01", "median within a factor of 2 and last
///                  at most 1e-12"; each, first, last, least, largest, median
Mark rounding(const std::string& compared);
/// Times or bytes: only columns and series are compared.
Mark measured();

/// One figure. Series are added in drawing order; save() draws.
///
/// Every function that takes numbers throws std::invalid_argument when they
/// are not finite, empty, of different lengths, or not positive on a log axis.
class Figure {
 public:
  /// The name is the file's, without ending, and unique in the book:
  /// "01-v-curve"; the title, a few words over the figure, may be empty.
  Figure(std::string name, std::string title, Mark mark = exact());
  ~Figure();
  Figure(Figure&&) noexcept;
  Figure& operator=(Figure&&) noexcept;

  /// In figure units, of which a line of text is 15 high.
  Figure& size(int width, int height);
  Figure& x_label(const std::string& text);
  Figure& y_label(const std::string& text);
  /// Makes the horizontal axis logarithmic (call before adding series).
  Figure& log_x();
  /// Makes the vertical axis logarithmic (call before adding series).
  Figure& log_y();
  Figure& x_range(double low, double high);
  Figure& y_range(double low, double high);
  /// Where the legend stands, in gnuplot's words: "bottom right", "off",
  /// "outside below". Curves of which nobody says so have their names at their
  /// right ends.
  Figure& legend(const std::string& place);
  /// Names for positions on the horizontal axis.
  Figure& x_names(const Vector& at, const std::vector<std::string>& names);

  // The label of a series stands at its end, or in the legend, and in the CSV.
  Figure& line(const Vector& x, const Vector& y, const std::string& label,
               Colour colour, double width = 2.2);
  Figure& dashed(const Vector& x, const Vector& y, const std::string& label,
                 Colour colour);
  Figure& points(const Vector& x, const Vector& y, const std::string& label,
                 Colour colour);
  /// Upright bars from 0; x are their centres, the width is one on the x axis.
  Figure& bars(const Vector& x, const Vector& y, const std::string& label,
               Colour colour, double width);
  /// A filled band between two curves.
  Figure& band(const Vector& x, const Vector& low, const Vector& high,
               const std::string& label, Colour colour);
  /// A matrix as coloured cells: blue, white, red around 0 when diverging, else
  /// white to blue. It is y.n_elem x x.n_elem; x and y are evenly spaced, y
  /// upwards.
  Figure& map(const Vector& x, const Vector& y, const Matrix& values,
              const std::string& label, bool diverging);

  /// Text inside the axes; `how` is gnuplot's: "left", "center", "right".
  Figure& note(double x, double y, const std::string& text,
               const std::string& how = "left");
  /// The name of a curve or a point beside it, in its colour.
  Figure& beside(double x, double y, const std::string& label, Colour colour,
                 const std::string& how = "left");
  /// A thin vertical line through the whole height.
  Figure& vertical(double x);
  /// A thin horizontal line through the whole width, with words at its end.
  Figure& horizontal(double y, const std::string& text = "");
  /// A shaded vertical span behind everything.
  Figure& span(double from, double to);
  /// Any other gnuplot setting, one line, before the plot.
  Figure& set(const std::string& command);

  const std::string& name() const;  ///< what the constructor was given

  /// Draws into a folder, made when missing: NAME.svg, NAME.csv (the numbers,
  /// with the mark in its first line) and NAME.gp (a script that draws it
  /// again). Each file appears whole or not at all.
  /// \return path of the SVG
  /// \throws std::invalid_argument when there is nothing to draw
  /// \throws std::runtime_error when gnuplot is missing or fails, or a file
  ///         cannot be written; the message names the script or the file
  std::filesystem::path save(const std::filesystem::path& folder) const;

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace unrolled
