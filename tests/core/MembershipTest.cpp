// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/MembershipFixture.h"

#include <gtest/gtest.h>

// Who is in the cluster (§6; dissertation, chapter 4): joint consensus, one server at a time, learners, catching up.

namespace raft {

namespace {

Entry configured(Term term, const Configuration& configuration) { return {term, Shared(configuration)}; }

AppendEntries carrying(Index prevLogIndex, Term prevLogTerm, const std::vector<Entry>& entries) {
    return {prevLogIndex, prevLogTerm, entries, 0, 0};
}

} // namespace

TEST(Membership, B50_AConfigurationIsInForceOnAServerAsSoonAsItIsInItsLog) {
    ServerInHand server({.log = {1}});

    server.receive(2, 1, carrying(1, 1, {configured(1, configurationOf({1, 2, 4}, {1, 2, 3}))}));

    EXPECT_EQ(server->configuration, configurationOf({1, 2, 4}, {1, 2, 3}));
    EXPECT_EQ(server->commitIndex, 0U) << "committed or not";
}

TEST(Membership, B50_ElectionsNeedBothMajoritiesInTheJointConfiguration) {
    ServerInHand server({.servers = 3, .log = {1}});
    server.receive(2, 1, carrying(1, 1, {configured(1, configurationOf({1, 4, 5}, {1, 2, 3}))}));
    server.electionTimeout();
    EXPECT_EQ(server.sent<RequestVote>().size(), 4U) << "to the voters of both";

    server.receive(2, 2, RequestVoteReply{true});
    EXPECT_EQ(server->role, Role::candidate) << "the old majority alone";
    server.receive(4, 2, RequestVoteReply{true});
    EXPECT_EQ(server->role, Role::leader);
}

TEST(Membership, B50_CommitmentNeedsBothMajoritiesInTheJointConfiguration) {
    TestCluster cluster = ledByS1(3, changing());
    for (const ServerId id : {4U, 5U}) {
        cluster.act(action::AddServer{id, false});
        settle(cluster, 1);
    }
    ASSERT_EQ(cluster.server(1).configuration, configurationOf({1, 2, 3}, {}, {4, 5}));
    cluster.block(MessageKind::appendEntriesReply, 4);
    cluster.block(MessageKind::appendEntriesReply, 5);
    const Index before = cluster.commit(1);

    cluster.act(action::ChangeConfiguration{{1, 4, 5}, {}, true});
    settle(cluster, 1);

    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1, 4, 5}, {1, 2, 3}));
    EXPECT_EQ(cluster.commit(1), before) << "S1, S2 and S3 hold it, but no majority of the new voters";
    cluster.unblock(MessageKind::appendEntriesReply, 4);
    settle(cluster, 1);
    EXPECT_GT(cluster.commit(1), before);
}

TEST(Membership, B52_TheNewConfigurationFollowsWhenTheJointOneIsCommitted) {
    TestCluster cluster = ledByS1(3, changing());

    cluster.act(action::ChangeConfiguration{{1, 2}, {}, true});
    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1, 2}, {1, 2, 3}));
    settle(cluster, 1);

    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1, 2}));
    EXPECT_EQ(cluster.server(2).configuration, configurationOf({1, 2}));
    EXPECT_EQ(cluster.commit(1), 3U);
}

TEST(Membership, S32_B54_AJointChangeThatReplacesTheLeader) {
    TestCluster cluster = ledByS1(3, changing());

    cluster.act(action::ChangeConfiguration{{2, 3, 4}, {}, true});
    settle(cluster, 1);
    for (int i = 0; i < 3 && cluster.role(1) == Role::leader; ++i)
        settle(cluster, 1);

    EXPECT_EQ(cluster.role(1), Role::follower) << "it ceased to lead when the new configuration was committed";
    EXPECT_EQ(cluster.count(Reason::leaderRemoved, 1), 1U);
    cluster.campaign(2);
    EXPECT_EQ(cluster.role(2), Role::leader);
    cluster.heartbeatAndSettle(2);
    EXPECT_EQ(cluster.server(4).configuration, configurationOf({2, 3, 4}));
}

