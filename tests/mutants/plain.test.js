// Lines that are no equations: what is changed of them, and how it is switched on.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const fs = require("fs");
const os = require("os");
const path = require("path");
const { header } = require("./changes.js");
const { outcomeOf, run } = require("./mutants.js");
const { plainChanges, withPlain } = require("./plain.js");

// What stands in this file must not itself end in an equation's number.
const numbered = "  y = 2 * y;  // " + "(1.1)\n";
const program = `#include <algorithm>
#include <cstdio>
#include <vector>
struct Knobs { int seed = 3; double rate = 0.5; }; struct Progress { Progress(int) {} };
double measure(const Knobs& k, int n) {
  std::vector<double> all{1, 5}; Progress bar(4);
  double y = n - k.seed, z{2};
  if (n < k.seed) return 0;
  for (int i = 0; i < n; ++i) y += k.rate;  // 7 times 0.5
  const double most = *std::max_element(all.begin(), all.end()) * 2;
${numbered}  std::puts("1 < 2");
  return y + std::min(most, 3.0) + all.front() + z;
}
void show(double x) {
  std::printf("%g", 3 * x);
}
void claim(double x) {
  if (x > 0x1p+2) std::puts("FAILED:");
}
int main() {
  Knobs k;
  return measure(k, 7) == 21 ? 0 : (claim(5), 1);
}
`;
const changes = plainChanges(program).map((c, i) => ({ ...c, id: i + 1 }));
const found = changes.map(({ line, from, to }) => `${line}: ${from} -> ${to}`);

test("Knobs, splits, conditions and metrics are changed; equations, comments, texts and what is shown are not", () => {
  assert.deepEqual(found, ["4: 3 -> 4", "4: 0.5 -> 2 * 0.5", "6: 1 -> 2", "6: 5 -> 6", "7: 2 -> 3", "8: < -> <=", "8: 0 -> 1", "9: < -> <=",
    "9: += -> -=", "10: * -> /", "10: 2 -> 3", "13: + -> -", "13: min -> max", "13: 3.0 -> 2 * 3.0", "13: + -> -", "13: front -> back", "13: + -> -",
    "19: > -> >="]);
});

test("The head of a loop that a pragma speaks of stays", () => {
  const loop = (pragma) => `double f(int n) {\n${pragma}\n  for (int i = 0; i < n; ++i) g(i);\n}\n`;
  assert.deepEqual([loop(""), loop("#pragma omp simd")].map((text) => plainChanges(text).length), [1, 0]);
});

test("All changes are compiled at once, and each does what it says", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-plain-"));
  fs.mkdirSync(path.join(folder, "common"));
  fs.writeFileSync(path.join(folder, "common/unrolled_mutants.hpp"), header);
  fs.writeFileSync(path.join(folder, "a.cpp"), withPlain(program, changes, "a.cpp"));
  const built = await run(["c++", "-std=c++20", "-w", "-I" + folder, "-o", folder + "/a", folder + "/a.cpp"]);
  assert.equal(built.code, 0, built.output);
  const outcome = async (id) => outcomeOf(await run([folder + "/a"], { UNROLLED_MUTANT: String(id) }));
  assert.equal(await outcome(0), "survived");
  const survived = [];
  for (const { id } of changes) if (await outcome(id) === "survived") survived.push(found[id - 1]);
  // Nothing here depends on these.
  assert.deepEqual(survived, ["6: 5 -> 6", "8: < -> <=", "8: 0 -> 1", "10: 2 -> 3", "19: > -> >="]);
  fs.rmSync(folder, { recursive: true });
});
