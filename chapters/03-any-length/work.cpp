// The worked example of chapter 3: backpropagation through time on the reader's
// numbers.
#include "chapters/03-any-length/worksheet.hpp"

using namespace unrolled;

int main(int argc, char** argv) {
  return work({"03-any-length", "any length", recurrent_keys()}, argc, argv,
              [](const Input& input, Sheet& sheet) {
                const bptt::Worked w = bptt::write_bptt(input, sheet);
                bptt::write_update(w, w.g, "* - eta d*", sheet);
                sheet.compare(input, recurrent_loss(input),
                              [&] { return bptt::mistakes(w); });
              });
}
