// Figures that compute as one plays with them: knobs, a drawing, one sentence
// that says what is seen. The mathematics is live-math.js.
(function () {
"use strict";
var math = window.UNROLLED_LIVE, say = window.UNROLLED.say, figures = {};

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
// p: left, top, width, height; x, y: [low, high]; xTics, yTics; xName, yName;
// xWord, yWord: how a tic's number is written.
function plot(picture, name, p) {
  function across(x) { return p.left + p.width * (x - p.x[0]) / (p.x[1] - p.x[0]); }
  function up(y) { return p.top + p.height * (p.y[1] - y) / (p.y[1] - p.y[0]); }
  function text(x, y, words, more) { return svg("text", Object.assign({ x: x, y: y }, more), [words]); }
  var bottom = p.top + p.height, id = "live-" + name + "-inside";
  var inside = svg("g", { "clip-path": "url(#" + id + ")" });
  var frame = svg("g", { "class": "axes" });
  p.xTics.forEach(function (x) {
    frame.append(svg("path", { d: "M" + across(x) + "," + p.top + "V" + bottom }),
                 text(across(x), bottom + 18, (p.xWord || short)(x), { "text-anchor": "middle" }));
  });
  p.yTics.forEach(function (y) {
    frame.append(svg("path", { d: "M" + p.left + "," + up(y) + "h" + p.width }),
                 text(p.left - 7, up(y) + 4.5, (p.yWord || short)(y), { "text-anchor": "end" }));
  });
  frame.append(text(p.left + p.width / 2, bottom + 38, say(p.xName), { "text-anchor": "middle" }),
               text(p.left - 7, p.top - 10, say(p.yName), { "text-anchor": "start" }));
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
    return say("At w = {} and inputs of size {}, over {} steps: one unit keeps {} of a difference, two units at most {}; the bound is {}.",
               short(knob.w), short(knob.size), tau, power(logs[0][tau]), power(logs[1][tau]), power(logs[2][tau]));
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
      yTics: list(-5, 0, 1), yWord: raised, xName: "step of the descent", yName: "E"
    }).line(error.map(function (e, i) { return [i, Math.log10(e)]; }), { stroke: colour, "stroke-width": 1 });
    var steps = path.slice(1).map(function (p, i) { return distance(p, path[i]); }), longest = Math.max.apply(null, steps);
    var thrown = steps.findIndex(function (length) { return length > 1; }) + 1, at = thrown && path[thrown];
    return (knob.clipped ? say("Clipped at {}, step size {}: ", short(knob.threshold), short(knob.rate)) : say("Not clipped, step size {}: ", short(knob.rate))) +
      (at ? say("step {} meets a gradient of length {} and ends at w = {}, b = {}. ",
                thrown, short(distance(at, path[thrown - 1]) / knob.rate), short(at[0]), short(at[1]))
        : say("no step is longer than {}. ", short(longest))) +
      (error[updates] > 0.08 ? say("After {} steps E is {}, on a plateau.", updates, power(Math.log10(error[updates])))
        : say("After {} steps E is {}.", updates, power(Math.log10(error[updates]))));
  }
};

// ---- chapter 1: a slope by numbers, against the step size ----
figures.steps = {
  alt: "Error of three ways to find a slope by numbers, against the step size, with a mark at the step chosen.",
  knobs: { h: { name: "step size: ten to the power of", values: list(-20, -1, 0.5), start: -8 } },
  curves: [{ name: "forward difference", colour: "blue" }, { name: "central difference", colour: "green" },
           { name: "complex step", colour: "vermilion" }],
  height: function () { return 330; },
  draw: function (picture, width, knob, curves) {
    function errors(log) { // the error of each; of 0, half of the last bit
      return math.slopes(Math.pow(10, log)).map(function (s) {
        return Math.log10(Math.max(Math.abs(s / math.slope - 1), Math.pow(2, -54)));
      });
    }
    var all = list(-20, -1, 0.5).map(function (log) { return [log, errors(log)]; }), here = errors(knob.h);
    var axes = plot(picture, "steps", {
      left: 52, top: 34, width: width - 68, height: 242, x: [-20, -1], y: [-17, 1], xTics: list(-20, -4, 4),
      yTics: list(-16, 0, 4), xWord: raised, yWord: raised, xName: "step size h", yName: "relative error"
    });
    axes.line([[knob.h, -17], [knob.h, 1]], { stroke: "var(--fig-grey)", "stroke-width": 1, "stroke-dasharray": "4 4" });
    curves.forEach(function (curve, i) {
      if (curve.off) return;
      axes.line(all.map(function (e) { return [e[0], e[1][i]]; }), { stroke: "var(--fig-" + curve.colour + ")" });
      axes.dot([knob.h, here[i]], { fill: "var(--fig-" + curve.colour + ")" });
    });
    var moved = Math.abs(math.slopes(Math.pow(10, knob.h))[0]) * Math.pow(10, knob.h) / Math.exp(1.5);
    return (moved ? say("At h = {} about {} digits of f(x + h) are those of f(x) and cancel. ", power(knob.h), Math.max(0, Math.floor(-Math.log10(moved))))
      : say("At h = {} f(x + h) and f(x) are one number, and their difference is 0. ", power(knob.h))) +
      say("Error of the forward difference {}, of the central one {}, of the complex step {}.", power(here[0]), power(here[1]), power(here[2]));
  }
};

