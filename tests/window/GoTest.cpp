// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "widgets/views/UntilDialog.h"

// Jumps by kind of event, and running on until something comes about.

namespace raftarium {

class GoTest : public WindowTest {
protected:
    [[nodiscard]] raft::EventRecord last() { return session().timeline().record(session().events() - 1); }

    /// Opens "Run until …" by its key and chooses a kind of condition, by its place in the list.
    UntilDialog* askUntil(int kind) {
        activate();
        key(Qt::Key_U);
        auto* dialog = find<UntilDialog>("untilDialog");
        EXPECT_NE(dialog, nullptr);
        if (dialog)
            dialog->findChild<QComboBox*>("untilKind")->setCurrentIndex(kind);
        return dialog;
    }
    /// Presses Run and waits for the end.
    static void run(UntilDialog& dialog) {
        for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
            if (button->text() == "Run")
                QTest::mouseClick(button, Qt::LeftButton);
        }
        ASSERT_TRUE(QTest::qWaitFor([&dialog] { return !dialog.isRunning(); }, 20'000));
    }
    static QString said(const UntilDialog& dialog) { return dialog.findChild<QLabel*>("untilPreview")->text(); }
};

TEST_F(GoTest, AnEntryForEveryKindOfJumpIsInTheMenuAndAmongTheKeys) {
    QStringList listed;
    for (const KeyLine& line : window().commands().keys()) {
        if (line.group == "Go")
            listed += line.what;
    }
    for (const char* what : {"Run until…", "Next message delivery", "Next change of leader", "Next commit",
                             "Next election", "The one before"})
        EXPECT_TRUE(listed.contains(what)) << what;

    chooseFromBar("Go", {"Next change of leader"});
    EXPECT_NE(cluster().leader(), 0U);
    const raft::EventIndex elected = session().events();
    chooseFromBar("Go", {"Next message delivery"});
    chooseFromBar("Go", {"Change of leader before"});

    EXPECT_EQ(session().events(), elected);
}

TEST_F(GoTest, DGoesToDeliveriesInBothDirections) {
    electLeader();
    session().seek(0);

    key(Qt::Key_D);
    ASSERT_EQ(last().kind, raft::EventKind::deliver);
    const raft::EventIndex first = session().events();
    key(Qt::Key_D);
    ASSERT_EQ(last().kind, raft::EventKind::deliver);
    EXPECT_GT(session().events(), first);
    key(Qt::Key_D, Qt::ShiftModifier);

    EXPECT_EQ(session().events(), first);
}

TEST_F(GoTest, NGoesToChangesOfTheLeaderThroughACrash) {
    const raft::ServerId leader = electLeader();
    ASSERT_TRUE(session().act(raft::action::Stop{leader}));
    const raft::EventIndex stopped = session().events();
    session().seekTime(2'000'000, 1000);
    ASSERT_NE(cluster().leader(), 0U);
    session().seek(0);

    key(Qt::Key_N);
    EXPECT_EQ(cluster().leader(), leader);
    key(Qt::Key_N);
    EXPECT_EQ(session().events(), stopped);
    EXPECT_EQ(cluster().leader(), 0U);
    key(Qt::Key_N);
    EXPECT_NE(cluster().leader(), 0U);
    key(Qt::Key_N, Qt::ShiftModifier);

    EXPECT_EQ(session().events(), stopped);
}

TEST_F(GoTest, CGoesToCommitsEGoesToElectionsAndWhatDoesNotComeIsSaid) {
    electLeader();
    ASSERT_TRUE(session().act(raft::action::Submit{raft::Command{raft::CommandKind::set, "x", "1", {}}, 0}));
    session().seekTime(1'200'000, 1000);
    session().seek(0);

    key(Qt::Key_E);
    EXPECT_NE(last().marks & raft::mark::kElection, 0);
    key(Qt::Key_C);
    EXPECT_NE(last().marks & raft::mark::kCommit, 0);
    key(Qt::Key_C, Qt::ShiftModifier);

    EXPECT_TRUE(window().statusBar()->currentMessage().contains("no such event"));
}

TEST_F(GoTest, WFOAndAGoToCommandsCrashesLossesAndActionsInBothDirections) {
    const raft::ServerId leader = electLeader();
    const raft::ServerId other = leader % 5 + 1;
    ASSERT_TRUE(session().act(raft::action::Submit{raft::Command{raft::CommandKind::set, "x", "1", {}}, 0}));
    ASSERT_TRUE(session().act(raft::action::Stop{other}));
    session().seekTime(1'200'000, 1000);
    const std::pair<Qt::Key, std::uint32_t> jumps[]{
        {Qt::Key_W, raft::mark::kClient},
        {Qt::Key_F, raft::mark::kStop | raft::mark::kStart | raft::mark::kCut | raft::mark::kHeal},
        {Qt::Key_O, raft::mark::kLoss},
        {Qt::Key_A, raft::mark::kAction}};
    for (const auto& [letter, marks] : jumps) {
        session().seek(0);
        key(letter);
        const raft::EventIndex first = session().events();
        ASSERT_GT(first, 0U) << letter;
        EXPECT_NE(last().marks & marks, 0U) << letter;

        key(Qt::Key_End);
        key(letter, Qt::ShiftModifier);
        EXPECT_NE(last().marks & marks, 0U) << letter;
        EXPECT_GE(session().events(), first) << letter;
    }
}

TEST_F(GoTest, TheRunGoesOnUntilThereIsALeader) {
    UntilDialog* dialog = askUntil(1);

    run(*dialog);

    EXPECT_NE(cluster().leader(), 0U);
    EXPECT_FALSE(dialog->isVisible());
    EXPECT_TRUE(window().statusBar()->currentMessage().contains("is leader"))
        << window().statusBar()->currentMessage().toStdString();
}

TEST_F(GoTest, WhatIsSoAlreadyIsWaitedForAgain) {
    electLeader();
    run(*askUntil(0));
    ASSERT_TRUE(cluster().isQuiet());
    const raft::EventIndex first = session().events();

    UntilDialog* dialog = askUntil(0);
    EXPECT_TRUE(said(*dialog).contains("so now")) << said(*dialog).toStdString();
    run(*dialog);

    EXPECT_TRUE(cluster().isQuiet());
    EXPECT_GT(session().events(), first);
}

TEST_F(GoTest, EveryConditionOfTheFileFormatCanBeAskedFor) {
    const raft::ServerId follower = electLeader() % 5 + 1;
    auto* dialog = askUntil(0);
    auto* kinds = dialog->findChild<QComboBox*>("untilKind");
    ASSERT_EQ(kinds->count(), static_cast<int>(std::variant_size_v<raft::Condition>));
    for (int kind = 0; kind < kinds->count(); ++kind) {
        kinds->setCurrentIndex(kind);
        EXPECT_EQ(dialog->condition().index(), static_cast<std::size_t>(kind));
        EXPECT_GT(said(*dialog).size(), 20) << kind;
    }
    kinds->setCurrentIndex(5);
    dialog->findChild<QComboBox*>("untilMessage")->setCurrentIndex(3);
    dialog->findChild<QComboBox*>("untilTo")->setCurrentIndex(static_cast<int>(follower));
    const raft::condition::Before wanted{{0, raft::MessageKind::appendEntries, 0, follower}};
    EXPECT_EQ(dialog->condition(), raft::Condition(wanted));

    run(*dialog);

    const raft::InFlight* next = cluster().nextDelivery();
    ASSERT_NE(next, nullptr) << said(*dialog).toStdString();
    EXPECT_EQ(next->message->kind(), raft::MessageKind::appendEntries);
    EXPECT_EQ(next->message->to, follower);
}

TEST_F(GoTest, WhatDoesNotComeAboutIsSaidAndTheRunStandsWhereItWas) {
    electLeader();
    const raft::Moment before = session().timeline().moment();
    UntilDialog* dialog = askUntil(2);
    dialog->findChild<QSpinBox*>("untilNumber")->setValue(1000);
    dialog->findChild<QDoubleSpinBox*>("untilWithin")->setValue(500);

    run(*dialog);

    EXPECT_TRUE(dialog->isVisible());
    EXPECT_TRUE(said(*dialog).contains("waited 500 ms", Qt::CaseInsensitive)) << said(*dialog).toStdString();
    EXPECT_EQ(session().timeline().moment(), before);
}

TEST_F(GoTest, WaitingCanBeGivenUpWhileItComputes) {
    electLeader();
    const raft::Moment before = session().timeline().moment();
    UntilDialog* dialog = askUntil(2);
    dialog->findChild<QSpinBox*>("untilNumber")->setValue(1'000'000);
    dialog->findChild<QDoubleSpinBox*>("untilWithin")->setValue(3'600'000);
    dialog->accept();
    QTest::qWait(50);
    ASSERT_TRUE(dialog->isRunning());
    EXPECT_GT(session().events(), before.events);

    QTest::keyClick(dialog, Qt::Key_Escape);

    EXPECT_FALSE(dialog->isRunning());
    EXPECT_EQ(session().timeline().moment(), before);
    QTest::keyClick(dialog, Qt::Key_Escape);
    EXPECT_FALSE(dialog->isVisible());
}

} // namespace raftarium
