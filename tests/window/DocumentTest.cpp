// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/SmallDisk.h"
#include "tests/window/WindowFixture.h"

#include "app/GalleryDialog.h"

#include <QTemporaryDir>

#include <csignal>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

// Files: saving, opening, the question about unsaved changes, the gallery, recovery.

namespace raftarium {

class DocumentTest : public WindowTest {
protected:
    [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }

    /// A run in which something was done.
    void act() {
        electLeader();
        ASSERT_TRUE(session().act(raft::action::Stop{cluster().leader()}));
        session().setBookmark("the leader stops");
    }

    void write(const QString& name, const char* content) const {
        QFile file(path(name));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    [[nodiscard]] QByteArray contentOf(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// Writes a path into the dialog for files that is open, and agrees.
    void fillIn(const QString& path) {
        QPointer<QFileDialog> dialog = window().findChild<QFileDialog*>();
        ASSERT_TRUE(dialog);
        ASSERT_TRUE(QTest::qWaitForWindowExposed(dialog));
        auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
        ASSERT_NE(name, nullptr);
        name->setFocus();
        QTest::keyClick(name, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(name, path);
        if (QWidget* proposals = QApplication::activePopupWidget())
            proposals->close();
        auto* buttons = dialog->findChild<QDialogButtonBox*>();
        const auto agree =
            dialog->acceptMode() == QFileDialog::AcceptSave ? QDialogButtonBox::Save : QDialogButtonBox::Open;
        QTest::mouseClick(buttons->button(agree), Qt::LeftButton);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        EXPECT_FALSE(dialog) << "it is open still";
    }

    QTemporaryDir folder_;
};

TEST_F(DocumentTest, WhatWasSavedIsThereAgainWhenItIsOpened) {
    act();
    const std::uint64_t hash = cluster().hash();
    const raft::EventIndex events = session().events();
    ASSERT_EQ(window().document().save(path("run.raft")), QString());
    session().replace(raft::ClusterConfiguration::ofSize(3, 1));

    ASSERT_EQ(window().document().open(path("run.raft")), QStringList());

    EXPECT_EQ(session().events(), 0U);
    session().seek(events);
    EXPECT_EQ(cluster().hash(), hash);
    EXPECT_EQ(session().caption(), "the leader stops");
    EXPECT_FALSE(window().document().isChanged());
}

TEST_F(DocumentTest, SavingWhatWasOpenedGivesTheSameFile) {
    act();
    ASSERT_EQ(window().document().save(path("a.raft")), QString());
    ASSERT_EQ(window().document().open(path("a.raft")), QStringList());
    ASSERT_EQ(window().document().save(path("b.raft")), QString());
    QFile a(path("a.raft"));
    QFile b(path("b.raft"));
    ASSERT_TRUE(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));

    EXPECT_EQ(a.readAll(), b.readAll());
}

TEST_F(DocumentTest, ABadFileChangesNothingAndIsExplained) {
    electLeader();
    const std::uint64_t hash = cluster().hash();
    QFile bad(path("bad.raft"));
    ASSERT_TRUE(bad.open(QIODevice::WriteOnly));
    bad.write(R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 1000}, "actions": []})");
    bad.close();

    window().files().open(path("bad.raft"));

    EXPECT_EQ(cluster().hash(), hash);
    auto* box = find<QMessageBox>("problems");
    ASSERT_NE(box, nullptr);
    EXPECT_TRUE(box->informativeText().contains("/cluster/servers")) << box->informativeText().toStdString();
    box->close();
}

TEST_F(DocumentTest, TheFileKeepsHowTheRunWasShown) {
    act();
    window().view().place(2, {0.25, 0.123456});
    window().player().setSpeed(0.5);
    window().panels().panel("eventsPanel")->hide();
    window().panels().bringUp("timingPanel");
    ASSERT_EQ(window().document().save(path("a.raft")), QString());
    open(raft::ClusterConfiguration::ofSize(3, 1));

    ASSERT_EQ(window().document().open(path("a.raft")), QStringList());

    const auto& places = window().view().options().places;
    ASSERT_EQ(places.size(), 1U);
    EXPECT_NEAR(places.at(2).x, 0.25, 1e-4);
    EXPECT_NEAR(places.at(2).y, 0.1235, 1e-4);
    EXPECT_DOUBLE_EQ(window().player().speed(), 0.5);
    EXPECT_TRUE(window().panels().panel("eventsPanel")->isHidden());
    EXPECT_FALSE(window().panels().panel("timingPanel")->isHidden());
    EXPECT_FALSE(window().document().isChanged());
    ASSERT_EQ(window().document().save(path("b.raft")), QString());
    EXPECT_EQ(contentOf("a.raft"), contentOf("b.raft"));
}

TEST_F(DocumentTest, AViewThatSaysNonsenseIsPassedOverAndWhatIsForeignInItStays) {
    write("odd.raft", R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3}, "actions": [],
        "view": {"servers": {"1": [7, "x"], "2": [9, -1], "99": [0, 0]}, "speed": "fast", "panels": 3, "zoom": 2}})");

    ASSERT_EQ(window().document().open(path("odd.raft")), QStringList());

    const auto& places = window().view().options().places;
    ASSERT_EQ(places.size(), 1U);
    EXPECT_EQ(places.at(2).x, 1);
    EXPECT_EQ(places.at(2).y, 0);
    ASSERT_EQ(window().document().save(path("b.raft")), QString());
    EXPECT_TRUE(contentOf("b.raft").contains("\"zoom\": 2"));
}

