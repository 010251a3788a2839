#include "common/book/pages.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <regex>

#include "common/book/exercises.hpp"
#include "common/data.hpp"

namespace unrolled::book {

namespace fs = std::filesystem;

std::string problem(const std::string& file, std::size_t line,
                    const std::string& what) {
  return file + ":" + std::to_string(line) + ": " + what;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (!lines.back().empty() && lines.back().back() == '\r')
      lines.back().pop_back();
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string table_cell(std::string_view text) {
  std::string cell;
  for (const char c : escaped(text))
    cell += c == '|' ? std::string("&#124;") : std::string(1, c);
  return cell;
}

std::vector<std::string> csv_cells(std::string_view line) {
  std::vector<std::string> cells{""};
  bool inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && inside && i + 1 < line.size() && line[i + 1] == '"')
      cells.back() += line[i++];
    else if (line[i] == '"')
      inside = !inside;
    else if (line[i] == ',' && !inside)
      cells.emplace_back();
    else
      cells.back() += line[i];
  }
  return cells;
}

bool is_fence(std::string_view line) {
  const std::size_t start = line.find_first_not_of(" \t>");
  if (start == std::string_view::npos) return false;
  const std::string_view mark = line.substr(start, 3);
  return mark == "```" || mark == "~~~";
}

std::string equation_anchor(const std::string& number) {
  std::string anchor = "eq_" + number;
  std::replace(anchor.begin(), anchor.end(), '.', '_');
  return anchor;
}

bool is_documented(const std::string& file) {
  return file.size() > 4 && file.substr(file.size() - 4) == ".hpp" &&
         file.find("tests/") != 0;
}

std::string line_address(const std::string& page, std::size_t line) {
  return page + "#l" + std::to_string(line);
}

std::string site_file(const Page& page) {
  return page.id + ".html";
}

const Page* find_page(const Book& book, std::string_view id) {
  for (const Page& page : book.pages)
    if (page.id == id) return &page;
  return nullptr;
}

namespace {

// Lower-case letters and digits of a heading, the rest as underscores.
std::string slug(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const unsigned char u = static_cast<unsigned char>(c);
    if (u < 128 && std::isalnum(u))
      out += static_cast<char>(std::tolower(u));
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out;
}

std::string without_code_spans(const std::string& line) {
  static const std::regex span("(`+)[^`]*\\1");
  return std::regex_replace(line, span, "");
}

struct PageReader {
  Page& page;
  Problems& problems;
  std::set<std::string> ids, stated;

  void heading(const std::string& line, std::size_t number) {
    static const std::regex pattern(
        "^(#+)\\s+(.*?)\\s*(?:\\{#([A-Za-z0-9_-]+)\\})?\\s*#*\\s*$");
    std::smatch m;
    if (!std::regex_match(line, m, pattern)) return;
    const auto level = static_cast<std::size_t>(m[1].length());
    if (level == 1) return title(m, number);
    std::string id = m[3];
    if (id.empty()) {
      const std::string words = slug(m[2]);
      id = page.id + "_" +
           (words.empty() ? std::to_string(page.headings.size() + 1) : words);
    }
    if (!ids.insert(id).second)
      problems.push_back(problem(page.file, number,
                                 "the id '" + id + "' is taken, expected " +
                                     "one that no other heading has"));
    page.headings.push_back({level, id, m[2], number});
  }

  void title(const std::smatch& m, std::size_t number) {
    if (!page.title.empty()) {
      problems.push_back(
          problem(page.file, number,
                  "a second title, expected '##' for the parts of a page"));
      return;
    }
    page.title = m[2];
    if (m[3].length() > 0 && page.id != "index") page.id = m[3];
    ids.insert(page.id);
  }

  void tags(const std::string& line, std::size_t number) {
    static const std::regex tag("\\\\tag\\*?\\{([^}]*)\\}");
    static const std::regex form("([1-9][0-9]?)\\.[0-9]+[a-z]?");
    for (std::sregex_iterator it(line.begin(), line.end(), tag), end; it != end;
         ++it) {
      const std::string name = (*it)[1];
      std::smatch m;
      if (!std::regex_match(name, m, form))
        problems.push_back(problem(page.file, number,
                                   "\\tag{" + name + "}, expected chapter.n " +
                                       "as in \\tag{3.4} or \\tag{3.4a}"));
      else if (page.chapter != 0 && std::stoul(m[1]) != page.chapter)
        problems.push_back(problem(page.file, number,
                                   "\\tag{" + name +
                                       "}, expected a number of chapter " +
                                       std::to_string(page.chapter)));
      else
        page.equations.push_back(
            {name, page.id, page.file, number, stated.count(name) > 0});
    }
  }

