// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/LogsView.h"

#include "widgets/playback/Catalogue.h"
#include "widgets/scene/Describe.h"
#include "widgets/views/Parts.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

// Scroll bars in pixels over a picture that is made of what they show.

namespace raftarium {

/// The view asks for no more rows than these; it scrolls through the rest.
static constexpr std::size_t kMostRows = 9;

LogsView::LogsView(const Session& session, const Player& player, ViewState& view, const FrameMaker& frames,
                   QWidget* parent)
    : QAbstractScrollArea(parent)
    , session_(session)
    , view_(view)
    , frames_(frames) {
    setObjectName(QStringLiteral("logs"));
    setAccessibleName(tr("Logs"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    const auto renewal = [this] { renew(); };
    connect(&session, &Session::runReplaced, this, [this] { following_ = true; });
    connect(&session, &Session::momentChanged, this, renewal);
    connect(&view, &ViewState::selectionChanged, this, renewal);
    connect(&view, &ViewState::optionsChanged, this, renewal);
    connect(&view, &ViewState::themeChanged, this, renewal);
    new Parts(
        *this, session, player, view, [this] { return findParts(); },
        [this](const scene::Id& id) { view_.select(id); });
}

std::vector<Part> LogsView::findParts() const {
    const scene::Frame shown = frame();
    std::vector<Part> parts;
    for (const scene::HitShape& hit : picture().hits) {
        parts.push_back({hit.id, QString::fromStdString(scene::describe(shown, hit.id, pictureWords())),
                         placeOf(hit.id).translated(viewport()->pos()), view_.selected() == hit.id});
    }
    return parts;
}

QSize LogsView::sizeHint() const {
    // As high as the rows of a good many servers, their header, and the bar below them.
    const scene::LogGeometry geometry = scene::logGeometry(frame(), {}, canvas());
    const double rows = static_cast<double>(std::min<std::size_t>(geometry.rows, kMostRows)) * geometry.rowStep;
    const int bar = horizontalScrollBar()->sizeHint().height();
    return {900, static_cast<int>(std::ceil(geometry.cells.top() + rows)) + bar};
}

scene::Frame LogsView::frame() const {
    scene::Frame frame = frames_.frame();
    frame.selected = view_.selected();
    frame.options = view_.options();
    return frame;
}

scene::Canvas LogsView::canvas() const {
    return {{static_cast<double>(viewport()->width()), static_cast<double>(viewport()->height())},
            view_.theme(),
            pictureMeasure(),
            pictureWords()};
}

scene::LogScroll LogsView::scroll() const {
    return {static_cast<double>(horizontalScrollBar()->value()), static_cast<double>(verticalScrollBar()->value())};
}

void LogsView::renew() {
    if (!isVisible())
        return;
    measure();
    draw();
}

/// Makes the picture of what the scroll bars say and has what changed painted.
void LogsView::draw() {
    const scene::Frame shown = frame();
    const scene::Canvas ground = canvas();
    viewport()->update(
        surface_.show(scene::logs(shown, scene::logGeometry(shown, scroll(), ground), ground), devicePixelRatioF()));
}

void LogsView::showEvent(QShowEvent* event) {
    QAbstractScrollArea::showEvent(event);
    renew();
}

void LogsView::measure() {
    const scene::LogGeometry geometry = scene::logGeometry(frame(), scroll(), canvas());
    const scene::LogScroll farthest = geometry.farthest();
    scrollsItself_ = true;
    horizontalScrollBar()->setPageStep(std::max(1, static_cast<int>(geometry.cells.width)));
    horizontalScrollBar()->setSingleStep(std::max(1, static_cast<int>(geometry.columnStep)));
    horizontalScrollBar()->setRange(0, static_cast<int>(std::ceil(farthest.x)));
    verticalScrollBar()->setPageStep(std::max(1, static_cast<int>(geometry.cells.height)));
    verticalScrollBar()->setSingleStep(std::max(1, static_cast<int>(geometry.rowStep)));
    verticalScrollBar()->setRange(0, static_cast<int>(std::ceil(farthest.y)));
    if (following_)
        horizontalScrollBar()->setValue(horizontalScrollBar()->maximum());
    scrollsItself_ = false;
}

void LogsView::scrollContentsBy(int dx, int /*dy*/) {
    if (!scrollsItself_ && dx != 0)
        following_ = horizontalScrollBar()->value() == horizontalScrollBar()->maximum();
    if (!scrollsItself_)
        draw();
}

void LogsView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    surface_.paint(painter, event->region());
}

void LogsView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    renew();
}

std::optional<scene::Id> LogsView::thingAt(QPointF place) const { return picture().hitTest(place.x(), place.y()); }

QRect LogsView::placeOf(const scene::Id& id) const {
    const scene::HitShape* hit = picture().hitShape(id);
    if (!hit)
        return {};
    const scene::Rect bounds = scene::bounds(*hit);
    return QRectF(bounds.x, bounds.y, bounds.width, bounds.height).toAlignedRect();
}

QString LogsView::describe(const scene::Id& id) const {
    return QString::fromStdString(scene::describe(frame(), id, pictureWords()));
}

void LogsView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        view_.select(thingAt(event->position()));
}

