// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Logs.h"

#include "widgets/scene/DiscWords.h"
#include "widgets/scene/EntryCell.h"
#include "widgets/scene/Sketch.h"

#include <algorithm>
#include <array>
#include <cmath>

// Geometry, visit, draw: the geometry says which rows and columns are seen, and those alone are read.

namespace scene {

namespace {

constexpr double kPadding = 12;
/// Columns have one of these widths, so that a new entry rarely moves them.
constexpr std::array kColumnWidths{44.0, 62.0, 88.0, 128.0};
/// The widths are chosen for so many entries at the end of the longest log.
constexpr raft::Index kMeasuredEntries = 40;
constexpr double kGap = 4;
/// In a narrow table columns are as narrow as the term needs rather than fewer than these.
constexpr double kFewestColumns = 6;
constexpr double kTermColumn = 34;
/// Between two rows, where ▲ stands.
constexpr double kRowGap = 7;
/// A cell's height, in heights of its text, and the least it may be.
constexpr double kCellHeight = 1.85;
constexpr double kLowestCell = 24;
/// Above and below the numbers of the columns.
constexpr double kAboveNumbers = 10;
constexpr double kBelowNumbers = 4;

raft::Index longestLog(const raft::Cluster& cluster) {
    raft::Index longest = 0;
    for (const raft::Host& host : cluster.hosts())
        longest = std::max(longest, host.server.state().persistent.log.lastIndex());
    return longest;
}

const raft::Log& longest(const raft::Cluster& cluster) {
    const auto& hosts = cluster.hosts();
    const auto found = std::max_element(hosts.begin(), hosts.end(), [](const raft::Host& a, const raft::Host& b) {
        return a.server.state().persistent.log.lastIndex() < b.server.state().persistent.log.lastIndex();
    });
    return found->server.state().persistent.log;
}

std::string fullLabel(const raft::Entry& entry) {
    const std::string command = shortCommand(entry);
    return std::to_string(entry.term) + (command.empty() ? "" : " " + command);
}

double columnWidth(const raft::Cluster& cluster, const TextMeasure& measure, Font font, double unit) {
    const raft::Log& log = longest(cluster);
    const raft::Index last = log.lastIndex();
    double widest = 0;
    const raft::Index base = log.baseIndex();
    for (raft::Index index = last > base + kMeasuredEntries ? last - kMeasuredEntries + 1 : base + 1; index <= last;
         ++index)
        widest = std::max(widest, measure.width(fullLabel(log.at(index)), font));
    for (const double width : kColumnWidths) {
        if (widest + 12 <= width * unit)
            return width * unit;
    }
    return kColumnWidths.back() * unit;
}

std::string commitWords(const raft::Host& host, const Words& words) {
    if (host.stopped)
        return words.say(QT_TRANSLATE_NOOP("scene", "stopped"));
    return words.say({QT_TRANSLATE_NOOP("scene", "commit %1"), {std::to_string(host.server.state().commitIndex)}});
}

/// The parts of a rectangle within another; empty if there are none.
Rect common(const Rect& a, const Rect& b) {
    const double left = std::max(a.left(), b.left());
    const double top = std::max(a.top(), b.top());
    return {left, top, std::max(0.0, std::min(a.right(), b.right()) - left),
            std::max(0.0, std::min(a.bottom(), b.bottom()) - top)};
}

class LogsPainter {
public:
    LogsPainter(const Frame& frame, const LogGeometry& geometry, const Canvas& canvas)
        : frame_(frame)
        , geometry_(geometry)
        , canvas_(canvas)
        , font_{geometry.texts.least, Weight::semiBold}
        , ground_(canvas.theme, canvas.measure)
        , cells_(canvas.theme, canvas.measure)
        , words_(canvas.theme, canvas.measure) {}

