// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/TimelineReader.h"

#include <QCoreApplication>

#include <algorithm>

// From records to bands and marks.

namespace raftarium {

namespace {

struct Rare {
    std::uint16_t bit;
    scene::MarkKind kind;
    const char* words;
};

constexpr Rare kRare[]{
    {raft::mark::kElection, scene::MarkKind::election, QT_TRANSLATE_NOOP("timeline", "%1 campaigns")},
    {raft::mark::kStop, scene::MarkKind::stop, QT_TRANSLATE_NOOP("timeline", "%1 stops")},
    {raft::mark::kStart, scene::MarkKind::start, QT_TRANSLATE_NOOP("timeline", "%1 is back")},
    {raft::mark::kCut, scene::MarkKind::cut, QT_TRANSLATE_NOOP("timeline", "links are cut or messages blocked")},
    {raft::mark::kHeal, scene::MarkKind::heal,
     QT_TRANSLATE_NOOP("timeline", "links are healed or messages pass again")},
};

} // namespace

scene::TimelineFrame TimelineReader::frame() {
    const raft::Timeline& timeline = session_.timeline();
    scene::TimelineFrame frame;
    const std::vector<raft::BranchInfo> infos = session_.branches();
    order_.clear();
    for (const raft::BranchInfo& info : infos)
        order_.push_back(info.id);
    for (const raft::BranchInfo& info : infos) {
        Track& track = trackOf(info);
        read(track, info);
        scene::TimelineBranch branch;
        branch.name = info.name;
        if (info.id != raft::kMainBranch) {
            const auto parent = std::find(order_.begin(), order_.end(), info.parent);
            branch.parent = static_cast<std::size_t>(parent - order_.begin());
            branch.begin = info.fork == 0 ? 0 : timeline.recordOf(info.id, info.fork - 1).time;
        }
        const bool present = info.id == timeline.branch();
        branch.end = std::max({branch.begin, info.knownTime, present ? session_.cluster().now() : 0});
        branch.bands = track.bands;
        if (track.leader != 0)
            branch.bands.back().to = branch.end;
        if (present)
            frame.branch = frame.branches.size();
        frame.branches.push_back(std::move(branch));
    }
    gatherMarks(frame, timeline.branch(), timeline.known());
    std::stable_sort(frame.marks.begin(), frame.marks.end(),
                     [](const scene::TimelineMark& a, const scene::TimelineMark& b) { return a.time < b.time; });
    frame.present = session_.cluster().now();
    frame.hideFuture = session_.hidesFuture();
    return frame;
}

/// The track of a branch; a new one begins with whoever leads where the branch begins.
TimelineReader::Track& TimelineReader::trackOf(const raft::BranchInfo& info) {
    const auto [place, isNew] = tracks_.try_emplace(info.id);
    Track& track = place->second;
    if (!isNew)
        return track;
    track.read = info.fork;
    const raft::Cluster start = session_.timeline().stateOf(info.id, info.fork);
    track.leader = start.leader();
    if (track.leader != 0) {
        track.bands.push_back(
            {start.now(), start.now(), start.server(track.leader).persistent.currentTerm, start.nameOf(track.leader)});
    }
    return track;
}

void TimelineReader::read(Track& track, const raft::BranchInfo& info) {
    for (; track.read < info.known; ++track.read) {
        const raft::EventRecord record = session_.timeline().recordOf(info.id, track.read);
        readLeader(track, info.id, record);
        readMarks(track, record);
    }
}

void TimelineReader::readLeader(Track& track, raft::BranchId branch, const raft::EventRecord& record) const {
    const bool begins = (record.marks & raft::mark::kLeader) != 0;
    const bool mayEnd = record.server == track.leader && track.leader != 0 &&
                        (record.marks & (raft::mark::kStepDown | raft::mark::kStop)) != 0;
    if (!begins && !mayEnd)
        return;
    const raft::Cluster after = session_.timeline().stateOf(branch, record.index + 1);
    const raft::ServerId leader = after.leader();
    if (leader == track.leader)
        return;
    if (track.leader != 0)
        track.bands.back().to = record.time;
    track.leader = leader;
    if (leader != 0) {
        track.bands.push_back(
            {record.time, record.time, after.server(leader).persistent.currentTerm, after.nameOf(leader)});
    }
}

void TimelineReader::readMarks(Track& track, const raft::EventRecord& record) const {
    for (const Rare& rare : kRare) {
        if ((record.marks & rare.bit) == 0)
            continue;
        const QString name =
            record.server == 0 ? QString() : QString::fromStdString(session_.cluster().nameOf(record.server));
        const QString words = QCoreApplication::translate("timeline", rare.words);
        track.marks.push_back(
            {record.index, {record.time, rare.kind, (words.contains(u"%1") ? words.arg(name) : words).toStdString()}});
    }
    constexpr std::uint16_t kRemarkableLoss = raft::mark::kLoss | raft::mark::kInteresting;
    if ((record.marks & kRemarkableLoss) == kRemarkableLoss)
        track.marks.push_back({record.index, {record.time, scene::MarkKind::loss, {}}});
    if ((record.marks & raft::mark::kClient) != 0)
        addFrequent(track, record, scene::MarkKind::client, track.lastClient);
    if ((record.marks & raft::mark::kCommit) != 0)
        addFrequent(track, record, scene::MarkKind::commit, track.lastCommit);
}

void TimelineReader::addFrequent(Track& track, const raft::EventRecord& record, scene::MarkKind kind,
                                 raft::Time& last) {
    if (last >= 0 && record.time - last < track.spacing)
        return;
    last = record.time;
    track.marks.push_back({record.index, {record.time, kind, {}}});
    if (++track.frequent > kMostFrequent)
        thin(track);
}

/// Doubles the distance between frequent marks.
void TimelineReader::thin(Track& track) {
    track.spacing = std::max<raft::Time>(1000, track.spacing * 2);
    raft::Time lastClient = -1;
    raft::Time lastCommit = -1;
    track.frequent = 0;
    std::erase_if(track.marks, [&](const Placed& placed) {
        const bool client = placed.mark.kind == scene::MarkKind::client;
        if (!client && placed.mark.kind != scene::MarkKind::commit)
            return false;
        raft::Time& last = client ? lastClient : lastCommit;
        if (last >= 0 && placed.mark.time - last < track.spacing)
            return true;
        last = placed.mark.time;
        ++track.frequent;
        return false;
    });
}

/// The marks of a branch's first events: those of the branches that it grew from, and its own.
void TimelineReader::gatherMarks(scene::TimelineFrame& frame, raft::BranchId branch, raft::EventIndex before) const {
    const raft::Timeline& timeline = session_.timeline();
    for (raft::BranchId id = branch;; id = timeline.branchInfo(id).parent) {
        const auto track = tracks_.find(id);
        for (const Placed& placed : track->second.marks) {
            if (placed.event < before)
                frame.marks.push_back(placed.mark);
        }
        if (id == raft::kMainBranch)
            break;
        before = std::min(before, timeline.branchInfo(id).fork);
    }
    for (const raft::Bookmark& bookmark : timeline.bookmarks()) {
        if (!timeline.includes(bookmark.branch, bookmark.events) || bookmark.events > timeline.known())
            continue;
        const raft::Time time = bookmark.events == 0 ? 0 : timeline.record(bookmark.events - 1).time;
        frame.marks.push_back({time, scene::MarkKind::bookmark, bookmark.caption});
    }
}

} // namespace raftarium
