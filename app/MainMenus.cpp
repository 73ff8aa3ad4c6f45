// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AboutDialog.h"
#include "app/KeysDialog.h"
#include "app/MainWindow.h"
#include "widgets/playback/ConfigurationWords.h"
#include "widgets/views/CommandField.h"
#include "widgets/views/ConfigurationDialog.h"
#include "widgets/views/FindBar.h"
#include "widgets/views/PartitionDialog.h"

#include <QActionGroup>
#include <QMenuBar>

// The main window's menus and keys.

namespace raftarium {

void MainWindow::makeKeys() {
    const QString servers = tr("Servers and links");
    for (int number = 1; number <= 9; ++number) {
        auto* choose = new QAction(this);
        choose->setShortcut(QKeySequence(Qt::Key_0 + number));
        connect(choose, &QAction::triggered, this, [this, number] { commands_.selectServer(number); });
        addAction(choose);
    }
    commands_.listKey(servers, tr("1 … 9"), tr("Choose a server"));
    commands_.key(servers, {Qt::Key_S}, tr("Stop or restart the chosen server"),
                  [this] { commands_.stopOrRestartChosen(); });
    commands_.key(servers, {Qt::Key_T}, tr("Make the chosen server's election timer run out"),
                  [this] { commands_.timeOutChosen(); });
    commands_.key(servers, {Qt::Key_L}, tr("Choose the next link"),
                  [this] { stage_->chooseNext(scene::Subject::link, 1); });
    commands_.key(servers, {Qt::Key_X}, tr("Cut or heal the chosen link"), [this] { actOnLink(); });
    commands_.key(servers, {Qt::Key_M}, tr("Choose the next message"),
                  [this] { stage_->chooseNext(scene::Subject::message, 1); });
    commands_.listKey(servers, tr("Up  Down"), tr("Choose the one before or after"));
    commands_.listKey(servers, tr(",  ."), tr("In the logs: choose the entry before or after"));
    commands_.listKey(servers, tr("Enter  Menu"), tr("Open the menu of what is chosen"));
    const QString cluster = tr("Cluster");
    commands_.listKey(cluster, tr("Shift+drag"), tr("Draw a partition across the stage"));
    commands_.key(cluster, {Qt::Key_H}, tr("Heal all links"), [this] { commands_.healAll(); });
    commands_.key(cluster, {Qt::Key_R}, tr("Change the configuration"), [this] { askConfiguration(); });
    commands_.key(cluster, {Qt::Key_Colon, Qt::Key_Slash}, tr("Write a command for the store"),
                  [this] { command_->openFor(0); });
    commands_.key(tr("Window"), {Qt::Key_Escape}, tr("Put down, close, or choose nothing"), [this] { cancel(); });
    commands_.listKey(tr("Window"), tr("Ctrl+wheel"), tr("Zoom the stage"));
    commands_.key(tr("Window"), {QKeySequence::Find}, tr("Find in events"), [this] {
        panels_->bringUp(QStringLiteral("eventsPanel"));
        find_->open();
    });
}

void MainWindow::makeMenus() {
    makeFileMenu();
    makeEditMenu();
    makeClusterMenu();
    makeTimeMenu();
    makeGoMenu();
    makeViewMenu();
    makeTellingMenu();
    makeHelpMenu();
}

void MainWindow::makeFileMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    const QString group = tr("Window");
    files_.fill(*menu);
    menu->addSeparator();
    menu->addAction(commands_.command(group, tr("Start again"), {Qt::CTRL | Qt::Key_R}, [this] {
        player_.pause();
        session_.startAgain();
    }));
    menu->addSeparator();
    menu->addAction(commands_.command(group, tr("Quit"), {Qt::CTRL | Qt::Key_Q}, [this] { close(); }));
}

void MainWindow::makeEditMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    const QString group = tr("Window");
    undo_ = commands_.command(group, tr("Undo"), {QKeySequence::Undo}, [this] { session_.undo(); });
    redo_ = commands_.command(group, tr("Redo"), {Qt::CTRL | Qt::SHIFT | Qt::Key_Z}, [this] { session_.redo(); });
    menu->addAction(undo_);
    menu->addAction(redo_);
    menu->addAction(branches_->bringBack());
    menu->addSeparator();
    menu->addAction(tr("Copy the sentence"), this, [this] { copySentence(); });
    menu->addAction(tr("Find in events…"), this, [this] {
        panels_->bringUp(QStringLiteral("eventsPanel"));
        find_->open();
    });
}

