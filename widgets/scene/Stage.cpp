// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Stage.h"

#include "widgets/scene/ClientGlyph.h"
#include "widgets/scene/LinkGlyph.h"
#include "widgets/scene/MajorityRings.h"
#include "widgets/scene/MessageGlyph.h"
#include "widgets/scene/ServerGlyph.h"
#include "widgets/scene/Sketch.h"
#include "widgets/scene/StageWords.h"

#include <algorithm>
#include <cmath>
#include <numbers>

// The stage, layer by layer from back to front, and the shapes that the pointer meets.

namespace scene {

namespace {

/// Beyond so many servers only links that are drawn can be pointed at.
constexpr std::size_t kMostLinksToHit = 25;

/// Messages turn in steps of two degrees, too small to be seen, so that a back end can keep their images.
constexpr double kAngleStep = std::numbers::pi / 90;

/// A message in its place.
struct Course {
    const MessageFact& fact;
    Point center;
    double angle;
    double reach;
};

class StagePainter {
public:
    StagePainter(const Facts& facts, const Frame& frame, const Canvas& canvas)
        : facts_(facts)
        , frame_(frame)
        , canvas_(canvas)
        , layout_(stageLayout(facts, frame.options, !frame.caption.empty(), canvas.size)) {
        for (const MessageFact& message : facts.messages) {
            if (const auto course = courseOf(message))
                courses_.push_back(*course);
        }
    }

    Picture picture() const {
        Picture picture;
        picture.size = canvas_.size;
        picture.ground = canvas_.theme.stage;
        picture.layers = {ground(), bodies(),   selection(),
                          timers(), messages(), stageWords(facts_, frame_, layout_, canvas_)};
        addLinkHits(picture.hits);
        addServerHits(picture.hits);
        for (const ClientSeat& seat : layout_.clients)
            picture.hits.push_back({seat.place, kServerRank, idOf(seat)});
        for (const Course& course : courses_)
            picture.hits.push_back({Disc{course.center, std::max(kSmallestHit / 2, course.reach)}, kMessageRank,
                                    messageId(course.fact.id)});
        return picture;
    }

private:
    Sketch sketch() const { return {canvas_.theme, canvas_.measure}; }

    std::optional<Course> courseOf(const MessageFact& message) const {
        if (!layout_.hasRoute(message.from, message.to))
            return std::nullopt;
        const double reach = glyphReach(message, layout_.sizes.glyph);
        const Route route = layout_.route(message.from, message.to, message.isReply(), reach);
        // Messages that wait at a paused server stand behind one another.
        const double back = message.queued > 1 ? (message.queued - 1) * layout_.sizes.glyph * 0.4 : 0;
        const double whole = std::max(1.0, route.length());
        const double part = std::clamp(message.part - back / whole, 0.0, 1.0);
        return Course{message, route.at(part), std::round(route.angle(part) / kAngleStep) * kAngleStep, reach};
    }

    MessagePose poseOf(const Course& course) const {
        return {course.center, course.angle, layout_.sizes.glyph, layout_.sizes.texts.least};
    }

    Layer ground() const {
        Sketch sketch = this->sketch();
        drawLinks(sketch, facts_, layout_);
        drawMajorityRings(sketch, facts_, layout_, canvas_.words);
        if (frame_.partitionLine)
            drawPartitionLine(sketch, *frame_.partitionLine, layout_, canvas_.size);
        return std::move(sketch).layer(LayerKind::ground, true);
    }

    Layer bodies() const {
        Sketch sketch = this->sketch();
        for (std::size_t i = 0; i < facts_.servers.size(); ++i) {
            const ServerGlyph glyph{facts_.servers[i], layout_.seats[i], layout_, canvas_.words};
            glyph.drawBody(sketch);
            glyph.drawPips(sketch);
            glyph.drawCount(sketch);
            glyph.drawTail(sketch);
        }
        for (const ClientSeat& seat : layout_.clients)
            drawClient(sketch, facts_, seat, layout_, canvas_.words);
        for (const std::optional<Id>& id : {frame_.hovered, frame_.selected}) {
            if (id && id->subject == Subject::entry)
                drawChosenEntry(sketch, *id, id == frame_.selected);
        }
        return std::move(sketch).layer(LayerKind::bodies, true);
    }

