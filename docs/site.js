// Makes the site, in English and, below zh/, in Chinese: node site.js --run RUN --api API --tags TAGS --out SITE [--source BOOK] [--print FILE]
//   RUN   what the programs and tests wrote: results (JSON), figures (SVG, CSV)
//   API   Doxygen's pages of the headers, TAGS its tag file; both may be missing
//   FILE  all of the book as one page, for paper; a second one in Chinese
// Whatever leads nowhere or can't be set is told as file:line and ends it, exit 1.
"use strict";
const fs = require("fs");
const path = require("path");
const reader = require("./reader.js");
const { escaped } = require("./text.js");
const { highlight } = require("./highlight.js");
const { Weaver, siteFile, listingFile } = require("./weave.js");
const { readSweeps, sweepValues } = require("../plots/sweeps.js");
const math = require("./math.js");
const { english } = require("../common/words.js");
const wordsOf = require("./words.js");
const { searchIndex } = require("./search-index.js");

const read = (...parts) => fs.readFileSync(path.join(...parts), "utf8");
const byName = (a, b) => (a < b ? -1 : 1);

function options(words) {
  const given = { source: path.dirname(__dirname) };
  for (let i = 0; i < words.length; i += 2) given[words[i].replace(/^--/, "")] = words[i + 1];
  const known = ["source", "run", "api", "tags", "out", "print"];
  if (words.length % 2 || Object.keys(given).some((k) => !known.includes(k)) || !given.run || !given.out) {
    console.error("error: expected node site.js --run FOLDER --out FOLDER [--api FOLDER --tags FILE] [--source FOLDER] [--print FILE]");
    process.exit(2);
  }
  return given;
}

// ---- what the pages may refer to ----

// Results by program, with what its sweep found; those of a program that is gone
// are left alone.
function readResults(book, run, sweeps) {
  const results = new Map();
  for (const name of fs.readdirSync(run).filter((f) => f.endsWith(".json")).sort()) {
    const program = name.slice(0, -5), rooms = fs.existsSync(path.join(book.root, "chapters")) ? fs.readdirSync(path.join(book.root, "chapters")) : [];
    const room = rooms.find((r) => r.slice(0, 3) === program.slice(0, 3));
    if (/^[0-9]/.test(program) && !(room && fs.existsSync(path.join(book.root, "chapters", room, program.slice(3) + ".cpp")))) continue;
    try {
      const { values, tables, claims = [] } = JSON.parse(read(run, name));
      const swept = sweeps.has(program) ? sweepValues(sweeps.get(program)) : {};
      results.set(program, { claims, values: Object.assign(Object.create(null), values, swept), tables: Object.assign(Object.create(null), tables) });
    } catch (error) {
      book.problems.push({ file: path.join(run, name), line: 1, what: `not a program's result: ${error.message}` });
    }
  }
  return results.set("mistakes", { claims: [], values: mistakes(book), tables: {} });
}

// How many wrong versions the chapters' lists hold, by the file that they change;
// one_unit.cpp is "unit".
function mistakes({ root, pages }) {
  const found = {};
  for (const { chapter, file } of pages) {
    const list = path.join(root, path.dirname(file), "mistakes.txt");
    for (const [, name] of chapter && fs.existsSync(list) ? fs.readFileSync(list, "utf8").matchAll(/^(?:\w+_)?([a-z]+)\.cpp:/gm) : [])
      found[name] = String(Number(found[name] || 0) + 1);
  }
  return found;
}

// A source that has a page of its own: a chapter's, a common one, or one that
// tests an equation or a row of the notes. The exercises' solutions are not to be met by
// chance.
function isListed({ file, lines }) {
  if (file.includes("/exercises/")) return false;
  if (file.startsWith("chapters/") || /^common\/([^/]+\.cpp|.*\.hpp)$/.test(file)) return true;
  return lines.some((line) => reader.trailingNumbers(line).length || /"[^"]*\[(\d+\.\d+[a-z]?|[A-E]\d+)\]/.test(line));
}

const inside = (text, tag) => (new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text) || ["", ""])[1];

