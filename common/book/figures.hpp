/// \file
/// Fresh figures against the accepted ones, by the numbers under them.
///
/// A figure is NAME.svg with NAME.csv; a diagram is NAME.svg alone. The CSV's
/// first line is its mark, `# exact, tolerance 1e-06: title` or
/// `# measured: title`; the second names the columns, of which the first is
/// `series`; an empty cell is a number that its series does not have.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/figure.hpp"

namespace unrolled::book {

/// Neighbouring rows of a figure's CSV that share a name.
struct FigureSeries {
  std::string name;                                      ///< first column
  std::vector<std::vector<std::optional<double>>> rows;  ///< the others
};

/// A figure's CSV.
struct FigureNumbers {
  Mark mark;                         ///< exact or measured
  std::vector<std::string> columns;  ///< without the first, `series`
  std::vector<FigureSeries> series;  ///< in the file's order
};

/// Reads a figure's CSV.
/// \param text  the file's content
/// \param name  the file's name, for messages
/// \return mark, columns and series
/// \throws std::runtime_error naming file, line and what was expected
FigureNumbers parse_figure(std::string_view text, const std::string& name);

/// Compares a figure's numbers with the accepted ones. Exact: the columns, the
/// series, and every number, to the accepted file's tolerance times the largest
/// magnitude of its column in its series. Measured: columns and series' names.
/// \param name      the figure's name
/// \param fresh     from this run
/// \param accepted  what they should be
/// \return one line for each difference: figure, series, row, column, got,
///         expected; none when they agree
std::vector<std::string> compare_figure(const std::string& name,
                                        const FigureNumbers& fresh,
                                        const FigureNumbers& accepted);

/// The figures of a folder.
struct Gallery {
  /// Contents of the CSV by the figure's name; none for a diagram.
  std::map<std::string, std::optional<std::string>> figures;
  std::vector<std::string> faults;  ///< bad names, CSV without SVG, ...
};

/// Looks at the accepted figures: every NAME.svg, with NAME.csv if it is there.
/// \param folder   what to look at; a missing one is empty
/// \param chapter  "03" for chapter 3's alone, empty for all
/// \return the figures and what is wrong with them
Gallery accepted_figures(const std::filesystem::path& folder,
                         const std::string& chapter);

/// Looks at a run's figures: those that the programs' results (*.json) list
/// under `figures`, and diagrams. A CSV that no program lists is left over from
/// an earlier run and does not count.
/// \param folder   the run's folder
/// \param chapter  "03" for chapter 3's alone, empty for all
/// \return the figures and what is wrong with them
/// \throws std::runtime_error when a result is not what it should be
Gallery fresh_figures(const std::filesystem::path& folder,
                      const std::string& chapter);

/// Compares two galleries.
/// \param fresh     of this run
/// \param accepted  what they should be
/// \return one line for each difference and each fault
/// \throws std::runtime_error when a CSV is not what it should be
std::vector<std::string> compare_galleries(const Gallery& fresh,
                                           const Gallery& accepted);

/// Makes the fresh figures the accepted ones. Nothing is touched when one of
/// them is at fault; each file is replaced whole.
/// \param run       where the fresh ones are
/// \param accepted  where they go
/// \param chapter   "03" for chapter 3's alone, empty for all
/// \return one line for each figure that is new, changed or gone
/// \throws std::runtime_error naming the fault, or the file that can't be
///         written
std::vector<std::string> accept_figures(const std::filesystem::path& run,
                                        const std::filesystem::path& accepted,
                                        const std::string& chapter);

/// Whether a figure's name is a chapter's two digits and words: "03-two-ways".
/// \param name  without ending
/// \return true when it is
bool is_figure_name(std::string_view name);

}  // namespace unrolled::book
