// What a reader is told has its Chinese: claims, tables, figures, mistakes, checks,
// messages and the launcher's words. One line for each that has none.
//
//   node tests/rules/words.js ROOT [CHAPTER ..]
"use strict";
const fs = require("fs");
const path = require("path");
const { chinese, english, files } = require("../../common/words.js");
const { cellsOf, linesOf } = require("../../docs/text.js");
const { exercises, told } = require("../exercises/reader.js");
const { mistakes } = require("../exercises/variants.js");

const places = (text) => (text.match(/\{\d*\}/g) || []).length;
const hasWords = (text) => /[a-z]{3}|\b(?:at|by|of|on|or|to)\b/.test(text.toLowerCase());

// A table's own faults: cells, places, a text that two lines know differently.
function faults(root) {
  const seen = new Map(), found = [];
  for (const file of files(root))
    linesOf(fs.readFileSync(path.join(root, file), "utf8")).forEach((line, i) => {
      const cells = cellsOf(line) || [], [from, to] = cells, object = (what) => found.push(`${file}:${i + 1}: ${what}`);
      if (cells.length !== 2 || !to) return object("expected two cells, English and Chinese");
      if (i === 0) return line === "English,Chinese" || object("expected the header English,Chinese");
      if (places(from) !== places(to)) object(`'${from}' has ${places(from)} places, its Chinese ${places(to)}`);
      const [before, place] = seen.get(from) || [to];
      if (before !== to) object(`'${from}' is ${before} in ${place}`);
      seen.set(from, [to, `${file}:${i + 1}`]);
      if (/[\u4e00-\u9fff] ?[,;:?!](?![^（]*=)|[,;:?!] ?[\u4e00-\u9fff]/.test(to.replace(/\([^)]*\)|&\w+;/g, ""))) object(`half-width punctuation beside Hanzi: ${to}`);
    });
  return found;
}