TEST_F(DocumentTest, WhatComesOutOtherwiseThanTheFileSaysIsToldAndTheRestIsThere) {
    write("wrong.raft", R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3}, "actions": [
        {"do": "timeout", "server": 1}, {"do": "expect", "server": 1, "role": "leader"},
        {"at": 50, "do": "stop", "server": 3}]})");

    window().files().open(path("wrong.raft"));

    auto* box = find<QMessageBox>("problems");
    ASSERT_NE(box, nullptr);
    EXPECT_TRUE(box->informativeText().contains("/actions/1: S1 role: expected leader, found candidate"))
        << box->informativeText().toStdString();
    box->close();
    EXPECT_EQ(session().timeline().actions().size(), 2U);
    EXPECT_EQ(window().document().path(), path("wrong.raft"));
}

TEST_F(DocumentTest, AFolderThatCannotBeWrittenToIsToldAndTheOldFileStays) {
    act();
    ASSERT_EQ(window().document().save(path("run.raft")), QString());
    const QByteArray before = contentOf("run.raft");
    session().setBookmark("another");

    EXPECT_FALSE(window().document().save(path("missing/run.raft")).isEmpty());

    EXPECT_TRUE(window().document().isChanged());
    EXPECT_EQ(window().document().path(), path("run.raft"));
    EXPECT_EQ(contentOf("run.raft"), before);
}

TEST_F(DocumentTest, AFileThatIsDroppedIsOpened) {
    act();
    ASSERT_EQ(window().document().save(path("run.raft")), QString());
    window().document().begin(raft::ClusterConfiguration::ofSize(3, 1));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path("run.raft"))});

    QDragEnterEvent enter({200, 200}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop({200, 200}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window(), &drop);

    EXPECT_EQ(window().document().path(), path("run.raft"));
    EXPECT_EQ(cluster().hosts().size(), 5U);
}

TEST_F(DocumentTest, ClosingAChangedRunAsksFirst) {
    act();

    window().close();
    auto* question = find<QMessageBox>("unsavedQuestion");
    ASSERT_NE(question, nullptr);
    EXPECT_TRUE(window().isVisible());
    for (QAbstractButton* button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::DestructiveRole)
            QTest::mouseClick(button, Qt::LeftButton);
    }

    EXPECT_FALSE(window().isVisible());
}

TEST_F(DocumentTest, AnUnchangedRunClosesWithoutAQuestion) {
    electLeader();

    window().close();

    EXPECT_FALSE(window().isVisible());
}

TEST_F(DocumentTest, ARunTravelsAsText) {
    act();
    const raft::EventIndex events = session().events();
    const std::uint64_t hash = cluster().hash();
    key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const QString text = QGuiApplication::clipboard()->text();
    ASSERT_FALSE(text.isEmpty());
    window().document().begin(raft::ClusterConfiguration::ofSize(3, 1));

    key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);

    session().seek(events);
    EXPECT_EQ(cluster().hash(), hash);
}

