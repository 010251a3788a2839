#include "common/book/weave.hpp"

#include <algorithm>
#include <cctype>
#include <regex>
#include <utility>

#include "common/book/svg.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

bool blank(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos;
}

std::string raw(const std::string& html) {
  return "\\htmlonly[block]" + html + "\\endhtmlonly";
}

// The code point that starts at a byte; 0 past the end.
char32_t sign_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t more = lead < 0xC0   ? 0u
                           : lead < 0xE0 ? 1u
                           : lead < 0xF0 ? 2u
                                         : 3u;
  char32_t sign = more == 0   ? lead
                  : more == 1 ? lead & 0x1Fu
                  : more == 2 ? lead & 0x0Fu
                              : lead & 0x07u;
  for (std::size_t i = 1; i <= more && at + i < text.size(); ++i)
    sign = sign << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
  return sign;
}

bool is_chinese(char32_t sign) {
  return (sign >= 0x2E80 && sign < 0xA4D0) ||
         (sign >= 0xF900 && sign < 0xFB00) || (sign >= 0xFF00 && sign < 0xFF61);
}

// The code point that ends before a byte; 0 at the start.
char32_t sign_before(std::string_view text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at - 1]) & 0xC0) == 0x80)
    --at;
  return at == 0 ? 0 : sign_at(text, at - 1);
}

bool has_chinese(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (is_chinese(sign_at(text, i))) return true;
  return false;
}

class Weaver {
 public:
  Weaver(const Page& page, const Book& book, Pieces& pieces, Problems& problems)
      : page_(page), book_(book), pieces_(pieces), problems_(problems) {}

  std::string weave();

 private:
  // What is allowed where a piece of text stands.
  struct Place {
    bool links = true;    // mentions of equations become links
    bool values = true;   // {{...}} is replaced
    bool doxygen = true;  // formulas for Doxygen, else for MathJax directly
    bool markup = true;   // HTML may stand here
  };

  void wrong(std::size_t line, const std::string& what) {
    problems_.push_back(problem(page_.file, line, what));
  }

  // Lines and paragraphs.
  std::size_t fence(std::size_t i);
  std::size_t comment(std::size_t i);
  std::size_t paragraph(std::size_t i);
  bool command(std::size_t i);
  bool starts_block(const std::string& line) const;
  void heading(const Heading& heading);
  void figure(const std::smatch& m, std::size_t line);
  void live(const std::smatch& m, std::size_t line);
  void listing(const std::smatch& m, std::size_t line);
  void neighbours();

  // Pieces of text.
  std::string text(const std::string& in, std::size_t line, Place place);
  std::size_t formula(const std::string& in, std::size_t at, std::size_t line,
                      Place place, std::string& out);
  std::size_t code_span(const std::string& in, std::size_t at,
                        std::string& out) const;
  std::size_t link(const std::string& in, std::size_t at, std::size_t line,
                   Place place, std::string& out);
  std::size_t mention(const std::string& in, std::size_t at, std::size_t line,
                      std::string& out);
  std::size_t strong(const std::string& in, std::size_t at, std::size_t line,
                     Place place, std::string& out);
  std::size_t value(const std::string& in, std::size_t at, std::size_t line,
                    Place place, std::string& out);
  std::string shown(const std::string& value, std::size_t line, Place place);
  std::string linked(const std::string& label, const std::string& target,
                     std::size_t line);
  std::string to_file(const std::string& label, const fs::path& path,
                      const std::string& fragment, std::size_t line);

  const Page& page_;
  const Book& book_;
  Pieces& pieces_;
  Problems& problems_;
  std::vector<std::string> lines_, out_;
  std::vector<std::size_t> folds_;
  std::set<std::string> shown_;  // figures of this page
  bool chinese_ = false;         // inside a part with a Chinese heading
  bool plays_ = false;           // the page has asked for the live figures
};