TEST(Membership, B55_ALeaderThatIsNotInTheNewConfigurationDoesNotCountItself) {
    TestCluster cluster = ledByS1(3, changing());
    cluster.act(action::ChangeConfiguration{{2, 3}, {}, true});
    ASSERT_TRUE(
        cluster.runUntil([&] { return cluster.server(1).configuration.outgoing.empty() && cluster.commit(1) > 1; }));
    cluster.stop(3);

    settle(cluster, 1);

    EXPECT_EQ(cluster.commit(1), 2U) << "S1 and S2 hold the entry, but of S2 and S3 only one";
    EXPECT_EQ(cluster.role(1), Role::leader);
}

TEST(Membership, B53_TheNextLeaderCompletesAJointChange) {
    TestCluster cluster = ledByS1(4, changing());
    cluster.act(action::ChangeConfiguration{{2, 3, 4}, {}, true});
    ASSERT_TRUE(cluster.runUntil([&] { return !cluster.server(2).configuration.outgoing.empty(); }));
    cluster.stop(1);
    cluster.runUntilQuiet();

    cluster.campaign(2);
    settle(cluster, 2);

    EXPECT_EQ(cluster.role(2), Role::leader);
    EXPECT_EQ(cluster.server(2).configuration, configurationOf({2, 3, 4}));
    EXPECT_EQ(cluster.server(3).configuration, configurationOf({2, 3, 4}));
}

TEST(Membership, B59_DeletingAConfigurationPutsTheOneBeforeItInForce) {
    ServerInHand server({.log = {1}});
    server.receive(2, 1, carrying(1, 1, {configured(1, configurationOf({1, 2})), configured(1, configurationOf({1}))}));
    ASSERT_EQ(server->configuration, configurationOf({1}));

    server.receive(3, 2, appendAfter(1, 1, {2}));

    EXPECT_EQ(server->configuration, votersUpTo(3));
    EXPECT_EQ(server->configurationIndex, 0U);
    EXPECT_TRUE(server.because(Reason::configurationRolledBack));
}

TEST(Membership, B46_ARestartFindsTheConfigurationInTheLog) {
    ServerInHand server({.log = {1}});
    server.receive(2, 1, carrying(1, 1, {configured(1, configurationOf({1, 2}))}));

    server.restart();

    EXPECT_EQ(server->configuration, configurationOf({1, 2}));
    EXPECT_EQ(server->configurationIndex, 2U);
    server.receive(3, 2, appendAfter(1, 1, {2}));
    EXPECT_EQ(server->configurationIndex, 0U);
}

TEST(Membership, B56_ChangesByOneServerDifferByOneVoterAtMost) {
    TestCluster cluster = ledByS1(4, single());

    cluster.act(action::ChangeConfiguration{{1, 2}, {}, false});

    EXPECT_TRUE(tells(cluster.last(), Reason::changeRefused));
    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(4));
}

TEST(Membership, S34_B57_ASecondChangeIsRefusedWhileOneIsPendingAndTheFirstCompletes) {
    TestCluster cluster = ledByS1(4, single());
    cluster.act(action::RemoveServer{4});

    cluster.act(action::RemoveServer{3});

    EXPECT_TRUE(tells(cluster.last(), Reason::changeRefused));
    settle(cluster, 1);
    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(3));
    cluster.act(action::RemoveServer{3});
    settle(cluster, 1);
    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(2));
}

// The correction of 2015.
TEST(Membership, B58_ALeaderChangesNothingBeforeItHasCommittedAnEntryOfItsOwnTerm) {
    Options options = single();
    options.noOp = false;
    TestCluster cluster(manual(4, options));
    cluster.campaign(1);

    cluster.act(action::RemoveServer{4});
    EXPECT_TRUE(tells(cluster.last(), Reason::changeRefused));
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    cluster.act(action::RemoveServer{4});

    EXPECT_FALSE(tells(cluster.last(), Reason::changeRefused));
}

