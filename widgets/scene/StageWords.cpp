// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/StageWords.h"

#include "widgets/scene/ServerGlyph.h"
#include "widgets/scene/Sketch.h"

#include <algorithm>
#include <string_view>

// Words find their place after everything else: cut short rather than laid over a server.

namespace scene {

namespace {

constexpr double kInset = 16;
/// From one line to the next, in sizes of the font.
constexpr double kLineSpacing = 1.4;

class WordsPainter {
public:
    WordsPainter(const Facts& facts, const Frame& frame, const StageLayout& layout, const Canvas& canvas)
        : facts_(facts)
        , frame_(frame)
        , layout_(layout)
        , canvas_(canvas)
        , sketch_(canvas.theme, canvas.measure) {}

    Layer layer() {
        drawCaption();
        drawCorner();
        if (frame_.partitionLine)
            drawPartitionNames(*frame_.partitionLine);
        return std::move(sketch_).layer(LayerKind::words, true);
    }

private:
    void drawCaption() {
        if (frame_.caption.empty() || layout_.caption.empty())
            return;
        const TextSizes& sizes = layout_.sizes.texts;
        const Font font{std::max(16 * sizes.unit, sizes.leastName), Weight::medium};
        const std::string text = elided(canvas_.measure, frame_.caption, font, layout_.caption.width);
        sketch_.show({Subject::caption, 0, 0, 0});
        sketch_.centeredText(layout_.caption.center(), text, font, canvas_.theme.ink);
    }

    /// How far a line of text from the left at this height can run before it meets what lies around a server.
    double freeWidth(const Rect& line) const {
        double right = canvas_.size.width - kInset;
        for (std::size_t i = 0; i < layout_.seats.size(); ++i) {
            const Seat& seat = layout_.seats[i];
            // Any server may become a candidate; the words here are not to move when one does.
            const std::string all = std::to_string(facts_.servers.size());
            const std::string count = canvas_.words.say({QT_TRANSLATE_NOOP("scene", "%1 of %2 ✓"), {all, all}});
            const Rect votes =
                ServerGlyph{facts_.servers[i], seat, layout_, canvas_.words}.countPlace(count, canvas_.measure);
            if (!votes.empty() && votes.intersects({line.x, line.y - 6, canvas_.size.width, line.height + 12}))
                right = std::min(right, votes.left() - 6);
            const double reach = layout_.sizes.outer;
            const double off = std::max({0.0, line.top() - seat.center.y, seat.center.y - line.bottom()});
            if (off < reach)
                right = std::min(right, seat.center.x - std::sqrt(reach * reach - off * off));
            if (!seat.tail.empty() && seat.tail.grown(4).intersects({0, line.y, canvas_.size.width, line.height}))
                right = std::min(right, seat.tail.left() - 4);
        }
        return right - line.x;
    }

    /// In one line, or where a server is in the way, in two.
    void drawHint(std::string_view hint, Font font, Rect line) {
        const std::string_view first = wordsThatFit(hint, font, freeWidth(line));
        if (!first.empty()) {
            sketch_.text({line.x, line.y + kCapHeight * font.size}, std::string(first), font, canvas_.theme.ink);
            hint.remove_prefix(first.size());
            hint.remove_prefix(std::min(hint.find_first_not_of(' '), hint.size()));
            line.y += kLineSpacing * font.size;
        }
        if (!hint.empty())
            sketch_.text({line.x, line.y + kCapHeight * font.size},
                         elided(canvas_.measure, hint, font, freeWidth(line)), font, canvas_.theme.ink);
    }

    /// The whole words at a text's beginning that `room` has place for.
    std::string_view wordsThatFit(std::string_view text, Font font, double room) const {
        std::string_view fitting;
        for (std::size_t end = 0; end < text.size();) {
            end = std::min(text.find(' ', end + 1), text.size());
            if (canvas_.measure.width(text.substr(0, end), font) > room)
                break;
            fitting = text.substr(0, end);
        }
        return fitting;
    }

    /// What to do next, or how to read the picture, in the upper left corner.
    void drawCorner() {
        // Those who watch a presentation press no keys.
        const bool finds = frame_.hint.empty() && !frame_.options.presentation;
        const std::string hint = finds ? canvas_.words.say(stageHint(facts_)) : frame_.hint;
        const Font font{layout_.sizes.texts.least, hint.empty() ? Weight::regular : Weight::medium};
        const Rect line{kInset, kInset, 0, font.size};
        if (!hint.empty()) {
            sketch_.show({Subject::hint, 0, 0, 0});
            drawHint(hint, font, line);
            return;
        }
        const std::string legend =
            canvas_.words.say(QT_TRANSLATE_NOOP("scene", "colour is the term · shape is the role"));
        if (!frame_.options.legend || frame_.options.presentation ||
            canvas_.measure.width(legend, font) > freeWidth(line))
            return;
        sketch_.show({Subject::hint, 0, 0, 0});
        sketch_.text({line.x, line.y + kCapHeight * font.size}, legend, font, canvas_.theme.soft);
    }

