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

void Session::replace(raft::ClusterConfiguration configuration) {
    timeline_ = raft::Timeline(std::move(configuration));
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

bool Session::seekNextInteresting() {
    const auto next = timeline_.next(events(), raft::mark::kInteresting, kLookAhead);
    return next && seek(*next + 1);
}

bool Session::seekPreviousInteresting() {
    if (events() == 0)
        return false;
    const auto previous = timeline_.previous(events() - 1, raft::mark::kInteresting);
    return seek(previous ? *previous + 1 : 0);
}

void Session::switchTo(raft::BranchId branch) {
    timeline_.switchTo(branch);
    changeStructure();
}

void Session::changeStructure() {
    emit structureChanged();
    emit momentChanged();
}

} // namespace raftarium
