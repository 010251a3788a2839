// From a page's blocks to HTML: formulas typeset, results, figures and listings
// put in, links and numbers of equations made to lead somewhere.
"use strict";
const fs = require("fs");
const path = require("path");
const reader = require("./reader.js");
const { escaped } = require("./text.js");
const { ending, sweepText } = require("../plots/sweeps.js");
const { highlight } = require("./highlight.js");
const { inlineSvg, withSwitches, withWords } = require("./svg.js");
const math = require("./math.js");
const still = require("./still.js");
const wordsOf = require("./words.js");

const CJK = /[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60]+(?:[\u2018-\u201d\u2026]*[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60]+)*/g;
const isChinese = (text) => text.search(CJK) >= 0;
const siteFile = (page) => page.id + ".html";
const listingFile = (file) => "src_" + file.toLowerCase().replace(/[^a-z0-9]+/g, "_") + ".html";
const closing = /^[,.;:)!?’”，。；：、）！？]+/;

class Weaver {
  // site: {book, run, results, sweeps, equations, tests, listings, symbols, problems}
  constructor(site, page) {
    Object.assign(this, site, { page, words: wordsOf(site.book.lang), chinese: page.lang !== "en", live: false, rows: false });
  }

  // A run's words, in the language of the text around them.
  said(text) { return this.chinese ? this.told(text) : text; }

  wrong(at, what) { this.problems.push({ file: at.file || this.at.file, line: at.line, what }); }

  // ---- pieces of text ----

  text(text) {
    // 1.7e+03, as a program prints it, is set as a number.
    const html = escaped(text).replace(/(?<![\w.])([-−]?\d+(?:\.\d+)?)e([+-]\d+)\b/g, (all, digits, power) =>
      `<span class="value">${digits === "1" ? "" : digits + "·"}10<sup>${String(Number(power)).replace("-", "−")}</sup></span>`);
    return this.chinese ? html : html.replace(CJK, '<span lang="zh-CN">$&</span>');
  }

  // Text that is no Markdown, with its results.
  filled(text, line) {
    return text.replace(new RegExp(reader.VALUE, "g"),
      (all, program, key, at) => this.result({ line: line + text.slice(0, at).split("\n").length - 1, program, key }) || "");
  }

  tex(tex, line, displayMode) {
    try {
      return math.typeset(this.filled(tex, line), displayMode);
    } catch (error) {
      this.wrong({ line }, `the formula ${tex.trim()}: ${error.message}, expected TeX that KaTeX knows`);
      return "";
    }
  }

  // What a program or a test found.
  result({ line, program, key }, table = false) {
    const found = this.results.get(program);
    if (!found) return this.wrong({ line }, `no result of ${program} for {{${program}.${key}}}, expected ${path.join(this.run, program + ".json")}`);
    if (table && key in found.tables) return this.said(found.tables[key]);
    if (key in found.values) return table ? null : this.said(found.values[key]);
    if (key in found.tables) return this.wrong({ line }, `{{${program}.${key}}} is a table, expected it alone on a line`);
    this.wrong({ line }, `${program} has no result '${key}', expected lab.value("${key}", ...) in it`);
  }

  address(target, line) {
    const found = this.find(target, this.at.file);
    if (found.wrong) this.wrong({ line }, found.wrong);
    return found.href;
  }

  inline(pieces, within = {}) {
    return (pieces || []).map((piece, i) => this.piece(piece, pieces[i + 1], within)).join("");
  }