    Picture picture() {
        picture_.size = canvas_.size;
        picture_.ground = canvas_.theme.panel;
        const bool anything = geometry_.columns > 1;
        if (anything)
            drawHeader();
        for (std::size_t row = 0; row < geometry_.rows; ++row) {
            const double y = geometry_.rowToY(row);
            if (y + geometry_.cell.height > geometry_.cells.top() && y < geometry_.cells.bottom())
                drawRow(frame_.cluster.hosts()[row], y, anything);
        }
        if (!anything)
            drawNothingYet();
        picture_.layers = {std::move(ground_).layer(LayerKind::ground, true),
                           std::move(cells_).layer(LayerKind::bodies, true),
                           std::move(words_).layer(LayerKind::words, true)};
        return std::move(picture_);
    }

private:
    raft::Index firstIndex() const { return geometry_.xToIndex(geometry_.cells.left()); }
    raft::Index lastIndex() const { return geometry_.xToIndex(geometry_.cells.right()); }

    void drawHeader() {
        const Font font{geometry_.texts.least, Weight::regular};
        const double baseline = geometry_.cells.top() - 8;
        // Where numbers are wide, every second, fifth or tenth column has its own.
        const double widest = canvas_.measure.width(std::to_string(geometry_.columns), font) + 8;
        raft::Index every = 1;
        for (const raft::Index step : {1U, 2U, 5U, 10U}) {
            every = step;
            if (widest <= geometry_.columnStep * static_cast<double>(step))
                break;
        }
        for (raft::Index index = firstIndex(); index <= lastIndex(); ++index) {
            const std::string text = std::to_string(index);
            const double middle = geometry_.indexToX(index) + geometry_.cell.width / 2;
            const double half = canvas_.measure.width(text, font) / 2;
            if (index % every != 0 || middle - half < geometry_.cells.left() || middle + half > geometry_.cells.right())
                continue;
            words_.show({Subject::indexHeader, 0, 0, index});
            words_.text({middle, baseline}, text, font, canvas_.theme.soft, Anchor::middle);
        }
        drawLegend(baseline, font);
    }

    /// How to read the table, where the header has room for it.
    void drawLegend(double baseline, Font font) {
        const raft::ServerId leader = leaderOf();
        std::string text =
            canvas_.words.say(QT_TRANSLATE_NOOP("scene", "filled: committed · bar: applied · dashed: not yet"));
        if (leader != 0)
            text += canvas_.words.say(
                {QT_TRANSLATE_NOOP("scene", " · ▲ nextIndex and ] matchIndex of %1"), {frame_.cluster.nameOf(leader)}});
        const double right = geometry_.cells.right() - kGap;
        const double used = geometry_.indexToX(geometry_.columns) + geometry_.columnStep;
        if (!frame_.options.legend || right - canvas_.measure.width(text, font) < used + 8)
            return;
        words_.show({Subject::hint, 0, 0, 0});
        words_.text({right, baseline}, text, font, canvas_.theme.soft, Anchor::right);
    }

    void drawNothingYet() {
        const std::string text = canvas_.words.say(
            QT_TRANSLATE_NOOP("scene", "No entries yet. When there is a leader, type a command such as set x 1."));
        const Font font{geometry_.texts.least, Weight::regular};
        const Rect& cells = geometry_.cells;
        words_.show({Subject::hint, 0, 0, 0});
        words_.text({cells.left(), cells.top() + font.size * 1.2},
                    elided(canvas_.measure, text, font, cells.width - kGap), font, canvas_.theme.soft);
    }

    void drawRow(const raft::Host& host, double y, bool withCells) {
        if (frame_.selected == serverId(host.id()))
            drawRowMark(y);
        drawName(host, y);
        if (!withCells)
            return;
        const raft::Index base = host.server.state().persistent.log.baseIndex();
        if (base > 0)
            drawSnapshot(host, y);
        for (raft::Index index = std::max(firstIndex(), base + 1); index <= lastIndex(); ++index)
            drawCell(host, index, y);
        if (const raft::Progress* progress = progressOf(host))
            drawProgress(host.id(), *progress, y);
    }

    void drawRowMark(double y) {
        const Rect row{4, y - 2, canvas_.size.width - 8, geometry_.cell.height + 4};
        const Rect seen = common(row, {0, geometry_.cells.top() - 2, canvas_.size.width, geometry_.cells.height + 2});
        ground_.box(seen, 6, faded(canvas_.theme.accent, canvas_.theme.outlined ? 0 : 0.12),
                    canvas_.theme.outlined ? Stroke{canvas_.theme.accent, 3, {}} : Stroke{});
    }

