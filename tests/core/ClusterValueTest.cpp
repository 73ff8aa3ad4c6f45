// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

// A cluster is a value: equality and hash see every part of it, and nothing else.

namespace raft {

namespace {

/// A part of a server's state that changes alone.
struct StateRow {
    std::string name;
    std::function<void(ServerState&)> change;
};

std::ostream& operator<<(std::ostream& out, const StateRow& row) { return out << row.name; }

TEST(HashOfAChange, SeesEveryPart) {
    const std::vector<std::function<void(PendingChange&)>> changes{[](PendingChange& c) { c.target.voters.insert(9); },
                                                                   [](PendingChange& c) { c.joint = false; },
                                                                   [](PendingChange& c) { ++c.round; },
                                                                   [](PendingChange& c) { ++c.roundBegan; },
                                                                   [](PendingChange& c) { ++c.roundEnd; },
                                                                   [](PendingChange& c) { c.joining.insert(9); },
                                                                   [](PendingChange& c) { c.isGivenUp = true; }};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        PendingChange changed;
        changes[i](changed);
        EXPECT_FALSE(changed == PendingChange()) << i;
        EXPECT_NE(changed.hash(), PendingChange().hash()) << i;
    }
}

class HashOfAServer : public testing::TestWithParam<StateRow> {};

TEST_P(HashOfAServer, SeesEveryPart) {
    ServerInHand server({.log = {1}});
    server.becomeLeader();
    ServerState other = server.state();
    EXPECT_EQ(other.hash(), server.state().hash());

    GetParam().change(other);

    EXPECT_FALSE(other == server.state());
    EXPECT_NE(other.hash(), server.state().hash());
}

const std::vector<StateRow> kStateRows{
    {"Id", [](auto& s) { s.id = 9; }},
    {"CurrentTerm", [](auto& s) { ++s.persistent.currentTerm; }},
    {"VotedFor", [](auto& s) { s.persistent.votedFor = 9; }},
    {"LogsEnd",
     [](auto& s) {
         s.persistent.log.append(Entry{2, {}});
     }},
    {"LogsContent", [](auto& s) { s.persistent.log = logOf({2}); }},
    {"LogsCommand",
     [](auto& s) {
         s.persistent.log = Log();
         s.persistent.log.append(Entry{1, commandOf("noop")});
     }},
    {"CommitIndex", [](auto& s) { ++s.commitIndex; }},
    {"LastApplied", [](auto& s) { ++s.lastApplied; }},
    {"Role", [](auto& s) { s.role = Role::candidate; }},
    {"Leader", [](auto& s) { s.leader = 9; }},
    {"DiskFull", [](auto& s) { s.diskFull = true; }},
    {"LeaderHeardAt", [](auto& s) { s.leaderHeardAt = 0; }},
    {"ConfigurationIndex", [](auto& s) { s.configurationIndex = 9; }},
    {"EarlierConfigurations",
     [](auto& s) {
         s.earlierConfigurations = {{9, {}}};
     }},
    {"HelpsOut", [](auto& s) { s.helpsOut = true; }},
    {"TargetPriority", [](auto& s) { s.targetPriority = 0; }},
    {"NextConfiguration", [](auto& s) { s.nextConfiguration = ConfigurationAt(); }},
    {"AppliedConfiguration", [](auto& s) { s.persistent.appliedConfiguration = 9; }},
    {"PendingChange", [](auto& s) { s.pendingChange = PendingChange(); }},
    {"ChangeThatIsGivenUp",
     [](auto& s) {
         s.pendingChange = PendingChange();
         s.pendingChange->isGivenUp = true;
     }},
    {"RoundsWithoutLease", [](auto& s) { s.leadership.leaselessUpTo = 9; }},
    {"LeavesOnRequest", [](auto& s) { s.configuration.leavesOnRequest = true; }},
    {"Voters", [](auto& s) { s.configuration.voters.insert(9); }},
    {"Outgoing", [](auto& s) { s.configuration.outgoing.insert(9); }},
    {"Learners", [](auto& s) { s.configuration.learners.insert(9); }},
    {"VotesGranted", [](auto& s) { s.votesGranted.insert(9); }},
    {"VotesDenied", [](auto& s) { s.votesDenied.insert(9); }},
    {"NextIndex", [](auto& s) { ++s.peers[0].nextIndex; }},
    {"MatchIndex", [](auto& s) { ++s.peers[0].matchIndex; }},
    {"AwaitedIndex", [](auto& s) { ++s.peers[1].awaitedIndex; }},
    {"Pipeline", [](auto& s) { s.peers[1].isPipelined = true; }},
    {"UnderWay",
     [](auto& s) {
         s.peers[1].underWay.push_back({3, 8});
     }},
    {"Peer", [](auto& s) { s.peers[1].peer = 9; }},
    {"Peers", [](auto& s) { s.peers.pop_back(); }},
    {"DurableIndex", [](auto& s) { ++s.durableIndex; }},
    {"WritesIssued", [](auto& s) { ++s.writesIssued; }},
    {"PendingWrites",
     [](auto& s) {
         s.pendingWrites.push_back({9, 1});
     }},
};
INSTANTIATE_TEST_SUITE_P(Part, HashOfAServer, testing::ValuesIn(kStateRows), ByName());

/// A part of a host that changes alone.
struct HostRow {
    std::string name;
    std::function<void(Host&)> change;
};

std::ostream& operator<<(std::ostream& out, const HostRow& row) { return out << row.name; }

class HashOfAHost : public testing::TestWithParam<HostRow> {};

TEST_P(HashOfAHost, SeesEveryPart) {
    TestCluster cluster(automatic(3, 1));
    const Host& host = *cluster->findHost(1);
    Host other = host;
    EXPECT_EQ(other.hash(), host.hash());

    GetParam().change(other);

    EXPECT_FALSE(other == host);
    EXPECT_NE(other.hash(), host.hash());
}

PersistentState someDisk() {
    PersistentState disk;
    disk.currentTerm = 9;
    return disk;
}

InFlight someMessage() {
    InFlight flight;
    flight.id = 9;
    flight.message = Shared<Message>(Message{2, 1, 3, RequestVote{4, 5}});
    return flight;
}

const std::vector<HostRow> kHostRows{
    {"Server", [](auto& h) { h.server = Server(1, someDisk(), votersUpTo(3), {}, {}); }},
    {"Stopped", [](auto& h) { h.stopped = true; }},
    {"Paused", [](auto& h) { h.paused = true; }},
    {"ElectionTimer", [](auto& h) { ++h.electionTimer.time; }},
    {"ElectionTimersSequence", [](auto& h) { ++h.electionTimer.sequence; }},
    {"ElectionTimersCause", [](auto& h) { h.electionTimer.cause = 9; }},
    {"ElectionStarted", [](auto& h) { ++h.electionStarted; }},
    {"HeartbeatTimer",
     [](auto& h) {
         h.heartbeatTimer = {9, 9, 9};
     }},
    {"CatchUpLimit",
     [](auto& h) {
         h.catchUpLimit = {9, 9, 9};
     }},
    {"Apply",
     [](auto& h) {
         h.apply = {9, 9, 9};
     }},
    {"Disk", [](auto& h) { h.disk = someDisk(); }},
    {"DiskState", [](auto& h) { h.diskState = DiskState::slow; }},
    {"Clock", [](auto& h) { h.clock.set(0, 2 * kTrueSpeed, 0); }},
    {"Writes",
     [](auto& h) {
         h.writes.push_back({1, someDisk(), {9, 9, 9}});
     }},
    {"Held",
     [](auto& h) {
         h.held.push_back({1, Message{1, 2, 3, RequestVoteReply{true}}, 9});
     }},
    {"Inbox", [](auto& h) { h.inbox.push_back(someMessage()); }},
    {"Store", [](auto& h) { h.store.apply(*commandOf("set x 1")); }},
    {"Waiting",
     [](auto& h) {
         h.waiting.set(1, {1, 1});
     }},
};
INSTANTIATE_TEST_SUITE_P(Part, HashOfAHost, testing::ValuesIn(kHostRows), ByName());

TEST(HashOfTheNetwork, SeesCutsPartitionsBlockadesAndTimings) {
    const Network empty;
    const auto changed = [&empty](const std::function<void(Network&)>& change) {
        Network other;
        change(other);
        return !(other == empty) && other.hash() != empty.hash();
    };
    ServerSet all;
    all.insert(1);
    all.insert(2);

    EXPECT_TRUE(changed([](Network& n) { n.cut(1, 2); }));
    EXPECT_TRUE(changed([&](Network& n) { n.partition({{1}}, all); }));
    EXPECT_TRUE(changed([](Network& n) { n.block({MessageKind::requestVote, 0, 0}); }));
    EXPECT_TRUE(changed([](Network& n) { n.block({}); }));
    EXPECT_TRUE(changed([](Network& n) { n.setOwnTiming(1, 2, LinkTiming()); }));
    Network cut;
    cut.cut(1, 2);
    Network parted;
    parted.partition({{1}}, all);
    parted.heal(2, 1);
    EXPECT_NE(cut.hash(), parted.hash()) << "a new partition would replace the one and not the other";
    Network lossy;
    lossy.setOwnTiming(1, 2, {{1, 2}, 3, 4});
    for (const LinkTiming& other :
         {LinkTiming{{0, 2}, 3, 4}, LinkTiming{{1, 3}, 3, 4}, LinkTiming{{1, 2}, 0, 4}, LinkTiming{{1, 2}, 3, 0}}) {
        Network changedTiming;
        changedTiming.setOwnTiming(1, 2, other);
        EXPECT_NE(changedTiming.hash(), lossy.hash());
    }
}

TEST(HashOfTheNetwork, IsAsBeforeOnceAllIsUndone) {
    Network network;
    const std::uint64_t before = network.hash();
    ServerSet all;
    for (ServerId id = 1; id <= 3; ++id)
        all.insert(id);
    network.cut(1, 2);
    network.partition({{3}}, all);
    network.block({MessageKind::appendEntries, 1, 2});

    network.healAll();
    EXPECT_TRUE(network.unblock({MessageKind::appendEntries, 1, 2}));
    EXPECT_FALSE(network.unblock({MessageKind::appendEntries, 1, 2}));

    EXPECT_EQ(network, Network());
    EXPECT_EQ(network.hash(), before);
}

/// Clusters that start alike but for one thing.
struct StartRow {
    std::string name;
    std::function<void(ClusterConfiguration&)> change;
};

std::ostream& operator<<(std::ostream& out, const StartRow& row) { return out << row.name; }

class HashOfACluster : public testing::TestWithParam<StartRow> {};

TEST_P(HashOfACluster, SeesWhatItStartsFrom) {
    ClusterConfiguration configuration = automatic(3, 1);
    const Cluster cluster(configuration);
    EXPECT_EQ(Cluster(configuration), cluster);
    EXPECT_EQ(Cluster(configuration).hash(), cluster.hash());

    GetParam().change(configuration);
    const Cluster other(configuration);

    EXPECT_FALSE(other == cluster);
    EXPECT_NE(other.hash(), cluster.hash());
}

const std::vector<StartRow> kStartRows{
    {"Seed", [](auto& c) { c.seed = 2; }},
    {"Servers", [](auto& c) { c = automatic(4, 1); }},
    {"Log", [](auto& c) { c.servers[1].log = entriesOf({1}); }},
    {"CurrentTerm", [](auto& c) { c.servers[1].currentTerm = 4; }},
    {"VotedFor", [](auto& c) { c.servers[1].votedFor = 3; }},
    {"Voting", [](auto& c) { c.servers[1].voting = false; }},
    {"Stopped", [](auto& c) { c.servers[1].stopped = true; }},
    {"NoOp", [](auto& c) { c.options.noOp = true; }},
    {"EntriesPerMessage", [](auto& c) { c.options.entriesPerMessage = 2; }},
    {"AcceleratedBackoff", [](auto& c) { c.options.acceleratedBackoff = true; }},
    {"LeaderStickiness", [](auto& c) { c.options.leaderStickiness = true; }},
    {"PreVote", [](auto& c) { c.options.preVote = true; }},
    {"CheckQuorum", [](auto& c) { c.options.checkQuorum = true; }},
    {"LeadershipTransfer", [](auto& c) { c.options.leadershipTransfer = true; }},
    {"Pipelining", [](auto& c) { c.options.pipelining = 1; }},
    {"Batching", [](auto& c) { c.options.batching = 1; }},
    {"BytesPerMessage", [](auto& c) { c.options.bytesPerMessage = 1; }},
    {"InFlightBytes", [](auto& c) { c.options.inFlightBytes = 1; }},
    {"UncommittedEntries", [](auto& c) { c.options.uncommittedEntries = 1; }},
    {"ApplyTimeConfiguration", [](auto& c) { c.options.applyTimeConfiguration = true; }},
    {"ElectionPriority", [](auto& c) { c.options.electionPriority = true; }},
    {"Priority", [](auto& c) { c.servers[1].priority = 1; }},
    {"AsyncWrites", [](auto& c) { c.options.asyncWrites = true; }},
    {"Defects", [](auto& c) { c.defects.insert(Defect::forgetVote); }},
    {"ElectionTimeout",
     [](auto& c) {
         c.timing.electionTimeout = {150'000, 300'001};
     }},
    {"Heartbeat", [](auto& c) { c.timing.heartbeat = 50'001; }},
    {"Latency",
     [](auto& c) {
         c.timing.link.latency = {5'000, 15'001};
     }},
    {"Loss", [](auto& c) { c.timing.link.loss = 1; }},
    {"Duplication", [](auto& c) { c.timing.link.duplication = 1; }},
    {"DiskWrite",
     [](auto& c) {
         c.timing.diskWrite = {0, 1};
     }},
    {"ElectionTimers", [](auto& c) { c.timing.electionTimers = TimerMode::manual; }},
    {"Heartbeats", [](auto& c) { c.timing.heartbeats = TimerMode::manual; }},
    {"Load", [](auto& c) { c.load = 1; }},
};
INSTANTIATE_TEST_SUITE_P(Part, HashOfACluster, testing::ValuesIn(kStartRows), ByName());

TEST(ClusterValue, RequestsArePartOfIt) {
    TestCluster first(manual(2));
    TestCluster second(manual(2));
    first.submit(1, "set x 1");
    second.submit(1, "set x 2");

    EXPECT_FALSE(*first == *second);
    EXPECT_NE(first->hash(), second->hash());
}

TEST(ClusterValue, WhatHappensToACopyLeavesTheOriginalAlone) {
    TestCluster cluster(automatic(3, 1, withNoOp()));
    cluster.runFor(kSecond);
    const Cluster original = *cluster;
    const std::uint64_t hash = original.hash();

    cluster.submit(cluster->leader(), "set x 1");
    cluster.cut(1, 2);
    cluster.stop(3);
    cluster.runFor(kSecond);

    EXPECT_EQ(original.hash(), hash);
    EXPECT_FALSE(*cluster == original);
    EXPECT_FALSE(original.network().hasCuts());
    EXPECT_EQ(original.requests().size(), 0U);
}

TEST(ClusterValue, ManyServersElectAndReplicate) {
    for (const std::size_t servers : {25U, 101U}) {
        ClusterConfiguration configuration = automatic(servers, 1, withNoOp());
        configuration.timing.electionTimeout = {150'000, 900'000};
        Cluster cluster(configuration);
        while (cluster.leader() == 0 && cluster.now() < 20 * kSecond)
            cluster.step();
        ASSERT_NE(cluster.leader(), 0U);
        ASSERT_TRUE(cluster.act(action::Submit{*commandOf("set x 1"), 0}));
        const Time end = cluster.now() + kSecond;
        while (cluster.nextEventTime() < end)
            cluster.step();

        for (const Host& host : cluster.hosts())
            EXPECT_EQ(host.store.keys().size(), 1U) << "S" << host.id();
    }
}

} // namespace

} // namespace raft
