// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "widgets/views/EventsView.h"
#include "widgets/views/LogsView.h"

// The panels around the stage: inspector, logs, events, why, transport.

namespace raftarium {

using scene::serverId;

/// Panels of text follow the moment within this time, in milliseconds.
static constexpr int kRenewed = 150;

class PanelsTest : public WindowTest {
protected:
    /// The inspector's lines as "name: value".
    [[nodiscard]] QStringList fields() {
        const QAbstractItemModel* model = find<QTableView>("fields")->model();
        QStringList lines;
        for (int row = 0; row < model->rowCount(); ++row)
            lines += model->index(row, 0).data().toString().trimmed() + ": " + model->index(row, 1).data().toString();
        return lines;
    }
    void expectFields(const QStringList& names) {
        QTest::qWait(kRenewed);
        const QStringList lines = fields();
        for (const QString& name : names) {
            const bool found = std::any_of(lines.begin(), lines.end(),
                                           [&](const QString& line) { return line.startsWith(name + ":"); });
            EXPECT_TRUE(found) << name.toStdString() << " is not among " << lines.join(" | ").toStdString();
        }
    }
    void expectLine(const QString& line) { EXPECT_TRUE(fields().contains(line)) << fields().join(" | ").toStdString(); }
    void showFields(const scene::Id& id) {
        chooseFromStage(id, {"Show every field"});
        ASSERT_TRUE(QTest::qWaitFor([this] { return find<QWidget>("inspector")->isVisible(); }));
    }
    void submit(const char* command) {
        session().act(raft::action::Submit{raft::Command::parse(command).value(), 0});
        session().seekTime(cluster().now() + 150'000, 1000);
    }
    [[nodiscard]] ViewState& view() { return window().view(); }
    /// The number of a message of this kind in flight; 0 when there is none.
    [[nodiscard]] std::uint64_t flightOf(raft::MessageKind kind) {
        for (const raft::InFlight& flight : cluster().inFlight()) {
            if (flight.message->kind() == kind)
                return flight.id;
        }
        return 0;
    }
    [[nodiscard]] EventsView& events() { return *find<EventsView>("events"); }
    [[nodiscard]] LogsView& logs() { return *find<LogsView>("logs"); }
    [[nodiscard]] static QString clipboard() { return QApplication::clipboard()->text(); }
};

// ---- Inspector.

TEST_F(PanelsTest, TheInspectorShowsEveryFieldOfALeader) {
    const raft::ServerId leader = electLeader();
    submit("set x 1");
    const raft::ServerId other = leader == 1 ? 2 : 1;

    showFields(serverId(leader));

    expectFields({"role", "leader known", "currentTerm", "votedFor", "log[]", "log[1]", "commitIndex", "lastApplied",
                  QString("nextIndex[S%1]").arg(other), QString("matchIndex[S%1]").arg(other), "election timer",
                  "heartbeat timer"});
    expectLine("role: leader");
    expectLine("commitIndex: 1");
    expectLine(QString("nextIndex[S%1]: 2").arg(other));
    expectLine("x: 1");
}

TEST_F(PanelsTest, TheInspectorShowsACandidatesVotesAndAFollowersTimer) {
    chooseFromStage(serverId(1), {"Time S1 out"});
    showFields(serverId(1));
    expectFields({"votes granted", "votes denied"});
    expectLine("role: candidate");

    click(serverId(2));

    expectFields({"election timer", "election timeout"});
    expectLine("role: follower");
}

TEST_F(PanelsTest, TheInspectorShowsEveryFieldOfRequestVoteAndItsReply) {
    chooseFromStage(serverId(1), {"Time S1 out"});
    session().seekTime(cluster().now() + 3'000, 100);
    showFields(scene::messageId(cluster().inFlight().front().id));
    expectFields({"from", "to", "term", "candidateId", "lastLogIndex", "lastLogTerm", "number", "sent", "arrives in"});
    while (cluster().inFlight().front().message->kind() == raft::MessageKind::requestVote)
        session().seek(session().events() + 1);

    showFields(scene::messageId(cluster().inFlight().front().id));

    expectFields({"from", "to", "term", "voteGranted"});
}

TEST_F(PanelsTest, TheInspectorShowsEveryFieldOfAppendEntriesAndItsReply) {
    electLeader();
    session().act(raft::action::Submit{raft::Command::parse("set x 1").value(), 0});
    session().seekTime(cluster().now() + 2'000, 100);
    const auto carries = [](const raft::InFlight& flight) {
        const auto* append = std::get_if<raft::AppendEntries>(&flight.message->body);
        return append && !append->entries.empty();
    };
    const auto& flights = cluster().inFlight();
    const auto found = std::find_if(flights.begin(), flights.end(), carries);
    ASSERT_NE(found, flights.end());
    view().select(scene::messageId(found->id));
    window().panels().bringUp("inspectorPanel");
    expectFields({"leaderId", "prevLogIndex", "prevLogTerm", "entries[]", "entries[1]", "leaderCommit"});
    while (flightOf(raft::MessageKind::appendEntriesReply) == 0)
        session().seek(session().events() + 1);

    view().select(scene::messageId(flightOf(raft::MessageKind::appendEntriesReply)));

    expectFields({"success", "answers prevLogIndex", "matchIndex"});
}

TEST_F(PanelsTest, TheInspectorShowsBothWaysOfALink) {
    chooseFromStage(scene::linkId(1, 3), {"S1 → S3", "Lose at random", "30 %"});
    chooseFromStage(scene::linkId(1, 3), {"S3 → S1", "Cut this way"});

    showFields(scene::linkId(1, 3));

    expectFields({"S1 → S3", "S3 → S1", "latency", "duplicated", "blocked", "messages on the way"});
    expectLine("state: open");
    expectLine("state: cut");
    expectLine("lost: 30 %");
}

TEST_F(PanelsTest, AClickOnAnEntryInTheLogsShowsItsFields) {
    electLeader();
    submit("set x 1");
    const scene::Id entry = scene::entryId(2, 1);
    ASSERT_FALSE(logs().placeOf(entry).isEmpty());

    QTest::mouseDClick(logs().viewport(), Qt::LeftButton, {}, logs().placeOf(entry).center());

    EXPECT_EQ(window().view().selected(), entry);
    expectFields({"index", "term", "command", "committed here", "applied here", "on servers"});
    expectLine("command: set x 1");
}

TEST_F(PanelsTest, ChosenFieldsAreCopied) {
    electLeader();
    showFields(serverId(1));
    auto* table = find<QTableView>("fields");
    ASSERT_TRUE(QTest::qWaitFor([table] { return table->model()->rowCount() > 0; }));
    table->setFocus();
    table->selectRow(0);

    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);

    EXPECT_EQ(clipboard(), "role\t" + fields().constFirst().section(": ", 1));
}

// ---- Logs.

TEST_F(PanelsTest, TheLogsScrollThroughAHundredThousandEntriesWithoutSlowing) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(5, 7);
    for (raft::StartingServer& server : configuration.servers)
        server.log.assign(100'000, raft::Entry{1, {}});
    open(configuration);
    QScrollBar* bar = logs().horizontalScrollBar();
    EXPECT_EQ(bar->value(), bar->maximum());
    EXPECT_FALSE(logs().placeOf(scene::entryId(5, 100'000)).isEmpty());

    QElapsedTimer spent;
    spent.start();
    for (int step = 0; step < 50; ++step) {
        bar->setValue(bar->maximum() / 50 * step);
        logs().viewport()->repaint();
    }

    // Far from a frame's time even where the machine is slow; what depended on the length would take minutes.
    EXPECT_LT(spent.elapsed(), 50 * 100);
    bar->setValue(0);
    EXPECT_FALSE(logs().placeOf(scene::entryId(1, 1)).isEmpty());
}

TEST_F(PanelsTest, TheLogsFollowTheEndUnlessSomebodyScrolledAway) {
    raft::ClusterConfiguration configuration = raft::ClusterConfiguration::ofSize(3, 7);
    for (raft::StartingServer& server : configuration.servers)
        server.log.assign(200, raft::Entry{1, {}});
    open(configuration);
    QScrollBar* bar = logs().horizontalScrollBar();
    electLeader();
    submit("set x 1");
    EXPECT_EQ(bar->value(), bar->maximum());

    QWheelEvent turned(QPointF(200, 60), logs().viewport()->mapToGlobal(QPointF(200, 60)), {}, {0, 240}, Qt::NoButton,
                       {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(logs().viewport(), &turned);
    EXPECT_FALSE(logs().isFollowing());
    const int away = bar->value();
    submit("set x 2");
    EXPECT_EQ(bar->value(), away);
    bar->triggerAction(QAbstractSlider::SliderToMaximum);
    submit("set x 3");

    EXPECT_TRUE(logs().isFollowing());
    EXPECT_EQ(bar->value(), bar->maximum());
}

TEST_F(PanelsTest, TheLogsMenuActsOnTheServerOfTheRow) {
    electLeader();
    const QPoint place = logs().placeOf(serverId(4)).center();
    QContextMenuEvent wanted(QContextMenuEvent::Mouse, place, logs().viewport()->mapToGlobal(place));
    QApplication::sendEvent(logs().viewport(), &wanted);

    choose(qobject_cast<QMenu*>(QApplication::activePopupWidget()), {"Stop S4"});

    EXPECT_TRUE(host(4).stopped);
}

TEST_F(PanelsTest, KeysGoThroughTheEntriesOfTheLogs) {
    electLeader();
    submit("set x 1");
    submit("set x 2");
    logs().setFocus();

    QTest::keyClick(&logs(), Qt::Key_Down);
    EXPECT_EQ(window().view().selected(), scene::entryId(1, 2));
    QTest::keyClick(&logs(), Qt::Key_Comma);
    EXPECT_EQ(window().view().selected(), scene::entryId(1, 1));
    QTest::keyClick(&logs(), Qt::Key_Down);
    EXPECT_EQ(window().view().selected(), scene::entryId(2, 1));
    QTest::keyClick(&logs(), Qt::Key_Up);
    QTest::keyClick(&logs(), Qt::Key_Period);

    EXPECT_EQ(window().view().selected(), scene::entryId(1, 2));
}

// ---- Events.

TEST_F(PanelsTest, AClickOnAnEventGoesToItsMoment) {
    electLeader();
    const auto [first, end] = events().visibleRows();
    ASSERT_GT(end, first + 2);

    QTest::mouseClick(events().viewport(), Qt::LeftButton, {}, events().rowPlace(first + 1).center());

    EXPECT_EQ(session().events(), events().rows().eventAt(first + 1) + 1);
}

TEST_F(PanelsTest, UpAndDownStepThroughTheEvents) {
    electLeader();
    const raft::EventIndex before = session().events();
    events().setFocus();

    QTest::keyClick(&events(), Qt::Key_Up);
    EXPECT_EQ(session().events(), before - 1);
    QTest::keyClick(&events(), Qt::Key_Down);

    EXPECT_EQ(session().events(), before);
}

TEST_F(PanelsTest, ASentenceIsCopiedByKeyAndByBothMenus) {
    electLeader();
    const QString sentence = events().sentence(*events().presentRow());
    ASSERT_FALSE(sentence.isEmpty());
    events().setFocus();
    QTest::keyClick(&events(), Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(clipboard(), sentence);
    QApplication::clipboard()->clear();
    chooseFromBar("Edit", {"Copy the sentence"});
    EXPECT_EQ(clipboard(), sentence);

    const std::size_t row = events().visibleRows().first;
    const QPoint place = events().rowPlace(row).center();
    QContextMenuEvent wanted(QContextMenuEvent::Mouse, place, events().viewport()->mapToGlobal(place));
    QApplication::sendEvent(events().viewport(), &wanted);
    choose(qobject_cast<QMenu*>(QApplication::activePopupWidget()), {"Copy the sentence"});

    EXPECT_EQ(clipboard(), events().sentence(row));
}

TEST_F(PanelsTest, HiddenHeartbeatsLeaveStageAndEvents) {
    electLeader();
    while (cluster().inFlight().empty())
        session().seek(session().events() + 1);
    const std::size_t listed = events().rows().count();
    ASSERT_FALSE(stage().things(scene::Subject::message).empty());

    chooseFromBar("View", {"Hide heartbeats"});

    EXPECT_LT(events().rows().count(), listed);
    EXPECT_TRUE(stage().things(scene::Subject::message).empty());
}

TEST_F(PanelsTest, FindGoesFromMatchToMatchAndSaysWhenThereIsNone) {
    electLeader();
    key(Qt::Key_F, Qt::ControlModifier);
    auto* field = find<QLineEdit>("findField");
    ASSERT_TRUE(field->hasFocus());
    QTest::keyClicks(field, "candidate");
    auto* verdict = find<QLabel>("findVerdict");

    QTest::keyClicks(field, " of nothing");
    EXPECT_TRUE(QTest::qWaitFor([verdict] { return verdict->text() == "not found"; }, 2000));
    field->selectAll();
    QTest::keyClicks(field, "heartbeat");
    EXPECT_TRUE(QTest::qWaitFor([verdict] { return verdict->text().isEmpty(); }, 2000));
    QTest::keyClick(field, Qt::Key_Escape);

    EXPECT_FALSE(field->isVisible());
}

// ---- Why, transport, help.

TEST_F(PanelsTest, WhySaysWhatHappenedWithItsRule) {
    chooseFromStage(serverId(1), {"Time S1 out"});
    QTest::qWait(kRenewed);

    EXPECT_TRUE(find<QLabel>("whySentence")->text().contains("S1"));
    EXPECT_TRUE(find<QLabel>("whyChanges")->isVisible());
    const auto chips = find<QWidget>("why")->findChildren<QPushButton*>();
    ASSERT_FALSE(chips.isEmpty());
    EXPECT_TRUE(chips.constFirst()->text().contains("§5.2")) << chips.constFirst()->text().toStdString();
    QTest::mouseClick(chips.constFirst(), Qt::LeftButton);

    EXPECT_TRUE(find<QLabel>("whyRule")->isVisible());
}

TEST_F(PanelsTest, ALinkInWhyGoesToTheCauseByKey) {
    electLeader();
    while (!find<QLabel>("whyLinks")->isVisible() || !find<QLabel>("whyLinks")->text().contains("href")) {
        session().seek(session().events() - 1);
        QTest::qWait(kRenewed);
    }
    const raft::EventIndex before = session().events();
    auto* links = find<QLabel>("whyLinks");
    links->setFocus(Qt::TabFocusReason);

    QTest::keyClick(links, Qt::Key_Tab);
    QTest::keyClick(links, Qt::Key_Return);

    EXPECT_NE(session().events(), before);
}

TEST_F(PanelsTest, TheSpeedIsReadOutAsItIsSetByKey) {
    auto* slider = find<QSlider>("speedSlider");
    const auto* readout = find<QLabel>("speed");
    EXPECT_EQ(readout->text(), "1/50 of real time");
    slider->setFocus();

    const auto turn = [slider](Qt::Key key, int times) {
        for (; times > 0; --times)
            QTest::keyClick(slider, key);
    };
    turn(Qt::Key_Down, slider->maximum());
    EXPECT_EQ(readout->text(), "1/500 of real time");
    turn(Qt::Key_Up, slider->maximum());
    EXPECT_EQ(readout->text(), "100 times real time");
    while (window().player().speed() > 1.01)
        turn(Qt::Key_Down, 1);

    EXPECT_EQ(readout->text(), "real time");
}

TEST_F(PanelsTest, TheButtonsOfTheTransportStepAndPlay) {
    const auto press = [this](const QAction* action) {
        for (auto* button : find<QWidget>("transportPanel")->findChildren<QToolButton*>()) {
            if (button->defaultAction() == action)
                QTest::mouseClick(button, Qt::LeftButton);
        }
    };
    const TransportActions& transport = window().commands().transport();
    press(transport.forward);
    press(transport.forward);
    EXPECT_EQ(session().events(), 2U);
    press(transport.back);
    EXPECT_EQ(session().events(), 1U);
    press(transport.toEnd);
    EXPECT_EQ(session().events(), 2U);
    press(transport.toStart);
    EXPECT_EQ(session().events(), 0U);

    press(transport.play);

    EXPECT_TRUE(window().player().isPlaying());
}

TEST_F(PanelsTest, StopLeaderIsDisabledAndSaysWhyWithoutALeader) {
    const auto* stop = window().findChild<QAction*>("stopLeader");

    EXPECT_FALSE(stop->isEnabled());
    EXPECT_EQ(stop->toolTip(), "There is no running leader.");
}

TEST_F(PanelsTest, EveryKeyIsListedOnF1) {
    QString listed;
    for (const KeyLine& line : window().commands().keys())
        listed += " " + line.keys + " ";
    listed.replace("…", " ");
    for (const QAction* action : window().actions()) {
        const QList<QKeySequence> shortcuts = action->shortcuts();
        if (shortcuts.isEmpty())
            continue;
        QString name = shortcuts.constFirst().toString(QKeySequence::NativeText);
        // What goes backward with Shift is listed with what goes forward.
        if (!listed.contains(" " + name + " ") && name.startsWith("Shift+"))
            name.remove(0, 6);
        const bool isNumber = name.size() == 1 && name[0].isDigit();
        EXPECT_TRUE(isNumber || listed.contains(" " + name + " ")) << name.toStdString();
    }
    for (const char* expected : {"Space", "Left", "Right", "Ctrl+Right", "Home", "End", "S", "T", "P", "H", "X", "B",
                                 "F1", "F5", "Ctrl+F", "Ctrl++", "Ctrl+-", "Esc"})
        EXPECT_TRUE(listed.contains(QString(" %1 ").arg(expected))) << expected << " in " << listed.toStdString();
}

TEST_F(PanelsTest, APanelIsHiddenByItsButtonAndDetachedByTheOther) {
    Panel* logs = window().panels().panel("logsPanel");
    const auto press = [logs](const char* what) {
        for (auto* button : logs->findChildren<QToolButton*>()) {
            if (button->toolTip().startsWith(what))
                QTest::mouseClick(button, Qt::LeftButton);
        }
    };
    press("Make");
    EXPECT_TRUE(logs->isFloating());
    press("Make");
    EXPECT_FALSE(logs->isFloating());

    press("Hide");

    EXPECT_FALSE(logs->isVisible());
}

} // namespace raftarium
