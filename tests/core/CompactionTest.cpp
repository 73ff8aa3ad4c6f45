// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Linearizability.h"
#include "raftcore/check/Safety.h"
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

// Snapshots in a cluster (§7): servers that compact their logs, fall behind, crash and come back.

namespace raft {

namespace {

Options compacting(std::uint32_t everyEntries, std::uint32_t chunkBytes = 20) {
    Options options = withNoOp();
    options.entriesPerMessage = 10;
    options.snapshots = {true, everyEntries, chunkBytes};
    return options;
}

/// S1 leads and has applied `count` commands, on keys x0 to x9.
void submitMany(TestCluster& cluster, int count) {
    for (int i = 1; i <= count; ++i) {
        cluster.submit(1, ("set x" + std::to_string(i % 10) + " " + std::to_string(i)).c_str());
        cluster.runUntilQuiet();
    }
    cluster.heartbeatAndSettle(1);
}

std::size_t delivered(const TestCluster& cluster, MessageKind kind) {
    return cluster.count([kind](const Event& event) {
        return event.record.kind == EventKind::deliver && event.message->message->kind() == kind;
    });
}

} // namespace

TEST(Compaction, S27_AServerThatComesBackLateGetsTheSnapshotAndThenEntries) {
    TestCluster cluster(manual(3, compacting(20)));
    cluster.campaign(1);
    cluster.stop(3);
    submitMany(cluster, 100);
    ASSERT_EQ(cluster.server(1).persistent.snapshotIndex(), 100U);
    ASSERT_EQ(cluster.server(1).persistent.log.lastIndex(), 101U);

    cluster.restart(3);
    cluster.heartbeatAndSettle(1);
    cluster.heartbeatAndSettle(1);

    EXPECT_EQ(cluster.server(3).persistent.snapshotIndex(), 100U);
    EXPECT_EQ(cluster.server(3).lastApplied, 101U);
    EXPECT_EQ(cluster->findHost(3)->store, cluster->findHost(1)->store);
    EXPECT_GT(delivered(cluster, MessageKind::installSnapshot), 2U) << "in several chunks";
    EXPECT_EQ(cluster.count(Reason::snapshotInstalled, 3), 1U);
    EXPECT_EQ(cluster.count(Reason::snapshotApplied, 3), 1U);
}

TEST(Compaction, B73_EachServerCompactsItsOwnLogBySize) {
    TestCluster cluster(manual(3, compacting(5)));
    cluster.campaign(1);

    submitMany(cluster, 11);

    for (ServerId id = 1; id <= 3; ++id) {
        EXPECT_EQ(cluster.server(id).persistent.snapshotIndex(), 10U);
        EXPECT_EQ(cluster.server(id).persistent.log.lastIndex(), 12U);
        EXPECT_EQ(cluster.count(Reason::snapshotTaken, id), 2U);
    }
}

TEST(Compaction, B73_OneServerCompactsItsLogWhenToldTo) {
    TestCluster cluster(manual(3, compacting(0)));
    cluster.campaign(1);
    submitMany(cluster, 3);

    cluster.act(action::TakeSnapshot{2});

    EXPECT_TRUE(tells(cluster.last(), Reason::snapshotTaken));
    EXPECT_EQ(cluster.server(2).persistent.snapshotIndex(), 4U);
    EXPECT_EQ(cluster.server(1).persistent.snapshotIndex(), 0U);
    const Change* change = changeOf(cluster.last(), 2, Field::snapshot);
    ASSERT_NE(change, nullptr);
    EXPECT_EQ(change->from, FieldValue{});
    EXPECT_EQ(change->to, (FieldValue{LogEnd{4, 1}}));
}

TEST(Compaction, ImpossibleSnapshotsAreRefusedInWords) {
    TestCluster without(manual(3, withNoOp()));
    EXPECT_EQ(without.refusal(action::TakeSnapshot{1}).problem.english(), "this option is off");

    TestCluster cluster(manual(3, compacting(0)));
    EXPECT_EQ(cluster.refusal(action::TakeSnapshot{1}).problem.english(),
              "has applied nothing that its log still holds");
    cluster.stop(1);
    EXPECT_EQ(cluster.refusal(action::TakeSnapshot{1}).problem.english(), "is stopped; restart it first");
    action::SetOptions set;
    set.snapshots = SnapshotOptions{true, 5, 0};
    EXPECT_EQ(cluster.refusal(set).where, "snapshots/chunkBytes");
    set.snapshots = SnapshotOptions{true, kMaximumSnapshotEntries + 1, 1};
    EXPECT_EQ(cluster.refusal(set).where, "snapshots/everyEntries");
}

TEST(Compaction, B46_ARestartBeginsWithTheSnapshotAndAppliesTheLogBehindIt) {
    TestCluster cluster(manual(3, compacting(0)));
    cluster.campaign(1);
    submitMany(cluster, 3);
    cluster.act(action::TakeSnapshot{2});
    cluster.submit(1, "set y 9");
    cluster.runUntilQuiet();
    cluster.heartbeatAndSettle(1);

    cluster.stop(2);
    EXPECT_EQ(cluster.key(2, "x3"), "(none)") << "its memory is gone";
    cluster.restart(2);

    EXPECT_EQ(cluster.key(2, "x3"), "3");
    EXPECT_EQ(cluster.key(2, "y"), "(none)") << "not known to be committed yet";
    cluster.heartbeatAndSettle(1);
    EXPECT_EQ(cluster.key(2, "y"), "9");
    EXPECT_EQ(cluster.server(2).lastApplied, 5U);
}

TEST(Compaction, ASnapshotIsOnDiskBeforeItIsAcknowledged) {
    ClusterConfiguration configuration = manual(3, compacting(2));
    configuration.timing.diskWrite = {40'000, 40'000};
    TestCluster cluster(configuration);
    cluster.campaign(1);
    cluster.stop(3);
    submitMany(cluster, 8);
    cluster.restart(3);
    cluster.heartbeat(1);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.server(3).persistent.snapshotIndex() > 0; }));

    EXPECT_FALSE(cluster->findHost(3)->durable().snapshot);
    EXPECT_LT(cluster.server(1).progressOf(3)->matchIndex, cluster.server(3).persistent.snapshotIndex());
    cluster.stop(3);
    cluster.restart(3);
    EXPECT_FALSE(cluster.server(3).persistent.snapshot) << "the write had not ended";
    cluster.heartbeatAndSettle(1);
    cluster.heartbeatAndSettle(1);
    EXPECT_TRUE(cluster->findHost(3)->durable().snapshot);
    EXPECT_EQ(cluster->findHost(3)->store, cluster->findHost(1)->store);
}

