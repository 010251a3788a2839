"""Chromium through Selenium, on one folder of pages."""
import contextlib
import functools
import http.server
import os
import pathlib
import shutil
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = "chromium chromium-driver python3-selenium"
WIDTH, HEIGHT = 390, 844  # a phone


def missing(site):
    """What keeps the browser from being asked, or None."""
    if not shutil.which("chromedriver") or not shutil.which("chromium"):
        return f"no browser: apt-get install {PACKAGES}"
    try:
        import selenium  # noqa: F401
    except ImportError:
        return f"no selenium: apt-get install {PACKAGES}"
    made = site / "index.html"
    if not made.is_file():
        return "no site: ./book docs"
    book = HERE.parents[1]
    for source in [*book.glob("docs/*.[jmch]*"), *book.glob("chapters/*/page*.md")]:
        if site.is_relative_to(book) and source.stat().st_mtime > made.stat().st_mtime:
            return f"the site is older than {source.relative_to(book)}: ./book docs"
    return None


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Answers without a line for each request."""

    def log_message(self, *_):
        pass


class Browser:
    """Chromium on one site."""

    def __init__(self, site, width=WIDTH, height=HEIGHT, scale=1):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        self.profile = tempfile.mkdtemp(prefix="unrolled-browser-")
        # No name resolves: what asks another host fails, and is seen.
        for word in ("--headless=new", "--disable-gpu", "--hide-scrollbars",
                     *(["--no-sandbox"] if os.geteuid() == 0 else []), "--disable-dev-shm-usage", f"--user-data-dir={self.profile}",
                     "--disable-ipc-flooding-protection", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        self.driver.set_script_timeout(60)
        self.site = site
        self.root = site.as_uri() + "/"
        self.look = (HERE / "look.js").read_text()
        self.resize(width, height, scale)
        self.driver.get("about:blank")
        self.driver.get_log("performance")  # what the empty tab asked for

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    def resize(self, width, height=HEIGHT, scale=1):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 500})

    def prefer(self, theme):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": theme}]})

    def open(self, page):
        """Loads a page anew."""
        self.driver.get("about:blank")
        self.driver.get(self.root + page)
        self.js(self.look)

    @contextlib.contextmanager
    def served(self):
        """The site over http instead of from disk."""
        from_disk = self.root
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=self.site)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.root = f"http://127.0.0.1:{server.server_port}/"
            yield
            self.root = from_disk
            server.shutdown()

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        return self.driver.find_elements("css selector", selector)

    def one(self, selector):
        return self.driver.find_element("css selector", selector)

    def address(self):
        """Where the browser is, from the site's folder: page.html#part."""
        return self.driver.current_url.replace(self.root, "")

    def press(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def wait(self, script, seconds=3.0):
        """Whether a script returns something true before the time is over."""
        end = time.monotonic() + seconds
        while not self.js(script):
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def chapters(self):
        """The chapters' pages in reading order; a page must be open."""
        return self.js("return Array.from(document.querySelectorAll('.chapters a')).map(a => a.getAttribute('href'))"
                       ".filter(a => a[0] !== '#')")
