// C++ as HTML: words coloured, numbers of equations and names of functions as
// links.
"use strict";
const { escaped } = require("./text.js");

const keywords = new Set(("auto break case catch class const constexpr continue default delete do else enum explicit " +
  "false for if inline namespace new noexcept nullptr operator override private public return sizeof static struct " +
  "switch template this throw true try typename using virtual while").split(" "));
const types = new Set("bool char double float int long unsigned void".split(" "));
// The way forward, and what comes back: gradients are named with a leading d.
const flows = { forward: /^forward/, backward: /^(backward|(delta|dz|dL\w*|dy_hat|d[A-Z][a-z]?|d[abchox]0?)$)/ };
const tokens = new RegExp([
  String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)`,
  String.raw`(?<string>R"(?<mark>[^(]*)\([\s\S]*?\)\k<mark>"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`,
  String.raw`(?<directive>(?<=^[ \t]*)#[ \t]*\w+)`,
  String.raw`(?<number>\b\d[\w.']*)`,
  String.raw`(?<word>[A-Za-z_]\w*)`,
].join("|"), "gm");

// Lines of code as HTML. `link` says what leads where:
//   equation(number)  the address of (3.4) in a comment, [3.4] in a string
//   name(word)        the address of a name's documentation; "" for none
function highlight(code, link) {
  const numbers = (text, form) => escaped(text).replace(form, (all, number) => {
    const to = link.equation(number);
    return to ? `<a class="equation" href="${to}">${all}</a>` : all;
  });
  const wrap = (kind, html) => html.split("\n").map((line) => (line ? `<span class="${kind}">${line}</span>` : "")).join("\n");
  let out = "", from = 0;
  for (const m of code.matchAll(tokens)) {
    const { comment, string, directive, number, word } = m.groups;
    out += escaped(code.slice(from, m.index));
    from = m.index + m[0].length;
    if (comment) out += wrap("comment", numbers(comment, /\((\d+\.\d+[a-z]?)\)/g));
    else if (string) out += wrap("string", numbers(string, /\[(\d+\.\d+[a-z]?)\]/g));
    else if (directive) out += wrap("directive", escaped(directive));
    else if (number) out += number;
    else if (keywords.has(word)) out += wrap("keyword", word);
    else if (types.has(word)) out += wrap("type", word);
    else {
      const name = link.name(word) ? `<a href="${link.name(word)}">${word}</a>` : word;
      const flow = Object.keys(flows).find((way) => flows[way].test(word));
      out += flow ? wrap(flow, name) : name;
    }
  }
  return (out + escaped(code.slice(from))).split("\n");
}

module.exports = { highlight };
