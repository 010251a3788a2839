// The browser's scripts and colours, without a browser: the live figures draw the
// numbers that they compute where their axes say, search finds what is there, and a
// colour is that of its name. Each script is then changed, and each change is seen.
"use strict";
const assert = require("node:assert");
const fs = require("fs");
const path = require("path");
const test = require("node:test");
const vm = require("node:vm");
const { house } = require("../../docs/svg.js");

const root = path.join(__dirname, "../.."), read = (file) => fs.readFileSync(path.join(root, file), "utf8");

// As much of a page as the scripts need.
class Element {
  constructor(tag) { Object.assign(this, { tag, attributes: {}, children: [], listeners: {}, style: {}, clientWidth: 680 }); }
  setAttribute(name, value) { this.attributes[name] = String(value); }
  getAttribute(name) { return this.attributes[name]; }
  get value() { return this.typed === undefined ? this.attributes.value || "" : this.typed; }
  set value(text) { this.typed = text; }
  get id() { return this.attributes.id; }
  get textContent() { return this.children.map((child) => (child.textContent === undefined ? child : child.textContent)).join(""); }
  set textContent(text) { this.children = [text]; }
  append(...more) { this.children.push(...more); for (const one of more) if (one instanceof Element) one.parent = this; }
  prepend(...more) { this.children.unshift(...more); for (const one of more) if (one instanceof Element) one.parent = this; }
  before(one) { this.parent.children.splice(this.parent.children.indexOf(this), 0, one); }
  replaceChildren(...more) { this.children = more; }
  addEventListener(name, does) { this.listeners[name] = does; }
  select() {}
  showModal() {}
  all(wanted) { return this.children.flatMap((child) => (child instanceof Element ? [...(wanted(child) ? [child] : []), ...child.all(wanted)] : [])); }
}
let table;
function load(figures, ...scripts) {
  const find = new Element("button"), document = { createElement: (tag) => new Element(tag), createElementNS: (space, tag) => new Element(tag),
    querySelectorAll: () => figures, querySelector: () => find, addEventListener() {}, body: new Element("body"), head: new Element("head") };
  const window = { document, HTMLDialogElement: Element, find, ResizeObserver: class { constructor(does) { this.observe = does; } },
    UNROLLED_WORDS: table };
  window.window = window;
  vm.createContext(window);
  vm.runInContext(read("docs/say.js"), window);
  window.UNROLLED.switches = (curves, changed) => { window.curves = curves; window.changed = changed; return new Element("div"); };
  for (const script of scripts) vm.runInContext(script, window);
  return window;
}

// ---- live figures ----

