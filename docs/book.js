// What the pages do beside being read. No library, no network.
(function () {
"use strict";
var book = window.UNROLLED = window.UNROLLED || { pages: {}, equations: {} };
var here = location.pathname.split("/").pop() || "index.html";
var page = book.pages[here];

function all(where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); }
function make(tag, attributes, text) {
  var element = document.createElement(tag);
  for (var name in attributes) element.setAttribute(name, attributes[name]);
  if (text) element.textContent = text;
  return element;
}

// ---- formulas: MathJax comes where there are some ----
if (/\\[(\[]/.test((document.querySelector(".contents") || document.body).textContent))
  document.head.append(make("script", { src: "mathjax/MathJax.js?config=TeX-AMS_CHTML" }));

// ---- equations and code, both ways ----
// The number in a listing's comment, or in a test's tags, leads to the equation.
function linkNumbers(span, pattern) {
  var text = span.textContent, last = 0, match;
  var pieces = document.createDocumentFragment();
  while ((match = pattern.exec(text))) {
    var equation = book.equations[match[1]];
    if (!equation) continue;
    pieces.append(text.slice(last, match.index),
                  make("a", { "class": "equation", href: equation.href }, match[0]));
    last = match.index + match[0].length;
  }
  if (last) { pieces.append(text.slice(last)); span.replaceChildren(pieces); }
}
all(document, ".fragment .comment").forEach(function (span) {
  if (!span.firstElementChild) linkNumbers(span, /\((\d+\.\d+[a-z]?)\)/g);
});
all(document, ".fragment .stringliteral").forEach(function (span) {
  linkNumbers(span, /\[(\d+\.\d+[a-z]?)\]/g);
});

// In a listing, a name leads to what is said of it: the one declared in this
// file or in a header that it includes.
var source = document.querySelector("pre.source");
function linkNames() {
  var symbols = window.UNROLLED_SYMBOLS || {}, text = source.textContent;
  var files = [document.querySelector(".title").lastChild.textContent.trim()];
  text.replace(/#include "([^"]+)"/g, function (all, file) { files.push(file); });
  var walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT), nodes = [];
  while (walker.nextNode())
    if (!/comment|stringliteral|keyword/.test(walker.currentNode.parentNode.className)) nodes.push(walker.currentNode);
  nodes.forEach(function (node) {
    var pieces = document.createDocumentFragment(), found = false;
    node.data.split(/([A-Za-z_]\w*)/).forEach(function (word, i) {
      var places = i % 2 && Object.prototype.hasOwnProperty.call(symbols, word) ? symbols[word] : null;
      var near = places ? files.filter(function (file) { return places[file]; }) : [];
      if (!near.length) { pieces.append(word); return; }
      pieces.append(make("a", { "class": "code", href: places[near[0]] }, word));
      found = true;
    });
    if (found) node.replaceWith(pieces);
  });
}
if (source) {
  var names = make("script", { src: "symbols.js" });
  names.onload = linkNames;
  document.head.append(names);
}

// By each displayed equation stand its lines of code and its tests.
function ties(line, word, places) {
  if (!places.length) return;
  if (line.lastChild) line.append(" · ");
  if (places.length > 1) line.append(word + "s");
  places.forEach(function (place, i) {
    line.append(" ", make("a", { href: place.href, title: place.name },
                          places.length > 1 ? String(i + 1) : word));
  });
}
var formulas = all(document, "p.formulaDsp");
Object.keys(book.equations).forEach(function (number) {
  var equation = book.equations[number];
  if (equation.href.split("#")[0] !== here) return;
  var anchor = document.getElementById("eq_" + number.replace(".", "_"));
  if (!anchor) return;
  var formula = formulas.find(function (box) {
    return anchor.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING;
  });
  if (!formula) return;
  var line = make("span", { "class": "ties" });
  if (equation.stated) line.append("stated");
  ties(line, "line", equation.code);
  ties(line, "test", equation.tests);
  if (line.firstChild) formula.after(line);
});

// ---- asides: on a wide page they stand beside the paragraph before them ----
var wide = matchMedia("(min-width: 1280px)");
var asides = all(document, ".textblock > blockquote").filter(function (aside) {
  var before = aside.previousElementSibling;
  return before && before.tagName === "P" && !before.classList.contains("formulaDsp");
}).map(function (aside) { return [aside, aside.previousElementSibling]; });
function placeAsides() {
  asides.forEach(function (pair) { wide.matches ? pair[1].before(pair[0]) : pair[1].after(pair[0]); });
}
placeAsides();
wide.addEventListener("change", placeAsides);

// ---- figures: of three curves or more, each can be switched off ----
// A row of buttons. Each curve has a name, a colour, and off once it is that.
book.switches = function (curves, changed) {
  var row = make("div", { "class": "curves", role: "group", "aria-label": "Curves shown" });
  curves.forEach(function (curve) {
    var button = make("button", { type: "button", "aria-pressed": "true" });
    button.append(make("span", { "class": curve.dashed ? "sample dashed" : "sample",
                                 style: "color: var(--fig-" + curve.colour + ")" }), curve.name);
    button.addEventListener("click", function () {
      curve.off = !curve.off;
      button.setAttribute("aria-pressed", String(!curve.off));
      changed();
    });
    row.append(button);
  });
  return row;
};
all(document, "figure > svg.themed").forEach(function (picture) {
  var curves = [];
  all(picture, ".series").forEach(function (series) {
    var name = series.dataset.name, drawn = series.innerHTML;
    var colour = (drawn.match(/--fig-(?!ink|grid|span|paper)([a-z]+)/) || [])[1] || "ink";
    // What has no name belongs to the curve of its colour.
    var curve = curves.find(function (c) { return name ? c.name === name : c.colour === colour; });
    if (!curve && name)
      curves.push(curve = { name: name, colour: colour, dashed: drawn.includes("dasharray"), parts: [] });
    if (curve) curve.parts.push(series);
  });
  if (curves.length < 3) return;
  picture.after(book.switches(curves, function () {
    curves.forEach(function (curve) {
      curve.parts.forEach(function (part) { part.style.display = curve.off ? "none" : ""; });
    });
  }));
});

// ---- sidebar: this page, its parts ----
all(document, ".sidebar li a").forEach(function (link) {
  if (link.getAttribute("href").split("/").pop() !== here) return;
  link.setAttribute("aria-current", "page");
  var heads = all(document, ".contents .textblock h1").filter(function (h) { return h.querySelector("a.anchor"); });
  if (heads.length < 2) return;
  var list = make("ul", { "class": "parts" });
  heads.forEach(function (head) {
    var item = make("li", {});
    item.append(make("a", { href: "#" + head.querySelector("a.anchor").id }, head.textContent.trim()));
    list.append(item);
  });
  link.parentNode.append(list);
});
if (page && page.chapter) {
  var title = document.querySelector(".header .title");
  if (title) title.prepend(make("span", { "class": "eyebrow" }, "Chapter " + page.chapter));
}
var menu = document.querySelector("button.menu");
if (menu) menu.addEventListener("click", function () {
  var open = document.getElementById("sidebar").classList.toggle("open");
  menu.setAttribute("aria-expanded", String(open));
});

// ---- theme ----
var theme = document.querySelector("button.theme"), root = document.documentElement;
function nameTheme() { theme.textContent = root.classList.contains("dark-mode") ? "Light" : "Dark"; }
if (theme) {
  nameTheme();
  theme.addEventListener("click", function () {
    var dark = !root.classList.contains("dark-mode");
    root.className = dark ? "dark-mode" : "light-mode";
    try { localStorage.setItem("unrolled-theme", dark ? "dark" : "light"); } catch (e) {}
    nameTheme();
  });
}

// Paper is light, and nothing on it is folded.
var before = "", folded = [];
addEventListener("beforeprint", function () {
  before = root.className;
  root.className = "light-mode";
  folded = all(document, "details:not([open])");
  folded.forEach(function (fold) { fold.open = true; });
});
addEventListener("afterprint", function () {
  root.className = before;
  folded.forEach(function (fold) { fold.open = false; });
});

// ---- listings: copy; boxes that scroll can be reached by keyboard ----
all(document, ".contents div.fragment, .contents pre.fragment, .contents pre.run").forEach(function (box) {
  box.tabIndex = 0;
  if (!navigator.clipboard) return;
  var frame = make("div", { "class": "copyable" });
  box.replaceWith(frame);
  var button = make("button", { type: "button", "class": "copy" }, "Copy");
  frame.append(box, button);
  button.addEventListener("click", function () {
    var lines = all(box, ".line");
    var text = lines.length ? lines.map(function (line) { return line.textContent; }).join("\n") : box.textContent;
    navigator.clipboard.writeText(text).then(function () { button.textContent = "Copied"; });
  });
});
all(document, "figure > svg").forEach(function (picture) {
  if (picture.viewBox.baseVal.width > 730) picture.parentNode.classList.add("wide");
});
function fit() {
  all(document, ".contents .mjx-chtml:not(.MJXc-display)").forEach(function (formula) {
    var block = formula.closest("p, li, td, th, summary, h1, h2, h3");
    formula.classList.remove("long");
    if (block && formula.offsetWidth > block.clientWidth) formula.classList.add("long");
  });
  all(document, ".contents table.markdownTable, p.formulaDsp, .long, figure.wide").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute("tabindex");
  });
}
fit();
document.addEventListener("typeset", fit);
window.addEventListener("resize", fit);
})();
