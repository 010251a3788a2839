/// \file
/// A figure's SVG made ready to stand inside a page.
#pragma once
#include <string>

namespace unrolled::book {

/// Makes an SVG of gnuplot or Graphviz one line of HTML: ids prefixed with the
/// figure's name, house colours as CSS variables so that they follow the theme,
/// a picture to screen readers, as wide as its column allows.
///
/// A picture with colours that are not of the house (a heat map) keeps them
/// and gets the class `painted`.
/// \param svg   the file's content
/// \param name  the figure's name, unique in the book
/// \param alt   what is seen, for those who don't see it
/// \return `<svg ...>...</svg>`
/// \throws std::runtime_error when it isn't an SVG with a viewBox
std::string inline_svg(const std::string& svg, const std::string& name,
                       const std::string& alt);

}  // namespace unrolled::book
