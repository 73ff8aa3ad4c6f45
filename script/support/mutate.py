#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Switches off one rule of the protocol after the other and tells which test notices.

mutate.py [--long] [RULE…]   prints a line a rule: its identifier, how many tests fail or how it ended, and the first
test that failed. Exit 1 if a rule can be switched off unnoticed, 2 if the tests fail without a mutation.

The sources are copied to build/mutation and built there, without optimisation or sanitizers; each mutation compiles
one file and links once. Tests that compare whole runs with ones that were kept notice every change of behaviour and
prove nothing of a rule, so they are left out; and so are the long random runs, unless --long is given.
"""
import pathlib
import re
import shutil
import subprocess
import sys

import mutations

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / "build/mutation/source"
BUILD = ROOT / "build/mutation/build"
COPIED = ("CMakeLists.txt", "cmake/", "raftcore/", "resources/", "tests/", "widgets/scene/")
COMPARING = ["Determinism.theGoldenRun*", "*Recordings*", "EventRules.EveryRule*"]
RANDOM = ["*PropertyRun*", "*DefectRuns*", "*PropertySchedule*"]
# A server that waits for ever makes its test run for ever, or fill the memory.
PATIENCE_SECONDS = 150
MEMORY_KILOBYTES = 4_000_000
FAILED = re.compile(r"^\[  FAILED  \] ([\w/]+\.[\w/]+)", re.MULTILINE)
RUN = re.compile(r"^\[ RUN      \] ([\w/]+\.[\w/]+)", re.MULTILINE)


def copy_sources():
    """Brings the copy up to date; files that are as they were keep their time, so that they are not built again."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
                            capture_output=True).stdout.decode().split("\0")
    wanted = {name for name in listed if name.startswith(COPIED) and (ROOT / name).is_file()}
    present = {str(path.relative_to(COPY)) for path in COPY.rglob("*") if path.is_file()}
    for name in present - wanted:
        (COPY / name).unlink()
    for name in sorted(wanted):
        content = (ROOT / name).read_bytes()
        target = COPY / name
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def configure():
    if (BUILD / "build.ninja").is_file():
        return
    linker = ["-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld"] if shutil.which("ld.lld") else []
    subprocess.run(["cmake", "-S", COPY, "-B", BUILD, "-G", "Ninja", "-DRAFTARIUM_GUI=OFF", "-DCMAKE_BUILD_TYPE=Plain",
                    "-DCMAKE_CXX_FLAGS=-O0 -w", *linker], check=True, stdout=subprocess.DEVNULL)


def build():
    """Builds the tests; what the compiler said when it fails, else nothing."""
    done = subprocess.run(["ninja", "-C", BUILD, "-j2", "core_tests"], capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode != 0 else ""


def run_tests(with_random):
    """Runs the tests until one fails. How it ended, and the test at which it did; nothing when all pass."""
    skipped = COMPARING + ([] if with_random else RANDOM)
    command = f"ulimit -v {MEMORY_KILOBYTES}; exec {BUILD}/bin/core_tests --gtest_fail_fast --gtest_filter='-{':'.join(skipped)}'"
    try:
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, errors="replace", timeout=PATIENCE_SECONDS)
        output, ended = done.stdout, "fails" if done.returncode == 1 else "crashes"
        if done.returncode == 0:
            return None
    except subprocess.TimeoutExpired as endless:
        output, ended = (endless.stdout or b"").decode(errors="replace"), "never ends"
    failed = FAILED.search(output)
    started = RUN.findall(output)
    return ended, failed.group(1) if failed else started[-1] if started else "before the first test"


def try_mutation(mutation, with_random):
    """Switches the rule off, and on again. True when a test noticed."""
    path = COPY / mutation.file
    right = path.read_text(encoding="utf-8")
    path.write_text(mutation.applied(right), encoding="utf-8")
    try:
        errors = build()
        if errors:
            print(f"{mutation.rule:32} does not compile\n{errors}", flush=True)
            return False
        noticed = run_tests(with_random)
    finally:
        path.write_text(right, encoding="utf-8")
    print(f"{mutation.rule:32} {'SURVIVED' if not noticed else noticed[0] + ': ' + noticed[1]}", flush=True)
    return noticed is not None


def main():
    arguments = [each for each in sys.argv[1:] if each != "--long"]
    with_random = "--long" in sys.argv[1:]
    table = mutations.mutations(ROOT)
    unknown = set(arguments) - {each.rule for each in table}
    if unknown:
        print(f"no mutation is of a rule {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    copy_sources()
    configure()
    errors = build()
    if errors:
        print(errors, file=sys.stderr)
        return 2
    if not arguments:
        fault = run_tests(with_random)
        if fault:
            print(f"without a mutation: {fault[0]}: {fault[1]}", file=sys.stderr)
            return 2
    results = [try_mutation(each, with_random) for each in table if not arguments or each.rule in arguments]
    print(f"{sum(results)} of {len(results)} mutations were noticed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
