// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/TimelineView.h"

#include "widgets/playback/Catalogue.h"

#include <QHelpEvent>
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
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&session, &Session::runReplaced, this, [this] {
        reader_.clear();
        seen_.reset();
    });
    connect(&session, &Session::structureChanged, this, &TimelineView::updateGeometry);
    connect(&session, &Session::momentChanged, this, &TimelineView::renew);
    connect(&view, &ViewState::optionsChanged, this, &TimelineView::renew);
    connect(&view, &ViewState::themeChanged, this, &TimelineView::renew);
}

QSize TimelineView::sizeHint() const {
    const std::size_t rows = std::min(session_.timeline().branches().size(), kMostRows);
    return {900, static_cast<int>((kMarksHeight + kRowHeight * static_cast<double>(rows)) * view_.options().textScale)};
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
    for (const scene::TimelineBranch& branch : frame.branches)
        end = std::max(end, branch.end + branch.end / 50);
    return {0, end};
}

/// The rows are scrolled so that the present branch is among those seen.
std::size_t TimelineView::firstRow(const scene::TimelineFrame& frame) const {
    const std::size_t rows = frame.branches.size();
    if (rows <= kMostRows || frame.branch < kMostRows - 1)
        return 0;
    return std::min(frame.branch - (kMostRows - 2), rows - kMostRows);
}

scene::TimelineFrame TimelineView::frame() {
    scene::TimelineFrame frame = reader_.frame();
    const Stretch stretch = seen_.value_or(whole(frame));
    frame.from = stretch.from;
    frame.to = stretch.to;
    frame.firstRow = firstRow(frame);
    frame.options = view_.options();
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
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    player_.pause();
    const auto row = geometry().yToRow(event->position().y());
    if (row && reader_.branchAt(*row) != session_.timeline().branch())
        session_.switchTo(reader_.branchAt(*row));
    scrubbing_ = true;
    scrub(event->position().x());
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if (scrubbing_)
        scrub(event->position().x());
}

void TimelineView::mouseReleaseEvent(QMouseEvent* /*event*/) { scrubbing_ = false; }

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
