// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

// Situations that every implementation meets: three servers, `paper-basic` with no-op entries, manual timers, no faults
// but those that are named.

namespace raft {

namespace {

class Situation : public testing::Test {
protected:
    Situation() : cluster_(manual(3, withNoOp())) {}

    /// A command to a leader, until all is quiet; the others learn of its commitment with a heartbeat.
    void command(ServerId leader, const char* line) {
        cluster_.submit(leader, line);
        cluster_.runUntilQuiet();
        cluster_.heartbeatAndSettle(leader);
    }

    TestCluster cluster_;
};

// §5.2, §5.3.
TEST_F(Situation, S01_OneServerCampaignsAndReplicatesTwoCommands) {
    cluster_.campaign(1);
    command(1, "set x 1");
    command(1, "set x 2");

    EXPECT_EQ(cluster_.role(1), Role::leader);
    EXPECT_EQ(cluster_.term(1), 1U);
    for (ServerId id = 1; id <= 3; ++id) {
        EXPECT_EQ(cluster_.logTerms(id), (Terms{1, 1, 1}));
        EXPECT_EQ(cluster_.commit(id), 3U);
        EXPECT_EQ(cluster_.key(id, "x"), "2");
    }
}

// §5.2: a majority of all servers, stopped ones too.
TEST(SituationOfTheDead, S02_FewerThanHalfMayBeDead) {
    for (ServerId servers = 1; servers <= 5; ++servers) {
        for (std::uint32_t dead = 0; dead + 1 < (1U << servers); ++dead) {
            TestCluster cluster(manual(servers, withNoOp()));
            ServerId alive = 0;
            std::size_t deaths = 0;
            for (ServerId id = 1; id <= servers; ++id) {
                if ((dead >> (id - 1) & 1U) == 0) {
                    alive = id;
                    continue;
                }
                cluster.stop(id);
                ++deaths;
            }

            cluster.campaign(alive);

            EXPECT_EQ(cluster.role(alive) == Role::leader, 2 * deaths < servers)
                << servers << " servers, dead: " << dead;
            EXPECT_EQ(cluster.commit(alive) == 1, 2 * deaths < servers);
        }
    }
}

// §5.1, §5.2.
TEST_F(Situation, S03_ServersThatCampaignInTurnLeadInTurn) {
    for (ServerId id = 1; id <= 3; ++id) {
        cluster_.campaign(id);

        EXPECT_EQ(cluster_.role(id), Role::leader);
        EXPECT_EQ(cluster_.term(id), id);
        EXPECT_EQ(cluster_->leader(), id);
        for (ServerId other = 1; other <= 3; ++other) {
            EXPECT_EQ(cluster_.role(other) == Role::leader, other == id);
            EXPECT_EQ(cluster_.server(other).leader, id);
        }
    }
}

// §5.3.
TEST_F(Situation, S05_ASecondLeaderGoesOnWithTheLogOfTheFirst) {
    cluster_.campaign(1);
    command(1, "set x 1");
    EXPECT_EQ(cluster_.commit(1), 2U);

    cluster_.campaign(2);
    command(2, "set x 2");

    for (ServerId id = 1; id <= 3; ++id) {
        EXPECT_EQ(cluster_.logTerms(id), (Terms{1, 1, 2, 2}));
        EXPECT_EQ(cluster_.commit(id), 4U);
    }
}

// §5.4.1.
TEST_F(Situation, S08_ACutOffCandidateReturnsAndDeposesTheLeaderWithoutLeading) {
    cluster_.cut(1, 3);
    cluster_.campaign(1);
    ASSERT_EQ(cluster_.role(1), Role::leader);
    ASSERT_EQ(cluster_.term(1), 1U);
    cluster_.campaign(3);
    EXPECT_EQ(cluster_.role(3), Role::candidate) << "S2 has voted for S1";
    EXPECT_EQ(cluster_.term(3), 1U);
    cluster_.heal(1, 3);

    cluster_.campaign(3);

    EXPECT_EQ(cluster_->leader(), 0U) << "its log lacks the no-op";
    for (ServerId id = 1; id <= 3; ++id)
        EXPECT_EQ(cluster_.term(id), 2U);
}

// §5.3, §5.4.
TEST_F(Situation, S10_AnIsolatedLeaderReturnsAndTakesTheLogOfTheOthers) {
    cluster_.campaign(1);
    cluster_.isolate(1);
    cluster_.submit(1, "set x 1");
    cluster_.submit(1, "set x 2");
    cluster_.runUntilQuiet();
    EXPECT_EQ(cluster_.commit(1), 1U) << "it leads nobody";

    cluster_.campaign(2);
    command(2, "set x 3");
    EXPECT_EQ(cluster_.commit(2), 3U);
    cluster_.healAll();
    cluster_.heartbeatAndSettle(2);
    cluster_.heartbeatAndSettle(2);

    EXPECT_EQ(cluster_.role(1), Role::follower);
    for (ServerId id = 1; id <= 3; ++id) {
        EXPECT_EQ(cluster_.logTerms(id), (Terms{1, 2, 2}));
        EXPECT_EQ(cluster_.commit(id), 3U);
        EXPECT_EQ(cluster_.key(id, "x"), "3");
    }
}

// §5.3, §5.4.2: against counting one by one, for everything that up to four followers may have acknowledged.
TEST(SituationOfAcknowledgements, S12_CommitIndexFollowsFromWhatEachHasAcknowledged) {
    for (std::size_t servers = 1; servers <= 5; ++servers) {
        std::size_t combinations = 1;
        for (std::size_t i = 1; i < servers; ++i)
            combinations *= 4;
        for (std::size_t combination = 0; combination < combinations; ++combination) {
            // Index 1 is of term 1, index 2 a no-op and index 3 a command of term 2.
            ServerInHand leader({.servers = servers, .log = {1}, .options = withNoOp()});
            leader.becomeLeader();
            leader.propose("set x 1");
            std::vector<Index> held{3};
            std::size_t rest = combination;
            for (ServerId follower = 2; follower <= servers; ++follower, rest /= 4) {
                held.push_back(rest % 4);
                leader.receive(follower, 2, acceptedUpTo(rest % 4));
            }

            Index expected = 0;
            for (const Index index : {Index{2}, Index{3}}) {
                const auto holders =
                    std::count_if(held.begin(), held.end(), [index](Index own) { return own >= index; });
                if (2 * static_cast<std::size_t>(holders) > servers)
                    expected = index;
            }
            EXPECT_EQ(leader->commitIndex, expected) << servers << " servers, combination " << combination;
        }
    }
}

// §8.
TEST_F(Situation, S13_ACommandGivenToAFollowerIsRefusedWithAHint) {
    const std::uint64_t early = cluster_.submit(2, "set x 1");
    EXPECT_EQ(cluster_.request(early).status, RequestStatus::refused);
    EXPECT_EQ(cluster_.request(early).hint, 0U) << "nobody knows a leader yet";
    cluster_.campaign(1);

    const std::uint64_t request = cluster_.submit(2, "set x 1");

    EXPECT_EQ(cluster_.request(request).status, RequestStatus::refused);
    EXPECT_EQ(cluster_.request(request).hint, 1U);
    EXPECT_TRUE(tells(cluster_.last(), Reason::commandRefused));
    EXPECT_EQ(cluster_.logTerms(2), (Terms{1}));
    const std::uint64_t again = cluster_.submit(cluster_.request(request).hint, "set x 1");
    cluster_.runUntilQuiet();
    EXPECT_EQ(cluster_.request(again).status, RequestStatus::answered);
}

// §5.3, §5.4.1.
TEST_F(Situation, S14_ACandidateWithAShortLogRejoinsAndCatchesUp) {
    cluster_.campaign(1);
    cluster_.isolate(3);
    command(1, "set x 1");
    command(1, "set x 2");
    cluster_.campaign(3);
    cluster_.campaign(3);
    ASSERT_EQ(cluster_.logTerms(3), (Terms{1}));
    cluster_.healAll();

    cluster_.campaign(3);
    EXPECT_EQ(cluster_->leader(), 0U);
    EXPECT_EQ(cluster_.term(1), 4U);
    cluster_.campaign(2);
    cluster_.heartbeatAndSettle(2);

    EXPECT_EQ(cluster_.role(2), Role::leader);
    EXPECT_EQ(cluster_.role(3), Role::follower);
    for (ServerId id = 1; id <= 3; ++id) {
        EXPECT_EQ(cluster_.logTerms(id), (Terms{1, 1, 1, 5}));
        EXPECT_EQ(cluster_.commit(id), 4U);
    }
}

} // namespace

} // namespace raft
