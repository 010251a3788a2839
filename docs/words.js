// The site's own words: what a reader sees on a page that its text does not say.
"use strict";

const listed = (numbers, and) => numbers.join(", ").replace(/, (\d+)$/, ` ${and} $1`);

const words = {
  en: {
    chapter: "Chapter", previous: "Previous", next: "Next", neighbours: "Chapters before and after",
    map: "Map of the chapters", mapped: "An arc leads from each chapter to those whose code it includes.",
    includes: (below) => `Its code includes ${below.length === 1 ? "chapter" : "chapters"} ${listed(below, "and")}. `,
    included: (above) => `${above.length === 1 ? "Chapter" : "Chapters"} ${listed(above, "and")} ${above.length === 1 ? "includes" : "include"} it.`,
    stated: "stated", lines: (n) => (n > 1 ? n + " lines" : "line"), tests: (n) => (n > 1 ? n + " tests" : "test"),
    moreLines: (n) => `${n} more lines`, filter: "Rows shown",
    files: { ".csv": "numbers", ".gp": "script", ".dot": "source" },
    live: "This figure computes while one plays with it, and needs JavaScript.",
    code: "The code", names: "names",
    aboutCode: "<p>Every file of the book, by folder. <em>Names</em> leads to what a header declares, each name with its meaning.</p>\n",
    held: (held, of) => `${held} of ${of}`, same: (n) => `${n} more: the same`, tries: "Each claim at the settings that change its number",
    columns: ["claim", "setting", "held", "least", "median", "largest"],
    tried: ({ seeds, group, printed, others, same, held, failed }) => "Tried again" +
      (seeds ? ` with ${group && seeds > 1 ? `${seeds} times ` : ""}${group || seeds} seeds` : "") +
      (others ? `${printed ? ", as printed and" : ""} at ${others} setting${others > 1 ? "s that change" : " that changes"} a claim's number: ` +
          `held at ${failed.length ? `${held} of ${others + printed}` : "all"}` : `: ${failed.length ? "not held by all" : "held by all"}`) +
      (failed.length ? `; not ${failed.map((f) => (f.startsWith("as ") ? f : `at ${f}`)).join(", ")}.` : ".") +
      (same ? ` ${same} more setting${same > 1 ? "s change" : " changes"} none of their numbers.` : ""),
    exercises: "These check themselves on your machine: the command below each makes a file for your answer, and says what " +
      "came of it. [Doing the exercises](../../docs/exercises.md) shows a run.",
  },
};

module.exports = (language) => words[language] || words.en;

// Once it is true, a page, an exercise or a word without its Chinese is refused.
module.exports.whole = false;
