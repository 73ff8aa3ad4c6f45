// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Explain.h"

#include <gtest/gtest.h>
#include <set>

// Every reason, action, loss and outcome has its own words; each row of a table is one of them.

using namespace raft;

namespace {

Shared<Command> set(const char* key, const char* value) {
    return Shared<Command>(Command{CommandKind::set, key, value, {}});
}

/// Five servers; S2's log is 1 1 2 2, with "set x 3" at index 3; S1's is 1 1 4.
const Cluster& sample() {
    static const Cluster cluster = [] {
        ClusterConfiguration configuration = ClusterConfiguration::ofSize(5, 1);
        configuration.servers[0].log = {{1, {}}, {1, {}}, {4, {}}};
        configuration.servers[1].log = {{1, {}}, {1, {}}, {2, set("x", "3")}, {2, {}}};
        return Cluster(configuration);
    }();
    return cluster;
}

InFlight flight(Message::Body body, ServerId from = 1, ServerId to = 2, Term term = 4) {
    InFlight message;
    message.id = 1;
    message.message = Shared<Message>(Message{from, to, term, std::move(body)});
    return message;
}

Request request(RequestStatus status, const char* line, Result result = {}, ServerId hint = 0) {
    Request made;
    made.id = 1;
    made.command = Shared<Command>(*Command::parse(line));
    made.server = 2;
    made.status = status;
    made.result = std::move(result);
    made.hint = hint;
    return made;
}

/// An event of S2 that was caused by S1's AppendEntries of term 4, after index 2 of term 1, with one entry.
Event eventOfS2(EventKind kind = EventKind::deliver) {
    Event event;
    event.record.kind = kind;
    event.record.server = 2;
    event.message = flight(AppendEntries{2, 1, {{4, {}}}, 5});
    event.requests = {request(RequestStatus::refused, "set x 3")};
    return event;
}

struct Row {
    Reason reason;
    std::array<std::uint64_t, 4> values;
    const char* sentence;
    const char* brief;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.sentence; }

class ExplainReason : public testing::TestWithParam<Row> {};

const Row kRows[] = {
    {Reason::termAdopted,
     {3, 4},
     "S2 adopts term 4, which it sees in S1's AppendEntries; its own term was 3.",
     "adopts term 4"},
    {Reason::leaderSteppedDown,
     {4},
     "S2 ceases to lead and becomes a follower: S1's term 4 is higher than its own.",
     "steps down: term 4 has begun"},
    {Reason::candidateGaveUp,
     {4},
     "S2 gives up its election and becomes a follower: S1's term 4 is higher than its own.",
     "gives up its election: term 4 has begun"},
    {Reason::candidateFoundLeader,
     {1, 4},
     "S2 gives up its election and becomes a follower: S1 leads term 4 already.",
     "gives up its election: S1 leads term 4"},
    {Reason::electionStarted,
     {3, 3},
     "S2 starts an election in term 3 and votes for itself: its election timer ran out without word from a leader; "
     "votes "
     "needed: 3.",
     "starts an election, term 3"},
    {Reason::electionRestarted,
     {4, 3},
     "S2 starts a new election in term 4 and votes for itself: its election timer ran out before it won term 3; votes "
     "needed: 3.",
     "starts a new election, term 4"},
    {Reason::votesRequested,
     {4, 2},
     "S2 asks the others for their votes once its own is on disk.",
     "waits for its disk to ask for votes"},
    {Reason::voteRefusedOldTerm,
     {3, 4},
     "S2 denies S1 its vote: S1 asks for term 3, and S2 is in term 4.",
     "denies S1: term 3 is over"},
    {Reason::voteRefusedGiven,
     {5, 4},
     "S2 denies S1 its vote: in term 4 it has voted for S5.",
     "denies S1: voted for S5"},
    {Reason::voteRefusedGiven,
     {2, 4},
     "S2 denies S1 its vote: in term 4 it has voted for itself.",
     "denies S1: voted for itself"},
    {Reason::voteRefusedLog,
     {1, 9, 2, 4},
     "S2 denies S1 its vote: S1's log ends with term 1, its own with the higher term 2.",
     "denies S1: its own log is more up to date"},
    {Reason::voteRefusedLog,
     {2, 3, 2, 4},
     "S2 denies S1 its vote: both logs end with term 2, but S1's at index 3 and its own at index 4.",
     "denies S1: its own log is more up to date"},
    {Reason::voteRefusedLog,
     {0, 0, 2, 4},
     "S2 denies S1 its vote: S1's log is empty, its own ends at index 4 with term 2.",
     "denies S1: its own log is more up to date"},
    {Reason::voteGranted, {0, 0, 0, 0}, "S2 votes for S1: its vote is free, and both logs are empty.", "votes for S1"},
    {Reason::voteGranted,
     {1, 7, 0, 0},
     "S2 votes for S1: its vote is free, and its own log is empty, S1's ends at index 7.",
     "votes for S1"},
    {Reason::voteGranted,
     {3, 1, 2, 4},
     "S2 votes for S1: its vote is free, and S1's log ends with term 3, its own with term 2.",
     "votes for S1"},
    {Reason::voteGranted,
     {2, 4, 2, 4},
     "S2 votes for S1: its vote is free, and both logs end at index 4 with term 2.",
     "votes for S1"},
    {Reason::voteGranted,
     {2, 5, 2, 4},
     "S2 votes for S1: its vote is free, and both logs end with term 2, S1's at index 5, its own at index 4.",
     "votes for S1"},
    {Reason::voteGranted,
     {1, 5, 2, 4},
     "S2 votes for S1 although its own log is more up to date: here the logs are not compared.",
     "votes for S1"},
    {Reason::voteGrantedAgain,
     {4},
     "S2 says yes to S1 again: S1 asks once more, and has its vote of term 4 already.",
     "votes for S1, as before"},
    {Reason::voteReceived,
     {2, 3},
     "S2 receives S1's vote and has 2 of the 3 that it needs.",
     "receives S1's vote, 2 of 3"},
    {Reason::voteDenied,
     {2, 3},
     "S2 is denied S1's vote and has 2 of the 3 that it needs.",
     "is denied S1's vote, 2 of 3"},
    {Reason::electionWon,
     {4, 3},
     "S2 becomes leader of term 4: it has the votes of 3 of the 5 voters, a majority.",
     "becomes leader of term 4"},
    {Reason::noOpAppended,
     {4, 4},
     "S2 appends a no-op at index 4, an entry of its own term 4 that can commit all before it.",
     "appends a no-op at index 4"},
    {Reason::appendRefusedOldTerm,
     {3, 4},
     "S2 refuses S1's AppendEntries: S1 leads term 3, and S2 is in term 4.",
     "refuses: term 3 is over"},
    {Reason::secondLeader,
     {1, 4},
     "S2 refuses S1's AppendEntries: it leads term 4 itself; two leaders in one term break Election Safety.",
     "refuses: it leads term 4 itself"},
    {Reason::appendRefusedMissing,
     {6, 4, 4},
     "S2 refuses S1's AppendEntries: it has no entry at index 6 with term 4; its log ends at index 4.",
     "refuses: no entry at index 6"},
    {Reason::appendRefusedMissing,
     {6, 4, 0},
     "S2 refuses S1's AppendEntries: it has no entry at index 6 with term 4; its log is empty.",
     "refuses: no entry at index 6"},
    {Reason::appendRefusedTerm,
     {2, 4, 2},
     "S2 refuses S1's AppendEntries: it has no entry at index 2 with term 4; its own entry there is of term 2.",
     "refuses: no match at index 2"},
    {Reason::conflictNamed,
     {2, 1},
     "S2 tells S1 that the logs can agree at most up to index 2, its entry of term 1.",
     "names index 2, term 1"},
    {Reason::conflictNamed, {0, 0}, "S2 tells S1 that the logs cannot agree before index 1.", "names no index"},
    {Reason::logsAgree,
     {3},
     "S2 accepts S1's AppendEntries: its own entry at index 2 is of term 1 too; now the logs agree up to index 3.",
     "accepts, matches to index 3"},
    {Reason::entriesDeleted,
     {3, 4, 2, 4},
     "S2 deletes its entries from index 3 to 4: the one at index 3 is of term 2, S1's entry there of term 4.",
     "deletes its entries 3 to 4"},
    {Reason::entriesDeleted,
     {4, 4, 2, 4},
     "S2 deletes its entry at index 4: it is of term 2, S1's entry there of term 4.",
     "deletes its entry at index 4"},
    {Reason::entriesAppended,
     {3, 3},
     "S2 appends “set x 3” at index 3, an entry of term 2.",
     "appends “set x 3” at index 3"},
    {Reason::entriesAppended, {4, 4}, "S2 appends no-op at index 4, an entry of term 2.", "appends no-op at index 4"},
    {Reason::entriesAppended, {2, 4}, "S2 appends the entries from index 2 to 4.", "appends the entries 2 to 4"},
    {Reason::entriesKnown, {3, 3}, "S2 has the entry at index 3 already and keeps it.", "has index 3 already"},
    {Reason::entriesKnown,
     {3, 4},
     "S2 has the entries from index 3 to 4 already and keeps them.",
     "has the entries 3 to 4 already"},
    {Reason::commitFollowed,
     {1, 3, 3},
     "S2 raises its commitIndex to 3: S1 has committed up to there.",
     "commits up to index 3"},
    {Reason::commitFollowed,
     {1, 3, 5},
     "S2 raises its commitIndex to 3: S1 has committed up to index 5, but this message vouches for no entry beyond "
     "index 3.",
     "commits up to index 3"},
    {Reason::leaderHeard,
     {1, 4},
     "S2 follows S1, which leads term 4, as its AppendEntries shows.",
     "follows S1, leader of term 4"},
    {Reason::replyLate,
     {3, 4},
     "S2 ignores S1's AppendEntries: it is of term 3, and S2 is in term 4.",
     "ignores S1's late reply"},
    {Reason::replyLate, {4, 4}, "S2 ignores S1's AppendEntries: it does not lead term 4.", "ignores S1's late reply"},
    {Reason::voteReplyUnneeded,
     {4},
     "S2 ignores S1's answer: its election in term 4 is over.",
     "ignores S1's answer: that election is over"},
    {Reason::refusalOutdated,
     {5, 3},
     "S2 ignores S1's late refusal at index 5: nextIndex[S1] is 3 by now.",
     "ignores S1's late refusal"},
    {Reason::refusalOutdated,
     {5, 6},
     "S2 ignores S1's late refusal at index 5: it knows by now that the logs agree up to there.",
     "ignores S1's late refusal"},
    {Reason::matchAdvanced,
     {1, 2, 4},
     "S2 raises matchIndex[S1] from 2 to 4: S1 has all entries up to there.",
     "raises matchIndex[S1] to 4"},
    {Reason::matchConfirmed,
     {1, 4},
     "S2 learns nothing new from S1's success: matchIndex[S1] stays 4.",
     "learns nothing new from S1"},
    {Reason::nextSteppedBack,
     {1, 3, 2},
     "S2 steps nextIndex[S1] back from 3 to 2 and tries again: S1's log does not match at index 2.",
     "steps nextIndex[S1] back to 2"},
    {Reason::nextSkippedBack,
     {1, 9, 4, 2},
     "S2 moves nextIndex[S1] back from 9 to 4 at once and tries again: S1's refusal says that the logs can agree in "
     "term 2 at most.",
     "moves nextIndex[S1] back to 4"},
    {Reason::nextSkippedBack,
     {1, 9, 1, 0},
     "S2 moves nextIndex[S1] back from 9 to 1 at once and tries again: S1's refusal says that no entry of its log can "
     "agree.",
     "moves nextIndex[S1] back to 1"},
    {Reason::commitAdvanced,
     {1, 3},
     "S2 commits up to index 3: 1 of the 5 voters hold that entry, and it is of its own term 2.",
     "commits up to index 3"},
    {Reason::commitHeldBack,
     {3, 2, 4},
     "S2 does not commit index 3, although a majority holds it: that entry is of term 2, and S2 counts only entries of "
     "its own term 4.",
     "does not commit index 3 by counting"},
    {Reason::heartbeatsSent,
     {4},
     "S2 sends AppendEntries to the others once its last write is on disk.",
     "waits for its disk to send AppendEntries"},
    {Reason::entriesSent,
     {1, 3, 4},
     "S2 sends the entries from index 3 on once they are on disk.",
     "waits for its disk to send index 3"},
    {Reason::entriesRepeated,
     {4},
     "S2 repeats what was not answered yet; its log ends at index 4.",
     "repeats what was not answered"},
    {Reason::commandAppended,
     {4, 2},
     "S2 appends a client's “set x 3” at index 4 as an entry of its term 2.",
     "appends “set x 3” at index 4"},
    {Reason::commandRefused,
     {1},
     "S2 refuses a client's “set x 3”: it does not lead; the leader it knows is S1.",
     "refuses “set x 3”: S1 leads"},
    {Reason::commandRefused,
     {0},
     "S2 refuses a client's “set x 3”: it does not lead and knows no leader.",
     "refuses “set x 3”: it knows no leader"},
    {Reason::entriesApplied,
     {3, 3},
     "S2 applies “set x 3”, its entry at index 3: it is committed.",
     "applies “set x 3”"},
    {Reason::entriesApplied,
     {1, 3},
     "S2 applies its entries from index 1 to 3, in order: they are committed.",
     "applies the entries 1 to 3"},
    {Reason::stateWritten,
     {2, 4},
     "S2 ends a write to disk: term 2 and the log up to index 4 are durable.",
     "ends a write to disk"},
    {Reason::stateWritten,
     {2, 0},
     "S2 ends a write to disk: term 2 and an empty log are durable.",
     "ends a write to disk"},
    {Reason::restarted,
     {2, 4},
     "S2 restarts as a follower with what its disk holds: term 2 and a log up to index 4.",
     "restarts, term 2"},
    {Reason::restarted,
     {2, 0},
     "S2 restarts as a follower with what its disk holds: term 2 and an empty log.",
     "restarts, term 2"},
    {Reason::timeoutWithoutEffect, {0}, "S2 ignores the election timeout: it leads.", "ignores the timeout: it leads"},
    {Reason::timeoutWithoutEffect,
     {1},
     "S2 ignores the election timeout: it does not vote.",
     "ignores the timeout: it does not vote"},
    {Reason::heartbeatWithoutEffect,
     {},
     "S2 sends no heartbeat: it does not lead.",
     "sends no heartbeat: it does not lead"},
    {Reason::voteHeldOff,
     {5, 3, 12'500, 150'000},
     "S2 ignores S1, which asks for its vote in term 5: it heard from the leader S3 12.5 ms ago, less than the "
     "shortest election timeout, 150 ms.",
     "ignores S1's RequestVote: it hears from S3"},
    {Reason::voteHeldOff,
     {5, 2, 0, 150'000},
     "S2 ignores S1, which asks for its vote in term 5: it leads.",
     "ignores S1's RequestVote: it leads"},
    {Reason::preVoteStarted,
     {5, 3},
     "S2 asks whether it could win an election in term 5, and stays in term 4: its election timer ran out without word "
     "from a leader; yeses needed, its own among them: 3.",
     "asks whether it could win term 5"},
    {Reason::preVoteGranted,
     {5},
     "S2 would vote for S1 in term 5: it hears from no leader, and S1's log is at least as up to date as its own. It "
     "changes nothing.",
     "would vote for S1"},
    {Reason::preVoteRefusedTerm,
     {3, 4},
     "S2 would not vote for S1, which asks for term 3: S2 is in term 4.",
     "says no to S1: it is in term 4"},
    {Reason::preVoteRefusedGiven,
     {5, 4},
     "S2 would not vote for S1: in term 4 it has voted for S5.",
     "says no to S1: voted for S5"},
    {Reason::preVoteRefusedGiven,
     {2, 4},
     "S2 would not vote for S1: in term 4 it has voted for itself.",
     "says no to S1: voted for itself"},
    {Reason::preVoteRefusedLog,
     {1, 9, 2, 4},
     "S2 would not vote for S1: S1's log ends with term 1, its own with the higher term 2.",
     "says no to S1: its own log is more up to date"},
    {Reason::preVoteRefusedLog,
     {2, 3, 2, 4},
     "S2 would not vote for S1: both logs end with term 2, but S1's at index 3 and its own at index 4.",
     "says no to S1: its own log is more up to date"},
    {Reason::preVoteRefusedLeader,
     {5, 3, 12'500, 150'000},
     "S2 would not vote for S1 in term 5: it heard from the leader S3 12.5 ms ago, less than the shortest election "
     "timeout, 150 ms.",
     "says no to S1: it hears from S3"},
    {Reason::preVoteRefusedLeader,
     {5, 2, 0, 150'000},
     "S2 would not vote for S1 in term 5: it leads.",
     "says no to S1: it leads"},
    {Reason::preVoteReceived,
     {2, 3},
     "S2 learns that S1 would vote for it and has 2 of the 3 yeses that it needs.",
     "gets S1's yes, 2 of 3"},
    {Reason::preVoteDenied,
     {1, 3},
     "S2 learns that S1 would not vote for it and has 1 of the 3 yeses that it needs.",
     "gets S1's no, 1 of 3"},
    {Reason::electionAfterPreVote,
     {5, 3},
     "S2 starts an election in term 5 and votes for itself: a majority said that it would vote for it; votes needed: "
     "3.",
     "starts an election, term 5"},
    {Reason::quorumLost,
     {4, 150'000},
     "S2 ceases to lead term 4 and becomes a follower: for 150 ms it has not heard from a majority, which may have "
     "another leader by now.",
     "steps down: it hears no majority"},
    {Reason::transferStarted,
     {1, 4, 4},
     "S2 begins to hand its leadership over to S1, which holds all its entries, and takes no more commands.",
     "hands its leadership over to S1"},
    {Reason::transferStarted,
     {1, 2, 4},
     "S2 begins to hand its leadership over to S1 and takes no more commands; S1 is known to hold its entries up to "
     "index 2 of 4 and must catch up first.",
     "hands its leadership over to S1"},
    {Reason::transferSent,
     {1, 4},
     "S2 tells S1 to campaign at once: S1 holds all entries, up to index 4.",
     "tells S1 to campaign"},
    {Reason::transferGivenUp,
     {1, 150'000},
     "S2 gives up handing its leadership over to S1, goes on leading and takes commands again: S1 has not taken over "
     "within 150 ms.",
     "gives up handing over to S1"},
    {Reason::electionTransferred,
     {5, 3},
     "S2 starts an election in term 5 at once and votes for itself: the leader S1 hands its leadership over to it; "
     "votes needed: 3.",
     "starts an election for S1, term 5"},
    {Reason::timeoutNowOutdated,
     {3, 4},
     "S2 ignores S1's TimeoutNow: it is of term 3, and S2 is in term 4.",
     "ignores S1's late TimeoutNow"},
    {Reason::timeoutNowIgnored, {0}, "S2 ignores S1's TimeoutNow: it leads.", "ignores TimeoutNow: it leads"},
    {Reason::timeoutNowIgnored,
     {1},
     "S2 ignores S1's TimeoutNow: it does not vote.",
     "ignores TimeoutNow: it does not vote"},
    {Reason::commandHeldBack,
     {1},
     "S2 refuses a client's “set x 3”: it is handing its leadership over to S1.",
     "refuses “set x 3”: it is handing over to S1"},
};

} // namespace

TEST_P(ExplainReason, HasASentenceAndAFewWords) {
    const Row& row = GetParam();
    Event event = eventOfS2();
    event.reasons.add({row.reason, row.values});

    const Headline line = headline(event, sample());

    EXPECT_EQ(explain(event, sample()).sentence.english(), row.sentence);
    EXPECT_EQ(line.text.english(), row.brief);
    EXPECT_EQ(line.server, "S2");
}

INSTANTIATE_TEST_SUITE_P(All, ExplainReason, testing::ValuesIn(kRows));

TEST(ExplainReasons, AreAllInTheTable) {
    std::set<Reason> told;
    for (const Row& row : kRows)
        told.insert(row.reason);
    EXPECT_EQ(told.size(), kReasons);
}

TEST(ExplainReasons, LeadWithTheWeightiestAndKeepTheOthersInOrder) {
    Event event = eventOfS2();
    event.reasons.add(Reason::termAdopted, {3, 4});
    event.reasons.add(Reason::leaderHeard, {1, 4});
    event.reasons.add(Reason::appendRefusedTerm, {2, 4, 2});
    event.reasons.add(Reason::conflictNamed, {2, 1});
    event.reasons.add(Reason::conflictNamed, {2, 1});

    const Explanation explanation = explain(event, sample());

    EXPECT_EQ(explanation.sentence.english(), "S2 refuses S1's AppendEntries: it has no entry at index 2 with term 4; "
                                              "its own entry there is of term 2.");
    ASSERT_EQ(explanation.more.size(), 3U);
    EXPECT_EQ(explanation.more[0].english(),
              "S2 adopts term 4, which it sees in S1's AppendEntries; its own term was 3.");
    EXPECT_EQ(explanation.more[2].english(),
              "S2 tells S1 that the logs can agree at most up to index 2, its entry of term 1.");
    EXPECT_EQ(explanation.rules.front(), Rule::allServers2);
}

TEST(ExplainHeartbeats, AreToldByWhatTheyCarryAndToWhom) {
    Event event = eventOfS2(EventKind::heartbeat);
    event.message.reset();
    event.reasons.add(Reason::heartbeatsSent, {4});
    event.sent = {flight(AppendEntries{4, 2, {}, 0}, 2, 1), flight(AppendEntries{4, 2, {}, 0}, 2, 3)};
    EXPECT_EQ(explain(event, sample()).sentence.english(),
              "S2 sends heartbeats to S1, S3: its heartbeat timer ran out, and it still leads term 4.");
    EXPECT_EQ(headline(event, sample()).text.english(), "sends heartbeats to S1, S3");

    event.sent.push_back(flight(AppendEntries{3, 2, {{2, {}}}, 0}, 2, 4));
    EXPECT_EQ(explain(event, sample()).sentence.english(),
              "S2 sends AppendEntries to S1, S3, S4: its heartbeat timer ran out, and not all logs hold all entries.");
    EXPECT_EQ(headline(event, sample()).text.english(), "sends AppendEntries to S1, S3, S4");

    event.record.kind = EventKind::action;
    event.action = action::Heartbeat{2};
    EXPECT_EQ(explain(event, sample()).sentence.english(),
              "S2 sends AppendEntries to S1, S3, S4: its heartbeat timer was made to run out.");
    event.action.reset();

    event.reasons.clear();
    event.reasons.add(Reason::entriesSent, {4, 4, 4});
    event.sent.erase(event.sent.begin(), event.sent.begin() + 2);
    EXPECT_EQ(explain(event, sample()).sentence.english(), "S2 sends S4 the entry at index 4, which it lacks.");
    event.reasons.clear();
    event.reasons.add(Reason::entriesSent, {4, 3, 4});
    EXPECT_EQ(explain(event, sample()).sentence.english(),
              "S2 sends S4 the entries from index 3 to 4, which it lacks.");
}

TEST(ExplainHeartbeats, AreNotSentByALoneLeader) {
    const Cluster alone(1, 1);
    Event event;
    event.record.kind = EventKind::heartbeat;
    event.record.server = 1;
    for (const auto& [reason, sentence] :
         {std::pair{Reason::heartbeatsSent, "S1 leads term 4 alone and sends no heartbeat."},
          std::pair{Reason::votesRequested, "S1 is the only voter and asks nobody."},
          std::pair{Reason::electionWon, "S1 becomes leader of term 4: it is the only voter."}}) {
        event.reasons.clear();
        event.reasons.add(reason, {4, 1});
        EXPECT_EQ(explain(event, alone).sentence.english(), sentence);
    }
}

TEST(ExplainWorld, TellsEveryKindOfLoss) {
    const std::pair<LossReason, const char*> rows[] = {
        {LossReason::chance, "S1's AppendEntries to S2 is lost: the link from S1 to S2 is lossy."},
        {LossReason::cut, "S1's AppendEntries to S2 is lost: the link from S1 to S2 is cut."},
        {LossReason::blocked, "S1's AppendEntries to S2 is lost: such messages are blocked."},
        {LossReason::stopped, "S1's AppendEntries to S2 is lost: S2 is stopped."},
        {LossReason::dropped, "S1's AppendEntries to S2 is lost: it was dropped."},
    };
    std::set<std::string> briefs;
    for (const auto& [loss, sentence] : rows) {
        Event event = eventOfS2(EventKind::lose);
        event.loss = loss;
        EXPECT_EQ(explain(event, sample()).sentence.english(), sentence);
        briefs.insert(headline(event, sample()).text.english());
    }
    EXPECT_EQ(briefs.size(), std::size(rows));
}

TEST(ExplainWorld, TellsEveryKindOfEventThatHasNoReason) {
    const std::pair<EventKind, const char*> rows[] = {
        {EventKind::timeout, "S2's timer runs out, from which nothing follows."},
        {EventKind::heartbeat, "S2's timer runs out, from which nothing follows."},
        {EventKind::deliver, "S2 receives S1's AppendEntries, from which nothing follows."},
        {EventKind::wait, "S2 is paused: S1's AppendEntries waits until it resumes."},
        {EventKind::lose, "S1's AppendEntries to S2 is lost: the link from S1 to S2 is lossy."},
        {EventKind::persisted, "S2 ends a write to disk."},
        {EventKind::apply, "S2 has nothing to apply: all that is committed is applied."},
        {EventKind::action, "S2 is acted upon, from which nothing follows."},
        {EventKind::limit, "S2's timer runs out, from which nothing follows."},
        {EventKind::client, "S2 does not take a client's “set x 3”: it is paused."},
    };
    EXPECT_EQ(std::size(rows), kEventKinds);
    for (const auto& [kind, sentence] : rows) {
        EXPECT_EQ(explain(eventOfS2(kind), sample()).sentence.english(), sentence);
        EXPECT_FALSE(headline(eventOfS2(kind), sample()).text.empty());
    }
    Event leaderless = eventOfS2(EventKind::client);
    leaderless.record.server = 0;
    EXPECT_EQ(explain(leaderless, sample()).sentence.english(), "A client finds no leader for “set x 3”.");
}

TEST(ExplainWorld, TellsWhatLeavesAfterAWrite) {
    Event event = eventOfS2(EventKind::persisted);
    event.reasons.add(Reason::stateWritten, {2, 4});
    event.sent = {flight(AppendEntriesReply{true, 2, 3, 0, 0}, 2, 1)};

    EXPECT_EQ(explain(event, sample()).more.front().english(), "What waited for the write leaves now, to S1.");
}

TEST(ExplainActions, HaveASentenceEach) {
    using namespace raft::action;
    const action::MessageChoice any;
    const std::pair<Action, const char*> rows[] = {
        {Stop{2}, "S2 stops: it loses all that is not on its disk."},
        {Restart{2}, "S2 restarts as a follower with what its disk holds: term 2 and a log up to index 4."},
        {Pause{2}, "S2 is paused: it loses nothing and does nothing until it resumes."},
        {Resume{2}, "S2 resumes: what came meanwhile reaches it now, in order."},
        {Timeout{2}, "S2 starts an election in term 3 and votes for itself: its election timer was made to run out; "
                     "votes needed: 3."},
        {Heartbeat{2}, "S2 sends no heartbeat: it does not lead."},
        {Submit{*Command::parse("set x 3"), 2}, "S2 refuses a client's “set x 3”: it does not lead and knows no "
                                                "leader."},
        {Cut{1, 2, true}, "The link from S1 to S2 is cut in this direction."},
        {Cut{1, 2, false}, "The link between S1 and S2 is cut."},
        {Heal{1, 2, true}, "The link from S1 to S2 works again in this direction."},
        {Heal{1, 2, false}, "The link between S1 and S2 works again."},
        {Partition{{{1, 2}, {}}}, "The cluster is partitioned: nothing passes between S1 S2 | S3 S4 S5."},
        {HealAll{}, "All links work again: every cut and partition is healed."},
        {Block{{}}, "Every message is lost from now on."},
        {Unblock{{}}, "Messages are no longer blocked."},
        {Drop{any}, "S1's AppendEntries to S2 is lost: it was dropped."},
        {Delay{any, 12'500}, "S1's AppendEntries to S2 is delayed by 12.5 ms."},
        {Duplicate{any}, "S1's AppendEntries to S2 will arrive twice."},
        {Deliver{any}, "S2 ignores S1's AppendEntries: it does not lead term 4."},
        {SetTiming{TimeRange{150'000, 300'000}, 50'000, TimeRange{5'000, 5'000}, 1'250, 10'000, TimeRange{0, 2'000},
                   TimerMode::manual, TimerMode::automatic, 0, 0},
         "The timing changes: electionTimeout 150–300 ms, heartbeat 50 ms, latency 5 ms, loss 0.125 %, duplication 1 "
         "%, "
         "diskWrite 0–2 ms, electionTimers manual, heartbeats automatic."},
        {SetOptions{true, 3, false, true, false, true, true},
         "The options of all servers change: noOp true, entriesPerMessage 3, "
         "acceleratedBackoff false, leaderStickiness true, preVote false, checkQuorum true, leadershipTransfer true."},
        {AlignTimers{}, "All election timers will run out at the same moment, in 150 ms."},
        {SpreadTimers{}, "The election timers will run out one after the other, in the order of the servers, from 150 "
                         "ms to 300 ms from now."},
        {Transfer{1},
         "S2 begins to hand its leadership over to S1, which holds all its entries, and takes no more commands."},
    };
    const std::map<std::string, Because> reasons{
        {"restart", {Reason::restarted, {2, 4}}},        {"timeout", {Reason::electionStarted, {3, 3}}},
        {"heartbeat", {Reason::heartbeatWithoutEffect}}, {"submit", {Reason::commandRefused}},
        {"deliver", {Reason::replyLate, {4, 4}}},        {"transfer", {Reason::transferStarted, {1, 4, 4}}},
    };
    std::set<std::string> told;
    for (const auto& [action, sentence] : rows) {
        Event event = eventOfS2(EventKind::action);
        event.action = action;
        if (const auto reason = reasons.find(actionName(action)); reason != reasons.end())
            event.reasons.add(reason->second);
        EXPECT_EQ(explain(event, sample()).sentence.english(), sentence);
        EXPECT_FALSE(headline(event, sample()).text.empty()) << sentence;
        told.insert(actionName(action));
    }
    EXPECT_EQ(told.size(), kActions);
}

TEST(ExplainActions, TellBlockadesByWhatTheyStop) {
    const std::tuple<Blockade, const char*, const char*> rows[] = {
        {{std::nullopt, 0, 2}, "Every message to S2 is lost from now on.", "blocked: … → S2"},
        {{std::nullopt, 1, 0}, "Every message from S1 is lost from now on.", "blocked: S1 → …"},
        {{std::nullopt, 1, 2}, "Every message from S1 to S2 is lost from now on.", "blocked: S1 → S2"},
        {{MessageKind::requestVote, 0, 0}, "Every RequestVote is lost from now on.", "blocked: RequestVote"},
        {{MessageKind::requestVote, 0, 2},
         "Every RequestVote to S2 is lost from now on.",
         "blocked: RequestVote … → S2"},
        {{MessageKind::requestVote, 1, 0},
         "Every RequestVote from S1 is lost from now on.",
         "blocked: RequestVote S1 → …"},
        {{MessageKind::requestVote, 1, 2},
         "Every RequestVote from S1 to S2 is lost from now on.",
         "blocked: RequestVote S1 → S2"},
    };
    for (const auto& [blockade, sentence, brief] : rows) {
        Event event;
        event.action = action::Block{blockade};
        EXPECT_EQ(explain(event, sample()).sentence.english(), sentence);
        EXPECT_EQ(headline(event, sample()).text.english(), brief);
        event.action = action::Unblock{blockade};
        EXPECT_NE(explain(event, sample()).sentence.english().find("no longer blocked"), std::string::npos);
    }
}

TEST(ExplainRequests, HaveAnOutcomeEach) {
    const std::pair<Request, const char*> rows[] = {
        {request(RequestStatus::waiting, "set x 1"), "The client waits until S2 has applied “set x 1”."},
        {request(RequestStatus::answered, "set x 1"), "S2 answers “set x 1”: done."},
        {request(RequestStatus::answered, "get x", {ResultKind::value, "7"}), "S2 answers “get x”: x is 7."},
        {request(RequestStatus::answered, "get x", {ResultKind::absent, {}}), "S2 answers “get x”: x has no value."},
        {request(RequestStatus::answered, "cas x 1 2", {ResultKind::mismatch, "5"}),
         "S2 answers “cas x 1 2”: not done, x is 5."},
        {request(RequestStatus::refused, "get x", {}, 3), "S2 refuses “get x”: the leader is S3."},
        {request(RequestStatus::refused, "get x"), "S2 refuses “get x”: it knows no leader."},
        {request(RequestStatus::unknown, "get x"),
         "The client cannot know what becomes of “get x”: S2 stopped or ceased to lead before the answer."},
    };
    for (const auto& [asked, sentence] : rows)
        EXPECT_EQ(outcome(asked, sample()).english(), sentence);
    Request unserved = request(RequestStatus::refused, "get x");
    unserved.server = 0;
    EXPECT_EQ(outcome(request(RequestStatus::refused, "get x", {}, 2), sample()).english(),
              "S2 refuses “get x”: it is handing its leadership over.");
    EXPECT_EQ(outcome(unserved, sample()).english(), "The client's “get x” is not taken: no server leads.");
}