// A program's words, as its accepted result and figures have them.
function* ofResults(root, chapter) {
  const plots = path.join(root, "plots"), read = (file) => fs.readFileSync(path.join(plots, file), "utf8");
  for (const file of fs.readdirSync(plots).filter((name) => name.startsWith(chapter.slice(0, 3)))) {
    if (/^[^.]*\.json$/.test(file)) {
      const { claim, claims, values, tables } = JSON.parse(read(file));
      yield* [claim, ...claims.flatMap(({ what, bound }) => [what, bound]), ...Object.values(values)].map((text) => [file, text]);
      for (const table of Object.values(tables)) yield* table.split(/[|\n]/).map((cell) => [file, cell.trim()]);
    } else if (file.endsWith(".svg"))
      yield* [...read(file).matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, text]) => [file, text
        .replace(/<tspan[^>]*super[^>]*>(.*?)<\/tspan>/g, "^$1").replace(/<[^>]*>|\n/g, "").replace(/&#160;/g, " ").replace(/&amp;/g, "&").trim()]);
  }
}

// Gnuplot's words, the marks of results, formulas.
const gnuplots = /^ *(set|unset|top|bottom|left|outside|each|new|clipped|\*) |\b(offset|within|linecolor|linewidth|fillcolor)\b|(each|largest) at most|= sum over|^(\S{1,2} ){5}|^\w+\.\w/;

// The texts in a source's quotes; those beside each other are one. What only the
// book's makers meet is none: marks, gnuplot's settings, errors of logic.
function* ofSource(root, file) {
  const text = fs.readFileSync(path.join(root, file), "utf8").replace(/^ *\/\/.*|^#.*/gm, "").replace(/R"\([^]*?\)"/g, "");
  for (const { 1: quoted, index } of text.matchAll(/("(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*)/g)) {
    if (/(logic_error|wrong|entrywise|joined)\([^;{}]*$/.test(text.slice(Math.max(0, index - 200), index))) continue;
    for (const line of quoted.replace(/"\s*"/g, "").slice(1, -1).split("\\n"))
      if (!gnuplots.test(line)) yield [file, line.replace(/\\"/g, "\"")];
  }
}

const sources = (root, folder) => fs.readdirSync(path.join(root, folder), { recursive: true })
  .filter((name) => /\.[ch]pp$/.test(name)).map((name) => `${folder}/${name}`);

function missing(root, chapters = fs.readdirSync(path.join(root, "chapters")).filter((name) => /^\d\d-/.test(name))) {
  const found = faults(root);
  const keys = files(root).flatMap((file) => linesOf(fs.readFileSync(path.join(root, file), "utf8")).map((line) => cellsOf(line)[0].toLowerCase()));
  const all = keys.join("\n");
  // A word alone may be a symbol where Hanzi stand beside it.
  const known = (text) => !english(chinese(text)).length && (/[\u4e00-\u9fff]/.test(chinese(text)) || !/(?<![\w.(/])(?!tanh|artanh|relu|sigmoid|softmax|delta|back = )[a-z]{4,}\b(?!\()/.test(chinese(text)));
  // One that is told whole: a word that Hanzi stand beside is no symbol, part of another text none of its own.
  const mixed = (text) => /\b(?:at|by|of|on|or|to)\b/.test(text.replace(/`[^`]*`/g, "")) || /[\u4e00-\u9fff]/.test(text) && /(?<![\w.(/^])(?!tanh|sigmoid|softmax|diag|seed)[a-z]{4,}\b/.test(text.replace(/`[^`]*`|\.\/book[\w -]*/g, ""));
  const whole = (text) => /[\u4e00-\u9fff]/.test(chinese(text)) && !mixed(chinese(text));
  const object = (where, text) => found.push(`${where}: no Chinese for '${text}'`);
  const quoted = ([file, text]) => {
    const parts = text.replace(/\{[^}]*\}|%[-+.\d]*[a-z]|\b\d[\d.e-]*/g, "{}").split("{}").map((part) => part.toLowerCase().replace(/^[\s,.;:'()-]+|[\s,.;:'()-]+$/g, ""));
    // Part of a message is looked for within one, the head of a printed table whole.
    const within = !/\S {3}/.test(text);
    if (!known(text) && parts.some((part) => english(part).length && !(within ? all : keys).includes(part))) object(file, text);
  };
  for (const chapter of chapters) {
    for (const [file, text] of ofResults(root, chapter)) if (hasWords(text) && (!known(text) || mixed(chinese(text)))) object(`plots/${file}`, text);
    for (const { says, id } of mistakes(path.join(root, "chapters", chapter))) if (says && !known(says)) object(`chapters/${chapter}/mistakes.txt: ${id}`, says);
    for (const file of sources(root, `chapters/${chapter}`).filter((name) => !/solution|task/.test(name))) {
      for (const one of ofSource(root, file)) quoted(one);
      for (const [, help, more, head] of fs.readFileSync(path.join(root, file), "utf8").matchAll(/(?:knob\(\s*"[\w-]+",\s*[^,]+,\s*"([^"]*)"(?:\s*"([^"]*)")?|section\(\s*"([^"]*)",)/g))
        if (!whole(head ?? help + (more || ""))) object(file, head ?? help + (more || ""));
    }
  }
  for (const { name, folder, parts } of exercises(root))
    if (chapters.some((chapter) => folder.includes(`/${chapter}/`)))
      for (const code of [parts.task.replace(/^\/\/\/ (\\file|Exercise).*\n(\/\/\/\n)?/gm, ""), parts.stub, parts.solution])
        told(code, (text) => (known(text) || object(`exercise ${name}`, text), text));
  for (const file of sources(root, "common").filter((name) => !/figure.cpp$/.test(name))) for (const one of ofSource(root, file)) quoted(one);
  for (const file of ["plots", "tests/bench", "tests/exercises", "tests/mutants"].flatMap((folder) => fs.readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`))) {
    const text = /(?<!test)\.js$/.test(file) ? fs.readFileSync(path.join(root, file), "utf8") : "";
    if (!text.includes("common/words.js")) continue;
    for (const [, template, plain] of text.matchAll(/(?<![-\w])(?:words|inWords)(?:`([^`]*)`|\("([^"]*)")/g)) {
      const key = (template ?? plain).replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, "{}").trim();
      if (!known(key)) object(file, key);
    }
  }
  const launcher = ["book", "docs/build.sh", "docs/pdf.sh", "docs/set-up.sh"].map((file) => fs.readFileSync(path.join(root, file), "utf8")).join("\n");
  for (const [, text] of launcher.matchAll(/(?:say|stop|tell|in_words) "((?:[^"\\]|\\.)*)"/g)) {
    const parts = text.replace(/apt-get.*|file:.*|'\\.*:(?= in it)/, "{}").replace(/\\?\$(?:\{.*?\}|\w+|\*)/g, "{}").split("{}").map((part) => part.toLowerCase().trim());
    if (parts.some((part) => english(part).length && !all.includes(part))) object("book", text);
  }
  return found;
}

module.exports = { faults, missing };
if (require.main === module) {
  const [root, ...chapters] = process.argv.slice(2);
  const found = missing(path.resolve(root), chapters.length ? chapters : undefined);
  console.log(found.join("\n") || "words: all have their Chinese");
  process.exitCode = found.length ? 1 : 0;
}
