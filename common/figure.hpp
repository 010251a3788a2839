/// \file
/// Figures: one house style, and the numbers under each beside it.
///
/// The only place that knows gnuplot-iostream and Boost is figure.cpp.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "common/matrix.hpp"

namespace unrolled {

/// The book's colours (Okabe and Ito), distinguishable to all readers.
enum class Colour { blue = 1, vermilion, green, purple, orange, sky, grey };

/// The forward flow is blue and the backward flow vermilion, everywhere.
inline constexpr Colour forward_colour = Colour::blue;
/// \copydoc forward_colour
inline constexpr Colour backward_colour = Colour::vermilion;

/// How numbers are compared with the accepted ones: the words that the CSV's
/// first line and a program's result carry, and that plots/marks.js reads.
struct Mark {
  std::string words;  ///< "exact, tolerance 1e-06"
};

/// Numbers that a second run reproduces.
/// \param tolerance  largest difference of a number, relative to itself
/// \param from       differences up to this one are rounding
/// \return the mark
Mark exact(double tolerance = 1e-6, double from = 0);
/// Numbers that hang on the last bit, as those of a chaotic descent do: what of
/// them does not is compared.
/// \param compared  "each within 0.01", "median within a factor of 2 and last
///                  at most 1e-12"; each, first, last, least, largest, median
/// \return the mark
Mark rounding(const std::string& compared);
/// Times or bytes: only columns and series are compared.
/// \return the mark
Mark measured();

/// One figure. Series are added in drawing order; save() draws.
///
/// Every function that takes numbers throws std::invalid_argument when they
/// are not finite, empty, of different lengths, or not positive on a log axis.
class Figure {
 public:
  /// \param name   file name without ending, unique in the book: "01-v-curve"
  /// \param title  a few words over the figure, or empty
  /// \param mark   exact() or measured()
  Figure(std::string name, std::string title, Mark mark = exact());
  ~Figure();
  Figure(Figure&&) noexcept;
  Figure& operator=(Figure&&) noexcept;

  /// \param width   in figure units; text is 15 of them high
  /// \param height  in figure units
  /// \return this figure
  Figure& size(int width, int height);
  /// \param text  label of the horizontal axis
  /// \return this figure
  Figure& x_label(const std::string& text);
  /// \param text  label of the vertical axis
  /// \return this figure
  Figure& y_label(const std::string& text);
  /// Makes the horizontal axis logarithmic (call before adding series).
  /// \return this figure
  Figure& log_x();
  /// Makes the vertical axis logarithmic (call before adding series).
  /// \return this figure
  Figure& log_y();
  /// \param low   left end
  /// \param high  right end
  /// \return this figure
  Figure& x_range(double low, double high);
  /// \param low   lower end
  /// \param high  upper end
  /// \return this figure
  Figure& y_range(double low, double high);
  /// Where the legend stands, in gnuplot's words: "bottom right", "off",
  /// "outside below".
  /// \param place  the words after `set key`
  /// \return this figure
  Figure& legend(const std::string& place);
  /// Names for positions on the horizontal axis.
  /// \param at     positions
  /// \param names  one name each
  /// \return this figure
  Figure& x_names(const Vector& at, const std::vector<std::string>& names);
  /// Names for positions on the vertical axis.
  /// \param at     positions
  /// \param names  one name each
  /// \return this figure
  Figure& y_names(const Vector& at, const std::vector<std::string>& names);

  /// \param x       positions
  /// \param y       values
  /// \param label   legend entry; also the series' name in the CSV
  /// \param colour  one of the book's colours
  /// \param width   line width
  /// \return this figure
  Figure& line(const Vector& x, const Vector& y, const std::string& label,
               Colour colour, double width = 2.2);
  /// As line(), dashed.
  /// \param x       positions
  /// \param y       values
  /// \param label   legend entry
  /// \param colour  one of the book's colours
  /// \return this figure
  Figure& dashed(const Vector& x, const Vector& y, const std::string& label,
                 Colour colour);
  /// \param x       positions
  /// \param y       values
  /// \param label   legend entry
  /// \param colour  one of the book's colours
  /// \return this figure
  Figure& points(const Vector& x, const Vector& y, const std::string& label,
                 Colour colour);
  /// Upright bars from 0.
  /// \param x       centres
  /// \param y       heights, of either sign
  /// \param label   legend entry
  /// \param colour  one of the book's colours
  /// \param width   width of a bar on the x axis
  /// \return this figure
  Figure& bars(const Vector& x, const Vector& y, const std::string& label,
               Colour colour, double width);
  /// A filled band between two curves.
  /// \param x       positions
  /// \param low     lower edge
  /// \param high    upper edge
  /// \param label   legend entry
  /// \param colour  one of the book's colours
  /// \return this figure
  Figure& band(const Vector& x, const Vector& low, const Vector& high,
               const std::string& label, Colour colour);
  /// A matrix as coloured cells, row 0 at the top.
  /// \param values     the matrix
  /// \param label      the series' name in the CSV
  /// \param diverging  true: blue, white, red around 0; false: white to blue
  /// \return this figure
  Figure& heatmap(const Matrix& values, const std::string& label,
                  bool diverging);
  /// A filled contour-like map over two axes with real coordinates.
  /// \param x          positions of the columns, evenly spaced
  /// \param y          positions of the rows, evenly spaced, upwards
  /// \param values     y.n_elem x x.n_elem
  /// \param label      the series' name in the CSV
  /// \param diverging  true: blue, white, red around 0; false: white to blue
  /// \return this figure
  Figure& map(const Vector& x, const Vector& y, const Matrix& values,
              const std::string& label, bool diverging);

  /// Text inside the axes.
  /// \param x     position
  /// \param y     position
  /// \param text  the words
  /// \param how   gnuplot's words for a label: "left", "center", "right"
  /// \return this figure
  Figure& note(double x, double y, const std::string& text,
               const std::string& how = "left");
  /// A thin vertical line through the whole height.
  /// \param x     position
  /// \param text  words at its top, or empty
  /// \return this figure
  Figure& vertical(double x, const std::string& text = "");
  /// A thin horizontal line through the whole width.
  /// \param y     position
  /// \param text  words at its right end, or empty
  /// \return this figure
  Figure& horizontal(double y, const std::string& text = "");
  /// A shaded vertical span behind everything.
  /// \param from  left edge
  /// \param to    right edge
  /// \return this figure
  Figure& span(double from, double to);
  /// Any other gnuplot setting, before the plot.
  /// \param command  one line of gnuplot
  /// \return this figure
  Figure& set(const std::string& command);

  /// The figure's name.
  /// \return what the constructor was given
  const std::string& name() const;

  /// Draws into a folder: NAME.svg, NAME.csv (the numbers, with the mark in
  /// its first line) and NAME.gp (a script that draws it again). Each file
  /// appears whole or not at all.
  /// \param folder  made when missing
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
