// Reads worked examples: JSON by callbacks, so that every number, key and
// array is judged where it stands.
#include "common/sheet/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

#include "common/data.hpp"
#include "common/sheet/layout.hpp"

namespace unrolled {

// -- What a file may hold -----------------------------------------------------

std::vector<Key> keys_of(const std::string& table) {
  std::vector<Key> keys;
  std::istringstream lines(table + "\ntolerance?: number");
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    std::istringstream left(line.substr(0, colon)),
        right(line.substr(colon + 1));
    Key key;
    left >> key.name;
    for (std::string note; left >> note;)
      if (note != "notes") key.notes.push_back(note);
    std::vector<std::string> rest;
    for (std::string word; right >> word;)
      if (word != "of" && word != "|") rest.push_back(word);
    if (key.name == "gradients") {
      for (const std::string& name : rest)
        for (const Key& of : std::vector<Key>(keys))
          if (of.name == name)
            keys.push_back({"d" + name, {}, of.levels, {}, false, true});
      continue;
    }
    key.required = !key.name.ends_with('?');
    if (!key.required) key.name.pop_back();
    std::size_t i = 0;
    for (; i + 1 < rest.size(); i += 2) {
      const std::string& unit = rest[i + 1];
      if (unit != "rows" && unit != "steps" && unit != "layers") break;
      key.levels.push_back({rest[i], unit, unit.substr(0, unit.size() - 1)});
    }
    if (i + 1 < rest.size())
      key.words.assign(rest.begin() + static_cast<std::ptrdiff_t>(i),
                       rest.end());
    else if (rest[i] != "number")
      key.levels.push_back({rest[i], "numbers", "number"});
    keys.push_back(key);
  }
  return keys;
}

