// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"
#include "tests/core/ServerFixture.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

// A cluster in the words of a test: act on it, let it run, look at it. Invariants are checked after every event.

namespace raft {

/// A millisecond of logical time.
inline constexpr Time kMillisecond = 1'000;
/// A second of logical time.
inline constexpr Time kSecond = 1'000'000;

/// Servers with empty logs whose timers run out by actions only.
ClusterConfiguration manual(std::size_t servers, const Options& options = {});
/// The same with a starting log each, given by its terms.
ClusterConfiguration manualWithLogs(const std::vector<Terms>& logs, const Options& options = {});
/// Servers with empty logs whose timers run out by themselves.
ClusterConfiguration automatic(std::size_t servers, std::uint64_t seed, const Options& options = {});

/// A cluster that a test acts on. Every event is kept in full; after each, the invariants are checked on all servers,
/// unless the configuration leaves out a rule.
class TestCluster {
public:
    explicit TestCluster(const ClusterConfiguration& configuration);

    // Acting: the action must be possible. The event is the last of `events()`.
    const Event& act(const Action& action);
    void stop(ServerId server) { act(action::Stop{server}); }
    void restart(ServerId server) { act(action::Restart{server}); }
    void pause(ServerId server) { act(action::Pause{server}); }
    void resume(ServerId server) { act(action::Resume{server}); }
    void timeout(ServerId server) { act(action::Timeout{server}); }
    void heartbeat(ServerId server) { act(action::Heartbeat{server}); }
    /// Hands a command to a server and tells the request's number.
    std::uint64_t submit(ServerId server, const char* line);
    void cut(ServerId from, ServerId to) { act(action::Cut{from, to, false}); }
    void cutOneWay(ServerId from, ServerId to) { act(action::Cut{from, to, true}); }
    void heal(ServerId from, ServerId to) { act(action::Heal{from, to, false}); }
    void partition(const std::vector<std::vector<ServerId>>& groups) { act(action::Partition{groups}); }
    void healAll() { act(action::HealAll{}); }
    void block(MessageKind kind, ServerId from = 0, ServerId to = 0) { act(action::Block{{kind, from, to}}); }
    void unblock(MessageKind kind, ServerId from = 0, ServerId to = 0) { act(action::Unblock{{kind, from, to}}); }
    /// Cuts every link of a server.
    void isolate(ServerId server) { partition({{server}}); }

    /// Takes an impossible action: expects that it is refused and that nothing changed. Why it was refused.
    Error refusal(const Action& action);

    // Time.
    /// Advances by one event; something must be due.
    const Event& step();
    /// Lets everything in flight arrive and everything due happen, up to a thousandfold of what a test needs.
    void runUntilQuiet();
    /// Lets logical time pass.
    void runFor(Time time);
    /// Lets logical time pass until the condition holds; false when it did not within that time.
    bool runUntil(const std::function<bool()>& condition, Time within = 10 * kSecond);
    /// A timeout, and everything that follows from it.
    void campaign(ServerId server);
    /// A heartbeat, and everything that follows from it.
    void heartbeatAndSettle(ServerId server);

    // Looking.
    const Cluster* operator->() const { return &cluster_; }
    const Cluster& operator*() const { return cluster_; }
    [[nodiscard]] const ServerState& server(ServerId id) const { return cluster_.server(id); }
    [[nodiscard]] Role role(ServerId id) const { return server(id).role; }
    [[nodiscard]] Term term(ServerId id) const { return server(id).persistent.currentTerm; }
    [[nodiscard]] Index commit(ServerId id) const { return server(id).commitIndex; }
    [[nodiscard]] Terms logTerms(ServerId id) const { return termsOf(server(id).persistent.log); }
    [[nodiscard]] std::vector<Terms> allLogTerms() const;
    [[nodiscard]] const Request& request(std::uint64_t id) const;
    /// The value of a key in a server's store; "(none)" when it has none.
    [[nodiscard]] std::string key(ServerId id, const std::string& key) const;

    /// Every event so far, in full.
    [[nodiscard]] const std::vector<Event>& events() const { return events_; }
    [[nodiscard]] const Event& last() const { return events_.back(); }
    /// How many events so far fulfil a condition.
    [[nodiscard]] std::size_t count(const std::function<bool(const Event&)>& condition) const;
    /// How often a server gave a reason so far.
    [[nodiscard]] std::size_t count(Reason reason, ServerId server = 0) const;

private:
    void watch(const std::vector<Host>& before);

    Cluster cluster_;
    std::vector<Event> events_;
};

/// True when the event tells this reason.
bool tells(const Event& event, Reason reason);
/// The event's change of a field of a server, or null.
const Change* changeOf(const Event& event, ServerId server, Field field);

} // namespace raft
