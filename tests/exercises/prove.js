// Proves that an exercise is one: its stub fails by a value, its solution
// passes, and each mistake of the chapter's list that can be made in the
// solution is told by its own message, and by no other, in both languages.
"use strict";
const fs = require("fs");
const path = require("path");
const { words } = require("../../common/words.js");
const { columnsOf } = require("../../docs/text.js");
const { Check, run, messageOf } = require("./check.js");
const { failures, readReport } = require("./judge.js");
const { exercises, plain } = require("./reader.js");

// Equations that are mentioned stand on a page.
function checkMentions(root, exercise, object) {
  const rooms = fs.readdirSync(path.join(root, "chapters"));
  const pages = rooms.map((room) => path.join(root, "chapters", room, "page.md"))
    .filter((file) => fs.existsSync(file))
    .map((file) => fs.readFileSync(file, "utf8")).join("");
  for (const name of ["text.md", "check.cpp"])
    for (const [, number] of exercise.code(name)
      .matchAll(/(?<![A-Za-z0-9_])\(([1-9][0-9]?\.[0-9]+[a-z]?)\)/g))
      if (!pages.includes(`\\tag{${number}}`))
        object(`${name} mentions (${number}), which stands on no page`);
}

function checkTexts(exercise, object) {
  if (exercise.hints.length !== 3)
    object(`${exercise.hints.length} hints, expected 3`);
  for (const hint of exercise.hints)
    if (!hint.text) object(`the hint '${hint.title}' is empty`);
  if (columnsOf(exercise.why) < 100) object("the part Why does not explain");
  const shown = [exercise.text, exercise.why,
    ...exercise.hints.map((hint) => hint.text)].map(plain).join("\n");
  if (/[$\\]/.test(shown))
    object("a terminal cannot show: " + /.*[$\\].*/.exec(shown)[0]);
  for (const line of exercise.todo)
    if (columnsOf(line) > 78 || line.includes("$"))
      object(`what to do does not fit the terminal: ${line}`);
}

// A stub with a bug to be found is told nothing; what another stub leaves out
// may well be told.
function checkAnswers(report, says, hidesBug, object) {
  if (!report.end) object("the check ended before it did");
  for (const answer of report.answers.filter((a) => a.ran)) {
    const { id } = answer, sentence = says.get(id);
    const wrong = failures(report, answer, says), right = wrong.length === 0;
    const said = wrong.map((f) => `${f.test}\n${messageOf(f)}`).join("");
    const meets = (other) => {
      const [before, after = ""] = other.replace(/\s+/g, "").split("{}");
      const text = said.replace(/\s+/g, "");
      return text.includes(before) && text.includes(after);
    };
    if (right !== (id === "solution"))
      object(`${id} should be ${right ? "not yet " : ""}right:\n${said}`);
    if (id === "stub" && wrong.some((f) => f.threw || !f.text.includes(words("came"))))
      object(`the stub does not fail by a value:\n${said}`);
    if (sentence && !right && !meets(sentence))
      object(`${id} does not meet '${sentence}', but:\n${said}`);
    for (const [other, message] of id === "stub" && !hidesBug ? [] : says)
      if (other !== id && message !== sentence && meets(message))
        object(`${id} meets the message of ${other}: '${message}'`);
    for (const line of said.split("\n"))
      if (columnsOf(line) > 76) object(`${id} meets a line that is too wide: ${line}`);
  }
}

// What is wrong with an exercise, each a sentence; none when all holds.
async function prove(desk, exercise) {
  const objections = [], object = (what) => objections.push(what);
  for (const language of ["zh", "en"]) {
    process.env.UNROLLED_LANG = language;
    checkTexts(exercises(desk.root).find(({ name }) => name === exercise.name), object);
  }
  checkMentions(desk.root, exercise, object);
  const { mistakes, hidesBug } = exercise.parts;
  if (mistakes.length < 2) object(`${mistakes.length} mistakes, expected two or more`);
  const check = new Check(desk, exercise);
  try {
    const failed = await check.make();
    const linked = failed ? undefined : await check.link([]);
    if (failed || linked.code !== 0) {
      object(`check.cpp does not compile:\n${failed || linked.output}`);
      return objections;
    }
    if (check.warned) object(`the compiler warns:\n${check.warned}`);
    const report = check.at("report");
    const ran = await run([check.at("program"), report, "--prove"],
      { folder: desk.root, output: check.at("printed"), seconds: 60 });
    if (ran.code !== 0) object(`the proof ended early:\n${ran.output}`);
    const written = readReport(fs.readFileSync(report, "utf8"));
    for (const language of ["zh", "en"]) {
      process.env.UNROLLED_LANG = language;
      checkAnswers(written, new Map(mistakes.map(({ id, says }) => [id, words(says)])), hidesBug, object);
    }
  } finally {
    check.end();
  }
  return objections;
}

async function main(desk, names) {
  let proved = 0, objections = 0;
  for (const exercise of exercises(desk.root)) {
    if (names.length && !names.includes(exercise.name)) continue;
    ++proved;
    for (const objection of await prove(desk, exercise)) {
      console.log(`${exercise.name}: ${objection}`);
      ++objections;
    }
  }
  console.log(`exercises: ${proved} proved, ${objections} objections`);
  return proved === 0 ? 2 : objections === 0 ? 0 : 1;
}

module.exports = { main, prove };
