"""What the built site must be: each check is a function of a Site and returns what is wrong."""
import json
import posixpath
import re
import urllib.parse

from browser import WIDTH, Browser

# ---- every page, looked at once ----

SHIFT = """
var done = arguments[0], sum = 0;
new PerformanceObserver(function (list) { list.getEntries().forEach(function (e) { sum += e.value; }); })
  .observe({type: "layout-shift", buffered: true});
function painted(then) { requestAnimationFrame(function () { requestAnimationFrame(function () { setTimeout(then); }); }); }
setTimeout(function () { painted(function () { done(sum); }); }, 300);
"""
# Long formulas are fitted in the frame after a change of the width.
FITTED = "var done = arguments[0]; requestAnimationFrame(function () { requestAnimationFrame(function () { done(); }); });"
KINDS = ("code", "index", "namespace", "notation", "notes", "overflow", "src_")


def survey(browser):
    """What each page looks like, what it asked for, what its controls do: one load a page. And the chapters."""
    names = sorted((path.name for path in browser.site.glob("*.html")), key=lambda name: (name != "index.html", name))
    names += sorted("zh/" + path.name for path in browser.site.glob("zh/*.html"))
    pages, chapters = {}, []
    at_all_widths = {next((name for name in names if name.startswith(kind)), "index.html") for kind in KINDS}
    for name in names:
        browser.driver.get(browser.root + name)
        shift = browser.driver.execute_async_script(SHIFT) if name in chapters else 0
        browser.js(browser.look)
        seen = pages[name] = browser.js("return UNROLLED_LOOK.look()")
        seen.update(shift=shift, widths=[])
        if name == "index.html":
            chapters = browser.chapters()
        if name in chapters or name in at_all_widths or name.startswith("zh/"):
            for width in (320,) if name.startswith("zh/") else (320, 600, 900, 901, 1021, 1239, 1240, 1540, 2560):
                browser.resize(width)
                browser.driver.execute_async_script(FITTED)
                seen["widths"] += browser.js("return UNROLLED_LOOK.sticksOut()")
            browser.resize(WIDTH)
        seen["console"] = [entry["message"] for entry in browser.driver.get_log("browser")
                           if entry["level"] in ("SEVERE", "WARNING")]
        seen["requests"] = requests(browser)
    return pages, chapters


def requests(browser):
    """Requests that failed, or went elsewhere than into the site."""
    asked, wrong = {}, []
    for entry in browser.driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        about = message["params"]
        if message["method"] == "Network.requestWillBeSent":
            url = asked[about["requestId"]] = about["request"]["url"]
            if not url.startswith((browser.root, "data:", "about:")):
                wrong.append("foreign: " + url)
        elif message["method"] == "Network.loadingFailed" and not about.get("canceled"):
            wrong.append(f"failed: {asked.get(about['requestId'], '?')}: {about['errorText']}")
    return wrong


def of_each_page(key):
    """A check that is a list of problems on each page."""
    return lambda site: [f"{page}: {problem}" for page, seen in site.pages.items() for problem in seen[key]]


def links(site):
    """Addresses that lead nowhere, and names that stand twice on a page."""
    ids = {page: set(seen["ids"]) for page, seen in site.pages.items()}
    problems = []
    for page, seen in site.pages.items():
        twice = sorted({i for i in seen["ids"] if seen["ids"].count(i) > 1}
                       if len(ids[page]) < len(seen["ids"]) else ())
        problems += [f"{page}: id {name} stands twice" for name in twice]
        for link in sorted(set(seen["links"])):
            address = urllib.parse.urlsplit(link)
            if address.scheme in ("https", "http", "mailto"):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), urllib.parse.unquote(address.path))) if address.path else page
            part = urllib.parse.unquote(address.fragment)
            if address.scheme or not (site.browser.site / target).is_file():
                problems.append(f"{page}: dead link {link}")
            elif part and target in ids and part not in ids[target]:
                problems.append(f"{page}: no anchor {link}")
    return problems


def equation_numbers(site):
    """By each equation its line and test; in that line the number, which leads back."""
    pages, problems, ways = site.pages, [], 0
    for home, seen in pages.items():
        for equation in seen["equations"] if not home.startswith("zh/") else []:
            number = equation["id"].removeprefix("eq_").replace("_", ".")
            if not equation["tests"] or not (equation["code"] or equation["stated"]):
                problems.append(f"({number}) has no line or no test")
            for place in equation["code"] + equation["tests"]:
                page, line = place.split("#")
                ways += 1
                back = [href for n, href, at in pages.get(page, {"numbers": []})["numbers"]
                        if n == number and (at == line or place in equation["tests"])]
                if f"{home}#{equation['id']}" not in back:
                    problems.append(f"({number}): {place} does not lead back to {home}")
    return problems if ways else ["no equation leads to a line or a test"]