std::string Weaver::weave() {
  lines_ = lines_of(page_.text);
  std::size_t next_heading = 0;
  for (std::size_t i = 0; i < lines_.size();) {
    if (next_heading < page_.headings.size() &&
        page_.headings[next_heading].line == i + 1) {
      heading(page_.headings[next_heading++]);
      ++i;
    } else if (is_fence(lines_[i])) {
      i = fence(i);
    } else if (lines_[i] == "<!-- map -->") {
      out_.push_back(raw(chapter_map(book_, page_.chapter)));
      ++i;
    } else if (lines_[i].starts_with("<!--")) {
      i = comment(i);
    } else if (blank(lines_[i]) || command(i)) {
      if (blank(lines_[i])) out_.emplace_back();
      ++i;
    } else if (lines_[i].starts_with("# ")) {
      out_.push_back("# " + page_.title + " {#" +
                     (page_.id == "index" ? "mainpage" : page_.id) + "}");
      ++i;
    } else {
      i = paragraph(i);
    }
  }
  for (const std::size_t line : folds_)
    wrong(line, "\\fold without an end, expected \\endfold after it");
  if (chinese_) out_.push_back(raw("</div>"));
  if (page_.chapter != 0) neighbours();
  std::string all;
  for (const std::string& line : out_) all += line + "\n";
  return all;
}

std::size_t Weaver::fence(std::size_t i) {
  const std::size_t start = i;
  out_.push_back(lines_[i]);
  for (++i; i < lines_.size(); ++i) {
    out_.push_back(lines_[i]);
    if (is_fence(lines_[i])) return i + 1;
  }
  wrong(start + 1, "code without an end, expected ``` on a line after it");
  return i;
}

std::size_t Weaver::comment(std::size_t i) {
  const std::size_t start = i;
  for (; i < lines_.size(); ++i) {
    out_.emplace_back();  // the site needs no comments
    if (lines_[i].find("-->") != std::string::npos) return i + 1;
  }
  wrong(start + 1, "a comment without an end, expected '-->'");
  return i;
}

// A part with a Chinese heading is marked as Chinese for fonts and readers.
void Weaver::heading(const Heading& heading) {
  const bool chinese = has_chinese(heading.text);
  std::string html;
  if (chinese_ && heading.level == 2) html += "</div>";
  if (heading.level == 2) {
    if (chinese) html += "<div class=\"chinese\" lang=\"zh-CN\">";
    chinese_ = chinese;
  }
  if (!html.empty()) out_.push_back(raw(html));
  out_.push_back(std::string(heading.level, '#') + " " +
                 text(heading.text, heading.line, {}) + " {#" + heading.id +
                 "}");
}

// Commands that have a line of their own.
bool Weaver::command(std::size_t i) {
  const std::string& line = lines_[i];
  static const std::regex picture(
      "!\\[(.*)\\]\\((\\S+)(?:\\s+\"(.*)\")?\\)\\s*");
  static const std::regex fold("\\s*\\\\fold\\{(.*)\\}\\s*");
  static const std::regex end("\\s*\\\\endfold\\s*");
  static const std::regex run("\\s*\\\\run\\{(.*)\\}\\s*");
  static const std::regex moves("\\s*\\\\live\\{([a-z]+)\\}\\s*(.*)");
  static const std::regex snippet(
      "\\s*\\\\snippet(?:\\{[a-z]*\\})?\\s+(\\S+)\\s+(\\S.*?)\\s*");
  static const std::regex table(
      "\\s*\\{\\{\\s*([^}.]+)\\.([^}]+?)\\s*\\}\\}\\s*");
  std::smatch m;
  if (line.starts_with("![") && std::regex_match(line, m, picture)) {
    figure(m, i + 1);
  } else if (std::regex_match(line, m, fold)) {
    folds_.push_back(i + 1);
    out_.push_back(raw("<details class=\"fold\"><summary>" +
                       text(m[1], i + 1, {false, true, false}) + "</summary>"));
  } else if (std::regex_match(line, end)) {
    if (folds_.empty())
      wrong(i + 1, "\\endfold without a start, expected \\fold{...} before it");
    else
      folds_.pop_back();
    out_.push_back(raw("</details>"));
  } else if (std::regex_match(line, m, run)) {
    out_.push_back(
        raw("<pre class=\"run\"><code>" + escaped(m.str(1)) + "</code></pre>"));
  } else if (std::regex_match(line, m, moves)) {
    live(m, i + 1);
  } else if (std::regex_match(line, m, snippet)) {
    listing(m, i + 1);
  } else if (std::regex_match(line, m, table) && book_.results.count(m[1]) &&
             book_.results.at(m[1]).tables.count(m[2])) {
    const std::string& rows = book_.results.at(m[1]).tables.at(m[2]);
    for (const std::string& row : lines_of(rows))
      out_.push_back(text(row, i + 1, {false, false, true}));
  } else {
    return false;
  }
  return true;
}

