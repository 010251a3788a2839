"""A small site in which everything is wrong that the browser tests look for."""
import json
import pathlib
import re
import shutil

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"

# What each check must say of it.
DEFECTS = {
    "console": ["thrown on purpose"],
    "requests": ["foreign: https://elsewhere.example/", "failed: "],
    "formulas": ["without its fonts: x2", "raw text: The half is $x", "raw text: A <tt>", "raw text: *not set*"],
    "links": ["dead link absent.html", "no anchor index.html#absent", "id twin stands twice"],
    "overflow": ["the page is 6", "\"Beyond\" of the bar ends at"],
    "widths": ["px wide on a screen of 320", "px wide on a screen of 600"],
    "headings": ["2 titles", "level 3 after 1: Too deep"],
    "steady": ["ch_two.html: its layout shifts by", "without JavaScript the contents are not there",
               "without JavaScript there is raw TeX"],
    "legible": ["#fig-heat: \"on a dark cell\" is"],
    "targets": ["mute-button"],
    "contrast": ["light-mode, p \"grey on white\"", "dark-mode, p \"black on black\"", "p \"half gone\"",
                 "light-mode, #fig-heat, svg text \"on a dark cell\"",
                 "dark-mode, #fig-heat, svg text \"on a light cell\""],
    "names": ["<img src=\"data:", "<svg id=\"mute\"", "<button id=\"mute-button\""],
    "equations": ["(1.2): src.html#l2 does not lead back", "(1.3) has no line or no test",
                  "(1.4) has no line or no test", "eq_1_1: the number in the listing leads to"],
    "search": ["'梯度裁剪' is not found", "'xylophone quartet' is found"],
    "keyboard": ["not reached by Tab: <button id=\"far\"", "focus is not seen: <a href=\"#\" id=\"unseen\"",
                 "does not skip to the text"],
    "escape": ["the contents: Escape does not close", "two arrows lead to place", "Enter does not open"],
    "languages": ["#lost leads to zh/languages.html", "the switch leads to"],
    "theme": ["the button leaves the page", "does not remember", "who prefers dark gets light-mode"],
    "folds": ["'open already' is open before", "'never opens' does not open"],
    "neighbours": ["prev leads to ch_two.html", "next leads to None", "the map does not show ch_two.html"],
    "live": ["#dead does not react to 'step'", "product(0.5, 3) is 0.12500001", "cliff(1)[1] is",
             "wrong numbers of cliff are not noticed"],
    "rows": ["the header does not stay at 390", "'note B' shows 0 of 4 rows", "the choices of 'note A' show 3 of 4", "#row_A1 is not shown", "on paper the header is ['block"],
    "curves": ["#fig-three has 3 curves and no switch", "the switch 'first' does nothing"],
}

PHRASES = (("gradient clipping", "ch_one.html"), ("梯度裁剪", "ch_one.html"), ("xylophone quartet", None))
POINTS = [{"function": "product", "arguments": [0.5, 3], "value": 0.125},
          {"function": "cliff", "arguments": [1], "value": [1.0, 2.0]}]
WRONG_POINTS = [{"function": "cliff", "arguments": [1], "value": [1.0, 1.0]}]

STYLE = """
body { background: white; color: black; }
.dark-mode body.turns { background: black; }
:focus-visible { outline: 2px solid blue; }
#unseen { outline: none; }
"""
# A theme button that changes a name and nothing else.
THEME = """
document.querySelectorAll("button.theme").forEach(function (b) {
  b.addEventListener("click", function () { document.documentElement.className = "dark-mode"; });
});
"""
EMPTY_PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def series(*names):
    return "".join(f"<g class='series' data-name='{n}'><path d='M0 0L9 9'/></g>" for n in names)


def figure(name, inside, after=""):
    return (f"<figure id='{name}'><svg viewBox='0 0 300 100' role='img' aria-label='a figure'>{inside}</svg>"
            f"{after}</figure>")


