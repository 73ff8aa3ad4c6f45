// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/values/Error.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

// Sentences made of a template and its arguments, numbers in words, and errors on one line.

namespace raft {

namespace {

TEST(Text, PutsArgumentsInTheirPlacesInAnyOrderAndAnyNumber) {
    EXPECT_EQ(Text("%2 before %1, and %1 again", {"a", "b"}).english(), "b before a, and a again");
    EXPECT_EQ(Text("nothing to fill").english(), "nothing to fill");
    EXPECT_EQ(Text("%1%2%3%4%5%6%7%8%9", {"1", "2", "3", "4", "5", "6", "7", "8", "9"}).english(), "123456789");
}

TEST(Text, PlacesWithoutAnArgumentAndOtherPercentSignsStay) {
    EXPECT_EQ(Text("%1 and %2", {"a"}).english(), "a and %2");
    EXPECT_EQ(Text("100%").english(), "100%");
    EXPECT_EQ(Text("%0 %% %x %1", {"a"}).english(), "%0 %% %x a");
    EXPECT_EQ(Text("%10", {"a"}).english(), "a0");
}

TEST(Text, ArgumentsAreNotTakenForTemplates) { EXPECT_EQ(Text("set %1 %2", {"%2", "%1"}).english(), "set %2 %1"); }

TEST(Text, ATranslatedTemplateTakesTheSameArguments) {
    const Text text("S%1 votes for S%2", {"3", "1"});

    EXPECT_EQ(fillPlaces("S%2 bekommt die Stimme von S%1", text.arguments), "S1 bekommt die Stimme von S3");
}

TEST(Text, IsEmptyWithoutATemplate) {
    EXPECT_TRUE(Text().empty());
    EXPECT_FALSE(Text("x").empty());
    EXPECT_EQ(Text("%1", {"a"}), Text("%1", {"a"}));
    EXPECT_FALSE(Text("%1", {"a"}) == Text("%1", {"b"}));
}

TEST(Text, NumbersAreDecimalDigits) {
    EXPECT_EQ(number(std::uint64_t{0}), "0");
    EXPECT_EQ(number(std::uint32_t{7}), "7");
    EXPECT_EQ(number(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
    EXPECT_EQ(number(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
}

TEST(Text, MillisecondsHaveAtMostThreeDecimalsAndNoTrailingZeros) {
    EXPECT_EQ(milliseconds(0), "0");
    EXPECT_EQ(milliseconds(41'000), "41");
    EXPECT_EQ(milliseconds(12'500), "12.5");
    EXPECT_EQ(milliseconds(1), "0.001");
    EXPECT_EQ(milliseconds(1'010), "1.01");
    EXPECT_EQ(milliseconds(-1'500), "-1.5");
    EXPECT_EQ(milliseconds(-5), "-0.005");
}

TEST(Error, IsOneLineOfPlaceProblemAndWhatIsAllowed) {
    EXPECT_EQ((Error{"/seed", {"%1 is too large", {"9"}}, {"allowed: up to %1", {"8"}}}).message(),
              "/seed: 9 is too large; allowed: up to 8");
    EXPECT_EQ((Error{"", "no link is cut", {}}).message(), "no link is cut");
    EXPECT_EQ((Error{"S2", "is stopped already", {}}).message(), "S2: is stopped already");
}

TEST(Error, StandsInTheValuesPlace) {
    const auto half = [](int whole) -> Expected<int> {
        if (whole % 2 != 0)
            return failure("whole", {"%1 is odd", {number(std::int64_t{whole})}});
        return whole / 2;
    };

    EXPECT_EQ(half(4).value(), 2);
    ASSERT_FALSE(half(3));
    EXPECT_EQ(half(3).error().message(), "whole: 3 is odd");
}

} // namespace

TEST(Text, WhatBreaksALineOrSteersATerminalIsShownAsAQuestionMark) {
    EXPECT_EQ(raft::printable("S1\n\x1b[31m\x7f ä € 𝄞"), "S1??[31m? ä € 𝄞");
    EXPECT_EQ(raft::printable("\u0080\u009f\u00a0"), "??\u00a0");
    EXPECT_EQ(raft::printable("\u2028\u2029\u202e\u2066 \u2030"), "???? \u2030");
    EXPECT_EQ(raft::printable("\xc2"), "\xc2") << "half a character is passed on";
}

} // namespace raft
