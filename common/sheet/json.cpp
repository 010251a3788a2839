// JSON that goes out.
#include <nlohmann/json.hpp>

#include "common/sheet/sheet.hpp"

namespace unrolled {

struct Json::Node {
  nlohmann::ordered_json value;
};

namespace {

void require_finite_number(double number) {
  if (!std::isfinite(number))
    throw std::overflow_error("a result is not finite");
}

}  // namespace

Json::Json(double number) : node_(new Node{number}) {
  require_finite_number(number);
}
Json::Json(Index number) : node_(new Node{number}) {}
Json::Json(bool value) : node_(new Node{value}) {}
Json::Json(const std::string& text) : node_(new Node{text}) {}
Json::Json(const std::vector<Json>& array) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Json& item : array) all.push_back(item.node_->value);
  node_.reset(new Node{all});
}
Json::Json(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

Json Json::object(const std::vector<std::pair<std::string, Json>>& items) {
  nlohmann::ordered_json all = nlohmann::ordered_json::object();
  for (const auto& [key, item] : items) all[key] = item.node_->value;
  return Json(std::make_shared<Node>(Node{all}));
}

Json Json::list(const Vector& v) {
  return std::vector<Json>(v.begin(), v.end());
}
Json Json::steps(const Matrix& m) {
  std::vector<Json> columns;
  for (Index j = 0; j < m.n_cols; ++j) columns.push_back(list(m.col(j)));
  return columns;
}
Json Json::rows(const Matrix& m) {
  return steps(m.t());
}

std::string Json::text() const {
  if (!node_->value.is_object()) return node_->value.dump();
  std::string text;
  for (const auto& [key, item] : node_->value.items())
    text += (text.empty() ? "{\n  " : ",\n  ") + nlohmann::json(key).dump() +
            ": " + item.dump();
  return text + "\n}";
}

}  // namespace unrolled
