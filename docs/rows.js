// The rows of the notes: those of one note, verdict or chapter alone.
(function () {
"use strict";
var say = window.UNROLLED.say, bar = document.querySelector(".filter"), tables = Array.from(document.querySelectorAll(".rows"));
var rows = Array.from(document.querySelectorAll(".rows tbody tr")).map(function (element) {
  var verdict = element.querySelector("b[data-chapters]");
  return { element: element, note: element.querySelector("[id]").id.charAt(4), verdict: verdict.textContent,
           chapter: verdict.dataset.chapters.split(" ") };
});
function make(tag, attributes, text) {
  var element = document.createElement(tag);
  for (var name in attributes) element.setAttribute(name, attributes[name]);
  if (text) element.textContent = text;
  return element;
}
var count = make("output", { role: "status" });
var chosen = { note: say("note"), verdict: say("verdict"), chapter: say("chapter") };
Object.keys(chosen).forEach(function (key) {
  var values = new Set(rows.flatMap(function (row) { return row[key]; })), select = make("select", { "aria-label": chosen[key] });
  select.append(make("option", { value: "" }, chosen[key]));
  Array.from(values).filter(Boolean).sort(function (a, b) { return a - b || (a < b ? -1 : 1); }).forEach(function (value) {
    select.append(make("option", { value: value }, key === "verdict" ? value : key === "note" ? say("note {}", value) : say("chapter {}", value)));
  });
  select.addEventListener("change", show);
  bar.append(select);
  chosen[key] = select;
});
bar.append(count);

function show() {
  var left = rows.filter(function (row) {
    var holds = Object.keys(chosen).every(function (key) { return !chosen[key].value || row[key].includes(chosen[key].value); });
    row.element.hidden = !holds;
    return holds;
  });
  count.textContent = say("{} of {} rows", left.length, rows.length);
  // A note without a row goes with its heading.
  tables.forEach(function (table) {
    var empty = !table.querySelector("tbody tr:not([hidden])");
    for (var part = table, title = false; part && !title; part = part.previousElementSibling) {
      title = part.tagName === "H2";
      part.hidden = empty;
    }
  });
}

// A link to a row that is not shown shows all.
addEventListener("hashchange", function () {
  var target = document.getElementById(location.hash.slice(1));
  if (!target || !target.closest("tr[hidden]")) return;
  Object.keys(chosen).forEach(function (key) { chosen[key].value = ""; });
  show();
  target.scrollIntoView();
});
show();
})();
