// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/values/CompactString.h"
#include "raftcore/values/EitherShared.h"
#include "raftcore/values/Rare.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

// Values that take the room of a pointer: strings that are mostly empty, one of two shared values, what is seldom
// there.

namespace raft {

namespace {

using Either = EitherShared<std::string, std::uint64_t>;

TEST(CompactString, HoldsAStringInTheRoomOfAPointer) {
    const CompactString word("value");

    EXPECT_EQ(sizeof(CompactString), sizeof(void*));
    EXPECT_EQ(word.text(), "value");
    EXPECT_EQ(word.size(), 5U);
    EXPECT_FALSE(word.empty());
    EXPECT_EQ(word, CompactString(std::string("value")));
    EXPECT_FALSE(word == CompactString("other"));
}

TEST(CompactString, AnEmptyOneIsLikeOneThatWasNeverSet) {
    const CompactString empty("");

    EXPECT_TRUE(empty.empty());
    EXPECT_EQ(empty, CompactString());
    EXPECT_EQ(CompactString().text(), "");
    EXPECT_EQ(CompactString().size(), 0U);
}

TEST(EitherShared, TellsWhichOfTheTwoItHolds) {
    const Either first{Shared<std::string>(std::string("command"))};
    const Either second{Shared<std::uint64_t>(7)};
    const Either none;

    EXPECT_EQ(sizeof(Either), sizeof(void*));
    ASSERT_TRUE(first.first());
    EXPECT_EQ(*first.first(), "command");
    EXPECT_FALSE(first.second());
    ASSERT_TRUE(second.second());
    EXPECT_EQ(*second.second(), 7U);
    EXPECT_FALSE(second.first());
    EXPECT_FALSE(none.first() || none.second());
}

TEST(EitherShared, ASharedNothingIsNothing) {
    EXPECT_EQ(Either{Shared<std::string>()}, Either());
    EXPECT_EQ(Either{Shared<std::uint64_t>()}, Either());
}

TEST(EitherShared, ComparesValuesOfOneTypeAndNeverOneTypeWithTheOther) {
    const Either first{Shared<std::string>(std::string("a"))};

    EXPECT_EQ(first, Either{Shared<std::string>(std::string("a"))});
    EXPECT_FALSE(first == Either{Shared<std::string>(std::string("b"))});
    EXPECT_FALSE(first == Either());
    EXPECT_FALSE(Either() == first);
    EXPECT_FALSE((EitherShared<std::uint64_t, std::uint32_t>{Shared<std::uint64_t>(1)} ==
                  EitherShared<std::uint64_t, std::uint32_t>{Shared<std::uint32_t>(1)}));
}

TEST(EitherShared, SharesItsValueWithCopiesAndWithWhatItWasMadeOf) {
    const Shared<std::string> command("command");
    const Either first(command);
    Either copy{Shared<std::uint64_t>(7)};
    copy = first;
    Either moved = std::move(copy);
    moved = Either(moved);

    EXPECT_EQ(first.first(), &*command);
    EXPECT_EQ(moved.first(), &*command);
}

TEST(Rare, IsAValueOfItsOwnOrNothing) {
    Rare<std::string> first(std::string("snapshot"));
    const Rare<std::string> copy = first;
    *first += "s";

    EXPECT_EQ(sizeof(first), sizeof(void*));
    EXPECT_EQ(*copy, "snapshot");
    EXPECT_EQ(first->size(), 9U);
    EXPECT_FALSE(first == copy);
    EXPECT_EQ(copy, Rare<std::string>(std::string("snapshot")));

    first.reset();
    EXPECT_FALSE(first);
    EXPECT_EQ(first, Rare<std::string>());
    EXPECT_FALSE(first == copy);
    EXPECT_FALSE(copy == first);

    first = copy;
    EXPECT_EQ(first, copy);
}

} // namespace

} // namespace raft
