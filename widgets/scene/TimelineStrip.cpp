// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/TimelineStrip.h"

#include "widgets/scene/Sketch.h"

#include <algorithm>
#include <array>
#include <cmath>

// Geometry, visit, draw. However long a run is, no more is drawn than there are pixels: bands that fall on one pixel
// merge, and so do marks, except for those that must be seen.

namespace scene {

namespace {

constexpr double kPadding = 12;
constexpr double kMarksHeight = 22;
constexpr double kAxisHeight = 20;
constexpr double kNamesShare = 0.2;
constexpr double kStub = 6;

Font nameFont(const TextSizes& texts, bool present) { return {texts.least, present ? Weight::bold : Weight::regular}; }

/// Steps of a time axis that read well: 1, 2 or 5 times a power of ten, in microseconds.
raft::Time niceStep(raft::Time least) {
    raft::Time step = 1;
    while (true) {
        for (const raft::Time factor : {1, 2, 5}) {
            if (step * factor >= least)
                return step * factor;
        }
        step *= 10;
    }
}

/// A time on the axis: in seconds, with as many decimals as the step needs.
std::string axisText(raft::Time time, raft::Time step) {
    int decimals = 0;
    for (raft::Time unit = 1'000'000; decimals < 6 && step % unit != 0; unit /= 10)
        ++decimals;
    std::string digits = std::to_string(time % 1'000'000);
    digits.insert(0, 6 - digits.size(), '0');
    const std::string whole = std::to_string(time / 1'000'000);
    return decimals == 0 ? whole : whole + "." + digits.substr(0, static_cast<std::size_t>(decimals));
}

class TimelinePainter {
public:
    TimelinePainter(const TimelineFrame& frame, const TimelineGeometry& geometry, const Canvas& canvas)
        : frame_(frame)
        , geometry_(geometry)
        , canvas_(canvas)
        , ground_(canvas.theme, canvas.measure)
        , bands_(canvas.theme, canvas.measure)
        , now_(canvas.theme, canvas.measure) {}

    Picture picture() {
        picture_.size = canvas_.size;
        picture_.ground = canvas_.theme.panel;
        for (std::size_t i = geometry_.firstRow; i < geometry_.firstRow + geometry_.rows; ++i)
            drawBranch(i);
        drawMarks();
        drawAxis();
        drawPresent();
        picture_.layers = {std::move(ground_).layer(LayerKind::ground, true),
                           std::move(bands_).layer(LayerKind::bodies, true),
                           std::move(now_).layer(LayerKind::timers, false)};
        return std::move(picture_);
    }

private:
    double clampedX(raft::Time time) const {
        return std::clamp(geometry_.timeToX(time), geometry_.strip.left(), geometry_.strip.right());
    }
    /// Up to when anything is shown of the present branch.
    raft::Time horizon() const { return frame_.hideFuture ? frame_.present : frame_.to; }

    /// Up to when a branch is shown. While the future is hidden, of the others there is only what the present one has
    /// in common with them: what came before it left them.
    std::optional<raft::Time> horizonOf(std::size_t number) const {
        if (!frame_.hideFuture)
            return frame_.to;
        raft::Time limit = frame_.present;
        std::optional<std::size_t> at = frame_.branch;
        for (std::size_t steps = 0; at && *at < frame_.branches.size() && steps < frame_.branches.size(); ++steps) {
            if (*at == number)
                return limit;
            limit = std::min(limit, frame_.branches[*at].begin);
            at = frame_.branches[*at].parent;
        }
        return std::nullopt;
    }

    bool isSeen(std::size_t branch) const {
        return branch >= geometry_.firstRow && branch < geometry_.firstRow + geometry_.rows;
    }

    void drawBranch(std::size_t number) {
        const TimelineBranch& branch = frame_.branches[number];
        const std::optional<raft::Time> limit = horizonOf(number);
        if (!limit)
            return;
        drawName(number, branch);
        const double y = geometry_.rowToY(number);
        const raft::Time end = std::min(branch.end, *limit);
        const double left = clampedX(branch.begin);
        // Even a branch in which nothing has happened yet is there to be seen and clicked.
        const bool isEmpty = end <= branch.begin && branch.begin >= frame_.from && branch.begin <= frame_.to;
        const double right = std::max(clampedX(end), isEmpty ? left + kStub : 0);
        if (right - left >= 1) {
            ground_.show({Subject::branch, 0, 0, number});
            ground_.box({left, y, right - left, geometry_.rowHeight}, 4, canvas_.theme.track);
            picture_.hits.push_back(
                {around({(left + right) / 2, y + geometry_.rowHeight / 2}, std::max(kSmallestHit, right - left),
                        std::max(kSmallestHit, geometry_.rowHeight)),
                 kLinkRank,
                 {Subject::branch, 0, 0, number}});
        }
        drawBands(number, branch, end);
        if (!frame_.hideFuture && branch.end >= frame_.from && branch.end < frame_.to)
            bands_.line({right, y - 2}, {right, y + geometry_.rowHeight + 2}, {canvas_.theme.soft, 2, {}});
        if (branch.parent && isSeen(*branch.parent))
            drawFork(number, branch);
    }

