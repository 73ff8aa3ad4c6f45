// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Work.h"

#include <algorithm>

// Clients with sessions (§8; dissertation, section 6.3): asking, asking again, and finding the leader.

namespace raft {

/// One client for so many commands a second, since each has one command under way at a time.
static constexpr std::uint32_t kCommandsAClient = 10;

/// Gives the next command of the load to the client whose turn it is.
void Cluster::enqueue(Shared<Command> command, EventIndex cause) {
    if (clients_.empty()) {
        const std::uint32_t count = std::clamp(configuration_->load / kCommandsAClient, 1U, 16U);
        for (std::uint32_t i = 1; i <= count; ++i) {
            clients_.emplace_back();
            clients_.back().id = i;
        }
    }
    Client& client = clients_[static_cast<std::size_t>(loadCount_ % clients_.size())];
    client.backlog.push_back(std::move(command));
    if (client.request == 0 && !client.timer.isSet())
        client.timer = dueIn(0, cause);
}

/// A client opens its session, begins its next command, or sends again what was not answered: the same command with the
/// same number, so that it is executed once.
void Cluster::stepClient(Client& client, Work& work) {
    const ServerId target = client.server != 0 ? client.server : anyServer();
    begin(EventKind::client, client.timer, target, work);
    work.record.marks |= mark::kClient;
    client.timer = {};
    if (client.request == 0)
        beginRequest(client, work);
    Request request = requests_[static_cast<std::size_t>(client.request - 1)];
    request.server = target;
    ++client.attempts;
    requests_.set(static_cast<std::size_t>(request.id - 1), request);
    if (work.detail)
        work.detail->requests.push_back(request);
    client.timer = dueIn(kClientPatience, work.record.index);
    client.server = 0; // unless an answer, or a hint, tells better
    effects_.reasons.add(Reason::clientAsks,
                         {client.id, client.attempts, request.command->serial, request.command->session});
    Host& asked = host(target);
    if (!asked.isActive()) {
        effects_.reasons.add(Reason::clientUnheard, {target});
        noteReasons(work);
        effects_.clear();
        return;
    }
    const Index index = awake(asked).propose(request.command, effects_);
    if (index == 0) {
        const ServerId hint = asked.server.state().leader;
        client.server = hint == target ? 0 : hint;
        client.timer = dueIn(kClientPause, work.record.index);
    } else {
        asked.waiting.set(index, {asked.server.state().persistent.currentTerm, request.id});
    }
    settle(asked, work);
}

/// Makes the request for what the client does next.
void Cluster::beginRequest(Client& client, Work& work) {
    Command command{CommandKind::openSession, {}, {}, {}};
    if (client.session != 0) {
        command = *client.backlog.front();
        client.backlog.erase(client.backlog.begin());
        command.session = client.session;
        command.serial = ++client.serial;
    }
    Request request;
    request.id = requests_.size() + 1;
    request.command = Shared<Command>(std::move(command));
    request.client = client.id;
    request.submitted = now_;
    request.event = work.record.index;
    client.request = request.id;
    client.attempts = 0;
    requestsHash_ = Hasher().add(requestsHash_).add(request.id).add(request.command->hash()).add(client.id).value();
    requests_.push_back(std::move(request));
}

ServerId Cluster::anyServer() { return hosts_[static_cast<std::size_t>(generator_.below(hosts_.size()))].id(); }

/// The client has its answer and goes on; when its session has expired it opens another.
void Cluster::clientAnswered(const Request& request, EventIndex cause) {
    Client& client = clients_[static_cast<std::size_t>(request.client - 1)];
    if (client.request != request.id)
        return;
    client.request = 0;
    client.attempts = 0;
    client.server = request.server;
    if (request.result.kind == ResultKind::opened) {
        client.serial = 0;
        client.session = request.index;
    }
    if (request.result.kind == ResultKind::expired)
        client.session = client.serial = 0;
    client.timer = client.backlog.empty() ? Due{} : dueIn(0, cause);
}

/// The server that had the command cannot answer any more: the client asks another, after a pause.
void Cluster::clientToRetry(const Request& request, EventIndex cause) {
    Client& client = clients_[static_cast<std::size_t>(request.client - 1)];
    if (client.request != request.id)
        return;
    client.server = 0;
    client.timer = dueIn(kClientPause, cause);
}

} // namespace raft
