// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/Session.h"

#include "widgets/playback/ActionWords.h"
#include "widgets/playback/Catalogue.h"

#include <QElapsedTimer>

#include <algorithm>

// The interface's hold on the run: every change goes through here and is announced here.

namespace raftarium {

/// How many events are looked at for an interesting one before giving up: a cluster in which nothing but heartbeats
/// will ever happen has no next one.
static constexpr std::size_t kLookAhead = 200'000;

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

bool Session::undo() {
    const raft::PlacedAction* last = timeline_.undoable();
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

bool Session::seekNextInteresting() { return seekNext(raft::mark::kInteresting); }

bool Session::seekPreviousInteresting() {
    if (events() == 0)
        return false;
    return seekPrevious(raft::mark::kInteresting) || seek(0);
}

bool Session::seekNext(std::uint16_t marks) {
    const auto next = timeline_.next(events(), marks, kLookAhead);
    return next && seek(*next + 1);
}

bool Session::seekPrevious(std::uint16_t marks) {
    if (events() == 0)
        return false;
    const auto previous = timeline_.previous(events() - 1, marks);
    return previous && seek(*previous + 1);
}

bool Session::runUntil(const raft::Condition& condition) {
    const raft::Moment since = timeline_.moment();
    const raft::Time deadline = since.time + raft::kDefaultWithin;
    for (std::size_t i = 0; i < kLookAhead && timeline_.present().nextEventTime() <= deadline; ++i) {
        if (!timeline_.seek(events() + 1))
            break;
        if (raft::holds(condition, cluster(), since)) {
            emit momentChanged();
            return true;
        }
    }
    timeline_.go(since);
    emit momentChanged();
    return false;
}

void Session::setHidesFuture(bool hides) {
    hidesFuture_ = hides;
    changeStructure();
}

void Session::switchTo(raft::BranchId branch) {
    timeline_.switchTo(branch);
    changeStructure();
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
