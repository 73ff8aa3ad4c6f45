// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene/Describe.h"

#include "widgets/scene/DiscWords.h"
#include "widgets/scene/Facts.h"
#include "widgets/scene/MajorityRings.h"
#include "widgets/scene/StageWords.h"

#include <algorithm>

// Sentences made of clauses, each a template of its own, so that a translation can order the words within a clause.

namespace scene {

namespace {

using raft::Text;

/// Puts clauses into one line.
class Clauses {
public:
    explicit Clauses(const Words& words) : words_(words) {}
    Clauses& add(const Text& text) { return addSpoken(words_.say(text)); }
    Clauses& addSpoken(const std::string& clause) {
        if (!clause.empty())
            line_ += (line_.empty() ? "" : ", ") + clause;
        return *this;
    }
    std::string line() const { return line_; }

private:
    const Words& words_;
    std::string line_;
};

class Speaker {
public:
    Speaker(const Frame& frame, const Words& words) : frame_(frame), words_(words), cluster_(frame.cluster) {}

    std::string server(raft::ServerId id) const {
        const raft::Host* host = cluster_.findHost(id);
        if (host == nullptr)
            return {};
        const Facts facts = factsOf(frame_);
        const ServerFact& fact = *facts.find(id);
        const raft::ServerState& state = host->server.state();
        Clauses line(words_);
        line.addSpoken(fact.name).addSpoken(roleWord(fact, words_)).addSpoken(term(fact.term));
        if (fact.health == Health::paused)
            line.addSpoken(roleWord(running(fact), words_));
        if (fact.votedFor != 0)
            line.add({QT_TRANSLATE_NOOP("scene", "voted for %1"), {cluster_.nameOf(fact.votedFor)}});
        if (!fact.votes.empty())
            line.add({QT_TRANSLATE_NOOP("scene", "votes %1"), {voteCount(fact, words_)}});
        line.add({QT_TRANSLATE_NOOP("scene", "log up to %1"), {std::to_string(state.persistent.log.lastIndex())}});
        if (fact.health != Health::stopped)
            line.add({QT_TRANSLATE_NOOP("scene", "committed up to %1"), {std::to_string(state.commitIndex)}});
        if (facts.joint && facts.joint->server == id)
            line.addSpoken(majorities(facts));
        return line.addSpoken(timer(id)).line();
    }

    /// The two majorities of the joint configuration that the stage shows.
    std::string majorities(const Facts& facts) const {
        Clauses line(words_);
        for (const std::string& each : majorityLines(facts, words_))
            line.addSpoken(each);
        return line.line();
    }

    std::string snapshot(raft::ServerId id) const {
        const raft::Host* host = cluster_.findHost(id);
        if (host == nullptr || !host->server.state().persistent.snapshot)
            return {};
        const raft::Snapshot& snapshot = *host->server.state().persistent.snapshot;
        return Clauses(words_)
            .add({QT_TRANSLATE_NOOP("scene", "snapshot of %1 up to index %2"),
                  {cluster_.nameOf(id), std::to_string(snapshot.lastIncludedIndex)}})
            .addSpoken(term(snapshot.lastIncludedTerm))
            .add({QT_TRANSLATE_NOOP("scene", "%1 bytes"), {std::to_string(snapshot.data.size())}})
            .line();
    }

    std::string timer(raft::ServerId id) const {
        const raft::Host* host = cluster_.findHost(id);
        if (host == nullptr || host->stopped || host->server.state().role == raft::Role::leader)
            return {};
        if (cluster_.timing().electionTimers == raft::TimerMode::manual)
            return words_.say(QT_TRANSLATE_NOOP("scene", "election timer manual"));
        if (!host->electionTimer.isSet())
            return {};
        const raft::Time left = std::max<raft::Time>(0, host->electionTimer.time - frame_.time);
        return words_.say({QT_TRANSLATE_NOOP("scene", "election timer %1 ms left"), {std::to_string(left / 1000)}});
    }

    std::string message(std::uint64_t number) const {
        if (const raft::InFlight* flight = cluster_.findMessage(number))
            return message(*flight);
        for (const raft::Host& host : cluster_.hosts()) {
            for (const raft::InFlight& flight : host.inbox) {
                if (flight.id == number)
                    return Clauses(words_)
                        .addSpoken(message(flight))
                        .add(QT_TRANSLATE_NOOP("scene", "waits at the paused server"))
                        .line();
            }
        }
        return {};
    }

    std::string client(std::uint64_t number) const {
        const Facts facts = factsOf(frame_);
        if (number < 1 || number > facts.clients.size())
            return {};
        const ClientFact& client = facts.clients[static_cast<std::size_t>(number - 1)];
        Clauses line(words_);
        line.add({QT_TRANSLATE_NOOP("scene", "client %1"), {client.name}});
        if (client.session != 0)
            line.add({QT_TRANSLATE_NOOP("scene", "session %1"), {std::to_string(client.session)}});
        if (!client.waits())
            return line.add(QT_TRANSLATE_NOOP("scene", "idle")).line();
        return line
            .add({QT_TRANSLATE_NOOP("scene", "waits for the answer to %1, attempt %2"),
                  {client.command, std::to_string(client.attempts)}})
            .line();
    }

