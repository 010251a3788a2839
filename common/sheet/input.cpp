// Reads worked examples: JSON by callbacks, so that every number, key and
// array is judged where it stands.
#include "common/sheet/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "common/sheet/layout.hpp"

namespace unrolled {

// -- What a file may hold -----------------------------------------------------

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream all(text);
  return {std::istream_iterator<std::string>(all), {}};
}

}  // namespace

std::vector<Key> keys_of(const std::string& table) {
  static const std::regex line(
      R"((\w+(?: \w+)*?)(\??)(?: notes ([^:]*))?: ([^\n]*?)(?: if ([^\n]*))?(?=\n|$))");
  static const std::regex level(R"((\S+) (rows|steps|layers) of )");
  const std::string all = table + "\ntolerance?: number\n";
  std::vector<Key> keys;
  for (std::sregex_iterator i(all.begin(), all.end(), line), end; i != end;
       ++i) {
    std::string holds = (*i)[4], only = (*i)[5];
    if ((*i)[1] == "gradients") {
      for (const std::string& name : words_of(holds))
        for (const Key& of : std::vector<Key>(keys))
          if (of.name == name)
            keys.push_back({"d" + name,
                            {},
                            of.levels,
                            {},
                            false,
                            true,
                            only.empty() ? of.only : only});
      continue;
    }
    Key key{{}, words_of((*i)[3]), {}, {}, !(*i)[2].length(), false, only};
    for (std::smatch m; std::regex_search(holds, m, level); holds = m.suffix())
      key.levels.push_back({m[1], m[2]});
    if (holds.find('|') != std::string::npos)
      key.words = words_of(replaced(holds, '|', ""));
    else if (holds != "number")
      key.levels.push_back({holds, "numbers"});
    for (const std::string& name : words_of((*i)[1])) {
      key.name = name;
      keys.push_back(key);
    }
  }
  return keys;
}

namespace {

/// "row", of "rows".
std::string one_of(const std::string& unit) {
  return unit.substr(0, unit.size() - 1);
}

/// "a, b or c"
std::string list(const std::vector<std::string>& words) {
  const std::string all = fmt::format("{}", fmt::join(words, ", "));
  const std::size_t last = all.rfind(", ");
  return last == std::string::npos
             ? all
             : all.substr(0, last) + " or " + all.substr(last + 2);
}

/// What a key holds at a depth, for "expected ...".
std::string wanted_at(const Key& key, std::size_t depth) {
  if (depth >= key.levels.size())
    return key.words.empty() ? "a number" : list(key.words);
  const std::string array = "an array of " + key.levels[depth].unit;
  return key.words.empty() ? array : list(key.words) + ", or " + array;
}

std::string lower(std::string text) {
  for (char& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// How many letters must change to make one name of another.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j + 1] + 1, row[j] + 1});
    }
  }
  return row[b.size()];
}

/// The key that another may have meant; empty when none is near.
std::string meant(const std::string& name, const std::vector<Entry>& entries) {
  std::string best;
  std::size_t least = 3;
  if (name.size() > 40) return best;
  for (const Entry& entry : entries) {
    const Key& key = entry.key;
    if (std::count(key.notes.begin(), key.notes.end(), name) > 0)
      return key.name;
    const std::size_t away = distance(lower(key.name), lower(name));
    if (away < least && away < std::max(key.name.size(), name.size()))
      best = key.name, least = away;
  }
  return best;
}

