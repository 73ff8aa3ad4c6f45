// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Host.h"

// What is due on a host, and its hash.

namespace raft {

Due Host::nextDue() const {
    Due first;
    if (!isActive())
        return first;
    for (const Due* due : {&electionTimer, &heartbeatTimer, &quorumLimit, &transferLimit, &catchUpLimit, &apply}) {
        if (due->before(first))
            first = *due;
    }
    if (!writes.empty() && writes.front().due.before(first))
        first = writes.front().due;
    return first;
}

std::uint64_t Host::hash() const {
    Hasher hasher;
    hasher.add(server.state().hash()).add(stopped).add(paused).add(electionStarted).add(store.hash());
    for (const Due* due : {&electionTimer, &heartbeatTimer, &quorumLimit, &transferLimit, &apply})
        due->addTo(hasher);
    hasher.add(durable().currentTerm).add(durable().votedFor).add(durable().log.hash());
    if (durable().snapshot)
        hasher.add(durable().snapshotIndex());
    if (durable().appliedConfiguration != 0)
        hasher.add(std::string_view("applied")).add(durable().appliedConfiguration);
    for (const DiskWrite& write : writes) {
        hasher.add(write.number)
            .add(write.content.currentTerm)
            .add(write.content.votedFor)
            .add(write.content.log.hash());
        if (write.content.snapshot)
            hasher.add(write.content.snapshotIndex());
        if (write.content.appliedConfiguration != 0)
            hasher.add(std::string_view("applied")).add(write.content.appliedConfiguration);
        write.due.addTo(hasher);
    }
    for (const HeldMessage& held_ : held)
        hasher.add(held_.write).add(held_.message.hash()).add(held_.cause);
    for (const InFlight& message : inbox)
        hasher.add(message.hash());
    // What is as usual leaves no trace, so that a run has the hash that it had before there was anything unusual.
    if (catchUpLimit.isSet())
        catchUpLimit.addTo(hasher.add(std::string_view("catchUp")));
    if (!clock.isTrue())
        clock.addTo(hasher.add(std::string_view("clock")));
    if (diskState != DiskState::ok)
        hasher.add(std::string_view("disk")).add(static_cast<std::uint64_t>(diskState));
    waiting.forEach([&hasher](Index index, const Waiting& request) {
        hasher.add(index).add(request.term).add(request.request);
        if (request.attempt != 0)
            hasher.add(request.attempt);
    });
    for (const ClientRead& read : reads)
        hasher.add(read.request).add(read.attempt).add(read.seenIndex).add(read.byLease).add(read.begun);
    return hasher.value();
}

} // namespace raft
