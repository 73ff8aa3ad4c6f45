// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include <gtest/gtest.h>

#include <vector>

// Figure 8 (§5.4.2): why a leader cannot conclude from counting that an entry of an older term is committed. Every log
// has term 1 at index 1; no no-op entries, one entry a message. B42 of the behaviour's lines.

namespace raft {

namespace {

/// The figure, moment by moment. Each moment leaves the cluster quiet.
class Figure8 : public testing::Test {
protected:
    Figure8() : Figure8(Defects()) {}
    explicit Figure8(Defects defects) : cluster_(start(defects)) {}

    static ClusterConfiguration start(Defects defects) {
        ClusterConfiguration configuration = manualWithLogs({{1}, {1}, {1}, {1}, {1}});
        configuration.defects = defects;
        return configuration;
    }

    /// S1 leads term 2; index 2 of term 2 is on S1 and S2.
    void momentA() {
        cluster_.campaign(1);
        cluster_.block(MessageKind::appendEntries, 1, 3);
        cluster_.block(MessageKind::appendEntries, 1, 4);
        cluster_.block(MessageKind::appendEntries, 1, 5);
        cluster_.submit(1, "set x 2");
        cluster_.runUntilQuiet();
    }

    /// S1 stops; S5 wins term 3 and appends index 2 of term 3 on itself.
    void momentB() {
        cluster_.stop(1);
        cluster_.block(MessageKind::appendEntries, 5);
        cluster_.campaign(5);
        cluster_.submit(5, "set x 3");
        cluster_.runUntilQuiet();
    }

    /// S5 stops; S1 restarts, fails in term 3, wins term 4; the old entry reaches S3; S1 appends index 3 of term 4.
    void momentC() {
        cluster_.stop(5);
        cluster_.unblock(MessageKind::appendEntries, 5);
        cluster_.restart(1);
        cluster_.campaign(1);
        failedInTerm3_ = cluster_.term(1) == 3 && cluster_.role(1) != Role::leader;
        cluster_.unblock(MessageKind::appendEntries, 1, 3);
        cluster_.campaign(1);
        cluster_.block(MessageKind::appendEntries, 1);
        cluster_.submit(1, "set x 4");
        cluster_.runUntilQuiet();
        cluster_.unblock(MessageKind::appendEntries, 1);
    }

    /// S1 stops; S5 restarts, fails in term 4 and campaigns in term 5.
    void s5ComesBack() {
        cluster_.stop(1);
        cluster_.restart(5);
        cluster_.campaign(5);
        failedInTerm4_ = cluster_.term(5) == 4 && cluster_.role(5) != Role::leader;
        cluster_.campaign(5);
    }

