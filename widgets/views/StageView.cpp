// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/StageView.h"

#include "widgets/playback/Catalogue.h"
#include "widgets/scene/Describe.h"
#include "widgets/views/HoverCard.h"
#include "widgets/views/Parts.h"

#include <QApplication>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

// Paints the picture of the present moment; an event on it becomes one verb.

namespace raftarium {

static const scene::Id kGround{};

StageView::StageView(Session& session, Player& player, ViewState& view, const FrameMaker& frames, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , player_(player)
    , view_(view)
    , frames_(frames)
    , card_(new HoverCard(
          player, view, [this](const scene::Id& id) { return describe(id); },
          [this](const scene::Id& id) { return placeOf(id); }, this)) {
    setObjectName(QStringLiteral("stage"));
    setAccessibleName(tr("Stage"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    const auto renewal = [this] { renew(); };
    connect(&session, &Session::momentChanged, this, renewal);
    connect(&player, &Player::stateChanged, this, renewal);
    connect(&view, &ViewState::selectionChanged, this, renewal);
    connect(&view, &ViewState::optionsChanged, this, renewal);
    connect(&view, &ViewState::themeChanged, this, renewal);
    connect(card_, &HoverCard::thingChanged, this, renewal);
    new Parts(
        *this, session, player, view, [this] { return findParts(); },
        [this](const scene::Id& id) { view_.select(id); });
}

std::vector<Part> StageView::findParts() {
    if (picture().hits.empty())
        renew();
    const scene::Frame shown = frame();
    std::vector<Part> parts;
    for (const scene::Id& id : scene::spokenIds(shown)) {
        parts.push_back({id, QString::fromStdString(scene::describe(shown, id, pictureWords())), placeOf(id),
                         view_.selected() == id});
    }
    return parts;
}

scene::Frame StageView::frame() const {
    scene::Frame frame = frames_.frame();
    frame.selected = view_.selected();
    frame.hovered = card_->thing();
    frame.options = view_.options();
    frame.partitionLine = line_;
    frame.caption = session_.caption().toStdString();
    frame.options.keepCaptionPlace = !session_.timeline().bookmarks().empty();
    if (partitionTool_ && !line_)
        frame.hint = tr("Draw a line between the servers that are to be parted; Esc puts the tool down.").toStdString();
    return frame;
}

scene::Size StageView::pictureSize() const { return {static_cast<double>(width()), static_cast<double>(height())}; }

/// Makes the picture of the present moment and has what changed painted.
void StageView::renew() {
    if (!isVisible())
        return;
    const QRegion changed = surface_.show(
        scene::stage(frame(), {pictureSize(), view_.theme(), pictureMeasure(), pictureWords()}), devicePixelRatioF());
    if (viewport_.isZoomed())
        update();
    else
        update(changed);
}

void StageView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    renew();
}

void StageView::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    if (viewport_.isZoomed()) {
        painter.setTransform(viewport_.transform(), true);
        painter_.paint(painter, picture());
    } else {
        surface_.paint(painter, event->region());
    }
}

std::optional<scene::Id> StageView::thingAt(QPointF place) const {
    const scene::Point point = viewport_.toPicture(place);
    return picture().hitTest(point.x, point.y);
}

QRect StageView::placeOf(const scene::Id& id) const {
    const scene::HitShape* hit = picture().hitShape(id);
    if (!hit)
        return {};
    const scene::Rect bounds = scene::bounds(*hit);
    return QRectF(viewport_.toView({bounds.left(), bounds.top()}), viewport_.toView({bounds.right(), bounds.bottom()}))
        .toAlignedRect();
}

std::vector<scene::Id> StageView::things(scene::Subject subject) const {
    std::vector<scene::Id> found;
    for (const scene::HitShape& hit : picture().hits) {
        if (hit.id.subject == subject)
            found.push_back(hit.id);
    }
    std::sort(found.begin(), found.end());
    return found;
}

QString StageView::describe(const scene::Id& id) const {
    return QString::fromStdString(scene::describe(frame(), id, pictureWords()));
}

void StageView::mousePressEvent(QMouseEvent* event) {
    card_->dismiss();
    if (event->button() != Qt::LeftButton)
        return;
    pressPlace_ = event->position();
    if (partitionTool_ || event->modifiers().testFlag(Qt::ShiftModifier)) {
        const scene::Point start = viewport_.toPicture(pressPlace_);
        setLine({{start, start}});
        return;
    }
    pressed_ = thingAt(pressPlace_).value_or(kGround);
}

void StageView::mouseMoveEvent(QMouseEvent* event) {
    if (line_) {
        setLine({{(*line_)[0], viewport_.toPicture(event->position())}});
    } else if (pressed_) {
        drag(event->position());
    } else {
        card_->pointAt(thingAt(event->position()), event->position().toPoint());
    }
}

void StageView::drag(QPointF place) {
    const bool movable = pressed_->subject == scene::Subject::server || viewport_.isZoomed();
    const bool far = (place - pressPlace_).manhattanLength() >= QApplication::startDragDistance();
    if (!movable || (!dragging_ && !far))
        return;
    dragging_ = true;
    if (pressed_->subject == scene::Subject::server) {
        view_.place(pressed_->server, scene::asShare(viewport_.toPicture(place), pictureSize()));
    } else {
        viewport_.pan(place - pressPlace_, size());
        pressPlace_ = place;
        update();
    }
}

void StageView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    if (line_) {
        finishLine();
    } else if (pressed_ && !dragging_) {
        view_.select(*pressed_ == kGround ? std::nullopt : pressed_);
    }
    pressed_.reset();
    dragging_ = false;
}

void StageView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || isPartitioning())
        return;
    const auto thing = thingAt(event->position());
    if (!thing)
        return;
    if (thing->subject == scene::Subject::link)
        toggleLink(*thing);
    else
        emit detailsWanted(*thing);
}

