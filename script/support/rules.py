#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the rules that no compiler knows: storeys, banned words, first lines, lengths.

rules.py [ROOT]   prints a line a breach, FILE:LINE: what is wrong; exit 1 if there is one.
Every rule is shown to catch something by rules_test.py.
"""
import pathlib
import re
import subprocess
import sys

MAX_LINES = {".cpp": 700, ".h": 350}
SOURCE_FOLDERS = ("raftcore/", "widgets/", "app/", "tests/")
TEST_FOLDERS = ("core", "scene", "widgets", "window", "app", "web", "bench", "fuzz", "soak", "victim")
SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
SPDX_NAMES = re.compile(r"(\.(cpp|h|cc|cmake|py|sh|js)|CMakeLists\.txt|\.clang-format|\.clang-tidy)$")
STANDARD_HEADER = re.compile(r"[a-z_]+$")

# What each storey may include. The longest folder that fits a file decides.
QT = re.compile(r"(Qt\w*/)?Q\w+$")
ALLOWED = {
    "raftcore/": (("raftcore/",), ("tl/expected.hpp",)),
    # Saving needs the system's own calls: the standard library can neither flush a file nor say why it failed.
    "raftcore/files/": (("raftcore/",), ("tl/expected.hpp", "nlohmann/json.hpp", "nlohmann/json_fwd.hpp", "zlib.h",
                                         "dirent.h", "fcntl.h", "sys/stat.h", "unistd.h")),
    "widgets/scene/": (("raftcore/", "widgets/scene/"), ("tl/expected.hpp",)),
    "widgets/": (("raftcore/", "widgets/"), ("tl/expected.hpp",)),
    "app/": (("raftcore/", "widgets/", "app/"), ("tl/expected.hpp",)),
}
WITHOUT_QT = ("raftcore/", "widgets/scene/", "tests/core/", "tests/scene/", "tests/web/", "tests/fuzz/", "tests/soak/")

# The same run everywhere, byte for byte, and in the browser: what would break that in the core and the scene.
PORTABLE = ("raftcore/", "widgets/scene/")
UNPORTABLE = [
    (re.compile(r"std::(mt19937|minstd_rand|ranlux|random_device|default_random_engine|\w+_distribution|shuffle|sample)\b"),
     "the standard's random numbers differ between libraries; use the cluster's generator"),
    (re.compile(r"\bunordered_\w+"), "the order of unordered containers differs between libraries"),
    (re.compile(r"\b(system_clock|steady_clock|high_resolution_clock)\b|\b(gettimeofday|clock_gettime)\s*\(|std::time\b"),
     "no wall clock here: time is logical"),
    (re.compile(r"\bs?rand\s*\("), "no rand: use the cluster's generator"),
    (re.compile(r"std::hash\b"), "std::hash differs between libraries; use the fixed 64-bit hash"),
    (re.compile(r"std::(bit_cast|format|vformat|views|thread|jthread|async|mutex|ranges::views)\b|std::ranges::\w+_view\b"),
     "not compiled by every compiler or not in the browser"),
    (re.compile(r"\bgetenv\s*\("), "the core reads no environment"),
    (re.compile(r"\b(throw|try|catch)\b(?!:)"), "no exceptions here: return an Expected"),
]
WITH_EXCEPTIONS = "raftcore/files/"

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|^\s*#\s*if\s+0\b")
DEAD = re.compile(r"^\s*//\s*(return\b.*;|(if|for|while|switch) \(.*\)( \{)?$|[\w.:>\-]+\(.*\);$|(const )?[\w:<>&*]+ \w+ = .*;$|#include)")
UNRUN = re.compile(r"\b(DISABLED_\w+|GTEST_SKIP|QSKIP)\b")
LOCAL = re.compile(r"(?<![\w:/.])/(home|Users|root)/\w")
INCLUDE = re.compile(r'\s*#\s*include\s*(<([^>]+)>|"([^"]+)")')


def files(root):
    """The repository's files, relative, with those not yet added; a plain folder is walked."""
    if (root / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root, check=True,
                                capture_output=True).stdout.decode().split("\0")
        return sorted(name for name in set(listed) if name and (root / name).is_file())
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def without_comments(text):
    """The text with comments, strings and characters blanked, lines kept."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(\\.|[^"\\\n])*"|(?<!\w)\'(\\.|[^\'\\\n])+\'', re.DOTALL)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)


def first_lines(name, lines):
    """The SPDX line, and #pragma once right after it in headers."""
    start = 1 if lines and lines[0].startswith("#!") else 0
    if len(lines) <= start or SPDX not in lines[start]:
        yield start + 1, f"the file must begin with '{SPDX}'"
    elif name.endswith(".h") and (len(lines) < 2 or lines[1].strip() != "#pragma once"):
        yield 2, "'#pragma once' stands right after the SPDX line of a header"


