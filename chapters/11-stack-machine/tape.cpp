#include "chapters/11-stack-machine/tape.hpp"

#include <sstream>

#include "common/data.hpp"
#include "common/experiment.hpp"

namespace unrolled::stack_machine {

Turing parse_turing(const std::string& text, const std::string& name) {
  Turing m;
  Index number = 0;
  const auto stop = [&](const std::string& what) {
    throw InputError(name + ":" + std::to_string(number) + ": " + what);
  };
  const auto sign = [&](const std::string& word) {
    if (word.size() != 1 || word[0] <= ' ' || word[0] > '~')
      stop("expected a sign, one printable character, got " + excerpt(word));
    const std::size_t known = m.signs.find(word);
    if (known != std::string::npos) return known;
    m.signs += word;
    return m.signs.size() - 1;
  };
  const auto state = [&](const std::string& word) {
    const auto known = std::find(m.states.begin(), m.states.end(), word);
    const auto place = static_cast<Index>(known - m.states.begin());
    if (known == m.states.end()) m.states.push_back(word);
    return place;
  };

  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::istringstream in(line.substr(0, line.find('#')));
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    if (words.empty()) continue;
    if (m.signs.empty()) {
      if (words.size() != 2 || words[0] != "blank")
        stop("expected 'blank' and a sign before the first rule, got " +
             excerpt(line));
      sign(words[1]);
      continue;
    }
    if (words.size() != 6 || words[2] != "->")
      stop("expected 'state sign -> sign move state', got " + excerpt(line));
    if (words[4] != "L" && words[4] != "R" && words[4] != "S")
      stop("expected the move L, R or S, got " + excerpt(words[4]));
    const std::pair<Index, Index> reads{state(words[0]), sign(words[1])};
    if (m.rules.contains(reads))
      stop("a second rule for '" + words[0] + " " + words[1] + "'");
    m.rules[reads] = {sign(words[3]), words[4][0], state(words[5])};
  }
  ++number;
  if (m.rules.empty()) stop("expected a rule, got the end of the file");
  if (m.states.size() * m.signs.size() > 200)
    stop("expected at most 200 pairs of a state and a sign, got " +
         std::to_string(m.states.size() * m.signs.size()));
  return m;
}

Turing read_turing(const std::filesystem::path& path) {
  return parse_turing(read_file(path), path.string());
}

std::filesystem::path machine_file(const std::string& name) {
  return data_folder() / "../../chapters/11-stack-machine/machines" /
         (name + ".tm");
}

Symbols symbols_of(const Turing& m, const std::string& word) {
  Symbols symbols;
  for (Index i = 0; i < word.size(); ++i) {
    symbols.push_back(m.signs.find(word[i]));
    if (symbols.back() == std::string::npos)
      throw std::invalid_argument(
          "input: expected signs of '" + m.signs + "', got " +
          excerpt(word.substr(i, word.find_first_of(m.signs, i) - i)));
  }
  return symbols;
}

Tape Tape::trimmed() const {
  Tape tape = *this;
  for (Symbols* side : {&tape.left, &tape.right})
    while (!side->empty() && side->front() == 0) side->erase(side->begin());
  return tape;
}

std::string text_of(const Turing& m, const Tape& tape) {
  std::string text;
  for (const Index a : tape.left) text += m.signs[a];
  text += std::string("[") + m.signs[tape.read()] + "]";
  for (Index i = tape.right.size(); i-- > 1;)
    text += m.signs[tape.right[i - 1]];
  return text + "  " + printable(m.states[tape.state]);
}

Tape tape_of(const Symbols& word, Index head) {
  if (head < 1 || head > word.size() + 1)
    throw std::invalid_argument("head: expected 1 to " +
                                std::to_string(word.size() + 1) + ", got " +
                                std::to_string(head));
  const auto here = word.begin() + static_cast<std::ptrdiff_t>(head - 1);
  Tape tape{0, {word.begin(), here}, {here, word.end()}};
  std::reverse(tape.right.begin(), tape.right.end());
  return tape.trimmed();
}

