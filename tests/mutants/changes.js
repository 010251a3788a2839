// What a person may get wrong in an equation: the numbered statements of a file,
// and the changes to one, found by rules about its text.
"use strict";
const { trailingNumbers } = require("../../docs/sources.js");

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

// The text with its comments, and what is in quotes, as blanks of that length.
const masked = (source) =>
  source.replace(/\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|(?<!\w)'(?:\\.|[^'\\])'/g, (found) =>
    found[0] === "/" ? " ".repeat(found.length) : found[0] + " ".repeat(found.length - 2) + found[0]);

// Where the statement begins that ends at `end`.
function startOf(text, end) {
  let depth = 0, i = end;
  for (; i > 0; --i) {
    const sign = text[i - 1];
    const closes = /[)\]]/.test(sign) || (sign === "}" && (depth > 0 || /^\s*[;,).]|^ [-+*\/%<>?:=&|]/.test(text.slice(i))));
    if (closes) ++depth;
    else if (/[([{]/.test(sign)) { if (depth-- === 0) break; }
    else if (depth === 0 && /[;}]/.test(sign)) break;
  }
  return i + /^\s*/.exec(text.slice(i))[0].length;
}

// `Matrix z = W * a;`: its type, name and value; null for what gives no name.
function declaration(code) {
  const found = /^((?:const )?[A-Za-z_][\w:]*(?:<[^=]*?>)?) ([A-Za-z_]\w*) = (.*);$/.exec(code);
  return found && found[1] !== "return" && !/, [A-Za-z_]\w* = /.test(code) ? found : null;
}

// What stands just above a numbered statement and names its parts belongs to the
// equation: `Matrix z = W * a;` above `z += b;  // (1.1)`.
function partsAbove(text, numbered, notBefore) {
  const parts = [];
  let used = numbered.code;
  for (let from = numbered.begin; ;) {
    const last = text.slice(0, from).search(/\S\s*$/);
    if (last < notBefore || text[last] !== ";") return parts;
    const begin = startOf(text, last);
    const code = oneLine(text.slice(begin, last + 1));
    const named = declaration(code);
    if (!named && !/^[A-Z]\w*(?:<[^=]*>)? [a-z]\w*;$/.test(code)) return parts;
    if (named && new RegExp("\\b" + named[2] + "\\b").test(used)) {
      const line = text.slice(0, last).split("\n").length;
      parts.unshift({ equations: numbered.equations, line, begin, end: last + 1, code });
      used += code;
    }
    from = begin;
  }
}

// The numbered statements of a file, each after its parts, in order:
// {equations, line, begin, end, code}, the code on one line.
function statements(source) {
  const text = masked(source), found = [];
  let at = 0;
  source.split("\n").forEach((line, i) => {
    const equations = trailingNumbers(line), here = at;
    at += line.length + 1;
    const end = equations.length ? text.indexOf(";", here + line.slice(0, line.lastIndexOf("//")).trimEnd().length - 1) : -1;
    if (end < 0) return;
    let begin = startOf(text, end);
    const label = /^(?:case\s+[\w:]*\w|default)\s*:\s*/.exec(text.slice(begin, end));
    if (label) begin += label[0].length;
    const numbered = { equations, line: i + 1, begin, end: end + 1, code: oneLine(text.slice(begin, end + 1)) };
    found.push(...partsAbove(text, numbered, found.length ? found[found.length - 1].end : 0), numbered);
  });
  return found;
}