    Layer timers() const {
        Sketch sketch = this->sketch();
        for (std::size_t i = 0; i < facts_.servers.size(); ++i)
            ServerGlyph{facts_.servers[i], layout_.seats[i], layout_, canvas_.words}.drawTimer(sketch);
        drawFlashes(sketch);
        return std::move(sketch).layer(LayerKind::timers, false);
    }

    void drawFlashes(Sketch& sketch) const {
        for (const Flash& flash : frame_.flashes) {
            const Seat* seat = layout_.find(flash.server);
            if (seat == nullptr || flash.age >= kFlashFades || frame_.options.reducedMotion)
                continue;
            sketch.show(serverId(flash.server));
            const double gone = std::clamp(flash.age / kFlashFades, 0.0, 1.0);
            sketch.disc(seat->center, layout_.edgeOf(*seat) + 3, {},
                        {faded(canvas_.theme.ink, 0.6 * (1 - gone)), 2, {}});
        }
    }

    Layer selection() const {
        Sketch sketch = this->sketch();
        if (frame_.hovered && frame_.hovered != frame_.selected)
            drawChosen(sketch, *frame_.hovered, false);
        if (frame_.selected)
            drawChosen(sketch, *frame_.selected, true);
        return std::move(sketch).layer(LayerKind::selection, true);
    }

    void drawChosen(Sketch& sketch, const Id& id, bool selected) const {
        if (id.subject == Subject::link)
            drawChosenLink(sketch, layout_, id, selected);
        for (const ClientSeat& seat : layout_.clients) {
            if (id == idOf(seat))
                drawFrames(sketch, id, seat.place, selected);
        }
        if (id.subject != Subject::server && id.subject != Subject::timer)
            return;
        if (const Seat* seat = layout_.find(id.server)) {
            sketch.show(id);
            drawRings(sketch, seat->center, layout_.edgeOf(*seat), layout_.sizes.selection - layout_.sizes.edge,
                      selected);
        }
    }

    /// One ring for what is pointed at, a double ring with a gap for what is chosen, within `room` outside of `edge`.
    void drawRings(Sketch& sketch, Point center, double edge, double room, bool selected) const {
        const double width = std::max(room * 0.2, canvas_.theme.minimumLine);
        const Stroke stroke{canvas_.theme.accent, width, {}};
        sketch.disc(center, edge + room * 0.5, {}, stroke);
        if (selected)
            sketch.disc(center, edge + room * 0.5 + std::max(width + 2, room * 0.4), {}, stroke);
    }

    void drawChosenEntry(Sketch& sketch, const Id& id, bool selected) const {
        const ServerFact* fact = facts_.find(id.server);
        if (fact == nullptr)
            return;
        const ServerGlyph glyph{*fact, *layout_.find(id.server), layout_, canvas_.words};
        for (const auto& [cell, entry] : glyph.tailCells(canvas_.measure)) {
            if (entry.index != id.number)
                continue;
            drawFrames(sketch, id, cell, selected);
        }
    }

    /// The same around something that is no disc.
    void drawFrames(Sketch& sketch, const Id& id, const Rect& place, bool selected) const {
        sketch.show(id);
        sketch.box(place.grown(3), 6, {}, {canvas_.theme.accent, 1.6, {}});
        if (selected)
            sketch.box(place.grown(6), 8, {}, {canvas_.theme.accent, 1.6, {}});
    }

    static Id idOf(const ClientSeat& seat) { return seat.client == 0 ? clientsId() : clientId(seat.client); }

