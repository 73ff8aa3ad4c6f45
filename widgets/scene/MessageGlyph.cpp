// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/MessageGlyph.h"

#include <cmath>

// The glyphs, in the coordinates of the look: 28 high, travelling to the right.

namespace scene {

namespace {

constexpr double kHeight = 28;
/// A capsule shows so many entries; of more, the last place says so.
constexpr std::size_t kMostCells = 4;

std::size_t cellsOf(const MessageFact& message) { return std::min(message.entries.size(), kMostCells); }

double capsuleWidth(std::size_t cells) { return 17 * static_cast<double>(cells) + 10; }

/// Half the length in the coordinates of the look, on the longer side.
double plainReach(const MessageFact& message) {
    switch (message.shape) {
    case MessageShape::appendEntries:
        return capsuleWidth(cellsOf(message)) / 2 + 13;
    case MessageShape::heartbeat:
    case MessageShape::requestVote:
    case MessageShape::preVote:
    case MessageShape::timeoutNow:
        return 18;
    case MessageShape::installSnapshot:
        return 20;
    case MessageShape::readIndex:
    case MessageShape::client:
    case MessageShape::granted:
    case MessageShape::denied:
        break;
    }
    return 14;
}

/// Draws in the coordinates of the look, turned, scaled and moved.
class Turned {
public:
    Turned(Sketch& sketch, const MessageFact& message, const MessagePose& pose)
        : sketch_(sketch)
        , theme_(sketch.theme())
        , message_(message)
        , colors_(message.isClients ? TermColors{theme_.stage, theme_.ink, theme_.soft} : theme_.term(message.term))
        , pose_(pose)
        , scale_(pose.height / kHeight)
        , along_{std::cos(pose.angle), std::sin(pose.angle)} {}

    void draw() const {
        switch (message_.shape) {
        case MessageShape::heartbeat:
            return heartbeat();
        case MessageShape::appendEntries:
            return appendEntries();
        case MessageShape::requestVote:
            return tag(true, "?");
        case MessageShape::preVote:
            return tag(false, "?");
        case MessageShape::timeoutNow:
            return tag(true, "!");
        case MessageShape::installSnapshot:
            return stack();
        case MessageShape::readIndex:
            return square("R");
        case MessageShape::client:
            return square(">");
        case MessageShape::granted:
            return ring(colors_.line, true);
        case MessageShape::denied:
            return ring(theme_.danger, false);
        }
    }

private:
    Point at(double x, double y) const { return pose_.center + (along_ * x + turned(along_) * y) * scale_; }
    Stroke stroke(Color color, double width) const { return {color, width * scale_, {}}; }
    Color edge() const { return theme_.outlined ? theme_.ink : colors_.line; }

    void box(double x, double y, double width, double height, double radius, Color fill, Stroke rim = {}) const {
        const Point middle = at(x + width / 2, y + height / 2);
        sketch_.box(around(middle, width * scale_, height * scale_), radius * scale_, fill, rim, pose_.angle);
    }
    void arrow(double x, double y) const {
        sketch_.polyline({at(x, -y), at(x + y * 1.1, 0), at(x, y)}, stroke(edge(), 2.5));
    }
    void sign(std::string_view text, Color color) const {
        if (15 * scale_ >= pose_.leastText - 1e-6)
            sketch_.centeredText(pose_.center, text, {15 * scale_, Weight::bold}, color);
    }

    void heartbeat() const {
        sketch_.disc(at(-3, 0), 8 * scale_, colors_.fill, stroke(edge(), 1));
        arrow(9, 6);
    }
    void appendEntries() const {
        const std::size_t cells = cellsOf(message_);
        const double width = capsuleWidth(cells);
        box(-width / 2 - 4, -14, width, 28, 8, theme_.stage, stroke(edge(), 2.4));
        for (std::size_t i = 0; i < cells; ++i) {
            const double x = -width / 2 + 2.5 + 17 * static_cast<double>(i);
            if (i + 1 == kMostCells && message_.entries.size() > kMostCells) {
                for (const double dot : {2.5, 7.0, 11.5})
                    sketch_.disc(at(x + dot, 0), 1.7 * scale_, theme_.ink);
            } else {
                box(x, -9, 14, 18, 3, theme_.term(message_.entries[i]).fill,
                    theme_.outlined ? stroke(theme_.ink, 1) : Stroke{});
            }
        }
        arrow(width / 2 + 1.5, 6.5);
    }
    void tag(bool filled, std::string_view what) const {
        sketch_.polygon({at(-16, -14), at(5, -14), at(18, 0), at(5, 14), at(-16, 14)},
                        filled ? colors_.fill : theme_.stage, stroke(edge(), filled ? 1.4 : 2.4));
        sign(what, filled ? colors_.ink : theme_.ink);
    }
    void stack() const {
        for (const double shift : {-6.0, 0.0, 6.0})
            box(-14 + shift, -14, 16, 28, 4, colors_.fill, stroke(theme_.stage, 1.6));
        arrow(11, 6.5);
    }
    void square(std::string_view what) const {
        box(-14, -14, 28, 28, 7, theme_.stage, stroke(edge(), 2.4));
        sign(what, theme_.ink);
    }
    void ring(Color color, bool good) const {
        sketch_.disc(pose_.center, 12.8 * scale_, theme_.stage, stroke(color, 2.4));
        if (good)
            sketch_.tick(pose_.center, 5.6 * scale_, stroke(theme_.ink, 2.6));
        else
            sketch_.cross(pose_.center, 4.8 * scale_, stroke(theme_.danger, 2.8));
    }

    Sketch& sketch_;
    const Theme& theme_;
    const MessageFact& message_;
    /// Those of its term; what clients send and get belongs to none.
    TermColors colors_;
    const MessagePose& pose_;
    double scale_;
    Point along_;
};

} // namespace

double glyphReach(const MessageFact& message, double height) { return plainReach(message) * height / kHeight; }

void drawMessage(Sketch& sketch, const MessageFact& message, const MessagePose& pose) {
    Turned(sketch, message, pose).draw();
}

} // namespace scene
