// Reads worked examples: JSON by callbacks, so that every number, key and
// array is judged where it stands.
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "common/data.hpp"
#include "common/worked.hpp"

namespace unrolled {

// -- What a file may hold -----------------------------------------------------

Key word_key(std::string name, std::vector<std::string> words) {
  return {std::move(name), {}, std::move(words)};
}
Key number_key(std::string name) {
  return {std::move(name), {}, {}};
}
Key vector_key(std::string name, std::string size) {
  return {std::move(name), {{std::move(size), "numbers", "number"}}, {}};
}
Key matrix_key(std::string name, std::string rows, std::string cols) {
  return {std::move(name),
          {{std::move(rows), "rows", "row"},
           {std::move(cols), "numbers", "number"}},
          {}};
}
Key sequence_key(std::string name, std::string steps, std::string size) {
  return {std::move(name),
          {{std::move(steps), "steps", "step"},
           {std::move(size), "numbers", "number"}},
          {}};
}
// Sizes that end in '*' belong to a layer: n* is n(l), n-* is n(l-1).
Key layer_words_key(std::string name, std::vector<std::string> words) {
  return {std::move(name), {{"L", "layers", "layer"}}, std::move(words)};
}
Key layer_matrices_key(std::string name) {
  return {std::move(name),
          {{"L", "layers", "layer"},
           {"n*", "rows", "row"},
           {"n-*", "numbers", "number"}},
          {}};
}
Key layer_vectors_key(std::string name) {
  return {std::move(name),
          {{"L", "layers", "layer"}, {"n*", "numbers", "number"}},
          {}};
}
Key optional_key(Key key) {
  key.required = false;
  return key;
}
Key gradient_key(const Key& key) {
  return {"d" + key.name, key.levels, {}, false, true};
}

namespace {

bool layered(const Key& key) {
  return !key.levels.empty() && key.levels[0].entry == "layer";
}
bool sequential(const Key& key) {
  return !key.levels.empty() && key.levels[0].entry == "step";
}

/// A place in a key: "x, step 2, number 1" or "W[2], row 1".
std::string place_of(const Key& key, const std::vector<std::size_t>& path) {
  std::string place = key.name;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::string number = std::to_string(path[i]);
    if (i == 0 && layered(key))
      place += "[" + number + "]";
    else
      place += ", " + (i < key.levels.size() ? key.levels[i].entry : "entry") +
               " " + number;
  }
  return place;
}

std::string list(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  return text;
}

/// What a key holds at a depth, for "expected ...".
std::string wanted_at(const Key& key, std::size_t depth) {
  if (depth >= key.levels.size())
    return key.words.empty() ? "a number" : list(key.words);
  const std::string array = "an array of " + key.levels[depth].unit;
  return key.words.empty() ? array : list(key.words) + ", or " + array;
}

// -- The file as a tree -------------------------------------------------------

struct Node {
  enum class Kind { number, word, array } kind = Kind::array;
  double number = 0;
  std::string word;
  std::vector<Node> items;

