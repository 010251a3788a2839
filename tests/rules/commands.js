// What is printed as a command means something: its word, chapter, program, options
// and files are there, and so are presets, targets and packages. Whatever can be
// said is told in the guides, too.
"use strict";
const fs = require("fs");
const path = require("path");
const { eachBlock, eachPiece, parse, resolve } = require("../../docs/reader.js");

const help = "docs/help.txt", running = "docs/running.md", setUp = "docs/set-up.sh";
const flags = /^--(accept|anyway|blank|help|hint|json|quick|reset|solution|text|watch|workflow|wrong|yes)$/;

// Packages, where the tree asks for each, and how; some are the reader's choice.
const packages = [
  ["g++", "CMakeLists.txt", "LANGUAGES CXX"],
  ["cmake", "CMakeLists.txt", "cmake_minimum_required"],
  ["ninja-build", "CMakePresets.json", '"Ninja"'],
  ["libarmadillo-dev", "CMakeLists.txt", "find_package(Armadillo"],
  ["libopenblas-dev", "CMakeLists.txt", "OPENBLAS_NUM_THREADS"],
  ["catch2", "CMakeLists.txt", "find_package(Catch2"],
  ["gnuplot-nox", "common/figure.cpp", '"gnuplot"'],
  ["libgnuplot-iostream-dev", "common/CMakeLists.txt", "find_path(GNUPLOT_IOSTREAM"],
  ["libboost-iostreams-dev", "CMakeLists.txt", "find_package(Boost REQUIRED CONFIG COMPONENTS iostreams filesystem)"],
  ["libboost-filesystem-dev", "CMakeLists.txt", "find_package(Boost REQUIRED CONFIG COMPONENTS iostreams filesystem)"],
  ["libcli11-dev", "CMakeLists.txt", "find_package(CLI11"],
  ["libfmt-dev", "CMakeLists.txt", "find_package(fmt"],
  ["nlohmann-json3-dev", "CMakeLists.txt", "find_package(nlohmann_json"],
  ["doxygen", "docs/CMakeLists.txt", "find_package(Doxygen"],
  ["graphviz", "docs/CMakeLists.txt", "Doxygen::dot"],
  ["nodejs", "CMakeLists.txt", "find_program(NODE"],
  ["node-markdown-it", "docs/reader.js", 'load("markdown-it")'],
  ["libjs-katex", "docs/math.js", "katex"],
  ["fonts-katex", "docs/math.js", "fonts"],
  ["libtorch-dev", "tests/bench/CMakeLists.txt", "torch/torch.h", "optional"],
  ["libeigen3-dev", "tests/bench/CMakeLists.txt", "Eigen/Core", "optional"],
  ["python3-torch", "tests/notes/pytorch.sh", "python3", "optional"],
  ["chromium", "book", "command -v chromium", "optional"],
];

const all = (text, pattern) => [...text.matchAll(pattern)].map((m) => m[1]);
const sorted = (words) => words.filter(Boolean).sort().join(" ");

// The tree, with its texts as they stand.
function readTexts(tree) {
  const full = (file) => path.join(tree.root, file);
  const read = (file) => (fs.existsSync(full(file)) ? fs.readFileSync(full(file), "utf8") : "");
  const list = (folder) => (fs.existsSync(full(folder)) ? fs.readdirSync(full(folder)) : []).map((name) => `${folder}/${name}`);
  const presets = (kind) => (JSON.parse(read("CMakePresets.json") || "{}")[kind + "Presets"] || [])
    .filter(({ hidden }) => !hidden).map(({ name }) => name);
  const room = (number) => tree.chapters.find((name) => Number(name.slice(0, 2)) === Number(number));
  return { ...tree, read, list, presets, room, there: (file) => fs.existsSync(full(file)) };
}

