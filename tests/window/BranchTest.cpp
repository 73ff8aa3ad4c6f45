// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include "widgets/views/BranchesPanel.h"
#include "widgets/views/TimelineView.h"

// Branches by mouse and key: switching, naming, comparing, removing, bringing back.

namespace raftarium {

class BranchTest : public WindowTest {
protected:
    void SetUp() override {
        WindowTest::SetUp();
        electLeader();
        session().seekTime(400'000, 1000);
        forked_ = session().events();
        key(Qt::Key_2);
        key(Qt::Key_S);
        session().seekTime(1'000'000, 1000);
        branch_ = session().timeline().branch();
        ASSERT_NE(branch_, raft::kMainBranch);
        key(Qt::Key_B, Qt::ControlModifier);
        ASSERT_TRUE(QTest::qWaitFor([this] { return strip().geometry().rows == 2; }));
    }

    BranchesPanel& panel() { return *find<BranchesPanel>("branches"); }
    QTreeWidget& list() { return *find<QTreeWidget>("branchList"); }
    TimelineView& strip() { return *find<TimelineView>("timeline"); }
    /// The strip's menu on a branch's track.
    QMenu* trackMenu(std::size_t row) {
        const scene::TimelineGeometry geometry = strip().geometry();
        const QPoint place(static_cast<int>(geometry.strip.center().x),
                           static_cast<int>(geometry.rowToY(row) + geometry.rowHeight / 2));
        QContextMenuEvent wanted(QContextMenuEvent::Mouse, place, strip().mapToGlobal(place));
        QApplication::sendEvent(&strip(), &wanted);
        return qobject_cast<QMenu*>(QApplication::activePopupWidget());
    }
    /// Writes into the list's editor, the last that was opened.
    void write(const QString& name) {
        const auto editors = list().viewport()->findChildren<QLineEdit*>();
        ASSERT_FALSE(editors.isEmpty());
        QTest::keyClicks(editors.last(), name);
        QTest::keyClick(editors.last(), Qt::Key_Return);
        QTest::qWait(20);
    }
    /// What the inspector says of when a message arrives; the moment must have one in flight.
    QString fateOfSomeMessage() {
        while (cluster().inFlight().empty())
            session().seek(session().events() + 1);
        scene::Id id{scene::Subject::message, 0, 0, cluster().inFlight().front().id};
        window().view().select(id);
        window().panels().bringUp("inspectorPanel");
        QTest::qWait(100);
        const auto* table = find<QTableView>("fields");
        for (int row = 0; table && row < table->model()->rowCount(); ++row) {
            if (table->model()->index(row, 0).data().toString() == "arrives in")
                return table->model()->index(row, 1).data().toString();
        }
        return {};
    }
    std::string nameOf(raft::BranchId id) { return session().timeline().branchInfo(id).name; }

    raft::EventIndex forked_ = 0;
    raft::BranchId branch_ = 0;
};

TEST_F(BranchTest, TheListShowsTheTreeOfBranches) {
    ASSERT_EQ(list().topLevelItemCount(), 1);
    EXPECT_EQ(list().topLevelItem(0)->text(0), "main");
    ASSERT_EQ(list().topLevelItem(0)->childCount(), 1);
    EXPECT_EQ(list().topLevelItem(0)->child(0)->text(0), "branch 1");
    EXPECT_TRUE(list().topLevelItem(0)->child(0)->font(0).bold());
}

TEST_F(BranchTest, ControlWithUpAndDownSwitchesAndSoDoesADoubleClick) {
    key(Qt::Key_Up, Qt::ControlModifier);
    EXPECT_EQ(session().timeline().branch(), raft::kMainBranch);
    key(Qt::Key_Up, Qt::ControlModifier);
    EXPECT_EQ(window().statusBar()->currentMessage(), "There is no branch above.");
    key(Qt::Key_Down, Qt::ControlModifier);
    EXPECT_EQ(session().timeline().branch(), branch_);

    const QRect place = list().visualItemRect(list().topLevelItem(0));
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, place.center());
    QTest::mouseDClick(list().viewport(), Qt::LeftButton, {}, place.center());

