// The tests that a name means, for ./book test -R NAME.
//   node tests/named.js ROOT BUILD NAME   what they need built, a target a line
//   node tests/named.js ROOT BUILD        of those that failed at last: where each
//                                         stands, and the equations it tests
"use strict";
const fs = require("fs");
const path = require("path");
const { spawnSync } = require("child_process");
const { words } = require("../common/words.js");
const { isNumber, readSources, testCases } = require("../docs/sources.js");

const [root, build, name] = process.argv.slice(2);
const cases = testCases(readSources(root)).map((one) => {
  const folder = one.file.split("/")[1];
  return { ...one, folder, name: `${folder}:${one.name}` };
});

// What a test that is no test case needs; of most only all will do.
const needs = (test) => /^exercises: chinese/.test(test) ? ["exercise-support", "01-mazur", "03-work"] : /^exercises:/.test(test) ? ["exercise-support"]
  : /^(rules:|plots: .* seen red$|soak: book)/.test(test) ? [] : ["all"];

function targets(pattern) {
  const { stdout } = spawnSync("ctest", ["--test-dir", build, "-N"], { encoding: "utf8" });
  const others = [...stdout.matchAll(/^ *Test +#\d+: (.*)$/gm)].map(([, test]) => test)
    .filter((test) => !/^test-.*_NOT_BUILT$/.test(test) && !cases.some((one) => test.startsWith(one.folder + ":") && !/^\w+: /.test(test)));
  const met = [...cases.filter((one) => pattern.test(one.name)).map((one) => ["test-" + one.folder]),
    ...others.filter((test) => pattern.test(test)).map(needs)];
  return met.length ? [...new Set(met.flat())] : undefined;
}

if (name === undefined) {
  const log = path.join(build, "Testing/Temporary/LastTestsFailed.log");
  const failed = fs.existsSync(log) ? fs.readFileSync(log, "utf8").split("\n").map((line) => line.replace(/^\d+:/, "")) : [];
  for (const { file, line, name: test, tags } of cases.filter((one) => failed.includes(one.name)))
    console.log(`${file}:${line}: ${tags.map(({ text }) => text).filter(isNumber).map((number) => `(${number}) `).join("")}${test}`);
} else {
  let pattern;
  try { pattern = new RegExp(name); } catch { /* no pattern */ }
  const wanted = pattern && targets(pattern);
  if (wanted) process.stdout.write(wanted.map((target) => target + "\n").join(""));
  else process.stderr.write(`book: ${words`no test whose name has '${name}'; ${`ctest --test-dir ${path.relative(process.cwd(), build) || "."} -N`} lists those that are built`}\n`);
  process.exitCode = wanted ? 0 : 2;
}
