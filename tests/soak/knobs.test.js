// Every knob of every program states its range and refuses what is outside. With
// UNROLLED_ENDS=seconds in the environment, it is tried at both ends, too, for so
// long each: a program comes out, or says in one line why not.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { spawnSync } = require("node:child_process");
const { test } = require("node:test");
const { programsOf } = require("../../plots/run.js");

const root = path.join(__dirname, "../.."), build = process.env.UNROLLED_BUILD || path.join(root, "build/release");
const seconds = Number(process.env.UNROLLED_ENDS || 0);
const out = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-"));
process.on("exit", () => fs.rmSync(out, { recursive: true, force: true }));

function run(program, words, limit = 20, folder = out) {
  const script = `ulimit -v 8388608; exec timeout -s KILL ${limit} "$@"`, env = { ...process.env, OPENBLAS_NUM_THREADS: "1" };
  return spawnSync("sh", ["-c", script, "sh", path.join(build, program), ...words, "--out", folder], { cwd: root, env, encoding: "utf8" });
}

// [{name, lowest, highest}] as --help states them; without what takes words.
function knobsOf(program) {
  const help = run(program, ["--help"]).stdout;
  const numbers = [...help.matchAll(/^ +--([\w-]+) (?:FLOAT|UINT)((?::\S+ to [^\s=]+)?)/gm)];
  return numbers.map(([, name, range]) => {
    const [, lowest, highest] = /^:(\S+) to (\S+)$/.exec(range) || assert.fail(`${program} --${name}: states no range`);
    return { name, lowest: Number(lowest), highest: Number(highest) };
  });
}

const isOneLine = (text) => /^[^\n]+\n$/.test(text);

for (const program of programsOf(root))
  test(`The knobs of ${program} refuse what is outside their range`, () => {
    for (const [i, { name, lowest, highest }] of knobsOf(program).entries()) {
      const wrong = [2 * highest + 1, ["nan", lowest - 1, "1e308", "99999999999999999999", "word"][i % 5]];
      for (const value of wrong) {
        const { status, stdout, stderr } = run(program, [`--${name}=${value}`]);
        assert(status === 2 && stdout === "" && isOneLine(stderr) && stderr.includes(`--${name}: expected a`) && stderr.includes(`'${value}'`),
          `${program} --${name}=${value}: ${status} ${stderr}`);
      }
      for (const value of seconds ? [lowest, highest] : []) {
        const { status, signal, stderr } = run(program, [`--${name}=${value}`], seconds);
        if (signal === "SIGKILL" || status === 137 || status === 0) continue;
        const said = stderr.split("\n").filter((line) => line && !line.startsWith(`${program}: does not hold: `));
        const stated = said.length === 0 || said.length === 1 && said[0].startsWith(`${program}: with --${name} `);
        assert((status === 1 || status === 2) && stated && !/Mat::|::|arma|bad_alloc|\w\(\):/.test(said.join("")),
          `${program} --${name}=${value}: ${status} ${signal} ${said.join(" / ")}`);
      }
    }
  });

test("Where a terminal takes colours the paths have theirs, and elsewhere there are none", () => {
  const said = (program, env) => spawnSync("script", ["-qec", path.join(build, program) + (program === "02-work" ? "" : ` --out ${out}`), "/dev/null"],
    { encoding: "utf8", env: { ...process.env, TERM: "xterm", NO_COLOR: "", ...env } }).stdout;
  const inColour = (text) => [...text.matchAll(/\x1b\[38;5;(\d+)m([^\n\x1b]*)/g)].map(([, number, words]) => `${number} ${words}`);
  const sheet = inColour(said("02-work", {}));
  for (const line of ["33 Forward", "166 Paths to W", "35 L(3) through 3", "169 L(3) through 3, 2", "172 L(3) through 3, 2, 1"]) assert(sheet.includes(line), line);
  assert(!sheet.some((line) => line.includes("U = [")));
  assert(inColour(said("01-mazur", {})).includes("33 Held"));
  for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) assert(!said("02-work", env).includes("\x1b"));
  assert(!run("01-mazur", []).stdout.includes("\x1b"));
});

// A worked example with gradients in it: numbers copied from the sheet, with so
// many digits, in which one block may be another.
function brought(room, digits, changed = {}) {
  const program = path.join(build, room.slice(0, 2) + "-work"), file = path.join(out, "mine.json");
  const example = JSON.parse(fs.readFileSync(path.join(root, "chapters", room, "example.json"), "utf8"));
  const sheet = JSON.parse(spawnSync(program, ["--json"], { encoding: "utf8" }).stdout);
  const copied = (value) => (Array.isArray(value) ? value.map(copied) : Number(value.toPrecision(digits)));
  for (const key of Object.keys(sheet)) if (/^d/.test(key) && key !== "delta") example[key] = copied(changed[key] ? changed[key](sheet[key]) : sheet[key]);
  fs.writeFileSync(file, JSON.stringify(example));
  return spawnSync(program, [file], { encoding: "utf8" });
}