def includes(name, lines, root):
    """An include only ever points down, and is rooted at the repository."""
    storey = max((folder for folder in ALLOWED if name.startswith(folder)), key=len, default=None)
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        system, own = match.group(2), match.group(3)
        if own and not own.endswith(".moc") and not (root / own).is_file():
            yield number, f'"{own}" is no file of the repository; includes are rooted there'
            continue
        if system and QT.match(system) and name.startswith(WITHOUT_QT):
            yield number, f"<{system}>: nothing of Qt here"
        elif storey and system and not (STANDARD_HEADER.match(system) or QT.match(system) or system in ALLOWED[storey][1]):
            yield number, f"<{system}>: {storey} knows no such library"
        if storey and own and not own.startswith(ALLOWED[storey][0]) and not own.endswith(".moc"):
            yield number, f'"{own}": {storey} must not know it; includes point down only'
        if name.startswith("raftcore/") and own and own.startswith("raftcore/files/") and storey != "raftcore/files/":
            yield number, f'"{own}": only the files part knows JSON'


def words(name, lines, code):
    """Banned words: unfinished and dead work everywhere, what is not portable in the core and the scene."""
    for number, line in enumerate(lines, 1):
        if UNFINISHED.search(line):
            yield number, "unfinished work is finished or left out, not marked"
        if DEAD.match(line):
            yield number, "commented-out code"
        if LOCAL.search(line):
            yield number, "a path of one machine"
    for number, line in enumerate(code, 1):
        if name.startswith("tests/") and UNRUN.search(line):
            yield number, "a test that does not run"
        if name.startswith(PORTABLE):
            for pattern, why in UNPORTABLE:
                if pattern.search(line) and not (name.startswith(WITH_EXCEPTIONS) and "exceptions" in why):
                    yield number, why


def place(name, lines):
    """Sources lie where the build finds them, and are no longer than a reader can follow."""
    limit = MAX_LINES[pathlib.Path(name).suffix]
    if len(lines) > limit:
        yield limit + 1, f"{len(lines)} lines; at most {limit}, better half of it: divide the file"
    parts = name.split("/")
    if not name.startswith(SOURCE_FOLDERS):
        yield 1, "the build looks for sources in raftcore, widgets, app and tests only"
    elif parts[0] == "tests" and parts[1] not in TEST_FOLDERS and parts[-1] != "Places.h":
        yield 1, f"the build looks for tests in tests/{{{','.join(TEST_FOLDERS)}}} only"


def breaches(root):
    """Every breach as (file, line, what)."""
    for name in files(root):
        is_source = name.endswith((".cpp", ".h"))
        if not (is_source or SPDX_NAMES.search(name) or re.match(r"(script|\.ci)/", name)):
            continue
        try:
            text = (root / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            yield name, 1, "not UTF-8"
            continue
        lines = text.splitlines()
        found = list(first_lines(name, lines))
        if is_source:
            found += includes(name, lines, root)
            found += words(name, lines, without_comments(text).splitlines())
            found += place(name, lines)
        for number, what in found:
            yield name, number, what


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2])
    found = list(breaches(root))
    for name, number, what in found:
        print(f"{name}:{number}: {what}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
