// Any bytes: the CSV reader returns finite numbers in the shape it says, or
// refuses them in one line of valid UTF-8 that names the file.
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "common/data.hpp"
#include "tests/fuzz/message.hpp"

namespace {

void demand(bool condition) {
  if (!condition) std::abort();
}

void read(std::string_view text, unrolled::Header header) {
  try {
    const unrolled::Csv csv = unrolled::parse_csv(text, "any.csv", header);
    demand(!csv.values.is_empty() && csv.values.is_finite());
    const bool named = header == unrolled::Header::required;
    demand(csv.header.size() == (named ? csv.values.n_cols : 0));
  } catch (const std::runtime_error& error) {
    demand(fuzz::is_one_line(error.what()));
    demand(std::string_view(error.what()).starts_with("any.csv: "));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read(text, unrolled::Header::none);
  read(text, unrolled::Header::required);
  return 0;
}
