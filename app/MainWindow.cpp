// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/MainWindow.h"

#include "app/FileView.h"
#include "app/Settings.h"
#include "widgets/playback/ActionWords.h"
#include "widgets/views/BranchesPanel.h"
#include "widgets/views/CommandField.h"
#include "widgets/views/ElidedLabel.h"
#include "widgets/views/EventsView.h"
#include "widgets/views/FindBar.h"
#include "widgets/views/Inspector.h"
#include "widgets/views/LogsView.h"
#include "widgets/views/TimelineView.h"
#include "widgets/views/TimingPanel.h"
#include "widgets/views/TransportBar.h"
#include "widgets/views/WhyPanel.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QLocale>
#include <QMimeData>
#include <QStatusBar>
#include <QStyle>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

// The window's parts and what connects them; its menus stand in MainMenus.cpp.

namespace raftarium {

/// How long news stays in the status line, in milliseconds.
static constexpr int kNewsStays = 8000;

MainWindow::MainWindow(const raft::ClusterConfiguration& configuration, QWidget* parent)
    : QMainWindow(parent)
    , session_(configuration)
    , player_(session_)
    , book_(session_)
    , frames_(session_, player_, book_)
    , appearance_(view_)
    , commands_(session_, player_, view_, this)
    , menus_(session_, player_, this)
    , document_(session_)
    , files_(session_, document_, commands_, this)
    , go_(session_, player_, commands_, this)
    , telling_(session_, player_, view_, frames_, commands_, this)
    , stage_(new StageView(session_, player_, view_, frames_))
    , panels_(new PanelArea(stage_, view_, this)) {
    setWindowTitle(QStringLiteral("Raftarium"));
    setMinimumSize(800, 520);
    setContextMenuPolicy(Qt::NoContextMenu);
    setCentralWidget(panels_);
    setAcceptDrops(true);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addPermanentWidget(telling_.prompter());
    makePanels();
    makeToolBar();
    makeKeys();
    makeMenus();
    connectAll();
    panels_->resetLayout();
    showRun();
    stage_->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::makePanels() {
    why_ = new WhyPanel(session_, book_, view_);
    events_ = new EventsView(session_, player_, book_, view_);
    find_ = new FindBar(*events_);
    logs_ = new LogsView(session_, player_, view_, frames_);
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(4, 0, 4, 6);
    column->setSpacing(0);
    column->addWidget(find_);
    column->addWidget(events_, 1);
    auto* table = new QWidget;
    auto* inside = new QVBoxLayout(table);
    inside->setContentsMargins(0, 4, 6, 4);
    inside->addWidget(logs_);
    panels_->addPanel(QStringLiteral("whyPanel"), tr("Why"), PanelTitle::above, why_);
    panels_->addPanel(QStringLiteral("inspectorPanel"), tr("Inspector"), PanelTitle::above,
                      new Inspector(session_, view_));
    panels_->addPanel(QStringLiteral("timingPanel"), tr("Timing"), PanelTitle::above, new TimingPanel(session_));
    auto* branches = new BranchesPanel(session_, view_);
    panels_->addPanel(QStringLiteral("branchesPanel"), tr("Branches"), PanelTitle::above, branches);
    branches_ = new BranchCommands(session_, player_, commands_, *panels_, *branches);
    panels_->addPanel(QStringLiteral("eventsPanel"), tr("Events"), PanelTitle::above, list);
    panels_->addPanel(QStringLiteral("logsPanel"), tr("Logs"), PanelTitle::beside, table);
    auto* time = new QWidget;
    auto* rows = new QVBoxLayout(time);
    rows->setContentsMargins(4, 4, 4, 0);
    rows->setSpacing(0);
    auto* strip = new TimelineView(session_, player_, view_);
    connect(strip, &TimelineView::branchMenuWanted, branches_, &BranchCommands::popup);
    rows->addWidget(strip);
    rows->addWidget(new TransportBar(session_, player_, view_, commands_.transport()));
    panels_->addPanel(QStringLiteral("transportPanel"), tr("Time"), PanelTitle::none, time);
}

void MainWindow::makeToolBar() {
    auto* bar = new QToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->toggleViewAction()->setVisible(false);
    partition_ = commands_.command(tr("Cluster"), tr("Partition…"), {Qt::Key_P}, [this] { stage_->startPartition(); });
    partition_->setObjectName(QStringLiteral("partition"));
    partition_->setCheckable(true);
    bar->addAction(commands_.offer(
        tr("Stop leader"), QStringLiteral("stopLeader"), [this] { return commands_.stopLeader(); },
        tr("There is no running leader.")));
    bar->addAction(partition_);
    bar->addAction(commands_.offer(tr("Heal all"), QStringLiteral("healAll"),
                                   []() -> std::optional<raft::Action> { return raft::action::HealAll{}; }));
    bar->addAction(tr("Timing…"), this, [this] { panels_->bringUp(QStringLiteral("timingPanel")); });
    for (QToolButton* button : bar->findChildren<QToolButton*>())
        button->setFocusPolicy(Qt::TabFocus);
    command_ = new CommandField(session_, view_);
    answer_ = new ElidedLabel;
    answer_->setObjectName(QStringLiteral("answer"));
    run_ = new ElidedLabel;
    run_->setObjectName(QStringLiteral("runTitle"));
    run_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(8, 0, 6, 0);
    row->setSpacing(12);
    row->addWidget(command_, 3);
    row->addWidget(answer_, 3);
    row->addWidget(run_, 2);
    bar->addWidget(line);
    addToolBar(Qt::TopToolBarArea, bar);
}

void MainWindow::connectAll() {
    connect(stage_, &StageView::menuWanted, &menus_, &ActionMenus::popup);
    connect(logs_, &LogsView::menuWanted, &menus_, &ActionMenus::popup);
    connect(stage_, &StageView::detailsWanted, this, &MainWindow::showDetails);
    connect(logs_, &LogsView::detailsWanted, this, &MainWindow::showDetails);
    connect(&menus_, &ActionMenus::detailsWanted, this, &MainWindow::showDetails);
    connect(&menus_, &ActionMenus::submitWanted, command_, &CommandField::openFor);
    connect(&menus_, &ActionMenus::partitionWanted, stage_, &StageView::startPartition);
    connect(&menus_, &ActionMenus::timingWanted, this, [this] { panels_->bringUp(QStringLiteral("timingPanel")); });
    connect(stage_, &StageView::partitioningChanged, partition_, &QAction::setChecked);
    for (const auto signal : {&Session::refused, &Session::told})
        connect(&session_, signal, this, &MainWindow::showNews);
    connect(&player_, &Player::stuck, this, &MainWindow::showNews);
    connect(stage_, &StageView::told, this, &MainWindow::showNews);
    connect(&commands_, &Commands::told, this, &MainWindow::showNews);
    connect(&session_, &Session::structureChanged, this, &MainWindow::showRun);
    connect(&document_, &Document::stateChanged, this, &MainWindow::showRun);
    connect(&session_, &Session::momentChanged, this, [this] {
        if (session_.hidesFuture())
            renewUndo();
    });
    connect(&document_, &Document::viewOpened, this,
            [this](const QByteArray& json) { applyView(json, session_.cluster(), view_, player_, *panels_); });
    document_.setViewWriter([this](const QByteArray& before) { return viewJson(before, view_, player_, *panels_); });
    connect(&document_, &Document::copyFailed, this, [this](const QString& why) {
        showNews(tr("Save soon: a copy of what is unsaved could not be kept. %1").arg(why));
    });
    connect(&session_, &Session::runReplaced, this, [this] {
        view_.select({});
        view_.resetPlaces();
    });
    connect(events_, &EventsView::eventWanted, this, &MainWindow::goTo);
    connect(why_, &WhyPanel::eventWanted, this, &MainWindow::goTo);
    connect(events_, &EventsView::findWanted, find_, &FindBar::open);
    connect(command_, &CommandField::left, stage_, qOverload<>(&QWidget::setFocus));
    connect(command_, &CommandField::answered, this, [this](const QString& answer, bool bad) {
        answer_->setProperty("bad", bad);
        answer_->style()->unpolish(answer_);
        answer_->style()->polish(answer_);
        answer_->setText(answer);
    });
}

void MainWindow::goTo(raft::EventIndex event) {
    player_.pause();
    session_.seek(event + 1);
}

void MainWindow::showDetails(const scene::Id& id) {
    view_.select(id);
    panels_->bringUp(QStringLiteral("inspectorPanel"));
}

void MainWindow::showNews(const QString& news) { statusBar()->showMessage(news, kNewsStays); }

void MainWindow::showRun() {
    const raft::ClusterConfiguration& configuration = session_.timeline().configuration();
    const auto servers = static_cast<int>(session_.cluster().hosts().size());
    const QString branch = QString::fromStdString(session_.timeline().branchInfo(session_.timeline().branch()).name);
    QString words = (servers == 1 ? tr("1 server") : tr("%n servers", nullptr, servers)) + QStringLiteral(" · ") +
                    tr("seed %1").arg(configuration.seed);
    if (!document_.title().isEmpty())
        words = document_.title();
    setWindowTitle(document_.title().isEmpty() ? QStringLiteral("Raftarium[*]")
                                               : document_.title() + QStringLiteral("[*] – Raftarium"));
    setWindowModified(document_.isChanged());
    run_->setToolTip(document_.description());
    if (session_.timeline().branches().size() > 1)
        words += QStringLiteral(" · ") + tr("“%1”").arg(branch);
    run_->setText(words);
    renewUndo();
}

void MainWindow::renewUndo() {
    const raft::PlacedAction* last = session_.undoable();
    const raft::PlacedAction* next = session_.timeline().redoable();
    undo_->setEnabled(last != nullptr);
    undo_->setText(last ? tr("Undo: %1").arg(actionWords(last->action, session_.cluster())) : tr("Undo"));
    redo_->setEnabled(next != nullptr);
    // While the future is hidden, what comes back is not told beforehand.
    const bool tells = next && !session_.hidesFuture();
    redo_->setText(tells ? tr("Redo: %1").arg(actionWords(next->action, session_.cluster())) : tr("Redo"));
}

void MainWindow::actOnLink() {
    const auto& chosen = view_.selected();
    if (chosen && chosen->subject == scene::Subject::link)
        stage_->toggleLink(*chosen);
    else
        showNews(tr("Choose a link first: click it, or press L."));
}

void MainWindow::copySentence() { events_->copySentence(); }

void MainWindow::cancel() {
    stage_->cancel();
    stage_->setFocus();
    statusBar()->clearMessage();
}

void MainWindow::chooseTheme(ThemeChoice choice) {
    appearance_.choose(choice);
    themes_->actions().at(static_cast<int>(choice))->setChecked(true);
}

void MainWindow::restore() {
    const Settings settings;
    settings.restorePlace(*this);
    if (!panels_->restoreLayout(settings.layout()))
        panels_->resetLayout();
    chooseTheme(settings.theme());
    view_.setTextScale(settings.textScale());
    view_.setHideHeartbeats(settings.hideHeartbeats());
    player_.setSkipsIdle(settings.skipIdle());
}

void MainWindow::remember() const {
    Settings settings;
    settings.keepPlace(*this);
    settings.setLayout(panels_->layoutState());
    settings.setTheme(appearance_.choice());
    settings.setTextScale(view_.options().textScale);
    settings.setHideHeartbeats(view_.options().hideHeartbeats);
    settings.setSkipIdle(player_.skipsIdle());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!settled_ && document_.isChanged()) {
        event->ignore();
        files_.whenSettled([this] {
            settled_ = true;
            close();
        });
        return;
    }
    remember();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (FileCommands::canTake(*event->mimeData()))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) { files_.take(*event->mimeData()); }

} // namespace raftarium
