// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/PanelArea.h"

#include "widgets/paint/PicturePainter.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QTabBar>
#include <QTimer>

#include <utility>

// Docks without frames over cards that are painted behind them.

namespace raftarium {

/// Raised when panels come or go, so that an older layout is not forced onto new panels.
static constexpr int kLayoutVersion = 3;
static constexpr int kMargin = 12;
static constexpr double kRadius = 10;
/// Below this height of the window, in logical pixels, panels share places.
static constexpr int kLow = 800;

PanelArea::PanelArea(QWidget* stage, const ViewState& view, QWidget* parent) : QMainWindow(parent), view_(view) {
    setWindowFlags(Qt::Widget); // a part of the window, not a window of its own
    setObjectName(QStringLiteral("panels"));
    setContentsMargins(kMargin, kMargin, kMargin, 0);
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks | QMainWindow::GroupedDragging);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setDocumentMode(true);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    auto* frame = new QWidget;
    auto* inside = new QHBoxLayout(frame);
    inside->setContentsMargins(6, 6, 6, 6); // clear of the card's round corners
    inside->addWidget(stage);
    setCentralWidget(frame);
    connect(&view, &ViewState::themeChanged, this, qOverload<>(&QWidget::update));
    connect(&view, &ViewState::optionsChanged, this, [this, scale = view.options().textScale]() mutable {
        if (shipped_ && scale != view_.options().textScale)
            QTimer::singleShot(0, this, &PanelArea::fitSizes);
        scale = view_.options().textScale;
    });
}

Panel* PanelArea::addPanel(const QString& name, const QString& title, PanelTitle shown, QWidget* content) {
    auto* panel = new Panel(name, title, shown, content, view_, this);
    panels_.append(panel);
    addDockWidget(Qt::RightDockWidgetArea, panel);
    for (const auto signal : {&QDockWidget::visibilityChanged, &QDockWidget::topLevelChanged})
        connect(panel, signal, this, &PanelArea::renewTitles);
    connect(panel, &QDockWidget::dockLocationChanged, this, &PanelArea::renewTitles);
    return panel;
}

Panel* PanelArea::panel(const QString& name) const {
    for (Panel* each : panels_) {
        if (each->objectName() == name)
            return each;
    }
    return nullptr;
}

void PanelArea::bringUp(const QString& name) {
    Panel* wanted = panel(name);
    wanted->show();
    wanted->raise();
}

void PanelArea::resetLayout() {
    Panel* why = panel(QStringLiteral("whyPanel"));
    Panel* inspector = panel(QStringLiteral("inspectorPanel"));
    Panel* timing = panel(QStringLiteral("timingPanel"));
    Panel* branches = panel(QStringLiteral("branchesPanel"));
    Panel* events = panel(QStringLiteral("eventsPanel"));
    Panel* logs = panel(QStringLiteral("logsPanel"));
    Panel* transport = panel(QStringLiteral("transportPanel"));
    for (Panel* each : panels_) {
        each->setFloating(false);
        removeDockWidget(each);
    }
    addDockWidget(Qt::RightDockWidgetArea, why);
    // First the neighbours, then the tabs: beside a tab nothing can be put.
    splitDockWidget(why, isLow() ? logs : events, Qt::Vertical);
    tabifyDockWidget(why, inspector);
    if (isLow())
        tabifyDockWidget(inspector, events);
    tabifyDockWidget(inspector, timing);
    tabifyDockWidget(timing, branches);
    if (!isLow())
        addDockWidget(Qt::BottomDockWidgetArea, logs);
    addDockWidget(Qt::BottomDockWidgetArea, transport, Qt::Vertical);
    for (Panel* each : {why, inspector, events, logs, transport})
        each->show();
    timing->hide();
    branches->hide();
    why->raise();
    shipped_ = true;
    fitSizes();
    QTimer::singleShot(0, this, &PanelArea::fitSizes);
}

/// In a low window the events share a place with the panels above them and the logs stand beside the stage, so that it
/// stays the largest thing.
bool PanelArea::isLow() const { return window()->height() < kLow; }