    std::string sideNames(const std::vector<raft::ServerId>& side, Font font, double room) const {
        std::string names;
        for (const raft::ServerId id : side) {
            const ServerFact* fact = facts_.find(id);
            names += (names.empty() ? "" : " ") + (fact != nullptr ? fact->name : std::string());
        }
        return elided(canvas_.measure, names, font, room);
    }

    void drawPartitionNames(const std::array<Point, 2>& line) {
        const auto sides = partedBy(layout_, line);
        if (sides[0].empty() || sides[1].empty())
            return;
        const Font font{std::max(layout_.sizes.texts.least, 14 * layout_.sizes.texts.unit), Weight::semiBold};
        const double half = canvas_.size.width * 0.35;
        const std::string text = sideNames(sides[0], font, half) + " | " + sideNames(sides[1], font, half);
        sketch_.show({Subject::partition, 0, 0, 0});
        placeLabel(text, font, line);
    }

    /// Beside one end of the line where nothing is in the way, else in the lower left corner.
    void placeLabel(const std::string& text, Font font, const std::array<Point, 2>& line) {
        const double width = canvas_.measure.width(text, font) + 12;
        const double height = font.size * 1.5;
        const Rect inside = Rect{0, 0, canvas_.size.width, canvas_.size.height}.grown(-kInset);
        const Rect corner{inside.left(), inside.bottom() - height, width, height};
        for (const Point end : line) {
            for (const double side : {-1.0, 1.0}) {
                Rect place = around(end + Point{side * (width / 2 + font.size), 0}, width, height);
                place.y = std::clamp(place.y, inside.top(), std::max(inside.top(), inside.bottom() - height));
                if (inside.contains(place) && isFree(place)) {
                    drawLabel(text, font, place);
                    return;
                }
            }
        }
        drawLabel(text, font, corner);
    }

    void drawLabel(const std::string& text, Font font, const Rect& place) {
        sketch_.box(place, 6, canvas_.theme.stage);
        sketch_.centeredText(place.center(), text, font, canvas_.theme.danger);
    }

    /// Whether neither a server with what lies around it nor the hint in the corner is there.
    bool isFree(const Rect& place) const {
        if (place.top() < kInset + 3 * layout_.sizes.texts.least && place.left() < canvas_.size.width / 2)
            return false;
        return std::none_of(layout_.seats.begin(), layout_.seats.end(), [&](const Seat& seat) {
            return distance(place.nearest(seat.center), seat.center) < layout_.sizes.outer ||
                   seat.tail.intersects(place);
        });
    }

    const Facts& facts_;
    const Frame& frame_;
    const StageLayout& layout_;
    const Canvas& canvas_;
    Sketch sketch_;
};

} // namespace

raft::Text stageHint(const Facts& facts) {
    const auto all = [&](auto&& what) { return std::all_of(facts.servers.begin(), facts.servers.end(), what); };
    if (all([](const ServerFact& server) { return server.health == Health::stopped; }))
        return QT_TRANSLATE_NOOP("scene", "Every server is stopped. Select one and press S to start it again.");
    const bool nobodyActs = all([](const ServerFact& server) { return server.role == RoleFact::follower; });
    if (facts.manualTimers && facts.quiet && nobodyActs)
        return QT_TRANSLATE_NOOP("scene",
                                 "Election timers are manual. Select a server and press T to let its run out.");
    return {};
}

void drawPartitionLine(Sketch& sketch, const std::array<Point, 2>& line, const StageLayout& layout, Size size) {
    if (distance(line[0], line[1]) < 2)
        return;
    // It goes on to the edges of the picture, for so it parts the servers.
    const Point along = unit(line[1] - line[0]);
    const Rect inside = Rect{0, 0, size.width, size.height}.grown(-4);
    const auto end = [&](double sign) {
        double reach = size.width + size.height;
        const Point way = along * sign;
        if (way.x != 0)
            reach = std::min(reach, ((way.x > 0 ? inside.right() : inside.left()) - line[0].x) / way.x);
        if (way.y != 0)
            reach = std::min(reach, ((way.y > 0 ? inside.bottom() : inside.top()) - line[0].y) / way.y);
        return line[0] + way * std::max(0.0, reach);
    };
    sketch.show({Subject::partition, 0, 0, 0});
    sketch.line(end(-1), end(1), {sketch.theme().danger, std::clamp(layout.sizes.scaled(2.4), 2.0, 4.0), {0, 8}});
}

Layer stageWords(const Facts& facts, const Frame& frame, const StageLayout& layout, const Canvas& canvas) {
    return WordsPainter(facts, frame, layout, canvas).layer();
}

} // namespace scene
