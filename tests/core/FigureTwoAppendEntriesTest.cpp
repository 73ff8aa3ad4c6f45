// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ServerFixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Figure 2, "AppendEntries RPC, receiver": B8 to B13 of the behaviour's lines, and their tables.

namespace raft {

namespace {

/// A follower in term 2 that has this log.
ServerInHand follower(const Terms& log) { return ServerInHand({.log = log, .currentTerm = 2}); }

// Receiver 1: reply false if term < currentTerm (§5.1).
TEST(Figure2AppendEntries, B8_ATermBelowItsOwnIsRefusedAndNothingChanges) {
    ServerInHand server({.log = {1, 2}, .currentTerm = 5});
    server.receive(3, 5, appendAfter(2, 2, {}, 1));
    const ServerState before = server.state();

    server.receive(2, 4, appendAfter(2, 2, {4}, 2));

    EXPECT_FALSE(server.answer<AppendEntriesReply>().success);
    EXPECT_EQ(server.effects().messages.front().term, 5U);
    EXPECT_EQ(server.effects().messages.front().to, 2U);
    EXPECT_EQ(server.state(), before);
    EXPECT_EQ(server.effects().changed, 0U);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::keep);
    EXPECT_TRUE(server.because(Reason::appendRefusedOldTerm));
}

// Receiver 2: reply false if the log does not contain an entry at prevLogIndex whose term matches prevLogTerm (§5.3).
TEST(Figure2AppendEntries, B9_WithoutAnEntryAtPrevLogIndexItRefuses) {
    ServerInHand server = follower({1, 2});

    server.receive(2, 4, appendAfter(3, 3, {4}, 3));

    EXPECT_FALSE(server.answer<AppendEntriesReply>().success);
    EXPECT_EQ(server.answer<AppendEntriesReply>().prevLogIndex, 3U);
    EXPECT_EQ(server.terms(), (Terms{1, 2}));
    EXPECT_EQ(server->commitIndex, 0U);
    EXPECT_TRUE(server.because(Reason::appendRefusedMissing));
}

TEST(Figure2AppendEntries, B9_WithAnotherTermAtPrevLogIndexItRefusesAndKeepsItsEntry) {
    ServerInHand server = follower({1, 2});

    server.receive(2, 4, appendAfter(2, 1, {4}, 2));

    EXPECT_FALSE(server.answer<AppendEntriesReply>().success);
    EXPECT_EQ(server.terms(), (Terms{1, 2}));
    EXPECT_EQ(server->commitIndex, 0U);
    EXPECT_TRUE(server.because(Reason::appendRefusedTerm));
}

TEST(Figure2AppendEntries, B9_ARefusalStillHearsTheLeader) {
    ServerInHand server = follower({1, 2});

    server.receive(2, 4, appendAfter(3, 3, {}));

    EXPECT_EQ(server->leader, 2U);
    EXPECT_EQ(server.term(), 4U);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::restart);
}

// Receiver 3: if an existing entry conflicts with a new one, delete it and all that follow it (§5.3).
TEST(Figure2AppendEntries, B10_TruncationStartsAtTheFirstConflictingEntry) {
    ServerInHand server({.log = {1, 1, 2, 2, 2}, .currentTerm = 2});

    server.receive(2, 4, appendAfter(0, 0, {1, 1, 2, 4}));

    EXPECT_EQ(server.terms(), (Terms{1, 1, 2, 4}));
    EXPECT_TRUE(server.wrote(change::kLog));
    EXPECT_TRUE(server.because(Reason::entriesDeleted));
}

// A late duplicate carries fewer entries than were acknowledged since. Cutting there would lose entries that the leader
// has counted.
TEST(Figure2AppendEntries, B10_ALateDuplicateCutsNothing) {
    ServerInHand server;
    server.receive(2, 1, appendAfter(0, 0, {1}));
    server.receive(2, 1, appendAfter(1, 1, {1, 1}, 3));
    ASSERT_EQ(server.terms(), (Terms{1, 1, 1}));

    server.receive(2, 1, appendAfter(0, 0, {1}));

    EXPECT_EQ(server.terms(), (Terms{1, 1, 1}));
    EXPECT_TRUE(server.answer<AppendEntriesReply>().success);
    EXPECT_EQ(server.answer<AppendEntriesReply>().matchIndex, 1U);
}