# ---- controls, tried ----

def equation_clicks(site):
    """Clicked: from an equation to its line, and from that line back."""
    browser = site.browser
    home, equation = next((p, e) for p, seen in site.pages.items() for e in seen["equations"] if e["code"])
    place, back = equation["code"][0], f"{home}#{equation['id']}"
    browser.open(home)
    browser.js("arguments[0].click()", browser.one(f".ties a[href='{place}']"))
    browser.wait("return document.readyState === 'complete' && document.querySelector('.source a.equation')")
    problems = [] if browser.address() == place else [f"{back}: its line leads to {browser.address()}"]
    browser.js("arguments[0].click()", browser.one(f".source a.equation[href='{back}']"))
    if not browser.wait("return location.href.endsWith(%s)" % json.dumps("/" + back)):
        problems.append(f"{back}: the number in the listing leads to {browser.address()}")
    return problems


def equations(site):
    return equation_numbers(site) + equation_clicks(site)


def search(site):
    """Phrases in English and Chinese, a number, a row of the notes, and what the book does not hold: by the keyboard."""
    from selenium.webdriver.common.keys import Keys
    browser, problems = site.browser, []
    for phrase, expected in site.phrases:
        folder, _, expected = (expected or "").rpartition("/")
        browser.open(posixpath.join(folder, "index.html"))
        browser.press("/")
        if not browser.wait("return document.activeElement.type === 'search'"):
            return ["the key / opens no search"]
        browser.press(phrase)
        browser.wait("return window.UNROLLED_SEARCH && document.querySelector('.search .found').textContent")
        found = browser.js("return Array.from(document.querySelectorAll('.search li a')).map("
                           "a => a.getAttribute('href').split('#')[0])")
        if not expected:
            problems += [f"'{phrase}' is found in {page}" for page in found]
        elif expected not in found:
            problems.append(f"'{phrase}' is not found in {expected}")
        else:
            browser.press(*[Keys.ARROW_DOWN] * (found.index(expected) + 1), Keys.ENTER)
            if not browser.wait(f"return location.pathname.endsWith('/{expected}')"):
                problems.append(f"'{phrase}': the place found leads to {browser.address()}")
    return problems


FOCUS = """
var found = window.FOCUS = {reached: [], unseen: []};
document.addEventListener("focusin", function (event) {
  var e = event.target, s = getComputedStyle(e);
  found.reached.push(e);
  var box = e.getBoundingClientRect();
  var marked = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none";
  if (!marked || !box.width || box.right < 0 || box.bottom < 0) found.unseen.push(e.outerHTML.slice(0, 90));
});
"""
MISSED = """
var controls = "button, input, select, textarea, summary, main a[href], [role=button], [role=switch]";
return Array.from(document.querySelectorAll(controls)).filter(function (e) {
  return e.checkVisibility({visibilityProperty: true}) && !e.disabled
    && !FOCUS.reached.includes(e)
    // Of radio buttons of one name the Tab key reaches one.
    && !(e.type === "radio" && FOCUS.reached.some(function (r) { return r.name === e.name; }));
}).map(function (e) { return e.outerHTML.slice(0, 90); });
"""


def keyboard(site):
    """The Tab key reaches each control and link of a page, and one sees where it is."""
    from selenium.webdriver.common.keys import Keys
    browser, problems = site.browser, []
    browser.resize(1280, 900)
    for page in ["index.html", site.live_page]:
        browser.open(page)
        browser.js(FOCUS)
        stops = browser.js("return document.querySelectorAll('a[href], button, input, select, summary, "
                           "[tabindex]').length")
        browser.press(*[Keys.TAB] * (stops + 2))
        problems += [f"{page}: not reached by Tab: {e}" for e in browser.js(MISSED)]
        problems += [f"{page}: focus is not seen: {e}" for e in sorted(set(browser.js("return FOCUS.unseen")))]
    browser.open("index.html")
    browser.press(Keys.TAB, Keys.ENTER)
    if not browser.address().endswith("#the-text"):
        problems.append("index.html: the first Tab does not skip to the text")
    browser.resize(WIDTH)
    return problems


