// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/Signs.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

// Every sign is a path in a square of 16 units.

namespace raftarium {

namespace {

void addTriangle(QPainterPath& path, double tip, double base) {
    path.moveTo(base, 3);
    path.lineTo(tip, 8);
    path.lineTo(base, 13);
    path.closeSubpath();
}

void addBar(QPainterPath& path, double left, double width) {
    path.addRoundedRect(QRectF(left, 3, width, 10), 0.8, 0.8);
}

/// The filled signs.
QPainterPath filled(Sign sign) {
    QPainterPath path;
    switch (sign) {
    case Sign::play:
        addTriangle(path, 13.5, 4);
        break;
    case Sign::pause:
        addBar(path, 3.5, 3);
        addBar(path, 9.5, 3);
        break;
    case Sign::forward:
        addBar(path, 2.5, 2.2);
        addTriangle(path, 14, 6.5);
        break;
    case Sign::back:
        addTriangle(path, 2, 9.5);
        addBar(path, 11.3, 2.2);
        break;
    case Sign::next:
        addTriangle(path, 8.4, 1.6);
        addTriangle(path, 15, 8.2);
        break;
    case Sign::previous:
        addTriangle(path, 7.6, 14.4);
        addTriangle(path, 1, 7.8);
        break;
    case Sign::toStart:
        addBar(path, 2.5, 2.2);
        addTriangle(path, 5.5, 13);
        break;
    case Sign::toEnd:
        addTriangle(path, 10.5, 3);
        addBar(path, 11.3, 2.2);
        break;
    default:
        break;
    }
    return path;
}

/// The signs made of lines.
QPainterPath lines(Sign sign) {
    QPainterPath path;
    if (sign == Sign::close) {
        path.moveTo(4.5, 4.5);
        path.lineTo(11.5, 11.5);
        path.moveTo(11.5, 4.5);
        path.lineTo(4.5, 11.5);
    } else if (sign == Sign::detach) {
        path.addRoundedRect(QRectF(3, 6.5, 6.5, 6.5), 1, 1);
        path.moveTo(6.5, 3.5);
        path.lineTo(12.5, 3.5);
        path.lineTo(12.5, 9.5);
    } else if (sign == Sign::restore) {
        path.addRoundedRect(QRectF(3, 3.5, 10, 9), 1, 1);
        path.moveTo(3, 9.5);
        path.lineTo(13, 9.5);
    }
    return path;
}

/// Draws a sign whenever it is needed, as sharp as the screen allows.
class SignEngine final : public QIconEngine {
public:
    SignEngine(Sign sign, const QColor& color, const QColor& disabled)
        : sign_(sign)
        , color_(color)
        , disabled_(disabled) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override {
        const QColor color = mode == QIcon::Disabled ? disabled_ : color_;
        const double side = std::min(rect.width(), rect.height());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(QRectF(rect).center() - QPointF(side / 2, side / 2));
        painter->scale(side / 16, side / 16);
        painter->fillPath(filled(sign_), color);
        painter->strokePath(lines(sign_), QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new SignEngine(*this); }

private:
    Sign sign_;
    QColor color_;
    QColor disabled_;
};

} // namespace

QIcon signIcon(Sign sign, const QColor& color, const QColor& disabled) {
    return QIcon(new SignEngine(sign, color, disabled));
}

} // namespace raftarium
