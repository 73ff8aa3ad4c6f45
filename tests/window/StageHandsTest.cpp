// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

// Hands on the stage: pointing, selecting, dragging, zooming, drawing a partition.

namespace raftarium {

using scene::serverId;

class StageHandsTest : public WindowTest {
protected:
    [[nodiscard]] QLabel& card() { return *stage().findChild<QLabel*>("hoverCard"); }
    /// Presses and moves along a line that has S4 and S5 on its left; does not let go.
    void beginLine(Qt::KeyboardModifiers modifiers) {
        const int x = stage().width() * 40 / 100;
        const QPoint from(x, 4);
        const QPoint to(x, stage().height() - 4);
        QTest::mousePress(&stage(), Qt::LeftButton, modifiers, from);
        QMouseEvent move(QEvent::MouseMove, to, stage().mapToGlobal(to), Qt::NoButton, Qt::LeftButton, modifiers);
        QApplication::sendEvent(&stage(), &move);
    }
    void endLine(Qt::KeyboardModifiers modifiers) {
        QTest::mouseRelease(&stage(), Qt::LeftButton, modifiers, {stage().width() * 40 / 100, stage().height() - 4});
    }
    [[nodiscard]] QString status() { return window().statusBar()->currentMessage(); }
    void wheel(QPoint place, int steps) {
        QWheelEvent turned(place, stage().mapToGlobal(place), {}, {0, 120 * steps}, Qt::NoButton, Qt::ControlModifier,
                           Qt::NoScrollPhase, false);
        QApplication::sendEvent(&stage(), &turned);
    }
};

TEST_F(StageHandsTest, ThePartitionToolParts) {
    key(Qt::Key_P);

    beginLine({});
    endLine({});

    EXPECT_TRUE(cluster().network().isCut(5, 2));
    EXPECT_TRUE(cluster().network().isCut(1, 4));
    EXPECT_FALSE(cluster().network().isCut(4, 5));
    EXPECT_FALSE(stage().isPartitioning());
}

TEST_F(StageHandsTest, TheToolBarTakesThePartitionToolUpAndShowsIt) {
    auto* tool = window().findChild<QAction*>("partition");

    QTest::mouseClick(find<QToolBar>("tools")->widgetForAction(tool), Qt::LeftButton);

    EXPECT_TRUE(stage().isPartitioning());
    EXPECT_TRUE(tool->isChecked());
    EXPECT_FALSE(wordsOf(stage().picture(), scene::Subject::hint).isEmpty());
}

TEST_F(StageHandsTest, ALineShowsWhoWouldBePartedBeforeItIsLetGo) {
    beginLine(Qt::ShiftModifier);

    EXPECT_EQ(wordsOf(stage().picture(), scene::Subject::partition).join(" "), "S1 S2 S3 | S4 S5");
    EXPECT_FALSE(cluster().network().hasCuts());
    endLine(Qt::ShiftModifier);
    EXPECT_TRUE(cluster().network().hasCuts());
}

TEST_F(StageHandsTest, EscapeCancelsALine) {
    beginLine(Qt::ShiftModifier);

    key(Qt::Key_Escape);
    endLine(Qt::ShiftModifier);

    EXPECT_FALSE(cluster().network().hasCuts());
    EXPECT_TRUE(wordsOf(stage().picture(), scene::Subject::partition).isEmpty());
}

TEST_F(StageHandsTest, PlaybackIsHeldWhileALineIsDrawn) {
    key(Qt::Key_Space);

    beginLine(Qt::ShiftModifier);
    EXPECT_TRUE(window().player().isHeld());
    endLine(Qt::ShiftModifier);

    EXPECT_FALSE(window().player().isHeld());
    EXPECT_TRUE(window().player().isPlaying());
}

TEST_F(StageHandsTest, ALineBesideAllServersSaysSo) {
    drag({4, 4}, {4, stage().height() - 4}, Qt::ShiftModifier);

    EXPECT_FALSE(cluster().network().hasCuts());
    EXPECT_TRUE(status().contains("one side")) << status().toStdString();
}

TEST_F(StageHandsTest, ADraggedServerGoesBackFromTheViewMenu) {
    const QPoint from = middleOf(serverId(2));
    drag(from, from + QPoint(-120, 30));
    ASSERT_NE(middleOf(serverId(2)), from);

    chooseFromBar("View", {"Put all servers back in place"});

    EXPECT_EQ(middleOf(serverId(2)), from);
}

TEST_F(StageHandsTest, ADragOfAServerIsNoClick) {
    const QPoint from = middleOf(serverId(2));

    drag(from, from + QPoint(-120, 30));

    EXPECT_FALSE(window().view().selected());
}

TEST_F(StageHandsTest, AHoverCardTellsAndHoldsPlayback) {
    key(Qt::Key_Space);

    hover(middleOf(serverId(1)));
    ASSERT_TRUE(QTest::qWaitFor([this] { return card().isVisible(); }, 2000));
    EXPECT_TRUE(card().text().contains("S1")) << card().text().toStdString();
    EXPECT_TRUE(window().player().isHeld());
    EXPECT_TRUE(stage().rect().contains(card().geometry()));
    hover({6, stage().height() - 6});

    EXPECT_FALSE(card().isVisible());
    EXPECT_FALSE(window().player().isHeld());
    EXPECT_TRUE(window().player().isPlaying());
}

TEST_F(StageHandsTest, EverythingOnTheStageHasAHoverCard) {
    chooseFromStage(serverId(1), {"Time S1 out"});
    session().seekTime(cluster().now() + 3'000, 100);
    const scene::Id things[]{serverId(2), scene::linkId(1, 3), scene::messageId(cluster().inFlight().front().id)};

    for (const scene::Id& thing : things) {
        hover({6, stage().height() - 6});
        hover(middleOf(thing));
        EXPECT_TRUE(QTest::qWaitFor([this] { return card().isVisible(); }, 2000));
        EXPECT_FALSE(card().text().isEmpty());
    }
}

TEST_F(StageHandsTest, AContextMenuHoldsPlaybackAndLetsItGoOn) {
    key(Qt::Key_Space);

    QMenu* menu = menuOf(serverId(1));
    ASSERT_NE(menu, nullptr);
    EXPECT_TRUE(window().player().isHeld());
    const raft::Time held = cluster().now();
    QTest::qWait(120);
    EXPECT_EQ(cluster().now(), held);
    QTest::keyClick(menu, Qt::Key_Escape);

    EXPECT_FALSE(window().player().isHeld());
    EXPECT_TRUE(QTest::qWaitFor([&] { return cluster().now() > held; }, 2000));
}

TEST_F(StageHandsTest, ADoubleClickOnAServerShowsItsFields) {
    QTest::mouseDClick(&stage(), Qt::LeftButton, {}, middleOf(serverId(3)));

    EXPECT_EQ(window().view().selectedServer(), 3U);
    EXPECT_TRUE(QTest::qWaitFor([this] { return find<QLabel>("inspectorTitle")->isVisible(); }));
}

TEST_F(StageHandsTest, AClickOnTheGroundAndEscapeChooseNothing) {
    click(serverId(5));
    ASSERT_TRUE(window().view().selected());
    QTest::mouseClick(&stage(), Qt::LeftButton, {}, {6, stage().height() - 6});
    EXPECT_FALSE(window().view().selected());
    click(serverId(5));

    key(Qt::Key_Escape);

    EXPECT_FALSE(window().view().selected());
}

TEST_F(StageHandsTest, EveryNumberChoosesItsServer) {
    open(raft::ClusterConfiguration::ofSize(9, 7));

    for (int number = 1; number <= 9; ++number) {
        key(static_cast<Qt::Key>(Qt::Key_0 + number));
        EXPECT_EQ(window().view().selected(), serverId(static_cast<raft::ServerId>(number)));
    }
}

TEST_F(StageHandsTest, ANumberWithoutAServerSaysSo) {
    key(Qt::Key_6);

    EXPECT_FALSE(window().view().selected());
    EXPECT_TRUE(status().contains("no server 6")) << status().toStdString();
}

TEST_F(StageHandsTest, SAndTWithoutAServerSayWhatToDo) {
    for (const Qt::Key pressed : {Qt::Key_S, Qt::Key_T}) {
        window().statusBar()->clearMessage();
        key(pressed);
        EXPECT_TRUE(status().contains("Choose a server first")) << status().toStdString();
    }
    EXPECT_EQ(session().events(), 0U);
}

TEST_F(StageHandsTest, UpAndDownGoRoundTheServers) {
    key(Qt::Key_1);

    key(Qt::Key_Down);
    EXPECT_EQ(window().view().selectedServer(), 2U);
    key(Qt::Key_Up);
    key(Qt::Key_Up);

    EXPECT_EQ(window().view().selectedServer(), 5U);
}

TEST_F(StageHandsTest, EnterOpensTheMenuOfTheChosenServer) {
    key(Qt::Key_2);

    chooseByKeys({"Pause S2"});
    EXPECT_TRUE(host(2).paused);
    chooseByKeys({"Resume S2"});

    EXPECT_FALSE(host(2).paused);
}

TEST_F(StageHandsTest, ALeadersMenuByKeysSendsAHeartbeat) {
    const raft::ServerId leader = electLeader();
    const std::size_t before = cluster().inFlight().size();
    key(static_cast<Qt::Key>(Qt::Key_0 + leader));

    chooseByKeys({"Heartbeat now"});

    EXPECT_EQ(cluster().inFlight().size(), before + 4);
}

TEST_F(StageHandsTest, WhatWouldChangeNothingIsDisabled) {
    const raft::ServerId leader = electLeader();
    QMenu* menu = menuOf(serverId(leader));
    ASSERT_NE(menu, nullptr);
    EXPECT_FALSE(entryOf(*menu, QString("Time S%1 out").arg(leader))->isEnabled());
    EXPECT_TRUE(entryOf(*menu, "Heartbeat now")->isEnabled());
    menu->close();
    const raft::ServerId other = leader == 1 ? 2 : 1;

    menu = menuOf(serverId(other));

    ASSERT_NE(menu, nullptr);
    EXPECT_TRUE(entryOf(*menu, QString("Time S%1 out").arg(other))->isEnabled());
    EXPECT_FALSE(entryOf(*menu, "Heartbeat now")->isEnabled());
    menu->close();
}

TEST_F(StageHandsTest, ControlAndTheWheelZoomAndEscapeGoesBack) {
    const QPoint place = middleOf(serverId(1));
    const QRect before = stage().placeOf(serverId(1));

    wheel(place, 3);
    EXPECT_GT(stage().placeOf(serverId(1)).width(), before.width() * 3 / 2);
    EXPECT_LT((stage().placeOf(serverId(1)).center() - place).manhattanLength(), before.width());
    key(Qt::Key_Escape);

    EXPECT_EQ(stage().placeOf(serverId(1)), before);
}

TEST_F(StageHandsTest, EveryDisabledEntryOfEveryMenuSaysWhy) {
    electLeader();
    ASSERT_TRUE(session().act(raft::action::Stop{1}));
    ASSERT_TRUE(session().act(raft::action::Pause{3}));
    stage().repaint();

    int disabled = 0;
    for (const scene::Id& thing : {serverId(1), serverId(2), serverId(3), scene::linkId(2, 5)}) {
        QMenu* menu = menuOf(thing);
        ASSERT_NE(menu, nullptr);
        EXPECT_TRUE(menu->toolTipsVisible());
        for (const QAction* entry : menu->actions()) {
            if (entry->isEnabled() || entry->isSeparator())
                continue;
            ++disabled;
            EXPECT_NE(entry->toolTip(), plain(*entry)) << plain(*entry).toStdString();
            EXPECT_FALSE(entry->toolTip().isEmpty()) << plain(*entry).toStdString();
        }
        menu->close();
    }
    EXPECT_GE(disabled, 6);
}

} // namespace raftarium
