// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/HoverCard.h"

#include "widgets/paint/PicturePainter.h"

#include <QPainter>

#include <algorithm>

// Waits a moment, then shows itself beside the thing and holds playback.

namespace raftarium {

/// How long the pointer rests before the card comes, in milliseconds. A message would be gone after longer.
static constexpr int kRest = 350;
static constexpr int kMessageRest = 120;
static constexpr int kGap = 8;
static constexpr int kWidest = 340;

HoverCard::HoverCard(Player& player, const ViewState& view, Describe describe, Find find, QWidget* parent)
    : QLabel(parent)
    , player_(player)
    , view_(view)
    , describe_(std::move(describe))
    , find_(std::move(find)) {
    setObjectName(QStringLiteral("hoverCard"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setContentsMargins(12, 8, 12, 8);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    hide();
    delay_.setSingleShot(true);
    connect(&delay_, &QTimer::timeout, this, &HoverCard::showNow);
}

void HoverCard::pointAt(const std::optional<scene::Id>& thing, QPoint place) {
    place_ = place;
    if (thing == thing_)
        return;
    dismiss();
    thing_ = thing;
    emit thingChanged();
    if (thing_)
        delay_.start(thing_->subject == scene::Subject::message ? kMessageRest : kRest);
}

void HoverCard::dismiss() {
    delay_.stop();
    hide();
    player_.release(this);
}

void HoverCard::showNow() {
    const QString words = thing_ ? describe_(*thing_) : QString();
    if (words.isEmpty())
        return;
    player_.hold(this);
    setText(words);
    // As wide as the words, up to a length that is read at a glance; then as high as they need.
    const QMargins inner = contentsMargins();
    const int line = fontMetrics().horizontalAdvance(words) + inner.left() + inner.right() + 2;
    setFixedWidth(std::min({line, kWidest, parentWidget()->width() - 2 * kGap}));
    adjustSize();
    // Beside the thing, so that it stays in sight; on the side where there is more room.
    const QRect room = parentWidget()->rect().adjusted(kGap, kGap, -kGap, -kGap);
    const QRect thing = find_(*thing_).isEmpty() ? QRect(place_, QSize(1, 1)) : find_(*thing_);
    const bool onRight = room.right() - thing.right() >= thing.left() - room.left();
    int x = onRight ? thing.right() + kGap : thing.left() - kGap - width();
    // A link may span the whole stage: then the card stands by the pointer.
    if (x < room.left() || x + width() > room.right())
        x = place_.x() + 2 * kGap;
    const int y = (thing.height() > 2 * height() ? place_.y() : thing.center().y()) - height() / 2;
    move(std::clamp(x, room.left(), std::max(room.left(), room.right() - width())),
         std::clamp(y, room.top(), std::max(room.top(), room.bottom() - height())));
    raise();
    show();
}

void HoverCard::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(toQColor(view_.theme().panel));
    painter.setPen(QPen(toQColor(view_.theme().soft), 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7);
    painter.end();
    QLabel::paintEvent(event);
}

} // namespace raftarium
