// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scene/StageSamples.h"

#include <algorithm>

// Facts put together by hand or by counting; no run leads to them.

namespace scene {

namespace {

constexpr std::array kShapes{MessageShape::requestVote,     MessageShape::preVote,    MessageShape::appendEntries,
                             MessageShape::heartbeat,       MessageShape::granted,    MessageShape::denied,
                             MessageShape::installSnapshot, MessageShape::timeoutNow, MessageShape::readIndex};

ServerFact follower(raft::ServerId id, raft::Term term, double timerLeft) {
    ServerFact fact;
    fact.id = id;
    fact.name = "S" + std::to_string(id);
    fact.term = term;
    fact.timer = TimerKind::running;
    fact.timerLeft = timerLeft;
    return fact;
}

/// Entries of these terms from index 1, the first `applied` applied and the first `committed` committed.
std::vector<EntryFact> tailOf(const std::vector<raft::Term>& terms, std::size_t applied, std::size_t committed) {
    std::vector<EntryFact> tail;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const EntryState state = i < applied     ? EntryState::applied
                                 : i < committed ? EntryState::committed
                                                 : EntryState::uncommitted;
        tail.push_back({i + 1, terms[i], state});
    }
    return tail;
}

MessageFact message(std::uint64_t id, raft::ServerId from, raft::ServerId to, MessageShape shape, raft::Term term,
                    double part, std::vector<raft::Term> entries = {}) {
    return {id, from, to, shape, term, std::move(entries), part, 0};
}

void finish(Facts& facts) {
    facts.voters = static_cast<std::size_t>(
        std::count_if(facts.servers.begin(), facts.servers.end(), [](const ServerFact& s) { return s.voting; }));
}

void makeLeader(ServerFact& fact) {
    fact.role = RoleFact::leader;
    fact.timer = TimerKind::leading;
}

/// Gives every fifth server or so another role or state than follower.
void varyServer(ServerFact& fact) {
    const raft::ServerId id = fact.id;
    if (id == 1)
        makeLeader(fact);
    if (id % 7 == 3)
        fact.votedFor = 1;
    if (id % 8 == 4)
        fact.health = Health::paused;
    if (id % 9 == 5) {
        fact.health = Health::stopped;
        fact.timer = TimerKind::none;
    }
    if (id % 11 == 6)
        fact.timer = TimerKind::manual;
}

} // namespace

Facts lookFacts() {
    Facts facts;
    for (raft::ServerId id = 1; id <= 5; ++id)
        facts.servers.push_back(follower(id, 4, 0.55));
    makeLeader(facts.servers[0]);
    facts.servers[0].tail = tailOf({1, 1, 2, 4}, 2, 2);
    facts.servers[1].tail = tailOf({1, 1, 2}, 2, 2);
    facts.servers[1].votedFor = 1;
    facts.servers[2].tail = tailOf({1, 1}, 1, 2);
    facts.servers[2].timerLeft = 0.8;
    facts.servers[2].votedFor = 1;
    facts.servers[3].tail = tailOf({1, 1}, 1, 1);
    facts.servers[3].term = 3;
    facts.servers[3].health = Health::stopped;
    facts.servers[3].timer = TimerKind::none;
    facts.servers[4].tail = tailOf({1, 1, 3}, 1, 1);
    facts.servers[4].term = 3;
    facts.servers[4].role = RoleFact::candidate;
    facts.servers[4].timerLeft = 0.35;
    facts.servers[4].votes = {
        {1, Answer::denied}, {2, Answer::none}, {3, Answer::granted}, {4, Answer::none}, {5, Answer::granted}};
    facts.messages = {message(1, 1, 2, MessageShape::appendEntries, 4, 0.62, {4}),
                      message(2, 1, 3, MessageShape::appendEntries, 4, 0.45, {2, 4}),
                      message(3, 3, 1, MessageShape::granted, 4, 0.25),
                      message(4, 1, 4, MessageShape::heartbeat, 4, 0.3),
                      message(5, 5, 4, MessageShape::requestVote, 3, 0.5),
                      message(6, 2, 1, MessageShape::denied, 4, 0.3)};
    finish(facts);
    return facts;
}

