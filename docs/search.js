// Full-text search over the pages, English and Chinese. The index is a classic
// script, fetched when the search is first opened: it works from a disk, too.
(function () {
"use strict";
var button = document.querySelector("button.find"), say = window.UNROLLED.say;
if (!button || !window.HTMLDialogElement) { if (button) button.hidden = true; return; }
var dialog, input, list, status, loading = false, compared = {};

function make(tag, attributes, text) {
  var element = document.createElement(tag);
  for (var name in attributes) element.setAttribute(name, attributes[name]);
  if (text) element.textContent = text;
  return element;
}

function build() {
  dialog = make("dialog", { "class": "search", "aria-label": say("Search the book") });
  input = make("input", { type: "search", placeholder: say("Search"), "aria-label": say("Words to find"),
                          autocomplete: "off", spellcheck: "false" });
  status = make("p", { "class": "found", role: "status" });
  list = make("ol", {});
  dialog.append(input, status, list);
  document.body.append(dialog);
  input.addEventListener("input", show);
  // Arrows go through what was found, Enter opens the first.
  dialog.addEventListener("keydown", function (event) {
    var links = Array.from(list.querySelectorAll("a")), at = links.indexOf(document.activeElement);
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && document.activeElement === input && links[0]) links[0].click();
    if (!step || !links.length) return;
    event.preventDefault();
    (links[at + step] || (step > 0 ? links[at] || links[0] : input)).focus();
  });
  dialog.addEventListener("click", function (event) {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
}

function open() {
  if (!dialog) build();
  if (!loading) {
    loading = true;
    var script = make("script", { src: "search-index.js" });
    script.onload = show;
    script.onerror = function () { status.textContent = say("The index could not be read."); };
    document.head.append(script);
  }
  dialog.showModal();
  input.select();
}

// Texts and queries as they are compared: W^T, W^\T and Wᵀ are one, as are h_t and
// h_{t}.
function plain(text) {
  return text.toLowerCase().replace(/\^\{?\\?t\}?(?![a-z])/g, "ᵀ").replace(/[\\{}$^_`]/g, "");
}
// What finds a word; a number is sought whole: 3.1 is not in 3.11.
function finder(word) {
  var escaped = word.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&");
  return new RegExp((/^\d/.test(word) ? "(?<!\\d)" : "") + escaped + (/\d$/.test(word) ? "(?!\\d)" : ""), "gi");
}
// All words must stand in one part of a page; a title counts most.
function search(query, stems) {
  var words = plain(query).split(/\s+/).filter(Boolean);
  if (stems) words = words.map(function (word) { return word.replace(/([a-z]{4,}?)(?:ing|ed|es|s)$/, "$1"); });
  if (!words.length) return [];
  var whole = words.join(" "), wanted = words.map(finder);
  var index = window.UNROLLED_SEARCH || { parts: [] };
  if (compared.index !== index)
    compared = { index: index, parts: index.parts.map(function (part) { return [index.pages[part.page].title, part.heading, part.text].map(plain); }) };
  var count = function (text, word) { return (text.match(word) || []).length; };
  var found = index.parts.map(function (part, at) {
    var title = compared.parts[at][0], heading = compared.parts[at][1], text = compared.parts[at][2], score = 0;
    for (var i = 0; i < words.length; ++i) {
      var hits = (count(title, wanted[i]) ? 8 : 0) + (count(heading, wanted[i]) ? 12 : 0) + Math.min(5, count(text, wanted[i]));
      if (!hits) return null;
      score += hits;
    }
    if (text.includes(whole) || heading.includes(whole)) score += 10;
    if (heading.split(" ")[0] === whole) score += 5;
    return { part: part, page: index.pages[part.page], score: score, words: words.concat(query.split(/\s+/).filter(Boolean)) };
  }).filter(Boolean).sort(function (a, b) { return b.score - a.score; });
  // Of "checkpointing" and "networks" the beginning is enough where nothing has all.
  return found.length || stems ? found : search(query, true);
}

// A piece of text around the first word found, the words marked.
function excerpt(text, words) {
  var pattern = new RegExp("(" + words.map(function (word) { return finder(word).source; }).join("|") + ")", "i");
  var at = Math.max(0, text.search(pattern)), p = make("p", {});
  // It begins and ends between words, where a blank is near.
  var start = text.slice(0, Math.max(0, at - 45)).search(/\S{0,15}$/), end = start + 190;
  var piece = text.slice(start, end) + (/^\S{0,15}(?=\s|$)/.exec(text.slice(end)) || [""])[0];
  if (start) p.append("… ");
  piece.split(pattern).forEach(function (bit, i) {
    p.append(i % 2 ? make("mark", {}, bit) : bit);
  });
  if (start + piece.length < text.length) p.append(" …");
  return p;
}

// Names of the code, when one word is sought.
function showNames(word) {
  var symbols = window.UNROLLED_SYMBOLS || {}, found = 0;
  if (!/^\w{3,}$/.test(word)) return 0;
  Object.keys(symbols).filter(function (name) { return name.toLowerCase().startsWith(word.toLowerCase()); })
    .sort().slice(0, 6).forEach(function (name) {
      Object.keys(symbols[name]).forEach(function (file) {
        var link = make("a", { href: symbols[name][file] }), item = make("li", {});
        link.append(make("small", {}, file), make("code", {}, name));
        item.append(link);
        list.append(item);
        ++found;
      });
    });
  return found;
}

function show() {
  var results = search(input.value), word = input.value.trim();
  list.replaceChildren();
  results.slice(0, 20).forEach(function (result) {
    var part = result.part, page = result.page;
    var link = make("a", { href: page.file + (part.anchor ? "#" + part.anchor : "") });
    link.append(make("small", {}, (page.chapter ? page.chapter + ". " : "") + page.title),
                make("span", {}, part.heading || page.title));
    var item = make("li", {});
    link.append(excerpt(part.text, result.words));
    item.append(link);
    list.append(item);
  });
  var names = showNames(word);
  status.textContent = !input.value.trim() ? "" : !window.UNROLLED_SEARCH ? say("Reading the index …")
    : results.length + names ? (results.length === 1 ? say("1 place") : say("{} places", results.length)) : say("Nothing found");
}

button.addEventListener("click", open);
document.addEventListener("keydown", function (event) {
  var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); open(); }
});
})();