    EXPECT_EQ(session().timeline().branch(), raft::kMainBranch);
}

TEST_F(BranchTest, TheStripSwitchesByItsMenuAndByItsKeys) {
    QMenu* menu = trackMenu(0);
    ASSERT_NE(menu, nullptr);
    choose(menu, {"Show “main”"});
    EXPECT_EQ(session().timeline().branch(), raft::kMainBranch);

    strip().setFocus(Qt::TabFocusReason);
    QTest::keyClick(&strip(), Qt::Key_Down);

    EXPECT_EQ(session().timeline().branch(), branch_);
}

TEST_F(BranchTest, ABranchIsRenamedInTheListAndATakenNameIsRefused) {
    choose(trackMenu(1), {"Rename…"});
    write("without S2");
    EXPECT_EQ(nameOf(branch_), "without S2");

    activate();
    panel().rename(branch_);
    write("main");

    EXPECT_EQ(nameOf(branch_), "without S2");
    EXPECT_TRUE(window().statusBar()->currentMessage().contains("already"));
    EXPECT_EQ(list().topLevelItem(0)->child(0)->text(0), "without S2");
}

TEST_F(BranchTest, ComparingTellsTheFirstEventsThatDifferAndGoesThere) {
    choose(trackMenu(0), {"Compare with what is shown"});
    QTest::qWait(100);

    const QString words = panel().comparison();
    EXPECT_TRUE(words.contains(QLocale().toString(static_cast<qulonglong>(forked_)))) << words.toStdString();
    EXPECT_TRUE(words.contains("S2 stops")) << words.toStdString();
    EXPECT_TRUE(words.contains("“main”")) << words.toStdString();
    emit find<QLabel>("branchComparison")->linkActivated(QString::number(forked_));

    EXPECT_EQ(session().events(), forked_);
    EXPECT_EQ(session().timeline().branch(), branch_);
}

TEST_F(BranchTest, ARemovedBranchComesBack) {
    const std::uint64_t hash = cluster().hash();
    choose(trackMenu(1), {"Remove"});
    EXPECT_EQ(session().timeline().branches().size(), 1U);
    EXPECT_EQ(session().timeline().branch(), raft::kMainBranch);

    chooseFromBar("Edit", {"Bring back “branch 1”"});

    EXPECT_EQ(session().timeline().branch(), branch_);
    session().seekTime(1'000'000, 1000);
    EXPECT_EQ(cluster().hash(), hash);
}

TEST_F(BranchTest, TheMainBranchCannotBeRemoved) {
    QMenu* menu = trackMenu(0);
    ASSERT_NE(menu, nullptr);
    const QAction* remove = entryOf(*menu, "Remove");
    ASSERT_NE(remove, nullptr);
    EXPECT_FALSE(remove->isEnabled());
    EXPECT_FALSE(remove->toolTip().isEmpty());
    menu->close();
    panel().choose(raft::kMainBranch);
    list().setFocus();
    QTest::keyClick(&list(), Qt::Key_Delete);

    EXPECT_EQ(session().timeline().branches().size(), 2U);
}

TEST_F(BranchTest, WhileTheFutureIsHiddenNothingTellsOfIt) {
    ASSERT_NE(fateOfSomeMessage(), QString());
    window().panels().bringUp("branchesPanel");
    session().seek(forked_ + 1);
    session().switchTo(raft::kMainBranch);
    session().seekTime(300'000, 1000);
    chooseFromBar("Telling", {"Hide the future"});
    QTest::qWait(100);

    EXPECT_EQ(list().topLevelItem(0)->childCount(), 0);
    EXPECT_FALSE(panel().comparison().contains("S2"));
    EXPECT_EQ(strip().picture().hits.size(),
              static_cast<std::size_t>(std::count_if(
                  strip().picture().hits.begin(), strip().picture().hits.end(), [](const scene::HitShape& hit) {
                      return hit.id.subject != scene::Subject::branch || hit.id.number == 0;
                  })));
    EXPECT_EQ(fateOfSomeMessage(), QString()) << "what becomes of a message is told";
    const scene::TimelineGeometry geometry = strip().geometry();
    EXPECT_LT(geometry.to, 400'000) << "the length of the future is told";
    key(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(session().timeline().branches().size(), 2U) << "an action of the future was undone";
}

} // namespace raftarium
