// What a reader does with the exercises: list, begin, check, ask, begin anew.
//   node exercises.js exercises|exercise|prove --home HOME --build BUILD [..]
"use strict";
const fs = require("fs");
const path = require("path");
const { createHash } = require("crypto");
const { parseArgs } = require("util");
const { words } = require("../../common/words.js");
const { padded } = require("../../docs/text.js");
const { exercises, inColour, plain, told, wrapped } = require("./reader.js");
const { checkAnswer, endAll, textOf } = require("./check.js");

const say = (text) => process.stdout.write(text);
const warn = (text) => process.stderr.write(text);
const hashOf = (text) =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);
const wait = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
const inWords = { new: "not begun", open: "not yet right", done: "done",
  changed: "changed", gone: "file is gone" };

// The reader's progress, kept in my/.progress: of each exercise that it was
// begun, how many hints were shown, whether it was right, and of which answer
// and check that is known.
class Progress {
  constructor(my) {
    this.file = path.join(my, ".progress");
    this.read();
  }
  read() {
    this.records = {};
    if (!fs.existsSync(this.file)) return;
    try {
      this.records = JSON.parse(fs.readFileSync(this.file, "utf8"));
      if (!Object.values(this.records).every((r) => r && typeof r === "object"))
        throw new Error("no records");
    } catch {
      this.records = {};
      fs.renameSync(this.file, this.file + ".unreadable");
      warn(`book: ${words`${this.file} could not be read and is now ${this.file}.unreadable`}\n`);
    }
  }
  of(name) {
    return { begun: false, done: false, answer: "", check: "", hints: 0,
      ...this.records[name] };
  }
  keep(name, record) {
    this.read(); // another terminal may have written meanwhile
    delete this.records[name]; // the one that was worked at last stands last
    this.records[name] = record;
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.writeFileSync(this.file + ".new", JSON.stringify(this.records, null, 1) + "\n");
    fs.renameSync(this.file + ".new", this.file);
  }
}

// Where the equations stand that a text names.
const opens = (text, indent = "") => [...new Set(text.match(/\(\d+\.\d+[a-z]?\)/g))]
  .map((tag) => `${indent}${tag}: ./book open ${tag.slice(1, -1)}\n`).join("");

class Reader {
  constructor(desk) {
    this.desk = desk;
    this.all = exercises(desk.root);
    this.progress = new Progress(desk.my);
  }
  fileOf(exercise) { return path.join(this.desk.my, exercise.file); }
  shown(file) { return `${path.basename(this.desk.my)}/${path.basename(file)}`; }
  answerOf(exercise) {
    const file = this.fileOf(exercise);
    return fs.existsSync(file) ? hashOf(fs.readFileSync(file)) : undefined;
  }
  checkOf(exercise) {
    return hashOf(exercise.code("check.cpp") + "\0" + exercise.parts.task);
  }

  // new, open, done, changed (since it was checked) or gone.
  stateOf(exercise) {
    const record = this.progress.of(exercise.name);
    const answer = this.answerOf(exercise);
    if (!answer) return record.begun ? "gone" : "new";
    if (record.answer !== answer || record.check !== this.checkOf(exercise))
      return "changed";
    return record.done ? "done" : "open";
  }

  // The first that is not done, from the one on that was worked at last; else
  // the first of all.
  next() {
    const last = Object.keys(this.progress.records).at(-1);
    const from = this.all.findIndex((e) => e.name === last);
    const open = this.all.filter((e) => this.stateOf(e) !== "done");
    return open.find((e) => this.all.indexOf(e) >= from) || open[0];
  }

