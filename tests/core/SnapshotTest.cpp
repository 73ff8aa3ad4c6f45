// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ServerFixture.h"

#include <gtest/gtest.h>

// Snapshots (§7, Figure 13), on one server in the hand.

namespace raft {

namespace {

Options compacting(std::uint32_t everyEntries = 0, std::uint32_t chunkBytes = 4) {
    Options options;
    options.entriesPerMessage = 10;
    options.snapshots = {true, everyEntries, chunkBytes};
    return options;
}

/// A chunk of a snapshot up to index 5 of term 3.
InstallSnapshot chunk(std::uint64_t offset, const char* data, bool done, Index last = 5, Term term = 3) {
    InstallSnapshot request;
    request.lastIncludedIndex = last;
    request.lastIncludedTerm = term;
    request.configuration = Shared(votersUpTo(3));
    request.offset = offset;
    request.data = data;
    request.done = done;
    return request;
}

/// A follower whose log has all of its entries committed and applied.
ServerInHand appliedFollower(const Terms& log, Index commit, const Options& options = compacting()) {
    ServerInHand server({.log = log, .options = options});
    server.receive(2, server.term(), appendAfter(log.size(), log.back(), {}, commit));
    server.applied();
    return server;
}

/// A leader of term 3 that has applied three entries, and discarded them: its snapshot "abcdefgh" is two chunks long.
ServerInHand compactedLeader() {
    ServerInHand server({.log = {1, 2}, .options = compacting()});
    server.becomeLeader();
    server.propose("set x 1");
    server.receive(2, 3, acceptedUpTo(3));
    server.applied();
    server.takeSnapshot("abcdefgh");
    return server;
}

} // namespace

// §7: what is applied, and nothing more.
TEST(Snapshot, B73_CoversWhatIsAppliedWithItsIndexTermAndConfiguration) {
    ServerInHand server = appliedFollower({1, 1, 2, 2}, 3);

    server.takeSnapshot("state");

    const Snapshot& snapshot = *server->persistent.snapshot;
    EXPECT_EQ(snapshot.lastIncludedIndex, 3U);
    EXPECT_EQ(snapshot.lastIncludedTerm, 2U);
    EXPECT_EQ(snapshot.configuration, votersUpTo(3));
    EXPECT_EQ(snapshot.data, "state");
    EXPECT_EQ(server.terms(), (Terms{2})) << "index 4 is not applied and stays";
    EXPECT_EQ(server->persistent.log.lastIndex(), 4U);
    EXPECT_TRUE(server.wrote(change::kSnapshot));
}

TEST(Snapshot, B73_IsWantedAfterSoManyEntriesOrWhenToldTo) {
    EXPECT_TRUE(appliedFollower({1, 1, 1}, 3, compacting(3)).wantsSnapshot());
    EXPECT_FALSE(appliedFollower({1, 1, 1}, 2, compacting(3)).wantsSnapshot());
    EXPECT_FALSE(appliedFollower({1, 1, 1}, 3, compacting(0)).wantsSnapshot());
    EXPECT_FALSE(appliedFollower({1, 1, 1}, 3, Options()).wantsSnapshot());
}

TEST(Snapshot, B74_TheCheckAtItsLastIndexComparesItsTerm) {
    ServerInHand server = appliedFollower({1, 1, 2}, 3);
    server.takeSnapshot("");

    server.receive(2, 2, appendAfter(3, 2, {2}));
    EXPECT_TRUE(server.answer<AppendEntriesReply>().success);

    ServerInHand other = appliedFollower({1, 1, 2}, 3);
    other.takeSnapshot("");
    other.receive(2, 2, appendAfter(3, 1, {2}));
    EXPECT_FALSE(other.answer<AppendEntriesReply>().success);
}

TEST(Snapshot, B74_EntriesThatItCoversCountAsMatchingAndAreSkipped) {
    ServerInHand server = appliedFollower({1, 1, 2}, 3);
    server.takeSnapshot("");

    server.receive(2, 2, appendAfter(1, 1, {1, 2, 2, 2}));

    EXPECT_EQ(server.answer<AppendEntriesReply>().matchIndex, 5U);
    EXPECT_EQ(server.terms(), (Terms{2, 2})) << "of indices 4 and 5";

    server.receive(2, 2, appendAfter(0, 0, {1}));
    EXPECT_EQ(server.answer<AppendEntriesReply>().matchIndex, 1U);
    EXPECT_EQ(server.terms(), (Terms{2, 2}));
}

TEST(Snapshot, B75_AFollowerThatNeedsDiscardedEntriesIsSentIt) {
    ServerInHand server = compactedLeader();

    server.receive(3, 3, refusedAt(2));

    const auto sent = server.sent<InstallSnapshot>();
    ASSERT_EQ(sent.size(), 1U);
    const auto& request = std::get<InstallSnapshot>(sent.front().body);
    EXPECT_EQ(sent.front().to, 3U);
    EXPECT_EQ(request.lastIncludedIndex, 3U);
    EXPECT_EQ(request.lastIncludedTerm, 3U);
    EXPECT_EQ(*request.configuration, votersUpTo(3));
    EXPECT_EQ(request.offset, 0U);
    EXPECT_EQ(request.data, "abcd");
    EXPECT_FALSE(request.done);
}

TEST(Snapshot, B76_ALeaderOfAnOlderTermIsRefusedWithTheOwnTerm) {
    ServerInHand server({.log = {1}, .currentTerm = 5, .options = compacting()});

    server.receive(2, 4, chunk(0, "abcd", true));

    EXPECT_EQ(server.effects().messages.front().term, 5U);
    EXPECT_EQ(server.answer<InstallSnapshotReply>().matchIndex, 0U);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::keep);
    EXPECT_FALSE(server->persistent.snapshot);
}