    Layer messages() const {
        Sketch sketch = this->sketch();
        for (const Course& course : courses_) {
            sketch.show(messageId(course.fact.id));
            drawMessage(sketch, course.fact, poseOf(course));
        }
        for (const Course& course : courses_) {
            const Id id = messageId(course.fact.id);
            const bool selected = frame_.selected == id;
            if (!selected && frame_.hovered != id)
                continue;
            sketch.show(id);
            drawRings(sketch, course.center, course.reach, 11, selected);
        }
        for (const LossFact& loss : facts_.losses)
            drawLoss(sketch, loss);
        return std::move(sketch).layer(LayerKind::messages, false);
    }

    void drawLoss(Sketch& sketch, const LossFact& loss) const {
        const auto course = courseOf(loss.message);
        if (!course)
            return;
        sketch.show({Subject::loss, 0, 0, loss.message.id});
        sketch.fade(0.5 * (1 - loss.faded));
        drawMessage(sketch, loss.message, poseOf(*course));
        sketch.fade(std::min(1.0, 2 * (1 - loss.faded)));
        sketch.cross(course->center, layout_.sizes.glyph * 0.3, {canvas_.theme.danger, layout_.sizes.glyph * 0.12, {}});
        sketch.fade(1);
    }

    void addLinkHits(std::vector<HitShape>& hits) const {
        const auto add = [&](raft::ServerId low, raft::ServerId high) {
            const Route line = linkLine(layout_, low, high);
            hits.push_back({HitShape::Band{line.from, line.to, kSmallestHit / 2}, kLinkRank, linkId(low, high)});
        };
        if (facts_.servers.size() > kMostLinksToHit) {
            for (const LinkFact& link : facts_.links)
                add(link.low, link.high);
            return;
        }
        for (std::size_t i = 0; i < facts_.servers.size(); ++i) {
            for (std::size_t j = i + 1; j < facts_.servers.size(); ++j)
                add(facts_.servers[i].id, facts_.servers[j].id);
        }
    }

    void addServerHits(std::vector<HitShape>& hits) const {
        for (std::size_t i = 0; i < facts_.servers.size(); ++i) {
            const ServerFact& fact = facts_.servers[i];
            const Seat& seat = layout_.seats[i];
            hits.push_back(
                {Disc{seat.center, std::max(kSmallestHit / 2, layout_.edgeOf(seat))}, kServerRank, serverId(fact.id)});
            for (std::size_t v = 0; layout_.sizes.pips && v < fact.votes.size(); ++v)
                hits.push_back(
                    {Disc{layout_.pip(seat, v, fact.votes.size()), std::max(kSmallestHit / 2, layout_.sizes.pipRadius)},
                     kPartRank, voteId(fact.id, fact.votes[v].voter)});
            const ServerGlyph glyph{fact, seat, layout_, canvas_.words};
            for (const auto& [cell, entry] : glyph.tailCells(canvas_.measure)) {
                const Rect place =
                    around(cell.center(), std::max(kSmallestHit, cell.width), std::max(kSmallestHit, cell.height));
                hits.push_back({place, kPartRank, entryId(fact.id, entry.index)});
            }
        }
    }

    const Facts& facts_;
    const Frame& frame_;
    const Canvas& canvas_;
    StageLayout layout_;
    std::vector<Course> courses_;
};

} // namespace

Picture stage(const Facts& facts, const Frame& frame, const Canvas& canvas) {
    return StagePainter(facts, frame, canvas).picture();
}

Picture stage(const Frame& frame, const Canvas& canvas) { return stage(factsOf(frame), frame, canvas); }

StageLayout stageLayout(const Frame& frame, Size size) {
    return stageLayout(factsOf(frame), frame.options, !frame.caption.empty(), size);
}

std::array<std::vector<raft::ServerId>, 2> partedBy(const StageLayout& layout, const std::array<Point, 2>& line) {
    std::array<std::vector<raft::ServerId>, 2> sides;
    const Point along = line[1] - line[0];
    for (const Seat& seat : layout.seats) {
        const Point there = seat.center - line[0];
        sides[along.x * there.y - along.y * there.x > 0 ? 1 : 0].push_back(seat.id);
    }
    return sides;
}

Point asShare(Point place, Size size) {
    return {place.x / std::max(1.0, size.width), place.y / std::max(1.0, size.height)};
}

} // namespace scene
