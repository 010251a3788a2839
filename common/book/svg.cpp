#include "common/book/svg.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

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
  std::map<std::string, int> times;  // a plot in parts numbers each part anew
  std::string out = replaced(svg, id, [&](const std::smatch& m) {
    const int n = ++times[m[1]];
    return "id=\"" + prefix + m.str(1) +
           (n > 1 ? "-" + std::to_string(n) : "") + "\"";
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
      "<g id=\"([^\"]*_plot_[0-9]+(?:-[0-9]+)?)\" *><title>([^<]*)</title>");
  svg = replaced(svg, series, [](const std::smatch& m) {
    std::string name = m[2];
    // gnuplot calls a series without a name by its number.
    if (m.str(1).find("--" + name) != std::string::npos)
      return "<g id=\"" + m.str(1) + "\" class=\"series\">";
    name = std::regex_replace(name, std::regex("\""), "&quot;");
    return "<g id=\"" + m.str(1) + "\" class=\"series\" data-name=\"" + name +
           "\">";
  });
  static const std::regex other(
      "<title>[^<]*</title>|<desc>[^<]*</desc>|<!--[^>]*-->");
  svg = std::regex_replace(svg, other, "");
  // The page has its own font, and round lines (docs/book.css).
  static const std::regex given(
      " *font-family=[\"'][^\"']*[\"']|"
      " stroke-linecap=\"round\" stroke-linejoin=\"round\"");
  svg = std::regex_replace(svg, given, "");
  static const std::regex blanks("[ \t\r\n]+");
  svg = std::regex_replace(svg, blanks, " ");
  static const std::regex plain("<tspan ?>([^<]*)</tspan>");
  svg = std::regex_replace(svg, plain, "$1");
  static const std::regex between("> <");
  svg = std::regex_replace(svg, between, "><");
  static const std::regex empty("<g [^>]*></g>");
  for (std::string before; before != svg;) {
    before = svg;
    svg = std::regex_replace(svg, empty, "");
  }
  return svg;
}

// -- Smaller, with nothing that could be seen taken away ----------------------

// A coordinate in tenths of a unit, a twentieth of a line's width.
std::string tenths(long v) {
  std::string text = std::to_string(v / 10);
  if (v < 0 && v > -10) text = "-0";
  return v % 10 == 0 ? text : text + "." + std::to_string(std::labs(v % 10));
}

struct Point {
  long x, y;
};

bool in_line(const Point& a, const Point& b, const Point& c) {
  const bool turns = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x) != 0;
  const bool back = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0;
  return !turns && !back;
}

// Points that fall together or lie on their neighbours' line are dropped.
void add_point(std::vector<Point>& line, const Point& p) {
  if (!line.empty() && line.back().x == p.x && line.back().y == p.y) return;
  const std::size_t n = line.size();
  if (n > 1 && in_line(line[n - 2], line[n - 1], p)) line.pop_back();
  line.push_back(p);
}

std::string as_path(const std::vector<Point>& line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i)
    out += (i == 0   ? "M"
            : i == 1 ? "L"
                     : " ") +
           tenths(line[i].x) + "," + tenths(line[i].y);
  return out;
}

// M and L with absolute coordinates, as gnuplot writes them; else unchanged.
std::string thin_path(const std::string& d) {
  std::string out;
  std::vector<Point> line;
  const char* at = d.c_str();
  while (*at != '\0') {
    const char c = *at;
    if (c == ' ') {
      ++at;
      continue;
    }
    if (c == 'M' && !line.empty()) {
      out += as_path(line);
      line.clear();
    }
    if (c != 'M' && c != 'L') return d;
    char* end = nullptr;
    const double x = std::strtod(++at, &end);
    if (end == at || *end != ',') return d;
    at = end + 1;
    const double y = std::strtod(at, &end);
    if (end == at) return d;
    at = end;
    add_point(line, {std::lround(10 * x), std::lround(10 * y)});
  }
  return out + as_path(line);
}

