// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "widgets/views/Fields.h"
#include "widgets/views/NewRunDialog.h"

// Clients in the window: the form for another run, the stage, menus and the inspector.

namespace raftarium {

class ClientsTest : public WindowTest {
protected:
    void openWithClients(std::uint32_t clients) {
        raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(3, 7);
        configuration.options = raft::presetAt(1);
        configuration.load.clients = clients;
        open(configuration);
    }
    static QString valueOf(const std::vector<FieldLine>& lines, const QString& name) {
        for (const FieldLine& line : lines) {
            if (line.name == name)
                return line.value;
        }
        return {};
    }
    /// Steps until a message of this kind is on its way; its number.
    std::uint64_t flightOf(raft::MessageKind kind) {
        for (int steps = 0; steps < 1000; ++steps) {
            for (const raft::InFlight& flight : cluster().inFlight()) {
                if (flight.message->kind() == kind)
                    return flight.id;
            }
            key(Qt::Key_Right);
        }
        return 0;
    }
};

TEST_F(ClientsTest, AnotherRunHasTheLoadThatWasWritten) {
    key(Qt::Key_N, Qt::ControlModifier);
    auto* dialog = find<NewRunDialog>("newRunDialog");
    ASSERT_NE(dialog, nullptr);
    openPage(dialog, QStringLiteral("Clients"));
    const auto number = [dialog](const char* name) { return dialog->findChild<QSpinBox*>(QLatin1String(name)); };
    auto* thinkTime = dialog->findChild<QDoubleSpinBox*>(QStringLiteral("thinkTime"));
    auto* mode = dialog->findChild<QComboBox*>(QStringLiteral("readMode"));
    EXPECT_FALSE(number("reads")->isEnabled()) << "nothing is asked yet";
    EXPECT_FALSE(number("reads")->toolTip().isEmpty());
    fill(number("clients"), "4");
    ASSERT_TRUE(thinkTime->isEnabled());
    fill(thinkTime, "20");
    fill(number("reads"), "60");
    EXPECT_EQ(number("compares")->maximum(), 40) << "not more than all";
    fill(number("compares"), "40");
    fill(number("keys"), "3");
    ASSERT_TRUE(mode->isEnabled());
    mode->setFocus();
    QTest::keyClick(mode, Qt::Key_Down);
    QTest::keyClick(dialog, Qt::Key_Return);

    const raft::Load& load = cluster().configuration().load;
    EXPECT_EQ(load.clients, 4U);
    EXPECT_EQ(load.rate, 0U);
    EXPECT_EQ(load.thinkTime, 20'000);
    EXPECT_EQ(load.reads, 60U);
    EXPECT_EQ(load.compares, 40U);
    EXPECT_EQ(load.readMode, raft::ReadMode::readIndex);
    EXPECT_EQ(load.keys, 3U);
    EXPECT_EQ(cluster().clients().size(), 4U);
}

TEST_F(ClientsTest, AClientIsClickedAndItsFieldsTellSessionLeaderAndLastAnswer) {
    openWithClients(2);
    electLeader();

    click(scene::clientId(2));

    const auto lines = fieldsOf(cluster(), scene::clientId(2));
    const raft::Client& client = cluster().clients()[1];
    ASSERT_NE(client.session, 0U);
    EXPECT_EQ(valueOf(lines, QStringLiteral("session")), QString::number(client.session));
    EXPECT_EQ(valueOf(lines, QStringLiteral("takes for the leader")), QStringLiteral("S%1").arg(cluster().leader()));
    EXPECT_FALSE(valueOf(lines, QStringLiteral("result")).isEmpty());
    EXPECT_EQ(titleOf(cluster(), scene::clientId(2)), QStringLiteral("Client C2"));
}

TEST_F(ClientsTest, AServersFieldsTellItsSessionsAndTheirAnswers) {
    openWithClients(1);
    const raft::ServerId leader = electLeader();
    const raft::Client& client = cluster().clients()[0];
    ASSERT_GT(client.serial, 0U);

    const auto lines = fieldsOf(cluster(), scene::serverId(leader));

    EXPECT_TRUE(
        valueOf(lines, QStringLiteral("session %1").arg(client.session)).startsWith(QLatin1String("executed up to")));
    EXPECT_FALSE(
        valueOf(lines,
                QStringLiteral("  answer to number %1").arg(host(leader).store.sessions().find(client.session)->serial))
            .isEmpty());
}

TEST_F(ClientsTest, AReplyIsDroppedByItsMenuAndTheClientSendsAgain) {
    openWithClients(1);
    electLeader();
    const std::uint64_t reply = flightOf(raft::MessageKind::clientReply);
    ASSERT_NE(reply, 0U);

    chooseFromStage(scene::messageId(reply), {QStringLiteral("Drop")});

    EXPECT_EQ(cluster().findMessage(reply), nullptr);
    const std::uint64_t request = cluster().clients()[0].request;
    session().seekTime(cluster().now() + 2'000'000, 5000);
    EXPECT_EQ(cluster().requests()[request - 1].status, raft::RequestStatus::answered);
    bool isTwice = false;
    for (const raft::Host& each : cluster().hosts()) {
        const raft::Log& log = each.server.state().persistent.log;
        int copies = 0;
        for (raft::Index index = log.baseIndex() + 1; index <= log.lastIndex(); ++index)
            copies += log.at(index).command() && *log.at(index).command() == *cluster().requests()[request - 1].command;
        isTwice = isTwice || copies == 2;
    }
    EXPECT_TRUE(isTwice);
}

TEST_F(ClientsTest, ItsRequestsAreBlockedAndUnblockedByItsMenuWithTheKeys) {
    openWithClients(1);
    electLeader();
    click(scene::clientId(1));
    chooseByKeys({QStringLiteral("Block the requests of C1")});
    ASSERT_EQ(cluster().network().blockades().size(), 1U);
    EXPECT_EQ(cluster().network().blockades()[0],
              (raft::Blockade{raft::MessageKind::clientRequest, raft::clientParty(1), 0}));
    activate();

    chooseFromStage(scene::clientId(1), {QStringLiteral("Unblock the requests of C1")});
    EXPECT_TRUE(cluster().network().blockades().empty());
}

} // namespace raftarium
