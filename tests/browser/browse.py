#!/usr/bin/env python3
"""Reads the built site in a real browser, as a reader would, and tells what is wrong.

    browse.py survey SITE FILE [--points P]  look at every page, try every control; findings to FILE
    browse.py survey broken FILE             the same on a small site in which everything is wrong
    browse.py report FILE CHECK [--caught]   0: nothing found; 1: problems; 77: skipped, and why
    browse.py shots SITE FOLDER [PAGE ...]   pictures for a person to look at
    browse.py list                           the checks by name

Needs Debian's python3-selenium, chromium and chromium-driver. Without them, or without a site, the
checks are skipped, but with UNROLLED_BROWSER=required in the environment they fail.
"""
import argparse
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import broken
from browser import HEIGHT, WIDTH, Browser, missing
from checks import CHECKS, PHRASES, examine

SKIPPED = 77
KEPT = 20  # problems of one kind that a report names


def write(path, what):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(what, ensure_ascii=False, indent=1))


def printed(program, *options):
    """The points that a program prints; none without the program."""
    if not program or not pathlib.Path(program).exists():
        return []
    return json.loads(subprocess.run([pathlib.Path(program).resolve(), *options], check=True, capture_output=True).stdout)


def survey_command(given):
    began = time.monotonic()
    site = pathlib.Path(given.site).resolve()
    if given.site == "broken":
        folder = tempfile.TemporaryDirectory(prefix="unrolled-broken-")
        site = pathlib.Path(folder.name)
        broken.make(site)
        points, wrong_points, phrases = broken.POINTS, broken.WRONG_POINTS, broken.PHRASES
    else:
        points, wrong_points, phrases = printed(given.points), printed(given.points, "--wrong"), PHRASES
    reason = missing(site)
    if reason:
        write(given.findings, {"skipped": reason})
        print(reason)
        return 1 if os.environ.get("UNROLLED_BROWSER") == "required" else SKIPPED
    found = examine(site, points, wrong_points, phrases)
    write(given.findings, found)
    wrong = {name: len(problems) for name, problems in found.items() if problems}
    print(f"{len(list(site.glob('*.html')))} pages in {time.monotonic() - began:.0f} s; problems: {wrong or 'none'}")
    return 0


def report_command(given):
    found = json.loads(given.findings.read_text())
    if "skipped" in found:
        print("skipped: " + found["skipped"])
        return 1 if os.environ.get("UNROLLED_BROWSER") == "required" else SKIPPED
    problems = found[given.check]
    for problem in problems[:KEPT]:
        print(problem)
    if len(problems) > KEPT:
        print(f"and {len(problems) - KEPT} more")
    if not given.caught:
        return 1 if problems else 0
    lost = [words for words in broken.DEFECTS[given.check] if not any(words in p for p in problems)]
    for words in lost:
        print(f"not caught: {words}")
    return 1 if lost else 0


def shots_command(given):
    site = pathlib.Path(given.site).resolve()
    if reason := missing(site):
        print(reason)
        return SKIPPED
    given.folder.mkdir(parents=True, exist_ok=True)
    with Browser(site) as browser:
        browser.open("index.html")
        for page in given.pages or browser.chapters():
            for kind, width, scale in (("desktop", 1440, 1), ("phone", WIDTH, 2)):
                for wanted in ("light", "dark"):
                    browser.resize(width, 900 if width > 500 else HEIGHT, scale)
                    browser.prefer(wanted)
                    browser.open(page)
                    height = browser.js("return document.documentElement.scrollHeight")
                    step = 2400
                    for i, top in enumerate(range(0, height, step)):
                        picture = browser.driver.execute_cdp_cmd("Page.captureScreenshot", {
                            "captureBeyondViewport": True,
                            "clip": {"x": 0, "y": top, "width": width, "height": min(step, height - top), "scale": 1}})
                        name = f"{pathlib.Path(page).stem}-{kind}-{wanted}-{i + 1:02}.png"
                        (given.folder / name).write_bytes(base64.b64decode(picture["data"]))
            print(page)
    return 0


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = words.add_subparsers(required=True)
    word = commands.add_parser("survey")
    word.add_argument("site")
    word.add_argument("findings", type=pathlib.Path)
    word.add_argument("--points", help="the program that prints the points of the live figures")
    word.set_defaults(run=survey_command)
    word = commands.add_parser("report")
    word.add_argument("findings", type=pathlib.Path)
    word.add_argument("check", choices=CHECKS)
    word.add_argument("--caught", action="store_true", help="the check must have caught the broken site's defects")
    word.set_defaults(run=report_command)
    word = commands.add_parser("shots")
    word.add_argument("site")
    word.add_argument("folder", type=pathlib.Path)
    word.add_argument("pages", nargs="*")
    word.set_defaults(run=shots_command)
    word = commands.add_parser("list")
    word.set_defaults(run=lambda _: print("\n".join(f"{k}\t{v[0]}" for k, v in CHECKS.items())) or 0)
    given = words.parse_args()
    return given.run(given)


if __name__ == "__main__":
    sys.exit(main())
