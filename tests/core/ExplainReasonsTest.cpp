// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Explain.h"
#include "tests/core/ExplainReasonRows.h"

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

Load someClosedLoad() {
    Load load;
    load.clients = 3;
    load.reads = 40;
    load.readMode = ReadMode::lease;
    load.compares = 5;
    return load;
}

action::SetOptions presetChange() {
    action::SetOptions set;
    set.preset = 3;
    set.noOp = false;
    return set;
}

action::SetOptions limitsChange() {
    action::SetOptions set;
    set.pipelining = 4;
    set.batching = 5;
    set.bytesPerMessage = 0;
    set.inFlightBytes = 6;
    set.uncommittedEntries = 7;
    set.asyncWrites = true;
    set.applyTimeConfiguration = false;
    set.electionPriority = true;
    return set;
}

class ExplainReason : public testing::TestWithParam<ReasonRow> {};

} // namespace

TEST_P(ExplainReason, HasASentenceAndAFewWords) {
    const ReasonRow& row = GetParam();
    Event event = eventOfS2();
    event.reasons.add({row.reason, row.values});
    // What a client does is told of C4.
    const bool isClients = std::string(row.sentence).substr(0, 2) == "C4";
    if (isClients) {
        event.record.server = 0;
        event.client = 4;
    }

    const Headline line = headline(event, sample());

    EXPECT_EQ(explain(event, sample()).sentence.english(), row.sentence);
    EXPECT_EQ(line.text.english(), row.brief);
    EXPECT_EQ(line.server, isClients ? "C4" : "S2");
}

INSTANTIATE_TEST_SUITE_P(All, ExplainReason, testing::ValuesIn(allReasonRows()));

