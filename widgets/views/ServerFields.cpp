// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/TimeWords.h"
#include "widgets/views/FieldParts.h"

// The fields of a server: Figure 2's state, then the machine around it.

namespace raftarium {

/// So many of a log's last entries are listed; the logs show them all.
static constexpr raft::Index kLastEntries = 12;

static QString roleWords(const raft::Host& host) {
    if (host.stopped)
        return FieldParts::tr("stopped");
    QString role;
    switch (host.server.state().role) {
    case raft::Role::follower:
        role = FieldParts::tr("follower");
        break;
    case raft::Role::preCandidate:
        role = FieldParts::tr("pre-candidate");
        break;
    case raft::Role::candidate:
        role = FieldParts::tr("candidate");
        break;
    case raft::Role::leader:
        role = FieldParts::tr("leader");
        break;
    }
    return host.paused ? FieldParts::tr("%1, paused").arg(role) : role;
}

static void addPersistent(FieldParts& parts, const raft::PersistentState& state) {
    parts.heading(FieldParts::tr("On all servers, persistent"));
    parts.add(QStringLiteral("currentTerm"), state.currentTerm);
    parts.add(QStringLiteral("votedFor"), parts.name(state.votedFor));
    const raft::Log& log = state.log;
    if (state.snapshot)
        parts.add(FieldParts::tr("snapshot"), FieldParts::tr("up to index %1, term %2, %3 bytes")
                                                  .arg(state.snapshot->lastIncludedIndex)
                                                  .arg(state.snapshot->lastIncludedTerm)
                                                  .arg(state.snapshot->data.size()));
    const raft::Index entries = log.lastIndex() - log.baseIndex();
    parts.add(QStringLiteral("log[]"), entries == 0 ? FieldParts::tr("empty")
                                                    : FieldParts::tr("%n entries", nullptr, static_cast<int>(entries)));
    const raft::Index first = entries > kLastEntries ? log.lastIndex() - kLastEntries + 1 : log.baseIndex() + 1;
    for (raft::Index index = first; index <= log.lastIndex(); ++index)
        parts.add(QStringLiteral("  log[%1]").arg(index), parts.entry(log.at(index)));
}

static void addTimers(FieldParts& parts, const raft::Host& host) {
    parts.heading(FieldParts::tr("Timers"));
    const raft::Time now = parts.cluster().now();
    const auto left = [&](const raft::Due& due) {
        return due.isSet() ? FieldParts::tr("%1 left").arg(stretchWords(due.time - now)) : parts.none();
    };
    const bool manual = parts.cluster().timing().electionTimers == raft::TimerMode::manual;
    parts.add(FieldParts::tr("election timer"), manual ? FieldParts::tr("manual") : left(host.electionTimer));
    if (host.electionTimer.isSet())
        parts.add(FieldParts::tr("election timeout"), stretchWords(host.electionTimer.time - host.electionStarted));
    parts.add(FieldParts::tr("heartbeat timer"), left(host.heartbeatTimer));
    if (host.quorumLimit.isSet())
        parts.add(FieldParts::tr("limit to hear a majority"), left(host.quorumLimit));
    if (host.catchUpLimit.isSet())
        parts.add(FieldParts::tr("limit for new servers to catch up"), left(host.catchUpLimit));
}

/// The last indices of the messages in a pipeline.
static QString underWayWords(const raft::Progress& peer) {
    QStringList words;
    for (const raft::SentEntries& sent : peer.underWay)
        words += FieldParts::tr("up to index %1").arg(sent.lastIndex);
    return words.empty() ? FieldParts::tr("nothing") : words.join(QStringLiteral(", "));
}

static void addLeading(FieldParts& parts, const raft::ServerState& state) {
    if (state.peers.empty())
        return;
    parts.heading(FieldParts::tr("On leaders, volatile"));
    for (const raft::Progress& peer : state.peers)
        parts.add(QStringLiteral("nextIndex[%1]").arg(parts.name(peer.peer)), peer.nextIndex);
    for (const raft::Progress& peer : state.peers)
        parts.add(QStringLiteral("matchIndex[%1]").arg(parts.name(peer.peer)), peer.matchIndex);
    for (const raft::Progress& peer : state.peers) {
        if (peer.isPipelined)
            parts.add(FieldParts::tr("under way to %1").arg(parts.name(peer.peer)), underWayWords(peer));
    }
    for (const raft::Progress& peer : state.peers) {
        if (peer.snapshot)
            parts.add(FieldParts::tr("sends its snapshot to %1").arg(parts.name(peer.peer)),
                      FieldParts::tr("byte %1 of %2").arg(peer.snapshotOffset).arg(peer.snapshot->data.size()));
    }
    if (state.transferTarget != 0)
        parts.add(FieldParts::tr("hands leadership over to"), parts.name(state.transferTarget));
}

static QString diskWords(raft::DiskState state) {
    switch (state) {
    case raft::DiskState::slow:
        return FieldParts::tr("slow");
    case raft::DiskState::full:
        return FieldParts::tr("full");
    default:
        return FieldParts::tr("in order");
    }
}

static void addMachine(FieldParts& parts, const raft::Host& host) {
    parts.heading(FieldParts::tr("Machine"));
    const raft::Time now = parts.cluster().now();
    const raft::Time ahead = host.clock.at(now) - now;
    parts.add(FieldParts::tr("disk"), diskWords(host.diskState));
    parts.add(FieldParts::tr("speed of the clock"), QString::fromStdString(raft::speedText(host.clock.speed())));
    if (ahead != 0) {
        parts.add(FieldParts::tr("clock"), ahead > 0 ? FieldParts::tr("%1 ahead").arg(stretchWords(ahead))
                                                     : FieldParts::tr("%1 behind").arg(stretchWords(-ahead)));
    }
    if (host.disk || !host.writes.empty()) {
        parts.heading(FieldParts::tr("Disk"));
        parts.add(FieldParts::tr("currentTerm on disk"), host.durable().currentTerm);
        parts.add(FieldParts::tr("votedFor on disk"), parts.name(host.durable().votedFor));
        parts.add(FieldParts::tr("last index on disk"), host.durable().log.lastIndex());
        if (host.durable().snapshot)
            parts.add(FieldParts::tr("snapshot on disk up to"), host.durable().snapshotIndex());
        parts.add(FieldParts::tr("writes under way"), host.writes.size());
        parts.add(FieldParts::tr("messages that wait for them"), host.held.size());
    }
    if (!host.inbox.empty())
        parts.add(FieldParts::tr("messages that wait for the process"), host.inbox.size());
    parts.heading(FieldParts::tr("Key-value store"));
    host.store.keys().forEach([&parts](const std::string& key, const std::string& value) {
        parts.add(QString::fromStdString(key), QString::fromStdString(value));
    });
    if (host.store.keys().empty())
        parts.add(FieldParts::tr("keys"), FieldParts::tr("none yet"));
}

static void addReads(FieldParts& parts, const raft::ServerState& state) {
    const raft::Leadership& leadership = state.leadership;
    if (leadership.round != 0)
        parts.add(FieldParts::tr("rounds begun, confirmed"),
                  QStringLiteral("%1, %2").arg(leadership.round).arg(leadership.confirmed));
    if (leadership.leaseBegan)
        parts.add(FieldParts::tr("lease began"), timeWords(*leadership.leaseBegan));
    if (!state.reads.empty())
        parts.add(FieldParts::tr("reads that wait"), state.reads.size());
}

static void addSessions(FieldParts& parts, const raft::Store& store) {
    if (store.sessions().empty())
        return;
    parts.heading(FieldParts::tr("Sessions of clients"));
    store.sessions().forEach([&parts](std::uint64_t id, const raft::Session& session) {
        parts.add(FieldParts::tr("session %1").arg(id), FieldParts::tr("executed up to number %1").arg(session.serial));
        for (const raft::Answer& answer : session.answers) {
            parts.add(FieldParts::tr("  answer to number %1").arg(answer.serial),
                      FieldParts::resultWords(answer.result));
        }
    });
}

void FieldParts::addServer(const raft::Host& host) {
    const raft::ServerState& state = host.server.state();
    add(tr("role"), roleWords(host));
    add(tr("leader known"), name(state.leader));
    if (!state.configuration.isVoter(host.id()))
        add(tr("votes"), state.configuration.learners.contains(host.id()) ? tr("no, it only learns")
                                                                          : tr("no, it is not in the cluster"));
    add(tr("voters"), names(state.configuration.voters));
    if (host.server.options().electionPriority) {
        add(tr("priority"), host.server.priority());
        if (state.targetPriority)
            add(tr("leaves elections to priority"), *state.targetPriority);
    }
    if (!state.configuration.outgoing.empty())
        add(tr("voters of the configuration that is left"), names(state.configuration.outgoing));
    if (state.configuration.leavesOnRequest)
        add(tr("it is left"), tr("when somebody wants it"));
    if (!state.configuration.learners.empty())
        add(tr("learners"), names(state.configuration.learners));
    if (state.nextConfiguration)
        add(tr("voters once index %1 is applied").arg(state.nextConfiguration->index),
            names(state.nextConfiguration->configuration.voters));
    if (state.pendingChange)
        add(tr("new servers catch up"),
            state.pendingChange->isGivenUp
                ? tr("given up; those that joined for it are still to leave")
                : tr("round %1, to index %2").arg(state.pendingChange->round).arg(state.pendingChange->roundEnd));
    addPersistent(*this, state.persistent);
    heading(tr("On all servers, volatile"));
    add(QStringLiteral("commitIndex"), state.commitIndex);
    add(QStringLiteral("lastApplied"), state.lastApplied);
    if (state.receiving)
        add(tr("receives a snapshot"), tr("up to index %1, %2 bytes so far")
                                           .arg(state.receiving->lastIncludedIndex)
                                           .arg(state.receiving->data.size()));
    if (state.role == raft::Role::candidate || state.role == raft::Role::preCandidate) {
        heading(tr("On candidates"));
        add(tr("votes granted"), names(state.votesGranted));
        add(tr("votes denied"), names(state.votesDenied));
    }
    addLeading(*this, state);
    addReads(*this, state);
    addTimers(*this, host);
    addMachine(*this, host);
    addSessions(*this, host.store);
}

} // namespace raftarium
