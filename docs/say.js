// What the scripts tell a reader, in the language of the page: in the Chinese edition
// a table stands before this. The places {} of a text are filled one after the other,
// {1} by the second value.
(function () {
"use strict";
var table = window.UNROLLED_WORDS || {};
window.UNROLLED = { say: function (text) {
  var values = Array.prototype.slice.call(arguments, 1), next = 0;
  return (table[text] || text).replace(/\{(\d?)\}/g, function (all, i) { return values[i === "" ? next++ : i]; });
} };
})();
