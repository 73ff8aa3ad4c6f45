// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Every action that is impossible in the present state returns an error that says why, and changes nothing.

namespace raft {

namespace {

/// S1 leads, S2 is paused, S3 is stopped, the link S4–S5 is cut, RequestVotes are blocked; heartbeats are in flight.
TestCluster world() {
    ClusterConfiguration configuration = manual(5);
    configuration.servers[1].name = "Bea";
    TestCluster cluster(configuration);
    cluster.campaign(1);
    cluster.pause(2);
    cluster.stop(3);
    cluster.cut(4, 5);
    cluster.block(MessageKind::requestVote);
    cluster.heartbeat(1);
    return cluster;
}

struct ImpossibleRow {
    std::string name;
    Action action;
    std::string message;
};

std::ostream& operator<<(std::ostream& out, const ImpossibleRow& row) { return out << row.name; }

class Impossible : public testing::TestWithParam<ImpossibleRow> {};

TEST_P(Impossible, SaysWhyAndChangesNothing) {
    TestCluster cluster = world();

    EXPECT_EQ(cluster.refusal(GetParam().action).message(), GetParam().message);
}

const std::string kUnknown = "server: there is no server 6; allowed: 1, 2, 3, 4, 5";

action::SetTiming timing(void (*change)(action::SetTiming&)) {
    action::SetTiming set;
    change(set);
    return set;
}

action::SetOptions entriesPerMessage(std::uint32_t entries) {
    action::SetOptions set;
    set.entriesPerMessage = entries;
    return set;
}

const std::vector<ImpossibleRow> kServerActions{
    {"StopAStopped", action::Stop{3}, "S3: is stopped already"},
    {"StopNobody", action::Stop{6}, kUnknown},
    {"RestartARunning", action::Restart{1}, "S1: is running; only a stopped server can be restarted"},
    {"RestartAPaused", action::Restart{2}, "Bea: is running; only a stopped server can be restarted"},
    {"RestartNobody", action::Restart{6}, kUnknown},
    {"PauseAStopped", action::Pause{3}, "S3: is stopped; restart it first"},
    {"PauseAPaused", action::Pause{2}, "Bea: is paused already"},
    {"PauseNobody", action::Pause{6}, kUnknown},
    {"ResumeARunning", action::Resume{1}, "S1: is not paused"},
    {"ResumeAStopped", action::Resume{3}, "S3: is stopped; restart it first"},
    {"ResumeNobody", action::Resume{6}, kUnknown},
    {"TimeoutOfAStopped", action::Timeout{3}, "S3: is stopped; restart it first"},
    {"TimeoutOfAPaused", action::Timeout{2}, "Bea: is paused; resume it first"},
    {"TimeoutOfNobody", action::Timeout{6}, kUnknown},
    {"HeartbeatOfAStopped", action::Heartbeat{3}, "S3: is stopped; restart it first"},
    {"HeartbeatOfAPaused", action::Heartbeat{2}, "Bea: is paused; resume it first"},
    {"HeartbeatOfNobody", action::Heartbeat{0}, "server: there is no server 0; allowed: 1, 2, 3, 4, 5"},
    {"SubmitToAStopped", action::Submit{{}, 3}, "S3: is stopped; restart it first"},
    {"SubmitToAPaused", action::Submit{{}, 2}, "Bea: is paused; resume it first"},
    {"SubmitToNobody", action::Submit{{}, 6}, kUnknown},
    {"ClockOfNobody", action::Clock{6, kTrueSpeed, 0}, kUnknown},
    {"ClockAsItIs", action::Clock{1, std::nullopt, 0}, "clock: neither a speed nor a jump is given"},
    {"ClockThatStands", action::Clock{1, 0, 0}, "speed: no clock runs so fast or so slowly; allowed: 0.01 to 100"},
    {"ClockThatRaces", action::Clock{1, kFastestClock + 1, 0},
     "speed: no clock runs so fast or so slowly; allowed: 0.01 to 100"},
    {"ClockThatJumpsTooFar", action::Clock{1, std::nullopt, kMaximumStretch + 1},
     "jump: 3600000.001 ms is too far; allowed: at most 3600000 ms, on or back"},
    {"DiskOfNobody", action::Disk{6, DiskState::slow}, kUnknown},
    {"PriorityOfNobody", action::SetPriority{6, 1}, kUnknown},
    {"PriorityWithoutTheOption", action::SetPriority{1, 1}, "electionPriority: this option is off"},
    {"DiskAsItIs", action::Disk{1, DiskState::ok}, "S1: its disk is ok already"},
};
INSTANTIATE_TEST_SUITE_P(Servers, Impossible, testing::ValuesIn(kServerActions), ByName());

const std::vector<ImpossibleRow> kLinkActions{
    {"CutACutLink", action::Cut{5, 4, false}, "S5–S4: the link is cut already"},
    {"CutOneWayOfACutLink", action::Cut{4, 5, true}, "S4–S5: the link is cut already"},
    {"CutToItself", action::Cut{1, 1, false}, "S1: has no link to itself"},
    {"CutFromNobody", action::Cut{6, 1, false}, kUnknown},
    {"CutToNobody", action::Cut{1, 6, false}, kUnknown},
    {"HealAWholeLink", action::Heal{1, 2, false}, "S1–Bea: the link is not cut"},
    {"HealToNobody", action::Heal{1, 6, false}, kUnknown},
    {"PartitionOfNobody", action::Partition{{{6}, {1}}}, kUnknown},
    {"PartitionTwice", action::Partition{{{1, 2}, {2, 3}}}, "Bea: is in two groups"},
    {"PartitionOfOneGroup", action::Partition{{{1, 2, 3, 4, 5}}}, "groups: a partition needs servers on both sides"},
    {"PartitionWithoutGroups", action::Partition{}, "groups: a partition needs servers on both sides"},
    {"PartitionOfEmptyGroups", action::Partition{{{}, {1, 2, 3, 4, 5}, {}}},
     "groups: a partition needs servers on both sides"},
    {"BlockFromNobody", action::Block{{MessageKind::appendEntries, 6, 0}}, kUnknown},
    {"BlockToNobody", action::Block{{std::nullopt, 0, 6}}, kUnknown},
    {"UnblockWhatIsNotBlocked", action::Unblock{{MessageKind::appendEntriesReply, 0, 0}},
     "these messages are not blocked"},
    {"UnblockAPartOfABlockade", action::Unblock{{MessageKind::requestVote, 1, 0}}, "these messages are not blocked"},
};
INSTANTIATE_TEST_SUITE_P(Links, Impossible, testing::ValuesIn(kLinkActions), ByName());

const std::vector<ImpossibleRow> kMessageActions{
    {"DropAMessageThatHasGone", action::Drop{{1, std::nullopt, 0, 0}}, "message: message 1 is not in flight any more"},
    {"DropWhatDoesNotFly", action::Drop{{0, MessageKind::requestVote, 0, 0}}, "message: no such message is in flight"},
    {"DelayWhatDoesNotFly", action::Delay{{0, std::nullopt, 5, 0}, 1}, "message: no such message is in flight"},
    {"DelayBackwards", action::Delay{{}, -1}, "by: -0.001 ms is no delay; allowed: 0 to 3600000 ms"},
    {"DelayForDays", action::Delay{{}, kMaximumStretch + 1},
     "by: 3600000.001 ms is no delay; allowed: 0 to 3600000 ms"},
    {"DuplicateAMessageThatHasGone", action::Duplicate{{2, std::nullopt, 0, 0}},
     "message: message 2 is not in flight any more"},
    {"DeliverAMessageThatHasGone", action::Deliver{{2, std::nullopt, 0, 0}},
     "message: message 2 is not in flight any more"},
    {"DeliverToAStopped", action::Deliver{{0, std::nullopt, 0, 3}}, "S3: is stopped; restart it first"},
};
INSTANTIATE_TEST_SUITE_P(Messages, Impossible, testing::ValuesIn(kMessageActions), ByName());

const std::vector<ImpossibleRow> kWorldActions{
    {"TimingOfNoLength", timing([](auto& set) {
         set.electionTimeout = TimeRange{0, 0};
     }),
     "electionTimeout: 0 to 0 ms is no range; allowed: from 0.001 to 3600000 ms, the lower end first"},
    {"HeartbeatOfNoLength", timing([](auto& set) { set.heartbeat = 0; }),
     "heartbeat: 0 to 0 ms is no range; allowed: from 0.001 to 3600000 ms, the lower end first"},
    {"LatencyBackwards", timing([](auto& set) {
         set.latency = TimeRange{2, 1};
     }),
     "latency: 0.002 to 0.001 ms is no range; allowed: from 0 to 3600000 ms, the lower end first"},
    {"LossBeyondCertainty", timing([](auto& set) { set.loss = 1'000'001; }),
     "loss: 1000001 in a million is more than certain; allowed: 0 to 1,000,000"},
    {"DuplicationBeyondCertainty", timing([](auto& set) { set.duplication = 1'000'001; }),
     "duplication: 1000001 in a million is more than certain; allowed: 0 to 1,000,000"},
    {"DiskBackwards", timing([](auto& set) {
         set.diskWrite = TimeRange{2, 1};
     }),
     "diskWrite: 0.002 to 0.001 ms is no range; allowed: from 0 to 3600000 ms, the lower end first"},
    {"TimingOfHalfALink", timing([](auto& set) { set.from = 1; }), "to: a link has two ends"},
    {"TimingOfTheOtherHalf", timing([](auto& set) { set.to = 1; }), "from: a link has two ends"},
    {"TimingOfNoLink", timing([](auto& set) { set.from = set.to = 1; }), "S1: has no link to itself"},
    {"TimingOfALinkToNobody", timing([](auto& set) {
         set.from = 1;
         set.to = 6;
     }),
     kUnknown},
    {"NoEntries", entriesPerMessage(0), "entriesPerMessage: 0 entries a message; allowed: 1 to 1000"},
    {"TooManyEntries", entriesPerMessage(1001), "entriesPerMessage: 1001 entries a message; allowed: 1 to 1000"},
    {"LoadTooHigh", action::SetLoad{kMaximumLoad + 1}, "rate: 100001 commands a second; allowed: 0 to 100000"},
    {"AlignManualTimers", action::AlignTimers{}, "the election timers are manual"},
    {"SpreadManualTimers", action::SpreadTimers{}, "the election timers are manual"},
};
INSTANTIATE_TEST_SUITE_P(World, Impossible, testing::ValuesIn(kWorldActions), ByName());

TEST(ImpossibleNow, SubmitToTheLeaderWhenNobodyLeads) {
    TestCluster cluster(manual(3));
    EXPECT_EQ(cluster.refusal(action::Submit{*commandOf("set x 1"), 0}).message(), "leader: no running server leads");
    cluster.campaign(1);
    cluster.stop(1);
    EXPECT_EQ(cluster.refusal(action::Submit{*commandOf("set x 1"), 0}).message(), "leader: no running server leads");
}

TEST(ImpossibleNow, HealAllWhenNothingIsCut) {
    TestCluster cluster(manual(3));
    EXPECT_EQ(cluster.refusal(action::HealAll{}).message(), "no link is cut");
    cluster.block(MessageKind::appendEntries);
    EXPECT_EQ(cluster.refusal(action::HealAll{}).message(), "no link is cut") << "blockades are another matter";
    cluster.cutOneWay(1, 2);
    cluster.healAll();
    EXPECT_EQ(cluster.refusal(action::HealAll{}).message(), "no link is cut");
}

TEST(ImpossibleNow, APriorityTooHighOrAsItIs) {
    Options options;
    options.electionPriority = true;
    TestCluster cluster(manual(3, options));

    EXPECT_EQ(cluster.refusal(action::SetPriority{2, kMaximumPriority + 1}).message(),
              "priority: priority 1001; allowed: 0 to 1000");
    EXPECT_EQ(cluster.refusal(action::SetPriority{2, 0}).message(), "S2: has priority 0 already");
}

TEST(ImpossibleNow, DeliverOverALinkThatIsCutOrBlocked) {
    TestCluster cluster(manual(3));
    cluster.timeout(1);
    cluster.cutOneWay(1, 2);
    cluster.block(MessageKind::requestVote, 0, 3);

    EXPECT_EQ(cluster.refusal(action::Deliver{{0, std::nullopt, 0, 2}}).message(), "S1–S2: the link is cut");
    EXPECT_EQ(cluster.refusal(action::Deliver{{0, std::nullopt, 0, 3}}).message(),
              "RequestVote: such messages are blocked");
}

TEST(ImpossibleNow, DeliverToAPausedServer) {
    TestCluster cluster(manual(3));
    cluster.timeout(1);
    cluster.pause(2);

    EXPECT_EQ(cluster.refusal(action::Deliver{{0, std::nullopt, 0, 2}}).message(), "S2: is paused; resume it first");
}

} // namespace

} // namespace raft
