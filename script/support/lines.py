#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that each line of behaviour and each situation of tests/data/lines.txt has a test of its number, and each situation
its scenario file.

lines.py [ROOT]   prints a line a number without a test, FILE:LINE: what is missing; exit 1 if there is one.
lines.py --table  prints the tests of each number.
A test has a number when its name begins with it (B12_…, or S24_B93_…).
"""
import pathlib
import re
import sys

LIST = "tests/data/lines.txt"
LINE = re.compile(r"(B\d+[a-z]?)( awaited)? \S.*$")
SITUATION = re.compile(r"(S\d+) ([\w-]+\.raft) \S.*$")
TEST = re.compile(r"\b(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+),\s*(((?:[BS]\d+[a-z]?_)+)[A-Z]\w*)")
SCENARIO_FOLDERS = ("tests/data/situations", "resources/scenarios")


def tests_of_numbers(root):
    """The names of the tests that bear each number."""
    found = {}
    for path in sorted((root / "tests").rglob("*.cpp")):
        for suite, test, numbers in TEST.findall(path.read_text(encoding="utf-8")):
            for number in numbers.strip("_").split("_"):
                found.setdefault(number, []).append(f"{suite}.{test}")
    return found


def breaches(root):
    """Every breach as (line of the list, what)."""
    found = set(tests_of_numbers(root))
    listed = set()
    for number, line in enumerate((root / LIST).read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        match = LINE.match(line) or SITUATION.match(line)
        if not match:
            yield number, f"'{line}' is no line of the list"
            continue
        name, rest = match.groups()
        if name in listed:
            yield number, f"{name} stands here twice"
        listed.add(name)
        if name not in found and rest != " awaited":
            yield number, f"no test is named {name}_…"
        if name.startswith("S") and not any((root / folder / rest).is_file() for folder in SCENARIO_FOLDERS):
            yield number, f"{name} has no scenario file {rest}"
    for name in sorted(found - listed):
        yield 1, f"a test is named {name}_…, which the list does not have"


def print_table(root):
    tests = tests_of_numbers(root)
    for line in (root / LIST).read_text(encoding="utf-8").splitlines():
        match = LINE.match(line) or SITUATION.match(line)
        if match:
            print(line, *(f"    {test}" for test in tests.get(match.group(1), [])), sep="\n")


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    if sys.argv[1:] == ["--table"]:
        print_table(root)
        return 0
    if len(sys.argv) > 1:
        root = pathlib.Path(sys.argv[1])
    found = list(breaches(root))
    for number, what in found:
        print(f"{LIST}:{number}: {what}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