/// Of all keys of a chapter, those of a file that says these words. What no
/// word decides yet may stand there.
std::vector<Entry> entries_of(const std::vector<Key>& keys,
                              std::string_view text) {
  using Json = nlohmann::json;
  std::set<std::string> said;  // keys of the file, and words
  const auto note = [&](int depth, Json::parse_event_t, const Json& value) {
    if (depth == 1 && value.is_string()) said.insert(value);
    return depth <= 1;
  };
  const Json whole = Json::parse(text.begin(), text.end(), note, false);
  const auto fits = [&](const std::string& word) {
    return word[0] == '!' ? said.count(word.substr(1)) == 0
                          : said.count(word) > 0;
  };
  const auto open = [&](const std::string& word) {
    return std::any_of(keys.begin(), keys.end(), [&](const Key& key) {
      const std::vector<std::string>&all = key.words, only = words_of(key.only);
      return std::count(all.begin(), all.end(), word) > 0 &&
             std::none_of(all.begin(), all.end(), fits) &&
             (only.empty() || std::any_of(only.begin(), only.end(), fits));
    });
  };
  std::vector<Entry> entries;
  for (Key key : keys) {
    const std::vector<std::string> words = words_of(key.only);
    if (!words.empty() && std::none_of(words.begin(), words.end(), fits)) {
      if (std::none_of(words.begin(), words.end(), open)) continue;
      key.required = false;
    }
    const auto same = [&](const Entry& e) { return e.key.name == key.name; };
    if (std::any_of(entries.begin(), entries.end(), same)) {
      // Which of the two it is, a word decides that must be there.
      for (const Key& of : keys)
        if (std::count(of.words.begin(), of.words.end(), words.at(0)) > 0 &&
            said.count(of.name) == 0 && whole.is_object())
          throw InputError(of.name + ": missing, and needed");
      continue;
    }
    entries.push_back({key, false, {}, {}, {}});
  }
  return entries;
}

/// The keys' names with commas, or of those that are missing.
std::string names(const std::vector<Entry>& entries, bool missing) {
  std::vector<std::string> all;
  for (const Entry& entry : entries)
    if (!missing || (entry.key.required && !entry.given))
      all.push_back(entry.key.name);
  return fmt::format("{}", fmt::join(all, ", "));
}

}  // namespace

std::string Key::condition() const {
  return only[0] == '!' ? "without " + only.substr(1)
                        : "with " + list(words_of(only));
}

namespace {

// -- The file -----------------------------------------------------------------

/// An array of the file: "W, row 1" has 2 numbers, so N is 2.
struct Array {
  const Key* key;
  std::string place;
  Level level;
  std::size_t count = 0;
};

/// Sizes n and n-1 belong to a layer: they become n2 and n1 in layer 2.
std::string size_of(const std::string& size, std::size_t layer) {
  return size == "n" || size == "n-1"
             ? "n" + std::to_string(layer - (size == "n" ? 0 : 1))
             : size;
}

/// Half a unit of the last digit: 0.0005 for "-1.250", 50 for "12e2".
double half_of(const std::string& written) {
  const std::size_t e = std::min(written.find_first_of("eE"), written.size());
  const std::size_t point = std::min(written.find('.'), e);
  const double power =
      e < written.size() ? std::stod(written.substr(e + 1)) : 0;
  const double digits = point < e ? static_cast<double>(e - point - 1) : 0;
  return 0.5 * std::pow(10.0, power - digits);
}

/// The run of signs around a position that a reader would call one word.
std::string word_at(std::string_view text, std::size_t at) {
  constexpr std::string_view ends = " \t\r\n,:[]{}\"";
  if (at >= text.size()) return "the end of the file";
  const std::size_t before = text.find_last_of(ends, at);
  const std::size_t first = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t last = std::min(text.find_first_of(ends, at), text.size());
  return excerpt(first < last ? text.substr(first, last - first)
                              : text.substr(at, 1));
}

/// Takes the parser's callbacks, refuses at once what no key can hold.
class Reader : public nlohmann::json_sax<nlohmann::json> {
 public:
  Reader(std::string_view text, std::vector<Entry>& entries,
         const std::vector<Key>& keys)
      : text_(text), entries_(entries), keys_(keys) {
    nlohmann::json::sax_parse(text.begin(), text.end(), this);
  }
  std::vector<Array> arrays;
  /// The numbers of a key, and half a unit of the last digit of each.
  std::map<std::string, std::vector<double>> numbers, halves;

