// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Work.h"

#include <algorithm>

// Clients: what they ask, and the answers they get (§5.3, §8).

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
    request.status = RequestStatus::answered;
    request.result = result;
    endRequest(std::move(request), work);
}

/// A server that stopped, or ceased to lead, cannot know what becomes of the entries it took.
void Cluster::giveUpWaiting(Host& host, Work& work) {
    host.waiting.forEach([this, &work](Index, const Waiting& waiting) {
        Request request = requests_[static_cast<std::size_t>(waiting.request - 1)];
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
                        .add(request.result.value)
                        .value();
    if (work.detail)
        work.detail->requests.push_back(request);
    const auto position = static_cast<std::size_t>(request.id - 1);
    requests_.set(position, std::move(request));
}

} // namespace raft
