// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/MembershipFixture.h"

#include <gtest/gtest.h>

// Configurations that are in force when they are applied (option applyTimeConfiguration), and the preset `production`.

namespace raft {

namespace {

Options whenApplied(bool joint = true) {
    Options options = changing(joint);
    options.applyTimeConfiguration = true;
    return options;
}

Entry configured(Term term, const Configuration& configuration) { return {term, Shared(configuration)}; }

AppendEntries carrying(Index prevLogIndex, Term prevLogTerm, const std::vector<Entry>& entries, Index commit = 0) {
    return {prevLogIndex, prevLogTerm, entries, commit, 0, 0};
}

} // namespace

TEST(ApplyTime, B63_AConfigurationIsInForceWhenItIsAppliedAndNotBefore) {
    TestCluster cluster = ledByS1(3, whenApplied());
    cluster.cutOneWay(1, 2);
    cluster.cutOneWay(1, 3);

    cluster.act(action::ChangeConfiguration{{1, 2}, {3}, true});
    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1, 2, 3}));
    ASSERT_TRUE(cluster.server(1).nextConfiguration.has_value());
    EXPECT_EQ(cluster.server(1).nextConfiguration->configuration, configurationOf({1, 2}, {1, 2, 3}, {3}));
    cluster.healAll();
    cluster.heartbeat(1);
    ASSERT_TRUE(cluster.runUntil([&] { return cluster.server(1).configurationIndex == 2; }));

    EXPECT_EQ(cluster.server(1).lastApplied, 2U);
    EXPECT_TRUE(tells(cluster.last(), Reason::configurationEnforced));
    EXPECT_EQ(cluster.last().record.kind, EventKind::apply);
    settle(cluster, 1);
    for (const ServerId id : {1U, 2U, 3U}) {
        EXPECT_EQ(cluster.server(id).configuration, configurationOf({1, 2}, {}, {3})) << id;
        EXPECT_FALSE(cluster.server(id).nextConfiguration.has_value()) << id;
    }
}

TEST(ApplyTime, B63_AChangeIsRefusedWhileOneIsNotApplied) {
    TestCluster cluster = ledByS1(3, whenApplied(false));
    cluster.cut(1, 2);
    cluster.cut(1, 3);
    cluster.act(action::RemoveServer{3});

    cluster.act(action::RemoveServer{2});

    EXPECT_TRUE(tells(cluster.last(), Reason::changeRefused));
    EXPECT_EQ(cluster.server(1).persistent.log.lastIndex(), 2U);
    cluster.healAll();
    settle(cluster, 1);
    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1, 2}));
    cluster.act(action::RemoveServer{2});
    settle(cluster, 1);
    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1}));
}

TEST(ApplyTime, B63_ATruncatedConfigurationWasNeverInForce) {
    ServerInHand server({.log = {1}, .options = whenApplied()});
    server.receive(2, 1, carrying(1, 1, {configured(1, configurationOf({1, 2, 3, 4}))}));
    EXPECT_EQ(server->configuration, votersUpTo(3));

    server.receive(3, 2, appendAfter(1, 1, {2}));

    EXPECT_TRUE(server.because(Reason::configurationDropped));
    EXPECT_FALSE(server->nextConfiguration.has_value());
    EXPECT_EQ(server->configuration, votersUpTo(3));
}

// S1 restarted, so that it does not know what is committed. Were it to campaign by the configuration before both, its
// majority need not overlap with one of the second: a leader had applied the first when it appended the second.
TEST(ApplyTime, B63_AServerIsNeverMoreThanOneConfigurationBehindItsLog) {
    ServerInHand server({.log = {1}, .options = whenApplied(false)});
    const Configuration four = configurationOf({1, 2, 3, 4});
    const Configuration five = configurationOf({1, 2, 3, 4, 5});

    server.receive(2, 1, carrying(1, 1, {configured(1, four), configured(1, five)}));

    EXPECT_EQ(server->commitIndex, 0U);
    EXPECT_EQ(server->configuration, four);
    EXPECT_EQ(server->nextConfiguration->configuration, five);
    server.restart();
    EXPECT_EQ(server->configuration, four);
    EXPECT_EQ(server->nextConfiguration->configuration, five);
}

// The servers that were removed may be gone for good: whoever applied their removal must be able to lead without them.
TEST(ApplyTime, B63_WhatWasAppliedIsInForceAfterARestart) {
    TestCluster cluster = ledByS1(2, whenApplied(false));
    cluster.act(action::RemoveServer{2});
    settle(cluster, 1);
    cluster.stop(2);

    cluster.stop(1);
    cluster.restart(1);

    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1}));
    cluster.campaign(1);
    EXPECT_EQ(cluster.role(1), Role::leader);
}

TEST(ApplyTime, B63_NobodyCampaignsWhileACommittedConfigurationIsNotApplied) {
    ServerInHand server({.log = {1}, .options = whenApplied()});
    server.receive(2, 1, carrying(1, 1, {configured(1, configurationOf({1, 2, 3, 4}))}, 2));
    ASSERT_EQ(server->commitIndex, 2U);

    server.electionTimeout();
    EXPECT_EQ(server->role, Role::follower);
    EXPECT_TRUE(server.because(Reason::timeoutWithoutEffect));
    server.receive(2, 1, TimeoutNow{});
    EXPECT_EQ(server->role, Role::follower);

    server.applied();
    EXPECT_EQ(server->configuration, configurationOf({1, 2, 3, 4}));
    server.electionTimeout();
    EXPECT_EQ(server->role, Role::candidate);
}