  void comment(const std::string& line) {
    static const std::regex mark(
        "<!--\\s*stated:\\s*([0-9]+\\.[0-9]+[a-z]?)\\s*-->");
    for (std::sregex_iterator it(line.begin(), line.end(), mark), end;
         it != end; ++it)
      stated.insert((*it)[1]);
  }
};

}  // namespace

Page read_page(const std::string& file, const std::string& text,
               Problems& problems) {
  Page page;
  page.file = file;
  page.text = text;
  static const std::regex chapter("chapters/([0-9]+)-[^/]*/page\\.md");
  std::smatch m;
  if (std::regex_match(file, m, chapter))
    page.chapter = std::stoul(m[1]);
  else
    page.id = slug(fs::path(file).stem().string());
  PageReader reader{page, problems, {}, {}};
  bool code = false;
  std::size_t number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    if (is_fence(line)) code = !code;
    if (code) continue;
    if (!line.empty() && line[0] == '#') reader.heading(line, number);
    reader.comment(line);
    reader.tags(without_code_spans(line), number);
  }
  if (page.title.empty())
    problems.push_back(
        problem(file, 1, "no title, expected '# Title {#id}' as first line"));
  else if (page.id.empty())
    problems.push_back(problem(file, 1, "the title has no id, expected {#id}"));
  return page;
}

