// The exercises as they stand in the chapters' folders. An exercise is a folder
// chapters/NN-name/exercises/M:
//
//     text.md       # a title, what to do in a line or two, the text;
//                   ## Hints with three headings ###; ## Why
//     text.zh.md    the same in Chinese, with ## 提示 and ## 为什么
//     solution.cpp  an answer that is right. What the reader begins with, the
//                   stub, is found in it: lines with //= are the stub's body of
//                   a function; without them its numbers are left out, or it
//                   gets the bug that the list of mistakes calls `stub`
//     check.cpp     the tests: true values, found without the reader's code
//     task.hpp      what the answer defines, where that takes types of its own;
//                   two may share one
//     numbers.json  for ./book work; where a sheet belongs to it
//
// Two typical mistakes or more in solution.cpp are in the chapter's
// mistakes.txt. The reader's answer is my/exercise-N-M.cpp; no file of the book
// is edited.
"use strict";
const fs = require("fs");
const path = require("path");
const { wantsChinese, words } = require("../../common/words.js");
const { broken } = require("../../docs/text.js");
const { parts } = require("./variants.js");

const read = (...parts) => fs.readFileSync(path.join(...parts), "utf8");
const tidy = (text) => text.replace(/^\s*\n|\s+$/g, "");

// Folders whose name begins with a number, by that number.
function numbered(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, {withFileTypes: true})
      .filter((entry) => entry.isDirectory() && parseInt(entry.name, 10) > 0)
      .map((entry) => entry.name)
      .sort((a, b) => parseInt(a, 10) - parseInt(b, 10));
}

// {title, todo, text, hints: [{title, text}], why} of a text.md.
function partsOf(file) {
  const stop = (line, what) => {
    throw new Error(`${file}:${line}: ${what}`);
  };
  const written = read(file).replace(/^<!--.*-->\n+/gm, "");
  const [all, hints, why] = written.split(/^## (?:Hints|Why|提示|为什么)$/m);
  const title = /^# (.+)\n/.exec(all);
  if (!title) stop(1, "expected '# Title' as first line");
  if (!/^## (Hints|提示)$[^]*^## (Why|为什么)$/m.test(written))
    stop(all.split("\n").length, "expected '## Hints', then '## Why'");
  const text = tidy(all.slice(title[0].length));
  const todo = text.split("\n\n")[0].split("\n");
  if (!todo[0] || todo.length > 2)
    stop(3, `expected what to do in one or two lines, got ${todo.length}`);
  return {
    title: title[1], todo, text, why: tidy(why),
    more: tidy(text.split("\n\n").slice(1).join("\n\n")),
    hints: hints.split(/^### /m).slice(1).map((hint) => {
      const [head, ...rest] = hint.split("\n");
      return {title: head.trim(), text: tidy(rest.join("\n"))};
    }),
  };
}

// A text in the reader's language, where there is one.
function own(file) {
  const chinese = file.replace(/md$/, "zh.md");
  return wantsChinese() && fs.existsSync(chinese) ? chinese : file;
}

// Every exercise of the book, by chapter and number; what it is made of is read
// when it is asked for.
function exercises(root) {
  return numbered(path.join(root, "chapters")).flatMap((room) => {
    const chapter = parseInt(room, 10), here = path.join(root, "chapters", room);
    const page = own(path.join(here, "page.md"));
    const heading = fs.existsSync(page) && /^# ([^{\n]+)/m.exec(read(page));
    return numbered(path.join(here, "exercises")).map((m) => {
      const folder = path.join(here, "exercises", m);
      const name = `${chapter}-${parseInt(m, 10)}`;
      for (const file of ["text.md", "solution.cpp", "check.cpp"])
        if (!fs.existsSync(path.join(folder, file)))
          throw new Error(`${path.join(folder, file)}: no such file; an ` +
            "exercise has text.md, solution.cpp and check.cpp");
      return {
        chapter, name, folder, file: `exercise-${name}.cpp`,
        room: heading ? heading[1].trim() : room,
        ...partsOf(own(path.join(folder, "text.md"))),
        code: (file) => read(folder, file),
        get parts() { return (this.made ||= parts(folder)); },
      };
    });
  });
}

const signs = {delta: "delta", tau: "tau", eta: "eta", times: "x", le: "<=",
  partial: "d", T: "T", cdot: "*", tanh: "tanh", to: "->"};

// Markdown and TeX as one can read them in a terminal.
function plain(text) {
  const formula = (tex) => tex
      .replace(/\\partial\s*\^?/g, "d").replace(/\\(mathrm|text)\{(.*?)\}/g, "$2")
      .replace(/\\([A-Za-z]+)/g, (word, name) => signs[name] ?? word)
      .replace(/\\[,;! ]/g, " ").replace(/\\([|])/g, "||")
      .replace(/([_^])\{([^{}]*)\}/g, (word, mark, inner) =>
        mark + (/^-?\w+$/.test(inner) ? inner : `(${inner})`));
  return text.replace(/\$([^$]+)\$/g, (word, tex) => formula(tex))
      .replace(/`([^`\n]+)`/g, '$1');
}

// Lines of prose at most 80 columns wide; code stays as it is.
function wrapped(text, indent = "", columns = 79) {
  const paragraph = (block) => {
    if (/^( {4}|```)/m.test(block))
      return block.split("\n").map((line) => indent + line).join("\n");
    return broken(block, columns - indent.length).map((line) => indent + line).join("\n");
  };
  return text.split("\n\n").map(paragraph).join("\n\n");
}

// What is right is blue, what is not yet vermilion, where a terminal takes colours:
// node looks at NO_COLOR and TERM.
const inColour = (right, text) => process.stdout.hasColors?.(256)
  ? `\x1b[38;5;${right ? 33 : 166}m${text}\x1b[0m` : text;

// Code with its comments in the reader's language: lines beside each other are one
// text, but those that are set in, which stand alone.
function told(code, say = wantsChinese() && words) {
  if (!say) return code;
  const text = code.replace(/^( *\/\/\/?) (?! ).*(\n\1 (?! ).*)*/gm, (lines, slashes) => {
    const english = lines.split(`\n${slashes} `).join(" ").slice(slashes.length + 1), said = say(english);
    return said === english ? lines : broken(said, 79 - slashes.length).map((line) => `${slashes} ${line}`).join("\n");
  });
  return text.replace(/^(?! *\/\/\/? \S)(.*?\/\/\/?<? +)(\S.*)$/gm, (line, before, comment) => before + say(comment));
}

module.exports = {exercises, inColour, plain, told, wrapped};
