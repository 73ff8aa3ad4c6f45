// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/Session.h"

#include "widgets/playback/ActionWords.h"
#include "widgets/playback/Catalogue.h"

#include <QElapsedTimer>

#include <algorithm>
#include <set>

// The interface's hold on the run: every change goes through here and is announced here.

namespace raftarium {

/// How many events are looked at for an interesting one before giving up: a cluster in which nothing but heartbeats
/// will ever happen has no next one.
static constexpr std::size_t kLookAhead = 20'000;

/// So many events are computed between two looks at the clock: less than half a millisecond's worth.
static constexpr std::size_t kChunk = 500;

static QString branchName(const raft::Timeline& timeline, raft::BranchId branch) {
    return QString::fromStdString(timeline.branchInfo(branch).name);
}

Session::Session(raft::ClusterConfiguration configuration, QObject* parent)
    : QObject(parent)
    , timeline_(std::move(configuration)) {}

QString Session::whyNot(const raft::Action& action) const {
    const auto possible = cluster().check(action);
    return possible ? QString() : errorText(possible.error(), cluster());
}

bool Session::act(const raft::Action& action) {
    const raft::BranchId before = timeline_.branch();
    const auto done = timeline_.act(action);
    if (!done) {
        emit refused(errorText(done.error(), cluster()));
        return false;
    }
    if (timeline_.branch() != before) {
        emit told(tr("The future that was known stays in “%1”; this is “%2”.")
                      .arg(branchName(timeline_, before), branchName(timeline_, timeline_.branch())));
    }
    changeStructure();
    return true;
}

const raft::PlacedAction* Session::undoable() const {
    const raft::PlacedAction* last = timeline_.undoable();
    return last && last->event < shown() ? last : nullptr;
}

bool Session::undo() {
    const raft::PlacedAction* last = undoable();
    if (!last)
        return false;
    const QString what = actionWords(last->action, cluster());
    const raft::BranchId before = timeline_.branch();
    timeline_.undo();
    emit told(tr("Undone: %1. It stays in “%2”.").arg(what, branchName(timeline_, before)));
    changeStructure();
    return true;
}

bool Session::redo() {
    const raft::PlacedAction* next = timeline_.redoable();
    if (!next)
        return false;
    const QString what = actionWords(next->action, cluster());
    timeline_.redo();
    emit told(tr("Done again: %1. This is “%2”.").arg(what, branchName(timeline_, timeline_.branch())));
    changeStructure();
    return true;
}

void Session::startAgain() {
    timeline_.seek(0);
    if (!timeline_.actions().empty()) {
        int number = 1;
        while (!timeline_.startBranch(tr("again %1").arg(number).toStdString()))
            ++number;
    }
    changeStructure();
}

void Session::replace(raft::ClusterConfiguration configuration) { replace(raft::Timeline(std::move(configuration))); }

void Session::replace(raft::Timeline timeline) {
    timeline_ = std::move(timeline);
    emit runReplaced();
    changeStructure();
}

bool Session::seek(raft::EventIndex events) {
    const bool reached = timeline_.seek(events);
    emit momentChanged();
    return reached;
}

bool Session::seekTime(raft::Time time, int milliseconds) {
    const raft::Time target = std::max<raft::Time>(time, 0);
    QElapsedTimer spent;
    spent.start();
    bool reached = timeline_.seekTime(target, kChunk);
    while (!reached && spent.elapsed() < milliseconds)
        reached = timeline_.seekTime(target, kChunk);
    emit momentChanged();
    return reached;
}

bool Session::seekNextInteresting() { return seekNext({raft::mark::kInteresting}); }

bool Session::seekPreviousInteresting() {
    if (events() == 0)
        return false;
    return seekPrevious({raft::mark::kInteresting}) || seek(0);
}

bool Session::seekNext(raft::Sought sought) {
    const auto next = timeline_.next(events(), sought, kLookAhead);
    return next && seek(*next + 1);
}

bool Session::seekPrevious(raft::Sought sought) {
    if (events() == 0)
        return false;
    const auto previous = timeline_.previous(events() - 1, sought);
    return previous && seek(*previous + 1);
}

/// Events after which another server may lead.
static constexpr raft::Sought kLeadership{raft::mark::kLeader | raft::mark::kStepDown | raft::mark::kStop |
                                          raft::mark::kStart};

/// True when another server leads after this event than before it.
bool Session::changesLeader(raft::EventIndex event) const {
    return timeline_.stateAfter(event).leader() != timeline_.stateAfter(event + 1).leader();
}

bool Session::seekNextLeader() {
    auto next = timeline_.next(events(), kLeadership, kLookAhead);
    while (next && !changesLeader(*next))
        next = timeline_.next(*next + 1, kLeadership, kLookAhead);
    return next && seek(*next + 1);
}

bool Session::seekPreviousLeader() {
    if (events() == 0)
        return false;
    auto previous = timeline_.previous(events() - 1, kLeadership);
    while (previous && !changesLeader(*previous))
        previous = timeline_.previous(*previous, kLeadership);
    return previous && seek(*previous + 1);
}

raft::ConditionWait::State Session::waitFor(const raft::ConditionWait& waiting, int milliseconds) {
    QElapsedTimer spent;
    spent.start();
    auto state = raft::ConditionWait::State::goesOn;
    while (state == raft::ConditionWait::State::goesOn && spent.elapsed() < milliseconds)
        state = waiting.goOn(timeline_, kChunk);
    emit momentChanged();
    return state;
}

void Session::go(const raft::Moment& moment) {
    const bool switches = moment.branch != timeline_.branch();
    timeline_.go(moment);
    if (switches)
        emit structureChanged();
    emit momentChanged();
}

void Session::setHidesFuture(bool hides) {
    hidesFuture_ = hides;
    changeStructure();
}

std::vector<raft::BranchInfo> Session::branches() const {
    std::vector<raft::BranchInfo> all = timeline_.branches();
    if (!hidesFuture_)
        return all;
    std::set<raft::BranchId> past{raft::kMainBranch};
    for (raft::BranchId id = timeline_.branch(); past.insert(id).second;)
        id = timeline_.branchInfo(id).parent;
    std::erase_if(all, [&past](const raft::BranchInfo& info) { return past.count(info.id) == 0; });
    return all;
}

void Session::switchTo(raft::BranchId branch) {
    timeline_.switchTo(branch);
    emit told(tr("This is “%1” now.").arg(branchName(timeline_, branch)));
    changeStructure();
}

bool Session::switchBy(int places) {
    const std::vector<raft::BranchInfo> all = branches();
    const auto here = std::find_if(all.begin(), all.end(),
                                   [this](const raft::BranchInfo& info) { return info.id == timeline_.branch(); });
    const auto wanted = (here - all.begin()) + places;
    if (wanted < 0 || wanted >= static_cast<std::ptrdiff_t>(all.size()))
        return false;
    switchTo(all[static_cast<std::size_t>(wanted)].id);
    return true;
}

QString Session::rename(raft::BranchId branch, const QString& name) {
    const auto renamed = timeline_.rename(branch, name.trimmed().toStdString());
    if (!renamed)
        return errorText(renamed.error(), cluster());
    changeStructure();
    return {};
}

bool Session::remove(raft::BranchId branch) {
    const QString name = branchName(timeline_, branch);
    if (!timeline_.remove(branch)) {
        emit told(tr("“%1” is where the run begins; it stays.").arg(name));
        return false;
    }
    emit told(tr("“%1” is removed; Edit → Bring back has it still.").arg(name));
    changeStructure();
    return true;
}

bool Session::bringBack() {
    if (!timeline_.bringBack())
        return false;
    emit told(tr("“%1” is back.").arg(branchName(timeline_, timeline_.branch())));
    changeStructure();
    return true;
}

void Session::setBookmark(const QString& caption) {
    timeline_.setBookmark({timeline_.branch(), events(), caption.toStdString()});
    changeStructure();
}

bool Session::removeBookmark() {
    const raft::Bookmark* shown = timeline_.bookmarkAt(timeline_.moment());
    if (!shown || shown->events != events())
        return false;
    timeline_.removeBookmark(shown->branch, shown->events);
    changeStructure();
    return true;
}

QString Session::caption() const {
    const raft::Bookmark* shown = timeline_.bookmarkAt(timeline_.moment());
    return shown ? QString::fromStdString(shown->caption) : QString();
}

/// The first bookmark of this branch that lies after so many events.
const raft::Bookmark* Session::bookmarkAfter(raft::EventIndex events) const {
    const raft::Bookmark* first = nullptr;
    for (const raft::Bookmark& bookmark : timeline_.bookmarks()) {
        const bool here = timeline_.includes(bookmark.branch, bookmark.events);
        if (here && bookmark.events > events && (!first || bookmark.events < first->events))
            first = &bookmark;
    }
    return first;
}

QString Session::nextCaption() const {
    const raft::Bookmark* next = bookmarkAfter(events());
    return next ? QString::fromStdString(next->caption) : QString();
}

bool Session::seekNextBookmark() {
    const raft::Bookmark* next = bookmarkAfter(events());
    return next && seek(next->events);
}

bool Session::seekPreviousBookmark() {
    if (events() == 0)
        return false;
    const raft::Bookmark* before = timeline_.bookmarkAt({timeline_.branch(), events() - 1, 0});
    return before && seek(before->events);
}

void Session::changeStructure() {
    emit structureChanged();
    emit momentChanged();
}

} // namespace raftarium