test("A gradient copied from the sheet is right with any number of digits, and a mistake is named", () => {
  const negative = (value) => (Array.isArray(value) ? value.map(negative) : -value);
  for (const room of fs.readdirSync(path.join(root, "chapters")).filter((name) => fs.existsSync(path.join(root, "chapters", name, "work.cpp"))))
    for (const digits of [2, 3, 6, 12, 17]) {
      const right = brought(room, digits), wrong = brought(room, digits, { db: negative, dbf: negative, dWv: negative });
      assert(right.status === 0 && right.stdout.includes("right") && !right.stdout.includes("wrong"), `${room} ${digits}: ${right.stderr}`);
      assert(wrong.status === 1 && /wrong: (layer \d: )?your d(bf?|Wv) is the true one with the opposite sign/.test(wrong.stdout), `${room} ${digits}: ${wrong.stdout.slice(-900)}${wrong.stderr}`);
    }
});

test("Own data have figures of their own, and nothing speaks of sunspots", () => {
  const own = fs.mkdtempSync(path.join(out, "own")), data = path.join(own, "prices.csv");
  fs.writeFileSync(data, "year,price\n" + Array.from({ length: 60 }, (_, i) => `${1900 + i},${50 + 9 * Math.sin(i / 20)}\n`).join(""));
  const { status, stdout, stderr } = run("03-sunspots", ["--data", data, "--steps", "2", "--seeds", "1"], 20, own);
  assert(status === 1 && stdout.includes(`It does not hold with --data ${data} --steps 2 --seeds 1: The network beats persistence`), stdout + stderr);
  assert(!/sunspot/.test(stdout + stderr.replace(/^03-sunspots: /gm, "")), stdout + stderr);
  assert.deepStrictEqual(fs.readdirSync(own).filter((name) => name.endsWith(".svg")), ["03-own_series.svg", "03-own_series_free.svg", "03-own_series_misses.svg"]);
});

test("Away from the printed knobs a figure holds all that was found, and a length is the one that was run", () => {
  for (const [program, ...words] of [["08-variance", "--keep", "0.95"], ["09-agreement", "--embed", "0", "--updates", "1"],
    ["09-blank", "--updates", "1"], ["09-letters", "--updates", "1"]]) {
    const { stdout, stderr } = run(program, words), drawn = (ending) => fs.readFileSync(path.join(out, program + ending), "utf8");
    assert(stdout.includes("figure: "), stdout + stderr);
    const [low, high] = /yrange \[(.*):(.*)\]/.exec(drawn(".gp")).slice(1).map(Number);
    const found = drawn(".csv").trim().split("\n").slice(2).map((line) => Number(line.split(",").pop()));
    assert(found.length && found.every((y) => low <= y && y <= high), `${program}: ${low} to ${high}, got ${found}`);
  }
  assert(/^1 .*\n3 .*\n6 .*\n12 .*\n24 /m.test(run("10-parity", ["--trained", "3", "--updates", "10"]).stdout));
  assert(run("11-turing", ["--input", "01"]).stderr.includes("input, head: expected a machine, too"));
});

test("An exit code means what the guide's table says", () => {
  const guide = fs.readFileSync(path.join(root, "docs/running.md"), "utf8").split("| exit code |")[1].split("\n\n")[0], file = path.join(out, "none.json");
  const codes = (table, words) => [...table.matchAll(/^\| (\d) \| (.*) \|$/gm)].filter(([, , meaning]) => meaning.includes(words)).map(([, code]) => Number(code));
  const negative = (value) => (Array.isArray(value) ? value.map(negative) : -value);
  for (const [words, { status }] of [["fine", run("01-mazur", ["--help"])], ["a claim did not hold", run("01-mazur", ["--rate", "0.01"])], ["usage", run("01-mazur", ["--rat"])],
    ["a comparison failed", brought("01-backpropagation", 6, { db: negative })], ["a run failed", run("02-state_update", ["--rate", "4"])],
    ["input", spawnSync(path.join(build, "02-work"), [file])]]) {
    assert.deepStrictEqual(codes(guide, words), [status], words);
    assert.notDeepStrictEqual(codes(guide.replace(`| ${status} |`, "| 3 |"), words), [status]);
  }
});

test("A training that diverges says at which step, and is no bad input", () => {
  const { status, stderr } = run("02-state_update", ["--rate", "4"]);
  assert.strictEqual(status, 1);
  assert(/^02-state_update: with --rate 4: it diverged: \w+ is not finite after step \d+ of the descent\n$/.test(stderr), stderr);
});

test("Progress at a terminal is gone before anything else is said", () => {
  const { stdout } = spawnSync("script", ["-qec", `${path.join(build, "03-sunspots")} --steps 20 --seeds 2 --out ${out}`, "/dev/null"], { encoding: "utf8", env: { ...process.env, TERM: "xterm" } });
  const [before, after] = stdout.split("forecast ");
  assert(before.startsWith("\rfitting ") && before.endsWith("\r\x1b[K") && !after.includes("fitting"), JSON.stringify(before.slice(-80)));
});

test("Help and results on a full disk are one line and exit 1", () => {
  for (const word of ["--help", "--out=" + out]) {
    const full = fs.openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(path.join(build, "01-mazur"), [word], { stdio: ["ignore", full, "pipe"], encoding: "utf8" });
    fs.closeSync(full);
    assert.deepStrictEqual([status, stderr], [1, "01-mazur: standard output: it can't be written\n"]);
  }
});
