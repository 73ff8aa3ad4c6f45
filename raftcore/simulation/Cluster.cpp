// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Cluster.h"

#include "raftcore/simulation/Work.h"

#include <algorithm>

// What is due next in a cluster, and each event from its beginning to its end.

namespace raft {

namespace {

/// Orders a heap so that what is due first comes first.
struct DueLater {
    bool operator()(const InFlight& a, const InFlight& b) const {
        return a.due != b.due ? a.due > b.due : a.sequence > b.sequence;
    }
};

PersistentState startingState(const StartingServer& start) {
    PersistentState state;
    for (const Entry& entry : start.log)
        state.log.append(entry);
    state.currentTerm = start.currentTerm.value_or(state.log.lastTerm());
    state.votedFor = start.votedFor;
    return state;
}

/// What a reason says about the event, as bits of `mark`.
std::uint16_t marksOf(Reason reason) {
    switch (reason) {
    case Reason::electionStarted:
    case Reason::electionRestarted:
    case Reason::electionAfterPreVote:
    case Reason::electionTransferred:
        return mark::kElection | mark::kTerm;
    case Reason::electionWon:
        return mark::kLeader;
    case Reason::leaderSteppedDown:
    case Reason::leaderRemoved:
    case Reason::quorumLost:
        return mark::kStepDown;
    case Reason::termAdopted:
        return mark::kTerm;
    case Reason::commitAdvanced:
        return mark::kCommit;
    case Reason::entriesApplied:
        return mark::kApply;
    default:
        return 0;
    }
}

/// The server that a message's end is; 0 for a client.
ServerId serverAt(ServerId end) { return isClientParty(end) ? 0 : end; }

void addTo(Hasher& hasher, const Timing& timing) {
    hasher.add(timing.electionTimeout.low).add(timing.electionTimeout.high).add(timing.heartbeat);
    hasher.add(timing.link.latency.low)
        .add(timing.link.latency.high)
        .add(timing.link.loss)
        .add(timing.link.duplication);
    hasher.add(timing.diskWrite.low).add(timing.diskWrite.high);
    hasher.add(static_cast<std::uint64_t>(timing.electionTimers)).add(static_cast<std::uint64_t>(timing.heartbeats));
}

} // namespace

Cluster::Cluster(ClusterConfiguration configuration)
    : configuration_(std::move(configuration))
    , generator_(configuration_->seed)
    , timing_(configuration_->timing)
    , options_(configuration_->options)
    , weather_(configuration_->weather)
    , network_(Network())
    , demand_(configuration_->load) {
    Priorities priorities;
    for (const StartingServer& start : configuration_->servers) {
        if (start.priority > 0)
            priorities.known.emplace_back(start.id, start.priority);
    }
    if (!priorities.known.empty())
        priorities_ = Shared<Priorities>(std::move(priorities));
    Configuration members;
    for (const StartingServer& start : configuration_->servers) {
        (start.voting ? members.voters : members.learners).insert(start.id);
    }
    const bool slowDisks = timing_.diskWrite.high > 0;
    const Shared<Configuration> shared(members);
    for (const StartingServer& start : configuration_->servers) {
        Host added;
        PersistentState disk = startingState(start);
        if (slowDisks)
            added.disk = disk;
        added.initial = shared;
        added.server = Server(start.id, std::move(disk), members, options_, configuration_->defects, priorities_);
        added.stopped = start.stopped;
        hosts_.push_back(std::move(added));
    }
    std::sort(hosts_.begin(), hosts_.end(), [](const Host& a, const Host& b) { return a.id() < b.id(); });
    for (Host& each : hosts_) {
        if (!each.stopped)
            startElectionTimer(each, kNoEvent);
    }
    noteDueEverywhere();
    if (demand_.rate > 0)
        startLoad(kNoEvent);
    if (demand_.isOn() && hasClients())
        startClients(kNoEvent);
}

Time Cluster::nextEventTime() const {
    Time first = load_.time;
    for (const Client& client : clients_)
        first = std::min(first, client.timer.time);
    if (!inFlight_.empty())
        first = std::min(first, inFlight_.front().due);
    for (const Due& due : hostsDue_)
        first = std::min(first, due.time);
    return std::max(first, now_);
}

bool Cluster::isQuiet() const {
    const bool writing =
        std::any_of(hosts_.begin(), hosts_.end(), [](const Host& each) { return !each.writes.empty(); });
    return inFlight_.empty() && !writing && nextEventTime() > now_;
}

EventRecord Cluster::step(Event* detail) {
    Due first = load_;
    Host* firstHost = nullptr;
    Client* firstClient = nullptr;
    for (Client& client : clients_) {
        if (client.timer.before(first)) {
            first = client.timer;
            firstClient = &client;
        }
    }
    for (std::size_t i = 0; i < hostsDue_.size(); ++i) {
        if (hostsDue_[i].before(first)) {
            first = hostsDue_[i];
            firstHost = &hosts_[i];
            firstClient = nullptr;
        }
    }
    Work work(detail);
    if (!inFlight_.empty() && Due{inFlight_.front().due, inFlight_.front().sequence, kNoEvent}.before(first)) {
        stepMessage(work);
    } else if (firstHost) {
        stepHost(*firstHost, first, work);
    } else if (firstClient) {
        stepClient(*firstClient, work);
    } else {
        RAFT_ASSERT(first.isSet());
        stepLoad(work);
    }
    return finish(work);
}

void Cluster::advanceTo(Time time) {
    RAFT_ASSERT(time >= now_ && time <= nextEventTime());
    now_ = time;
}

void Cluster::begin(EventKind kind, const Due& due, ServerId server, Work& work) {
    if (work.detail)
        work.before = hosts_;
    // What a paused server left undone is overdue when it wakes up.
    if (due.isSet())
        now_ = std::max(now_, due.time);
    work.record.index = events_;
    work.record.time = now_;
    work.record.kind = kind;
    work.record.cause = due.cause;
    work.record.server = server;
}

EventRecord Cluster::finish(Work& work) {
    ++events_;
    noteDue(work);
    const bool routine = work.routine && work.changed == 0 && !work.sentEntries;
    if (!routine)
        work.record.marks |= mark::kInteresting;
    if (work.detail) {
        work.detail->record = work.record;
        work.detail->changes = changesBetween(work.before, hosts_, now_);
    }
    return work.record;
}

/// Only an action can move what is due on other hosts than the event's own.
void Cluster::noteDue(const Work& work) {
    if (work.record.kind == EventKind::action)
        return noteDueEverywhere();
    if (work.record.server == 0)
        return;
    const Host* own = findHost(work.record.server);
    hostsDue_[static_cast<std::size_t>(own - hosts_.data())] = own->nextDue();
}

void Cluster::noteDueEverywhere() {
    hostsDue_.resize(hosts_.size());
    std::transform(hosts_.begin(), hosts_.end(), hostsDue_.begin(), [](const Host& each) { return each.nextDue(); });
}

void Cluster::stepHost(Host& host, const Due& due, Work& work) {
    if (due == host.electionTimer) {
        begin(EventKind::timeout, due, host.id(), work);
        host.electionTimer = {};
        awake(host).electionTimeout(effects_);
    } else if (due == host.heartbeatTimer) {
        begin(EventKind::heartbeat, due, host.id(), work);
        host.heartbeatTimer = {};
        work.routine = true;
        awake(host).heartbeatTimeout(effects_);
    } else if (due == host.quorumLimit) {
        begin(EventKind::limit, due, host.id(), work);
        host.quorumLimit = {};
        awake(host).quorumTimeout(effects_);
    } else if (due == host.transferLimit) {
        begin(EventKind::limit, due, host.id(), work);
        host.transferLimit = {};
        awake(host).transferTimeout(effects_);
    } else if (due == host.catchUpLimit) {
        begin(EventKind::limit, due, host.id(), work);
        host.catchUpLimit = {};
        awake(host).catchUpTimeout(effects_);
    } else if (due == host.apply) {
        begin(EventKind::apply, due, host.id(), work);
        applyCommitted(host, work);
    } else {
        begin(EventKind::persisted, due, host.id(), work);
        endWrite(host, work);
    }
    settle(host, work);
}

void Cluster::stepMessage(Work& work) {
    std::pop_heap(inFlight_.begin(), inFlight_.end(), DueLater());
    InFlight message = std::move(inFlight_.back());
    inFlight_.pop_back();
    const Due due{message.due, message.sequence, message.cause};
    const Message& content = *message.message;
    work.routine = content.isHeartbeat() || content.kind() == MessageKind::appendEntriesReply;
    const LossReason loss = lossOf(message);
    if (loss != LossReason::none) {
        begin(EventKind::lose, due, serverAt(content.to), work);
        return lose(message, loss, work);
    }
    if (isClientParty(content.to)) {
        begin(EventKind::deliver, due, 0, work);
        return deliverToClient(message, work);
    }
    Host& receiver = host(content.to);
    if (receiver.paused) {
        begin(EventKind::wait, due, content.to, work);
        message.arrived = true;
        if (work.detail)
            work.detail->message = message;
        receiver.inbox.push_back(std::move(message));
    } else {
        begin(EventKind::deliver, due, content.to, work);
        deliver(receiver, message, work);
    }
}

/// The next command of the load is due. Its moment follows from its number, so that every second gets its full number
/// of commands however they divide it.
void Cluster::startLoad(EventIndex cause) {
    const std::uint64_t place = loadCount_ - loadBefore_ + 1;
    const Time due = loadSince_ + static_cast<Time>(place * 1'000'000 / demand_.rate);
    load_ = dueIn(due - now_, cause);
}

/// Why a message that is due is lost, as things stand.
LossReason Cluster::lossOf(const InFlight& message) const {
    const Message& content = *message.message;
    LossReason loss = message.fate;
    if (loss == LossReason::none && !message.arrived)
        loss = lossOnLink(content);
    if (loss == LossReason::none && !isClientParty(content.to) && findHost(content.to)->stopped)
        loss = LossReason::stopped;
    return loss;
}

const InFlight* Cluster::nextDelivery() const {
    if (inFlight_.empty())
        return nullptr;
    const InFlight& front = inFlight_.front();
    const Due due{front.due, front.sequence, front.cause};
    const bool isClients =
        std::any_of(clients_.begin(), clients_.end(), [&due](const Client& each) { return each.timer.before(due); });
    const bool earlier =
        load_.before(due) || isClients ||
        std::any_of(hostsDue_.begin(), hostsDue_.end(), [&due](const Due& each) { return each.before(due); });
    if (earlier || lossOf(front) != LossReason::none)
        return nullptr;
    if (!isClientParty(front.message->to) && findHost(front.message->to)->paused)
        return nullptr;
    return &front;
}

void Cluster::stepLoad(Work& work) {
    begin(EventKind::client, load_, 0, work);
    Command command = nextCommand();
    startLoad(work.record.index);
    if (hasClients()) {
        effects_.reasons.add(Reason::clientEnqueues);
        noteReasons(work);
        effects_.clear();
        work.routine = true;
        return enqueue(Shared<Command>(std::move(command)), work.record.index);
    }
    const ServerId target = leader();
    work.record.server = target;
    Host* receiver = target == 0 || host(target).paused ? nullptr : &host(target);
    if (receiver && command.kind == CommandKind::get)
        return read(*receiver, {command.key, target, readModeNow()}, work);
    submit(receiver, Shared<Command>(std::move(command)), work);
}

/// The server of a host that is to take an input, told what time it is there.
Server& Cluster::awake(Host& host) {
    host.server.tick(host.clock.at(now_), timing_.electionTimeout.low);
    host.server.setDiskFull(host.diskState == DiskState::full, effects_);
    return host.server;
}

/// A server that is new to the cluster has an empty disk, and belongs to no configuration until it hears of one.
void Cluster::ensureHost(ServerId id) {
    if (findHost(id))
        return;
    Host added;
    added.initial = Shared<Configuration>(Configuration());
    if (timing_.diskWrite.high > 0)
        added.disk = PersistentState();
    added.server = Server(id, {}, {}, options_, configuration_->defects, priorities_);
    const auto place = std::lower_bound(hosts_.begin(), hosts_.end(), id,
                                        [](const Host& each, ServerId wanted) { return each.id() < wanted; });
    hosts_.insert(place, std::move(added));
}

const Host* Cluster::searchHost(ServerId id) const {
    const auto found = std::lower_bound(hosts_.begin(), hosts_.end(), id,
                                        [](const Host& each, ServerId wanted) { return each.id() < wanted; });
    return found != hosts_.end() && found->id() == id ? &*found : nullptr;
}

const ServerState& Cluster::server(ServerId id) const {
    const Host* found = findHost(id);
    RAFT_ASSERT(found);
    return found->server.state();
}

std::string Cluster::nameOf(ServerId id) const {
    if (isClientParty(id))
        return "C" + number(clientAt(id));
    for (const StartingServer& start : configuration_->servers) {
        if (start.id == id && !start.name.empty())
            return start.name;
    }
    return "S" + number(id);
}

ServerId Cluster::leader() const {
    ServerId found = 0;
    Term term = 0;
    for (const Host& each : hosts_) {
        const ServerState& state = each.server.state();
        if (each.stopped || state.role != Role::leader || (found != 0 && state.persistent.currentTerm <= term))
            continue;
        found = each.id();
        term = state.persistent.currentTerm;
    }
    return found;
}

ServerSet Cluster::servers() const {
    ServerSet all;
    for (const Host& each : hosts_)
        all.insert(each.id());
    return all;
}

const LinkTiming& Cluster::linkTiming(ServerId from, ServerId to) const {
    const LinkTiming* own = network_->ownTiming(from, to);
    return own ? *own : timing_.link;
}

void Cluster::launch(InFlight&& message, Work& work) {
    if (work.detail)
        work.detail->sent.push_back(message);
    inFlight_.push_back(std::move(message));
    std::push_heap(inFlight_.begin(), inFlight_.end(), DueLater());
}

InFlight Cluster::takeMessage(std::size_t position) {
    InFlight taken = std::move(inFlight_[position]);
    inFlight_.erase(inFlight_.begin() + static_cast<std::ptrdiff_t>(position));
    restoreHeap();
    return taken;
}

void Cluster::restoreHeap() { std::make_heap(inFlight_.begin(), inFlight_.end(), DueLater()); }

void Cluster::noteReasons(Work& work) {
    for (const Because& because : effects_.reasons) {
        work.record.marks |= marksOf(because.reason);
        if (work.detail)
            work.detail->reasons.add(because);
    }
}

bool Cluster::operator==(const Cluster& other) const {
    return configuration_ == other.configuration_ && now_ == other.now_ && events_ == other.events_ &&
           sequence_ == other.sequence_ && messageIds_ == other.messageIds_ && generator_ == other.generator_ &&
           timing_ == other.timing_ && options_ == other.options_ && weather_ == other.weather_ &&
           network_ == other.network_ && hosts_ == other.hosts_ && inFlight_ == other.inFlight_ &&
           requests_ == other.requests_ && demand_ == other.demand_ && load_ == other.load_ &&
           loadCount_ == other.loadCount_ && loadSince_ == other.loadSince_ && loadBefore_ == other.loadBefore_ &&
           clients_ == other.clients_;
}

std::uint64_t Cluster::hash() const {
    Hasher hasher;
    hasher.add(now_).add(events_).add(sequence_).add(messageIds_).add(generator_.hash()).add(network_->hash());
    addTo(hasher, timing_);
    hasher.add(options_.hash()).add(configuration_->defects.bits());
    if (priorities_) {
        for (const auto& [server, priority] : priorities_->known)
            hasher.add(server).add(priority);
    }
    for (const Host& each : hosts_)
        hasher.add(each.hash());
    // The order within the heap is no part of what the cluster is.
    std::uint64_t messages = 0;
    for (const InFlight& message : inFlight_)
        messages += message.hash();
    hasher.add(messages).add(static_cast<std::uint64_t>(requests_.size())).add(requestsHash_);
    load_.addTo(hasher);
    if (!weather_.isCalm())
        hasher.add(std::string_view("weather")).add(weather_.hash());
    // A load that was never changed leaves no trace, so that a run has the hash that it had before loads could change.
    if (demand_ != configuration_->load || loadSince_ != 0 || loadBefore_ != 0)
        hasher.add(std::string_view("load")).add(demand_.hash()).add(loadSince_).add(loadBefore_);
    for (const Client& client : clients_)
        hasher.add(client.hash());
    return hasher.add(loadCount_).value();
}

} // namespace raft
