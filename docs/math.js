// Formulas, typeset when the site is made: KaTeX's HTML with MathML beside it
// for those who do not see. Half of that HTML is words that repeat, so styles
// become classes and the classes' names short; the stylesheet goes with them.
"use strict";
const fs = require("fs");
const path = require("path");
const KATEX = "/usr/share/javascript/katex";
const katex = require(path.join(KATEX, "katex.js"));

const macros = { "\\R": "\\mathbb{R}", "\\T": "{\\mathsf{T}}", "\\yhat": "{\\hat{y}}", "\\softmax": "\\operatorname{softmax}",
  "\\diag": "\\operatorname{diag}", "\\pd": "\\frac{\\partial #1}{\\partial #2}" };
// Colours come from book.css, so that they follow the theme.
const colours = { fwd: "forward", bwd: "backward", pathone: "pathone", pathtwo: "pathtwo", paththree: "paththree" };
for (const [word, name] of Object.entries(colours)) macros["\\" + word] = `\\htmlClass{${name}}{#1}`;

// Of the fonts the site takes one form, which every browser reads. Those that
// most formulas need are part of the stylesheet: else lines would move when
// they come.
const css = fs.readFileSync(path.join(KATEX, "katex.min.css"), "utf8").replace(/,url\([^)]*\.(?:woff|ttf)\) format\(['"]\w+['"]\)/g, "")
  .replace(/url\((fonts\/KaTeX_(?:Main-Regular|Math-Italic|SansSerif-Regular|Size1-Regular)\.woff2)\)/g, (all, font) =>
    `url(data:font/woff2;base64,${fs.readFileSync(path.join(KATEX, font), "base64")})`);
const selectors = /(?<=^|[{}])([^{}]+)\{/g, inSelector = /\.(-?[A-Za-z_][\w-]*)/g;
const styled = new Set([...css.matchAll(selectors)].flatMap((m) => [...m[1].matchAll(inSelector)].map((c) => c[1])));
const kept = new Set(["katex", "katex-display", ...Object.values(colours)]);
const names = new Map(), styles = new Map();

const letters = (n) => (n >= 26 ? letters(Math.floor(n / 26) - 1) : "") + String.fromCharCode(97 + n % 26);
function short(map, of) {
  if (!map.has(of)) map.set(of, (map === names ? "" : "K") + letters(map.size));
  return map.get(of);
}

function compact(html) {
  return html.replace(/<annotation[\s\S]*?<\/annotation>|<\/?semantics>|<mspace[^>]*><\/mspace>|<mspace[^>]*\/>/g, "")
    .replace(/<(math|m[a-z]+) [^>]*>/g, "<$1>") // how it looks is the other half's
    .replace(/<span(?: class="([^"]*)")?( aria-hidden="true")?(?: style="([^"]*)")?>/g, (all, given, hidden = "", style) => {
      const classes = (given || "").split(" ").filter((c) => kept.has(c) || styled.has(c)).map((c) => (kept.has(c) ? c : short(names, c)));
      if (style) classes.push(short(styles, style));
      return "<i" + (classes.length > 1 ? ` class="${classes.join(" ")}"` : classes.length ? ` class=${classes[0]}` : "") + (hidden && " aria-hidden=true") + ">";
    }).replace(/<\/span>/g, "</i>");
}

// HTML of a formula; throws an Error that says what KaTeX does not know. Both
// languages have the same ones.
const set = new Map();
function typeset(tex, displayMode) {
  const key = `${displayMode} ${tex}`;
  if (set.has(key)) return set.get(key);
  try {
    set.set(key, compact(katex.renderToString(tex, { displayMode, macros: { ...macros }, throwOnError: true,
      trust: (context) => context.command === "\\htmlClass",
      strict: (code) => (code === "htmlExtension" ? "ignore" : "error") })));
    return set.get(key);
  } catch (error) {
    throw new Error(error.message.replace(/^KaTeX parse error: |^LaTeX-incompatible input and strict mode is set to 'error': /g, ""));
  }
}

// The stylesheet of all that was typeset so far.
const stylesheet = () => ".katex i{font-style:inherit}" + css.replace(selectors, (all, selector) =>
  selector.replace(/\bspan\b/g, "i").replace(inSelector, (c, name) => (kept.has(name) ? c : "." + short(names, name))) + "{") +
  [...styles].map(([style, name]) => `.katex .${name}{${style.replace(/;|$/g, (end) => (end ? "!important;" : ""))}}`).join("\n");

const fonts = () => fs.readdirSync(path.join(KATEX, "fonts")).filter((f) => f.endsWith(".woff2")).map((f) => path.join(KATEX, "fonts", f));

module.exports = { typeset, stylesheet, fonts };
