// The Chinese edition says what the English one says: page.zh.md beside page.md, and
// so for docs/, the README and the exercises' texts. Section by section both have the
// same heads, blocks in the same order, formulas (but for words in \text), code,
// values, links, digits. Each Chinese section names the state of the English one that
// it follows, <!-- follows 1a2b3c4d --> below its head; a changed English section is
// red, and what was changed in it told, until its twin was looked at.
//
//   node tests/rules/twins.js ROOT            what is wrong
//   node tests/rules/twins.js ROOT --accept   names the state, where nothing else is
"use strict";
const { execFileSync } = require("child_process");
const { createHash } = require("crypto");
const fs = require("fs");
const path = require("path");
const { eachBlock, eachPiece, filesBelow, parse, readBook, say, twinOf } = require("../../docs/reader.js");
const { linesOf, readTable } = require("../../docs/text.js");

const translated = /^(?:docs\/[^/.]+|chapters\/[^/]+\/(?:page|exercises\/\d+\/text))\.md$/;
const quotations = "tests/rules/quoted.csv", hanzi = "[\\u3400-\\u9fff]", isChinese = (text) => new RegExp(hanzi).test(text);

// ---- what both must have ----

const bare = (tex) => tex.replace(/\\text\{[^{}]*\}/g, "\\text{}").replace(/[\s.,;，。；]+$/, "").replace(/\s+/g, " ").trim();
const digits = (text) => text.replace(/(\d)[,'](?=\d{3}\b)/g, "$1").match(/\d+(?:\.\d+)*/g) || [];
const value = ({ program, key }) => `{{${program}.${key}}}`;
const forms = {
  heading: ({ level, id }) => "#".repeat(level) + (id && ` {#${id}}`), paragraph: () => "a paragraph", quote: () => "a quote",
  math: ({ tex, stated }) => (stated.length ? "stated " : "") + `$$ ${bare(tex)} $$`,
  code: ({ lang, text }) => "```" + lang + "\n" + (lang === "sh" ? text.replace(/ +# .*/g, "") : text),
  snippet: (block) => `\\snippet ${block.path} ${block.tag}`, run: ({ command }) => `\\run{${command}}`,
  result: value, sweep: ({ program }) => `\\sweep{${program}}`, figure: ({ src }) => `![](${src})`, live: ({ name }) => `\\live{${name}}`,
  fold: () => "\\fold", list: ({ items }) => `a list of ${items.length}`, mark: ({ name }) => `<!-- ${name} -->`,
  table: ({ align, rows }) => `a table of ${align.length} columns and ${rows.length} rows`,
};
const pieces = {
  text: ({ text }) => digits(text), math: ({ tex }) => [`$${bare(tex)}$`], code: ({ text }) => ["`" + text + "`"], value: (piece) => [value(piece)],
  link: ({ target }) => [`](${target.replace(".zh.md", ".md")})`], mention: ({ number }) => [`(${number})`], anchor: ({ id }) => [`{#${id}}`],
  html: ({ html }) => [html],
};
const withoutInside = (block) => [{ ...block, blocks: [], items: [] }];

// The sections of a text: its head, the blocks below it, what stands in them, its seal.
function sectionsOf(text, file, problems = []) {
  const lines = linesOf(text), sections = [];
  eachBlock(parse(text, file, 1, problems), (block) => {
    if (block.kind === "heading") sections.push({ name: block.text, line: block.line, blocks: [], there: [] });
    const last = sections[sections.length - 1], follows = /^follows (\w+)$/.exec(block.name);
    if (last && follows) Object.assign(last, { follows: follows[1], marked: block.line });
    if (!last || follows) return;
    last.blocks.push({ block, form: forms[block.kind](block) });
    const add = (what, line) => last.there.push({ what, line });
    eachPiece(withoutInside(block), (piece) => (pieces[piece.kind] ? pieces[piece.kind](piece) : []).forEach((what) => add(what, piece.line)));
    const alt = block.alt || "", values = alt.match(/\{\{.*?\}\}/g) || [];
    for (const what of [...values, ...digits(alt.replace(/\{\{.*?\}\}/g, ""))]) add(what, block.line);
  });
  sections.forEach((section, i) => {
    section.text = lines.slice(section.line - 1, i + 1 < sections.length ? sections[i + 1].line - 1 : undefined).join("\n").trim();
    section.seal = createHash("sha256").update(section.text.replace(/\s+/g, " ")).digest("hex").slice(0, 8);
  });
  return sections;
}

// What of the first is not in the second as often.
function lacking(first, second) {
  const left = new Map();
  for (const { what } of second) left.set(what, (left.get(what) || 0) + 1);
  return first.filter(({ what }) => {
    left.set(what, (left.get(what) || 0) - 1);
    return left.get(what) < 0;
  });
}

function differences(english, chinese, file) {
  const found = [], tell = (line, what) => found.push({ line: line || chinese.line, what }), at = (line) => `${file}:${line}`;
  const [a, b] = [english, chinese].map(({ blocks }) => blocks), i = a.findIndex(({ form }, k) => !b[k] || b[k].form !== form);
  if (i >= 0) tell(b[i] && b[i].block.line, `${b[i] ? b[i].form : "nothing more"}, expected ${a[i].form}, as ${at(a[i].block.line)}`);
  else if (b.length > a.length) tell(b[a.length].block.line, `${b[a.length].form}, expected no more: see ${at(english.line)}`);
  for (const { what, line } of lacking(english.there, chinese.there)) tell(0, `'${chinese.name}' lacks ${what}, as ${at(line)}`);
  for (const { what, line } of lacking(chinese.there, english.there)) tell(line, `${what}, expected no more of it than below ${at(english.line)}`);
  return found;
}

// ---- how Chinese is written ----

const ends = "，。：；？！（）、“”《》";
const signs = [
  [`${hanzi} ?[,;:!?]|[,;:!?] ?${hanzi}|${hanzi}\\.(?!\\w)|\\u0001[,;:.!?](?=\\s|$)|\\(${hanzi}|${hanzi}\\)|${hanzi}\\(|\\)${hanzi}`, "a half-width sign, expected ，。：；？！（）"],
  [`${hanzi} ?["']|["'] ?${hanzi}`, "a straight quote, expected “ and ”"],
  [`\\s[${ends}]|[${ends}]\\s(?!$)`, `a blank beside a full-width sign, expected none`],
  [`${hanzi}[A-Za-z0-9\\u0001]|[A-Za-z0-9\\u0001]${hanzi}`, "Hanzi beside a letter, digit, formula or code, expected a blank"],
].map(([form, what]) => [new RegExp(form, "g"), what]);
// A line as it is read, with \u0001 for a formula, code or value.
const flat = (list) => list.map(({ kind, inline, text }) => (inline ? flat(inline) : ["text", "mention"].includes(kind) ? text
  : ["html", "anchor", "break"].includes(kind) ? "" : "\u0001")).join("");
const seen = (text) => text.replace(/\u0001/g, "…");
const linesIn = (block) => [block.inline, ...(block.kind === "table" ? [block.head, ...block.rows.map(({ cells }) => cells)].flat() : [])]
  .filter(Boolean).map(flat).concat(block.alt ? [block.alt.replace(/\{\{.*?\}\}|\$[^$]*\$|`[^`]*`/g, "\u0001")] : []);

// The glossary: what the English text says, and one of the words for it.
function glossaryOf(book) {
  const rows = [], page = book.pages.find(({ id }) => id === "notation");
  eachBlock(page ? page.blocks : [], ({ kind, head, rows: those }) => {
    if (kind === "table" && flat(head[1] || []) === "中文") rows.push(...those);
  });
  return rows.map(({ cells }) => cells.map(flat)).filter(([, chinese]) => isChinese(chinese)).map(([english, chinese]) => ({ english, chinese: chinese.replace(/（.*?）/g, "").split(/[，；、/]/).map((word) => word.trim()),
    said: new RegExp(`\\b(?:${english.split(",").map((word) => word.trim().replace(/^to /, "")).join("|")})(?:s|es|ed|ing)?\\b`, "i") }));
}

const outsideLinks = (list) => list.filter(({ kind }) => kind !== "link").map((piece) => (piece.inline ? { ...piece, inline: outsideLinks(piece.inline) } : piece));

function language(english, chinese, glossary, quoted) {
  const found = [], said = chinese.blocks.map(({ block }) => ({ line: block.line, lines: linesIn(block).filter(isChinese) }));
  for (const { line, lines } of said)
    for (const text of lines) {
      for (const [form, what] of signs)
        for (const m of text.matchAll(form)) found.push({ line, what: `'${seen(text.slice(Math.max(0, m.index - 6), m.index + m[0].length + 6)).trim()}': ${what}` });
      for (const [, words] of text.matchAll(/“([^”]*)”/g))
        if (words.match(new RegExp(hanzi, "g"))?.length >= 4 && !quoted(words))
          found.push({ line, what: `“${seen(words)}” is no heading and no quotation, expected a note's words to the letter, listed in ${quotations}` });
    }
  const there = said.flatMap(({ lines }) => lines).join("\n"), asked = english.blocks.flatMap(({ block }) => (block.inline ? [flat(outsideLinks(block.inline))] : [])).join("\n").replace(/\w+::\w+|\w+\(\)/g, "");
  for (const { english: word, chinese: words, said: form } of glossary)
    if (form.test(asked) && !words.some((one) => there.includes(one)))
      found.push({ line: chinese.line, what: `'${chinese.name}' does not say ${words.join(" or ")}, the glossary's word for ${word}` });
  return found;
}

// ---- the rows of the notes ----

const inventory = "tests/notes/inventory.csv", rowsWords = "tests/notes/words.zh.csv";

// What they say in Chinese has the same formulas, code, links and digits, and its signs.
function rowsWrong(root, rows, quoted, found) {
  const said = new Map(rows.flatMap((row) => ["formula", "printed", "words"].map((cell) => [row[cell], row.id])));
  for (const { English, Chinese, line } of fs.existsSync(path.join(root, rowsWords)) ? readTable(root, rowsWords, ["English", "Chinese"], found) : []) {
    if (!said.get(English)) continue;
    const [english, chinese] = [English, Chinese].map((text) => sectionsOf(`# ${said.get(English)}\n\n${text}`, rowsWords)[0]);
    for (const { what } of [...differences(english, chinese, ""), ...language(english, chinese, [], quoted)])
      found.push({ file: rowsWords, line, what: what.replace(/, as :.*| than below :.*/, "") });
  }
}

// ---- all pairs ----

const everyText = (root) => [...(fs.existsSync(path.join(root, "README.md")) ? ["README.md"] : []), ...filesBelow(root, ["chapters", "docs"], translated)];

// What was changed in a section since its twin followed it, as far as git knows.
function changes(root, file, { name, text }, seal) {
  const git = (...words) => execFileSync("git", ["-C", root, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1e8 });
  let was;
  try {
    for (const commit of git("log", "-n", "100", "--format=%h", "--", file).split("\n").filter(Boolean))
      if ((was = sectionsOf(git("show", `${commit}:./${file}`), file).find((section) => section.seal === seal))) break;
  } catch { /* no git here */ }
  if (!was) return `; '${name}' as it was is not in git's history`;
  const [a, b] = [was.text, text].map((all) => all.split(/(?<=\s)/)), both = Math.min(a.length, b.length);
  let first = 0, last = 0;
  while (first < both && a[first] === b[first]) ++first;
  while (last < both - first && a[a.length - 1 - last] === b[b.length - 1 - last]) ++last;
  return [["-", a], ["+", b]].map(([sign, all]) => `\n  ${sign} ${all.slice(Math.max(0, first - 4), all.length - Math.max(0, last - 3)).join("").trim()}`).join("");
}

// [{file, line, what, accept}]: accept, where a state alone is to be named.
function wrong(root) {
  const book = readBook(root, "zh-CN"), glossary = glossaryOf(readBook(root));
  const found = book.problems.filter(({ file }) => file.endsWith(".zh.md"));
  const [rows, listed] = [inventory, quotations].map((file) => (fs.existsSync(path.join(root, file)) ? readTable(root, file, linesOf(fs.readFileSync(path.join(root, file), "utf8"))[0].split(","), found) : []));
  const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, ""), heads = book.pages.flatMap(({ title, headings }) => [title, ...headings.map(({ text }) => text)]);
  const known = [...rows.flatMap(({ quote = "" }) => quote.split(" / ")), ...listed.map(({ words }) => words), ...heads, ...glossary.flatMap(({ chinese }) => chinese)].map(letters);
  const quoted = (words) => words.split("\u0001").every((part) => known.some((one) => one.includes(letters(part))));
  rowsWrong(root, rows, quoted, found);
  for (const file of everyText(root)) {
    const twin = twinOf(file), tell = (line, what, accept) => found.push({ file: twin, line, what, accept });
    if (!fs.existsSync(path.join(root, twin))) {
      tell(1, `no such file, expected the Chinese twin of ${file}`);
      continue;
    }
    const [english, chinese] = [file, twin].map((name) => sectionsOf(fs.readFileSync(path.join(root, name), "utf8"), name, /README|text\.md/.test(file) ? found : []));
    for (const { name, line } of english.filter((section) => isChinese(section.name)))
      found.push({ file, line, what: `'${name}', expected it in ${twin} alone` });
    const head = ({ blocks }) => blocks[0].form, i = english.findIndex((section, k) => !chinese[k] || head(chinese[k]) !== head(section));
    if (i >= 0 || chinese.length > english.length) {
      const at = i >= 0 ? i : english.length, [a, b] = [english[at], chinese[at]];
      tell(b ? b.line : 1, `${b ? `'${b.name}' ${head(b)}` : "no more sections"}, expected ${a ? `${head(a)}, the twin of '${a.name}'` : "no more sections"}`);
    }
    english.slice(0, i < 0 ? undefined : i).forEach((section, k) => {
      const problems = [...differences(section, chinese[k], file), ...language(section, chinese[k], file.startsWith("chapters/") ? glossary : [], quoted)];
      problems.forEach(({ line, what }) => tell(line, what));
      const { follows, line, marked, name } = chinese[k];
      if (follows === section.seal) return;
      tell(line, follows ? `'${name}' follows an older ${file}:${section.line}, look at it, then accept${changes(root, file, section, follows)}`
        : `'${name}' follows nothing, read it beside ${file}:${section.line}, then accept`, !problems.length && { line, marked, mark: `<!-- follows ${section.seal} -->` });
    });
  }
  return found.filter((one, k) => found.findIndex((other) => say(other) === say(one)) === k);
}

function accept(root) {
  const marks = wrong(root).filter((one) => one.accept);
  for (const file of new Set(marks.map((one) => one.file))) {
    const lines = fs.readFileSync(path.join(root, file), "utf8").split("\n");
    for (const { accept: { line, marked, mark } } of marks.filter((one) => one.file === file).reverse())
      lines.splice(marked ? marked - 1 : line, marked ? 1 : 0, mark);
    fs.writeFileSync(path.join(root, file), lines.join("\n"));
  }
}

function main([root, word, ...more]) {
  if (!root || more.length || (word && word !== "--accept")) {
    console.error("error: twins: expected ROOT [--accept]");
    return 2;
  }
  if (word) accept(root);
  const found = wrong(root);
  console.log(found.length ? found.map(say).join("\n") : "every Chinese section follows its English one");
  return found.length ? 1 : 0;
}

const twins = ({ root }) => wrong(root);
module.exports = { main, twins };
if (require.main === module) process.exitCode = main(process.argv.slice(2));
