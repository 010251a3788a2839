// The session on the page "Doing the exercises", in Markdown: what a reader
// types, and what comes. It is kept as session.md, and a test does it again; when
// another is right: node tests/exercises/session.js . build/release > tests/exercises/session.md
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");
const { spawnSync } = require("child_process");
const { parts } = require("./variants.js");

const [root, build] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-session-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
const my = path.join(folder, "my");
const right = parts(path.join(root, "chapters/03-any-length/exercises/2"));
const say = (text) => process.stdout.write(text + "\n\n");

// Runs what ./book runs, and demands this exit code.
function book(code, ...words) {
  const ran = spawnSync(process.execPath, [path.join(__dirname, "exercises.js"),
    words[0], "--home", root, "--build", build, "--my", my, ...words.slice(1)],
  { encoding: "utf8" });
  if (ran.status !== code)
    throw new Error(`exit ${ran.status}, expected ${code}: ${ran.stderr}`);
  say("```text\n$ ./book " + words.join(" ") + "\n" + ran.stdout + "```");
}

// The reader's file: the solution, with a mistake of the list in it.
function write(id) {
  const text = id ? right.mistakes.find((e) => e.id === id).text
    .replace(/^#line.*\n/gm, "") : right.solution;
  fs.writeFileSync(path.join(my, "exercise-3-2.cpp"), text);
  say("```cpp\n" + /^ *return[^;]*;/m.exec(text)[0] + "\n```");
}

say("The first command makes the file, and checks it as it is.");
book(1, "exercise", "3-2");
say("The output at t is where the loss is met, so a first try:");
write("no-recurrence");
book(1, "exercise", "3-2");
say("The check knows this mistake. We ask for a hint.");
book(0, "exercise", "3-2", "--hint");
say("So the next state counts too:");
write("slope-after");
book(1, "exercise", "3-2");
say("Two factors in the wrong order. The next try:");
write();
book(0, "exercise", "3-2");
say("The list of all exercises knows it now.");
book(0, "exercises");
