// The table that ./book ends with: the programs, their claims, whether each held.
//
//   node plots/results.js --root BOOK --run FOLDER
"use strict";
const { wantsChinese, words } = require("../common/words.js");
const { broken, columnsOf, padded } = require("../docs/text.js");
const { begun, freshResult, programsOf } = require("./run.js");

// Outcomes are {program, claim, held}; held is 'yes', 'no', 'failed' or 'not run'.
function table(outcomes, width = 80) {
  const widest = (key) => Math.max(...[key, ...outcomes.map((o) => o[key])].map((text) => columnsOf(words(text))));
  const first = widest("program");
  const second = Math.max(20, width - first - widest("held") - 4);
  const row = (...[program, claim, held]) =>
    `${padded(program, first)}  ${padded(claim, second)}  ${held}`.trimEnd() + "\n";
  const rows = outcomes.map(({ program, claim, held }) => broken(words(claim), second)
    .map((line, i) => (i ? row("", line, "") : row(program, line, words(held)))).join(""));
  const many = (word) => outcomes.filter((o) => o.held === word).length;
  return row(...["program", "claim", "held"].map((head) => words(head))) + rows.join("") + "\n" +
    words`${many("yes")} of ${outcomes.length} claims held` +
    (many("no") ? words`, ${many("no")} did not` : "") + (many("failed") ? words`, ${many("failed")} failed` : "") +
    (many("not run") ? words`, ${many("not run")} not run` : "") + (wantsChinese() ? "。\n" : ".\n");
}

function main(words) {
  if (words.length !== 4 || words[0] !== "--root" || words[2] !== "--run") {
    console.error("error: results: expected --root BOOK --run FOLDER");
    return 2;
  }
  try {
    const outcomes = programsOf(words[1]).map((program) => {
      const result = freshResult(words[1], words[3], program);
      return result ? { program, claim: result.claim, held: result.held ? "yes" : "no" }
        : { program, claim: "(it left no result)", held: begun(words[3], program) ? "failed" : "not run" };
    });
    process.stdout.write(table(outcomes));
    return outcomes.every((o) => o.held === "yes") ? 0 : 1;
  } catch (error) {
    console.error(`error: ${error.message}`);
    return 1;
  }
}

module.exports = { table, main };
if (require.main === module) process.exitCode = main(process.argv.slice(2));
