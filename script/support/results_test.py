#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that results.py counts the cases of shards, and that nothing that failed is lost."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import results

GOOD = '<testcase name="{}" classname="Log" status="run"/>'
BAD = '<testcase name="{}" classname="Log" status="run"><failure message="no"/></testcase>'
NOT_RUN = '<testcase name="{}" classname="Log" status="notrun"/>'


class ResultsTest(unittest.TestCase):
    def count(self, programs, reports):
        """Counts a build where ctest saw these programs (name: good) and these shards wrote reports (name: cases)."""
        with tempfile.TemporaryDirectory() as folder:
            build = pathlib.Path(folder)
            (build / "test-results").mkdir()
            status = {True: "run", False: "fail"}
            (build / "ctest.xml").write_text("<testsuite>" + "".join(
                f'<testcase name="{name}" status="{status[good]}"/>' for name, good in programs.items()) + "</testsuite>")
            for name, cases in reports.items():
                (build / "test-results" / f"{name}.xml").write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
            return results.count(build)

    def test_a_shard_counts_as_the_cases_that_it_ran(self):
        cases = GOOD.format("appends") + GOOD.format("cuts") + NOT_RUN.format("of another shard")
        self.assertEqual(self.count({"core.0": True}, {"core.0": cases}), (2, []))

    def test_a_failed_case_is_named(self):
        cases = GOOD.format("appends") + BAD.format("cuts")
        self.assertEqual(self.count({"core.0": False}, {"core.0": cases}), (1, ["Log.cuts"]))

    def test_a_program_that_died_counts_as_a_failure(self):
        self.assertEqual(self.count({"core.0": False}, {}), (0, ["core.0"]))

    def test_a_leak_found_at_the_end_counts_as_a_failure(self):
        passed, failed = self.count({"core.0": False}, {"core.0": GOOD.format("appends")})
        self.assertEqual((passed, len(failed)), (1, 1))

    def test_a_program_without_cases_counts_as_one(self):
        self.assertEqual(self.count({"fuzz": True}, {}), (1, []))


if __name__ == "__main__":
    unittest.main()
