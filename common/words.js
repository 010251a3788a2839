// What the reader is told, in the reader's language, as common/words.cpp has it: the
// tables *.zh.csv are read as one, a line of English and its Chinese. It may have
// places, {}: what stands there is looked for, too; in the Chinese {1} is the second.
// The case of a first letter does not count, nor a full stop.
//
//   node common/words.js [--missing]    what has no Chinese yet
"use strict";
const fs = require("fs");
const path = require("path");
const { cellsOf, linesOf } = require("../docs/text.js");

const home = path.join(__dirname, "..");
const wantsChinese = () => /^zh/.test(["UNROLLED_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
  .map((name) => process.env[name]).find(Boolean));

// The tables' files below root.
function files(root = home) {
  const chapters = path.join(root, "chapters");
  const rooms = fs.existsSync(chapters) ? fs.readdirSync(chapters).sort().map((room) => `chapters/${room}`) : [];
  return ["common", "docs", "tests/exercises", "tests/mutants", "tests/notes", ...rooms].flatMap((folder) => {
    const full = path.join(root, folder);
    return !fs.existsSync(full) || !fs.statSync(full).isDirectory() ? [] : fs.readdirSync(full).sort()
      .filter((name) => name.endsWith(".zh.csv")).map((name) => `${folder}/${name}`);
  });
}

// A text without what does not count.
const bare = (text) => text.replace(/\.$/, "").replace(/^[A-Z](?=[a-z])|^A(?= )/, (letter) => letter.toLowerCase());
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// {whole: a Map, patterns: what says most comes first} of the tables.
function tableOf(root = home) {
  const whole = new Map(), patterns = [];
  for (const file of files(root))
    for (const line of linesOf(fs.readFileSync(path.join(root, file), "utf8"))) {
      const [english, chinese] = cellsOf(line) || [];
      if (chinese === undefined) continue;
      const key = bare(english), value = chinese.replace(/。$/, "");
      if (!whole.has(key)) whole.set(key, value);
      if (key.includes("{}"))
        patterns.push({ letters: Buffer.byteLength(key.replaceAll("{}", "")), value,
          is: new RegExp(`^${key.split("{}").map(escaped).join("(.+?)")}$`) });
    }
  return { whole, patterns: patterns.sort((a, b) => b.letters - a.letters) };
}
let table;

const filled = (text, at) => {
  let next = 0;
  return text.replace(/\{(\d*)\}/g, (place, i) => at[i === "" ? next++ : Number(i)]);
};

// The Chinese of a text; as it is, where there is none.
function chinese(text) {
  table ||= tableOf();
  if (text.includes("\n")) return text.split("\n").map(chinese).join("\n");
  const [, before, core, after] = /^( *)(.*?)( *)$/.exec(text);
  const asItStood = (said) => before + said + (core.endsWith(".") ? "。" : "") + after;
  const key = bare(core);
  if (!core) return text;
  if (table.whole.has(key)) return asItStood(table.whole.get(key));
  for (const { is, value } of table.patterns) {
    const found = is.exec(key);
    if (!found) continue;
    const parts = found.slice(1);
    if (key.startsWith(parts[0]) && is.source.startsWith("^(")) parts[0] = core[0] + parts[0].slice(1);
    return asItStood(filled(value, parts.map(chinese)));
  }
  return text;
}

// words("a text"), or words`${held} of ${tests} tests hold`, whose values stay.
function words(text, ...values) {
  const wants = wantsChinese();
  if (typeof text === "string") return wants ? chinese(text) : text;
  const english = text.join("{}");
  return filled(wants ? chinese(english) : english, values);
}

// Words one after the other that are English still: no code, name or symbol.
const english = (text) => text.replace(/`[^`]*`|\$[^$]*\$|\S*[/_]\S*|--\S+(?: \S+)?|\{[^}]*\}|\b(tau|log|tanh)\b/g, "|")
  .match(/(?<![\w.(-])[A-Za-z][a-z'-]+(?: [a-z][a-z'-]+)+/g) || [];

module.exports = { wantsChinese, files, words, chinese, english };