TEST(ApplyTime, B63_ALeaderThatIsRemovedLeadsUntilItHasAppliedIt) {
    TestCluster cluster = ledByS1(3, whenApplied());

    cluster.act(action::ChangeConfiguration{{2, 3}, {}, true});
    settle(cluster, 1);

    EXPECT_EQ(cluster.role(1), Role::follower);
    EXPECT_EQ(cluster.count(Reason::leaderRemoved, 1), 1U);
    cluster.campaign(2);
    EXPECT_EQ(cluster.role(2), Role::leader);
    settle(cluster, 2);
    EXPECT_EQ(cluster.server(2).configuration, configurationOf({2, 3}));
}

TEST(ApplyTime, B63_ANewServerCatchesUpAsALearnerFirst) {
    TestCluster cluster = ledByS1(3, whenApplied(false));
    for (int i = 0; i < 5; ++i)
        cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();

    cluster.act(action::AddServer{4, true});
    settle(cluster, 1);
    settle(cluster, 1);

    EXPECT_EQ(cluster.count(Reason::catchUpDone, 1), 1U);
    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1, 2, 3, 4}));
    EXPECT_EQ(cluster.server(4).configuration, configurationOf({1, 2, 3, 4}));
}

TEST(ApplyTime, ASnapshotHoldsWhatWasInForceAtItsIndex) {
    Options options = whenApplied(false);
    options.snapshots = {true, 0, 100};
    TestCluster cluster = ledByS1(3, options);
    cluster.isolate(3);
    cluster.act(action::RemoveServer{2});
    cluster.heartbeatAndSettle(1);
    cluster.runUntilQuiet();
    ASSERT_EQ(cluster.server(1).configuration, configurationOf({1, 3}));
    cluster.act(action::TakeSnapshot{1});
    EXPECT_EQ(cluster.server(1).persistent.snapshot->configuration, configurationOf({1, 3}));
    cluster.healAll();

    settle(cluster, 1);

    EXPECT_EQ(cluster.server(3).configuration, configurationOf({1, 3}));
    EXPECT_FALSE(cluster.server(3).nextConfiguration.has_value());
}

// A random run found it: S5 leads by {1, 2, 4, 5} and appends {1, 2, 5}, which S1 alone gets; S3, which has not applied
// that it was removed, wins by {1, 2, 3, 4, 5} and commits on 2, 3 and 4. If now {1, 2, 5} came in force as soon as it
// is in a log, S1 and S5 would elect each other.
TEST(ApplyTime, IsSwitchedOnlyWhileTheConfigurationHasNotChanged) {
    TestCluster cluster = ledByS1(3, whenApplied(false));
    action::SetOptions off;
    off.applyTimeConfiguration = false;
    action::SetOptions on;
    on.applyTimeConfiguration = true;
    cluster.act(off);
    cluster.act(on);
    cluster.cut(1, 2);
    cluster.cut(1, 3);
    cluster.act(action::RemoveServer{3});

    EXPECT_EQ(cluster.refusal(off).where, "applyTimeConfiguration");
    cluster.act(on);
    cluster.healAll();
    settle(cluster, 1);
    EXPECT_EQ(cluster.refusal(off).where, "applyTimeConfiguration");
    action::SetOptions preset;
    preset.preset = 2;
    EXPECT_EQ(cluster.refusal(preset).where, "applyTimeConfiguration") << "the dissertation's has it off";
    preset.applyTimeConfiguration = true;
    cluster.act(preset);
}

// S1 removes itself from {S1, S2} and stops leading before S2 has heard that this is committed. By the configuration
// that S2 still has it needs S1's vote, which it cannot get.
TEST(ApplyTime, B63_ARemovedServerLeadsOnceMoreWhenAVoterLacksWhatItHolds) {
    ServerInHand removed({.log = {1}, .options = whenApplied(false)});
    removed.receive(2, 1, carrying(1, 1, {configured(1, configurationOf({2, 3}))}, 2));
    removed.applied();
    removed.electionTimeout();
    ASSERT_EQ(removed->role, Role::follower) << "it does not vote any more";
    removed.receive(2, 2, RequestVote{1, 1, false});
    EXPECT_FALSE(removed.because(Reason::removedHelps)) << "a leader was heard just now";
    removed.pass(150'000);

    removed.receive(2, 2, RequestVote{1, 1, false});

    EXPECT_TRUE(removed.because(Reason::removedHelps));
    removed.electionTimeout();
    EXPECT_EQ(removed->role, Role::candidate);
    removed.receive(2, 3, RequestVoteReply{true});
    EXPECT_EQ(removed->role, Role::candidate) << "its own vote does not count";
    removed.receive(3, 3, RequestVoteReply{true});
    EXPECT_EQ(removed->role, Role::leader);
}

TEST(Presets, ProductionHasWhatItPromisesAndNothingElse) {
    ASSERT_STREQ(presetNames()[3], "production");
    Options expected;
    expected.noOp = expected.acceleratedBackoff = expected.leaderStickiness = expected.preVote = true;
    expected.checkQuorum = expected.snapshots.on = expected.sessions = expected.readIndex = true;
    expected.leadershipTransfer = expected.jointConsensus = expected.asyncWrites = true;
    expected.applyTimeConfiguration = true;
    expected.pipelining = 16;
    expected.batching = 64;

    EXPECT_EQ(presetAt(3), expected);
}

} // namespace raft