    void drawName(const raft::Host& host, double y) {
        const Font bold{geometry_.texts.leastName, Weight::bold};
        const Font plain{geometry_.texts.least, Weight::regular};
        const double baseline = y + geometry_.cell.height / 2 + kCapHeight * plain.size / 2;
        if (baseline - kAscent * bold.size < geometry_.cells.top() ||
            baseline + kDescent * bold.size > canvas_.size.height)
            return;
        const double room = geometry_.cells.left() - kPadding - kGap;
        const std::string commit = commitWords(host, canvas_.words);
        const double commitWidth = canvas_.measure.width(commit, plain);
        const std::string name = elided(canvas_.measure, frame_.cluster.nameOf(host.id()), bold, room);
        const double nameWidth = canvas_.measure.width(name, bold);
        const Color ink = host.stopped ? canvas_.theme.soft : canvas_.theme.ink;
        words_.show(serverId(host.id()));
        words_.text({kPadding, baseline}, name, bold, ink);
        picture_.hits.push_back({Rect{0, y, geometry_.cells.left(), std::max(kSmallestHit, geometry_.cell.height)},
                                 kServerRank, serverId(host.id())});
        if (nameWidth + 8 + commitWidth > room)
            return;
        words_.show({Subject::commit, host.id(), 0, 0});
        words_.text({geometry_.cells.left() - kGap * 2, baseline}, commit, plain, canvas_.theme.soft, Anchor::right);
    }

    /// One block over the columns of all entries that the snapshot stands for.
    void drawSnapshot(const raft::Host& host, double y) {
        const raft::Log& log = host.server.state().persistent.log;
        const double right = geometry_.indexToX(log.baseIndex()) + geometry_.cell.width;
        const double left = geometry_.indexToX(1);
        const Rect seen = common({left, y, right - left, geometry_.cell.height}, geometry_.cells);
        if (seen.width < 2 || seen.height < 2)
            return;
        const Id id = snapshotId(host.id());
        const Theme& theme = canvas_.theme;
        cells_.show(id);
        cells_.box(seen.grown(-1), 4, theme.track, {theme.outlined ? theme.ink : theme.soft, 2, {}});
        const std::string whole =
            canvas_.words.say({QT_TRANSLATE_NOOP("scene", "snapshot up to %1, term %2"),
                               {std::to_string(log.baseIndex()), std::to_string(log.baseTerm())}});
        const std::string brief =
            canvas_.words.say({QT_TRANSLATE_NOOP("scene", "…%1"), {std::to_string(log.baseIndex())}});
        const double room = seen.width - 10;
        const std::string& text = canvas_.measure.width(whole, font_) <= room ? whole : brief;
        if (seen.height > geometry_.cell.height - 0.5)
            cells_.centeredText(seen.center(), elided(canvas_.measure, text, font_, room), font_, theme.ink);
        if (frame_.selected == id || frame_.hovered == id) {
            words_.show(id);
            words_.box(seen.grown(1), 5, {}, {theme.accent, frame_.selected == id ? 2.6 : 1.6, {}});
        }
        picture_.hits.push_back(
            {around(seen.center(), std::max(kSmallestHit, seen.width), std::max(kSmallestHit, seen.height)), kPartRank,
             id});
    }

    void drawCell(const raft::Host& host, raft::Index index, double y) {
        const Rect whole{geometry_.indexToX(index), y, geometry_.cell.width, geometry_.cell.height};
        const Rect seen = common(whole, geometry_.cells);
        if (seen.width < 2 || seen.height < 2)
            return;
        const raft::ServerState& state = host.server.state();
        if (!state.persistent.log.has(index)) {
            ground_.show({Subject::indexHeader, 0, 0, index});
            ground_.box(seen.grown(-0.5), 4, {}, {canvas_.theme.track, 1, {}});
            return;
        }
        const raft::Entry& entry = state.persistent.log.at(index);
        const Id id = entryId(host.id(), index);
        cells_.show(id);
        const bool isWhole = seen.width > whole.width - 0.5 && seen.height > whole.height - 0.5;
        drawEntry(cells_, seen, {index, entry.term, entryState(state, index)}, isWhole ? label(entry) : std::string(),
                  font_);
        if (frame_.selected == id || frame_.hovered == id) {
            words_.show(id);
            words_.box(seen.grown(1), 5, {}, {canvas_.theme.accent, frame_.selected == id ? 2.6 : 1.6, {}});
        }
        picture_.hits.push_back(
            {around(seen.center(), std::max(kSmallestHit, seen.width), std::max(kSmallestHit, seen.height)), kPartRank,
             id});
    }

