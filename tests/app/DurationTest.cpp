// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Duration.h"

#include <gtest/gtest.h>

// Stretches of time as people write them.

using raftarium::parseDuration;

TEST(Duration, IsExactlyWhatWasWritten) {
    const std::pair<const char*, raft::Time> rows[] = {
        {"0s", 0},
        {"1us", 1},
        {"500ms", 500'000},
        {"10s", 10'000'000},
        {"2m", 120'000'000},
        {"1h", 3'600'000'000},
        {"1.5s", 1'500'000},
        {"0.25ms", 250},
        {"1.000001s", 1'000'001},
        {"1.50000000000s", 1'500'000},
        {"1.5h", 5'400'000'000},
        {"0.1m", 6'000'000},
        {"007s", 7'000'000},
        {"10000h", raftarium::kLongestDuration},
    };
    for (const auto& [text, time] : rows)
        EXPECT_EQ(parseDuration(text), time) << text;
}

TEST(Duration, IsRefusedWhenItIsNoneOrCannotBeExact) {
    for (const char* text : {"",
                             "s",
                             "10",
                             "10 s",
                             "-1s",
                             "+1s",
                             "1e3s",
                             "1.s",
                             ".5s",
                             "1..5s",
                             "1.5.5s",
                             "1d",
                             "1S",
                             "10001h",
                             "0x10s",
                             "1.0000001s",
                             "1.5us",
                             "1.05us",
                             "99999999999999999999999s",
                             "10s ",
                             "１s"})
        EXPECT_FALSE(parseDuration(text)) << text;
}
