// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

// PreVote (dissertation, section 9.6): a server asks whether it could win before it raises its term, so that one that
// was cut off does not depose a leader when it returns.

namespace raft {

/// Asks all other voters for the term after this one, without entering it.
void Server::requestPreVotes(Effects& effects) {
    becomePreCandidate(effects);
    const Log& log = state_.persistent.log;
    const Term asked = state_.persistent.currentTerm + 1;
    effects.reasons.add(Reason::preVoteStarted,
                        {asked, state_.configuration.votesNeeded(), state_.configuration.outgoingVotesNeeded()});
    for (const ServerId peer : state_.configuration.voters.united(state_.configuration.outgoing)) {
        if (peer != state_.id)
            effects.messages.push_back({state_.id, peer, asked, PreVote{log.lastIndex(), log.lastTerm()}});
    }
    // Nothing is promised to others by it, so this server's own yes needs no disk.
    state_.votesGranted.insert(state_.id);
    countPreVotes(effects);
}

void Server::handle(const Message& message, const PreVote& request, Effects& effects) {
    // Neither vote nor term change, nor a voter's timer: it is a question, and nothing may come of it.
    const bool yes = wouldVote(message, request, effects);
    if (!yes && !isUpToDate(request.lastLogIndex, request.lastLogTerm))
        helpOut(message.from, effects);
    // With a no goes the own term, so that a server that is behind learns it.
    const Term shown = yes ? message.term : state_.persistent.currentTerm;
    effects.messages.push_back({state_.id, message.from, shown, PreVoteReply{yes}});
}

/// Whether RequestVote of that term would be granted, and no leader is heard.
bool Server::wouldVote(const Message& message, const PreVote& request, Effects& effects) const {
    const PersistentState& own = state_.persistent;
    const Log& log = own.log;
    if (message.term < own.currentTerm) {
        effects.reasons.add(Reason::preVoteRefusedTerm, {message.term, own.currentTerm});
        return false;
    }
    if (hasRecentLeader() || isAfterRestart()) {
        noteHeldOff(message, Reason::preVoteRefusedLeader, effects);
        return false;
    }
    if (message.term == own.currentTerm && own.votedFor != 0 && own.votedFor != message.from) {
        effects.reasons.add(Reason::preVoteRefusedGiven, {own.votedFor, own.currentTerm});
        return false;
    }
    if (!isUpToDate(request.lastLogIndex, request.lastLogTerm)) {
        effects.reasons.add(Reason::preVoteRefusedLog,
                            {request.lastLogTerm, request.lastLogIndex, log.lastTerm(), log.lastIndex()});
        return false;
    }
    effects.reasons.add(Reason::preVoteGranted, {message.term});
    return true;
}

void Server::handle(const Message& message, const PreVoteReply& answer, Effects& effects) {
    // A yes is for one term only; a no that showed a higher term has ended the asking already.
    const bool isLate = answer.voteGranted && message.term != state_.persistent.currentTerm + 1;
    if (state_.role != Role::preCandidate || isLate) {
        effects.reasons.add(Reason::voteReplyUnneeded, {state_.persistent.currentTerm});
        return;
    }
    const bool isNew = (answer.voteGranted ? state_.votesGranted : state_.votesDenied).insert(message.from);
    if (isNew)
        effects.changed |= change::kVotes;
    noteVotes(answer.voteGranted ? Reason::preVoteReceived : Reason::preVoteDenied, effects);
    if (answer.voteGranted)
        countPreVotes(effects);
}

/// A majority would vote for this server: now it campaigns.
void Server::countPreVotes(Effects& effects) {
    if (state_.configuration.isMajority(state_.votesGranted))
        campaign(Reason::electionAfterPreVote, effects);
}

} // namespace raft