TEST(Figure2AppendEntries, B10_AHeartbeatBelowTheLogsEndCutsNothing) {
    ServerInHand server = follower({1, 2, 2});

    server.receive(2, 4, appendAfter(1, 1, {}, 1));

    EXPECT_EQ(server.terms(), (Terms{1, 2, 2}));
    EXPECT_EQ(server->commitIndex, 1U);
}

// Receiver 4: append any new entries not already in the log.
TEST(Figure2AppendEntries, B11_OnlyMissingEntriesAreAppended) {
    ServerInHand server = follower({1, 2});

    server.receive(2, 4, appendAfter(1, 1, {2, 3, 4}));

    EXPECT_EQ(server.terms(), (Terms{1, 2, 3, 4}));
    EXPECT_TRUE(server.because(Reason::entriesKnown));
    EXPECT_TRUE(server.because(Reason::entriesAppended));
    EXPECT_FALSE(server.because(Reason::entriesDeleted));
}

TEST(Figure2AppendEntries, B11_ADuplicateChangesNothingAndIsAnsweredAlike) {
    ServerInHand server;
    server.receive(2, 1, appendAfter(0, 0, {1, 1}, 1));
    const AppendEntriesReply first = server.answer<AppendEntriesReply>();
    const ServerState before = server.state();

    server.receive(2, 1, appendAfter(0, 0, {1, 1}, 1));

    EXPECT_EQ(server.answer<AppendEntriesReply>(), first);
    EXPECT_EQ(server.state(), before);
    EXPECT_EQ(server.effects().changed, 0U);
}

// Receiver 5: commitIndex = min(leaderCommit, index of last new entry).
TEST(Figure2AppendEntries, B12_CommitIndexNeverGoesBeyondWhatTheMessageVouchesFor) {
    // Index 3 is left over from another leader; the new one has something else there and has committed it.
    ServerInHand server({.log = {1, 1, 2}, .currentTerm = 3});

    server.receive(2, 3, appendAfter(1, 1, {1}, 3));

    EXPECT_EQ(server->commitIndex, 2U);
    EXPECT_EQ(server.terms(), (Terms{1, 1, 2}));
}

TEST(Figure2AppendEntries, B12_CommitIndexNeverGoesBeyondLeaderCommit) {
    ServerInHand server = follower({1, 2});

    server.receive(2, 4, appendAfter(2, 2, {4, 4, 4}, 3));

    EXPECT_EQ(server->commitIndex, 3U);
}

TEST(Figure2AppendEntries, B12_CommitIndexNeverGoesBackWithAnEarlierMessage) {
    ServerInHand server = follower({1, 2});
    server.receive(2, 4, appendAfter(2, 2, {4}, 3));
    ASSERT_EQ(server->commitIndex, 3U);

    server.receive(2, 4, appendAfter(0, 0, {1}, 3));
    server.receive(2, 4, appendAfter(2, 2, {4}, 0));

    EXPECT_EQ(server->commitIndex, 3U);
}

// §5.3: success tells the leader up to where the logs agree.
TEST(Figure2AppendEntries, B13_SuccessReportsTheIndexUpToWhichTheLogsMatch) {
    ServerInHand server = follower({1, 2, 2, 2});

    server.receive(2, 4, appendAfter(1, 1, {2}));
    EXPECT_EQ(server.answer<AppendEntriesReply>(), (AppendEntriesReply{true, 1, 2, 0, 0}));
    server.receive(2, 4, appendAfter(3, 2, {}));
    EXPECT_EQ(server.answer<AppendEntriesReply>(), (AppendEntriesReply{true, 3, 3, 0, 0}));
    server.receive(2, 4, appendAfter(4, 2, {4, 4}));
    EXPECT_EQ(server.answer<AppendEntriesReply>(), (AppendEntriesReply{true, 4, 6, 0, 0}));
}