  // The whole text, and what is to be defined, with the names of all its parts.
  told(exercise) {
    const task = exercise.parts.task
      .replace(/^\/\/\/ (\\file|Exercise).*\n(\/\/\/\n)?/gm, "")
      .replace(/^#(pragma|include).*\n/gm, "").trim();
    const body = wrapped(plain(exercise.more), "  ", 76);
    return { task: told(task.replace(/\n{2,}/g, "\n\n")),
      text: words`Exercise ${exercise.name}: ${exercise.title}` + "\n\n" +
        exercise.todo.join("\n").split(/\n(?=`?\.\/book)/)
          .map((lines) => wrapped(plain(lines), "  ", 76) + "\n").join("") +
        (body && `\n${body}\n`) + opens(exercise.text, "  ") };
  }
  text(exercise) {
    const { text, task } = this.told(exercise);
    say(`${text}\n  ${words("In C++:")}\n\n${task}\n\n`);
    return 0;
  }

  begin(exercise) {
    const file = this.fileOf(exercise);
    const numbers = file.replace(/cpp$/, "json");
    fs.mkdirSync(this.desk.my, { recursive: true });
    const { text, task } = this.told(exercise), stub = told(exercise.parts.stub);
    const remark = (lines) => lines.trimEnd().replace(/^/gm, "// ").replace(/ +$/gm, "");
    fs.writeFileSync(file, remark(`${text}\n${words`To check it: ./book exercise ${exercise.name}`}`) +
      "\n" + stub.replace(/\n\n/, (gap) => stub.includes(task) ? gap
        : `\n\n${remark(`${words("What it includes:")}\n\n${task}`)}\n\n`));
    if (fs.existsSync(path.join(exercise.folder, "numbers.json")) &&
        !fs.existsSync(numbers))
      fs.copyFileSync(path.join(exercise.folder, "numbers.json"), numbers);
    const { hints } = this.progress.of(exercise.name);
    this.progress.keep(exercise.name,
      { begun: true, done: false, answer: "", check: "", hints });
    this.text(exercise);
    say(words`Your file is ${this.shown(file)}.` + "\n\n");
  }

  // For editors: how each file is compiled, the reader's among them.
  commands() {
    const { root, build, my } = this.desk;
    const at = (file) => path.join(build, file), read = (file) => fs.existsSync(file)
      ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined;
    const { compile } = read(at("exercises/tools.json")) || { compile: ["c++", "-std=c++20", "-I" + root] };
    const mine = fs.readdirSync(my).filter((name) => name.endsWith(".cpp"));
    const all = path.join(my, "../compile_commands.json");
    fs.rmSync(all, { force: true }); // a link to the build's
    fs.writeFileSync(all, JSON.stringify([
      ...(read(at("compile_commands.json")) || []),
      ...mine.map((name) => ({ directory: root, file: path.join(my, name),
        arguments: [...compile, "-I" + root, "-c", path.join(my, name)] }))], null, 1) + "\n");
  }

  // The record is of the bytes that were checked: checked again when the file
  // was saved meanwhile.
  async checked(exercise) {
    const file = this.fileOf(exercise), since = Date.now();
    const clock = process.stderr.isTTY && setInterval(() =>
      warn(`\r${words`checking, ${Math.round((Date.now() - since) / 1000)} s`} `), 1000);
    try {
      for (;;) {
        const answer = this.answerOf(exercise);
        const result =
          await checkAnswer(this.desk, exercise, file, this.shown(file));
        const now = this.answerOf(exercise);
        if (now && now !== answer) continue;
        if (result.kind !== "uncheckable")
          this.progress.keep(exercise.name, {
            begun: true, done: result.kind === "right", answer,
            check: this.checkOf(exercise),
            hints: this.progress.of(exercise.name).hints });
        return result;
      }
    } finally {
      clearInterval(clock);
      if (clock) warn("\r\x1b[K");
    }
  }

  async refreshed(exercise) {
    const ready = fs.existsSync(path.join(this.desk.build, "exercises/support.o"));
    if (this.stateOf(exercise) === "changed" && ready) {
      warn(words`checking ${exercise.name} again: it changed` + "\n");
      await this.checked(exercise);
    }
    return this.stateOf(exercise);
  }

  async list() {
    let done = 0, changed = 0, chapter;
    for (const exercise of this.all) {
      if (exercise.chapter !== chapter)
        say(`${(chapter = exercise.chapter)} ${exercise.room}\n`);
      const state = await this.refreshed(exercise);
      done += state === "done";
      changed += state === "changed";
      const word = padded(words(inWords[state]), 14);
      say(`  ${exercise.name.padEnd(5)} ` + `${state === "new" ? word
        : inColour(state === "done", word)} ${exercise.title}\n`);
    }
    const next = this.next();
    say(words`${done} of ${this.all.length} done.` +
      (next ? " " + words`Next: ./book exercise ${next.name}` : "") + "\n");
    if (changed)
      say(words("Changed: since it was checked. ./book exercise N-M checks it again.") + "\n");
    return 0;
  }

  async check(exercise) {
    const word = `./book exercise ${exercise.name}`;
    const before = this.stateOf(exercise);
    if (before === "gone") {
      say(words`${this.shown(this.fileOf(exercise))} was begun and is gone. Put it back, or begin anew:` +
        `\n${word} --reset\n`);
      return 1;
    }
    if (before === "new") this.begin(exercise);
    this.commands();
    const result = await this.checked(exercise);
    say(textOf(result));
    if (result.kind === "uncheckable") return 1;
    if (result.kind !== "right") {
      say(words`A hint: ${word} --hint` + "\n");
      return 1;
    }
    const next = this.next();
    say(words`Why: ${word} --solution` + "\n" + (next
      ? words`Next: ./book exercise ${next.name}`
      : words("That was the last: every exercise is done.")) + "\n");
    return 0;
  }

  // One exercise after the other. The screen is cleared at each save: what is said
  // of a right answer stays above the next exercise.
  async watch(exercise) {
    const stamp = () => {
      const stat = fs.statSync(this.fileOf(exercise), { throwIfNoEntry: false });
      return stat && `${stat.mtimeMs} ${stat.size}`;
    };
    while (exercise) {
      let seen = stamp();
      if (await this.check(exercise) === 0) {
        exercise = this.next();
        say("\n");
        continue;
      }
      seen ||= stamp(); // the check began it
      say("\n" + words`Waiting for ${this.shown(this.fileOf(exercise))} to be saved; Ctrl-C ends this.` + "\n");
      // An editor may take a file away for a moment while it saves.
      while (stamp() === seen || !stamp()) await wait(200);
      say(process.stdout.isTTY ? "\x1b[2J\x1b[H" : "\n");
    }
    return 0;
  }

  hint(exercise) {
    const record = this.progress.of(exercise.name), { hints } = exercise;
    const i = Math.min(record.hints, hints.length - 1);
    say(words`Hint ${i + 1} of ${hints.length}: ${hints[i].title}` + "\n\n" +
      `${wrapped(plain(hints[i].text))}\n${opens(hints[i].text)}`);
    if (record.hints >= hints.length)
      say(words`There are no more. The solution: ./book exercise ${exercise.name} --solution --anyway` + "\n");
    this.progress.keep(exercise.name, { ...record, hints: i + 1 });
    return 0;
  }

  async solution(exercise, anyway) {
    if (!anyway && await this.refreshed(exercise) !== "done") {
      say(words`Exercise ${exercise.name} is not done yet. To see the solution anyway:` +
        `\n./book exercise ${exercise.name} --solution --anyway\n`);
      return 1;
    }
    say(`${wrapped(plain(exercise.why))}\n\n${told(exercise.parts.solution)}`);
    return 0;
  }

  reset(exercise) {
    const file = this.fileOf(exercise);
    if (fs.existsSync(file)) {
      let n = 1;
      const old = () => file.replace(/cpp$/, `old-${n}.cpp`);
      while (fs.existsSync(old())) ++n;
      fs.renameSync(file, old());
      say(words`Your version is now ${this.shown(old())}.` + "\n");
    }
    this.begin(exercise);
    return 0;
  }
}

// ---- the command line ----

const wishes = ["hint", "solution", "reset", "watch", "text"];
const usage = (text) => {
  warn(`${words("error:")} ${text}\n`);
  return 2;
};

async function main(word, given) {
  const options = Object.fromEntries([...wishes, "anyway", "help"]
    .map((name) => [name, { type: "boolean" }]));
  for (const name of ["home", "build", "my", "limit"]) options[name] = { type: "string" };
  const expected = (name = "N-M") =>
    words`${name}: expected nothing, --hint, --solution [--anyway], --reset, --text or --watch`;
  let names, asked;
  try {
    const all = parseArgs({ args: given, options, allowPositionals: true });
    [names, asked] = [all.positionals, all.values];
  } catch {
    return usage(`${word} ${expected()}`);
  }
  const { home, build, my = path.join(home || "", "my"), limit = 10 } = asked;
  if (!home || !build || !(limit > 0))
    return usage(`${word}: expected --home HOME --build BUILD [--limit SECONDS]`);
  const desk = { root: path.resolve(home), build: path.resolve(build),
    my: path.resolve(my), seconds: Number(limit) };
  if (word === "prove") return require("./prove.js").main(desk, names);
  const reader = new Reader(desk);
  if (word === "exercises")
    return names.length ? usage(words`exercises takes nothing; got '${names[0]}'`)
      : reader.list();

  const [name] = names, wish = wishes.filter((w) => asked[w]);
  if (asked.help) {
    say(`./book exercise ${expected(name)}\n`);
    return 0;
  }
  const exercise = reader.all.find((e) => e.name === name);
  if (!exercise)
    return usage(words`no exercise '${name ?? ""}'; there are ${reader.all.map((e) => e.name).join(" ")}`);
  if (names.length > 1 || wish.length > 1 || (asked.anyway && !asked.solution))
    return usage(`exercise ${expected(name)}`);
  return reader[wish[0] || "check"](exercise, asked.anyway);
}

if (require.main === module) {
  for (const signal of ["SIGINT", "SIGTERM"])
    process.on(signal, () => { endAll(); process.exit(130); });
  main(process.argv[2], process.argv.slice(3))
    .then((code) => { process.exitCode = code; })
    .catch((error) => {
      warn(`book: ${error.message}\n`);
      process.exitCode = 1;
    });
}

module.exports = { Reader, main };
