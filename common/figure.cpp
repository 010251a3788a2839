#include "common/figure.hpp"

#include <fmt/format.h>
#include <gnuplot-iostream.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <iomanip>
#include <sstream>

#include "common/data.hpp"
#include "common/words.hpp"

#ifndef GNUPLOT_ARMADILLO_SUPPORT_LOADED
#error "<armadillo> must come before <gnuplot-iostream.h>"
#endif

namespace unrolled {
namespace {

namespace fs = std::filesystem;

// The house style. One generic font family: gnuplot's enhanced text cuts a
// list of families at its first comma.
constexpr const char* style = R"(reset
set encoding utf8
INK = '#3b4252'
set linetype 1 linecolor rgb '#0072b2' linewidth 2.2 pointtype 7 pointsize 0.6
set linetype 2 linecolor rgb '#d55e00' linewidth 2.2 pointtype 5 pointsize 0.6
set linetype 3 linecolor rgb '#009e73' linewidth 2.2 pointtype 9 pointsize 0.7
set linetype 4 linecolor rgb '#b0558f' linewidth 2.2 pointtype 13 pointsize 0.7
set linetype 5 linecolor rgb '#c98500' linewidth 2.2 pointtype 11 pointsize 0.7
set linetype 6 linecolor rgb '#3a9bd9' linewidth 2.2 pointtype 6 pointsize 0.6
set linetype 7 linecolor rgb '#767d8a' linewidth 2.2 pointtype 2 pointsize 0.6
set border 3 linecolor rgb INK linewidth 1.1
set tics nomirror out scale 0.6 textcolor rgb INK
set grid linecolor rgb '#d8dee9' linewidth 0.8
set key top right reverse Left samplen 2.2 spacing 1.15 textcolor rgb INK
set title textcolor rgb INK offset 0,-0.2
set xlabel textcolor rgb INK offset 0,0.5
set ylabel textcolor rgb INK offset 0.5,0
set style fill solid 1 noborder
)";

constexpr const char* diverging_palette =
    "set palette defined (0 '#2166ac', 0.25 '#92c5de', 0.5 '#f7f7f7', "
    "0.75 '#f4a582', 1 '#b2182b')";
constexpr const char* rising_palette =
    "set palette defined (0 '#ffffff', 0.3 '#c6dbef', 0.65 '#4292c6', "
    "1 '#08306b')";

// How words and thin lines over the curves look.
constexpr const char* thin =
    "nohead front linecolor rgb INK linewidth 1 dashtype (4,4)";
constexpr const char* ink = "front textcolor rgb INK";

// Each curve's name stands at its end. Names that would collide move apart: two
// that are nearer than a line of text give way by half of what is missing.
constexpr const char* names_apart = R"(
inside(y) = y < 0 ? 0 : y > 1 ? 1 : y
do for [i = 1:|AT|] { AT[i] = inside(share(AT[i])) }
LINE = 17.0 / (GPVAL_TERM_YMAX - GPVAL_TERM_YMIN)
do for [k = 1:200] { do for [j = 2:|AT|] { do for [i = 1:j - 1] {
  gap = AT[j] - AT[i]
  part = abs(gap) < LINE ? (LINE - abs(gap)) / (gap > 0 ? 2 : -2) : 0
  AT[i] = inside(AT[i] - part); AT[j] = inside(AT[j] + part)
}}}
do for [i = 1:|AT|] {
  set label NAME[i] at first END[i], graph AT[i] left offset 0.8, 0 textcolor linetype COLOUR[i]
}
)";

// A line end would break the script and the CSV.
const std::string& one_line(const std::string& s) {
  if (s.find('\n') == std::string::npos) return s;
  throw std::invalid_argument("figure: expected one line of text, got '" +
                              s.substr(0, s.find('\n')) + "' and more");
}

// What gnuplot said, on one line.
std::string joined(const std::string& said) {
  std::istringstream words(said);
  std::string line;
  for (std::string word; words >> word;)
    line += (line.empty() ? "" : " ") + word;
  return line;
}

// What gnuplot complains of. A range without extent it widens, and says so: a
// single point is a figure, too.
std::string complaints(const std::string& said) {
  std::istringstream lines(said);
  std::string kept;
  for (std::string line; std::getline(lines, line);)
    if (line.find("], adjusting to [") == std::string::npos)
      kept += line + "\n";
  return kept;
}