TEST(Compaction, ALostChunkIsSentAgainWithTheNextHeartbeat) {
    TestCluster cluster(manual(3, compacting(5)));
    cluster.campaign(1);
    cluster.stop(3);
    submitMany(cluster, 20);
    cluster.restart(3);
    cluster.block(MessageKind::installSnapshot, 1, 3);
    cluster.heartbeatAndSettle(1);
    ASSERT_EQ(cluster.server(3).lastApplied, 0U);

    cluster.unblock(MessageKind::installSnapshot, 1, 3);
    cluster.heartbeatAndSettle(1);
    cluster.heartbeatAndSettle(1);

    EXPECT_EQ(cluster.server(3).lastApplied, 21U);
}

TEST(Compaction, AFollowerThatCrashesInTheMiddleOfATransferGetsItAnew) {
    TestCluster cluster(manual(3, compacting(5)));
    cluster.campaign(1);
    cluster.stop(3);
    submitMany(cluster, 20);
    cluster.restart(3);
    cluster.heartbeat(1);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.server(3).receiving.has_value(); }));
    cluster.stop(3);
    cluster.runUntilQuiet();
    cluster.restart(3);
    ASSERT_FALSE(cluster.server(3).receiving);

    cluster.heartbeatAndSettle(1);
    cluster.heartbeatAndSettle(1);

    EXPECT_EQ(cluster.server(3).lastApplied, 21U);
    EXPECT_EQ(cluster->findHost(3)->store, cluster->findHost(1)->store);
}