void LogsView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto thing = thingAt(event->position()))
        emit detailsWanted(*thing);
}

bool LogsView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        // Here these keys go along the entries, whatever they do elsewhere.
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Comma || key == Qt::Key_Period) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void LogsView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Up:
        chooseBeside(-1, 0);
        break;
    case Qt::Key_Down:
        chooseBeside(1, 0);
        break;
    case Qt::Key_Comma:
        chooseBeside(0, -1);
        break;
    case Qt::Key_Period:
        chooseBeside(0, 1);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

/// Chooses the entry that lies so many servers below and so many indices after the chosen one, as far as there is one.
void LogsView::chooseBeside(int servers, int indices) {
    const auto& hosts = session_.cluster().hosts();
    const auto count = static_cast<int>(hosts.size());
    int row = 0;
    while (row < count && hosts[static_cast<std::size_t>(row)].id() != view_.selectedServer())
        ++row;
    row = row == count ? 0 : (row + servers + count) % count;
    const raft::Host& host = hosts[static_cast<std::size_t>(row)];
    const raft::Log& log = host.server.state().persistent.log;
    const auto first = static_cast<std::int64_t>(log.baseIndex() + 1);
    const auto last = static_cast<std::int64_t>(log.lastIndex());
    if (last < first)
        return;
    const bool isEntry = view_.selected() && view_.selected()->subject == scene::Subject::entry;
    const std::int64_t wanted = isEntry ? static_cast<std::int64_t>(view_.selected()->number) + indices : last;
    const std::int64_t index = std::clamp(wanted, first, last);
    view_.select(scene::entryId(host.id(), static_cast<raft::Index>(index)));
}

void LogsView::wheelEvent(QWheelEvent* event) {
    // Logs are wide, seldom high: a wheel without a sideways direction goes along them.
    const bool sideways = verticalScrollBar()->maximum() == 0 && event->angleDelta().x() == 0;
    if (!sideways) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    const int steps = event->angleDelta().y() / 120;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - 3 * steps * horizontalScrollBar()->singleStep());
    event->accept();
}

void LogsView::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto thing = byKey ? view_.selected() : thingAt(event->pos());
    if (!thing)
        return;
    view_.select(thing);
    emit menuWanted(*thing, byKey ? viewport()->mapToGlobal(placeOf(*thing).center()) : event->globalPos());
}

bool LogsView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto thing = thingAt(help->pos());
    QToolTip::showText(help->globalPos(), thing ? describe(*thing) : QString(), viewport());
    return true;
}

} // namespace raftarium
