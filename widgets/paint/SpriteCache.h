// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Picture.h"

#include <QImage>

#include <functional>
#include <span>
#include <unordered_map>

class QPainter;

/// Small things that move, kept as images: a message is rasterized once and then copied along its way.
namespace raftarium {

/// Images of groups of primitives by how they look, wherever they are. Positions are kept to half a pixel of the
/// device.
class SpriteCache {
public:
    /// Draws the primitives on a painter that is given.
    using Draw = std::function<void(QPainter&, std::span<const scene::Primitive>)>;

    /// Draws a group by its image, which `draw` makes when there is none yet. The painter's transformation must be a
    /// shift at most, apart from the device's pixel ratio.
    void paint(QPainter& painter, std::span<const scene::Primitive> group, double pixelRatio, const Draw& draw);

    /// How many images there are.
    std::size_t size() const { return sprites_.size(); }

private:
    struct Sprite {
        QImage image;
        /// The image's upper left corner, in device pixels from where the group stands.
        int left = 0;
        int top = 0;
    };

    std::unordered_map<std::uint64_t, Sprite> sprites_;
    std::size_t bytes_ = 0;
};

} // namespace raftarium
