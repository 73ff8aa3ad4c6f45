// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Log.h"
#include "raftcore/protocol/Configuration.h"
#include "tests/core/ServerFixture.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

// The log, sets of servers and majorities, which all rules stand on.

namespace raft {

namespace {

// §5.3: entries are numbered from 1.
TEST(Log, IsNumberedFromOne) {
    const Log log = logOf({1, 1, 4});

    EXPECT_EQ(log.lastIndex(), 3U);
    EXPECT_EQ(log.lastTerm(), 4U);
    EXPECT_FALSE(log.has(0));
    EXPECT_TRUE(log.has(1));
    EXPECT_TRUE(log.has(3));
    EXPECT_FALSE(log.has(4));
    EXPECT_EQ(log.termAt(0), 0U);
    EXPECT_EQ(log.termAt(3), 4U);
    EXPECT_EQ(Log().lastIndex(), 0U);
    EXPECT_EQ(Log().lastTerm(), 0U);
}

TEST(Log, TruncationDeletesAnEntryAndAllThatFollowIt) {
    Log log = logOf({1, 1, 2, 3});
    log.truncateFrom(3);
    EXPECT_EQ(termsOf(log), (Terms{1, 1}));
    log.truncateFrom(9);
    EXPECT_EQ(termsOf(log), (Terms{1, 1}));
    log.truncateFrom(1);
    EXPECT_EQ(log, Log());
}

// §7.
TEST(Log, WhatIsDiscardedLeavesItsIndexTermAndHash) {
    const Log whole = logOf({1, 1, 2, 3});
    Log log = whole;
    log.discardUpTo(3);

    EXPECT_EQ(log.baseIndex(), 3U);
    EXPECT_EQ(log.baseTerm(), 2U);
    EXPECT_EQ(log.lastIndex(), 4U);
    EXPECT_FALSE(log.has(3));
    EXPECT_TRUE(log.has(4));
    EXPECT_EQ(log.termAt(3), 2U);
    EXPECT_EQ(log.hash(), whole.hash());
    EXPECT_EQ(log.hashUpTo(3), whole.hashUpTo(3));
    log.discardUpTo(4);
    EXPECT_EQ(log.lastIndex(), 4U);
    EXPECT_EQ(log.lastTerm(), 3U);
    log.append(Entry{5, {}});
    EXPECT_EQ(log.at(5).term, 5U);
    log.truncateFrom(5);
    EXPECT_EQ(log.hash(), whole.hash());
}

TEST(Log, ASnapshotFromElsewhereStandsForAllThatWasThere) {
    Log log = logOf({1, 1});
    log.startBehind(7, 3, logOf({1, 1, 2, 2, 2, 3, 3}).hash());

    EXPECT_EQ(log.lastIndex(), 7U);
    EXPECT_EQ(log.lastTerm(), 3U);
    log.append(Entry{4, {}});
    EXPECT_EQ(log.hash(), logOf({1, 1, 2, 2, 2, 3, 3, 4}).hash());
}

// §5.3, last paragraphs.
TEST(Log, TheLastIndexOfATermIsNotSoughtAmongWhatIsDiscarded) {
    Log log = logOf({1, 1, 2, 3, 3});
    log.discardUpTo(3);

    EXPECT_EQ(log.lastIndexWithTermAtMost(3, 9), 5U);
    EXPECT_EQ(log.lastIndexWithTermAtMost(2, 9), 3U);
    EXPECT_EQ(log.lastIndexWithTermAtMost(1, 9), 2U) << "below the snapshot: the leader sends it";
    EXPECT_EQ(log.lastIndexWithTermAtMost(3, 1), 1U);
}

TEST(Log, HashFollowsFromTheEntriesAlone) {
    EXPECT_TRUE(rc::check("any appends and truncations", [](const std::vector<std::uint8_t>& steps) {
        Log log;
        for (const std::uint8_t step : steps) {
            if (step % 4 == 0)
                log.truncateFrom(1 + step % (log.lastIndex() + 1));
            else
                log.append(Entry{step, {}});
        }
        RC_ASSERT(log == logOf(termsOf(log)));
        RC_ASSERT(log.hash() == logOf(termsOf(log)).hash());
    }));
    EXPECT_NE(logOf({1, 2}).hash(), logOf({2, 1}).hash());
    Log withCommand;
    withCommand.append(Entry{1, commandOf("set x 1")});
    EXPECT_NE(withCommand.hash(), logOf({1}).hash());
    EXPECT_FALSE(withCommand == logOf({1}));
}

// §5.3, last paragraphs: the search behind accelerated back-off, against one that looks at every entry.
TEST(Log, LastIndexWithTermAtMostIsTheLargestSuchIndex) {
    EXPECT_TRUE(rc::check("any log whose terms do not decrease", [] {
        Terms terms = *rc::gen::container<Terms>(rc::gen::inRange<Term>(1, 9));
        std::sort(terms.begin(), terms.end());
        const Term term = *rc::gen::inRange<Term>(0, 10);
        const Index limit = *rc::gen::inRange<Index>(0, 30);
        Index expected = 0;
        for (Index index = 1; index <= std::min<Index>(limit, terms.size()); ++index) {
            if (terms[index - 1] <= term)
                expected = index;
        }
        RC_ASSERT(logOf(terms).lastIndexWithTermAtMost(term, limit) == expected);
    }));
}

TEST(ServerSet, HoldsEveryNumberAndIsVisitedInOrder) {
    ServerSet set;
    for (const ServerId id : {255U, 64U, 1U, 63U, 128U, 127U}) {
        EXPECT_TRUE(set.insert(id));
        EXPECT_FALSE(set.insert(id));
    }
    EXPECT_TRUE(set.erase(64));
    EXPECT_FALSE(set.erase(64));

    std::vector<ServerId> visited;
    for (const ServerId id : set)
        visited.push_back(id);
    EXPECT_EQ(visited, (std::vector<ServerId>{1, 63, 127, 128, 255}));
    EXPECT_EQ(set.size(), 5U);
    EXPECT_FALSE(set.contains(64));
    EXPECT_TRUE(ServerSet().empty());
    EXPECT_EQ(ServerSet().begin() != ServerSet().end(), false);
}

TEST(ServerSet, JoinsAndIntersects) {
    ServerSet left;
    ServerSet right;
    for (const ServerId id : {1U, 2U, 100U})
        left.insert(id);
    for (const ServerId id : {2U, 200U})
        right.insert(id);

    EXPECT_EQ(left.united(right).size(), 4U);
    EXPECT_EQ(left.intersection(right).size(), 1U);
    EXPECT_TRUE(left.intersection(right).contains(2));
}

// §5.2: a majority is more than half.
TEST(Configuration, AMajorityIsMoreThanHalfOfTheVoters) {
    for (std::size_t voters = 1; voters <= 9; ++voters) {
        const Configuration configuration = votersUpTo(voters);
        ServerSet agreeing;
        for (ServerId id = 1; id <= voters; ++id) {
            EXPECT_EQ(configuration.isMajority(agreeing), 2 * agreeing.size() > voters);
            agreeing.insert(id);
        }
        EXPECT_TRUE(configuration.isMajority(agreeing));
    }
}

TEST(Configuration, LearnersAndStrangersCountInNoMajority) {
    Configuration configuration = votersUpTo(3);
    configuration.learners.insert(4);
    ServerSet agreeing;
    for (const ServerId id : {1U, 4U, 5U})
        agreeing.insert(id);

    EXPECT_FALSE(configuration.isMajority(agreeing));
    EXPECT_TRUE(configuration.isVoter(3));
    EXPECT_FALSE(configuration.isVoter(4));
    EXPECT_EQ(configuration.members().size(), 4U);
}

// §5.3: an index is held by a majority if so many hold it or more; against counting one by one.
TEST(Configuration, MajorityIndexIsTheHighestThatAMajorityHolds) {
    EXPECT_TRUE(rc::check("any indices", [] {
        const auto held = *rc::gen::nonEmpty(rc::gen::container<std::vector<Index>>(rc::gen::inRange<Index>(0, 12)));
        RC_PRE(held.size() <= 101U);
        Index expected = 0;
        for (Index index = 0; index <= 12; ++index) {
            const auto holders = std::count_if(held.begin(), held.end(), [index](Index own) { return own >= index; });
            if (2 * static_cast<std::size_t>(holders) > held.size())
                expected = index;
        }
        RC_ASSERT(votersUpTo(held.size()).majorityIndex([&](ServerId id) { return held[id - 1]; }) == expected);
    }));
    EXPECT_EQ(Configuration().majorityIndex([](ServerId) { return Index{5}; }), 0U);
}

} // namespace

} // namespace raft
