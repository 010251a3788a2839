// How fresh numbers are compared with accepted ones: by the words of their mark.
//
//   exact, tolerance 1e-06            each number, relative to itself
//   exact, tolerance 1e-06, from 1e-15   the same; a difference below is rounding
//   rounding, median within a factor of 2 and largest at most 1
//                                     the numbers hang on the last bit; compared
//                                     is what does not: each, first, last, least,
//                                     largest or median. Without "each" a tenth of
//                                     the rows may be missing. A figure's first
//                                     column is its positions, compared exactly
//   rounding everywhere, ...          the same; they hang on it, too
//   measured                          time or memory: not compared, but for a figure's
//                                     positions
//   exact                             a text: word for word
"use strict";

const numeral = "([0-9.]+(?:e[-+]?[0-9]+)?)";
const tolerant = new RegExp(`^exact, tolerance ${numeral}(?:, from ${numeral})?$`);
const clause = new RegExp(`^(each|first|last|least|largest|median) ` +
  `(within a factor of|within|at most) ${numeral}$`);

const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};
const picks = {
  first: (list) => list[0],
  last: (list) => list[list.length - 1],
  least: (list) => Math.min(...list),
  largest: (list) => Math.max(...list),
  median,
};

// What a number may be: null when it may, else what is allowed, in words.
function objection(how, limit, got, expected) {
  const near = Math.abs(got - expected) <= limit * (1 + 1e-9); // 0.265 is within 0.005 of 0.27
  if (how === "within") return near ? null : `within ${limit}`;
  if (how === "at most") return Math.abs(got) <= limit ? null : `at most ${limit}`;
  const [small, large] = [Math.abs(got), Math.abs(expected)].sort((a, b) => a - b);
  const same = got === expected || (got > 0 === expected > 0 && large <= limit * small);
  return same ? null : `a factor of at most ${limit}`;
}

// A mark from its words: compare(got, expected) takes the numbers of a column
// and gives the differences, {at, got, expected, allowed}. `positions`: where the
// first column of a figure has another mark.
function readMark(words) {
  const exact = tolerant.exec(words);
  const mark = { words, missing: 0 };
  if (words === "measured") {
    mark.positions = readMark("exact, tolerance 1e-6");
    mark.compare = () => [];
  } else if (words === "exact") {
    mark.compare = (got, expected) => differences(got, expected,
      (g, e) => (g === e ? null : "no other"));
  } else if (exact) {
    const [tolerance, from] = [Number(exact[1]), Number(exact[2] || 0)];
    mark.compare = (got, expected) => differences(got, expected, (g, e) => {
      const most = Math.max(tolerance * Math.abs(e), from);
      return Math.abs(g - e) <= most ? null : `at most ${Number(most.toPrecision(3))}`;
    });
  } else {
    const said = /^rounding( everywhere)?, (.*)$/.exec(words);
    const clauses = said ? said[2].split(" and ").map((part) => clause.exec(part)) : [null];
    if (!clauses.every(Boolean)) return null;
    if (!said[1]) mark.positions = readMark("exact, tolerance 1e-6");
    mark.missing = clauses.every(([, pick]) => pick !== "each") ? 0.1 : 0;
    mark.compare = (got, expected) => clauses.flatMap(([, pick, how, limit]) => {
      const judge = (g, e) => objection(how, Number(limit), g, e);
      if (pick === "each") return differences(got, expected, judge);
      const [g, e] = [got, expected].map((all) => all.filter((x) => x !== null))
        .map((all) => (all.length ? picks[pick](all) : null));
      return differences([g], [e], judge).map((found) => ({ ...found, at: pick }));
    });
  }
  return mark;
}

// Null is a number that is not there. Missing rows are the caller's to judge.
function differences(got, expected, judge) {
  return expected.slice(0, got.length).flatMap((e, i) => {
    const g = got[i];
    if (e === null && g === null) return [];
    const allowed = e === null || g === null ? "neither or both" : judge(g, e);
    return allowed === null ? [] : [{ at: i, got: g, expected: e, allowed }];
  });
}

// The same for printed texts, the cells of a column: their words must be the
// accepted ones, their numbers are compared as the mark says.
const number = /(?<![\w.])-?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?/g;
function compareTexts(mark, got, expected) {
  if (mark.words === "exact") return mark.compare(got, expected);
  const other = differences(got, expected, (g, e) =>
    g.replace(number, "#") === e.replace(number, "#") ? null : "the same words");
  if (other.length) return other;
  const numbers = (texts) => texts.flatMap((text) => (text.match(number) || []).map(Number));
  return mark.compare(numbers(got), numbers(expected));
}

module.exports = { readMark, compareTexts };