def escape(site):
    """The contents of a phone and the search close at Escape; what was found is reached by arrows, and opened."""
    from selenium.webdriver.common.keys import Keys
    browser, problems = site.browser, []
    browser.open("index.html")
    for name, opens, shown in (("the contents", "button.menu", "#the-contents"), ("the search", "button.find", "dialog.search input")):
        seen = f"(function () {{ var e = document.querySelector('{shown}'); return !!e && e.checkVisibility(); }})()"
        browser.js("arguments[0].click()", browser.one(opens))
        if not browser.wait("return " + seen):
            problems.append(f"{name}: not opened")
        browser.press(Keys.ESCAPE)
        if not browser.wait("return !" + seen):
            problems.append(f"{name}: Escape does not close them")
    browser.open("index.html")
    browser.press("/")
    browser.wait("return document.activeElement.type === 'search'")
    browser.press("gradient")
    browser.wait("return document.querySelector('.search li a')")
    browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    at = browser.js("return Array.from(document.querySelectorAll('.search li a')).indexOf(document.activeElement)")
    if at != 1:
        problems.append(f"two arrows lead to place {at + 1} of those found")
    place = browser.js("var a = document.querySelectorAll('.search li a')[1]; return a && a.getAttribute('href')")
    browser.press(Keys.ENTER)
    if not place or not browser.wait("return location.href.endsWith(%s)" % json.dumps(place)):
        problems.append(f"Enter does not open {place}")
    return problems


def languages(site):
    """From each place of a page the switch leads to the same one in the other language; one is tried, there and back."""
    browser, problems = site.browser, of_each_page("lost")(site)
    place = next(f"{page}#{e['id']}" for page, seen in site.pages.items() for e in seen["equations"][-1:])
    browser.open(place)
    for there in ("zh/" + place, place):
        browser.js("arguments[0].click()", browser.one("a.language"))
        if not browser.wait("return location.href.endsWith(%s) && document.readyState === 'complete'" % json.dumps(there)):
            return problems + [f"the switch leads to {browser.address()}, not to {there}"]
    return problems


def theme(site):
    """The button turns the page dark or light, and the next page remembers."""
    browser, problems = site.browser, []
    paper = "return [document.documentElement.className, getComputedStyle(document.body).backgroundColor]"
    browser.resize(1280, 900)
    # Over http, so that one process shows both pages: between two, which pages from disk may get, Chromium
    # can lose what the first stored (4 of 40 times on a quiet machine).
    with browser.served():
        for preferred in ("dark", "light"):
            browser.prefer(preferred)
            browser.open("index.html")
            if preferred + "-mode" not in browser.js(paper)[0]:
                problems.append(f"a reader who prefers {preferred} gets {browser.js(paper)[0]}")
        light = browser.js(paper)[1]
        browser.one("button.theme").click()
        name, dark = browser.js(paper)
        if "dark-mode" not in name or dark == light:
            problems.append(f"the button leaves the page {name} on {dark}")
        browser.driver.get(browser.root + browser.chapters()[0])
        if browser.js(paper) != [name, dark]:
            problems.append("the next page does not remember that dark was chosen")
    browser.resize(WIDTH)
    return problems


def folds(site):
    """What is folded is not shown until it is asked for."""
    tried = [(page, *fold) for page in site.chapters for fold in site.pages[page]["folds"]]
    problems = [f"{page}: the fold '{name}' {wrong}" for page, name, before, after in tried for wrong, is_so in
                (("is open before it is asked", before), ("does not open", not after)) if is_so]
    return problems if tried else ["no question is folded in any chapter"]


def steady(site):
    """Nothing moves once it is painted, and what is written is there without JavaScript."""
    browser = site.browser
    problems = [f"{page}: its layout shifts by {site.pages[page]['shift']:.3f}" for page in site.chapters
                if site.pages[page]["shift"] >= 0.02]
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    for page in site.chapters:
        browser.driver.get(browser.root + page)
        text = browser.js("return document.body.innerText")
        problems += [f"{page}: without JavaScript {what}" for what, missing in (
            ("the contents are not there", "Notation" not in text), ("there is raw TeX", re.search(r"\\frac|\\begin|\$\$", text))) if missing]
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    return problems


def neighbours(site):
    """Each chapter leads to the one before and the next, and shows the map of all."""
    problems, order = [], ["index.html", *site.chapters, None]
    for at, page in enumerate(site.chapters, 1):
        seen = site.pages[page]
        problems += [f"{page}: {way} leads to {found}, not to {expected}" for way, found, expected in
                     zip(("prev", "next"), seen["around"], (order[at - 1], order[at + 1])) if found != expected]
        problems += [f"{page}: the map does not show {other}" for other in site.chapters
                     if other != page and other not in seen["map"]]
    return problems


