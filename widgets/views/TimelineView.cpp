// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/TimelineView.h"

#include "widgets/playback/Catalogue.h"
#include "widgets/views/Parts.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

// Places on the strip are moments; moments are what the session seeks.

namespace raftarium {

/// A run that has just begun is shown as if it lasted so long, in microseconds.
static constexpr raft::Time kShortest = 300'000;
/// The shortest stretch that can be zoomed to, in microseconds.
static constexpr raft::Time kClosest = 2'000;
/// So many branches are seen at a time.
static constexpr std::size_t kMostRows = 4;
static constexpr int kRowHeight = 30;
static constexpr int kMarksHeight = 30;
/// What the axis asks for; a single row goes without.
static constexpr int kAxisHeight = 6;
/// How long a scrub may compute before it shows what it reached, in milliseconds.
static constexpr int kScrubPatience = 8;

TimelineView::TimelineView(Session& session, Player& player, ViewState& view, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , player_(player)
    , view_(view)
    , reader_(session) {
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&session, &Session::runReplaced, this, [this] {
        reader_.clear();
        seen_.reset();
    });
    connect(&session, &Session::structureChanged, this, &TimelineView::updateGeometry);
    connect(&session, &Session::momentChanged, this, &TimelineView::renew);
    connect(&view, &ViewState::optionsChanged, this, &TimelineView::renew);
    connect(&view, &ViewState::themeChanged, this, &TimelineView::renew);
    new Parts(
        *this, session, player, view, [this] { return findParts(); },
        [this](const scene::Id& id) {
            if (id.subject == scene::Subject::branch)
                session_.switchTo(reader_.branchAt(static_cast<std::size_t>(id.number)));
        });
}

QSize TimelineView::sizeHint() const {
    const std::size_t rows = std::min(session_.branches().size(), kMostRows);
    const double height = kMarksHeight + kRowHeight * static_cast<double>(rows) + (rows > 1 ? kAxisHeight : 0);
    return {900, static_cast<int>(height * view_.options().textScale)};
}

void TimelineView::renew() {
    if (isVisible())
        update();
}

scene::Canvas TimelineView::canvas() const {
    return {
        {static_cast<double>(width()), static_cast<double>(height())}, view_.theme(), pictureMeasure(), pictureWords()};
}

TimelineView::Stretch TimelineView::whole(const scene::TimelineFrame& frame) const {
    raft::Time end = kShortest;
    // While the future is hidden, not even its length is told.
    if (frame.hideFuture)
        return {0, std::max(end, frame.present + frame.present / 50)};
    for (const scene::TimelineBranch& branch : frame.branches)
        end = std::max(end, branch.end + branch.end / 50);
    return {0, end};
}

scene::TimelineFrame TimelineView::frame() {
    scene::TimelineFrame frame = reader_.frame();
    const Stretch stretch = scrubbed_ ? *scrubbed_ : seen_.value_or(whole(frame));
    frame.from = stretch.from;
    frame.to = stretch.to;
    frame.options = view_.options();
    // The rows are scrolled so that the branch that is shown is among those seen, and one below it if there is any.
    const std::size_t rows = std::max<std::size_t>(1, scene::timelineGeometry(frame, canvas()).rows);
    if (frame.branch + 1 >= rows)
        frame.firstRow = std::min(frame.branch + 2, frame.branches.size()) - std::min(rows, frame.branches.size());
    return frame;
}

scene::TimelineGeometry TimelineView::geometry() { return scene::timelineGeometry(frame(), canvas()); }

QString TimelineView::describe(const scene::Id& id) {
    return QString::fromStdString(scene::describe(frame(), id, pictureWords()));
}

void TimelineView::showAll() {
    seen_.reset();
    update();
}

void TimelineView::paintEvent(QPaintEvent* /*event*/) {
    const scene::TimelineFrame shown = frame();
    picture_ = scene::timeline(shown, scene::timelineGeometry(shown, canvas()), canvas());
    QPainter painter(this);
    painter_.paint(painter, picture_);
    if (!hasFocus())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(toQColor(view_.theme().accent), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(2, 1, -2, -1), 6, 6);
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    player_.pause();
    const auto row = geometry().yToRow(event->position().y());
    if (row && reader_.branchAt(*row) != session_.timeline().branch())
        session_.switchTo(reader_.branchAt(*row));
    const scene::TimelineFrame shown = frame();
    scrubbed_ = Stretch{shown.from, shown.to};
    scrub(event->position().x());
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if (scrubbed_)
        scrub(event->position().x());
}

void TimelineView::mouseReleaseEvent(QMouseEvent* /*event*/) {
    scrubbed_.reset();
    update();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* /*event*/) { showAll(); }

/// Seeks within what is known of the branch; what is not known yet is for playing.
void TimelineView::scrub(double x) {
    const raft::Time latest = std::max(session_.timeline().knownTime(), session_.cluster().now());
    session_.seekTime(std::min(geometry().xToTime(x), latest), kScrubPatience);
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    const QPoint turn = event->angleDelta();
    if ((event->modifiers() & Qt::ShiftModifier) != 0 || std::abs(turn.x()) > std::abs(turn.y()))
        shift(-(turn.x() + turn.y()) / 2.0);
    else
        zoom(event->position().x(), std::pow(1.2, -turn.y() / 120.0));
    event->accept();
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Up && event->key() != Qt::Key_Down) {
        QWidget::keyPressEvent(event);
        return;
    }
    player_.pause();
    session_.switchBy(event->key() == Qt::Key_Up ? -1 : 1);
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event) {
    std::optional<std::size_t> row = geometry().yToRow(event->pos().y());
    if (event->reason() == QContextMenuEvent::Keyboard)
        row = frame().branch;
    if (row)
        emit branchMenuWanted(reader_.branchAt(*row), event->globalPos());
}