  piece(piece, next, within) {
    switch (piece.kind) {
      case "text": return this.text(piece.text);
      case "code": return this.code(piece.text, within);
      case "math": {
        const html = this.tex(piece.tex, piece.line, false);
        if (piece.tag) return `${html} ${this.cellNumber(piece.tag)}`;
        // A short formula stays on one line, and no line may begin with the
        // sign that closes what stands before it.
        const tail = next && next.kind === "text" && closing.exec(next.text);
        if (tail) next.text = next.text.slice(tail[0].length);
        const after = tail ? escaped(tail[0]) : "", seen = html.replace(/^.*<\/math>/s, "").replace(/<[^>]*>/g, "").length;
        return seen > 60 ? html + (after && "\u2060" + after) : seen > 2 || after ? `<span class="${seen > 24 ? "fits" : "joined"}">${html}${after}</span>` : html;
      }
      case "value": {
        const value = this.result(piece);
        if (value === undefined) return "";
        const html = this.inline(this.parsed(value, piece.line).flatMap((b) => b.inline || []), within);
        return value.includes(" ") ? html : `<span class="value">${html}</span>`; // not broken at its minus sign
      }
      case "link": {
        // Without words it has those of the heading that it leads to.
        const { page, id } = piece.inline.length ? {} : reader.resolve(this.book, this.at.file, piece.target);
        const label = page ? this.text((page.headings.find((h) => h.id === id) || { text: page.title }).text) : this.inline(piece.inline, { ...within, link: true });
        const href = this.address(piece.target, piece.line);
        return href ? `<a href="${escaped(href)}">${label}</a>` : label;
      }
      case "mention": {
        const equation = this.book.equations.get(piece.number);
        return equation && !within.link ? `<a class="equation" href="${this.equationAddress(piece.number)}">${piece.text}</a>` : piece.text;
      }
      case "strong": return `<strong>${this.inline(piece.inline, within)}</strong>`;
      case "em": { // a title in English within Chinese
        const html = this.inline(piece.inline, within);
        return `<em${this.chinese && /[A-Za-z]/.test(html) && !isChinese(html) ? ' lang="en"' : ""}>${html}</em>`;
      }
      case "break": return "<br>";
      case "anchor": return `<span id="${piece.id}"></span>`;
      case "html": return piece.html;
    }
  }

  // A function of this chapter, written as `backward()`, leads to what is said of it.
  code(text, within) {
    const name = /^(?:\w+::)*(\w+)\(\)$/.exec(text), places = name && !within.link && this.symbols.get(name[1]);
    const own = Object.entries(places || {}).filter(([file]) => this.page.chapter &&
      file.startsWith(`chapters/${String(this.page.chapter).padStart(2, "0")}-`));
    return own.length === 1 ? `<a href="${own[0][1]}"><code>${escaped(text)}</code></a>` : `<code>${escaped(text)}</code>`;
  }

  equationAddress(number) {
    const { page, anchor } = this.book.equations.get(number);
    return `${page === this.page.id ? "" : page + ".html"}#${anchor}`;
  }

  // ---- blocks ----

  blocks(blocks) { return blocks.map((block) => this.block(block)).join("\n"); }

  block(block) {
    this.at = block;
    switch (block.kind) {
      case "heading": return `<h${block.level} id="${block.id}">${this.inline(block.inline)}</h${block.level}>`;
      case "paragraph": return block.tight ? this.inline(block.inline) : `<p>${this.inline(block.inline)}</p>`;
      case "math": return this.equation(block);
      case "code": return this.fence(block);
      case "snippet": return this.listing(block);
      case "run": return `<pre class="run" tabindex="0"><code>${escaped(block.command)}</code></pre>`;
      case "result": {
        const table = this.result(block, true);
        return table === null ? `<p>${this.piece({ ...block, kind: "value" }, null, {})}</p>` : table && this.blocks(this.parsed(table, block.line));
      }
      case "sweep": return this.sweep(block);
      case "figure": return this.figure(block);
      case "live": return this.liveFigure(block);
      case "fold": return `<details class="fold"><summary>${this.inline(block.inline, { link: true })}</summary>\n${this.blocks(block.blocks)}\n</details>`;
      case "quote": { // one that begins with a heading in bold is a box
        const [{ inline = [{}] }] = block.blocks, box = inline[0].kind === "strong";
        return `<aside class="${box ? "box" : "aside"}">${this.blocks(block.blocks)}</aside>`;
      }
      case "list": {
        const tag = block.ordered ? "ol" : "ul", start = block.start > 1 ? ` start="${block.start}"` : "";
        return `<${tag}${start}>\n${block.items.map((item) => `<li>${this.blocks(item.blocks)}</li>`).join("\n")}\n</${tag}>`;
      }
      case "table": return this.table(block);
      case "mark": return this.mark(block);
    }
  }