// What is printed: [{file, line} and text of a command, or option, or link].
function printed({ read, list, chapters }) {
  const out = [], rooms = chapters.map((name) => "chapters/" + name);
  const look = (file) => {
    const blocks = parse(read(file), file, 1, []);
    eachBlock(blocks, ({ kind, lang, text, command, line, src }) => {
      if (kind === "run") out.push({ file, line, text: command });
      if (kind === "figure" && file === "README.md") out.push({ file, line, link: src });
      for (const [i, row] of (kind === "code" ? text.split("\n") : []).entries())
        if (row.startsWith("$ ") || lang === "sh" && row) out.push({ file, line: line + 1 + i, text: row.replace(/^\$ /, "") });
    });
    eachPiece(blocks, ({ kind, text, line, target, inline }) => {
      if (kind === "code" && /^(\.\/book|cmake|ctest|apt-get|node) /.test(text) && !/ N\b/.test(text)) out.push({ file, line, text: text.replace(/^(\.\/book run)$/, "$1 1") }); // a word alone is named, not said
      if (kind === "code" && /^--[a-z]/.test(text)) out.push({ file, line, option: text.split(" ")[0] });
      if (kind === "code" && /^build\//.test(text)) out.push({ file, line, made: text });
      if (kind === "link" && file === "README.md") out.push({ file, line, link: target, label: inline.map((piece) => piece.text).join("") });
    });
  };
  ["README.md", "tests/exercises/session.md", ...list("docs").filter((file) => file.endsWith(".md")), ...rooms.map((room) => room + "/page.md"),
    ...rooms.flatMap((room) => list(room + "/exercises").map((folder) => folder + "/text.md"))].forEach(look);
  read(help).split("\n").forEach((row, i) => {
    const at = { file: help, line: i + 1 };
    for (const text of row.split(/ {2,}/)[0].split(", ")) // N is chapter 1, what may be said is not
      if (text.startsWith("./book"))
        out.push({ ...at, text: text.replace(/ \[[^-].*?\]| \[-R name\]| program/g, "").replace("N-M", "1-1").replace(/\[?\bN\b\]?/, "1").replace(/[[\]]/g, "") });
    for (const option of row.match(/--[a-z]+/g) || []) out.push({ ...at, option });
  });
  return out.map((one) => ({ ...one, words: ((one.text || "").replace(/ #.*| > .*/, "").match(/"[^"]*"|\S+/g) || []).map((word) => word.replace(/"/g, "")) }));
}

// The words of ./book and their options, from the code that takes them.
function vocabulary({ read, sources }) {
  const knobs = ({ lines }) => all(lines.join("\n"), /\bknob\("([\w-]+)"/g), added = (file) => all(read(file), /add_(?:option|flag)\(\s*"--(\w+)"/g);
  return {
    words: all(read("book"), /^ {2}([a-z][a-z |]*)(?: \| -h.*)?\)/gm).flatMap((label) => label.split(" | ")),
    options: {
      test: ["R"], plots: ["accept"], mutants: ["jobs", "programs"], run: added("common/experiment.cpp"), work: added("common/sheet/work.cpp"),
      bench: all(read("tests/bench/bench.js"), /^ {2}--(\w+) /gm),
      exercise: ["anyway", ...all((/wishes = \[.*\]/.exec(read("tests/exercises/exercises.js")) || [""])[0], /"(\w+)"/g)],
    },
    // A program's own knobs, and those that its chapter keeps for several.
    knobs: (program = "") => sources.filter(({ file, lines }) => file.startsWith("chapters/" + program.slice(0, 3)) &&
      (!program || file.endsWith(`/${program.slice(3)}.cpp`) || !lines.some((line) => line.startsWith("int main(")))).flatMap(knobs),
  };
}

// What is wrong with a command of ./book, or "".
function ofBook(tree, { words, options, knobs }, file, [word = "all", ...rest]) {
  if (!words.includes(word)) return `no word '${word}', expected one of ${words.join(", ")}`;
  const named = rest.filter((text) => /^-/.test(text));
  const [first, second, ...more] = rest.filter((text, i) => !/^-/.test(text) && !(/^-/.test(rest[i - 1]) && (word === "run" || !flags.test(rest[i - 1]))));
  const room = tree.room(first), program = room && second && `${room.slice(0, 3)}${second}`, running = word === "run" || word === "sweep";
  const most = { run: 2, sweep: 2, work: 2, exercise: 1, plots: 1, mutants: 1, open: 1 }[word] || 0;
  if (more.length || [first, second][most]) return `'${more[0] || [first, second][most]}', expected at most ${most} words after '${word}'`;
  // What the guide to adding makes is not there yet.
  const made = all(tree.read(file), /chapters\/NN-name\/(?:exercises\/)?(\w+)(?:\.cpp|\/)/g);
  const [chapter, at] = String(first).split("-"), exercise = word === "exercise" || word === "open" && /^\d+-\d+$/.test(first);
  if (word === "open" && first && !exercise && !room)
    return [`plots/${first}.svg`, `docs/${first}.md`].some(tree.there) ? "" : `nothing to open called ${first}, expected a chapter, an exercise, a figure or a page`;
  if (exercise && !tree.there(`chapters/${tree.room(chapter)}/exercises/${at}`) && !made.includes(at)) return `no exercise ${first}`;
  if (!exercise && word !== "open" && (first || running) && !room) return `no chapter ${first}, expected one of ${tree.chapters.join(", ")}`;
  if (running && program && !tree.programs.has(program) && !made.includes(second)) return `no program ${program}, expected one of chapters/`;
  if (word === "work" && room && !tree.there(`chapters/${room}/work.cpp`)) return `no worked example in chapter ${first}`;
  const known = ["yes", "lang", "help", ...(options[word] || []), ...(running && program ? knobs(program) : [])];
  const wrong = named.find((option) => !known.includes(option.replace(/^--?/, "")));
  if (wrong) return `no option ${wrong}, expected one of ${known.join(", ")}`;
  const test = (rest[rest.indexOf("-R") + 1] || "").replace(/\d-\d/, ""); // of any exercise
  const tests = [...["tests", ...tree.list("tests")].map((folder) => tree.read(folder + "/CMakeLists.txt")), ...tree.tests.map(({ name }) => name)];
  return named.includes("-R") && !tests.some((text) => text.includes(test)) ? `no test whose name has '${test}'` : "";
}

// The same of other commands.
function ofOthers({ presets, there }, asked, [command, ...rest]) {
  if (command === "cmake" || command === "ctest") {
    const kind = command === "ctest" ? "test" : rest.includes("--workflow") ? "workflow" : rest.includes("--build") ? "build" : "configure";
    const name = rest[rest.indexOf("--preset") + 1];
    return presets(kind).includes(name) ? "" : `no preset '${name}' to ${kind}, expected one of ${presets(kind).join(", ")}`;
  }
  if (command === "apt-get") {
    const wrong = rest.filter((word) => !/^-|^install$|^update$/.test(word)).find((name) => !asked.some(([known]) => known === name));
    return wrong ? `nothing in the tree asks for ${wrong}` : "";
  }
  if (/node$|python3$/.test(command)) return there(rest[0]) ? "" : `no script ${rest[0]}`;
  return command === "cp" ? "" : `'${command}', expected ./book, cmake, ctest, apt-get, cp, node or python3`;
}

// Each command, option and link leads somewhere; and what can be said is told.
function commands(root) {
  const tree = readTexts(root), told = printed(tree), known = vocabulary(tree), found = [];
  const asked = packages.filter(([, file, text]) => tree.read(file).includes(text));
  const every = ["yes", "lang", "help", ...Object.values(known.options).flat(), ...known.knobs()];
  const left = all(tree.read("book"), /\$build\/([\w./-]+)/g).map((name) => "build/release/" + name);
  for (const { file, line, text, words, option, link, label, made } of told) {
    const tell = (what) => found.push({ file, line, what });
    const gone = words.find((word) => /^(chapters|common|docs|plots|tests)\//.test(word) && !tree.there(word));
    const wrong = !text ? "" : gone ? "no " + gone : words[0] === "./book" ? ofBook(tree, known, file, words.slice(1)) : ofOthers(tree, asked, words);
    if (wrong) tell(`${words.join(" ")}: ${wrong}`);
    if (option && !every.includes(option.slice(2))) tell(`no option ${option}`);
    if (made && !["build/", "build/release", ...left].includes(made)) tell(`no ${made}, expected what ./book makes`);
    const { wrong: lost, page } = link ? resolve(tree.book, file, link) : {};
    if (lost) tell(lost);
    const right = page && label && (page.chapter ? label.startsWith(`${page.chapter} `) : ` ${page.title} ${link} `.includes(` ${label} `));
    if (page && label && !right) tell(`'${label}' leads to '${page.title}'`);
  }
  for (const file of ["README.md", running])
    for (const name of all(tree.read(file), /\bpackage `([^`]*)`/g).filter((one) => !asked.some(([known]) => known === one)))
      found.push({ file, line: 1, what: `the package ${name}, which nothing in the tree asks for` });
  const untold = (file, what) => { if (tree.there(file)) found.push({ file, line: 1, what: what + " is not told, expected it" }); };
  for (const file of [help, running])
    for (const word of known.words.filter((name) => name !== "all"))
      if (!told.some(({ words, file: at }) => at === file && words[1] === word)) untold(file, "./book " + word);
  for (const word of ["work", "bench", "exercise"])
    for (const name of known.options[word].map((name) => "--" + name))
      if (!told.some(({ file, option, words }) => file.endsWith(".md") && (option === name || words.includes(name)))) untold(running, `${name} of ./book ${word}`);
  for (const preset of tree.presets("configure"))
    if (!new RegExp(`\`(cmake --preset )?${preset}\``).test(tree.read(running))) untold(running, "the preset " + preset);
  return found;
}

// A table of targets names those that CMake makes.
function targets(root) {
  const { read, list, there, book, programs } = readTexts(root), found = [];
  const made = ["", ...["common", "chapters", "docs", "tests", ...list("tests")].map((folder) => folder + "/")]
    .flatMap((folder) => all(read(folder + "CMakeLists.txt"), /add_(?:custom_target|executable)\(([\w-]+)/g));
  const known = (name) => made.includes(name) || [...programs].some((program) => [program, "figures-" + program, "figures-" + program.slice(0, 2)].includes(name)) ||
    name.startsWith("test-") && there("tests/" + name.slice(5));
  for (const page of book.pages)
    eachBlock(page.blocks, ({ kind, head, rows, file }) => {
      for (const { line, cells } of kind === "table" && head[0].some(({ text }) => text === "target") ? rows : [])
        for (const { kind: piece, text } of cells[0])
          if (piece === "code" && !known(text)) found.push({ file, line, what: `no target ${text}, expected one that CMake makes` });
    });
  return found;
}

// The packages that set-up installs are those that the tree asks for, and that the
// README lists; whatever CMake demands is in one of them.
function listed(root) {
  const { read } = readTexts(root), found = [];
  const set = sorted((/^packages="([^"]*)"/m.exec(read(setUp)) || ["", ""])[1].split(/\s+/));
  const same = (file, got, expected) => { if (got !== expected) found.push({ file, line: 1, what: `the packages ${got}, expected ${expected}` }); };
  same(setUp, set, sorted(packages.filter(([, file, text, optional]) => !optional && read(file).includes(text)).map(([name]) => name)));
  same("README.md", sorted((/The packages are `([^`]*)`/.exec(read("README.md")) || ["", ""])[1].split(/\s+/)), set);
  for (const file of ["CMakeLists.txt", "common/CMakeLists.txt", "docs/CMakeLists.txt"])
    for (const demand of all(read(file), /^(find_\w+\(.*REQUIRED.*\))/gm))
      if (!packages.some(([, , text]) => demand.startsWith(text))) found.push({ file, line: 1, what: `${demand} is in no package that set-up installs` });
  return found;
}

// The keys of a worked example, their words and the gradients that may be brought are
// those that its table in the code has: in the guide's first row of the chapter.
function keys(root) {
  const { read, sources, book } = readTexts(root), found = [], text = read(running);
  const page = book.pages.find(({ file }) => file === running), rows = new Map();
  eachBlock(page ? page.blocks : [], ({ kind, head, rows: all }) => {
    for (const { line, cells } of kind === "table" && head[0].some((piece) => piece.text === "chapter") ? all : [])
      if (!rows.has(cells[0][0].text)) rows.set(cells[0][0].text, { line, words: cells[1].filter((piece) => piece.kind === "code").map((piece) => piece.text) });
  });
  for (const { file, lines } of sources.filter(({ file }) => /^(chapters|common\/sheet)\/[^/]*(\/[^/]*)?$/.test(file))) {
    const [, table, given] = /R"\(\s*([^"]*?)\s*(gradients: [^"]+)\)"/.exec(lines.join("\n")) || [], number = String(Number((/^chapters\/(\d\d)/.exec(file) || [0, 3])[1]));
    const bare = (text) => (text || "").replace(/ if .*$/gm, ""), gradients = bare(given).replace(/\s*gradients: /g, " ").trim();
    const names = bare(table).split("\n").flatMap((line) => [...line.trim().split(/[?:]| notes/)[0].split(" "),
      ...(line.includes(" | ") ? line.split(":")[1].split(" | ").map((word) => word.split(" ").pop()) : [])]);
    const row = table && rows.get(number), said = row && new RegExp(`as ([^,;:]*) for chapter${number === "3" ? "s 2 to 4" : " " + number}`).exec(text);
    const same = (line, got, expected) => { if (got !== expected) found.push({ file: running, line, what: `the keys ${got}, expected ${expected} as in ${file}` }); };
    if (row) same(row.line, sorted([...new Set(row.words)]), sorted([...new Set(names)]));
    if (row) same(row.line, sorted(said ? all(said[1], /`(\w+)`/g) : []), sorted(gradients.split(" ").map((name) => "d" + name)));
  }
  return found;
}

module.exports = { commands, targets, packages: listed, keys };
