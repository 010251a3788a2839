// The table that ./book ends with: the programs, their claims, whether each held.
//
//   node plots/results.js --root BOOK --run FOLDER
"use strict";
const { columnsOf } = require("../docs/text.js");
const { begun, freshResult, programsOf } = require("./run.js");

// Lines of at most `width` columns, broken between words.
function wrapped(text, width) {
  const lines = [""];
  for (const word of text.split(" ").filter(Boolean)) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (columnsOf(line) + 1 + columnsOf(word) <= width) lines[lines.length - 1] += " " + word;
    else lines.push(word);
  }
  return lines;
}

// Outcomes are {program, claim, held}; held is 'yes', 'no', 'failed' or 'not run'.
function table(outcomes, width = 80) {
  const widest = (key) => Math.max(...[key, ...outcomes.map((o) => o[key])].map(columnsOf));
  const first = widest("program");
  const second = Math.max(20, width - first - widest("held") - 4);
  const padded = (text, columns) => text + " ".repeat(Math.max(0, columns - columnsOf(text)));
  const row = (...[program, claim, held]) =>
    `${padded(program, first)}  ${padded(claim, second)}  ${held}`.trimEnd() + "\n";
  const rows = outcomes.map(({ program, claim, held }) => wrapped(claim, second)
    .map((line, i) => (i ? row("", line, "") : row(program, line, held))).join(""));
  const count = (word, said) => {
    const many = outcomes.filter((o) => o.held === word).length;
    return many ? `, ${many} ${said}` : "";
  };
  return row("program", "claim", "held") + rows.join("") +
    `\n${outcomes.filter((o) => o.held === "yes").length} of ${outcomes.length} claims held` +
    count("no", "did not") + count("failed", "failed") + count("not run", "not run") + ".\n";
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
