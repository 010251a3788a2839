// Typical mistakes, each written once: chapters/NN-name/mistakes.txt.
//
//     ## no-recurrence
//     Your {} is the true one without the recurrent term.
//     exercises/1: 1 + 1 * 2 => 1
//     exercises/3:
//     -     from_later = net.W.t() * dz;
//     +     s.dh0 = net.W.t() * dz;
//
// An entry has an id; what it says ({} stands for the name of the quantity
// that is wrong); and, for each right code in which it can be made, a source of
// the chapter or the solution of exercises/N, words as they stand there => what
// they are made; or, below the name, lines as they stand there (-), one below
// the other, and what they are made (+; none: they are left out). Both must
// stand there exactly once; comments at a line's end do not count, nor, of
// lines, blanks. A line that begins with # is a remark. The entry `stub` says
// nothing: it makes the bug that the reader of an exercise is to find.
//
// From this come, in C++, copies of the right code with one mistake each, and
// a table of them: for the check of an exercise (answer), and for a chapter's
// own derivation (table).
"use strict";
const fs = require("fs");
const path = require("path");

const code = (line) => line.replace(/\/\/.*$/, "");
const bare = (line = "") => code(line).replace(/\s+/g, " ").trim();
const read = (...parts) => fs.readFileSync(path.join(...parts), "utf8");