namespace {

bool is_of(const Key& key, const std::string& entry) {
  return !key.levels.empty() && key.levels[0].entry == entry;
}

/// A place in a key: "x, step 2, number 1" or "W[2], row 1".
std::string place_of(const Key& key, const std::vector<std::size_t>& path) {
  std::string place = key.name;
  for (std::size_t i = 0; i < path.size(); ++i)
    place += i == 0 && is_of(key, "layer") ? fmt::format("[{}]", path[i])
             : i < key.levels.size()
                 ? fmt::format(", {} {}", key.levels[i].entry, path[i])
                 : fmt::format(", entry {}", path[i]);
  return place;
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
std::string meant(const std::string& name, const std::vector<Key>& keys) {
  std::string best;
  std::size_t least = 3;
  if (name.size() > 40) return best;
  for (const Key& key : keys) {
    if (std::count(key.notes.begin(), key.notes.end(), name) > 0)
      return key.name;
    const std::size_t away = distance(lower(key.name), lower(name));
    if (away < least && away < std::max(key.name.size(), name.size()))
      best = key.name, least = away;
  }
  return best;
}

[[noreturn]] void refuse_key(const std::string& name,
                             const std::vector<Key>& keys) {
  const std::string near = meant(name, keys);
  std::vector<std::string> names;
  for (const Key& key : keys) names.push_back(key.name);
  throw InputError("unknown key " + excerpt(name) + ": " +
                   (near.empty()
                        ? fmt::format("expected {}", fmt::join(names, ", "))
                        : "did you mean " + near + "?"));
}

// -- The file as a tree -------------------------------------------------------

struct Node {
  enum class Kind { number, word, array } kind = Kind::array;
  double number = 0;
  double half = 0;  // half a unit of its last digit
  std::string word;
  std::vector<Node> items;

  std::string shown() const {
    if (kind == Kind::number) return "a number";
    return kind == Kind::word ? excerpt(word) : "an array";
  }
};

/// Half a unit of the last digit: 0.0005 for "-1.250", 50 for "12e2".
double half_of(const std::string& written) {
  const std::size_t e = std::min(written.find_first_of("eE"), written.size());
  const std::size_t point = std::min(written.find('.'), e);
  const double power =
      e < written.size() ? std::stod(written.substr(e + 1)) : 0;
  const double digits = point < e ? static_cast<double>(e - point - 1) : 0;
  return 0.5 * std::pow(10.0, power - digits);
}

/// Takes the parser's callbacks, refuses at once what no key can hold.
class Reader : public nlohmann::json_sax<nlohmann::json> {
 public:
  Reader(std::string_view text, const std::vector<Key>& keys)
      : text_(text), keys_(keys) {}
  std::map<std::string, Node> found;

  bool null() override { refuse("null"); }
  bool boolean(bool value) override { refuse(value ? "true" : "false"); }
  bool binary(binary_t&) override { return false; }
  bool number_integer(number_integer_t value) override {
    return number(static_cast<double>(value), 0.5);
  }
  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<double>(value), 0.5);
  }
  bool number_float(number_float_t value, const string_t& written) override {
    return number(value, half_of(written));
  }
  bool string(string_t& value) override {
    place_for(excerpt(value)) = {Node::Kind::word, 0, 0, value, {}};
    return true;
  }
  bool start_object(std::size_t) override {
    if (in_object_) refuse("an object");
    return in_object_ = true;
  }
  bool end_object() override {
    in_object_ = false;
    key_ = nullptr;
    return true;
  }
  bool key(string_t& name) override {
    const auto known =
        std::find_if(keys_.begin(), keys_.end(),
                     [&](const Key& key) { return key.name == name; });
    if (known == keys_.end()) refuse_key(name, keys_);
    if (found.count(name) > 0)
      throw InputError(name + ": expected once, got this key twice");
    key_ = &*known;
    root_ = &found[name];
    open_.clear();
    return true;
  }
  bool start_array(std::size_t) override {
    Node& node = place_for("an array");
    if (open_.size() >= deepest)
      throw InputError(here() + ": expected " +
                       wanted_at(*key_, key_->levels.size()) +
                       ", got an array");
    open_.push_back(&node);
    return true;
  }
  bool end_array() override {
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override;

 private:
  static constexpr std::size_t deepest = 3;

  /// The place of the value that is being read.
  std::string here() const {
    std::vector<std::size_t> path;
    for (const Node* node : open_) path.push_back(node->items.size());
    return place_of(*key_, path);
  }
  Node& place_for(const std::string& what) {
    if (!in_object_)
      throw InputError("expected one JSON object, {...}, got " + what);
    if (open_.empty()) return *root_;
    return open_.back()->items.emplace_back();
  }
  [[noreturn]] void refuse(const std::string& what) {
    place_for(what);
    throw InputError(here() + ": expected " + wanted_at(*key_, open_.size()) +
                     ", got " + what);
  }
  bool number(double value, double half) {
    place_for("a number") = {Node::Kind::number, value, half, {}, {}};
    return true;
  }

  std::string_view text_;
  const std::vector<Key>& keys_;
  bool in_object_ = false;
  const Key* key_ = nullptr;
  Node* root_ = nullptr;
  std::vector<Node*> open_;  // the arrays around the next value
};

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

bool Reader::parse_error(std::size_t position, const std::string&,
                         const nlohmann::detail::exception& error) {
  const std::size_t at = position > 0 ? position - 1 : 0;
  const std::string_view before = text_.substr(0, std::min(at, text_.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;
  std::string where = fmt::format("line {}, column {}", line, column);
  const std::string got = word_at(text_, at);
  if (key_ != nullptr) {
    if (!open_.empty()) open_.back()->items.emplace_back();
    where = here() + " (" + where + ")";
  }
  constexpr int number_overflow = 406;
  const std::string sizeless = lower(got).substr(got.starts_with("'-") ? 2 : 1);
  const bool infinite = error.id == number_overflow || sizeless == "nan'" ||
                        sizeless == "inf'" || sizeless == "infinity'";
  throw InputError(where + ": expected " +
                   (infinite ? "a finite number" : "valid JSON") + ", got " +
                   got);
}

std::map<std::string, Node> read_tree(std::string_view text,
                                      const std::vector<Key>& keys) {
  if (text.starts_with("\xEF\xBB\xBF"))
    throw InputError(
        "line 1, column 1: expected {, got a byte order mark: save the file "
        "as UTF-8 without one");
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    throw InputError("expected one JSON object, {...}, got an empty file");
  // The parser would take a zero byte for the end.
  if (text.find('\0') != std::string_view::npos)
    throw InputError("expected JSON, which is text, got a zero byte");
  Reader reader(text, keys);
  nlohmann::json::sax_parse(text.begin(), text.end(), &reader);
  std::vector<std::string> missing;
  for (const Key& key : keys)
    if (key.required && reader.found.count(key.name) == 0)
      missing.push_back(key.name);
  if (!missing.empty())
    throw InputError(
        fmt::format("{}: missing, and needed", fmt::join(missing, ", ")));
  return std::move(reader.found);
}

// -- Shapes -------------------------------------------------------------------

/// What an array says about a size: "W, row 1" has 2 "numbers", so N is 2.
struct Vote {
  std::string size;
  std::size_t count;
  const Key* key;
  std::string place;
  std::string unit;
};

/// Sizes n and n-1 belong to a layer: they become n2 and n1 in layer 2.
std::string size_of(const std::string& size, std::size_t layer) {
  return size == "n" || size == "n-1"
             ? "n" + std::to_string(layer - (size == "n" ? 0 : 1))
             : size;
}

void collect(const Key& key, const Node& node, std::vector<std::size_t>& path,
             std::vector<Vote>& votes) {
  const std::size_t depth = path.size();
  const std::string place = place_of(key, path);
  const bool leaf = depth == key.levels.size();
  const Node::Kind wanted = !leaf               ? Node::Kind::array
                            : key.words.empty() ? Node::Kind::number
                                                : Node::Kind::word;
  const auto refuse = [&](const std::string& expected) {
    throw InputError(place + ": expected " + expected + ", got " +
                     node.shown());
  };
  if (node.kind != wanted) refuse(wanted_at(key, depth));
  if (leaf) {
    if (!key.words.empty() &&
        std::count(key.words.begin(), key.words.end(), node.word) == 0)
      refuse(list(key.words));
    return;
  }
  const Level& level = key.levels[depth];
  if (node.items.empty())
    throw InputError(place + ": expected at least one " + level.entry +
                     ", got none");
  votes.push_back({size_of(level.size, depth > 0 ? path[0] : 0),
                   node.items.size(), &key, place, level.unit});
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    path.push_back(i + 1);
    collect(key, node.items[i], path, votes);
    path.pop_back();
  }
}

/// The size that most keys agree on; in a tie, the one said first.
std::size_t majority(const std::vector<Vote>& votes, const std::string& size) {
  std::map<std::size_t, std::set<const Key*>> keys_for;
  for (const Vote& vote : votes)
    if (vote.size == size && !vote.key->gradient)
      keys_for[vote.count].insert(vote.key);
  std::size_t best = 0, most = 0;
  for (const Vote& vote : votes)
    if (vote.size == size && keys_for[vote.count].size() > most) {
      best = vote.count;
      most = keys_for[vote.count].size();
    }
  return best;
}

/// Demands that all agree on every size, and returns the sizes.
std::map<std::string, std::size_t> agree(std::vector<Vote> votes) {
  const std::size_t L = majority(votes, "L");
  for (Vote& vote : votes)
    if (vote.size == "nL") vote.size = "n" + std::to_string(L);
  // The outer arrays are judged first: a layer or row that is missing explains
  // what does not fit further in.
  std::stable_sort(votes.begin(), votes.end(),
                   [](const Vote& a, const Vote& b) {
                     return (a.size == "L") > (b.size == "L");
                   });
  std::map<std::string, std::size_t> sizes;
  for (const Vote& vote : votes) {
    const bool fixed = std::isdigit(static_cast<unsigned char>(vote.size[0]));
    const auto known = sizes.find(vote.size);
    const std::size_t expected = fixed ? std::stoul(vote.size)
                                 : known != sizes.end()
                                     ? known->second
                                     : majority(votes, vote.size);
    sizes[vote.size] = expected;
    if (vote.count == expected) continue;
    const auto other = std::find_if(votes.begin(), votes.end(), [&](auto& v) {
      return !fixed && v.size == vote.size && v.count == expected;
    });
    throw InputError(fmt::format(
        "{}: expected {} {}, got {}{}", vote.place, expected,
        vote.unit.substr(0, vote.unit.size() - (expected == 1 ? 1 : 0)),
        vote.count,
        other == votes.end()
            ? ""
            : fmt::format(" ({} has {})", other->place, expected)));
  }
  return sizes;
}

// -- From the tree to numbers -------------------------------------------------

/// The numbers of a node, or half a unit of their last digits.
Matrix numbers_of(const Node& node, double Node::*what) {
  const bool rows =
      node.items.size() > 0 && node.items[0].kind == Node::Kind::array;
  if (node.kind == Node::Kind::number) {
    Matrix one(1, 1);
    one(0) = node.*what;  // fill() would lose the sign of -0
    return one;
  }
  Matrix m(node.items.size(), rows ? node.items[0].items.size() : 1);
  for (Index i = 0; i < m.n_rows; ++i)
    for (Index j = 0; j < m.n_cols; ++j)
      m(i, j) = (rows ? node.items[i].items[j] : node.items[i]).*what;
  return m;
}

std::vector<Matrix> blocks_of(const Key& key, const Node& node,
                              double Node::*what) {
  std::vector<Matrix> blocks;
  if (is_of(key, "layer"))
    for (const Node& layer : node.items)
      blocks.push_back(numbers_of(layer, what));
  else
    blocks.push_back(numbers_of(node, what));
  if (is_of(key, "step")) blocks[0] = Matrix(blocks[0].t());
  return blocks;
}

/// What a vector, or a vector for every layer, is when absent.
std::vector<Matrix> zeros(const Key& key,
                          std::map<std::string, std::size_t> sizes) {
  if (key.levels.empty()) return {Matrix(1, 1, arma::fill::zeros)};
  if (!is_of(key, "layer"))
    return {Matrix(sizes[key.levels[0].size], 1, arma::fill::zeros)};
  std::vector<Matrix> blocks;
  for (std::size_t l = 1; l <= sizes["L"]; ++l)
    blocks.emplace_back(sizes[size_of("n", l)], 1, arma::fill::zeros);
  return blocks;
}

}  // namespace

Input parse_input(std::string_view text, const std::string& file,
                  const std::vector<Key>& keys) try {
  const std::map<std::string, Node> tree = read_tree(text, keys);
  std::vector<Key> as_given = keys;
  std::vector<Vote> votes;
  std::vector<std::size_t> path;
  for (Key& key : as_given) {
    const auto found = tree.find(key.name);
    if (found == tree.end()) continue;
    // A word for all layers is as good as one for each.
    if (!key.words.empty() && found->second.kind == Node::Kind::word)
      key.levels.clear();
    collect(key, found->second, path, votes);
  }
  const std::map<std::string, std::size_t> sizes = agree(std::move(votes));
  Input input;
  input.file_ = file;
  for (const Key& key : keys) {
    Input::Entry& entry = input.entries_[key.name];
    entry.key = key;
    const auto found = tree.find(key.name);
    entry.given = found != tree.end();
    if (!entry.given) {
      if (!key.gradient) entry.blocks = zeros(key, sizes);
    } else if (key.words.empty()) {
      entry.blocks = blocks_of(key, found->second, &Node::number);
      entry.halves = blocks_of(key, found->second, &Node::half);
    } else {
      const Node& node = found->second;
      for (const Node& item : node.items) entry.words.push_back(item.word);
      if (node.kind == Node::Kind::word)
        entry.words.assign(is_of(key, "layer") ? sizes.at("L") : 1, node.word);
    }
  }
  return input;
} catch (const InputError& error) {
  throw InputError(file + ": " + error.what());
}

double Input::largest() const {
  double most = 1;
  for (const auto& [key, entry] : entries_)
    for (const Matrix& m : entry.blocks)
      if (!entry.key.gradient) most = std::max(most, arma::abs(m).max());
  return most;
}
void Input::refuse(const std::string& place, const std::string& what) const {
  throw InputError(file_ + ": " + place + ": " + what);
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
