// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/RunText.h"

#include "raftcore/files/Saving.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

// A run in a chat: what comes through, and what is said when it does not.

namespace {

using namespace raft;

const std::string kFile = R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3}})";

std::string errorOf(const std::string& text) {
    const auto file = fromRunText(text);
    return file ? "no error" : file.error().message();
}

TEST(RunText, ComesThroughWhateverAMailDoesToItsLines) {
    std::string quoted;
    std::istringstream lines(toRunText(kFile + std::string(500, 'x')));
    for (std::string line; std::getline(lines, line);)
        quoted += "> " + line + " \r\n";

    EXPECT_EQ(fromRunText("He wrote:\r\n" + quoted + "-- \r\nhis name"), kFile + std::string(500, 'x'));
}

TEST(RunText, IsShortAndPrintable) {
    const std::string text = toRunText(std::string(100'000, 'x'));

    EXPECT_LT(text.size(), 300U);
    EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c > ' ' && c <= '~'); }));
}

TEST(RunText, SaysWhatIsWrong) {
    const std::string text = toRunText(kFile);
    std::string damaged = text;
    damaged[40] = damaged[40] == 'A' ? 'B' : 'A';

    EXPECT_EQ(errorOf("hello"), "there is no run in this text; a run begins with \"raftarium-run:\"");
    EXPECT_EQ(errorOf(text.substr(0, text.size() - 1)), "the run in this text is cut off; a run ends with \":end\"");
    EXPECT_EQ(errorOf(damaged), "the run in this text is damaged");
    EXPECT_EQ(errorOf("raftarium-run::end"), "the run in this text is damaged");
}

TEST(RunText, TheLargestFileComesThrough) {
    const std::string largest = toRunText(std::string(kMaximumFileBytes, '\0'));

    ASSERT_LT(largest.size(), 100'000U);
    EXPECT_EQ(fromRunText(largest)->size(), kMaximumFileBytes);
}

TEST(RunText, NoDamageOfASingleCharacterIsMissed) {
    const std::string text = toRunText(kFile);

    for (std::size_t i = std::string("raftarium-run:").size(); i + 5 < text.size(); ++i) {
        std::string damaged = text;
        damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
        const auto file = fromRunText(damaged);
        EXPECT_TRUE(!file.has_value() || *file == kFile) << i;
    }
}

} // namespace