// In the reader's language, in gnuplot's single quotes: a doubled one is one.
std::string quoted(const std::string& s) {
  return "'" + replaced(words(one_line(s)), '\'', "''") + "'";
}

std::string shell_quoted(const std::string& s) {
  return "'" + replaced(s, '\'', "'\\''") + "'";
}

// A folder of its own within another one, gone with its owner.
class Workplace {
 public:
  explicit Workplace(const fs::path& within) {
    std::error_code failed;
    fs::create_directories(within, failed);
    std::string made = (within / ".drawing-XXXXXX").string();
    if (failed || !mkdtemp(made.data()))
      throw std::runtime_error(within.string() + ": it can't be written to");
    folder_ = made;
  }
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  fs::path operator/(const char* name) const { return folder_ / name; }

 private:
  fs::path folder_;
};

// What gnuplot takes as a terminal's name: letters, digits and _.
std::string identifier(const std::string& name) {
  std::string result = "figure_" + name;
  for (char& c : result)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return result;
}

// How many columns are seen of a label: its braces are not.
std::size_t columns_seen(std::string label) {
  std::erase_if(label, [](char c) {
    return std::string_view("{}_^").find(c) != std::string_view::npos;
  });
  return columns_of(label);
}

std::string number(double v) {
  return fmt::format("{:.12g}", v);
}

}  // namespace

std::string verbatim(std::string_view text) {
  const std::string shown = excerpt(text);  // in quotes
  std::string escaped;
  for (const char c : shown.substr(1, shown.size() - 2)) {
    if (std::string_view("\\{}@^_&~").find(c) != std::string_view::npos)
      escaped += '\\';
    escaped += c;
  }
  return escaped;
}

Mark exact(double tolerance, double from) {
  return {fmt::format("exact, tolerance {:g}", tolerance) +
          (from > 0 ? fmt::format(", from {:g}", from) : "")};
}
Mark rounding(const std::string& compared) {
  return {"rounding, " + compared};
}
Mark measured() {
  return {"measured"};
}

struct Figure::Body {
  struct Series {
    std::string label;
    Matrix data;            // what gnuplot reads, one row a point
    std::string plot = "";  // how it is drawn
    Colour colour = Colour::grey;
    bool ends = false;  // a curve, at whose end its name can stand
  };
  std::string name, title;
  Mark mark;
  int width = 510, height = 340;  // text is of 11 pixels on a phone
  bool log_x = false, log_y = false;
  bool named = false;  // the curves, by a legend or beside them
  std::string settings;
  std::vector<Series> series;
  std::vector<std::string> columns{"x", "y"};  // of the CSV, after the series
  int objects = 0;

  void check(const std::string& label, const Matrix& data, bool axes) const {
    const std::string where =
        "figure " + name + ", series '" + one_line(label) + "'";
    require_not_empty(where, data);
    require_finite(where, data);
    if (!axes) return;
    const bool bad_x = log_x && data.col(0).min() <= 0;
    const bool bad_y =
        log_y && data.n_cols > 1 && data.cols(1, data.n_cols - 1).min() <= 0;
    if (bad_x || bad_y)
      throw std::invalid_argument(
          where + ": expected positive numbers on a logarithmic axis");
  }

  // A number of a setting, as text.
  std::string place(const std::string& what, double v) const {
    require_finite("figure " + name + ", " + what, Matrix{v});
    return number(v);
  }

  void need_no_series(const std::string& what) const {
    if (series.empty()) return;
    throw std::invalid_argument("figure " + name + ": expected " + what +
                                " before the first series");
  }

  // Curves over x, drawn in gnuplot's words with the colour and what is more.
  void add(const std::string& label, const Vector& x,
           const std::vector<const Vector*>& ys, const std::string& words,
           Colour colour, const std::string& more = "") {
    Matrix data = x;
    for (const Vector* y : ys) {
      if (y->n_elem != x.n_elem)
        throw std::invalid_argument(fmt::format(
            "figure {}, series '{}': expected {} values as for x, got {}", name,
            label, x.n_elem, y->n_elem));
      data.insert_cols(data.n_cols, *y);
    }
    check(label, data, true);
    const std::string titled =
        label.empty() ? "notitle" : "title " + quoted(label);
    series.push_back({label, data,
                      fmt::format("using {} linetype {}{} {}", words,
                                  static_cast<int>(colour), more, titled),
                      colour, words.ends_with("lines")});
  }

