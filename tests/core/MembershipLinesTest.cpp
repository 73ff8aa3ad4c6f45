// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/MembershipFixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

// What the dissertation's chapter 4 shows of changes of the configuration: who may lead meanwhile, what a server that
// is being removed can do, what an empty voter costs, and answers from a server's earlier life.

namespace raft {

namespace {

/// S1 leads S1, S2 and S3; S4 and S5 learn.
TestCluster withLearners() {
    Options options = changing();
    options.readIndex = true;
    TestCluster cluster = ledByS1(3, options);
    for (const ServerId id : {4U, 5U}) {
        cluster.act(action::AddServer{id, false});
        settle(cluster, 1);
    }
    return cluster;
}

/// S1 leads S1, S2 and S3, has put the joint configuration of S3, S4 and S5 in force, and every server holds it; S1
/// hears no answer any more, so it is not committed.
TestCluster inJointConfiguration() {
    TestCluster cluster = withLearners();
    cluster.block(MessageKind::appendEntriesReply, 0, 1);
    cluster.act(action::ChangeConfiguration{{3, 4, 5}, {}, true});
    cluster.submit(1, "set x 1");
    cluster.runUntilQuiet();
    cluster.heartbeatAndSettle(1);
    return cluster;
}

/// The cluster of the dissertation's figure 4.7: S4 leads four servers, has removed S1 in its own log, and for an
/// election timeout nobody has heard from it.
TestCluster figure47(bool sticky) {
    Options options = single();
    options.preVote = true;
    options.leaderStickiness = sticky;
    TestCluster cluster(manual(4, options));
    cluster.campaign(4);
    EXPECT_EQ(cluster.role(4), Role::leader);
    cluster.block(MessageKind::appendEntries, 4);
    cluster.act(action::RemoveServer{1});
    EXPECT_EQ(cluster.server(4).configuration, configurationOf({2, 3, 4}));
    cluster.runFor(200 * kMillisecond);
    return cluster;
}

/// Delivers the oldest message of a kind now, before everything else that is in flight.
void deliver(TestCluster& cluster, MessageKind kind, ServerId from, ServerId to) {
    cluster.act(action::Deliver{{0, kind, from, to}});
}

/// Logs of thirty entries; S4 has none, and votes or learns.
ClusterConfiguration withAnEmptyFourth(bool votes) {
    const Terms full(30, 1);
    ClusterConfiguration configuration = manualWithLogs({full, full, full, {}});
    configuration.servers[3].voting = votes;
    return configuration;
}

/// How long a command takes that S1 is given as soon as it leads.
Time timeToCommit(bool fourthVotes, bool thirdFails) {
    TestCluster cluster(withAnEmptyFourth(fourthVotes));
    cluster.timeout(1);
    EXPECT_TRUE(cluster.runUntil([&] { return cluster.role(1) == Role::leader; }));
    if (thirdFails)
        cluster.stop(3);
    const Time began = cluster->now();
    cluster.submit(1, "set x 1");
    EXPECT_TRUE(cluster.runUntil([&] { return cluster.commit(1) == 31; }));
    return cluster->now() - began;
}

} // namespace

// §6: "Log entries are replicated to all servers in both configurations."
TEST(Section6, B51_EntriesGoToAllServersOfBothConfigurations) {
    TestCluster cluster = inJointConfiguration();

    const Index last = cluster.server(1).persistent.log.lastIndex();
    for (ServerId id = 1; id <= 5; ++id) {
        EXPECT_EQ(cluster.server(id).persistent.log.lastIndex(), last) << "S" << id;
        EXPECT_EQ(cluster.server(id).configuration, configurationOf({3, 4, 5}, {1, 2, 3})) << "S" << id;
    }
    EXPECT_LT(cluster.commit(1), last - 1) << "the configuration is in force and not committed";
}

// §6: "Any server from either configuration may serve as leader."
TEST(Section6, B51_AnyServerOfEitherConfigurationMayLead) {
    for (ServerId next = 1; next <= 5; ++next) {
        TestCluster cluster = inJointConfiguration();
        cluster.unblock(MessageKind::appendEntriesReply, 0, 1);
        if (next != 1)
            cluster.stop(1);

        cluster.timeout(next);
        ASSERT_TRUE(cluster.runUntil([&] { return cluster->leader() == next; })) << "S" << next;
        EXPECT_FALSE(cluster.server(next).configuration.outgoing.empty()) << "S" << next << " leads the joint one";
        settle(cluster, next);
        settle(cluster, next);

        EXPECT_EQ(cluster.server(4).configuration, configurationOf({3, 4, 5})) << "S" << next << " completed it";
        EXPECT_EQ(cluster.role(next), next >= 3 ? Role::leader : Role::follower) << "S" << next;
    }
}

// §8 and §6: the majority that confirms a leader is needed in both configurations, too.
TEST(Section6, B91_InAJointConfigurationBothMajoritiesConfirmThatALeaderLeads) {
    TestCluster cluster = withLearners();
    for (const ServerId id : {4U, 5U})
        cluster.block(MessageKind::appendEntriesReply, id, 1);
    cluster.act(action::ChangeConfiguration{{3, 4, 5}, {}, true});
    settle(cluster, 1);

    cluster.act(action::Read{"x", 1, action::ReadMode::readIndex});
    const std::uint64_t read = cluster->requests().size();
    cluster.runUntilQuiet();
    cluster.heartbeatAndSettle(1);
    EXPECT_EQ(cluster.request(read).status, RequestStatus::waiting) << "S1, S2 and S3 have confirmed it";
    cluster.unblock(MessageKind::appendEntriesReply, 4, 1);
    cluster.heartbeatAndSettle(1);

    EXPECT_EQ(cluster.request(read).status, RequestStatus::answered);
}

// Dissertation, figure 4.7: S1's log is as up to date as anybody's, so asking first does not stop it.
TEST(Section6, B66_PreVoteAloneDoesNotProtectAgainstAServerThatIsBeingRemoved) {
    for (const bool sticky : {false, true}) {
        TestCluster cluster = figure47(sticky);
        cluster.timeout(1);
        ASSERT_TRUE(cluster.runUntil([&] { return cluster.role(1) == Role::candidate; }))
            << "S2 and S3 have not heard from a leader, and promise their votes";
        // The leader's word reaches them before the candidate's does, but their answers come too late.
        cluster.unblock(MessageKind::appendEntries, 4);
        cluster.heartbeat(4);
        for (const ServerId voter : {2U, 3U})
            deliver(cluster, MessageKind::appendEntries, 4, voter);
        deliver(cluster, MessageKind::requestVote, 1, 4);

        cluster.runUntilQuiet();
        cluster.heartbeatAndSettle(4);

        EXPECT_EQ(cluster.role(4), sticky ? Role::leader : Role::follower);
        EXPECT_EQ(cluster.term(4), sticky ? 1U : 2U) << "a server that is no member any more deposes the leader";
        EXPECT_EQ(cluster.commit(4), sticky ? 2U : 1U) << "its removal";
        EXPECT_EQ(cluster.count(Reason::voteHeldOff), sticky ? 3U : 0U);
    }
}

// Dissertation, figure 4.4.
TEST(Section6, B69_AnEmptyFourthVoterStallsTheClusterWhenAnotherFails) {
    const Time asVoter = timeToCommit(true, true);
    const Time asLearner = timeToCommit(false, true);

    EXPECT_GT(asVoter, 60 * 5 * kMillisecond) << "thirty refusals and thirty entries, each there and back";
    EXPECT_LT(asLearner, 61 * kMillisecond) << "twice there and back: who learns first keeps nobody waiting";
}

TEST(Section6, B69_WithoutAFailureTheEmptyFourthVoterIsNotFelt) {
    EXPECT_LT(timeToCommit(true, false), 61 * kMillisecond);
}

namespace {

/// S3 was removed and added again within S1's term; its new life has heard nothing. Its earlier one's answer, a refusal
/// where S3 began without a log, is in flight still.
class ServerAddedAgain : public testing::TestWithParam<bool> {
protected:
    ServerAddedAgain() : cluster_(manualWithLogs({{1, 1}, {1, 1}, GetParam() ? Terms() : Terms{1, 1}}, options())) {
        cluster_.timeout(1);
        EXPECT_TRUE(cluster_.runUntil([&] {
            return cluster_->choose({0, MessageKind::appendEntriesReply, 3, 1}).has_value();
        }));
        cluster_.act(action::Delay{{0, MessageKind::appendEntriesReply, 3, 1}, 5 * kSecond});
        EXPECT_TRUE(cluster_.runUntil([&] { return cluster_.commit(1) == 3; }));
        cluster_.block(MessageKind::appendEntries, 1, 3);
        change(action::RemoveServer{3});
        change(action::AddServer{3, false});
    }

