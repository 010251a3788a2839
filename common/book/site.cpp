#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <regex>

#include "common/book/commands.hpp"
#include "common/book/listing.hpp"
#include "common/book/weave.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

std::string first_sentence(const fs::path& path) {
  const std::vector<std::string> lines = lines_of(read_file(path));
  std::string words;
  bool about = false;
  for (const std::string& line : lines) {
    if (line.starts_with("/// \\file")) {
      about = true;
    } else if (about && line.starts_with("/// ")) {
      words += (words.empty() ? "" : " ") + line.substr(4);
    } else if (about) {
      break;
    }
  }
  const std::size_t stop = words.find(". ");
  return stop == std::string::npos ? words : words.substr(0, stop + 1);
}

}  // namespace

std::string code_page(const Book& book) {
  std::map<std::string, std::vector<std::string>> folders;
  for (const auto& [file, page] : book.listings)
    folders[fs::path(file).parent_path().generic_string()].push_back(file);
  std::string out =
      "# The code {#code}\n\nEvery file of the book, by folder. *Names* leads "
      "to what a header declares,\neach name with its meaning.\n";
  for (const auto& [folder, files] : folders) {
    std::string id = "code_" + folder;
    for (char& c : id)
      if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    out += "\n## " + folder + " {#" + id + "}\n\n";
    for (const std::string& file : files) {
      const std::string about = first_sentence(book.source / file);
      const std::string name =
          "<tt>" + fs::path(file).filename().string() + "</tt>";
      out += "- <a href=\"" + book.listings.at(file) + "\">" + name + "</a>";
      if (is_documented(file) && !about.empty())
        out += " ([names](@ref " + file + "))";
      out += (about.empty() ? "" : " " + about) + "\n";
    }
  }
  return out;
}

std::string sidebar(const Book& book) {
  const auto entry = [](const std::string& file, const std::string& number,
                        const std::string& title) {
    return "<li><a href=\"$relpath^" + file + "\">" +
           (number.empty() ? escaped(title)
                           : "<span class=\"number\">" + number +
                                 "</span><span>" + escaped(title) + "</span>") +
           "</a></li>\n";
  };
  std::string chapters, rest;
  for (const Page& page : book.pages) {
    if (page.chapter != 0)
      chapters +=
          entry(site_file(page), std::to_string(page.chapter), page.title);
    else if (page.id != "index")
      rest += entry(site_file(page), "", page.title);
  }
  rest += entry("code.html", "", "The code");
  return "<ol class=\"chapters\">\n" + chapters + "</ol>\n<ul>\n" + rest +
         "</ul>\n";
}

namespace {

// Doxygen fills in the rest of the header; the sidebar is ours.
std::string header(const Book& book) {
  std::string html = read_file(book.source / "docs" / "header.html");
  const std::string mark = "<!-- sidebar -->";
  const std::size_t at = html.find(mark);
  if (at == std::string::npos)
    throw std::runtime_error("docs/header.html: expected the line " + mark);
  return html.replace(at, mark.size(), sidebar(book));
}

// The page of a program or a test.
std::string listing_page(const Book& book, const std::string& file,
                         Pieces& pieces) {
  const std::string& page = book.listings.at(file);
  pieces[page] = "<pre class=\"fragment source\">" +
                 listing_html(read_file(book.source / file)) + "</pre>\n";
  return "# " + file + " {#" + page.substr(0, page.rfind('.')) +
         "}\n\n\\htmlinclude[block] " + page + "\n";
}

// Doxygen reads the woven pages and the files that have a listing.
std::string doxygen_input(const Book& book, const fs::path& out) {
  std::string text = "INPUT = \"" + fs::absolute(out).string() + "\"";
  for (const auto& [file, listing] : book.listings)
    if (is_documented(file))
      text += " \\\n  \"" + fs::absolute(book.source / file).string() + "\"";
  return text + "\n";
}

void copy_figures(const Book& book, const fs::path& to) {
  fs::create_directories(to);
  for (const std::string& name : book.figures)
    for (const char* ending : {".csv", ".gp", ".dot"}) {
      const fs::path from = book.run / (name + ending);
      if (fs::exists(from)) write_file(to / from.filename(), read_file(from));
    }
}

}  // namespace

std::map<std::string, std::string> options(
    int argc, char** argv, const std::vector<std::string>& names) {
  std::map<std::string, std::string> given;
  const std::vector<std::string> words(argv + 1, argv + argc);
  for (std::size_t i = 0; i + 1 < words.size(); i += 2)
    if (std::find(names.begin(), names.end(), words[i]) != names.end())
      given[words[i]] = words[i + 1];
  if (given.size() == names.size() && words.size() == 2 * names.size())
    return given;
  std::string usage = std::string("error: expected book-tool ") + argv[0];
  for (const std::string& name : names) usage += " " + name + " FOLDER";
  std::fprintf(stderr, "%s\n", usage.c_str());
  return {};
}

int weave_main(int argc, char** argv) {
  const std::map<std::string, std::string> given =
      options(argc, argv, {"--source", "--run", "--out"});
  if (given.empty()) return 2;
  const fs::path out = given.at("--out");
  Problems problems;
  const Book book =
      read_book(given.at("--source"), given.at("--run"), problems);
  std::map<std::string, std::string> woven;
  Pieces pieces;
  for (const Page& page : book.pages)
    woven[page.id] = weave(page, book, pieces, problems);
  for (const std::string& line : problems)
    std::fprintf(stderr, "%s\n", line.c_str());
  if (!problems.empty()) return 1;
  woven["code"] = code_page(book);
  for (const auto& [file, listing] : book.listings)
    woven[listing] = listing_page(book, file, pieces);
  for (const auto& [id, text] : woven) write_file(out / (id + ".md"), text);
  for (const auto& [file, html] : pieces)
    write_file(out / "pieces" / file, html);
  write_file(out / "header.html", header(book));
  write_file(out / "input.doxyfile", doxygen_input(book, out));
  copy_figures(book, out / "figures");
  return 0;
}

}  // namespace unrolled::book
