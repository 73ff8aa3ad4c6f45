// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

#include <algorithm>

// Snapshots (§7): taking them, and sending them to followers that are too far behind (Figure 13).

namespace raft {

bool Server::wantsSnapshot() const {
    const SnapshotOptions& wish = options_.snapshots;
    return wish.on && wish.everyEntries > 0 && !state_.diskFull &&
           state_.appliedEnd() >= state_.persistent.snapshotIndex() + wish.everyEntries;
}

void Server::takeSnapshot(std::string data, Effects& effects) {
    Log& log = state_.persistent.log;
    const Index last = state_.appliedEnd();
    RAFT_ASSERT(log.has(last));
    const Index discarded = last - log.baseIndex();
    Snapshot snapshot{last, log.termAt(last), configurationAt(last), log.hashUpTo(last), std::move(data)};
    effects.reasons.add(Reason::snapshotTaken, {last, snapshot.lastIncludedTerm, discarded, snapshot.data.size()});
    log.discardUpTo(last);
    state_.persistent.snapshot = Shared(std::move(snapshot));
    effects.changed |= change::kSnapshot;
    unwritten_ = true;
    issueWrite(effects);
}

/// True between the arrival of a snapshot and its application: the state machine is not what commitIndex says.
bool Server::isSnapshotPending() const { return state_.lastApplied < state_.persistent.snapshotIndex(); }

void Server::handle(const Message& message, const InstallSnapshot& request, Effects& effects) {
    InstallSnapshotReply answer{request.lastIncludedIndex, request.offset, request.offset, 0, 0, 0};
    if (!comesFromLeader(message, Reason::snapshotRefusedOldTerm, effects))
        return reply(message, answer, effects);
    recognizeLeader(message, effects);
    answer.round = request.round;
    answer.memberSince = request.memberSince;
    // It would take entries away that are committed and known here. The leader is told that they match, else it would
    // send the snapshot again for ever.
    if (request.lastIncludedIndex <= state_.commitIndex) {
        effects.reasons.add(Reason::snapshotKnown, {request.lastIncludedIndex, state_.commitIndex});
        state_.receiving.reset();
        answer.matchIndex = request.lastIncludedIndex;
        return reply(message, answer, effects);
    }
    // As with entries.
    if (state_.diskFull) {
        effects.reasons.add(Reason::snapshotWithoutRoom, {request.lastIncludedIndex});
        answer.noRoom = true;
        return reply(message, answer, effects);
    }
    const bool stored = storeChunk(request, effects);
    answer.nextOffset = state_.receiving ? state_.receiving->data.size() : 0;
    // InstallSnapshot, receiver 4: answered, until the last chunk is there.
    if (stored && request.done) {
        installSnapshot(request, effects);
        answer.matchIndex = request.lastIncludedIndex;
    }
    reply(message, answer, effects);
}

/// InstallSnapshot, receiver 2 and 3: the first chunk begins a new file, each of the others goes where the last one
/// ended. True when the chunk is in its place.
bool Server::storeChunk(const InstallSnapshot& request, Effects& effects) {
    Rare<PartialSnapshot>& part = state_.receiving;
    if (request.offset == 0)
        part = PartialSnapshot{request.lastIncludedIndex, request.lastIncludedTerm, {}};
    const bool isSame = part && part->lastIncludedIndex == request.lastIncludedIndex &&
                        part->lastIncludedTerm == request.lastIncludedTerm;
    const std::uint64_t size = isSame ? part->data.size() : 0;
    if (!isSame || request.offset != size) {
        // A gap would leave bytes of which nobody knows what they are; what is there already is not written again.
        effects.reasons.add(Reason::chunkMisplaced, {request.offset, size, request.lastIncludedIndex});
        if (!isSame)
            part.reset();
        return false;
    }
    part->data += request.data;
    effects.reasons.add(Reason::chunkStored, {request.offset, part->data.size(), request.lastIncludedIndex});
    return true;
}

/// InstallSnapshot, receiver 5 to 8: the snapshot is saved and takes the place of the log up to its last entry. The
/// host resets the state machine when it applies next.
void Server::installSnapshot(const InstallSnapshot& request, Effects& effects) {
    Log& log = state_.persistent.log;
    const Index last = request.lastIncludedIndex;
    const Index lastBefore = log.lastIndex();
    effects.reasons.add(Reason::snapshotInstalled,
                        {last, request.lastIncludedTerm, state_.receiving->data.size(), state_.commitIndex});
    if (log.has(last) && log.termAt(last) == request.lastIncludedTerm) {
        // Receiver 6: what follows an entry of equal index and term may be acknowledged, and counted, already.
        log.discardUpTo(last);
        auto& earlier = state_.earlierConfigurations;
        earlier.erase(std::remove_if(earlier.begin(), earlier.end(),
                                     [last](const ConfigurationAt& each) { return each.index <= last; }),
                      earlier.end());
        if (state_.configurationIndex > last)
            earlier.insert(earlier.begin(), {last, *request.configuration});
        if (state_.nextConfiguration && state_.nextConfiguration->index <= last)
            state_.nextConfiguration.reset();
        effects.reasons.add(Reason::suffixKept, {last, lastBefore});
    } else {
        // Receiver 7. Of what the disk holds, only what is committed is known to agree with the snapshot.
        state_.durableIndex = std::min(state_.durableIndex, state_.commitIndex);
        for (PendingWrite& write : state_.pendingWrites)
            write.lastIndex = std::min(write.lastIndex, state_.commitIndex);
        log.startBehind(last, request.lastIncludedTerm, request.logHash);
        state_.earlierConfigurations.clear();
        state_.nextConfiguration.reset();
        state_.configurationIndex = 0;
        effects.reasons.add(Reason::logDiscarded, {last, lastBefore});
    }
    if (state_.configurationIndex <= last) {
        state_.configuration = *request.configuration;
        state_.configurationIndex = last;
        effects.changed |= change::kConfiguration;
    }
    state_.persistent.snapshot = Shared(Snapshot{last, request.lastIncludedTerm, *request.configuration,
                                                 request.logHash, std::move(state_.receiving->data)});
    state_.receiving.reset();
    state_.commitIndex = last;
    effects.changed |= change::kSnapshot | change::kLog | change::kCommitIndex;
    unwritten_ = true;
}

/// §7: the entry that the follower needs next is discarded, so it is sent the snapshot in its place. One that is under
/// way stays the same until it has arrived, however often this server compacts its log meanwhile.
void Server::sendSnapshot(Progress& peer, Effects& effects) {
    if (peer.isPipelined)
        leavePipeline(peer, effects);
    if (!peer.snapshot) {
        peer.snapshot = state_.persistent.snapshot;
        peer.snapshotOffset = 0;
    }
    const Snapshot& snapshot = *peer.snapshot;
    InstallSnapshot request;
    request.lastIncludedIndex = snapshot.lastIncludedIndex;
    request.lastIncludedTerm = snapshot.lastIncludedTerm;
    request.configuration = Shared(snapshot.configuration);
    request.logHash = snapshot.logHash;
    request.round = state_.leadership.round;
    request.memberSince = peer.memberSince;
    request.offset = std::min<std::uint64_t>(peer.snapshotOffset, snapshot.data.size());
    request.data = snapshot.data.substr(static_cast<std::size_t>(request.offset), options_.snapshots.chunkBytes);
    const std::uint64_t end = request.offset + request.data.size();
    request.done = end == snapshot.data.size();
    peer.snapshotOffset = request.offset;
    peer.awaitedIndex = 0;
    effects.reasons.add(Reason::chunkSent, {peer.peer, snapshot.lastIncludedIndex, end, snapshot.data.size()});
    effects.messages.push_back({state_.id, peer.peer, state_.persistent.currentTerm, std::move(request)});
}

void Server::handle(const Message& message, const InstallSnapshotReply& answer, Effects& effects) {
    Progress* peer = heardFrom(message, answer.round, answer.memberSince, effects);
    if (!peer)
        return;
    if (answer.noRoom) {
        // Where it stands is not known to have changed; the chunk goes again with the next heartbeat.
        effects.reasons.add(Reason::peerWithoutRoom, {peer->peer});
        return;
    }
    if (answer.matchIndex > 0) {
        effects.reasons.add(Reason::snapshotAccepted, {peer->peer, answer.matchIndex});
        return accepted(*peer, answer.matchIndex, effects);
    }
    // Only the answer to the chunk that was sent last moves on; a late one would send chunks twice.
    if (!peer->snapshot || answer.lastIncludedIndex != peer->snapshot->lastIncludedIndex ||
        answer.offset != peer->snapshotOffset) {
        effects.reasons.add(Reason::chunkReplyOutdated, {answer.offset, peer->snapshotOffset});
        return;
    }
    peer->snapshotOffset = answer.nextOffset;
    sendSnapshot(*peer, effects);
}

} // namespace raft