    TestCluster cluster_;
    bool failedInTerm3_ = false;
    bool failedInTerm4_ = false;
};

TEST_F(Figure8, B42_MomentA_S1LeadsTermTwoAndItsEntryIsOnS1AndS2) {
    momentA();

    EXPECT_EQ(cluster_.role(1), Role::leader);
    EXPECT_EQ(cluster_.term(1), 2U);
    EXPECT_EQ(cluster_.allLogTerms(), (std::vector<Terms>{{1, 2}, {1, 2}, {1}, {1}, {1}}));
    EXPECT_EQ(cluster_.commit(1), 0U) << "two of five";
}

TEST_F(Figure8, B42_MomentB_S5WinsTermThreeWithS3AndS4AndHasItsOwnEntryAtIndexTwo) {
    momentA();
    momentB();

    EXPECT_EQ(cluster_.role(5), Role::leader);
    EXPECT_EQ(cluster_.term(5), 3U);
    EXPECT_EQ(cluster_.server(3).persistent.votedFor, 5U);
    EXPECT_EQ(cluster_.server(4).persistent.votedFor, 5U);
    EXPECT_EQ(cluster_.count(Reason::voteRefusedLog, 2), 1U) << "S2 has index 2 of term 2";
    EXPECT_EQ(cluster_.allLogTerms(), (std::vector<Terms>{{1, 2}, {1, 2}, {1}, {1}, {1, 3}}));
}

TEST_F(Figure8, B42_MomentC_TheOldEntryIsOnAMajorityAndNowhereCommitted) {
    momentA();
    momentB();
    momentC();

    EXPECT_TRUE(failedInTerm3_);
    EXPECT_EQ(cluster_.role(1), Role::leader);
    EXPECT_EQ(cluster_.term(1), 4U);
    EXPECT_EQ(cluster_.allLogTerms(), (std::vector<Terms>{{1, 2, 4}, {1, 2}, {1, 2}, {1}, {1, 3}}));
    for (ServerId id = 1; id <= 5; ++id)
        EXPECT_EQ(cluster_.commit(id), 0U) << "S" << id;
    EXPECT_EQ(cluster_.server(1).progressOf(3)->matchIndex, 2U);
    EXPECT_GE(cluster_.count(Reason::commitHeldBack, 1), 1U);
}

TEST_F(Figure8, S42_B42_MomentD_S5OverwritesTheOldEntry) {
    momentA();
    momentB();
    momentC();

    s5ComesBack();
    cluster_.submit(5, "set x 5");
    cluster_.runUntilQuiet();

    EXPECT_TRUE(failedInTerm4_);
    EXPECT_EQ(cluster_.role(5), Role::leader);
    EXPECT_EQ(cluster_.term(5), 5U);
    for (ServerId id = 2; id <= 4; ++id)
        EXPECT_EQ(cluster_.server(id).persistent.votedFor, 5U) << "S" << id;
    EXPECT_EQ(cluster_.allLogTerms(), (std::vector<Terms>{{1, 2, 4}, {1, 3, 5}, {1, 3, 5}, {1, 3, 5}, {1, 3, 5}}));
    EXPECT_EQ(cluster_.commit(5), 3U);
    EXPECT_EQ(cluster_.key(5, "x"), "5");

    cluster_.restart(1);
    cluster_.heartbeatAndSettle(5);
    EXPECT_EQ(cluster_.logTerms(1), (Terms{1, 3, 5}));
}

TEST_F(Figure8, S42_B42_MomentE_OnceAnEntryOfItsOwnTermIsOnAMajorityS5CannotWin) {
    momentA();
    momentB();
    momentC();
    cluster_.heartbeatAndSettle(1);
    EXPECT_EQ(cluster_.allLogTerms(), (std::vector<Terms>{{1, 2, 4}, {1, 2, 4}, {1, 2, 4}, {1}, {1, 3}}));
    EXPECT_EQ(cluster_.commit(1), 3U) << "and with it the entry of term 2";

    s5ComesBack();

    EXPECT_TRUE(failedInTerm4_);
    EXPECT_EQ(cluster_.role(5), Role::candidate);
    EXPECT_EQ(cluster_.term(5), 5U);
    EXPECT_EQ(cluster_.server(4).persistent.votedFor, 5U);
    EXPECT_EQ(cluster_.server(2).persistent.votedFor, 0U);
    EXPECT_EQ(cluster_.server(3).persistent.votedFor, 0U);
    EXPECT_EQ(cluster_.logTerms(2), (Terms{1, 2, 4}));
    EXPECT_EQ(cluster_.logTerms(3), (Terms{1, 2, 4}));
}

Defects withOldTermsCommitted() {
    Defects defects;
    defects.insert(Defect::commitOldTerms);
    return defects;
}

/// The same moments where the rule is left out.
class Figure8WithoutItsRule : public Figure8 {
protected:
    Figure8WithoutItsRule() : Figure8(withOldTermsCommitted()) {}
};

TEST_F(Figure8WithoutItsRule, B42_AnAppliedEntryIsOverwritten) {
    momentA();
    momentB();
    momentC();
    ASSERT_EQ(cluster_.commit(1), 2U) << "counting says that it is on a majority";
    ASSERT_EQ(cluster_.server(1).lastApplied, 2U);
    ASSERT_EQ(cluster_.key(1, "x"), "2");

    s5ComesBack();
    cluster_.submit(5, "get y");
    cluster_.runUntilQuiet();

    EXPECT_EQ(cluster_.server(5).lastApplied, 3U);
    EXPECT_EQ(cluster_.key(5, "x"), "3") << "another command was applied at index 2";
}

} // namespace

} // namespace raft