TEST(Snapshot, B76_TheLeaderOfTheTermRestartsTheTimerAndEndsACandidacy) {
    ServerInHand server({.log = {1}, .options = compacting()});
    server.electionTimeout();

    server.receive(2, server.term(), chunk(0, "abcd", false));

    EXPECT_EQ(server.effects().electionTimer, TimerOrder::restart);
    EXPECT_EQ(server->role, Role::follower);
    EXPECT_EQ(server->leader, 2U);
}

// Figure 13, receiver 2 to 5.
TEST(Snapshot, B77_ChunksFollowEachOtherAndTheLastOneInstalls) {
    ServerInHand server({.log = {1}, .options = compacting()});

    server.receive(2, 3, chunk(0, "abcd", false));
    EXPECT_EQ(server.answer<InstallSnapshotReply>().nextOffset, 4U);
    EXPECT_EQ(server.answer<InstallSnapshotReply>().matchIndex, 0U);
    EXPECT_FALSE(server->persistent.snapshot);
    server.receive(2, 3, chunk(4, "ef", true));

    EXPECT_EQ(server.answer<InstallSnapshotReply>().matchIndex, 5U);
    EXPECT_EQ(server->persistent.snapshot->data, "abcdef");
    EXPECT_EQ(server->commitIndex, 5U);
    EXPECT_FALSE(server->receiving);
    EXPECT_TRUE(server.wrote(change::kSnapshot | change::kLog)) << "on disk before the answer leaves";
}

TEST(Snapshot, B77_AGapIsNotAcceptedAndTheAnswerSaysWhereToGoOn) {
    ServerInHand server({.log = {1}, .options = compacting()});
    server.receive(2, 3, chunk(0, "abcd", false));

    server.receive(2, 3, chunk(8, "ij", true));

    EXPECT_EQ(server.answer<InstallSnapshotReply>().nextOffset, 4U);
    EXPECT_EQ(server.answer<InstallSnapshotReply>().matchIndex, 0U);
    EXPECT_TRUE(server.because(Reason::chunkMisplaced));
    EXPECT_FALSE(server->persistent.snapshot);
}

TEST(Snapshot, B77_ARepeatedChunkIsNotWrittenTwice) {
    ServerInHand server({.log = {1}, .options = compacting()});
    server.receive(2, 3, chunk(0, "abcd", false));
    server.receive(2, 3, chunk(4, "efgh", false));

    server.receive(2, 3, chunk(4, "efgh", false));

    EXPECT_EQ(server.answer<InstallSnapshotReply>().nextOffset, 8U);
    EXPECT_EQ(server->receiving->data, "abcdefgh");
}