    void drawName(std::size_t number, const TimelineBranch& branch) {
        const bool present = number == frame_.branch;
        const Font font = nameFont(geometry_.texts, present);
        const double baseline = geometry_.rowToY(number) + geometry_.rowHeight / 2 + kCapHeight * font.size / 2;
        const double room = geometry_.strip.left() - kPadding - 12;
        ground_.show({Subject::branch, 0, 0, number});
        ground_.text({kPadding, baseline}, elided(canvas_.measure, branch.name, font, room), font,
                     present ? canvas_.theme.ink : canvas_.theme.soft);
    }

    /// The line from the parent's row down to where the branch begins.
    void drawFork(std::size_t number, const TimelineBranch& branch) {
        const double x = geometry_.timeToX(branch.begin);
        if (x < geometry_.strip.left() || x > geometry_.strip.right() - 2 || branch.begin > horizon())
            return;
        const double from = geometry_.rowToY(*branch.parent) + geometry_.rowHeight;
        const double to = geometry_.rowToY(number) + geometry_.rowHeight / 2;
        const double bend = std::min(8.0, x - geometry_.strip.left());
        ground_.show({Subject::branch, 0, 0, number});
        ground_.curve({{Point{x - bend, from}, Point{x - bend, (from + to) / 2}, Point{x - bend, to}, Point{x, to}}},
                      {canvas_.theme.soft, 1.6, {}});
        bands_.show({Subject::branch, 0, 0, number});
        bands_.disc({x, to}, 3.5, canvas_.theme.soft, {canvas_.theme.panel, 1.5, {}});
    }

    void drawBands(std::size_t number, const TimelineBranch& branch, raft::Time end) {
        const auto& all = branch.bands;
        auto band =
            std::partition_point(all.begin(), all.end(), [&](const LeadingBand& b) { return b.to <= frame_.from; });
        double drawnTo = geometry_.strip.left();
        for (; band != all.end() && band->from < std::min(end, frame_.to); ++band) {
            const double left = std::max(drawnTo, clampedX(band->from));
            const double right = clampedX(std::min(band->to, end));
            if (band->term == 0 || right - left < 1)
                continue;
            drawBand(number, static_cast<std::size_t>(band - all.begin()),
                     {left, geometry_.rowToY(number), right - left, geometry_.rowHeight});
            drawnTo = right;
        }
    }

    void drawBand(std::size_t branch, std::size_t number, Rect place) {
        const LeadingBand& band = frame_.branches[branch].bands[number];
        const TermColors& colors = canvas_.theme.term(band.term);
        place.width = std::max(1.0, place.width - 2);
        const Id id{Subject::band, static_cast<std::uint32_t>(branch), 0, number};
        bands_.show(id);
        const Stroke rim = canvas_.theme.outlined && place.width > 8
                               ? Stroke{canvas_.theme.ink, canvas_.theme.minimumLine, {}}
                               : Stroke{};
        bands_.box(place.grown(-rim.width / 2), 4, colors.fill, rim);
        picture_.hits.push_back(
            {around(place.center(), std::max(kSmallestHit, place.width), std::max(kSmallestHit, place.height)),
             kServerRank, id});
        const Font font{geometry_.texts.least, Weight::semiBold};
        const std::string term = std::to_string(band.term);
        for (const std::string& label :
             {canvas_.words.say({QT_TRANSLATE_NOOP("scene", "%1 leads, term %2"), {band.leader, term}}),
              canvas_.words.say({QT_TRANSLATE_NOOP("scene", "%1, term %2"), {band.leader, term}}), term}) {
            if (canvas_.measure.width(label, font) + 14 > place.width)
                continue;
            bands_.text({place.left() + 7, place.center().y + kCapHeight * font.size / 2}, label, font, colors.ink);
            return;
        }
    }

