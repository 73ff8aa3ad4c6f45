// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Invariants.h"
#include "tests/core/ServerFixture.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

// Each invariant finds the state that breaks it, and no other does.

namespace raft {

namespace {

/// A leader of term 3 that knows something of two followers.
ServerState leaderState() {
    ServerInHand server({.log = {1, 2}});
    server.becomeLeader();
    server.propose("set x 1");
    server.receive(2, 3, acceptedUpTo(3));
    server.receive(3, 3, acceptedUpTo(2));
    server.applied();
    return server.state();
}

ServerState candidateState() {
    ServerInHand server({.servers = 5, .log = {1, 2}});
    server.electionTimeout();
    server.receive(2, 3, RequestVoteReply{true});
    return server.state();
}

ServerState followerState() {
    ServerInHand server({.log = {1, 2}});
    server.receive(2, 3, appendAfter(2, 2, {3}, 2));
    server.applied();
    return server.state();
}

TEST(Invariants, HoldOfEveryRole) {
    for (const ServerState& state : {leaderState(), candidateState(), followerState()}) {
        EXPECT_TRUE(brokenInvariants(state).empty());
        EXPECT_TRUE(brokenInvariants(state, state).empty());
    }
}

/// A state that breaks an invariant, as a change of a sound one; and what is told, joined by " / ".
struct BreakRow {
    std::string name;
    std::function<ServerState()> start;
    std::function<void(ServerState&)> change;
    std::string sentence;
};

std::ostream& operator<<(std::ostream& out, const BreakRow& row) { return out << row.name; }

std::string joined(const std::vector<Text>& sentences) {
    std::string all;
    for (const Text& sentence : sentences)
        all += (all.empty() ? "" : " / ") + sentence.english();
    return all;
}

class BrokenState : public testing::TestWithParam<BreakRow> {};

TEST_P(BrokenState, IsTold) {
    ServerState state = GetParam().start();
    GetParam().change(state);

    EXPECT_EQ(joined(brokenInvariants(state)), GetParam().sentence);
}

const std::vector<BreakRow> kStates{
    {"TermOfTheLog", followerState, [](auto& s) { s.persistent.currentTerm = 2; },
     "the log's last term, 3, exceeds currentTerm, 2"},
    {"CommitBeyondTheLog", followerState, [](auto& s) { s.commitIndex = 4; },
     "commitIndex 4 lies beyond the log's end, 3"},
    {"AppliedBeyondCommit", followerState, [](auto& s) { s.lastApplied = 3; },
     "lastApplied 3 lies beyond commitIndex 2"},
    {"DurableBeyondTheLog", followerState, [](auto& s) { s.durableIndex = 4; },
     "entries count as durable that the log does not hold"},
    {"EntriesDiscardedWithoutASnapshot", followerState, [](auto& s) { s.persistent.log.discardUpTo(1); },
     "the log does not begin where the snapshot ends"},
    {"SnapshotOfWhatIsNotCommitted", followerState,
     [](auto& s) {
         s.persistent.log.discardUpTo(3);
         s.persistent.snapshot = Shared(Snapshot{3, 3, {}, 0, {}});
     },
     "the snapshot covers entries that are not committed"},
    {"LeaderThatReceivesASnapshot", leaderState,
     [](auto& s) {
         s.receiving = PartialSnapshot{9, 3, {}};
     },
     "a leader receives a snapshot"},
    {"PipelineOutOfOrder", leaderState,
     [](auto& s) {
         s.peers[0].isPipelined = true;
         s.peers[0].underWay = {{s.peers[0].nextIndex, 8}};
     },
     "what is under way to S2 is out of order"},
    {"SnapshotSentToWhoHasIt", leaderState,
     [](auto& s) {
         s.peers[0].snapshot = Shared(Snapshot{3, 3, {}, 0, {}});
     },
     "S2 is sent a snapshot that it has"},
    {"LeaderWithoutItsOwnVote", leaderState, [](auto& s) { s.persistent.votedFor = 2; },
     "a candidate or leader has not voted for itself"},
    {"VotesOfAFollower", followerState, [](auto& s) { s.votesDenied.insert(2); },
     "votes are kept by a server that is no candidate"},
    {"PeersOfAFollower", followerState,
     [](auto& s) {
         s.peers.push_back({2, 1, 0, 0});
     },
     "nextIndex and matchIndex are kept by a server that does not lead"},
    {"FollowerOfItself", followerState, [](auto& s) { s.leader = 1; },
     "a server takes itself for the leader without leading, or the reverse"},
    {"CandidateWithALeader", candidateState, [](auto& s) { s.leader = 2; }, "a candidate knows a leader of its term"},
    {"NextIndexAtMatchIndex", leaderState, [](auto& s) { s.peers[0].nextIndex = 3; },
     "of S2: matchIndex 3, nextIndex 3 and the log's end 3 are out of order"},
    {"NextIndexBeyondTheLog", leaderState, [](auto& s) { s.peers[1].nextIndex = 5; },
     "of S3: matchIndex 2, nextIndex 5 and the log's end 3 are out of order"},
    {"AMemberMissing", leaderState, [](auto& s) { s.peers.pop_back(); },
     "the leader does not keep each other member once"},
    {"AMemberTwice", leaderState, [](auto& s) { s.peers.push_back(s.peers.back()); },
     "the leader does not keep each other member once"},
    {"WriteNeverIssued", followerState,
     [](auto& s) {
         s.pendingWrites = {{99, 1}};
     },
     "write 99 is out of order"},
    {"WritesOutOfOrder", followerState,
     [](auto& s) {
         s.writesIssued = 5;
         s.pendingWrites = {{4, 1}, {3, 1}};
     },
     "write 3 is out of order"},
    {"WriteBeyondTheLog", followerState,
     [](auto& s) {
         s.pendingWrites = {{1, 4}};
     },
     "write 1 holds more than the log"},
};
INSTANTIATE_TEST_SUITE_P(Of, BrokenState, testing::ValuesIn(kStates), ByName());

class BrokenStep : public testing::TestWithParam<BreakRow> {};

TEST_P(BrokenStep, IsTold) {
    const ServerState before = GetParam().start();
    ServerState after = before;
    GetParam().change(after);
    ASSERT_TRUE(brokenInvariants(after).empty()) << "the state in itself is sound";

    EXPECT_EQ(joined(brokenInvariants(before, after)), GetParam().sentence);
}

void becomeFollowerOf(ServerState& state, ServerId leader) {
    state.role = Role::follower;
    state.peers.clear();
    state.votesGranted = {};
    state.leader = leader;
}

const std::vector<BreakRow> kSteps{
    {"TermDecreases",
     [] {
         ServerState state = followerState();
         state.persistent.currentTerm = 9;
         return state;
     },
     [](auto& s) { s.persistent.currentTerm = 8; }, "currentTerm decreased"},
    {"VoteChanges",
     [] {
         ServerState state = followerState();
         state.persistent.votedFor = 2;
         return state;
     },
     [](auto& s) { s.persistent.votedFor = 3; }, "votedFor changed within a term"},
    {"LeaderChanges", followerState, [](auto& s) { s.leader = 3; }, "the known leader changed within a term"},
    {"CommitDecreases",
     [] {
         ServerState state = followerState();
         state.lastApplied = 0;
         return state;
     },
     [](auto& s) { s.commitIndex = 1; }, "commitIndex decreased"},
    {"AppliedDecreases", followerState, [](auto& s) { s.lastApplied = 1; }, "lastApplied decreased"},
    {"WriteTakenBack", followerState, [](auto& s) { --s.writesIssued; }, "a write was taken back"},
    {"CommittedEntriesChange", followerState,
     [](auto& s) {
         s.persistent.log = logOf({1, 3});
         s.durableIndex = 2;
     },
     "committed entries were changed, from index 2 on"},
    {"TermsDecrease", followerState,
     [](auto& s) {
         s.persistent.log = logOf({1, 2, 3, 2, 3});
         s.persistent.currentTerm = 3;
     },
     "the log's terms decrease at index 4"},
    {"ALeaderDeletes",
     [] {
         ServerInHand server;
         server.becomeLeader();
         server.propose("set x 1");
         server.propose("set x 2");
         return server.state();
     },
     [](auto& s) {
         s.persistent.log.truncateFrom(2);
         s.durableIndex = 1;
     },
     "a leader changed or deleted entries of its log"},
    {"DurableNoMore", followerState, [](auto& s) { s.durableIndex = 1; }, "entries that were durable are so no more"},
    {"ALeaderGivesUp", leaderState, [](auto& s) { becomeFollowerOf(s, 2); },
     "the known leader changed within a term / a leader gave up without having seen a higher term"},
    {"ALeaderCampaigns", leaderState,
     [](auto& s) {
         becomeFollowerOf(s, 0);
         s.role = Role::candidate;
         s.persistent.currentTerm = 4;
     },
     "a leader gave up without having seen a higher term"},
    {"ALeaderKeepsItsOffice", leaderState, [](auto& s) { s.persistent.currentTerm = 4; },
     "a leader took its office into another term"},
    {"AnOldEntryIsCommitted",
     [] {
         ServerState state = leaderState();
         state.commitIndex = state.lastApplied = 1;
         return state;
     },
     [](auto& s) { s.commitIndex = 2; }, "a leader committed an entry of an older term by counting"},
    {"MatchIndexDecreases", leaderState, [](auto& s) { s.peers[0].matchIndex = 2; },
     "matchIndex of S2 decreased within a term"},
};
INSTANTIATE_TEST_SUITE_P(Of, BrokenStep, testing::ValuesIn(kSteps), ByName());

TEST(Invariants, ALeaderMayLoseEntriesWithTheMessageThatDeposesIt) {
    ServerInHand server({.log = {1}});
    server.becomeLeader();
    server.propose("set x 1");
    const ServerState before = server.state();

    server.receive(2, 3, appendAfter(1, 1, {3}));

    EXPECT_EQ(server.terms(), (Terms{1, 3}));
    EXPECT_TRUE(brokenInvariants(before, server.state()).empty());
}

} // namespace

} // namespace raft