// A statement's words and signs; `pair` of a bracket is the place of the other.
function tokensOf(code) {
  const form = /\d+\.?\d*(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|::|->|[-+*/%=<>!]=|&&|\|\||\+\+|--|\S/g;
  const tokens = [...code.matchAll(form)].map((m) => ({ text: m[0], at: m.index, end: m.index + m[0].length }));
  const open = [];
  tokens.forEach((token, i) => {
    if (/^[([{]$/.test(token.text)) open.push(i);
    if (!/^[)\]}]$/.test(token.text) || !open.length) return;
    token.pair = open.pop();
    tokens[token.pair].pair = i;
  });
  return tokens;
}

const opens = (token) => token !== undefined && /^[([{]$/.test(token.text);

// Where what is done begins: past `for (..)`, `if (..)`, `if constexpr (..)`, `else`.
function bodyOf(tokens) {
  let i = 0;
  while (/^(for|if|while|else)$/.test(tokens[i].text)) {
    const bracket = tokens[i + 1].text === "constexpr" ? i + 2 : i + 1;
    i = tokens[i].text === "else" ? i + 1 : tokens[bracket].pair + 1;
  }
  return i;
}

// All changes to a statement, none twice: {kind, code, guard}; where there is a
// guard, its two operands must be matrices: two numbers may change places.
function changesOf(code) {
  const tokens = tokensOf(code), end = tokens.length - 1, body = bodyOf(tokens), found = new Map();
  const text = (first, last) => code.slice(tokens[first].at, tokens[last - 1].end);
  const add = (kind, from, to, by, guard = null) => {
    const changed = oneLine(code.slice(0, from) + by + code.slice(to));
    if (changed !== code && !found.has(changed)) found.set(changed, { kind, code: changed, guard });
  };
  // Instead of the tokens first .. last - 1.
  const put = (kind, first, last, by, guard) => add(kind, tokens[first].at, tokens[last - 1].end, by, guard);

  // The value of the statement: after the sign of equality, or return.
  let value = body;
  for (let i = body; i < end; i = opens(tokens[i]) ? tokens[i].pair : i + 1)
    if (/^(=|[-+*%]=|return)$/.test(tokens[i].text)) { value = i + 1; break; }

  const split = (first, last, signs) => {  // operands, each with the sign before it
    const all = [{ first, last, sign: "" }];
    for (let i = first; i < last; ++i) {
      if (opens(tokens[i])) i = Math.min(tokens[i].pair, last - 1);
      else if (signs.includes(tokens[i].text) && i > first && /[\w)\]}]$/.test(tokens[i - 1].text)) {
        all[all.length - 1].last = i;
        all.push({ first: i + 1, last, sign: tokens[i].text });
      }
    }
    return all;
  };

  const time = (first, last) => {  // t, t - 1, t + 1, or the number of a step
    const here = text(first, last);
    if (/^\d$/.test(here)) {
      if (here !== "0") put("time", first, last, String(Number(here) - 1));
      return put("time", first, last, String(Number(here) + 1));
    }
    const now = last - first === 1 ? 0 : Number(tokens[first + 1].text + "1");
    for (const step of [now - 1, now + 1])
      put("time", first, last, tokens[first].text + (step === 0 ? "" : (step < 0 ? " - " : " + ") + Math.abs(step)));
  };

  const factors = (first, last) => {
    const all = split(first, last, ["*", "%", "/"]);
    if (all.length < 2 || all.some((factor) => factor.first >= factor.last)) return;
    all.forEach(({ first: from, last: to, sign }, k) => {
      const factor = text(from, to), slope = /derivative|slope|diagmat|^D[1-3]$|^1(\.0)? - /.test(factor);
      if (factor.length > 4 && factor.endsWith(".t()")) put("transpose", from, to, factor.slice(0, -4));
      else if (!/^D[1-3]$|^arma::diagmat/.test(factor)) put("transpose", from, to, factor + ".t()", [factor, factor]);
      const kind = slope ? "derivative" : "factor";
      if (k > 0) add(kind, tokens[from - 1].at, tokens[to - 1].end, "");
      else if (all[1].sign !== "/") add(kind, tokens[from].at, tokens[to].end, "");
      if (sign !== "*" || (k > 1 && all[k - 1].sign === "/")) return;
      const before = text(all[k - 1].first, all[k - 1].last);
      if (before !== factor) put("exchange", all[k - 1].first, to, factor + " * " + before, [before, factor]);
    });
  };

  const region = (first, last) => {  // between two commas or brackets
    const before = tokens[first - 1], here = text(first, last);
    if (opens(before) && before.text !== "{" && before.pair === last && /^[0-3]$/.test(here)) {
      if (before.text === "[" || /^[A-Za-z_]\w*$/.test((tokens[first - 2] || {}).text)) time(first, last);
      return;
    }
    if (/^(?:[tkslji]|tau)(?: [-+] 1)?$/.test(here) && before && /^[[(,]$/.test(before.text)) return time(first, last);
    const terms = split(first, last, ["+", "-"]);
    if (terms.length > 1)
      terms.forEach((term, k) => {
        const sign = tokens[k === 0 ? term.last : term.first - 1];
        if (k === 0) return add("term", tokens[term.first].at, sign.end, sign.text === "-" ? "-" : "");
        add("term", sign.at, tokens[term.last - 1].end, "");
        add("sign", sign.at, sign.end, sign.text === "+" ? "-" : "+");
      });
    for (const term of terms) factors(term.first, term.last);
    if (tokens[first].text === "-") add("sign", tokens[first].at, tokens[first].end, "");
  };
  const regions = (from, to) => {
    let first = from;
    for (let i = from; i <= to; ++i) {
      if (i === to || /^(,|\?|:|=|>=|<=|;)$/.test(tokens[i].text)) {
        if (first < i) region(first, i);
        first = i + 1;
      } else if (opens(tokens[i])) {
        regions(i + 1, Math.min(tokens[i].pair, to));
        i = Math.min(tokens[i].pair, to);
      }
    }
  };

  const word = (i) => {  // with a step in its name: h1 and h2, one and two; W12 and W21
    const { text: name, at, end: to } = tokens[i], next = (tokens[i + 1] || {}).text;
    if (i > 0 && /\w$/.test(tokens[i - 1].text) && next === "=") return;  // declared: it would be missing, not wrong
    const steps = ["one", "two", "three"], place = next === "." ? steps.indexOf(name) : -1;
    if (/^[hxzoeDSXL][0-3]$/.test(name))
      for (const digit of [Number(name[1]) - 1, Number(name[1]) + 1]) {
        if (digit >= 0 && digit <= 3) add("time", at, to, name[0] + digit);
      }
    else if (/^[WU][12][12]$/.test(name)) add("transpose", at, to, name[0] + name[2] + name[1]);
    else if (place >= 0) for (const other of [place - 1, place + 1]) if (steps[other]) add("time", at, to, steps[other]);
  };

  if (value > body && value < end && tokens[value].text !== "{" && !/^[-+]=$/.test(tokens[value - 1].text))
    put("sign", value, end, "-(" + text(value, end) + ")");
  for (let i = body; i < end; ++i) {
    const { text: sign, at, end: to } = tokens[i];
    if (/^[-+]=$/.test(sign)) add("sign", at, to, sign === "+=" ? "-=" : "+=");
    if (sign === "+=") add("term", at, to, "=");
    if (/^[-+*%]=$/.test(sign)) add(/[-+]/.test(sign) ? "term" : "factor", tokens[body].at, tokens[end].at, "");
    if (sign === ">=") add("sign", at, to, "<");
  }
  regions(value, end);
  for (let i = body; i + 1 < value; ++i)  // indices on the left
    if (opens(tokens[i])) { if (tokens[i].pair < value) regions(i + 1, tokens[i].pair); i = tokens[i].pair; }
  for (let i = body; i < end; ++i) word(i);
  if (found.size === 1)
    for (let i = value; i < end; ++i) {  // one change alone: a call's two arguments change places, too
      if (tokens[i].text !== "(" || !/^\w+$/.test((tokens[i - 1] || {}).text)) continue;
      const commas = [];
      for (let k = i + 1; k < tokens[i].pair; k = opens(tokens[k]) ? tokens[k].pair + 1 : k + 1)
        if (tokens[k].text === ",") commas.push(k);
      if (commas.length === 1) {
        const [comma] = commas, last = tokens[i].pair;
        put("exchange", i + 1, last, text(comma + 1, last) + ", " + text(i + 1, comma));
      }
    }
  if (found.size === 0)  // nothing else: what a call is given
    for (let i = body; i < end; ++i)
      if (tokens[i].text === "(")
        for (let first = i + 1, k = first; k <= tokens[i].pair; ++k) {
          if (k === tokens[i].pair || tokens[k].text === ",") {
            if (k > first) put("sign", first, k, "-(" + text(first, k) + ")");
            first = k + 1;
          } else if (opens(tokens[k])) k = tokens[k].pair;
        }
  return [...found.values()];
}

// What a changed file includes.
const header = `#pragma once
#include <complex>
#include <cstdlib>
#include <type_traits>
namespace unrolled_mutants {
inline const int chosen = [] {
  const char* id = std::getenv("UNROLLED_MUTANT");
  return id == nullptr ? 0 : std::atoi(id);
}();
template <class T>
inline constexpr bool scalar = std::is_arithmetic_v<T>;
template <class T>
inline constexpr bool scalar<std::complex<T>> = true;
// Neither operand is a number: exchanging them would change nothing.
template <class A, class B>
inline constexpr bool matrices = !scalar<std::remove_cvref_t<A>> && !scalar<std::remove_cvref_t<B>>;
}  // namespace unrolled_mutants
`;

// A statement with its changes beside it, [{id, code, guard}]: UNROLLED_MUTANT in
// the environment says which one runs. What a compiler says about one names
// `mutant:ID`; about the rest, the file and its line.
function withChanges(code, changes, file, line) {
  const tokens = tokensOf(code), head = code.slice(0, tokens[bodyOf(tokens)].at), body = code.slice(head.length);
  const back = `\n#line ${line} "${file}"\n`, declared = declaration(body);
  const type = declared && declared[1].replace(/^const /, "");
  let text = "";
  for (const { id, code: changed, guard } of changes) {
    const other = declared ? declaration(changed.slice(head.length)) : null;
    if (declared && !other) continue;
    text += `\n#line ${id} "mutant"\nif (unrolled_mutants::chosen == ${id}) {` +
      (guard ? ` static_assert(unrolled_mutants::matrices<decltype(${guard[0]}), decltype(${guard[1]})>);` : "") +
      ` ${other ? "return " + other[3] + ";" : changed.slice(head.length)} } else`;
  }
  if (!declared) return `${head}{${text}${back}{ ${body} } }${back}`;
  return `${head}${declared[1]} ${declared[2]} = [&]() -> ${type} {${text}${back}{ return ${declared[3]}; } }();${back}`;
}

module.exports = { declaration, startOf, statements, changesOf, withChanges, header };