TEST_F(DocumentTest, TheGalleryShowsEveryScenarioAndOpensTheChosenOne) {
    key(Qt::Key_G, Qt::ControlModifier);
    auto* gallery = find<GalleryDialog>("galleryDialog");
    ASSERT_NE(gallery, nullptr);
    auto* list = gallery->findChild<QListWidget*>("scenarios");
    EXPECT_EQ(list->count(), QDir(":/scenarios").entryList({"*.raft"}).size());
    const QString title = list->item(1)->text().section('\n', 0, 0);

    list->setCurrentRow(1);
    QTest::keyClick(list, Qt::Key_Return);

    EXPECT_EQ(window().document().title(), title);
    EXPECT_EQ(session().events(), 0U);
    EXPECT_GT(session().timeline().known(), 0U);
    EXPECT_FALSE(session().timeline().bookmarks().empty());
}

TEST_F(DocumentTest, TheGallerysPicturesShowSomethingEachOfItsOwn) {
    key(Qt::Key_G, Qt::ControlModifier);
    auto* gallery = find<GalleryDialog>("galleryDialog");
    ASSERT_NE(gallery, nullptr);
    auto* list = gallery->findChild<QListWidget*>("scenarios");
    const auto pictureOf = [list](int row) {
        return list->item(row)->icon().pixmap(list->iconSize()).toImage().convertToFormat(QImage::Format_ARGB32);
    };
    const auto colours = [](const QImage& picture) {
        QSet<QRgb> found;
        for (int y = 0; y < picture.height(); y += 2) {
            for (int x = 0; x < picture.width(); x += 2)
                found.insert(picture.pixel(x, y));
        }
        return found.size();
    };
    EXPECT_EQ(colours(pictureOf(1)), 1) << "room for it, to begin with";

    ASSERT_TRUE(QTest::qWaitFor([&] { return colours(pictureOf(1)) > 20; }, 20'000));
    EXPECT_GT(colours(pictureOf(0)), 20);

    EXPECT_NE(pictureOf(0), pictureOf(1));
    gallery->reject();
}

TEST_F(DocumentTest, ARunIsSavedUnderANameAndOpenedByTheDialogs) {
    act();
    key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    fillIn(path("mine"));
    ASSERT_TRUE(QFile::exists(path("mine.raft"))) << "with the ending of a run";
    EXPECT_EQ(window().document().path(), path("mine.raft"));
    EXPECT_FALSE(window().document().isChanged());
    const std::uint64_t hash = cluster().hash();
    const raft::EventIndex events = session().events();
    window().document().begin(raft::ClusterConfiguration::ofSize(3, 1));

    activate();
    key(Qt::Key_O, Qt::ControlModifier);
    fillIn(path("mine.raft"));

    session().seek(events);
    EXPECT_EQ(cluster().hash(), hash);
}

TEST_F(DocumentTest, RecentFilesAreInTheMenuTheLastFirst) {
    act();
    for (const char* name : {"first.raft", "second.raft"}) {
        activate();
        key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        fillIn(path(name));
    }
    ASSERT_EQ(window().document().path(), path("second.raft"));

    chooseFromBar("File", {"Open recent", "first.raft"});

    EXPECT_EQ(window().document().path(), path("first.raft"));
}

TEST_F(DocumentTest, SaveInTheQuestionSavesAndThenGoesOn) {
    act();
    window().close();
    auto* question = find<QMessageBox>("unsavedQuestion");
    ASSERT_NE(question, nullptr);
    for (QAbstractButton* button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::AcceptRole)
            QTest::mouseClick(button, Qt::LeftButton);
    }
    EXPECT_TRUE(window().isVisible()) << "it has no name yet";

    fillIn(path("kept.raft"));

    EXPECT_TRUE(QFile::exists(path("kept.raft")));
    EXPECT_FALSE(window().isVisible());
}

TEST_F(DocumentTest, UnsavedWorkSurvivesACrash) {
    act();
    const std::uint64_t hash = cluster().hash();
    const raft::EventIndex events = session().events();
    ASSERT_EQ(window().document().save(path("copy.raft")), QString());

    ASSERT_EQ(window().document().recover(path("copy.raft")), QStringList());

    session().seek(events);
    EXPECT_EQ(cluster().hash(), hash);
    EXPECT_TRUE(window().document().isChanged());
    EXPECT_FALSE(QFile::exists(path("copy.raft")));
}

TEST_F(DocumentTest, TheRunOfAKilledProgramIsOfferedAtTheNextStart) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    Document::forget(Document::leftBehind());
    act();
    const std::uint64_t hash = cluster().hash();
    const raft::EventIndex events = session().events();
    const QDir copies(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/unsaved");

    // A second program, which comes as far as this one, and is killed once it has kept a copy.
    EXPECT_EXIT(
        {
            if (QTest::qWaitFor([&copies] { return !copies.entryList({"*.raft"}).isEmpty(); }, 30'000))
                ::kill(::getpid(), SIGKILL);
        },
        testing::KilledBySignal(SIGKILL), "");
    window().document().begin(raft::ClusterConfiguration::ofSize(3, 1));
    window().files().offerRecovery();
    auto* question = find<QMessageBox>("recoveryQuestion");
    ASSERT_NE(question, nullptr);
    for (QAbstractButton* button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::AcceptRole)
            QTest::mouseClick(button, Qt::LeftButton);
    }

    session().seek(events);
    EXPECT_EQ(cluster().hash(), hash);
    EXPECT_TRUE(window().document().isChanged());
    EXPECT_TRUE(Document::leftBehind().isEmpty());
}

TEST_F(DocumentTest, ARunThatCannotBeSavedStaysUnsavedAndThePersonIsTold) {
    QTemporaryDir gone;
    act();
    ASSERT_EQ(window().document().save(gone.filePath("run.raft")), QString());
    ASSERT_TRUE(session().act(raft::action::SpreadTimers{}));
    gone.remove();

    key(Qt::Key_S, Qt::ControlModifier);

    auto* box = find<QMessageBox>("problems");
    ASSERT_NE(box, nullptr);
    EXPECT_TRUE(box->informativeText().contains("no such file or folder")) << box->informativeText().toStdString();
    EXPECT_TRUE(window().document().isChanged());
    box->close();
}

TEST_F(DocumentTest, SavingAfterABookmarkKeepsWhatTheScenarioExpects) {
    write("a.raft", R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3, "timing":
        {"electionTimers": "manual", "heartbeats": "manual"}}, "actions": [{"do": "timeout", "server": 1},
        {"when": {"quiet": true}, "do": "expect", "server": 1, "role": "leader"},
        {"do": "submit", "server": 1, "command": "set x 1"},
        {"when": {"quiet": true}, "do": "expect", "servers": "all", "currentTerm": 1}]})");
    ASSERT_EQ(window().document().open(path("a.raft")), QStringList());
    session().setBookmark("look");

    ASSERT_EQ(window().document().save(path("b.raft")), QString());

    EXPECT_EQ(contentOf("b.raft").count(R"("do": "expect")"), 2) << contentOf("b.raft").constData();
    ASSERT_EQ(window().document().open(path("b.raft")), QStringList());
    EXPECT_TRUE(window().document().differences().isEmpty());
    ASSERT_EQ(window().document().save(path("c.raft")), QString());
    EXPECT_EQ(contentOf("b.raft"), contentOf("c.raft"));
    write("d.raft", contentOf("b.raft").replace(R"("role": "leader")", R"("role": "candidate")").constData());
    ASSERT_EQ(window().document().open(path("d.raft")), QStringList());
    EXPECT_EQ(window().document().differences().size(), 1);
}