TEST(Snapshot, B77_OffsetZeroBeginsANewFile) {
    ServerInHand server({.log = {1}, .options = compacting()});
    server.receive(2, 3, chunk(0, "abcd", false));

    server.receive(2, 3, chunk(0, "wxyz", false, 7));

    EXPECT_EQ(server->receiving->lastIncludedIndex, 7U);
    EXPECT_EQ(server->receiving->data, "wxyz");
    server.receive(2, 3, chunk(4, "ef", true));
    EXPECT_FALSE(server->persistent.snapshot) << "the chunk is of another snapshot";
}

TEST(Snapshot, B78_OneThatIsNotNewerThanCommitIndexChangesNothingAndIsAnsweredWithSuccess) {
    ServerInHand server = appliedFollower({1, 1, 2, 3, 3, 3}, 6);
    const PersistentState before = server->persistent;

    server.receive(2, 3, chunk(0, "abcd", true));

    EXPECT_EQ(server->persistent, before);
    EXPECT_EQ(server.answer<InstallSnapshotReply>().matchIndex, 5U);
}

TEST(Snapshot, B79_AnEntryOfItsLastIndexAndTermKeepsWhatFollowsIt) {
    ServerInHand server = appliedFollower({1, 1, 2, 3, 3, 3, 3}, 2);

    server.receive(2, 3, chunk(0, "abcd", true));

    EXPECT_EQ(server.terms(), (Terms{3, 3})) << "of indices 6 and 7";
    EXPECT_TRUE(server.because(Reason::suffixKept));
}

TEST(Snapshot, B80_OtherwiseTheWholeLogGoesAndTheConfigurationIsTaken) {
    ServerInHand server = appliedFollower({1, 1, 2, 2, 2, 2, 2}, 2);
    InstallSnapshot request = chunk(0, "abcd", true);
    request.configuration = Shared(votersUpTo(5));

    server.receive(2, 3, request);

    EXPECT_EQ(server.terms(), Terms{});
    EXPECT_EQ(server->persistent.log.lastIndex(), 5U);
    EXPECT_EQ(server->persistent.log.lastTerm(), 3U);
    EXPECT_EQ(server->configuration, votersUpTo(5));
    EXPECT_TRUE(server.because(Reason::logDiscarded));
}

TEST(Snapshot, B80_TheStateMachineIsResetFromIt) {
    ServerInHand server = appliedFollower({1, 1, 2}, 2);
    server.receive(2, 3, chunk(0, "abcd", true));
    EXPECT_EQ(server->lastApplied, 2U);

    server.applied();

    EXPECT_EQ(server->lastApplied, 5U);
    EXPECT_TRUE(server.because(Reason::snapshotApplied));
    EXPECT_FALSE(server.because(Reason::entriesApplied));
}

TEST(Snapshot, B81_ReplicationResumesBehindTheIndexThatTheAnswerCarries) {
    ServerInHand server = compactedLeader();
    server.receive(3, 3, refusedAt(2));
    server.receive(3, 3, InstallSnapshotReply{3, 0, 4, 0});
    server.propose("set x 2");
    ASSERT_TRUE(server.sent<AppendEntries>().size() == 1U) << "to S2 alone";

    server.receive(3, 3, InstallSnapshotReply{3, 4, 8, 3});

    EXPECT_EQ(server.peer(3).matchIndex, 3U);
    const auto sent = server.sent<AppendEntries>();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(std::get<AppendEntries>(sent.front().body).prevLogIndex, 3U);
    EXPECT_EQ(std::get<AppendEntries>(sent.front().body).prevLogTerm, 3U);
    EXPECT_EQ(std::get<AppendEntries>(sent.front().body).entries.size(), 1U);
}

TEST(Snapshot, B82_NoCampaignWhileAReceivedOneIsNotApplied) {
    ServerInHand server = appliedFollower({1, 1, 2}, 2);
    server.receive(2, 3, chunk(0, "abcd", true));

    server.electionTimeout();
    EXPECT_EQ(server->role, Role::follower);
    EXPECT_EQ(server.effects().electionTimer, TimerOrder::restart);
    server.receive(2, 3, TimeoutNow{});
    EXPECT_EQ(server->role, Role::follower);

    server.applied();
    server.electionTimeout();
    EXPECT_EQ(server->role, Role::candidate);
}