std::string with_thin_paths(const std::string& svg) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = svg.find(" d='"); at != svg.npos;
       at = svg.find(" d='", from)) {
    const std::size_t end = svg.find('\'', at + 4);
    if (end == svg.npos) break;
    out += svg.substr(from, at - from) + " d=\"" +
           thin_path(svg.substr(at + 4, end - at - 4)) + "\"";
    from = end + 1;
  }
  return out + svg.substr(from);
}

// gnuplot defines every point mark; those that no point uses are dropped.
std::string without_unused(std::string svg) {
  static const std::regex mark(
      "<(?:path|rect|circle|use|filter)[^>]* id=\"([^\"]+)\"[^>]*>");
  const std::size_t end = svg.find("</defs>");
  if (end == svg.npos) return svg;
  bool again = true;
  while (again) {
    again = false;
    const std::string defs = svg.substr(0, svg.find("</defs>"));
    for (std::sregex_iterator it(defs.begin(), defs.end(), mark), last;
         it != last; ++it) {
      const std::string id = (*it)[1];
      if (svg.find("#" + id + "\"") != svg.npos ||
          svg.find("#" + id + ")") != svg.npos)
        continue;
      const auto at = static_cast<std::size_t>(it->position());
      const bool filter = defs.compare(at, 7, "<filter") == 0;
      if (!filter && it->str()[it->str().size() - 2] != '/') continue;
      const std::size_t past =
          filter ? defs.find("</filter>", at) + 9
                 : at + static_cast<std::size_t>(it->length());
      svg.erase(at, past - at);
      again = true;
      break;
    }
  }
  return svg;
}

// An upright rectangle of a heat map, in tenths.
struct Cell {
  std::string fill;
  long x, right, y, top;
};

bool is_cell(const std::string& element, Cell& cell) {
  static const std::regex form(
      "^<polygon fill ?= ?'([^']*)' points ?= ?'([-0-9.]+),([-0-9.]+) "
      "([-0-9.]+),([-0-9.]+) ([-0-9.]+),([-0-9.]+) ([-0-9.]+),([-0-9.]+) "
      "?'/>$");
  std::smatch m;
  if (!std::regex_match(element, m, form)) return false;
  if (m[3] != m[5] || m[4] != m[6] || m[7] != m[9] || m[2] != m[8])
    return false;
  const auto in_tenths = [&](std::size_t i) {
    return std::lround(10 * std::stod(m[i]));
  };
  cell = {as_hex(m[1]), in_tenths(2), in_tenths(4), in_tenths(3), in_tenths(7)};
  return true;
}

std::string as_path(const Cell& cell) {
  return "M" + tenths(cell.x) + " " + tenths(cell.y) + "h" +
         tenths(cell.right - cell.x) + "v" + tenths(cell.top - cell.y) + "H" +
         tenths(cell.x) + "z";
}

// The cells of one colour, as one path. Neighbours in a row are one rectangle.
struct Painted {
  std::string path;
  Cell last;

  void add(const Cell& cell) {
    const bool goes_on =
        cell.x == last.right && cell.y == last.y && cell.top == last.top;
    if (goes_on) {
      last.right = cell.right;
    } else {
      path += as_path(last);
      last = cell;
    }
  }
};

// Cells of one colour become one path. They do not overlap, so their order
// does not matter; white ones are the ground's.
std::string with_merged_cells(const std::string& svg) {
  std::string out;
  std::vector<std::string> order;
  std::map<std::string, Painted> colours;
  const auto flush = [&] {
    for (const std::string& fill : order)
      out += "<path fill=\"" + fill + "\" d=\"" + colours[fill].path +
             as_path(colours[fill].last) + "\"/>";
    order.clear();
    colours.clear();
  };
  for (std::size_t at = 0; at < svg.size();) {
    const std::size_t end = svg.find('>', at);
    if (end == svg.npos) break;
    const std::string element = svg.substr(at, end + 1 - at);
    Cell cell;
    if (!is_cell(element, cell)) {
      flush();
      out += element;
    } else if (const auto known = colours.find(cell.fill);
               known != colours.end()) {
      known->second.add(cell);
    } else if (cell.fill != "#ffffff") {
      order.push_back(cell.fill);
      colours[cell.fill] = {"", cell};
    }
    at = end + 1;
    if (at >= svg.size()) {
      flush();
      return out;
    }
  }
  flush();
  return out;
}

