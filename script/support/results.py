#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what a run of ctest did: results.py BUILD prints "PASSED FAILED" and on stderr the names of what failed.

A shard counts as the cases that it ran, as it wrote them to BUILD/test-results; a program that died before it could
write, and one whose cases passed but that failed at its end (a leak), count as one failure. Anything else counts as one.
"""
import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def cases(report):
    """The cases that ran in a shard: {name: passed}."""
    return {f"{case.get('classname')}.{case.get('name')}": case.find("failure") is None
            for case in ElementTree.parse(report).iter("testcase") if case.get("status") == "run"}


def count(build):
    """How many passed, and the names of those that failed."""
    passed, failed = 0, []
    for test in ElementTree.parse(build / "ctest.xml").iter("testcase"):
        name, good = test.get("name"), test.get("status") == "run"
        report = build / "test-results" / f"{name}.xml"
        if not report.is_file():
            passed += good
            failed += [] if good else [name]
            continue
        ran = cases(report)
        bad = [case for case, well in ran.items() if not well]
        passed += len(ran) - len(bad)
        failed += bad or ([] if good else [f"{name} (failed outside of its cases)"])
    return passed, failed


if __name__ == "__main__":
    good, names = count(pathlib.Path(sys.argv[1]))
    for failure in names:
        print(f"FAILED in {sys.argv[1]}: {failure}", file=sys.stderr)
    print(good, len(names))
