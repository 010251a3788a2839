// The site's own words: what a reader sees on a page that its text does not say. What
// its scripts and its frame say stands in site.zh.csv, and is English there.
"use strict";
const { chinese } = require("../common/words.js");

const listed = (numbers, and) => numbers.join(", ").replace(/, (\d+)$/, ` ${and} $1`);

const words = {
  en: {
    say: (text) => text,
    chapter: (n) => `Chapter ${n}`, previous: "Previous", next: "Next", neighbours: "Chapters before and after",
    map: "Map of the chapters", mapped: "An arc leads from each chapter to those whose code it includes.",
    includes: (below) => `Its code includes ${below.length === 1 ? "chapter" : "chapters"} ${listed(below, "and")}. `,
    included: (above) => `${above.length === 1 ? "Chapter" : "Chapters"} ${listed(above, "and")} ${above.length === 1 ? "includes" : "include"} it.`,
    stated: "stated", lines: (n) => (n > 1 ? n + " lines" : "line"), tests: (n) => (n > 1 ? n + " tests" : "test"),
    moreLines: (n) => `${n} more lines`, filter: "Rows shown", equation: (number) => `Equation (${number})`,
    files: { ".csv": "numbers", ".gp": "script", ".dot": "source" },
    live: "This figure computes while one plays with it, and needs JavaScript.",
    code: "The code", names: "names",
    aboutCode: "<p>Every file of the book, by folder. <em>Names</em> leads to what a header declares, each name with its meaning.</p>\n",
    bounded: (what, bound) => what + (what && bound && ": ") + bound, failed: (setting, claims) => `${setting} (${claims.join("; ")})`,
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
    untranslated: "", other: "中文",
  },
  "zh-CN": {
    say: chinese,
    chapter: (n) => `第 ${n} 章`, previous: "上一章", next: "下一章", neighbours: "前后各章",
    map: "各章关系图", mapped: "弧线从每一章连到它的代码所用到的各章。",
    includes: (below) => `本章的代码用到第 ${below.join("、")} 章。`, included: (above) => `第 ${above.join("、")} 章的代码用到本章。`,
    stated: "仅陈述", lines: (n) => `${n} 行代码`, tests: (n) => `${n} 个测试`,
    moreLines: (n) => `另有 ${n} 行`, filter: "显示哪些行", equation: (number) => `公式 (${number})`,
    files: { ".csv": "数据", ".gp": "绘图脚本", ".dot": "源文件" },
    live: "这幅图会随操作重新计算，需要 JavaScript。",
    code: "代码", names: "函数名",
    aboutCode: "<p>全书的文件，按文件夹排列。点“函数名”可查看头文件中声明的每个名字及其含义（英文）。</p>\n",
    bounded: (what, bound) => what + (what && bound && "：") + bound, failed: (setting, claims) => `${setting}（${claims.join("；")}）`,
    held: (held, of) => `${held}/${of}`, same: (n) => `另有 ${n} 个设置，结果相同`, tries: "每条结论在会改变其数值的各个设置下",
    columns: ["结论", "设置", "成立次数", "最小", "中位数", "最大"],
    tried: ({ seeds, group, printed, others, same, held, failed }) => (seeds ? `换 ${group && seeds > 1 ? `${seeds} 组、每组 ${group}` : group || seeds} 个随机种子重验` : "重验") +
      (others ? `，${printed ? "包括原设置和" : "在"}另外 ${others} 个会改变数值的设置：${failed.length ? `${others + printed} 个设置中有 ${held} 个成立` : "全部成立"}`
        : `：${failed.length ? "并非全部成立" : "全部成立"}`) +
      (failed.length ? `；不成立的是${failed.join("，").replace(/^(?=[A-Za-z])/, " ")}。` : "。") + (same ? `还有 ${same} 个设置不改变任何数值。` : ""),
    exercises: "这些习题在你自己的机器上自动检查：题目下面的命令会建好一个答案文件，并说明答案是否正确。完整的过程见[做习题](../../docs/exercises.md)。",
    untranslated: "本页尚未翻译", other: "English",
  },
};
// Each language has all of them.
function complete(all) {
  for (const language of Object.keys(all))
    for (const key of Object.keys({ ...all.en, ...all[language] }))
      if (typeof all.en[key] !== typeof all[language][key]) throw new Error(`docs/words.js: '${key}' is not in both languages`);
}
complete(words);

module.exports = (language) => words[language];
module.exports.complete = complete;
module.exports.languages = Object.keys(words);
