// What no machine can judge, a word or a letter in a formula, is a person's to read:
// each section of a page, of the README and of a guide, each exercise's text, the
// mistakes of a chapter, the rows of a note, what a program claims and shows, the words
// in code, what a sweep found, what was measured elsewhere, which tests there are. A seal says how each was when it was last read beside what it speaks of;
// what was changed since then is red.
//
//   node tests/rules/read.js ROOT            names what was changed
//   node tests/rules/read.js ROOT --accept   once it was read: seals it
"use strict";
const { createHash } = require("crypto");
const fs = require("fs");
const path = require("path");
const { say } = require("../../docs/reader.js");
const { filesBelow } = require("../../docs/sources.js");
const { linesOf, readTable, writeTable } = require("../../docs/text.js");

const record = "tests/rules/read.csv", columns = ["file", "section", "seal"];
const isRead = new RegExp(["\\.md$", "/(?:help|mistakes)\\.txt$", "/inventory\\.csv$", "^plots/.*\\.sweep\\.csv$", "^(?:chapters|common)/.*\\.[ch]pp$",
  "^chapters/[^/]+/(?:\\w+\\.csv|.*\\.tm)$", "^\\.ci/run$", "^tests/(?:.*/)?CMakeLists\\.txt$"].join("|"));

// What is read of a file: all of a text, of code its comments and each text in quotes,
// and what a program claims and shows.
function textOf(root, file) {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  if (!/\.[ch]pp$/.test(file)) return text;
  const shows = /^int main\(/m.test(text) ? "^void (?:claim|show)\\w*\\([^]*?^\\}|" : "";
  return (text.match(new RegExp(shows + '^#.*|"(?:\\\\.|[^"\\\\\\n])*"|//.*', "gm")) || []).filter((part) => !/^#|^\/\/ \(\d/.test(part)).join("\n");
}

// What begins a section in this file: its name, or null.
function headOf(file, line) {
  if (file.endsWith("inventory.csv")) return `note ${line[0]}`;
  const head = file.endsWith(".md") && /^#+ (.*?)(?: *\{#.*\})?$/.exec(line);
  return head && head[1];
}

// The sections of a file in order: {file, section, line, seal}.
function sectionsOf(root, file) {
  const sections = [{ file, section: "", line: 1, text: "" }];
  let code = false;
  linesOf(textOf(root, file)).forEach((text, i) => {
    if (/^ *```/.test(text)) code = !code;
    const section = code ? null : headOf(file, text), last = sections[sections.length - 1];
    if (section && (file.endsWith(".md") || section !== last.section)) sections.push({ file, section, line: i + 1, text });
    else last.text += "\n" + text;
  });
  const again = new Map();
  return sections.filter(({ text }) => text.trim()).map(({ section, text, ...rest }) => {
    const before = again.get(section) || 0;
    again.set(section, before + 1);
    return { ...rest, section: before ? `${section} (${before + 1})` : section,
      seal: createHash("sha256").update(text.replace(/\s+/g, " ").trim()).digest("hex").slice(0, 12) };
  });
}

const allSections = (root) => [...fs.readdirSync(root).filter((file) => isRead.test(file)).sort(),
  ...filesBelow(root, [".ci", "chapters", "common", "docs", "plots", "tests"], isRead)].flatMap((file) => sectionsOf(root, file));

// What is not as it was read: [{file, line, what}].
function unread(root) {
  const found = [], now = allSections(root), key = ({ file, section }) => `${file}: ${section}`;
  const kept = new Map(readTable(root, record, columns, found).map((row) => [key(row), row]));
  for (const one of now) {
    const was = kept.get(key(one)), name = one.section ? `'${one.section}'` : "it";
    kept.delete(key(one));
    if (!was || was.seal !== one.seal)
      found.push({ ...one, what: `${name} ${was ? "was changed" : "is new"} since the book was last read: read it beside what it speaks of, then seal it (--accept)` });
  }
  for (const row of kept.values()) found.push({ file: record, line: row.line, what: `there is no ${key(row)} any more, expected no line for it` });
  return found;
}

function main([root, accept, ...more]) {
  if (!root || more.length || (accept && accept !== "--accept")) {
    console.error("error: read: expected ROOT [--accept]");
    return 2;
  }
  if (accept) writeTable(root, record, columns, allSections(root));
  const found = unread(root);
  console.log(found.length ? found.map(say).join("\n") : "every section is as it was last read");
  return found.length ? 1 : 0;
}

module.exports = { main, unread };
if (require.main === module) process.exitCode = main(process.argv.slice(2));
