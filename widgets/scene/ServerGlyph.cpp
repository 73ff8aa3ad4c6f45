// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/ServerGlyph.h"

#include "widgets/scene/DiscWords.h"
#include "widgets/scene/EntryCell.h"

#include <cmath>
#include <numbers>

// Leader: filled, crown. Follower: open. Candidate: dashed rim, pips. Stopped: dotted, a cross. Paused: two bars.

namespace scene {

namespace {

/// A dash of about this length that closes the circle evenly.
std::array<double, 2> evenDash(double radius, double dash, double gap) {
    const double around = 2 * std::numbers::pi * radius;
    const double pairs = std::max(1.0, std::round(around / (dash + gap)));
    const double factor = around / (pairs * (dash + gap));
    return {dash * factor, gap * factor};
}

void drawCrown(Sketch& sketch, Point base, double scale, Color color) {
    const auto at = [&](double x, double y) { return base + Point{x, y} * scale; };
    sketch.polygon({at(-17, 7.5), at(-17, -5.5), at(-8.5, 1), at(0, -9), at(8.5, 1), at(17, -5.5), at(17, 7.5)}, color);
}

/// Two bars in a small disc.
void drawPauseSign(Sketch& sketch, Point center, double reach) {
    const Theme& theme = sketch.theme();
    sketch.disc(center, reach, theme.stage, {theme.ink, std::max(1.4, 0.15 * reach), {}});
    for (const double side : {-0.28, 0.28})
        sketch.box(around(center + Point{side * reach, 0}, 0.26 * reach, 0.9 * reach), 0.1 * reach, theme.ink);
}

/// The colours of one server's disc.
struct DiscColors {
    Color fill;
    Color ink;
    Stroke rim;
};

DiscColors discColors(const ServerGlyph& glyph, const Theme& theme) {
    const TermColors& term = theme.term(glyph.fact.term);
    const double rim = glyph.layout.sizes.rim;
    const double radius = glyph.seat.radius;
    if (glyph.fact.health == Health::stopped) {
        const double gap = std::max(4.0, glyph.layout.sizes.scaled(7));
        return {theme.panel, theme.soft, {theme.faint, std::max(2.0, rim * 0.6), evenDash(radius, 0, gap)}};
    }
    switch (glyph.fact.role) {
    case RoleFact::leader:
        return {term.fill, term.ink, theme.outlined ? Stroke{theme.ink, rim, {}} : Stroke{}};
    case RoleFact::candidate:
    case RoleFact::preCandidate: {
        const double dash = std::max(5.0, glyph.layout.sizes.scaled(11));
        return {theme.stage, theme.ink, {term.line, rim, evenDash(radius, dash, dash * 0.55)}};
    }
    case RoleFact::follower:
        break;
    }
    return {theme.stage, theme.ink, {term.line, rim, {}}};
}

void drawPill(Sketch& sketch, const DiscLine& line, Point center, const ServerFact& fact) {
    const Theme& theme = sketch.theme();
    const TermColors& term = theme.term(fact.term);
    if (fact.health == Health::stopped) {
        sketch.centeredText(center, line.text, {line.font.size, Weight::medium}, theme.soft);
        return;
    }
    // On a leader's disc the pill turns the colours round.
    const bool leads = fact.role == RoleFact::leader;
    const Color paper = leads ? term.ink : term.fill;
    const Color ink = leads ? (luminance(term.ink) > 0.5 ? rgb(0x101418) : rgb(0xFFFFFF)) : term.ink;
    const Stroke rim = theme.outlined && !leads ? Stroke{theme.ink, theme.minimumLine, {}} : Stroke{};
    sketch.box(around(center, line.size.width, line.size.height), line.size.height / 2, paper, rim);
    sketch.centeredText(center, line.text, line.font, ink);
}

void drawWords(Sketch& sketch, const ServerGlyph& glyph, const DiscColors& colors) {
    const ServerFact& fact = glyph.fact;
    const auto lines = discWords(fact, glyph.seat.radius, glyph.layout.sizes, sketch.measure(), glyph.words);
    for (const DiscLine& line : lines) {
        const Point center = glyph.seat.center + Point{0, line.y};
        if (line.part == DiscPart::term)
            drawPill(sketch, line, center, fact);
        else if (line.part == DiscPart::sign && fact.role == RoleFact::leader && fact.health != Health::stopped)
            drawCrown(sketch, center, line.size.height / 15, colors.ink);
        else if (!line.text.empty())
            sketch.centeredText(center, line.text, line.font,
                                line.part == DiscPart::sign ? sketch.theme().soft : colors.ink);
    }
}

void drawRing(Sketch& sketch, const ServerGlyph& glyph) {
    const StageSizes& sizes = glyph.layout.sizes;
    if (sizes.ring <= 0)
        return;
    const Theme& theme = sketch.theme();
    const double radius = glyph.layout.edgeOf(glyph.seat) - sizes.ring / 2;
    if (glyph.fact.timer == TimerKind::leading)
        sketch.disc(glyph.seat.center, radius, {}, {theme.term(glyph.fact.term).line, sizes.ring, {}});
    else if (glyph.fact.timer == TimerKind::manual)
        sketch.disc(glyph.seat.center, radius, {},
                    {theme.soft, sizes.ring * 0.55, evenDash(radius, 0, std::max(5.0, sizes.ring * 1.6))});
    else
        sketch.disc(glyph.seat.center, radius, {}, {theme.track, sizes.ring, {}});
}

void drawHealth(Sketch& sketch, const ServerGlyph& glyph) {
    const double scale = glyph.seat.radius / 58;
    const Point corner = glyph.seat.center + Point{0.72, -0.72} * glyph.seat.radius;
    if (glyph.fact.health == Health::stopped) {
        sketch.cross(corner, std::max(3.0, 10 * scale), {sketch.theme().danger, std::max(2.0, 3.6 * scale), {}});
        return;
    }
    if (glyph.fact.health != Health::paused)
        return;
    if (glyph.layout.sizes.detail == Detail::dot)
        drawPauseSign(sketch, glyph.seat.center, std::max(5.0, glyph.seat.radius));
    else if (glyph.layout.sizes.detail == Detail::name)
        drawPauseSign(sketch, glyph.seat.center + glyph.seat.outward * glyph.layout.edgeOf(glyph.seat), 7);
    else
        drawPauseSign(sketch, corner, std::max(9.0, 13 * scale));
}

void drawArc(Sketch& sketch, const ServerGlyph& glyph) {
    const StageSizes& sizes = glyph.layout.sizes;
    if (glyph.fact.timer != TimerKind::running || sizes.ring <= 0)
        return;
    const Theme& theme = sketch.theme();
    // On a projector's strong track a soft arc would be lost.
    const bool soft = glyph.fact.role == RoleFact::follower && contrast(theme.soft, theme.track) >= 2.5;
    const double radius = glyph.layout.edgeOf(glyph.seat) - sizes.ring / 2;
    sketch.show(timerId(glyph.fact.id));
    sketch.arcFromNoon(glyph.seat.center, radius, glyph.fact.timerLeft,
                       {soft ? theme.soft : theme.ink, sizes.ring, {}});
}

} // namespace

void ServerGlyph::drawBody(Sketch& sketch) const {
    sketch.show(serverId(fact.id));
    drawRing(sketch, *this);
    const DiscColors colors = discColors(*this, sketch.theme());
    if (layout.sizes.detail == Detail::dot && fact.health != Health::stopped && fact.role != RoleFact::follower) {
        // Too small for dashes and crowns: who acts is filled.
        sketch.disc(seat.center, seat.radius, sketch.theme().term(fact.term).fill, {sketch.theme().ink, 1.5, {}});
    } else {
        if (sketch.theme().outlined && fact.health != Health::stopped)
            sketch.disc(seat.center, seat.radius, {}, {sketch.theme().ink, colors.rim.width + 3, colors.rim.dash});
        sketch.disc(seat.center, seat.radius, colors.fill, colors.rim);
    }
    drawWords(sketch, *this, colors);
}

void ServerGlyph::drawTimer(Sketch& sketch) const {
    drawArc(sketch, *this);
    sketch.show(serverId(fact.id));
    drawHealth(sketch, *this);
}

void ServerGlyph::drawPips(Sketch& sketch) const {
    if (!layout.sizes.pips || fact.health == Health::stopped)
        return;
    const Theme& theme = sketch.theme();
    const double reach = layout.sizes.pipRadius;
    for (std::size_t i = 0; i < fact.votes.size(); ++i) {
        const VoteFact& vote = fact.votes[i];
        const Point center = layout.pip(seat, i, fact.votes.size());
        sketch.show(voteId(fact.id, vote.voter));
        const Color color = vote.answer == Answer::granted  ? theme.ink
                            : vote.answer == Answer::denied ? theme.danger
                                                            : theme.soft;
        const double width = std::max({1.8, reach * 0.15, theme.minimumLine});
        sketch.disc(center, reach - width / 2, theme.stage, {color, width, {}});
        const Stroke sign{color, reach * 0.24, {}};
        if (vote.answer == Answer::granted)
            sketch.tick(center, reach * 0.46, sign);
        else if (vote.answer == Answer::denied)
            sketch.cross(center, reach * 0.37, sign);
        else
            sketch.centeredText(center, std::to_string(vote.voter), {layout.sizes.texts.least, Weight::medium}, color);
    }
}

Rect ServerGlyph::countPlace(std::string_view text, const TextMeasure& measure) const {
    const StageSizes& sizes = layout.sizes;
    if (sizes.pips || sizes.detail == Detail::dot)
        return {};
    const Size size{measure.width(text, {sizes.texts.least, Weight::semiBold}) + 4, sizes.texts.least};
    const double reach = std::abs(seat.outward.x) * size.width / 2 + std::abs(seat.outward.y) * size.height / 2;
    for (const double side : {1.0, -1.0}) {
        const Point center = seat.center + seat.outward * (side * (sizes.selection + 2 + reach));
        const Rect place = around(center, size.width, size.height);
        const bool isFree = layout.area.grown(10).contains(place) &&
                            std::none_of(layout.seats.begin(), layout.seats.end(), [&](const Seat& other) {
                                return distance(place.nearest(other.center), other.center) < sizes.edge + 1 ||
                                       other.tail.intersects(place);
                            });
        if (isFree)
            return place;
    }
    return {};
}

void ServerGlyph::drawCount(Sketch& sketch) const {
    if (fact.votes.empty() || fact.health == Health::stopped)
        return;
    const auto lines = discWords(fact, seat.radius, layout.sizes, sketch.measure(), words);
    if (!lines.empty() && lines.front().part == DiscPart::sign)
        return;
    const std::string text = voteCount(fact, words);
    const Rect place = countPlace(text, sketch.measure());
    if (place.empty())
        return;
    sketch.show({Subject::votes, fact.id, 0, 0});
    sketch.centeredText(place.center(), text, {layout.sizes.texts.least, Weight::semiBold}, sketch.theme().ink);
}

std::vector<std::pair<Rect, EntryFact>> ServerGlyph::tailCells(const TextMeasure& measure) const {
    std::vector<std::pair<Rect, EntryFact>> cells;
    if (seat.tail.empty() || fact.tail.empty())
        return cells;
    const Font font{layout.sizes.tailFont, Weight::semiBold};
    double width = layout.sizes.cell.width;
    for (const EntryFact& entry : fact.tail)
        width = std::max(width, measure.width(std::to_string(entry.term), font) + font.size * 0.6 + 3);
    const auto places = static_cast<std::size_t>(seat.tail.width / width + 0.01);
    const bool cut = fact.hasMore || fact.tail.size() > places;
    const std::size_t count = std::min(fact.tail.size(), cut && places > 0 ? places - 1 : places);
    const double whole = width * static_cast<double>(count + (cut ? 1 : 0));
    double x = seat.tailOnRight ? seat.tail.left() : seat.tail.right() - whole;
    x += cut ? width : 0;
    for (std::size_t i = fact.tail.size() - count; i < fact.tail.size(); ++i, x += width)
        cells.emplace_back(Rect{x, seat.tail.y, width - 3, seat.tail.height}, fact.tail[i]);
    return cells;
}

void ServerGlyph::drawTail(Sketch& sketch) const {
    const auto cells = tailCells(sketch.measure());
    if (cells.empty())
        return;
    const Font font{layout.sizes.tailFont, Weight::semiBold};
    if (cells.front().second.index > 1) {
        const Rect& first = cells.front().first;
        sketch.show(tailId(fact.id));
        sketch.centeredText({first.x - first.width / 2 - 3, first.center().y}, "…", font, sketch.theme().soft);
    }
    for (const auto& [cell, entry] : cells) {
        sketch.show(entryId(fact.id, entry.index));
        drawEntry(sketch, cell, entry, std::to_string(entry.term), font);
    }
}

} // namespace scene
