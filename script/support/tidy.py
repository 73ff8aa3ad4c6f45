#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy over the sources whose content, headers or settings changed since it last found nothing in them.

tidy.py BUILD

BUILD is a folder built with Clang, with compile_commands.json and ninja's record of headers.
What is clean is remembered in build/tidy/ by a hash of all that the result depends on. Several sources go into one run,
since most of its time goes into reading headers.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIDY = "clang-tidy-14"
CLEAN = ROOT / "build/tidy"
BATCH = 8


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


def batches(entries):
    """The entries in groups that are compiled alike, so that their headers are read once a group."""
    groups = {}
    for entry in entries:
        groups.setdefault(arguments(entry), []).append(entry)
    return [group[i:i + BATCH] for group in groups.values() for i in range(0, len(group), BATCH)]


def arguments(entry):
    """How an entry is compiled, without the compiler, the source and the object."""
    words = shlex.split(entry["command"])[1:]
    return tuple(words[:words.index("-o")])


def run(group):
    """What clang-tidy says about some sources put one after the other; empty when they are clean."""
    sources = [pathlib.Path(entry["file"]) for entry in group]
    if len(sources) == 1:
        one = sources[0]
    else:
        one = CLEAN / f"batch-{threading.get_ident()}.cpp"
        one.write_text("".join(source.read_text() + "\n" for source in sources))
    done = subprocess.run([TIDY, "--quiet", f"--config-file={ROOT / '.clang-tidy'}", str(one), "--", *arguments(group[0])],
                          cwd=group[0]["directory"], capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def check(group, keep):
    """What is wrong with some sources. A group that is not clean, or whose sources cannot stand in one file because
    they use a name twice, is halved until the source to blame stands alone. Clean ones are given to keep()."""
    said = run(group)
    if said and len(group) > 1:
        half = len(group) // 2
        return check(group[:half], keep) + check(group[half:], keep)
    if not said:
        for entry in group:
            keep(entry)
    return said


def main():
    build = (ROOT / sys.argv[1]).resolve()
    CLEAN.mkdir(parents=True, exist_ok=True)
    keys = Keys(build)
    stamps = {entry["file"]: CLEAN / keys.of(entry) for entry in entries(build)}
    work = [entry for entry in entries(build) if not stamps[entry["file"]].exists()]
    print(f"clang-tidy: {len(work)} sources changed")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        said = "".join(pool.map(lambda group: check(group, lambda entry: stamps[entry["file"]].touch()), batches(work)))
    print(said, end="")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
