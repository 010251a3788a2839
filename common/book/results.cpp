#include "common/book/commands.hpp"

namespace unrolled::book {

int results_main(int, char**) {
  return 2;
}

}  // namespace unrolled::book