// A number as it stands beside a tic or in a sentence; ten to a power as its logarithm.
function numberOf(text) {
  const [, digits, raised] = /^(?:(\d+)\u00a0·\u00a0)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(text) || [];
  if (!raised) return Number(text.replace("−", "-"));
  return Number(raised.replace(/./g, (c) => "-0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c)])) + (digits ? Math.log10(digits) : 0);
}
const logOf = (text) => (/10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/.test(text) ? numberOf(text) : Math.log10(Number(text)));

// A plot read as one reads it: by the numbers at its tics.
function readPlot(frame, inside, wrong) {
  const tics = { x: [], y: [] };
  frame.children.forEach((line, i) => {
    const at = line.tag === "path" && /^M([\d.]+),([\d.]+)([Vh])/.exec(line.attributes.d), label = frame.children[i + 1];
    if (!at) return;
    const [axis, place] = at[3] === "V" ? ["x", Number(at[1])] : ["y", Number(at[2])];
    if (Math.abs(Number(label.attributes[axis]) - place) > (axis === "y" ? 5 : 0)) wrong.push(`the label ${label.textContent} beside its tic`);
    tics[axis].push([place, numberOf(label.textContent)]);
  });
  const scale = (axis) => {
    const [[p, v], [q, w]] = [tics[axis][0], tics[axis][tics[axis].length - 1]], of = (place) => v + (place - p) / (q - p) * (w - v);
    for (const [place, value] of tics[axis]) if (Math.abs(of(place) - value) > 1e-6 * Math.abs(w - v)) wrong.push(`the tic ${value} at its place`);
    return of;
  };
  const [x, y] = [scale("x"), scale("y")], lines = inside.children.filter(({ tag, attributes }) => tag === "path" && attributes.fill === "none");
  return { x, y, tics, names: frame.children.slice(-2).map((one) => one.textContent), inside,
    curves: lines.map(({ attributes: { d, stroke, "stroke-dasharray": dashes } }) => ({ stroke: stroke.slice(10, -1), dashed: dashes !== undefined && dashes !== "none",
      points: d.slice(1).split(" ").map((point) => point.split(",").map(Number)).map(([a, b]) => [x(a), y(b)]) })) };
}
const near = (a, b, most) => a.length === b.length && a.every((p, i) => p.every((v, j) => Math.abs(v - b[i][j]) <= most[j] + 1e-9 || Math.abs(b[i][j]) > 1e3));

// What is wrong with the live figures as this script draws them; of a changed one the
// first is enough.
function faultsOfLive(script, { width = 680, changed = false } = {}) {
  const wrong = [], figures = ["jacobians", "cliff"].map((name) => { const one = new Element("figure"); one.setAttribute("id", "live-" + name); one.clientWidth = width; return one; });
  const window = load(figures, read("docs/live-math.js"), script), math = window.UNROLLED_LIVE;
  const expect = (holds, what) => { if (!holds) wrong.push(what); };
  const enough = () => changed && wrong.length > 0;
  const look = (figure, state) => {
    const boxes = figure.all(({ tag }) => tag === "input"), knobs = figure.all(({ attributes }) => /^knob( |$)/.test(attributes.class));
    boxes.forEach((box, i) => {
      if (state[i] === undefined) return;
      if (box.attributes.type === "checkbox") box.checked = state[i]; else box.value = String(state[i]);
      box.listeners.input();
    });
    const values = knobs.map((knob) => knob.all(({ attributes }) => attributes.class === "number").map((one) => numberOf(one.textContent))[0]);
    const [picture] = figure.all(({ tag }) => tag === "svg"), parts = picture.children.filter(({ tag }) => tag === "g");
    const [says] = figure.all(({ attributes }) => attributes.class === "says"), plots = [];
    for (let i = 0; i < parts.length; i += 2) plots.push(readPlot(parts[i], parts[i + 1], wrong));
    return { values, plots, says: says.textContent };
  };

  for (const state of [[], [9, 0], [39, 20], [59, 40]]) {
    const { values: [w, size], plots: [plot], says } = look(figures[0], state), tau = 50;
    const drive = (units) => Array.from({ length: tau }, (_, t) => Array.from({ length: units }, (__, i) => size * Math.SQRT2 * Math.sin((t + 1 + tau * i) ** 2)));
    const expected = [math.logNorms([[w]], drive(1), [0.1]), math.logNorms(math.rotation(w, 1), drive(2), [0.1, 0.1]), Array.from({ length: tau + 1 }, (_, n) => n * Math.log10(w))];
    const told = /one unit keeps (\S+(?:\u00a0·\u00a0\S+)?) of .* at most (\S+(?:\u00a0·\u00a0\S+)?); the bound is (\S+(?:\u00a0·\u00a0\S+?)?)\.$/.exec(says);
    expected.forEach((logs, i) => {
      const curve = plot.curves[i] || { points: [] }, { name, colour, dashed } = window.curves[i];
      expect(near(curve.points, logs.map((v, n) => [n, v]), [0.02, 0.02]), `${name} at w = ${w}, inputs ${size}`);
      expect(curve.stroke === colour && curve.dashed === Boolean(dashed), `${name}: the colour of its switch`);
      expect(told && Math.abs(logOf(told[i + 1]) - logs[tau]) < 0.2, `${name}: the sentence '${says}'`);
    });
    expect(says.startsWith(`At w = ${w} and inputs of size ${size}, over ${tau} steps`), `the sentence '${says}'`);
    expect(plot.names.join() === "lag n,‖dh(t)/dh(t − n)‖", "the names of the axes");
    expect(window.curves.map(({ name }) => name).join() === "one unit,two units,bound", "the names of the curves");
    window.curves[1].off = true;
    window.changed();
    expect(look(figures[0], []).plots[0].curves.length === 2, "a curve that is switched off");
    window.curves[1].off = false;
    if (enough()) return wrong;
  }

  const { thrown_at, thrown_norm, thrown_w, thrown_b } = JSON.parse(read("plots/04-cliff.json")).values;
  const [rate0, threshold0, steps, w0, b0] = /rate = (.*), threshold = (.*);\s*Index steps = (.*);\s*double w0 = (.*), b0 = (.*);/.exec(read("chapters/04-clipping/cliff.cpp")).slice(1).map(Number);
  for (const state of [[undefined, undefined, true], [undefined, undefined, false], [2, 9, true], [8, 3, true], [4, 0, false]]) {
    const { values: [rate, threshold], plots: [map, fall], says } = look(figures[1], state), clipped = state[2];
    if (state[0] === undefined) expect(rate === rate0 && threshold === threshold0, `it begins at ${rate} and ${threshold}, the program at ${rate0} and ${threshold0}`);
    const way = math.descend(w0, b0, rate, clipped ? threshold : 0, steps), logs = way.map(([w, b], i) => [i, Math.log10(math.error(w, b))]);
    const inMap = way.map(([w, b]) => [w, b - math.wall(w)]), colour = clipped ? "green" : "vermilion", where = `at ${state.join()}`;
    expect(near(map.curves[0].points, inMap, [0.005, 0.005]) && map.curves[0].stroke === colour, `the descent ${where}`);
    expect(near(fall.curves[0].points, logs, [2, 0.05]) && fall.curves[0].stroke === colour, `E ${where}`);
    expect(map.names.join() + fall.names.join() === "w,b above the wallstep of the descent,E", "the names of the axes");
    const dots = map.inside.children.filter(({ tag }) => tag === "circle").map(({ attributes: { cx, cy } }) => [map.x(Number(cx)), map.y(Number(cy))]);
    expect(near(dots, [inMap[0], inMap[steps]], [1e-6, 1e-6]), `the circles ${where}`);
    if (!clipped && state[0] === undefined)
      expect(says.includes(`step ${thrown_at} meets a gradient of length ${thrown_norm} and ends at w = ${thrown_w}, b = ${thrown_b}.`), `'${says}', expected what 04-cliff found`);
    const [, last, place] = /After (\d+) steps E is (\S+?(?:\u00a0·\u00a0\S+?)?)(?:, on a plateau)?\.$/.exec(says) || [];
    expect(Number(last) === steps && Math.abs(logOf(place) - logs[steps][1]) < 0.2 && /plateau/.test(says) === logs[steps][1] > Math.log10(0.08), `the sentence '${says}'`);
    expect(says.startsWith(clipped ? `Clipped at ${threshold}, step size ${rate}:` : `Not clipped, step size ${rate}:`), `the sentence '${says}'`);
    // The blue is as deep as E is large.
    const shades = map.inside.children.filter(({ attributes }) => attributes["fill-opacity"]);
    for (const [w, above] of [[4.3, 0.2], [4.3, 0.05], [4.3, -0.05], [4.9, -0.2], [4.9, 0.1], [5, -0.02]]) {
      const level = shades.filter(({ attributes: { d } }) => [...d.matchAll(/M(\d+) (\d+)H(\d+)V(\d+)/g)].some(([, l, t, r, b]) =>
        map.x(l) <= w && w < map.x(r) && map.y(b) < above && above <= map.y(t))).map(({ attributes }) => attributes["fill-opacity"] / 0.09)[0] || 0;
      expect(Math.abs(level / 20 - math.error(w, math.wall(w) + above)) < 0.06, `the shade at ${w}, ${above}`);
    }
    if (enough()) return wrong;
  }
  return wrong;
}

// The same for the figures of chapters 1, 2, 3 and 5.
const others = ["steps", "paths", "sweep", "schedule"];
function faultsOfOthers(script) {
  const wrong = [], figures = others.map((name) => { const one = new Element("figure"); one.setAttribute("id", "live-" + name); return one; });
  const window = load(figures, read("docs/live-math.js"), script), math = window.UNROLLED_LIVE;
  const expect = (holds, what) => { if (!holds) wrong.push(what); };
  const look = (figure, state) => {
    figure.all(({ tag }) => tag === "input").forEach((box, i) => {
      if (box.attributes.type === "checkbox") box.checked = state[i]; else box.value = String(state[i]);
      box.listeners.input();
    });
    const [picture] = figure.all(({ tag }) => tag === "svg"), [says] = figure.all(({ attributes }) => attributes.class === "says");
    return { picture, parts: picture.children.filter(({ tag }) => tag === "g"), says: says.textContent };
  };
  const dots = (plot) => plot.inside.children.filter(({ tag }) => tag === "circle").map(({ attributes: { cx, cy, fill } }) => [plot.x(Number(cx)), plot.y(Number(cy)), fill.slice(10, -1)]);
  const log = (slope) => Math.log10(Math.max(Math.abs(slope / 4.053427893898621 - 1), 2 ** -54));
  for (const i of [4, 24, 30]) {
    const h = -20 + i / 2, { parts, says } = look(figures[0], [i]), plot = readPlot(parts[0], parts[1], wrong), here = math.slopes(10 ** h).map(log);
    for (const way of [0, 1, 2])
      expect(near(plot.curves[way + 1].points, Array.from({ length: 39 }, (_, j) => [-20 + j / 2, log(math.slopes(10 ** (-20 + j / 2))[way])]), [0.05, 0.05]), `curve ${way} of the slopes`);
    expect(near(plot.curves[0].points, [[h, -17], [h, 1]], [0.05, 0.05]) && near(dots(plot).map((d) => d.slice(0, 2)), here.map((e) => [h, e]), [1e-6, 1e-6]), `the mark at 10^${h}`);
    const told = /forward difference (\S+(?:\u00a0·\u00a0\S+)?), of the central one (\S+(?:\u00a0·\u00a0\S+)?), of the complex step (\S+(?:\u00a0·\u00a0\S+?)?)\.$/.exec(says) || [];
    expect(here.every((e, way) => Math.abs(logOf(told[way + 1] || "") - e) < 0.2) && (h < -16 ? /one number/ : new RegExp(`about ${Math.floor(-h)} digits`)).test(says), `the sentence '${says}'`);
  }
  for (const [t, k, U, number, said, colour] of [[3, 2, false, "2.44", "D₂ Wᵀ D₃ Vᵀ e₃ h(1)ᵀ", "two"], [3, 1, true, "2.51", "D₁ Wᵀ D₂ Wᵀ D₃ Vᵀ e₃ x(1)ᵀ", "three"], [1, 3, false, "2.40", "D₁ Vᵀ e₁ h(0)ᵀ", "one"]]) {
    const { picture, says } = look(figures[1], [t - 1, k - 1, U]), factors = picture.all(({ tag }) => tag === "text").filter((text) => /^(e|D)[₁-₃]$|ᵀ$/.test(text.textContent));
    expect(says.includes(`(${number}): ${said}.`), `the sentence '${says}'`);
    expect(factors.map((text) => text.textContent).reverse().join(" ") === said.replace(/ \S+$/, "") && factors.every(({ attributes: { style } }) => style.includes("--path" + colour)), `the factors of ${number}`);
    const [press] = picture.all(({ attributes, textContent }) => attributes.class === "press" && textContent === "W⁽¹⁾");
    press.listeners.click();
    expect(figures[1].all(({ attributes }) => attributes.class === "says")[0].textContent.includes(` W in step 1, (2.${40 + t * (t - 1) / 2 + t - 1})`), "a copy of W that is touched");
  }
  const drive = [1, 2, 3, 4, 5, 6, 7, 8].map((t) => Math.sin(t * t)), y = [1, 2, 3, 4, 5, 6, 7, 8].map((t) => Math.cos(3 * t));
  for (const [t, w] of [[5, 0.9], [8, -1.2], [1, 1.6]]) {
    const { parts, says } = look(figures[2], [t - 1, Math.round(10 * w + 16)]), plot = readPlot(parts[0], parts[1], wrong), [own, later] = math.reaches(w, drive, y, 0.5);
    const bars = [8, 7, 6, 5, 4, 3, 2, 1].slice(0, 9 - t).flatMap((s) => [own, later, own.map((v, i) => v + later[i])].map((all, i) => [[s - 0.22 + 0.22 * i, 0], [s - 0.22 + 0.22 * i, all[s - 1]]]));
    expect(plot.curves.length === bars.length + 1 && bars.every((bar, i) => near(plot.curves[i + 1].points, bar, [0.02, 0.02])), `the bars at t = ${t}, w = ${w}`);
    const numbers = [own[t - 1], ...(t < 8 ? [later[t - 1]] : []), own[t - 1] + later[t - 1]].map((v) => String(Number(v.toPrecision(3))).replace("-", "−"));
    expect(numbers.every((n) => says.includes(n)) && says.includes(`delta(${t}) = ${numbers[numbers.length - 1]}.`) && (t === 8) === /nothing comes after/.test(says), `the sentence '${says}'`);
  }
  for (const [blocks, slots] of [[10, 3], [20, 1], [7, 9]]) {
    const { parts, says } = look(figures[3], [blocks - 2, slots - 1]), plot = readPlot(parts[0], parts[1], wrong), order = math.runs(blocks, slots);
    const found = dots(plot), forward = found.filter((d) => d[2] === "blue"), back = found.filter((d) => d[2] === "vermilion");
    expect(near(forward.map((d) => d.slice(0, 2)), order.map((b, i) => [i + 1, b + 1]), [1e-6, 1e-6]) && back.length === blocks && back.every((d, i) => Math.abs(d[1] - (blocks - i)) < 1e-6), `the runs of ${blocks} blocks, ${slots} slots`);
    const most = Math.max(...order.map((_, i) => plot.curves.filter(({ points: [[from], [to]] }) => from < i + 0.5 && i + 0.5 < to).length));
    expect(most <= slots && (slots < 2 || slots > blocks || most === slots), `${most} states kept, expected ${slots}`);
    expect(says.includes(`${order.length} runs forward`) && says.includes(`${blocks * (blocks + 1) / 2} runs, with a slot for each block ${2 * blocks - 1}.`), `the sentence '${says}'`);
  }
  return wrong;
}
const changesOfOthers = [["s / math.slope - 1", "s / math.slope + 1"], ["axes.dot([knob.h, here[i]]", "axes.dot([knob.h, here[0]]"], ["power(here[1])", "power(here[0])"], ["-Math.log10(moved)", "Math.log10(moved)"],
  ["t - k + (knob.U ? 6", "t - k + (knob.U ? 5"], ["Math.min(knob.k, t)", "knob.k"], ['"paththree"][t - k]', '"paththree"][k - 1]'], ["factors.slice().reverse()", "factors.slice()"], ['choose("k", s, false)', 'choose("t", s, false)'],
  ["own[t - 1], later[t - 1], own", "later[t - 1], own[t - 1], own"], ["t >= knob.t; --t", "t > knob.t; --t"], ["short(later[knob.t - 1])", "short(later[0])"], ["axes.dot([i + 1, at + 1]", "axes.dot([i + 1, at]"],
  ["if (order[i + 1] !== at + 1)", "if (order[i + 1] === at + 1)"], ["[(kept[block] || [reached[block]])[0], i]", "[reached[block], n]"], ["math.runs(knob.blocks, 1).length", "math.runs(knob.blocks, 2).length"]];

test("the figures of the other chapters do, too", () => {
  const script = read("docs/live.js");
  assert.deepStrictEqual(faultsOfOthers(script), []);
  for (const [from, to] of changesOfOthers) {
    assert(script.includes(from), from);
    assert(faultsOfOthers(script.replace(from, () => to)).length, `'${from}' to '${to}'`);
  }
});

const changesOfLive = [["p.width * (x - p.x[0])", "p.width * (x - p.x[1])"], ["(p.y[1] - y)", "(p.y[1] - 2 * y)"], ["short)(x), {", "short)(x + 1), {"],
  ["(p.yWord || short)(y)", "(p.yWord || short)(-y)"], ["up(y) + 4.5", "up(y) + 24.5"], ['"-0123456789".indexOf', '"-1023456789".indexOf'],
  ["log - whole", "whole - log"], ["math.rotation(knob.w, 1)", "math.rotation(knob.w, 0.5)"], ["Math.SQRT2", "1"], ["tau * (i - 1), 2", "i - 1, 2"],
  ["math.logBound(W[0], n)", "math.logBound(W[0], n + 1)"], ['"two units", colour', '"three units", colour'],
  ['"var(--fig-" + curve.colour', '"var(--fig-" + curves[0].colour'], ["if (curve.off) return;", ""], ["dashed ? \"8 5\"", "dashed ? \"none\""],
  ["power(logs[1][tau])", "power(logs[0][tau])"], ['xName: "lag n"', 'xName: "time t"'], ["w0 = 4.9", "w0 = 4.8"], ["updates = 600", "updates = 500"],
  ['start: 0.1 }', 'start: 0.2 }'], ["knob.clipped ? knob.threshold : 0", "knob.clipped ? 0 : knob.threshold"], ['knob.clipped ? "green"', 'knob.clipped ? "blue"'],
  ["[p[0], p[1] - math.wall(p[0])]; }), {", "[p[0], p[1]]; }), {"], ["path[0], path[updates]]", "path[0], path[1]]"], ["[i, Math.log10(e)]", "[i, Math.log(e)]"],
  ["/ knob.rate)", "* knob.rate)"], ["error[updates] > 0.08", "error[updates] < 0.08"], ["math.wall(w) + above", "math.wall(w) - above"], ["0.09 * level", "0.09"],
  ["shown.y[1] - (j + 0.5)", "shown.y[1] - (j + 9.5)"], ["knob.values[box.value]", "knob.values[0]"], ["value.textContent = short(knob.read())", "value.textContent = short(knob.start)"]];

test("the live figures draw what they compute, where their axes say, and tell it", () => {
  const script = read("docs/live.js");
  for (const width of [680, 390]) assert.deepStrictEqual(faultsOfLive(script, { width }), []);
  for (const [from, to] of changesOfLive) {
    assert(script.includes(from), from);
    assert(faultsOfLive(script.replace(from, () => to), { changed: true }).length, `'${from}' to '${to}'`);
  }
});

// ---- search ----

const parts = [...Array.from({ length: 24 }, (_, i) => ({ page: 1, anchor: "p" + i, heading: "Part " + i, text: `Words of the gradient, and more of ${i}.` })),
  { page: 1, anchor: "best", heading: "The gradient", text: "The gradient, clipped: the gradient." }, { page: 0, anchor: "", heading: "", text: "梯度裁剪 is clipping." },
  { page: 0, anchor: "norms", heading: "Norms", text: "Lengths." }, { page: 1, anchor: "sum", heading: "Sums", text: "By (3.1), by (3.11), again (3.11), and so on (3.11)." },
  { page: 1, anchor: "eq_3_11", heading: "Equation (3.11)", text: "δ = Wᵀ z" }, { page: 0, anchor: "row_B9", heading: "B9 (\\tau)}-y^{(t)})", text: "Growth. The target is that of the last step, 另一步; Jordan's. " + "Afterwards ".repeat(30) },
  { page: 0, anchor: "row_B91", heading: "B91", text: "As B9 has it." },
  { page: 0, anchor: "row_C1", heading: "C1 $b_9$", text: "B9, B9, B9, B9." }];
function faultsOfSearch(script) {
  const window = load([], script), wrong = [], find = (words) => {
    window.find.listeners.click();
    const [dialog] = window.document.body.children, [input, status, list] = dialog.children;
    window.UNROLLED_SEARCH = { pages: [{ file: "index.html", title: "Unrolled" }, { file: "ch_one.html", chapter: 1, title: "One" }], parts };
    window.UNROLLED_SYMBOLS = { clip_by_norm: { "one.hpp": "one.html#clip" } };
    input.value = words;
    input.listeners.input();
    return { said: status.textContent, links: list.all(({ tag }) => tag === "a").map((link) => link.attributes.href), marks: list.all(({ tag }) => tag === "mark").map((mark) => mark.textContent),
      shown: list.all(({ tag }) => tag === "p").map((p) => p.textContent)[0] };
  };
  for (const [words, said, first, links] of [["gradient", "25 places", "ch_one.html#best", 20], ["梯度", "1 place", "index.html", 1], ["gradient CLIPPED", "1 place", "ch_one.html#best", 1],
    ["more 17", "1 place", "ch_one.html#p17", 1], ["norms", "1 place", "index.html#norms", 1], ["xylophone", "Nothing found", undefined, 0], ["", "", undefined, 0], ["clip", "2 places", "ch_one.html#best", 3],
    ["(3.11)", "2 places", "ch_one.html#eq_3_11", 2], ["eq 3.11", "1 place", "ch_one.html#eq_3_11", 1], ["3.1", "1 place", "ch_one.html#sum", 1], ["W^\\T", "1 place", "ch_one.html#eq_3_11", 1],
    ["B9", "3 places", "index.html#row_B9", 3], ["\\tau)}-y^{(t)}", "1 place", "index.html#row_B9", 1], ["另一步", "1 place", "index.html#row_B9", 1], ["y(t)", "1 place", "index.html#row_B9", 1], ["steps", "1 place", "index.html#row_B9", 1]]) {
    const found = find(words);
    if (found.said !== said || found.links[0] !== first || found.links.length !== links) wrong.push(`'${words}': ${found.said}, ${found.links.length} links, ${found.links[0]} first`);
    if (words === "另一步" && !/^Growth.*Afterwards …$/.test(found.shown)) wrong.push(`'${found.shown}' is cut within a word`);
    if (words === "W^\\T" && found.marks.join() !== "Wᵀ") wrong.push(`'${found.marks}' is marked`);
    if (first && !/norms|\\|^B9|^eq|steps|y\(t/.test(words) && !(found.marks.length && found.marks.every((mark) => words.toLowerCase().split(" ").includes(mark.toLowerCase())))) wrong.push(`'${words}' is not marked`);
  }
  return wrong;
}
const changesOfSearch = [["slice(0, 20)", "slice(0, 5)"], ["if (!hits) return null", "if (!score && !hits) return null"], ["b.score - a.score", "a.score - b.score"],
  ["text.toLowerCase()", "text"], ['"(?!\\\\d)"', '""'], ['"ᵀ")', '"")'], ["search(query, true)", "found"], ["score += 5", "score += 0"], ["{}$^_`]", "{}$_`]"], ["/^\\S{0,15}(?=", "/^\\S{99}(?="], ["12 : 0", "0 : 0"], ['"#" + part.anchor', '""'], ["i % 2 ?", "i % 3 ?"], ["startsWith(word", "endsWith(word"], ["places\", results.length)", "places\", 20)"]];

test("search finds every place that has all words, the best first", () => {
  const script = read("docs/search.js");
  assert.deepStrictEqual(faultsOfSearch(script), []);
  for (const [from, to] of changesOfSearch) {
    assert(script.includes(from), from);
    assert(faultsOfSearch(script.replace(from, () => to)).length, `'${from}' to '${to}'`);
  }
});

// ---- colours ----

const hueOf = (hex) => {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)), most = Math.max(r, g, b), span = most - Math.min(r, g, b);
  return 60 * (most === r ? (g - b) / span : most === g ? 2 + (b - r) / span : 4 + (r - g) / span);
};
function faultsOfColours(css, cpp = read("common/figure.cpp")) {
  const wrong = [], of = Object.fromEntries(Object.entries(house).map(([hex, name]) => [name, hex]).reverse());
  const hues = { forward: "blue", backward: "vermilion", pathone: "green", pathtwo: "purple", paththree: "orange" };
  /enum class Colour \{ (.*) \}/.exec(read("common/figure.hpp"))[1].split(", ").map((name) => name.split(" ")[0]).forEach((name, i) => {
    if (!cpp.includes(`set linetype ${i + 1} linecolor rgb '${of[name]}'`)) wrong.push(`gnuplot's ${name}`);
    if (!css.includes(`--fig-${name}: ${of[name]};`)) wrong.push(`--fig-${name} on light paper`);
    if (name !== "grey") hues["fig-" + name] = name;
  });
  for (const [name, as] of Object.entries(hues))
    for (const [, hex] of css.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6});`, "g")))
      if (Math.abs(hueOf(hex) - hueOf(of[as])) > 20) wrong.push(`--${name}: ${hex} is not ${as}`);
  for (const name of ["forward", "backward", "pathone", "pathtwo", "paththree"])
    if (!css.includes(`.${name} { color: var(--${name}); }`)) wrong.push(`.${name} in another colour`);
  for (const [name, as] of [["blue", "forward"], ["vermilion", "backward"], ["green", "pathone"]])
    if (!css.includes(`svg text[fill*="-${name}"], svg g[fill*="-${name}"] > text { fill: var(--${as}); }`)) wrong.push(`words in ${name}`);
  return wrong;
}

test("a colour is that of its name: in gnuplot, in formulas, on light paper and on dark", () => {
  const css = read("docs/book.css"), cpp = read("common/figure.cpp");
  assert.deepStrictEqual(faultsOfColours(css), []);
  for (const [from, to] of [["--backward: #b04600", "--backward: #0046b0"], ["--backward: #ff9a5c", "--backward: #5cff9a"], ["--fig-vermilion: #d55e00", "--fig-vermilion: #d55e01"],
    ["--fig-green: #35c79a", "--fig-green: #c7359a"], [".backward { color: var(--backward)", ".backward { color: var(--forward)"], ["--paththree: #8a5a00", "--paththree: #005a8a"],
    ['svg g[fill*="-vermilion"] > text { fill: var(--backward)', 'svg g[fill*="-vermilion"] > text { fill: var(--forward)']]) {
    assert(css.includes(from), from);
    assert(faultsOfColours(css.replace(from, () => to)).length, `'${from}' to '${to}'`);
  }
  assert(faultsOfColours(css, cpp.replace("linetype 2 linecolor rgb '#d55e00'", "linetype 2 linecolor rgb '#0072b2'")).length);
});