Facts crowdFacts(std::size_t servers, std::size_t messages) {
    Facts facts;
    const auto count = static_cast<raft::ServerId>(servers);
    for (raft::ServerId id = 1; id <= count; ++id) {
        ServerFact fact = follower(id, 1 + id % 9, static_cast<double>(id * 37 % 100) / 100);
        varyServer(fact);
        fact.tail = tailOf({1, 2, 3, 4, 5, 6, 7, 8}, id % 5, id % 5 + 2);
        fact.tail.resize(id % 9);
        fact.hasMore = id % 9 == 8;
        facts.servers.push_back(std::move(fact));
    }
    for (std::size_t i = 0; count > 1 && i < messages; ++i) {
        const auto from = static_cast<raft::ServerId>(i * 7 % count + 1);
        const auto to = static_cast<raft::ServerId>((from + i * 5 % (count - 1)) % count + 1);
        const MessageShape shape = kShapes[i % kShapes.size()];
        const std::size_t entries = shape == MessageShape::appendEntries ? 1 + i / 9 % 6 : 0;
        facts.messages.push_back(message(i + 1, from, to, shape, 1 + i % 8, static_cast<double>(i * 61 % 101) / 100,
                                         std::vector<raft::Term>(entries, 1 + i % 8)));
    }
    finish(facts);
    return facts;
}

Facts electionFacts(std::size_t servers, raft::ServerId candidate) {
    Facts facts = crowdFacts(servers, 0);
    makeLeader(facts.servers.front());
    ServerFact& fact = facts.servers[candidate - 1];
    fact.role = RoleFact::candidate;
    fact.health = Health::running;
    fact.timer = TimerKind::running;
    fact.term = 12;
    for (const ServerFact& voter : facts.servers) {
        const Answer answer = voter.id == candidate || voter.id % 3 == 0 ? Answer::granted
                              : voter.id % 3 == 1                        ? Answer::denied
                                                                         : Answer::none;
        fact.votes.push_back({voter.id, answer});
        if (answer == Answer::granted && voter.id != candidate)
            facts.messages.push_back(message(voter.id, voter.id, candidate, MessageShape::granted, 12, 0.7));
        else if (voter.id != candidate)
            facts.messages.push_back(message(voter.id, candidate, voter.id, MessageShape::requestVote, 12, 0.4));
    }
    return facts;
}

Facts crossfireFacts(std::size_t servers, double part) {
    Facts facts = crowdFacts(servers, 0);
    std::uint64_t id = 0;
    for (const ServerFact& from : facts.servers) {
        for (const ServerFact& to : facts.servers) {
            if (from.id == to.id)
                continue;
            const MessageShape shape = kShapes[++id % kShapes.size()];
            const std::size_t entries = shape == MessageShape::appendEntries ? 1 + id % 6 : 0;
            facts.messages.push_back(
                message(id, from.id, to.id, shape, 1 + id % 8, part, std::vector<raft::Term>(entries, 2)));
        }
    }
    return facts;
}

Facts linkFacts(std::size_t servers) {
    Facts facts = crowdFacts(servers, 0);
    std::size_t kind = 0;
    for (raft::ServerId low = 1; low <= servers; ++low) {
        for (raft::ServerId high = low + 1; high <= servers; ++high) {
            LinkFact link{low, high, {}, {}};
            switch (kind++ % 6) {
            case 0:
                link.up.cut = link.down.cut = true;
                break;
            case 1:
                link.up.cut = true;
                break;
            case 2:
                link.down.cut = true;
                break;
            case 3:
                link.up.blocked = link.down.blocked = true;
                break;
            case 4:
                link.up.latency = link.down.latency = 80'000;
                break;
            default:
                continue;
            }
            facts.links.push_back(link);
        }
    }
    return facts;
}

Frame plainFrame(std::size_t servers) { return Frame{raft::Cluster(servers, 1), 0, {}, {}, {}, {}, {}, {}, {}, {}}; }

} // namespace scene