/// A row of the table "Follower and AppendEntries": the receiver is in term 2 with log `[1,2]`, the leader in term 4.
struct AppendRow {
    std::string name;
    Index prevLogIndex;
    Term prevLogTerm;
    Terms entries;
    Index leaderCommit;
    bool success;
    Terms logAfter;
    Index commitAfter;
};

std::ostream& operator<<(std::ostream& out, const AppendRow& row) { return out << row.name; }

class FollowerAndAppendEntries : public testing::TestWithParam<AppendRow> {};

// Figure 2, AppendEntries, receiver 2 to 5.
TEST_P(FollowerAndAppendEntries, AnswersAndChangesItsLogAsTheTableSays) {
    const AppendRow& row = GetParam();
    ServerInHand server = follower({1, 2});

    server.receive(3, 4, appendAfter(row.prevLogIndex, row.prevLogTerm, row.entries, row.leaderCommit));

    EXPECT_EQ(server.answer<AppendEntriesReply>().success, row.success);
    EXPECT_EQ(server.terms(), row.logAfter);
    EXPECT_EQ(server->commitIndex, row.commitAfter);
    EXPECT_EQ(server.term(), 4U);
    EXPECT_EQ(server->role, Role::follower);
}

const std::vector<AppendRow> kLogRows{
    {"AppendsAfterItsLast", 2, 2, {3}, 0, true, {1, 2, 3}, 0},
    {"ReplacesAConflictAndAppends", 1, 1, {3, 4}, 0, true, {1, 3, 4}, 0},
    {"KeepsWhatItHas", 0, 0, {1}, 0, true, {1, 2}, 0},
    {"ReplacesEverything", 0, 0, {3}, 0, true, {3}, 0},
};
INSTANTIATE_TEST_SUITE_P(Log, FollowerAndAppendEntries, testing::ValuesIn(kLogRows), ByName());

const std::vector<AppendRow> kConsistencyRows{
    {"AgreesAtTheBeginning", 0, 0, {}, 0, true, {1, 2}, 0}, {"AgreesWithin", 1, 1, {}, 0, true, {1, 2}, 0},
    {"AgreesAtItsEnd", 2, 2, {}, 0, true, {1, 2}, 0},       {"HasAnotherTermThere", 2, 1, {}, 0, false, {1, 2}, 0},
    {"HasNoSuchEntry", 3, 3, {}, 0, false, {1, 2}, 0},
};
INSTANTIATE_TEST_SUITE_P(Consistency, FollowerAndAppendEntries, testing::ValuesIn(kConsistencyRows), ByName());

const std::vector<AppendRow> kCommitRows{
    {"RefusedForItsTerm", 2, 3, {}, 3, false, {1, 2}, 0},
    {"RefusedForItsIndex", 3, 3, {}, 3, false, {1, 2}, 0},
    {"AHeartbeatCommitsUpToPrev", 1, 1, {}, 1, true, {1, 2}, 1},
    {"AReplacedEntryIsCommitted", 0, 0, {2}, 1, true, {2}, 1},
    {"LeaderCommitIsTheLimit", 2, 2, {2, 2}, 3, true, {1, 2, 2, 2}, 3},
    {"TheLastNewEntryIsTheLimit", 2, 2, {2}, 4, true, {1, 2, 2}, 3},
    {"TheLastKnownEntryIsTheLimit", 1, 1, {2}, 4, true, {1, 2}, 2},
    {"PrevIsTheLimitOfAHeartbeat", 1, 1, {}, 3, true, {1, 2}, 1},
    {"WhatIsVouchedForIsTheLimit", 1, 1, {2}, 3, true, {1, 2}, 2},
    {"ItsEndIsTheLimitOfAHeartbeat", 2, 2, {}, 3, true, {1, 2}, 2},
};
INSTANTIATE_TEST_SUITE_P(Commit, FollowerAndAppendEntries, testing::ValuesIn(kCommitRows), ByName());

} // namespace

} // namespace raft