  // The curves, where each of them can have its name at its end.
  std::vector<Index> named_at_ends() const {
    std::vector<Index> curves;
    for (Index i = 0; i < series.size() && !named; ++i)
      if (!series[i].label.empty()) curves.push_back(i);
    const bool all = std::all_of(curves.begin(), curves.end(),
                                 [&](Index i) { return series[i].ends; });
    return all && curves.size() > 1 ? curves : std::vector<Index>{};
  }

  std::string names_at_ends(const std::vector<Index>& curves,
                            const std::string& plot) const;

  std::string script(const fs::path& file) const;
  std::string csv() const;
};

Figure::Figure(std::string name, std::string title, Mark mark)
    : body_(std::make_unique<Body>()) {
  body_->name = std::move(name);
  body_->title = one_line(title);
  body_->mark = mark;
}
Figure::~Figure() = default;
Figure::Figure(Figure&&) noexcept = default;
Figure& Figure::operator=(Figure&&) noexcept = default;

const std::string& Figure::name() const {
  return body_->name;
}

Figure& Figure::size(int width, int height) {
  body_->width = width;
  body_->height = height;
  return *this;
}
Figure& Figure::set(const std::string& command) {
  body_->settings += command + "\n";
  return *this;
}
Figure& Figure::x_label(const std::string& text) {
  return set("set xlabel " + quoted(text));
}
Figure& Figure::y_label(const std::string& text) {
  return set("set ylabel " + quoted(text));
}
Figure& Figure::log_x() {
  body_->need_no_series("log_x()");
  body_->log_x = true;
  return set("set logscale x\nset format x '10^{%T}'");
}
Figure& Figure::log_y() {
  body_->need_no_series("log_y()");
  body_->log_y = true;
  return set("set logscale y\nset format y '10^{%T}'");
}
Figure& Figure::x_range(double low, double high) {
  return set(fmt::format("set xrange [{}:{}]", body_->place("x range", low),
                         body_->place("x range", high)));
}
Figure& Figure::y_range(double low, double high) {
  return set(fmt::format("set yrange [{}:{}]", body_->place("y range", low),
                         body_->place("y range", high)));
}
Figure& Figure::legend(const std::string& place) {
  body_->named = true;
  const bool out = place.starts_with("outside");  // clear of the axis' name
  return set(place == "off" ? "unset key"
                            : "set key " + place + (out ? " height 1.2" : ""));
}

Figure& Figure::x_names(const Vector& at,
                        const std::vector<std::string>& names) {
  const std::string where = "figure " + name() + ", names of the x axis";
  if (at.n_elem != names.size() || names.empty())
    throw std::invalid_argument(
        fmt::format("{}: expected one name for each of {} positions, got {}",
                    where, at.n_elem, names.size()));
  require_finite(where, Matrix(at));
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i)
    list += (i ? ", " : "") + replaced(quoted(names[i]), '%', "%%") + " " +
            number(at(i));  // they are formats
  return set("set xtics (" + list + ")");
}

Figure& Figure::line(const Vector& x, const Vector& y, const std::string& label,
                     Colour colour, double width) {
  body_->add(label, x, {&y}, "1:2 with lines", colour,
             " linewidth " + body_->place("line width", width));
  return *this;
}
Figure& Figure::dashed(const Vector& x, const Vector& y,
                       const std::string& label, Colour colour) {
  body_->add(label, x, {&y}, "1:2 with lines", colour, " dashtype (8,5)");
  return *this;
}
Figure& Figure::points(const Vector& x, const Vector& y,
                       const std::string& label, Colour colour) {
  body_->add(label, x, {&y}, "1:2 with points", colour);
  return *this;
}
Figure& Figure::bars(const Vector& x, const Vector& y, const std::string& label,
                     Colour colour, double width) {
  const std::string wide = body_->place("bar width", width);
  body_->add(label, x, {&y}, "1:2:(" + wide + ") with boxes", colour);
  return *this;
}
Figure& Figure::band(const Vector& x, const Vector& low, const Vector& high,
                     const std::string& label, Colour colour) {
  if (body_->columns.size() == 2) body_->columns.push_back("y2");
  body_->add(label, x, {&low, &high}, "1:2:3 with filledcurves", colour,
             " fillstyle transparent solid 0.22 noborder");
  return *this;
}

