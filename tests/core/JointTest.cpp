// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/MembershipFixture.h"

#include <gtest/gtest.h>

// Leaving a joint configuration (§6): as soon as it is committed, or when somebody wants it; and what is said of votes
// while two majorities decide.

namespace raft {

namespace {

Entry configured(Term term, const Configuration& configuration) { return {term, Shared(configuration)}; }

/// S1 of five; what it has heard of the change from S2, S3 and S4 to S1, S2 and S5 is committed.
ServerInHand inJoint(const Options& options, const Configuration& configuration) {
    ServerInHand server({.servers = 5, .log = {1}, .options = options});
    AppendEntries request{1, 1, {configured(1, configuration)}, 2, 0};
    server.receive(2, 1, request);
    EXPECT_EQ(server->commitIndex, 2U);
    return server;
}

Configuration jointly(bool onRequest = false) {
    Configuration joint = configurationOf({1, 2, 5}, {2, 3, 4});
    joint.leavesOnRequest = onRequest;
    return joint;
}

/// S1 leads five servers, the change to S1, S2 and S3 is committed, and is to be left on request.
TestCluster ledOnRequest() {
    TestCluster cluster = ledByS1(5, changing());
    cluster.act(action::ChangeConfiguration{{1, 2, 3}, {}, true, true});
    settle(cluster, 1);
    return cluster;
}

} // namespace

TEST(Joint, B53_ANewLeaderLeavesAJointConfigurationThatItKnowsToBeCommitted) {
    // Without a no-op it commits nothing of its own before a client comes.
    ServerInHand server = inJoint({}, jointly());
    server.electionTimeout();
    server.receive(2, 2, RequestVoteReply{true});
    server.receive(3, 2, RequestVoteReply{true});

    ASSERT_EQ(server->role, Role::leader);
    EXPECT_EQ(server->configuration, configurationOf({1, 2, 5}));
    EXPECT_EQ(server.terms(), (Terms{1, 1, 2}));
}

TEST(Joint, B53_ANewLeaderStaysInAJointConfigurationThatMayNotBeCommitted) {
    ServerInHand server({.servers = 5, .log = {1}});
    server.receive(2, 1, AppendEntries{1, 1, {configured(1, jointly())}, 1, 0});
    server.electionTimeout();
    server.receive(2, 2, RequestVoteReply{true});
    server.receive(3, 2, RequestVoteReply{true});

    ASSERT_EQ(server->role, Role::leader);
    EXPECT_EQ(server->configuration, jointly());
}

TEST(Joint, B71_OnRequestItIsLeftWhenSomebodyWantsIt) {
    TestCluster cluster = ledOnRequest();
    ASSERT_EQ(cluster.commit(2), 2U);
    EXPECT_FALSE(cluster.server(1).configuration.outgoing.empty()) << "although it is committed";

    cluster.act(action::LeaveJoint{});
    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(3));
    settle(cluster, 1);

    EXPECT_EQ(cluster.server(2).configuration, votersUpTo(3));
    EXPECT_EQ(cluster.commit(2), 3U);
}

TEST(Joint, B71_ANewLeaderKnowsThatItIsLeftOnRequest) {
    TestCluster cluster = ledOnRequest();
    cluster.campaign(2);
    settle(cluster, 2);
    ASSERT_EQ(cluster.role(2), Role::leader);
    EXPECT_FALSE(cluster.server(2).configuration.outgoing.empty());

    cluster.act(action::LeaveJoint{});
    settle(cluster, 2);

    EXPECT_EQ(cluster.server(1).configuration, votersUpTo(3));
}