void Weaver::figure(const std::smatch& m, std::size_t line) {
  static const std::regex plots("(?:\\.\\./)+plots/([A-Za-z0-9_-]+)\\.svg");
  const std::string target = m[2], alt = m[1];
  std::smatch path;
  out_.emplace_back();
  if (!std::regex_match(target, path, plots))
    return wrong(line, "the picture " + target +
                           ", expected ../../plots/NAME.svg, a figure of a "
                           "program or a chapter's diagram");
  const std::string name = path[1];
  if (alt.empty() || m[3].length() == 0)
    return wrong(line, "the figure " + name +
                           " lacks words, expected ![what is seen](... "
                           "\"a caption that states the conclusion\")");
  if (!shown_.insert(name).second)
    return wrong(line, "the figure " + name +
                           " stands on this page twice, expected once");
  const fs::path svg = book_.run / (name + ".svg");
  if (book_.figures.count(name) == 0 || !fs::exists(svg))
    return wrong(line, "no figure " + name + ", expected " + svg.string() +
                           " from a program or a diagram that is called so");
  std::string plain = std::regex_replace(alt, std::regex("[$`*]"), "");
  std::string sources;
  const auto offer = [&](const std::string& ending, const std::string& word) {
    if (!fs::exists(book_.run / (name + ending))) return;
    sources += (sources.empty() ? "" : " · ") +
               ("<a href=\"figures/" + name + ending) + "\">" + word + "</a>";
  };
  offer(".csv", "numbers");
  offer(".gp", "script");
  offer(".dot", "source");
  // Doxygen's scanner can't hold a whole picture: it gets files to include.
  pieces_["fig-" + name + ".html"] = "<figure id=\"fig-" + name + "\">" +
                                     inline_svg(read_file(svg), name, plain) +
                                     "<figcaption>\n";
  out_.back() = "\\htmlinclude[block] fig-" + name + ".html";
  out_.push_back(
      text(m[3], line, {}) + " " +
      raw("<p class=\"sources\">" + sources + "</p></figcaption></figure>"));
}

// A figure of docs/live.js, which draws it into the page; without JavaScript
// and on paper the figures beside it must do.
void Weaver::live(const std::smatch& m, std::size_t line) {
  const std::string name = m[1], caption = m[2];
  out_.emplace_back();
  const fs::path script = book_.source / "docs" / "live.js";
  if (!fs::exists(script) ||
      read_file(script).find("\nfigures." + name + " = ") == std::string::npos)
    return wrong(line, "no live figure " + name + ", expected figures." + name +
                           " in docs/live.js");
  if (caption.empty())
    return wrong(line, "the live figure " + name +
                           " lacks words, expected \\live{" + name +
                           "} A caption that states the conclusion.");
  if (!shown_.insert("live-" + name).second)
    return wrong(line, "the live figure " + name +
                           " stands on this page twice, expected once");
  std::string scripts;
  if (!std::exchange(plays_, true))
    scripts =
        "<script defer src=\"live-math.js\"></script>"
        "<script defer src=\"live.js\"></script>";
  out_.back() = raw(scripts + "<figure class=\"live\" id=\"live-" + name +
                    "\"><noscript><p>This figure computes while one plays "
                    "with it, and needs JavaScript.</p></noscript>"
                    "<figcaption>");
  out_.push_back(text(caption, line, {}) + " " + raw("</figcaption></figure>"));
}