    void drawMarks() {
        auto mark = std::partition_point(frame_.marks.begin(), frame_.marks.end(),
                                         [&](const TimelineMark& m) { return m.time < frame_.from; });
        double freeFrom = geometry_.strip.left() - 100;
        double troubleFreeFrom = freeFrom;
        for (; mark != frame_.marks.end() && mark->time <= std::min(frame_.to, horizon()); ++mark) {
            const double x = geometry_.timeToX(mark->time);
            // What must be seen merges only with what must be seen too, and only on one pixel.
            const bool mustBeSeen = mark->kind >= MarkKind::loss;
            if (x < (mustBeSeen ? troubleFreeFrom : freeFrom))
                continue;
            freeFrom = x + 5;
            if (mustBeSeen)
                troubleFreeFrom = x + 1;
            drawMark(*mark, static_cast<std::size_t>(mark - frame_.marks.begin()), x);
        }
    }

    void drawMark(const TimelineMark& mark, std::size_t number, double x) {
        const double unit = std::sqrt(geometry_.texts.unit);
        const Point center{x, geometry_.marksY};
        const Id id{Subject::mark, 0, 0, number};
        bands_.show(id);
        switch (mark.kind) {
        case MarkKind::loss:
        case MarkKind::cut:
        case MarkKind::stop:
        case MarkKind::violation:
            bands_.cross(center, (mark.kind == MarkKind::violation ? 6 : 4) * unit,
                         {canvas_.theme.danger, 2.2 * unit, {}});
            break;
        case MarkKind::bookmark:
            bands_.polygon({center + Point{-4, -6} * unit, center + Point{4, -6} * unit, center + Point{4, 6} * unit,
                            center + Point{0, 2.5} * unit, center + Point{-4, 6} * unit},
                           canvas_.theme.accent);
            break;
        case MarkKind::election:
            bands_.disc(center, 3.6 * unit, {}, {canvas_.theme.soft, 1.8 * unit, {}});
            break;
        case MarkKind::start:
        case MarkKind::heal:
            bands_.tick(center, 4 * unit, {canvas_.theme.soft, 2 * unit, {}});
            break;
        case MarkKind::client:
        case MarkKind::commit: {
            const double reach = mark.kind == MarkKind::commit ? 3.5 : 2;
            bands_.line(center - Point{0, reach * unit}, center + Point{0, reach * unit},
                        {canvas_.theme.soft, 2 * unit, {}});
            break;
        }
        }
        picture_.hits.push_back({around(center, kSmallestHit, kSmallestHit), kPartRank, id});
    }

    void drawAxis() {
        const Font font{geometry_.texts.least, Weight::regular};
        const double baseline = geometry_.rowToY(geometry_.firstRow + geometry_.rows) + kAscent * font.size;
        if (baseline + kDescent * font.size > canvas_.size.height)
            return;
        const double pixel = static_cast<double>(frame_.to - frame_.from) / std::max(1.0, geometry_.strip.width);
        const raft::Time step =
            niceStep(std::max<raft::Time>(1, static_cast<raft::Time>(pixel * 110 * geometry_.texts.unit)));
        const raft::Time first = (frame_.from + step - 1) / step * step;
        for (raft::Time time = first; time <= frame_.to; time += step) {
            const std::string text = canvas_.words.say({QT_TRANSLATE_NOOP("scene", "%1 s"), {axisText(time, step)}});
            const double x = geometry_.timeToX(time);
            const double half = canvas_.measure.width(text, font) / 2;
            if (x - half < geometry_.strip.left() - 8 || x + half > canvas_.size.width)
                continue;
            ground_.show({});
            ground_.text({x, baseline}, text, font, canvas_.theme.soft, Anchor::middle);
        }
    }

    void drawPresent() {
        const double x = geometry_.timeToX(frame_.present);
        if (x < geometry_.strip.left() - 0.5 || x > geometry_.strip.right() + 0.5)
            return;
        const Id id{Subject::present, 0, 0, 0};
        const double top = geometry_.marksY - 6;
        const double rowsEnd =
            geometry_.rowToY(geometry_.firstRow + geometry_.rows) - (geometry_.rowStep - geometry_.rowHeight);
        const double bottom = std::min(std::max(rowsEnd, top) + 3, canvas_.size.height - 3);
        now_.show(id);
        // A rim of the ground keeps the line seen on bands of every colour.
        now_.line({x, top}, {x, bottom}, {canvas_.theme.panel, 5, {}});
        now_.line({x, top}, {x, bottom}, {canvas_.theme.ink, 2, {}});
        now_.disc({x, top}, 5, canvas_.theme.ink);
        picture_.hits.push_back(
            {around({x, (top + bottom) / 2}, kSmallestHit, std::max(kSmallestHit, bottom - top)), kMessageRank, id});
    }

