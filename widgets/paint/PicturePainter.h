// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/paint/PictureFont.h"
#include "widgets/scene/Picture.h"

#include <QColor>
#include <QImage>
#include <QRegion>

#include <span>

class QPainter;

/// Puts pictures on a QPainter: the screen, an image, a page.
namespace raftarium {

/// The Qt colour of a picture's colour.
QColor toQColor(scene::Color color);

/// Draws the shapes of pictures. Not to be shared between threads; keeps what it found out about texts.
class PicturePainter {
public:
    /// Draws the whole picture, ground included, with its upper left corner at the painter's origin.
    void paint(QPainter& painter, const scene::Picture& picture);

    /// Draws those primitives of a layer whose bounds meet `where`.
    void paintLayer(QPainter& painter, const scene::Layer& layer, const QRegion& where);

    /// Draws these primitives.
    void paintPrimitives(QPainter& painter, std::span<const scene::Primitive> primitives);

private:
    void paintPrimitive(QPainter& painter, const scene::Primitive& primitive);

    TextPainter texts_;
};

/// The picture as an image of its size times `pixelRatio`, for files and tests.
QImage toImage(const scene::Picture& picture, double pixelRatio = 1);

} // namespace raftarium