  std::string shown() const {
    if (kind == Kind::number) return "a number";
    return kind == Kind::word ? excerpt(word) : "an array";
  }
};

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

std::string lower(std::string text) {
  for (char& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// What the notes call the book's keys.
const std::map<std::string, std::string> names_in_notes{
    {"Wx", "U"},   {"Ws", "W"},   {"W0", "V"},  {"W_xh", "U"}, {"W_hh", "W"},
    {"W_hy", "V"}, {"b1", "b"},   {"b2", "c"},  {"b_h", "b"},  {"b_y", "c"},
    {"S0", "h0"},  {"S_0", "h0"}, {"h_0", "h0"}};

/// The key that another may have meant; empty when none is near.
std::string meant(const std::string& name, const std::vector<Key>& keys) {
  const auto note = names_in_notes.find(name);
  if (note != names_in_notes.end())
    for (const Key& key : keys)
      if (key.name == note->second) return key.name;
  std::string best;
  std::size_t least = 3;
  if (name.size() > 40) return best;
  for (const Key& key : keys) {
    const std::size_t away = lower(key.name) == lower(name)
                                 ? 0
                                 : distance(lower(key.name), lower(name));
    if (away < least && away < std::max(key.name.size(), name.size()))
      best = key.name, least = away;
  }
  return best;
}

/// Takes the parser's callbacks, refuses at once what no key can hold.
class Reader : public nlohmann::json_sax<nlohmann::json> {
 public:
  Reader(std::string_view text, const std::vector<Key>& keys)
      : text_(text), keys_(keys) {}
  std::map<std::string, Node> found;

  bool null() override { return refuse_value("null"); }
  bool boolean(bool value) override {
    return refuse_value(value ? "true" : "false");
  }
  bool number_integer(number_integer_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_float(number_float_t value, const string_t&) override {
    return number(value);
  }
  bool string(string_t& value) override {
    place_for_value(excerpt(value)) = {Node::Kind::word, 0, value, {}};
    return true;
  }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override {
    if (in_object_) return refuse_value("an object");
    in_object_ = true;
    return true;
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
    if (known == keys_.end()) {
      const std::string near = meant(name, keys_);
      std::string hint = near.empty() ? "expected" : "did you mean " + near;
      if (near.empty())
        for (const Key& key : keys_)
          hint += (&key == &keys_.front() ? " " : ", ") + key.name;
      throw InputError("unknown key " + excerpt(name) + ": " + hint +
                       (near.empty() ? "" : "?"));
    }
    if (found.count(name) > 0)
      throw InputError(name + ": expected once, got this key twice");
    key_ = &*known;
    root_ = &found[name];
    open_.clear();
    return true;
  }
  bool start_array(std::size_t) override {
    Node& node = place_for_value("an array");
    if (open_.size() >= deepest)
      throw InputError(here() + ": expected " +
                       wanted_at(*key_, key_->levels.size()) +
                       ", got an array");
    open_.push_back(&node);
    return true;
  }
  bool end_array() override {
    open_.pop_back();
    if (open_.empty()) root_ = nullptr;
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
  Node& place_for_value(const std::string& what) {
    if (!in_object_)
      throw InputError("expected one JSON object, {...}, got " + what);
    if (open_.empty()) return *root_;
    return open_.back()->items.emplace_back();
  }
  bool refuse_value(const std::string& what) {
    place_for_value(what);
    throw InputError(here() + ": expected " + wanted_at(*key_, open_.size()) +
                     ", got " + what);
  }
  bool number(double value) {
    place_for_value("a number") = {Node::Kind::number, value, {}, {}};
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
  std::size_t first = std::min(at, text.size()), last = first;
  while (first > 0 && ends.find(text[first - 1]) == std::string_view::npos)
    --first;
  while (last < text.size() && ends.find(text[last]) == std::string_view::npos)
    ++last;
  if (first == last) last = std::min(last + 1, text.size());
  return excerpt(text.substr(first, last - first));
}

bool Reader::parse_error(std::size_t position, const std::string&,
                         const nlohmann::detail::exception& error) {
  const std::size_t at = position > 0 ? position - 1 : 0;
  const std::string_view before = text_.substr(0, std::min(at, text_.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;
  std::string where =
      "line " + std::to_string(line) + ", column " + std::to_string(column);
  const std::string got =
      at >= text_.size() ? "the end of the file" : word_at(text_, at);
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

// -- Shapes -------------------------------------------------------------------

/// What an array says about a size: "W, row 1" has 2 "numbers", so N is 2.
struct Vote {
  std::string size;
  std::size_t count;
  const Key* key;
  std::string place;
  std::string unit;
};

void collect(const Key& key, const Node& node, std::vector<std::size_t>& path,
             std::vector<Vote>& votes) {
  const std::size_t depth = path.size();
  const std::string place = place_of(key, path);
  const bool leaf = depth == key.levels.size();
  const Node::Kind wanted = !leaf               ? Node::Kind::array
                            : key.words.empty() ? Node::Kind::number
                                                : Node::Kind::word;
  if (node.kind != wanted)
    throw InputError(place + ": expected " + wanted_at(key, depth) + ", got " +
                     node.shown());
  if (leaf) {
    if (key.words.empty() || std::find(key.words.begin(), key.words.end(),
                                       node.word) != key.words.end())
      return;
    throw InputError(place + ": expected " + list(key.words) + ", got " +
                     node.shown());
  }
  const Level& level = key.levels[depth];
  if (node.items.empty())
    throw InputError(place + ": expected at least one " + level.entry +
                     ", got none");
  std::string size = level.size;
  if (size.ends_with('*'))
    size = "n" + std::to_string(size == "n*" ? path[0] : path[0] - 1);
  votes.push_back({size, node.items.size(), &key, place, level.unit});
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
    std::string why;
    for (const Vote& other : votes)
      if (!fixed && why.empty() && other.size == vote.size &&
          other.count == expected)
        why = " (" + other.place + " has " + std::to_string(expected) + ")";
    const bool one = expected == 1;
    throw InputError(
        vote.place + ": expected " + std::to_string(expected) + " " +
        (one ? vote.unit.substr(0, vote.unit.size() - 1) : vote.unit) +
        ", got " + std::to_string(vote.count) + why);
  }
  return sizes;
}

// -- From the tree to numbers -------------------------------------------------

Matrix numbers_of(const Node& node) {
  if (node.kind == Node::Kind::number) {
    Matrix one(1, 1);
    one(0) = node.number;  // fill() would lose the sign of -0
    return one;
  }
  const bool rows = node.items[0].kind == Node::Kind::array;
  Matrix m(node.items.size(), rows ? node.items[0].items.size() : 1);
  for (Index i = 0; i < m.n_rows; ++i)
    for (Index j = 0; j < m.n_cols; ++j)
      m(i, j) = rows ? node.items[i].items[j].number : node.items[i].number;
  return m;
}

std::vector<Matrix> blocks_of(const Key& key, const Node& node) {
  std::vector<Matrix> blocks;
  if (layered(key))
    for (const Node& layer : node.items) blocks.push_back(numbers_of(layer));
  else
    blocks.push_back(numbers_of(node));
  if (sequential(key)) blocks[0] = Matrix(blocks[0].t());
  return blocks;
}

/// What a vector, or a vector for every layer, is when absent.
std::vector<Matrix> zeros(const Key& key,
                          const std::map<std::string, std::size_t>& sizes) {
  const auto size = [&](const std::string& name) {
    const auto known = sizes.find(name);
    return known != sizes.end() ? known->second : 0;
  };
  if (!layered(key))
    return {Matrix(size(key.levels[0].size), 1, arma::fill::zeros)};
  std::vector<Matrix> blocks;
  for (std::size_t l = 1; l <= size("L"); ++l)
    blocks.emplace_back(size("n" + std::to_string(l)), 1, arma::fill::zeros);
  return blocks;
}

std::vector<std::string> words_of(const Node& node) {
  if (node.kind == Node::Kind::word) return {node.word};
  std::vector<std::string> words;
  for (const Node& item : node.items) words.push_back(item.word);
  return words;
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
  std::string missing;
  for (const Key& key : keys)
    if (key.required && reader.found.count(key.name) == 0)
      missing += (missing.empty() ? "" : ", ") + key.name;
  if (!missing.empty()) throw InputError(missing + ": missing, and needed");
  return std::move(reader.found);
}

}  // namespace

Input parse_input(std::string_view text, const std::string& file,
                  const std::vector<Key>& keys) {
  Input input;
  input.file_ = file;
  try {
    std::map<std::string, Node> tree = read_tree(text, keys);
    std::vector<Vote> votes;
    std::vector<std::size_t> path;
    for (const Key& key : keys) {
      const auto found = tree.find(key.name);
      if (found == tree.end()) continue;
      Key one = key;  // a word for all layers is as good as one for each
      if (!key.words.empty() && found->second.kind == Node::Kind::word)
        one.levels.clear();
      collect(one.levels.empty() ? one : key, found->second, path, votes);
    }
    const std::map<std::string, std::size_t> sizes = agree(std::move(votes));
    for (const Key& key : keys) {
      Input::Entry& entry = input.entries_[key.name];
      const auto found = tree.find(key.name);
      entry.given = found != tree.end();
      if (!entry.given && !key.gradient) entry.blocks = zeros(key, sizes);
      if (!entry.given) continue;
      if (key.words.empty()) {
        entry.blocks = blocks_of(key, found->second);
        continue;
      }
      entry.words = words_of(found->second);
      if (layered(key) && found->second.kind == Node::Kind::word)
        entry.words.resize(sizes.at("L"), entry.words[0]);
    }
  } catch (const InputError& error) {
    throw InputError(file + ": " + error.what());
  }
  return input;
}

bool Input::has(const std::string& key) const {
  return entries_.at(key).given;
}
const std::string& Input::word(const std::string& key) const {
  return entries_.at(key).words.at(0);
}
const std::vector<std::string>& Input::words(const std::string& key) const {
  return entries_.at(key).words;
}
double Input::number(const std::string& key) const {
  return entries_.at(key).blocks.at(0)(0);
}
Vector Input::vector(const std::string& key) const {
  return matrix(key).col(0);
}
const Matrix& Input::matrix(const std::string& key) const {
  return entries_.at(key).blocks.at(0);
}
const std::vector<Matrix>& Input::blocks(const std::string& key) const {
  return entries_.at(key).blocks;
}
void Input::refuse(const std::string& place, const std::string& what) const {
  throw InputError(file_ + ": " + place + ": " + what);
}

void require_distribution(const Input& input, const std::string& key) {
  const Matrix& y = input.matrix(key);
  for (Index t = 0; t < y.n_cols; ++t) {
    const std::string place =
        y.n_cols == 1 ? key : key + ", step " + std::to_string(t + 1);
    for (Index k = 0; k < y.n_rows; ++k)
      if (y(k, t) < 0)
        input.refuse(place, "expected softmax targets not below 0, got " +
                                shortest(y(k, t)));
    const double sum = arma::accu(y.col(t));
    if (!(std::abs(sum - 1) <= 1e-12))
      input.refuse(place, "expected softmax targets that sum to 1, got " +
                              shortest(sum));
  }
}

}  // namespace unrolled
