// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

#include <algorithm>

// Reads that need no log entry (§8; dissertation, section 6.4): ReadIndex, on leaders and followers, and leases.

namespace raft {

/// A lease is shorter than the shortest election timeout by as much as a clock may be wrong: a tenth.
static constexpr Time kLeaseParts = 9;
static constexpr Time kTimeoutParts = 10;

void Server::read(std::uint64_t number, bool byLease, Effects& effects) {
    if (state_.role == Role::leader) {
        PendingRead read{number, 0, 0, 0};
        if (byLease && hasLease() && hasCommittedInOwnTerm()) {
            read.index = state_.commitIndex;
            const Time left = *state_.leadership.leaseBegan + shortestTimeout_ * kLeaseParts / kTimeoutParts - now_;
            effects.reasons.add(Reason::readByLease, {read.index, static_cast<std::uint64_t>(left)});
        } else {
            admitRead(read, effects);
        }
        state_.reads.push_back(read);
        return answerReads(effects);
    }
    // A lease is the leader's own; and who knows no leader has nobody to ask.
    if (byLease || state_.role != Role::follower || state_.leader == 0) {
        effects.reasons.add(Reason::readRefused, {state_.leader});
        effects.reads.push_back({number, false});
        return;
    }
    effects.reasons.add(Reason::readForwarded, {state_.leader});
    state_.reads.push_back({number, 0, 0, 0});
    effects.messages.push_back({state_.id, state_.leader, state_.persistent.currentTerm, ReadIndex{number}});
}

void Server::handle(const Message& message, const ReadIndex& request, Effects& effects) {
    if (message.term < state_.persistent.currentTerm || state_.role != Role::leader) {
        effects.reasons.add(Reason::readRefused, {state_.leader});
        return reply(message, ReadIndexReply{request.read, false, 0}, effects);
    }
    const auto isSame = [&](const PendingRead& read) { return read.from == message.from && read.read == request.read; };
    if (std::any_of(state_.reads.begin(), state_.reads.end(), isSame)) {
        effects.reasons.add(Reason::readKnown, {message.from});
        return;
    }
    PendingRead read{request.read, message.from, 0, 0};
    admitRead(read, effects);
    state_.reads.push_back(read);
    answerReads(effects);
}

void Server::handle(const Message& message, const ReadIndexReply& answer, Effects& effects) {
    const auto found = std::find_if(state_.reads.begin(), state_.reads.end(), [&](const PendingRead& read) {
        return read.from == 0 && read.read == answer.read && read.index == 0;
    });
    if (state_.role == Role::leader || found == state_.reads.end()) {
        effects.reasons.add(Reason::replyLate, {message.term, state_.persistent.currentTerm});
        return;
    }
    if (!answer.success) {
        effects.reasons.add(Reason::readRefused, {0});
        effects.reads.push_back({answer.read, false});
        state_.reads.erase(found);
        return;
    }
    found->index = answer.readIndex;
    effects.reasons.add(Reason::readIndexLearned, {answer.readIndex, state_.lastApplied});
    answerReads(effects);
}

/// Until it has committed an entry of its own term a leader does not know which entries are committed (§8).
bool Server::hasCommittedInOwnTerm() const {
    const Index committed = state_.committedEnd();
    return committed > 0 && state_.persistent.log.termAt(committed) == state_.persistent.currentTerm;
}

/// No other leader can have been elected: whoever answered the round grants no vote until a shortest election timeout
/// after it heard this leader, which was later than the round began.
bool Server::hasLease() const {
    const auto& began = state_.leadership.leaseBegan;
    return options_.leaseReads && began && now_ < *began + shortestTimeout_ * kLeaseParts / kTimeoutParts;
}

/// ReadIndex: what is committed now must be applied before the answer, and this server must have led still when it was
/// asked. One round serves all reads that wait.
void Server::admitRead(PendingRead& read, Effects& effects) {
    if (!hasCommittedInOwnTerm()) {
        effects.reasons.add(Reason::readAwaitsCommit, {state_.persistent.currentTerm});
        return;
    }
    read.index = state_.commitIndex;
    Leadership& leadership = state_.leadership;
    // A round that is under way began before the read, and proves nothing of the time after.
    read.round = leadership.round + 1;
    effects.reasons.add(Reason::readIndexNoted, {read.index, read.round});
    if (leadership.round == leadership.confirmed)
        beginRound(effects);
}

/// The leader has committed an entry of its term: the reads that waited for it go on.
void Server::admitReads(Effects& effects) {
    if (state_.reads.empty() || !hasCommittedInOwnTerm())
        return;
    for (std::size_t i = 0; i < state_.reads.size(); ++i) {
        if (state_.reads[i].index == 0)
            admitRead(state_.reads[i], effects);
    }
    answerReads(effects);
}

void Server::beginRound(Effects& effects) {
    ++state_.leadership.round;
    state_.leadership.roundBegan = now_;
    for (Progress& peer : state_.peers)
        sendEntries(peer, effects);
    effects.reasons.add(Reason::roundBegun, {state_.leadership.round});
    confirmRounds(effects);
}

void Server::roundAnswered(Progress& peer, std::uint64_t round, Effects& effects) {
    if (round <= peer.ackedRound)
        return;
    peer.ackedRound = round;
    confirmRounds(effects);
    answerReads(effects);
}

/// A majority answered what was sent since a round began: no other led when it did.
void Server::confirmRounds(Effects& effects) {
    Leadership& leadership = state_.leadership;
    const std::uint64_t round = state_.configuration.majorityIndex([this](ServerId id) {
        const Progress* peer = state_.progressOf(id);
        return id == state_.id ? state_.leadership.round : peer ? peer->ackedRound : 0;
    });
    if (round <= leadership.confirmed)
        return;
    leadership.confirmed = round;
    effects.reasons.add(Reason::roundConfirmed, {round});
    if (round == leadership.round && round > leadership.leaselessUpTo)
        leadership.leaseBegan = leadership.roundBegan;
    const bool isWanted = std::any_of(state_.reads.begin(), state_.reads.end(),
                                      [&](const PendingRead& read) { return read.round > leadership.round; });
    if (isWanted)
        beginRound(effects);
}

/// Ends the reads that wait for nothing any more.
void Server::answerReads(Effects& effects) {
    const auto isReady = [this](const PendingRead& read) {
        return read.index != 0 && read.round <= state_.leadership.confirmed &&
               (read.from != 0 || read.index <= state_.lastApplied);
    };
    for (const PendingRead& read : state_.reads) {
        if (!isReady(read))
            continue;
        if (read.from == 0) {
            effects.reads.push_back({read.read, true});
            effects.reasons.add(Reason::readAnswered, {read.index});
        } else {
            effects.messages.push_back(
                {state_.id, read.from, state_.persistent.currentTerm, ReadIndexReply{read.read, true, read.index}});
            effects.reasons.add(Reason::readIndexTold, {read.from, read.index});
        }
    }
    state_.reads.erase(std::remove_if(state_.reads.begin(), state_.reads.end(), isReady), state_.reads.end());
}

/// Whoever waits for a leadership that is over is not answered by it: another leader may have committed more.
void Server::failReads(Effects& effects) {
    for (const PendingRead& read : state_.reads) {
        if (read.from == 0)
            effects.reads.push_back({read.read, false});
    }
    if (!state_.reads.empty())
        effects.reasons.add(Reason::readsFailed, {state_.reads.size()});
    state_.reads.clear();
    state_.leadership = {};
}

/// The question, or its answer, may be lost; so a follower asks again when it hears from the leader.
void Server::repeatReads(Effects& effects) const {
    for (const PendingRead& read : state_.reads) {
        if (read.index == 0) {
            effects.messages.push_back({state_.id, state_.leader, state_.persistent.currentTerm, ReadIndex{read.read}});
        }
    }
}

void Server::restarted() {
    if (options_.leaseReads)
        state_.votesFrom = now_ + shortestTimeout_;
}

void Server::endLease() {
    state_.leadership.leaseBegan.reset();
    // After a transfer there is none in the whole term, whatever else would end it.
    state_.leadership.leaselessUpTo = std::max(state_.leadership.leaselessUpTo, state_.leadership.round);
}

} // namespace raft
