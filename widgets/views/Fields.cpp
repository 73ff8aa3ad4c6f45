// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/Fields.h"

#include "widgets/playback/ActionWords.h"
#include "widgets/playback/TimeWords.h"
#include "widgets/views/FieldParts.h"

#include <QLocale>
#include <QStringList>

// The fields of messages, links and entries.

namespace raftarium {

QString FieldParts::name(raft::ServerId id) const {
    return id == 0 ? none() : QString::fromStdString(cluster_.nameOf(id));
}

QString FieldParts::names(const raft::ServerSet& servers) const {
    QStringList all;
    for (const raft::ServerId id : servers)
        all += name(id);
    return all.isEmpty() ? none() : all.join(QLatin1Char(' '));
}

QString FieldParts::entry(const raft::Entry& entry) {
    if (entry.configuration())
        return tr("term %1, configuration").arg(entry.term);
    const QString command = entry.command() ? QString::fromStdString(entry.command()->text()) : tr("no-op");
    if (entry.command() && entry.command()->session != 0) {
        return tr("term %1, %2, number %3 of session %4")
            .arg(entry.term)
            .arg(command)
            .arg(entry.command()->serial)
            .arg(entry.command()->session);
    }
    return tr("term %1, %2").arg(entry.term).arg(command);
}

void FieldParts::addBody(const raft::Message& message) {
    if (const auto* vote = std::get_if<raft::RequestVote>(&message.body)) {
        add(QStringLiteral("candidateId"), name(message.from));
        add(QStringLiteral("lastLogIndex"), vote->lastLogIndex);
        add(QStringLiteral("lastLogTerm"), vote->lastLogTerm);
    } else if (const auto* voteReply = std::get_if<raft::RequestVoteReply>(&message.body)) {
        add(QStringLiteral("voteGranted"), yesNo(voteReply->voteGranted));
    } else if (const auto* question = std::get_if<raft::PreVote>(&message.body)) {
        add(QStringLiteral("candidateId"), name(message.from));
        add(QStringLiteral("lastLogIndex"), question->lastLogIndex);
        add(QStringLiteral("lastLogTerm"), question->lastLogTerm);
    } else if (const auto* answer = std::get_if<raft::PreVoteReply>(&message.body)) {
        add(QStringLiteral("voteGranted"), yesNo(answer->voteGranted));
    } else if (const auto* append = std::get_if<raft::AppendEntries>(&message.body)) {
        add(QStringLiteral("leaderId"), name(message.from));
        add(QStringLiteral("prevLogIndex"), append->prevLogIndex);
        add(QStringLiteral("prevLogTerm"), append->prevLogTerm);
        add(QStringLiteral("entries[]"), append->entries.empty()
                                             ? tr("none: a heartbeat")
                                             : tr("%n entries", nullptr, static_cast<int>(append->entries.size())));
        raft::Index index = append->prevLogIndex;
        for (const raft::Entry& each : append->entries)
            add(QStringLiteral("  entries[%1]").arg(++index), entry(each));
        add(QStringLiteral("leaderCommit"), append->leaderCommit);
        addRound(append->round, append->memberSince);
    } else if (const auto* reply = std::get_if<raft::AppendEntriesReply>(&message.body)) {
        add(QStringLiteral("success"), yesNo(reply->success));
        add(tr("answers prevLogIndex"), reply->prevLogIndex);
        if (reply->success)
            add(QStringLiteral("matchIndex"), reply->matchIndex);
        if (reply->conflictIndex != 0) {
            add(QStringLiteral("conflictIndex"), reply->conflictIndex);
            add(QStringLiteral("conflictTerm"), reply->conflictTerm);
        }
        if (reply->noRoom)
            add(tr("disk"), tr("full: no room for the entries"));
        addRound(reply->round, reply->memberSince);
    } else {
        addSnapshotBody(message);
    }
}

void FieldParts::addSnapshotBody(const raft::Message& message) {
    if (const auto* install = std::get_if<raft::InstallSnapshot>(&message.body)) {
        add(QStringLiteral("leaderId"), name(message.from));
        add(QStringLiteral("lastIncludedIndex"), install->lastIncludedIndex);
        add(QStringLiteral("lastIncludedTerm"), install->lastIncludedTerm);
        add(tr("voters"), names(install->configuration->voters));
        add(QStringLiteral("offset"), install->offset);
        add(QStringLiteral("data[]"), tr("%n bytes", nullptr, static_cast<int>(install->data.size())));
        add(QStringLiteral("done"), yesNo(install->done));
    } else if (const auto* reply = std::get_if<raft::InstallSnapshotReply>(&message.body)) {
        add(QStringLiteral("lastIncludedIndex"), reply->lastIncludedIndex);
        add(tr("answers offset"), reply->offset);
        add(tr("next offset"), reply->nextOffset);
        if (reply->matchIndex != 0)
            add(QStringLiteral("matchIndex"), reply->matchIndex);
        if (reply->noRoom)
            add(tr("disk"), tr("full: no room for the snapshot"));
    } else if (const auto* question = std::get_if<raft::ReadIndex>(&message.body)) {
        add(tr("number of the read"), question->read);
    } else if (const auto* answer = std::get_if<raft::ReadIndexReply>(&message.body)) {
        add(tr("number of the read"), answer->read);
        add(QStringLiteral("success"), yesNo(answer->success));
        if (answer->success)
            add(QStringLiteral("readIndex"), answer->readIndex);
    } else {
        addClientBody(message);
    }
}

void FieldParts::addClientBody(const raft::Message& message) {
    if (const auto* request = std::get_if<raft::ClientRequest>(&message.body)) {
        const raft::Command& command = *request->command;
        add(tr("command"), QString::fromStdString(command.text()));
        if (request->read != raft::ReadMode::log)
            add(tr("read by"), QString::fromLatin1(raft::readModeName(request->read)));
        if (command.session != 0) {
            add(tr("session"), command.session);
            add(tr("serial number"), command.serial);
            add(tr("first outstanding"), command.firstOutstanding);
        }
        add(tr("request"), request->request);
        add(tr("attempt"), request->attempt);
        add(tr("index seen"), request->seenIndex);
    } else if (const auto* reply = std::get_if<raft::ClientReply>(&message.body)) {
        add(QStringLiteral("success"), yesNo(reply->success));
        if (reply->success) {
            add(tr("result"), resultWords(reply->result));
            add(tr("from index"), reply->index);
        } else {
            add(tr("leader known"), name(reply->leaderHint));
        }
        add(tr("answers request"), reply->request);
        add(tr("answers attempt"), reply->attempt);
    }
}

QString FieldParts::resultWords(const raft::Result& result) {
    switch (result.kind) {
    case raft::ResultKind::value:
        return QString::fromStdString(result.value);
    case raft::ResultKind::absent:
        return tr("no value");
    case raft::ResultKind::mismatch:
        return tr("not done: it is %1").arg(QString::fromStdString(result.value));
    case raft::ResultKind::opened:
        return tr("session %1 is open").arg(QString::fromStdString(result.value));
    case raft::ResultKind::expired:
        return tr("session expired");
    case raft::ResultKind::done:
        break;
    }
    return tr("done");
}

void FieldParts::addRound(std::uint64_t round, raft::Index memberSince) {
    if (round != 0)
        add(tr("round"), round);
    if (memberSince != 0)
        add(tr("member since index"), memberSince);
}

void FieldParts::addMessage(const raft::InFlight& flight, Fate fate) {
    const raft::Message& message = *flight.message;
    add(tr("from"), name(message.from));
    add(tr("to"), name(message.to));
    if (!message.isClients())
        add(QStringLiteral("term"), message.term);
    addBody(message);
    heading(tr("On its way"));
    add(tr("number"), flight.id);
    add(tr("sent"), timeWords(flight.sent));
    if (fate == Fate::hidden)
        return;
    const raft::Time left = std::max<raft::Time>(0, flight.due - cluster_.now());
    add(flight.fate == raft::LossReason::none ? tr("arrives in") : tr("is lost in"), stretchWords(left));
}

static QString percent(std::uint32_t millionths) {
    return QLocale().toString(millionths / 10'000.0, 'g', 6) + QStringLiteral(" %");
}

void FieldParts::addWay(raft::ServerId from, raft::ServerId to) {
    const raft::LinkTiming& timing = cluster_.linkTiming(from, to);
    heading(name(from) + QStringLiteral(" → ") + name(to));
    add(tr("state"), cluster_.network().isCut(from, to) ? tr("cut") : tr("open"));
    add(tr("latency"),
        QStringLiteral("%1–%2").arg(QString::number(timing.latency.low / 1000), stretchWords(timing.latency.high)));
    add(tr("lost"), percent(timing.loss));
    add(tr("duplicated"), percent(timing.duplication));
    QStringList blocked;
    for (std::size_t kind = 0; kind < raft::kMessageKinds; ++kind) {
        const auto each = static_cast<raft::MessageKind>(kind);
        if (cluster_.network().isBlocked(each, from, to))
            blocked += messageKindWords(each);
    }
    add(tr("blocked"), blocked.isEmpty() ? tr("nothing") : blocked.join(QStringLiteral(", ")));
    std::size_t under = 0;
    for (const raft::InFlight& flight : cluster_.inFlight())
        under += flight.message->from == from && flight.message->to == to ? 1 : 0;
    add(tr("messages on the way"), under);
}

void FieldParts::addClient(const raft::Client& client) {
    const auto requestAt = [this](std::uint64_t id) -> const raft::Request& {
        return cluster_.requests()[static_cast<std::size_t>(id - 1)];
    };
    add(tr("session"), client.session == 0 ? none() : QString::number(client.session));
    add(tr("last serial number"), client.serial);
    add(tr("takes for the leader"), name(client.server));
    add(tr("index seen"), client.seenIndex);
    heading(tr("Under way"));
    if (client.request == 0) {
        add(tr("waits for"), tr("nothing"));
    } else {
        add(tr("waits for"), QString::fromStdString(requestAt(client.request).command->text()));
        add(tr("asked"), name(client.asked));
        add(tr("attempts"), client.attempts);
    }
    if (client.timer.isSet()) {
        add(client.request == 0 ? tr("next command in") : tr("asks again in"),
            stretchWords(std::max<raft::Time>(0, client.timer.time - cluster_.now())));
    }
    if (!client.backlog.empty())
        add(tr("commands that wait for their turn"), client.backlog.size());
    if (client.lastEnded == 0)
        return;
    const raft::Request& last = requestAt(client.lastEnded);
    heading(tr("Last answer"));
    add(tr("to"), QString::fromStdString(last.command->text()));
    add(tr("by"), name(last.server));
    add(tr("result"), resultWords(last.result));
    add(tr("at"), timeWords(last.ended));
}

void FieldParts::addClients() {
    for (const raft::Client& client : cluster_.clients()) {
        const QString command =
            client.request == 0
                ? none()
                : QString::fromStdString(
                      cluster_.requests()[static_cast<std::size_t>(client.request - 1)].command->text());
        add(name(raft::clientParty(client.id)), command);
    }
}

void FieldParts::addLink(raft::ServerId low, raft::ServerId high) {
    addWay(low, high);
    addWay(high, low);
}

void FieldParts::addEntry(const raft::Host& host, raft::Index index) {
    const raft::ServerState& state = host.server.state();
    const raft::Entry& own = state.persistent.log.at(index);
    add(tr("index"), index);
    add(QStringLiteral("term"), own.term);
    if (own.configuration()) {
        add(tr("voters"), names(own.configuration()->voters));
        add(tr("voters of the configuration that is left"), names(own.configuration()->outgoing));
        add(tr("learners"), names(own.configuration()->learners));
    }
    add(tr("command"), own.command() ? QString::fromStdString(own.command()->text()) : tr("no-op"));
    add(tr("committed here"), yesNo(index <= state.commitIndex));
    add(tr("applied here"), yesNo(index <= state.lastApplied));
    raft::ServerSet same;
    raft::ServerSet other;
    for (const raft::Host& each : cluster_.hosts()) {
        const raft::Log& log = each.server.state().persistent.log;
        if (log.has(index))
            (log.at(index) == own ? same : other).insert(each.id());
    }
    heading(tr("In the cluster"));
    add(tr("on servers"), names(same));
    add(tr("another entry there on"), names(other));
}

static const raft::InFlight* findFlight(const raft::Cluster& cluster, std::uint64_t number) {
    if (const raft::InFlight* flight = cluster.findMessage(number))
        return flight;
    for (const raft::Host& host : cluster.hosts()) {
        for (const raft::InFlight& waiting : host.inbox) {
            if (waiting.id == number)
                return &waiting;
        }
    }
    return nullptr;
}

static const raft::Client* findClient(const raft::Cluster& cluster, const scene::Id& id) {
    const bool isThere =
        id.subject == scene::Subject::client && id.number >= 1 && id.number <= cluster.clients().size();
    return isThere ? &cluster.clients()[static_cast<std::size_t>(id.number - 1)] : nullptr;
}

std::vector<FieldLine> fieldsOf(const raft::Cluster& cluster, const scene::Id& id, Fate fate) {
    FieldParts parts(cluster);
    const raft::Host* host = cluster.findHost(id.server);
    if ((id.subject == scene::Subject::server || id.subject == scene::Subject::snapshot) && host) {
        parts.addServer(*host);
    } else if (id.subject == scene::Subject::entry && host) {
        if (host->server.state().persistent.log.has(id.number))
            parts.addEntry(*host, id.number);
    } else if (id.subject == scene::Subject::message) {
        if (const raft::InFlight* flight = findFlight(cluster, id.number))
            parts.addMessage(*flight, fate);
    } else if (const raft::Client* client = findClient(cluster, id)) {
        parts.addClient(*client);
    } else if (id.subject == scene::Subject::clients) {
        parts.addClients();
    } else if (id.subject == scene::Subject::link && host && cluster.findHost(id.peer)) {
        parts.addLink(id.server, id.peer);
    }
    return parts.lines();
}

QString titleOf(const raft::Cluster& cluster, const scene::Id& id) {
    const FieldParts parts(cluster);
    const QString name = parts.name(id.server);
    switch (id.subject) {
    case scene::Subject::server:
    case scene::Subject::snapshot:
        return name;
    case scene::Subject::entry:
        return FieldParts::tr("Entry %1 of %2").arg(id.number).arg(name);
    case scene::Subject::link:
        return FieldParts::tr("Link %1–%2").arg(name, parts.name(id.peer));
    case scene::Subject::client:
        return FieldParts::tr("Client %1").arg(parts.name(raft::clientParty(id.number)));
    case scene::Subject::clients:
        return FieldParts::tr("%n clients", nullptr, static_cast<int>(cluster.clients().size()));
    case scene::Subject::message:
        break;
    default:
        return {};
    }
    const raft::InFlight* flight = findFlight(cluster, id.number);
    if (!flight)
        return FieldParts::tr("Message %1").arg(id.number);
    return FieldParts::tr("%1, %2 → %3")
        .arg(messageKindWords(flight->message->kind()), parts.name(flight->message->from),
             parts.name(flight->message->to));
}

} // namespace raftarium
