// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "widgets/views/TimelineView.h"

// Moving through a run: keys, buttons, the strip, undo, bookmarks, presenting.

namespace raftarium {

TEST_F(WindowTest, SpacePlaysAndPauses) {
    key(Qt::Key_Space);
    EXPECT_TRUE(window().player().isPlaying());

    key(Qt::Key_Space);

    EXPECT_FALSE(window().player().isPlaying());
}

TEST_F(WindowTest, PlayingLetsLogicalTimePass) {
    key(Qt::Key_Space);
    QTest::qWait(250);

    EXPECT_GT(cluster().now(), 0);
}

TEST_F(WindowTest, RightAndLeftStepByOneEvent) {
    key(Qt::Key_Right);
    key(Qt::Key_Right);
    EXPECT_EQ(session().events(), 2U);

    key(Qt::Key_Left);

    EXPECT_EQ(session().events(), 1U);
}

TEST_F(WindowTest, ControlAndRightSkipHeartbeats) {
    electLeader();
    ASSERT_TRUE(session().act(raft::action::Stop{cluster().leader()}));

    key(Qt::Key_Right, Qt::ControlModifier);

    EXPECT_NE(session().timeline().record(session().events() - 1).marks & raft::mark::kInteresting, 0);
}

TEST_F(WindowTest, HomeAndEndGoToTheBeginningAndTheLastKnownEvent) {
    electLeader();
    const raft::EventIndex known = session().timeline().known();

    key(Qt::Key_Home);
    EXPECT_EQ(session().events(), 0U);
    key(Qt::Key_End);

    EXPECT_EQ(session().events(), known);
}

TEST_F(WindowTest, UndoAndRedoMoveBetweenBranchesAndSaySoInWords) {
    electLeader();
    key(Qt::Key_2);
    key(Qt::Key_S);

    key(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_FALSE(host(2).stopped);
    EXPECT_TRUE(window().statusBar()->currentMessage().contains("S2"));
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);

    EXPECT_TRUE(host(2).stopped);
}

TEST_F(WindowTest, AClickOnTheStripGoesBackInTime) {
    electLeader();
    auto* strip = find<TimelineView>("timeline");
    const scene::TimelineGeometry geometry = strip->geometry();
    const auto x = static_cast<int>(geometry.timeToX(500'000));

    QTest::mouseClick(strip, Qt::LeftButton, {}, {x, static_cast<int>(geometry.rowToY(0) + 5)});

    EXPECT_NEAR(static_cast<double>(cluster().now()), 500'000, 5'000);
}

TEST_F(WindowTest, TheStageFollowsWhileTheStripIsDragged) {
    electLeader();
    auto* strip = find<TimelineView>("timeline");
    const scene::TimelineGeometry geometry = strip->geometry();
    const auto placeOf = [&](raft::Time time) {
        return QPoint(static_cast<int>(geometry.timeToX(time)), static_cast<int>(geometry.rowToY(0) + 5));
    };
    const raft::EventIndex events = session().events();
    const std::vector<std::string> before = stageTexts();
    std::vector<std::string> early;

    QTest::mousePress(strip, Qt::LeftButton, {}, placeOf(900'000));
    for (const raft::Time time : {600'000, 300'000, 10'000, 400'000}) {
        QMouseEvent move(QEvent::MouseMove, placeOf(time), strip->mapToGlobal(placeOf(time)), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(strip, &move);
        EXPECT_NEAR(static_cast<double>(cluster().now()), static_cast<double>(time), 5'000);
        early = time == 10'000 ? stageTexts() : early;
    }
    EXPECT_NE(early, before) << "nobody led yet";
    const QPoint beyond(strip->width() + 100, 5);
    QMouseEvent back(QEvent::MouseMove, beyond, strip->mapToGlobal(beyond), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(strip, &back);
    EXPECT_EQ(session().events(), events) << "back at the end of what is known";
    EXPECT_EQ(stageTexts(), before);
    QTest::mouseRelease(strip, Qt::LeftButton, {}, placeOf(900'000));
    QMouseEvent idle(QEvent::MouseMove, placeOf(100'000), strip->mapToGlobal(placeOf(100'000)), Qt::NoButton,
                     Qt::NoButton, {});
    QApplication::sendEvent(strip, &idle);

    EXPECT_EQ(session().events(), events) << "let go, it stays";
}

TEST_F(WindowTest, ActingInThePastKeepsBothFuturesAndTheStripSwitchesBetweenThem) {
    electLeader();
    const std::uint64_t old = cluster().hash();
    session().seekTime(400'000, 1000);
    key(Qt::Key_2);
    key(Qt::Key_S);
    session().seekTime(1'000'000, 1000);
    ASSERT_EQ(session().timeline().branches().size(), 2U);
    auto* strip = find<TimelineView>("timeline");
    ASSERT_TRUE(QTest::qWaitFor([strip] { return strip->geometry().rows == 2; }));
    const scene::TimelineGeometry geometry = strip->geometry();

    QTest::mouseClick(strip, Qt::LeftButton, {},
                      {static_cast<int>(geometry.strip.right()) - 1, static_cast<int>(geometry.rowToY(0) + 5)});

    EXPECT_EQ(session().timeline().branch(), raft::kMainBranch);
    session().seekTime(1'000'000, 1000);
    EXPECT_EQ(cluster().hash(), old);
}

TEST_F(WindowTest, TheWheelZoomsTheStripAndADoubleClickShowsAll) {
    electLeader();
    auto* strip = find<TimelineView>("timeline");
    const QPointF place(700, strip->height() / 2.0);

    QWheelEvent wheel(place, strip->mapToGlobal(place), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(strip, &wheel);
    EXPECT_FALSE(strip->showsAll());
    QTest::mouseDClick(strip, Qt::LeftButton, {}, place.toPoint());

    EXPECT_TRUE(strip->showsAll());
}

TEST_F(WindowTest, BookmarksAreSetWithBAndSteppedThroughWithPageKeys) {
    electLeader();
    const raft::EventIndex marked = session().events();
    key(Qt::Key_B);
    auto* dialog = find<QInputDialog>("captionDialog");
    ASSERT_NE(dialog, nullptr);
    dialog->setTextValue("S1 leads");
    dialog->accept();
    session().seek(10);

    key(Qt::Key_PageDown);
    EXPECT_EQ(session().events(), marked);
    EXPECT_EQ(session().caption(), "S1 leads");
    session().seek(marked + 5);
    key(Qt::Key_PageUp);

    EXPECT_EQ(session().events(), marked);
}

TEST_F(WindowTest, F5PresentsTheStageAndThePeriodBlackensIt) {
    electLeader();

    key(Qt::Key_F5);
    PresentationWindow* presentation = window().telling().presentation();
    ASSERT_NE(presentation, nullptr);
    ASSERT_TRUE(QTest::qWaitForWindowActive(presentation));
    QTest::keyClick(&presentation->stage(), Qt::Key_Period);
    EXPECT_TRUE(presentation->isBlack());
    QTest::keyClick(&presentation->stage(), Qt::Key_Period);
    EXPECT_FALSE(presentation->isBlack());
    QTest::keyClick(&presentation->stage(), Qt::Key_Escape);

    EXPECT_TRUE(QTest::qWaitFor([this] { return window().telling().presentation() == nullptr; }));
}

TEST_F(WindowTest, WhilePresentingTheCursorHidesUntilTheMouseMoves) {
    key(Qt::Key_F5);
    PresentationWindow* presentation = window().telling().presentation();
    ASSERT_NE(presentation, nullptr);
    ASSERT_TRUE(QTest::qWaitForWindowActive(presentation));
    QTest::keyClick(&presentation->stage(), Qt::Key_P);
    EXPECT_NE(presentation->stage().cursor().shape(), Qt::BlankCursor);

    EXPECT_TRUE(
        QTest::qWaitFor([presentation] { return presentation->stage().cursor().shape() == Qt::BlankCursor; }, 4'000));
    QMouseEvent move(QEvent::MouseMove, {30, 30}, presentation->stage().mapToGlobal(QPoint(30, 30)), Qt::NoButton,
                     Qt::NoButton, {});
    QApplication::sendEvent(&presentation->stage(), &move);

    EXPECT_NE(presentation->stage().cursor().shape(), Qt::BlankCursor);
    QTest::keyClick(&presentation->stage(), Qt::Key_Escape);
}

TEST_F(WindowTest, ThePresenterReadsTheNextCaptionAndTheLogsArePresentedIfWished) {
    electLeader();
    session().setBookmark("there is a leader");
    session().seek(0);
    auto* prompter = find<QLabel>("prompter");
    EXPECT_FALSE(prompter->isVisible());

    key(Qt::Key_F5);
    PresentationWindow* presentation = window().telling().presentation();
    ASSERT_NE(presentation, nullptr);
    ASSERT_TRUE(QTest::qWaitForWindowActive(presentation));
    EXPECT_TRUE(prompter->isVisible());
    EXPECT_TRUE(prompter->text().contains("Next (Page Down): there is a leader")) << prompter->text().toStdString();
    EXPECT_FALSE(presentation->showsLogs());
    QTest::keyClick(&presentation->stage(), Qt::Key_PageDown);
    EXPECT_EQ(session().caption(), "there is a leader");
    EXPECT_TRUE(prompter->text().contains("Shown: there is a leader"));
    find<QAction>("presentLogs")->setChecked(true);
    EXPECT_TRUE(presentation->showsLogs());
    find<QAction>("presentLogs")->setChecked(false);
    session().seek(0);
    session().setHidesFuture(true);
    EXPECT_FALSE(prompter->text().contains("there is a leader"));
    QTest::keyClick(&presentation->stage(), Qt::Key_Escape);

    EXPECT_TRUE(QTest::qWaitFor([this] { return window().telling().presentation() == nullptr; }));
    EXPECT_FALSE(prompter->isVisible());
}

TEST_F(WindowTest, WhileTheFutureIsHiddenUndoAndRedoTellNothingOfIt) {
    electLeader();
    key(Qt::Key_2);
    key(Qt::Key_S);
    const raft::EventIndex stopped = session().events();
    session().setHidesFuture(true);
    const QAction* undo = entryOf(*window().menuBar()->actions().at(1)->menu(), "Undo: stop S2");
    ASSERT_NE(undo, nullptr);

    session().seek(stopped - 1);
    EXPECT_EQ(undo->text(), "Undo");
    EXPECT_FALSE(undo->isEnabled());
    session().seek(stopped);
    key(Qt::Key_Z, Qt::ControlModifier);
    const QAction* redo = entryOf(*window().menuBar()->actions().at(1)->menu(), "Redo");

    ASSERT_NE(redo, nullptr) << "redo tells what comes back";
    EXPECT_TRUE(redo->isEnabled());
}

TEST_F(WindowTest, HidingTheFutureShowsNothingBeyondThePresent) {
    electLeader();
    session().seek(10);

    chooseFromBar("Telling", {"Hide the future"});

    EXPECT_EQ(session().shown(), 10U);
    EXPECT_FALSE(find<QLabel>("eventCount")->text().contains("of"));
}

TEST_F(WindowTest, StartAgainBringsTheRunBackToItsBeginning) {
    electLeader();

    chooseFromBar("File", {"Start again"});

    EXPECT_EQ(session().events(), 0U);
}

} // namespace raftarium
