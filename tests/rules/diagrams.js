// A diagram's arrows are those of the formulas that it shows: forward, each from
// what a line of code takes to what it gives, beside its weight; on the way back
// they are turned round.
"use strict";
const fs = require("fs");
const path = require("path");

// What the network of each diagram computes: the numbers of its lines of code, or
// how its quantities hang together.
const recurrent = ["2.26", "2.27", "2.28", "2.30"];
const layered = [{ from: "x", to: "z", shift: 1, weight: "W" }, { from: "a", to: "z", shift: 1, weight: "W" },
  { from: "z", to: "a", shift: 0, weight: "" }, { from: "a", to: "J", shift: 0, weight: "" }];
const reads = [{ from: "x", to: "h", shift: 0, weight: "U" }, { from: "h", to: "h", shift: 1, weight: "W" }];
const networks = { "00-through-time": recurrent, "01-network": layered, "01-two-ways-back": layered, "02-linear-steps": ["2.1", "2.4", "2.5"],
  "02-unrolled": recurrent, "02-path-1": recurrent, "02-path-2": recurrent, "02-path-3": recurrent, "03-delta": recurrent, "03-unrolled": recurrent,
  "06-one-output": recurrent, "06-jordan": ["6.3", "6.4", "6.5", "2.30", { from: "o", to: "f", shift: 0, weight: "" }],
  "06-read-write": [...reads, { from: "h", to: "h′", shift: -3, weight: "" }, { from: "h′", to: "h′", shift: 1, weight: "W" }, { from: "h′", to: "o", shift: 0, weight: "V" }],
  "06-two-way": [...reads, { from: "h", to: "o", shift: 0, weight: "V" }, { from: "x", to: "h′", shift: 0, weight: "U" },
    { from: "h′", to: "h′", shift: -1, weight: "W" }, { from: "h′", to: "o", shift: 0, weight: "V" }] };

const vermilion = "#d55e00";

