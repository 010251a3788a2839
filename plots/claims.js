// A program's claims: their numbers against the accepted ones, and whether each
// says something: that wrong results fail it, and that its bound is not far away.
"use strict";

const limitsOf = (bound) => (bound.match(/-?[0-9.]+(?:e[-+]?[0-9]+)?|inf/g) || []).map(Number);

// The number may come half way from the accepted one to its bound: that much of what
// it says is left, on every machine. Where training hangs on rounding, and the program
// marks what comes out of it so, the claim need only hold.
function compareClaims(name, fresh, accepted) {
  if (Object.values(accepted.marks || {}).some((mark) => /^rounding\b.* within /.test(mark))) return [];
  return (accepted.claims || []).flatMap(({ what, bound, number }, i) => {
    const got = Number(fresh.claims[i].number);
    const allowed = Math.min(...limitsOf(bound).map((limit) => Math.abs(limit - number))) / 2;
    return Math.abs(got - number) <= allowed ? []
      : [`${name}: claim: ${what}: got ${got}, expected ${number} (allowed: ${allowed})`];
  });
}

// How far a bound may be from a number that was measured, here or in the sweep. From
// 0 each is as far: there a sign is claimed, which the results in another order fail.
const far = 1000;
const apart = (a, b) => (a === b ? 1 : a * b <= 0 ? Infinity : Math.max(a / b, b / a));

// Decimals and fractions of a program's sentence that no claim has for its bound.
function unfounded({ claim = "", claims = [] }) {
  const limits = claims.flatMap(({ bound }) => limitsOf(bound));
  return (claim.match(/(?<!(?:rate|gain) |[\d.])\d+[./]\d+/g) || []).filter((words) => {
    const [a, b = 1] = words.split("/").map(Number);
    return !limits.some((limit) => Math.abs(limit - a / b) <= 1e-6 * (a / b));
  });
}

// One line for each claim that could not go red, or says something else.
function weakClaims(name, result, sweep) {
  const found = unfounded(result).map((words) => `${name}: claim: says ${words}, which is no bound of its parts`);
  for (const { what, bound, number, failed = "" } of result.claims || []) {
    const tried = (sweep ? sweep.rows : []).filter((row) => row.claim === what).flatMap((row) => [row.least, row.largest]);
    const measured = [number, ...tried].filter(Boolean).map(Number);
    const near = limitsOf(bound).some((limit) => (limit === 0 && /[1-9]\d* shuffled/.test(failed)) || measured.some((x) => x === 0 || apart(limit, x) <= far));
    if (!/[1-9]/.test(failed)) found.push(`${name}: claim: ${what}: wrong results hold it, too`);
    if (!near) found.push(`${name}: claim: ${what}: ${bound}: more than ${far} times away from ${number}, and from all of its sweep`);
  }
  return found;
}

module.exports = { compareClaims, weakClaims };
