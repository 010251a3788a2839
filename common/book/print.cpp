#include <cstdio>
#include <set>

#include "common/book/commands.hpp"
#include "common/book/weave.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

std::string replaced(std::string text, const std::string& from,
                     const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

// What a page of the site says, without the frame around it.
std::string text_of(const fs::path& file) {
  const std::string html = read_file(file), begin = "<main id=\"text\">";
  const std::size_t from = html.find(begin);
  const std::size_t to = html.find("<footer class=\"colophon\">");
  if (from == std::string::npos || to == std::string::npos || to < from)
    throw std::runtime_error(file.string() +
                             ": expected a page of the site, made by doxygen "
                             "with docs/header.html and docs/footer.html");
  return html.substr(from + begin.size(), to - from - begin.size());
}

std::string section_id(const std::string& file) {
  return "page_" + file.substr(0, file.rfind('.'));
}

}  // namespace

std::string with_inner_links(const std::string& html,
                             const std::set<std::string>& files) {
  const std::string mark = " href=\"";
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = html.find(mark); at != std::string::npos;
       at = html.find(mark, from)) {
    const std::size_t begin = at + mark.size(), end = html.find('"', begin);
    if (end == std::string::npos) break;
    const std::string address = html.substr(begin, end - begin);
    const std::size_t hash = address.find('#');
    const std::string file = address.substr(0, hash);
    out += html.substr(from, at - from);
    if (address.find("://") != std::string::npos)
      out += mark + address + "\"";
    else if (hash != std::string::npos && (file.empty() || files.count(file)))
      out += mark + address.substr(hash) + "\"";
    else if (files.count(file))
      out += mark + "#" + section_id(file) + "\"";
    from = end + 1;
  }
  return out + html.substr(from);
}

int print_main(int argc, char** argv) {
  const std::map<std::string, std::string> given =
      options(argc, argv, {"--source", "--run", "--site", "--out"});
  if (given.empty()) return 2;
  Problems problems;
  const Book book =
      read_book(given.at("--source"), given.at("--run"), problems);
  for (const std::string& line : problems)
    std::fprintf(stderr, "%s\n", line.c_str());
  if (!problems.empty()) return 1;
  std::set<std::string> files;
  for (const Page& page : book.pages) files.insert(site_file(page));
  std::string contents, pages;
  for (const Page& page : book.pages) {
    const std::string file = site_file(page);
    const std::string number =
        page.chapter ? "Chapter " + std::to_string(page.chapter) : "";
    if (page.id != "index")
      contents += "<li><a href=\"#" + section_id(file) + "\"><span>" +
                  (page.chapter ? std::to_string(page.chapter) : "") +
                  "</span> " + escaped(page.title) + "</a></li>\n";
    pages +=
        "<section class=\"page\" id=\"" + section_id(file) + "\">" +
        (number.empty() ? "" : "<p class=\"eyebrow\">" + number + "</p>") +
        with_inner_links(text_of(fs::path(given.at("--site")) / file), files) +
        "</section>\n";
  }
  pages = replaced(pages, "<details class=\"fold\">",
                   "<details class=\"fold\" open>");
  std::string html = read_file(book.source / "docs" / "print.html");
  html = replaced(html, "<!-- contents -->", contents);
  write_file(given.at("--out"), replaced(html, "<!-- pages -->", pages));
  return 0;
}

}  // namespace unrolled::book
