#include "common/book/svg.hpp"

#include <array>
#include <cctype>
#include <cmath>
#include <functional>
#include <regex>
#include <set>
#include <stdexcept>
#include <utility>

#include "common/book/pages.hpp"

namespace unrolled::book {
namespace {

// The house colours (common/figure.cpp) and their names in docs/book.css.
constexpr std::array<std::pair<const char*, const char*>, 15> house{{
    {"#0072b2", "blue"},
    {"#d55e00", "vermilion"},
    {"#009e73", "green"},
    {"#b0558f", "purple"},
    {"#c98500", "orange"},
    {"#3a9bd9", "sky"},
    {"#767d8a", "grey"},
    {"#3b4252", "ink"},
    {"#000000", "ink"},
    {"#d8dee9", "grid"},
    {"#e5e9f0", "span"},
    {"#ffffff", "paper"},
    {"black", "ink"},
    {"white", "paper"},
    {"gray", "grid"},
}};

std::string replaced(const std::string& text, const std::regex& pattern,
                     const std::function<std::string(const std::smatch&)>& by) {
  std::string out;
  std::smatch m;
  auto from = text.cbegin();
  while (std::regex_search(from, text.cend(), m, pattern)) {
    out.append(from, m[0].first);
    out += by(m);
    from = m[0].second;
  }
  return out.append(from, text.cend());
}

// rgb( 0, 114, 178) as #0072b2, in lower case.
std::string as_hex(const std::string& colour) {
  static const std::regex rgb("rgb\\( *([0-9]+), *([0-9]+), *([0-9]+) *\\)");
  std::smatch m;
  std::string hex = colour;
  if (std::regex_match(colour, m, rgb)) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "#%02x%02x%02x",
                  std::stoi(m[1]) & 255, std::stoi(m[2]) & 255,
                  std::stoi(m[3]) & 255);
    hex = text.data();
  }
  for (char& c : hex)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return hex;
}

const char* house_name(const std::string& colour) {
  for (const auto& [hex, name] : house)
    if (colour == hex) return name;
  return nullptr;
}

// Colours outside the house style: a heat map has dozens.
bool is_painted(const std::string& svg) {
  static const std::regex used(
      "fill *= *['\"](#[0-9a-fA-F]{6}|rgb\\([^)]*\\))");
  std::set<std::string> other;
  for (std::sregex_iterator it(svg.begin(), svg.end(), used), end; it != end;
       ++it) {
    const std::string colour = as_hex((*it)[1]);
    if (house_name(colour) == nullptr) other.insert(colour);
  }
  return other.size() > 4;
}

std::string with_theme(const std::string& svg) {
  static const std::regex colour(
      "\\b(fill|stroke|color|stop-color) *= *"
      "['\"](#[0-9a-fA-F]{6}|rgb\\([^)]*\\)|black|white|gray|transparent)"
      "['\"]");
  return replaced(svg, colour, [](const std::smatch& m) {
    const std::string given = as_hex(m[2]);
    const char* name = house_name(given);
    const std::string attribute = m[1];
    if (given == "transparent") return attribute + "=\"none\"";
    return attribute + "=\"" +
           (name ? "var(--fig-" + std::string(name) + ")" : given) + "\"";
  });
}

std::string with_prefixed_ids(const std::string& svg, const std::string& name) {
  static const std::regex id("\\bid *= *['\"]([^'\"]+)['\"]");
  static const std::regex link("href *= *['\"]#([^'\"]+)['\"]");
  static const std::regex url("url\\(['\"]?#([^'\")]+)['\"]?\\)");
  const std::string prefix = name + "--";
  std::string out = replaced(svg, id, [&](const std::smatch& m) {
    return "id=\"" + prefix + m.str(1) + "\"";
  });
  out = replaced(out, link, [&](const std::smatch& m) {
    return "href=\"#" + prefix + m.str(1) + "\"";
  });
  return replaced(out, url, [&](const std::smatch& m) {
    return "url(#" + prefix + m.str(1) + ")";
  });
}

// Drops what only a file of its own needs, and what gnuplot leaves empty.
std::string without_noise(std::string svg) {
  // A plotted series is a group with its name as title: keep the name.
  static const std::regex series(
      "<g id=\"([^\"]*_plot_[0-9]+)\" *><title>([^<]*)</title>");
  svg = replaced(svg, series, [](const std::smatch& m) {
    std::string name = m[2];
    name = std::regex_replace(name, std::regex("\""), "&quot;");
    return "<g id=\"" + m.str(1) + "\" class=\"series\" data-name=\"" + name +
           "\">";
  });
  static const std::regex other(
      "<title>[^<]*</title>|<desc>[^<]*</desc>|<!--[^>]*-->");
  svg = std::regex_replace(svg, other, "");
  static const std::regex font(" *font-family=[\"'][^\"']*[\"']");
  svg = std::regex_replace(svg, font, "");  // the page has its own
  static const std::regex blanks("[ \t\r\n]+");
  svg = std::regex_replace(svg, blanks, " ");
  static const std::regex between("> <");
  svg = std::regex_replace(svg, between, "><");
  static const std::regex empty("<g [^>]*></g>");
  for (std::string before; before != svg;) {
    before = svg;
    svg = std::regex_replace(svg, empty, "");
  }
  return svg;
}

}  // namespace

std::string inline_svg(const std::string& svg, const std::string& name,
                       const std::string& alt) {
  static const std::regex view(
      "viewBox *= *['\"]([0-9.-]+) ([0-9.-]+) ([0-9.]+) ([0-9.]+)['\"]");
  const std::size_t start = svg.find("<svg");
  const std::size_t body = svg.find('>', start);
  const std::size_t end = svg.rfind("</svg>");
  std::smatch m;
  const std::string head =
      start < body && body < end ? svg.substr(start, body - start) : "";
  if (!std::regex_search(head, m, view))
    throw std::runtime_error("figure " + name +
                             ": expected an SVG with a viewBox");
  // Graphviz counts in points: 4/3 of a pixel.
  const bool points = head.find("pt\"") != std::string::npos;
  const double width = std::stod(m[3]) * (points ? 4.0 / 3.0 : 1.15);
  const bool painted = is_painted(svg);
  std::string inside = svg.substr(body + 1, end - body - 1);
  inside = without_noise(with_prefixed_ids(inside, name));
  if (!painted) inside = with_theme(inside);
  return "<svg viewBox=\"" + m.str(1) + " " + m.str(2) + " " + m.str(3) + " " +
         m.str(4) + "\" class=\"" + (painted ? "painted" : "themed") +
         "\" style=\"max-width:" + std::to_string(std::lround(width)) +
         "px\" role=\"img\" aria-label=\"" + escaped(alt) + "\">" + inside +
         "</svg>";
}

}  // namespace unrolled::book
