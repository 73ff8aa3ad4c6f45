// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "widgets/views/ConfigurationDialog.h"

// "Change configuration…" by mouse and key, and the menus that change it by one server.

namespace raftarium {

class ConfigurationTest : public WindowTest {
protected:
    /// A leader of so many servers, which come and go in both ways unless `options` says otherwise.
    raft::ServerId openLed(std::size_t servers, bool joint = true, bool single = true) {
        raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(servers, 7);
        configuration.options.noOp = configuration.options.leaderStickiness = true;
        configuration.options.jointConsensus = joint;
        configuration.options.singleServerChanges = single;
        open(configuration);
        return electLeader();
    }

    ConfigurationDialog* openDialog() {
        activate();
        key(Qt::Key_R);
        return find<ConfigurationDialog>("configurationDialog");
    }
    /// Ticks what a server is to be: "voter", "learner" or "out".
    static void put(const ConfigurationDialog& dialog, raft::ServerId server, const char* place) {
        tick(dialog, QLatin1String(place) + QString::number(server));
    }
    static void tick(const ConfigurationDialog& dialog, const QString& name) {
        auto* box = dialog.findChild<QRadioButton*>(name);
        ASSERT_NE(box, nullptr) << name.toStdString();
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    }
    /// Takes in the server under the lowest number that no row has.
    static void addNewcomer(const ConfigurationDialog& dialog) {
        QTest::mouseClick(dialog.findChild<QPushButton*>("addNewcomer"), Qt::LeftButton);
    }
    static QPushButton* changeButton(const ConfigurationDialog& dialog) {
        for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
            if (button->text() == "Change")
                return button;
        }
        return nullptr;
    }
    static void press(const ConfigurationDialog& dialog) {
        ASSERT_TRUE(changeButton(dialog)->isEnabled()) << said(dialog).toStdString();
        QTest::mouseClick(changeButton(dialog), Qt::LeftButton);
    }
    static QString said(const ConfigurationDialog& dialog) {
        return dialog.findChild<QLabel*>("configurationPreview")->text();
    }
    static bool isRefused(const ConfigurationDialog& dialog, const char* why) {
        return !changeButton(dialog)->isEnabled() && changeButton(dialog)->toolTip() == said(dialog) &&
               said(dialog).contains(QLatin1String(why));
    }

    void pass(raft::Time time) {
        session().seekTime(cluster().now() + time, 2000);
        stage().repaint();
    }
    /// Who votes, as the leader has it once the change is made.
    [[nodiscard]] std::vector<raft::ServerId> votersAfter(raft::Time time) {
        pass(time);
        if (cluster().leader() == 0) {
            ADD_FAILURE() << "nobody leads";
            return {};
        }
        const raft::Configuration& now = host(cluster().leader()).server.state().configuration;
        EXPECT_TRUE(now.outgoing.empty()) << "still joint";
        std::vector<raft::ServerId> voters;
        for (const raft::ServerId id : now.voters)
            voters.push_back(id);
        return voters;
    }
    [[nodiscard]] const raft::Action& lastAction() { return session().timeline().actions().back().action; }
    /// The menu of the menu bar, filled for now.
    QMenu* clusterMenu() {
        QMenu* menu = window().menuBar()->actions().at(2)->menu();
        QTest::mouseClick(window().menuBar(), Qt::LeftButton, {},
                          window().menuBar()->actionGeometry(menu->menuAction()).center());
        return menu;
    }
};

using Servers = std::vector<raft::ServerId>;

