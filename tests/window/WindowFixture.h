// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/MainWindow.h"

#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <gtest/gtest.h>

// The real main window, used as a person uses it: by mouse and key.

namespace raftarium {

/// A window over five servers with a seed, paused, and hands that reach what is in it.
class WindowTest : public testing::Test {
protected:
    void SetUp() override {
        QStandardPaths::setTestModeEnabled(true);
        open(raft::ClusterConfiguration::ofSize(5, 7));
    }
    void TearDown() override { window_.reset(); }

    /// A window over another run.
    void open(const raft::ClusterConfiguration& configuration) {
        window_ = std::make_unique<MainWindow>(configuration);
        window_->resize(1440, 900);
        window_->show();
        window_->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
        stage().setFocus();
    }

    /// Brings the window back to the front after a dialog or a menu, which a platform without a screen does not do.
    void activate() {
        window_->activateWindow();
        ASSERT_TRUE(QTest::qWaitFor([this] { return QApplication::activeWindow() == window_.get(); }));
        stage().setFocus();
    }

    [[nodiscard]] MainWindow& window() { return *window_; }
    [[nodiscard]] Session& session() { return window_->session(); }
    [[nodiscard]] StageView& stage() { return window_->stage(); }
    [[nodiscard]] const raft::Cluster& cluster() { return session().cluster(); }
    [[nodiscard]] const raft::Host& host(raft::ServerId id) { return *cluster().findHost(id); }
    template <typename Widget>
    [[nodiscard]] Widget* find(const char* name) {
        return window_->findChild<Widget*>(QString::fromLatin1(name));
    }

