// What a person may get wrong in a line that is no numbered equation: a split, a
// metric, a seed, a mask, a threshold, a knob's value. One sign, word or number is
// another; what a program prints and draws stays.
"use strict";
const { declaration, startOf, withChanges } = require("./changes.js");

const blank = (text) => text.replace(/[^\n]/g, " ");
// Blanks for comments, texts, and what only shows.
const masked = (source) => {
  const text = source.replace(/\/\/[^\n]*|^#[^\n]*|"(?:\\.|[^"\\\n])*"|(?<!\w)'(?:\\.|[^'\\])'/gm, blank)
    .replace(/\bProgress \w+\([^;]*;/g, blank);
  return text.replace(/^(?:void|Table|Figure|std::string|int) (\w+)\([^;{]*\{$[^]*?^\}/gm,
    (body, name) => (name !== "main" && /^(?:void claim|int)/.test(body) ? body : blank(body)));
};

const pairs = [["min", "max"], ["index_min", "index_max"], ["front", "back"], ["n_rows", "n_cols"], ["median", "mean"], ["true", "false"]];
const others = new Map([...pairs.flatMap(([a, b]) => [[a, b], [b, a]]), ["<", "<="], ["<=", "<"], [">", ">="], [">=", ">"], ["==", "!="],
  ["!=", "=="], ["&&", "||"], ["||", "&&"], ["+", "-"], ["-", "+"], ["*", "/"], ["/", "*"], ["%", "/"], ["+=", "-="], ["-=", "+="]]);
const token = /(?<![\w.]|p[-+])(\d+\.?\d*(?:e[-+]?\d+)?)\b|(?<= )(?:[<>=!+-]=|[<>*\/%+-]|&&|\|\|)(?= )|(?<=[.:])[a-z_]+\b(?!::)|\b(?:true|false)\b/g;

// The bracket that closes around a place, or the semicolon that ends its
// statement, whichever is first.
function endOf(text, at) {
  for (let depth = 0; at < text.length; ++at) {
    if (/[([{]/.test(text[at])) ++depth;
    else if (/[)\]}]/.test(text[at]) && depth-- === 0) return at;
    else if (text[at] === ";" && depth === 0) return at;
  }
  return at;
}
function openerOf(text, at) {
  for (let depth = 0; at > 0; --at) {
    if (/[)\]}]/.test(text[at - 1])) ++depth;
    else if (/[([{]/.test(text[at - 1]) && depth-- === 0) return at - 1;
  }
  return -1;
}

// Past `if (..)`, `for (..)`, `else` and `case ..:`.
function bodyAt(text, at, end) {
  for (;;) {
    const head = /^\s*(?:else\b|case [\w:]*\w:(?!:)|default:|(?:if constexpr|if|for|while)\s*(\())?/.exec(text.slice(at, end));
    if (!head[0].trim()) return at + head[0].length;
    at += head[0].length;
    if (head[1]) at = endOf(text, at) + 1;
    for (; head[1] && text[at - 1] === ";"; ) at = endOf(text, at) + 1;
  }
}
// What gives a name that the lines below use, and no value to choose between.
const declares = /^(?:const|static|constexpr|using|auto)\b|^(?!(?:return|throw)\b)[A-Za-z_][\w:]*(?:<[^;=]*>)?[&*]* [&*]*[A-Za-z_[]/;
const another = /, [A-Za-z_]\w*(?: =|\{[^}]*\}[,;]|\([^)]*\);|;)/;

// What holds a place: {kind, begin, end}, a statement of a function, the condition
// of an if or a loop, or a single number of what stands outside functions; or null.
function holderOf(text, begin, end) {
  for (let at = endOf(text, end); at < text.length; at = endOf(text, at + 1)) {
    if (text[at] === ";") {
      let opener = openerOf(text, at);
      if (/\bfor\s*$/.test(text.slice(0, opener))) {
        const first = text.lastIndexOf(";", begin);
        return first > opener && text[endOf(text, at + 1)] === ")" ? { kind: "condition", begin: first + 1, end: at } : null;
      }
      const inside = opener >= 0 && !/\b(?:struct|namespace)\b[^;{}]*$/.test(text.slice(0, opener)), first = bodyAt(text, startOf(text, at), at);
      const code = text.slice(first, at + 1).replace(/\s+/g, " ");
      return inside && ((declaration(code) && !another.test(code)) || !declares.test(code)) ? { kind: "statement", begin: first, end: at + 1 } : { kind: "number", begin, end };
    }
    const opener = openerOf(text, at);
    if (/\b(?:if|while)\s*(?:constexpr\s*)?$/.test(text.slice(0, opener))) return { kind: "condition", begin: opener + 1, end: at };
  }
  return null;
}

// All changes of a source in their order: {line, from, to, holder}, `from` and
// `to` the token before and after.
function plainChanges(source) {
  const text = masked(source), lines = source.split("\n"), found = [];
  for (const m of text.matchAll(token)) {
    const line = text.slice(0, m.index).split("\n").length, end = m.index + m[0].length;
    const to = m[1] ? (/[.e]/.test(m[1]) ? `2 * ${m[1]}` : String(Number(m[1]) + 1)) : others.get(m[0]);
    const holder = to && holderOf(text, m.index, end);
    // What a compiler is told of a loop it wants to see at its head.
    const told = holder && holder.kind === "condition" && /^ *#pragma/.test(lines[text.slice(0, holder.begin).split("\n").length - 2]);
    if (!holder || told || text.startsWith("throw", holder.begin) || (holder.kind === "number" && !m[1]) || /\/\/ \(\d+\.\d+/.test(source.slice(holder.begin, holder.end) + lines[line - 1])) continue;
    found.push({ line, from: m[0], to, at: m.index, holder, name: `${lines[line - 1].trim()}: ${m[0]} -> ${to}` });
  }
  return found;
}

// The source with its changes, each with an id, behind their ids.
function withPlain(source, changes, file) {
  let out = `#include "common/unrolled_mutants.hpp"\n#line 1 "${file}"\n`, at = 0;
  const groups = new Map();
  const size = ({ holder }) => holder.end - holder.begin;
  for (const c of [...changes].sort((a, b) => size(b) - size(a))) {
    const outer = [...groups.values()].find((g) => g.begin <= c.holder.begin && c.holder.end <= g.end && (g.begin < c.holder.begin || c.holder.end < g.end));
    const key = `${c.holder.begin} ${c.holder.end}`;
    if (!outer) groups.set(key, groups.get(key) || { ...c.holder, line: source.slice(0, c.holder.begin).split("\n").length, changes: [] });
    (outer || groups.get(key)).changes.push(c);
  }
  const oneLine = (code) => code.replace(/\s+/g, " ");
  for (const { kind, begin, end, line, changes: here } of [...groups.values()].sort((a, b) => a.begin - b.begin)) {
    if (begin < at) continue;
    const code = source.slice(begin, end).replace(/\/\/[^\n]*/g, blank);
    const changed = ({ at: place, from, to }) => oneLine(code.slice(0, place - begin) + to + code.slice(place - begin + from.length));
    const back = `\n#line ${line} "${file}"\n`;
    out += source.slice(at, begin);
    out += kind === "statement" ? withChanges(oneLine(code), here.map((c) => ({ id: c.id, code: changed(c) })), file, line)
      : `(${here.map((c) => `\n#line ${c.id} "mutant"\nunrolled_mutants::chosen == ${c.id} ? (${changed(c)}) : `).join("")}${back}(${code}))`;
    at = end;
  }
  return out + source.slice(at);
}

module.exports = { plainChanges, withPlain };