    std::string clients() const {
        const Facts facts = factsOf(frame_);
        const auto waiting = std::count_if(facts.clients.begin(), facts.clients.end(),
                                           [](const ClientFact& each) { return each.waits(); });
        return words_.say({QT_TRANSLATE_NOOP("scene", "%1 clients, of which %2 wait for an answer"),
                           {std::to_string(facts.clients.size()), std::to_string(waiting)}});
    }

    std::string loss(std::uint64_t number) const {
        for (const Loss& loss : frame_.losses) {
            if (loss.message.id == number)
                return Clauses(words_).addSpoken(message(loss.message)).add(QT_TRANSLATE_NOOP("scene", "lost")).line();
        }
        return {};
    }

    std::string link(raft::ServerId low, raft::ServerId high) const {
        if (cluster_.findHost(low) == nullptr || cluster_.findHost(high) == nullptr)
            return {};
        Clauses line(words_);
        line.add({QT_TRANSLATE_NOOP("scene", "link between %1 and %2"), {cluster_.nameOf(low), cluster_.nameOf(high)}});
        const raft::Network& network = cluster_.network();
        const bool up = network.isCut(low, high);
        const bool down = network.isCut(high, low);
        if (up && down)
            line.add(QT_TRANSLATE_NOOP("scene", "cut"));
        else if (up || down)
            line.add({QT_TRANSLATE_NOOP("scene", "cut from %1 to %2"),
                      {cluster_.nameOf(up ? low : high), cluster_.nameOf(up ? high : low)}});
        return line.addSpoken(timing(low, high)).addSpoken(timing(high, low)).line();
    }

    std::string entry(raft::ServerId id, raft::Index index) const {
        const raft::Host* host = cluster_.findHost(id);
        if (host == nullptr || !host->server.state().persistent.log.has(index))
            return {};
        const raft::ServerState& state = host->server.state();
        const raft::Entry& entry = state.persistent.log.at(index);
        Clauses line(words_);
        line.add({QT_TRANSLATE_NOOP("scene", "entry %1 of %2"), {std::to_string(index), cluster_.nameOf(id)}});
        line.addSpoken(term(entry.term));
        line.addSpoken(entry.command() ? entry.command()->text()
                                       : words_.say(QT_TRANSLATE_NOOP("scene", "no command")));
        switch (entryState(state, index)) {
        case EntryState::applied:
            return line.add(QT_TRANSLATE_NOOP("scene", "applied")).line();
        case EntryState::committed:
            return line.add(QT_TRANSLATE_NOOP("scene", "committed")).line();
        case EntryState::uncommitted:
            break;
        }
        return line.add(QT_TRANSLATE_NOOP("scene", "not committed")).line();
    }

    std::string vote(raft::ServerId candidate, raft::ServerId voter) const {
        const raft::Host* host = cluster_.findHost(candidate);
        if (host == nullptr)
            return {};
        const raft::ServerState& state = host->server.state();
        const std::vector<std::string> names{cluster_.nameOf(voter), cluster_.nameOf(candidate)};
        const bool asksFirst = state.role == raft::Role::preCandidate;
        if (asksFirst && state.votesGranted.contains(voter))
            return words_.say({QT_TRANSLATE_NOOP("scene", "%1 would vote for %2"), names});
        if (asksFirst && state.votesDenied.contains(voter))
            return words_.say({QT_TRANSLATE_NOOP("scene", "%1 would not vote for %2"), names});
        if (state.votesGranted.contains(voter))
            return words_.say({QT_TRANSLATE_NOOP("scene", "%1 voted for %2"), names});
        if (state.votesDenied.contains(voter))
            return words_.say({QT_TRANSLATE_NOOP("scene", "%1 denied %2 its vote"), names});
        return words_.say({QT_TRANSLATE_NOOP("scene", "%1 has not answered %2"), names});
    }

    std::string progress(const Id& id) const {
        const std::vector<std::string> values{cluster_.nameOf(id.peer), cluster_.nameOf(id.server),
                                              std::to_string(id.number)};
        if (id.subject == Subject::nextIndex)
            return words_.say({QT_TRANSLATE_NOOP("scene", "nextIndex of %1 for %2: %3"), values});
        return words_.say({QT_TRANSLATE_NOOP("scene", "matchIndex of %1 for %2: %3"), values});
    }

private:
    static ServerFact running(ServerFact fact) {
        fact.health = Health::running;
        return fact;
    }

    std::string term(raft::Term number) const {
        return words_.say({QT_TRANSLATE_NOOP("scene", "term %1"), {std::to_string(number)}});
    }

