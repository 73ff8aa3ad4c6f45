// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

// What events say: their order, their causes, their marks, their rules, and what changed.

namespace raft {

namespace {

/// A run with everything that happens by itself: elections, losses, repetitions, slow disks, crashes, clients.
const TestCluster& busyRun() {
    static const TestCluster run = [] {
        ClusterConfiguration configuration = automatic(5, 12, withNoOp());
        configuration.timing.link.loss = 50'000;
        configuration.timing.link.duplication = 50'000;
        configuration.timing.diskWrite = {0, 3'000};
        configuration.load = 40;
        TestCluster cluster(configuration);
        for (ServerId victim = 1; victim <= 5; ++victim) {
            cluster.runFor(400 * kMillisecond);
            cluster.stop(victim);
            cluster.runFor(400 * kMillisecond);
            cluster.restart(victim);
            cluster.runFor(100 * kMillisecond);
            cluster.pause(victim % 5 + 1);
            cluster.runFor(300 * kMillisecond);
            cluster.resume(victim % 5 + 1);
        }
        return cluster;
    }();
    return run;
}

TEST(EventOrder, IsThatOfTimeAndAtOneMomentThatOfSequence) {
    ClusterConfiguration configuration = manual(5);
    configuration.timing.link.latency = {10'000, 10'000};
    TestCluster cluster(configuration);
    cluster.timeout(3);
    cluster.timeout(1);

    std::vector<std::uint64_t> delivered;
    for (int i = 0; i < 8; ++i) {
        const Event event = cluster.step();
        EXPECT_EQ(event.record.time, 10'000);
        delivered.push_back(event.message->id);
    }
    EXPECT_EQ(delivered, (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(EventOrder, ActionsComeBeforeWhatIsDueAtTheSameMoment) {
    ClusterConfiguration configuration = manual(2);
    configuration.timing.link.latency = {10'000, 10'000};
    Cluster cluster(configuration);
    ASSERT_TRUE(cluster.act(action::Timeout{1}));
    cluster.advanceTo(10'000);

    ASSERT_TRUE(cluster.act(action::Cut{1, 2, false}));

    EXPECT_EQ(cluster.step().kind, EventKind::lose);
    EXPECT_EQ(cluster.now(), 10'000);
}

TEST(EventOrder, TimeNeverGoesBack) {
    Time last = 0;
    for (const Event& event : busyRun().events()) {
        EXPECT_GE(event.record.time, last);
        last = event.record.time;
    }
}

TEST(Advancing, LetsTimePassUpToTheNextEventAndNoFurther) {
    Cluster cluster(automatic(3, 1));
    const Time next = cluster.nextEventTime();
    cluster.advanceTo(next / 2);
    EXPECT_EQ(cluster.now(), next / 2);
    EXPECT_EQ(cluster.eventCount(), 0U);
    cluster.advanceTo(next);
    EXPECT_EQ(cluster.step().time, next);
    EXPECT_DEATH(cluster.advanceTo(next - 1), "assertion failed");
    EXPECT_DEATH(cluster.advanceTo(cluster.nextEventTime() + 1), "assertion failed");
}

TEST(EventCause, OfAMessageIsTheEventThatSentIt) {
    const auto& events = busyRun().events();
    std::size_t checked = 0;
    for (const Event& event : events) {
        if (!event.message || event.record.kind == EventKind::action)
            continue;
        ASSERT_NE(event.record.cause, kNoEvent);
        const auto& sent = events[event.record.cause].sent;
        EXPECT_TRUE(
            std::any_of(sent.begin(), sent.end(), [&](const InFlight& each) { return each.id == event.message->id; }))
            << "event " << event.record.index;
        EXPECT_LE(events[event.record.cause].record.time, event.record.time);
        ++checked;
    }
    EXPECT_GT(checked, 1'000U);
}

TEST(EventCause, OfATimeoutIsTheEventThatArmedItsTimer) {
    const auto& events = busyRun().events();
    std::size_t checked = 0;
    for (const Event& event : events) {
        const bool election = event.record.kind == EventKind::timeout;
        if (!election && event.record.kind != EventKind::heartbeat)
            continue;
        if (event.record.cause == kNoEvent) {
            EXPECT_TRUE(election) << "the first timers run from the start";
            continue;
        }
        const Event& cause = events[event.record.cause];
        EXPECT_EQ(cause.record.server, event.record.server);
        if (election) {
            EXPECT_NE(changeOf(cause, event.record.server, Field::electionTimer), nullptr);
        } else {
            EXPECT_LE(cause.record.time + 50 * kMillisecond, event.record.time) << "later only after a pause";
        }
        ++checked;
    }
    EXPECT_GT(checked, 50U);
}

TEST(EventCause, OfAnApplyIsTheCommitmentAndOfAWriteItsRequest) {
    const auto& events = busyRun().events();
    std::size_t applies = 0;
    std::size_t writes = 0;
    for (const Event& event : events) {
        if (event.record.kind != EventKind::apply && event.record.kind != EventKind::persisted)
            continue;
        const Event& cause = events.at(event.record.cause);
        EXPECT_EQ(cause.record.server, event.record.server);
        const auto changed = [&](Field field) { return changeOf(cause, event.record.server, field) != nullptr; };
        if (event.record.kind == EventKind::apply) {
            EXPECT_TRUE(changed(Field::commitIndex)) << "event " << event.record.index;
            ++applies;
        } else {
            EXPECT_TRUE(changed(Field::currentTerm) || changed(Field::votedFor) || changed(Field::log));
            ++writes;
        }
    }
    EXPECT_GT(applies, 100U);
    EXPECT_GT(writes, 100U);
}

std::int64_t numberIn(const FieldValue& value) { return std::get<std::int64_t>(value); }

/// The marks that follow from what an event says it changed.
std::uint16_t marksOfChanges(const Event& event) {
    std::uint16_t marks = 0;
    for (const Change& change : event.changes) {
        if (change.field == Field::role && change.to == FieldValue(std::string("leader")))
            marks |= mark::kLeader;
        if (change.field == Field::lastApplied && numberIn(change.to) > numberIn(change.from))
            marks |= mark::kApply;
        if (change.field == Field::currentTerm && numberIn(change.to) > numberIn(change.from))
            marks |= mark::kTerm;
    }
    for (const Request& request : event.requests) {
        marks |= request.event == event.record.index ? mark::kClient : 0;
        marks |= request.status != RequestStatus::waiting ? mark::kAnswer : 0;
    }
    marks |= event.loss != LossReason::none ? mark::kLoss : 0;
    return marks;
}

TEST(EventMarks, FollowFromWhatTheEventChanged) {
    constexpr std::uint16_t kJudged =
        mark::kLeader | mark::kApply | mark::kTerm | mark::kClient | mark::kAnswer | mark::kLoss;
    std::uint16_t seen = 0;
    for (const Event& event : busyRun().events()) {
        EXPECT_EQ(event.record.marks & kJudged, marksOfChanges(event)) << "event " << event.record.index;
        seen |= event.record.marks;
    }
    EXPECT_EQ(seen & kJudged, kJudged);
}

TEST(EventMarks, TellElectionsCommitmentsAndTheEndOfReigns) {
    for (const Event& event : busyRun().events()) {
        const std::uint16_t marks = event.record.marks;
        const bool campaigned = tells(event, Reason::electionStarted) || tells(event, Reason::electionRestarted);
        const Change* role = changeOf(event, event.record.server, Field::role);
        const bool lost =
            role && role->from == FieldValue(std::string("leader")) && event.record.kind != EventKind::action;
        const Change* commit = changeOf(event, event.record.server, Field::commitIndex);
        const bool leads = commit && tells(event, Reason::commitAdvanced);
        EXPECT_EQ((marks & mark::kElection) != 0, campaigned) << "event " << event.record.index;
        EXPECT_EQ((marks & mark::kStepDown) != 0, lost) << "event " << event.record.index;
        EXPECT_EQ((marks & mark::kCommit) != 0, leads) << "event " << event.record.index;
    }
}

// An event is interesting unless it is a heartbeat or an answer to one that changes nothing but timers.
TEST(EventMarks, AreUninterestingOnlyOfHeartbeatsThatChangeNothingButTimers) {
    std::size_t uninteresting = 0;
    for (const Event& event : busyRun().events()) {
        if (event.record.marks & mark::kInteresting)
            continue;
        ++uninteresting;
        for (const Change& change : event.changes)
            EXPECT_EQ(change.field, Field::electionTimer) << "event " << event.record.index;
        EXPECT_TRUE(event.record.kind == EventKind::heartbeat || event.message);
        if (event.message) {
            EXPECT_TRUE(event.message->message->isHeartbeat() ||
                        event.message->message->kind() == MessageKind::appendEntriesReply);
        }
        for (const InFlight& sent : event.sent)
            EXPECT_TRUE(sent.message->isHeartbeat() || sent.message->isReply());
    }
    EXPECT_GT(uninteresting, 100U);
}

TEST(EventMarks, ACalmClusterHasNothingInteresting) {
    TestCluster cluster(automatic(3, 1));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() != 0; }));
    cluster.runFor(300 * kMillisecond);
    const std::size_t before = cluster.events().size();
    cluster.runFor(kSecond);

    for (std::size_t i = before; i < cluster.events().size(); ++i)
        EXPECT_FALSE(cluster.events()[i].record.marks & mark::kInteresting) << "event " << i;
    EXPECT_EQ(cluster.events().size() - before, 100U) << "20 heartbeats to two followers, and their answers";
}

TEST(EventRules, AreThoseOfItsReasonsEachOnce) {
    TestCluster cluster(manual(3));
    cluster.timeout(1);
    EXPECT_EQ(cluster.last().rules(),
              (std::vector<Rule>{Rule::followers2, Rule::randomizedTimeouts, Rule::candidates1}));
    cluster.runUntilQuiet();
    cluster.submit(1, "set x 1");
    EXPECT_EQ(cluster.last().rules(), (std::vector<Rule>{Rule::leaders2, Rule::leaders3}));
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.server(1).lastApplied == 1; }));
    EXPECT_EQ(cluster.last().rules(), (std::vector<Rule>{Rule::allServers1, Rule::answerAfterApply}));
}

/// A leader with pipelines, batches, parallel writes and little room for what is not committed.
static TestCluster flowingRun() {
    Options options = withNoOp();
    options.pipelining = 2;
    options.batching = 2;
    options.uncommittedEntries = 3;
    ClusterConfiguration configuration = manual(3, options);
    configuration.timing.diskWrite = {20'000, 20'000};
    TestCluster cluster(configuration);
    cluster.campaign(1);
    action::SetOptions ahead;
    ahead.asyncWrites = true;
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 4; ++i)
            cluster.submit(1, "set x 1");
        cluster.runUntilQuiet();
        cluster.act(ahead);
    }
    return cluster;
}

TEST(EventRules, EveryRuleOfTheCatalogueIsObeyedBySomeEvent) {
    std::set<Rule> obeyed;
    const auto gather = [&obeyed](const TestCluster& cluster) {
        for (const Event& event : cluster.events()) {
            for (const Rule rule : event.rules())
                obeyed.insert(rule);
        }
    };
    gather(busyRun());
    TestCluster repair(manualWithLogs({{1, 1, 4}, {1, 2, 2}, {1}, {1, 1, 4}}, withAcceleratedBackoff()));
    repair.campaign(1);
    repair.submit(1, "set x 1");
    repair.submit(2, "set x 1");
    repair.runUntilQuiet();
    gather(repair);
    TestCluster late(manual(2));
    late.timeout(1);
    late.act(action::Delay{{1, std::nullopt, 0, 0}, kSecond});
    late.campaign(1);
    gather(late);
    Options sticky;
    sticky.leaderStickiness = true;
    TestCluster heldOff(manual(3, sticky));
    heldOff.campaign(1);
    heldOff.campaign(2);
    gather(heldOff);
    Options asking;
    asking.preVote = true;
    TestCluster asked(manual(3, asking));
    asked.campaign(1);
    gather(asked);
    Options checking;
    checking.checkQuorum = true;
    TestCluster alone(manual(3, checking));
    alone.campaign(1);
    alone.runFor(kSecond);
    gather(alone);
    Options transferring;
    transferring.leadershipTransfer = true;
    TestCluster handedOver(manual(3, transferring));
    handedOver.campaign(1);
    handedOver.act(action::Transfer{2});
    gather(handedOver);
    Options compacting;
    compacting.entriesPerMessage = 10;
    compacting.snapshots = {true, 0, 4};
    TestCluster compacted(manualWithLogs({{1, 1, 2}, {1, 1, 2}, {1}, {1, 1, 1}}, compacting));
    compacted.stop(3);
    compacted.campaign(1);
    compacted.submit(1, "set x 1");
    compacted.runUntilQuiet();
    compacted.act(action::TakeSnapshot{1});
    const auto chunk = [](Index last, Term term) {
        InstallSnapshot request{last, term, Shared(votersUpTo(3)), 0, 0, "", true};
        return request;
    };
    ServerInHand follower({.log = {1, 1}, .options = compacting});
    follower.receive(2, 1, chunk(2, 1));
    compacted.restart(3);
    compacted.heartbeatAndSettle(1);
    compacted.heartbeatAndSettle(1);
    gather(compacted);
    Options reading = withNoOp();
    reading.readIndex = reading.leaseReads = reading.leaderStickiness = reading.checkQuorum = true;
    TestCluster read(manual(3, reading));
    read.campaign(1);
    for (const ServerId id : {1U, 2U})
        read.act(action::Read{"x", id, action::ReadMode::readIndex});
    read.runUntilQuiet();
    read.act(action::Read{"x", 1, action::ReadMode::lease});
    gather(read);
    Options numbering = withNoOp();
    numbering.sessions = true;
    ClusterConfiguration loaded = automatic(3, 4, numbering);
    loaded.load = 20;
    TestCluster numbered(loaded);
    numbered.runFor(kSecond);
    const ServerId deposed = numbered->leader();
    numbered.block(MessageKind::appendEntriesReply, 0, deposed);
    numbered.runFor(kSecond / 10);
    numbered.stop(deposed);
    numbered.runFor(3 * kSecond);
    gather(numbered);
    Options spreading = numbering;
    spreading.readIndex = true;
    ClusterConfiguration reads = manual(3, spreading);
    reads.timing.heartbeats = TimerMode::automatic;
    reads.load.clients = 4;
    reads.load.reads = 50;
    reads.load.readMode = ReadMode::readIndex;
    TestCluster lagging(reads);
    lagging.timeout(1);
    lagging.runFor(kSecond);
    lagging.block(MessageKind::appendEntries, 1, 3);
    lagging.runFor(3 * kSecond);
    gather(lagging);
    Options changing = withNoOp();
    changing.jointConsensus = true;
    TestCluster changed(manual(3, changing));
    changed.campaign(1);
    for (const std::vector<ServerId>& voters : {std::vector<ServerId>{1, 2, 3, 4}, std::vector<ServerId>{2, 3, 4}}) {
        for (int i = 0; i < 3; ++i) {
            if (changed->leader() == 1)
                changed.act(action::ChangeConfiguration{voters, {}, true});
            changed.runUntilQuiet();
            if (changed->leader() == 1)
                changed.heartbeatAndSettle(1);
        }
    }
    gather(changed);
    gather(flowingRun());
    changing.applyTimeConfiguration = true;
    TestCluster changedWhenApplied(manual(3, changing));
    changedWhenApplied.campaign(1);
    changedWhenApplied.act(action::ChangeConfiguration{{1, 2}, {}, true});
    gather(changedWhenApplied);
    Options ranking;
    ranking.electionPriority = true;
    ClusterConfiguration ranked = manual(3, ranking);
    ranked.servers[2].priority = 1;
    TestCluster left(ranked);
    left.timeout(1);
    gather(left);
    const auto add = [&obeyed](const Effects& effects) {
        for (const Because& because : effects.reasons)
            obeyed.insert(rulesOf(because.reason).first);
    };
    add(follower.effects());
    add(follower.receive(2, 1, chunk(2, 1)));
    add(follower.receive(2, 0, chunk(2, 1)));

    for (std::size_t i = 0; i < kRules; ++i)
        EXPECT_TRUE(obeyed.count(static_cast<Rule>(i)) > 0) << ruleText(static_cast<Rule>(i)).id;
}

TEST(EventRules, HaveIdentifiersThatNameThem) {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < kRules; ++i) {
        const RuleText& text = ruleText(static_cast<Rule>(i));
        EXPECT_TRUE(ids.insert(text.id).second) << text.id;
        EXPECT_EQ(ruleNamed(text.id).value(), static_cast<Rule>(i));
        const std::string sentence = text.sentence;
        EXPECT_EQ(sentence.back(), '.');
        EXPECT_FALSE(std::string(text.title).empty() || std::string(text.section).empty());
    }
    EXPECT_EQ(ruleNamed("append-entries.receiver.3").value(), Rule::appendEntriesReceiver3);
    EXPECT_EQ(ruleNamed("append-entries.receiver.9").error().message(),
              "rule: unknown rule \"append-entries.receiver.9\"");
}

TEST(Reasons, PastTheRoomsEndTheEarlierOnesStandForAll) {
    ReasonList list;
    for (std::uint64_t i = 0; i < 40; ++i)
        list.add(Reason::termAdopted, {i});

    EXPECT_EQ(list.size(), 24U);
    EXPECT_EQ(list.begin()->values[0], 0U);
    EXPECT_EQ((list.end() - 1)->values[0], 23U);
    for (const Event& event : busyRun().events())
        EXPECT_LT(event.reasons.size(), 12U) << "no event comes near the end";
}

/// What an event says it changed on a server, a line each.
std::vector<std::string> linesOf(const Event& event) {
    const auto text = [](const FieldValue& value) -> std::string {
        if (const auto* number = std::get_if<std::int64_t>(&value))
            return std::to_string(*number);
        if (const auto* end = std::get_if<LogEnd>(&value))
            return std::to_string(end->index) + " (" + std::to_string(end->term) + ")";
        const auto* words = std::get_if<std::string>(&value);
        return words ? *words : "none";
    };
    std::vector<std::string> lines;
    for (const Change& change : event.changes) {
        std::string line = "S" + std::to_string(change.server) + " " + fieldName(change.field);
        if (change.peer != 0)
            line += " of S" + std::to_string(change.peer);
        if (!change.key.empty())
            line += " " + change.key;
        lines.push_back(line + " " + text(change.from) + " > " + text(change.to));
    }
    return lines;
}

using Lines = std::vector<std::string>;

TEST(EventChanges, OfAnElection) {
    TestCluster cluster(manual(3));
    cluster.timeout(1);
    EXPECT_EQ(linesOf(cluster.last()), (Lines{"S1 role follower > candidate", "S1 currentTerm 0 > 1",
                                              "S1 votedFor none > 1", "S1 votes 0 > 1"}));
    cluster.act(action::Deliver{{0, std::nullopt, 1, 2}});
    EXPECT_EQ(linesOf(cluster.last()), (Lines{"S2 currentTerm 0 > 1", "S2 votedFor none > 1"}));
    cluster.act(action::Deliver{{0, std::nullopt, 2, 1}});
    EXPECT_EQ(linesOf(cluster.last()),
              (Lines{"S1 role candidate > leader", "S1 leader none > 1", "S1 nextIndex of S2 none > 1",
                     "S1 matchIndex of S2 none > 0", "S1 nextIndex of S3 none > 1", "S1 matchIndex of S3 none > 0"}));
    cluster.act(action::Deliver{{0, MessageKind::appendEntries, 1, 2}});
    EXPECT_EQ(linesOf(cluster.last()), (Lines{"S2 leader none > 1"}));
}

TEST(EventChanges, OfAReplicatedCommand) {
    TestCluster cluster(manual(2));
    cluster.campaign(1);
    cluster.submit(1, "set x 1");
    EXPECT_EQ(linesOf(cluster.last()), (Lines{"S1 log 0 (0) > 1 (1)"}));
    EXPECT_EQ(linesOf(cluster.step()), (Lines{"S2 log 0 (0) > 1 (1)"}));
    EXPECT_EQ(linesOf(cluster.step()),
              (Lines{"S1 commitIndex 0 > 1", "S1 nextIndex of S2 1 > 2", "S1 matchIndex of S2 0 > 1"}));
    EXPECT_EQ(linesOf(cluster.step()), (Lines{"S1 lastApplied 0 > 1", "S1 keys x none > 1"}));
    cluster.submit(1, "set x 2");
    cluster.runUntilQuiet();
    EXPECT_EQ(linesOf(cluster.last()), (Lines{"S1 lastApplied 1 > 2", "S1 keys x 1 > 2"}));
    cluster.submit(1, "del x");
    cluster.runUntilQuiet();
    EXPECT_EQ(linesOf(cluster.last()), (Lines{"S1 lastApplied 2 > 3", "S1 keys x 2 > none"}));
}

TEST(EventChanges, OfTimersAreWhatIsLeftOfThem) {
    ClusterConfiguration configuration = automatic(2, 1);
    configuration.timing.electionTimeout = {200'000, 200'000};
    TestCluster cluster(configuration);
    cluster.runFor(50 * kMillisecond);
    cluster.timeout(1);

    EXPECT_EQ(linesOf(cluster.last()).back(), "S1 electionTimer 150000 > 200000");
}

TEST(EventChanges, OfStoppingAndPausing) {
    TestCluster cluster(manual(1));
    cluster.campaign(1);
    cluster.pause(1);
    EXPECT_EQ(linesOf(cluster.last()), (Lines{"S1 paused 0 > 1"}));
    cluster.resume(1);
    EXPECT_EQ(linesOf(cluster.last()), (Lines{"S1 paused 1 > 0"}));
    cluster.stop(1);
    EXPECT_EQ(linesOf(cluster.last()), (Lines{"S1 stopped 0 > 1", "S1 role leader > follower", "S1 leader 1 > none"}));
    cluster.restart(1);
    EXPECT_EQ(linesOf(cluster.last()), (Lines{"S1 stopped 1 > 0"}));
}

TEST(Events, HaveKindsWithNames) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kEventKinds; ++i)
        names.emplace_back(eventKindName(static_cast<EventKind>(i)));
    EXPECT_EQ(names, (std::vector<std::string>{"timeout", "heartbeat", "deliver", "wait", "lose", "persisted", "apply",
                                               "action", "client", "limit"}));
}

} // namespace

} // namespace raft
