// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/PicturePainter.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <numbers>

// One branch a kind of shape; everything about where and which colour has been decided by the scene.

namespace raftarium {

namespace {

QPointF toQt(scene::Point p) { return {p.x, p.y}; }

QRectF toQt(const scene::Rect& r) { return {r.x, r.y, r.width, r.height}; }

/// Degrees, counter-clockwise, as Qt's arcs want them.
double toQtDegrees(double radians) { return -radians * 180 / std::numbers::pi; }

/// An arc is made of curves of at most this angle, in radians.
constexpr double kArcPiece = std::numbers::pi / 12;

QPen toQPen(const scene::Stroke& stroke) {
    if (!stroke.visible())
        return Qt::NoPen;
    QPen pen(toQColor(stroke.color), stroke.width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (stroke.dash[1] > 0) {
        const bool dots = stroke.dash[0] <= 0;
        pen.setCapStyle(dots ? Qt::RoundCap : Qt::FlatCap);
        pen.setDashPattern({dots ? 0.001 : stroke.dash[0] / stroke.width, stroke.dash[1] / stroke.width});
    }
    return pen;
}

/// Draws the outlines of shapes with the painter's pen and brush.
struct Drawer {
    QPainter& painter;

    void operator()(const scene::Disc& s) const { painter.drawEllipse(toQt(s.center), s.radius, s.radius); }
    void operator()(const scene::Arc& s) const {
        const QRectF box = toQt(scene::around(s.center, 2 * s.radius, 2 * s.radius));
        QPainterPath path;
        path.arcMoveTo(box, toQtDegrees(s.start));
        // In short pieces from the start, so that an arc that only lost its end looks the same everywhere else.
        for (double done = 0; done < s.sweep; done += kArcPiece)
            path.arcTo(box, toQtDegrees(s.start + done), toQtDegrees(std::min(kArcPiece, s.sweep - done)));
        painter.drawPath(path);
    }
    void operator()(const scene::Polyline& s) const {
        QPolygonF points;
        points.reserve(static_cast<qsizetype>(s.points.size()));
        for (const scene::Point& p : s.points)
            points.append(toQt(p));
        if (s.closed)
            painter.drawPolygon(points);
        else
            painter.drawPolyline(points);
    }
    void operator()(const scene::Curve& s) const {
        QPainterPath path(toQt(s.points[0]));
        path.cubicTo(toQt(s.points[1]), toQt(s.points[2]), toQt(s.points[3]));
        painter.drawPath(path);
    }
    void operator()(const scene::Box& s) const {
        if (s.angle == 0) {
            painter.drawRoundedRect(toQt(s.rect), s.radius, s.radius);
            return;
        }
        const QTransform before = painter.transform();
        const scene::Point center = s.rect.center();
        painter.translate(center.x, center.y);
        painter.rotate(-toQtDegrees(s.angle));
        painter.drawRoundedRect(toQt(scene::around({0, 0}, s.rect.width, s.rect.height)), s.radius, s.radius);
        painter.setTransform(before);
    }
    void operator()(const scene::Text&) const {}
};

/// A primitive's bounds in whole pixels, with one to spare for the smoothing of edges.
QRect pixelBounds(const scene::Primitive& primitive) {
    return toQt(scene::bounds(primitive)).toAlignedRect().adjusted(-1, -1, 1, 1);
}

} // namespace

QColor toQColor(scene::Color color) { return QColor(color.red, color.green, color.blue, color.alpha); }

void PicturePainter::paintPrimitive(QPainter& painter, const scene::Primitive& primitive) {
    if (const auto* text = std::get_if<scene::Text>(&primitive.shape)) {
        painter.setPen(toQColor(primitive.fill));
        texts_.draw(painter, toQt(text->origin), text->text, text->font);
        return;
    }
    painter.setPen(toQPen(primitive.stroke));
    painter.setBrush(primitive.fill.visible() ? QBrush(toQColor(primitive.fill)) : QBrush(Qt::NoBrush));
    std::visit(Drawer{painter}, primitive.shape);
}

void PicturePainter::paintLayer(QPainter& painter, const scene::Layer& layer, const QRegion& where) {
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    for (const scene::Primitive& primitive : layer.primitives) {
        if (where.intersects(pixelBounds(primitive)))
            paintPrimitive(painter, primitive);
    }
}

void PicturePainter::paintPrimitives(QPainter& painter, std::span<const scene::Primitive> primitives) {
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    for (const scene::Primitive& primitive : primitives)
        paintPrimitive(painter, primitive);
}

void PicturePainter::paint(QPainter& painter, const scene::Picture& picture) {
    const QRectF whole(0, 0, picture.size.width, picture.size.height);
    painter.save();
    painter.setClipRect(whole, Qt::IntersectClip);
    painter.fillRect(whole, toQColor(picture.ground));
    for (const scene::Layer& layer : picture.layers)
        paintLayer(painter, layer, QRegion(whole.toAlignedRect()));
    painter.restore();
}

QImage toImage(const scene::Picture& picture, double pixelRatio) {
    QImage image(qCeil(picture.size.width * pixelRatio), qCeil(picture.size.height * pixelRatio), QImage::Format_RGB32);
    image.setDevicePixelRatio(pixelRatio);
    QPainter painter(&image);
    PicturePainter().paint(painter, picture);
    return image;
}

} // namespace raftarium
