#include "common/book/commands.hpp"

namespace unrolled::book {

int figures_main(int, char**) {
  return 2;
}

}  // namespace unrolled::book
