// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/paint/PicturePainter.h"
#include "widgets/paint/SpriteCache.h"
#include "widgets/paint/TileMask.h"

#include <QImage>
#include <QRegion>

/// A picture on the screen, frame after frame: only what changed is drawn again.
namespace raftarium {

/// Keeps the last picture and the pixels of its still layers. A view hands it each new picture, asks for an update of
/// the region it gets back, and paints from it. Not to be shared between threads.
class PictureSurface {
public:
    /// Takes the next picture. Returns what differs from the one before: the region that must be painted.
    QRegion show(scene::Picture picture, double pixelRatio);

    /// Paints the part of the present picture that meets `where`, its upper left corner at the painter's origin.
    void paint(QPainter& painter, const QRegion& where);

    /// The picture that is on the screen, to be asked what lies under the pointer.
    const scene::Picture& picture() const { return picture_; }

private:
    std::size_t stillLayers() const;
    void drawStill(const TileMask& changed);
    void paintMoving(QPainter& painter, const scene::Layer& layer, const TileMask& where);

    scene::Picture picture_;
    double pixelRatio_ = 0;
    /// The leading still layers of `picture_`.
    QImage still_;
    PicturePainter painter_;
    SpriteCache sprites_;
};

} // namespace raftarium
