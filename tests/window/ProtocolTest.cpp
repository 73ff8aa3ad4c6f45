// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "widgets/views/Fields.h"
#include "widgets/views/NewRunDialog.h"

// What goes beyond Figure 2, reached by the form for another run, by menus and by fields.

namespace raftarium {

class ProtocolTest : public WindowTest {
protected:
    /// The value of a server's field, as the inspector has it.
    [[nodiscard]] QString fieldOf(raft::ServerId server, const char* name) {
        for (const FieldLine& line : fieldsOf(cluster(), scene::serverId(server))) {
            if (line.name == QLatin1String(name))
                return line.value;
        }
        return {};
    }

    /// What the form says will begin.
    [[nodiscard]] static QString summaryOf(const NewRunDialog& dialog) {
        return dialog.findChild<QLabel*>(QStringLiteral("summary"))->text();
    }

    /// A run whose servers compact their logs when told to, and hand their leadership over.
    void openCompacting() {
        raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(3, 7);
        configuration.options.snapshots = {true, 0, 100};
        configuration.options.leadershipTransfer = true;
        configuration.load = 20;
        open(configuration);
    }
    /// The leader of a run with a load, which is read in every way, or through its log alone.
    raft::ServerId openReading(bool inEveryWay) {
        raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(3, 7);
        configuration.options.noOp = configuration.options.checkQuorum = configuration.options.leaderStickiness = true;
        configuration.options.readIndex = configuration.options.leaseReads = inEveryWay;
        configuration.load = 20;
        open(configuration);
        return electLeader();
    }
    /// Writes into a small dialog and agrees.
    void answer(const char* name, const QString& text) {
        QPointer<QInputDialog> dialog = find<QInputDialog>(name);
        ASSERT_TRUE(dialog) << name;
        EXPECT_TRUE(window().player().isHeld());
        auto* number = dialog->findChild<QDoubleSpinBox*>();
        write(number && number->isVisible() ? static_cast<QWidget*>(number) : dialog->findChild<QLineEdit*>(), text);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        EXPECT_FALSE(dialog) << name << " is open still";
    }
    [[nodiscard]] const raft::Action& lastAction() { return session().timeline().actions().back().action; }
};

TEST_F(ProtocolTest, AnotherRunHasTheOptionsThatWereChosen) {
    key(Qt::Key_N, Qt::ControlModifier);
    auto* dialog = find<NewRunDialog>("newRunDialog");
    ASSERT_NE(dialog, nullptr);
    openPage(dialog, QStringLiteral("Protocol"));
    for (const char* name : {"noOp", "preVote", "checkQuorum", "leadershipTransfer", "snapshots"}) {
        auto* box = dialog->findChild<QCheckBox*>(QLatin1String(name));
        ASSERT_NE(box, nullptr) << name;
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
    }
    auto* every = dialog->findChild<QSpinBox*>(QStringLiteral("snapshotEveryEntries"));
    ASSERT_TRUE(every->isEnabled());
    every->setValue(12);

    QTest::keyClick(dialog, Qt::Key_Return);

    const raft::Options& options = cluster().options();
    EXPECT_TRUE(options.noOp);
    EXPECT_TRUE(options.preVote);
    EXPECT_TRUE(options.checkQuorum);
    EXPECT_TRUE(options.leadershipTransfer);
    EXPECT_FALSE(options.leaderStickiness);
    EXPECT_EQ(options.snapshots, (raft::SnapshotOptions{true, 12, 1'000}));
}

TEST_F(ProtocolTest, APresetSetsAllOptionsOfAnotherRun) {
    key(Qt::Key_N, Qt::ControlModifier);
    auto* dialog = find<NewRunDialog>("newRunDialog");
    ASSERT_NE(dialog, nullptr);
    openPage(dialog, QStringLiteral("Protocol"));
    auto* preset = dialog->findChild<QComboBox*>(QStringLiteral("preset"));
    ASSERT_NE(preset, nullptr);
    preset->setFocus();
    EXPECT_EQ(preset->currentText(), QStringLiteral("paper-basic"));
    for (int i = 0; i < 2; ++i)
        QTest::keyClick(preset, Qt::Key_Down);
    EXPECT_EQ(preset->currentText(), QStringLiteral("dissertation"));

    QTest::keyClick(dialog, Qt::Key_Return);

    EXPECT_EQ(cluster().options(), raft::presetAt(2)) << "the dissertation's";
}

TEST_F(ProtocolTest, EveryPresetCanBeChosenForAnotherRun) {
    const auto& names = raft::presetNames();
    ASSERT_EQ(names.size(), 4U);
    for (std::size_t position = names.size(); position-- > 0;) {
        activate();
        key(Qt::Key_N, Qt::ControlModifier);
        auto* dialog = find<NewRunDialog>("newRunDialog");
        ASSERT_NE(dialog, nullptr);
        auto* preset = dialog->findChild<QComboBox*>("preset");
        preset->setFocus();
        QTest::keyClicks(preset, names[position]);
        EXPECT_EQ(preset->currentText(), names[position]);

        QTest::keyClick(dialog, Qt::Key_Return);

        EXPECT_EQ(cluster().options(), raft::presetAt(position)) << names[position];
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

TEST_F(ProtocolTest, AnotherRunHasTheWeatherThatWasChosen) {
    key(Qt::Key_N, Qt::ControlModifier);
    auto* dialog = find<NewRunDialog>("newRunDialog");
    ASSERT_NE(dialog, nullptr);
    openPage(dialog, QStringLiteral("Weather"));
    auto* weather = dialog->findChild<QComboBox*>(QStringLiteral("weather"));
    weather->setFocus();
    QTest::keyClick(weather, Qt::Key_Down);
    fill(dialog->findChild<QSpinBox*>(QStringLiteral("crashes")), "33");

    EXPECT_TRUE(summaryOf(*dialog).contains(QLatin1String("weather of your own")));

    QTest::keyClick(dialog, Qt::Key_Return);

    raft::Weather expected = raft::weatherAt(1);
    expected.crashes = 33;
    EXPECT_EQ(cluster().weather(), expected);
    EXPECT_EQ(session().timeline().configuration().weather, expected);
}

TEST_F(ProtocolTest, AnotherRunHasTheTimesThatWereWrittenAndTheNextTheUsualOnesAgain) {
    key(Qt::Key_N, Qt::ControlModifier);
    auto* dialog = find<NewRunDialog>("newRunDialog");
    ASSERT_NE(dialog, nullptr);
    EXPECT_TRUE(summaryOf(*dialog).contains(QLatin1String("usual times")));
    openPage(dialog, QStringLiteral("Times"));
    const auto field = [dialog](const char* name) { return dialog->findChild<QDoubleSpinBox*>(QLatin1String(name)); };

    fill(field("electionLow"), "500");
    EXPECT_EQ(field("electionHigh")->value(), 500) << "an end of a range takes the other along";
    fill(field("electionHigh"), "900");
    fill(field("heartbeat"), "80.5");
    fill(field("latencyHigh"), "2");
    EXPECT_TRUE(summaryOf(*dialog).contains(QLatin1String("times of your own")));
    QTest::keyClick(dialog, Qt::Key_Return);

    const raft::Timing& timing = cluster().timing();
    EXPECT_EQ(timing.electionTimeout, (raft::TimeRange{500'000, 900'000}));
    EXPECT_EQ(timing.heartbeat, 80'500);
    EXPECT_EQ(timing.link.latency, (raft::TimeRange{2'000, 2'000}));
    activate();
    key(Qt::Key_N, Qt::ControlModifier);
    QTest::keyClick(find<NewRunDialog>("newRunDialog"), Qt::Key_Return);
    EXPECT_EQ(cluster().timing(), raft::Timing());
}

TEST_F(ProtocolTest, TheLastServersOfAnotherRunLearnOnly) {
    key(Qt::Key_N, Qt::ControlModifier);
    auto* dialog = find<NewRunDialog>("newRunDialog");
    ASSERT_NE(dialog, nullptr);
    openPage(dialog, QStringLiteral("Servers"));
    auto* learners = dialog->findChild<QSpinBox*>(QStringLiteral("learners"));

    learners->setFocus();
    for (int i = 0; i < 9; ++i)
        QTest::keyClick(learners, Qt::Key_Up);
    EXPECT_EQ(learners->value(), 4) << "somebody has to vote";
    fill(learners, "2");
    EXPECT_TRUE(summaryOf(*dialog).contains(QLatin1String("2 of them learners")));
    QTest::keyClick(dialog, Qt::Key_Return);

    ASSERT_EQ(cluster().hosts().size(), 5U);
    const raft::Configuration& members = cluster().server(1).configuration;
    EXPECT_EQ(members.voters.size(), 3U);
    EXPECT_TRUE(members.learners.contains(4) && members.learners.contains(5));
}

TEST_F(ProtocolTest, ThePagesOfTheFormFitASmallScreenAndNothingIsWiderThanItsPage) {
    key(Qt::Key_N, Qt::ControlModifier);
    auto* dialog = find<NewRunDialog>("newRunDialog");
    ASSERT_NE(dialog, nullptr);
    EXPECT_LE(dialog->width(), 1024);
    EXPECT_LE(dialog->height(), 640);
    for (const char* page : {"Servers", "Clients", "Times", "Weather", "Protocol"}) {
        openPage(dialog, QLatin1String(page));
        const auto* area =
            qobject_cast<QScrollArea*>(dialog->findChild<QTabWidget*>(QStringLiteral("pages"))->currentWidget());
        ASSERT_NE(area, nullptr);
        EXPECT_LE(area->widget()->width(), area->viewport()->width()) << page;
    }
}

TEST_F(ProtocolTest, ThePriorityOfAServerIsChosenFromItsMenuOrWrittenInTheInspector) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(3, 7);
    configuration.options.electionPriority = true;
    open(configuration);

    chooseFromStage(scene::serverId(2), {QStringLiteral("Priority in elections"), QStringLiteral("5")});
    EXPECT_EQ(host(2).server.priority(), 5U);
    click(scene::serverId(2));
    const auto* inspector = find<QWidget>("inspector");
    auto* field = find<QSpinBox>("priority");
    ASSERT_TRUE(QTest::qWaitFor([&] { return field->isVisibleTo(inspector) && field->value() == 5; }));
    write(field, "9");
    EXPECT_EQ(host(2).server.priority(), 9U);

    stage().setFocus();
    key(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(host(2).server.priority(), 5U);
}

TEST_F(ProtocolTest, APriorityThatIsBeingTypedStaysWhileTheRunGoesOnAndIsNobodysOnceNothingIsSelected) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(3, 7);
    configuration.options.electionPriority = true;
    open(configuration);
    click(scene::serverId(2));
    const auto* inspector = find<QWidget>("inspector");
    auto* field = find<QSpinBox>("priority");
    ASSERT_TRUE(QTest::qWaitFor([&] { return field->isVisibleTo(inspector); }));
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, "7");

    session().seekTime(cluster().now() + 100'000, 2000);
    QTest::qWait(50);
    EXPECT_EQ(field->text(), "7");
    const std::size_t actions = session().timeline().actions().size();
    QTest::keyClick(field, Qt::Key_Escape);
    stage().setFocus();
    key(Qt::Key_Escape);
    QTest::qWait(50);

    EXPECT_FALSE(field->isVisibleTo(inspector));
    for (std::size_t i = actions; i < session().timeline().actions().size(); ++i)
        EXPECT_EQ(session().timeline().actions()[i].action, raft::Action(raft::action::SetPriority{2, 7}));
}

TEST_F(ProtocolTest, WithoutTheOptionNoPriorityCanBeSetAndTheMenuSaysWhy) {
    click(scene::serverId(2));
    EXPECT_FALSE(find<QSpinBox>("priority")->isVisibleTo(find<QWidget>("inspector")));

    const QMenu* menu = menuOf(scene::serverId(2));

    ASSERT_NE(menu, nullptr);
    const QAction* entry = entryOf(*entryOf(*menu, QStringLiteral("Priority in elections"))->menu(), "5");
    ASSERT_NE(entry, nullptr);
    EXPECT_FALSE(entry->isEnabled());
    EXPECT_TRUE(entry->toolTip().contains(QLatin1String("this option is off"))) << entry->toolTip().toStdString();
}

TEST_F(ProtocolTest, LeasesBringTheOptionsThatTheyNeedAndGoWithThem) {
    key(Qt::Key_N, Qt::ControlModifier);
    auto* dialog = find<NewRunDialog>("newRunDialog");
    ASSERT_NE(dialog, nullptr);
    openPage(dialog, QStringLiteral("Protocol"));
    const auto box = [dialog](const char* name) { return dialog->findChild<QCheckBox*>(QLatin1String(name)); };

    box("leaseReads")->click();
    EXPECT_TRUE(box("leaderStickiness")->isChecked());
    EXPECT_TRUE(box("checkQuorum")->isChecked());
    box("checkQuorum")->click();
    EXPECT_FALSE(box("leaseReads")->isChecked());
    EXPECT_TRUE(box("leaderStickiness")->isChecked());
}

TEST_F(ProtocolTest, LimitsAreOffAtTheirLowestAndAFollowersPipelineIsShownAtItsLeader) {
    key(Qt::Key_N, Qt::ControlModifier);
    auto* dialog = find<NewRunDialog>("newRunDialog");
    ASSERT_NE(dialog, nullptr);
    openPage(dialog, QStringLiteral("Protocol"));
    auto* window = dialog->findChild<QSpinBox*>(QStringLiteral("pipelining"));
    ASSERT_NE(window, nullptr);
    EXPECT_EQ(window->text(), QStringLiteral("off"));
    window->setFocus();
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(window, Qt::Key_Up);
    dialog->findChild<QSpinBox*>(QStringLiteral("uncommittedEntries"))->setValue(9);
    dialog->findChild<QCheckBox*>(QStringLiteral("asyncWrites"))->click();
    dialog->findChild<QCheckBox*>(QStringLiteral("noOp"))->click();

    QTest::keyClick(dialog, Qt::Key_Return);

    EXPECT_EQ(cluster().options().pipelining, 3U);
    EXPECT_EQ(cluster().options().batching, 0U);
    EXPECT_EQ(cluster().options().uncommittedEntries, 9U);
    EXPECT_TRUE(cluster().options().asyncWrites);
    const raft::ServerId leader = electLeader();
    ASSERT_NE(leader, 0U);
    session().seekTime(cluster().now() + 100'000, 1000);
    bool shown = false;
    for (const FieldLine& line : fieldsOf(cluster(), scene::serverId(leader)))
        shown =
            shown || (line.name.startsWith(QLatin1String("under way to S")) && line.value == QLatin1String("nothing"));
    EXPECT_TRUE(shown);
}

TEST_F(ProtocolTest, AServerTakesASnapshotThatItsFieldsAndItsLogShow) {
    openCompacting();
    const raft::ServerId leader = electLeader();
    ASSERT_NE(leader, 0U);

    chooseFromStage(scene::serverId(leader), {QStringLiteral("Take a snapshot")});

    EXPECT_GT(host(leader).server.state().persistent.snapshotIndex(), 0U);
    bool shown = false;
    for (const FieldLine& line : fieldsOf(cluster(), scene::serverId(leader)))
        shown =
            shown || (line.name == QLatin1String("snapshot") && line.value.startsWith(QLatin1String("up to index")));
    EXPECT_TRUE(shown);
}

TEST_F(ProtocolTest, AServerIsReadFromItsMenu) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(3, 7);
    configuration.options.noOp = configuration.options.readIndex = true;
    configuration.load = 20;
    open(configuration);
    const raft::ServerId leader = electLeader();
    ASSERT_NE(leader, 0U);

    chooseFromStage(scene::serverId(leader),
                    {QStringLiteral("Read from S%1").arg(leader), QStringLiteral("k1, by ReadIndex")});

    const std::size_t read = cluster().requests().size();
    EXPECT_EQ(cluster().requests()[read - 1].read, raft::action::ReadMode::readIndex);
    session().seekTime(cluster().now() + 200'000, 1000);
    EXPECT_EQ(cluster().requests()[read - 1].status, raft::RequestStatus::answered);
}

TEST_F(ProtocolTest, EveryWayOfReadingIsInTheMenuForKnownAndForOtherKeys) {
    const raft::ServerId leader = openReading(true);
    const std::pair<QString, raft::ReadMode> ways[]{{"as an entry of the log", raft::ReadMode::log},
                                                    {"by ReadIndex", raft::ReadMode::readIndex},
                                                    {"by lease", raft::ReadMode::lease}};
    for (const auto& [words, mode] : ways) {
        const QString from = QString("Read from S%1").arg(leader);
        chooseFromStage(scene::serverId(leader), {from, "k1, " + words});
        EXPECT_EQ(lastAction(), raft::Action(raft::action::Read{"k1", leader, mode}));

        chooseFromStage(scene::serverId(leader), {from, "Other key, " + words + "…"});
        answer("keyDialog", "a key of mine");

        EXPECT_EQ(lastAction(), raft::Action(raft::action::Read{"a key of mine", leader, mode}));
    }
}

TEST_F(ProtocolTest, AWayOfReadingThatIsOffIsDisabledAndSaysWhy) {
    const raft::ServerId leader = openReading(false);
    QMenu* menu = menuOf(scene::serverId(leader));
    ASSERT_NE(menu, nullptr);
    const QMenu* reads = entryOf(*menu, QString("Read from S%1").arg(leader))->menu();

    EXPECT_TRUE(entryOf(*reads, "Other key, as an entry of the log…")->isEnabled());
    for (const char* off : {"Other key, by ReadIndex…", "Other key, by lease…"}) {
        EXPECT_FALSE(entryOf(*reads, off)->isEnabled()) << off;
        EXPECT_TRUE(entryOf(*reads, off)->toolTip().contains("this option is off")) << off;
    }
    menu->close();
}

TEST_F(ProtocolTest, AnAddedServerIsOnTheStageAndIsRemovedByItsMenu) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(3, 7);
    configuration.options.noOp = configuration.options.singleServerChanges = true;
    open(configuration);
    const raft::ServerId leader = electLeader();
    ASSERT_NE(leader, 0U);

    ASSERT_TRUE(session().act(raft::action::AddServer{4, true}));
    session().seekTime(cluster().now() + 500'000, 1000);
    EXPECT_TRUE(host(leader).server.state().configuration.isVoter(4));
    chooseFromStage(scene::serverId(4), {QStringLiteral("Remove S4 from the cluster")});

    session().seekTime(cluster().now() + 500'000, 1000);
    EXPECT_FALSE(host(leader).server.state().configuration.isVoter(4));
}

TEST_F(ProtocolTest, LeadershipIsHandedOverByTheMenuOfTheSuccessor) {
    openCompacting();
    const raft::ServerId leader = electLeader();
    const raft::ServerId other = leader == 1 ? 2 : 1;
    const QString entry = QStringLiteral("Hand leadership over to S%1").arg(other);

    chooseFromStage(scene::serverId(other), {entry});
    session().seekTime(cluster().now() + 200'000, 1000);

    EXPECT_EQ(cluster().leader(), other);
}

TEST_F(ProtocolTest, ADiskFillsAndIsLostByMenuAndTheFieldsSaySo) {
    electLeader();

    chooseFromStage(scene::serverId(1), {QStringLiteral("Disk"), QStringLiteral("Full")});

    EXPECT_EQ(host(1).diskState, raft::DiskState::full);
    EXPECT_EQ(fieldOf(1, "disk"), QLatin1String("full"));
    chooseFromStage(scene::serverId(1), {QStringLiteral("Disk"), QStringLiteral("Lose it, and all that is on it")});
    EXPECT_TRUE(host(1).stopped);
    EXPECT_EQ(host(1).durable(), raft::PersistentState{});
}

TEST_F(ProtocolTest, ADiskIsSlowedByMenuAndPutInOrderAgain) {
    electLeader();

    chooseFromStage(scene::serverId(1), {"Disk", "Slow"});
    EXPECT_EQ(host(1).diskState, raft::DiskState::slow);
    EXPECT_EQ(fieldOf(1, "disk"), "slow");
    chooseFromStage(scene::serverId(1), {"Disk", "In order"});

    EXPECT_EQ(host(1).diskState, raft::DiskState::ok);
}

TEST_F(ProtocolTest, AClockIsSlowedAndSetBackByMenu) {
    electLeader();
    chooseFromStage(scene::serverId(2), {"Clock", "Half as fast"});
    EXPECT_EQ(host(2).clock.speed(), raft::kTrueSpeed / 2);

    chooseFromStage(scene::serverId(2), {"Clock", "Jumps 100 ms back"});

    EXPECT_EQ(fieldOf(2, "clock"), "100 ms behind");
}

TEST_F(ProtocolTest, AClockTakesAnySpeedAndAnyJump) {
    chooseFromStage(scene::serverId(2), {"Clock", "Other speed…"});
    answer("speedDialog", "0.25");
    EXPECT_EQ(lastAction(), raft::Action(raft::action::Clock{2, raft::kTrueSpeed / 4, 0}));

    chooseFromStage(scene::serverId(2), {"Clock", "Other jump…"});
    answer("jumpDialog", "-12.5");

    EXPECT_EQ(lastAction(), raft::Action(raft::action::Clock{2, std::nullopt, -12'500}));
}

TEST_F(ProtocolTest, AClockIsSetByMenuAndTheFieldsSaySo) {
    chooseFromStage(scene::serverId(2), {QStringLiteral("Clock"), QStringLiteral("Twice as fast")});
    chooseFromStage(scene::serverId(2), {QStringLiteral("Clock"), QStringLiteral("Jumps 20 ms ahead")});

    EXPECT_EQ(host(2).clock.speed(), 2 * raft::kTrueSpeed);
    EXPECT_EQ(fieldOf(2, "speed of the clock"), QLatin1String("2"));
    EXPECT_EQ(fieldOf(2, "clock"), QLatin1String("20 ms ahead"));
}

} // namespace raftarium
