#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that each rule of rules.py catches what it forbids, and lets pass what is right."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import rules

SPDX = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
HEADER = SPDX + "#pragma once\n"


class RulesTest(unittest.TestCase):
    def breaches(self, **texts):
        """What is wrong with a repository of these files; a name is a path with __ for / and _DOT_ for a dot."""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in texts.items():
                path = root / name.replace("__", "/").replace("_DOT_", ".")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return [what for _, _, what in rules.breaches(root)]

    def assert_caught(self, path, text, word):
        found = self.breaches(**{path: text})
        self.assertEqual(len(found), 1, f"{text!r}: {found}")
        self.assertIn(word, found[0])

    def test_a_right_file_passes(self):
        self.assertEqual(self.breaches(
            raftcore__log__Log_DOT_h=HEADER + "#include <vector>\n#include <tl/expected.hpp>\n// A log; a try is no throw.\n",
            raftcore__log__Log_DOT_cpp=SPDX + '#include "raftcore/log/Log.h"\nint lengthOf(int x) { return x; }\n',
            widgets__views__View_DOT_cpp=SPDX + '#include "raftcore/log/Log.h"\n#include <QWidget>\n'), [])

    def test_first_lines(self):
        self.assert_caught("app__main_DOT_cpp", "int main() {}\n", "SPDX")
        self.assert_caught("app__Window_DOT_h", SPDX + "class Window;\n", "pragma once")
        self.assert_caught("script__go", "#!/bin/bash\ntrue\n", "SPDX")

    def test_includes_point_down_only(self):
        self.assert_caught("raftcore__A_DOT_cpp", SPDX + "#include <QString>\n", "Qt")
        self.assert_caught("raftcore__A_DOT_cpp", SPDX + "#include <QtCore/QString>\n", "Qt")
        self.assert_caught("widgets__scene__A_DOT_cpp", SPDX + "#include <QPainter>\n", "Qt")
        for library in ("nlohmann/json.hpp", "zlib.h", "unistd.h"):
            self.assert_caught("raftcore__A_DOT_cpp", SPDX + f"#include <{library}>\n", "library")
            self.assertEqual(self.breaches(raftcore__files__A_DOT_cpp=SPDX + f"#include <{library}>\n"), [])
        self.assert_caught("raftcore__A_DOT_cpp", SPDX + '#include "Log.h"\n', "rooted")
        self.assertEqual(len(self.breaches(
            widgets__views__A_DOT_cpp=SPDX + '#include "app/Window.h"\n', app__Window_DOT_h=HEADER)), 1)
        self.assertEqual(len(self.breaches(
            widgets__scene__A_DOT_cpp=SPDX + '#include "widgets/views/V.h"\n', widgets__views__V_DOT_h=HEADER)), 1)
        self.assertEqual(len(self.breaches(
            raftcore__A_DOT_cpp=SPDX + '#include "raftcore/files/F.h"\n', raftcore__files__F_DOT_h=HEADER)), 1)

    def test_what_is_not_portable_is_caught_in_core_and_scene(self):
        for code in ("std::mt19937 r;", "std::unordered_map<int, int> m;", "auto t = std::chrono::steady_clock::now();",
                     "std::uniform_int_distribution<int> d;", "auto h = std::hash<int>{}(1);", "throw 1;", "int r = rand();",
                     "auto s = std::format(x);", "auto b = std::bit_cast<int>(1.0F);", "auto v = x | std::views::all;", "auto e = std::getenv(name);"):
            self.assert_caught("raftcore__A_DOT_cpp", SPDX + code + "\n", "")
            self.assert_caught("widgets__scene__A_DOT_cpp", SPDX + code + "\n", "")
            self.assertEqual(self.breaches(widgets__views__A_DOT_cpp=SPDX + code + "\n"), [])

    def test_unfinished_and_dead_work_is_caught(self):
        unfinished = "TO" + "DO"
        for line in (f"// {unfinished}: later", "#if 0", "// return x;", "// cluster.step();", "// int x = 3;", "// if (x) {"):
            self.assert_caught("app__A_DOT_cpp", SPDX + line + "\n", "")
        self.assert_caught("tests__core__A_DOT_cpp", SPDX + "TEST(A, DISABLED_B) {}\n", "does not run")
        self.assert_caught("app__A_DOT_cpp", SPDX + 'auto p = "/ho' + 'me/me/x";\n', "one machine")

    def test_lengths_and_places(self):
        self.assert_caught("app__A_DOT_cpp", SPDX + "\n" * 700, "lines")
        self.assert_caught("app__A_DOT_h", HEADER + "\n" * 349, "lines")
        self.assert_caught("core__A_DOT_cpp", SPDX, "the build looks")
        self.assert_caught("tests__other__A_DOT_cpp", SPDX, "the build looks")


if __name__ == "__main__":
    unittest.main()
