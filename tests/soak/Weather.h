// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"

#include <array>
#include <deque>
#include <utility>

// What happens to a cluster at random: its size, its times, its features, and everything that is done to it.

namespace tests {

/// Draws a cluster and the actions on it, all from one seed. Each run has a character of its own: some kinds of action
/// do not occur in it, others often (swarm testing: Groce and others 2012).
class Weather {
public:
    explicit Weather(std::uint64_t seed);

    /// The cluster that is tried: 3 to 7 servers that begin with nothing.
    [[nodiscard]] const raft::ClusterConfiguration& cluster() const { return cluster_; }
    /// For how many events it is tried.
    [[nodiscard]] raft::EventIndex events() const { return events_; }
    /// How much logical time passes until the next action, in microseconds.
    raft::Time calm();
    /// The next action. It may turn out to be impossible.
    raft::Action action(const raft::Cluster& cluster);

private:
    using Make = raft::Action (Weather::*)(const raft::Cluster&);
    static const std::array<Make, raft::kActions> kMakers;
    using Plot = void (Weather::*)(const raft::Cluster&);
    static const std::array<Plot, 4> kPlots;

    raft::Action drawn(const raft::Cluster& cluster);
    static bool mayTimeOut(const raft::Cluster& cluster, raft::ServerId server);
    void drawTiming();
    void drawWeights();
    raft::TimeRange range(raft::Time low, raft::Time high);
    bool oneIn(std::uint64_t n) { return generator_.below(n) == 0; }

    raft::ServerId anyServer(const raft::Cluster& cluster);
    raft::ServerId anyEnd(const raft::Cluster& cluster);
    raft::ServerId serverThat(const raft::Cluster& cluster, bool (*wanted)(const raft::Host&));
    raft::action::MessageChoice anyMessage(const raft::Cluster& cluster);
    raft::Command command(const raft::Cluster& cluster);

    raft::Action stop(const raft::Cluster& cluster);
    raft::Action restart(const raft::Cluster& cluster);
    raft::Action pause(const raft::Cluster& cluster);
    raft::Action resume(const raft::Cluster& cluster);
    raft::Action timeout(const raft::Cluster& cluster);
    raft::Action heartbeat(const raft::Cluster& cluster);
    raft::Action submit(const raft::Cluster& cluster);
    raft::Action cut(const raft::Cluster& cluster);
    raft::Action heal(const raft::Cluster& cluster);
    raft::Action partition(const raft::Cluster& cluster);
    raft::Action healAll(const raft::Cluster& cluster);
    raft::Action block(const raft::Cluster& cluster);
    raft::Action unblock(const raft::Cluster& cluster);
    raft::Action drop(const raft::Cluster& cluster);
    raft::Action delay(const raft::Cluster& cluster);
    raft::Action duplicate(const raft::Cluster& cluster);
    raft::Action deliver(const raft::Cluster& cluster);
    raft::Action setTiming(const raft::Cluster& cluster);
    raft::Action setOptions(const raft::Cluster& cluster);
    raft::Action alignTimers(const raft::Cluster& cluster);
    raft::Action spreadTimers(const raft::Cluster& cluster);
    raft::Action transfer(const raft::Cluster& cluster);
    raft::Action takeSnapshot(const raft::Cluster& cluster);
    raft::Action clock(const raft::Cluster& cluster);
    raft::Action disk(const raft::Cluster& cluster);
    raft::Action weather(const raft::Cluster& cluster);
    raft::Action load(const raft::Cluster& cluster);
    raft::Action priority(const raft::Cluster& cluster);
    raft::SnapshotOptions snapshots();
    raft::Action read(const raft::Cluster& cluster);
    void drawLoad();
    void drawPace(raft::Load& load);
    void drawReads();
    raft::Action changeConfiguration(const raft::Cluster& cluster);
    raft::Action addServer(const raft::Cluster& cluster);
    raft::Action removeServer(const raft::Cluster& cluster);
    raft::Action promote(const raft::Cluster& cluster);
    raft::Action leaveJoint(const raft::Cluster& cluster);
    raft::ServerId anyNumber(const raft::Cluster& cluster);
    void drawMembership();
    void drawFlow(raft::Options& options);

    // Plots: several actions in a row that make rare things less rare (Plots.cpp).
    void plan(raft::Time calm, raft::Action action) { plan_.emplace_back(calm, std::move(action)); }
    void reboot(const raft::Cluster& cluster);
    void duel(const raft::Cluster& cluster);
    void loneEntry(const raft::Cluster& cluster);
    void comeback(const raft::Cluster& cluster);

    raft::Generator generator_;
    raft::ClusterConfiguration cluster_;
    raft::EventIndex events_ = 0;
    /// The mean of `calm`.
    raft::Time meanCalm_ = 0;
    /// How often each kind of action occurs, in relation to the others.
    std::array<std::uint32_t, raft::kActions> weights_{};
    /// How often each plot occurs, in the same relation.
    std::array<std::uint32_t, 4> plotWeights_{};
    /// What comes next for certain, each after its calm.
    std::deque<std::pair<raft::Time, raft::Action>> plan_;
    std::uint64_t commands_ = 0;
    /// Whether leases may be on: then all clocks are true, and timers run out only when they could.
    bool isLeased_ = false;
    /// Whether the load has clients that send messages in any case.
    bool hasClients_ = false;
};

} // namespace tests