// ---- chapter 2: a path, its factors, its line of code and its term ----
function below(n) { return "₀₁₂₃"[n]; }
function above(n) { return "⁽" + "⁰¹²³"[n] + "⁾"; }
var lit = [];
// The row of the table and the line of the listing that bear an equation's number.
function light(number, says, term) {
  lit.forEach(function (element) { element.classList.remove("lit"); });
  var id = "eq_" + number.replace(".", "_"), cell = document.getElementById && document.getElementById(id);
  if (!cell) return [says + term];
  var row = cell.closest("tr"), code = document.querySelectorAll("pre.code a.equation[href$='#" + id + "']");
  lit = [row].concat(Array.prototype.slice.call(code));
  lit.forEach(function (element) { element.classList.add("lit"); });
  var terms = [row.children[2], cell.closest("td")].map(function (td) {
    var copy = td.cloneNode(true);
    copy.querySelectorAll("a").forEach(function (a) { a.remove(); });
    return html("span", {}, Array.prototype.slice.call(copy.childNodes));
  });
  var line = code[0] && code[0].closest("pre").textContent.split("\n").find(function (text) { return text.includes("(" + number + ")"); });
  return [says].concat(terms, line ? [html("code", {}, [line.trim()])] : []);
}
figures.paths = {
  alt: "Three steps of a network. Lit: the path of a loss back to the copy of a weight, with a factor at each arrow.",
  knobs: {
    t: { name: "loss of step t", values: [1, 2, 3], start: 3 },
    k: { name: "ends in step k", values: [1, 2, 3], start: 2 },
    U: { name: "to U instead of W", on: false }
  },
  height: function () { return 300; },
  draw: function (picture, width, knob) {
    var t = knob.t, k = Math.min(knob.k, t), knobs = this.knobs, gap = (width - 56) / 6, rows = { L: 26, o: 96, h: 172, U: 222, x: 274 };
    var colour = "var(--" + ["pathone", "pathtwo", "paththree"][t - k] + ")", nodes = svg("g"), arrows = svg("g");
    function at(name, step) { return [28 + gap * (2 * step - (name === "W" ? 1 : 0)), rows[name] || rows.h]; }
    function reach(name) { return name === "W" || name === "U" ? 15 : 17; }
    function arrow(from, to, factor) { // each end a name and its step
      var a = at.apply(null, from), b = at.apply(null, to), long = Math.hypot(b[0] - a[0], b[1] - a[1]), u = [(b[0] - a[0]) / long, (b[1] - a[1]) / long];
      var p = [a[0] + reach(from[0]) * u[0], a[1] + reach(from[0]) * u[1]], q = [b[0] - reach(to[0]) * u[0], b[1] - reach(to[0]) * u[1]];
      var stroke = factor ? colour : "var(--fig-grid)", tip = [q[0] - 7 * u[0], q[1] - 7 * u[1]];
      arrows.append(svg("path", { d: "M" + p + "L" + tip, stroke: stroke, fill: "none", "stroke-width": factor ? 2.4 : 1.6 }),
        svg("path", { d: "M" + q + "L" + (tip[0] - 4 * u[1]) + "," + (tip[1] + 4 * u[0]) + "L" + (tip[0] + 4 * u[1]) + "," + (tip[1] - 4 * u[0]) + "z", fill: stroke }));
      if (factor) arrows.append(svg("text", { x: (p[0] + q[0]) / 2 + (u[1] ? -16 : 0), y: (p[1] + q[1]) / 2 + (u[1] ? 5 : -9),
                                              "text-anchor": "middle", style: "fill:" + colour }, [factor]));
    }
    var way = [["L", t], ["o", t]], factors = ["e" + below(t), "Vᵀ"], s;
    for (s = t; s > k; --s) { way.push(["h", s], ["W", s]); factors.push("D" + below(s), "Wᵀ"); }
    way.push(["h", k], [knob.U ? "U" : "W", k]);
    factors.push("D" + below(k));
    for (s = 1; s <= 3; ++s)
      [[["x", s], ["U", s]], [["U", s], ["h", s]], [["h", s - 1], ["W", s]], [["W", s], ["h", s]], [["h", s], ["o", s]], [["o", s], ["L", s]]].forEach(function (pair) {
        var on = way.some(function (place, i) { return i && String(place) === String(pair[0]) && String(way[i - 1]) === String(pair[1]); });
        if (!on) arrow(pair[0], pair[1]);
      });
    way.slice(1).forEach(function (place, i) { arrow(way[i], place, factors[i]); });
    function node(name, step, words, press) {
      var on = way.some(function (place) { return place[0] === name && place[1] === step; }), p = at(name, step), box = name === "W" || name === "U";
      var shape = { fill: "var(--paper)", stroke: on ? colour : "var(--fig-grey)", "stroke-width": on ? 2.2 : 1.4 };
      var one = svg("g", press ? { "class": "press" } : {}, [
        box ? svg("rect", Object.assign({ x: p[0] - 15, y: p[1] - 12, width: 30, height: 24 }, shape)) : svg("circle", Object.assign({ cx: p[0], cy: p[1], r: 17 }, shape)),
        svg("text", { x: p[0], y: p[1] + 5, "text-anchor": "middle", style: "fill:" + (on ? colour : "var(--fig-ink)") }, [words])]);
      if (press) one.addEventListener("click", press);
      nodes.append(one);
    }
    function choose(name, value, U) { return function () { if (U !== undefined) knobs.U.set(U); knobs[name].set(value); }; }
    for (s = 0; s <= 3; ++s) {
      node("h", s, "h(" + s + ")");
      if (!s) continue;
      node("L", s, "L" + below(s), choose("t", s));
      node("o", s, "o(" + s + ")");
      node("W", s, "W" + above(s), choose("k", s, false));
      node("U", s, "U" + above(s), choose("k", s, true));
      node("x", s, "x(" + s + ")");
    }
    picture.append(svg("g", { "class": "axes" }, [arrows, nodes]));
    var number = "2." + (40 + t * (t - 1) / 2 + t - k + (knob.U ? 6 : 0));
    return light(number, say("Loss {}, to {} in step {}, ({}): ", t, knob.U ? "U" : "W", k, number), factors.slice().reverse().join(" ") + " " + (knob.U ? "x(" + k : "h(" + (k - 1)) + ")ᵀ.");
  }
};

