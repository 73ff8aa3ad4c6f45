// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/RandomRun.h"

#include "raftcore/check/Invariants.h"
#include "raftcore/check/Linearizability.h"
#include "tests/soak/Weather.h"

#include <algorithm>
#include <map>

// Storm, peace, and the checks of both.

namespace tests {

namespace action = raft::action;
using raft::Action;
using raft::Cluster;
using raft::EventRecord;
using raft::Host;
using raft::Index;
using raft::ServerId;
using raft::Time;

namespace {

/// The times of peace: the paper's.
constexpr raft::TimeRange kElectionTimeout{150'000, 300'000};
constexpr Time kHeartbeat = 50'000;
constexpr raft::TimeRange kLatency{5'000, 15'000};
constexpr raft::TimeRange kDiskWrite{0, 2'000};

raft::ClusterConfiguration withDefects(raft::ClusterConfiguration configuration, const raft::Defects& defects) {
    configuration.defects = defects;
    return configuration;
}

/// One run.
class Run {
public:
    Run(std::uint64_t seed, const RunSettings& settings)
        : settings_(settings)
        , weather_(seed)
        , cluster_(withDefects(weather_.cluster(), settings.defects))
        , safety_(cluster_) {
        report_.seed = seed;
        for (const Host& host : cluster_.hosts())
            before_[host.id()] = host.server.state();
    }

    RunReport play() {
        storm(weather_.events());
        if (good())
            recover();
        if (good() && !isDefective())
            checkHistory();
        if (report_.violation && settings_.afterwards > 0)
            goOn();
        report_.events = cluster_.eventCount();
        report_.time = cluster_.now();
        report_.requests = cluster_.requests().size();
        for (std::size_t i = 0; i < report_.requests; ++i)
            report_.answered += cluster_.requests()[i].status == raft::RequestStatus::answered ? 1 : 0;
        return std::move(report_);
    }

private:
    [[nodiscard]] bool good() const { return report_.problem.empty() || goesOn_; }
    [[nodiscard]] bool isDefective() const { return settings_.defects != raft::Defects(); }

    void fail(const std::string& what) {
        if (report_.problem.empty())
            report_.problem = "event " + raft::number(last_.index) + ": " + what;
    }

    /// A broken Raft goes on, in storm and in peace; it is to be no worse than wrong.
    void goOn() {
        goesOn_ = true;
        storm(cluster_.eventCount() + settings_.afterwards / 2);
        heal();
        const raft::EventIndex end = cluster_.eventCount() + settings_.afterwards / 2;
        while (cluster_.eventCount() < end && cluster_.nextEventTime() != raft::kNever)
            step();
    }

    void storm(raft::EventIndex end) {
        while (good() && cluster_.eventCount() < end) {
            const Time next = cluster_.now() + weather_.calm();
            playUntil(next);
            if (good())
                take(weather_.action(cluster_));
        }
    }

    void playUntil(Time time) {
        while (good() && cluster_.nextEventTime() < time)
            step();
        if (good())
            cluster_.advanceTo(time);
    }

    void step() {
        raft::Event event;
        check(cluster_.step(settings_.listener ? &event : nullptr), event);
    }

    void take(const Action& action) {
        if (!cluster_.check(action)) {
            const std::uint64_t hash = cluster_.hash();
            if (cluster_.act(action) || cluster_.hash() != hash)
                fail("the impossible action " + std::string(raft::actionName(action)) + " changed something");
            return;
        }
        raft::Event event;
        const auto record = cluster_.act(action, settings_.listener ? &event : nullptr);
        if (!record)
            return fail("the action " + std::string(raft::actionName(action)) + " was possible, but not done");
        check(*record, event);
    }

    void check(const EventRecord& record, const raft::Event& event) {
        if (settings_.listener)
            settings_.listener(event, cluster_);
        const bool inOrder = record.index == expectedIndex_ && record.time >= last_.time &&
                             (record.cause == raft::kNoEvent || record.cause < record.index);
        last_ = record;
        ++expectedIndex_;
        if (!inOrder)
            fail("index, time or cause are out of order");
        if (!safety_.observe(cluster_, record) && !report_.violation) {
            report_.violation = safety_.violations()[0];
            fail(std::string(propertyText(report_.violation->property).title) +
                 " does not hold: " + report_.violation->text.english());
        }
        if (!isDefective() && record.server != 0)
            checkInvariants(record);
    }

    void checkInvariants(const EventRecord& record) {
        const Host& host = *cluster_.findHost(record.server);
        raft::ServerState& before = before_[host.id()];
        const raft::ServerState& after = host.server.state();
        // A crash drops what is not on the disk; only then may a server forget.
        const bool crashed = host.stopped || (record.marks & raft::mark::kStart) != 0;
        const auto broken = crashed ? raft::brokenInvariants(after) : raft::brokenInvariants(before, after);
        if (!broken.empty())
            fail(cluster_.nameOf(record.server) + ": " + broken.front().english());
        if (host.isActive() && after.role == raft::Role::leader) {
            const char* undone = leftUndone(host, before);
            if (*undone)
                fail(cluster_.nameOf(record.server) + " " + undone);
        }
        if ((record.marks & raft::mark::kLeader) != 0)
            checkLeases(record.server);
        before = after;
    }

    /// What a leader has not done that nothing else would remind it of; empty when there is nothing.
    static const char* leftUndone(const Host& host, const raft::ServerState& before) {
        const raft::ServerState& state = host.server.state();
        const raft::Configuration& now = state.configuration;
        raft::ServerSet self;
        self.insert(state.id);
        if (now.isMajority(self) && host.quorumLimit.isSet())
            return "is to hear from others, and is a majority alone";
        const std::uint64_t answered = now.majorityIndex([&state](ServerId id) {
            const raft::Progress* peer = state.progressOf(id);
            return id == state.id ? state.leadership.round : peer ? peer->ackedRound : 0;
        });
        if (answered > state.leadership.confirmed)
            return "does not see that a majority has answered a round";
        const bool isHeldUp = state.diskFull || state.transferTarget != 0;
        const bool isDecided = state.configurationIndex <= state.lastApplied && !state.nextConfiguration;
        if (!now.outgoing.empty() && !now.leavesOnRequest && isDecided && !isHeldUp)
            return "stays in a joint configuration";
        if (state.pendingChange && !state.pendingChange->isGivenUp && !host.catchUpLimit.isSet())
            return "waits for new servers without limit";
        const bool handsOver = before.role == raft::Role::leader && before.transferTarget != 0 &&
                               before.transferTarget == state.transferTarget;
        if (handsOver && before.persistent.log.lastIndex() != state.persistent.log.lastIndex())
            return "appended an entry while it handed its leadership over";
        return "";
    }

    /// Clocks are true where leases are on: nobody is elected while a leader of an earlier term may still answer by its
    /// lease. (Votes of an older term can arrive late; who leads by them commits nothing any more.)
    void checkLeases(ServerId elected) {
        if (!cluster_.options().leaseReads)
            return;
        const Time lease = cluster_.timing().electionTimeout.low * 9 / 10;
        for (const Host& host : cluster_.hosts()) {
            const raft::ServerState& state = host.server.state();
            const auto& began = state.leadership.leaseBegan;
            const bool isEarlier = state.persistent.currentTerm < cluster_.server(elected).persistent.currentTerm;
            if (isEarlier && !host.stopped && state.role == raft::Role::leader && began &&
                cluster_.now() < *began + lease)
                fail(cluster_.nameOf(elected) + " was elected during the lease of " + cluster_.nameOf(host.id()));
        }
    }

    /// Ends every fault that the storm left.
    void heal() {
        if (cluster_.network().hasCuts())
            take(action::HealAll{});
        while (!cluster_.network().blockades().empty())
            take(action::Unblock{cluster_.network().blockades().front()});
        if (!cluster_.weather().isCalm())
            take(action::SetWeather{});
        widen();
        action::SetTiming peace;
        peace.electionTimeout = kElectionTimeout;
        peace.heartbeat = kHeartbeat;
        peace.diskWrite = kDiskWrite;
        peace.electionTimers = raft::TimerMode::automatic;
        peace.heartbeats = raft::TimerMode::automatic;
        peace.latency = kLatency;
        peace.loss = 0;
        peace.duplication = 0;
        take(peace);
        const auto own = cluster_.network().ownTimings();
        for (const raft::OwnLinkTiming& link : own) {
            peace.from = link.from;
            peace.to = link.to;
            take(peace);
        }
        for (const Host& host : std::vector<Host>(cluster_.hosts())) {
            if (host.paused)
                take(action::Resume{host.id()});
            if (host.stopped)
                take(action::Restart{host.id()});
            if (host.diskState != raft::DiskState::ok)
                take(action::Disk{host.id(), raft::DiskState::ok});
            if (host.clock.speed() != raft::kTrueSpeed)
                take(action::Clock{host.id(), raft::kTrueSpeed, 0});
        }
    }

    /// Where one message carries little, a load may ask for more than ever gets through, and no time is long enough.
    void widen() {
        constexpr std::uint32_t kWide = 64;
        constexpr std::uint32_t kChunk = 1'000;
        const raft::Options& options = cluster_.options();
        action::SetOptions wide;
        wide.entriesPerMessage = kWide;
        if (options.batching != 0)
            wide.batching = kWide;
        wide.bytesPerMessage = 0;
        wide.inFlightBytes = 0;
        // Servers that were removed and do not know it would depose leaders for ever, but for this (§6).
        wide.leaderStickiness = true;
        if (options.snapshots.on) {
            wide.snapshots = options.snapshots;
            wide.snapshots->chunkBytes = std::max(options.snapshots.chunkBytes, kChunk);
        }
        take(wide);
    }

    /// Peace: a command is to be committed and applied everywhere in bounded time.
    void recover() {
        heal();
        const Time start = cluster_.now();
        const Time end = start + recoveryBound(cluster_);
        const std::size_t asked = cluster_.requests().size();
        while (good() && !(isAppliedEverywhere() && isSettled() && areReadsEnded(asked))) {
            submitAnew();
            if (cluster_.nextEventTime() > end)
                return fail(unfinished(asked) + " within " + raft::milliseconds(end - start) +
                            " ms after the last fault");
            step();
        }
        report_.recovery = cluster_.now() - start;
    }

    [[nodiscard]] std::string unfinished(std::size_t asked) const {
        if (!isAppliedEverywhere())
            return "no command was applied on every server";
        return isSettled() ? areReadsEnded(asked) ? "all was done" : "a read that waited got no end"
                           : "a change of the configuration was not finished";
    }

    /// Whether the change of the configuration that the leader found, or began, is finished.
    [[nodiscard]] bool isSettled() const {
        const ServerId leader = cluster_.leader();
        if (leader == 0)
            return false;
        const raft::ServerState& state = cluster_.server(leader);
        const bool isLeft = state.configuration.outgoing.empty() || state.configuration.leavesOnRequest;
        return isLeft && !state.pendingChange && !state.nextConfiguration &&
               state.configurationIndex <= state.commitIndex;
    }

    /// Whether the reads among the first `asked` requests that members took have ended. Who belongs to the cluster no
    /// more hears from no leader, and may wait for ever.
    [[nodiscard]] bool areReadsEnded(std::size_t asked) const {
        for (std::size_t i = 0; i < asked; ++i) {
            const raft::Request& request = cluster_.requests()[i];
            const bool isRead = request.read && *request.read != raft::ReadMode::log;
            const bool isWaiting = isRead && request.status == raft::RequestStatus::waiting;
            if (isWaiting && request.client == 0 && isMember(request.server))
                return false;
        }
        return true;
    }

    /// Submits a command to each new leader: without no-op entries it commits what its predecessors left only with an
    /// entry of its own.
    void submitAnew() {
        const ServerId leader = cluster_.leader();
        if (leader == 0 || cluster_.server(leader).persistent.currentTerm == asked_)
            return;
        // While it hands its leadership over it takes no command.
        if (cluster_.server(leader).transferTarget != 0)
            return;
        take(action::Submit{*raft::Command::parse("set x peace"), leader});
        // Nor while too much of what it has is uncommitted.
        if (cluster_.requests()[cluster_.requests().size() - 1].status == raft::RequestStatus::refused)
            return;
        request_ = cluster_.requests().size();
        asked_ = cluster_.server(leader).persistent.currentTerm;
        index_ = cluster_.server(leader).persistent.log.lastIndex();
    }

    [[nodiscard]] bool isAppliedEverywhere() const {
        return request_ != 0 && cluster_.requests()[request_ - 1].status == raft::RequestStatus::answered &&
               std::all_of(cluster_.hosts().begin(), cluster_.hosts().end(), [this](const Host& host) {
                   return !isMember(host.id()) || host.server.state().lastApplied >= index_;
               });
    }

    /// Whether the leader of now sends to this server.
    [[nodiscard]] bool isMember(ServerId id) const {
        const ServerId leader = cluster_.leader();
        return leader == 0 || cluster_.server(leader).configuration.members().contains(id);
    }

    void checkHistory() {
        const auto result = raft::checkLinearizability(cluster_);
        report_.gaveUp = result.verdict == raft::Verdict::gaveUp;
        if (result.verdict == raft::Verdict::violated)
            fail("the history is not linearizable: " + result.text.english());
    }

    const RunSettings& settings_;
    /// True once a promise is broken and the run goes on.
    bool goesOn_ = false;
    Weather weather_;
    Cluster cluster_;
    raft::Safety safety_;
    RunReport report_;
    EventRecord last_;
    raft::EventIndex expectedIndex_ = 0;
    /// Every server as it was after its last event.
    std::map<ServerId, raft::ServerState> before_;
    /// The number of the request that is to show progress, the term of the leader that took it, and its index there.
    std::size_t request_ = 0;
    raft::Term asked_ = 0;
    Index index_ = 0;
};

} // namespace

Time recoveryBound(const Cluster& cluster) {
    constexpr Time kTimeouts = 40;
    constexpr Time kRoundTrip = 2 * (kLatency.high + kDiskWrite.high);
    Time stormPasses = 0;
    for (const raft::InFlight& message : cluster.inFlight())
        stormPasses = std::max(stormPasses, message.due - cluster.now());
    Index longest = 0;
    std::size_t largest = 0;
    for (const Host& host : cluster.hosts()) {
        const raft::PersistentState& state = host.server.state().persistent;
        longest = std::max(longest, state.log.lastIndex());
        largest = std::max(largest, state.snapshot ? state.snapshot->data.size() : 0);
    }
    // An entry, or a chunk of a snapshot, may take a message of its own.
    const std::size_t chunks = largest / cluster.options().snapshots.chunkBytes;
    return stormPasses + kTimeouts * kElectionTimeout.high + 2 * static_cast<Time>(longest + chunks) * kRoundTrip;
}

RunReport randomRun(std::uint64_t seed, const RunSettings& settings) { return Run(seed, settings).play(); }

std::string replayCommand(std::uint64_t seed) {
    return "build/release/bin/soak --seed " + raft::number(seed) + " --runs 1";
}

} // namespace tests