void MainWindow::makeClusterMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Cluster"));
    menu->setToolTipsVisible(true);
    // What is possible changes with every event: the menu is filled whenever it opens.
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        menus_.fillCluster(*menu);
        player_.hold(menu);
    });
    connect(menu, &QMenu::aboutToHide, this, [this, menu] { player_.release(menu); });
    connect(&menus_, &ActionMenus::partitionByNameWanted, this,
            [this] { (new PartitionDialog(session_, this))->open(); });
    connect(&menus_, &ActionMenus::configurationWanted, this, &MainWindow::askConfiguration);
}

void MainWindow::askConfiguration() {
    const QString why = whyNoChanges(session_.cluster());
    if (!why.isEmpty()) {
        showNews(why);
        return;
    }
    auto* dialog = new ConfigurationDialog(session_, menus_.changesJointly(), this);
    player_.hold(dialog);
    connect(dialog, &ConfigurationDialog::methodUsed, &menus_, &ActionMenus::setChangesJointly);
    connect(dialog, &ConfigurationDialog::optionsWanted, this,
            [this] { panels_->bringUp(QStringLiteral("timingPanel")); });
    dialog->open();
}

void MainWindow::makeTimeMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Time"));
    const TransportActions& transport = commands_.transport();
    menu->addActions({transport.play, transport.forward, transport.back});
    menu->addSeparator();
    menu->addActions({transport.nextInteresting, transport.previousInteresting, transport.toStart, transport.toEnd});
    menu->addSeparator();
    QAction* idle = menu->addAction(tr("Pass idle stretches quickly"));
    idle->setObjectName(QStringLiteral("skipIdle"));
    idle->setCheckable(true);
    connect(idle, &QAction::toggled, &player_, &Player::setSkipsIdle);
    connect(&player_, &Player::stateChanged, idle, [this, idle] { idle->setChecked(player_.skipsIdle()); });
    idle->setChecked(player_.skipsIdle());
}

void MainWindow::makeGoMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Go"));
    go_.fill(*menu);
    menu->addSeparator();
    branches_->fill(*menu);
}

void MainWindow::makeViewMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    for (Panel* panel : panels_->panels())
        menu->addAction(panel->toggleViewAction());
    menu->addAction(tr("Reset layout"), panels_, &PanelArea::resetLayout);
    menu->addSeparator();
    QAction* hide = menu->addAction(tr("Hide heartbeats"));
    hide->setObjectName(QStringLiteral("hideHeartbeats"));
    hide->setCheckable(true);
    connect(hide, &QAction::toggled, &view_, &ViewState::setHideHeartbeats);
    connect(&view_, &ViewState::optionsChanged, hide,
            [this, hide] { hide->setChecked(view_.options().hideHeartbeats); });
    menu->addAction(tr("Put all servers back in place"), &view_, &ViewState::resetPlaces);
    menu->addSeparator();
    makeThemeMenu(*menu->addMenu(tr("Theme")));
    makeTextSizes(*menu);
}

void MainWindow::makeThemeMenu(QMenu& menu) {
    themes_ = new QActionGroup(this);
    const QStringList names{tr("As the system"), tr("Light"), tr("Dark"), tr("High contrast, light"),
                            tr("High contrast, dark")};
    for (int choice = 0; choice < names.size(); ++choice) {
        QAction* entry = themes_->addAction(menu.addAction(names[choice]));
        entry->setCheckable(true);
        connect(entry, &QAction::triggered, this, [this, choice] { chooseTheme(static_cast<ThemeChoice>(choice)); });
    }
    themes_->actions().constFirst()->setChecked(true);
}

void MainWindow::makeTextSizes(QMenu& menu) {
    static constexpr double kStep = 1.1;
    const QString group = tr("Window");
    const auto scale = [this](double factor) { view_.setTextScale(view_.options().textScale * factor); };
    menu.addAction(commands_.command(group, tr("Larger text"), {QKeySequence::ZoomIn, Qt::CTRL | Qt::Key_Equal},
                                     [scale] { scale(kStep); }));
    menu.addAction(
        commands_.command(group, tr("Smaller text"), {QKeySequence::ZoomOut}, [scale] { scale(1 / kStep); }));
    menu.addAction(commands_.command(group, tr("Normal text"), {Qt::CTRL | Qt::Key_0},
                                     [this] { view_.setTextScale(ViewState::kSmallestScale); }));
}

void MainWindow::makeTellingMenu() {
    QMenu* menu = menuBar()->addMenu(tr("Te&lling"));
    menu->setToolTipsVisible(true);
    telling_.fill(*menu);
}

void MainWindow::makeHelpMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    menu->addAction(commands_.command(tr("Window"), tr("All keys"), {Qt::Key_F1},
                                      [this] { (new KeysDialog(commands_.keys(), this))->show(); }));
    menu->addAction(tr("About Raftarium"), this, [this] { (new AboutDialog(this))->open(); });
}

} // namespace raftarium
