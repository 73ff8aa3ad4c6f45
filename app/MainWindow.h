// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Appearance.h"
#include "app/BranchCommands.h"
#include "app/Commands.h"
#include "app/FileCommands.h"
#include "app/GoCommands.h"
#include "app/PanelArea.h"
#include "app/TellingCommands.h"
#include "widgets/playback/EventBook.h"
#include "widgets/playback/FrameMaker.h"
#include "widgets/playback/Player.h"
#include "widgets/views/ActionMenus.h"
#include "widgets/views/StageView.h"
#include "widgets/views/ViewState.h"

#include <QMainWindow>

class QActionGroup;
class QLabel;

/// The main window.
namespace raftarium {

class CommandField;
class EventsView;
class FindBar;
class LogsView;
class WhyPanel;

/// Stage, panels, menus and tool bar over one run.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// A window with a run at its beginning. The configuration must be sound (`raft::problemsOf` finds nothing).
    explicit MainWindow(const raft::ClusterConfiguration& configuration, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Session& session() { return session_; }
    [[nodiscard]] Player& player() { return player_; }
    [[nodiscard]] ViewState& view() { return view_; }
    [[nodiscard]] StageView& stage() { return *stage_; }
    [[nodiscard]] PanelArea& panels() { return *panels_; }
    [[nodiscard]] const Commands& commands() const { return commands_; }
    [[nodiscard]] Document& document() { return document_; }
    [[nodiscard]] FileCommands& files() { return files_; }
    [[nodiscard]] TellingCommands& telling() { return telling_; }

    /// Takes place, layout and choices from the settings; the shipped ones where there are none.
    void restore();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makePanels();
    void makeToolBar();
    void makeKeys();
    void makeMenus();
    void makeFileMenu();
    void makeTellingMenu();
    void makeEditMenu();
    void makeClusterMenu();
    void askConfiguration();
    void makeTimeMenu();
    void makeGoMenu();
    void makeViewMenu();
    void makeThemeMenu(QMenu& menu);
    void makeTextSizes(QMenu& menu);
    void makeHelpMenu();
    void connectAll();

    void goTo(raft::EventIndex event);
    void showDetails(const scene::Id& id);
    void showNews(const QString& news);
    void showRun();
    void renewUndo();
    void actOnLink();
    void copySentence();
    void cancel();
    void chooseTheme(ThemeChoice choice);
    void remember() const;

    Session session_;
    Player player_;
    ViewState view_;
    EventBook book_;
    FrameMaker frames_;
    Appearance appearance_;
    Commands commands_;
    ActionMenus menus_;
    Document document_;
    FileCommands files_;
    GoCommands go_;
    TellingCommands telling_;
    StageView* stage_;
    PanelArea* panels_;
    BranchCommands* branches_ = nullptr;
    LogsView* logs_ = nullptr;
    EventsView* events_ = nullptr;
    FindBar* find_ = nullptr;
    WhyPanel* why_ = nullptr;
    CommandField* command_ = nullptr;
    QLabel* answer_ = nullptr;
    QLabel* run_ = nullptr;
    QAction* undo_ = nullptr;
    QAction* redo_ = nullptr;
    QAction* partition_ = nullptr;
    QActionGroup* themes_ = nullptr;
    /// True once the question about unsaved changes is settled and the window may close.
    bool settled_ = false;
};

} // namespace raftarium