def live(site):
    """Figures compute as one plays with them; their numbers are those of the C++."""
    browser = site.browser
    problems = [problem for page in site.chapters for problem in played(browser, page)]
    browser.open(site.live_page)
    if not site.points:
        problems.append("no points of the C++ to compare with: build live-points")
    problems += [d for point in site.points for d in disagreement(browser, point)]
    # What the C++ prints with a factor missing must not pass.
    caught = {point["function"] for point in site.wrong_points if disagreement(browser, point)}
    return problems + [f"wrong numbers of {function} are not noticed"
                       for function in sorted({p["function"] for p in site.wrong_points} - caught)]


def played(browser, page):
    """Controls of the live figures of a page that do nothing."""
    from selenium.webdriver.common.keys import Keys
    problems = []
    browser.open(page)
    drawn = "return arguments[0].querySelector('svg').innerHTML"
    for figure in browser.all("figure.live"):
        name = figure.get_attribute("id")
        for control in figure.find_elements("css selector", "input, select, button[aria-pressed]"):
            before = browser.js(drawn, figure)
            kind = control.get_attribute("type")
            browser.js("arguments[0].scrollIntoView({block: 'center'})", control)
            if kind in ("range", "number"):
                control.send_keys(Keys.ARROW_LEFT if kind == "range" else Keys.ARROW_UP)
            elif not control.is_selected():
                control.click()
            else:
                continue
            label = browser.js("var c = arguments[0]; return c.getAttribute('aria-label') ||"
                               "(c.labels && c.labels[0] ? c.labels[0].textContent : c.textContent)", control)
            if browser.js(drawn, figure) == before:
                problems.append(f"#{name} does not react to '{label.strip()}'")
    return problems


def disagreement(browser, point):
    """Where the page's function gives other numbers than the C++."""
    value = browser.js("var f = UNROLLED_LIVE[arguments[0]]; return f ? f.apply(null, arguments[1]) : null",
                       point["function"], point["arguments"])
    words = json.dumps(point["arguments"])[1:-1]
    return differences(f"{point['function']}({words if len(words) < 60 else '...'})", value, point["value"])


def differences(name, found, expected):
    """Where numbers, alone or in lists, differ by more than 1e-9, relative above 1."""
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return [f"{name} is {found}, not {len(expected)} numbers"]
        return [d for i, e in enumerate(expected) for d in differences(f"{name}[{i}]", found[i], e)]
    if not isinstance(found, (int, float)) or not abs(found - expected) <= 1e-9 * max(1, abs(expected)):
        return [f"{name} is {found!r} in the page and {expected!r} in the C++"]
    return []


def curves(site):
    """In a figure with three curves or more each can be switched off, and on again."""
    problems, count = [], 0
    for page in site.chapters:
        for figure in site.pages[page]["curves"]:
            name, switches = f"{page}: #{figure['id']}", figure["switches"]
            count += len(switches)
            if figure["named"] >= 3 and not switches:
                problems.append(f"{name} has {figure['named']} curves and no switch")
            problems += [f"{name}: the switch '{words}' does nothing" for words, works in switches if not works]
    return problems if count else problems + ["no figure has a switch"]


ROWS = """
var rows = Array.from(document.querySelectorAll(".rows tbody tr")), shown = rows.filter(function (row) { return row.checkVisibility(); });
return [shown.length, rows.length];
"""
CHOOSE = """
var select = document.querySelectorAll(".filter select")[arguments[0]];
select.selectedIndex = arguments[1];
select.dispatchEvent(new Event("change"));
return select.options[arguments[1]].textContent;
"""
HEADER = """
var table = Array.from(document.querySelectorAll(".rows")).filter(function (one) { return one.checkVisibility(); })[0];
var rows = table.querySelectorAll("tbody tr:not([hidden])"), header = table.querySelector("th");
rows[rows.length - 1].scrollIntoView({block: "center"});
var box = header.getBoundingClientRect();
return document.elementFromPoint(box.left + 3, box.bottom - 3) === header;
"""


