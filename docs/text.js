// Text as the book's scripts read and write it: lines, CSV, HTML, widths.
"use strict";

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

module.exports = { linesOf, cellsOf, escaped, tableCell, columnsOf };