  bool null() override { refuse("null"); }
  bool boolean(bool value) override { refuse(value ? "true" : "false"); }
  bool binary(binary_t&) override { return false; }
  bool number_integer(number_integer_t value) override {
    return number(static_cast<double>(value), std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<double>(value), std::to_string(value));
  }
  bool number_float(number_float_t value, const string_t& written) override {
    return number(value, written);
  }
  bool string(string_t& word) override {
    begin(excerpt(word));
    const std::vector<std::string>& words = now_->key.words;
    if (std::count(words.begin(), words.end(), word) == 0)
      expected(words.empty() ? wanted_at(now_->key, open_.size()) : list(words),
               excerpt(word));
    now_->words.push_back(word);
    return true;
  }
  bool start_object(std::size_t) override {
    if (in_object_) refuse("an object");
    return in_object_ = true;
  }
  bool end_object() override {
    in_object_ = false;
    now_ = nullptr;
    return true;
  }
  bool key(string_t& name) override {
    const auto known = std::find_if(
        entries_.begin(), entries_.end(),
        [&](const Entry& entry) { return entry.key.name == name; });
    if (known == entries_.end()) {
      for (const Key& key : keys_)
        if (key.name == name)
          throw InputError(name + ": expected only " + key.condition());
      const std::string near = meant(name, entries_);
      throw InputError("unknown key " + excerpt(name) + ": " +
                       (near.empty() ? "expected " + names(entries_, false)
                                     : "did you mean " + near + "?"));
    }
    if (std::exchange(known->given, true))
      throw InputError(name + ": expected once, got this key twice");
    now_ = &*known;
    return true;
  }
  bool start_array(std::size_t) override {
    begin("an array");
    const Key& key = now_->key;
    if (open_.size() == key.levels.size())
      expected(wanted_at(key, open_.size()), "an array");
    const auto& [size, unit] = key.levels[open_.size()];
    const std::size_t layer = open_.empty() ? 0 : arrays[open_[0]].count;
    arrays.push_back({&key, here(), {size_of(size, layer), unit}});
    open_.push_back(arrays.size() - 1);
    return true;
  }
  bool end_array() override {
    const auto& [key, place, level, count] = arrays[open_.back()];
    if (count == 0)
      throw InputError(place + ": expected at least one " + one_of(level.unit) +
                       ", got none");
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    const std::size_t at = position > 0 ? position - 1 : 0;
    const std::string_view before = text_.substr(0, std::min(at, text_.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;
    std::string where = fmt::format("line {}, column {}", line, column);
    if (now_ != nullptr) {
      begin("");
      where = here() + " (" + where + ")";
    }
    constexpr int number_overflow = 406;
    const std::string got = word_at(text_, at);
    const std::string bare = lower(got).substr(got.starts_with("'-") ? 2 : 1);
    const bool infinite = error.id == number_overflow || bare == "nan'" ||
                          bare == "inf'" || bare == "infinity'";
    throw InputError(where + ": expected " +
                     (infinite ? "a finite number" : "valid JSON") + ", got " +
                     got);
  }

 private:
  /// The place of the value that is being read: "x, step 2, number 1" or
  /// "W[2], row 1".
  std::string here() const {
    std::string place = now_->key.name;
    for (const std::size_t i : open_) {
      const auto& [size, unit] = arrays[i].level;
      place += unit == "layers"
                   ? fmt::format("[{}]", arrays[i].count)
                   : fmt::format(", {} {}", one_of(unit), arrays[i].count);
    }
    return place;
  }
  /// Counts a value that begins.
  void begin(const std::string& what) {
    if (!in_object_)
      throw InputError("expected one JSON object, {...}, got " + what);
    if (open_.empty()) return;
    auto& [key, place, level, count] = arrays[open_.back()];
    if (++count > most_entries)
      throw InputError(fmt::format("{}: expected at most {} {}, got more",
                                   place, most_entries, level.unit));
  }
  [[noreturn]] void expected(const std::string& wanted,
                             const std::string& got) {
    throw InputError(here() + ": expected " + wanted + ", got " + got);
  }
  [[noreturn]] void refuse(const std::string& what) {
    begin(what);
    expected(wanted_at(now_->key, open_.size()), what);
  }
  bool number(double value, const std::string& written) {
    begin("a number");
    const Key& key = now_->key;
    if (!key.words.empty() || open_.size() < key.levels.size())
      expected(wanted_at(key, open_.size()), "a number");
    const std::string held = fmt::format("{:.0f}", value);
    if (written.find_first_not_of("-0123456789") == std::string::npos &&
        written != held)
      expected("an integer that a double holds, as " + held + " is",
               excerpt(written));
    numbers[key.name].push_back(value);
    halves[key.name].push_back(half_of(written));
    return true;
  }

  std::string_view text_;
  std::vector<Entry>& entries_;
  const std::vector<Key>& keys_;
  bool in_object_ = false;
  Entry* now_ = nullptr;           // whose value is being read
  std::vector<std::size_t> open_;  // the arrays around the next value
};

void require_text(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF"))
    throw InputError(
        "line 1, column 1: expected {, got a byte order mark: save the file "
        "as UTF-8 without one");
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    throw InputError("expected one JSON object, {...}, got an empty file");
  // The parser would take a zero byte for the end.
  if (text.find('\0') != std::string_view::npos)
    throw InputError("expected JSON, which is text, got a zero byte");
}

// -- Shapes -------------------------------------------------------------------

using Sizes = std::map<std::string, std::size_t>;

/// The size that most keys agree on; in a tie, the one said first.
std::size_t majority(const std::vector<Array>& arrays,
                     const std::string& size) {
  std::map<std::size_t, std::set<const Key*>> keys_for;
  for (const auto& [key, place, level, count] : arrays)
    if (level.size == size && !key->gradient) keys_for[count].insert(key);
  std::size_t best = 0, most = 0;
  for (const Array& array : arrays) {
    if (array.level.size != size || keys_for[array.count].size() <= most)
      continue;
    best = array.count;
    most = keys_for[best].size();
  }
  return best;
}

/// Demands that all agree on every size, and returns the sizes.
Sizes agreed(std::vector<Array> arrays) {
  // In the table's order, but layers first: one that is missing explains what
  // does not fit further in.
  std::stable_sort(arrays.begin(), arrays.end(),
                   [](const Array& a, const Array& b) {
                     return std::pair(a.level.size != "L", a.key) <
                            std::pair(b.level.size != "L", b.key);
                   });
  Sizes sizes{{"L", majority(arrays, "L")}};
  const std::string last = "n" + std::to_string(sizes["L"]);
  for (Array& array : arrays)
    if (array.level.size == "nL") array.level.size = last;
  for (const Array& array : arrays) {
    const auto& [size, unit] = array.level;
    const bool fixed = std::isdigit(static_cast<unsigned char>(size[0]));
    if (sizes.count(size) == 0)
      sizes[size] = fixed ? std::stoul(size) : majority(arrays, size);
    const std::size_t expected = sizes[size];
    if (array.count == expected) continue;
    std::string message =
        fmt::format("{}: expected {} {}, got {}", array.place, expected,
                    expected == 1 ? one_of(unit) : unit, array.count);
    for (const Array& other : arrays)
      if (!fixed && other.level.size == size && other.count == expected)
        throw InputError(
            fmt::format("{} ({} has {})", message, other.place, expected));
    throw InputError(message);
  }
  sizes["nL"] = sizes[last];
  return sizes;
}

/// A key's numbers in its shape; zeros when there are none.
std::vector<Matrix> shaped(const Key& key, Sizes& sizes,
                           const std::vector<double>& numbers) {
  const bool layers = key.of("layers");
  std::vector<Matrix> blocks;
  auto next = numbers.begin();
  for (std::size_t l = 1; l <= (layers ? sizes["L"] : 1); ++l) {
    std::size_t outer = 1, inner = 1;
    for (std::size_t i = layers ? 1 : 0; i < key.levels.size(); ++i) {
      const std::size_t size = sizes[size_of(key.levels[i].size, l)];
      (i + 1 < key.levels.size() ? outer : inner) = size;
    }
    Matrix m(inner, outer, arma::fill::zeros);
    if (!numbers.empty())
      for (double& entry : m) entry = *next++;
    const bool rows = key.levels.size() > (layers ? 2 : 1) && !key.of("steps");
    blocks.push_back(rows ? Matrix(m.t()) : m);
  }
  return blocks;
}

/// Demands that the numbers of a matrix fit at every step.
void require_room(const std::vector<Entry>& entries) {
  std::string largest;
  std::size_t size = 0;
  for (const auto& [key, given, words, blocks, halves] : entries)
    if (!key.of("steps") && !blocks.empty() && blocks[0].n_elem > size) {
      largest = key.name;
      size = blocks[0].n_elem;
    }
  for (const auto& [key, given, words, blocks, halves] : entries)
    if (key.of("steps") && blocks[0].n_cols * size > most_numbers)
      throw InputError(fmt::format(
          "{}: expected at most {} steps beside {} with its {} numbers, got {}",
          key.name, most_numbers / size, largest, size, blocks[0].n_cols));
}

}  // namespace

Input parse_input(std::string_view text, const std::string& file,
                  const std::vector<Key>& keys) try {
  require_text(text);
  Input input{file, entries_of(keys, text)};
  Reader reader(text, input.entries, keys);
  const std::string missing = names(input.entries, true);
  if (!missing.empty()) throw InputError(missing + ": missing, and needed");
  Sizes sizes = agreed(std::move(reader.arrays));
  for (auto& [key, given, words, blocks, halves] : input.entries) {
    // A word for all layers is as good as one for each.
    if (key.of("layers") && words.size() == 1)
      words.assign(sizes["L"], std::string(words[0]));
    if (!key.words.empty()) continue;
    blocks = shaped(key, sizes, reader.numbers[key.name]);
    halves = shaped(key, sizes, reader.halves[key.name]);
  }
  require_room(input.entries);
  return input;
} catch (const InputError& error) {
  throw InputError(file + ": " + error.what());
}

const Entry* Input::find(const std::string& key) const {
  for (const Entry& entry : entries)
    if (entry.key.name == key) return &entry;
  return nullptr;
}

const Entry& Input::at(const std::string& key) const {
  if (const Entry* entry = find(key)) return *entry;
  throw std::logic_error("no key " + key);
}

double Input::largest() const {
  double most = 1;
  for (const Entry& entry : entries)
    for (const Matrix& m : entry.blocks)
      if (!entry.key.gradient) most = std::max(most, arma::abs(m).max());
  return most;
}

void Input::refuse(const std::string& place, const std::string& what) const {
  throw InputError(file + ": " + place + ": " + what);
}

double require_positive(const Input& input, const std::string& key) {
  const double number = input.number(key);
  if (!(number > 0))
    input.refuse(key, "expected a number above 0, got " + shortest(number));
  return number;
}

void require_distribution(const Input& input, const std::string& key) {
  const Matrix& y = input.matrix(key);
  for (Index t = 0; t < y.n_cols; ++t) {
    const std::string place =
        y.n_cols == 1 ? key : key + ", step " + std::to_string(t + 1);
    const double least = y.col(t).min(), sum = arma::accu(y.col(t));
    if (least < 0)
      input.refuse(place, "expected softmax targets not below 0, got " +
                              shortest(least));
    if (!(std::abs(sum - 1) <= 1e-12))
      input.refuse(place, "expected softmax targets that sum to 1, got " +
                              shortest(sum));
  }
}

}  // namespace unrolled