void Weaver::listing(const std::smatch& m, std::size_t line) {
  const std::string file = m[1], tag = m[2];
  out_.push_back(m.str(0));
  if (!fs::is_regular_file(book_.source / file))
    return wrong(line,
                 "no file " + file + ", expected a path from the book's root");
  std::size_t number = 0, first = 0, found = 0;
  for (const std::string& code : lines_of(read_file(book_.source / file))) {
    ++number;
    if (code.find("[" + tag + "]") == std::string::npos ||
        code.find("//") == std::string::npos)
      continue;
    if (found++ == 0) first = number;
  }
  if (found != 2)
    return wrong(line, "the tag [" + tag + "] stands " + std::to_string(found) +
                           " times in " + file +
                           ", expected two comment lines // [" + tag + "]");
  const auto page = book_.listings.find(file);
  if (page == book_.listings.end()) return;
  out_.back() =
      raw("<p class=\"listing\"><a href=\"" + page->second + "#l" +
          std::to_string(first + 1) + "\">" + escaped(file) + "</a></p>") +
      " " + m.str(0);
}

// Links to the chapters before and after.
void Weaver::neighbours() {
  std::vector<const Page*> order;
  for (const Page& page : book_.pages)
    if (page.chapter != 0 || page.id == "index") order.push_back(&page);
  const auto here =
      std::find_if(order.begin(), order.end(),
                   [&](const Page* p) { return p->id == page_.id; });
  const auto entry = [&](const Page& to, const std::string& how,
                         const std::string& word) {
    return "<a rel=\"" + how + "\" class=\"" + how + "\" href=\"" +
           site_file(to) + "\"><small>" + word + "</small><span>" +
           (to.chapter ? std::to_string(to.chapter) + ". " : "") +
           escaped(to.title) + "</span></a>";
  };
  std::string html;
  if (here != order.begin() && here != order.end())
    html += entry(**(here - 1), "prev", "Previous");
  if (here != order.end() && here + 1 != order.end())
    html += entry(**(here + 1), "next", "Next");
  out_.push_back("");
  out_.push_back(raw(chapter_map(book_, page_.chapter)));
  out_.push_back(
      raw("<nav class=\"neighbours\" aria-label=\"Chapters before "
          "and after\">" +
          html + "</nav>"));
}

bool Weaver::starts_block(const std::string& line) const {
  return blank(line) || is_fence(line) || line.starts_with("<!--") ||
         line.starts_with("![") || line.starts_with("\\live{") ||
         line.starts_with("\\fold{") || line.starts_with("\\endfold") ||
         line.starts_with("\\run{") || line.starts_with("\\snippet");
}

// Lines up to the next blank line or block are woven together, since a formula
// may go over several.
std::size_t Weaver::paragraph(std::size_t i) {
  const std::size_t start = i;
  std::string all = lines_[i++];
  const auto is_heading = [&](std::size_t at) {
    return std::any_of(
        page_.headings.begin(), page_.headings.end(),
        [&](const Heading& heading) { return heading.line == at + 1; });
  };
  for (; i < lines_.size() && !starts_block(lines_[i]) && !is_heading(i); ++i)
    all += "\n" + lines_[i];
  const std::vector<std::string> woven = lines_of(text(all, start + 1, {}));
  out_.insert(out_.end(), woven.begin(), woven.end());
  for (std::size_t have = woven.size(); have < i - start; ++have)
    out_.emplace_back();  // Chinese lines that were joined
  return i;
}

