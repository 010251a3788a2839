// The one reader of the book's pages. Everything that looks at a page goes
// through it: the site, search, the rules, the tables of the notes.
//
//   const { readBook } = require("./reader.js");
//   const book = readBook(root);          // chapters/*/page.md and docs/*.md
//   readBook(root, "zh-CN")               // *.zh.md where there is one
//
// book = {root, lang, pages, equations, problems}
//   pages      in the order of reading: the main page, the chapters, the others
//   equations  Map: number -> {number, tex, page, file, line, anchor, stated}
//   problems   [{file, line, what}]; "file:line: what" by say(problem)
// page = {file, id, chapter (0: none), title, line, lang, text, headings, blocks, ids}
//   headings   [{level, id, text, line}] of level 2 and more, text in Markdown
//   ids        Set of all that a link may lead to: headings, eq_3_4, fig-NAME, {#id}
// Each block has {kind, file, line, end}, by its kind also
//   heading    {level, id, text, inline}
//   paragraph  {inline, tight}            tight: alone in an entry of a list
//   math       {tex, tags: [number], stated: [number]}     $$ ... \tag{3.4} $$
//   code       {lang, text}                                ```cpp
//   snippet    {path, tag}                                 \snippet path tag
//   run        {command}                                   \run{./book run 3}
//   result     {program, key}             {{03-sunspots.table}} alone on a line
//   sweep      {program}                  \sweep{03-sunspots}
//   figure     {src, name, alt, caption (Markdown), inline}
//   live       {name, caption, inline}                     \live{cliff} Caption.
//   fold       {summary, inline, blocks}             \fold{Question?} \endfold
//   list       {ordered, start, items: [{line, blocks}]}
//   quote      {blocks}
//   table      {align: ["left" | "right" | "center" | ""], head: [inline],
//               rows: [{line, cells: [inline]}]}
//   mark       {name}                              <!-- map -->, <!-- name -->
// `inline` is a list of pieces, each with {kind, line}:
//   text {text}, code {text}, value {program, key},
//   math {tex, tag}: in a table's cell with its number, $ ... \tag{3.4} $
//   link {target, inline}, strong {inline}, em {inline}, break {},
//   mention {number, text}: (3.4) in the text, anchor {id}: {#id} in the text,
//   html {html}: <br>, <small>, <b>, <tt>, <a ...> and their ends, in tables
"use strict";
const fs = require("fs");
const path = require("path");
const sources = require("./sources.js");
const wordsOf = require("./words.js");

// Debian's modules stand beside node, not in a node_modules.
function load(name) {
  try { return require(name); } catch { return require("/usr/share/nodejs/" + name); }
}

const say = (problem) => `${problem.file}:${problem.line}: ${problem.what}`;
const anchorOf = (number) => "eq_" + number.replace(".", "_");
const CJK = "\\u2e80-\\ua4cf\\uf900-\\ufaff\\uff00-\\uff60";
const isChinese = (sign) => new RegExp(`[${CJK}\\u201c\\u201d]`).test(sign);
const countLines = (text) => text.split("\n").length - 1;
const VALUE = /\{\{\s*([0-9]{2}-[A-Za-z0-9_-]+|[a-z]+)\.([A-Za-z0-9_.\p{Script=Han}-]+)\s*\}\}/u;

// ---- Markdown with the book's own marks ----

const md = load("markdown-it")("commonmark", { html: true }).enable(["table"])
  .disable(["code", "html_block", "reference", "lheading", "image"]);

class State extends md.inline.State {
  push(type, tag, nesting) {
    const token = super.push(type, tag, nesting);
    token.at = this.pos;
    return token;
  }
  // Stars beside Chinese signs open and close as beside blanks.
  scanDelims(start, split) {
    const found = super.scanDelims(start, split);
    if (this.src[start] !== "*") return found;
    const before = this.src[start - 1] || " ", after = this.src[start + found.length] || " ";
    if (isChinese(before) || isChinese(after)) {
      found.can_open = found.can_open || !/\s/.test(after);
      found.can_close = found.can_close || !/\s/.test(before);
    }
    return found;
  }
}
md.inline.State = State;