Figure& Figure::map(const Vector& x, const Vector& y, const Matrix& values,
                    const std::string& label, bool diverging) {
  const std::string where = "figure " + name() + ", map '" + label + "'";
  require_shape(where, values, y.n_elem, x.n_elem);
  require_finite(where, Matrix(x));
  require_finite(where, Matrix(y));
  body_->check(label, values, false);
  body_->columns = {"x", "y", "value"};
  Matrix data(values.n_elem, 3);
  for (Index i = 0; i < values.n_elem; ++i) {
    const Index row = i / x.n_elem, column = i % x.n_elem;
    data.row(i) = arma::rowvec{x(column), y(row), values(row, column)};
  }
  body_->series.push_back(
      {label, data, "using 1:2:3 with image pixels notitle"});
  body_->named = true;
  return set(diverging ? diverging_palette : rising_palette).set("unset grid");
}

Figure& Figure::note(double x, double y, const std::string& text,
                     const std::string& how) {
  return set(fmt::format("set label {} at {},{} {} {}", quoted(text),
                         body_->place("note", x), body_->place("note", y), how,
                         ink));
}
Figure& Figure::beside(double x, double y, const std::string& label,
                       Colour colour, const std::string& how) {
  if (!body_->named) legend("off");
  return set(fmt::format("set label {} at {},{} {} front textcolor linetype {}",
                         quoted(label), body_->place("name", x),
                         body_->place("name", y), how,
                         static_cast<int>(colour)));
}
Figure& Figure::vertical(double x) {
  return set(fmt::format("set arrow from {0}, graph 0 to {0}, graph 1 {1}",
                         body_->place("vertical line", x), thin));
}
Figure& Figure::horizontal(double y, const std::string& text) {
  const std::string at = body_->place("horizontal line", y);
  set(fmt::format("set arrow from graph 0, first {0} to graph 1, first {0} {1}",
                  at, thin));
  if (text.empty()) return *this;
  return set(
      fmt::format("set label {} at graph 0.98, first {} right offset 0,0.6 {}",
                  quoted(text), at, ink));
}
Figure& Figure::span(double from, double to) {
  return set(fmt::format(
      "set object {} rectangle from {}, graph 0 to {}, graph 1 behind "
      "fillcolor rgb '#e5e9f0' fillstyle solid 1 noborder",
      ++body_->objects, body_->place("span", from), body_->place("span", to)));
}

std::string Figure::Body::csv() const {
  std::string text = "# " + mark.words + ": " + (title.empty() ? name : title);
  text += "\nseries";
  for (const std::string& column : columns) text += "," + column;
  text += "\n";
  for (const Series& s : series)
    for (Index i = 0; i < s.data.n_rows; ++i) {
      text += csv_quoted(s.label);
      for (Index j = 0; j < columns.size(); ++j)
        text += "," + (j < s.data.n_cols ? number(s.data(i, j)) : "");
      text += "\n";
    }
  return text;
}

// A first drawing, into nowhere, tells where the axes are.
std::string Figure::Body::names_at_ends(const std::vector<Index>& curves,
                                        const std::string& plot) const {
  std::size_t longest = 0;
  for (const Index i : curves)
    longest = std::max(longest, columns_seen(words(series[i].label)));
  const double room = 14 + 8.8 * static_cast<double>(longest);
  const std::size_t n = curves.size();
  std::string text = fmt::format(
      "unset key\nset rmargin at screen {:.4f}\nset output '/dev/null'\n{}"
      "unset output\narray NAME[{}]\narray COLOUR[{}]\narray END[{}]\n"
      "array AT[{}]\n",
      1 - room / width, plot, n, n, n, n);
  for (Index k = 0; k < n; ++k) {
    const Series& s = series[curves[k]];
    text += fmt::format(
        "NAME[{0}] = {1}\nCOLOUR[{0}] = {2}\n"
        "END[{0}] = real(word($s{3}[|$s{3}|], 1))\n"
        "AT[{0}] = real(word($s{3}[|$s{3}|], 2))\n",
        k + 1, quoted(s.label), static_cast<int>(s.colour), curves[k]);
  }
  text += log_y ? "share(y) = log(y / GPVAL_Y_MIN) / "
                  "log(GPVAL_Y_MAX / GPVAL_Y_MIN)"
                : "share(y) = (y - GPVAL_Y_MIN) / (GPVAL_Y_MAX - GPVAL_Y_MIN)";
  return text + names_apart;
}