std::string Weaver::text(const std::string& in, std::size_t line, Place place) {
  std::string out;
  for (std::size_t at = 0; at < in.size();) {
    const char c = in[at];
    const std::size_t before = at;
    if (c == '\\' && at + 1 < in.size()) {
      out += in.substr(at, 2);
      at += 2;
    } else if (c == '`') {
      at = code_span(in, at, out);
    } else if (c == '$') {
      at = formula(in, at, line, place, out);
    } else if (c == '[') {
      at = link(in, at, line, place, out);
    } else if (c == '!' && at + 1 < in.size() && in[at + 1] == '[') {
      wrong(line, "a picture inside a paragraph, expected it alone on a line");
      at += 2;
    } else if (std::string_view(in).substr(at).starts_with("{{")) {
      at = value(in, at, line, place, out);
    } else if (std::string_view(in).substr(at).starts_with("**")) {
      at = strong(in, at, line, place, out);
    } else if (place.links && (c == '(' || sign_at(in, at) == U'（')) {
      at = mention(in, at, line, out);
    } else if (c == '<') {
      const std::size_t end = in.find('>', at);
      const bool tag = end != std::string::npos && at + 1 < in.size() &&
                       (std::isalpha(static_cast<unsigned char>(in[at + 1])) ||
                        in[at + 1] == '/' || in[at + 1] == '!');
      out += tag ? in.substr(at, end + 1 - at) : "<";
      at = tag ? end + 1 : at + 1;
    } else if (c == '\n' && is_chinese(sign_before(in, at)) &&
               is_chinese(sign_at(in, at + 1))) {
      ++at;  // no blank between Chinese signs
    } else {
      out += c;
      ++at;
    }
    line += static_cast<std::size_t>(
        std::count(in.begin() + static_cast<std::ptrdiff_t>(before),
                   in.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  }
  return out;
}

std::size_t Weaver::code_span(const std::string& in, std::size_t at,
                              std::string& out) const {
  std::size_t n = 0;
  while (at + n < in.size() && in[at + n] == '`') ++n;
  const std::string mark(n, '`');
  for (std::size_t end = in.find(mark, at + n); end != std::string::npos;
       end = in.find(mark, end)) {
    std::size_t run = 0;
    while (end + run < in.size() && in[end + run] == '`') ++run;
    if (run == n) {
      out += in.substr(at, end + n - at);
      return end + n;
    }
    end += run;
  }
  out += mark;
  return at + n;
}

// $...$ and $$...$$, with results put in and a link target per number.
std::size_t Weaver::formula(const std::string& in, std::size_t at,
                            std::size_t line, Place place, std::string& out) {
  const bool display = in.compare(at, 2, "$$") == 0;
  const std::string mark = display ? "$$" : "$";
  std::size_t end = at + mark.size();
  while (end < in.size() && in.compare(end, mark.size(), mark) != 0)
    end += in[end] == '\\' ? 2 : 1;
  if (end >= in.size()) {
    wrong(line, "a formula without an end, expected " + mark +
                    " in the same paragraph (a dollar is \\$)");
    return in.size();
  }
  const std::string given = in.substr(at + mark.size(), end - at - mark.size());
  if (blank(given)) wrong(line, "an empty formula, expected TeX");
  const std::size_t row = in.rfind('\n', at) + 1;  // 0 when there is none
  const bool in_table = in[row] == '|';
  std::string tex;
  for (std::size_t i = 0; i < given.size();) {
    if (given.compare(i, 2, "{{") == 0 && i + 2 < given.size() &&
        std::isdigit(static_cast<unsigned char>(given[i + 2]))) {
      i = value(given, i, line, {false, true, true, false}, tex);
    } else if (in_table && given.compare(i, 2, "\\|") == 0) {
      tex += "\\Vert ";
      i += 2;
    } else if (in_table && given[i] == '|') {
      tex += "\\vert ";
      ++i;
    } else {
      tex += given[i++];
    }
  }
  if (!place.doxygen) {
    out += (display ? "\\[" : "\\(") + escaped(tex) + (display ? "\\]" : "\\)");
    return end + mark.size();
  }
  static const std::regex tag("\\\\tag\\*?\\{([^}]*)\\}");
  for (std::sregex_iterator it(tex.begin(), tex.end(), tag), last; it != last;
       ++it) {
    if (!display)
      wrong(line, "\\tag in a formula within the line, expected $$...$$");
    out += "\\anchor " + equation_anchor((*it)[1]) + " ";
  }
  at = end + mark.size();
  if (display) {
    out += "\\f[" + tex + "\\f]";
    return at;
  }
  // A formula is a box to the browser: no line may begin with what closes it.
  static const std::u32string closing = U",.;:)!?’”，。；：、）！？";
  std::size_t tail = at;
  while (tail < in.size() && closing.find(sign_at(in, tail)) != closing.npos)
    tail += sign_at(in, tail) < 128 ? 1 : 3;
  const std::string kept = in.substr(at, tail - at);
  // Doxygen takes a digit after a formula for a part of the formula's id.
  out += kept.empty()
             ? "\\f$" + tex + "\\f$\u2060"
             : "<span class=\"joined\">\\f$" + tex + "\\f$" + kept + "</span>";
  if (!kept.empty() && tail < in.size() && in[tail] == '$') out += " ";
  return tail;
}

// (3.4) becomes a link to the equation.
std::size_t Weaver::mention(const std::string& in, std::size_t at,
                            std::size_t line, std::string& out) {
  static const std::regex number(
      "^(?:\\(|（)(([1-9][0-9]?)\\.[0-9]+[a-z]?)(?:\\)|）)");
  const bool call = at > 0 && in[at] == '(' &&
                    (std::isalnum(static_cast<unsigned char>(in[at - 1])) ||
                     in[at - 1] == '_' || in[at - 1] == ']');
  const std::string rest = in.substr(at, 24);
  std::smatch m;
  if (call || !std::regex_search(rest, m, number)) {
    out += in[at];
    return at + 1;
  }
  const std::size_t chapter = std::stoul(m[2]);
  const bool written =
      std::any_of(book_.pages.begin(), book_.pages.end(),
                  [&](const Page& p) { return p.chapter == chapter; });
  if (book_.equations.count(m[1]))
    out += "[" + m.str(0) + "](@ref " + equation_anchor(m[1]) + ")";
  else
    out += m.str(0);
  if (written && book_.equations.count(m[1]) == 0)
    wrong(line, "no equation " + m.str(0) + ", expected one with \\tag{" +
                    m.str(1) + "} (a plain number stands without brackets)");
  return at + static_cast<std::size_t>(m[0].length());
}

// Doxygen sees no emphasis beside Chinese signs: <b> it always sees.
std::size_t Weaver::strong(const std::string& in, std::size_t at,
                           std::size_t line, Place place, std::string& out) {
  const std::size_t end = in.find("**", at + 2);
  if (end == std::string::npos || end == at + 2 || in[at + 2] == ' ') {
    out += "**";
    return at + 2;
  }
  out += "<b>" + text(in.substr(at + 2, end - at - 2), line, place) + "</b>";
  return end + 2;
}

// A number is not broken at its minus sign.
std::string Weaver::shown(const std::string& value, std::size_t line,
                          Place place) {
  if (!place.markup) return value;
  const std::string words = text(value, line, {false, false, true});
  return value.find(' ') == value.npos
             ? "<span class=\"value\">" + words + "</span>"
             : words;
}

std::size_t Weaver::value(const std::string& in, std::size_t at,
                          std::size_t line, Place place, std::string& out) {
  static const std::regex form(
      "^\\{\\{\\s*([0-9]{2}-[A-Za-z0-9_-]+|notes)\\.([A-Za-z0-9_.-]+)\\s*\\}"
      "\\}");
  const std::size_t end = in.find("}}", at);
  const std::string given =
      in.substr(at, end == std::string::npos ? 20 : end + 2 - at);
  std::smatch m;
  if (!std::regex_search(given, m, form)) {
    wrong(line, given + ", expected {{NN-program.key}}");
    return end == std::string::npos ? in.size() : end + 2;
  }
  const std::string program = m[1], key = m[2];
  const auto result = book_.results.find(program);
  if (result == book_.results.end())
    wrong(line, "no result of " + program + " for " + given + ", expected " +
                    (book_.run / (program + ".json")).string());
  else if (result->second.values.count(key))
    out += shown(result->second.values.at(key), line, place);
  else if (result->second.tables.count(key))
    wrong(line, given + " is a table, expected it alone on a line");
  else
    wrong(line, program + " has no result '" + key +
                    "', expected lab.value(\"" + key + "\", ...) in it");
  return end + 2;
}

std::size_t Weaver::link(const std::string& in, std::size_t at,
                         std::size_t line, Place place, std::string& out) {
  std::size_t close = at;
  for (std::size_t depth = 0; close < in.size(); ++close) {
    if (in[close] == '[') ++depth;
    if (in[close] == ']' && --depth == 0) break;
  }
  const std::size_t end = close + 1 < in.size() && in[close + 1] == '('
                              ? in.find(')', close)
                              : close;
  if (end == close || end >= in.size()) {
    out += '[';
    return at + 1;
  }
  place.links = false;
  const std::string label =
      text(in.substr(at + 1, close - at - 1), line, place);
  out += linked(label, in.substr(close + 2, end - close - 2), line);
  return end + 1;
}

std::string Weaver::linked(const std::string& label, const std::string& target,
                           std::size_t line) {
  const auto plain = [&] { return "[" + label + "](" + target + ")"; };
  if (target.starts_with("@ref") || target.starts_with("\\ref") ||
      target.find("://") != std::string::npos || target.starts_with("mailto:"))
    return plain();
  const std::size_t hash = target.find('#');
  const std::string path = target.substr(0, hash);
  const std::string fragment =
      hash == std::string::npos ? "" : target.substr(hash + 1);
  if (path.empty()) return "[" + label + "](@ref " + fragment + ")";
  const fs::path file =
      (fs::path(page_.file).parent_path() / path).lexically_normal();
  return to_file(label, file, fragment, line);
}

// Links of the repository become links of the site. A chapter that is not
// written yet stays plain text.
std::string Weaver::to_file(const std::string& label, const fs::path& path,
                            const std::string& fragment, std::size_t line) {
  std::string file = path.generic_string();
  while (!file.empty() && file.back() == '/') file.pop_back();
  for (const Page& page : book_.pages)
    if (page.file == file ||
        fs::path(page.file).parent_path().generic_string() == file)
      return "[" + label + "](@ref " + (fragment.empty() ? page.id : fragment) +
             ")";
  const auto listing = book_.listings.find(file);
  if (listing != book_.listings.end())
    return "<a href=\"" + listing->second + "\">" + label + "</a>";
  static const std::regex chapter("chapters/[0-9]+-[^/]+(/page\\.md)?");
  if (std::regex_match(file, chapter) || fs::exists(book_.source / file))
    return label;
  wrong(line, "the link to " + file + " leads nowhere, expected a file of " +
                  "the book");
  return label;
}

}  // namespace

std::string weave(const Page& page, const Book& book, Pieces& pieces,
                  Problems& problems) {
  return Weaver(page, book, pieces, problems).weave();
}

}  // namespace unrolled::book
