// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "widgets/views/CommandField.h"

// Everything that a person does to the cluster, by menu, mouse and key.

namespace raftarium {

using scene::serverId;

TEST_F(WindowTest, AServersMenuStopsAndRestartsIt) {
    electLeader();

    chooseFromStage(serverId(1), {"Stop S1"});
    EXPECT_TRUE(host(1).stopped);
    chooseFromStage(serverId(1), {"Restart S1"});

    EXPECT_FALSE(host(1).stopped);
}

TEST_F(WindowTest, AServersMenuPausesAndResumesIt) {
    electLeader();

    chooseFromStage(serverId(2), {"Pause S2"});
    EXPECT_TRUE(host(2).paused);
    chooseFromStage(serverId(2), {"Resume S2"});

    EXPECT_FALSE(host(2).paused);
}

TEST_F(WindowTest, AServersMenuTimesItOut) {
    chooseFromStage(serverId(3), {"Time S3 out"});

    EXPECT_EQ(host(3).server.state().role, raft::Role::candidate);
}

TEST_F(WindowTest, ALeadersMenuSendsAHeartbeat) {
    const raft::ServerId leader = electLeader();
    const std::size_t before = cluster().inFlight().size();

    chooseFromStage(serverId(leader), {"Heartbeat now"});

    EXPECT_EQ(cluster().inFlight().size(), before + 4);
}

TEST_F(WindowTest, AServersMenuPartsItFromAllOthers) {
    electLeader();

    chooseFromStage(serverId(4), {"Part S4 from all others"});

    EXPECT_TRUE(cluster().network().isCut(4, 1));
    EXPECT_TRUE(cluster().network().isCut(1, 4));
    EXPECT_FALSE(cluster().network().isCut(1, 2));
}

TEST_F(WindowTest, WhatIsImpossibleIsDisabledAndSaysWhy) {
    electLeader();

    QMenu* menu = menuOf(serverId(1));
    ASSERT_NE(menu, nullptr);
    QAction* restart = entryOf(*menu, "Restart S1");

    ASSERT_NE(restart, nullptr);
    EXPECT_FALSE(restart->isEnabled());
    EXPECT_TRUE(restart->toolTip().contains("is running")) << restart->toolTip().toStdString();
    menu->close();
}

TEST_F(WindowTest, ADoubleClickCutsAndHealsALink) {
    const scene::Id link = scene::linkId(1, 3);

    QTest::mouseDClick(&stage(), Qt::LeftButton, {}, middleOf(link));
    EXPECT_TRUE(cluster().network().isCut(1, 3));
    EXPECT_TRUE(cluster().network().isCut(3, 1));
    QTest::mouseDClick(&stage(), Qt::LeftButton, {}, middleOf(link));

    EXPECT_FALSE(cluster().network().hasCuts());
}

TEST_F(WindowTest, XCutsTheChosenLinkAndHHealsAll) {
    click(scene::linkId(1, 3));

    key(Qt::Key_X);
    EXPECT_TRUE(cluster().network().isCut(3, 1));
    key(Qt::Key_H);

    EXPECT_FALSE(cluster().network().hasCuts());
}

TEST_F(WindowTest, ALinksMenuCutsItBothWays) {
    chooseFromStage(scene::linkId(1, 3), {"Cut S1–S3 both ways"});

    EXPECT_TRUE(cluster().network().isCut(1, 3));
    EXPECT_TRUE(cluster().network().isCut(3, 1));
}

TEST_F(WindowTest, AMessagesMenuDropsIt) {
    chooseFromStage(serverId(1), {"Time S1 out"});
    session().seekTime(cluster().now() + 3'000, 100);
    const std::uint64_t message = cluster().inFlight().front().id;

    chooseFromStage(scene::messageId(message), {"Drop"});

    EXPECT_EQ(cluster().findMessage(message), nullptr);
}

TEST_F(WindowTest, AMessagesMenuDuplicatesDelaysAndDeliversIt) {
    chooseFromStage(serverId(1), {"Time S1 out"});
    session().seekTime(cluster().now() + 3'000, 100);
    const std::uint64_t message = cluster().inFlight().front().id;
    const raft::Time due = cluster().findMessage(message)->due;
    const std::size_t before = cluster().inFlight().size();

    chooseFromStage(scene::messageId(message), {"Duplicate"});
    EXPECT_EQ(cluster().inFlight().size(), before + 1);
    ASSERT_TRUE(session().act(raft::action::Delay{{message, {}, 0, 0}, 10'000}));
    EXPECT_EQ(cluster().findMessage(message)->due, due + 10'000);
    chooseFromStage(scene::messageId(message), {"Deliver now"});

    EXPECT_EQ(cluster().findMessage(message), nullptr);
}

TEST_F(WindowTest, KeysChooseStopRestartAndTimeOutServers) {
    electLeader();

    key(Qt::Key_3);
    EXPECT_EQ(window().view().selectedServer(), 3U);
    key(Qt::Key_S);
    EXPECT_TRUE(host(3).stopped);
    key(Qt::Key_S);
    EXPECT_FALSE(host(3).stopped);
    key(Qt::Key_T);

    EXPECT_EQ(host(3).server.state().role, raft::Role::candidate);
}

TEST_F(WindowTest, AClickSelectsAServer) {
    click(serverId(5));

    EXPECT_EQ(window().view().selectedServer(), 5U);
}

TEST_F(WindowTest, TheToolBarStopsTheLeader) {
    const raft::ServerId leader = electLeader();
    auto* bar = find<QToolBar>("tools");
    QAction* stop = window().findChild<QAction*>("stopLeader");
    ASSERT_TRUE(bar && stop);

    QTest::mouseClick(bar->widgetForAction(stop), Qt::LeftButton);

    EXPECT_TRUE(host(leader).stopped);
}

TEST_F(WindowTest, ShiftAndADragDrawAPartition) {
    electLeader();
    const QRect place = stage().rect();

    // A line from top to bottom, left of the middle: S4 and S5 sit on the left side.
    drag({place.width() * 40 / 100, 4}, {place.width() * 40 / 100, place.height() - 4}, Qt::ShiftModifier);

    EXPECT_TRUE(cluster().network().hasCuts());
    EXPECT_TRUE(cluster().network().isCut(2, 5));
    EXPECT_FALSE(cluster().network().isCut(1, 2));
}

TEST_F(WindowTest, ThePartitionToolIsTakenUpWithPAndPutDownWithEscape) {
    key(Qt::Key_P);
    EXPECT_TRUE(stage().isPartitioning());

    key(Qt::Key_Escape);

    EXPECT_FALSE(stage().isPartitioning());
}

TEST_F(WindowTest, ADraggedServerStaysWhereItWasPut) {
    const QPoint from = middleOf(serverId(2));

    drag(from, from + QPoint(-120, 30));

    const QPoint now = middleOf(serverId(2));
    EXPECT_LT(now.x(), from.x() - 60);
}

TEST_F(WindowTest, ACommandGoesToTheLeaderAndItsAnswerIsShown) {
    electLeader();

    key(Qt::Key_Slash);
    auto* field = find<QWidget>("command");
    ASSERT_TRUE(field->hasFocus());
    QTest::keyClicks(field, "set x 1");
    QTest::keyClick(field, Qt::Key_Return);
    session().seekTime(cluster().now() + 200'000, 1000);

    ASSERT_EQ(cluster().requests().size(), 1U);
    EXPECT_EQ(cluster().requests()[0].command->text(), "set x 1");
    EXPECT_EQ(cluster().requests()[0].status, raft::RequestStatus::answered);
    EXPECT_FALSE(find<QLabel>("answer")->text().isEmpty());
}

TEST_F(WindowTest, ABadCommandIsExplainedAndNothingIsDone) {
    electLeader();

    key(Qt::Key_Slash);
    auto* field = find<QWidget>("command");
    QTest::keyClicks(field, "put x 1");
    QTest::keyClick(field, Qt::Key_Return);

    EXPECT_EQ(cluster().requests().size(), 0U);
    EXPECT_TRUE(find<QLabel>("answer")->text().contains("put"));
}

TEST_F(WindowTest, SingleKeysDoNothingWhileTheCommandFieldHasTheFocus) {
    electLeader();
    key(Qt::Key_3);

    key(Qt::Key_Slash);
    QTest::keyClicks(find<QWidget>("command"), "s");

    EXPECT_FALSE(host(3).stopped);
}

TEST_F(WindowTest, TheClusterMenuAlignsAndSpreadsTheTimers) {
    chooseFromBar("Cluster", {"Align the election timers"});
    EXPECT_EQ(host(1).electionTimer.time, host(5).electionTimer.time);

    chooseFromBar("Cluster", {"Spread the election timers"});

    EXPECT_LT(host(1).electionTimer.time, host(5).electionTimer.time);
}

} // namespace raftarium