  // Where a program's claims hold beside the printed run.
  sweep({ program, line }) {
    const sweep = this.sweeps.get(program), result = this.results.get(program);
    if (sweep && result)
      return this.blocks(this.parsed(sweepText(sweep, result.claims, this.words), line)).replace('class="fold"', 'class="fold tries"');
    this.wrong({ line }, `no sweep of ${program}, expected plots/${program}${ending} from ./book sweep`);
  }

  // Markdown that a run wrote; its mistakes are told where the page asks for it.
  parsed(text, line) {
    const problems = [], blocks = reader.parse(text.replace(/\]\(@ref ([^)]+)\)/g, "](#$1)"), this.at.file, 1, problems);
    reader.eachBlock(blocks, (block) => { block.line = line; });
    reader.eachPiece(blocks, (piece) => { piece.line = line; });
    for (const { what } of problems) this.wrong({ line }, what);
    return blocks;
  }

  table({ align, head, rows }) {
    const cells = (tag, cells) => cells.map((cell, i) =>
      `<${tag}${tag === "th" ? ' scope="col"' : ""}${align[i] && align[i] !== "left" ? ` class="${align[i]}"` : ""}>${this.inline(cell)}</${tag}>`).join("");
    // The notes' rows, and what leads to one each.
    const own = rows.some(({ cells: [[first]] }) => first && /^#?row_/.test(first.id || first.target));
    return `<div class="table${own ? " rows" : ""}"><table>\n<thead><tr>${cells("th", head)}</tr></thead>\n<tbody>\n` +
      rows.map((row) => `<tr>${cells("td", row.cells)}</tr>`).join("\n") + "\n</tbody></table></div>";
  }

  // The number of a formula in a table leads to the line of code.
  cellNumber(number) {
    const id = reader.anchorOf(number), [code] = this.equations.get(number) || [];
    return `<a class="equation" id="${id}" href="${code ? `${listingFile(code.file)}#l${code.line}` : "#" + id}">(${number})</a>`;
  }

  // A numbered formula keeps its number in view, and beside it stand the lines
  // of code that compute it and the tests that hold it.
  equation(block) {
    const [number] = block.tags;
    const html = this.tex(block.tex.replace(/\\tag\*?\{[^}]*\}/g, ""), block.line, true);
    const formula = `<div class="formula">${html}</div>`;
    if (!number) return `<div class="display">${formula}</div>`;
    if (block.tags.length > 1) this.wrong(block, `\\tag{${block.tags[1]}} in the formula of ${number}, expected one number a formula`);
    const code = this.equations.get(number) || [], tests = this.tests.get(number) || [];
    const places = code.map(({ file, line, text }) =>
      `<a class="place" href="${listingFile(file)}#l${line}">${path.posix.basename(file)}:${line}</a>` +
      `<pre><code>${highlight(text.trim().replace(/\s*\/\/[^/]*$/, ""), this.links(file)).join("\n")}</code></pre>`);
    const names = tests.map(({ file, line, name }) => `<li><a href="${listingFile(file)}#l${line}">${escaped(name)}</a></li>`).join("");
    const { words } = this, some = (list, word) => (list.length ? [word(list.length)] : []);
    const summary = [...(block.stated.length ? [words.stated] : []), ...some(code, words.lines), ...some(tests, words.tests)].join(" · ");
    return `<div class="display numbered" id="${reader.anchorOf(number)}">` +
      (summary ? `<details class="ties"><summary>${summary}</summary><div>${places.slice(0, 3).join("")}` +
        (places.length > 3 ? `<details><summary>${words.moreLines(places.length - 3)}</summary>${places.slice(3).join("")}</details>` : "") +
        (names ? `<details class="tests"><summary>${words.tests(tests.length)}</summary><ul>${names}</ul></details>` : "") +
        "</div></details>" : "") +
      `<div class="row">${formula}<a class="equation" href="#${reader.anchorOf(number)}">(${number})</a></div></div>`;
  }

  // What leads where from the code of a file: names that it or a file that it
  // includes declares.
  links(file) {
    if (!this.near.has(file)) {
      const source = this.sources.find((s) => s.file === file);
      const included = source ? source.lines.flatMap((line) => (/^#include "([^"]+)"/.exec(line) || []).slice(1)) : [];
      this.near.set(file, [file, ...included]);
    }
    const near = this.near.get(file);
    return {
      equation: (number) => this.book.equations.has(number) && this.equationAddress(number),
      name: (word) => {
        const places = this.symbols.get(word), found = places && near.find((f) => places[f]);
        return found ? places[found] : "";
      },
    };
  }

  fence({ lang, text }) {
    const html = lang === "cpp" ? highlight(text.trimEnd(), this.links("")).join("\n") : escaped(text.trimEnd());
    return `<pre class="code" tabindex="0"><code>${html}</code></pre>`;
  }

  listing(block) {
    const found = reader.snippet(this.book.root, block.path, block.tag);
    if (typeof found === "string") return ""; // the reader has said so
    const listed = this.listings.has(block.path), file = escaped(block.path);
    return (listed ? `<p class="listing"><a href="${listingFile(block.path)}#l${found.line}">${file}</a></p>` : "") +
      `<pre class="code" tabindex="0"><code>${highlight(found.lines.join("\n"), this.links(block.path)).join("\n")}</code></pre>`;
  }

  figure(block) {
    const svg = path.join(this.run, block.name + ".svg");
    if (!fs.existsSync(svg)) {
      this.wrong(block, `no figure ${block.name}, expected ${svg} from a program or a diagram that is called so`);
      return "";
    }
    const picture = inlineSvg(fs.readFileSync(svg, "utf8"), block.name, this.filled(block.alt, block.line).replace(/[$`*]/g, ""));
    if (!picture) this.wrong(block, `${svg} is no picture, expected an SVG with a viewBox`);
    const sources = Object.entries(this.words.files).filter(([ending]) => fs.existsSync(path.join(this.run, block.name + ending)))
      .map(([ending, word]) => `<a href="figures/${block.name}${ending}">${word}</a>`).join(" · ");
    const drawn = withSwitches(picture || "");
    return `<figure id="fig-${block.name}">${this.chinese ? withWords(drawn, (text) => this.said(text)) : drawn}<figcaption>${this.inline(block.inline)} <span class="sources">${sources}</span></figcaption></figure>`;
  }

  // A figure of docs/live.js, which draws it into the page.
  liveFigure(block) {
    const script = path.join(this.book.root, "docs", "live.js");
    if (!fs.existsSync(script) || !fs.readFileSync(script, "utf8").includes(`\nfigures.${block.name} = `))
      return this.wrong(block, `no live figure ${block.name}, expected figures.${block.name} in docs/live.js`);
    this.live = true;
    return `<figure class="live" id="live-${block.name}"><div class="still">${still(block.name, this.spoken)}<noscript><p>${this.words.live}</p></noscript></div>` +
      `<figcaption>${this.inline(block.inline)}</figcaption></figure>`;
  }

  mark(block) {
    if (block.name === "map") return this.map(this.page);
    if (block.name === "filter") this.rows = true;
    if (block.name === "filter") return `<div class="filter" role="group" aria-label="${this.words.filter}"></div>`;
    if (block.name !== "exercise session") return "";
    const session = path.join(this.book.root, reader.inLanguage(this.book.root, "tests/exercises/session.md", this.page.lang));
    if (fs.existsSync(session)) return this.blocks(this.parsed(fs.readFileSync(session, "utf8"), block.line));
    this.wrong(block, "no tests/exercises/session.md, expected the run of an exercise");
    return "";
  }

  // What is not translated is marked, for fonts and readers, and says so.
  parts(blocks) {
    const { lang } = this.book;
    let out = "", open = lang;
    for (const block of blocks) {
      const here = block.file.endsWith(".zh.md") ? "zh-CN" : "en";
      this.chinese = here !== "en";
      if (here !== open) out += here === lang ? "</section>\n" : `<section lang="${here}"><p class="untranslated" lang="${lang}">${this.words.untranslated}</p>\n`;
      out += this.block(block) + "\n";
      open = here;
    }
    this.chinese = this.page.lang !== "en"; // as its title
    return out + (open === lang ? "" : "</section>\n");
  }

  weave() { return this.parts(this.page.blocks); }
}

module.exports = { Weaver, siteFile, listingFile };
