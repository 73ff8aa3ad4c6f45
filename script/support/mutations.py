#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the table of mutations, which switch the rules of the catalogue off, and checks that it fits the sources.

mutations.py [ROOT]   prints a line a fault, FILE:LINE: what is wrong; exit 1 if there is one.
"""
import dataclasses
import pathlib
import re
import sys

TABLE = "tests/mutations/rules.txt"
CATALOGUE = "raftcore/protocol/Rule.cpp"
RULE_ID = re.compile(r'^    \{"([\w.-]+)", QT_TRANSLATE_NOOP\("rules"', re.MULTILINE)


@dataclasses.dataclass
class Mutation:
    """What switches a rule off: in the file, `before` is replaced by `after`."""
    rule: str
    line: int
    file: str = ""
    before: str = ""
    after: str = ""

    def applied(self, text):
        """The file's text with the rule switched off."""
        return text.replace(self.before, self.after, 1)


def catalogue(root):
    """The identifiers of all rules, in their order."""
    return RULE_ID.findall((root / CATALOGUE).read_text(encoding="utf-8"))


def mutations(root):
    """The table's mutations, in its order."""
    table = []
    for number, line in enumerate((root / TABLE).read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("rule "):
            table.append(Mutation(line[5:].strip(), number))
        elif line.startswith("file "):
            table[-1].file = line[5:].strip()
        elif line.startswith("-"):
            table[-1].before += line[1:] + "\n"
        elif line.startswith("+"):
            table[-1].after += line[1:] + "\n"
        elif line and not line.startswith("#"):
            raise ValueError(f"{TABLE}:{number}: '{line}' is none of rule, file, -, + and #")
    return table


def faults(root):
    """What is wrong with the table, as (line, what)."""
    rules = catalogue(root)
    table = mutations(root)
    for rule in rules:
        if not any(each.rule == rule for each in table):
            yield 1, f"the rule {rule} has no mutation"
    for each in table:
        if each.rule not in rules:
            yield each.line, f"{each.rule} is no rule of the catalogue"
        if not each.before or each.before == each.after:
            yield each.line, f"{each.rule}: nothing is changed"
        elif not (root / each.file).is_file():
            yield each.line, f"{each.rule}: there is no file {each.file}"
        else:
            count = (root / each.file).read_text(encoding="utf-8").count(each.before)
            if count != 1:
                yield each.line, f"{each.rule}: its text stands {count} times in {each.file}, not once"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2])
    try:
        found = list(faults(root))
    except ValueError as error:
        print(error)
        return 1
    for number, what in found:
        print(f"{TABLE}:{number}: {what}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
