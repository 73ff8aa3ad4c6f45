// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Facts.h"

#include <algorithm>

// Reads a cluster for the stage. Nothing here knows a place or a colour.

namespace scene {

namespace {

RoleFact roleOf(raft::Role role) {
    switch (role) {
    case raft::Role::leader:
        return RoleFact::leader;
    case raft::Role::candidate:
        return RoleFact::candidate;
    case raft::Role::preCandidate:
        return RoleFact::preCandidate;
    case raft::Role::follower:
        break;
    }
    return RoleFact::follower;
}

MessageShape shapeOf(const raft::Message& message) {
    switch (message.kind()) {
    case raft::MessageKind::requestVote:
        return MessageShape::requestVote;
    case raft::MessageKind::preVote:
        return MessageShape::preVote;
    case raft::MessageKind::timeoutNow:
        return MessageShape::timeoutNow;
    case raft::MessageKind::appendEntries:
        return message.isHeartbeat() ? MessageShape::heartbeat : MessageShape::appendEntries;
    case raft::MessageKind::readIndex:
        return MessageShape::readIndex;
    case raft::MessageKind::installSnapshot:
        return MessageShape::installSnapshot;
    case raft::MessageKind::clientRequest:
        return MessageShape::client;
    case raft::MessageKind::requestVoteReply:
    case raft::MessageKind::appendEntriesReply:
    case raft::MessageKind::preVoteReply:
    case raft::MessageKind::installSnapshotReply:
    case raft::MessageKind::readIndexReply:
    case raft::MessageKind::clientReply:
        break;
    }
    return message.isDenial() ? MessageShape::denied : MessageShape::granted;
}

/// Whether the message would not be missed when heartbeats are hidden: a heartbeat, or the nod to one.
bool isBeat(const raft::Message& message) {
    if (message.isHeartbeat())
        return true;
    const auto* reply = std::get_if<raft::AppendEntriesReply>(&message.body);
    return reply != nullptr && reply->success && reply->matchIndex == reply->prevLogIndex;
}

std::vector<VoteFact> votesOf(const raft::ServerState& state) {
    std::vector<VoteFact> votes;
    if (state.role != raft::Role::candidate && state.role != raft::Role::preCandidate)
        return votes;
    for (const raft::ServerId voter : state.configuration.voters.united(state.configuration.outgoing)) {
        const Answer answer = state.votesGranted.contains(voter)  ? Answer::granted
                              : state.votesDenied.contains(voter) ? Answer::denied
                                                                  : Answer::none;
        votes.push_back({voter, answer});
    }
    return votes;
}

void readTimer(const raft::Host& host, bool manual, raft::Time time, ServerFact& fact) {
    if (host.stopped)
        return;
    if (fact.role == RoleFact::leader) {
        fact.timer = TimerKind::leading;
    } else if (manual) {
        fact.timer = TimerKind::manual;
    } else if (host.electionTimer.isSet()) {
        fact.timer = TimerKind::running;
        const raft::Time whole = host.electionTimer.time - host.electionStarted;
        const raft::Time left = host.electionTimer.time - time;
        if (whole > 0)
            fact.timerLeft = std::clamp(static_cast<double>(left) / static_cast<double>(whole), 0.0, 1.0);
    }
}

void readTail(const raft::ServerState& state, ServerFact& fact) {
    const raft::Index last = state.persistent.log.lastIndex();
    const raft::Index base = state.persistent.log.baseIndex();
    const raft::Index first = last > base + kMostTailEntries ? last - kMostTailEntries + 1 : base + 1;
    fact.hasMore = first > 1;
    for (raft::Index index = first; index <= last; ++index)
        fact.tail.push_back({index, state.persistent.log.termAt(index), entryState(state, index)});
}

ServerFact serverFact(const Frame& frame, const raft::Host& host, raft::Time time) {
    const raft::ServerState& state = host.server.state();
    ServerFact fact;
    fact.id = host.id();
    fact.name = frame.cluster.nameOf(host.id());
    fact.role = roleOf(state.role);
    fact.health = host.stopped ? Health::stopped : host.paused ? Health::paused : Health::running;
    fact.voting = state.configuration.isVoter(host.id());
    fact.term = state.persistent.currentTerm;
    fact.votedFor = state.persistent.votedFor;
    fact.votes = votesOf(state);
    readTimer(host, frame.cluster.timing().electionTimers == raft::TimerMode::manual, time, fact);
    readTail(state, fact);
    return fact;
}

ClientFact clientFact(const raft::Cluster& cluster, const raft::Client& client) {
    ClientFact fact;
    fact.id = client.id;
    fact.name = cluster.nameOf(raft::clientParty(client.id));
    fact.session = client.session;
    if (client.request != 0)
        fact.command = cluster.requests()[static_cast<std::size_t>(client.request - 1)].command->text();
    fact.attempts = client.attempts;
    return fact;
}

void readMessages(const Frame& frame, raft::Time time, Facts& facts) {
    for (const raft::InFlight& flight : frame.cluster.inFlight()) {
        if (!frame.options.hideHeartbeats || !isBeat(*flight.message))
            facts.messages.push_back(messageFact(flight, time));
    }
    for (const raft::Host& host : frame.cluster.hosts()) {
        std::uint32_t place = 0;
        for (const raft::InFlight& flight : host.inbox) {
            if (frame.options.hideHeartbeats && isBeat(*flight.message))
                continue;
            facts.messages.push_back(messageFact(flight, time));
            facts.messages.back().part = 1;
            facts.messages.back().queued = ++place;
        }
    }
    std::sort(facts.messages.begin(), facts.messages.end(),
              [](const MessageFact& a, const MessageFact& b) { return a.id < b.id; });
}

void readLosses(const Frame& frame, Facts& facts) {
    for (const Loss& loss : frame.losses) {
        if (loss.age >= kLossFades || (frame.options.hideHeartbeats && isBeat(*loss.message.message)))
            continue;
        const double faded = frame.options.reducedMotion ? 0 : std::clamp(loss.age / kLossFades, 0.0, 1.0);
        facts.losses.push_back({messageFact(loss.message, loss.when), faded});
    }
}

bool isBlocked(const raft::Network& network, raft::ServerId from, raft::ServerId to) {
    const auto& all = network.blockades();
    return std::any_of(all.begin(), all.end(), [&](const raft::Blockade& blockade) {
        return (blockade.from == 0 || blockade.from == from) && (blockade.to == 0 || blockade.to == to);
    });
}

WayFact wayFact(const raft::Cluster& cluster, raft::ServerId from, raft::ServerId to) {
    WayFact way;
    way.cut = cluster.network().isCut(from, to);
    way.blocked = isBlocked(cluster.network(), from, to);
    if (const raft::LinkTiming* own = cluster.network().ownTiming(from, to)) {
        const raft::LinkTiming& common = cluster.timing().link;
        way.latency = own->latency != common.latency ? own->latency.high : 0;
        way.loss = own->loss != common.loss ? own->loss : 0;
    }
    return way;
}

void readLinks(const raft::Cluster& cluster, Facts& facts) {
    const raft::Network& network = cluster.network();
    if (!network.hasCuts() && network.blockades().empty() && network.ownTimings().empty())
        return;
    for (const ServerFact& low : facts.servers) {
        for (const ServerFact& high : facts.servers) {
            if (low.id >= high.id)
                continue;
            const LinkFact link{low.id, high.id, wayFact(cluster, low.id, high.id), wayFact(cluster, high.id, low.id)};
            if (link.up.remarkable() || link.down.remarkable())
                facts.links.push_back(link);
        }
    }
}

bool isJoint(const raft::Host* host) {
    return host != nullptr && !host->stopped && !host->server.state().configuration.outgoing.empty();
}

/// Whose joint configuration is shown: of the chosen server when it leads or campaigns, else of the leader; while there
/// is none, of a candidate, or of the chosen server.
const raft::Host* jointHost(const Frame& frame) {
    const raft::Cluster& cluster = frame.cluster;
    const bool isChosen = frame.selected && frame.selected->subject == Subject::server;
    const raft::Host* chosen = isChosen ? cluster.findHost(frame.selected->server) : nullptr;
    const auto acts = [](const raft::Host& host) { return host.server.state().role != raft::Role::follower; };
    if (isJoint(chosen) && acts(*chosen))
        return chosen;
    if (const raft::ServerId leader = cluster.leader(); leader != 0)
        return isJoint(cluster.findHost(leader)) ? cluster.findHost(leader) : nullptr;
    for (const raft::Host& host : cluster.hosts()) {
        if (isJoint(&host) && acts(host))
            return &host;
    }
    return isJoint(chosen) ? chosen : nullptr;
}

/// The entry on whose way to commitment a leader is: the first of its own term that is not committed, else its last.
raft::Index entryAtHand(const raft::ServerState& state) {
    const raft::Log& log = state.persistent.log;
    for (raft::Index index = std::max(state.commitIndex, log.baseIndex()) + 1; index <= log.lastIndex(); ++index) {
        if (log.termAt(index) == state.persistent.currentTerm)
            return index;
    }
    return log.lastIndex();
}

Answer answerOf(const raft::ServerState& state, const JointFact& joint, raft::ServerId voter) {
    if (joint.counted == Counted::votes) {
        if (state.votesGranted.contains(voter))
            return Answer::granted;
        return state.votesDenied.contains(voter) ? Answer::denied : Answer::none;
    }
    if (joint.counted != Counted::entry)
        return Answer::none;
    const raft::Progress* peer = state.progressOf(voter);
    const raft::Index held = voter == state.id ? state.durableIndex : peer != nullptr ? peer->matchIndex : 0;
    return held >= joint.index ? Answer::granted : Answer::none;
}

void readJoint(const Frame& frame, Facts& facts) {
    const raft::Host* host = jointHost(frame);
    if (host == nullptr)
        return;
    const raft::ServerState& state = host->server.state();
    JointFact joint;
    joint.server = state.id;
    if (state.role == raft::Role::leader) {
        joint.counted = Counted::entry;
        joint.index = entryAtHand(state);
    } else if (state.role != raft::Role::follower) {
        joint.counted = Counted::votes;
    }
    for (const raft::ServerId voter : state.configuration.outgoing)
        joint.old.push_back({voter, answerOf(state, joint, voter)});
    for (const raft::ServerId voter : state.configuration.voters)
        joint.next.push_back({voter, answerOf(state, joint, voter)});
    facts.joint = std::move(joint);
}

} // namespace

const ServerFact* Facts::find(raft::ServerId id) const {
    const auto place = std::lower_bound(servers.begin(), servers.end(), id,
                                        [](const ServerFact& fact, raft::ServerId wanted) { return fact.id < wanted; });
    return place != servers.end() && place->id == id ? &*place : nullptr;
}

EntryState entryState(const raft::ServerState& server, raft::Index index) {
    if (index <= server.lastApplied)
        return EntryState::applied;
    return index <= server.commitIndex ? EntryState::committed : EntryState::uncommitted;
}

MessageFact messageFact(const raft::InFlight& flight, raft::Time time) {
    const raft::Message& message = *flight.message;
    MessageFact fact;
    fact.id = flight.id;
    fact.from = message.from;
    fact.to = message.to;
    fact.term = message.term;
    fact.shape = shapeOf(message);
    fact.isClients = message.isClients();
    if (const auto* append = std::get_if<raft::AppendEntries>(&message.body)) {
        for (const raft::Entry& entry : append->entries)
            fact.entries.push_back(entry.term);
    }
    fact.part = static_cast<double>(flight.partAt(time)) / raft::kCertain;
    return fact;
}

Facts factsOf(const Frame& frame) {
    const raft::Cluster& cluster = frame.cluster;
    const raft::Time time = frame.options.reducedMotion ? cluster.now() : frame.time;
    Facts facts;
    for (const raft::Host& host : cluster.hosts())
        facts.servers.push_back(serverFact(frame, host, time));
    for (const raft::Client& client : cluster.clients())
        facts.clients.push_back(clientFact(cluster, client));
    facts.voters = static_cast<std::size_t>(
        std::count_if(facts.servers.begin(), facts.servers.end(), [](const ServerFact& s) { return s.voting; }));
    facts.manualTimers = cluster.timing().electionTimers == raft::TimerMode::manual;
    facts.quiet = cluster.isQuiet();
    readMessages(frame, time, facts);
    readLosses(frame, facts);
    readLinks(cluster, facts);
    readJoint(frame, facts);
    return facts;
}

} // namespace scene