    const TimelineFrame& frame_;
    const TimelineGeometry& geometry_;
    const Canvas& canvas_;
    Sketch ground_;
    Sketch bands_;
    Sketch now_;
    Picture picture_;
};

} // namespace

double TimelineGeometry::timeToX(raft::Time time) const {
    return strip.left() + static_cast<double>(time - from) / static_cast<double>(to - from) * strip.width;
}

raft::Time TimelineGeometry::xToTime(double x) const {
    const double share = std::clamp((x - strip.left()) / strip.width, 0.0, 1.0);
    return from + static_cast<raft::Time>(std::llround(share * static_cast<double>(to - from)));
}

double TimelineGeometry::rowToY(std::size_t branch) const {
    return strip.top() + (static_cast<double>(branch) - static_cast<double>(firstRow)) * rowStep;
}

std::optional<std::size_t> TimelineGeometry::yToRow(double y) const {
    const double row = std::floor((y - strip.top()) / rowStep);
    if (row < 0 || row >= static_cast<double>(rows))
        return std::nullopt;
    return firstRow + static_cast<std::size_t>(row);
}

TimelineGeometry timelineGeometry(const TimelineFrame& frame, const Canvas& canvas) {
    TimelineGeometry geometry;
    geometry.texts = textSizes(frame.options, canvas.size.height);
    geometry.texts.least = geometry.texts.leastName;
    const double unit = geometry.texts.unit;
    double names = 0;
    for (const TimelineBranch& branch : frame.branches)
        names = std::max(names, canvas.measure.width(branch.name, nameFont(geometry.texts, true)));
    const double left = kPadding + std::min(names, canvas.size.width * kNamesShare) + 14;
    geometry.marksY = kMarksHeight * std::sqrt(unit) / 2 + 2;
    const double top = kMarksHeight * std::sqrt(unit) + 2;
    geometry.rowHeight = geometry.texts.least * 1.45;
    geometry.rowStep = geometry.rowHeight + 10;
    // The axis goes before any row does.
    const double room = canvas.size.height - top;
    const auto wanted = static_cast<double>(std::max<std::size_t>(1, frame.branches.size()));
    const double rows = wanted * geometry.rowStep - (geometry.rowStep - geometry.rowHeight);
    const double axis = room - kAxisHeight * unit >= rows ? kAxisHeight * unit : 4;
    const double height = std::max(0.0, room - axis);
    geometry.strip = {left, top, std::max(1.0, canvas.size.width - left - kPadding - 6), height};
    geometry.from = frame.from;
    geometry.to = std::max(frame.to, frame.from + 1);
    const auto fit = static_cast<std::size_t>((height + geometry.rowStep - geometry.rowHeight) / geometry.rowStep);
    geometry.firstRow = std::min(frame.firstRow, frame.branches.empty() ? 0 : frame.branches.size() - 1);
    geometry.rows = std::min(fit, frame.branches.size() - geometry.firstRow);
    return geometry;
}

Picture timeline(const TimelineFrame& frame, const TimelineGeometry& geometry, const Canvas& canvas) {
    return TimelinePainter(frame, geometry, canvas).picture();
}

std::string describe(const TimelineFrame& frame, const Id& id, const Words& words) {
    if (id.subject == Subject::mark && id.number < frame.marks.size())
        return frame.marks[static_cast<std::size_t>(id.number)].text;
    if (id.subject == Subject::branch && id.number < frame.branches.size())
        return words.say(
            {QT_TRANSLATE_NOOP("scene", "branch %1"), {frame.branches[static_cast<std::size_t>(id.number)].name}});
    if (id.subject == Subject::band && id.server < frame.branches.size() &&
        id.number < frame.branches[id.server].bands.size()) {
        const LeadingBand& band = frame.branches[id.server].bands[static_cast<std::size_t>(id.number)];
        return words.say({QT_TRANSLATE_NOOP("scene", "%1 leads, term %2"), {band.leader, std::to_string(band.term)}});
    }
    if (id.subject == Subject::present)
        return words.say({QT_TRANSLATE_NOOP("scene", "now: %1 ms"), {raft::milliseconds(frame.present)}});
    return {};
}

} // namespace scene
