// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

// Configurations that are in force when they are applied (option applyTimeConfiguration), as one production system has
// it; without the option, as soon as they are in the log (§6).

namespace raft {

/// The index up to which configurations are decided, so that another change may follow.
Index Server::decidedIndex() const { return options_.applyTimeConfiguration ? state_.lastApplied : state_.commitIndex; }

/// The entry of a configuration is in the log.
void Server::noteInLog(Index index, const Configuration& configuration, Effects& effects) {
    if (!options_.applyTimeConfiguration) {
        if (state_.role != Role::leader)
            effects.reasons.add(Reason::configurationAdopted, {index});
        return putInForce(index, configuration, effects);
    }
    // Departs: a configuration that another follows is in force although it may not be applied here. A leader appends
    // one only when it has applied the one before, so that is committed. If this server, which may not know it,
    // campaigned by a still earlier one, its majority need not overlap with one of the latest: both could decide. So
    // no server is ever more than one configuration behind its log.
    if (state_.nextConfiguration)
        enforceNext(effects);
    if (state_.role != Role::leader)
        effects.reasons.add(Reason::configurationAwaited, {index});
    state_.nextConfiguration = ConfigurationAt{index, configuration};
    effects.changed |= change::kConfiguration;
}

/// The configuration that waited is in force from now on, and after a restart, too.
void Server::enforceNext(Effects& effects) {
    const ConfigurationAt next = *state_.nextConfiguration;
    state_.helpsOut = false;
    const bool couldCampaign = mayCampaign();
    state_.nextConfiguration.reset();
    putInForce(next.index, next.configuration, effects);
    effects.reasons.add(Reason::configurationEnforced, {next.index});
    state_.persistent.appliedConfiguration = next.index;
    effects.changed |= change::kAppliedConfiguration;
    unwritten_ = true;
    if (!couldCampaign && mayCampaign() && state_.role != Role::leader)
        effects.electionTimer = TimerOrder::restart;
}

/// Entries were applied, perhaps that of the configuration that waited.
void Server::enforceApplied(Effects& effects) {
    if (state_.nextConfiguration && state_.nextConfiguration->index <= state_.lastApplied) {
        enforceNext(effects);
        sendToIdle(effects);
    }
    if (state_.role == Role::leader)
        configurationCommitted(effects);
}

/// True while a configuration is known to be committed but not applied: who campaigned now would do so by one that has
/// been left already.
bool Server::hasUnappliedConfiguration() const {
    return state_.nextConfiguration && state_.nextConfiguration->index <= state_.commitIndex;
}

/// A voter was denied a vote since its log lacks entries. Where this server has applied its own removal and that voter
/// has not, the voter may need this server's vote, which it cannot get, and nobody else could lead: S1 of {S1, S2}
/// removes itself, applies that and stops leading before S2 has heard that it is committed. Then this server leads once
/// more.
void Server::helpOut(ServerId candidate, Effects& effects) {
    const Configuration& now = state_.configuration;
    const bool isNeeded = !now.isVoter(state_.id) && now.isVoter(candidate) && !hasRecentLeader();
    if (!options_.applyTimeConfiguration || state_.helpsOut || !isNeeded)
        return;
    state_.helpsOut = true;
    effects.electionTimer = TimerOrder::restart;
    effects.reasons.add(Reason::removedHelps, {candidate});
}

} // namespace raft
