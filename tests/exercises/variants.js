// Typical mistakes, each written once: chapters/NN-name/mistakes.txt.
//
//     ## no-recurrence
//     Your {} is the true one without the recurrent term.
//     zh: ...
//     exercises/3/solution.cpp
//     -     from_later = W.t() * dz;
//     +     from_later.zeros();
//
// An entry has an id; what it says ({} stands for the name of the quantity
// that is wrong); and, for each right code in which it can be made, lines as
// they stand there (-), which must stand there exactly once, one below the
// other, and what they are made (+; none: they are left out). Blanks and
// comments at a line's end do not count. A line that begins with # is a remark.
//
// From this come, in C++, copies of the right code with one mistake each, and
// a table of them: for the check of an exercise (answer), and for a chapter's
// own derivation (table).
"use strict";
const fs = require("fs");
const path = require("path");

const bare = (line) => line.replace(/\/\/.*$/, "").replace(/\s+/g, " ").trim();
const linesOf = (file) => fs.readFileSync(file, "utf8").split("\n");

// The entries of a chapter: [{id, says, zh, file, line, uses}], where uses is
// [{file, hunks: [{line, old, made}]}].
function mistakes(chapter) {
  const file = path.join(chapter, "mistakes.txt");
  if (!fs.existsSync(file)) return [];
  const entries = [];
  const stop = (i, what) => {
    throw new Error(`${file}:${i + 1}: ${what}`);
  };
  let entry, use, hunk;
  linesOf(file).forEach((line, i) => {
    const words = line.trim();
    if (words === "" || /^#( |$)/.test(words)) return;
    const heading = /^## ([A-Za-z][A-Za-z0-9-]*)$/.exec(words);
    if (heading) {
      if (entries.some((e) => e.id === heading[1]))
        stop(i, `there is another mistake '${heading[1]}'`);
      entry = {id: heading[1], says: "", zh: "", file, line: i + 1, uses: []};
      use = hunk = undefined;
      entries.push(entry);
    } else if (!entry) {
      stop(i, "expected '## id' before anything else");
    } else if (/^[\w/.-]+\.(cpp|hpp)$/.test(words)) {
      if (!fs.existsSync(path.join(chapter, words)))
        stop(i, `there is no file ${words}`);
      use = {file: words, hunks: []};
      hunk = undefined;
      entry.uses.push(use);
    } else if (/^[-+]/.test(words) && use) {
      const old = words[0] === "-";
      if (old && (!hunk || hunk.made))
        use.hunks.push((hunk = {line: i + 1, old: []}));
      if (!hunk) stop(i, "expected a line as it stands (-) first");
      if (old) hunk.old.push(words.slice(2));
      else (hunk.made ||= []).push(words.slice(2));
    } else if (use) {
      stop(i, "expected a line with -, one with +, or a file");
    } else if (words.startsWith("zh:")) {
      entry.zh += words.slice(3).trim();
    } else {
      entry.says += (entry.says ? " " : "") + words;
    }
  });
  for (const e of entries)
    if (!e.says || !e.uses.length || e.uses.some((u) => !u.hunks.length))
      stop(e.line - 1, `'${e.id}' lacks what it says, a file, or its lines`);
  return entries;
}

// The lines of a source with an entry's mistake made in them; a compiler
// shows the list's own lines for those.
function madeWrong(lines, source, entry, use) {
  const wrong = lines.slice();
  for (const {line, old, made} of use.hunks) {
    const places = [];
    for (let i = 0; i + old.length <= lines.length; ++i)
      if (old.every((text, j) => bare(text) === bare(lines[i + j])))
        places.push(i);
    if (places.length !== 1)
      throw new Error(
          `${entry.file}:${line}: '${old[0].trim()}' stands ` +
          `${places.length} times in ${source}, expected once`);
    wrong[places[0]] = `#line ${line + old.length} "${entry.file}"\n` +
        (made || []).join("\n") +
        `\n#line ${places[0] + old.length + 1} "${source}"`;
    for (let j = 1; j < old.length; ++j) wrong[places[0] + j] = undefined;
  }
  return wrong.filter((text) => text !== undefined);
}

// Functions that a text declares (end ;) or defines (end {): {name, head}.
function functions(text, end) {
  const head = /^(?!return|using|namespace|struct|class|enum|template)(?:[\w:<>,&*]+ )+?[&*]*([A-Za-z_]\w*)\(([^;{}]*?)\)( const)?\s*([;{])/gm;
  return [...text.matchAll(head)]
      .filter((m) => m[4] === end)
      .map((m) => ({name: m[1], at: m.index, head: m[0].slice(0, -1).trim()
          .replace(/^inline /, "").replace(/\s+/g, " ")}));
}

// Text whose own functions get another name, so that a call in it never means
// the original.
function renamed(text, names, own) {
  return text.split("\n").map((line) => line.startsWith("#line") ? line
    : line.replace(/(::|\.|->)?\b([A-Za-z_]\w*)\b(?!")/g,
      (word, before, name) => names.has(name) && !before
        ? `${name}_${own}` : word)).join("\n");
}
const ownName = (id) => id.replace(/-/g, "_");

// A copy of a whole source, in a namespace of its own.
function copy(lines, source, id) {
  const own = ownName(id), text = lines.join("\n");
  const names = new Set(functions(text, "{").map((f) => f.name));
  return `namespace ${own} {\n#line 1 "${source}"\n` +
    renamed(text.replace(/^#(include|pragma once).*/gm, ""), names, own) +
    '\n#line 1 "variants"\n}\n';
}

// A copy of one function, and of those of its file that it calls.
function copyOf(name, text, id) {
  const own = ownName(id), all = functions(text, "{").map((f) => ({ ...f,
    body: text.slice(f.at, text.indexOf("\n}\n", f.at) + 3) }));
  const wanted = new Set([name]);
  for (let size = 0; size < wanted.size;) {
    size = wanted.size;
    for (const f of all.filter((g) => wanted.has(g.name)))
      for (const other of all)
        if (new RegExp(`\\b${other.name}\\(`).test(f.body)) wanted.add(other.name);
  }
  return renamed(all.filter((f) => wanted.has(f.name))
    .map((f) => f.body).join("\n"), wanted, own);
}

const includes = (lines) => lines.filter((line) => /^#include/.test(line));
const quoted = (text) => JSON.stringify(text);
const quiet = ["unused-variable", "unused-but-set-variable", "unused-parameter",
    "unused-function", "unused-local-typedefs", "unused-but-set-parameter"]
    .map((name) => `#pragma GCC diagnostic ignored "-W${name}"\n`).join('');

// The task.hpp of an exercise, which two exercises may share: what its stub
// includes.
function task(folder) {
  const stub = fs.readFileSync(path.join(folder, "stub.cpp"), "utf8");
  return path.join(folder, "../../../..",
      /#include "(.*\/task\.hpp)"/.exec(stub)[1]);
}

// The numbers of a sheet as the oracle's network, for the check.
function numbers(json) {
  const given = (key) =>
    `  net.${key} = ${quoted(json[key]).replace(/\[/g, '{').replace(/\]/g, '}')};\n`;
  const type = json.hidden ? "Recurrent" : "Layered";
  return `inline oracle::${type} numbers() {\n  oracle::${type} net;\n` +
      Object.keys(json).filter((key) => key !== "threshold").map(given).join("") +
      "  return net;\n}\n";
}

// What the check of an exercise includes: Answer, the functions that the task
// declares; the reader's, the solution's, the stub's, and the solution's under
// each mistake; and main().
function answer(folder) {
  const chapter = path.join(folder, "../..");
  const relative = path.relative(chapter, path.join(folder, "solution.cpp"));
  const at = (name) => path.join(folder, name);
  const wanted = functions(fs.readFileSync(task(folder), "utf8"), ";");
  const given = (id, says) => {
    const own = ownName(id);
    return `    {${quoted(id)}, ${quoted(says)}, {${
      wanted.map((f) => `&${own}::${f.name}_${own}`).join(', ')}}},\n`;
  };
  const solution = linesOf(at("solution.cpp")), stub = linesOf(at("stub.cpp"));
  let text = "// Made from mistakes.txt, solution.cpp and stub.cpp.\n" +
      '#pragma once\n#include "tests/exercises/judge.hpp"\n' +
      [...new Set([...includes(solution), ...includes(stub)])].join("\n") +
      "\n\nstruct Answer {\n" +
      wanted.map((f) => `  decltype(&::${f.name}) ${f.name};\n`).join('') +
      "};\nusing Test = unrolled::exercises::TestOf<Answer>;\n" +
      "std::vector<Test> tests();\n" +
      wanted.map((f) => `extern decltype(::${f.name}) ${f.name} ` +
          "__attribute__((weak));\n").join("") +
      copy(solution, at("solution.cpp"), "solution") +
      copy(stub, at("stub.cpp"), "stub") +
      `#pragma GCC diagnostic push\n${quiet}`;
  if (fs.existsSync(at("numbers.json")))
    text += numbers(JSON.parse(linesOf(at("numbers.json")).join("\n")));
  let table = given("solution", "") + given("stub", "");
  for (const entry of mistakes(chapter))
    for (const use of entry.uses.filter((u) => u.file === relative)) {
      text += copy(madeWrong(solution, at("solution.cpp"), entry, use),
          at("solution.cpp"), entry.id);
      table += given(entry.id, entry.says);
    }
  return text + "#pragma GCC diagnostic pop\n\nint main(int argc, char** argv) {\n" +
      "  return unrolled::exercises::run<Answer>(argc, argv, tests(), {\n" +
      `    {"yours", "", {${wanted.map((f) => '&::' + f.name).join(', ')}}},\n` +
      table + "  }, {" + wanted.map((f) => quoted(f.head)).join(",\n    ") +
      "});\n}\n";
}

// The first function of this name in a chapter's source under each mistake:
// a header that declares the table, and a source that makes it.
function table(chapter, file, name) {
  const source = path.join(chapter, file), lines = linesOf(source);
  const room = path.basename(chapter), text = lines.join("\n");
  const within = /^namespace ([\w:]+) \{$/m.exec(text)?.[1];
  const found = functions(text, "{").find((f) => f.name === name);
  if (!within || !found)
    throw new Error(`${source}: no namespace, or no ${name}() in it`);
  const made = mistakes(chapter).flatMap((entry) => entry.uses
    .filter((use) => use.file === file).map((use) => ({ ...entry,
      own: ownName(entry.id),
      text: madeWrong(lines, source, entry, use).join("\n") })));
  const pointer = found.head.replace(`${name}(`, `(*${name})(`);
  const rows = made.map(({ id, says, zh, own }) => "    {" +
    [id, says, zh].map(quoted).join(", ") + `, ${own}::${name}_${own}},\n`);
  return {
    header: `// Made from ${room}/mistakes.txt.\n#pragma once\n` +
      "#include <string>\n#include <vector>\n\n" +
      `#include "chapters/${room}/${file.replace(/cpp$/, "hpp")}"\n\n` +
      `namespace ${within} {\n\n/// ${name}() with one mistake in it.\n` +
      "struct WrongVersion {\n  std::string id, says, zh;  ///< {}: the block's name\n" +
      `  ${pointer};\n};\nconst std::vector<WrongVersion>& wrong_versions();\n\n` +
      `}  // namespace ${within}\n`,
    source: includes(lines).join("\n") + `\n#include "mistakes.hpp"\n${quiet}` +
      `namespace ${within} {\n` + made.map(({ id, own, text: wrong }) =>
        `namespace ${own} {\n${copyOf(name, wrong, id)}\n}\n`).join("") +
      '#line 1 "variants"\nconst std::vector<WrongVersion>& wrong_versions() {\n' +
      `  static const std::vector<WrongVersion> all{\n${rows.join("")}  };\n` +
      "  return all;\n}\n}\n",
  };
}

module.exports = {mistakes, madeWrong, functions, task, answer, table};

// node variants.js CHAPTER FILE FUNCTION OUT: writes OUT/mistakes.hpp, .cpp.
if (require.main === module) {
  const [chapter, file, name, out] = process.argv.slice(2);
  try {
    const made = table(chapter, file, name);
    fs.mkdirSync(out, {recursive: true});
    fs.writeFileSync(path.join(out, "mistakes.hpp"), made.header);
    fs.writeFileSync(path.join(out, "mistakes.cpp"), made.source);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
