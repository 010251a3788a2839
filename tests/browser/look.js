// What one page looks like, as a plain object: run in the page by browse.py.
(function () {
"use strict";
var all = function (what, where) { return Array.from((where || document).querySelectorAll(what)); };
var brief = function (text) { return text.trim().replace(/\s+/g, " ").slice(0, 60); };

// ---- colours: sRGB from 0 to 255, and alpha ----
function rgba(text) {
  var n = (text.match(/[\d.]+(e-?\d+)?/g) || [0, 0, 0, 0]).map(Number);
  if (/^color\(srgb/.test(text)) n = n.map(function (v, i) { return i < 3 ? 255 * v : v; });
  return n.length > 3 ? n : n.concat(1);
}
function over(top, under) {
  return [0, 1, 2].map(function (i) { return top[3] * top[i] + (1 - top[3]) * under[i]; }).concat(1);
}
function luminance(c) {
  var linear = c.slice(0, 3).map(function (v) {
    v /= 255;
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}
function contrast(a, b) {
  var x = luminance(a), y = luminance(b);
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}
var styles, grounds, opacities;
function style(element) {
  if (!styles.has(element)) styles.set(element, getComputedStyle(element));
  return styles.get(element);
}
// What lies under an element: the backgrounds of all that hold it.
function ground(element) {
  if (!element) return [255, 255, 255, 1];
  if (!grounds.has(element))
    grounds.set(element, over(rgba(style(element).backgroundColor), ground(element.parentElement)));
  return grounds.get(element);
}
function opacity(element) {
  if (!element) return 1;
  if (!opacities.has(element)) opacities.set(element, Number(style(element).opacity) * opacity(element.parentElement));
  return opacities.get(element);
}
// The filters that a stylesheet puts on a picture: invert and hue-rotate.
function filtered(c, element) {
  for (; element && element.closest("svg"); element = element.parentElement)
    (style(element).filter.match(/[a-z-]+\([^)]*\)/g) || []).forEach(function (step) {
      var v = parseFloat(step.split("(")[1]);
      if (/^invert/.test(step)) c = c.map(function (x, i) { return i < 3 ? 255 * v + x * (1 - 2 * v) : x; });
      if (/^hue-rotate/.test(step)) {
        var cos = Math.cos(v * Math.PI / 180), sin = Math.sin(v * Math.PI / 180);
        var turn = function (k, a, b) {
          return [0, 1, 2].reduce(function (sum, i) { return sum + c[i] * (k[i] + cos * a[i] + sin * b[i]); }, 0);
        };
        var k = [0.213, 0.715, 0.072];
        c = [turn(k, [0.787, -0.715, -0.072], [-0.213, -0.715, 0.928]),
             turn(k, [-0.213, 0.285, -0.072], [0.143, 0.140, -0.283]),
             turn(k, [-0.213, -0.715, 0.928], [-0.787, 0.715, 0.072])]
          .map(function (x) { return Math.min(255, Math.max(0, x)); }).concat(c[3]);
      }
    });
  return c;
}

// ---- text, and what it stands on ----
function htmlText(say) {
  var walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), done = new Set();
  while (walker.nextNode()) {
    var node = walker.currentNode, element = node.parentElement;
    if (!node.data.trim() || done.has(element)) continue;
    done.add(element);
    if (element.closest("svg, script, style, noscript, template, math, .skip")) continue;
    if (!element.getClientRects().length || style(element).visibility === "hidden") continue;
    var seen = opacity(element), under = ground(element), ink = rgba(style(element).color);
    if (!seen) continue;
    say(over([ink[0], ink[1], ink[2], ink[3] * seen], under), under, element, node.data);
  }
}
// In a picture text stands on the last shape that was painted there before it.
function svgText(svg, say) {
  var shapes = all("path, rect, polygon, circle, ellipse", svg).filter(function (shape) {
    return !shape.closest("defs, clipPath, marker") && style(shape).fill !== "none";
  }).map(function (shape) { return { shape: shape, box: shape.getBoundingClientRect() }; });
  all("text", svg).forEach(function (text) {
    if (!text.textContent.trim() || !text.getClientRects().length || style(text).visibility === "hidden") return;
    var box = text.getBoundingClientRect(), y = (box.top + box.bottom) / 2, page = ground(svg);
    var earlier = shapes.filter(function (s) {
      return s.shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    var inks = [text].concat(all("tspan", text)).filter(function (part) {
      return Array.from(part.childNodes).some(function (n) { return n.nodeType === 3 && n.data.trim(); });
    });
    [0.05, 0.5, 0.95].forEach(function (share) {
      var x = box.left + share * (box.right - box.left), under = page;
      earlier.forEach(function (s) {
        if (x < s.box.left || x > s.box.right || y < s.box.top || y > s.box.bottom) return;
        var at = new DOMPoint(x, y).matrixTransform(s.shape.getScreenCTM().inverse());
        if (!s.shape.isPointInFill(at)) return;
        var fill = rgba(style(s.shape).fill);
        fill[3] *= Number(style(s.shape).fillOpacity) * Number(style(s.shape).opacity);
        under = over(filtered(fill, s.shape), under);
      });
      // A halo of the text's own is nearer than any shape.
      if (/^stroke/.test(style(text).paintOrder) && parseFloat(style(text).strokeWidth) >= 2)
        under = over(filtered(rgba(style(text).stroke), text), under);
      inks.forEach(function (part) {
        var ink = filtered(rgba(style(part).fill), part);
        ink[3] *= Number(style(part).fillOpacity) * opacity(part);
        say(over(ink, under), under, text, text.textContent);
      });
    });
  });
}
function faint(theme) {
  var before = document.documentElement.className, found = {};
  document.documentElement.className = theme;
  styles = new Map();
  grounds = new Map();
  opacities = new Map();
  var say = function (ink, under, element, words) {
    var ratio = contrast(ink, under);
    if (ratio >= 4.495) return;
    var place = element.closest("figure[id]"), kind = element.closest("svg") ? "svg text" : element.tagName.toLowerCase();
    var shown = function (c) { return "rgb(" + c.slice(0, 3).map(Math.round) + ")"; };
    var key = kind + "." + (element.getAttribute("class") || "") + shown(ink) + shown(under) + (place ? place.id : "");
    if (!found[key]) found[key] = theme.split(" ")[0] + ", " + (place ? "#" + place.id + ", " : "") + kind + " \"" + brief(words) + "\": " +
      ratio.toFixed(2) + " of " + shown(ink) + " on " + shown(under);
  };
  htmlText(say);
  all("svg").forEach(function (svg) { if (svg.getClientRects().length) svgText(svg, say); });
  document.documentElement.className = before;
  return Object.values(found);
}

// ---- formulas ----
function untypeset() {
  var found = all(".katex").filter(function (e) { return !/KaTeX/.test(getComputedStyle(e).fontFamily); })
    .slice(0, 3).map(function (e) { return "without its fonts: " + brief(e.textContent); });
  var walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    var node = walker.currentNode;
    if (/\\[a-zA-Z(\[]|\$\$|\{\{(\d\d-|notes\.)|<\/?(tt|code|em|b)>|^\s*\*\s*\S|(^|\s)\*\w|^\s*\*\s*$/.test(node.data) &&
        !node.parentElement.closest("script, style, code, tt, pre, kbd, .api, .katex"))
      found.push("raw text: " + brief(node.data));
  }
  return found;
}

// ---- one title a page, and no level left out ----
function headings() {
  var found = all("h1").length === 1 ? [] : [all("h1").length + " titles, expected one"], last = 1;
  all("main h1, main h2, main h3, main h4").forEach(function (h) {
    var level = Number(h.tagName[1]);
    if (level > last + 1 && !h.closest(".api")) found.push("level " + level + " after " + last + ": " + brief(h.textContent));
    last = level;
  });
  return found;
}

// ---- what sticks out on a phone ----
function sticksOut() {
  var wide = document.documentElement.clientWidth;  // innerWidth grows with what sticks out
  var bar = all(".masthead > *").filter(function (e) { return e.checkVisibility() && e.getBoundingClientRect().right > wide + 0.5; });
  if (bar.length) return ["\"" + brief(bar[0].textContent) + "\" of the bar ends at " + Math.round(bar[0].getBoundingClientRect().right) + " on a screen of " + wide];
  if (document.documentElement.scrollWidth <= wide) return [];
  var scrolls = function (e) {
    for (e = e.parentElement; e && e !== document.body; e = e.parentElement)
      if (getComputedStyle(e).overflowX !== "visible") return true;
    return false;
  };
  var out = all("body *").filter(function (e) {
    var box = e.getBoundingClientRect();
    return box.width && box.right > wide + 0.5 && !scrolls(e);
  }).slice(0, 3).map(function (e) {
    return e.tagName.toLowerCase() + "." + (e.getAttribute("class") || "") + " \"" + brief(e.textContent) + "\"";
  });
  return ["the page is " + document.documentElement.scrollWidth + " px wide on a screen of " + wide + ": " + out.join(", ")];
}

// ---- places from which the switch of the language does not lead to the same place ----
function lost() {
  var other = document.querySelector("a.language"), twin = other && other.getAttribute("href");
  if (!other || twin.split("/").pop() !== location.pathname.split("/").pop()) return [];
  return all("main [id]").filter(function (e) { return !e.closest("svg") && e.getClientRects().length; }).map(function (e) {
    location.replace("#" + e.id);
    other.dispatchEvent(new Event("pointerdown"));
    return other.getAttribute("href") === twin + "#" + e.id ? "" : "#" + e.id + " leads to " + other.getAttribute("href");
  }).filter(Boolean);
}

// ---- names for those who do not see ----
function nameless() {
  var named = function (e) {
    return (e.getAttribute("aria-label") || e.getAttribute("title") || e.getAttribute("aria-labelledby") || "").trim();
  };
  var found = all("img").filter(function (e) { return !(e.getAttribute("alt") || "").trim(); });
  found = found.concat(all("svg").filter(function (e) {
    if (e.closest("[aria-hidden='true']") || e.parentElement.closest("svg")) return false;
    return !/^(img|group|navigation)$/.test(e.getAttribute("role") || "") || !named(e);
  }));
  found = found.concat(all("object, iframe, canvas, video").filter(function (e) { return !named(e); }));
  found = found.concat(all("button, input, select").filter(function (e) {
    return !named(e) && !e.textContent.trim() && !(e.labels && e.labels.length);
  }));
  return found.map(function (e) { return "without a name: " + brief(e.outerHTML); });
}

// ---- words in figures that are too small, sub- and superscripts apart ----
function small() {
  return all("figure svg text").map(function (text) {
    var svg = text.ownerSVGElement, scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    var size = Math.max.apply(null, [text].concat(all("tspan", text)).map(function (part) { return parseFloat(getComputedStyle(part).fontSize); }));
    return scale && size * scale < 10.9 ? "#" + text.closest("figure").id + ": \"" + brief(text.textContent) + "\" is " + (size * scale).toFixed(1) + " pixels high" : "";
  }).filter(Boolean);
}

// ---- controls that a finger misses ----
function narrow() {
  return all("button, summary, select, input:not([type=checkbox])").filter(function (e) {
    var box = e.getBoundingClientRect();
    return e.checkVisibility() && box.width && box.height < 23.9;
  }).map(function (e) { return brief(e.outerHTML) + " is " + e.getBoundingClientRect().height.toFixed(0) + " pixels high"; });
}

// ---- folds, tried: [[name, shown before it is asked for, shown after]]. All are open then ----
function folds() {
  var words = all("details > summary"), shown = function (summary) {
    return summary.parentElement.getBoundingClientRect().height > summary.getBoundingClientRect().height + 8;
  };
  var before = words.map(shown);
  words.forEach(function (summary) { summary.click(); });
  var found = words.map(function (summary, i) { return [brief(summary.textContent), before[i], shown(summary)]; });
  all("details").forEach(function (fold) { fold.open = true; });
  return found;
}

// ---- switches, tried: each takes a curve off and brings it back ----
function curves() {
  return all("figure:not(.live)").map(function (figure) {
    var series = all("svg .series", figure), visible = function () {
      return all("svg .series *", figure).filter(function (part) { return part.checkVisibility({ opacityProperty: true, visibilityProperty: true }); }).length;
    };
    return { id: figure.id, named: new Set(series.map(function (s) { return s.dataset.name; }).filter(Boolean)).size,
             switches: all("button[aria-pressed], [role=switch]", figure).map(function (button) {
               var before = visible(), off, click = function () { button.dispatchEvent(new MouseEvent("click", { bubbles: true })); };
               click();
               off = visible();
               click();
               return [brief(button.textContent), off < before && visible() === before];
             }) };
  });
}

// ---- the page, and where its addresses lead ----
function look() {
  var href = function (a) { return a.getAttribute("href") || a.getAttribute("xlink:href"); };
  return {
    folds: folds(), curves: curves(), small: small(), narrow: narrow(),
    formulas: untypeset(), overflow: sticksOut(), names: nameless(),
    contrast: faint("light-mode js").concat(faint("dark-mode js")),
    headings: headings(), lost: lost(),
    ids: all("[id]").map(function (e) { return e.id; }),
    links: all("a").map(href).filter(Boolean), map: all(".map a").map(href),
    around: ["prev", "next"].map(function (way) { return all(".neighbours a[rel=" + way + "]").map(href)[0] || null; }),
    numbers: all(".source a.equation").map(function (a) {
      return [a.textContent.replace(/[()\[\]]/g, ""), href(a), a.closest("[id]").id];
    }),
    equations: all(".numbered").map(function (e) {
      var words = e.querySelector("summary");
      return { id: e.id, stated: !!words && /stated/.test(words.textContent),
               code: all(".place", e).map(href), tests: all(".tests a", e).map(href) };
    })
  };
}
window.UNROLLED_LOOK = { look: look, sticksOut: sticksOut };
})();