    /// Term and command, or the term with what fits of the command, or the term alone.
    std::string label(const raft::Entry& entry) const {
        const double room = geometry_.cell.width - 8;
        const std::string full = fullLabel(entry);
        if (canvas_.measure.width(full, font_) <= room)
            return full;
        const std::string term = std::to_string(entry.term);
        const std::string cut = elided(canvas_.measure, full, font_, room);
        if (cut.size() > term.size() + std::string_view(" a…").size() - 1)
            return cut;
        return elided(canvas_.measure, term, font_, room);
    }

    raft::ServerId leaderOf() const {
        const raft::ServerId chosen = frame_.options.chosenLeader;
        const raft::Host* host = chosen != 0 ? frame_.cluster.findHost(chosen) : nullptr;
        const bool leads = host != nullptr && !host->stopped && host->server.state().role == raft::Role::leader;
        return leads ? chosen : frame_.cluster.leader();
    }

    const raft::Progress* progressOf(const raft::Host& host) const {
        const raft::ServerId leader = leaderOf();
        return leader == 0 || leader == host.id() ? nullptr : frame_.cluster.server(leader).progressOf(host.id());
    }

    /// ▲ below the column of nextIndex, on its left edge; ] behind the column of matchIndex.
    void drawProgress(raft::ServerId server, const raft::Progress& progress, double y) {
        const raft::ServerId leader = leaderOf();
        const double low = y + geometry_.cell.height;
        const double half = 5.5 * geometry_.texts.unit;
        const double next = geometry_.indexToX(progress.nextIndex) + half + 2;
        const Rect& cells = geometry_.cells;
        if (next - half >= cells.left() && next + half <= canvas_.size.width && low + kRowGap <= canvas_.size.height) {
            const Id id{Subject::nextIndex, server, leader, progress.nextIndex};
            words_.show(id);
            words_.polygon({{next - half, low + kRowGap}, {next, low + 0.5}, {next + half, low + kRowGap}},
                           canvas_.theme.ink);
            picture_.hits.push_back({around({next, low}, kSmallestHit, kSmallestHit), kPartRank + 1, id});
        }
        const double match = geometry_.indexToX(progress.matchIndex) + geometry_.cell.width + kGap / 2;
        if (progress.matchIndex == 0 || match - half < cells.left() || match > cells.right())
            return;
        const double top = std::max(cells.top(), y - 1);
        const double bottom = std::min(cells.bottom(), low + 1);
        words_.show({Subject::matchIndex, server, leader, progress.matchIndex});
        words_.polyline({{match - half, top}, {match, top}, {match, bottom}, {match - half, bottom}},
                        {canvas_.theme.ink, 2, {}});
    }

