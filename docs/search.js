// Full-text search over the pages, English and Chinese. The index is a classic
// script, fetched when the search is first opened: it works from a disk, too.
(function () {
"use strict";
var button = document.querySelector("button.find");
if (!button || !window.HTMLDialogElement) { if (button) button.hidden = true; return; }
var dialog, input, list, status, loading = false;

function make(tag, attributes, text) {
  var element = document.createElement(tag);
  for (var name in attributes) element.setAttribute(name, attributes[name]);
  if (text) element.textContent = text;
  return element;
}

function build() {
  dialog = make("dialog", { "class": "search", "aria-label": "Search the book" });
  input = make("input", { type: "search", placeholder: "Search · 搜索", "aria-label": "Words to find",
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
    script.onerror = function () { status.textContent = "The index could not be read."; };
    document.head.append(script);
  }
  dialog.showModal();
  input.select();
}

// All words must stand in one part of a page; a title counts most.
function search(query) {
  var words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  var whole = words.join(" ");
  var index = window.UNROLLED_SEARCH || { parts: [] };
  return index.parts.map(function (part) {
    var page = index.pages[part.page], title = page.title.toLowerCase(), heading = part.heading.toLowerCase();
    var text = part.text.toLowerCase(), score = 0;
    for (var i = 0; i < words.length; ++i) {
      var found = (title.includes(words[i]) ? 8 : 0) + (heading.includes(words[i]) ? 12 : 0) +
                  Math.min(5, text.split(words[i]).length - 1);
      if (!found) return null;
      score += found;
    }
    if (text.includes(whole) || heading.includes(whole)) score += 10;
    return { part: part, page: page, score: score, words: words };
  }).filter(Boolean).sort(function (a, b) { return b.score - a.score; });
}

// A piece of text around the first word found, the words marked.
function excerpt(text, words) {
  var lower = text.toLowerCase(), at = lower.length;
  words.forEach(function (word) {
    var i = lower.indexOf(word);
    if (i >= 0 && i < at) at = i;
  });
  if (at === lower.length) at = 0;
  var from = Math.max(0, at - 60), piece = text.slice(from, from + 190);
  var p = make("p", {});
  if (from) p.append("… ");
  var pattern = words.map(function (w) { return w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }).join("|");
  piece.split(new RegExp("(" + pattern + ")", "i")).forEach(function (bit, i) {
    p.append(i % 2 ? make("mark", {}, bit) : bit);
  });
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
  status.textContent = !input.value.trim() ? "" : !window.UNROLLED_SEARCH ? "Reading the index …"
    : results.length + names ? (results.length === 1 ? "1 place" : results.length + " places") : "Nothing found";
}

button.addEventListener("click", open);
document.addEventListener("keydown", function (event) {
  var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); open(); }
});
})();
