// Turing machines as recurrent networks: every step compared with the table's.
#include "chapters/11-stack-machine/tape.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::stack_machine;

namespace {

const std::string all = "all";

struct Knobs {
  std::string machine = all, input;
  Index head = 1, length = 8, limit = 1000;
};

// A machine on all its inputs up to the length.
struct Compared {
  std::string name;
  Index states = 0, signs = 0, units = 0, inputs = 0, places = 0;
  Index steps = 0, network_steps = 0, same = 0;
  Vector longest = {};  // most steps for each length
};

struct Found {
  std::vector<Compared> machines;  // the last one is universal
  Turing own;                      // the reader's
  Run run;
};

Compared compare(const std::string& name, const Turing& m,
                 const std::vector<Tape>& inputs, const Knobs& k) {
  const Network net = compile(machine_of(m));
  Compared c{name, m.states.size(), m.signs.size(), net.b.n_elem};
  c.longest = Vector(k.length + 1, arma::fill::zeros);
  Progress progress("inputs", inputs.size());
  for (const Tape& input : inputs) {
    const Run run = run_both(m, net, input, k.limit);
    if (!run.stopped)
      throw std::runtime_error(name + ": not at its end within the limit");
    c.inputs += 1;
    c.steps += run.steps;
    c.network_steps += run.network_steps;
    c.same += run.steps - run.different;
    c.places = std::max(c.places, run.places);
    double& most = c.longest(std::min<Index>(input.right.size(), k.length));
    most = std::max(most, static_cast<double>(run.steps));
    progress.tick();
  }
  return c;
}

// A 2-tag system, as Rogozhin writes it: b1b1bb says that a becomes aa; its
// word is aae, from the tenth sign on, and it stops at e.
const std::string tag_system = "<bb1b1bbb1c1c11111";

Found measure(const Knobs& k) {
  Found f;
  if (k.machine != all) {
    f.own = read_turing(k.machine);
    f.run = run_both(f.own, compile(machine_of(f.own)),
                     tape_of(symbols_of(f.own, k.input), k.head), k.limit);
    return f;
  }
  if (!k.input.empty() || k.head != 1)
    throw std::invalid_argument("input, head: expected a machine, too");
  const std::vector<std::pair<std::string, std::string>> signs_of{
      {"increment", "01"}, {"palindrome", "ab"}, {"copier", "1"}};
  for (const auto& [name, signs] : signs_of) {
    const Turing m = read_turing(machine_file(name));
    f.machines.push_back(compare(name, m, tapes_of(m, signs, k.length), k));
  }
  const Turing m = read_turing(machine_file("universal"));
  f.machines.push_back(
      compare("universal", m, {tape_of(symbols_of(m, tag_system), 10)}, k));
  return f;
}

void show_own(Experiment& lab, const Found& f) {
  for (const Tape& tape : f.run.tapes) lab.print(text_of(f.own, tape));
  const std::string steps = " after " + std::to_string(f.run.steps) + " steps";
  if (f.run.different > 0)
    throw std::runtime_error("another tape than the table's" + steps);
  lab.answer((f.run.stopped ? "stopped" : "still going") + steps);
}

void show(Experiment& lab, const Found& f, const Knobs& k) {
  if (k.machine != all) return show_own(lab, f);
  Table table{{"machine", "states", "signs", "units", "inputs",
               "steps of the machine", "of the network", "binary places"},
              {}};
  Figure figure("11-turing", "");
  figure.x_label("signs of the input").y_label("most steps of the network");
  const Vector n = arma::regspace(0, static_cast<double>(k.length));
  for (const Compared& c : f.machines) {
    std::vector<std::string> row{c.name};
    for (const Index number : {c.states, c.signs, c.units, c.inputs, c.steps,
                               c.network_steps, c.places})
      row.push_back(std::to_string(number));
    table.rows.push_back(row);
    if (c.name != "universal")
      figure.line(n, steps_of_one * c.longest, c.name,
                  static_cast<Colour>(table.rows.size()));
  }
  lab.value("universal_units", std::to_string(f.machines.back().units));
  lab.table("machines", table);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f, const Knobs& k) {
  if (k.machine != all) return;
  double same = 0, steps = 0, of_network = 0;
  for (const Compared& c : f.machines) {
    same += double(c.same);
    steps += double(c.steps);
    of_network += double(c.network_steps);
  }
  lab.claim("steps with another tape", steps - same, equal_to(0));
  lab.claim("steps of the network for one of the machine", of_network / steps,
            equal_to(4));
  lab.claim("units of the universal machine", double(f.machines.back().units),
            between(200, 885));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("11-turing",
                 "A Turing machine's table becomes a network that has the same "
                 "tape after each step, on all inputs up to the length, and "
                 "takes four steps for each of the machine's; for a universal "
                 "one fewer than 886 units do");
  Knobs k;
  lab.knob("machine", k.machine, "a table of your own, a file; or all");
  lab.knob("input", k.input, "what stands on its tape");
  lab.knob("head", k.head, "the sign of it that the head begins on");
  lab.knob("length", k.length, "of the longest inputs", {}, {1, 12});
  lab.knob("limit", k.limit, "most steps of a run", {}, {1, 10000});
  return lab.run(argc, argv, k, measure, show, claim);
}
