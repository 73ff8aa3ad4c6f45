// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/Weather.h"

#include <algorithm>
#include <numeric>
#include <utility>

// The chances of everything that can happen to a cluster.

namespace tests {

namespace action = raft::action;
using raft::Action;
using raft::Cluster;
using raft::Host;
using raft::ServerId;
using raft::Time;
using raft::TimeRange;

const std::array<Weather::Make, raft::kActions> Weather::kMakers{&Weather::stop,
                                                                 &Weather::restart,
                                                                 &Weather::pause,
                                                                 &Weather::resume,
                                                                 &Weather::timeout,
                                                                 &Weather::heartbeat,
                                                                 &Weather::submit,
                                                                 &Weather::cut,
                                                                 &Weather::heal,
                                                                 &Weather::partition,
                                                                 &Weather::healAll,
                                                                 &Weather::block,
                                                                 &Weather::unblock,
                                                                 &Weather::drop,
                                                                 &Weather::delay,
                                                                 &Weather::duplicate,
                                                                 &Weather::deliver,
                                                                 &Weather::setTiming,
                                                                 &Weather::setOptions,
                                                                 &Weather::alignTimers,
                                                                 &Weather::spreadTimers,
                                                                 &Weather::transfer,
                                                                 &Weather::takeSnapshot,
                                                                 &Weather::read,
                                                                 &Weather::changeConfiguration,
                                                                 &Weather::addServer,
                                                                 &Weather::removeServer,
                                                                 &Weather::promote,
                                                                 &Weather::clock,
                                                                 &Weather::disk,
                                                                 &Weather::weather,
                                                                 &Weather::leaveJoint,
                                                                 &Weather::load,
                                                                 &Weather::priority};

namespace {

/// The place of a kind of action in `raft::Action`.
template <typename Kind>
std::size_t placeOf() {
    return Action(Kind{}).index();
}

/// The place on which `drawn`, a number below the sum of the weights, falls.
template <std::size_t size>
std::size_t pick(const std::array<std::uint32_t, size>& weights, std::uint64_t drawn) {
    std::size_t place = 0;
    while (drawn >= weights[place])
        drawn -= weights[place++];
    return place;
}

} // namespace

Weather::Weather(std::uint64_t seed) : generator_(raft::mixBits(seed ^ 0x77656174686572ULL)) {
    const std::size_t servers = 3 + static_cast<std::size_t>(generator_.below(5));
    cluster_ = raft::ClusterConfiguration::ofSize(servers, generator_.next() & raft::kMaximumSeed);
    cluster_.options.noOp = oneIn(2);
    cluster_.options.acceleratedBackoff = oneIn(2);
    cluster_.options.entriesPerMessage = oneIn(2) ? 1 : 1 + static_cast<std::uint32_t>(generator_.below(8));
    drawLoad();
    events_ = static_cast<raft::EventIndex>(generator_.between(200, 2'000));
    drawTiming();
    drawWeights();
    if (oneIn(2)) {
        cluster_.options.leaderStickiness = oneIn(2);
        cluster_.options.preVote = oneIn(2);
        cluster_.options.checkQuorum = oneIn(2);
        cluster_.options.leadershipTransfer = oneIn(2);
    }
    if (oneIn(2))
        cluster_.options.snapshots = snapshots();
    drawReads();
    drawMembership();
    if (oneIn(2))
        drawFlow(cluster_.options);
    for (raft::StartingServer& server : cluster_.servers)
        server.priority = oneIn(2) ? 0 : static_cast<std::uint32_t>(generator_.below(4));
}

/// Small limits, which are reached within a short run.
void Weather::drawFlow(raft::Options& options) {
    const auto limit = [this](std::uint64_t most) {
        return oneIn(2) ? 0 : 1 + static_cast<std::uint32_t>(generator_.below(most));
    };
    options.pipelining = limit(6);
    options.batching = limit(10);
    options.bytesPerMessage = oneIn(3) ? limit(40) : 0;
    options.inFlightBytes = oneIn(3) ? limit(60) : 0;
    options.uncommittedEntries = oneIn(3) ? limit(8) : 0;
    options.asyncWrites = oneIn(2);
    options.applyTimeConfiguration = oneIn(2);
    options.electionPriority = oneIn(3);
}

/// Half of the loads come from clients; those have sessions, without which a command that is sent again may be executed
/// again.
void Weather::drawLoad() {
    if (!oneIn(2))
        return;
    raft::Load& load = cluster_.load;
    hasClients_ = oneIn(2);
    drawPace(load);
    load.thinkTime = generator_.between(1, 200'000);
    // With few keys nearly every order of what nobody got an answer to is possible, and the checker would try them.
    load.keys = 4 + static_cast<std::uint32_t>(generator_.below(17));
    load.reads = static_cast<std::uint32_t>(generator_.below(60));
    load.compares = static_cast<std::uint32_t>(generator_.below(40));
    load.readMode = static_cast<raft::ReadMode>(generator_.below(raft::kReadModes));
}

/// Without clients from the beginning there are none later, since then sessions may be off.
void Weather::drawPace(raft::Load& load) {
    load.clients = hasClients_ ? 1 + static_cast<std::uint32_t>(generator_.below(oneIn(8) ? 40 : 6)) : 0;
    load.rate = !hasClients_ || oneIn(2) ? static_cast<std::uint32_t>(generator_.between(1, 60)) : 0;
}

/// A lease rests on clocks: in runs with leases all of them are true, and no timer is made to run out before its time.
void Weather::drawReads() {
    cluster_.options.readIndex = oneIn(2);
    cluster_.options.sessions = hasClients_ || oneIn(2);
    cluster_.options.leaseReads = isLeased_ = oneIn(4);
    if (!isLeased_)
        return;
    cluster_.options.leaderStickiness = cluster_.options.checkQuorum = true;
    weights_[placeOf<action::Clock>()] = 0;
    weights_[placeOf<action::Read>()] = 8;
}

void Weather::drawMembership() {
    cluster_.options.jointConsensus = oneIn(3);
    cluster_.options.singleServerChanges = oneIn(3);
}

void Weather::drawTiming() {
    raft::Timing& timing = cluster_.timing;
    timing.electionTimeout = oneIn(2) ? TimeRange{150'000, 300'000} : range(20'000, 400'000);
    timing.heartbeat = generator_.between(5'000, timing.electionTimeout.low);
    // Now and then broadcasting takes longer than the election timeout: there is no progress, but safety holds.
    timing.link.latency = oneIn(8) ? range(0, 2 * timing.electionTimeout.high) : range(0, 20'000);
    timing.link.loss = oneIn(2) ? 0 : static_cast<std::uint32_t>(generator_.below(raft::kCertain / 5));
    timing.link.duplication = oneIn(2) ? 0 : static_cast<std::uint32_t>(generator_.below(raft::kCertain / 5));
    if (oneIn(2))
        timing.diskWrite = range(0, oneIn(3) ? 100'000 : 5'000);
    if (oneIn(8))
        timing.electionTimers = raft::TimerMode::manual;
    if (oneIn(8))
        timing.heartbeats = raft::TimerMode::manual;
    meanCalm_ = oneIn(2) ? generator_.between(1'000, 20'000) : generator_.between(20'000, 200'000);
}

void Weather::drawWeights() {
    for (std::uint32_t& weight : weights_)
        weight = oneIn(2) ? 0 : 1U << generator_.below(4);
    for (std::uint32_t& weight : plotWeights_)
        weight = oneIn(2) ? 0 : 1U << generator_.below(6);
    const auto atLeast = [this](std::size_t place, std::uint32_t weight) {
        weights_[place] = std::max(weights_[place], weight);
    };
    // What is broken is mended about as often, else nothing would happen any more.
    atLeast(placeOf<action::Restart>(), weights_[placeOf<action::Stop>()]);
    atLeast(placeOf<action::Resume>(), weights_[placeOf<action::Pause>()]);
    atLeast(placeOf<action::Heal>(), weights_[placeOf<action::Cut>()]);
    atLeast(placeOf<action::HealAll>(), weights_[placeOf<action::Partition>()]);
    atLeast(placeOf<action::Unblock>(), weights_[placeOf<action::Block>()]);
    atLeast(placeOf<action::Submit>(), 4);
    if (cluster_.timing.electionTimers == raft::TimerMode::manual)
        atLeast(placeOf<action::Timeout>(), 4);
}

TimeRange Weather::range(Time low, Time high) {
    const Time one = generator_.between(low, high);
    const Time other = generator_.between(low, high);
    return {std::min(one, other), std::max(one, other)};
}

Time Weather::calm() {
    if (!plan_.empty())
        return plan_.front().first;
    if (oneIn(5))
        return 0;
    // Now and then long enough for an election and some progress.
    return oneIn(20) ? generator_.between(300'000, 1'000'000) : generator_.between(0, 2 * meanCalm_);
}

Action Weather::action(const Cluster& cluster) {
    Action next = drawn(cluster);
    const auto* timeout = std::get_if<action::Timeout>(&next);
    return timeout && isLeased_ && !mayTimeOut(cluster, timeout->server) ? action::Heartbeat{timeout->server} : next;
}

/// Whether the server's election timer could have run out by now: whoever hears from a leader waits for a shortest
/// election timeout at least, and so does who has just restarted.
bool Weather::mayTimeOut(const Cluster& cluster, ServerId server) {
    const raft::ServerState& state = cluster.server(server);
    const Time now = cluster.now();
    return now >= state.votesFrom &&
           (!state.leaderHeardAt || now - *state.leaderHeardAt >= cluster.timing().electionTimeout.low);
}

Action Weather::drawn(const Cluster& cluster) {
    if (plan_.empty()) {
        const std::uint64_t actions = std::accumulate(weights_.begin(), weights_.end(), std::uint64_t{0});
        const std::uint64_t plots = std::accumulate(plotWeights_.begin(), plotWeights_.end(), std::uint64_t{0});
        const std::uint64_t number = generator_.below(actions + plots);
        if (number < actions)
            return (this->*kMakers[pick(weights_, number)])(cluster);
        (this->*kPlots[pick(plotWeights_, number - actions)])(cluster);
    }
    Action next = std::move(plan_.front().second);
    plan_.pop_front();
    return next;
}

ServerId Weather::anyServer(const Cluster& cluster) {
    return cluster.hosts()[static_cast<std::size_t>(generator_.below(cluster.hosts().size()))].id();
}

/// A server, or a client where there are any.
ServerId Weather::anyEnd(const Cluster& cluster) {
    if (cluster.clients().empty() || !oneIn(3))
        return anyServer(cluster);
    return raft::clientParty(1 + generator_.below(cluster.clients().size()));
}

/// One of the servers of a kind; any when there is none.
ServerId Weather::serverThat(const Cluster& cluster, bool (*wanted)(const Host&)) {
    std::vector<ServerId> found;
    for (const Host& host : cluster.hosts()) {
        if (wanted(host))
            found.push_back(host.id());
    }
    return found.empty() ? anyServer(cluster) : found[static_cast<std::size_t>(generator_.below(found.size()))];
}

action::MessageChoice Weather::anyMessage(const Cluster& cluster) {
    const auto& messages = cluster.inFlight();
    // By its number, so that the order in which they are kept does not matter.
    if (messages.empty() || oneIn(4))
        return {0, std::nullopt, 0, anyEnd(cluster)};
    std::vector<std::uint64_t> ids;
    ids.reserve(messages.size());
    for (const raft::InFlight& message : messages)
        ids.push_back(message.id);
    std::sort(ids.begin(), ids.end());
    return {ids[static_cast<std::size_t>(generator_.below(ids.size()))], std::nullopt, 0, 0};
}

/// Few keys, so that commands meet; new values, so that an answer tells which command it saw.
raft::Command Weather::command(const Cluster& cluster) {
    raft::Command command;
    command.kind = static_cast<raft::CommandKind>(generator_.below(5));
    command.key = std::string(1, static_cast<char>('x' + generator_.below(3)));
    command.value = raft::number(++commands_);
    const std::string* present = cluster.findHost(anyServer(cluster))->store.find(command.key);
    command.expected = present ? *present : raft::number(generator_.below(commands_));
    // As if it had been written in a line: fields that its kind does not have are empty.
    return *raft::Command::parse(command.text());
}

Action Weather::stop(const Cluster& cluster) {
    const ServerId leader = cluster.leader();
    return action::Stop{leader != 0 && oneIn(2) ? leader : anyServer(cluster)};
}

Action Weather::restart(const Cluster& cluster) {
    return action::Restart{serverThat(cluster, [](const Host& host) { return host.stopped; })};
}

Action Weather::pause(const Cluster& cluster) {
    const ServerId leader = cluster.leader();
    return action::Pause{leader != 0 && oneIn(2) ? leader : anyServer(cluster)};
}

Action Weather::resume(const Cluster& cluster) {
    return action::Resume{serverThat(cluster, [](const Host& host) { return host.paused; })};
}

Action Weather::timeout(const Cluster& cluster) { return action::Timeout{anyServer(cluster)}; }

Action Weather::heartbeat(const Cluster& cluster) {
    return action::Heartbeat{
        serverThat(cluster, [](const Host& host) { return host.server.state().role == raft::Role::leader; })};
}

Action Weather::submit(const Cluster& cluster) {
    const ServerId receiver = oneIn(3) ? anyServer(cluster) : 0;
    return action::Submit{command(cluster), receiver};
}

Action Weather::cut(const Cluster& cluster) {
    const ServerId from = anyServer(cluster);
    return action::Cut{from, anyServer(cluster), oneIn(2)};
}

Action Weather::heal(const Cluster& cluster) {
    const ServerId from = anyServer(cluster);
    return action::Heal{from, anyServer(cluster), oneIn(2)};
}

Action Weather::partition(const Cluster& cluster) {
    action::Partition partition;
    partition.groups.resize(2);
    for (const Host& host : cluster.hosts())
        partition.groups[static_cast<std::size_t>(generator_.below(2))].push_back(host.id());
    return partition;
}

Action Weather::healAll(const Cluster&) { return action::HealAll{}; }

Action Weather::block(const Cluster& cluster) {
    action::Block block;
    block.blockade.message = static_cast<raft::MessageKind>(generator_.below(raft::kMessageKinds));
    block.blockade.from = oneIn(2) ? 0 : anyEnd(cluster);
    block.blockade.to = oneIn(2) ? 0 : anyEnd(cluster);
    return block;
}

Action Weather::unblock(const Cluster& cluster) {
    const auto& blockades = cluster.network().blockades();
    if (blockades.empty())
        return action::Unblock{};
    return action::Unblock{blockades[static_cast<std::size_t>(generator_.below(blockades.size()))]};
}

Action Weather::drop(const Cluster& cluster) { return action::Drop{anyMessage(cluster)}; }

Action Weather::delay(const Cluster& cluster) {
    const auto choice = anyMessage(cluster);
    return action::Delay{choice, generator_.between(0, 500'000)};
}

Action Weather::duplicate(const Cluster& cluster) { return action::Duplicate{anyMessage(cluster)}; }

Action Weather::deliver(const Cluster& cluster) { return action::Deliver{anyMessage(cluster)}; }

Action Weather::setTiming(const Cluster& cluster) {
    action::SetTiming set;
    if (oneIn(3)) {
        set.from = anyServer(cluster);
        set.to = anyServer(cluster);
    }
    if (oneIn(2))
        set.latency = range(0, oneIn(3) ? 300'000 : 30'000);
    if (oneIn(3))
        set.loss = static_cast<std::uint32_t>(generator_.below(raft::kCertain / 2));
    if (oneIn(3))
        set.duplication = static_cast<std::uint32_t>(generator_.below(raft::kCertain / 2));
    if (oneIn(3))
        set.electionTimeout = range(10'000, 400'000);
    if (oneIn(3))
        set.heartbeat = generator_.between(5'000, 100'000);
    if (oneIn(3))
        set.diskWrite = oneIn(2) ? TimeRange{0, 0} : range(0, 20'000);
    return set;
}

Action Weather::setOptions(const Cluster& cluster) {
    action::SetOptions set;
    if (oneIn(2))
        set.noOp = oneIn(2);
    if (oneIn(2))
        set.entriesPerMessage = 1 + static_cast<std::uint32_t>(generator_.below(5));
    if (oneIn(2))
        set.acceleratedBackoff = oneIn(2);
    // Without the rules that leases rest on there are none.
    if (isLeased_ && oneIn(3))
        set.leaseReads = oneIn(2);
    const bool isLeased = set.leaseReads.value_or(cluster.options().leaseReads);
    if (isLeased || oneIn(3))
        set.leaderStickiness = isLeased || oneIn(2);
    if (oneIn(3))
        set.preVote = oneIn(2);
    if (isLeased || oneIn(3))
        set.checkQuorum = isLeased || oneIn(2);
    if (oneIn(6))
        set.jointConsensus = oneIn(2);
    if (oneIn(6))
        set.singleServerChanges = oneIn(2);
    if (oneIn(3))
        set.leadershipTransfer = oneIn(2);
    if (oneIn(4))
        set.snapshots = oneIn(3) ? raft::SnapshotOptions() : snapshots();
    if (oneIn(4))
        set.readIndex = oneIn(2);
    // A client that sends again without a session may have its command executed again.
    if (oneIn(6))
        set.sessions = cluster_.load.isOn() || oneIn(2);
    if (oneIn(4)) {
        raft::Options flow;
        drawFlow(flow);
        set.pipelining = flow.pipelining;
        set.batching = flow.batching;
        set.bytesPerMessage = flow.bytesPerMessage;
        set.inFlightBytes = flow.inFlightBytes;
        set.uncommittedEntries = flow.uncommittedEntries;
        set.asyncWrites = flow.asyncWrites;
        if (oneIn(4))
            set.applyTimeConfiguration = flow.applyTimeConfiguration;
        set.electionPriority = flow.electionPriority;
    }
    return set;
}

Action Weather::alignTimers(const Cluster&) { return action::AlignTimers{}; }

Action Weather::spreadTimers(const Cluster&) { return action::SpreadTimers{}; }

/// Small enough to be taken, and sent in several chunks, within a short run.
raft::SnapshotOptions Weather::snapshots() {
    return {true, static_cast<std::uint32_t>(generator_.below(12)),
            static_cast<std::uint32_t>(generator_.between(1, 20))};
}

Action Weather::takeSnapshot(const Cluster& cluster) { return action::TakeSnapshot{anyServer(cluster)}; }

Action Weather::read(const Cluster& cluster) {
    const auto mode = static_cast<action::ReadMode>(generator_.below(action::kReadModes));
    return action::Read{std::string(1, static_cast<char>('x' + generator_.below(3))), oneIn(2) ? anyServer(cluster) : 0,
                        mode};
}

/// A server that there is, or the next that there could be.
ServerId Weather::anyNumber(const Cluster& cluster) {
    const bool isNew = cluster.hosts().size() < 9 && oneIn(3);
    return isNew ? cluster.hosts().back().id() + 1 : anyServer(cluster);
}

Action Weather::changeConfiguration(const Cluster& cluster) {
    action::ChangeConfiguration change;
    for (const Host& host : cluster.hosts()) {
        if (!oneIn(3))
            change.voters.push_back(host.id());
        else if (oneIn(2))
            change.learners.push_back(host.id());
    }
    change.joint = oneIn(2);
    change.leavesOnRequest = change.joint && oneIn(4);
    return change;
}

Action Weather::addServer(const Cluster& cluster) {
    const ServerId server = anyNumber(cluster);
    return action::AddServer{server, !oneIn(3)};
}

Action Weather::removeServer(const Cluster& cluster) { return action::RemoveServer{anyServer(cluster)}; }

Action Weather::promote(const Cluster& cluster) { return action::Promote{anyServer(cluster)}; }

Action Weather::leaveJoint(const Cluster&) { return action::LeaveJoint{}; }

Action Weather::transfer(const Cluster& cluster) { return action::Transfer{anyServer(cluster)}; }

Action Weather::clock(const Cluster& cluster) {
    action::Clock set;
    set.server = anyServer(cluster);
    if (oneIn(2))
        set.speed = static_cast<std::uint32_t>(generator_.between(raft::kTrueSpeed / 4, raft::kTrueSpeed * 4));
    if (oneIn(2))
        set.jump = generator_.between(-300'000, 300'000);
    return set;
}

/// Comes true in a timeline alone, where it is recorded.
Action Weather::weather(const Cluster& cluster) {
    const bool turns = cluster.weather().isCalm();
    return action::SetWeather{raft::weatherAt(turns ? 1 + static_cast<std::size_t>(generator_.below(2)) : 0)};
}

/// Another pace, or none; a run that began without a load goes on without.
Action Weather::load(const Cluster&) {
    raft::Load load = cluster_.load;
    if (!load.isOn())
        return action::SetLoad{};
    load.clients = load.rate = 0;
    if (!oneIn(4))
        drawPace(load);
    load.thinkTime = generator_.between(1, 200'000);
    load.reads = static_cast<std::uint32_t>(generator_.below(60));
    return action::SetLoad{load};
}

Action Weather::priority(const Cluster& cluster) {
    return action::SetPriority{anyServer(cluster), static_cast<std::uint32_t>(generator_.below(4))};
}

/// A disk is never lost: that breaks what Raft promises (§5.2, and see B47).
Action Weather::disk(const Cluster& cluster) {
    constexpr std::array kStates{raft::DiskState::ok, raft::DiskState::slow, raft::DiskState::full};
    return action::Disk{anyServer(cluster), kStates[static_cast<std::size_t>(generator_.below(kStates.size()))]};
}

} // namespace tests