    const Frame& frame_;
    const LogGeometry& geometry_;
    const Canvas& canvas_;
    Font font_;
    Sketch ground_;
    Sketch cells_;
    Sketch words_;
    Picture picture_;
};

} // namespace

std::string shortCommand(const raft::Entry& entry) {
    if (entry.configuration())
        return entry.configuration()->outgoing.empty() ? "C" : "C,C";
    if (!entry.command())
        return {};
    const raft::Command& command = *entry.command();
    switch (command.kind) {
    case raft::CommandKind::set:
        return command.key + "=" + command.value;
    case raft::CommandKind::get:
        return command.key + "?";
    case raft::CommandKind::del:
        return "−" + command.key;
    case raft::CommandKind::compareAndSet:
        return command.key + " " + command.expected.text() + "→" + command.value;
    case raft::CommandKind::openSession:
        return "+";
    case raft::CommandKind::noOp:
        break;
    }
    return {};
}

double LogGeometry::indexToX(raft::Index index) const {
    return cells.left() - scroll.x + (static_cast<double>(index) - 1) * columnStep;
}

raft::Index LogGeometry::xToIndex(double x) const {
    const double column = std::floor((x - cells.left() + scroll.x) / columnStep) + 1;
    return static_cast<raft::Index>(std::clamp(column, 1.0, std::max(1.0, static_cast<double>(columns))));
}

double LogGeometry::rowToY(std::size_t row) const {
    return cells.top() - scroll.y + static_cast<double>(row) * rowStep;
}

std::optional<std::size_t> LogGeometry::yToRow(double y) const {
    const double row = std::floor((y - cells.top() + scroll.y) / rowStep);
    if (y < cells.top() || row < 0 || row >= static_cast<double>(rows))
        return std::nullopt;
    return static_cast<std::size_t>(row);
}

Size LogGeometry::content() const {
    return {static_cast<double>(columns) * columnStep, static_cast<double>(rows) * rowStep};
}

LogScroll LogGeometry::farthest() const {
    return {std::max(0.0, content().width - cells.width), std::max(0.0, content().height - cells.height)};
}

/// Texts as large as let every row be seen; in a presentation they grow with the room that there is.
static TextSizes textsFor(const ViewOptions& options, std::size_t rows, double height) {
    TextSizes texts = textSizes(options, height);
    texts.least = texts.leastName;
    if (!options.presentation)
        return texts;
    // What the column's numbers and the gaps leave, divided among the numbers and the rows.
    const double count = static_cast<double>(rows);
    const double free = height - kAboveNumbers - kBelowNumbers - kGap - count * kRowGap;
    const double fitting = free / (1 + count * kCellHeight);
    texts.least = texts.leastName = std::clamp(fitting, kSmallestText, std::max(kSmallestText, height / 9));
    texts.unit = texts.least / kSmallestText;
    return texts;
}

LogGeometry logGeometry(const Frame& frame, LogScroll scroll, const Canvas& canvas) {
    LogGeometry geometry;
    geometry.rows = frame.cluster.hosts().size();
    geometry.texts = textsFor(frame.options, geometry.rows, canvas.size.height);
    const Font plain{geometry.texts.least, Weight::regular};
    const Font bold{geometry.texts.leastName, Weight::bold};
    double names = 0;
    for (const raft::Host& host : frame.cluster.hosts())
        names = std::max(names, canvas.measure.width(frame.cluster.nameOf(host.id()), bold));
    geometry.columns = longestLog(frame.cluster) + 1;
    const std::string widest(std::to_string(geometry.columns).size(), '0');
    const std::string commit = canvas.words.say({QT_TRANSLATE_NOOP("scene", "commit %1"), {widest}});
    const double left = kPadding + names + 10 + canvas.measure.width(commit, plain) + kGap * 3;
    const double top = kAboveNumbers + geometry.texts.least + kBelowNumbers;
    geometry.cells = {std::min(left, canvas.size.width / 2), top, 0, 0};
    geometry.cells.width = std::max(1.0, canvas.size.width - geometry.cells.x - kGap);
    geometry.cells.height = std::max(1.0, canvas.size.height - top - kGap);
    const double wanted =
        columnWidth(frame.cluster, canvas.measure, {geometry.texts.least, Weight::semiBold}, geometry.texts.unit);
    const double share = std::max(geometry.cells.width / kFewestColumns - kGap, kTermColumn * geometry.texts.unit);
    geometry.cell = {std::min(wanted, share), std::max(kLowestCell, geometry.texts.least * kCellHeight)};
    geometry.columnStep = geometry.cell.width + kGap;
    geometry.rowStep = geometry.cell.height + kRowGap;
    const LogScroll farthest = geometry.farthest();
    geometry.scroll = {std::clamp(scroll.x, 0.0, farthest.x), std::clamp(scroll.y, 0.0, farthest.y)};
    return geometry;
}

Picture logs(const Frame& frame, const LogGeometry& geometry, const Canvas& canvas) {
    return LogsPainter(frame, geometry, canvas).picture();
}

} // namespace scene