TEST(Membership, B60_AppendEntriesIsAcceptedFromALeaderThatTheReceiverDoesNotKnow) {
    ServerInHand server({.servers = 2, .log = {1}});

    server.receive(9, 3, appendAfter(1, 1, {3}));

    EXPECT_TRUE(server.answer<AppendEntriesReply>().success);
}

TEST(Membership, S29_B61_VotesAreGrantedToCandidatesThatTheVoterDoesNotKnow) {
    ServerInHand server({.servers = 2, .log = {1}});

    server.receive(9, 3, RequestVote{1, 1, false});

    EXPECT_TRUE(server.answer<RequestVoteReply>().voteGranted);
}

TEST(Membership, B62_AServerThatIsBeingRemovedCampaignsUntilThatIsCommittedAndDoesNotCountItself) {
    ServerInHand server({.servers = 3, .log = {1}});
    server.receive(2, 1, carrying(1, 1, {configured(1, configurationOf({2, 3, 4}))}));

    server.electionTimeout();
    ASSERT_EQ(server->role, Role::candidate);
    server.receive(2, 2, RequestVoteReply{true});
    EXPECT_EQ(server->role, Role::candidate) << "two of three only with its own vote";
    server.receive(3, 2, RequestVoteReply{true});
    EXPECT_EQ(server->role, Role::leader);
}

TEST(Membership, B62_OnceThatIsCommittedItCampaignsNoMore) {
    ServerInHand server({.servers = 3, .log = {1}});
    AppendEntries request = carrying(1, 1, {configured(1, configurationOf({2, 3}))});
    request.leaderCommit = 2;
    server.receive(2, 1, request);
    server.applied();

    server.electionTimeout();

    EXPECT_EQ(server->role, Role::follower);
}

TEST(Membership, B67_ANewServerLearnsBeforeItVotes) {
    TestCluster cluster = ledByS1(3, single());
    for (int i = 0; i < 5; ++i)
        cluster.submit(1, "set x 1");
    settle(cluster, 1);

    cluster.act(action::AddServer{4, true});
    cluster.block(MessageKind::appendEntries, 1, 4);
    settle(cluster, 1);
    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1, 2, 3}, {}, {4}));
    ASSERT_NE(cluster->findHost(4), nullptr);
    cluster.unblock(MessageKind::appendEntries, 1, 4);
    settle(cluster, 1);

    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(4));
    EXPECT_EQ(cluster.server(4).configuration, votersUpTo(4));
    EXPECT_EQ(cluster.key(4, "x"), "1");
    EXPECT_EQ(cluster.count(Reason::catchUpDone, 1), 1U);
}

TEST(Membership, B67_LearnersNeverCampaignAndCountNowhereButVoteWhenAsked) {
    TestCluster cluster = ledByS1(3, single());
    cluster.act(action::AddServer{4, false});
    settle(cluster, 1);
    cluster.timeout(4);
    EXPECT_EQ(cluster.role(4), Role::follower);
    cluster.stop(2);
    cluster.stop(3);

    cluster.submit(1, "set x 1");
    settle(cluster, 1);
    EXPECT_EQ(cluster.key(1, "x"), "(none)") << "S1 and S4 hold it";

    ServerInHand learner({.servers = 3, .log = {1}});
    learner.receive(2, 1, carrying(1, 1, {configured(1, configurationOf({2, 3}, {}, {1}))}));
    learner.receive(3, 4, RequestVote{2, 1, false});
    EXPECT_TRUE(learner.answer<RequestVoteReply>().voteGranted);
}

TEST(Membership, B70_TheInitialConfigurationTakesNoLogEntry) {
    ClusterConfiguration start = manual(3, single());
    start.servers[1].stopped = true;
    start.servers[2].voting = false;
    TestCluster cluster(start);

    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1, 2}, {}, {3}));
    EXPECT_EQ(cluster.server(1).configurationIndex, 0U);
    EXPECT_EQ(cluster.server(1).persistent.log.lastIndex(), 0U);
}

