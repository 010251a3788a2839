// A folder for one test, and what a script's main says.
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");

// It is gone when the test is over.
function scratch(t) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "unrolled-"));
  t.after(() => fs.rmSync(root, { recursive: true, force: true }));
  const at = (file) => path.join(root, file);
  return {
    root, path: at,
    has: (file) => fs.existsSync(at(file)),
    read: (file) => fs.readFileSync(at(file), "utf8"),
    remove: (file) => fs.rmSync(at(file), { recursive: true, force: true }),
    write(file, text) {
      fs.mkdirSync(path.dirname(at(file)), { recursive: true });
      fs.writeFileSync(at(file), text);
    },
  };
}

// Runs main() and gives {code, out, err} instead of letting it print.
function captured(main) {
  const said = { out: "", err: "" };
  const kept = [[console, "log", "out", "\n"], [console, "error", "err", "\n"], [process.stdout, "write", "out", ""]]
    .map(([where, name, to, end]) => [where, name, where[name], (text) => { said[to] += text + end; }]);
  for (const [where, name, , instead] of kept) where[name] = instead;
  try {
    return { code: main(), ...said };
  } finally {
    for (const [where, name, before] of kept) where[name] = before;
  }
}

module.exports = { scratch, captured };
