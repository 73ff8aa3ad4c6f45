// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ClusterFixture.h"

#include "raftcore/check/Invariants.h"

#include <algorithm>

// Acting on a cluster, and watching it while it runs.

namespace raft {

ClusterConfiguration manual(std::size_t servers, const Options& options) {
    ClusterConfiguration configuration = automatic(servers, 7, options);
    configuration.timing.electionTimers = TimerMode::manual;
    configuration.timing.heartbeats = TimerMode::manual;
    return configuration;
}

ClusterConfiguration manualWithLogs(const std::vector<Terms>& logs, const Options& options) {
    ClusterConfiguration configuration = manual(logs.size(), options);
    for (std::size_t i = 0; i < logs.size(); ++i)
        configuration.servers[i].log = entriesOf(logs[i]);
    return configuration;
}

ClusterConfiguration automatic(std::size_t servers, std::uint64_t seed, const Options& options) {
    ClusterConfiguration configuration = ClusterConfiguration::ofSize(servers, seed);
    configuration.options = options;
    return configuration;
}

TestCluster::TestCluster(const ClusterConfiguration& configuration) : cluster_(configuration) {
    for (const Error& problem : problemsOf(configuration))
        ADD_FAILURE() << problem.message();
}

const Event& TestCluster::act(const Action& action) {
    const std::vector<Host> before = cluster_.hosts();
    Event event;
    const auto done = cluster_.act(action, &event);
    EXPECT_TRUE(done) << actionName(action) << ": " << (done ? "" : done.error().message());
    events_.push_back(std::move(event));
    watch(before);
    return events_.back();
}

std::uint64_t TestCluster::submit(ServerId server, const char* line) {
    act(action::Submit{*commandOf(line), server});
    return cluster_.requests().size();
}

Error TestCluster::refusal(const Action& action) {
    const Cluster before = cluster_;
    const std::uint64_t hash = cluster_.hash();
    const auto possible = cluster_.check(action);
    Event event;
    const auto done = cluster_.act(action, &event);
    EXPECT_FALSE(done) << actionName(action) << " was possible";
    EXPECT_TRUE(cluster_ == before) << actionName(action) << " was refused and changed something";
    EXPECT_EQ(cluster_.hash(), hash);
    EXPECT_FALSE(possible);
    if (done || possible)
        return {};
    EXPECT_EQ(possible.error(), done.error());
    EXPECT_FALSE(done.error().problem.empty());
    return done.error();
}

const Event& TestCluster::step() {
    const std::vector<Host> before = cluster_.hosts();
    Event event;
    cluster_.step(&event);
    events_.push_back(std::move(event));
    watch(before);
    return events_.back();
}

void TestCluster::watch(const std::vector<Host>& before) {
    const EventRecord& record = events_.back().record;
    EXPECT_EQ(record.index + 1, cluster_.eventCount());
    EXPECT_EQ(record.time, cluster_.now());
    EXPECT_TRUE(record.cause == kNoEvent || record.cause < record.index);
    if (cluster_.configuration().defects.bits() != 0)
        return;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const Host& now = *cluster_.findHost(before[i].id());
        const auto broken = before[i].stopped || now.stopped
                                ? brokenInvariants(now.server.state())
                                : brokenInvariants(before[i].server.state(), now.server.state());
        for (const Text& sentence : broken)
            ADD_FAILURE() << "event " << record.index << ", S" << now.id() << ": " << sentence.english();
    }
}

void TestCluster::runUntilQuiet() {
    for (int steps = 0; steps < 20'000; ++steps) {
        if (cluster_.isQuiet())
            return;
        step();
    }
    ADD_FAILURE() << "the cluster never becomes quiet";
}

void TestCluster::runFor(Time time) {
    const Time end = cluster_.now() + time;
    while (cluster_.nextEventTime() <= end)
        step();
    cluster_.advanceTo(end);
}

bool TestCluster::runUntil(const std::function<bool()>& condition, Time within) {
    const Time end = cluster_.now() + within;
    while (!condition()) {
        if (cluster_.nextEventTime() > end)
            return false;
        step();
    }
    return true;
}

void TestCluster::campaign(ServerId server) {
    timeout(server);
    runUntilQuiet();
}

void TestCluster::heartbeatAndSettle(ServerId server) {
    heartbeat(server);
    runUntilQuiet();
}

std::vector<Terms> TestCluster::allLogTerms() const {
    std::vector<Terms> logs;
    for (const Host& host : cluster_.hosts())
        logs.push_back(termsOf(host.server.state().persistent.log));
    return logs;
}

const Request& TestCluster::request(std::uint64_t id) const {
    return cluster_.requests()[static_cast<std::size_t>(id - 1)];
}

std::string TestCluster::key(ServerId id, const std::string& key) const {
    const std::string* value = cluster_.findHost(id)->store.find(key);
    return value ? *value : "(none)";
}

std::size_t TestCluster::count(const std::function<bool(const Event&)>& condition) const {
    return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(), condition));
}

std::size_t TestCluster::count(Reason reason, ServerId server) const {
    return count(
        [=](const Event& event) { return (server == 0 || event.record.server == server) && tells(event, reason); });
}

bool tells(const Event& event, Reason reason) {
    return std::any_of(event.reasons.begin(), event.reasons.end(),
                       [reason](const Because& because) { return because.reason == reason; });
}

const Change* changeOf(const Event& event, ServerId server, Field field) {
    for (const Change& change : event.changes) {
        if (change.server == server && change.field == field)
            return &change;
    }
    return nullptr;
}

} // namespace raft
