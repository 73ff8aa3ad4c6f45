// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Server.h"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <vector>

// One server that a test holds in its hand: it is given inputs and its effects are looked at.

namespace raft {

using Terms = std::vector<Term>;

/// A log with an entry of each of these terms, from index 1.
Log logOf(const Terms& terms);
/// The terms of a log's entries, from index 1 or from behind its snapshot.
Terms termsOf(const Log& log);
/// Entries of these terms, without commands.
std::vector<Entry> entriesOf(const Terms& terms);
/// The command that a person writes so; the test fails when it is none.
Shared<Command> commandOf(const char* line);
/// The preset `paper-basic` plus `noOp`.
Options withNoOp();
/// The preset `paper-basic` plus `acceleratedBackoff`.
Options withAcceleratedBackoff();
/// A configuration of the voters 1 to `voters`.
Configuration votersUpTo(std::size_t voters);
/// An AppendEntries body: what stands before the entries, their terms, and the leader's commitIndex.
AppendEntries appendAfter(Index prevLogIndex, Term prevLogTerm, const Terms& entries, Index leaderCommit = 0);
/// The answer of a follower that accepted all up to `matchIndex`.
AppendEntriesReply acceptedUpTo(Index matchIndex);
/// The answer of a follower that refused what would follow `prevLogIndex`.
AppendEntriesReply refusedAt(Index prevLogIndex, Index conflictIndex = 0, Term conflictTerm = 0);
/// How a test names terms in its own name: {1, 1, 2} is "1_1_2", none "empty".
std::string nameOfTerms(const Terms& terms);

/// Names the cases of a table by their field `name`.
struct ByName {
    template <typename Row>
    std::string operator()(const testing::TestParamInfo<Row>& row) const {
        return row.param.name;
    }
};

/// How a server in the hand starts.
struct InHandStart {
    std::size_t servers = 3;
    Terms log = {};
    /// By default the log's last term.
    std::optional<Term> currentTerm = {};
    ServerId votedFor = 0;
    Options options = {};
    Defects defects = {};
    /// True when the test itself says when a write is durable.
    bool slowDisk = false;
};

/// Server 1 of a cluster of which nothing else exists. The invariants are checked after every input.
class ServerInHand {
public:
    explicit ServerInHand(const InHandStart& start = {});

    /// Each of these is one input; the effects of the last one are kept.
    const Effects& receive(ServerId from, Term term, Message::Body body);
    const Effects& electionTimeout();
    const Effects& heartbeatTimeout();
    const Effects& quorumTimeout();
    /// Gives a command and tells the index that it got; 0 when it was refused.
    Index propose(const char* line);
    const Effects& persisted(std::uint64_t write);
    const Effects& applied();
    const Effects& takeSnapshot(const char* data);
    const Effects& read(std::uint64_t number, bool byLease);
    /// Lets time pass on its clock, in microseconds; an election timeout is 150 ms or longer.
    void pass(Time time) { now_ += time; }
    /// A crash and a restart from what is durable: everything, unless the disk is slow and writes are under way.
    void restart();

    [[nodiscard]] bool wantsSnapshot() const { return server_.wantsSnapshot(); }

    /// Campaigns and receives as many votes as it needs.
    void becomeLeader();

    [[nodiscard]] const ServerState& state() const { return server_.state(); }
    const ServerState* operator->() const { return &server_.state(); }
    [[nodiscard]] const Effects& effects() const { return effects_; }
    [[nodiscard]] Terms terms() const { return termsOf(server_.state().persistent.log); }
    [[nodiscard]] Term term() const { return server_.state().persistent.currentTerm; }
    [[nodiscard]] const Progress& peer(ServerId id) const { return *server_.state().progressOf(id); }
    /// True when the last input gave this reason.
    [[nodiscard]] bool because(Reason reason) const;
    /// True when the last input issued a write, and with it changed these bits of `change`.
    [[nodiscard]] bool wrote(std::uint32_t bits) const;

    /// The messages of one kind that the last input sent.
    template <typename Body>
    [[nodiscard]] std::vector<Message> sent() const {
        std::vector<Message> found;
        for (const Message& message : effects_.messages) {
            if (std::holds_alternative<Body>(message.body))
                found.push_back(message);
        }
        return found;
    }
    /// The body of the only message that the last input sent; it must be of this kind.
    template <typename Body>
    [[nodiscard]] Body answer() const {
        EXPECT_EQ(effects_.messages.size(), 1U);
        const Body* body = effects_.messages.empty() ? nullptr : std::get_if<Body>(&effects_.messages.front().body);
        EXPECT_NE(body, nullptr);
        return body ? *body : Body{};
    }

private:
    template <typename Input>
    const Effects& take(const Input& input);

    InHandStart start_;
    Server server_;
    Effects effects_;
    Time now_ = 0;
    std::uint64_t writesBefore_ = 0;
};

/// For messages of failed expectations.
std::ostream& operator<<(std::ostream& out, Role role);

} // namespace raft
