// The mathematics of the figures that compute as one plays with them. No page
// is needed to run it. The names are those of the chapters' C++, with which the
// browser tests compare every function.
(function (global) {
"use strict";
function sigmoid(z) {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  var e = Math.exp(z);
  return e / (1 + e);
}

// tanh'(z), which keeps its digits where 1 - tanh^2 would round to 0.
function tanhSlope(z) {
  var e = Math.exp(-2 * Math.abs(z));
  return 4 * e / ((1 + e) * (1 + e));
}

// ---- how a state depends on an earlier one: one or two tanh units ----
// W is an array of rows; drive[t - 1] is U x(t) + b; h0 is h(0).
function multiply(A, B) {
  return A.map(function (row) {
    return B[0].map(function (_, j) {
      return row.reduce(function (sum, a, k) { return sum + a * B[k][j]; }, 0);
    });
  });
}

// z(1), ..., z(tau) of a forward pass: (3.1) and (3.2).
function preactivations(W, drive, h0) {
  var h = h0;
  return drive.map(function (u) {
    var z = W.map(function (row, i) {
      return row.reduce(function (sum, w, j) { return sum + w * h[j]; }, u[i]);
    });
    h = z.map(Math.tanh);
    return z;
  });
}

// J(t) = diag(tanh'(z(t))) W: (4.3).
function stepJacobian(W, z) {
  return W.map(function (row, i) {
    return row.map(function (w) { return tanhSlope(z[i]) * w; });
  });
}

// The largest singular value of a number, or of two rows of two.
function spectralNorm(M) {
  if (M.length === 1) return Math.abs(M[0][0]);
  var a = M[0][0], b = M[0][1], c = M[1][0], d = M[1][1];
  return (Math.hypot(a + d, c - b) + Math.hypot(a - d, b + c)) / 2;
}

// log10 of the norm of dh(tau)/dh(tau - n), n = 0, ..., tau: (4.4). The product
// is kept at norm 1 and its size apart, so that nothing underflows.
function logNorms(W, drive, h0) {
  var z = preactivations(W, drive, h0), logs = [0], size = 0;
  var product = W.map(function (row, i) { return row.map(function (_, j) { return i === j ? 1 : 0; }); });
  for (var t = z.length; t >= 1; --t) {
    product = multiply(product, stepJacobian(W, z[t - 1]));
    var norm = spectralNorm(product) || Number.MIN_VALUE;
    size += Math.log10(norm);
    product = product.map(function (row) { return row.map(function (v) { return v / norm; }); });
    logs.push(size);
  }
  return logs;
}

// log10 of what that norm cannot exceed: (4.5) for tanh.
function logBound(W, lag) { return lag * Math.log10(spectralNorm(W)); }

// w times a rotation: two units whose W stretches every vector by w.
function rotation(w, angle) {
  var c = w * Math.cos(angle), s = w * Math.sin(angle);
  return [[c, -s], [s, c]];
}

// ---- the cliff: one sigmoid unit without input ----
var start = 0.5, steps = 50, target = 0.7; // x(0), tau, the target of the last state

// E(w, b): (4.13) and (4.14).
function error(w, b) {
  var x = start;
  for (var t = 1; t <= steps; ++t) x = w * sigmoid(x) + b;
  return (sigmoid(x) - target) * (sigmoid(x) - target);
}

// dE/dw and dE/db, backwards through time: (3.10) to (3.14).
function gradient(w, b) {
  var h = [sigmoid(start)], dw = 0, db = 0, t;
  for (t = 1; t <= steps; ++t) h[t] = sigmoid(w * h[t - 1] + b);
  var delta = 2 * (h[steps] - target);
  for (t = steps; t >= 1; --t) {
    var dz = h[t] * (1 - h[t]) * delta;
    dw += dz * h[t - 1];
    db += dz;
    delta = w * dz;
  }
  return [dw, db];
}

// The bias at which the start is a fixed point: (4.16).
function wall(w) { return start - w * sigmoid(start); }

// A gradient scaled to the threshold from there on: (4.18) to (4.20).
function clip(g, threshold) {
  var norm = Math.hypot(g[0], g[1]), scale = norm >= threshold ? threshold / norm : 1;
  return [g[0] * scale, g[1] * scale];
}

// The points (w, b) of a descent, the first being the start; threshold 0: no
// clipping.
function descend(w, b, rate, threshold, updates) {
  var path = [[w, b]];
  for (var i = 1; i <= updates; ++i) {
    var g = gradient(w, b);
    if (threshold > 0) g = clip(g, threshold);
    w -= rate * g[0];
    b -= rate * g[1];
    path.push([w, b]);
  }
  return path;
}

// ---- a slope by numbers: (1.17) to (1.19) ----
// e^z / sqrt(sin^3 z + cos^3 z) of a complex z = [x, y], and its slope at x = 1.5.
var at = 1.5, slope = 4.053427893898621;
function times(a, b) { return [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]; }
function martins(x, y) {
  var s = [Math.sin(x) * Math.cosh(y), Math.cos(x) * Math.sinh(y)];
  var c = [Math.cos(x) * Math.cosh(y), -Math.sin(x) * Math.sinh(y)];
  var s3 = times(s, times(s, s)), c3 = times(c, times(c, c)), q = [s3[0] + c3[0], s3[1] + c3[1]];
  var size = 1 / Math.sqrt(Math.hypot(q[0], q[1])), turn = -Math.atan2(q[1], q[0]) / 2;
  return times([Math.exp(x) * Math.cos(y), Math.exp(x) * Math.sin(y)], [size * Math.cos(turn), size * Math.sin(turn)]);
}
// By forward difference, central difference and complex step.
function slopes(h) {
  function f(x) { return martins(x, 0)[0]; }
  return [(f(at + h) - f(at)) / h, (f(at + h) - f(at - h)) / (2 * h), martins(at, h)[1] / h];
}

// ---- the way back through one tanh unit that is its own output ----
// What reaches h(1), ..., h(tau): from the loss of the step itself, and from the
// step after it; delta is their sum: (3.10) and (3.11).
function reaches(w, drive, y, h0) {
  var z = preactivations([[w]], drive.map(function (u) { return [u]; }), [h0]), own = [], later = [], next = 0;
  for (var t = z.length - 1; t >= 0; --t) {
    own[t] = Math.tanh(z[t][0]) - y[t];
    later[t] = next;
    next = w * tanhSlope(z[t][0]) * (own[t] + later[t]);
  }
  return [own, later];
}

// ---- a pass with few states kept ----
function binomial(n, k) {
  for (var result = 1, i = 1; i <= k; ++i) result = result * (n - k + i) / i;
  return Math.round(result);
}
// Where the next state is put down, of t blocks with m slots: (5.14).
function split(t, m) {
  for (var r = 0; binomial(m + r, m) < t; ++r);
  return Math.min(binomial(m + r - 1, m), t - (m > 1 ? binomial(m + r - 2, m - 1) : 1));
}
// The blocks run forward, in order, from 0 on.
function runs(blocks, slots) {
  var order = [];
  (function back(first, last, m) {
    if (last - first === 1 || m === 1) {
      for (var b = last; b-- > first;) for (var i = first; i <= b; ++i) order.push(i);
      return;
    }
    var y = split(last - first, m);
    for (var j = first; j < first + y; ++j) order.push(j);
    back(first + y, last, m - 1);
    back(first, first + y, m);
  })(0, blocks, Math.min(slots, blocks));
  return order;
}

global.UNROLLED_LIVE = {
  slope: slope, slopes: slopes, reaches: reaches, runs: runs,
  logNorms: logNorms, logBound: logBound, rotation: rotation,
  error: error, gradient: gradient, wall: wall, clip: clip, descend: descend
};
})(typeof window === "undefined" ? globalThis : window);
