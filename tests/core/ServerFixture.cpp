// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ServerFixture.h"

#include "raftcore/check/Invariants.h"

#include <algorithm>

// Giving inputs to one server, and short hands for logs and messages.

namespace raft {

Log logOf(const Terms& terms) {
    Log log;
    for (const Term term : terms)
        log.append(Entry{term, {}});
    return log;
}

Terms termsOf(const Log& log) {
    Terms terms;
    for (Index index = log.baseIndex() + 1; index <= log.lastIndex(); ++index)
        terms.push_back(log.termAt(index));
    return terms;
}

std::vector<Entry> entriesOf(const Terms& terms) {
    std::vector<Entry> entries;
    for (const Term term : terms)
        entries.push_back(Entry{term, {}});
    return entries;
}

Shared<Command> commandOf(const char* line) {
    const auto command = Command::parse(line);
    EXPECT_TRUE(command) << line;
    return Shared<Command>(command.value_or(Command{}));
}

Options withNoOp() {
    Options options;
    options.noOp = true;
    return options;
}

Options withAcceleratedBackoff() {
    Options options;
    options.acceleratedBackoff = true;
    return options;
}

Configuration votersUpTo(std::size_t voters) {
    Configuration configuration;
    for (ServerId id = 1; id <= voters; ++id)
        configuration.voters.insert(id);
    return configuration;
}

AppendEntries appendAfter(Index prevLogIndex, Term prevLogTerm, const Terms& entries, Index leaderCommit) {
    return {prevLogIndex, prevLogTerm, entriesOf(entries), leaderCommit};
}

AppendEntriesReply acceptedUpTo(Index matchIndex) { return {true, matchIndex, matchIndex, 0, 0}; }

AppendEntriesReply refusedAt(Index prevLogIndex, Index conflictIndex, Term conflictTerm) {
    return {false, prevLogIndex, 0, conflictIndex, conflictTerm};
}

std::string nameOfTerms(const Terms& terms) {
    std::string name;
    for (const Term term : terms)
        name += (name.empty() ? "" : "_") + std::to_string(term);
    return name.empty() ? "empty" : name;
}

ServerInHand::ServerInHand(const InHandStart& start) : start_(start) {
    PersistentState disk;
    disk.log = logOf(start.log);
    disk.currentTerm = start.currentTerm.value_or(disk.log.lastTerm());
    disk.votedFor = start.votedFor;
    server_ = Server(1, disk, votersUpTo(start.servers), start.options, start.defects);
}

template <typename Input>
const Effects& ServerInHand::take(const Input& input) {
    const ServerState before = server_.state();
    writesBefore_ = before.writesIssued;
    effects_.clear();
    server_.tick(now_, 150'000);
    input();
    while (!start_.slowDisk && !server_.state().pendingWrites.empty())
        server_.persisted(server_.state().writesIssued, effects_);
    for (const Text& sentence : brokenInvariants(before, server_.state()))
        ADD_FAILURE() << "broken invariant: " << sentence.english();
    return effects_;
}

const Effects& ServerInHand::receive(ServerId from, Term term, Message::Body body) {
    const Message message{from, 1, term, std::move(body)};
    return take([&] { server_.receive(message, effects_); });
}

const Effects& ServerInHand::electionTimeout() {
    return take([&] { server_.electionTimeout(effects_); });
}

const Effects& ServerInHand::heartbeatTimeout() {
    return take([&] { server_.heartbeatTimeout(effects_); });
}

const Effects& ServerInHand::quorumTimeout() {
    return take([&] { server_.quorumTimeout(effects_); });
}

Index ServerInHand::propose(const char* line) {
    Index index = 0;
    take([&] { index = server_.propose(commandOf(line), effects_); });
    return index;
}

const Effects& ServerInHand::persisted(std::uint64_t write) {
    return take([&] { server_.persisted(write, effects_); });
}

const Effects& ServerInHand::applied() {
    return take([&] { server_.applied(effects_); });
}

const Effects& ServerInHand::takeSnapshot(const char* data) {
    return take([&] { server_.takeSnapshot(data, effects_); });
}

const Effects& ServerInHand::read(std::uint64_t number, bool byLease) {
    return take([&] { server_.read(number, byLease, effects_); });
}

void ServerInHand::restart() {
    EXPECT_TRUE(server_.state().pendingWrites.empty()) << "what is durable is the cluster's to know";
    server_ = Server(1, server_.state().persistent, server_.state().configuration, start_.options, start_.defects);
    effects_.clear();
}

void ServerInHand::becomeLeader() {
    electionTimeout();
    for (ServerId voter = 2; voter <= start_.servers && server_.state().role == Role::candidate; ++voter)
        receive(voter, term(), RequestVoteReply{true});
    EXPECT_EQ(server_.state().role, Role::leader);
}

bool ServerInHand::because(Reason reason) const {
    return std::any_of(effects_.reasons.begin(), effects_.reasons.end(),
                       [reason](const Because& because) { return because.reason == reason; });
}

bool ServerInHand::wrote(std::uint32_t bits) const {
    return server_.state().writesIssued > writesBefore_ && (effects_.changed & bits) == bits;
}

std::ostream& operator<<(std::ostream& out, Role role) { return out << roleName(role); }

} // namespace raft
