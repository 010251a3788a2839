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

global.UNROLLED_LIVE = {
  logNorms: logNorms, logBound: logBound, rotation: rotation,
  error: error, gradient: gradient, wall: wall, clip: clip, descend: descend
};
})(typeof window === "undefined" ? globalThis : window);
