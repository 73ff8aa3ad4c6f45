// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "widgets/views/CommandField.h"

// The command field: where commands go, their answers, history and completion.

namespace raftarium {

class CommandTest : public WindowTest {
protected:
    [[nodiscard]] CommandField& field() { return *find<CommandField>("command"); }
    [[nodiscard]] QString answer() { return find<QLabel>("answer")->text(); }

    void submit(const QString& command, Qt::KeyboardModifiers modifiers = {}) {
        if (!field().hasFocus())
            key(Qt::Key_Slash);
        ASSERT_TRUE(field().hasFocus());
        QTest::keyClicks(&field(), command);
        QTest::keyClick(&field(), Qt::Key_Return, modifiers);
    }
    void submitAndWait(const QString& command) {
        submit(command);
        session().seekTime(cluster().now() + 200'000, 1000);
        QTest::keyClick(&field(), Qt::Key_Escape);
    }
    /// Chooses what the list of completions offers first.
    void takeFirstCompletion() {
        QAbstractItemView* list = field().completer()->popup();
        ASSERT_TRUE(QTest::qWaitFor([list] { return list->isVisible(); }));
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
    }
};

TEST_F(CommandTest, AColonOpensTheFieldAsASlashDoes) {
    key(Qt::Key_Colon);

    EXPECT_TRUE(field().hasFocus());
}

TEST_F(CommandTest, EscapeGoesBackToTheStage) {
    key(Qt::Key_Slash);

    QTest::keyClick(&field(), Qt::Key_Escape);

    EXPECT_TRUE(stage().hasFocus());
}

TEST_F(CommandTest, TheAnswerIsShownWhenItComes) {
    electLeader();

    submit("set x 1");
    EXPECT_FALSE(answer().contains("done"));
    session().seekTime(cluster().now() + 200'000, 1000);

    EXPECT_TRUE(answer().contains("set x 1"));
    EXPECT_TRUE(answer().contains("done")) << answer().toStdString();
}

TEST_F(CommandTest, EveryCommandOfTheStoreIsAnswered) {
    electLeader();

    submitAndWait("set x 1");
    submitAndWait("get x");
    EXPECT_TRUE(answer().contains("1")) << answer().toStdString();
    submitAndWait("cas x 1 22");
    submitAndWait("get x");
    EXPECT_TRUE(answer().contains("22")) << answer().toStdString();
    submitAndWait("del x");

    EXPECT_EQ(cluster().requests().size(), 5U);
    EXPECT_TRUE(host(1).store.keys().empty());
}

TEST_F(CommandTest, UpAndDownGoThroughWhatWasSubmitted) {
    electLeader();
    submit("set x 1");
    submit("set y 2");

    QTest::keyClick(&field(), Qt::Key_Up);
    EXPECT_EQ(field().text(), "set y 2");
    QTest::keyClick(&field(), Qt::Key_Up);
    EXPECT_EQ(field().text(), "set x 1");
    QTest::keyClick(&field(), Qt::Key_Down);
    EXPECT_EQ(field().text(), "set y 2");
    QTest::keyClick(&field(), Qt::Key_Down);

    EXPECT_EQ(field().text(), "");
}

TEST_F(CommandTest, CommandsAreCompleted) {
    key(Qt::Key_Slash);
    QTest::keyClicks(&field(), "d");

    takeFirstCompletion();

    EXPECT_EQ(field().text(), "del ");
}

TEST_F(CommandTest, KeysOfTheStoreAreCompleted) {
    electLeader();
    submitAndWait("set colour blue");

    key(Qt::Key_Slash);
    QTest::keyClicks(&field(), "get co");
    takeFirstCompletion();

    EXPECT_EQ(field().text(), "get colour");
}

TEST_F(CommandTest, ShiftAndEnterSendToTheChosenServerWhichRefusesVisibly) {
    const raft::ServerId leader = electLeader();
    const raft::ServerId other = leader == 1 ? 2 : 1;
    key(static_cast<Qt::Key>(Qt::Key_0 + other));

    submit("set x 1", Qt::ShiftModifier);

    ASSERT_EQ(cluster().requests().size(), 1U);
    EXPECT_EQ(cluster().requests()[0].server, other);
    EXPECT_EQ(cluster().requests()[0].status, raft::RequestStatus::refused);
    EXPECT_TRUE(find<QLabel>("answer")->property("bad").toBool());
    EXPECT_TRUE(answer().contains(QString("S%1").arg(leader))) << answer().toStdString();
}

TEST_F(CommandTest, AServersMenuOpensTheFieldForIt) {
    const raft::ServerId leader = electLeader();
    const raft::ServerId other = leader == 1 ? 2 : 1;

    chooseFromStage(scene::serverId(other), {QString("Submit a command to S%1…").arg(other)});
    ASSERT_TRUE(field().hasFocus());
    QTest::keyClicks(&field(), "set x 1");
    QTest::keyClick(&field(), Qt::Key_Return);

    ASSERT_EQ(cluster().requests().size(), 1U);
    EXPECT_EQ(cluster().requests()[0].server, other);
}

TEST_F(CommandTest, WithoutALeaderItSaysSoAndDoesNothing) {
    submit("set x 1");

    EXPECT_EQ(cluster().requests().size(), 0U);
    EXPECT_TRUE(find<QLabel>("answer")->property("bad").toBool());
    EXPECT_TRUE(answer().contains("no running server leads")) << answer().toStdString();
    EXPECT_EQ(field().text(), "set x 1");
}

} // namespace raftarium