// Nodes by their names, and edges, each with its attributes.
function readDot(text) {
  const nodes = new Map(), edges = [], defaults = { node: {}, edge: {} };
  for (const line of text.replace(/\/\/.*/g, "").split("\n").slice(1)) {
    const [, said, list = ""] = /^\s*([^[]*?)\s*(?:\[(.*)\])?;?\s*$/.exec(line) || [, ""];
    const given = Object.fromEntries([...list.matchAll(/(\w+)=(?:"([^"]*)"|<((?:[^<>]|<\/?\w+>)*)>|([\w.#]+))/g)].map((m) => [m[1], m[2] ?? m[3] ?? m[4]]));
    const ends = said.split(/\s*(?:->|--)\s*/);
    if (said in defaults) Object.assign(defaults[said], given);
    else if (ends.length > 1) ends.slice(1).forEach((to, i) => edges.push({ from: ends[i], to, ...defaults.edge, ...given }));
    else if (/^\w+$/.test(said) && given.pos) nodes.set(said, { label: "", ...defaults.node, ...given, pos: given.pos.split(/[,!]/).slice(0, 2).map(Number) });
  }
  return { nodes, edges };
}

// The quantity of a label and its time: h(2), S₂, z<sup>2</sup>; time null where it has
// none. (In chapter 1 time is the layer: delta stands for its z, J after the last a.)
const digits = (text) => text.replace(/[₀-₃]/g, (c) => "₀₁₂₃".indexOf(c)).replace(/[¹²³]/g, (c) => " ¹²³".indexOf(c));
function quantity(label, layers) {
  if (layers && /^[xJ]$/.test(label)) return { name: label, time: label === "x" ? 0 : 2 };
  if (label === "...") return { name: "h", time: 3 }; // of 4, which is tau
  const said = /^([a-zA-Zδ]′?)(?:\(([^)]*)\)|<sup>(\d)<\/sup>.*|⁽(\d)⁾|(\d))?$/.exec(digits(label));
  if (!said || /^[UVW]$/.test(label) || said[1] === "δ" && !layers) return null;
  const time = said.slice(2).find((text) => text !== undefined);
  const at = { t: 0, "t-1": -1, "t+1": 1, "τ": 4 };
  return { name: said[1] === "δ" ? "z" : said[1], time: time === undefined ? null : time in at ? at[time] : Number(time) };
}

// from -> to where a line `to(t) = weight * from(t - shift)` computes it.
function relationsOf(tree, numbers) {
  return numbers.flatMap((number) => (typeof number !== "string" ? [number] : (tree.lines.get(number) || []).slice(0, 1).flatMap(({ text }) => {
    const [left, right] = text.split(" = "), one = /(?:(?:\w+\.)?(\w+) \* )?\b(\w+)[([](\w)( - 1)?[)\]]/g;
    const [, , to, at] = one.exec(left.replace("L_t", "L"));
    return [...right.replace(/\/\/.*/, "").matchAll(new RegExp(one))].map(([, weight = "", from, time, before]) =>
      ({ from, to, weight, shift: before ? 1 : at === time ? 0 : Number(at) - Number(time) }));
  })));
}

// The same among what is drawn: what is not is passed through.
function amongDrawn(relations, names) {
  const hidden = relations.map(({ to }) => to).find((name) => !names.has(name));
  if (!hidden) return relations.filter(({ from }) => names.has(from));
  const into = relations.filter(({ to }) => to === hidden), rest = relations.filter(({ from, to }) => from !== hidden && to !== hidden);
  return amongDrawn([...rest, ...relations.filter(({ from }) => from === hidden).flatMap((out) =>
    into.map((one) => ({ from: one.from, to: out.to, shift: one.shift + out.shift, weight: one.weight + out.weight })))], names);
}

function faultsOf(tree, name, text) {
  const { nodes, edges } = readDot(text), found = [], places = [...nodes.values()], layers = name.startsWith("01");
  const centre = (edge) => [0, 1].map((i) => (nodes.get(edge.from).pos[i] + nodes.get(edge.to).pos[i]) / 2);
  const nearest = (all, place, pos, wide = 1) => all.map((one) => [Math.hypot(wide * (place(one)[0] - pos[0]), place(one)[1] - pos[1]), one])
    .sort((a, b) => a[0] - b[0])[0][1];
  const named = places.map((node) => ({ ...node, ...quantity(node.label, layers) })).filter((node) => node.name);
  const lost = edges.find(({ from, to }) => !nodes.has(from) || !nodes.has(to));
  if (lost) return [`the arrow ${lost.from} -> ${lost.to}, expected two nodes with a place`];
  // A point without a name belongs to what it stands beside.
  const meant = (id) => { const node = nodes.get(id); return { ...node, ...(quantity(node.label, layers) || nearest(named, (one) => one.pos, node.pos, 3)) }; };
  let relations = amongDrawn(relationsOf(tree, networks[name]), new Set(named.map((node) => node.name)));
  if (named.some((node) => node.name === "W")) // copies of W, drawn between the states
    relations = [...relations.filter(({ from, to }) => from !== to), { from: "h", to: "W", shift: 1, weight: "W" }, { from: "W", to: "h", shift: 0, weight: "D" }];
  const show = ({ label, pos }) => label || pos.join();
  const joins = (a, b) => relations.find(({ from, to, shift }) => from === a.name && to === b.name &&
    (a.time === null && b.time === null || a.time !== null && b.time !== null && b.time - a.time === shift));
  const drawn = new Set(), back = new Set(), key = (a, b) => `${a.name}(${a.time}) -> ${b.name}(${b.time})`;
  const lit = (edge) => (/path/.test(name) ? edge.penwidth === "2.4" : edge.color === vermilion);
  for (const edge of edges) {
    const [a, b] = [edge.from, edge.to].map(meant), forward = joins(a, b), arrow = `${show(a)} -> ${show(b)}`;
    edge.relation = forward || joins(b, a);
    edge.back = !forward;
    if (edge.style === "dotted" ? a.color === vermilion || b.color !== vermilion || key(a, a) !== key(a, b) : !edge.relation) found.push(`the arrow ${arrow}, which no formula has`);
    if (!edge.relation) continue;
    (edge.back ? back : drawn).add(edge.back ? key(b, a) : key(a, b));
    if (edge.back !== lit(edge)) found.push(`the arrow ${arrow}, expected ${edge.back ? "in the colour of the way back" : "in another colour"}`);
    const letter = /^([UVW]\w*)(ᵀ?)\s*$/.exec((edge.label || "").replace(/<\/?sub>/g, ""));
    if (letter && (letter[1] !== edge.relation.weight || Boolean(letter[2]) !== edge.back)) found.push(`${edge.label.trim()} at ${arrow}`);
  }
  // All of a kind are there, those of a loop one after the other.
  const dotted = edges.filter((edge) => edge.style === "dotted").length, deltas = named.filter(({ label }) => layers && label.startsWith("δ")).length;
  if (dotted && dotted !== deltas) found.push(`${dotted} dotted arrows, expected ${deltas}`);
  const either = /path/.test(name) || drawn.size === 0, kinds = new Set(edges.filter((edge) => edge.back).map((edge) => edge.relation)), front = named.filter(({ color }) => !layers || color !== vermilion);
  for (const a of front)
    for (const b of front) {
      const relation = joins(a, b), arrow = `${show(a)} -> ${show(b)}`;
      if (relation && !drawn.has(key(a, b)) && (!either || !back.has(key(a, b)))) found.push(`no arrow ${arrow}, expected it`);
      if (relation && !/path/.test(name) && (layers ? a.name !== "x" : kinds.has(relation)) && !back.has(key(a, b))) found.push(`no arrow ${arrow} turned round, expected it`);
    }
  const loop = edges.filter((edge) => edge.relation && meant(edge.from).name === meant(edge.to).name && meant(edge.from).time === null);
  const uneven = loop.find(({ from, to }) => [from, to].some((id) => loop.filter((edge) => edge.from === id).length !== loop.filter((edge) => edge.to === id).length));
  if (uneven) found.push(`the arrow ${uneven.from} -> ${uneven.to}, expected a loop that closes`);
  // A weight's name stands at its arrow; a number is that of the worked example.
  for (const { label, pos } of places) {
    const [, weight, layer, turned] = /^\(?([UVW])(?:<sup>(\d)<\/sup>)?\)?(?:, b<sup>\d<\/sup>)?(<sup>T<\/sup>)?$/.exec(label) || [];
    const number = /^(?:· )?(\d\.\d+)$/.exec(label), edge = nearest(edges, centre, pos), ends = [meant(edge.from), meant(edge.to)];
    const to = edge.back ? ends[0] : ends[1];
    if (weight && edge.relation && (edge.relation.weight !== weight || Boolean(turned) !== edge.back || layer && Number(layer) !== to.time))
      found.push(`${label} at ${ends.map(show).join(" -> ")}`);
    const slope = /^(?:δ|∂L\/∂\w)\((.*)\)$/.exec(label), beside = nearest(named, (one) => one.pos, pos);
    if (slope && !layers && quantity(`o(${slope[1]})`).time !== beside.time) found.push(`${label} at ${show(beside)}`);
    const unit = number && Number(/<sub>(\d)/.exec(to.label)[1]) - 1;
    const example = number && JSON.parse(fs.readFileSync(path.join(tree.root, "chapters/01-backpropagation/example.json"), "utf8")).W[1][unit][0];
    if (number && Number(number[1]) !== example) found.push(`${label} at ${ends.map(show).join(" -> ")}, expected ${example}`);
  }
  if (/path/.test(name)) found.push(...alongPath(tree, name, places, edges, (id) => nodes.get(id)));
  return found;
}

// A path's arrows, from the loss on, bear the factors of its line of code from right
// to left, and end at the copy of W that it meets.
function alongPath(tree, name, places, edges, at) {
  const step = 4 - Number(name.slice(-1)), line = new RegExp(`path\\(3, ${step}\\) = (D.*) \\* (h\\(\\d\\))\\.t\\(\\);`);
  const [, factors, met] = tree.sources.flatMap(({ lines }) => lines).map((text) => line.exec(text)).find(Boolean) || [, "", ""];
  const expected = factors.split(" * ").reverse().join(" ").replace(/\.t\(\)/g, "ᵀ");
  const found = [], coloured = edges.filter((edge) => edge.penwidth === "2.4");
  let here = "L3";
  const got = [];
  for (let next; (next = coloured.find((edge) => edge.from === here)); here = next.to) got.push(digits(next.label.trim()));
  if (got.length !== coloured.length || got.join(" ") !== expected) found.push(`the path ${got.join(" ")}, expected ${expected}`);
  const copy = `W⁽${" ¹²³"[step]}⁾`, words = `meets ${copy}:\\n${met}ᵀ`;
  if (at(here).label !== copy) found.push(`a path that ends at ${at(here).label}, expected ${copy}`);
  if (!places.some(({ label }) => label === words)) found.push(`no words '${words}', expected them`);
  return found;
}

// Each round joins a circle with the one that begins where its steps end; the tree
// of the first of the last round is in colour.
function faultsOfScan(text) {
  const { nodes, edges } = readDot(text), steps = 8, expected = [], lit = new Set(["n3_1"]);
  for (const round of [3, 2, 1])
    for (let i = 1; i <= steps; ++i)
      for (const from of [i, i + 2 ** (round - 1)].filter((j) => j <= steps)) {
        const [a, b] = [`n${round - 1}_${from}`, `n${round}_${i}`];
        if (lit.has(b)) lit.add(a);
        expected.push(`${a} -> ${b}${lit.has(b) ? " in colour" : ""}`);
      }
  const got = edges.map(({ from, to, color }) => `${from} -> ${to}${color === "#d55e00" ? " in colour" : ""}`);
  const found = [...got.filter((arrow) => !expected.includes(arrow)).map((arrow) => `the arrow ${arrow}, which no round has`),
    ...expected.filter((arrow) => !got.includes(arrow)).map((arrow) => `no arrow ${arrow}, expected it`)];
  for (let round = 0; round <= 3; ++round)
    for (let i = 1; i <= steps; ++i) {
      const node = nodes.get(`n${round}_${i}`) || {}, last = Math.min(steps, i + 2 ** round - 1), label = last > i ? `${i}–${last}` : String(i);
      if (node.label !== label || (node.color === "#d55e00") !== lit.has(`n${round}_${i}`)) found.push(`the circle n${round}_${i} '${node.label}', expected '${label}'${lit.has(`n${round}_${i}`) ? " in colour" : ""}`);
    }
  return found;
}

function faultsIn(tree, name, text) {
  if (name === "03-scan") return faultsOfScan(text);
  if (networks[name]) return faultsOf(tree, name, text);
  return readDot(text).edges.length ? ["arrows of no formula that is known, expected it in tests/rules/diagrams.js"] : [];
}

const diagramsOf = (tree) => ["docs", ...tree.chapters.map((room) => "chapters/" + room)].flatMap((folder) => {
  const full = path.join(tree.root, folder);
  return (fs.existsSync(full) ? fs.readdirSync(full) : []).filter((file) => file.endsWith(".dot")).sort()
    .map((file) => ({ file: `${folder}/${file}`, name: path.basename(file, ".dot"), text: fs.readFileSync(path.join(full, file), "utf8") }));
});

const diagrams = (tree) => diagramsOf(tree).flatMap(({ file, name, text }) =>
  faultsIn(tree, name, text).map((what) => ({ file, line: 1, what })));

module.exports = { diagrams, diagramsOf, faultsIn };