// The entries of a chapter: [{id, says, file, line, uses}], where uses is
// [{file, edits: [{line, words, made} or {line, old: [line], made: [line]}]}].
function mistakes(chapter) {
  const file = path.join(chapter, "mistakes.txt");
  if (!fs.existsSync(file)) return [];
  const entries = [];
  const stop = (i, what) => {
    throw new Error(`${file}:${i + 1}: ${what}`);
  };
  let entry, use, edit;
  const uses = (i, name) => {
    const of = name.startsWith("exercises/") ? `${name}/solution.cpp` : name;
    if (!fs.existsSync(path.join(chapter, of))) stop(i, `there is no file ${of}`);
    use = entry.uses.find((u) => u.file === of);
    if (!use) entry.uses.push((use = { file: of, edits: [] }));
  };
  read(file).split("\n").forEach((line, i) => {
    const words = line.trim();
    if (words === "" || /^#( |$)/.test(words)) return;
    const heading = /^## ([A-Za-z][A-Za-z0-9-]*)$/.exec(words);
    const change = /^(exercises\/\d+|[\w.-]+\.[ch]pp):(?: (.+?) =>(?: (.+))?)?$/.exec(words);
    if (heading) {
      if (entries.some((e) => e.id === heading[1]))
        stop(i, `there is another mistake '${heading[1]}'`);
      entry = { id: heading[1], says: "", file, line: i + 1, uses: [] };
      use = edit = undefined;
      entries.push(entry);
    } else if (!entry) {
      stop(i, "expected '## id' before anything else");
    } else if (change) {
      uses(i, change[1]);
      edit = undefined;
      if (change[2])
        use.edits.push({ line: i + 1, words: change[2], made: change[3] || "" });
    } else if (/^[-+]/.test(words) && use) {
      const old = words[0] === "-";
      if (old && (!edit || edit.made.length))
        use.edits.push((edit = { line: i + 1, old: [], made: [] }));
      if (!edit) stop(i, "expected a line as it stands (-) first");
      (old ? edit.old : edit.made).push(words.slice(2));
    } else if (use) {
      stop(i, "expected 'file: words => words', 'file:', or a line with - or +");
    } else {
      entry.says += (entry.says ? " " : "") + words;
    }
  });
  for (const e of entries)
    if ((!e.says && e.id !== "stub") || !e.uses.length ||
        e.uses.some((u) => !u.edits.length))
      stop(e.line - 1, `'${e.id}' lacks what it says, a file, or its change`);
  return entries;
}

// The lines of a source with an entry's mistake made in them; a compiler
// shows the list's own lines for those.
function madeWrong(lines, source, entry, use) {
  const wrong = new Map(); // by index: {line of the list, text, next}
  for (const { line, words, old, made } of use.edits) {
    const places = lines.flatMap((text, i) => words
      ? Array(code(text).split(words).length - 1).fill(i)
      : old.every((o, j) => bare(o) === bare(lines[i + j])) ? [i] : []);
    if (places.length !== 1)
      throw new Error(`${entry.file}:${line}: '${words || old[0].trim()}' stands ` +
        `${places.length} times in ${source}, expected once`);
    const [at] = places, before = wrong.get(at)?.text ?? lines[at];
    wrong.set(at, words
      ? { line, text: before.replace(words, () => made), next: at + 2 }
      : { line: line + old.length, text: made.join("\n"), next: at + old.length + 1 });
    for (let j = 1; j < old?.length; ++j) wrong.set(at + j, undefined);
  }
  return lines.flatMap((text, i) => {
    if (!wrong.has(i)) return [text];
    const w = wrong.get(i);
    return w ? [`#line ${w.line} "${entry.file}"`, w.text,
      `#line ${w.next} "${source}"`] : [];
  });
}

// Functions that a text declares (end ;) or defines (end {): {name, of: its
// class, head, body: head and body as they stand}.
function functions(text, end) {
  const head = /^(?!return|using|namespace|struct|class|enum|template)(?:[\w:<>,&*]+ )+?[&*]*(?:(\w+)::)?([A-Za-z_]\w*)\(([^;{}]*?)\)( const)?\s*([;{])/gm;
  return [...text.matchAll(head)].filter((m) => m[5] === end)
    .map((m) => ({ name: m[2], of: m[1], head: m[0].slice(0, -1).trim()
      .replace(/^inline /, "").replace(/\s+/g, " "),
    body: text.slice(m.index, text.indexOf("\n}\n", m.index) + 3) }));
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
function copy(text, source, id) {
  const own = ownName(id);
  const names = new Set(functions(text, "{").map((f) => f.name));
  return `namespace ${own} {\n#line 1 "${source}"\n` +
    renamed(text.replace(/^#(include|pragma once).*/gm, ""), names, own) +
    '\n#line 1 "variants"\n}\n';
}

// A set, with all that `more` gives for each that is in it.
function grown(start, more) {
  const all = new Set(start);
  for (const one of all) more(one).forEach((other) => all.add(other));
  return [...all];
}
const calls = (f, g) => new RegExp(`\\b${g.name}\\(`).test(f.body);

// A function of a text under a mistake, and those of the text that it calls. Of
// a class only those are copied that have the mistake or call one that has; it
// takes the others from the right class.
function copyOf({ name, of }, text, id) {
  const all = functions(text, "{").filter((f) => f.of === of);
  const needed = grown(all.filter((f) => f.name === name),
    (f) => all.filter((g) => calls(f, g)));
  const bodies = (list) => all.filter((f) => list.includes(f)).map((f) => f.body).join("\n");
  if (!of)
    return renamed(bodies(needed), new Set(needed.map((f) => f.name)), ownName(id));
  const wrong = grown(needed.filter((f) => f.body.includes("\n#line")),
    (g) => needed.filter((f) => calls(f, g)));
  return `struct Wrong : ${of} {\n${bodies(wrong).replaceAll(`${of}::`, "")}};\n` +
    `auto ${name}_${ownName(id)}(const ${of}& right) {\n` +
    `  return Wrong{right}.${name}();\n}`;
}

const includes = (text) => text.match(/^#include.*/gm) || [];
const quoted = (text) => JSON.stringify(text);
const quiet = ["unused-variable", "unused-but-set-variable", "unused-parameter",
  "unused-function", "unused-local-typedefs", "unused-but-set-parameter"]
  .map((name) => `#pragma GCC diagnostic ignored "-W${name}"\n`).join("");

// The numbers of a sheet as the oracle's network, for the check.
function numbers(json) {
  const given = (key) =>
    `  net.${key} = ${quoted(json[key]).replace(/\[/g, "{").replace(/\]/g, "}")};\n`;
  const [type, file] = json.hidden ? ["oracle::Recurrent", "recurrent"]
    : ["oracle::Layered", "layered"];
  return `#include "tests/oracle/${file}.hpp"\ninline ${type} numbers() {\n  ${type} net;\n` +
    Object.keys(json).filter((key) => key !== "threshold").map(given).join("") +
    "  return net;\n}\n";
}

// What an exercise is made of. The functions wanted are those that task.hpp
// declares, where the solution includes one; else all of the solution's. The
// stub, which the reader begins with, is the solution with the bug of the list's
// entry `stub`, where there is one. Else a body that has lines with //= is made
// of them alone, and a number that a body of one line returns is unknown.
function parts(folder) {
  const chapter = path.join(folder, "../.."), source = path.join(folder, "solution.cpp");
  const written = read(source), solution = written.replace(/^\/\/=.*\n/gm, "");
  const task = /^#include "(.*\/exercises\/\d+\/task\.hpp)"/m.exec(solution);
  const types = task && read(chapter, "../..", task[1]);
  const wrong = mistakes(chapter).flatMap((entry) => entry.uses
    .filter((use) => path.join(chapter, use.file) === source)
    .map((use) => ({ ...entry,
      text: madeWrong(solution.split("\n"), source, entry, use).join("\n") })));
  const bug = wrong.find((entry) => entry.id === "stub");
  const stub = bug ? bug.text.replace(/^#line.*\n|^ +\n/gm, "")
    : written.replace(/\{\n([^]*?)^\}$/gm, (body, lines) =>
      `{\n${(lines.match(/^\/\/=.*\n/gm) || [lines]).join("").replace(/^\/\/= ?/gm, "")}}`)
      .replace(/\{ return .*; \}.*/g, "{ return unknown; }");
  return { solution, stub, hidesBug: !!bug, mistakes: wrong.filter((e) => e !== bug),
    task: types || stub, functions: functions(types || solution, types ? ";" : "{"),
    includes: includes(solution).join("\n") };
}

// What is compiled before an answer: the functions that it must define.
const declarations = ({ includes: lines, functions: wanted }) =>
  `${lines}\n\n${wanted.map((f) => f.head + ";\n").join("")}`;

// What the check of an exercise includes: Answer, the functions wanted; the
// reader's, the solution's, the stub's, and the solution's under each mistake;
// and main().
function answer(folder) {
  const all = parts(folder), wanted = all.functions;
  const at = (name) => path.join(folder, name);
  const given = (id) => `    {${quoted(id)}, {${wanted.map((f) =>
    `&${ownName(id)}::${f.name}_${ownName(id)}`).join(", ")}}},\n`;
  const own = [{ id: "solution", text: all.solution }, { id: "stub", text: all.stub }];
  const copies = (list) =>
    list.map(({ id, text }) => copy(text, at("solution.cpp"), id)).join("");
  return "// Made from mistakes.txt and solution.cpp.\n#pragma once\n" +
    `#include "tests/exercises/judge.hpp"\n${declarations(all)}\nstruct Answer {\n` +
    wanted.map((f) => `  decltype(&::${f.name}) ${f.name};\n`).join("") +
    "};\nusing Test = unrolled::exercises::TestOf<Answer>;\n" +
    "std::vector<Test> tests();\n" +
    wanted.map((f) => `extern decltype(::${f.name}) ${f.name} ` +
      "__attribute__((weak));\n").join("") +
    `${copies(own)}#pragma GCC diagnostic push\n${quiet}` + (fs.existsSync(at("numbers.json"))
    ? numbers(JSON.parse(read(at("numbers.json")))) : "") +
    copies(all.mistakes) + "#pragma GCC diagnostic pop\n\nint main(int argc, char** argv) {\n" +
    "  return unrolled::exercises::run<Answer>(argc, argv, tests(), {\n" +
    `    {"yours", {${wanted.map((f) => "&::" + f.name).join(", ")}}},\n` +
    [...own, ...all.mistakes].map(({ id }) => given(id)).join("") +
    `  }, {${wanted.map((f) => quoted(f.head)).join(",\n    ")}});\n}\n\n` +
    "using namespace unrolled;\nusing namespace unrolled::exercises;\n";
}

// One function of a chapter's source under each mistake, as text: what declares
// the table, and what makes it. A function without arguments of a class `A` is
// a function of an A. Mistakes that do not fit the source are left(error).
function tableOf(chapter, file, name, left) {
  const source = path.join(chapter, file), text = read(source);
  const within = /^namespace ([\w:]+) \{$/m.exec(text)?.[1];
  const found = functions(text, "{").find((f) => f.name === name);
  if (!within || !found)
    throw new Error(`${source}: no namespace, or no ${name}() in it`);
  const made = mistakes(chapter).flatMap((entry) => entry.uses
    .filter((use) => use.file === file).flatMap((use) => {
      try {
        return [{ ...entry, text: madeWrong(text.split("\n"), source, entry, use).join("\n") }];
      } catch (error) {
        left(error);
        return [];
      }
    }));
  const pointer = found.of
    ? found.head.replace(/ \S+\(.*/, ` (*${name})(const ${found.of}& right)`)
    : found.head.replace(`${name}(`, `(*${name})(`);
  const rows = made.map(({ id, says }) => "    {" +
    [id, says].map(quoted).join(", ") + `, ${ownName(id)}::${name}_${ownName(id)}},\n`);
  return {
    within, own: `of_${name}`, includes: includes(text),
    header: `#include "chapters/${path.basename(chapter)}/${file.replace(/cpp$/, "hpp")}"\n` +
      `namespace ${within}::of_${name} {\n/// ${name}() with one mistake in it.\n` +
      "struct WrongVersion {\n  std::string id, says;  ///< {}: the block's name\n" +
      `  ${pointer};\n};\nconst std::vector<WrongVersion>& wrong_versions();\n}\n`,
    source: `namespace ${within}::of_${name} {\n` + made.map(({ id, text: wrong }) =>
      `namespace ${ownName(id)} {\n${copyOf(found, wrong, id)}\n}\n`).join("") +
      '#line 1 "variants"\nconst std::vector<WrongVersion>& wrong_versions() {\n' +
      `  static const std::vector<WrongVersion> all{\n${rows.join("")}  };\n` +
      "  return all;\n}\n}\n",
  };
}

// A header and a source of such tables, of functions [[file, name]]. That of
// the first is wrong_versions(), that of a function f of_f::wrong_versions().
function table(chapter, wanted, left = (error) => { throw error; }) {
  const all = wanted.map(([file, name]) => tableOf(chapter, file, name, left));
  const [{ within, own }] = all;
  return {
    header: `// Made from ${path.basename(chapter)}/mistakes.txt.\n#pragma once\n` +
      "#include <string>\n#include <vector>\n\n" + all.map((t) => t.header).join("") +
      `namespace ${within} {\nusing ${own}::WrongVersion;\n` +
      `using ${own}::wrong_versions;\n}\n`,
    source: [...new Set(all.flatMap((t) => t.includes))].join("\n") +
      `\n#include "mistakes.hpp"\n${quiet}` + all.map((t) => t.source).join(""),
  };
}

module.exports = { mistakes, parts, declarations, answer, table };

// node variants.js CHAPTER OUT FILE FUNCTION ..: writes OUT/mistakes.hpp, .cpp. Of
// code that a reader has changed some mistakes are not known; the rest goes on.
if (require.main === module) {
  const [chapter, out, ...words] = process.argv.slice(2);
  try {
    const made = table(chapter, words.flatMap((word, i) =>
      i % 2 ? [] : [[word, words[i + 1]]]), (error) => console.error(error.message));
    fs.mkdirSync(out, { recursive: true });
    fs.writeFileSync(path.join(out, "mistakes.hpp"), made.header);
    fs.writeFileSync(path.join(out, "mistakes.cpp"), made.source);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
