#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy over the sources whose content, headers or settings changed since it last found nothing in them.

tidy.py BUILD   BUILD is a folder built with Clang, with compile_commands.json and ninja's record of headers.
What is clean is remembered in build/tidy/ by a hash of all that the result depends on.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIDY = "clang-tidy-14"
CLEAN = ROOT / "build/tidy"


def digest(*parts):
    """One hash of some texts or bytes."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part if isinstance(part, bytes) else part.encode())
        total.update(b"\0")
    return total.hexdigest()


def headers(build):
    """The files that each object was compiled from, as ninja recorded them: {object: [file]}."""
    text = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], check=True, capture_output=True, text=True).stdout
    result, current = {}, None
    for line in text.splitlines():
        if line.startswith("    "):
            current.append(line.strip())
        elif line:
            current = result.setdefault(line.split(":")[0], [])
    return result


def entries(build):
    """The compile commands of our own sources, a source once."""
    seen = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"])
        if path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / "build"):
            seen.setdefault(str(path), entry)
    return [seen[name] for name in sorted(seen)]


class Keys:
    """The key of a source: a hash of everything that clang-tidy's answer depends on."""

    def __init__(self, build):
        self.build, self.deps, self.known = build, headers(build), {}
        version = subprocess.run([TIDY, "--version"], check=True, capture_output=True, text=True).stdout
        self.common = digest(version, (ROOT / ".clang-tidy").read_bytes())

    def content(self, name):
        """The hash of a file; the system's headers by size and date, since they change by packages only."""
        if name not in self.known:
            path = self.build / name
            if path.is_relative_to(ROOT) and path.suffix not in (".pch", ".gch"):
                self.known[name] = digest(path.read_bytes()) if path.is_file() else ""
            else:
                self.known[name] = name
        return self.known[name]

    def of(self, entry):
        output = entry.get("output") or entry["command"].split(" -o ")[1].split()[0]
        parts = [self.common, entry["command"].replace(str(ROOT), "."), digest(pathlib.Path(entry["file"]).read_bytes())]
        parts += [self.content(name) for name in sorted(self.deps.get(output, []))]
        return digest(*parts)


def check(build, entry):
    """What clang-tidy says about one source, empty when it is clean."""
    run = subprocess.run([TIDY, "--quiet", "-p", str(build), entry["file"]], capture_output=True, text=True)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def main():
    build = (ROOT / sys.argv[1]).resolve()
    CLEAN.mkdir(parents=True, exist_ok=True)
    keys = Keys(build)
    work = [(entry, CLEAN / keys.of(entry)) for entry in entries(build)]
    work = [(entry, stamp) for entry, stamp in work if not stamp.exists()]
    print(f"clang-tidy: {len(work)} sources changed")
    dirty = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (entry, stamp), said in zip(work, pool.map(lambda item: check(build, item[0]), work)):
            if said:
                dirty += 1
                print(said, end="")
            else:
                stamp.touch()
    return 1 if dirty else 0


if __name__ == "__main__":
    sys.exit(main())