namespace {

void read_pages(Book& book, Problems& problems) {
  std::vector<fs::path> docs, chapters;
  if (fs::is_directory(book.source / "docs"))
    for (const fs::directory_entry& e :
         fs::directory_iterator(book.source / "docs"))
      if (e.path().extension() == ".md") docs.push_back(e.path());
  if (fs::is_directory(book.source / "chapters"))
    for (const fs::directory_entry& e :
         fs::directory_iterator(book.source / "chapters"))
      if (fs::exists(e.path() / "page.md"))
        chapters.push_back(e.path() / "page.md");
  std::sort(chapters.begin(), chapters.end());
  // Main page first, then the chapters; of the rest, how to run comes first.
  const auto rank = [](const fs::path& p) {
    const std::string stem = p.stem().string();
    const int place = stem == "index"      ? 0
                      : stem == "running"  ? 1
                      : stem == "notation" ? 2
                                           : 3;
    return std::make_pair(place, stem);
  };
  std::sort(docs.begin(), docs.end(),
            [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  const auto after_index =
      docs.begin() + (!docs.empty() && docs.front().stem() == "index" ? 1 : 0);
  docs.insert(after_index, chapters.begin(), chapters.end());
  for (const fs::path& path : docs)
    book.pages.push_back(read_page(
        path.lexically_relative(book.source).generic_string(),
        with_transcript(with_exercises(read_file(path), path.parent_path()),
                        book.run),
        problems));
}

void collect_equations(Book& book, Problems& problems) {
  std::map<std::string, std::string> ids;
  for (const Page& page : book.pages) {
    const auto take = [&](const std::string& id, std::size_t line) {
      const auto [it, fresh] = ids.emplace(id, page.file);
      if (!fresh && it->second != page.file)
        problems.push_back(problem(page.file, line,
                                   "the id '" + id + "' is taken by " +
                                       it->second + ", expected another"));
    };
    take(page.id, 1);
    for (const Heading& heading : page.headings) take(heading.id, heading.line);
    for (const Equation& equation : page.equations) {
      const auto [it, fresh] =
          book.equations.emplace(equation.number, equation);
      if (!fresh)
        problems.push_back(problem(page.file, equation.line,
                                   "the equation number (" + equation.number +
                                       ") is taken by " + it->second.file +
                                       ":" + std::to_string(it->second.line) +
                                       ", expected a number of its own"));
    }
  }
}

Result read_result(const fs::path& path, std::vector<std::string>& figures) {
  const nlohmann::json json = nlohmann::json::parse(read_file(path));
  figures = json.at("figures").get<std::vector<std::string>>();
  return {json.at("values").get<std::map<std::string, std::string>>(),
          json.at("tables").get<std::map<std::string, std::string>>()};
}

// Whether a chapter has the program called "03-sunspots". The tests' findings
// on the notes stand beside the programs' results, as "notes".
bool has_source(const Book& book, const std::string& program) {
  if (program == "notes") return true;
  if (program.size() < 4 || program[2] != '-') return false;
  if (!fs::is_directory(book.source / "chapters")) return false;
  for (const fs::directory_entry& e :
       fs::directory_iterator(book.source / "chapters"))
    if (e.path().filename().string().substr(0, 3) == program.substr(0, 3) &&
        fs::exists(e.path() / (program.substr(3) + ".cpp")))
      return true;
  return false;
}

// Figures come from the programs' results and from the chapters' diagrams.
void read_results(Book& book, Problems& problems) {
  std::map<std::string, std::string> drawn_by;
  const auto take = [&](const std::string& name, const std::string& by) {
    const auto [it, fresh] = drawn_by.emplace(name, by);
    if (!fresh)
      problems.push_back(problem(by, 1,
                                 "the figure name '" + name + "' is taken by " +
                                     it->second + ", expected another"));
    book.figures.insert(name);
  };
  std::vector<fs::path> files;
  if (fs::is_directory(book.run))
    for (const fs::directory_entry& e : fs::directory_iterator(book.run))
      if (e.path().extension() == ".json") files.push_back(e.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& path : files) try {
      std::vector<std::string> figures;
      const std::string program = path.stem().string();
      if (program != "notes" && !has_source(book, program))
        continue;  // left by an older book
      book.results[program] = read_result(path, figures);
      for (const std::string& name : figures) take(name, program);
    } catch (const nlohmann::json::exception& error) {
      problems.push_back(
          problem(path.string(), 1,
                  std::string("not a program's result: ") + error.what()));
    }
  for (const char* folder : {"chapters", "docs"}) {
    if (!fs::is_directory(book.source / folder)) continue;
    for (const fs::directory_entry& e :
         fs::recursive_directory_iterator(book.source / folder))
      if (e.path().extension() == ".dot")
        take(e.path().stem().string(),
             e.path().lexically_relative(book.source).generic_string());
  }
}

// A header of the library, a program of a chapter, or a file that computes or
// tests an equation. The tool's own sources are no part of the book, and the
// exercises' solutions are not to be met by chance.
bool is_listed(const fs::path& root, const std::string& path) {
  const bool header = path.size() > 4 && path.substr(path.size() - 4) == ".hpp";
  const auto in = [&](const char* folder) { return path.find(folder) == 0; };
  if (in("common/book/") || in("tests/book/")) return false;
  if (path.find("/exercises/") != path.npos) return false;
  if (in("chapters/") || (in("common/") && header)) return true;
  static const std::regex number(
      "//.*\\([1-9][0-9]?\\.[0-9]+[a-z]?\\)|"
      "\\[[1-9][0-9]?\\.[0-9]+[a-z]?\\]");
  const std::vector<std::string> lines = lines_of(read_file(root / path));
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    return std::regex_search(line, number);
  });
}

void name_listings(Book& book) {
  for (const char* folder : {"common", "chapters", "tests"}) {
    if (!fs::is_directory(book.source / folder)) continue;
    for (const fs::directory_entry& e :
         fs::recursive_directory_iterator(book.source / folder)) {
      const std::string kind = e.path().extension().string();
      const std::string path =
          e.path().lexically_relative(book.source).generic_string();
      if ((kind == ".hpp" || kind == ".cpp") && is_listed(book.source, path))
        book.listings[path] = "src_" + slug(path) + ".html";
    }
  }
}

}  // namespace

Book read_book(const fs::path& source, const fs::path& run,
               Problems& problems) {
  Book book;
  book.source = source;
  book.run = run;
  read_pages(book, problems);
  collect_equations(book, problems);
  read_results(book, problems);
  name_listings(book);
  return book;
}

}  // namespace unrolled::book
