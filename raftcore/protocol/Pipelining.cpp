// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

#include <algorithm>

// Pipelines of AppendEntries, writing in parallel, and the limits on what is under way (dissertation, section 10.2).

namespace raft {

/// True while no more entries go to the peer: without a pipeline until it has answered, in one while as much is under
/// way as may be.
bool Server::isBusy(const Progress& peer) const {
    if (!peer.isPipelined)
        return peer.awaitsAnswer();
    if (peer.underWay.size() >= options_.pipelining)
        return true;
    if (options_.inFlightBytes == 0)
        return false;
    std::uint64_t bytes = 0;
    for (const SentEntries& sent : peer.underWay)
        bytes += sent.bytes;
    return bytes >= options_.inFlightBytes;
}

/// How many entries of its own term this leader has not committed. What older terms left does not count: without a
/// no-op only another command could commit it.
Index Server::ownUncommitted() const {
    const Log& log = state_.persistent.log;
    const Index older = log.lastIndexWithTermAtMost(state_.persistent.currentTerm - 1, log.lastIndex());
    return log.lastIndex() - std::max(older, state_.committedEnd());
}

/// The peer answered with success. What it has is no longer under way; and when its log is known to agree up to
/// nextIndex, more may be sent before it answers again.
void Server::openPipeline(Progress& peer, Effects& effects) const {
    if (peer.isPipelined) {
        const auto firstLater =
            std::find_if(peer.underWay.begin(), peer.underWay.end(),
                         [&peer](const SentEntries& sent) { return sent.lastIndex > peer.matchIndex; });
        peer.underWay.erase(peer.underWay.begin(), firstLater);
    } else if (!peer.awaitsAnswer() && peer.nextIndex == peer.matchIndex + 1) {
        peer.isPipelined = true;
        effects.reasons.add(Reason::pipelineOpened, {peer.peer, options_.pipelining});
    }
}

/// In a pipeline nextIndex moves on with what is sent: it will arrive, as a rule.
void Server::noteUnderWay(Progress& peer, const AppendEntries& request, Effects& effects) {
    std::uint64_t bytes = 0;
    for (const Entry& entry : request.entries)
        bytes += entry.bytes();
    peer.underWay.push_back({request.prevLogIndex + request.entries.size(), bytes});
    peer.nextIndex = peer.underWay.back().lastIndex + 1;
    effects.changed |= change::kNextIndex;
}

/// Something in the pipeline was lost, or overtaken by what follows it: back to the last entry that the peer is known
/// to have, and one message at a time until it answers with success.
void Server::breakPipeline(Progress& peer, Index refused, Effects& effects) {
    // What it has since confirmed, a late refusal does not take back; and of what was never sent it cannot speak.
    if (refused <= peer.matchIndex || refused >= peer.nextIndex) {
        effects.reasons.add(Reason::refusalOutdated, {refused, peer.nextIndex});
        return;
    }
    const Index before = peer.nextIndex;
    leavePipeline(peer, effects);
    effects.reasons.add(Reason::pipelineBroken, {peer.peer, refused, before, peer.nextIndex});
    sendEntries(peer, effects);
}

void Server::leavePipeline(Progress& peer, Effects& effects) {
    peer.isPipelined = false;
    peer.underWay.clear();
    peer.nextIndex = peer.matchIndex + 1;
    effects.changed |= change::kNextIndex;
}

bool Server::sendsAhead(const Message& message) const {
    const bool isLeaders =
        message.kind() == MessageKind::appendEntries || message.kind() == MessageKind::installSnapshot;
    return options_.asyncWrites && state_.role == Role::leader && isLeaders &&
           message.term == state_.persistent.currentTerm;
}

} // namespace raft
