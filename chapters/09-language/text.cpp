#include "chapters/09-language/text.hpp"

#include <algorithm>

namespace unrolled::language {

namespace {

constexpr Index fewest = 2000;         // characters of a text to learn from
constexpr double unicode = 1'112'064;  // code points that UTF-8 can write

// How many bytes the character takes that begins here; 0: it is none.
std::size_t length_of(std::string_view rest) {
  const auto byte = [&](std::size_t i) {
    return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0u;
  };
  const unsigned first = byte(0);
  const std::size_t n = first < 0x80                     ? 1
                        : first >= 0xC2 && first < 0xE0  ? 2
                        : first >= 0xE0 && first < 0xF0  ? 3
                        : first >= 0xF0 && first <= 0xF4 ? 4
                                                         : 0;
  for (std::size_t i = 1; i < n; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  // Longer than needed, half of a pair, or beyond the last one.
  const unsigned second = byte(1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0) ||
      (first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90))
    return 0;
  return n;
}

}  // namespace

std::vector<std::string> characters_of(std::string_view text,
                                       const std::string& name) {
  std::vector<std::string> found;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (Index line = 1; !text.empty();) {
    const std::size_t n = length_of(text);
    if (n == 0)
      throw InputError(name + ": line " + std::to_string(line) +
                       ": expected UTF-8, got " + excerpt(text.substr(0, 12)));
    if (text[0] == '\n') ++line;
    if (text[0] != '\r') found.emplace_back(text.substr(0, n));
    text.remove_prefix(n);
  }
  return found;
}

Alphabet::Alphabet(const std::vector<std::string>& text)
    : known_{"\xEF\xBF\xBD"} {
  std::map<std::string, Index> times;
  for (const std::string& character : text) ++times[character];
  for (const auto& [character, n] : times)
    if (n > 1) {
      number_[character] = known_.size();
      known_.push_back(character);
    }
}

Symbols Alphabet::read(const std::vector<std::string>& text) const {
  Symbols numbers(text.size());
  for (Index i = 0; i < text.size(); ++i) {
    const auto found = number_.find(text[i]);
    numbers(i) = found == number_.end() ? 0 : found->second;
  }
  return numbers;
}

double bits_of_unseen(const Alphabet& alphabet) {
  const auto known = static_cast<double>(alphabet.size() - 1);
  return std::log2(unicode - known);  // (9.11)
}

Pages pages_of(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view character = text.substr(i, 3);
    if (character >= "\u3400" && character <= "\u9FFF") return Pages::chinese;
  }
  return Pages::english;
}

Split read_book(Index judged, Pages pages) {
  const std::string name = pages == Pages::english ? "book-pages.txt"
                                                   : "book-pages.zh.txt",
                    all = read_file(data_folder() / name),
                    mark = "# 0" + std::to_string(judged) + "-";
  const std::size_t from = all.find(mark);
  if (from == std::string::npos)
    throw InputError(name + ": expected a line '" + mark + "..', got none");
  const std::size_t to = std::min(all.find("# 0", from + 1), all.size());
  // The lines that begin a chapter are no text of it.
  const auto text = [&](std::string part) {
    for (std::size_t i; (i = part.find("# 0")) != std::string::npos;)
      part.erase(i, part.find('\n', i) + 1 - i);
    return characters_of(part, name);
  };
  return {text(all.substr(0, from) + all.substr(to)),
          text(all.substr(from, to - from))};
}

Split read_own(const std::filesystem::path& file) {
  std::vector<std::string> all =
      characters_of(read_file(file), printable(file.string()));
  if (all.size() < fewest)
    throw InputError(printable(file.string()) + ": expected at least " +
                     std::to_string(fewest) + " characters, got " +
                     std::to_string(all.size()));
  const auto cut = all.end() - static_cast<std::ptrdiff_t>(all.size() / 10);
  Split split{{all.begin(), cut}, {cut, all.end()}};
  if (Alphabet(split.train).size() == 1)
    throw InputError(printable(file.string()) +
                     ": expected characters that come again, got none");
  return split;
}

std::vector<std::string> last_share(const std::vector<std::string>& text,
                                    double share) {
  const double all = static_cast<double>(text.size());
  return {text.end() - static_cast<std::ptrdiff_t>(share * all), text.end()};
}

// [bits]
double bits_per_character(const Vector& p) {
  return -arma::mean(arma::log2(p));  // (9.9)
}
double perplexity(double bits) {
  return std::exp2(bits);  // (9.10)
}
// [bits]

}  // namespace unrolled::language
