// Figures that compute as one plays with them: knobs, a drawing, one sentence
// that says what is seen. The mathematics is live-math.js.
(function () {
"use strict";
var math = window.UNROLLED_LIVE, figures = {};

// ---- elements ----
function fill(element, attributes, children) {
  for (var name in attributes) element.setAttribute(name, attributes[name]);
  element.append.apply(element, children || []);
  return element;
}
function html(tag, attributes, children) { return fill(document.createElement(tag), attributes, children); }
function svg(tag, attributes, children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

// ---- numbers ----
function raised(n) {
  return "10" + String(n).replace(/./g, function (c) { return "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]; });
}
function power(log) { // the number 10^log, in words
  var whole = Math.floor(log), digits = Math.pow(10, log - whole).toFixed(0);
  if (Math.abs(log) < 3) return String(Number(Math.pow(10, log).toPrecision(2)));
  return digits === "10" ? "1\u00a0·\u00a0" + raised(whole + 1) : digits + "\u00a0·\u00a0" + raised(whole);
}
function short(v) { return String(Number(v.toPrecision(3))).replace("-", "−"); }

// ---- axes: a frame on the picture, in pixels, and what it shows ----
// p: left, top, width, height; x, y: [low, high]; xTics, yTics; xName, yName.
function plot(picture, name, p) {
  function across(x) { return p.left + p.width * (x - p.x[0]) / (p.x[1] - p.x[0]); }
  function up(y) { return p.top + p.height * (p.y[1] - y) / (p.y[1] - p.y[0]); }
  function text(x, y, words, more) { return svg("text", Object.assign({ x: x, y: y }, more), [words]); }
  var bottom = p.top + p.height, id = "live-" + name + "-inside";
  var inside = svg("g", { "clip-path": "url(#" + id + ")" });
  var frame = svg("g", { "class": "axes" });
  p.xTics.forEach(function (x) {
    frame.append(svg("path", { d: "M" + across(x) + "," + p.top + "V" + bottom }),
                 text(across(x), bottom + 18, short(x), { "text-anchor": "middle" }));
  });
  p.yTics.forEach(function (y) {
    frame.append(svg("path", { d: "M" + p.left + "," + up(y) + "h" + p.width }),
                 text(p.left - 7, up(y) + 4.5, (p.yWord || short)(y), { "text-anchor": "end" }));
  });
  frame.append(text(p.left + p.width / 2, bottom + 38, p.xName, { "text-anchor": "middle" }),
               text(p.left - 7, p.top - 10, p.yName, { "text-anchor": "start" }));
  picture.append(
    svg("clipPath", { id: id }, [svg("rect", { x: p.left, y: p.top, width: p.width, height: p.height })]),
    frame, inside);
  return {
    across: across, up: up, inside: inside,
    line: function (points, attributes) {
      var d = points.map(function (q) { return across(q[0]).toFixed(1) + "," + up(q[1]).toFixed(1); });
      inside.append(svg("path", Object.assign({ d: "M" + d.join(" "), fill: "none", "stroke-width": 2.2 }, attributes)));
    },
    dot: function (at, attributes) {
      inside.append(svg("circle", Object.assign({ cx: across(at[0]), cy: up(at[1]), r: 4.5 }, attributes)));
    }
  };
}
function list(from, to, step) {
  for (var all = [], x = from; x <= to + 1e-9; x += step) all.push(Number(x.toFixed(6)));
  return all;
}

// ---- the product of Jacobians against the lag ----
var tau = 50;
function inputs(units, size) { // of mean square 1 times the size, never repeating
  return list(1, tau, 1).map(function (t) {
    return list(1, units, 1).map(function (i) { return size * Math.SQRT2 * Math.sin(Math.pow(t + tau * (i - 1), 2)); });
  });
}
figures.jacobians = {
  alt: "Norm of dh(t)/dh(t − n) against the lag n, for one unit, for two units, and its bound.",
  knobs: {
    w: { name: "norm of W: w", values: list(0.05, 3, 0.05), start: 1.5 },
    size: { name: "size of the inputs", values: list(0, 2, 0.05), start: 0.3 }
  },
  curves: [
    { name: "one unit", colour: "blue" }, { name: "two units", colour: "vermilion" },
    { name: "bound", colour: "grey", dashed: true }
  ],
  height: function () { return 360; },
  draw: function (picture, width, knob, curves) {
    var W = [[[knob.w]], math.rotation(knob.w, 1)];
    var logs = W.map(function (of, i) {
      return math.logNorms(of, inputs(i + 1, knob.size), i ? [0.1, 0.1] : [0.1]);
    });
    logs.push(list(0, tau, 1).map(function (n) { return math.logBound(W[0], n); }));
    var axes = plot(picture, "jacobians", {
      left: 52, top: 34, width: width - 68, height: 272, x: [0, tau], y: [-15, 10],
      xTics: list(0, tau, 10), yTics: list(-15, 10, 5), yWord: raised, xName: "lag n", yName: "‖dh(t)/dh(t − n)‖"
    });
    curves.forEach(function (curve, i) {
      if (curve.off) return;
      axes.line(logs[i].map(function (v, n) { return [n, v]; }),
                { stroke: "var(--fig-" + curve.colour + ")", "stroke-dasharray": curve.dashed ? "8 5" : "none" });
    });
    return "At w = " + short(knob.w) + " and inputs of size " + short(knob.size) + ", over " + tau +
           " steps: one unit keeps " + power(logs[0][tau]) + " of a difference, two units at most " +
           power(logs[1][tau]) + "; the bound is " + power(logs[2][tau]) + ".";
  }
};

// ---- the cliff: descents from one start ----
var w0 = 4.9, b0 = -2.36, updates = 600, shown = { x: [4.05, 5.05], y: [-0.25, 0.25] };
var shades = null; // for each shade of E, the cells [column, row, how many]
function shade() {
  var columns = 50, rows = 40, cells = [];
  for (var j = 0; j < rows; ++j)
    for (var i = 0; i < columns; ++i) {
      var w = shown.x[0] + (i + 0.5) / columns * (shown.x[1] - shown.x[0]);
      var above = shown.y[1] - (j + 0.5) / rows * (shown.y[1] - shown.y[0]);
      var level = Math.round(20 * math.error(w, math.wall(w) + above)), row = cells[level] || (cells[level] = []);
      var last = row[row.length - 1];
      if (last && last[1] === j && last[0] + last[2] === i) ++last[2]; else row.push([i, j, 1]);
    }
  return { columns: columns, rows: rows, cells: cells };
}
function drawShades(axes, p) {
  var dx = p.width / shades.columns, dy = p.height / shades.rows;
  shades.cells.forEach(function (row, level) {
    var d = row.map(function (c) {
      var left = Math.round(p.left + c[0] * dx), right = Math.round(p.left + (c[0] + c[2]) * dx);
      return "M" + left + " " + Math.round(p.top + c[1] * dy) + "H" + right +
             "V" + Math.round(p.top + (c[1] + 1) * dy) + "H" + left + "z";
    });
    axes.inside.append(svg("path", { d: d.join(""), fill: "var(--fig-blue)", "fill-opacity": 0.09 * level,
                                     "shape-rendering": "crispEdges" }));
  });
}
function distance(p, q) { return Math.hypot(p[0] - q[0], p[1] - q[1]); }
figures.cliff = {
  alt: "A descent over a map of E with a wall across it, and E after each of its steps.",
  knobs: {
    rate: { name: "step size", values: [0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5], start: 0.1 },
    threshold: { name: "clipping threshold", values: [0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 30, 100], start: 1 },
    clipped: { name: "clip the gradient", on: true }
  },
  height: function (width) { return width < 560 ? 560 : 330; },
  draw: function (picture, width, knob) {
    var path = math.descend(w0, b0, knob.rate, knob.clipped ? knob.threshold : 0, updates);
    var colour = "var(--fig-" + (knob.clipped ? "green" : "vermilion") + ")", beside = width >= 560;
    var map = Object.assign({ left: 48, top: 34, width: (beside ? 0.6 * width : width) - 62, height: 242 },
      shown, { xTics: list(4.2, 5, 0.2), yTics: list(-0.2, 0.2, 0.1), xName: "w", yName: "b above the wall" });
    var axes = plot(picture, "cliff-map", map);
    shades = shades || shade();
    drawShades(axes, map);
    axes.line(path.map(function (p) { return [p[0], p[1] - math.wall(p[0])]; }), { stroke: colour, "stroke-width": 1.6 });
    [path[0], path[updates]].forEach(function (p, i) {
      axes.dot([p[0], p[1] - math.wall(p[0])], { fill: i ? colour : "var(--paper)", stroke: colour, "stroke-width": 2 });
    });
    var error = path.map(function (p) { return math.error(p[0], p[1]); });
    plot(picture, "cliff-error", {
      left: beside ? 0.6 * width + 46 : 48, top: beside ? 34 : 374, width: (beside ? 0.4 * width : width) - 62,
      height: beside ? 242 : 130, x: [0, updates], y: [-5, 0], xTics: list(0, updates, beside ? 300 : 200),
      yTics: list(-5, 0, 1), yWord: raised, xName: "step", yName: "E"
    }).line(error.map(function (e, i) { return [i, Math.log10(e)]; }), { stroke: colour, "stroke-width": 1 });
    var thrown = path.findIndex(function (p, i) { return i && distance(p, path[i - 1]) > 1; }), at = path[thrown];
    return (knob.clipped ? "Clipped at " + short(knob.threshold) : "Not clipped") + ", step size " + short(knob.rate) + ": " +
      (at ? "step " + thrown + " meets a gradient of length " + short(distance(at, path[thrown - 1]) / knob.rate) +
            " and ends at w = " + short(at[0]) + ", b = " + short(at[1]) + ". " : "no step is longer than 1. ") +
      "After " + updates + " steps E is " + power(Math.log10(error[updates])) +
      (error[updates] > 0.08 ? ", on a plateau." : ".");
  }
};

// ---- a figure on the page ----
function knobOf(name, knob, changed, id) {
  var box, value = html("span", { "class": "number" }), label = html("label", { "for": id }, [knob.name]);
  if (knob.values) {
    box = html("input", { type: "range", id: id, min: 0, max: knob.values.length - 1, step: 1,
                          value: knob.values.indexOf(knob.start) });
    knob.read = function () { return knob.values[box.value]; };
  } else {
    box = html("input", { type: "checkbox", id: id });
    box.checked = knob.on;
    knob.read = function () { return box.checked; };
  }
  knob.show = function () {
    if (!knob.values) return;
    value.textContent = short(knob.read());
    box.setAttribute("aria-valuetext", value.textContent);
  };
  box.addEventListener("input", changed);
  return html("div", { "class": knob.values ? "knob" : "knob switch" },
              knob.values ? [label, value, box] : [box, label]);
}
function build(figure) {
  var name = figure.id.slice(5), spec = figures[name], names = Object.keys(spec.knobs), wide = 0;
  var picture = svg("svg", { role: "img", "aria-label": spec.alt, "class": "themed" });
  var says = html("p", { "class": "says", role: "status" });
  function draw() {
    var state = {}, height = spec.height(wide);
    names.forEach(function (n) { spec.knobs[n].show(); state[n] = spec.knobs[n].read(); });
    picture.setAttribute("viewBox", "0 0 " + wide + " " + height);
    picture.replaceChildren();
    says.textContent = spec.draw(picture, wide, state, spec.curves);
  }
  function resize() {
    var now = Math.min(figure.clientWidth, 680);
    if (now > 200 && now !== wide) { wide = now; draw(); }
  }
  var knobs = html("div", { "class": "knobs" }, names.map(function (n) {
    return knobOf(n, spec.knobs[n], draw, figure.id + "-" + n);
  }));
  figure.prepend(knobs, picture, says);
  if (spec.curves) says.before(window.UNROLLED.switches(spec.curves, draw));
  new ResizeObserver(resize).observe(figure);
}
document.querySelectorAll("figure.live").forEach(build);
})();