function inlineRule(name, sign, read) {
  md.inline.ruler.before("escape", name, (state, silent) => {
    if (state.src[state.pos] !== sign) return false;
    const found = read(state.src, state.pos, state);
    if (!found) return false;
    if (!silent) state.push("book", "", 0).meta = found.piece;
    state.pos = found.end;
    return true;
  });
}
inlineRule("formula", "$", (text, at) => {
  const mark = text[at + 1] === "$" ? "$$" : "$";
  let end = at + mark.length;
  while (end < text.length && !text.startsWith(mark, end)) end += text[end] === "\\" ? 2 : 1;
  if (end >= text.length)
    return { piece: { kind: "wrong", what: `a formula without an end, expected ${mark} in the same paragraph (a dollar is \\$)` }, end: text.length };
  const tex = text.slice(at + mark.length, end);
  const what = mark === "$$" ? "$$ inside a paragraph, expected the formula on lines of its own"
    : tex.trim() === "" ? "an empty formula, expected TeX" : "";
  const tag = /\\tag\{([^}]*)\}\s*$/.exec(tex), math = tag ? { kind: "math", tex: tex.slice(0, tag.index), tag: tag[1] } : { kind: "math", tex };
  return { piece: what ? { kind: "wrong", what } : math, end: end + mark.length };
});
inlineRule("braces", "{", (text, at) => {
  const rest = text.slice(at, at + 120);
  const id = /^\{#([A-Za-z0-9_-]+)\}/.exec(rest);
  if (id) return { piece: { kind: "anchor", id: id[1] }, end: at + id[0].length };
  if (!rest.startsWith("{{")) return null;
  const value = VALUE.exec(rest);
  if (value && value.index === 0) return { piece: { kind: "value", program: value[1], key: value[2] }, end: at + value[0].length };
  const end = rest.indexOf("}}") < 0 ? 20 : rest.indexOf("}}") + 2;
  return { piece: { kind: "wrong", what: rest.slice(0, end) + ", expected {{NN-program.key}}" }, end: Math.min(at + end, text.length) };
});
inlineRule("anchors", "\\", (text, at) => {
  const found = /^\\anchor (\S+) ?/.exec(text.slice(at, at + 80));
  return found && { piece: { kind: "anchor", id: found[1] }, end: at + found[0].length };
});
inlineRule("picture", "!", (text, at) => text[at + 1] === "[" &&
  { piece: { kind: "wrong", what: "a picture inside a paragraph, expected it alone on a line" }, end: at + 2 });

// Lines that are blocks of their own.
const line = (kind, pattern, names) => ({ pattern, read: (m) => {
  const piece = { kind };
  names.forEach((name, i) => { piece[name] = m[i + 1]; });
  return piece;
} });
const single = [
  line("figure", /^!\[(.*)\]\((\S+?)(?:\s+"(.*)")?\)$/, ["alt", "src", "caption"]),
  line("snippet", /^\\snippet(?:\{[a-z]*\})?\s+(\S+)\s+(\S.*)$/, ["path", "tag"]),
  line("run", /^\\run\{(.*)\}$/, ["command"]),
  line("sweep", /^\\sweep\{([0-9]{2}-[A-Za-z0-9_-]+)\}$/, ["program"]),
  line("live", /^\\live\{([a-z]+)\}\s*(.*)$/, ["name", "caption"]),
  line("fold", /^\\fold\{(.*)\}$/, ["summary"]),
  line("endfold", /^\\endfold$/, []),
  line("result", new RegExp("^" + VALUE.source + "$"), ["program", "key"]),
  line("wrong", /^(\\(?:snippet|run|sweep|live|fold|endfold)\b.*|!\[.*)$/, ["what"]),
];
function blockRule(state, start, last, silent) {
  const at = (n) => state.src.slice(state.bMarks[n] + state.tShift[n], state.eMarks[n]).trim();
  const text = at(start);
  if (state.sCount[start] - state.blkIndent >= 4 && !text.startsWith("\\") || !/^(\\|\$\$|!\[|\{\{|<!--)/.test(text)) return false;
  const push = (piece, end) => {
    if (silent) return true;
    const token = state.push("book", "", 0);
    token.meta = piece;
    token.map = [start, end];
    token.block = true;
    state.line = end;
    return true;
  };
  const until = (mark, from) => {
    let end = start;
    while (end < last && !(at(end).endsWith(mark) && (end > start || at(end).length >= from))) ++end;
    return end;
  };
  if (text.startsWith("$$")) {
    const end = until("$$", 4);
    if (end === last) return push({ kind: "wrong", what: "a formula without an end, expected a line that ends in $$" }, start + 1);
    const tex = state.getLines(start, end + 1, state.blkIndent, false).trim().slice(2, -2);
    return push(tex.trim() ? { kind: "math", tex } : { kind: "wrong", what: "an empty formula, expected TeX" }, end + 1);
  }
  if (text.startsWith("<!--")) {
    const end = until("-->", 7);
    if (end === last) return push({ kind: "wrong", what: "a comment without an end, expected '-->'" }, start + 1);
    const name = state.getLines(start, end + 1, 0, false).trim().slice(4, -3).trim();
    return push({ kind: "mark", name }, end + 1);
  }
  for (const { pattern, read } of single) {
    const m = pattern.exec(text);
    if (!m) continue;
    const piece = read(m);
    if (piece.kind === "result" && silent) return false;
    if (piece.kind === "wrong") piece.what += ", expected " + (text[0] === "!" ? "![what is seen](path \"caption\") alone on its line" : "one of \\snippet path tag, \\run{...}, \\sweep{NN-program}, \\live{name} Caption., \\fold{...}, \\endfold");
    if (piece.kind !== "fold" || silent) return push(piece, start + 1);
    let end = start + 1;
    for (let depth = 1, fence = false; end < last; ++end) {
      if (/^(```|~~~)/.test(at(end))) fence = !fence;
      if (!fence && at(end).startsWith("\\fold{")) ++depth;
      if (!fence && at(end) === "\\endfold" && --depth === 0) break;
    }
    push(end < last ? piece : { kind: "wrong", what: "\\fold without an end, expected \\endfold after it" }, end);
    if (end === last) { state.line = start + 1; return true; }
    state.push("fold_inside", "", 1);
    state.md.block.tokenize(state, start + 1, end);
    state.push("fold_end", "", -1);
    state.line = end + 1;
    return true;
  }
  return false;
}
md.block.ruler.before("fence", "book", blockRule, { alt: ["paragraph", "blockquote", "list"] });

// ---- from markdown-it's tokens to blocks ----

const TAGS = /^<\/?(?:br|small|b|tt|a)\b[^>]*>$/;

class Converter {
  constructor(text, file, first, problems) {
    Object.assign(this, { lines: text.split("\n"), file, first, problems, stated: [], at: 0 });
  }

  wrong(line, what) { this.problems.push({ file: this.file, line, what }); }

  // A mark that no formula follows marks nothing.
  refuseStated() {
    for (const { number, line } of this.stated)
      this.wrong(line, `stated: ${number}, expected the formula with \\tag{${number}} right below`);
    this.stated = [];
  }

  inline(text, line) {
    const tokens = [];
    md.inline.parse(text, md, {}, tokens);
    let i = 0;
    const until = (close) => {
      const out = [];
      const add = (piece) => {
        const last = out[out.length - 1];
        if (piece.kind === "text" && last && last.kind === "text") last.text += piece.text;
        else if (piece.kind !== "text" || piece.text) out.push(piece);
      };
      for (; i < tokens.length; ++i) {
        const token = tokens[i], type = token.type;
        const here = line + countLines(text.slice(0, token.at || 0));
        if (type === close) break;
        const nested = (name) => { ++i; return until(name); };
        if (type === "text" || type === "text_special") add({ kind: "text", line: here, text: token.content });
        else if (type === "softbreak") add({ kind: "text", line: here, text: "\n" });
        else if (type === "hardbreak") add({ kind: "break", line: here });
        else if (type === "code_inline") add({ kind: "code", line: here, text: token.content });
        else if (type === "link_open") add({ kind: "link", line: here, target: token.attrGet("href"), inline: nested("link_close") });
        else if (type === "strong_open") add({ kind: "strong", line: here, inline: nested("strong_close") });
        else if (type === "em_open") add({ kind: "em", line: here, inline: nested("em_close") });
        else if (type === "html_inline" && TAGS.test(token.content)) add({ kind: "html", line: here, html: token.content });
        else if (type === "html_inline") this.wrong(here, `${token.content}, expected Markdown (a sign < alone is \\<)`);
        else if (type === "book" && token.meta.kind === "wrong") this.wrong(here, token.meta.what);
        else if (type === "book") add({ line: here, ...token.meta });
        else this.wrong(here, `${type}, expected what docs/reader.js lists`);
      }
      return out;
    };
    return mentions(until(null));
  }

  blocks(tokens, close) {
    const out = [];
    for (; this.at < tokens.length && tokens[this.at].type !== close; ++this.at) {
      const token = tokens[this.at];
      const block = this.block(token, tokens);
      if (block) out.push(block);
      if (block && !["math", "mark"].includes(block.kind)) this.refuseStated();
    }
    return out;
  }

  block(token, tokens) {
    const line = this.first + (token.map ? token.map[0] : 0), end = this.first + (token.map ? token.map[1] - 1 : 0);
    const base = (kind) => ({ kind, file: this.file, line, end });
    const inside = (close) => { ++this.at; return this.blocks(tokens, close); };
    const text = () => tokens[this.at + 1].content;
    switch (token.type) {
      case "heading_open": {
        const m = /^(.*?)\s*(?:\{#([A-Za-z0-9_-]+)\})?$/s.exec(text());
        this.at += 2;
        return { ...base("heading"), level: Number(token.tag[1]), id: m[2] || "", text: m[1], inline: this.inline(m[1], line) };
      }
      case "paragraph_open": {
        const content = text();
        this.at += 2;
        return { ...base("paragraph"), tight: token.hidden, inline: this.inline(content, line) };
      }
      case "fence":
        if (tokens[this.at].map[1] - tokens[this.at].map[0] < countLines(token.content) + 2)
          this.wrong(line, "code without an end, expected ``` on a line after it");
        return { ...base("code"), lang: token.info.trim(), text: token.content };
      case "bullet_list_open":
      case "ordered_list_open": {
        const ordered = token.type[0] === "o", items = [];
        for (++this.at; tokens[this.at].type === "list_item_open"; ++this.at)
          items.push({ line: this.first + tokens[this.at].map[0], blocks: inside("list_item_close") });
        return { ...base("list"), ordered, start: ordered ? Number(token.attrGet("start") || 1) : 0, items };
      }
      case "blockquote_open":
        return { ...base("quote"), blocks: inside("blockquote_close") };
      case "table_open":
        return this.table(base("table"), tokens);
      case "hr":
        return this.wrong(line, "a rule, expected a heading");
      case "book":
        return this.own(base(token.meta.kind), token.meta, tokens);
      default:
        this.wrong(line, `${token.type}, expected what docs/reader.js lists`);
    }
  }

  table(block, tokens) {
    const align = [], rows = [];
    let row;
    for (; tokens[this.at].type !== "table_close"; ++this.at) {
      const token = tokens[this.at];
      if (token.type === "tr_open") {
        const line = block.line + rows.length + (rows.length ? 1 : 0);
        const bars = this.lines[line - this.first].replace(/\\\|/g, "").trim().replace(/^\||\|$/g, "").split("|").length;
        if (rows.length && bars !== align.length)
          this.wrong(line, `a row of ${bars} cells, expected ${align.length} (a bar inside a cell is \\|, in a formula \\vert)`);
        rows.push((row = { line, cells: [] }));
      }
      if (token.type === "th_open") align.push((/text-align:(\w+)/.exec(token.attrGet("style") || "") || ["", ""])[1]);
      if (token.type === "inline") row.cells.push(this.inline(token.content, row.line));
    }
    return { ...block, align, head: rows[0].cells, rows: rows.slice(1) };
  }

  own(block, meta, tokens) {
    const filled = { ...block, ...meta };
    switch (meta.kind) {
      case "wrong":
        return this.wrong(block.line, meta.what);
      case "endfold":
        return this.wrong(block.line, "\\endfold without a start, expected \\fold{...} before it");
      case "fold":
        ++this.at;
        filled.inline = this.inline(meta.summary, block.line);
        ++this.at;
        filled.blocks = this.blocks(tokens, "fold_end");
        break;
      case "figure":
        filled.caption = meta.caption || "";
        filled.name = path.posix.basename(meta.src, ".svg");
        filled.inline = this.inline(filled.caption, block.line);
        break;
      case "live":
        filled.inline = this.inline(meta.caption, block.line);
        break;
      case "math":
        filled.tags = [...meta.tex.matchAll(/\\tag\*?\{([^}]*)\}/g)].map((m) => m[1]);
        filled.stated = this.stated.filter((s) => filled.tags.includes(s.number)).map((s) => s.number);
        this.stated = this.stated.filter((s) => !filled.tags.includes(s.number));
        break;
      case "mark": {
        const stated = /^stated:\s*(\S+)$/.exec(meta.name);
        if (stated) { this.stated.push({ number: stated[1], line: block.line }); return null; }
      }
    }
    return filled;
  }
}

// (3.4) in the text, where it is no call as in f(3.4).
function mentions(pieces) {
  const pattern = new RegExp("(?<![A-Za-z0-9_\\]])[(（]([1-9][0-9]?\\.[0-9]+[a-z]?)[)）]", "g");
  return pieces.flatMap((piece) => {
    if (piece.inline && piece.kind !== "link") piece.inline = mentions(piece.inline);
    if (piece.kind !== "text") return [piece];
    const text = piece.text.replace(new RegExp(`([${CJK}])\n(?=[${CJK}])`, "g"), "$1");
    const out = [];
    let from = 0;
    const add = (to) => { if (to > from) out.push({ ...piece, text: text.slice(from, to) }); };
    for (const m of text.matchAll(pattern)) {
      add(m.index);
      out.push({ kind: "mention", line: piece.line + countLines(text.slice(0, m.index)), number: m[1], text: m[0] });
      from = m.index + m[0].length;
    }
    add(text.length);
    return out;
  });
}

// Blocks of a piece of Markdown whose first line is line `first` of the file.
function parse(text, file, first, problems) {
  const converter = new Converter(text, file, first, problems);
  const blocks = converter.blocks(md.parse(text, {}), null);
  converter.refuseStated();
  return blocks;
}

// Calls visit(block) for each block, those in folds, lists and quotes included.
function eachBlock(blocks, visit) {
  for (const block of blocks) {
    visit(block);
    eachBlock(block.blocks || [], visit);
    for (const item of block.items || []) eachBlock(item.blocks, visit);
  }
}

// Calls visit(piece, block) for each piece of text of these blocks.
function eachPiece(blocks, visit) {
  eachBlock(blocks, (block) => {
    const walk = (pieces) => { for (const p of pieces || []) { visit(p, block); walk(p.inline); } };
    walk(block.inline);
    for (const cells of block.kind === "table" ? [block.head, ...block.rows.map((r) => r.cells)] : []) cells.forEach(walk);
  });
}

// Calls visit(tex, {file, line}, heading) for each formula of these blocks, as they
// follow one another, under the last heading before it.
function eachFormula(blocks, visit) {
  let heading;
  eachBlock(blocks, (block) => {
    const { kind, file } = block;
    if (kind === "heading") heading = block;
    if (kind === "math") visit(block.tex, block, heading);
    eachPiece([{ ...block, blocks: [], items: [] }], ({ kind, tex, line }) => { if (kind === "math") visit(tex, { file, line }, heading); });
  });
}

// ---- pages and the book ----

const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "");

// A page from its text. `file` is its path from the book's root.
function readPage(file, text, problems) {
  const chapter = Number((/^chapters\/([0-9]+)-[^/]*\//.exec(file) || [0, 0])[1]);
  const page = { file, id: chapter ? "" : slug(path.posix.basename(file).replace(/(\.zh)?\.md$/, "")), chapter,
    title: "", line: 1, lang: file.endsWith(".zh.md") ? "zh-CN" : "en", text, headings: [] };
  page.blocks = parse(text, file, 1, problems);
  const first = page.blocks[0];
  if (!first || first.kind !== "heading" || first.level !== 1) {
    problems.push({ file, line: 1, what: "no title, expected '# Title {#id}' as first line" });
    return page;
  }
  page.title = first.text;
  page.line = first.line;
  if (page.id !== "index" && first.id) page.id = first.id;
  if (!page.id) problems.push({ file, line: first.line, what: "the title has no id, expected {#id}" });
  first.id = page.id;
  page.blocks.shift();
  eachBlock(page.blocks, (block) => {
    if (block.kind !== "heading") return;
    if (block.level === 1) problems.push({ file, line: block.line, what: "a second title, expected '##' for the parts of a page" });
    block.id = block.id || `${page.id}_${slug(block.text) || page.headings.length + 1}`;
    page.headings.push({ level: block.level, id: block.id, text: block.text, line: block.line });
  });
  return page;
}

// The exercises of a chapter, where its page says <!-- exercises -->: a heading,
// the text up to the first part (hints and reasons are not for the page), the
// command. Each block names the file it comes from.
function exercises({ root, lang, problems }, page, line) {
  const folder = path.posix.join(path.posix.dirname(page.file), "exercises");
  if (!fs.existsSync(path.join(root, folder))) return [];
  const numbers = fs.readdirSync(path.join(root, folder)).filter((n) => /^[0-9]+$/.test(n)).sort((a, b) => a - b);
  const blocks = numbers.length ? parse(wordsOf(page.lang).exercises, page.file, line, problems) : [];
  for (const number of numbers) {
    const file = inLanguage(root, `${folder}/${number}/text.md`, lang);
    if (!fs.existsSync(path.join(root, file))) {
      problems.push({ file, line: 1, what: "no such file, expected the exercise's text" });
      continue;
    }
    const all = parse(fs.readFileSync(path.join(root, file), "utf8"), file, 1, problems);
    const end = all.findIndex((block, i) => i > 0 && block.kind === "heading" && block.level <= 2);
    const [title, ...rest] = end < 0 ? all : all.slice(0, end);
    if (!title || title.kind !== "heading" || title.level !== 1) {
      problems.push({ file, line: 1, what: "no title, expected '# Title' as first line" });
      continue;
    }
    const name = `${page.chapter}-${number}`, sign = file.endsWith(".zh.md") ? "：" : ": ";
    blocks.push({ ...title, level: 3, id: `exercise_${page.chapter}_${number}`, text: name + sign + title.text,
      inline: [{ kind: "text", line: title.line, text: name + sign }, ...title.inline] }, ...rest,
      { kind: "run", file, line: title.line, end: title.line, command: `./book exercise ${name}` });
  }
  return blocks;
}

function expand(book, page) {
  const at = page.blocks.findIndex((block) => block.kind === "mark" && block.name === "exercises");
  if (at < 0) return;
  const blocks = exercises(book, page, page.blocks[at].line);
  const before = page.headings.filter((h) => h.line < page.blocks[at].line).length;
  page.headings.splice(before, 0, ...blocks.filter((b) => b.kind === "heading").map(({ level, id, text, line }) => ({ level, id, text, line })));
  page.blocks.splice(at, 1, ...blocks);
}

// A text in this language where it is translated.
const twinOf = (file) => file.replace(/(\.zh)?\.md$/, ".zh.md"), sourceOf = (file) => file.replace(/\.zh\.md$/, ".md");
const inLanguage = (root, file, lang) => (lang !== "en" && fs.existsSync(path.join(root, twinOf(file))) ? twinOf(file) : file);

// The English pages' files in the order of reading.
function pageFiles(root) {
  const list = (folder) => (fs.existsSync(path.join(root, folder)) ? fs.readdirSync(path.join(root, folder)).sort() : []);
  const wanted = (name) => /^[^.]+\.md$/.test(name);
  const rank = (name) => { const at = ["index", "running", "notation"].indexOf(name.slice(0, -3)); return at < 0 ? 3 : at; };
  const docs = list("docs").filter(wanted).sort((a, b) => rank(a) - rank(b)).map((name) => "docs/" + name);
  const chapters = list("chapters").map((room) => `chapters/${room}/page.md`).filter((file) => fs.existsSync(path.join(root, file)));
  const main = docs.filter((file) => file === "docs/index.md");
  return [...main, ...chapters, ...docs.slice(main.length)];
}

function collect(book) {
  const { problems } = book, taken = new Map();
  for (const page of book.pages) {
    page.ids = new Set();
    const take = (id, file, line) => {
      page.ids.add(id);
      if (taken.has(id)) problems.push({ file, line, what: `the id '${id}' is taken by ${taken.get(id)}, expected another` });
      else taken.set(id, `${file}:${line}`);
    };
    take(page.id, page.file, page.line);
    const equation = (number, block, { tex, line, stated = [] }) => {
      const wrong = (what) => problems.push({ file: block.file, line, what });
      const known = book.equations.get(number);
      if (!sources.isNumber(number)) wrong(`\\tag{${number}}, expected chapter.n as in \\tag{3.4} or \\tag{3.4a}`);
      else if (page.chapter && parseInt(number, 10) !== page.chapter) wrong(`\\tag{${number}}, expected a number of chapter ${page.chapter}`);
      else if (known) wrong(`the equation number (${number}) is taken by ${known.file}:${known.line}, expected a number of its own`);
      else book.equations.set(number, { number, tex, page: page.id, file: block.file, line, anchor: anchorOf(number), stated: stated.includes(number) });
      page.ids.add(anchorOf(number));
    };
    eachBlock(page.blocks, (block) => {
      if (block.kind === "heading") take(block.id, block.file, block.line);
      if (block.kind === "figure") page.ids.add("fig-" + block.name);
      for (const number of block.tags || []) equation(number, block, block);
    });
    eachPiece(page.blocks, (piece, block) => {
      if (piece.tag && block.kind === "table") equation(piece.tag, block, piece);
      else if (piece.tag) problems.push({ file: block.file, line: piece.line, what: "\\tag in a formula within the line, expected $$...$$" });
      if (piece.kind === "anchor") take(piece.id, block.file, piece.line);
    });
  }
}

// What a page's link leads to: {page, id}, {file, line} of the repository,
// {address} elsewhere, or {wrong}. `from` is the file that holds the link; a
// target that begins with / starts at the book's root, #L12 is a file's line.
function resolve(book, from, target) {
  if (/^(\w+:)?\/\/|^mailto:/.test(target)) return { address: target };
  const [where, id = ""] = target.split("#");
  if (where === "") {
    const page = book.pages.find((p) => p.ids.has(id));
    return page ? { page, id } : { wrong: `'${id}' is no id, expected one of a heading as {#id}` };
  }
  const file = sourceOf(where[0] === "/" ? path.posix.normalize(where.slice(1)) : path.posix.join(path.posix.dirname(from), where)).replace(/\/$/, "");
  const page = book.pages.find((p) => sourceOf(p.file) === file || (p.chapter && path.posix.dirname(p.file) === file));
  if (page && id && !page.ids.has(id)) return { wrong: `'${id}' is no id of ${page.file}, expected one of a heading as {#id}` };
  if (page) return { page, id };
  const line = Number((/^L([1-9][0-9]*)$/.exec(id) || [0, 0])[1]), full = path.join(book.root, file);
  if (fs.existsSync(full) && line && fs.readFileSync(full, "utf8").split("\n").length <= line)
    return { wrong: `${file} has no line ${line}, expected one of its own` };
  if (fs.existsSync(full) && (line || !id)) return { file, line };
  return { wrong: `the link to ${file} leads nowhere, expected a file of the book` };
}

// References that need nothing but the sources: links, numbers of equations,
// listings, the form of figures.
function check(book) {
  const chapters = new Set(book.pages.map((page) => page.chapter));
  for (const page of book.pages) {
    const figures = new Set();
    eachPiece(page.blocks, (piece, block) => {
      const wrong = (what) => book.problems.push({ file: block.file, line: piece.line, what });
      if (piece.kind === "link") {
        const found = resolve(book, block.file, piece.target);
        if (found.wrong) wrong(found.wrong);
      }
      if (piece.kind === "mention" && !book.equations.has(piece.number) && chapters.has(parseInt(piece.number, 10)))
        wrong(`no equation ${piece.text}, expected one with \\tag{${piece.number}} (a plain number stands without brackets)`);
    });
    eachBlock(page.blocks, (block) => {
      const wrong = (what) => book.problems.push({ file: block.file, line: block.line, what });
      if (block.kind === "snippet") {
        const found = sources.snippet(book.root, block.path, block.tag);
        if (typeof found === "string") wrong(found);
      }
      if (block.kind === "figure" || block.kind === "live") {
        const name = block.kind === "live" ? "live " + block.name : block.name;
        if (block.kind === "figure" && !/^(\.\.\/)+plots\/[A-Za-z0-9_-]+\.svg$/.test(block.src))
          wrong(`the picture ${block.src}, expected ../../plots/NAME.svg, a figure of a program or a chapter's diagram`);
        else if (block.alt === "" || !block.caption)
          wrong(block.kind === "live" ? `the live figure ${block.name} lacks words, expected \\live{${block.name}} A caption that states the conclusion.`
            : `the figure ${name} lacks words, expected ![what is seen](... "a caption that states the conclusion")`);
        if (figures.has(name)) wrong(`the figure ${name} stands on this page twice, expected once`);
        figures.add(name);
      }
    });
  }
}

// Reads the whole book; what is not translated stays English.
function readBook(root, lang = "en") {
  const book = { root, lang, pages: [], equations: new Map(), problems: [] };
  for (const source of pageFiles(root)) {
    const file = inLanguage(root, source, lang);
    const page = readPage(file, fs.readFileSync(path.join(root, file), "utf8"), book.problems);
    if (page.chapter) expand(book, page);
    book.pages.push(page);
  }
  collect(book);
  check(book);
  return book;
}

module.exports = { ...sources, VALUE, say, anchorOf, twinOf, inLanguage, parse, eachBlock, eachPiece, eachFormula, resolve, readBook };