def rows(site):
    """Each choice shows some of the notes' rows, together all; a link shows its row; the header stays, on paper, too."""
    browser, problems, page = site.browser, [], site.rows_page
    if not page:
        return ["no page has a choice of rows"]
    for width in (1280, WIDTH):
        browser.resize(width, 844)
        browser.open(page)
        if not browser.js(HEADER):
            problems.append(f"{page}: the header does not stay at {width} pixels")
    for at, select in enumerate(browser.js("return Array.from(document.querySelectorAll('.filter select')).map(s => s.options.length)")):
        counts = []
        for i in range(1, select):
            name, (shown, of) = browser.js(CHOOSE, at, i), browser.js(ROWS)
            counts.append(shown)
            if not 0 < shown < of:
                problems.append(f"{page}: '{name}' shows {shown} of {of} rows")
        if sum(counts) < of and at < 2:  # a row on a word may belong to no chapter
            problems.append(f"{page}: the choices of '{name}' show {sum(counts)} of {of} rows")
        name = browser.js("location.hash = ''; location.hash = document.querySelector('.rows tr[hidden] [id]').id; return location.hash")
        if not browser.wait(f"return document.querySelector('{name}').checkVisibility()", 1):
            problems.append(f"{page}: {name} is not shown")
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    repeats = browser.js("return ['thead', 'th'].map(e => getComputedStyle(document.querySelector('.rows ' + e))).map(s => s.display + s.position)")
    if repeats != ["table-header-groupstatic", "table-cellstatic"]:
        problems.append(f"{page}: on paper the header is {repeats}")
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    browser.resize(WIDTH)
    return problems


CHECKS = {
    "console": ("no page reports an error on the console", of_each_page("console")),
    "requests": ("no request fails or leaves the site", of_each_page("requests")),
    "formulas": ("every formula is typeset", of_each_page("formulas")),
    "links": ("every link and anchor leads somewhere", links),
    "overflow": (f"nothing sticks out at {WIDTH} pixels", of_each_page("overflow")),
    "widths": ("no page scrolls sideways from 320 to 2560 pixels", of_each_page("widths")),
    "headings": ("each page has one title and leaves no level out", of_each_page("headings")),
    "steady": ("pages stand still and need no JavaScript to be read", steady),
    "legible": (f"words in figures are of 11 pixels at {WIDTH}", of_each_page("small")),
    "targets": ("controls are at least 24 pixels high", of_each_page("narrow")),
    "contrast": ("all text stands out by 4.5 in both themes", of_each_page("contrast")),
    "names": ("every picture and control has a name", of_each_page("names")),
    "equations": ("equations lead to their code and back", equations),
    "search": ("words are found in English and Chinese", search),
    "keyboard": ("the keyboard reaches everything and shows where it is", keyboard),
    "escape": ("Escape closes what is open and arrows go through what was found", escape),
    "languages": ("the switch of the language keeps the place", languages),
    "theme": ("dark and light are chosen and kept", theme),
    "folds": ("folded answers wait until asked for", folds),
    "neighbours": ("chapters lead to their neighbours and show the map", neighbours),
    "live": ("live figures react and agree with the C++", live),
    "curves": ("curves can be switched off", curves),
    "rows": ("the rows of the notes can be chosen under a header that stays", rows),
}


class Site:
    """What the checks need to know: how the pages look, and where to find things."""

    def __init__(self, browser, points, wrong_points, phrases):
        self.browser, self.phrases = browser, phrases
        self.points, self.wrong_points = points, wrong_points
        self.pages, self.chapters = survey(browser)
        self.rows_page = next((p for p in self.pages if re.search("class=.?filter", (browser.site / p).read_text())), None)
        self.live_page = next((p for p in self.chapters if re.search("class=.?live", (browser.site / p).read_text())),
                              self.chapters[-1])


PHRASES = (("gradient clipping", "ch_clipping.html"), ("梯度裁剪", "zh/ch_clipping.html"), ("(3.11)", "ch_any_length.html"), ("W^T", "ch_three_steps.html"),
           ("其更新规则可以表示为", "notes_checked.html"), ("checkpointing", "ch_cost.html"), ("eq 2.53", "ch_three_steps.html"), ("B8", "notes_checked.html"), ("Jordan network", "ch_shapes.html"), ("xylophone quartet", None))


def examine(folder, points, wrong_points, phrases):
    """All checks on one site. Returns {check: [problems]}."""
    with Browser(folder) as browser:
        site = Site(browser, points, wrong_points, phrases)
        found = {}
        for name, (_, check) in CHECKS.items():
            try:
                found[name] = check(site)
            except Exception as error:  # a control that is not there is a finding, too
                found[name] = [f"{type(error).__name__}: {str(error).splitlines()[0]}"]
        return found
