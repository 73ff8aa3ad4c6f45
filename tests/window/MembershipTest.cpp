// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

// Servers that come and go by the mouse, and what the stage shows meanwhile.

namespace raftarium {

class MembershipTest : public WindowTest {
protected:
    /// Three servers of which one leads, whose configuration changes in this way.
    raft::ServerId openLed(bool joint) {
        raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(3, 7);
        configuration.options.noOp = configuration.options.leaderStickiness = true;
        configuration.options.jointConsensus = joint;
        configuration.options.singleServerChanges = !joint;
        open(configuration);
        return electLeader();
    }

    /// Opens the menu of the empty ground by the right button.
    QMenu* groundMenu() {
        stage().repaint();
        const QPoint place(stage().width() - 12, stage().height() - 12);
        EXPECT_FALSE(stage().picture().hitTest(place.x(), place.y())) << "something is there";
        QTest::mousePress(&stage(), Qt::RightButton, {}, place);
        QTest::mouseRelease(&stage(), Qt::RightButton, {}, place);
        if (!QApplication::activePopupWidget()) {
            QContextMenuEvent wanted(QContextMenuEvent::Mouse, place, stage().mapToGlobal(place));
            QApplication::sendEvent(&stage(), &wanted);
        }
        return qobject_cast<QMenu*>(QApplication::activePopupWidget());
    }

    [[nodiscard]] const raft::Configuration& configurationOf(raft::ServerId server) {
        return host(server).server.state().configuration;
    }
    void pass(raft::Time time) {
        session().seekTime(cluster().now() + time, 1000);
        stage().repaint();
    }
};

TEST_F(MembershipTest, TheGroundsMenuAddsAServer) {
    const raft::ServerId leader = openLed(false);
    ASSERT_NE(leader, 0U);

    choose(groundMenu(), {QStringLiteral("Add server S4")});

    pass(500'000);
    EXPECT_TRUE(configurationOf(leader).isVoter(4));
    EXPECT_TRUE(stage().placeOf(scene::serverId(4)).isValid());
}

TEST_F(MembershipTest, TheGroundsMenuAddsALearnerWhichItsOwnMenuPromotesAndRemoves) {
    const raft::ServerId leader = openLed(false);
    ASSERT_NE(leader, 0U);

    choose(groundMenu(), {QStringLiteral("Add server S4 as a learner")});
    pass(500'000);
    EXPECT_TRUE(configurationOf(leader).learners.contains(4));
    EXPECT_TRUE(wordsOf(stage().picture(), scene::Subject::server).contains(QStringLiteral("learner")));

    chooseFromStage(scene::serverId(4), {QStringLiteral("Make S4 a voter")});
    pass(500'000);
    EXPECT_TRUE(configurationOf(leader).isVoter(4));
    EXPECT_FALSE(wordsOf(stage().picture(), scene::Subject::server).contains(QStringLiteral("learner")));

    chooseFromStage(scene::serverId(4), {QStringLiteral("Remove S4 from the cluster")});
    pass(500'000);
    EXPECT_FALSE(configurationOf(leader).members().contains(4));
}

TEST_F(MembershipTest, WithoutTheOptionsTheGroundsMenuSaysWhyNobodyIsAdded) {
    ASSERT_NE(electLeader(), 0U);

    const QMenu* menu = groundMenu();
    ASSERT_NE(menu, nullptr);
    const QAction* entry = entryOf(*menu, QStringLiteral("Add server S6"));

    ASSERT_NE(entry, nullptr);
    EXPECT_FALSE(entry->isEnabled());
    EXPECT_FALSE(entry->toolTip().isEmpty());
}

TEST_F(MembershipTest, TheStageShowsTheTwoMajoritiesOfAJointConfiguration) {
    const raft::ServerId leader = openLed(true);
    ASSERT_NE(leader, 0U);
    EXPECT_TRUE(wordsOf(stage().picture(), scene::Subject::majorities).isEmpty());
    ASSERT_TRUE(session().act(raft::action::Block{{raft::MessageKind::appendEntriesReply, 0, leader}}));

    const raft::ServerId removed = leader == 3 ? 2 : 3;
    chooseFromStage(scene::serverId(removed), {QStringLiteral("Remove S%1 from the cluster").arg(removed)});
    pass(30'000);

    const QStringList words = wordsOf(stage().picture(), scene::Subject::majorities);
    EXPECT_TRUE(words.contains(QStringLiteral("old: 1 of 3"))) << words.join('|').toStdString();
    EXPECT_TRUE(words.contains(QStringLiteral("new: 1 of 2"))) << words.join('|').toStdString();
    ASSERT_TRUE(session().act(raft::action::Unblock{{raft::MessageKind::appendEntriesReply, 0, leader}}));
    // The one that was removed has not heard of it, and shows its own while it is chosen.
    click(scene::serverId(leader));
    pass(500'000);
    EXPECT_TRUE(wordsOf(stage().picture(), scene::Subject::majorities).isEmpty()) << "the new one is in force";
}

} // namespace raftarium