// Doxygen calls a place ac5517657711e7a432c62bc5f4f3de787: it gets the name of
// what stands there.
function withNames(tags) {
  const ids = new Map(), taken = new Map();
  for (const [member] of tags.matchAll(/<member kind=[\s\S]*?<\/member>/g)) {
    const anchor = inside(member, "anchor"), id = inside(member, "name").replace(/\W+/g, "_");
    if (!anchor || ids.has(anchor)) continue;
    const place = inside(member, "anchorfile") + "#" + id;
    taken.set(place, (taken.get(place) || 0) + 1);
    ids.set(anchor, id + (taken.get(place) > 1 ? "-" + taken.get(place) : ""));
  }
  return (text) => text.replace(/\b[ag][0-9a-f]{32}\b/g, (anchor) => ids.get(anchor) || anchor);
}

// name -> {header: address}, from Doxygen's tag file.
function readSymbols(book, tags, api) {
  const symbols = new Map();
  const compounds = [...tags.matchAll(/<compound kind="(\w+)"[^>]*>([\s\S]*?)<\/compound>/g)].map((m) => ({ kind: m[1], text: m[2] }));
  const pages = new Map(compounds.map(({ text }) => [inside(text, "name"), inside(text, "filename")]));
  const add = (name, file, address) => {
    if (!symbols.has(name)) symbols.set(name, {});
    symbols.get(name)[file] = symbols.get(name)[file] || address;
  };
  for (const { kind, text } of compounds) {
    if (kind !== "file") continue;
    const file = path.relative(path.resolve(book.root), inside(text, "path") + inside(text, "name"));
    for (const m of text.matchAll(/<member kind=[\s\S]*?<\/member>/g))
      if (inside(m[0], "anchorfile")) add(inside(m[0], "name"), file, inside(m[0], "anchorfile") + "#" + inside(m[0], "anchor"));
    for (const m of text.matchAll(/<class kind="\w+">([^<]*)<\/class>/g))
      if (pages.get(m[1])) add(m[1].split("::").pop(), file, pages.get(m[1]));
    // A header's names stand on its namespace's page, where that is documented.
    const spaces = [...text.matchAll(/<namespace>([^<]*)</g)].map((m) => pages.get(m[1])).filter((page) => api.has(page));
    add(file, file, spaces.pop() || inside(text, "filename"));
  }
  return symbols;
}

// ---- the map of the chapters ----

