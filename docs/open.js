// The address of a page of the site, of a place in it or of a figure, for ./book open.
//   node docs/open.js SITE [3 | 3.11 | 3-2 | B | B12 | errata | 04-cliff]
"use strict";
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");

const { wantsChinese, words } = require("../common/words.js");

const [top, what = "index"] = process.argv.slice(2), site = path.join(top, wantsChinese() ? "zh" : "");
const pages = JSON.parse(/"pages":(\[.*?\])/.exec(fs.readFileSync(path.join(site, "search-index.js"), "utf8"))[1]);
const page = (wanted) => pages.find(wanted)?.file;
// The page that has a place of this name, and the place.
const place = (id) => {
  const file = page((one) => new RegExp(`\\bid="?${id}[\\s">]`).test(fs.readFileSync(path.join(site, one.file), "utf8")));
  return file && `${file}#${id}`;
};
const found = /^0?\d+$/.test(what) ? Number(what) > 0 && page(({ chapter }) => chapter === Number(what))
  : /^\d+\.\d+[a-z]?$/.test(what) ? place("eq_" + what.replace(".", "_"))
  : /^\d+-\d+$/.test(what) ? place("exercise_" + what.replace("-", "_"))
  : /^[A-E]\d+$/.test(what) ? place("row_" + what)
  : page(({ file }) => [what, "reading_note_" + what].some((name) => file === name.toLowerCase().replace(/-/g, "_") + ".html")) ||
    (/^[\w-]+$/.test(what) ? place("fig-" + what) : "");

const [file, id] = (found || "").split("#");
if (file) console.log(pathToFileURL(path.join(site, file)).href + (id ? "#" + id : ""));
else {
  const names = pages.filter(({ chapter }) => !chapter).map((one) => one.file.replace(/\.html$/, "")).join(" ");
  process.stderr.write(`book: ${words`nothing to open is called '${what}'; a chapter is 3, an equation 3.11, an exercise 3-2, a note B, its row B12, a figure 04-cliff; the pages are ${names}`}\n`);
}
process.exitCode = file ? 0 : 2;