TEST(Joint, B71_ItIsNotLeftBeforeItIsCommittedNorWhereThereIsNone) {
    const auto refusal = [](const TestCluster& cluster) {
        const Because& because = *cluster.last().reasons.begin();
        EXPECT_EQ(because.reason, Reason::changeRefused);
        return static_cast<ChangeRefusal>(because.values[0]);
    };
    TestCluster cluster = ledByS1(5, changing());
    cluster.act(action::LeaveJoint{});
    EXPECT_EQ(refusal(cluster), ChangeRefusal::notJoint);

    cluster.act(action::ChangeConfiguration{{1, 2, 3}, {}, true, true});
    cluster.act(action::LeaveJoint{});
    EXPECT_EQ(refusal(cluster), ChangeRefusal::pending);
    settle(cluster, 1);
    cluster.act(action::Disk{1, DiskState::full});
    cluster.act(action::LeaveJoint{});
    EXPECT_EQ(refusal(cluster), ChangeRefusal::noRoom);
    cluster.act(action::Disk{1, DiskState::ok});

    EXPECT_FALSE(cluster.server(1).configuration.outgoing.empty()) << "room on the disk is no request";
}

TEST(Joint, B71_OnlyAJointConfigurationIsLeft) {
    TestCluster cluster = ledByS1(3, single());

    EXPECT_EQ(cluster.refusal(action::ChangeConfiguration{{1, 2}, {}, false, true}).where, "leave");
    EXPECT_EQ(cluster.refusal(action::LeaveJoint{}).where, "jointConsensus");
}

TEST(Joint, B71_ItCanBeLeftAlsoWhenTheOptionWasSwitchedOffSince) {
    TestCluster cluster = ledOnRequest();
    action::SetOptions set;
    set.jointConsensus = false;
    cluster.act(set);

    cluster.act(action::LeaveJoint{});
    settle(cluster, 1);

    EXPECT_TRUE(cluster.server(1).configuration.outgoing.empty());
    EXPECT_EQ(cluster.refusal(action::LeaveJoint{}).where, "jointConsensus");
}

TEST(Joint, B71_ALearnerAloneNeedsNoJointConfigurationAndLeavesNone) {
    TestCluster cluster = ledByS1(3, changing());

    cluster.act(action::ChangeConfiguration{{1, 2, 3}, {4}, true, true});

    EXPECT_EQ(cluster.server(1).configuration, configurationOf({1, 2, 3}, {}, {4}));
}

TEST(Joint, B50_VotesAreToldOfBothMajorities) {
    ServerInHand server = inJoint({}, jointly());
    const auto told = [&server](Reason reason) {
        for (const Because& because : server.effects().reasons) {
            if (because.reason == reason)
                return because.values;
        }
        ADD_FAILURE() << "not told";
        return std::array<std::uint64_t, 4>{};
    };
    using Values = std::array<std::uint64_t, 4>;

    server.electionTimeout();
    EXPECT_EQ(told(Reason::electionStarted), (Values{2, 2, 2, 0}));
    server.receive(3, 2, RequestVoteReply{true});
    EXPECT_EQ(told(Reason::voteReceived), (Values{1, 2, 1, 2})) << "S3 is one of those that are left";
    server.receive(4, 2, RequestVoteReply{false});
    EXPECT_EQ(told(Reason::voteDenied), (Values{1, 2, 1, 2}));
    server.receive(2, 2, RequestVoteReply{true});
    EXPECT_EQ(told(Reason::electionWon), (Values{2, 2, 2, 3}));
}

TEST(Joint, B50_CommitmentIsToldOfBothMajorities) {
    TestCluster cluster = ledByS1(5, changing());
    cluster.act(action::ChangeConfiguration{{1, 2, 3}, {}, true});

    ASSERT_TRUE(cluster.runUntil([&] { return cluster.commit(1) == 2; }));

    for (const Because& because : cluster.last().reasons) {
        if (because.reason == Reason::commitAdvanced) {
            EXPECT_EQ(because.values, (std::array<std::uint64_t, 4>{1, 2, 3, 5}));
        }
    }
    EXPECT_TRUE(tells(cluster.last(), Reason::commitAdvanced));
}

} // namespace raft