// ---- chapter 3: the sweep back ----
var length = 8, drive = list(1, length, 1).map(function (t) { return Math.sin(t * t); });
var targets = list(1, length, 1).map(function (t) { return Math.cos(3 * t); });
figures.sweep = {
  alt: "For each step that the way back has reached, what comes from its own loss, what comes from the step after it, and delta, their sum.",
  knobs: {
    t: { name: "the sweep has come to t", values: list(1, length, 1), start: 5 },
    w: { name: "weight W", values: list(-1.6, 1.6, 0.1), start: 0.9 }
  },
  curves: [{ name: "from its own loss", colour: "green" }, { name: "from the step after it", colour: "purple" }, { name: "delta, their sum", colour: "vermilion" }],
  height: function () { return 320; },
  draw: function (picture, width, knob, curves) {
    var found = math.reaches(knob.w, drive, targets, 0.5), own = found[0], later = found[1];
    var axes = plot(picture, "sweep", {
      left: 44, top: 34, width: width - 60, height: 232, x: [0.4, length + 0.6], y: [-4, 4], xTics: list(1, length, 1),
      yTics: list(-4, 4, 2), xName: "step t, from right to left", yName: "what reaches h(t)"
    });
    axes.line([[0.4, 0], [length + 0.6, 0]], { stroke: "var(--fig-grey)", "stroke-width": 1 });
    for (var t = length; t >= knob.t; --t)
      [own[t - 1], later[t - 1], own[t - 1] + later[t - 1]].forEach(function (value, i) {
        if (!curves[i].off) axes.line([[t - 0.22 + 0.22 * i, 0], [t - 0.22 + 0.22 * i, value]],
                                      { stroke: "var(--fig-" + curves[i].colour + ")", "stroke-width": 0.18 * width / length, "stroke-linecap": "butt", "stroke-opacity": t === knob.t ? 1 : 0.45 });
      });
    var last = knob.t === length;
    return (last ? say("At t = {} the loss of the step gives {}, and nothing comes after it: ", knob.t, short(own[knob.t - 1]))
      : say("At t = {} the loss of the step gives {}, and step {} passes on {}, which is W σ′ delta({2}): ",
            knob.t, short(own[knob.t - 1]), knob.t + 1, short(later[knob.t - 1]))) +
      "delta(" + knob.t + ") = " + short(own[knob.t - 1] + later[knob.t - 1]) + ".";
  }
};