TEST(Compaction, B84_UnderLoadALateServerCatchesUpAlthoughTheLeaderCompactsAfterEveryFewEntries) {
    ClusterConfiguration configuration = automatic(3, 5, compacting(3, 5));
    configuration.load = 50;
    TestCluster cluster(configuration);
    cluster.runFor(2 * kSecond);
    const ServerId late = cluster->leader() == 3 ? 2 : 3;
    cluster.stop(late);
    cluster.runFor(2 * kSecond);

    cluster.restart(late);

    EXPECT_TRUE(cluster.runUntil([&] { return cluster.server(late).lastApplied > 150; }, 20 * kSecond));
}

// Figure 3: compacted logs are watched like whole ones.
TEST(Compaction, TheWatcherFindsAForgedSnapshot) {
    Cluster cluster(manual(3, compacting(5)));
    struct Forged final : ServerStates {
        explicit Forged(const Cluster& from) : cluster(from) {}
        [[nodiscard]] const ServerState* find(ServerId id) const override {
            return id == 3 ? &forged : &cluster.server(id);
        }
        [[nodiscard]] std::string nameOf(ServerId id) const override { return cluster.nameOf(id); }
        const Cluster& cluster;
        ServerState forged;
    };
    Safety safety(cluster);
    const auto step = [&](const EventRecord& record) { safety.observe(cluster, record); };
    step(*cluster.act(action::Stop{3}));
    step(*cluster.act(action::Timeout{1}));
    while (cluster.nextEventTime() != kNever)
        step(cluster.step());
    for (int i = 0; i < 5; ++i) {
        step(*cluster.act(action::Submit{*Command::parse("set x 1"), 1}));
        while (cluster.nextEventTime() != kNever)
            step(cluster.step());
    }
    ASSERT_TRUE(safety.holds());
    Forged states(cluster);
    states.forged.id = 3;
    states.forged.persistent.currentTerm = 1;
    states.forged.persistent.log.startBehind(5, 1, 12345);
    states.forged.commitIndex = states.forged.lastApplied = 5;

    EXPECT_FALSE(safety.observe(states, 3, 99, 99));

    ASSERT_EQ(safety.violations().size(), 1U);
    EXPECT_EQ(safety.violations()[0].property, Property::stateMachineSafety);
    EXPECT_EQ(safety.violations()[0].text.english(),
              "S3 has a snapshot of the entries up to index 5, but not of those that S1 committed");
}

TEST(Compaction, AWatcherThatBeginsInTheMiddleOfARunFindsNothingWrong) {
    ClusterConfiguration configuration = automatic(3, 8, compacting(4));
    configuration.load = 30;
    Cluster cluster(configuration);
    while (cluster.now() < 3 * kSecond)
        cluster.step();
    Safety safety(cluster);

    while (cluster.now() < 6 * kSecond)
        EXPECT_TRUE(safety.observe(cluster, cluster.step()));
    EXPECT_EQ(checkLinearizability(cluster).verdict, Verdict::linearizable);
}

TEST(Compaction, ACompactedRunEndsInTheSameStoreAsAWholeOne) {
    const auto storeAfter = [](const Options& options) {
        TestCluster cluster(manual(3, options));
        cluster.campaign(1);
        submitMany(cluster, 37);
        return cluster->findHost(2)->store;
    };

    EXPECT_EQ(storeAfter(compacting(4)), storeAfter(withNoOp()));
}

} // namespace raft
