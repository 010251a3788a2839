// The book's C++ as the pages need it: lines that compute a numbered equation,
// tests by their tags, snippets between two marks.
"use strict";
const fs = require("fs");
const path = require("path");

const isNumber = (word) => /^[1-9][0-9]{0,2}\.[1-9][0-9]{0,2}[a-z]?$/.test(word);

// The files below these folders, if they are there, whose path is of this form.
function filesBelow(root, folders, form) {
  const below = (folder) => fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = folder + "/" + entry.name;
    return entry.isDirectory() ? below(file) : form.test(file) ? [file] : [];
  });
  return folders.filter((folder) => fs.existsSync(path.join(root, folder))).flatMap(below).sort();
}

// Every .hpp and .cpp below chapters/, common/ and tests/, by its path from the
// root: [{file, lines}], sorted.
function readSources(root) {
  return filesBelow(root, ["chapters", "common", "tests"], /\.[hc]pp$/)
    .map((file) => ({ file, lines: fs.readFileSync(path.join(root, file), "utf8").replace(/\n$/, "").split("\n") }));
}

// The numbers at the end of a line of code: `x = y;  // (3.10) (3.11)`.
function trailingNumbers(line) {
  const found = /^(.*\S.*?)\/\/\s*((?:\([^()]*\)\s*)+)$/.exec(line);
  if (!found || found[1].trim() === "" || found[1].trim().startsWith("//")) return [];
  const numbers = found[2].trim().split(/\)\s*/).slice(0, -1).map((n) => n.slice(1));
  return numbers.every(isNumber) ? numbers : [];
}

// What ends on a line, from the line on which its brackets open.
function statement(lines, end) {
  const open = (text) => text.replace(/\/\/.*/, "").split(/[([{]/).length - text.replace(/\/\/.*/, "").split(/[)\]}]/).length;
  let first = end;
  for (let depth = open(lines[end]); depth < 0 && first > 0; depth += open(lines[first])) --first;
  const indent = /^ */.exec(lines[first])[0].length;
  return lines.slice(first, end + 1).map((line) => line.slice(indent)).join("\n");
}

// number -> [{file, line, text}]: the lines outside tests and exercises that
// compute an equation, with the statement that ends there.
function numberedLines(sources) {
  const found = new Map();
  for (const { file, lines } of sources) {
    if (file.startsWith("tests/") || file.includes("/exercises/")) continue;
    lines.forEach((text, i) => {
      for (const number of trailingNumbers(text)) {
        if (!found.has(number)) found.set(number, []);
        found.get(number).push({ file, line: i + 1, text: statement(lines, i) });
      }
    });
  }
  return found;
}

// Every test case: [{file, line, name, tags: [{text, line}]}].
function testCases(sources) {
  const found = [];
  for (const { file, lines } of sources) {
    if (!file.startsWith("tests/")) continue;
    const text = lines.join("\n");
    const start = /^[ \t]*(?:TEMPLATE_)?TEST_CASE(?:_METHOD)?\(/gm;
    for (let m; (m = start.exec(text)); ) {
      const strings = [];
      const token = /\s*(?:"((?:[^"\\]|\\.)*)"|(,)|[A-Za-z_][\w:]*|\))/y;
      token.lastIndex = start.lastIndex;
      const lineAt = (at) => text.slice(0, at).split("\n").length;
      for (let t, comma = true; (t = token.exec(text)) && t[0].trim() !== ")"; ) {
        if (t[2]) comma = true;
        if (t[1] === undefined) continue;
        if (comma) strings.push([]);
        strings[strings.length - 1].push({ text: t[1], at: token.lastIndex - t[1].length - 1 });
        comma = false;
      }
      const [name = [], tags = []] = strings;
      found.push({
        file, line: lineAt(m.index), name: name.map((s) => s.text).join("").replace(/\\(.)/g, "$1"),
        tags: tags.flatMap((s) => [...s.text.matchAll(/\[([^\]]*)\]/g)].map((t) =>
          ({ text: t[1], line: lineAt(s.at + t.index) }))),
      });
    }
  }
  return found;
}

// The lines between two comment lines `// [tag]`: {file, line, lines}, where
// line is the number of the first; or a sentence that says what is wrong.
function snippet(root, file, tag) {
  const full = path.join(root, file);
  if (!fs.existsSync(full) || !fs.statSync(full).isFile())
    return `no file ${file}, expected a path from the book's root`;
  const lines = fs.readFileSync(full, "utf8").split("\n");
  const marks = lines.flatMap((line, i) => (line.trim() === `// [${tag}]` ? [i] : []));
  if (marks.length !== 2)
    return `the tag [${tag}] stands ${marks.length} times in ${file}, expected two comment lines // [${tag}]`;
  if (marks[1] === marks[0] + 1)
    return `nothing between the two lines // [${tag}] in ${file}, expected code`;
  return { file, line: marks[0] + 2, lines: lines.slice(marks[0] + 1, marks[1]) };
}

module.exports = { isNumber, filesBelow, readSources, trailingNumbers, numberedLines, testCases, snippet };
