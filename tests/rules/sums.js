// Arithmetic as it is typeset: what a formula says of numbers is worked out.
//
//   const { Sums } = require("./sums.js");
//   new Sums().wrong("5 + 2 \\cdot 3 = 12")  // ["5 + 2 \\cdot 3 is 11, expected = 12"]
//
// A side of a relation is read when it is made of numbers, of names that an
// earlier formula gave a number (W = 1/2, h(0) = 4), and of small moves
// (\varepsilon), of which it holds for any; the others are passed over. A number
// with decimals is right to half a unit of its last place.
"use strict";

const blanks = new Set(["\\,", "\\;", "\\!", "\\:", "\\ ", "\\big", "\\Big", "\\bigg", "\\Bigg", "\\left", "\\right"]);
const colours = new Set(["\\fwd", "\\bwd", "\\pathone", "\\pathtwo", "\\paththree"]);
const relations = { "=": 0, "\\approx": 0, "<": -1, ">": 1, "\\le": -1, "\\ge": 1 };
const number = /^\d+(\.\d+)?$/;

function tokensOf(tex) {
  const plain = tex.replace(/\\tag\{[^}]*\}|\\\\(\[\w+\])?|\\begin\{aligned\}|\\end\{aligned\}/g, (all) => (all.startsWith("\\\\") ? "\\\\" : " "))
    .replace(/(\d)(?:\{,\}|,)(?=\d{3}\b)/g, "$1");
  return [...plain.matchAll(/\\(?:begin|end)\{pmatrix\}|\\operatorname\{\w+\}|\\mathrm\{\w+\}|\\text\{[^}]*\}|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\{\{|\S/g)]
    .map((m) => m[0]).filter((token) => !blanks.has(token))
    .flatMap((token, i, all) => (/^\\[td]?frac$/.test(all[i - 1]) && /^\d\d$/.test(token) ? [...token] : [token]));
}

// ---- matrices as arrays of rows; a number is a matrix of one ----

const shaped = (a, b) => { if (a.length !== b.length || a[0].length !== b[0].length) throw new Error("shapes"); };
const each = (a, f) => a.map((row, i) => row.map((x, j) => f(x, i, j)));
const isOne = (a) => a.length === 1 && a[0].length === 1;
const turned = (a) => a[0].map((_, j) => a.map((row) => row[j]));
const added = (a, b) => { shaped(a, b); return each(a, (x, i, j) => x + b[i][j]); };
function times(a, b) {
  if (isOne(a)) return each(b, (x) => a[0][0] * x);
  if (isOne(b)) return each(a, (x) => x * b[0][0]);
  if (a[0].length !== b.length) throw new Error("shapes");
  return a.map((row) => turned(b).map((col) => row.reduce((sum, x, k) => sum + x * col[k], 0)));
}

const logistic = (x) => 1 / (1 + Math.exp(-x));
const binomial = (n, k) => (k === 0 ? 1 : binomial(n - 1, k - 1) * n / k);
const functions = {
  "\\sigma": logistic, "\\sigma'": (x) => logistic(x) * (1 - logistic(x)), "\\tanh": Math.tanh, "\\log": Math.log, "\\log_10": Math.log10,
  "\\arctan": Math.atan, "\\arccos": Math.acos, "\\sqrt": Math.sqrt, "\\mathrm{ReLU}": (x) => Math.max(0, x),
};
// Blocks run forward, (5.12).
function runs(t, m) {
  if (t === 1 || m === 1) return t * (t + 1) / 2;
  return Math.min(...Array.from({ length: t - 1 }, (_, i) => i + 1 + runs(t - i - 1, m - 1) + runs(i + 1, m)));
}

