// A live figure as it stands before anyone plays with it, for paper and for pages
// without JavaScript: docs/live.js, run on as much of a page as it needs.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");
const { escaped } = require("./text.js");

class Element {
  constructor(tag, attributes = {}, children = []) { Object.assign(this, { tag, attributes, children, clientWidth: 440 }); }
  setAttribute(name, value) { this.attributes[name] = value; }
  get id() { return this.attributes.id; }
  get value() { return this.attributes.value; }
  append(...more) { this.children.push(...more); }
  replaceChildren(...more) { this.children = more; }
  set textContent(text) { this.children = [text]; }
  addEventListener() {}
  toString() {
    const attributes = Object.entries(this.attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`).join("");
    return `<${this.tag}${attributes}>${this.children.map((child) => (child instanceof Element ? String(child) : escaped(String(child)))).join("")}</${this.tag}>`;
  }
}

// The picture, its curves' names and its sentence, as HTML; `table` has their Chinese.
function still(name, table = {}) {
  const figure = new Element("figure", { id: "live-" + name }), element = (tag) => new Element(tag);
  const window = { UNROLLED_WORDS: table, document: { createElement: element, createElementNS: (space, tag) => element(tag), querySelectorAll: () => [figure] },
    ResizeObserver: class { constructor(does) { this.observe = does; } } };
  window.window = window;
  vm.createContext(window);
  const run = (file) => vm.runInContext(fs.readFileSync(path.join(__dirname, file), "utf8"), window);
  run("say.js");
  window.UNROLLED.switches = (curves) => new Element("div", { class: "curves" }, curves.map((curve) => new Element("span", {}, [
    new Element("span", { class: curve.dashed ? "sample dashed" : "sample", style: `color: var(--fig-${curve.colour})` }), window.UNROLLED.say(curve.name)])));
  run("live-math.js");
  run("live.js");
  return figure.children.filter((child) => child.attributes.class !== "knobs").join("");
}

module.exports = still;
