// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Server.h"

#include <algorithm>
#include <array>

// Terms, roles and what all servers do (Figure 2: "All Servers", persistent state).

namespace raft {

namespace {

constexpr std::array<const char*, 4> kRoleNames{"follower", "preCandidate", "candidate", "leader"};

/// What clients ask comes in by `propose` and `read`.
template <typename Body>
constexpr bool kIsBetweenServers = !std::is_same_v<Body, ClientRequest> && !std::is_same_v<Body, ClientReply>;

} // namespace

const char* roleName(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }

Expected<Role> roleNamed(std::string_view name) {
    for (std::size_t i = 0; i < kRoleNames.size(); ++i) {
        if (name == kRoleNames[i])
            return static_cast<Role>(i);
    }
    return failure("role", {QT_TRANSLATE_NOOP("core", "unknown role \"%1\""), {std::string(name)}},
                   QT_TRANSLATE_NOOP("core", "allowed: follower, preCandidate, candidate, leader"));
}

std::uint64_t ServerState::hash() const {
    Hasher hasher;
    hasher.add(id).add(persistent.currentTerm).add(persistent.votedFor).add(persistent.log.lastIndex());
    hasher.add(persistent.log.hash())
        .add(commitIndex)
        .add(lastApplied)
        .add(static_cast<std::uint64_t>(role))
        .add(leader);
    hasher.add(leaderHeardAt.has_value()).add(leaderHeardAt.value_or(0));
    hasher.add(transferTarget);
    hasher.add(configuration.hash()).add(durableIndex).add(writesIssued);
    if (configurationIndex != 0)
        hasher.add(std::uint64_t{6}).add(configurationIndex);
    for (const ConfigurationAt& each : earlierConfigurations)
        hasher.add(each.index).add(each.configuration.hash());
    if (nextConfiguration)
        hasher.add(std::string_view("next")).add(nextConfiguration->index).add(nextConfiguration->configuration.hash());
    if (targetPriority)
        hasher.add(std::string_view("target")).add(*targetPriority);
    if (helpsOut)
        hasher.add(std::string_view("helps"));
    if (persistent.appliedConfiguration != 0)
        hasher.add(std::string_view("applied")).add(persistent.appliedConfiguration);
    if (pendingChange)
        hasher.add(pendingChange->hash());
    for (const ServerSet* set : {&votesGranted, &votesDenied}) {
        for (const auto word : set->words())
            hasher.add(word);
    }
    for (const Progress& peer : peers) {
        hasher.add(peer.peer).add(peer.nextIndex).add(peer.matchIndex).add(peer.awaitedIndex).add(peer.heardAt);
        if (peer.snapshot)
            hasher.add(peer.snapshot->hash()).add(peer.snapshotOffset);
        if (peer.ackedRound != 0)
            hasher.add(peer.ackedRound);
        if (peer.memberSince != 0)
            hasher.add(std::uint64_t{8}).add(peer.memberSince);
        if (peer.isPipelined)
            hasher.add(std::string_view("pipeline"));
        for (const SentEntries& sent : peer.underWay)
            hasher.add(sent.lastIndex).add(sent.bytes);
    }
    if (leadership != Leadership())
        hasher.add(leadership.round).add(leadership.confirmed).add(leadership.leaseBegan.value_or(-1));
    if (leadership.leaselessUpTo != 0)
        hasher.add(std::string_view("leaseless")).add(leadership.leaselessUpTo);
    for (const PendingRead& read : reads)
        hasher.add(read.read).add(read.from).add(read.index).add(read.round);
    if (votesFrom != 0)
        hasher.add(votesFrom);
    if (persistent.snapshot)
        hasher.add(persistent.snapshot->hash());
    if (receiving)
        hasher.add(receiving->lastIncludedIndex).add(receiving->lastIncludedTerm).add(receiving->data);
    for (const PendingWrite& write : pendingWrites)
        hasher.add(write.number).add(write.lastIndex);
    if (diskFull)
        hasher.add(std::string_view("diskFull"));
    return hasher.value();
}

const Progress* ServerState::progressOf(ServerId peer) const {
    // Where servers are numbered without gaps, a peer's place follows from its number and the leader's own.
    const std::size_t place = peer - (peer > id ? 2U : 1U);
    if (place < peers.size() && peers[place].peer == peer)
        return &peers[place];
    const auto found =
        std::lower_bound(peers.begin(), peers.end(), peer,
                         [](const Progress& progress, ServerId wanted) { return progress.peer < wanted; });
    return found != peers.end() && found->peer == peer ? &*found : nullptr;
}

Server::Server(ServerId id, PersistentState disk, Configuration configuration, Options options, Defects defects,
               Shared<Priorities> priorities)
    : options_(options)
    , defects_(defects)
    , priorities_(std::move(priorities)) {
    RAFT_ASSERT(id >= 1 && id <= kMaximumServerId);
    state_.id = id;
    state_.persistent = std::move(disk);
    // Defect: without the vote on disk a restarted server could vote twice in one term (persistent state, Figure 2).
    if (defects_.has(Defect::forgetVote))
        state_.persistent.votedFor = 0;
    const PersistentState& own = state_.persistent;
    RAFT_ASSERT((own.snapshot ? own.snapshot->lastIncludedIndex : 0) == own.snapshotIndex());
    state_.configuration = own.snapshot ? own.snapshot->configuration : configuration;
    state_.configurationIndex = own.snapshotIndex();
    for (Index i = own.log.baseIndex() + 1; i <= own.log.lastIndex(); ++i) {
        if (const Configuration* found = own.log.at(i).configuration())
            findInLog(i, *found);
    }
    // §7: what the snapshot covers is committed, and the host has it in its state machine.
    state_.commitIndex = state_.lastApplied = own.snapshotIndex();
    state_.durableIndex = state_.persistent.log.lastIndex();
}

/// A configuration that the log of a starting server holds, behind those found before.
void Server::findInLog(Index index, const Configuration& configuration) {
    const auto enforce = [this](const ConfigurationAt& found) {
        state_.earlierConfigurations.push_back({state_.configurationIndex, state_.configuration});
        state_.configuration = found.configuration;
        state_.configurationIndex = found.index;
    };
    // One that another follows was applied where that was appended, and is committed.
    if (state_.nextConfiguration)
        enforce(*state_.nextConfiguration);
    state_.nextConfiguration.reset();
    const ConfigurationAt found{index, configuration};
    if (options_.applyTimeConfiguration && index > state_.persistent.appliedConfiguration) {
        state_.nextConfiguration = found;
    } else {
        enforce(found);
    }
}

void Server::receive(const Message& message, Effects& effects) {
    RAFT_ASSERT(message.to == state_.id);
    RAFT_ASSERT(!message.isClients());
    // §6: before the term is looked at, else the candidate would depose the leader all the same.
    if (options_.leaderStickiness && isHeldOff(message)) {
        noteHeldOff(message, Reason::voteHeldOff, effects);
        return;
    }
    // All servers 2: any higher term, in a request or a reply, before anything else is looked at.
    if (message.term > state_.persistent.currentTerm && message.provesTerm())
        adoptTerm(message.term, effects);
    // Replies of older terms answer questions that nobody asks any more; but a voter that is behind may refuse a
    // PreVote.
    const bool lagging = message.isReply() && message.term < state_.persistent.currentTerm;
    if (lagging && message.kind() != MessageKind::preVoteReply) {
        effects.reasons.add(Reason::replyLate, {message.term, state_.persistent.currentTerm});
    } else {
        std::visit(
            [&]([[maybe_unused]] const auto& body) {
                if constexpr (kIsBetweenServers<std::decay_t<decltype(body)>>)
                    handle(message, body, effects);
            },
            message.body);
    }
    issueWrite(effects);
}

/// All servers 2: adopt the term, forget the vote, become follower.
void Server::adoptTerm(Term term, Effects& effects) {
    RAFT_ASSERT(term > state_.persistent.currentTerm);
    effects.reasons.add(Reason::termAdopted, {state_.persistent.currentTerm, term});
    if (state_.role == Role::leader)
        effects.reasons.add(Reason::leaderSteppedDown, {term});
    if (state_.role == Role::candidate || state_.role == Role::preCandidate)
        effects.reasons.add(Reason::candidateGaveUp, {term});
    if (state_.persistent.votedFor != 0)
        effects.changed |= change::kVotedFor;
    if (state_.leader != 0)
        effects.changed |= change::kLeader;
    state_.persistent.currentTerm = term;
    state_.persistent.votedFor = 0;
    state_.leader = 0;
    effects.changed |= change::kCurrentTerm;
    unwritten_ = true;
    if (state_.role != Role::follower)
        becomeFollower(effects);
    failReads(effects);
}

void Server::becomeFollower(Effects& effects) {
    RAFT_ASSERT(state_.role != Role::follower);
    // A leader has no election timer and starts one; a candidate's runs on, for adopting a term alone restarts none.
    if (state_.role == Role::leader)
        effects.electionTimer = TimerOrder::restart;
    effects.heartbeatTimer = TimerOrder::stop;
    effects.quorumLimit = effects.transferLimit = effects.catchUpLimit = {TimerOrder::stop, 0};
    if (state_.transferTarget != 0)
        effects.changed |= change::kTransferTarget;
    state_.transferTarget = 0;
    state_.role = Role::follower;
    state_.votesGranted = {};
    state_.votesDenied = {};
    state_.peers.clear();
    state_.pendingChange.reset();
    failReads(effects);
    effects.changed |= change::kRole;
}

/// Like a candidate, but in the same term and without a vote.
void Server::becomePreCandidate(Effects& effects) {
    RAFT_ASSERT(state_.role != Role::leader);
    state_.role = Role::preCandidate;
    failReads(effects);
    state_.votesGranted = {};
    state_.votesDenied = {};
    effects.electionTimer = TimerOrder::restart;
    effects.changed |= change::kRole | change::kVotes;
}

/// Candidates 1: next term, vote for itself, fresh election timer.
void Server::becomeCandidate(Effects& effects) {
    RAFT_ASSERT(state_.role != Role::leader);
    ++state_.persistent.currentTerm;
    state_.persistent.votedFor = state_.id;
    state_.role = Role::candidate;
    failReads(effects);
    state_.leader = 0;
    state_.votesGranted = {};
    state_.votesDenied = {};
    effects.electionTimer = TimerOrder::restart;
    effects.changed |= change::kCurrentTerm | change::kVotedFor | change::kRole | change::kLeader | change::kVotes;
    unwritten_ = true;
}

/// Candidates 2 and leaders 1: what a new leader knows of the others, and its first message.
void Server::becomeLeader(Effects& effects) {
    RAFT_ASSERT(state_.role == Role::candidate);
    const Configuration& electing = state_.configuration;
    effects.reasons.add(Reason::electionWon,
                        {state_.persistent.currentTerm, state_.votesGranted.intersection(electing.voters).size(),
                         state_.votesGranted.intersection(electing.outgoing).size(), electing.outgoing.size()});
    state_.role = Role::leader;
    state_.leader = state_.id;
    state_.votesGranted = {};
    state_.votesDenied = {};
    state_.receiving.reset();
    state_.targetPriority.reset();
    effects.electionTimer = TimerOrder::stop;
    effects.heartbeatTimer = TimerOrder::restart;
    effects.changed |= change::kRole | change::kLeader | change::kNextIndex | change::kMatchIndex;
    // nextIndex is taken before a no-op is appended, so that the no-op travels in the first message (Figure 7).
    const Index next = state_.persistent.log.lastIndex() + 1;
    for (const ServerId peer : state_.configuration.members()) {
        if (peer != state_.id)
            state_.peers.push_back(Progress{peer, next, 0, 0, now_, {}, 0, 0, 0});
    }
    watchQuorum(effects);
    if (options_.noOp && !state_.diskFull)
        appendNoOp(effects);
    effects.reasons.add(Reason::heartbeatsSent, {state_.persistent.currentTerm});
    for (Progress& peer : state_.peers)
        sendEntries(peer, effects);
    // A joint configuration that is known to be committed is left at once: no later commitment would tell of it, and
    // without a no-op there may be none for long.
    if (!state_.configuration.outgoing.empty())
        leaveJoint(effects);
}

void Server::persisted(std::uint64_t number, Effects& effects) {
    const auto firstLater = std::find_if(state_.pendingWrites.begin(), state_.pendingWrites.end(),
                                         [number](const PendingWrite& write) { return write.number > number; });
    for (auto write = state_.pendingWrites.begin(); write != firstLater; ++write) {
        state_.durableIndex = std::max(state_.durableIndex, write->lastIndex);
    }
    state_.pendingWrites.erase(state_.pendingWrites.begin(), firstLater);
    // A candidate's vote for itself, and a leader's own copy of an entry, count once they are durable.
    if (state_.role == Role::candidate && state_.pendingWrites.empty())
        countVotes(effects);
    if (state_.role == Role::leader)
        advanceCommit(effects);
    issueWrite(effects);
}

void Server::applied(Effects& effects) {
    const Index last = state_.committedEnd();
    if (last <= state_.lastApplied)
        return;
    if (isSnapshotPending()) {
        state_.lastApplied = state_.persistent.snapshotIndex();
        effects.reasons.add(Reason::snapshotApplied, {state_.lastApplied});
    }
    if (last > state_.lastApplied)
        effects.reasons.add(Reason::entriesApplied, {state_.lastApplied + 1, last});
    state_.lastApplied = last;
    effects.changed |= change::kLastApplied;
    answerReads(effects);
    if (options_.applyTimeConfiguration)
        enforceApplied(effects);
    issueWrite(effects);
}

/// Persistent state: what changed must be durable before the messages of this input leave.
void Server::issueWrite(Effects& effects) {
    if (!unwritten_)
        return;
    unwritten_ = false;
    RAFT_ASSERT((effects.changed & change::kPersistent) != 0);
    state_.pendingWrites.push_back({++state_.writesIssued, state_.persistent.log.lastIndex()});
}

} // namespace raft
