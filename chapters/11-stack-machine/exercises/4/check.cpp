// All words of a length, judged by a counter.
#include <answer.hpp>

namespace {

Test test(const std::string& name, Index length) {
  std::vector<Vector> words;
  std::vector<double> truth;
  for (Index bits = 0; bits < Index{1} << length; ++bits) {
    Vector word(length);
    int open = 0;
    bool ever_below = false;
    for (Index i = 0; i < length; ++i) {
      word(i) = static_cast<double>(bits >> i & 1);
      open += word(i) > 0 ? -1 : 1;
      ever_below = ever_below || open < 0;
    }
    words.push_back(word);
    truth.push_back(open == 0 && !ever_below ? 1 : 0);
  }
  return {name, {{"the verdicts", Vector(truth)}}, [=](const Answer& answer) {
            Vector came(words.size());
            for (Index i = 0; i < came.n_elem; ++i)
              came(i) = answer.judge(words[i]);
            return Matrices{came};
          }};
}

}  // namespace

std::vector<Test> tests() {
  return {test("The words of two signs", 2), test("Of six signs", 6)};
}