void StageView::wheelEvent(QWheelEvent* event) {
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    card_->dismiss();
    viewport_.zoomAt(event->position(), std::pow(1.2, event->angleDelta().y() / 120.0), size());
    update();
}

void StageView::keyPressEvent(QKeyEvent* event) {
    const scene::Subject subject = view_.selected() ? view_.selected()->subject : scene::Subject::server;
    switch (event->key()) {
    case Qt::Key_Up:
        chooseNext(subject, -1);
        break;
    case Qt::Key_Down:
        chooseNext(subject, 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter: {
        const scene::Id thing = view_.selected().value_or(kGround);
        emit menuWanted(thing, mapToGlobal(placeOf(thing).isEmpty() ? rect().center() : placeOf(thing).center()));
        break;
    }
    default:
        QWidget::keyPressEvent(event);
    }
}

void StageView::contextMenuEvent(QContextMenuEvent* event) {
    card_->dismiss();
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const scene::Id thing = (byKey ? view_.selected() : thingAt(event->pos())).value_or(kGround);
    if (thing != kGround)
        view_.select(thing);
    const QRect place = placeOf(thing);
    emit menuWanted(thing,
                    byKey ? mapToGlobal(place.isEmpty() ? rect().center() : place.center()) : event->globalPos());
}

void StageView::leaveEvent(QEvent* /*event*/) { card_->pointAt({}, {}); }

void StageView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    viewport_.pan({}, event->size());
    renew();
}

void StageView::chooseNext(scene::Subject subject, int step) {
    const std::vector<scene::Id> all = things(subject);
    if (all.empty())
        return;
    const auto now = view_.selected() ? std::find(all.begin(), all.end(), *view_.selected()) : all.end();
    if (now == all.end()) {
        view_.select(step > 0 ? all.front() : all.back());
        return;
    }
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    view_.select(all[static_cast<std::size_t>((now - all.begin() + step + count) % count)]);
}

void StageView::toggleLink(const scene::Id& link) {
    const auto low = link.server;
    const auto high = link.peer;
    const raft::Network& network = session_.cluster().network();
    if (network.isCut(low, high) || network.isCut(high, low))
        session_.act(raft::action::Heal{low, high, false});
    else
        session_.act(raft::action::Cut{low, high, false});
}

void StageView::startPartition() {
    card_->dismiss();
    setTool(true);
    setFocus();
}

void StageView::cancel() {
    card_->dismiss();
    if (isPartitioning()) {
        setLine({});
        setTool(false);
    } else if (pressed_) {
        pressed_.reset();
        dragging_ = false;
    } else if (viewport_.isZoomed()) {
        viewport_.reset();
        update();
    } else {
        view_.select({});
    }
}

void StageView::setTool(bool active) {
    partitionTool_ = active;
    // Without a tool the cursor is that of the window, which a presentation hides.
    active ? setCursor(Qt::CrossCursor) : unsetCursor();
    renew();
    emit partitioningChanged(isPartitioning());
}

void StageView::setLine(const std::optional<std::array<scene::Point, 2>>& line) {
    line_ = line;
    // A line across moving messages is drawn in peace.
    line_ ? player_.hold(this) : player_.release(this);
    renew();
}

void StageView::finishLine() {
    const auto line = *line_;
    const auto sides = scene::partedBy(scene::stageLayout(frame(), pictureSize()), line);
    setLine({});
    setTool(false);
    if (scene::distance(line[0], line[1]) < QApplication::startDragDistance())
        return;
    if (sides[0].empty() || sides[1].empty())
        emit told(tr("All servers lie on one side of that line."));
    else
        session_.act(raft::action::Partition{{sides[0], sides[1]}});
}

} // namespace raftarium