// Reads one side; throws where a sign is not known.
class Side {
  constructor(tokens, known, moves) { Object.assign(this, { tokens, known, moves, at: 0 }); }
  get next() { return this.tokens[this.at]; }
  expect(token) { if (this.tokens[this.at++] !== token) throw new Error(token); }
  whole() {
    const value = this.sum();
    if (this.at < this.tokens.length) throw new Error("more");
    return value;
  }
  sum() {
    let all = this.next === "-" ? (++this.at, times([[-1]], this.term())) : this.term();
    while (["+", "-"].includes(this.next)) {
      const sign = this.tokens[this.at++] === "+" ? 1 : -1;
      if (this.next === "\\dots" && this.moves.some((e) => e)) ++this.at; // of higher order
      else all = added(all, times([[sign]], this.term()));
    }
    return all;
  }
  term() {
    let all = this.factor();
    for (;;) {
      const next = this.next;
      if (next === "/") { ++this.at; all = times(all, [[1 / this.one(this.factor())]]); continue; }
      if (next === "\\cdot") { ++this.at; if (this.next === "-") throw new Error("sign"); } else if (next === undefined || ["+", "-", ")", "]", "}", "\\}", ",", "&", "\\\\", "\\end{pmatrix}"].includes(next)) return all;
      all = times(all, this.factor());
    }
  }
  one(value) { if (!isOne(value)) throw new Error("a number"); return value[0][0]; }
  factor() {
    let value = this.plain();
    while (this.next === "^") {
      ++this.at;
      if (this.next === "\\circ") { ++this.at; value = [[this.one(value) * Math.PI / 180]]; } else if (this.next === "\\T") { ++this.at; value = turned(value); } else value = [[Math.pow(this.one(value), this.one(this.argument()))]];
    }
    return value;
  }
  argument() {
    if (this.next === "{") { ++this.at; const value = this.sum(); this.expect("}"); return value; }
    if (number.test(this.next)) return [[Number(this.tokens[this.at++])]];
    return this.plain();
  }
  list(end) {
    const all = [this.one(this.sum())];
    while (this.next === ",") { ++this.at; all.push(this.one(this.sum())); }
    this.expect(end);
    return all;
  }
  plain() {
    const token = this.next, name = longest(this.tokens.slice(this.at), this.known);
    if (token === "C" && this.tokens[this.at + 1] === "(") { this.at += 2; return [[runs(...this.list(")"))]]; }
    if (name) {
      this.at += name.length;
      if (["'", "_"].includes(this.next) || (this.next === "(" && !/^[tmr]$/.test(name))) throw new Error("a function");
      return this.known.get(name.join(" "));
    }
    ++this.at;
    if (token === undefined) throw new Error("the end");
    if (number.test(token)) {
      const value = Number(token);
      return [[/^\\[td]?frac$/.test(this.next) && number.test(this.tokens[this.at + 1]) ? value + this.one(this.plain()) : value]]; // 2\tfrac12
    }
    if (colours.has(token)) return this.argument();
    if (token === "{") { --this.at; return this.argument(); }
    if (token === "(" || token === "[") { const all = this.list(token === "(" ? ")" : "]"); return all.map((x) => [x]); }
    if (/^\\[td]?frac$/.test(token)) return [[this.one(this.argument()) / this.one(this.argument())]];
    if (token === "\\binom") return [[binomial(this.one(this.argument()), this.one(this.argument()))]];
    if (token === "\\min" && this.next === "_") return this.least();
    if (token === "\\min") { this.expect("\\{"); return [[Math.min(...this.list("\\}"))]]; }
    if (token === "e" && this.next === "^") return [[Math.E]];
    if (token === "\\varepsilon") { if (this.next !== "_") return [[this.moves[0]]]; this.at += 2; return [[this.moves[Number(this.tokens[this.at - 1])]]]; }
    if (token === "\\diag") { this.expect("("); const d = this.list(")"); return d.map((x, i) => d.map((_, j) => (i === j ? x : 0))); }
    if (token === "\\begin{pmatrix}") return this.rows();
    let f = token + (this.next === "'" ? this.tokens[this.at++] : "");
    if (f === "\\log" && this.next === "_") { this.at += 1; f += "_" + this.one(this.argument()); }
    if (!functions[f]) throw new Error(f);
    return [[functions[f](this.one(this.argument()))]];
  }
  // \min_{1 \le y < t} of what follows.
  least() {
    ++this.at;
    if (this.next === "{") while (this.tokens[this.at++] !== "}"); else ++this.at;
    const body = this.at, all = [];
    for (let y = 1; y < this.known.get("t")[0][0]; ++y) {
      this.at = body;
      this.known = new Map([...this.known, ["y", [[y]]]]);
      all.push(this.one(this.sum()));
    }
    return [[Math.min(...all)]];
  }
  rows() {
    const rows = [[]];
    let row = rows[0];
    for (;;) {
      row.push(this.one(this.sum()));
      const token = this.tokens[this.at++];
      if (token === "\\\\") rows.push(row = []);
      else if (token === "\\end{pmatrix}") return rows;
      else if (token !== "&") throw new Error("a matrix");
    }
  }
}

// The longest name that these tokens begin with.
function longest(tokens, known) {
  for (let n = Math.min(tokens.length, 12); n > 0; --n)
    if (known.has(tokens.slice(0, n).join(" "))) return tokens.slice(0, n);
  return null;
}

// The chains of relations in a formula, each a list of sides and the relations between them.
function chainsOf(tokens) {
  const chains = [];
  let sides = [[]], signs = [], depth = 0;
  const end = () => { chains.push({ sides, signs }); sides = [[]]; signs = []; };
  for (const token of tokens) {
    if (["(", "[", "{", "\\{", "\\begin{pmatrix}", "{{"].includes(token)) ++depth;
    if ([")", "]", "}", "\\}", "\\end{pmatrix}"].includes(token)) --depth;
    if (depth === 0 && token in relations) { sides.push([]); signs.push(token); }
    else if (depth === 0 && ([",", ";", "\\\\", "\\quad", "\\qquad", ":="].includes(token) || token.startsWith("\\text"))) end();
    else if (depth > 0 || token !== "&") sides[sides.length - 1].push(token);
  }
  end();
  return chains;
}

