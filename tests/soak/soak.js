// Runs ./book's words in random order on a copy of the tree, ends them by kill -9
// at random moments, deletes and empties what was built; in the end ./book --yes
// must make the copy whole.
//
//   node tests/soak/soak.js MINUTES [FOLDER]    a folder is kept, and goes on there
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");
const { spawn, spawnSync } = require("child_process");

const words = ["", "", "docs", "plots", "plots 1", "work 1", "work 3 --json", "run 1 mazur", "run 2", "run 4 cliff --steps 50",
  "exercises", "exercise 1-1", "exercise 2-1 --hint", "test -R rules", "help"];
const any = (list) => list[Math.floor(list.length * Math.random())];
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const filesIn = (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true, recursive: false }) : [])
  .flatMap((entry) => (entry.isDirectory() ? filesIn(path.join(folder, entry.name)) : [path.join(folder, entry.name)]));

// Deletes a file of the build, or empties one that was made for readers.
function damage(build) {
  const made = [...filesIn(path.join(build, "run")), ...filesIn(path.join(build, "site"))];
  const file = any(Math.random() < 0.5 ? made : filesIn(build));
  if (!file) return "";
  if (made.includes(file) && Math.random() < 0.5) fs.truncateSync(file);
  else fs.rmSync(file);
  return path.relative(build, file);
}

// How a word ended: its exit code, or "killed" after so many milliseconds.
async function run(book, word, limit) {
  const child = spawn(book, [...word.split(" ").filter(Boolean), "--yes"], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let said = "", ended = null;
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { said = (said + data).slice(-3000); });
  const exit = new Promise((resolve) => child.on("exit", (code, signal) => resolve((ended = signal ? "killed" : code))));
  await Promise.race([exit, wait(limit)]);
  if (ended === null) process.kill(-child.pid, "SIGKILL");
  return { code: await exit, said };
}

async function main([minutes, given]) {
  if (!(minutes > 0)) throw new Error("soak: expected MINUTES [FOLDER]");
  const home = path.join(__dirname, "../.."), copy = given ? path.resolve(given) : fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-soak-"));
  fs.mkdirSync(copy, { recursive: true });
  spawnSync("sh", ["-c", 'tar -C "$1" --exclude=./build --exclude=./my --exclude=./.git -c . | tar -C "$2" -x', "sh", home, copy], { stdio: "inherit" });
  const book = path.join(copy, "book"), build = path.join(copy, "build/release"), count = {};
  const until = Date.now() + 60000 * minutes;
  while (Date.now() < until) {
    const hurt = Math.random() < 0.3 ? damage(build) : "", word = any(words), limit = 20000 * Math.random() ** 2;
    const { code, said } = await run(book, word, limit);
    count[code] = (count[code] || 0) + 1;
    console.log(`${hurt && `(without ${hurt}) `}./book ${word}: ${code}`);
    if (code !== 0 && code !== "killed" && !word.startsWith("exercise")) console.log(said);
  }
  console.log(`ended: ${Object.entries(count).map(([code, many]) => `${code} ${many} times`).join(", ")}; now ./book --yes`);
  let whole = true;
  for (const word of ["", "plots"]) {
    const { code, said } = await run(book, word, 3600000);
    whole = whole && code === 0;
    console.log(said.slice(-700), `./book ${word}: ${code}`);
  }
  const same = spawnSync("diff", ["-rq", "--exclude=build", "--exclude=my", "--exclude=.git", home, copy], { encoding: "utf8" }).stdout;
  console.log(same || "its sources are as they were");
  if (!given) fs.rmSync(copy, { recursive: true, force: true });
  return whole && !same ? 0 : 1;
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code; });