TEST(Snapshot, B83_AVoterWithAnEmptyLogComparesTheSnapshotsIndexAndTerm) {
    const auto voted = [](Index lastIndex, Term lastTerm) {
        ServerInHand server = appliedFollower({1, 2, 2}, 3);
        server.takeSnapshot("");
        server.receive(3, 9, RequestVote{lastIndex, lastTerm, false});
        return server.answer<RequestVoteReply>().voteGranted;
    };

    EXPECT_TRUE(voted(3, 2));
    EXPECT_FALSE(voted(2, 2));
    EXPECT_FALSE(voted(9, 1));
    EXPECT_TRUE(voted(1, 3));
}

TEST(Snapshot, B84_TheOneUnderWayIsPinnedHoweverOftenTheLeaderCompacts) {
    ServerInHand server = compactedLeader();
    server.receive(3, 3, refusedAt(2));
    server.propose("set x 2");
    server.receive(2, 3, acceptedUpTo(4));
    server.applied();
    server.takeSnapshot("ABCDEFGHIJ");

    server.receive(3, 3, InstallSnapshotReply{3, 0, 4, 0});

    const auto sent = server.sent<InstallSnapshot>();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(std::get<InstallSnapshot>(sent.front().body).data, "efgh");
    EXPECT_TRUE(std::get<InstallSnapshot>(sent.front().body).done);
    server.receive(3, 3, InstallSnapshotReply{3, 4, 8, 3});
    EXPECT_EQ(std::get<InstallSnapshot>(server.sent<InstallSnapshot>().front().body).data, "ABCD")
        << "index 4 is discarded meanwhile, so the newer one follows";
}

TEST(Snapshot, AHeartbeatRepeatsTheChunkWhoseAnswerIsAwaited) {
    ServerInHand server = compactedLeader();
    server.receive(3, 3, refusedAt(2));
    server.receive(3, 3, InstallSnapshotReply{3, 0, 4, 0});

    server.heartbeatTimeout();

    const auto sent = server.sent<InstallSnapshot>();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(std::get<InstallSnapshot>(sent.front().body).offset, 4U);
}

TEST(Snapshot, B19_ALateAnswerToAnEarlierChunkSendsNothing) {
    ServerInHand server = compactedLeader();
    server.receive(3, 3, refusedAt(2));
    server.receive(3, 3, InstallSnapshotReply{3, 0, 4, 0});

    server.receive(3, 3, InstallSnapshotReply{3, 0, 4, 0});

    EXPECT_TRUE(server.because(Reason::chunkReplyOutdated));
    EXPECT_TRUE(server.effects().messages.empty());
}

TEST(Snapshot, AFollowerThatLostItsPartGetsItFromTheBeginning) {
    ServerInHand server = compactedLeader();
    server.receive(3, 3, refusedAt(2));
    server.receive(3, 3, InstallSnapshotReply{3, 0, 4, 0});

    server.receive(3, 3, InstallSnapshotReply{3, 4, 0, 0});

    EXPECT_EQ(std::get<InstallSnapshot>(server.sent<InstallSnapshot>().front().body).offset, 0U);
}

// B4, B46: what the snapshot covers is committed and applied.
TEST(Snapshot, B46_ARestartKeepsItAndBeginsWithWhatItCovers) {
    ServerInHand server = appliedFollower({1, 1, 2, 2}, 3);
    server.takeSnapshot("state");

    server.restart();

    EXPECT_EQ(server->commitIndex, 3U);
    EXPECT_EQ(server->lastApplied, 3U);
    EXPECT_EQ(server->persistent.snapshot->data, "state");
    EXPECT_EQ(server.terms(), (Terms{2}));
}

TEST(Snapshot, B39_ARefusalNamesNoPlaceBelowTheSnapshot) {
    Options options = compacting();
    options.acceleratedBackoff = true;
    ServerInHand server = appliedFollower({1, 1, 2, 3}, 2, options);
    server.takeSnapshot("");

    server.receive(2, 5, appendAfter(4, 1, {}));

    EXPECT_FALSE(server.answer<AppendEntriesReply>().success);
    EXPECT_EQ(server.answer<AppendEntriesReply>().conflictIndex, 2U);
    EXPECT_EQ(server.answer<AppendEntriesReply>().conflictTerm, 1U);
}

} // namespace raft
