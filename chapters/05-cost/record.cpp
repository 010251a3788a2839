#include "chapters/05-cost/record.hpp"

#include <stdexcept>

#include "common/experiment.hpp"

namespace unrolled::cost {

double Record::at(Index row, const std::string& column) const {
  for (Index j = 0; j < csv.header.size(); ++j)
    if (csv.header[j] == column) return csv.values(row, j);
  throw std::runtime_error("the record: expected a column " + column);
}

std::string Record::name(Index row) const {
  std::string name;
  for (const char* size : {"inputs", "hidden", "outputs", "batch", "tau"})
    name += (name.empty() ? "" : ",") + text(at(row, size), 9);
  return name;
}

Index Record::row(const std::string& shape) const {
  Index i = 0;
  while (i < csv.values.n_rows && (at(i, "threads") != 1 || name(i) != shape))
    ++i;
  return i;
}

double Record::ratio(Index row, const std::string& a,
                     const std::string& b) const {
  if (row >= csv.values.n_rows || at(row, b) == 0) return 0;
  return at(row, a) / at(row, b);
}

std::vector<Index> Record::by_length() const {
  std::vector<Index> rows;
  for (Index i = 0; i < csv.values.n_rows; ++i)
    if (at(i, "threads") == 1 && name(i).starts_with("64,64,64,1,"))
      rows.push_back(i);
  return rows;
}

Vector Record::of(const std::vector<Index>& rows,
                  const std::string& column) const {
  Vector v(rows.size());
  for (Index i = 0; i < v.n_elem; ++i) v(i) = at(rows[i], column);
  return v;
}

}  // namespace unrolled::cost