// The script holds its data, so that a reader can change and run it alone. It
// is written to `file`, from where it is read.
std::string Figure::Body::script(const fs::path& file) const {
  write_file(file, "");  // says so when it can't be written
  {
    gnuplotio::Gnuplot gp(">" + file.string());
    gp << std::defaultfloat << std::setprecision(9) << style;
    gp << "set terminal svg enhanced size " << width << "," << height
       << " font 'sans-serif,15' background rgb 'white' dynamic rounded name "
       << quoted(identifier(name)) << "\n";
    if (!title.empty()) gp << "set title " << quoted(title) << "\n";
    gp << settings;
    for (std::size_t i = 0; i < series.size(); ++i) {
      gp << "$s" << i << " << e\n";  // send1d's "e" ends the block
      gp.send1d(series[i].data);
    }
    std::string plot = "plot";
    for (std::size_t i = 0; i < series.size(); ++i)
      plot +=
          fmt::format("{}$s{} {}", i ? ", \\\n     " : " ", i, series[i].plot);
    plot += "\n";
    const std::vector<Index> curves = named_at_ends();
    if (!curves.empty()) gp << names_at_ends(curves, plot);
    gp << "if (!exists('ARG1')) ARG1 = ''\n"
       << "set output strlen(ARG1) ? ARG1 : " << quoted(name + ".svg") << "\n";
    gp << (curves.empty() ? plot : "replot\n") << "unset output\n";
    if (!gp.good())
      throw std::runtime_error("figure " + name + ": cannot write " +
                               file.string());
  }
  return read_file(file);
}

fs::path Figure::save(const fs::path& folder) const {
  if (body_->series.empty())
    throw std::invalid_argument("figure " + name() +
                                ": expected at least one series, got none");
  const fs::path script = folder / (name() + ".gp");
  const Workplace place(folder);
  const fs::path drawing = place / "drawing.svg", log = place / "log";
  write_file(script, body_->script(place / "script.gp"));

  // In a shell without a locale gnuplot warns of its degree sign.
  const char* chosen = std::getenv("GNUPLOT");
  const std::string command = "LC_ALL=C.UTF-8 timeout -k 1 60 " +
                              shell_quoted(chosen ? chosen : "gnuplot") +
                              " -d -c " + shell_quoted(script.string()) + " " +
                              shell_quoted(drawing.string()) + " > " +
                              shell_quoted(log.string()) + " 2>&1";
  const int status = std::system(command.c_str());
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  const std::string said = complaints(read_file(log));
  const std::string drawn = fs::exists(drawing) ? read_file(drawing) : "";
  const bool whole =
      drawn.starts_with("<?xml") && drawn.find("</svg>") != std::string::npos;
  if (code == 127)
    throw std::runtime_error("figure " + name() +
                             ": gnuplot was not found: install it (Debian: " +
                             "gnuplot-nox), or set GNUPLOT to its path");
  if (code == 124)
    throw std::runtime_error("figure " + name() +
                             ": gnuplot was ended after 60 seconds on " +
                             script.string());
  if (code != 0 || said.find("arning") != std::string::npos || !whole)
    throw std::runtime_error(
        fmt::format("figure {}: gnuplot failed (exit {}) on {}: {}", name(),
                    code, script.string(),
                    !said.empty()   ? joined(said)
                    : drawn.empty() ? "it drew nothing"
                                    : "it drew what is no whole SVG"));
  const fs::path svg = folder / (name() + ".svg");
  write_file(folder / (name() + ".csv"), body_->csv());
  write_file(svg, drawn);
  return svg;
}

}  // namespace unrolled