// ---- chapter 5: a pass with few states kept ----
figures.schedule = {
  alt: "Blocks against the number of runs so far: dots for blocks run forward, squares for ways back, bars for states kept.",
  knobs: {
    blocks: { name: "blocks", values: list(2, 20, 1), start: 10 },
    slots: { name: "slots for states", values: list(1, 20, 1), start: 3 }
  },
  height: function () { return 330; },
  draw: function (picture, width, knob) {
    var order = math.runs(knob.blocks, knob.slots), n = order.length, reached = { 0: 0 }, kept = {}, step = n > 120 ? 50 : n > 60 ? 20 : n > 24 ? 10 : 5;
    var axes = plot(picture, "schedule", {
      left: 44, top: 34, width: width - 60, height: 242, x: [-0.5, n + 1], y: [0, knob.blocks + 1], xTics: list(0, n, step),
      yTics: list(0, knob.blocks, knob.blocks > 10 ? 5 : 2), xName: "blocks run forward so far", yName: "block"
    });
    order.forEach(function (block, i) {
      if (!i || block !== order[i - 1] + 1) kept[block] = [(kept[block] || [reached[block]])[0], i];
      reached[block + 1] = i + 1;
    });
    for (var block in kept)
      axes.line([[kept[block][0], Number(block) + 0.5], [kept[block][1], Number(block) + 0.5]], { stroke: "var(--fig-grey)", "stroke-width": 4 });
    order.forEach(function (at, i) {
      axes.dot([i + 1, at + 1], { fill: "var(--fig-blue)", r: n > 60 ? 2 : 3.5 });
      if (order[i + 1] !== at + 1) axes.dot([i + 1.4, at + 1], { fill: "var(--fig-vermilion)", r: n > 60 ? 2 : 3.5 });
    });
    return (knob.slots > 1 ? say("{} blocks, {} slots: ", knob.blocks, knob.slots) : say("{} blocks, 1 slot: ", knob.blocks)) +
      say("{} runs forward (blue), {} for each block, and {} ways back (vermilion). A grey bar is a state that is kept. ", n, short(n / knob.blocks), knob.blocks) +
      say("With one slot there would be {} runs, with a slot for each block {}.", math.runs(knob.blocks, 1).length, math.runs(knob.blocks, knob.blocks).length);
  }
};

// ---- a figure on the page ----
function knobOf(name, knob, changed, id) {
  var box, value = html("span", { "class": "number" }), label = html("label", { "for": id }, [say(knob.name)]);
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
  knob.set = function (value) {
    if (knob.values) box.value = knob.values.indexOf(value); else box.checked = value;
    changed();
  };
  box.addEventListener("input", changed);
  return html("div", { "class": knob.values ? "knob" : "knob switch" },
              knob.values ? [label, value, box] : [box, label]);
}
function build(figure) {
  var name = figure.id.slice(5), spec = figures[name], names = Object.keys(spec.knobs), wide = 0;
  var picture = svg("svg", { role: "img", "aria-label": say(spec.alt), "class": "themed" });
  var says = html("p", { "class": "says", role: "status" });
  function draw() {
    var state = {}, height = spec.height(wide);
    names.forEach(function (n) { spec.knobs[n].show(); state[n] = spec.knobs[n].read(); });
    picture.setAttribute("viewBox", "0 0 " + wide + " " + height);
    picture.replaceChildren();
    says.replaceChildren.apply(says, [].concat(spec.draw(picture, wide, state, spec.curves)));
  }
  function resize() {
    var now = Math.min(figure.clientWidth, 680);
    if (now > 200 && now !== wide) { wide = now; draw(); }
  }
  var knobs = html("div", { "class": "knobs" }, names.map(function (n) {
    return knobOf(n, spec.knobs[n], draw, figure.id + "-" + n);
  }));
  // In place of the still, before the caption.
  var caption = Array.prototype.filter.call(figure.children, function (child) { return child.tagName === "FIGCAPTION"; });
  figure.replaceChildren.apply(figure, [knobs, picture].concat(spec.curves ? [window.UNROLLED.switches(spec.curves, draw)] : [], says, caption));
  new ResizeObserver(resize).observe(figure);
}
document.querySelectorAll("figure.live").forEach(build);
})();