TEST(Membership, B71_RepeatedOperationsAreIdempotentAndNobodyIsTheLastToLeave) {
    TestCluster cluster = ledByS1(3, changing());
    const Index last = cluster.server(1).persistent.log.lastIndex();
    cluster.act(action::AddServer{2, true});
    EXPECT_TRUE(tells(cluster.last(), Reason::changeRefused)) << "it is so already";
    cluster.act(action::ChangeConfiguration{{}, {1}, true});
    EXPECT_TRUE(tells(cluster.last(), Reason::changeRefused));
    EXPECT_EQ(cluster.server(1).persistent.log.lastIndex(), last);
}

TEST(Membership, ALearnerIsPromotedAndAVoterDemoted) {
    TestCluster cluster = ledByS1(3, single());
    cluster.act(action::AddServer{4, false});
    settle(cluster, 1);
    cluster.act(action::Promote{4});
    settle(cluster, 1);
    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(4));

    cluster.act(action::ChangeConfiguration{{1, 2, 4}, {3}, false});
    settle(cluster, 1);

    EXPECT_EQ(cluster.server(3).configuration, configurationOf({1, 2, 4}, {}, {3}));
}

TEST(Membership, B73_ASnapshotCarriesTheConfigurationAsOfItsLastEntry) {
    Options options = single();
    options.snapshots = {true, 0, 100};
    TestCluster cluster = ledByS1(4, options);
    cluster.act(action::RemoveServer{4});
    settle(cluster, 1);
    cluster.act(action::TakeSnapshot{1});
    cluster.act(action::RemoveServer{3});

    EXPECT_EQ(cluster.server(1).persistent.snapshot->configuration, votersUpTo(3));
    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(2));
    settle(cluster, 1);
    cluster.stop(1);
    cluster.restart(1);
    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(2));
}

TEST(Membership, AServerThatIsAddedLateGetsTheSnapshot) {
    Options options = single();
    options.snapshots = {true, 3, 20};
    TestCluster cluster = ledByS1(3, options);
    for (int i = 0; i < 7; ++i)
        cluster.submit(1, "set x 1");
    settle(cluster, 1);

    cluster.act(action::AddServer{4, true});
    for (int i = 0; i < 3; ++i)
        settle(cluster, 1);

    EXPECT_EQ(cluster.server(4).configuration, votersUpTo(4));
    EXPECT_GE(cluster.count(Reason::snapshotInstalled, 4), 1U);
    EXPECT_EQ(cluster->findHost(4)->store, cluster->findHost(1)->store);
}

TEST(Membership, B98_ATransferIsGivenUpWhenItsTargetLeaves) {
    Options options = single();
    options.leadershipTransfer = true;
    TestCluster cluster = ledByS1(3, options);
    cluster.act(action::RemoveServer{3});
    EXPECT_EQ(cluster.refusal(action::Transfer{3}).problem.english(), "does not vote, so it cannot lead");
}

TEST(Membership, ImpossibleChangesAreRefusedInWords) {
    TestCluster off = ledByS1(3, withNoOp());
    EXPECT_EQ(off.refusal(action::AddServer{4, true}).where, "jointConsensus");
    EXPECT_EQ(off.refusal(action::ChangeConfiguration{{1, 2}, {}, false}).where, "singleServerChanges");

    TestCluster cluster(manual(3, single()));
    EXPECT_EQ(cluster.refusal(action::RemoveServer{3}).where, "leader");
    EXPECT_EQ(cluster.refusal(action::RemoveServer{9}).where, "server");
    EXPECT_EQ(cluster.refusal(action::Promote{9}).where, "server");
    EXPECT_EQ(cluster.refusal(action::AddServer{0, true}).where, "server");
}

TEST(Membership, AServerIsRemovedAndAddedAgain) {
    TestCluster cluster = ledByS1(3, single());
    cluster.act(action::RemoveServer{3});
    settle(cluster, 1);
    cluster.submit(1, "set x 1");
    settle(cluster, 1);
    EXPECT_EQ(cluster.key(3, "x"), "(none)");

    cluster.act(action::AddServer{3, true});
    settle(cluster, 1);

    EXPECT_EQ(cluster.server(3).configuration, votersUpTo(3));
    EXPECT_EQ(cluster.key(3, "x"), "1");
}

} // namespace raft
