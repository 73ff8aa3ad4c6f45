// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/MajorityRings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

// A server has the same direction in both rings; where it does not count, the ring has a gap. Who agrees is a filled
// piece, who does not yet an open one, who denies one with the outline of trouble: shape tells it as well as colour.

namespace scene {

namespace {

constexpr double kPi = std::numbers::pi;
/// The sizes of the rings that are tried, largest first.
constexpr std::array kRadii{112.0, 98.0, 86.0, 76.0, 68.0, 60.0, 52.0, 44.0, 38.0, 33.0, 29.0};
/// So many places are tried along the stage's width, and as far apart along its height.
constexpr double kPlaces = 60;
/// Among so many servers a place aside of all messages is looked for.
constexpr std::size_t kFewServers = 9;
/// It is taken when its rings are so large compared with those among the servers.
constexpr double kLargeEnough = 0.7;
constexpr double kGap = 10;

bool isIn(const std::vector<VoteFact>& majority, raft::ServerId id) {
    return std::any_of(majority.begin(), majority.end(), [id](const VoteFact& each) { return each.voter == id; });
}

/// Who counts anywhere, clockwise from noon.
std::vector<raft::ServerId> clockwise(const JointFact& joint, const StageLayout& layout) {
    std::vector<std::pair<double, raft::ServerId>> found;
    for (const Seat& seat : layout.seats) {
        if (!isIn(joint.old, seat.id) && !isIn(joint.next, seat.id))
            continue;
        const Point away = seat.center - layout.middle;
        double angle = std::atan2(away.x, -away.y);
        // Who stands at noon is the first, on whichever side of it by a hair.
        if (angle < -0.01)
            angle += 2 * kPi;
        found.emplace_back(angle, seat.id);
    }
    std::sort(found.begin(), found.end());
    std::vector<raft::ServerId> ids;
    ids.reserve(found.size());
    for (const auto& [angle, id] : found)
        ids.push_back(id);
    return ids;
}

double lineHeight(double font) { return font * 1.5; }

/// What stands before a line about a ring takes so much of its width.
double signWidth(double font) { return font * 1.5; }

/// The same facts when everybody has agreed: its words are the longest, and the place does not depend on who has.
Facts agreed(const Facts& facts) {
    Facts all;
    all.servers = facts.servers;
    all.joint = facts.joint;
    for (auto* majority : {&all.joint->old, &all.joint->next}) {
        for (VoteFact& each : *majority)
            each.answer = Answer::granted;
    }
    return all;
}

Size wordsSize(const std::vector<std::string>& lines, double font, const TextMeasure& measure) {
    double width = 0;
    for (const std::string& line : lines)
        width = std::max(width, measure.width(line, {font, Weight::semiBold}));
    return {width + signWidth(font), lineHeight(font) * static_cast<double>(lines.size())};
}

/// Rings of this radius and the words, with the upper left corner at the origin: the words under the rings, or beside.
RingsPlace arranged(double radius, bool under, Size words) {
    RingsPlace place;
    place.radius = radius;
    if (radius <= 0) {
        place.whole = place.words = {0, 0, words.width, words.height};
        return place;
    }
    const double across = 2 * radius;
    if (under) {
        const double width = std::max(across, words.width);
        place.whole = {0, 0, width, across + kGap + words.height};
        place.center = {width / 2, radius};
        place.words = {(width - words.width) / 2, across + kGap, words.width, words.height};
    } else {
        const double height = std::max(across, words.height);
        place.whole = {0, 0, across + kGap + words.width, height};
        place.center = {radius, height / 2};
        place.words = {across + kGap, (height - words.height) / 2, words.width, words.height};
    }
    return place;
}

RingsPlace movedTo(const RingsPlace& place, Point corner) {
    RingsPlace moved = place;
    moved.whole.x += corner.x;
    moved.whole.y += corner.y;
    moved.words.x += corner.x;
    moved.words.y += corner.y;
    moved.center = moved.center + corner;
    return moved;
}

bool isFree(const Rect& place, const Facts& facts, const StageLayout& layout) {
    const Rect corner{layout.area.x, layout.area.y, layout.area.width / 2, 2.2 * layout.sizes.texts.least};
    if (!layout.area.contains(place) || corner.intersects(place))
        return false;
    return std::none_of(layout.seats.begin(), layout.seats.end(), [&](const Seat& seat) {
        // A candidate's answers stand on its outer side.
        const Point away = place.nearest(seat.center) - seat.center;
        const ServerFact* fact = facts.find(seat.id);
        const bool hasPips =
            fact != nullptr && !fact->votes.empty() && away.x * seat.outward.x + away.y * seat.outward.y > 0;
        return length(away) < (hasPips ? layout.sizes.outer : layout.sizes.selection + 2) ||
               seat.tail.grown(4).intersects(place);
    });
}

/// Whether the place lies beyond a line between two neighbours, so that no message passes there. The servers stand in a
/// ring, clockwise.
bool isAside(const Rect& place, const StageLayout& layout) {
    const std::array corners{Point{place.left(), place.top()}, Point{place.right(), place.top()},
                             Point{place.left(), place.bottom()}, Point{place.right(), place.bottom()}};
    for (std::size_t i = 0; i < layout.seats.size(); ++i) {
        const Point from = layout.seats[i].center;
        const Point across = turned(layout.seats[(i + 1) % layout.seats.size()].center - from);
        if (std::all_of(corners.begin(), corners.end(), [&](Point corner) {
                return across.x * (corner.x - from.x) + across.y * (corner.y - from.y) < 0;
            }))
            return true;
    }
    return false;
}

/// The free place for it that is next to the middle, aside of all messages or wherever it is.
std::optional<RingsPlace> nearestFree(const RingsPlace& wanted, const Facts& facts, const StageLayout& layout,
                                      bool aside) {
    const auto fits = [&](Point corner) {
        const Rect place = movedTo(wanted, corner).whole;
        return isFree(place, facts, layout) && (!aside || isAside(place, layout));
    };
    const Point half{wanted.whole.width / 2, wanted.whole.height / 2};
    const Point best = layout.middle - half;
    if (fits(best))
        return movedTo(wanted, best);
    const double step = std::max(4.0, layout.area.width / kPlaces);
    std::optional<Point> found;
    for (double y = layout.area.top(); y + wanted.whole.height <= layout.area.bottom(); y += step) {
        for (double x = layout.area.left(); x + wanted.whole.width <= layout.area.right(); x += step) {
            const Point corner{x, y};
            if ((!found || distance(corner, best) < distance(*found, best)) && fits(corner))
                found = corner;
        }
    }
    return found ? std::optional(movedTo(wanted, *found)) : std::nullopt;
}

/// One ring between two radii.
struct Ring {
    Point center;
    double outer = 0;
    double inner = 0;