TEST(ExplainReasons, AreAllInTheTable) {
    std::set<Reason> told;
    for (const ReasonRow& row : allReasonRows())
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
        {SetOptions{true, 3, false, true, false, true, true, SnapshotOptions{true, 5, 7}, true, false, true, true,
                    false},
         "The options of all servers change: noOp true, entriesPerMessage 3, "
         "acceleratedBackoff false, leaderStickiness true, preVote false, checkQuorum true, leadershipTransfer true, "
         "snapshots everyEntries 5 chunkBytes 7, readIndex true, leaseReads false, sessions true, jointConsensus true, "
         "singleServerChanges false."},
        {limitsChange(),
         "The options of all servers change: pipelining 4, batching 5, bytesPerMessage false, inFlightBytes 6, "
         "uncommittedEntries 7, asyncWrites true, applyTimeConfiguration false, "
         "electionPriority true."},
        {AlignTimers{}, "All election timers will run out at the same moment, in 150 ms."},
        {SpreadTimers{}, "The election timers will run out one after the other, in the order of the servers, from 150 "
                         "ms to 300 ms from now."},
        {Transfer{1},
         "S2 begins to hand its leadership over to S1, which holds all its entries, and takes no more commands."},
        {TakeSnapshot{2},
         "S2 takes a snapshot of its state machine, 9 bytes, up to index 3 of term 2, and discards the "
         "entries that it covers: 3."},
        {Read{"x", 2, ReadMode::readIndex},
         "S2 takes a read and asks the leader S1 from which index on it may answer."},
        {ChangeConfiguration{{1, 2}, {}, true}, "S2 refuses to change the configuration: nobody would vote."},
        {AddServer{6, true}, "S2 lets the new servers catch up to index 4 before they vote."},
        {RemoveServer{3}, "S2 appends the configuration S1, S2, S3, S4, S5 at index 5; it is in force there at once."},
        {Promote{3}, "S2 leaves the configuration: it is as wanted."},
        {LeaveJoint{}, "S2 refuses to leave a joint configuration: it is in none."},
        {Clock{2, 1'050'000, 0},
         "S2's clock now runs at 1.05 times the speed of logical time, and its timers with it."},
        {Clock{2, std::nullopt, 2'500}, "S2's clock jumps 2.5 ms ahead: its timers run out so much earlier."},
        {Clock{2, std::nullopt, -2'500}, "S2's clock jumps 2.5 ms back: its timers run out so much later."},
        {Clock{2, 500'000, 1'000}, "S2's clock jumps 1 ms ahead, and now runs at 0.5 times the speed of logical time."},
        {Clock{2, 500'000, -1'000}, "S2's clock jumps 1 ms back, and now runs at 0.5 times the speed of logical time."},
        {Disk{2, DiskState::ok}, "S2's disk is in order again."},
        {Disk{2, DiskState::slow}, "S2's disk is slow: each write takes 50 to 100 ms longer."},
        {Disk{2, DiskState::full}, "S2's disk is full: its term and its vote find their place, new entries do not."},
        {Disk{2, DiskState::lost},
         "S2 is stopped, and its disk is lost with all that it promised: term, vote and log. Restarted under the same "
         "name it may break those promises."},
        {SetWeather{}, "The weather is calm: from now on nothing breaks by chance."},
        {SetWeather{weatherAt(1)},
         "The weather turns: each minute of logical time brings, by chance, about 6 crashes, 6 cuts, 60 lost messages "
         "and 6 pauses, each mended after about 1000 ms."},
        {SetLoad{}, "The clients ask for nothing more; what they have under way they finish."},
        {SetLoad{40}, "The load changes; commands come at a rate, however long the answers take: rate 40, keys 10."},
        {SetLoad{someClosedLoad()},
         "The load changes; each client has one command under way: clients 3, thinkTime 100 ms, reads 40, readMode "
         "lease, compares 5, keys 10."},
        {SetPriority{2, 7}, "S2 has priority 7 from now on: in an election those of higher priority campaign first."},
        {presetChange(), "The options of all servers change: preset production, noOp false."},
    };
    const std::map<std::string, Because> reasons{
        {"read", {Reason::readForwarded, {1}}},
        {"changeConfiguration", {Reason::changeRefused, {5}}},
        {"addServer", {Reason::catchUpBegan, {5, 4}}},
        {"removeServer", {Reason::configurationAppended, {5, 0}}},
        {"promote", {Reason::changeRefused, {6}}},
        {"leaveJoint", {Reason::changeRefused, {8}}},
        {"restart", {Reason::restarted, {2, 4}}},
        {"timeout", {Reason::electionStarted, {3, 3}}},
        {"heartbeat", {Reason::heartbeatWithoutEffect}},
        {"submit", {Reason::commandRefused}},
        {"deliver", {Reason::replyLate, {4, 4}}},
        {"transfer", {Reason::transferStarted, {1, 4, 4}}},
        {"snapshot", {Reason::snapshotTaken, {3, 2, 3, 9}}},
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
    Request read = request(RequestStatus::waiting, "get x");
    read.read = action::ReadMode::readIndex;
    EXPECT_EQ(outcome(read, sample()).english(), "The client waits until S2 may answer “get x”.");
    read.status = RequestStatus::unknown;
    EXPECT_EQ(outcome(read, sample()).english(), "S2 gives no answer to “get x”: it stopped, or the leader changed, "
                                                 "before it knew that it might.");
    Request numbered = request(RequestStatus::waiting, "set x 1");
    numbered.client = 4;
    EXPECT_EQ(outcome(numbered, sample()).english(), "C4 waits for the answer to “set x 1”.");
    numbered.status = RequestStatus::answered;
    numbered.result = {ResultKind::opened, "9"};
    EXPECT_EQ(outcome(numbered, sample()).english(), "S2 opens session 9 for C4.");
    numbered.result = {ResultKind::expired, {}};
    EXPECT_EQ(outcome(numbered, sample()).english(),
              "S2 knows no such session, or only later commands of it: nobody can say whether “set x 1” was executed.");
    EXPECT_EQ(outcome(unserved, sample()).english(), "The client's “get x” is not taken: no server leads.");
}