    /// Runs on until there is a leader and nothing but heartbeats is under way.
    raft::ServerId electLeader() {
        session().seekTime(1'000'000, 1000);
        stage().repaint();
        return cluster().leader();
    }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : window_.get(), key, modifiers);
    }

    [[nodiscard]] QPoint middleOf(const scene::Id& id) {
        stage().repaint();
        return stage().placeOf(id).center();
    }
    void click(const scene::Id& id, Qt::MouseButton button = Qt::LeftButton) {
        QTest::mouseClick(&stage(), button, {}, middleOf(id));
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::mousePress(&stage(), Qt::LeftButton, modifiers, from);
        for (int step = 1; step <= 4; ++step) {
            QMouseEvent move(QEvent::MouseMove, from + (to - from) * step / 4,
                             stage().mapToGlobal(from + (to - from) * step / 4), Qt::NoButton, Qt::LeftButton,
                             modifiers);
            QApplication::sendEvent(&stage(), &move);
        }
        QTest::mouseRelease(&stage(), Qt::LeftButton, modifiers, to);
    }

    /// Opens the context menu of a thing by the right button.
    QMenu* menuOf(const scene::Id& id) {
        const QPoint place = middleOf(id);
        QTest::mousePress(&stage(), Qt::RightButton, {}, place);
        QTest::mouseRelease(&stage(), Qt::RightButton, {}, place);
        if (!QApplication::activePopupWidget()) {
            // Where the platform leaves the menu to the window system, the event is what that would send.
            QContextMenuEvent wanted(QContextMenuEvent::Mouse, place, stage().mapToGlobal(place));
            QApplication::sendEvent(&stage(), &wanted);
        }
        return qobject_cast<QMenu*>(QApplication::activePopupWidget());
    }

    static QString plain(const QAction& entry) {
        return entry.text().section(QLatin1Char('\t'), 0, 0).remove(QLatin1Char('&'));
    }
    static QAction* entryOf(const QMenu& menu, const QString& text) {
        for (QAction* entry : menu.actions()) {
            if (plain(*entry) == text)
                return entry;
        }
        return nullptr;
    }
    /// Chooses an entry of a menu by the mouse; through submenus where several texts are given.
    void choose(QMenu* menu, const QStringList& path) {
        for (const QString& text : path) {
            ASSERT_NE(menu, nullptr) << text.toStdString();
            QAction* entry = entryOf(*menu, text);
            ASSERT_NE(entry, nullptr) << text.toStdString();
            ASSERT_TRUE(entry->isEnabled()) << text.toStdString() << ": " << entry->toolTip().toStdString();
            const QPointer<QMenu> inner = entry->menu();
            const QPoint place = menu->actionGeometry(entry).center();
            // A press opens an inner menu, which may come to lie under the pointer: then the release would be its.
            inner ? QTest::mousePress(menu, Qt::LeftButton, {}, place)
                  : QTest::mouseClick(menu, Qt::LeftButton, {}, place);
            menu = inner;
            if (menu) {
                ASSERT_TRUE(QTest::qWaitFor([&inner] { return !inner || inner->isVisible(); })) << text.toStdString();
                ASSERT_TRUE(inner) << text.toStdString();
            }
        }
    }
    void chooseFromStage(const scene::Id& id, const QStringList& path) { choose(menuOf(id), path); }
    /// Opens the menu of what is chosen with Enter and chooses an entry with the arrow keys; through inner menus where
    /// several texts are given.
    void chooseByKeys(const QStringList& path) {
        QTest::keyClick(&stage(), Qt::Key_Return);
        for (const QString& text : path) {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            ASSERT_NE(menu, nullptr) << text.toStdString();
            const auto isThere = [&] { return menu->activeAction() && plain(*menu->activeAction()) == text; };
            for (qsizetype presses = menu->actions().size(); presses > 0 && !isThere(); --presses)
                QTest::keyClick(menu, Qt::Key_Down);
            ASSERT_TRUE(isThere()) << text.toStdString();
            QTest::keyClick(menu, menu->activeAction()->menu() ? Qt::Key_Right : Qt::Key_Return);
        }
    }
    /// Moves the pointer over the stage, with no button pressed.
    void hover(QPoint place) {
        QMouseEvent move(QEvent::MouseMove, place, stage().mapToGlobal(place), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&stage(), &move);
    }
    /// Writes into a field in the place of what is there, and leaves it.
    static void write(QWidget* field, const QString& text) {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    /// The same in a dialog, where Enter would end it: the field is left with Tab.
    static void fill(QWidget* field, const QString& text) {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Tab);
    }
    /// Opens a page of a dialog by a click on its tab.
    static void openPage(QWidget* dialog, const QString& title) {
        dialog->activateWindow();
        ASSERT_TRUE(QTest::qWaitFor([dialog] { return QApplication::activeWindow() == dialog; }));
        auto* pages = dialog->findChild<QTabWidget*>(QStringLiteral("pages"));
        ASSERT_NE(pages, nullptr);
        for (int i = 0; i < pages->count(); ++i) {
            if (pages->tabText(i).remove(QLatin1Char('&')) == title)
                QTest::mouseClick(pages->tabBar(), Qt::LeftButton, {}, pages->tabBar()->tabRect(i).center());
        }
        ASSERT_EQ(pages->tabText(pages->currentIndex()).remove(QLatin1Char('&')), title);
    }
    /// The words of a picture that stand for a subject.
    [[nodiscard]] static QStringList wordsOf(const scene::Picture& picture, scene::Subject subject) {
        QStringList words;
        for (const scene::Layer& layer : picture.layers) {
            for (const scene::Primitive& primitive : layer.primitives) {
                if (const auto* text = std::get_if<scene::Text>(&primitive.shape);
                    text && primitive.id.subject == subject)
                    words += QString::fromStdString(text->text);
            }
        }
        return words;
    }
    /// All texts on the stage as it was drawn last.
    [[nodiscard]] std::vector<std::string> stageTexts() {
        stage().repaint();
        std::vector<std::string> texts;
        for (const scene::Layer& layer : stage().picture().layers) {
            for (const scene::Primitive& primitive : layer.primitives) {
                if (const auto* text = std::get_if<scene::Text>(&primitive.shape))
                    texts.push_back(text->text);
            }
        }
        return texts;
    }
    /// Chooses from the menu bar.
    void chooseFromBar(const QString& title, const QStringList& path) {
        for (QAction* entry : window_->menuBar()->actions()) {
            if (plain(*entry) != title)
                continue;
            QTest::mouseClick(window_->menuBar(), Qt::LeftButton, {},
                              window_->menuBar()->actionGeometry(entry).center());
            choose(entry->menu(), path);
            return;
        }
        FAIL() << "no menu " << title.toStdString();
    }

private:
    std::unique_ptr<MainWindow> window_;
};

} // namespace raftarium