std::vector<Tape> tapes_of(const Turing& m, const std::string& signs,
                           Index length) {
  std::vector<Symbols> words{{}};
  std::vector<Tape> tapes;
  for (Index i = 0; i < words.size(); ++i) {
    tapes.push_back(tape_of(words[i]));
    for (const Index a : symbols_of(m, signs)) {
      if (words[i].size() == length) continue;
      words.push_back(words[i]);
      words.back().push_back(a);
    }
  }
  return tapes;
}

// On cells by their places, not on stacks: it is what the network is judged by.
bool step(const Turing& m, Tape& tape) {
  const auto rule = m.rules.find({tape.state, tape.read()});
  if (rule == m.rules.end()) return false;
  std::map<long, Index> cells;
  const long width = static_cast<long>(tape.left.size());
  for (long x = 0; x < width; ++x) cells[x] = tape.left[static_cast<Index>(x)];
  const Index ahead = tape.right.size();
  for (Index i = 0; i < ahead; ++i)
    cells[width + static_cast<long>(i)] = tape.right[ahead - 1 - i];

  const auto& [write, move, next] = rule->second;
  cells[width] = write;
  const long head = width + (move == 'R') - (move == 'L');
  const long first = std::min(cells.begin()->first, head),
             last = std::max(cells.rbegin()->first, head);
  tape = {next, {}, {}};
  for (long x = first; x < head; ++x) tape.left.push_back(cells[x]);
  for (long x = last; x >= head; --x) tape.right.push_back(cells[x]);
  tape = tape.trimmed();
  return true;
}

Machine machine_of(const Turing& turing) {
  Machine m(turing.states, turing.signs.size());
  const auto does = [&](Index i, const Operation& op) {
    auto& known = m.operations[i];
    const auto found = std::find(known.begin(), known.end(), op);
    const auto place = static_cast<Index>(found - known.begin());
    if (found == known.end()) known.push_back(op);
    return place;
  };
  // [tape]
  // The first stack is what lies left of the head, the second begins under it.
  for (const auto& [reads, rule] : turing.rules)
    for (Index left = 0; left <= m.k; ++left)
      for (Index right = 0; right <= m.k; ++right) {
        const Index under = right > 0 ? right - 1 : 0;
        const Index beside = left > 0 ? left - 1 : 0;
        if (under != reads.second) continue;
        Operation first, second{true, {rule.write}};
        if (rule.move == 'R') first = {false, {rule.write}};          // (11.19)
        if (rule.move == 'R') second = {true, {}};                    // (11.19)
        if (rule.move == 'L') first = {true, {}};                     // (11.20)
        if (rule.move == 'L') second = {true, {rule.write, beside}};  // (11.20)
        m.rules[m.place(reads.first, {left, right})] = {
            rule.next, {does(0, first), does(1, second)}};
      }
  // [tape]
  return m;
}

Place<Rational> place_of(const Turing& m, const Tape& tape) {
  const double B = base_of(m.signs.size());
  return {
      tape.state,
      {number_of<Rational>(tape.left, B), number_of<Rational>(tape.right, B)}};
}

Tape tape_of(const Turing& m, const Place<Rational>& place) {
  const Index k = m.signs.size();
  return Tape{place.state, stack_of(place.q[0], k), stack_of(place.q[1], k)}
      .trimmed();
}

Run run_both(const Turing& m, const Network& net, Tape tape, Index limit) {
  Run run;
  std::vector<Rational> h = at(net, place_of(m, tape));
  run.tapes.push_back(tape);
  Progress progress("steps", limit);
  while (run.steps < limit && !run.stopped) {
    run.stopped = !step(m, tape);
    if (run.stopped) break;
    for (Index i = 0; i < steps_of_one; ++i, ++run.network_steps)
      h = step(net, h);
    ++run.steps, progress.tick();
    const Place<Rational> place = place_of(net, h);
    run.tapes.push_back(tape_of(m, place));
    run.different += !(run.tapes.back() == tape);
    for (const Rational& q : place.q)
      run.places = std::max(run.places, q.places());
  }
  return run;
}

}  // namespace unrolled::stack_machine