// A number as it is written: 0.45, 1.5 \cdot 10^{-8}, 5.7^\circ.
const literal = /^(?:- )?(\d+(?:\.\d+)?)((?: \\cdot 10 \^ (?:\d|\{(?: -)? \d+ \}))?(?: \^ \\circ)?)$/;

class Sums {
  constructor() { this.known = new Map(); this.compared = 0; }

  // What a side comes to, at each of two small moves where it has any; null
  // where it cannot be read.
  value(tokens) {
    const moves = tokens.includes("\\varepsilon") ? [[3e-6, 1e-6, -2e-6, 5e-6], [-7e-6, 4e-6, 3e-6, 1e-6]] : [[]];
    if (/^\\varepsilon( _ \d)?$/.test(tokens.join(" "))) return null;
    try { return moves.map((some) => new Side(tokens, this.known, some).whole()); } catch { return null; }
  }

  // Half a unit of the last place of a number as it is written; where it stands
  // for another, zeros at its end are no places.
  half(tokens, about) {
    const [, digits, rest] = literal.exec(tokens.join(" ")) || [];
    if (!digits) return 0;
    const places = about && !digits.includes(".") ? -/0*$/.exec(digits)[0].length : (digits.split(".")[1] || "").length;
    const unit = rest ? new Side(["1", ...rest.split(" ").filter((token) => token)], this.known, []).whole()[0][0] : 1;
    return places !== 0 || about || rest ? 0.500001 * Math.pow(10, -places) * unit : 0;
  }

  // What is wrong of a formula, in words. One of counts, C(t, m), is tried for
  // blocks and slots of any number; its y is to reach the least.
  wrong(tex) {
    if (/^\s*(C\([t1], [m1]\) =|y = .*\{m)/s.test(tex) && !this.counting) {
      for (let t = 2; t <= 12; ++t)
        for (let m = 2, r = 1; m <= 5; ++m, r = 1) {
          while (binomial(m + r, m) < t) ++r;
          const some = Object.assign(new Sums(), { counting: true });
          for (const [name, value] of Object.entries({ t, m, r })) some.known.set(name, [[value]]);
          const found = some.wrong(tex).concat(some.known.has("y") ? some.wrong("C(t, m) = y + C(t-y, m-1) + C(y, m)") : []);
          if (!some.compared) found.push("nothing that can be read");
          if (found.length) return [`${found[0]} at t = ${t}, m = ${m}`];
        }
      return [];
    }
    const found = [];
    for (const { sides, signs } of chainsOf(tokensOf(tex))) {
      for (const side of sides) while ([".", ","].includes(side[side.length - 1])) side.pop();
      const values = sides.map((side) => this.value(side)), named = signs[0] === "=" && isName(sides[0]);
      for (let i = named ? 1 : 0, last = -1; i < sides.length; ++i) {
        if (!values[i]) continue;
        const between = signs.slice(last, i), sign = between.find((s) => relations[s]) || between.find((s) => s !== "=") || "=";
        if (last >= 0) ++this.compared;
        if (last >= 0 && !values[i].every((b, k) => this.holds(sides[last], values[last][k], sign, sides[i], b)))
          found.push(`${sides[last].join(" ")} is ${shown(values[last][0])}, expected ${sign} ${sides[i].join(" ")}`);
        last = i;
      }
      const given = values.slice(1).find((v) => v && v.length === 1);
      if (named) this.known[given ? "set" : "delete"](sides[0].join(" "), given && given[0]);
    }
    return found;
  }

  holds(left, a, sign, right, b) {
    if (right.join("") === "0") b = each(a, () => 0);
    if (a.length !== b.length || a[0].length !== b[0].length) return false;
    // Decimals that were rounded: to half a unit each.
    const written = Math.max(this.half(left, sign === "\\approx"), this.half(right, sign === "\\approx"));
    const rounded = written ? 0 : [...left, ...right].reduce((sum, token) => sum + (/\d\.\d/.test(token) ? this.half([token]) / Number(token) : 0), 0);
    return a.every((row, i) => row.every((x, j) => {
      const off = x - b[i][j];
      return relations[sign] ? off * relations[sign] > 0 || (sign.startsWith("\\") && off === 0)
        : Math.abs(off) <= written + (rounded + 1e-10) * Math.max(1e-6, Math.abs(x));
    }));
  }
}

// A letter with its marks, and a slope by such: what may stand for a number.
const letter = "(?:d )?(?:\\\\delta|\\\\yhat|\\\\theta|\\\\lambda|[A-Za-z])(?: _ (?:\\w+|\\{ [\\w ]+ \\})| \\^ (?:\\w|\\*)| \\( \\d+ \\))*";
const isName = (tokens) => new RegExp(`^(?:\\\\partial ${letter} / \\\\partial )?${letter}$`).test(tokens.join(" "));
const shown = (value) => value.map((row) => row.map((x) => Number(x.toPrecision(9))).join(" ")).join("; ");

module.exports = { Sums };
