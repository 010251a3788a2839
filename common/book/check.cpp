#include "common/book/commands.hpp"

namespace unrolled::book {

int check_main(int, char**) {
  return 2;
}

}  // namespace unrolled::book
