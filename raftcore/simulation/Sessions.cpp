// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Work.h"

#include <algorithm>

// Clients as parties of the run (§8; dissertation, chapter 6): asking, asking again, and finding the leader.

namespace raft {

/// True when the load's commands travel as messages of clients.
bool Cluster::hasClients() const { return options_.sessions || demand_.clients > 0; }

void Cluster::ensureClients() {
    while (clients_.size() < demand_.clientCount()) {
        const std::uint64_t id = clients_.size() + 1;
        clients_.emplace_back();
        clients_.back().id = id;
    }
}

/// The clients of a closed load that have nothing to do begin one after the other, so that they do not ask in step.
void Cluster::startClients(EventIndex cause) {
    ensureClients();
    for (Client& client : clients_) {
        if (goesOn(client) && client.isIdle())
            client.timer = dueIn(demand_.thinkTime * static_cast<Time>(client.id - 1) / demand_.clients, cause);
    }
}

/// True when the client asks by itself, some time after each answer.
bool Cluster::goesOn(const Client& client) const { return demand_.isClosed() && client.id <= demand_.clients; }

/// The clients ask for something else. A new rate counts from now on, not from the beginning of the run.
void Cluster::changeLoad(const Load& load, EventIndex cause) {
    const bool isNewRate = load.rate != demand_.rate;
    demand_ = load;
    if (isNewRate) {
        loadSince_ = now_;
        loadBefore_ = loadCount_;
        load_ = {};
        if (load.rate > 0)
            startLoad(cause);
    }
    settleClients();
    if (load.isOn() && hasClients())
        startClients(cause);
}

/// Clients that think: those that are not to go on are silent, and no one thinks longer than the load says. Who has a
/// command under way, or one that came before, finishes that first.
void Cluster::settleClients() {
    for (Client& client : clients_) {
        if (client.request != 0 || !client.backlog.empty() || !client.timer.isSet())
            continue;
        if (!goesOn(client))
            client.timer = {};
        else
            client.timer.time = std::min(client.timer.time, now_ + demand_.thinkTime);
    }
}

/// The load's next command. Values are new, so that an answer tells which command it saw; keys take turns.
Command Cluster::nextCommand() {
    const Load& load = demand_;
    const std::uint64_t count = ++loadCount_;
    Command command{CommandKind::set, "k" + number(count % load.keys), number(count), {}};
    if (load.reads + load.compares == 0)
        return command;
    const std::uint64_t drawn = generator_.below(kWhole);
    if (drawn < load.reads)
        return {CommandKind::get, command.key, {}, {}};
    if (drawn < std::uint64_t{load.reads} + load.compares) {
        command.kind = CommandKind::compareAndSet;
        // What the last command for the key left, if that set it.
        command.expected = number(count > load.keys ? count - load.keys : 0);
    }
    return command;
}

/// How the load reads: through the log, where the option for its mode is off.
ReadMode Cluster::readModeNow() const {
    const ReadMode mode = demand_.readMode;
    const bool isOn = mode == ReadMode::lease ? options_.leaseReads : options_.readIndex;
    return isOn ? mode : ReadMode::log;
}

/// Gives the next command of an open load to the client whose turn it is.
void Cluster::enqueue(Shared<Command> command, EventIndex cause) {
    ensureClients();
    Client& client = clients_[static_cast<std::size_t>(loadCount_ % demand_.clientCount())];
    client.backlog.push_back(std::move(command));
    if (client.request == 0 && !client.timer.isSet())
        client.timer = dueIn(0, cause);
}

/// A client opens its session, begins its next command, or sends again what was not answered: the same command with the
/// same number, so that it is executed once.
void Cluster::stepClient(Client& client, Work& work) {
    begin(EventKind::client, client.timer, 0, work);
    work.record.marks |= mark::kClient;
    if (work.detail)
        work.detail->client = client.id;
    client.timer = {};
    // Who did not answer in time is not taken for the leader any more.
    if (client.asked != 0) {
        ++client.silences;
        client.server = client.asked == client.server ? 0 : client.server;
    }
    if (client.request == 0)
        beginRequest(client, work);
    const auto position = static_cast<std::size_t>(client.request - 1);
    Request request = requests_[position];
    const ReadMode mode = request.read.value_or(ReadMode::log);
    // ReadIndex works on every server, so that reads can be spread.
    const ServerId known = mode == ReadMode::readIndex ? 0 : client.server;
    client.asked = known != 0 ? known : anyServer();
    ++client.attempts;
    request.server = client.asked;
    requests_.set(position, request);
    if (work.detail)
        work.detail->requests.push_back(request);
    effects_.reasons.add(client.attempts == 1 ? Reason::clientAsks : Reason::clientRetries,
                         {client.asked, client.attempts, request.command->serial, request.command->session});
    client.timer = dueIn(kClientPatience << std::min(client.silences, kMostDoublings), work.record.index);
    send({clientParty(client.id), client.asked, 0,
          ClientRequest{request.id, client.attempts, mode, request.command, client.seenIndex}},
         work.record.index, work);
    noteReasons(work);
    effects_.clear();
}

/// Makes the request for what the client does next.
void Cluster::beginRequest(Client& client, Work& work) {
    if (!options_.sessions)
        client.session = client.serial = 0;
    Request request;
    Command command{CommandKind::openSession, {}, {}, {}};
    if (client.session != 0 || !options_.sessions) {
        command = client.backlog.empty() ? nextCommand() : *client.backlog.front();
        if (!client.backlog.empty())
            client.backlog.erase(client.backlog.begin());
        const ReadMode mode = readModeNow();
        if (command.kind == CommandKind::get && mode != ReadMode::log) {
            request.read = mode;
        } else if (client.session != 0) {
            command.session = client.session;
            command.serial = command.firstOutstanding = ++client.serial;
        }
    }
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

/// A message reached a client: an answer, a refusal, or what it does not wait for any more.
void Cluster::deliverToClient(const InFlight& flight, Work& work) {
    const Message& message = *flight.message;
    const ClientReply& reply = std::get<ClientReply>(message.body);
    Client& client = clients_[static_cast<std::size_t>(clientAt(message.to) - 1)];
    if (work.detail) {
        work.detail->message = flight;
        work.detail->client = client.id;
    }
    if (client.request != reply.request || (!reply.success && client.attempts != reply.attempt)) {
        effects_.reasons.add(Reason::clientIgnores, {message.from});
    } else if (!reply.success) {
        client.server = reply.leaderHint;
        client.asked = 0;
        client.silences = 0;
        client.timer = dueIn(kClientPause, work.record.index);
        effects_.reasons.add(Reason::clientRefused, {message.from, reply.leaderHint});
    } else {
        takeAnswer(client, message.from, reply, work);
    }
    noteReasons(work);
    effects_.clear();
}

/// The client has its answer and goes on; when its session has expired it opens another.
void Cluster::takeAnswer(Client& client, ServerId from, const ClientReply& reply, Work& work) {
    Request request = requests_[static_cast<std::size_t>(reply.request - 1)];
    effects_.reasons.add(reply.result.kind == ResultKind::expired ? Reason::clientExpired : Reason::clientAnswered,
                         {from, reply.request, reply.index});
    client.lastEnded = client.request;
    client.request = 0;
    client.attempts = 0;
    client.asked = 0;
    client.silences = 0;
    client.seenIndex = std::max(client.seenIndex, reply.index);
    if (request.read != ReadMode::readIndex)
        client.server = from;
    if (reply.result.kind == ResultKind::opened) {
        client.serial = 0;
        client.session = reply.index;
    }
    if (reply.result.kind == ResultKind::expired)
        client.session = client.serial = 0;
    const bool isOpening = request.command->kind == CommandKind::openSession;
    const Time pause = goesOn(client) && !isOpening ? demand_.thinkTime : 0;
    const bool hasMore = goesOn(client) || !client.backlog.empty();
    client.timer = hasMore ? dueIn(pause, work.record.index) : Due{};
    request.index = reply.index;
    request.server = from;
    request.status = RequestStatus::answered;
    request.result = reply.result;
    endRequest(std::move(request), work);
}

} // namespace raft
