#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that lines.py misses no line without a test, and lets pass what is right."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import lines


class LinesTest(unittest.TestCase):
    def breaches(self, listed, test="", scenario=None):
        """What is wrong with a repository of this list, this test source and a scenario of this name."""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name in ("tests/data/situations", "tests/core", "resources/scenarios"):
                (root / name).mkdir(parents=True)
            (root / lines.LIST).write_text("# a comment\n" + listed)
            (root / "tests/core/ATest.cpp").write_text(test)
            if scenario:
                (root / "tests/data/situations" / scenario).write_text("{}")
            return [what for _, what in lines.breaches(root)]

    def test_a_right_list_passes(self):
        self.assertEqual(self.breaches("B1 terms\nB44b one voter\nS24 reads.raft reads\nB93 reads\nB2 votes\nB7 awaited matches\n",
                                       "TEST(A, B1_Terms) {}\nTEST_F(A, B44b_One) {}\nTEST_P(A, S24_B93_Reads) {}\n"
                                       "RC_GTEST_PROP(A,\n    B2_Votes, (int x)) {}\n", "reads.raft"), [])

    def test_a_line_without_a_test_is_caught(self):
        self.assertEqual(len(self.breaches("B1 terms\n")), 1)
        self.assertEqual(len(self.breaches("B1 terms\n", "TEST(A, B11_Terms) {}\n")), 2)
        self.assertEqual(len(self.breaches("B1 terms\n", "// B1_Terms\n")), 1)

    def test_a_situation_without_its_file_is_caught(self):
        self.assertEqual(len(self.breaches("S25 more.raft more\n", "TEST(A, S25_More) {}\n", "other.raft")), 1)
        self.assertEqual(len(self.breaches("S25 more\n", "TEST(A, S25_More) {}\n")), 2)

    def test_the_list_is_in_order(self):
        test = "TEST(A, B1_Terms) {}\n"
        self.assertIn("twice", self.breaches("B1 terms\nB1 terms\n", test)[0])
        self.assertIn("no line", self.breaches("B1 terms\nvotes\n", test)[0])


if __name__ == "__main__":
    unittest.main()
