// What a reader may look for: every part of every page, and the names of the
// code, as a classic script that search.js fetches.
"use strict";
const reader = require("./reader.js");
const wordsOf = require("./words.js");

// Signs that a reader may see, or type, instead of TeX's words.
const signs = { partial: "∂", delta: "δ", sigma: "σ", tau: "τ", sum: "Σ", prod: "Π", odot: "⊙", cdot: "·", cdots: "…", dots: "…", T: "T", yhat: "ŷ",
  gamma: "γ", lambda: "λ", theta: "θ", eta: "η", kappa: "κ", rho: "ρ", le: "≤", ge: "≥", ne: "≠", approx: "≈", to: "→", leftarrow: "←", infty: "∞", times: "×" };
for (const name of ["tanh", "log", "exp", "max", "min", "det", "diag", "softmax"]) signs[name] = name;
const ofTex = (tex) => tex.replace(/\\partial\s+/g, "∂").replace(/\\[,;:! ]/g, " ").replace(/\\pd\{([^{}]*)\}\{([^{}]*)\}/g, "∂$1/∂$2")
  .replace(/\\[dt]?frac\s?(?:\{([^{}]*)\}\{([^{}]*)\}|(\d)\s?(\d))/g, (all, a, b, c, d) => `${a || c}/${b || d}`)
  .replace(/\^\{?\\T\}?/g, "ᵀ").replace(/\\([A-Za-z]+)/g, (all, word) => signs[word] || "").replace(/[{}\\^_&]/g, "");

// `there` says where a page that the languages share is.
function searchIndex(site, pages, there) {
  const { book, results, symbols, told } = site, parts = [];
  const words = (pieces) => (pieces || []).map((piece) => {
    if (piece.inline) return words(piece.inline);
    if (piece.kind === "math") return ofTex(piece.tex);
    if (piece.kind === "value") return told(results.get(piece.program).values[piece.key] || "").replace(/<[^>]*>|\[([^\]]*)\]\([^)]*\)/g, "$1");
    return piece.text || " ";
  }).join("");
  const textOf = (block) => {
    if (block.kind === "table") return [block.head, ...block.rows.map((row) => row.cells)].map((cells) => cells.map(words).join(" ")).join(" ");
    if (block.kind === "math") return block.tags.map((tag) => `(${tag})`).join(" ");
    const inside = [...(block.blocks || []), ...(block.items || []).flatMap((item) => item.blocks)];
    return [words(block.inline), (block.alt || "").replace(/\{\{[^}]*\}\}/g, ""), ...inside.map(textOf)].join(" ");
  };
  for (const page of book.pages) {
    let part;
    const begin = (anchor, heading) => parts.push(part = { page: book.pages.indexOf(page), anchor, heading, text: "" });
    begin("", "");
    for (const block of page.blocks) {
      if (block.kind === "heading") begin(block.id, words(block.inline));
      else part.text += " " + textOf(block);
      // Rows that have an id of their own, as those of the notes.
      const table = block.kind === "result" && (results.get(block.program) || { tables: {} }).tables[block.key];
      const section = part;
      for (const row of table ? reader.parse(told(table), page.file, block.line, []).flatMap((b) => b.rows || []) : []) {
        const anchor = row.cells.flat().find((piece) => piece.kind === "anchor");
        if (!anchor) continue;
        begin(anchor.id, words(row.cells[0]).replace(/\s+/g, " ").trim());
        part.text = row.cells.slice(1).map(words).join(" ");
      }
      part = section;
    }
  }
  // An equation is found by its number, and leads to itself.
  for (const { number, tex, page, anchor } of book.equations.values())
    parts.push({ page: book.pages.findIndex(({ id }) => id === page), anchor, heading: wordsOf(book.lang).equation(number), text: ofTex(tex.replace(/\\tag\{.*?\}/, "")) });
  for (const part of parts) part.text = part.text.replace(/\s+/g, " ").trim();
  const names = {};
  for (const [name, places] of symbols)
    for (const [file, address] of Object.entries(places))
      if (pages.has(address.split("#")[0]) && name !== file) (names[name] = names[name] || {})[file] = there(address);
  const frames = book.pages.map((page) => ({ file: page.id + ".html", chapter: page.chapter, title: page.title }));
  return `window.UNROLLED_SEARCH = ${JSON.stringify({ pages: frames, parts })};\nwindow.UNROLLED_SYMBOLS = ${JSON.stringify(names)};\n`;
}

module.exports = { searchIndex };
