#include <algorithm>
#include <cstdlib>
#include <regex>
#include <set>

#include "common/book/weave.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

using Numbers = std::set<std::size_t>;

// The chapters that a source file includes.
Numbers included_by(const std::string& text) {
  static const std::regex include("#include \"chapters/([0-9]+)-");
  Numbers found;
  for (std::sregex_iterator it(text.begin(), text.end(), include), end;
       it != end; ++it)
    found.insert(std::stoul((*it)[1]));
  return found;
}

// Which chapter includes which, from the sources.
std::map<std::size_t, Numbers> includes(const Book& book) {
  std::map<std::size_t, Numbers> by_chapter;
  for (const auto& [file, listing] : book.listings) {
    if (file.substr(0, 9) != "chapters/") continue;
    const std::size_t chapter = std::strtoul(file.c_str() + 9, nullptr, 10);
    for (const std::size_t other : included_by(read_file(book.source / file)))
      if (other != chapter) by_chapter[chapter].insert(other);
  }
  return by_chapter;
}

std::string listed(const Numbers& numbers) {
  std::string out;
  std::size_t left = numbers.size();
  for (const std::size_t n : numbers) {
    out += (out.empty() ? "" : left == 1 ? " and " : ", ") + std::to_string(n);
    --left;
  }
  return out;
}

// A bow over the chapters between, or a straight line to the neighbour.
std::string bow(long from, long to, long ground, bool lit) {
  const long height = 9 * std::labs(to - from) / 56;
  const std::string x1 = std::to_string(from), x2 = std::to_string(to),
                    y = std::to_string(ground),
                    top = std::to_string(ground - 2 * height);
  return "<path class=\"" + std::string(lit ? "lit" : "dim") + "\" d=\"M" + x1 +
         " " + y + "C" + x1 + " " + top + " " + x2 + " " + top + " " + x2 +
         " " + y + "\"/>";
}

}  // namespace

std::string chapter_map(const Book& book, std::size_t here) {
  constexpr long step = 56, radius = 13;
  std::map<std::size_t, long> at;
  std::map<std::size_t, const Page*> pages;
  for (const Page& page : book.pages)
    if (page.chapter != 0) {
      at[page.chapter] = 20 + step * static_cast<long>(at.size());
      pages[page.chapter] = &page;
    }
  if (at.size() < 2) return "";
  const long width = 40 + step * (static_cast<long>(at.size()) - 1);
  long longest = step;  // of the bows
  for (const auto& [from, others] : includes(book))
    for (const std::size_t to : others)
      if (at.count(from) && at.count(to))
        longest = std::max(longest, std::labs(at[from] - at[to]));
  const long ground = radius + 4 + 14 * (longest / step);
  std::string bows, marks;
  Numbers below, above;
  for (const auto& [from, others] : includes(book))
    for (const std::size_t to : others) {
      if (at.count(from) == 0 || at.count(to) == 0) continue;
      const bool lit = from == here || to == here;
      bows += bow(at[from], at[to], ground, lit);
      if (from == here) below.insert(to);
      if (to == here) above.insert(from);
    }
  for (const auto& [chapter, x] : at)
    marks += "<a href=\"" + site_file(*pages[chapter]) + "\" aria-label=\"" +
             escaped(pages[chapter]->title) + "\"><circle" +
             (chapter == here ? " class=\"here\"" : "") + " cx=\"" +
             std::to_string(x) + "\" cy=\"" + std::to_string(ground) +
             "\" r=\"" + std::to_string(radius) + "\"/><text" +
             (chapter == here ? " class=\"here\"" : "") + " x=\"" +
             std::to_string(x) + "\" y=\"" + std::to_string(ground + 5) +
             "\">" + std::to_string(chapter) + "</text></a>";
  std::string words;
  if (here == 0)
    words = "An arc leads from each chapter to those whose code it includes.";
  if (!below.empty())
    words += "Its code includes chapter " + listed(below) + ". ";
  if (!above.empty())
    words += "Chapter " + listed(above) +
             (above.size() == 1 ? " includes it." : " include it.");
  return "<figure class=\"map\"><svg viewBox=\"0 0 " + std::to_string(width) +
         " " + std::to_string(ground + radius + 4) +
         "\" style=\"max-width:" + std::to_string(width) +
         "px\" role=\"group\" aria-label=\"Map of the "
         "chapters\">" +
         bows + marks + "</svg><figcaption>" + words + "</figcaption></figure>";
}

}  // namespace unrolled::book