    Point at(double radius, double angle) const {
        return center + Point{radius * std::sin(angle), -radius * std::cos(angle)};
    }
    double middle() const { return (outer + inner) / 2; }
};

/// The outline of a piece of a ring, `angle` being its middle clockwise from noon.
std::vector<Point> pieceOf(const Ring& ring, double angle, double half) {
    const int steps = std::max(2, static_cast<int>(std::ceil(half * 12)));
    std::vector<Point> points;
    for (int i = 0; i <= steps; ++i)
        points.push_back(ring.at(ring.outer, angle - half + 2 * half * i / steps));
    for (int i = steps; i >= 0; --i)
        points.push_back(ring.at(ring.inner, angle - half + 2 * half * i / steps));
    return points;
}

/// Draws one majority as a ring of pieces.
class RingPainter {
public:
    RingPainter(Sketch& sketch, const Ring& ring, double font) : sketch_(sketch), ring_(ring), font_(font) {}

    void draw(const std::vector<VoteFact>& majority, const std::vector<raft::ServerId>& order) {
        const Theme& theme = sketch_.theme();
        sketch_.disc(ring_.center, ring_.middle(), {}, {theme.track, std::max(1.5, theme.minimumLine), {}});
        const double step = 2 * kPi / static_cast<double>(order.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            for (const VoteFact& each : majority) {
                if (each.voter == order[i])
                    drawPiece(each, step * static_cast<double>(i), step / 2);
            }
        }
    }

private:
    void drawPiece(const VoteFact& vote, double angle, double half) {
        const Theme& theme = sketch_.theme();
        const bool agrees = vote.answer == Answer::granted;
        const Color color = vote.answer == Answer::denied ? theme.danger : agrees ? theme.ink : theme.soft;
        const double width = std::max(agrees ? 1.0 : 1.6, theme.minimumLine);
        const double apart = std::min(half * 0.6, (width / 2 + 1.5) / ring_.inner);
        sketch_.polygon(pieceOf({ring_.center, ring_.outer - width / 2, ring_.inner + width / 2}, angle, half - apart),
                        agrees ? theme.ink : theme.stage, {color, width, {}});
        const std::string name = std::to_string(vote.voter);
        const Font font{font_, Weight::semiBold};
        const double room = 2 * (half - apart) * ring_.middle();
        if (ring_.outer - ring_.inner >= font_ + 2 && room >= sketch_.measure().width(name, font) + 6)
            sketch_.centeredText(ring_.at(ring_.middle(), angle), name, font,
                                 agrees                          ? theme.stage
                                 : vote.answer == Answer::denied ? theme.danger
                                                                 : theme.ink);
    }