/// What a screen reader is told: branches, and what is marked.
std::vector<Part> TimelineView::findParts() {
    std::vector<Part> parts;
    const scene::TimelineFrame shown = frame();
    for (const scene::HitShape& hit : picture_.hits) {
        const auto* place = std::get_if<scene::Rect>(&hit.shape);
        const bool isBranch = hit.id.subject == scene::Subject::branch;
        if (!place || (!isBranch && hit.id.subject != scene::Subject::mark))
            continue;
        const QString words = QString::fromStdString(scene::describe(shown, hit.id, pictureWords()));
        const QRectF box(place->x, place->y, place->width, place->height);
        if (!words.isEmpty())
            parts.push_back({hit.id, words, box.toAlignedRect(), isBranch && hit.id.number == shown.branch});
    }
    return parts;
}

void TimelineView::zoom(double x, double factor) {
    const scene::TimelineFrame shown = frame();
    const raft::Time held = scene::timelineGeometry(shown, canvas()).xToTime(x);
    const Stretch all = whole(shown);
    const auto length = static_cast<raft::Time>(static_cast<double>(shown.to - shown.from) * factor);
    if (length >= all.to) {
        showAll();
        return;
    }
    const double part = static_cast<double>(held - shown.from) / static_cast<double>(shown.to - shown.from);
    const raft::Time bounded = std::max(length, kClosest);
    const auto from = std::clamp<raft::Time>(held - static_cast<raft::Time>(part * static_cast<double>(bounded)), 0,
                                             all.to - bounded);
    seen_ = Stretch{from, from + bounded};
    update();
}

void TimelineView::shift(double pixels) {
    if (!seen_)
        return;
    const scene::TimelineFrame shown = frame();
    const double strip = std::max(1.0, scene::timelineGeometry(shown, canvas()).strip.width);
    const raft::Time length = shown.to - shown.from;
    const auto by = static_cast<raft::Time>(pixels / strip * static_cast<double>(length));
    const raft::Time from =
        std::clamp<raft::Time>(shown.from + by, 0, std::max<raft::Time>(0, whole(shown).to - length));
    seen_ = Stretch{from, from + length};
    update();
}

bool TimelineView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto thing = picture_.hitTest(help->x(), help->y());
        QToolTip::showText(help->globalPos(), thing ? describe(*thing) : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace raftarium