TEST_F(DocumentTest, AFileOfANewerVersionStaysReadableWhateverIsDoneInIt) {
    write("newer.raft", R"({"format": "raftarium", "version": "1.7", "cluster": {"servers": 3, "seed": 1, "timing":
        {"electionTimers": "manual", "heartbeats": "manual"}}, "actions": [
        {"do": "timeout", "server": 1, "mood": "calm"},
        {"when": {"quiet": true, "moon": 1}, "do": "submit", "server": 1, "command": "set x 1", "mood": "brisk"}],
        "future": {"a": 1}})");
    ASSERT_EQ(window().document().open(path("newer.raft")), QStringList());
    session().seek(1);
    ASSERT_TRUE(session().act(raft::action::Stop{3}));

    ASSERT_EQ(window().document().save(path("b.raft")), QString());

    EXPECT_EQ(window().document().open(path("b.raft")), QStringList()) << contentOf("b.raft").constData();
    const QByteArray saved = contentOf("b.raft");
    EXPECT_TRUE(saved.contains(R"("do": "timeout", "server": 1, "mood": "calm")")) << saved.constData();
    EXPECT_TRUE(saved.contains(R"("mood": "brisk")")) << saved.constData();
    EXPECT_EQ(saved.count("\"mood\""), 2) << saved.constData();
    EXPECT_TRUE(saved.contains(R"("future": {"a": 1})"));
    EXPECT_FALSE(saved.contains("moon"));
    ASSERT_EQ(window().document().save(path("c.raft")), QString());
    EXPECT_EQ(contentOf("c.raft"), saved);
}

