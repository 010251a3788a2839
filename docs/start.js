// Before anything is painted: the theme that was chosen, or the system's; and
// what MathJax needs to know.
(function () {
"use strict";
var chosen = null;
try { chosen = localStorage.getItem("unrolled-theme"); } catch (e) { /* from disk */ }
var dark = chosen ? chosen === "dark"
                  : matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.className = dark ? "dark-mode" : "light-mode";

window.MathJax = {
  messageStyle: "none",
  AuthorInit: function () {
    window.MathJax.Hub.Register.StartupHook("End", function () {
      document.dispatchEvent(new Event("typeset"));
    });
  },
  showMathMenu: false,
  tex2jax: {
    inlineMath: [["\\(", "\\)"]], displayMath: [["\\[", "\\]"]],
    ignoreClass: "fragment|run|tex2jax_ignore"
  },
  TeX: {
    extensions: ["HTML.js"],
    equationNumbers: { autoNumber: "none" },
    noErrors: { disabled: true }, noUndefined: { disabled: true },
    Macros: {
      R: "{\\mathbb{R}}", T: "{\\mathsf{T}}", yhat: "{\\hat{y}}",
      softmax: "{\\operatorname{softmax}}", diag: "{\\operatorname{diag}}",
      pd: ["{\\frac{\\partial #1}{\\partial #2}}", 2],
      // Colours come from book.css, so that they follow the theme.
      fwd: ["{\\class{forward}{#1}}", 1], bwd: ["{\\class{backward}{#1}}", 1],
      pathone: ["{\\class{pathone}{#1}}", 1],
      pathtwo: ["{\\class{pathtwo}{#1}}", 1],
      paththree: ["{\\class{paththree}{#1}}", 1]
    }
  },
  CommonHTML: { scale: 100, matchFontHeight: false }
};
})();
