// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/Faults.h"

#include "raftcore/values/Generator.h"

#include <algorithm>

// Drawing what breaks and what is mended, moment by moment.

namespace raft {

namespace {

/// The time between two moments at which something may break.
constexpr Time kMoment = 10'000;
/// A rate counts faults in a minute.
constexpr Time kMinute = 60'000'000;
/// How far ahead is looked in a cluster in which nothing is due: ten minutes.
constexpr std::uint64_t kFurthest = 60'000;
/// One cut in so many goes one way only.
constexpr std::uint64_t kOneWayIn = 4;

/// What happens at one moment.
class MomentDraw {
public:
    MomentDraw(const Cluster& cluster, std::uint64_t seed, std::uint64_t moment)
        : cluster_(cluster)
        , weather_(cluster.weather())
        , generator_(mixBits(seed ^ mixBits(moment ^ 0x6661756c7473ULL))) {}

    /// At most one thing: something is mended, or breaks.
    std::optional<Action> draw() {
        if (auto mended = mend())
            return mended;
        if (breaks(weather_.crashes))
            return onServer([](ServerId id) { return Action(action::Stop{id}); });
        if (breaks(weather_.pauses))
            return onServer([](ServerId id) { return Action(action::Pause{id}); });
        if (breaks(weather_.cuts))
            return cut();
        if (breaks(weather_.losses))
            return lose();
        return std::nullopt;
    }

private:
    [[nodiscard]] bool breaks(std::uint32_t rate) {
        return generator_.chance(static_cast<std::uint32_t>(std::uint64_t{kCertain} * rate * kMoment / kMinute));
    }

    [[nodiscard]] bool isMended() {
        const Time parts = std::int64_t{kCertain} * kMoment / weather_.repair;
        return generator_.chance(static_cast<std::uint32_t>(std::min<Time>(parts, kCertain)));
    }

    std::optional<Action> mend() {
        for (const Host& host : cluster_.hosts()) {
            if (host.stopped && isMended())
                return action::Restart{host.id()};
            if (!host.stopped && host.paused && isMended())
                return action::Resume{host.id()};
        }
        if (!cluster_.network().hasCuts())
            return std::nullopt;
        for (const Host& from : cluster_.hosts()) {
            for (const Host& to : cluster_.hosts()) {
                if (from.id() != to.id() && cluster_.network().isCut(from.id(), to.id()) && isMended())
                    return action::Heal{from.id(), to.id(), !cluster_.network().isCut(to.id(), from.id())};
            }
        }
        return std::nullopt;
    }

    template <typename Make>
    std::optional<Action> onServer(Make make) {
        std::vector<ServerId> running;
        for (const Host& host : cluster_.hosts()) {
            if (host.isActive())
                running.push_back(host.id());
        }
        if (running.empty())
            return std::nullopt;
        return make(running[static_cast<std::size_t>(generator_.below(running.size()))]);
    }

    std::optional<Action> cut() {
        const auto& hosts = cluster_.hosts();
        if (hosts.size() < 2)
            return std::nullopt;
        const auto from = static_cast<std::size_t>(generator_.below(hosts.size()));
        const auto next = static_cast<std::size_t>(1 + generator_.below(hosts.size() - 1));
        const std::size_t to = (from + next) % hosts.size();
        return action::Cut{hosts[from].id(), hosts[to].id(), generator_.below(kOneWayIn) == 0};
    }

    std::optional<Action> lose() {
        // By their numbers, for the order in which they are kept is no part of what the cluster is.
        std::vector<std::uint64_t> messages;
        for (const InFlight& message : cluster_.inFlight())
            messages.push_back(message.id);
        if (messages.empty())
            return std::nullopt;
        std::sort(messages.begin(), messages.end());
        action::MessageChoice choice;
        choice.id = messages[static_cast<std::size_t>(generator_.below(messages.size()))];
        return action::Drop{choice};
    }

    const Cluster& cluster_;
    const Weather& weather_;
    Generator generator_;
};

} // namespace

std::optional<Fault> nextFault(const Cluster& cluster, std::uint64_t seed) {
    if (cluster.weather().isCalm())
        return std::nullopt;
    const auto first = static_cast<std::uint64_t>(cluster.now() / kMoment) + 1;
    for (std::uint64_t moment = first; moment < first + kFurthest; ++moment) {
        const Time time = static_cast<Time>(moment) * kMoment;
        if (time > cluster.nextEventTime())
            return std::nullopt;
        auto action = MomentDraw(cluster, seed, moment).draw();
        // A link that is cut, or healed, as it is needs nothing.
        if (action && cluster.check(*action))
            return Fault{time, std::move(*action)};
    }
    return std::nullopt;
}

EventRecord doNext(Cluster& cluster, const std::optional<Fault>& fault, Event* detail) {
    if (!fault)
        return cluster.step(detail);
    cluster.advanceTo(fault->time);
    const auto done = cluster.act(fault->action, detail);
    RAFT_ASSERT(done.has_value());
    return *done;
}

} // namespace raft
