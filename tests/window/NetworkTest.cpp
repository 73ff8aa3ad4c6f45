// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

// What a person does to links and to messages in flight, by menu and key.

namespace raftarium {

using scene::linkId;
using scene::serverId;

/// Hands for links and messages.
class NetworkTest : public WindowTest {
protected:
    [[nodiscard]] const raft::Network& network() { return cluster().network(); }
    [[nodiscard]] bool isBlocked(raft::MessageKind kind, raft::ServerId from, raft::ServerId to) {
        return network().isBlocked(kind, from, to);
    }
    /// Lets S1 ask for votes and gives the number of one of its messages, in the middle of its way.
    std::uint64_t messageOnItsWay() {
        chooseFromStage(serverId(1), {"Time S1 out"});
        session().seekTime(cluster().now() + 3'000, 100);
        return cluster().inFlight().front().id;
    }
};

TEST_F(NetworkTest, ALinksMenuCutsAndHealsOneWay) {
    chooseFromStage(linkId(1, 3), {"S1 → S3", "Cut this way"});
    EXPECT_TRUE(network().isCut(1, 3));
    EXPECT_FALSE(network().isCut(3, 1));

    chooseFromStage(linkId(1, 3), {"S1 → S3", "Heal this way"});

    EXPECT_FALSE(network().isCut(1, 3));
}

TEST_F(NetworkTest, ALinksMenuCutsTheOtherWayToo) {
    chooseFromStage(linkId(1, 3), {"S3 → S1", "Cut this way"});

    EXPECT_TRUE(network().isCut(3, 1));
    EXPECT_FALSE(network().isCut(1, 3));
}

TEST_F(NetworkTest, ALinksMenuHealsItBothWays) {
    chooseFromStage(linkId(1, 3), {"Cut S1–S3 both ways"});

    chooseFromStage(linkId(1, 3), {"Heal S1–S3 both ways"});

    EXPECT_FALSE(network().hasCuts());
}

TEST_F(NetworkTest, XHealsALinkThatIsCutOneWay) {
    chooseFromStage(linkId(1, 3), {"S1 → S3", "Cut this way"});

    key(Qt::Key_X);

    EXPECT_FALSE(network().hasCuts());
}

TEST_F(NetworkTest, ALinksMenuSlowsOneDirectionAndPutsItBack) {
    const raft::TimeRange usual = cluster().timing().link.latency;

    chooseFromStage(linkId(1, 3), {"S1 → S3", "Latency", "200 ms"});
    EXPECT_EQ(cluster().linkTiming(1, 3).latency, (raft::TimeRange{200'000, 200'000}));
    EXPECT_EQ(cluster().linkTiming(3, 1).latency, usual);
    chooseFromStage(linkId(1, 3), {"S1 → S3", "Latency", "as everywhere"});

    EXPECT_EQ(cluster().linkTiming(1, 3).latency, usual);
}

TEST_F(NetworkTest, ALinksMenuMakesOneDirectionLossyAndPutsItBack) {
    chooseFromStage(linkId(1, 3), {"S3 → S1", "Lose at random", "30 %"});
    EXPECT_EQ(cluster().linkTiming(3, 1).loss, 300'000U);
    EXPECT_EQ(cluster().linkTiming(1, 3).loss, 0U);

    chooseFromStage(linkId(1, 3), {"S3 → S1", "Lose at random", "nothing"});

    EXPECT_EQ(cluster().linkTiming(3, 1).loss, 0U);
}

TEST_F(NetworkTest, ALinksMenuDeliversTwiceInOneDirection) {
    chooseFromStage(linkId(1, 3), {"S1 → S3", "Deliver twice at random", "50 %"});

    EXPECT_EQ(cluster().linkTiming(1, 3).duplication, 500'000U);
    EXPECT_EQ(cluster().linkTiming(3, 1).duplication, 0U);
}

TEST_F(NetworkTest, ALinksMenuBlocksAKindOfMessageOneWayAndUnblocksIt) {
    chooseFromStage(linkId(1, 3), {"S1 → S3", "Block messages", "AppendEntries"});
    EXPECT_TRUE(isBlocked(raft::MessageKind::appendEntries, 1, 3));
    EXPECT_FALSE(isBlocked(raft::MessageKind::appendEntries, 3, 1));
    EXPECT_FALSE(isBlocked(raft::MessageKind::requestVote, 1, 3));

    chooseFromStage(linkId(1, 3), {"S1 → S3", "Block messages", "AppendEntries"});

    EXPECT_TRUE(network().blockades().empty());
}

TEST_F(NetworkTest, AServersMenuBlocksWhatItSendsAndWhatItGets) {
    chooseFromStage(serverId(1), {"Block messages from S1", "RequestVote"});
    chooseFromStage(serverId(1), {"Block messages to S1", "every message"});

    EXPECT_TRUE(isBlocked(raft::MessageKind::requestVote, 1, 4));
    EXPECT_FALSE(isBlocked(raft::MessageKind::appendEntries, 1, 4));
    EXPECT_TRUE(isBlocked(raft::MessageKind::appendEntries, 4, 1));
    EXPECT_FALSE(isBlocked(raft::MessageKind::requestVote, 2, 4));
}

TEST_F(NetworkTest, TheClusterMenuBlocksAKindEverywhereSoThatNobodyIsElected) {
    chooseFromBar("Cluster", {"Block messages", "reply to RequestVote"});
    session().seekTime(800'000, 1000);
    EXPECT_EQ(cluster().leader(), 0U);

    chooseFromBar("Cluster", {"Block messages", "reply to RequestVote"});
    session().seekTime(2'500'000, 1000);

    EXPECT_NE(cluster().leader(), 0U);
}

TEST_F(NetworkTest, ABlockadeIsTickedInTheMenu) {
    chooseFromStage(serverId(1), {"Block messages from S1", "RequestVote"});

    QMenu* menu = menuOf(serverId(1));
    ASSERT_NE(menu, nullptr);
    const QMenu* kinds = entryOf(*menu, "Block messages from S1")->menu();

    EXPECT_TRUE(entryOf(*kinds, "RequestVote")->isChecked());
    EXPECT_FALSE(entryOf(*kinds, "AppendEntries")->isChecked());
    menu->close();
}

TEST_F(NetworkTest, AMessageIsDelayedByKeysAlone) {
    messageOnItsWay();
    key(Qt::Key_M);
    const std::uint64_t message = window().view().selected()->number;
    const raft::Time due = cluster().findMessage(message)->due;

    chooseByKeys({"Delay by", "20 ms"});

    EXPECT_EQ(cluster().findMessage(message)->due, due + 20'000);
}

TEST_F(NetworkTest, AMessagesMenuBlocksItsKindOnItsWay) {
    const std::uint64_t message = messageOnItsWay();
    const raft::ServerId to = cluster().findMessage(message)->message->to;

    chooseFromStage(scene::messageId(message), {QString("Block every RequestVote from S1 to S%1").arg(to)});

    EXPECT_TRUE(isBlocked(raft::MessageKind::requestVote, 1, to));
    EXPECT_FALSE(isBlocked(raft::MessageKind::requestVote, to, 1));
}

TEST_F(NetworkTest, AMessagesMenuCutsItsLink) {
    const std::uint64_t message = messageOnItsWay();
    const raft::ServerId to = cluster().findMessage(message)->message->to;

    chooseFromStage(scene::messageId(message), {QString("Cut S1–S%1 both ways").arg(to)});

    EXPECT_TRUE(network().isCut(1, to));
    EXPECT_TRUE(network().isCut(to, 1));
}

TEST_F(NetworkTest, AMessageIsDroppedByKeysAlone) {
    messageOnItsWay();
    key(Qt::Key_M);
    ASSERT_TRUE(window().view().selected());
    const std::uint64_t message = window().view().selected()->number;
    ASSERT_NE(cluster().findMessage(message), nullptr);

    chooseByKeys({"Drop"});

    EXPECT_EQ(cluster().findMessage(message), nullptr);
}

TEST_F(NetworkTest, AMessageIsDuplicatedByKeysAlone) {
    messageOnItsWay();
    const std::size_t before = cluster().inFlight().size();

    key(Qt::Key_M);
    chooseByKeys({"Duplicate"});

    EXPECT_EQ(cluster().inFlight().size(), before + 1);
}

TEST_F(NetworkTest, AMessageIsDeliveredByKeysAlone) {
    messageOnItsWay();
    key(Qt::Key_M);
    key(Qt::Key_Down);
    const std::uint64_t message = window().view().selected()->number;
    const raft::ServerId to = cluster().findMessage(message)->message->to;

    chooseByKeys({"Deliver now"});

    EXPECT_EQ(cluster().findMessage(message), nullptr);
    EXPECT_EQ(host(to).server.state().persistent.votedFor, 1U);
}

TEST_F(NetworkTest, LChoosesLinksOneAfterTheOtherAndXCutsTheChosenOne) {
    key(Qt::Key_L);
    EXPECT_EQ(window().view().selected(), linkId(1, 2));
    key(Qt::Key_L);
    EXPECT_EQ(window().view().selected(), linkId(1, 3));

    key(Qt::Key_X);

    EXPECT_TRUE(network().isCut(1, 3));
    EXPECT_FALSE(network().isCut(1, 2));
}

TEST_F(NetworkTest, XWithoutALinkSaysWhatToDo) {
    key(Qt::Key_X);

    EXPECT_FALSE(network().hasCuts());
    EXPECT_TRUE(window().statusBar()->currentMessage().contains("Choose a link first"));
}

TEST_F(NetworkTest, HHealsAPartition) {
    chooseFromStage(serverId(4), {"Part S4 from all others"});
    ASSERT_TRUE(network().hasCuts());

    key(Qt::Key_H);

    EXPECT_FALSE(network().hasCuts());
}

TEST_F(NetworkTest, HealAllInTheToolBarIsDisabledAndSaysWhyWhileNothingIsCut) {
    const auto* heal = window().findChild<QAction*>("healAll");
    EXPECT_FALSE(heal->isEnabled());
    EXPECT_FALSE(heal->toolTip().isEmpty());
    EXPECT_NE(heal->toolTip(), heal->text());
    chooseFromStage(linkId(1, 3), {"Cut S1–S3 both ways"});
    ASSERT_TRUE(heal->isEnabled());

    QTest::mouseClick(find<QToolBar>("tools")->widgetForAction(window().findChild<QAction*>("healAll")),
                      Qt::LeftButton);

    EXPECT_FALSE(network().hasCuts());
}

TEST_F(NetworkTest, ThePartitionDialogPartsTheTickedServers) {
    chooseFromBar("Cluster", {"Partition by names…"});
    auto* dialog = find<QDialog>("partitionDialog");
    ASSERT_NE(dialog, nullptr);
    const auto boxes = dialog->findChildren<QCheckBox*>();
    ASSERT_EQ(boxes.size(), 5);
    QPushButton* partition = nullptr;
    for (auto* button : dialog->findChildren<QPushButton*>())
        partition = button->text() == "Partition" ? button : partition;
    ASSERT_NE(partition, nullptr);
    EXPECT_FALSE(partition->isEnabled());
    EXPECT_FALSE(partition->toolTip().isEmpty());

    for (const int place : {0, 1})
        QTest::mouseClick(boxes[place], Qt::LeftButton, {}, QPoint(8, boxes[place]->height() / 2));
    EXPECT_EQ(dialog->findChild<QLabel*>("partitionPreview")->text(), "S1 S2 | S3 S4 S5");
    QTest::mouseClick(partition, Qt::LeftButton);

    EXPECT_TRUE(network().isCut(1, 3));
    EXPECT_TRUE(network().isCut(5, 2));
    EXPECT_FALSE(network().isCut(1, 2));
    EXPECT_FALSE(network().isCut(3, 4));
}

} // namespace raftarium
