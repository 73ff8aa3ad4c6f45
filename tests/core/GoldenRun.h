// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

// One long run with every kind of fault, and the hashes that it must have in every build: by every compiler, optimised
// or not, and in the browser.

namespace tests {

/// The hashes are taken after each so many events.
inline constexpr raft::EventIndex kGoldenStride = 2'500;

/// What `goldenHashes` finds, in every build. A change of the protocol or the simulation that changes what happens in a
/// run changes them; the failing test then prints the new ones.
inline constexpr std::array<std::uint64_t, 8> kGoldenHashes{
    15789038804557866748ULL, 7719749509522419591ULL, 9488154066450654925ULL,  1494377573342906139ULL,
    11120560645326757031ULL, 5197383742391067737ULL, 12557253221373342762ULL, 6089552482358738822ULL};

/// An action and when it is taken.
using TimedAction = std::pair<raft::Time, raft::Action>;

/// Five servers, one of which starts with entries of its own and one stopped, under client load, on a network that
/// loses and repeats messages and with disks that take time.
inline raft::ClusterConfiguration goldenConfiguration() {
    auto configuration = raft::ClusterConfiguration::ofSize(5, 20'140'615);
    configuration.servers[1].log = {{1, {}}, {2, raft::Shared(raft::Command{raft::CommandKind::set, "x", "1", {}})}};
    for (const std::size_t i : {0U, 1U, 2U})
        configuration.servers[i].currentTerm = 3; // a majority knew the leader that made those entries
    configuration.servers[4].stopped = true;
    configuration.servers[3].priority = 2;
    configuration.servers[0].priority = 1;
    configuration.options.acceleratedBackoff = true;
    configuration.options.entriesPerMessage = 3;
    configuration.timing.link.loss = 20'000;
    configuration.timing.link.duplication = 10'000;
    configuration.timing.diskWrite = {200, 4'000};
    configuration.load = 40;
    return configuration;
}

namespace detail {

inline raft::Command command(raft::CommandKind kind, const char* key, const char* value, const char* expected = "") {
    return {kind, key, value, expected};
}

/// The features beyond Figure 2, and what goes with them: the end of a round.
inline void addLateActions(raft::Time start, std::vector<TimedAction>& actions) {
    using namespace raft::action;
    const auto at = [&](raft::Time milliseconds, raft::Action action) {
        actions.emplace_back(start + milliseconds * 1'000, std::move(action));
    };
    at(7'700, SetOptions{std::nullopt, std::nullopt, true, false, true, true, true});
    at(7'710, Transfer{3});
    at(7'711, SetWeather{raft::weatherAt(2)});
    at(7'712, Disk{2, raft::DiskState::slow});
    at(7'714, Clock{4, raft::kTrueSpeed * 3 / 2, -20'000});
    at(7'715, Disk{1, raft::DiskState::full});
    at(7'720, Partition{{{1}, {2}, {3}, {4}}});
    at(7'720, SetOptions{std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                         std::nullopt, raft::SnapshotOptions{true, 25, 40}});
    at(7'730, SetOptions{std::nullopt, std::nullopt, std::nullopt, true, std::nullopt, true, std::nullopt, std::nullopt,
                         true, true});
    at(7'735, SetOptions{std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                         std::nullopt, std::nullopt, std::nullopt, std::nullopt, start != 8'000'000});
    at(7'736, SetOptions{std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                         std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, true, start != 0});
    SetOptions flow;
    flow.pipelining = start == 0 ? 4 : 0;
    flow.batching = 6;
    flow.bytesPerMessage = 100;
    flow.inFlightBytes = 300;
    flow.uncommittedEntries = 50;
    flow.asyncWrites = start != 8'000'000;
    flow.electionPriority = start != 0;
    at(7'737, flow);
    at(7'740, Read{"x", 0, ReadMode::readIndex});
    at(7'800, Stop{5});
    at(7'950, HealAll{});
    at(7'960, Disk{1, raft::DiskState::ok});
    at(7'961, Disk{2, raft::DiskState::ok});
    at(7'962, Clock{4, raft::kTrueSpeed, 7'000});
    at(7'963, SetWeather{});
    if (start == 0)
        return;
    raft::Load closed;
    closed.clients = 3;
    closed.reads = 30;
    at(7'964, SetLoad{closed});
    at(7'965, SetPriority{2, 9});
    at(7'990, SetLoad{40});
}

/// Every kind of action once or more within `kRound`, from `start` on.
inline void addRound(raft::Time start, std::vector<TimedAction>& actions) {
    using namespace raft::action;
    using raft::MessageKind;
    const auto at = [&](raft::Time milliseconds, raft::Action action) {
        actions.emplace_back(start + milliseconds * 1'000, std::move(action));
    };
    SetOptions whenApplied;
    whenApplied.applyTimeConfiguration = true;
    at(50, whenApplied);
    at(100, Restart{5});
    at(800, TakeSnapshot{2});
    at(850, Read{"x", 0, ReadMode::readIndex});
    at(860, Read{"x", 3, ReadMode::readIndex});
    at(870, Read{"x", 0, ReadMode::lease});
    at(880, Read{"x", 2, ReadMode::log});
    at(890, AddServer{6, true});
    at(891, Promote{6});
    at(900, Stop{1});
    at(1'300, Submit{command(raft::CommandKind::set, "x", "2"), 0});
    at(1'400, Transfer{4});
    at(1'500, Restart{1});
    at(1'900, Cut{2, 3, false});
    at(1'950, Cut{4, 1, true});
    at(2'200, ChangeConfiguration{{1, 2, 3, 4, 5}, {6}, true});
    at(2'290, LeaveJoint{});
    at(2'300, Pause{3});
    at(2'400, RemoveServer{6});
    at(2'600, Submit{command(raft::CommandKind::compareAndSet, "x", "3", "2"), 0});
    at(2'900, Resume{3});
    at(3'000, Partition{{{1, 2}, {3, 4, 5}}});
    at(3'900, Heal{2, 3, false});
    at(4'000, HealAll{});
    at(4'100, Block{{MessageKind::appendEntriesReply, 0, 2}});
    at(4'700, Unblock{{MessageKind::appendEntriesReply, 0, 2}});
    at(4'750, Duplicate{{0, MessageKind::appendEntries, 0, 0}});
    at(4'750, Duplicate{{0, std::nullopt, 0, 0}});
    at(4'751, Delay{{0, std::nullopt, 0, 0}, 70'000});
    at(4'752, Drop{{0, std::nullopt, 0, 0}});
    at(4'753, Deliver{{0, MessageKind::appendEntries, 0, 0}});
    at(5'000, SetTiming{raft::TimeRange{100'000, 250'000}, 30'000, std::nullopt, 50'000, std::nullopt,
                        raft::TimeRange{0, 0}, std::nullopt, std::nullopt, 0, 0});
    at(5'100, SetTiming{std::nullopt, std::nullopt, raft::TimeRange{20'000, 90'000}, std::nullopt, std::nullopt,
                        std::nullopt, std::nullopt, std::nullopt, 2, 4});
    at(5'500, SetOptions{true, 2, false, true, false, false});
    at(5'600, AlignTimers{});
    at(6'100, Timeout{2});
    at(6'200, Timeout{4});
    at(6'500, Heartbeat{4});
    at(6'600, Submit{command(raft::CommandKind::del, "x", ""), 3});
    at(6'900, SetTiming{std::nullopt, std::nullopt, std::nullopt, 20'000, std::nullopt, raft::TimeRange{500, 9'000},
                        raft::TimerMode::manual, raft::TimerMode::manual, 0, 0});
    at(7'000, Heartbeat{2});
    at(7'400, SetTiming{std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                        raft::TimerMode::automatic, raft::TimerMode::automatic, 0, 0});
    at(7'410, SpreadTimers{});
    addLateActions(start, actions);
}

} // namespace detail

/// What is done to the cluster, in the order of time. What is impossible when its time comes is left out.
inline std::vector<TimedAction> goldenActions() {
    constexpr raft::Time kRound = 8'000'000;
    std::vector<TimedAction> actions;
    for (raft::Time round = 0; round < 4; ++round)
        detail::addRound(round * kRound, actions);
    return actions;
}

/// Plays the golden run and calls `visit(cluster, record, action)` after each event; `action` is null unless the event
/// is one.
template <typename Visit>
void playGolden(raft::Cluster& cluster, const Visit& visit) {
    const raft::EventIndex end = kGoldenStride * kGoldenHashes.size();
    const auto play = [&](raft::Time until) {
        while (cluster.eventCount() < end && cluster.nextEventTime() < until) {
            const raft::EventRecord record = cluster.step();
            visit(cluster, record, nullptr);
        }
    };
    for (const auto& [time, action] : goldenActions()) {
        play(time);
        if (cluster.eventCount() == end)
            return;
        cluster.advanceTo(time);
        if (const auto record = cluster.act(action))
            visit(cluster, *record, &action);
    }
    play(raft::kNever);
}

/// After each `kGoldenStride` events: one hash of all events so far and of the cluster after every tenth of them.
inline std::array<std::uint64_t, kGoldenHashes.size()> goldenHashes() {
    std::array<std::uint64_t, kGoldenHashes.size()> hashes{};
    raft::Hasher chain;
    raft::Cluster cluster(goldenConfiguration());
    playGolden(cluster, [&](const raft::Cluster& after, const raft::EventRecord& record, const raft::Action*) {
        chain.add(record.index).add(record.time).add(record.cause).add(record.server);
        chain.add(static_cast<std::uint64_t>(record.kind)).add(std::uint64_t{record.marks});
        const raft::EventIndex count = record.index + 1;
        if (count % 10 == 0)
            chain.add(after.hash());
        if (count % kGoldenStride == 0)
            hashes[static_cast<std::size_t>(count / kGoldenStride - 1)] = chain.value();
    });
    return hashes;
}

} // namespace tests