/// The copy that a crash left is all that there is of a run, until this program's own copy is written.
TEST_F(DocumentTest, ACopyIsNotRemovedBeforeItIsKeptElsewhere) {
    act();
    ASSERT_EQ(window().document().save(path("copy.raft")), QString());
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    QDir(data + "/unsaved").removeRecursively();
    ASSERT_TRUE(QDir().mkpath(data));
    // Nothing can be written into a folder whose place a file takes.
    QFile(data + "/unsaved").open(QIODevice::WriteOnly);

    ASSERT_EQ(window().document().recover(path("copy.raft")), QStringList());

    EXPECT_TRUE(QFile::exists(path("copy.raft")));
    EXPECT_TRUE(window().document().isChanged());
    ASSERT_TRUE(QFile::remove(data + "/unsaved"));
    ASSERT_EQ(window().document().recover(path("copy.raft")), QStringList());
    EXPECT_FALSE(QFile::exists(path("copy.raft")));
}

TEST_F(DocumentTest, OpeningThatTakesLongCanBeStoppedAndSaysHowFarItCame) {
    write("far.raft", R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 5, "load": 100},
        "actions": [{"at": 10000000000, "do": "stop", "server": 1}]})");
    const std::uint64_t hash = cluster().hash();
    bool came = false;
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &watch, [&] {
        auto* progress = find<QProgressDialog>("openingProgress");
        if (!progress)
            return;
        came = progress->labelText().contains("events so far");
        EXPECT_FALSE(window().document().openText("{}").isEmpty()) << "no other file is opened meanwhile";
        QTest::mouseClick(progress->findChild<QPushButton*>(), Qt::LeftButton);
    });
    watch.start(20);

    window().files().open(path("far.raft"));
    watch.stop();

    EXPECT_TRUE(came);
    EXPECT_EQ(find<QProgressDialog>("openingProgress"), nullptr);
    EXPECT_EQ(cluster().hash(), hash);
    auto* box = find<QMessageBox>("problems");
    ASSERT_NE(box, nullptr);
    EXPECT_TRUE(box->informativeText().contains(QRegularExpression("^/actions/0: it was stopped after \\d+ events$")))
        << box->informativeText().toStdString();
    box->close();
}

TEST_F(DocumentTest, ARunThatIsMoreThanAFileHoldsStaysUnsavedAndThePersonIsTold) {
    const QByteArray before =
        QByteArray(R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3}, "license": ")") +
        QByteArray(64 * 1024 * 1024 - 200, 'x') + "\"}";
    write("run.raft", before.constData());
    ASSERT_EQ(window().document().open(path("run.raft")), QStringList());
    session().setBookmark("one thing more");

    key(Qt::Key_S, Qt::ControlModifier);

    auto* box = find<QMessageBox>("problems");
    ASSERT_NE(box, nullptr);
    EXPECT_TRUE(box->informativeText().contains("at most 67108864 bytes")) << box->informativeText().toStdString();
    box->close();
    delete box;
    EXPECT_TRUE(window().document().isChanged());
    EXPECT_EQ(contentOf("run.raft"), before);
    activate();
    key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    box = find<QMessageBox>("problems");
    ASSERT_NE(box, nullptr);
    EXPECT_EQ(box->text(), "This run cannot be copied.");
    box->close();
}

/// In a second program, which comes as far as this one, the folder is a disk that is full.
TEST_F(DocumentTest, OnAFullDiskTheRunStaysUnsavedAndThePersonIsTold) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    int status = -1;
    act();

    EXPECT_EXIT(
        {
            if (!tests::mountSmallDisk(folder_.path().toStdString()))
                ::_exit(tests::kMayNotMount);
            const bool wasSaved = window().document().save(path("run.raft")).isEmpty();
            const QByteArray before = contentOf("run.raft");
            write("filler", std::string(60'000, 'x').c_str());
            session().setBookmark("one thing more");
            key(Qt::Key_S, Qt::ControlModifier);
            auto* box = find<QMessageBox>("problems");
            const bool isTold = box && box->informativeText().contains("the disk is full");
            const bool isKept = window().document().isChanged() && contentOf("run.raft") == before;
            ::_exit(wasSaved && isTold && isKept ? 0 : 1);
        },
        [&status](int ended) {
            status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
            return true;
        },
        "");

    if (status == tests::kMayNotMount)
        std::cout << "left out: no disk may be mounted here\n";
    else
        EXPECT_EQ(status, 0);
}

} // namespace raftarium