/// The proportions of the look: the right column a third of the width, the logs as high as their rows, the stage the
/// largest of all.
void PanelArea::fitSizes() {
    Panel* why = panel(QStringLiteral("whyPanel"));
    Panel* events = panel(QStringLiteral("eventsPanel"));
    Panel* logs = panel(QStringLiteral("logsPanel"));
    resizeDocks({why}, {std::clamp(width() * 30 / 100, 300, 520)}, Qt::Horizontal);
    const int rows = logs->widget()->sizeHint().height();
    if (isLow()) {
        const int room = why->height() + logs->height();
        const int share = std::min(rows, room * 3 / 5);
        resizeDocks({why, logs}, {room - share, share}, Qt::Vertical);
    } else {
        Panel* transport = panel(QStringLiteral("transportPanel"));
        resizeDocks({logs, transport}, {std::min(rows, height() * 28 / 100), transport->sizeHint().height()},
                    Qt::Vertical);
        resizeDocks({why, events}, {50, 50}, Qt::Vertical);
    }
    renewTitles();
}

QByteArray PanelArea::layoutState() const { return saveState(kLayoutVersion); }

bool PanelArea::restoreLayout(const QByteArray& state) {
    const bool restored = restoreState(state, kLayoutVersion);
    shipped_ = shipped_ && !restored;
    renewTitles();
    return restored;
}

QTabBar* PanelArea::tabBarOver(const Panel& panel) const {
    for (QTabBar* bar : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        const QRect place = bar->geometry();
        const QRect below = panel.geometry();
        if (bar->isVisible() && std::abs(place.bottom() + 1 - below.top()) <= 2 && place.left() < below.right() &&
            place.right() > below.left())
            return bar;
    }
    return nullptr;
}

void PanelArea::renewTitles() {
    for (Panel* each : panels_) {
        const QList<QDockWidget*> others = tabifiedDockWidgets(each);
        const bool tabbed = std::any_of(others.begin(), others.end(), [](const QDockWidget* other) {
            return !other->isHidden() && !other->isFloating();
        });
        each->setTabbed(tabbed);
    }
    update();
}

/// Whether the panel of time asks for another height than before: it grows with the branches, and what it takes is not
/// to be the logs' last row.
bool PanelArea::hasOtherNeeds() {
    const Panel* transport = panel(QStringLiteral("transportPanel"));
    const int needed = transport ? transport->widget()->minimumSizeHint().height() : 0;
    return std::exchange(needed_, needed) != needed;
}

bool PanelArea::event(QEvent* event) {
    const bool done = QMainWindow::event(event);
    if (event->type() == QEvent::LayoutRequest)
        update();
    // The shipped layout keeps its proportions until somebody takes hold of a border between two panels.
    if (event->type() == QEvent::MouseButtonPress)
        shipped_ = false;
    if (shipped_ && (event->type() == QEvent::Show || event->type() == QEvent::Resize ||
                     (event->type() == QEvent::LayoutRequest && hasOtherNeeds())))
        QTimer::singleShot(0, this, &PanelArea::fitSizes);
    return done;
}

void PanelArea::paintEvent(QPaintEvent* /*event*/) {
    const scene::Theme& theme = view_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), toQColor(theme.window));
    const double edge = std::max(1.0, theme.minimumLine);
    const auto card = [&](const QRect& place, scene::Color color) {
        painter.setPen(QPen(toQColor(theme.outlined ? theme.ink : theme.line), edge));
        painter.setBrush(toQColor(color));
        painter.drawRoundedRect(QRectF(place).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), kRadius, kRadius);
    };
    card(centralWidget()->geometry(), theme.stage);
    for (const Panel* each : panels_) {
        if (each->isFloating() || each->visibleRegion().isEmpty())
            continue;
        const QTabBar* tabs = tabBarOver(*each);
        card(tabs ? each->geometry().united(tabs->geometry()) : each->geometry(), theme.panel);
    }
}

} // namespace raftarium
