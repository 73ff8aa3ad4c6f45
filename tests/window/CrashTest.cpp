// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/window/WindowFixture.h"

#include <QProcess>
#include <QTemporaryDir>

#include <random>

// A program that is killed at any moment: what was saved is whole, and what was not is offered at the next start.

namespace raftarium {

class CrashTest : public WindowTest {
protected:
    void SetUp() override {
        // The program that is killed keeps its copies where this one looks for them.
        WindowTest::SetUp();
        QStandardPaths::setTestModeEnabled(false);
        home_ = qgetenv("XDG_DATA_HOME");
        qputenv("XDG_DATA_HOME", folder_.path().toLocal8Bit());
        QCoreApplication::setOrganizationName(QStringLiteral("Raftarium"));
        QCoreApplication::setApplicationName(QStringLiteral("Raftarium"));
        open(raft::ClusterConfiguration::ofSize(3, 1));
    }
    void TearDown() override {
        WindowTest::TearDown();
        qputenv("XDG_DATA_HOME", home_);
        QCoreApplication::setOrganizationName({});
        QCoreApplication::setApplicationName(QStringLiteral("window_tests"));
    }

    [[nodiscard]] QString saved() const { return folder_.filePath(QStringLiteral("run.raft")); }
    [[nodiscard]] QString copies() const { return folder_.filePath(QStringLiteral("Raftarium/Raftarium/unsaved")); }

    /// Lets a program work until it has saved and kept a copy, and then for `milliseconds` more; kills it.
    void workAndKill(int milliseconds) {
        QProcess victim;
        victim.setProcessChannelMode(QProcess::ForwardedChannels);
        victim.start(QCoreApplication::applicationDirPath() + QStringLiteral("/victim"), {saved()});
        ASSERT_TRUE(QTest::qWaitFor(
            [this] {
                return QFile::exists(saved()) && !QDir(copies()).entryList({QStringLiteral("*.raft")}).isEmpty();
            },
            20'000));
        EXPECT_TRUE(Document::leftBehind().isEmpty()) << "its program still runs";
        QTest::qWait(milliseconds);
        victim.kill();
        ASSERT_TRUE(victim.waitForFinished());
    }
    static void press(const QMessageBox& box, const QString& text) {
        for (QAbstractButton* button : box.buttons()) {
            if (button->text() == text)
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }

    QTemporaryDir folder_;
    QByteArray home_;
};

TEST_F(CrashTest, WhereverAProgramIsKilledTheFileIsWholeAndTheCopyIsRecovered) {
    std::mt19937 random(20140619);
    int recovered = 0;
    for (int i = 0; i < 12; ++i) {
        workAndKill(static_cast<int>(random() % 60));
        if (HasFatalFailure())
            return;

        EXPECT_EQ(window().document().open(saved()), QStringList());
        EXPECT_TRUE(window().document().differences().isEmpty());
        EXPECT_FALSE(session().timeline().actions().empty());
        // Between saving and the next change there is nothing to recover.
        for (const QString& copy : Document::leftBehind()) {
            EXPECT_EQ(window().document().recover(copy), QStringList());
            EXPECT_TRUE(window().document().differences().isEmpty());
            EXPECT_TRUE(window().document().isChanged());
            EXPECT_FALSE(session().timeline().actions().empty());
            ++recovered;
        }
        window().document().begin(raft::ClusterConfiguration::ofSize(3, 1));
        EXPECT_TRUE(Document::leftBehind().isEmpty());
        QFile::remove(saved());
    }
    EXPECT_GT(recovered, 4);
}

TEST_F(CrashTest, TheNextStartOffersWhatWasNotSaved) {
    do {
        workAndKill(20);
        if (HasFatalFailure())
            return;
    } while (Document::leftBehind().isEmpty());

    window().files().offerRecovery();
    auto* question = find<QMessageBox>("recoveryQuestion");
    ASSERT_NE(question, nullptr);
    press(*question, QStringLiteral("Go on with it"));

    EXPECT_EQ(cluster().hosts().size(), 5U);
    EXPECT_FALSE(session().timeline().bookmarks().empty());
    EXPECT_TRUE(window().document().isChanged());
}

} // namespace raftarium
