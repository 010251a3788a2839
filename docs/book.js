// What the pages do beside being read. No library, no network.
(function () {
"use strict";
var book = window.UNROLLED, say = book.say, root = document.documentElement;
function all(where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); }
function make(tag, attributes, text) {
  var element = document.createElement(tag);
  for (var name in attributes) element.setAttribute(name, attributes[name]);
  if (text) element.textContent = text;
  return element;
}

// ---- the lines of code beside an equation: open where there is room ----
var wide = matchMedia("(min-width: 1240px)");
function placeTies() { all(document, ".ties").forEach(function (ties) { ties.open = wide.matches; }); }
placeTies();
wide.addEventListener("change", placeTies);

// ---- figures: of three curves or more, each is switched off by its name ----
function toggle(button) {
  var on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  return on;
}
all(document, "figure text.switch").forEach(function (name) {
  name.closest("svg").setAttribute("role", "group");
  name.setAttribute("role", "switch");
  name.setAttribute("aria-checked", "true");
  name.setAttribute("tabindex", "0");
  name.addEventListener("click", function () {
    var on = name.getAttribute("aria-checked") !== "true";
    name.setAttribute("aria-checked", String(on));
    var parts = "path, use, polygon, polyline, circle, rect".replace(/\w+/g, ".series[data-curve='" + name.dataset.curve + "'] $&");
    all(name.closest("svg"), parts).forEach(function (part) { part.style.display = on ? "" : "none"; });
  });
  name.addEventListener("keydown", function (event) {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); name.dispatchEvent(new MouseEvent("click")); }
  });
});
// For live figures: each curve has a name, a colour, and off once it is that.
book.switches = function (curves, changed) {
  var row = make("div", { "class": "curves", role: "group", "aria-label": say("Curves shown") });
  curves.forEach(function (curve) {
    var button = make("button", { type: "button", "aria-pressed": "true" });
    button.append(make("span", { "class": curve.dashed ? "sample dashed" : "sample",
                                 style: "color: var(--fig-" + curve.colour + ")" }), say(curve.name));
    button.addEventListener("click", function () { curve.off = !toggle(button); changed(); });
    row.append(button);
  });
  return row;
};

// ---- sidebar: the menu of a phone, the part that is being read ----
var menu = document.querySelector("button.menu"), side = document.getElementById("the-sidebar");
function openMenu(open) {
  side.classList.toggle("open", open);
  menu.setAttribute("aria-expanded", String(open));
}
menu.addEventListener("click", function () { openMenu(!side.classList.contains("open")); });
side.addEventListener("click", function (event) { if (event.target.closest("li a")) openMenu(false); });
document.addEventListener("keydown", function (event) {
  if (event.key === "Escape" && side.classList.contains("open")) { openMenu(false); menu.focus(); }
});
var links = all(side, ".parts a"), heads = links.map(function (link) {
  return document.getElementById(link.getAttribute("href").slice(1));
});
function mark() {
  var here = -1;
  heads.forEach(function (head, i) { if (head && head.getBoundingClientRect().top < 120) here = i; });
  links.forEach(function (link, i) {
    link.classList.toggle("here", i === here);
    link.parentNode.classList.toggle("here", link.parentNode.contains(links[here] || null));
  });
}
var waiting = false;
addEventListener("scroll", function () {
  if (!waiting) requestAnimationFrame(function () { waiting = false; mark(); });
  waiting = true;
}, { passive: true });

// ---- theme ----
var theme = document.querySelector("button.theme");
function nameTheme() { theme.textContent = root.classList.contains("dark-mode") ? say("Light") : say("Dark"); }
nameTheme();
theme.addEventListener("click", function () {
  var dark = !root.classList.contains("dark-mode");
  root.className = (dark ? "dark-mode" : "light-mode") + " js";
  try { localStorage.setItem("unrolled-theme", dark ? "dark" : "light"); } catch (e) {}
  nameTheme();
});

// ---- the other language, at the place that is read ----
var other = document.querySelector("a.language"), twin = other.getAttribute("href");
function keepPlace() {
  var asked = document.getElementById(location.hash.slice(1)), at = asked && asked.getBoundingClientRect();
  var id = at && at.bottom >= 0 && at.top < innerHeight ? asked.id : "";
  if (!id) all(document, "main [id]").forEach(function (one) {
    if (one.getClientRects().length && one.getBoundingClientRect().top < 120) id = one.id;
  });
  other.setAttribute("href", twin + (id ? "#" + id : ""));
}
// A page of code has no twin: from there it leads to the first page.
if (twin.split("/").pop() === location.pathname.split("/").pop())
  ["pointerdown", "focus", "click"].forEach(function (when) { other.addEventListener(when, keepPlace); });

// Paper is light, and nothing on it is folded.
var before = "", folded = [];
addEventListener("beforeprint", function () {
  before = root.className;
  root.className = "light-mode";
  folded = all(document, "details.fold:not([open])");
  folded.forEach(function (fold) { fold.open = true; });
});
addEventListener("afterprint", function () {
  root.className = before;
  folded.forEach(function (fold) { fold.open = false; });
});

// ---- listings: copy; boxes that scroll can be reached by keyboard ----
all(document, "pre.code, pre.run").forEach(function (box) {
  if (!navigator.clipboard) return;
  var frame = make("div", { "class": "copyable" });
  box.replaceWith(frame);
  var button = make("button", { type: "button", "class": "copy" }, say("Copy"));
  frame.append(box, button);
  button.addEventListener("click", function () {
    navigator.clipboard.writeText(box.textContent).then(function () { button.textContent = say("Copied"); });
  });
});
// All is measured before anything is changed: the page is laid out once.
var formulas = all(document, "main .joined > .katex, main .fits > .katex");
function fit() {
  formulas.forEach(function (formula) { formula.classList.remove("long"); });
  var boxes = all(document, "pre.code, pre.run, .table, .formula, figure");
  var scrolls = boxes.map(function (box) { return box.scrollWidth > box.clientWidth + 1; });
  var long = formulas.filter(function (formula) {
    var block = formula.parentNode.parentNode;
    return block.clientWidth && formula.offsetWidth > block.clientWidth;
  });
  long.forEach(function (formula) { formula.classList.add("long"); formula.tabIndex = 0; });
  boxes.forEach(function (box, i) {
    if (scrolls[i] !== box.hasAttribute("tabindex"))
      if (scrolls[i]) box.tabIndex = 0; else box.removeAttribute("tabindex");
  });
}
requestAnimationFrame(function () { mark(); fit(); });
addEventListener("resize", fit);
})();
