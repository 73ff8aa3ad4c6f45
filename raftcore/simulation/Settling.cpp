// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Work.h"

#include <algorithm>

// Carrying out what a server wants done after an input: writing, sending, setting timers, applying.

namespace raft {

/// Carries out the effects that wait in `effects_`, in the order that safety asks for: disk, then network, then timers.
void Cluster::settle(Host& host, Work& work) {
    write(host, work);
    noteReasons(work);
    work.changed |= effects_.changed;
    orderTimers(host, work.record.index);
    if (!effects_.reads.empty())
        endReads(host, work);
    const ServerState& state = host.server.state();
    if (state.lastApplied < state.committedEnd() && !host.apply.isSet()) {
        host.apply = dueIn(0, work.record.index);
    }
    if (state.role != Role::leader && !host.waiting.empty())
        giveUpWaiting(host, work);
    effects_.clear();
}

/// Persistent state first (Figure 2): messages leave once all that was written before them is durable.
void Cluster::write(Host& host, Work& work) {
    if (!host.disk) {
        // Every write is durable at once; what follows from that may write again (a new leader's no-op entry).
        while (!host.server.state().pendingWrites.empty()) {
            host.server.persisted(host.server.state().writesIssued, effects_);
        }
    } else if ((effects_.changed & change::kPersistent) != 0) {
        beginWrite(host, work);
    }
    if (!host.writes.empty())
        noteSentAhead(host);
    for (Message& message : effects_.messages) {
        if (host.writes.empty() || host.server.sendsAhead(message)) {
            send(std::move(message), work.record.index, work);
        } else {
            host.held.push_back({host.writes.back().number, std::move(message), work.record.index});
        }
    }
}

void Cluster::beginWrite(Host& host, const Work& work) {
    const ServerState& state = host.server.state();
    const bool gathers = options_.batching != 0 && !options_.asyncWrites && !host.writes.empty();
    if (gathers) {
        // What gathers while the disk is writing shares the next write, which begins when this one ends.
        effects_.reasons.add(Reason::writeGathered);
        if (host.writes.back().due.isSet())
            host.writes.push_back({});
        host.writes.back().number = state.writesIssued;
        host.writes.back().content = state.persistent;
        return;
    }
    // One disk writes in the order of the requests: a write never ends before an earlier one.
    Due due = writeDue(host, work.record.index);
    if (!host.writes.empty())
        due.time = std::max(due.time, host.writes.back().due.time);
    host.writes.push_back({state.writesIssued, state.persistent, due});
}

Due Cluster::writeDue(const Host& host, EventIndex cause) {
    Time slowness = generator_.between(timing_.diskWrite.low, timing_.diskWrite.high);
    if (host.diskState == DiskState::slow)
        slowness += generator_.between(kSlowDisk.low, kSlowDisk.high);
    return dueIn(slowness, cause);
}

/// A leader's entries may be on their way while its own disk is still writing them (option asyncWrites).
void Cluster::noteSentAhead(const Host& host) {
    const Index durable = host.server.state().durableIndex;
    Index last = 0;
    for (const Message& message : effects_.messages) {
        const auto* request = std::get_if<AppendEntries>(&message.body);
        if (request && host.server.sendsAhead(message))
            last = std::max(last, request->prevLogIndex + request->entries.size());
    }
    if (last > durable)
        effects_.reasons.add(Reason::sentAhead, {durable + 1, last});
}

void Cluster::endWrite(Host& host, Work& work) {
    RAFT_ASSERT(host.disk && !host.writes.empty());
    const DiskWrite ended = std::move(host.writes.front());
    host.writes.erase(host.writes.begin());
    host.disk = ended.content;
    if (!host.writes.empty() && !host.writes.front().due.isSet())
        host.writes.front().due = writeDue(host, work.record.index);
    effects_.reasons.add(Reason::stateWritten, {ended.content.currentTerm, ended.content.log.lastIndex()});
    const auto firstLater = std::find_if(host.held.begin(), host.held.end(),
                                         [&](const HeldMessage& held) { return held.write > ended.number; });
    for (auto held = host.held.begin(); held != firstLater; ++held) {
        send(std::move(held->message), work.record.index, work);
    }
    host.held.erase(host.held.begin(), firstLater);
    awake(host).persisted(ended.number, effects_);
    if (!writesTakeTime(host) && host.writes.empty())
        host.disk.reset();
}

bool Cluster::writesTakeTime(const Host& host) const {
    return timing_.diskWrite.high > 0 || host.diskState == DiskState::slow;
}

void Cluster::orderTimers(Host& host, EventIndex cause) {
    if (effects_.electionTimer == TimerOrder::restart)
        startElectionTimer(host, cause);
    if (effects_.electionTimer == TimerOrder::stop)
        host.electionTimer = {};
    if (effects_.heartbeatTimer == TimerOrder::restart)
        startHeartbeatTimer(host, cause);
    if (effects_.heartbeatTimer == TimerOrder::stop)
        host.heartbeatTimer = {};
    if (effects_.quorumLimit.order != TimerOrder::keep)
        orderLimit(host, host.quorumLimit, effects_.quorumLimit, cause);
    if (effects_.transferLimit.order != TimerOrder::keep)
        orderLimit(host, host.transferLimit, effects_.transferLimit, cause);
    if (effects_.catchUpLimit.order != TimerOrder::keep)
        orderLimit(host, host.catchUpLimit, effects_.catchUpLimit, cause);
}

/// Limits follow the server's clock, also where the timers are manual.
void Cluster::orderLimit(const Host& host, Due& limit, const LimitOrder& order, EventIndex cause) {
    if (order.order == TimerOrder::restart)
        limit = dueIn(host.clock.lasting(std::max<Time>(0, order.time - host.clock.at(now_))), cause);
    if (order.order == TimerOrder::stop)
        limit = {};
}

/// §5.2: a timeout drawn anew each time, uniformly from the range. Learners do not campaign and have no timer.
void Cluster::startElectionTimer(Host& host, EventIndex cause) {
    host.electionTimer = {};
    if (timing_.electionTimers == TimerMode::manual || !host.server.mayCampaign())
        return;
    host.electionStarted = now_;
    const Time timeout = generator_.between(timing_.electionTimeout.low, timing_.electionTimeout.high);
    host.electionTimer = dueIn(host.clock.lasting(timeout), cause);
}

void Cluster::startHeartbeatTimer(Host& host, EventIndex cause) {
    host.heartbeatTimer =
        timing_.heartbeats == TimerMode::manual ? Due{} : dueIn(host.clock.lasting(timing_.heartbeat), cause);
}

void Cluster::send(Message&& message, EventIndex cause, Work& work) {
    const auto* append = std::get_if<AppendEntries>(&message.body);
    const bool isRoutine = !append || append->entries.empty();
    work.sentEntries = work.sentEntries || !isRoutine || message.kind() == MessageKind::timeoutNow;
    const LinkTiming& link = linkTiming(message.from, message.to);
    InFlight flight;
    flight.id = ++messageIds_;
    flight.sent = flight.since = now_;
    flight.cause = cause;
    flight.due = now_ + generator_.between(link.latency.low, link.latency.high);
    flight.sequence = ++sequence_;
    flight.fate = lossOnLink(message);
    if (flight.fate != LossReason::none) {
        flight.due = now_;
        flight.end = 0;
    } else if (generator_.chance(link.loss)) {
        flight.fate = LossReason::chance;
        flight.end = static_cast<std::uint32_t>(generator_.between(kCertain / 5, kCertain / 5 * 4));
        flight.due = now_ + (flight.due - now_) * flight.end / kCertain;
    }
    flight.message = Shared<Message>(std::move(message));
    std::optional<InFlight> copy;
    if (flight.fate == LossReason::none && generator_.chance(link.duplication)) {
        copy = flight;
        copy->id = ++messageIds_;
        copy->sequence = ++sequence_;
        copy->due = now_ + generator_.between(link.latency.low, link.latency.high);
    }
    launch(std::move(flight), work);
    if (copy)
        launch(std::move(*copy), work);
}

/// Why the link would lose the message at this moment; none when it lets it pass.
LossReason Cluster::lossOnLink(const Message& message) const {
    // Clients reach every server; what they send can be blocked.
    if (!message.isClients() && network_->isCut(message.from, message.to))
        return LossReason::cut;
    const bool blocked = network_->isBlocked(message.kind(), message.from, message.to);
    return blocked ? LossReason::blocked : LossReason::none;
}

void Cluster::lose(const InFlight& message, LossReason reason, Work& work) {
    work.record.marks |= mark::kLoss;
    if (!work.detail)
        return;
    work.detail->message = message;
    work.detail->loss = reason;
    if (isClientParty(message.message->to))
        work.detail->client = clientAt(message.message->to);
}

void Cluster::deliver(Host& host, const InFlight& message, Work& work) {
    if (work.detail)
        work.detail->message = message;
    if (message.message->isClients())
        return takeRequest(host, *message.message, work);
    awake(host).receive(*message.message, effects_);
    settle(host, work);
}

/// All servers 1: everything committed and not yet applied, in order, each entry once.
void Cluster::applyCommitted(Host& host, Work& work) {
    host.apply = {};
    const ServerState& state = host.server.state();
    const Log& log = state.persistent.log;
    // §7: what was discarded before it was applied here is in the snapshot that stands in its place.
    if (state.lastApplied < log.baseIndex())
        host.store = Store::fromBytes(state.persistent.snapshot->data);
    const Index last = state.committedEnd();
    for (Index index = std::max(state.lastApplied, log.baseIndex()) + 1; index <= last; ++index) {
        const Entry& entry = log.at(index);
        const bool isKnown = entry.command() && host.store.knows(*entry.command());
        const Result result = entry.command() ? host.store.apply(*entry.command(), index) : Result{};
        if (isKnown) {
            const std::uint64_t isKept = result.kind == ResultKind::expired ? 0 : 1;
            effects_.reasons.add(Reason::commandKnown,
                                 {index, entry.command()->session, entry.command()->serial, isKept});
        }
        answerApplied(host, index, result, work);
    }
    awake(host).applied(effects_);
    beginReads(host);
    if (host.server.wantsSnapshot())
        host.server.takeSnapshot(host.store.toBytes(), effects_);
}

} // namespace raft
