// Text as the book's scripts read and write it: lines, CSV, HTML, widths.
"use strict";
const fs = require("fs");
const path = require("path");

// A reader may have read enough, as head has; a full disk is an error.
process.stdout.on("error", ({ code }) => {
  if (code !== "EPIPE") process.stderr.write("error: standard output: it can't be written\n");
  process.exit(1);
});

// The lines of a text, without their ends.
const linesOf = (text) => text.replace(/\r?\n$/, "").split(/\r?\n/);

// The cells of a CSV line; a cell in double quotes may hold commas, and "" for
// a quote. Null where a quote is not closed.
function cellsOf(line) {
  const cells = [""];
  let inside = false;
  for (let i = 0; i < line.length; ++i) {
    if (line[i] === "\"" && inside && line[i + 1] === "\"") cells[cells.length - 1] += line[i++];
    else if (line[i] === "\"") inside = !inside;
    else if (line[i] === "," && !inside) cells.push("");
    else cells[cells.length - 1] += line[i];
  }
  return inside ? null : cells;
}

// A CSV file below root as objects by column, each with its line; what is wrong
// goes to problems, [{file, line, what}].
function readTable(root, file, columns, problems) {
  const full = path.join(root, file);
  const [first, ...lines] = fs.existsSync(full) ? linesOf(fs.readFileSync(full, "utf8")) : [];
  if (first !== columns.join(",")) problems.push({ file, line: 1, what: `expected the header ${columns.join(",")}` });
  return lines.flatMap((text, i) => {
    const cells = cellsOf(text) || [], line = i + 2;
    if (cells.length === columns.length) return [{ ...Object.fromEntries(columns.map((name, k) => [name, cells[k]])), line }];
    problems.push({ file, line, what: `${cells.length} cells, expected ${columns.length}` });
    return [];
  });
}

const quoted = (cell) => (/[",]/.test(cell) ? `"${cell.replace(/"/g, "\"\"")}"` : String(cell));
function writeTable(root, file, columns, rows) {
  const lines = [columns, ...rows.map((row) => columns.map((name) => quoted(String(row[name]))))];
  fs.writeFileSync(path.join(root, file), lines.map((cells) => cells.join(",") + "\n").join(""));
}

const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;" };

// Text that may stand in HTML, also between double quotes.
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => signs[sign]);

// What may stand in a cell of a Markdown table.
const tableCell = (text) => escaped(text).replace(/\|/g, "&#124;");

const accent = /\p{M}/u;
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3ffff}]/u;

// Columns that a text takes on a terminal: Chinese signs two, combining accents
// none, all others one.
const columnsOf = (text) =>
  [...text].reduce((sum, sign) => sum + (accent.test(sign) ? 0 : wide.test(sign) ? 2 : 1), 0);
const padded = (text, columns) => text + " ".repeat(Math.max(0, columns - columnsOf(text)));

// Lines of so many columns. They break at blanks, and beside a Chinese sign, but not
// before one that closes, nor behind one that opens.
const piece = /[（“《「]*(?:[\u2e80-\ua4cf\uf900-\ufaff]|[^\s\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60“”]+)?[，。、；：？！）”》」…—]*\s*/g;
function broken(text, columns) {
  const lines = [""];
  for (const [part] of text.replace(/([\u2e80-\uff60])\n(?=[\u2e80-\uff60])/g, "$1").replace(/\s+/g, " ").matchAll(piece))
    if (lines.at(-1) && columnsOf(lines.at(-1) + part.trimEnd()) > columns) lines.push(part);
    else lines[lines.length - 1] += part;
  return lines.map((line) => line.trimEnd());
}

module.exports = { linesOf, cellsOf, readTable, writeTable, escaped, tableCell, columnsOf, padded, broken };
