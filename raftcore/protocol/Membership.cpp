// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

#include <algorithm>

// Who is in the cluster (§6; dissertation, chapter 4): joint consensus, one server at a time, and catching up.

namespace raft {

/// The voters that would come or go.
static std::size_t votersThatDiffer(const Configuration& now, const Configuration& target) {
    const std::size_t both = now.voters.intersection(target.voters).size();
    return now.voters.size() + target.voters.size() - 2 * both;
}

ChangeRefusal Server::refusalOf(const Configuration& target, bool joint) const {
    const Configuration& now = state_.configuration;
    if (state_.role != Role::leader || state_.transferTarget != 0)
        return ChangeRefusal::noLeader;
    if (state_.diskFull)
        return ChangeRefusal::noRoom;
    if (target.voters.empty())
        return ChangeRefusal::noVoters;
    // Dissertation, section 4.1: two changes at once could have majorities that do not overlap.
    if (state_.pendingChange || state_.nextConfiguration || state_.configurationIndex > decidedIndex() ||
        !now.outgoing.empty())
        return ChangeRefusal::pending;
    if (now.voters == target.voters && now.learners == target.learners)
        return ChangeRefusal::unchanged;
    if (!joint && votersThatDiffer(now, target) > 1)
        return ChangeRefusal::tooMany;
    // The correction of 2015: a leader that has not committed anything may not know of a change that an earlier leader
    // began, and both could be decided by majorities that do not overlap.
    if (!joint && !hasCommittedInOwnTerm() && !defects_.has(Defect::changeTooEarly))
        return ChangeRefusal::tooEarly;
    return ChangeRefusal::none;
}

void Server::changeConfiguration(const Configuration& target, bool joint, Effects& effects) {
    const ChangeRefusal refusal = refusalOf(target, joint);
    if (refusal != ChangeRefusal::none) {
        effects.reasons.add(Reason::changeRefused, {static_cast<std::uint64_t>(refusal), state_.leader});
        return;
    }
    const Configuration& now = state_.configuration;
    const bool hasNewVoters = now.voters.united(target.voters).size() > now.voters.size();
    if (hasNewVoters) {
        beginCatchUp(target, joint, effects);
    } else {
        enterChange(target, joint, effects);
    }
    issueWrite(effects);
}

/// §6: new servers join as non-voting members first, so that the cluster is not left without a majority that holds the
/// log.
void Server::beginCatchUp(const Configuration& target, bool joint, Effects& effects) {
    const Configuration now = state_.configuration;
    state_.pendingChange = PendingChange{target, joint, 1, now_, state_.persistent.log.lastIndex(), {}, false};
    Configuration learning = now;
    for (const ServerId id : target.voters) {
        if (!now.isVoter(id) && learning.learners.insert(id))
            state_.pendingChange->joining.insert(id);
    }
    effects.reasons.add(Reason::catchUpBegan, {target.voters.size(), state_.persistent.log.lastIndex()});
    effects.changed |= change::kConfiguration;
    if (!(learning == now))
        appendConfiguration(learning, effects);
    state_.pendingChange->roundEnd = state_.persistent.log.lastIndex();
    limitCatchUp(effects);
    catchUp(effects);
}

/// True when every new voter holds the entries up to there.
bool Server::hasCaughtUp(Index upTo) const {
    const auto holds = [&](ServerId id) {
        const Progress* peer = state_.progressOf(id);
        return id == state_.id || state_.configuration.isVoter(id) || (peer && peer->matchIndex >= upTo);
    };
    const ServerSet& voters = state_.pendingChange->target.voters;
    for (const ServerId id : voters) {
        if (!holds(id))
            return false;
    }
    return true;
}

/// Dissertation, section 4.2.1: each round replicates what was there when it began; once a round is shorter than an
/// election timeout, the rest will not keep the cluster waiting for longer.
void Server::catchUp(Effects& effects) {
    if (!state_.pendingChange || !mayAppendConfiguration())
        return;
    PendingChange& change = *state_.pendingChange;
    if (change.isGivenUp)
        return dismissJoining(effects);
    while (hasCaughtUp(change.roundEnd)) {
        const Index last = state_.persistent.log.lastIndex();
        if (now_ - change.roundBegan < shortestTimeout_ || hasCaughtUp(last)) {
            const PendingChange done = change;
            effects.reasons.add(Reason::catchUpDone, {done.round, done.roundEnd});
            state_.pendingChange.reset();
            effects.catchUpLimit = {TimerOrder::stop, 0};
            return enterChange(done.target, done.joint, effects);
        }
        if (change.round == kMaximumRounds)
            return giveUpCatchUp(effects);
        ++change.round;
        change.roundBegan = now_;
        change.roundEnd = last;
        limitCatchUp(effects);
    }
}

/// A new server that is unavailable never ends its round: it is not waited for longer than all rounds may take.
void Server::limitCatchUp(Effects& effects) const {
    effects.catchUpLimit = {TimerOrder::restart, state_.pendingChange->roundBegan + kMaximumRounds * shortestTimeout_};
}

void Server::catchUpTimeout(Effects& effects) {
    // Its disk may have found room just before, and the change gone on.
    if (!state_.pendingChange || state_.pendingChange->isGivenUp)
        return;
    giveUpCatchUp(effects);
    issueWrite(effects);
}

/// Dissertation, section 4.2.1: the change is given up. Who joined for it alone is of no use to the cluster, and would
/// be sent entries for ever; so it leaves again.
void Server::giveUpCatchUp(Effects& effects) {
    PendingChange& change = *state_.pendingChange;
    effects.reasons.add(Reason::catchUpGivenUp,
                        {change.round, static_cast<std::uint64_t>(now_ - change.roundBegan), change.joining.size()});
    effects.changed |= change::kConfiguration;
    effects.catchUpLimit = {TimerOrder::stop, 0};
    change.isGivenUp = true;
    catchUp(effects);
}

/// The servers that joined for a change that was given up leave. Until then no other change begins, for it would take
/// them along.
void Server::dismissJoining(Effects& effects) {
    Configuration without = state_.configuration;
    for (const ServerId id : state_.pendingChange->joining)
        without.learners.erase(id);
    state_.pendingChange.reset();
    if (!(without == state_.configuration))
        appendConfiguration(without, effects);
}

/// The change itself: by one server at once, or by way of the joint configuration, in which both majorities decide.
void Server::enterChange(const Configuration& target, bool joint, Effects& effects) {
    Configuration next = target;
    const bool sameVoters = next.voters == state_.configuration.voters;
    if (joint && !sameVoters)
        next.outgoing = state_.configuration.voters;
    next.leavesOnRequest = target.leavesOnRequest && !next.outgoing.empty();
    appendConfiguration(next, effects);
}

void Server::appendConfiguration(const Configuration& configuration, Effects& effects) {
    state_.persistent.log.append(Entry{state_.persistent.currentTerm, Shared(configuration)});
    effects.changed |= change::kLog;
    unwritten_ = true;
    const Index index = state_.persistent.log.lastIndex();
    const auto reason = options_.applyTimeConfiguration ? Reason::configurationProposed : Reason::configurationAppended;
    effects.reasons.add(reason, {index, configuration.leavesOnRequest ? 2U : configuration.outgoing.empty() ? 0U : 1U});
    noteInLog(index, configuration, effects);
    sendToIdle(effects);
}

/// §6: a configuration is in force on a server as soon as it is in its log.
void Server::putInForce(Index index, const Configuration& configuration, Effects& effects) {
    forgetConfigurations();
    state_.earlierConfigurations.push_back({state_.configurationIndex, state_.configuration});
    state_.configuration = configuration;
    state_.configurationIndex = index;
    effects.changed |= change::kConfiguration;
    if (state_.role == Role::leader)
        refreshPeers(effects);
}

/// The entry that put it in force is deleted: the one before it is in force again.
void Server::rollBackConfiguration(Index from, Effects& effects) {
    if (state_.nextConfiguration && state_.nextConfiguration->index >= from) {
        effects.reasons.add(Reason::configurationDropped, {state_.nextConfiguration->index, state_.configurationIndex});
        state_.nextConfiguration.reset();
        effects.changed |= change::kConfiguration;
    }
    while (state_.configurationIndex >= from && !state_.earlierConfigurations.empty()) {
        const ConfigurationAt& before = state_.earlierConfigurations.back();
        effects.reasons.add(Reason::configurationRolledBack, {state_.configurationIndex, before.index});
        state_.configuration = before.configuration;
        state_.configurationIndex = before.index;
        state_.earlierConfigurations.pop_back();
        effects.changed |= change::kConfiguration;
    }
}

/// What is applied is never deleted, so only the last configuration up to there is kept.
void Server::forgetConfigurations() {
    auto& earlier = state_.earlierConfigurations;
    if (state_.configurationIndex <= state_.lastApplied) {
        earlier.clear();
        return;
    }
    const auto firstLater = std::find_if(earlier.begin(), earlier.end(), [this](const ConfigurationAt& each) {
        return each.index > state_.lastApplied;
    });
    if (firstLater - earlier.begin() > 1)
        earlier.erase(earlier.begin(), firstLater - 1);
}

/// The configuration as of an index that is applied.
Configuration Server::configurationAt(Index index) const {
    if (state_.configurationIndex <= index)
        return state_.configuration;
    const auto& earlier = state_.earlierConfigurations;
    const auto found = std::find_if(earlier.rbegin(), earlier.rend(),
                                    [index](const ConfigurationAt& each) { return each.index <= index; });
    if (found != earlier.rend())
        return found->configuration;
    // Only where a rule was left out and the entry that put it in force was deleted although it was applied.
    return earlier.empty() ? state_.configuration : earlier.front().configuration;
}

/// A leader keeps each other member of the configuration in force, and nobody else.
void Server::refreshPeers(Effects& effects) {
    ServerSet others = state_.configuration.members();
    others.erase(state_.id);
    std::vector<Progress> peers;
    for (const ServerId id : others) {
        const Progress* known = state_.progressOf(id);
        // The entry that names a server is the first that it is sent; what it lacks shows in its answer.
        peers.push_back(
            known ? *known
                  : Progress{id, state_.persistent.log.lastIndex(), 0, 0, now_, {}, 0, 0, state_.configurationIndex});
    }
    state_.peers = std::move(peers);
    effects.changed |= change::kNextIndex | change::kMatchIndex;
    if (state_.transferTarget != 0 && !state_.configuration.isVoter(state_.transferTarget)) {
        effects.transferLimit = {TimerOrder::stop, 0};
        endTransfer(effects);
    }
    watchQuorum(effects);
    // Without the voters that left, what the others have answered may be a majority's answer; and a voter that is alone
    // gets no answer any more.
    confirmRounds(effects);
    answerReads(effects);
}

bool Server::mayCampaign() const {
    if (options_.applyTimeConfiguration)
        return state_.configuration.isVoter(state_.id) || state_.helpsOut;
    return state_.configuration.isVoter(state_.id) ||
           (state_.configurationIndex > state_.commitIndex && configurationAt(state_.commitIndex).isVoter(state_.id));
}

/// Whether a leader may append another configuration now: the one before it is decided, there is room on the disk, and
/// nothing is appended while leadership is handed over (dissertation, section 3.10).
bool Server::mayAppendConfiguration() const {
    return !state_.nextConfiguration && state_.configurationIndex <= decidedIndex() && !state_.diskFull &&
           state_.transferTarget == 0;
}

/// §6: a joint configuration that is decided is followed by the new one alone, at once unless somebody is to say when.
void Server::leaveJoint(Effects& effects) {
    if (mayAppendConfiguration() && !state_.configuration.leavesOnRequest)
        appendNew(effects);
}

/// The configuration that follows the joint one.
void Server::appendNew(Effects& effects) {
    Configuration next = state_.configuration;
    next.outgoing = {};
    next.leavesOnRequest = false;
    appendConfiguration(next, effects);
}

/// Why this server, as it is, would not leave a joint configuration.
ChangeRefusal Server::refusalOfLeaving() const {
    if (state_.role != Role::leader || state_.transferTarget != 0)
        return ChangeRefusal::noLeader;
    if (state_.diskFull)
        return ChangeRefusal::noRoom;
    if (state_.nextConfiguration || state_.configurationIndex > decidedIndex())
        return ChangeRefusal::pending;
    return state_.configuration.outgoing.empty() ? ChangeRefusal::notJoint : ChangeRefusal::none;
}

void Server::leaveJointConfiguration(Effects& effects) {
    const ChangeRefusal refusal = refusalOfLeaving();
    if (refusal != ChangeRefusal::none) {
        effects.reasons.add(Reason::changeRefused, {static_cast<std::uint64_t>(refusal), state_.leader});
        return;
    }
    appendNew(effects);
    issueWrite(effects);
}

/// A leader's commitIndex rose, or it applied a configuration: a joint one that is decided is left, and who is not in
/// the new one ceases to lead.
void Server::configurationCommitted(Effects& effects) {
    if (state_.nextConfiguration || state_.configurationIndex > decidedIndex())
        return;
    if (!state_.configuration.outgoing.empty())
        return leaveJoint(effects);
    if (!state_.configuration.isVoter(state_.id)) {
        effects.reasons.add(Reason::leaderRemoved, {state_.persistent.currentTerm, state_.configurationIndex});
        state_.leader = 0;
        state_.helpsOut = false;
        effects.changed |= change::kLeader;
        return becomeFollower(effects);
    }
    catchUp(effects);
}

/// Leaders 3: to every peer that is not still busy with earlier entries.
void Server::sendToIdle(Effects& effects) {
    for (Progress& peer : state_.peers) {
        if (!isBusy(peer))
            sendEntries(peer, effects);
    }
}

} // namespace raft
