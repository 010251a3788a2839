#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "common/book/check.hpp"
#include "common/book/pages.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

bool is_figure_name(std::string_view name) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_gap = [](char c) { return c == '-' || c == '_'; };
  if (name.size() < 4 || !is_digit(name[0]) || !is_digit(name[1]) ||
      name[2] != '-' || is_gap(name.back()))
    return false;
  char before = name[1];
  for (const char c : name.substr(2)) {
    if (is_gap(c) ? is_gap(before) : !is_digit(c) && (c < 'a' || c > 'z'))
      return false;
    before = c;
  }
  return true;
}

// The text between two others; empty when they are not there.
std::string_view between(std::string_view text, std::string_view open,
                         std::string_view close) {
  const std::size_t from = text.find(open);
  if (from == text.npos) return {};
  const std::size_t to = text.find(close, from + open.size());
  if (to == text.npos) return {};
  return text.substr(from + open.size(), to - from - open.size());
}

bool is_name_sign(char c) {
  return c == '_' || c == '-' || (c >= '0' && c <= '9') ||
         (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The level of a heading, 0 for another line.
std::size_t level_of(std::string_view line) {
  const std::size_t level = line.find_first_not_of('#');
  return level != line.npos && level > 0 && level < 7 && line[level] == ' '
             ? level
             : 0;
}

// Figures by the name that a program or a diagram gives them.
struct Drawn {
  std::string name;
  const Source* source;
  std::size_t line;
};

// Names of the form 03-words among a line's string literals.
std::vector<std::string> figure_literals(std::string_view line) {
  std::vector<std::string> names;
  for (std::size_t at = line.find('"'); at != line.npos;
       at = line.find('"', at + 1)) {
    const std::string_view literal =
        line.substr(at + 1, line.find('"', at + 1) - at - 1);
    if (is_figure_name(literal)) names.emplace_back(literal);
  }
  return names;
}

// The literal in `Figure name("03-words", ...)`; empty without one.
std::string_view constructed_figure(std::string_view line) {
  const std::size_t at = line.find("Figure ");
  if (at == line.npos || (at > 0 && is_name_sign(line[at - 1]))) return {};
  std::string_view rest = trimmed(line.substr(at + 7));
  while (!rest.empty() && is_name_sign(rest[0])) rest.remove_prefix(1);
  if (!rest.starts_with("(\"") && !rest.starts_with("{\"")) return {};
  return rest.substr(2, rest.find('"', 2) - 2);
}

std::vector<Drawn> drawn_figures(const Tree& tree) {
  std::vector<Drawn> drawn;
  for (const Source& source : tree.code) {
    if (source.chapter == 0 || is_exercise(source)) continue;
    for (std::size_t i = 0; i < source.lines.size(); ++i)
      if (const auto name = constructed_figure(source.lines[i]); !name.empty())
        drawn.push_back({std::string(name), &source, i + 1});
  }
  for (const Source& dot : tree.dots)
    drawn.push_back({fs::path(dot.path).stem().string(), &dot, 1});
  return drawn;
}

class ReferenceCheck {
 public:
  explicit ReferenceCheck(const Tree& tree) : tree_(tree) {
    for (const Source& page : tree.pages) collect_ids(page);
    for (const Drawn& d : drawn_figures(tree)) figures_.insert(d.name);
    for (const Source& source : tree.code) {
      if (is_program(source))
        programs_.insert(fmt::format("{:02}-{}", source.chapter,
                                     fs::path(source.path).stem().string()));
      if (source.chapter > 0)
        for (const std::string& line : source.lines)
          for (std::string& name : figure_literals(line))
            figures_.insert(std::move(name));
    }
  }

  Violations run() {
    for (const Source& page : tree_.pages)
      for (std::size_t i = 0; i < page.lines.size(); ++i) {
        page_ = &page;
        line_ = i + 1;
        // A line that is prose from its first sign on.
        const bool own = !page.prose[i].empty() && page.prose[i][0] != ' ';
        if (own && page.prose[i].starts_with("![")) {
          check_image(page.lines[i]);
          continue;
        }
        if (trimmed(page.prose[i]).starts_with("\\snippet"))
          check_snippet(trimmed(page.prose[i]));
        if (page.prose[i].find("![") != std::string::npos)
          tell("a figure inside a line, expected it alone on its own");
        check_values(page.words[i]);
        check_links(page.prose[i]);
        check_refs(page.prose[i]);
      }
    return std::move(found_);
  }

 private:
  void tell(const std::string& what) {
    found_.push_back({page_->path, line_, "references", what});
  }

  void collect_ids(const Source& page) {
    for (const std::string& line : page.words) {
      if (level_of(line) > 0)
        ids_.insert(std::string(between(line, "{#", "}")));
      constexpr std::string_view word = "\\anchor ";
      if (const std::size_t at = line.find(word); at != line.npos)
        ids_.insert(id_at(std::string_view(line).substr(at + word.size())));
    }
    for (const Formula& formula : page.formulas)
      if (const auto number = between(formula.tex, "\\tag{", "}");
          !number.empty())
        ids_.insert(equation_anchor(std::string(number)));
  }

  static std::string id_at(std::string_view text) {
    std::size_t n = 0;
    while (n < text.size() && (is_name_sign(text[n]) || text[n] == ':')) ++n;
    return std::string(text.substr(0, n));
  }

  // Listings: \snippet file tag, between two comment lines // [tag].
  void check_snippet(std::string_view line) {
    line.remove_prefix(8);
    if (line.starts_with('{'))
      line.remove_prefix(std::min(line.find('}') + 1, line.size()));
    line = trimmed(line);
    const std::size_t blank = std::min(line.find(' '), line.size());
    const std::string file(line.substr(0, blank));
    const std::string tag(trimmed(line.substr(blank)));
    if (file.empty() || tag.empty())
      return tell("\\snippet, expected \\snippet file tag");
    if (!fs::is_regular_file(tree_.root / file))
      return tell("\\snippet " + file + ", expected a file from the root");
    const std::string mark = "// [" + tag + "]";
    std::vector<std::size_t> at;
    const std::vector<std::string> lines =
        lines_of(read_file(tree_.root / file));
    for (std::size_t i = 0; i < lines.size(); ++i)
      if (trimmed(lines[i]) == mark) at.push_back(i);
    if (at.size() != 2)
      tell(fmt::format("\\snippet {} {}: {} lines '{}' in it, expected two",
                       file, tag, at.size(), mark));
    else if (at[1] == at[0] + 1)
      tell(
          fmt::format("\\snippet {} {}: nothing between its two marks, "
                      "expected code",
                      file, tag));
  }

  // Figures: ![what is seen](../../plots/NAME.svg "caption") and no more.
  void check_image(std::string_view line) {
    line = trimmed(line);
    const std::size_t middle = line.find("](");
    if (middle == line.npos || !line.ends_with(")"))
      return tell(
          "a figure, expected ![what is seen](path \"caption\") alone "
          "on its line");
    std::string_view target = line.substr(middle + 2, line.size() - middle - 3);
    const std::size_t blank = std::min(target.find(' '), target.size());
    const std::string_view caption = trimmed(target.substr(blank));
    target = target.substr(0, blank);
    if (trimmed(line.substr(2, middle - 2)).empty())
      tell(fmt::format("{} without alternative text, expected what is seen",
                       target));
    if (caption.size() < 3 || caption.front() != '"' || caption.back() != '"' ||
        trimmed(caption.substr(1, caption.size() - 2)).empty())
      tell(
          fmt::format("{} without a caption, expected its conclusion in "
                      "quotes",
                      target));
    check_figure(target);
  }

  void check_figure(std::string_view target) {
    const fs::path path =
        (fs::path(page_->path).parent_path() / target).lexically_normal();
    const std::string name = path.stem().string();
    if (path.parent_path() != "plots" || path.extension() != ".svg")
      return tell(
          fmt::format("{}, expected a figure as ../../plots/NAME.svg", target));
    if (!figures_.contains(name) && !fs::exists(tree_.root / path))
      tell(
          fmt::format("{}: no figure {}, expected it in plots/, or a program "
                      "or diagram that draws it",
                      target, name));
  }

  // Results: {{03-sunspots.median}}.
  void check_values(std::string_view line) {
    for (std::size_t at = line.find("{{"); at != line.npos;
         at = line.find("{{", at + 2)) {
      if (at + 2 >= line.size() || line[at + 2] < '0' || line[at + 2] > '9')
        continue;  // TeX
      const std::string_view value = between(line.substr(at), "{{", "}}");
      const std::size_t dot = value.find('.');
      const std::string program(value.substr(0, dot));
      if (dot == value.npos || dot + 1 == value.size())
        tell(fmt::format("{{{{{}}}}}, expected {{{{03-program.key}}}}", value));
      else if (!programs_.contains(program))
        tell(fmt::format("{{{{{}}}}}: no program {}, expected one of chapters/",
                         value, program));
    }
  }

  // [text](#id), [text](@ref id), [text](file#id).
  void check_links(std::string_view line) {
    for (std::size_t at = line.find("]("); at != line.npos;
         at = line.find("](", at + 1)) {
      const std::size_t end = line.find(')', at);
      if (end == line.npos) continue;
      const std::string_view target = line.substr(at + 2, end - at - 2);
      if (target.find("://") != target.npos || target.starts_with("mailto:") ||
          target.starts_with("@ref") || target.starts_with("\\ref"))
        continue;
      const std::size_t hash = std::min(target.find('#'), target.size());
      if (hash + 1 < target.size()) check_id(target.substr(hash + 1));
      if (hash > 0) check_file(target.substr(0, hash));
    }
  }

  void check_file(std::string_view target) {
    const fs::path path =
        (fs::path(page_->path).parent_path() / target).lexically_normal();
    if (fs::exists(tree_.root / path)) return;
    // A chapter that is not begun may be linked to: the site shows its name.
    const std::string name = path.generic_string();
    const bool later =
        in(name, "chapters/") &&
        std::none_of(tree_.rooms.begin(), tree_.rooms.end(),
                     [&](const Room& room) {
                       return in(name, room.folder.substr(0, 12));
                     });
    if (!later)
      tell(
          fmt::format("the link to {} leads nowhere, expected a file", target));
  }

  void check_refs(std::string_view line) {
    for (const std::string_view word : {"@ref ", "\\ref ", "\\subpage "})
      for (std::size_t at = line.find(word); at != line.npos;
           at = line.find(word, at + 1))
        check_id(trimmed(line.substr(at + word.size())));
  }

  // Names of C++ are Doxygen's to check.
  void check_id(std::string_view text) {
    const std::string id = id_at(text);
    const bool cpp =
        id.find("::") != id.npos || text.substr(id.size()).starts_with("(");
    if (!cpp && (id.empty() || !ids_.contains(id)))
      tell(fmt::format("'{}' is no id, expected one of a heading as {{#id}}",
                       id));
  }

  const Tree& tree_;
  std::set<std::string> ids_, figures_, programs_;
  const Source* page_ = nullptr;
  std::size_t line_ = 0;
  Violations found_;
};

constexpr std::array<std::string_view, 8> parts{
    "中文提要",      "Question",        "Derivation", "Program",
    "What it shows", "What goes wrong", "Exercises",  "Recap"};

void check_order(const Source& page, Violations& found) {
  const auto tell = [&](std::size_t line, const std::string& what) {
    found.push_back({page.path, line, "parts", what});
  };
  std::set<std::size_t> seen;
  std::size_t last = 0;
  for (std::size_t i = 0; i < page.words.size(); ++i) {
    if (level_of(page.words[i]) != 2) continue;
    const std::string_view heading =
        trimmed(std::string_view(page.words[i]).substr(2));
    const auto at = static_cast<std::size_t>(
        std::find_if(
            parts.begin(), parts.end(),
            [&](std::string_view part) { return heading.starts_with(part); }) -
        parts.begin());
    const bool repeated =
        at < parts.size() && seen.contains(at) && parts[at] != "Program";
    if (at == parts.size()) {
      tell(i + 1, fmt::format("'{}', expected a part of a page: {}", heading,
                              fmt::join(parts, ", ")));
    } else if (at < last || repeated) {
      tell(i + 1, fmt::format("'{}' {}, expected the order {}", heading,
                              repeated ? "again" : "too late",
                              fmt::join(parts, ", ")));
    } else {
      last = at;
    }
    seen.insert(at);
  }
  for (std::size_t part = 0; part < parts.size(); ++part)
    if (!seen.contains(part))
      tell(1, fmt::format("no part '## {}', expected it", parts[part]));
}

}  // namespace

Violations check_references(const Tree& tree) {
  return ReferenceCheck(tree).run();
}

Violations check_figure_names(const Tree& tree) {
  Violations found;
  std::map<std::string, Drawn> first;
  for (const Drawn& drawn : drawn_figures(tree)) {
    const auto tell = [&](const std::string& what) {
      found.push_back({drawn.source->path, drawn.line, "figure names", what});
    };
    const std::string digits = fmt::format("{:02}-", drawn.source->chapter);
    if (!is_figure_name(drawn.name) ||
        (drawn.source->chapter > 0 && !drawn.name.starts_with(digits)))
      tell(fmt::format("'{}', expected a name of the form {}words", drawn.name,
                       drawn.source->chapter > 0 ? digits : "NN-"));
    const auto [at, fresh] = first.try_emplace(drawn.name, drawn);
    if (!fresh)
      tell(fmt::format("'{}' again, expected a name of its own: {}:{} has it",
                       drawn.name, at->second.source->path, at->second.line));
  }
  return found;
}

Violations check_parts(const Tree& tree) {
  Violations found;
  std::map<unsigned, std::string> numbers;
  for (const Room& room : tree.rooms) {
    if (!fs::exists(tree.root / room.folder / "page.md"))
      found.push_back({room.folder + "/page.md", 1, "parts",
                       "no page, expected every chapter to have one"});
    const auto [at, fresh] = numbers.try_emplace(room.number, room.folder);
    if (!fresh)
      found.push_back({room.folder, 1, "parts",
                       "the number of " + at->second + ", expected its own"});
  }
  std::map<std::string, std::string> ids;
  for (const Source& page : tree.pages) {
    for (std::size_t i = 0; i < page.words.size(); ++i) {
      if (level_of(page.words[i]) == 0) continue;
      const std::string id(between(page.words[i], "{#", "}"));
      if (id.empty() && page.chapter > 0)
        found.push_back({page.path, i + 1, "parts",
                         "a heading without an id, expected {#id} at its end"});
      const std::string here = fmt::format("{}:{}", page.path, i + 1);
      if (const auto [at, fresh] = ids.try_emplace(id, here);
          !fresh && !id.empty())
        found.push_back(
            {page.path, i + 1, "parts",
             fmt::format("the id '{}' again, expected its own: {} has it", id,
                         at->second)});
    }
    if (page.chapter == 0) continue;
    if (page.lines.empty() || level_of(page.lines[0]) != 1 ||
        !between(page.lines[0], "{#", "}").starts_with("ch_"))
      found.push_back({page.path, 1, "parts",
                       "the first line, expected '# Title {#ch_name}'"});
    check_order(page, found);
  }
  return found;
}

}  // namespace unrolled::book
