// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

// Every field of the panel of times and features, by mouse and key.

namespace raftarium {

class TimingTest : public WindowTest {
protected:
    void SetUp() override {
        WindowTest::SetUp();
        auto* bar = find<QToolBar>("tools");
        for (QAction* action : bar->actions()) {
            if (action->text() == "Timing…")
                QTest::mouseClick(bar->widgetForAction(action), Qt::LeftButton);
        }
        ASSERT_TRUE(window().panels().panel("timingPanel")->isVisible());
    }
    [[nodiscard]] const raft::Timing& timing() { return cluster().timing(); }

    void pressButton(const QString& text) {
        for (auto* button : find<QWidget>("timing")->findChildren<QPushButton*>()) {
            if (button->text() == text)
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    void tick(const char* name) {
        auto* box = find<QCheckBox>(name);
        ASSERT_NE(box, nullptr) << name;
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    }
    /// Chooses the next or the previous value of a list by key.
    void turn(const char* name, Qt::Key key) {
        auto* box = find<QComboBox>(name);
        ASSERT_NE(box, nullptr) << name;
        box->setFocus();
        QTest::keyClick(box, key);
    }
};

TEST_F(TimingTest, TheElectionTimeoutIsSet) {
    write(find<QWidget>("electionHigh"), "400");
    write(find<QWidget>("electionLow"), "200.5");

    EXPECT_EQ(timing().electionTimeout, (raft::TimeRange{200'500, 400'000}));
}

TEST_F(TimingTest, AnEndOfARangeTakesTheOtherAlong) {
    write(find<QWidget>("electionLow"), "700");

    EXPECT_EQ(timing().electionTimeout, (raft::TimeRange{700'000, 700'000}));
    EXPECT_EQ(find<QDoubleSpinBox>("electionHigh")->value(), 700);
}

TEST_F(TimingTest, TheHeartbeatIsSet) {
    write(find<QWidget>("heartbeat"), "20");

    EXPECT_EQ(timing().heartbeat, 20'000);
}

TEST_F(TimingTest, TheLatencyIsSet) {
    write(find<QWidget>("latencyHigh"), "40");
    write(find<QWidget>("latencyLow"), "30");

    EXPECT_EQ(timing().link.latency, (raft::TimeRange{30'000, 40'000}));
}

TEST_F(TimingTest, LossAndDuplicationAreSet) {
    write(find<QWidget>("loss"), "12.5");
    write(find<QWidget>("duplication"), "3");

    EXPECT_EQ(timing().link.loss, 125'000U);
    EXPECT_EQ(timing().link.duplication, 30'000U);
}

TEST_F(TimingTest, TheTimeOfAWriteIsSet) {
    write(find<QWidget>("diskHigh"), "9");
    write(find<QWidget>("diskLow"), "4");

    EXPECT_EQ(timing().diskWrite, (raft::TimeRange{4'000, 9'000}));
}

TEST_F(TimingTest, ElectionTimersAndHeartbeatsBecomeManualAndAutomaticAgain) {
    turn("electionTimers", Qt::Key_Down);
    turn("heartbeats", Qt::Key_Down);
    EXPECT_EQ(timing().electionTimers, raft::TimerMode::manual);
    EXPECT_EQ(timing().heartbeats, raft::TimerMode::manual);

    turn("electionTimers", Qt::Key_Up);
    turn("heartbeats", Qt::Key_Up);

    EXPECT_EQ(timing().electionTimers, raft::TimerMode::automatic);
    EXPECT_EQ(timing().heartbeats, raft::TimerMode::automatic);
}

TEST_F(TimingTest, TheButtonsAlignAndSpreadTheTimers) {
    pressButton("Align");
    EXPECT_EQ(host(1).electionTimer.time, host(5).electionTimer.time);

    pressButton("Spread");

    EXPECT_LT(host(1).electionTimer.time, host(2).electionTimer.time);
    EXPECT_LT(host(4).electionTimer.time, host(5).electionTimer.time);
}

TEST_F(TimingTest, TheWeatherIsChosenByNameAndItsRatesOneByOne) {
    turn("weather", Qt::Key_Down);
    turn("weather", Qt::Key_Down);
    EXPECT_EQ(cluster().weather(), raft::weatherAt(2)) << "a storm";

    write(find<QWidget>("crashes"), "12");
    write(find<QWidget>("repair"), "250");

    raft::Weather expected = raft::weatherAt(2);
    expected.crashes = 12;
    expected.repair = 250'000;
    EXPECT_EQ(cluster().weather(), expected);
    EXPECT_EQ(find<QComboBox>("weather")->currentText(), QStringLiteral("as below"));
}

TEST_F(TimingTest, TheMenuSetsTheWeatherAndFaultsComeWhileTheRunPlays) {
    chooseFromBar("Cluster", {"Weather", "a storm"});
    EXPECT_EQ(cluster().weather(), raft::weatherAt(2));
    EXPECT_TRUE(QTest::qWaitFor([this] { return find<QSpinBox>("crashes")->value() == 60; }));

    session().seekTime(10'000'000, 5000);
    const std::size_t actions = session().timeline().actions().size();
    EXPECT_GT(actions, 20U);

    chooseFromBar("Cluster", {"Weather", "calm"});
    EXPECT_TRUE(cluster().weather().isCalm());
    session().seekTime(20'000'000, 5000);
    EXPECT_EQ(session().timeline().actions().size(), actions + 1) << "nothing came but the change of the weather";
}

TEST_F(TimingTest, TheLoadIsWrittenFieldByField) {
    write(find<QWidget>("clients"), "3");
    EXPECT_EQ(cluster().load().clients, 3U);
    EXPECT_EQ(cluster().clients().size(), 3U);
    write(find<QWidget>("thinkTime"), "20.5");
    write(find<QWidget>("reads"), "60");
    turn("readMode", Qt::Key_Down);
    write(find<QWidget>("keys"), "4");

    raft::Load expected;
    expected.clients = 3;
    expected.thinkTime = 20'500;
    expected.reads = 60;
    expected.readMode = raft::ReadMode::readIndex;
    expected.keys = 4;
    EXPECT_EQ(cluster().load(), expected);
    stage().setFocus();
    key(Qt::Key_Z, Qt::ControlModifier);
    expected.keys = 10;
    EXPECT_EQ(cluster().load(), expected);
    EXPECT_TRUE(QTest::qWaitFor([this] { return find<QSpinBox>("keys")->value() == 10; }));
}

TEST_F(TimingTest, TheMenuBeginsAndStopsALoadAndKeepsItsMix) {
    write(find<QWidget>("load"), "20");
    write(find<QWidget>("keys"), "4");
    stage().setFocus();
    session().seekTime(2'000'000, 5000);
    EXPECT_GE(cluster().requests().size(), 39U);

    chooseFromBar("Cluster", {"Load", "3 clients"});
    EXPECT_TRUE(cluster().load().isClosed());
    EXPECT_EQ(cluster().load().keys, 4U);
    session().seekTime(3'000'000, 5000);
    chooseFromBar("Cluster", {"Load", "no load"});
    EXPECT_FALSE(cluster().load().isOn());

    session().seekTime(5'000'000, 5000);
    const std::size_t requests = cluster().requests().size();
    session().seekTime(9'000'000, 5000);
    EXPECT_EQ(cluster().requests().size(), requests);
}

TEST_F(TimingTest, APresetSetsAllOptionsOfARunThatGoesOn) {
    for (int i = 0; i < 3; ++i)
        turn("preset", Qt::Key_Down);
    EXPECT_EQ(cluster().options(), raft::presetAt(3)) << "production";
    EXPECT_EQ(session().timeline().actions().size(), 3U) << "one for each preset on the way";

    ASSERT_TRUE(QTest::qWaitFor([this] { return find<QCheckBox>("noOp")->isChecked(); }));
    tick("noOp");
    EXPECT_FALSE(cluster().options().noOp);
    EXPECT_TRUE(QTest::qWaitFor([this] { return find<QComboBox>("preset")->currentText() == "as below"; }));
}

TEST_F(TimingTest, APresetThatTheClusterCannotTakeIsNotShownAsIfItHad) {
    raft::action::SetOptions set;
    set.preset = 2;
    ASSERT_TRUE(session().act(set));
    electLeader();
    ASSERT_TRUE(session().act(raft::action::RemoveServer{cluster().leader() == 5 ? 4U : 5U}));
    session().seekTime(2'000'000, 5000);
    auto* preset = find<QComboBox>("preset");
    ASSERT_TRUE(QTest::qWaitFor([&] { return preset->currentText() == "dissertation"; }));

    turn("preset", Qt::Key_Down);

    EXPECT_EQ(cluster().options(), raft::presetAt(2)) << "production has configurations in force when applied";
    EXPECT_EQ(preset->currentText(), QStringLiteral("dissertation"));
}

TEST_F(TimingTest, FeaturesOfTheProtocolAreSwitchedOnAndOff) {
    for (const char* name : {"noOp", "acceleratedBackoff"})
        tick(name);
    EXPECT_TRUE(cluster().options().noOp);
    EXPECT_TRUE(cluster().options().acceleratedBackoff);

    for (const char* name : {"noOp", "acceleratedBackoff"})
        tick(name);

    EXPECT_FALSE(cluster().options().noOp);
    EXPECT_FALSE(cluster().options().acceleratedBackoff);
}

TEST_F(TimingTest, EveryOtherFeatureIsSwitchedOnAndOffToo) {
    using raft::Options;
    const std::pair<const char*, bool Options::*> switches[]{
        {"leaderStickiness", &Options::leaderStickiness},
        {"preVote", &Options::preVote},
        {"checkQuorum", &Options::checkQuorum},
        {"leadershipTransfer", &Options::leadershipTransfer},
        {"readIndex", &Options::readIndex},
        {"sessions", &Options::sessions},
        {"jointConsensus", &Options::jointConsensus},
        {"singleServerChanges", &Options::singleServerChanges},
        {"electionPriority", &Options::electionPriority},
        {"applyTimeConfiguration", &Options::applyTimeConfiguration},
        {"asyncWrites", &Options::asyncWrites}};
    for (const auto& [name, option] : switches) {
        Options expected = cluster().options();
        expected.*option = true;
        tick(name);
        EXPECT_EQ(cluster().options(), expected) << name;

        expected.*option = false;
        tick(name);

        EXPECT_EQ(cluster().options(), expected) << name;
    }
}

TEST_F(TimingTest, EveryLimitIsSetAndSwitchedOffAgain) {
    using raft::Options;
    const std::pair<const char*, std::uint32_t Options::*> limits[]{
        {"pipelining", &Options::pipelining},
        {"batching", &Options::batching},
        {"bytesPerMessage", &Options::bytesPerMessage},
        {"inFlightBytes", &Options::inFlightBytes},
        {"uncommittedEntries", &Options::uncommittedEntries}};
    for (const auto& [name, limit] : limits) {
        write(find<QWidget>(name), "17");
        EXPECT_EQ(cluster().options().*limit, 17U) << name;

        write(find<QWidget>(name), "0");

        EXPECT_EQ(cluster().options().*limit, 0U) << name;
    }
}

TEST_F(TimingTest, SnapshotsAreSwitchedOnWithTheirNumbers) {
    tick("snapshots");
    write(find<QWidget>("snapshotEveryEntries"), "12");
    write(find<QWidget>("snapshotChunkBytes"), "345");
    EXPECT_EQ(cluster().options().snapshots, (raft::SnapshotOptions{true, 12, 345}));

    tick("snapshots");

    EXPECT_FALSE(cluster().options().snapshots.on);
}

TEST_F(TimingTest, EveryRateOfFaultsIsSet) {
    for (const char* name : {"crashes", "cuts", "losses", "pauses"})
        write(find<QWidget>(name), "12");

    raft::Weather expected;
    expected.crashes = expected.cuts = expected.losses = expected.pauses = 12;
    EXPECT_EQ(cluster().weather(), expected);
}

TEST_F(TimingTest, TheEntriesOfAMessageAreSet) {
    write(find<QWidget>("entriesPerMessage"), "8");

    EXPECT_EQ(cluster().options().entriesPerMessage, 8U);
}

TEST_F(TimingTest, TheFieldsFollowTheMoment) {
    write(find<QWidget>("heartbeat"), "20");
    stage().setFocus();

    key(Qt::Key_Z, Qt::ControlModifier);

    EXPECT_TRUE(QTest::qWaitFor([this] { return find<QDoubleSpinBox>("heartbeat")->value() == 50; }));
}

TEST_F(TimingTest, TheWordsOfASwitchSwitchIt) {
    auto* box = find<QCheckBox>("preVote");
    auto* words = box->parentWidget()->childAt(box->geometry().right() + 30, box->geometry().center().y());
    ASSERT_NE(qobject_cast<QLabel*>(words), nullptr);

    QTest::mouseClick(words, Qt::LeftButton);

    EXPECT_TRUE(cluster().options().preVote);
}

TEST_F(TimingTest, EveryFieldCanBeSeenByScrollingAtTheSmallestSizeToo) {
    const auto* area = find<QScrollArea>("timing");
    for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
        window().resize(size);
        QCoreApplication::processEvents();
        for (const QWidget* field : area->widget()->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
            EXPECT_LE(field->geometry().right(), area->widget()->width()) << field->objectName().toStdString();
            EXPECT_GE(field->width(), field->minimumSizeHint().width()) << field->objectName().toStdString();
        }
        EXPECT_LE(area->widget()->width(), area->viewport()->width()) << size.width();
    }
}

} // namespace raftarium