PAGES = {
    "index": "<button class='find'>Search</button><button class='menu'>Contents</button><p id='the-contents'>of it all</p><button class='theme'>Dark</button>"
             "<button id='far' tabindex='-1'>Far</button><a href='#' id='unseen'>a link</a>",
    "console": "<script>throw new Error('thrown on purpose')</script>",
    "requests": "<img alt='x' src='https://elsewhere.example/x.png'><script src='absent.js'></script>",
    "formulas": "<p><i class='katex'>x2</i></p><p>The half is $x = \\frac{1}{2}$.</p><p>A &lt;tt&gt;</p><p>*not set*</p>",
    "headings": "<main><h1>One</h1><h3>Too deep</h3><h1>Another</h1></main>",
    "links": "<a href='absent.html'>a</a> <a href='index.html#absent'>b</a><p id='twin'></p><p id='twin'></p>",
    "languages": "<a class='language' href='zh/languages.html'>x</a><main><p id='lost'>x</p></main>",
    "bar": "<div style='overflow: auto'><div class='masthead' style='display: flex'><button style='margin-left: 600px'>Beyond</button></div></div>",
    "overflow": "<div style='width: 600px'>wide</div>",
    "contrast": "<script>document.body.className = 'turns'</script><p style='color: #aaa'>grey on white</p>"
                "<p>black on black</p><p style='opacity: .4'>half gone</p>" +
                figure("fig-heat", "<path fill='#08306b' d='M0 0H100V100H0z'/><text x='10' y='50' fill='#222' font-size='5'>on a "
                       "dark cell</text><g style='filter: invert(1)'><path fill='#555' d='M100 0H300V100H100z'/>"
                       "<text x='120' y='50' fill='#999'>on a light cell</text></g>"),
    "rows": "<div class='filter'><select aria-label='note'><option>note</option><option>note A</option></select><select aria-label='other' onchange='document.querySelectorAll(\"tr\").forEach(r => r.hidden = true)'>"
            "<option>note</option><option>note B</option></select></div><div class='table rows'><table><thead style='display: block'><tr><th>note A"
            "</th></tr></thead><tbody><tr hidden><td id='row_A1'>A1</td></tr>" + "<tr><td style='height: 700px'>A</td></tr>" * 3 + "</tbody></table></div>",
    "names": f"<img src='{EMPTY_PICTURE}'><svg id='mute'></svg><button id='mute-button'></button>",
    "src": "<pre class='source'>" + "\n".join(
        f"<span id='l{n}'>x; <span class='comment'>// <a class='equation' href='{to}'>(1.{n})</a></span></span>"
        for n, to in ((1, "ch_one.html#eq_1_1"), (2, "ch_one.html#eq_1_1"), (3, "ch_one.html#eq_1_3"),
                      (4, "ch_one.html#eq_1_4"))) + "</pre>"
           "<script>document.querySelector('a').addEventListener('click', e => e.preventDefault())</script>",
    "ch_one": "<a class='language' href='zh/ch_one.html'>x</a>" + "".join(
        f"<div class='numbered' id='eq_1_{n}'><details class='ties'><summary>line</summary><p>x</p><p>x</p>"
        + (f"<a class='place' href='src.html#l{n}'>line</a>" if n != 3 else "")
        + ("<p class='tests'><a href='src.html#l1'>test</a></p>" if n != 4 else "") + "</details></div>"
        for n in (1, 2, 3, 4)) +
        "<details open><summary>open already</summary><p style='height: 50px'>x</p></details>"
        "<details><summary onclick='event.preventDefault()'>never opens</summary><p style='height: 50px'>x</p></details>"
        "<figure class='map'></figure><nav class='neighbours'><a rel='prev' href='ch_two.html'>2</a></nav>" +
        figure("fig-three", series("a", "b", "c")) +
        figure("fig-dead", series("a", "b", "c"), "<button aria-pressed='true'>first</button>"),
    "ch_two": "<p>\\frac</p><script>setTimeout(function () { var d = document.createElement('div');"
              "d.style.height = '300px'; document.body.prepend(d); }, 60)</script><p style='height: 400px'>x</p><figure class=\"live\" id='dead'><svg role='img' aria-label='x'></svg>"
              "<label>step<input type='range'></label></figure>"
              "<script>window.UNROLLED_LIVE = {product: (w, n) => Math.pow(w, n) + 1e-8, cliff: w => [w, w]}</script>",
}


def make(folder):
    """Writes the site."""
    for script in ("say.js", "search.js"):
        shutil.copy(DOCS / script, folder / script)
    (folder / "search-index.js").write_text("window.UNROLLED_SYMBOLS = {}; window.UNROLLED_SEARCH = " + json.dumps({
        "pages": [{"file": "ch_one.html", "chapter": 1, "title": "One"}],
        "parts": [{"page": 0, "anchor": "", "heading": "Gradient clipping", "text": "of a xylophone quartet"}]}))
    chosen = re.search("<script>.*?</script>", (DOCS / "page.html").read_text(), re.S)[0]
    contents = "<nav class='chapters'><a href='ch_one.html'>1</a><a href='ch_two.html'>2</a></nav>"
    for name, body in PAGES.items():
        # The first is light, whatever the reader prefers.
        start = chosen if name != "index" else "<script>document.documentElement.className = 'light-mode'</script>"
        (folder / f"{name}.html").write_text(
            f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width="
            f"device-width, initial-scale=1'><title>{name}</title><link rel='icon' href='data:,'>"
            f"<style>{STYLE}</style>{start}</head><body>{contents if name == 'index' else ''}{body}"
            f"<script src='say.js'></script><script src='search.js'></script><script>{THEME}</script></body></html>")
