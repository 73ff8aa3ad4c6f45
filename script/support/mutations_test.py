#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that mutations.py finds what is wrong with a table, and lets pass what is right."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import mutations

SOURCE = "int a() {\n    return 1;\n}\nint b() {\n    return 1;\n}\n"
RIGHT = "# words\n\nrule first\nfile raftcore/A.cpp\n-int a() {\n-    return 1;\n+int a() {\n+    return 2;\n"


class MutationsTest(unittest.TestCase):
    def faults(self, table):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in ((mutations.TABLE, table), ("raftcore/A.cpp", SOURCE),
                               (mutations.CATALOGUE, '    {"first", QT_TRANSLATE_NOOP("rules", "First"), "1",\n')):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return [what for _, what in mutations.faults(root)]

    def test_a_right_table_passes(self):
        self.assertEqual(self.faults(RIGHT), [])

    def test_a_mutation_replaces_its_text_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / mutations.TABLE).parent.mkdir(parents=True)
            (root / mutations.TABLE).write_text(RIGHT)
            self.assertEqual(mutations.mutations(root)[0].applied(SOURCE), SOURCE.replace("1", "2", 1))

    def test_faults_are_found(self):
        self.assertIn("no mutation", self.faults("# nothing\n")[0])
        self.assertIn("no rule", self.faults(RIGHT + "\nrule second\nfile raftcore/A.cpp\n-int b() {\n")[0])
        self.assertIn("nothing is changed", self.faults("rule first\nfile raftcore/A.cpp\n-int a() {\n+int a() {\n")[0])
        self.assertIn("no file", self.faults(RIGHT.replace("A.cpp", "B.cpp"))[0])
        self.assertIn("0 times", self.faults(RIGHT.replace("-    return 1", "-    return 3"))[0])
        self.assertIn("2 times", self.faults("rule first\nfile raftcore/A.cpp\n-    return 1;\n")[0])
        with self.assertRaises(ValueError):
            self.faults("rules first\n")


if __name__ == "__main__":
    unittest.main()
