// Balanced parentheses, judged by a recurrent network with 63 units.
#include "chapters/11-stack-machine/balanced.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::stack_machine;

namespace {

const std::string all = "all", shown = "(()())";

struct Knobs {
  std::string word = all;
  Index length = 12;
};

// A step of the machine.
struct Step {
  std::string state, word, open;  // both stacks as fractions
};

struct Found {
  Network net;
  std::vector<Step> run;            // of the word that is shown
  std::vector<std::string> spoken;  // step by step of the network
  bool accepted = false;
  Index words = 0, right = 0, right_in_double = 0, longest = 0, units = 0;
};

bool is_right(const Verdict& v, const Symbols& word) {
  return v.accepted != v.rejected && v.accepted == is_balanced(word);
}

// What each unit says that is not 0.
std::string spoken(const Network& net, const std::vector<Rational>& h) {
  std::string text;
  for (Index i = 0; i < h.size(); ++i)
    if (!(h[i] == Rational(0)))
      text += (text.empty() ? "" : ", ") + net.units[i] +
              (h[i] == Rational(1) ? "" : " = " + h[i].text());
  return text.empty() ? "nothing" : text;
}

void follow(Found& f, const Symbols& word) {
  Index t = 0;
  const Verdict v =
      judge<Rational>(f.net, word, [&](const std::vector<Rational>& h) {
        f.spoken.push_back(std::to_string(t) + "  " + spoken(f.net, h));
        if (t++ % steps_of_one != 0) return;
        const Place<Rational> place = place_of(f.net, h);
        f.run.push_back(
            {place.state ? f.net.units[f.net.main(place.state)] : "start",
             place.q[0].text(), place.q[1].text()});
      });
  f.accepted = v.accepted;
}

Found measure(const Knobs& k) {
  Found f{compile(balanced_machine()), {}, {}, false, 0, 0, 0, 0, 0};
  f.units = f.net.b.n_elem;
  follow(f, parentheses(k.word == all ? shown : k.word));
  if (k.word != all) return f;
  Progress progress("words", (Index{2} << k.length) - 1);
  for (Index n = 0; n <= k.length; ++n) {
    for (Index bits = 0; bits < Index{1} << n; ++bits, progress.tick()) {
      Symbols word;
      for (Index i = 0; i < n; ++i) word.push_back(bits >> i & 1);
      const Verdict exact = judge<Rational>(f.net, word);
      f.words += 1;
      f.right += is_right(exact, word);
      f.right_in_double += is_right(judge<double>(f.net, word), word);
      f.longest = std::max(f.longest, exact.macro_steps);
    }
  }
  return f;
}

// Every stack with up to six symbols, by its number.
Figure cantor() {
  Figure figure("11-cantor", "");
  figure.x_label("number of the stack").y_label("symbols on it");
  figure.x_range(-0.02, 1.02).y_range(-0.5, 7.3).legend("off");
  figure.size(640, 300).span(0.25, 0.5).span(0.75, 1);
  for (Index n = 0; n <= 6; ++n) {
    Vector q(Index{1} << n);
    for (Index bits = 0; bits < q.n_elem; ++bits) {
      Symbols stack;
      for (Index i = 0; i < n; ++i) stack.push_back(bits >> i & 1);
      q(bits) = number_of<double>(stack, 4);
    }
    figure.points(arma::sort(q), Vector(q.n_elem, arma::fill::value(n)),
                  std::to_string(n), Colour::blue);
  }
  figure.note(0.375, 6.8, "0 on top", "center");
  figure.note(0.875, 6.8, "1 on top", "center");
  return figure;
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  if (k.word != all) {
    for (const std::string& line : f.spoken) lab.print(line);
    return lab.answer(f.accepted ? "accepted" : "rejected");
  }
  Table run{{"step", "state", "what is left", "what is open"}, {}};
  for (Index t = 0; t < f.run.size(); ++t)
    run.rows.push_back(
        {std::to_string(t), f.run[t].state, f.run[t].word, f.run[t].open});
  lab.table("run", run);
  lab.value("units", static_cast<double>(f.units));
  lab.value("weights", static_cast<double>(arma::accu(f.net.W != 0)));
  lab.value("words", static_cast<double>(f.words));
  lab.value("longest", static_cast<double>(f.longest));
  lab.draw(cantor());
}

void claim(Experiment& lab, const Found& f, const Knobs& k) {
  if (k.word != all) return;
  lab.claim("words judged otherwise than by a counter",
            static_cast<double>(f.words - f.right), equal_to(0));
  lab.claim("and in a double", static_cast<double>(f.words - f.right_in_double),
            equal_to(0));
  lab.claim("steps of the machine for the longest words",
            static_cast<double>(f.longest),
            equal_to(static_cast<double>(k.length) + 1));
  lab.claim("units", static_cast<double>(f.units), equal_to(63));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("11-parentheses",
                 "A recurrent network of 63 units judges every word of "
                 "parentheses up to the length as a counter does, one step of "
                 "its machine for each sign and one for the end");
  Knobs k;
  lab.knob("word", k.word, "one word, judged step by step; or all");
  lab.knob("length", k.length, "of the longest word", {}, {0, 16});
  return lab.run(argc, argv, k, measure, show, claim);
}
