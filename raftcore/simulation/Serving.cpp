// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Work.h"

#include <algorithm>

// Servers and the messages of clients (§8; dissertation, chapter 6): taking requests, and answering them.

namespace raft {

/// A request of a client reached a server.
void Cluster::takeRequest(Host& host, const Message& message, Work& work) {
    const ClientRequest& request = std::get<ClientRequest>(message.body);
    if (request.read != ReadMode::log)
        return takeRead(host, message.from, request, work);
    const Index index = awake(host).propose(request.command, effects_);
    if (index == 0) {
        refuseClient(host, {request.request, request.attempt}, work);
    } else {
        host.waiting.set(index, {host.server.state().persistent.currentTerm, request.request, request.attempt});
    }
    settle(host, work);
}

/// A read that gets no entry. One that is sent again is the same read.
void Cluster::takeRead(Host& host, ServerId from, const ClientRequest& request, Work& work) {
    const auto same = std::find_if(host.reads.begin(), host.reads.end(),
                                   [&](const ClientRead& read) { return read.request == request.request; });
    if (same != host.reads.end()) {
        same->attempt = request.attempt;
        effects_.reasons.add(Reason::requestKnown, {from});
    } else {
        host.reads.push_back(
            {request.request, request.attempt, request.seenIndex, request.read == ReadMode::lease, false});
        beginReads(host);
        if (!host.reads.empty() && !host.reads.back().begun) {
            effects_.reasons.add(Reason::readBehind, {from, request.seenIndex, host.server.state().lastApplied});
        }
    }
    settle(host, work);
}

/// A client never sees time go back: a server takes its read once it has applied all that the client has seen.
void Cluster::beginReads(Host& host) {
    for (ClientRead& read : host.reads) {
        if (read.begun || host.server.state().lastApplied < read.seenIndex)
            continue;
        read.begun = true;
        awake(host).read(read.request, read.byLease, effects_);
    }
}

/// Answers a client's read, or refuses it.
void Cluster::endRead(Host& host, const ReadEnd& end, Work& work) {
    const auto found = std::find_if(host.reads.begin(), host.reads.end(),
                                    [&](const ClientRead& read) { return read.request == end.read; });
    RAFT_ASSERT(found != host.reads.end());
    const Attempt attempt{found->request, found->attempt};
    host.reads.erase(found);
    if (!end.ready)
        return refuseClient(host, attempt, work);
    const std::string* value = host.store.find(requests_[static_cast<std::size_t>(end.read - 1)].command->key);
    const Result result = value ? Result{ResultKind::value, *value} : Result{ResultKind::absent, {}};
    replyToClient(host, {attempt.request, attempt.number, true, 0, result, host.server.state().lastApplied}, work);
}

/// The server does not lead, or not any more: the client is to ask whom the server takes for the leader.
void Cluster::refuseClient(const Host& host, const Attempt& attempt, Work& work) {
    replyToClient(host, {attempt.request, attempt.number, false, host.server.state().leader, {}, 0}, work);
}

void Cluster::replyToClient(const Host& host, ClientReply reply, Work& work) {
    const std::uint64_t client = requests_[static_cast<std::size_t>(reply.request - 1)].client;
    send({host.id(), clientParty(client), 0, std::move(reply)}, work.record.index, work);
}

} // namespace raft