    static Options options() {
        Options options = single();
        options.checkQuorum = true;
        return options;
    }

    /// Makes a change, and lets it be committed.
    void change(const Action& action) {
        cluster_.act(action);
        const Index index = cluster_.server(1).configurationIndex;
        ASSERT_TRUE(cluster_.runUntil([&] { return cluster_.commit(1) >= index; }));
    }

    [[nodiscard]] const Progress& known() const { return *cluster_.server(1).progressOf(3); }

    TestCluster cluster_;
};

} // namespace

TEST_P(ServerAddedAgain, B72_LateAnswersToItsEarlierLifeMoveNothing) {
    const Progress before = known();
    ASSERT_EQ(before.matchIndex, 0U);

    deliver(cluster_, MessageKind::appendEntriesReply, 3, 1);

    EXPECT_EQ(known(), before) << "neither what it holds, nor what it is sent next, nor when it was heard";
    EXPECT_TRUE(tells(cluster_.last(), Reason::answerOfEarlierLife));
    EXPECT_EQ(cluster_.commit(1), cluster_.server(1).persistent.log.lastIndex());
}

TEST_P(ServerAddedAgain, B72_ItsNewLifeIsServed) {
    deliver(cluster_, MessageKind::appendEntriesReply, 3, 1);
    cluster_.unblock(MessageKind::appendEntries, 1, 3);
    cluster_.submit(1, "set x 2");
    settle(cluster_, 1);

    EXPECT_EQ(cluster_.logTerms(3), cluster_.logTerms(1));
    EXPECT_EQ(known().matchIndex, cluster_.server(1).persistent.log.lastIndex());
    EXPECT_EQ(cluster_.key(3, "x"), "2");
}

INSTANTIATE_TEST_SUITE_P(After, ServerAddedAgain, testing::Bool(), [](const testing::TestParamInfo<bool>& refusal) {
    return refusal.param ? "ARefusal" : "ASuccess";
});

} // namespace raft
