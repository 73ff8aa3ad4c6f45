// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Work.h"

#include <algorithm>

// Requests: what is handed to servers without a message, and what becomes of every request (§5.3, §8).

namespace raft {

/// Hands a command to a server; no server means that the client knows of no leader.
void Cluster::submit(Host* host, Shared<Command> command, Work& work) {
    work.record.marks |= mark::kClient;
    Request request;
    request.id = requests_.size() + 1;
    request.command = command;
    request.server = host ? host->id() : 0;
    request.submitted = now_;
    request.event = work.record.index;
    requests_.push_back(request);
    requestsHash_ = Hasher().add(requestsHash_).add(request.id).add(command->hash()).add(request.server).value();
    const Index index =
        host ? awake(*host).propose(command->kind == CommandKind::noOp ? Shared<Command>() : std::move(command),
                                    effects_)
             : 0;
    if (index == 0) {
        request.status = RequestStatus::refused;
        // A leader that is handing over names itself: it leads still, and may go on.
        request.hint = host ? host->server.state().leader : 0;
        endRequest(std::move(request), work);
    } else {
        host->waiting.set(index, {host->server.state().persistent.currentTerm, request.id});
        if (work.detail)
            work.detail->requests.push_back(std::move(request));
    }
    if (host)
        settle(*host, work);
}

/// Hands a read to a server, as an entry of the log or without one.
void Cluster::read(Host& host, const action::Read& read, Work& work) {
    Shared<Command> command(Command{CommandKind::get, read.key, {}, {}});
    if (read.mode == action::ReadMode::log)
        return submit(&host, std::move(command), work);
    work.record.marks |= mark::kClient;
    Request request;
    request.id = requests_.size() + 1;
    request.command = std::move(command);
    request.read = read.mode;
    request.server = host.id();
    request.submitted = now_;
    request.event = work.record.index;
    const std::uint64_t id = request.id;
    requestsHash_ = Hasher().add(requestsHash_).add(id).add(request.command->hash()).add(host.id()).value();
    requests_.push_back(std::move(request));
    awake(host).read(id, read.mode == action::ReadMode::lease, effects_);
    settle(host, work);
    if (work.detail && requests_[static_cast<std::size_t>(id - 1)].status == RequestStatus::waiting)
        work.detail->requests.push_back(requests_[static_cast<std::size_t>(id - 1)]);
}

/// Ends the reads that the server says have ended: it has applied what they must see, or it cannot answer them.
void Cluster::endReads(Host& host, Work& work) {
    for (const ReadEnd& end : effects_.reads) {
        if (requests_[static_cast<std::size_t>(end.read - 1)].client != 0) {
            endRead(host, end, work);
            continue;
        }
        Request request = requests_[static_cast<std::size_t>(end.read - 1)];
        if (end.ready) {
            const std::string* value = host.store.find(request.command->key);
            request.status = RequestStatus::answered;
            request.result = value ? Result{ResultKind::value, *value} : Result{ResultKind::absent, {}};
        } else if (request.event == work.record.index) {
            request.status = RequestStatus::refused;
            request.hint = host.server.state().leader;
        } else {
            request.status = RequestStatus::unknown;
        }
        endRequest(std::move(request), work);
    }
}

/// A server that stops answers none of the reads that wait on it.
void Cluster::giveUpReads(const Host& host, Work& work) {
    for (const PendingRead& read : host.server.state().reads) {
        if (read.from != 0)
            continue;
        Request request = requests_[static_cast<std::size_t>(read.read - 1)];
        if (request.client != 0)
            continue; // nobody tells it
        request.status = RequestStatus::unknown;
        endRequest(std::move(request), work);
    }
}

/// Figure 2, leaders 2: the client is answered once its entry has been applied.
void Cluster::answerApplied(Host& host, Index index, const Result& result, Work& work) {
    const Waiting* found = host.waiting.find(index);
    if (!found)
        return;
    const Waiting waiting = *found;
    host.waiting.erase(index);
    // Requests wait only while their server leads, and a leader never changes its log: the entry is the client's own.
    RAFT_ASSERT(host.server.state().persistent.log.termAt(index) == waiting.term);
    Request request = requests_[static_cast<std::size_t>(waiting.request - 1)];
    if (request.client != 0)
        return replyToClient(host, {request.id, waiting.attempt, true, 0, result, index}, work);
    request.index = index;
    request.server = host.id();
    request.status = RequestStatus::answered;
    request.result = result;
    endRequest(std::move(request), work);
}

/// A server that stopped, or ceased to lead, cannot know what becomes of the entries it took.
void Cluster::giveUpWaiting(Host& host, Work& work) {
    host.waiting.forEach([this, &host, &work](Index, const Waiting& waiting) {
        Request request = requests_[static_cast<std::size_t>(waiting.request - 1)];
        if (request.client != 0) {
            // A server that has crashed tells nobody.
            if (!host.stopped)
                refuseClient(host, {waiting.request, waiting.attempt}, work);
            return;
        }
        request.status = RequestStatus::unknown;
        endRequest(std::move(request), work);
    });
    host.waiting = {};
}

void Cluster::endRequest(Request request, Work& work) {
    work.record.marks |= mark::kAnswer;
    request.ended = now_;
    requestsHash_ = Hasher()
                        .add(requestsHash_)
                        .add(request.id)
                        .add(static_cast<std::uint64_t>(request.status))
                        .add(static_cast<std::uint64_t>(request.result.kind))
                        .add(request.result.value.text())
                        .value();
    if (work.detail)
        work.detail->requests.push_back(request);
    // Whether a command of an expired session was executed, nobody knows.
    if (request.result.kind == ResultKind::expired)
        request.status = RequestStatus::unknown;
    requests_.set(static_cast<std::size_t>(request.id - 1), request);
}

} // namespace raft