TEST_F(ConfigurationTest, TwoServersAreReplacedAtOnceByJointConsensus) {
    ASSERT_EQ(openLed(3), 2U);
    ConfigurationDialog* dialog = openDialog();
    ASSERT_NE(dialog, nullptr);
    tick(*dialog, "joint");
    for (int newcomers = 0; newcomers < 2; ++newcomers)
        addNewcomer(*dialog);
    put(*dialog, 1, "out");
    put(*dialog, 3, "out");
    EXPECT_TRUE(said(*dialog).startsWith("Joint consensus: C-old S1 S2 S3, C-new S2 S4 S5."))
        << said(*dialog).toStdString();

    press(*dialog);

    EXPECT_EQ(lastAction(), raft::Action(raft::action::ChangeConfiguration{{2, 4, 5}, {}, true}));
    EXPECT_EQ(votersAfter(800'000), (Servers{2, 4, 5}));
}

TEST_F(ConfigurationTest, AJointConfigurationThatIsLeftOnRequestStaysUntilSomebodyAsks) {
    ASSERT_EQ(openLed(3), 2U);
    QMenu* menu = clusterMenu();
    EXPECT_FALSE(entryOf(*menu, "Leave the joint configuration")->isEnabled());
    EXPECT_EQ(entryOf(*menu, "Leave the joint configuration")->toolTip(), "No leader is in a joint configuration now");
    menu->close();
    ConfigurationDialog* dialog = openDialog();
    tick(*dialog, "joint");
    addNewcomer(*dialog);
    auto* onRequest = dialog->findChild<QCheckBox*>("onRequest");
    QTest::mouseClick(onRequest, Qt::LeftButton, {}, QPoint(8, onRequest->height() / 2));
    EXPECT_TRUE(said(*dialog).contains("C-old counts until somebody asks to leave it.")) << said(*dialog).toStdString();
    press(*dialog);
    pass(800'000);
    ASSERT_FALSE(host(2).server.state().configuration.outgoing.empty()) << "still joint";

    activate();
    chooseFromBar("Cluster", {"Leave the joint configuration"});

    EXPECT_EQ(lastAction(), raft::Action(raft::action::LeaveJoint{}));
    EXPECT_EQ(votersAfter(300'000), (Servers{1, 2, 3, 4}));
}

TEST_F(ConfigurationTest, AClusterGrowsAndShrinksBySeveral) {
    ASSERT_NE(openLed(3, true, false), 0U);
    ConfigurationDialog* dialog = openDialog();
    for (int newcomers = 0; newcomers < 4; ++newcomers)
        addNewcomer(*dialog);
    press(*dialog);
    EXPECT_EQ(votersAfter(800'000), (Servers{1, 2, 3, 4, 5, 6, 7}));

    const raft::ServerId leader = cluster().leader();
    dialog = openDialog();
    for (raft::ServerId id = 1; id <= 7; ++id) {
        if (id != leader)
            put(*dialog, id, "out");
    }
    press(*dialog);

    EXPECT_EQ(votersAfter(800'000), Servers{leader});
}

TEST_F(ConfigurationTest, AVoterIsDemotedOneAtATimeAndPromotedAgain) {
    const raft::ServerId leader = openLed(3);
    const raft::ServerId other = leader == 1 ? 2 : 1;
    ConfigurationDialog* dialog = openDialog();
    tick(*dialog, "oneAtATime");
    put(*dialog, other, "learner");
    EXPECT_TRUE(said(*dialog).startsWith(QString("One at a time: S%1 votes no more and learns").arg(other)))
        << said(*dialog).toStdString();
    press(*dialog);
    EXPECT_EQ(votersAfter(500'000).size(), 2U);
    EXPECT_TRUE(host(leader).server.state().configuration.learners.contains(other));

    chooseFromStage(scene::serverId(other), {QString("Make S%1 a voter").arg(other)});
    EXPECT_EQ(lastAction(), raft::Action(raft::action::Promote{other}));
    EXPECT_EQ(votersAfter(500'000), (Servers{1, 2, 3}));
    chooseFromStage(scene::serverId(other), {QString("Make S%1 a learner").arg(other)});

    EXPECT_EQ(votersAfter(500'000).size(), 2U);
}

TEST_F(ConfigurationTest, WhatCannotBeIsRefusedWithTheReason) {
    const raft::ServerId leader = openLed(3);
    ConfigurationDialog* dialog = openDialog();
    EXPECT_TRUE(isRefused(*dialog, "Nothing would change"));

    tick(*dialog, "oneAtATime");
    addNewcomer(*dialog);
    addNewcomer(*dialog);
    EXPECT_TRUE(isRefused(*dialog, "One at a time changes at most one voter; this would change 2: S4 S5"))
        << said(*dialog).toStdString();
    tick(*dialog, "joint");
    EXPECT_TRUE(changeButton(*dialog)->isEnabled());
    for (raft::ServerId id = 1; id <= 5; ++id)
        put(*dialog, id, "learner");
    EXPECT_TRUE(isRefused(*dialog, "Nobody would vote"));
    put(*dialog, leader, "voter");

    EXPECT_TRUE(changeButton(*dialog)->isEnabled());
}

TEST_F(ConfigurationTest, ItSaysWhenTheLeaderWillRefuseOrStepDown) {
    const raft::ServerId leader = openLed(3);
    ConfigurationDialog* dialog = openDialog();
    put(*dialog, leader, "out");
    EXPECT_TRUE(said(*dialog).endsWith(QString("S%1 leads until that is committed, and then steps down.").arg(leader)))
        << said(*dialog).toStdString();
    press(*dialog);
    ASSERT_EQ(cluster().leader(), leader) << "not committed yet";

    dialog = openDialog();
    addNewcomer(*dialog);

    EXPECT_EQ(said(*dialog), QString("S%1 will refuse this now: an earlier change is not decided yet.").arg(leader));
    EXPECT_TRUE(changeButton(*dialog)->isEnabled()) << "one may show that it does";
    QTest::keyClick(dialog, Qt::Key_Escape);
    pass(1'500'000);
    EXPECT_NE(cluster().leader(), leader);
    EXPECT_EQ(votersAfter(0).size(), 2U);
}

TEST_F(ConfigurationTest, ItIsFilledInByKeysAlone) {
    const raft::ServerId leader = openLed(3);
    const raft::ServerId other = leader == 3 ? 1 : 3;
    ConfigurationDialog* dialog = openDialog();
    ASSERT_TRUE(QTest::qWaitForWindowActive(dialog));
    auto* out = dialog->findChild<QRadioButton*>(QString("out%1").arg(other));
    out->setFocus();

    QTest::keyClick(out, Qt::Key_Space);
    EXPECT_TRUE(out->isChecked());
    QTest::keyClick(dialog, Qt::Key_Return);

    EXPECT_EQ(votersAfter(500'000).size(), 2U);
}

TEST_F(ConfigurationTest, AMethodThatIsOffIsDisabledAndSaysHowItIsSwitchedOn) {
    ASSERT_NE(openLed(3, false, true), 0U);
    ConfigurationDialog* dialog = openDialog();
    const auto* joint = dialog->findChild<QRadioButton*>("joint");
    EXPECT_FALSE(joint->isEnabled());
    EXPECT_TRUE(joint->toolTip().contains("switches it on"));
    EXPECT_EQ(dialog->findChild<QLabel*>("methodHint")->text(), joint->toolTip());
    EXPECT_TRUE(dialog->findChild<QRadioButton*>("oneAtATime")->isChecked());

    for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
        if (button->text() == "Timing and options…")
            QTest::mouseClick(button, Qt::LeftButton);
    }

    EXPECT_TRUE(window().panels().panel("timingPanel")->isVisible());
    EXPECT_FALSE(dialog->isVisible());
}

TEST_F(ConfigurationTest, WithoutAMethodOrALeaderTheMenuAndTheKeySayWhyNot) {
    ASSERT_NE(openLed(3, false, false), 0U);
    QMenu* menu = clusterMenu();
    const QAction* entry = entryOf(*menu, "Change configuration…");
    ASSERT_NE(entry, nullptr);
    EXPECT_FALSE(entry->isEnabled());
    EXPECT_TRUE(entry->toolTip().contains("both off")) << entry->toolTip().toStdString();
    menu->close();
    openLed(3);
    ASSERT_TRUE(session().act(raft::action::Stop{cluster().leader()}));

    key(Qt::Key_R);

    EXPECT_EQ(find<ConfigurationDialog>("configurationDialog"), nullptr);
    EXPECT_TRUE(window().statusBar()->currentMessage().contains("no running server leads"))
        << window().statusBar()->currentMessage().toStdString();
}

TEST_F(ConfigurationTest, ItIsReachedByTheClustersMenuAndByAServersAndHoldsPlayback) {
    ASSERT_NE(openLed(3), 0U);
    window().player().play();
    chooseFromBar("Cluster", {"Change configuration…"});
    auto* dialog = find<ConfigurationDialog>("configurationDialog");
    ASSERT_NE(dialog, nullptr);
    EXPECT_TRUE(window().player().isHeld());
    QTest::keyClick(dialog, Qt::Key_Escape);
    EXPECT_TRUE(QTest::qWaitFor([this] { return !window().player().isHeld(); }));
    window().player().pause();

    chooseFromStage(scene::serverId(1), {"Change configuration…"});

    EXPECT_NE(find<ConfigurationDialog>("configurationDialog"), nullptr);
}

TEST_F(ConfigurationTest, MenusFollowTheMethodThatWasChosenOrUsed) {
    ASSERT_NE(openLed(3), 0U);
    chooseFromBar("Cluster", {"Add server S4"});
    EXPECT_EQ(lastAction(), raft::Action(raft::action::AddServer{4, true})) << "one at a time";
    pass(500'000);

    chooseFromBar("Cluster", {"Servers come and go", "by joint consensus (§6)"});
    chooseFromBar("Cluster", {"Add server S5"});
    EXPECT_EQ(lastAction(), raft::Action(raft::action::ChangeConfiguration{{1, 2, 3, 4, 5}, {}, true}));
    EXPECT_EQ(votersAfter(500'000), (Servers{1, 2, 3, 4, 5}));
    ConfigurationDialog* dialog = openDialog();
    EXPECT_TRUE(dialog->findChild<QRadioButton*>("joint")->isChecked());
    tick(*dialog, "oneAtATime");
    put(*dialog, 5, "out");
    press(*dialog);
    EXPECT_EQ(votersAfter(500'000), (Servers{1, 2, 3, 4}));

    chooseFromStage(scene::serverId(4), {"Remove S4 from the cluster"});

    EXPECT_EQ(lastAction(), raft::Action(raft::action::RemoveServer{4}));
}

TEST_F(ConfigurationTest, TheLeaderRemovesItselfByItsMenuAndAClusterShrinksBelowThree) {
    const raft::ServerId first = openLed(3);
    chooseFromStage(scene::serverId(first), {QString("Remove S%1 from the cluster").arg(first)});
    pass(1'500'000);
    const raft::ServerId second = cluster().leader();
    ASSERT_NE(second, 0U);
    EXPECT_NE(second, first);

    const raft::ServerId other = 6 - first - second;
    chooseFromStage(scene::serverId(other), {QString("Remove S%1 from the cluster").arg(other)});
    EXPECT_EQ(votersAfter(500'000), Servers{second});
    QMenu* menu = menuOf(scene::serverId(second));
    const QAction* last = entryOf(*menu, QString("Remove S%1 from the cluster").arg(second));

    EXPECT_FALSE(last->isEnabled());
    EXPECT_TRUE(last->toolTip().contains("Nobody would vote"));
    menu->close();
}

TEST_F(ConfigurationTest, TheLowestFreeNumberIsAddedAndWhoWasRemovedComesBack) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(3, 7);
    configuration.servers[1].id = 3;
    configuration.servers[2].id = raft::kMaximumServerId;
    configuration.options.noOp = configuration.options.leaderStickiness = true;
    configuration.options.singleServerChanges = true;
    // Who was removed asks before it campaigns, and so brings no higher term back.
    configuration.options.preVote = true;
    open(configuration);
    ASSERT_NE(electLeader(), 0U);

    chooseFromBar("Cluster", {"Add server S2"});
    EXPECT_EQ(votersAfter(500'000), (Servers{1, 2, 3, raft::kMaximumServerId}));
    chooseFromStage(scene::serverId(2), {"Remove S2 from the cluster"});
    pass(500'000);
    activate();
    chooseFromBar("Cluster", {"Add S2 again"});

    EXPECT_EQ(votersAfter(500'000), (Servers{1, 2, 3, raft::kMaximumServerId}));
}

TEST_F(ConfigurationTest, WhereNoMoreServersCanBeThoseThatWereRemovedCanComeBack) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(raft::kMaximumServers, 7);
    configuration.options.jointConsensus = true;
    for (std::size_t learner = 3; learner < configuration.servers.size(); ++learner)
        configuration.servers[learner].voting = false;
    open(configuration);
    session().seekTime(400'000, 10'000);
    ASSERT_NE(cluster().leader(), 0U);
    QMenu* menu = clusterMenu();
    const QAction* add = entryOf(*menu, "Add server S102");
    EXPECT_FALSE(add->isEnabled());
    EXPECT_TRUE(add->toolTip().contains("101 servers")) << add->toolTip().toStdString();
    menu->close();
    ConfigurationDialog* dialog = openDialog();
    EXPECT_FALSE(dialog->findChild<QPushButton*>("addNewcomer")->isEnabled());
    put(*dialog, 100, "out");
    press(*dialog);

    activate();
    chooseFromBar("Cluster", {"Add S100 again"});

    EXPECT_EQ(lastAction(), raft::Action(raft::action::AddServer{100, true}));
}

} // namespace raftarium