// A polygon and its outline, which gnuplot draws one after the other, become
// one path.
std::string with_joined_outlines(const std::string& svg) {
  static const std::regex both(
      "<g stroke='none' shape-rendering='crispEdges'><polygon fill = '([^']*)' "
      "points = '[^']*'/></g><path stroke='([^']*)' d=[\"']M([^\"'A-Z]*)"
      "(L[^\"'A-Z]*)+Z ?[\"']/>Z ?");
  static const std::regex number("-?[0-9]+\\.[0-9]+");
  return replaced(svg, both, [](const std::smatch& m) {
    const std::string all = m[0];
    const std::size_t d = all.rfind(" d=") + 4;
    std::string path = all.substr(d, all.find('Z', d) - d);
    if (const std::size_t last = path.rfind('L'); last != path.find('L'))
      path.erase(last);  // back where it began
    path = replaced(path, number, [](const std::smatch& v) {
      return tenths(std::lround(10 * std::stod(v[0])));
    });
    path.erase(std::remove(path.begin(), path.end(), ' '), path.end());
    return "<path fill=\"" + as_hex(m[1]) + "\" stroke=\"" + as_hex(m[2]) +
           "\" d=\"" + path + "z\"/>";
  });
}

// Neighbouring groups with the same attributes become one, as gnuplot opens one
// for each mark of an axis; and a lone line needs no group. Such a line has all
// its attributes itself, so that it may stand inside any group.
std::string with_merged_groups(const std::string& svg) {
  static const std::regex lone(
      "<g fill=\"none\" color=\"[^\"]*\" stroke=\"currentColor\" "
      "(stroke-width=\"[^\"]*\")>(<path) (stroke=[^>]*/>)</g>");
  static const std::string line = "<path fill=\"none\" stroke-width=";
  const std::string from =
      std::regex_replace(svg, lone, "$2 fill=\"none\" $1 $3");
  std::string out;
  std::vector<std::string> open;
  for (std::size_t at = 0; at < from.size();) {
    const std::size_t end = std::min(from.size() - 1, from.find('>', at));
    const std::string element = from.substr(at, end + 1 - at);
    at = end + 1;
    if (element.compare(0, 2, "<g") == 0) open.push_back(element);
    if (element != "</g>" || open.empty()) {
      out += element;
      continue;
    }
    std::size_t next = at;  // past the lines that follow
    while (from.compare(next, line.size(), line) == 0)
      next = from.find('>', next) + 1;
    const std::string& closed = open.back();
    if (from.compare(next, closed.size(), closed) == 0) {
      out += from.substr(at, next - at);
      at = next + closed.size();
    } else {
      out += element;
      open.pop_back();
    }
  }
  return out;
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
  inside = with_joined_outlines(without_unused(inside));
  inside = with_merged_cells(with_thin_paths(inside));
  if (!painted)
    inside = with_theme(inside);
  else if (const std::size_t ground = inside.find("fill=\"#ffffff\"/>");
           ground != inside.npos && ground < 200)
    inside.replace(ground, 14, "fill=\"none\"");
  inside = with_merged_groups(inside);
  return "<svg viewBox=\"" + m.str(1) + " " + m.str(2) + " " + m.str(3) + " " +
         m.str(4) + "\" class=\"" + (painted ? "painted" : "themed") +
         "\" style=\"max-width:" + std::to_string(std::lround(width)) +
         "px\" role=\"img\" aria-label=\"" + escaped(alt) + "\">" + inside +
         "</svg>";
}

}  // namespace unrolled::book
