// A figure's SVG as a part of a page: colours by their names in docs/book.css,
// ids of its own, and half the size, with nothing taken away that can be seen.
"use strict";
const { escaped } = require("./text.js");

// The house colours (common/figure.cpp).
const house = { "#0072b2": "blue", "#d55e00": "vermilion", "#009e73": "green", "#b0558f": "purple",
  "#c98500": "orange", "#3a9bd9": "sky", "#767d8a": "grey", "#3b4252": "ink", "#000000": "ink",
  "#d8dee9": "grid", "#c3c9d4": "faint", "#e5e9f0": "span", "#ffffff": "paper", black: "ink", white: "paper", gray: "grid" };

// rgb( 0, 114, 178) as #0072b2, in lower case.
function asHex(colour) {
  const m = /^rgb\( *(\d+), *(\d+), *(\d+) *\)$/.exec(colour);
  return m ? "#" + m.slice(1).map((v) => (Number(v) & 255).toString(16).padStart(2, "0")).join("") : colour.toLowerCase();
}

// More than four colours outside the house style: a heat map.
function isPainted(svg) {
  const other = new Set();
  for (const m of svg.matchAll(/fill *= *['"](#[0-9a-fA-F]{6}|rgb\([^)]*\))/g))
    if (!house[asHex(m[1])]) other.add(asHex(m[1]));
  return other.size > 4;
}

// The house colours of a picture, by name; a map has blue and red besides.
const coloursOf = (svg) => new Set([...svg.matchAll(/['"](#[0-9a-fA-F]{6}|rgb\([^)]*\))['"]/g)]
  .map((m) => house[asHex(m[1])]).filter(Boolean).concat(isPainted(svg) ? ["blue", "red"] : []));

const withTheme = (svg) => svg.replace(
  /\b(fill|stroke|color|stop-color) *= *['"](#[0-9a-fA-F]{6}|rgb\([^)]*\)|black|white|gray|transparent)['"]/g,
  (all, attribute, colour) => {
    const given = asHex(colour);
    return `${attribute}="${given === "transparent" ? "none" : house[given] ? `var(--fig-${house[given]})` : given}"`;
  });

function withPrefixedIds(svg, name) {
  const times = new Map(); // a plot in parts numbers each part anew
  return svg.replace(/\bid *= *['"]([^'"]+)['"]/g, (all, id) => {
    times.set(id, (times.get(id) || 0) + 1);
    return `id="${name}--${id}${times.get(id) > 1 ? "-" + times.get(id) : ""}"`;
  }).replace(/href *= *['"]#([^'"]+)['"]/g, `href="#${name}--$1"`)
    .replace(/url\(['"]?#([^'")]+)['"]?\)/g, `url(#${name}--$1)`);
}

// Drops what only a file of its own needs, and what gnuplot leaves empty.
function withoutNoise(svg) {
  // A plotted series is a group with its name as title: keep the name. (gnuplot
  // calls a series without a name by its number.)
  svg = svg.replace(/<g id="([^"]*_plot_[0-9]+(?:-[0-9]+)?)" *><title>([^<]*)<\/title>/g, (all, id, name) =>
    `<g id="${id}" class="series"${id.includes("--" + name) ? "" : ` data-name="${name.replace(/"/g, "&quot;")}"`}>`)
    .replace(/<title>[^<]*<\/title>|<desc>[^<]*<\/desc>|<!--[^>]*-->/g, "")
    .replace(/ *font-family=["'][^"']*["']| stroke-linecap="round" stroke-linejoin="round"/g, "")
    .replace(/[ \t\r\n]+/g, " ").replace(/<tspan ?>([^<]*)<\/tspan>/g, "$1").replace(/> </g, "><");
  for (let before = ""; before !== svg; ) {
    before = svg;
    svg = svg.replace(/<g [^>]*><\/g>/g, "");
  }
  return svg;
}

// Coordinates are kept in tenths of a unit, a twentieth of a line's width.
const tenths = (v) => String(Math.round(v) / 10).replace(/^-0$/, "0");
const toTenths = (text) => Math.round(10 * Number(text));

// M and L with absolute coordinates, as gnuplot writes them, without the points
// that lie on their neighbours' line; anything else unchanged.
function thinPath(d) {
  const parts = d.trim().match(/[ML]?\s*-?[\d.]+,-?[\d.]+\s*/g) || [];
  if (parts.join("").replace(/\s/g, "") !== d.replace(/\s/g, "") || !parts.every((p) => /^[ML]/.test(p))) return d;
  let out = "", line = [];
  const flush = () => {
    line.forEach((p, i) => { out += (i === 0 ? "M" : i === 1 ? "L" : " ") + tenths(p[0]) + "," + tenths(p[1]); });
    line = [];
  };
  for (const part of parts) {
    const p = part.slice(1).split(",").map(toTenths);
    if (part[0] === "M") flush();
    const [a, b] = line.slice(-2), last = line[line.length - 1];
    if (last && last[0] === p[0] && last[1] === p[1]) continue;
    if (line.length > 1) {
      const [dx, dy, ex, ey] = [b[0] - a[0], b[1] - a[1], p[0] - b[0], p[1] - b[1]];
      if (dx * ey === dy * ex && dx * ex + dy * ey >= 0) line.pop();
    }
    line.push(p);
  }
  flush();
  return out;
}

// The cells of a heat map: those of one colour become one path, neighbours in a
// row one rectangle; white ones are the ground's.
function withMergedCells(svg) {
  const form = /^<polygon fill ?= ?'([^']*)' points ?= ?'([-\d.]+),([-\d.]+) ([-\d.]+),([-\d.]+) ([-\d.]+),([-\d.]+) ([-\d.]+),([-\d.]+) ?'\/>$/;
  const asPath = (c) => `M${tenths(c.x)} ${tenths(c.y)}h${tenths(c.right - c.x)}v${tenths(c.top - c.y)}H${tenths(c.x)}z`;
  let out = "", colours = new Map();
  const flush = () => {
    for (const [fill, c] of colours) out += `<path fill="${fill}" d="${c.path}${asPath(c.last)}"/>`;
    colours = new Map();
  };
  for (const element of svg.match(/[^>]*>/g) || []) {
    const m = form.exec(element);
    if (!m || m[3] !== m[5] || m[4] !== m[6] || m[7] !== m[9] || m[2] !== m[8]) {
      flush();
      out += element;
      continue;
    }
    const fill = asHex(m[1]), cell = { x: toTenths(m[2]), right: toTenths(m[4]), y: toTenths(m[3]), top: toTenths(m[7]) };
    const known = colours.get(fill);
    if (!known) { if (fill !== "#ffffff") colours.set(fill, { path: "", last: cell }); continue; }
    const { last } = known;
    if (cell.x === last.right && cell.y === last.y && cell.top === last.top) last.right = cell.right;
    else { known.path += asPath(last); known.last = cell; }
  }
  flush();
  return out;
}

// Graphviz writes a label with a sub- or superscript as texts side by side, wide
// apart: they become one, in the middle of where they stood.
function withScripts(svg) {
  const form = /<text text-anchor="start" x="([-\d.]+)" y="([-\d.]+)"([^>]*)>([^<]*)<\/text>/;
  return svg.replace(new RegExp(`(?:${form.source}\\s*){2,}`, "g"), (all) => {
    const parts = all.match(new RegExp(form, "g")).map((text) => form.exec(text)), size = Number(/font-size="([\d.]+)"/.exec(all)[1]);
    if (parts.some((p) => p[2] !== parts[0][2])) return all;
    const [last] = parts.slice(-1), middle = (Number(parts[0][1]) + Number(last[1]) + 0.6 * size * last[4].replace(/&[^;]*;/g, "&").length) / 2;
    let level = 0;
    const words = parts.map(([, , , said, text]) => {
      const shift = /baseline-shift="(\w+)"/.exec(said), to = !shift ? 0 : shift[1] === "super" ? -0.4 * size : 0.22 * size, by = to - level;
      level = to;
      return `<tspan${by ? ` dy="${by.toFixed(1)}"` : ""}${shift ? ` font-size="${(0.72 * size).toFixed(1)}"` : ""}>${text}</tspan>`;
    });
    return `<text text-anchor="middle" x="${middle.toFixed(1)}" y="${parts[0][2]}"${parts[0][3].replace(/ baseline-shift="\w+"/, "")}>${words.join("")}</text>\n`;
  });
}

// The <svg> for a page; null when it is none with a viewBox.
function inlineSvg(svg, name, alt) {
  const m = /<svg([^>]*)>([\s\S]*)<\/svg>/.exec(svg);
  const view = m && /viewBox *= *['"]([\d.-]+ [\d.-]+ ([\d.]+) [\d.]+)['"]/.exec(m[1]);
  if (!view) return null;
  // Graphviz counts in points: 4/3 of a pixel.
  const width = Math.round(Number(view[2]) * (m[1].includes('pt"') ? 4 / 3 : 1.15));
  // On the smallest screen its words are of 11 pixels: what is wider is moved sideways.
  const size = Math.min(...[...svg.matchAll(/<(?:text|g)[^>]* font-size="([\d.]+)"/g)].map((f) => Number(f[1])), 100);
  const least = Math.min(width, Math.ceil(11 / size * Number(view[2])));
  const painted = isPainted(svg);
  let inside = withoutNoise(withPrefixedIds(withScripts(m[2]), name)).replace(/ d='([^']*)'/g, (all, d) => ` d="${thinPath(d)}"`);
  inside = withMergedCells(inside);
  inside = inside.replace(/^([\s\S]{0,200}?)fill="(?:#ffffff|white)"/, '$1fill="none"'); // the page is its ground
  if (!painted) inside = withTheme(inside);
  return `<svg viewBox="${view[1]}" class="${painted ? "painted" : "themed"}" style="min-width:${least}px;max-width:${width}px" role="img" ` +
    `aria-label="${escaped(alt)}">${inside}</svg>`;
}

// Of three curves or more each can be switched off by its name in the picture: the
// series are numbered, and so are the names. A series without a name belongs to
// the curve of its colour.
function withSwitches(svg) {
  const curves = [], form = /<g id="[^"]*" class="series"(?: data-name="([^"]*)")?>/g, bare = (html) => html.replace(/<[^>]*>/g, "").trim();
  const numbered = svg.replace(form, (all, name, at) => {
    const drawn = svg.slice(at, svg.indexOf('class="series"', at + all.length) + 1 || undefined);
    const colour = (/--fig-(?!ink|grid|span|paper)([a-z]+)/.exec(drawn) || [0, "ink"])[1];
    let curve = curves.findIndex((c) => (name ? c.name === bare(name) : c.colour === colour));
    if (curve < 0 && name) curve = curves.push({ name: bare(name), colour }) - 1;
    return curve < 0 ? all : all.slice(0, -1) + ` data-curve="${curve}">`;
  });
  if (curves.length < 3 || !svg.includes('class="themed"')) return svg;
  return numbered.replace(/<text>(.*?)<\/text>/g, (all, words) => {
    const curve = curves.findIndex((c) => c.name === bare(words));
    return curve < 0 ? all : `<text class="switch" data-curve="${curve}">${words}</text>`;
  });
}

// The words of a picture in another language; signs set above or below the line, at
// their end or their beginning, stay so.
const withWords = (svg, say) => svg.replace(/(<text[^>]*>)(.*?)<\/text>/g, (all, tag, inside) => {
  const plain = (html) => html.replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, "\"").replace(/&amp;/g, "&");
  const said = say(plain(inside)), [, first, after] = /^([^<]*)(.*)$/.exec(inside), [, before] = /^(.*>)?[^<]*$/.exec(inside);
  if (said === plain(first + after)) return all;
  if (said.endsWith(plain(after))) return `${tag}${escaped(said.slice(0, said.length - plain(after).length))}${after}</text>`;
  return said.startsWith(plain(before)) ? `${tag}${before}${escaped(said.slice(plain(before).length))}</text>` : all;
});

module.exports = { coloursOf, house, inlineSvg, withSwitches, withWords };