// Which chapter's code includes which.
function chapterIncludes(sources) {
  const found = new Map();
  for (const { file, lines } of sources) {
    const chapter = Number((/^chapters\/(\d+)-/.exec(file) || [0, 0])[1]);
    if (!chapter || file.includes("/exercises/")) continue;
    if (!found.has(chapter)) found.set(chapter, new Set());
    for (const line of lines) {
      const other = Number((/^#include "chapters\/(\d+)-/.exec(line) || [0, 0])[1]);
      if (other && other !== chapter) found.get(chapter).add(other);
    }
  }
  return found;
}

function chapterMap(book, includes, here) {
  const chapters = book.pages.filter((page) => page.chapter), step = 36, radius = 14;
  if (chapters.length < 2) return "";
  const at = new Map(chapters.map((page, i) => [page.chapter, 16 + step * i]));
  const pairs = [...includes].flatMap(([from, others]) => [...others].map((to) => [from, to])).filter(([a, b]) => at.has(a) && at.has(b));
  const span = ([a, b]) => Math.abs(at.get(a) - at.get(b));
  const ground = radius + 4 + 14 * Math.max(1, ...pairs.map((pair) => span(pair) / step)), width = 32 + step * (chapters.length - 1);
  const bows = pairs.map(([from, to]) => {
    const top = ground - 2 * Math.round(9 * span([from, to]) / step), x1 = at.get(from), x2 = at.get(to);
    return `<path class="${from === here || to === here ? "lit" : "dim"}" d="M${x1} ${ground}C${x1} ${top} ${x2} ${top} ${x2} ${ground}"/>`;
  });
  const marks = chapters.map((page) => {
    const x = at.get(page.chapter), is = page.chapter === here ? ' class="here"' : "";
    return `<a href="${siteFile(page)}" aria-label="${escaped(page.title)}"><circle${is} cx="${x}" cy="${ground}" r="${radius}"/>` +
      `<text${is} x="${x}" y="${ground + 5}">${page.chapter}</text></a>`;
  });
  const ends = (at, from) => [...new Set(pairs.filter((pair) => pair[from] === here).map((pair) => pair[at]))].sort((a, b) => a - b);
  const below = ends(1, 0), above = ends(0, 1), words = wordsOf(book.lang);
  const caption = (here ? "" : words.mapped) + (below.length ? words.includes(below) : "") + (above.length ? words.included(above) : "");
  return `<figure class="map"><svg viewBox="0 0 ${width} ${ground + radius + 4}" style="max-width:${width}px" role="group" ` +
    `aria-label="${words.map}">${bows.join("")}${marks.join("")}</svg><figcaption>${caption}</figcaption></figure>`;
}

// ---- the frame around every page ----

const plain = (weaver, text) => weaver.inline(reader.parse(text, "", 1, []).flatMap((b) => b.inline || []), { link: true });

// The sidebar, with the parts of the page that it stands on.
function sidebar(book, here, parts) {
  const entry = (file, number, title) => `<li><a href="${file}"${file === here ? ' aria-current="page"' : ""}>` +
    (number ? `<span class="number">${number}</span><span>${title}</span>` : title) + "</a>" + (file === here ? parts : "") + "</li>\n";
  const pages = (wanted) => book.pages.filter(wanted).map((page) => entry(siteFile(page), page.chapter || "", escaped(page.title))).join("");
  return `<ol class="chapters">\n${pages((page) => page.chapter)}</ol>\n<ul>\n` +
    pages((page) => !page.chapter && page.id !== "index") + entry("code.html", "", wordsOf(book.lang).code) + "</ul>\n";
}

function partsOf(page, weaver) {
  const top = page.headings.filter((h) => h.level === 2);
  if (top.length < 2) return "";
  const link = (h) => `<a href="#${h.id}">${plain(weaver, h.text)}</a>`;
  return '<ul class="parts">' + top.map((h, i) => {
    const below = page.headings.filter((k) => k.level === 3 && k.line > h.line && (!top[i + 1] || k.line < top[i + 1].line) && !k.id.startsWith("exercise_"));
    return `<li>${link(h)}${below.length ? `<ul>${below.map((k) => `<li>${link(k)}</li>`).join("")}</ul>` : ""}</li>`;
  }).join("") + "</ul>";
}

// The chapters before and after.
function neighbours(book, page) {
  const order = book.pages.filter((p) => p.chapter || p.id === "index"), at = order.indexOf(page), words = wordsOf(book.lang);
  const entry = (to, how, word) => to ? `<a rel="${how}" class="${how}" href="${siteFile(to)}"><small>${word}</small><span>` +
    `${to.chapter ? to.chapter + ". " : ""}${escaped(to.title)}</span></a>` : "";
  return `<nav class="neighbours" aria-label="${words.neighbours}">${entry(order[at - 1], "prev", words.previous)}${entry(order[at + 1], "next", words.next)}</nav>`;
}

// ---- pages that are made, not written ----

function codePage(site) {
  const folders = new Map();
  for (const file of [...site.listings].sort(byName)) {
    const folder = path.posix.dirname(file);
    if (!folders.has(folder)) folders.set(folder, []);
    folders.get(folder).push(file);
  }
  const words = wordsOf(site.book.lang);
  let html = words.aboutCode;
  for (const [folder, files] of folders)
    html += `<h2 id="code_${folder.replace(/[^A-Za-z0-9]/g, "_")}">${folder}</h2>\n<ul>\n` + files.map((file) => {
      const lines = site.sources.find((s) => s.file === file).lines, start = lines.findIndex((l) => l.startsWith("/// \\file"));
      const end = lines.findIndex((l, i) => i > start && !l.startsWith("/// "));
      const about = start < 0 ? "" : lines.slice(start + 1, end).map((l) => l.slice(4)).join(" ").replace(/^(.*?\.) .*$/, "$1");
      const names = (site.symbols.get(file) || {})[file];
      return `<li><a href="${listingFile(file)}"><code>${path.posix.basename(file)}</code></a>` +
        `${names ? ` (<a href="${names}">${words.names}</a>)` : ""} ${escaped(about)}</li>`;
    }).join("\n") + "\n</ul>\n";
  return html;
}

function listingPage(site, { file, lines }) {
  const weaver = new Weaver(site, { id: "", file, chapter: 0, lang: "en" });
  const rows = highlight(lines.join("\n"), weaver.links(file));
  return `<pre class="code source" tabindex="0"><code>${rows.map((row, i) => `<i id="l${i + 1}">${row}</i>`).join("\n")}</code></pre>\n`;
}

// What only Doxygen's own stylesheet and scripts need is half of its pages.
const lighter = (html) => html.replace(/<tr class="separator:[\s\S]*?<\/tr>\n?| *<a href="[^"]*">More\.\.\.<\/a>|<tr class="(?:\S+ )?inherit[\s\S]*?<\/tr>\n?|<h2 class="memtitle">[\s\S]*?<\/h2>\n?/g, "")
  .replace(/ title="[^"]*"(?=>)| class="(?:el|code|mem(?:item|desc):[^"]*)"| (?:align|valign|width)="\w+"|&#9670;/g, "")
  .replace(/<a (?:name="[^"]*" )?(id="[^"]*")(?: name="[^"]*")?><\/a>/g, "<a $1></a>")
  .replace(/<td class="mdescLeft">&#160;<\/td>/g, "<td></td>").replace(/ *(?:&#160;)+ */g, " ").replace(/\n\s+/g, "\n");

// Doxygen's pages: what they say, in the book's frame.
function apiPages(api, named) {
  const pages = new Map();
  if (!api) return pages;
  for (const name of fs.readdirSync(api).filter((f) => f.endsWith(".html"))) {
    const html = named(read(api, name)), title = /<div class="title">([\s\S]*?)<\/div>/.exec(html);
    const contents = /<div class="contents">([\s\S]*)<\/div><!-- contents -->/.exec(html);
    if (!title || !contents || name === "index.html") continue;
    pages.set(name, { title: title[1].replace(/<[^>]*>/g, "").trim(), html: `<div class="api">${lighter(contents[1].trim())}</div>` });
  }
  return pages;
}

// ---- links within the site ----

const idsOf = (html) => new Set([...html.matchAll(/\s(?:id|name)="([^"]+)"/g)].map((m) => m[1]));
const linksOf = (html) => [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map((m) => m[1]);

// Doxygen's pages that something leads to, from page to page.
function reached(pages, api) {
  const wanted = [...pages.values()].flatMap((page) => linksOf(page.html)), kept = new Set();
  while (wanted.length) {
    const file = wanted.pop().split("#")[0];
    if (!api.has(file) || kept.has(file)) continue;
    kept.add(file);
    wanted.push(...linksOf(api.get(file).html));
  }
  for (const file of kept) pages.set(file, api.get(file));
  // Doxygen links to an alias by an anchor that it does not write, and to pages
  // that are not kept.
  const ids = new Map([...kept].map((file) => [file, idsOf(pages.get(file).html)]));
  for (const file of kept)
    pages.get(file).html = pages.get(file).html.replace(/ href="([^"#:]*)#([^"]*)"/g, (all, to, id) =>
      (!to ? ids.get(file) : ids.get(to) || new Set()).has(id) ? all : to ? ` href="${to}"` : "");
}

function checkLinks(pages, files, problems) {
  const ids = new Map([...pages].map(([file, { html }]) => [file, idsOf(html)]));
  for (const [file, { html }] of pages)
    for (const href of new Set(linksOf(html))) {
      if (/^\w+:/.test(href)) continue;
      const [to, id] = href.split("#"), name = to ? path.posix.join(path.posix.dirname(file), to) : file;
      if (!pages.has(name) && !files.has(name)) problems.push({ file, line: 1, what: `a link to ${href}, expected a page of the site` });
      else if (id && pages.has(name) && !ids.get(name).has(id)) problems.push({ file, line: 1, what: `a link to ${href}, expected an id of ${name}` });
    }
}

// Each place of a page is in its twin, so that a reader can go from one to the other.
function checkTwins([first, second], problems) {
  for (const [file, { html }] of second.pages) {
    const [here, there] = [idsOf(html), idsOf(first.pages.get(file).html)];
    for (const id of [...here, ...there])
      if (!here.has(id) || !there.has(id)) problems.push({ file: (here.has(id) ? "zh/" : "") + file, line: 1, what: `the id ${id} is in one language alone, expected it in both` });
  }
}

// HTML without the quotes that it needs not: a tenth of the site.
const unquoted = (html) => html.replace(/<[a-z][^<>]*>/g, (tag) => tag.replace(/="([\w.#:%-]+)"(?!\/)/g, "=$1"));

// ---- all together ----

// One page that holds those of the book: links within it stay, others go.
function printPage({ book, pages, framed }) {
  const files = new Set(book.pages.map(siteFile));
  const inner = (html) => html.replace(/ href="([^"]*)"/g, (all, href) => {
    const [file, id] = href.split("#");
    if (/^\w+:/.test(href)) return all;
    if (id && (!file || files.has(file))) return ` href="#${id}"`;
    return files.has(file) ? ` href="#page_${file.slice(0, -5)}"` : "";
  }).replace(/<details class="fold">/g, '<details class="fold" open>');
  const contents = book.pages.filter((p) => p.id !== "index").map((p) => `<li><a href="#page_${p.id}"><span>${p.chapter || ""}</span> ${escaped(p.title)}</a></li>`);
  const text = book.pages.map((p) => `<section class="page" id="page_${p.id}">${inner(pages.get(siteFile(p)).head + pages.get(siteFile(p)).html)}</section>`);
  return framed("print.html").replace("<!-- lang -->", book.lang).replace("<!-- contents -->", () => contents.join("\n")).replace("<!-- pages -->", () => text.join("\n"));
}

// What the frame and the scripts say, with its Chinese; what has none is a problem.
function ownWords(problems) {
  const table = {}, file = "docs/site.zh.csv";
  for (const [name, form] of [["page.html", /\[\[(.*?)\]\]/g], ["print.html", /\[\[(.*?)\]\]/g], ...["book.js", "search.js", "rows.js", "live.js"].map((name) => [name, /(?:\bsay\(|\b(?:name|alt|xName|yName): )"((?:[^"\\]|\\.)*)"/g])])
    for (const [, text] of read(__dirname, name).matchAll(form)) {
      table[text] = wordsOf("zh-CN").say(text).replace(/(?<=[，。：；]) +$/, "");
      if (table[text] === text && /[a-z]{3}/.test(text)) problems.push({ file, line: 1, what: `nothing for '${text}', which docs/${name} says` });
    }
  return table;
}

// A run's words in Chinese: what stands between the marks of a text or a table's cell,
// and in its links.
function teller(words, problems) {
  const known = new Map(), { held } = words, mark = /(<tt>.*?<\/tt>|<\/?[a-z][^>]*>)/g, formulas = (text) => text.match(/\$[^$]*\$|`[^`]*`/g) || [];
  // All of a text or none of it; its formulas and code stay as they are, also where a
  // line of the tables has places.
  const say = (text) => {
    if (!/[a-z]{2}/i.test(text.replace(/\$[^$]*\$|`[^`]*`/g, ""))) return text; // no words, as a note's 音频帧: F1
    const kept = formulas(text), same = (told) => [...kept].sort().join() === formulas(told).sort().join();
    const apart = () => words.say(kept.reduce((rest, one, i) => rest.replace(one, () => `\u0001${i};`), text)).replace(/\u0001(\d+);/g, (mark, i) => kept[i]);
    const told = same(words.say(text)) ? words.say(text) : apart();
    if (!english(told).length) return told;
    problems.push({ file: "common/words.zh.csv", line: 1, what: `no Chinese for '${text.trim()}'` });
    return text;
  };
  const cell = (text) => {
    const [, n, of] = /^(\d+) of (\d+)$/.exec(text) || [];
    return n ? held(n, of) : text.split(mark).map((part) =>
      (part[0] === "<" ? part : say(part).replace(/\[([^\][`$]*)\](?=\()/g, (link, label) => `[${say(label)}]`))).join("").replace(/(?<=>): /g, "：");
  };
  return (text) => {
    if (!known.has(text))
      known.set(text, text.startsWith("|") ? text.replace(/^\|.*/gm, (row) => row.split(/(?<!\\)\|/).map((one) => (/[A-Za-z]/.test(one) ? ` ${cell(one.trim())} ` : one)).join("|")) : cell(text));
    return known.get(text);
  };
}

// The book in a language: its pages, by their files.
function edition(lang, given, shared, problems) {
  const book = reader.readBook(given.source, lang), { results, listings, spoken, includes } = shared, words = wordsOf(lang);
  // Ids that stand in tables of results, such as the rows of the notes.
  for (const page of book.pages)
    reader.eachBlock(page.blocks, ({ kind, program, key }) => {
      const table = kind === "result" && results.has(program) && results.get(program).tables[key];
      for (const m of (table || "").matchAll(/\{#([A-Za-z0-9_-]+)\}|\\anchor (\S+)/g)) page.ids.add(m[1] || m[2]);
    });
  const site = { ...shared, book, spoken: lang === "en" ? {} : spoken, problems: book.problems, near: new Map(), told: lang === "en" ? (text) => text : teller(words, problems), map: (page) => chapterMap(book, includes, page.chapter),
    find(target, from) {
      const to = reader.resolve(book, from, target);
      if (to.wrong) return to;
      if (to.page) return { href: siteFile(to.page) + (to.id && to.id !== to.page.id ? "#" + to.id : "") };
      return { href: to.address || (listings.has(to.file) ? listingFile(to.file) + (to.line ? "#l" + to.line : "") : "") };
    } };
  const pages = new Map();
  for (const page of book.pages) {
    const weaver = new Weaver(site, page), html = weaver.weave();
    pages.set(siteFile(page), { title: page.title, parts: partsOf(page, weaver),
      head: `<h1${page.lang === lang ? "" : ` lang="${page.lang}"`}>${page.chapter ? `<span class="eyebrow">${words.chapter(page.chapter)}</span> ` : ""}${plain(weaver, page.title)}</h1>\n`,
      html: html + (page.chapter ? site.map(page) + neighbours(book, page) : ""),
      scripts: [...(weaver.live ? ["live-math.js", "live.js"] : []), ...(weaver.rows ? ["rows.js"] : [])] });
  }
  pages.set("code.html", { title: words.code, html: codePage(site) });
  problems.push(...book.problems.filter((one) => !problems.some((other) => reader.say(other) === reader.say(one))));
  // What the languages share stands above the Chinese pages.
  const up = lang === "en" ? "" : "../", there = (file) => (pages.has(file) ? file : up + file);
  for (const page of lang === "en" ? [] : pages.values()) page.html = page.html.replace(/ href="([^"#:]+)(?=["#])/g, (all, file) => ` href="${there(file)}`);
  const framed = (name) => read(__dirname, name).replace(/\[\[(.*?)\]\]/g, (all, text) => (lang === "en" ? text : spoken[text]));
  const [other, aside] = lang === "en" ? ["zh-CN", "zh/"] : ["en", up];
  // A page of code has no twin: its switch leads to the other edition's first.
  const template = framed("page.html").replace("<!-- other -->", (all) => `<a class="language" hreflang="${other}" lang="${other}" href="${all}">${words.other}</a>`);
  return { site, book, pages, up, framed, there,
    // A page as it is written.
    written(file, page) {
      const fields = { title: escaped(page.title), lang, up, scripts: (page.scripts || []).map((name) => `<script defer src="${up}${name}"></script>\n`).join(""),
        other: aside + (pages.has(file) ? file : "index.html"), text: (page.head || `<h1>${escaped(page.title)}</h1>\n`) + page.html, sidebar: sidebar(book, file, page.parts || "") };
      return template.replace(/<!-- (title|lang|up|scripts|other|sidebar|text) -->/g, (all, name) => unquoted(fields[name]));
    } };
}

// Everything that the site is: its pages, its other files, and what is wrong.
function gather(given) {
  const raw = given.tags ? read(given.tags) : "", named = withNames(raw), tags = named(raw), api = apiPages(given.api, named);
  const root = given.source, problems = [], english = reader.readBook(root), sources = reader.readSources(root), sweeps = readSweeps(root);
  const results = readResults(english, given.run, sweeps), tests = new Map();
  problems.push(...english.problems);
  for (const test of reader.testCases(sources))
    for (const tag of new Set(test.tags.map((t) => t.text))) tests.set(tag, [...(tests.get(tag) || []), test]);
  const listings = new Set(sources.filter(isListed).map((s) => s.file));
  const shared = { run: given.run, sources, results, sweeps, tests, listings, includes: chapterIncludes(sources), spoken: ownWords(problems),
    equations: reader.numberedLines(sources.filter((s) => listings.has(s.file))), symbols: readSymbols(english, tags, api) };
  const editions = wordsOf.languages.map((lang) => edition(lang, given, shared, problems)), [first, second] = editions, pages = new Map(first.pages);
  for (const source of sources.filter((s) => listings.has(s.file)))
    pages.set(listingFile(source.file), { title: source.file, html: listingPage(first.site, source) });
  reached(pages, api);
  const files = otherFiles(shared, editions, pages);
  for (const [file, page] of second.pages) pages.set("zh/" + file, page);
  checkLinks(pages, files, problems);
  checkTwins(editions, problems);
  const written = (file) => (file.startsWith("zh/") ? second.written(file.slice(3), pages.get(file)) : first.written(file, pages.get(file)));
  return { editions, pages, files, problems, written };
}

// File -> what is in it, once all pages are made.
function otherFiles({ run, ...shared }, editions, pages) {
  const files = new Map();
  for (const name of ["book.css", "book.js", "search.js", "live.js", "live-math.js", "rows.js", "say.js"]) files.set(name, () => read(__dirname, name));
  files.set("zh/say.js", () => `window.UNROLLED_WORDS = ${JSON.stringify(shared.spoken)};\n${read(__dirname, "say.js")}`);
  files.set("katex.css", math.stylesheet);
  for (const font of math.fonts()) files.set("fonts/" + path.basename(font), () => fs.readFileSync(font));
  for (const { site, there } of editions) files.set((site.book.lang === "en" ? "" : "zh/") + "search-index.js", () => searchIndex(site, pages, there));
  for (const page of editions[0].book.pages)
    reader.eachBlock(page.blocks, ({ kind, name }) => {
      for (const ending of kind === "figure" ? [".csv", ".gp", ".dot"] : [])
        if (fs.existsSync(path.join(run, name + ending))) files.set(`figures/${name}${ending}`, () => read(run, name + ending));
    });
  return files;
}

function main() {
  const given = options(process.argv.slice(2)), { editions, pages, files, problems, written } = gather(given);
  for (const problem of problems) console.error(reader.say(problem));
  if (problems.length) process.exit(1);
  // Everything is written beside the old site, which stays until this one is whole.
  const fresh = given.out + ".new";
  fs.rmSync(fresh, { recursive: true, force: true });
  for (const folder of ["fonts", "figures", "zh"]) fs.mkdirSync(path.join(fresh, folder), { recursive: true });
  for (const file of pages.keys()) fs.writeFileSync(path.join(fresh, file), written(file));
  for (const [file, text] of files) fs.writeFileSync(path.join(fresh, file), text());
  const now = new Date(); // no folder of it is younger: see plots/run.js
  fs.utimesSync(path.join(fresh, "index.html"), now, now);
  fs.rmSync(given.out, { recursive: true, force: true });
  fs.renameSync(fresh, given.out);
  for (const one of given.print ? editions : [])
    fs.writeFileSync(one.up ? given.print.replace(/(?=\.\w+$)/, ".zh") : given.print, printPage(one));
}

if (require.main === module) main();

module.exports = { gather };