    Sketch& sketch_;
    Ring ring_;
    double font_;
};

/// Two small rings of which the meant one is bold: which line speaks of which ring.
void drawSign(Sketch& sketch, Point center, double reach, bool outer) {
    const Theme& theme = sketch.theme();
    const auto ring = [&](double radius, bool bold) {
        sketch.disc(center, radius, {}, {bold ? theme.ink : theme.soft, bold ? reach * 0.42 : 1.2, {}});
    };
    ring(reach * 0.8, outer);
    ring(reach * 0.36, !outer);
}

void drawLines(Sketch& sketch, const std::vector<std::string>& lines, const RingsPlace& place) {
    const double height = lineHeight(place.font);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        // The last two lines speak of the rings.
        const bool isOuter = i + 2 == lines.size();
        const bool isInner = i + 1 == lines.size();
        const double middle = place.words.y + height * (static_cast<double>(i) + 0.5);
        const Font font{place.font, isOuter || isInner ? Weight::semiBold : Weight::medium};
        if (isOuter || isInner)
            drawSign(sketch, {place.words.x + font.size * 0.5, middle}, font.size * 0.5, isOuter);
        const double indent = isOuter || isInner ? signWidth(font.size) : 0;
        sketch.text({place.words.x + indent, middle + kCapHeight * font.size / 2}, lines[i], font, sketch.theme().ink);
    }
}

raft::Text countText(const std::vector<VoteFact>& majority, bool isCounting, bool isOld) {
    const auto agreeing = static_cast<std::size_t>(std::count_if(
        majority.begin(), majority.end(), [](const VoteFact& each) { return each.answer == Answer::granted; }));
    const std::string all = std::to_string(majority.size());
    if (!isCounting)
        return isOld ? raft::Text(QT_TRANSLATE_NOOP("scene", "old: %1 voters"), {all})
                     : raft::Text(QT_TRANSLATE_NOOP("scene", "new: %1 voters"), {all});
    const std::vector<std::string> numbers{std::to_string(agreeing), all};
    if (agreeing > majority.size() / 2)
        return isOld ? raft::Text(QT_TRANSLATE_NOOP("scene", "old: %1 of %2 ✓"), numbers)
                     : raft::Text(QT_TRANSLATE_NOOP("scene", "new: %1 of %2 ✓"), numbers);
    return isOld ? raft::Text(QT_TRANSLATE_NOOP("scene", "old: %1 of %2"), numbers)
                 : raft::Text(QT_TRANSLATE_NOOP("scene", "new: %1 of %2"), numbers);
}

} // namespace

std::vector<std::string> majorityLines(const Facts& facts, const Words& words) {
    if (!facts.joint)
        return {};
    const JointFact& joint = *facts.joint;
    const ServerFact* server = facts.find(joint.server);
    const std::string name = server != nullptr ? server->name : std::string();
    std::vector<std::string> lines;
    if (joint.counted == Counted::votes)
        lines.push_back(words.say({QT_TRANSLATE_NOOP("scene", "votes for %1"), {name}}));
    else if (joint.counted == Counted::entry)
        lines.push_back(words.say({QT_TRANSLATE_NOOP("scene", "%1's entry %2"), {name, std::to_string(joint.index)}}));
    const bool isCounting = joint.counted != Counted::nothing;
    lines.push_back(words.say(countText(joint.old, isCounting, true)));
    lines.push_back(words.say(countText(joint.next, isCounting, false)));
    return lines;
}

std::optional<RingsPlace> majorityRingsPlace(const Facts& facts, const StageLayout& layout, const TextMeasure& measure,
                                             const Words& words) {
    if (!facts.joint)
        return std::nullopt;
    const std::vector<std::string> lines = majorityLines(agreed(facts), words);
    const TextSizes& texts = layout.sizes.texts;
    const auto found = [&](double radius, bool under, bool aside) {
        const double font = std::max(texts.least, radius * 0.2);
        RingsPlace wanted = arranged(radius, under, wordsSize(lines, font, measure));
        wanted.font = font;
        return nearestFree(wanted, facts, layout, aside);
    };
    const auto largest = [&](bool aside) -> std::optional<RingsPlace> {
        for (const double radius : kRadii) {
            for (const bool under : {true, false}) {
                if (auto place = found(radius * texts.unit, under, aside))
                    return place;
            }
        }
        return found(0, true, aside);
    };
    const auto anywhere = largest(false);
    if (!anywhere || layout.seats.size() > kFewServers)
        return anywhere;
    const auto aside = largest(true);
    return aside && aside->radius >= kLargeEnough * anywhere->radius ? aside : anywhere;
}

void drawMajorityRings(Sketch& sketch, const Facts& facts, const StageLayout& layout, const Words& words) {
    const auto place = majorityRingsPlace(facts, layout, sketch.measure(), words);
    if (!place)
        return;
    sketch.show({Subject::majorities, facts.joint->server, 0, 0});
    // Links pass behind it.
    sketch.box(place->words.grown(2), 6, sketch.theme().stage);
    if (place->radius > 0) {
        sketch.disc(place->center, place->radius + 2, sketch.theme().stage);
        const auto order = clockwise(*facts.joint, layout);
        const double outer = place->radius;
        const double thickness = outer * 0.33;
        const double next = outer - thickness - std::max(2.0, outer * 0.06);
        const double font = std::max(layout.sizes.texts.least, thickness * 0.55);
        RingPainter(sketch, {place->center, outer, outer - thickness}, font).draw(facts.joint->old, order);
        RingPainter(sketch, {place->center, next, next - thickness}, font).draw(facts.joint->next, order);
    }
    drawLines(sketch, majorityLines(facts, words), *place);
}

} // namespace scene