    std::string message(const raft::InFlight& flight) const {
        const raft::Message& message = *flight.message;
        Clauses line(words_);
        line.addSpoken(messageKindWords(message, words_));
        line.add({QT_TRANSLATE_NOOP("scene", "from %1 to %2"),
                  {cluster_.nameOf(message.from), cluster_.nameOf(message.to)}});
        if (const auto* request = std::get_if<raft::ClientRequest>(&message.body))
            line.addSpoken(request->command->text());
        else if (!message.isClients())
            line.addSpoken(term(message.term));
        if (const auto* append = std::get_if<raft::AppendEntries>(&message.body);
            append != nullptr && !append->entries.empty())
            line.add({QT_TRANSLATE_NOOP("scene", "entries %1 to %2"),
                      {std::to_string(append->prevLogIndex + 1),
                       std::to_string(append->prevLogIndex + append->entries.size())}});
        if (message.isReply())
            line.add(message.isDenial() ? Text(QT_TRANSLATE_NOOP("scene", "no"))
                                        : Text(QT_TRANSLATE_NOOP("scene", "yes")));
        return line.line();
    }

    std::string timing(raft::ServerId from, raft::ServerId to) const {
        const raft::LinkTiming* own = cluster_.network().ownTiming(from, to);
        if (own == nullptr)
            return {};
        return words_.say({QT_TRANSLATE_NOOP("scene", "%1 to %2 takes %3 to %4 ms and loses %5 %"),
                           {cluster_.nameOf(from), cluster_.nameOf(to), raft::milliseconds(own->latency.low),
                            raft::milliseconds(own->latency.high), std::to_string(own->loss / 10'000)}});
    }

    const Frame& frame_;
    const Words& words_;
    const raft::Cluster& cluster_;
};

} // namespace

std::string messageKindWords(const raft::Message& message, const Words& words) {
    if (message.isHeartbeat())
        return words.say(QT_TRANSLATE_NOOP("scene", "heartbeat (AppendEntries without entries)"));
    switch (message.kind()) {
    case raft::MessageKind::requestVote:
        return "RequestVote";
    case raft::MessageKind::requestVoteReply:
        return words.say({QT_TRANSLATE_NOOP("scene", "reply to %1"), {"RequestVote"}});
    case raft::MessageKind::preVote:
        return "PreVote";
    case raft::MessageKind::timeoutNow:
        return "TimeoutNow";
    case raft::MessageKind::preVoteReply:
        return words.say({QT_TRANSLATE_NOOP("scene", "reply to %1"), {"PreVote"}});
    case raft::MessageKind::appendEntries:
        return "AppendEntries";
    case raft::MessageKind::readIndex:
        return "ReadIndex";
    case raft::MessageKind::readIndexReply:
        return words.say({QT_TRANSLATE_NOOP("scene", "reply to %1"), {"ReadIndex"}});
    case raft::MessageKind::installSnapshot:
        return "InstallSnapshot";
    case raft::MessageKind::installSnapshotReply:
        return words.say({QT_TRANSLATE_NOOP("scene", "reply to %1"), {"InstallSnapshot"}});
    case raft::MessageKind::clientRequest:
        return words.say(QT_TRANSLATE_NOOP("scene", "a client's request"));
    case raft::MessageKind::clientReply:
        return words.say(QT_TRANSLATE_NOOP("scene", "reply to a client"));
    case raft::MessageKind::appendEntriesReply:
        break;
    }
    return words.say({QT_TRANSLATE_NOOP("scene", "reply to %1"), {"AppendEntries"}});
}

std::string describe(const Frame& frame, const Id& id, const Words& words) {
    const Speaker speaker(frame, words);
    switch (id.subject) {
    case Subject::server:
    case Subject::tail:
    case Subject::commit:
    case Subject::votes:
        return speaker.server(id.server);
    case Subject::message:
        return speaker.message(id.number);
    case Subject::loss:
        return speaker.loss(id.number);
    case Subject::client:
        return speaker.client(id.number);
    case Subject::clients:
        return speaker.clients();
    case Subject::link:
        return speaker.link(id.server, id.peer);
    case Subject::entry:
        return speaker.entry(id.server, id.number);
    case Subject::snapshot:
        return speaker.snapshot(id.server);
    case Subject::timer:
        return speaker.timer(id.server);
    case Subject::vote:
        return speaker.vote(id.server, id.peer);
    case Subject::nextIndex:
    case Subject::matchIndex:
        return speaker.progress(id);
    case Subject::indexHeader:
        return words.say({QT_TRANSLATE_NOOP("scene", "index %1"), {std::to_string(id.number)}});
    case Subject::majorities:
        return speaker.majorities(factsOf(frame));
    case Subject::caption:
        return frame.caption;
    case Subject::hint:
        return frame.hint.empty() ? words.say(stageHint(factsOf(frame))) : frame.hint;
    default:
        return {};
    }
}

std::vector<Id> spokenIds(const Frame& frame) {
    const Facts facts = factsOf(frame);
    std::vector<Id> ids;
    for (const ServerFact& server : facts.servers) {
        ids.push_back(serverId(server.id));
        for (const VoteFact& vote : server.votes)
            ids.push_back(voteId(server.id, vote.voter));
    }
    for (const ClientFact& client : facts.clients)
        ids.push_back(clientId(client.id));
    for (const MessageFact& message : facts.messages)
        ids.push_back(messageId(message.id));
    for (const LinkFact& link : facts.links)
        ids.push_back(linkId(link.low, link.high));
    return ids;
}

} // namespace scene
