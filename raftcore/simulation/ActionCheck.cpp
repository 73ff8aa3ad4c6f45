// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Cluster.h"

#include <algorithm>

// Which actions are impossible now, and why.

namespace raft {

namespace {

/// Judges one action against the present state of a cluster.
class ActionCheck {
public:
    explicit ActionCheck(const Cluster& cluster) : cluster_(cluster) {}

    Expected<void> operator()(const action::Stop& stop) const {
        const Host* host = cluster_.findHost(stop.server);
        if (!host)
            return unknownServer(stop.server);
        if (host->stopped)
            return refuse(stop.server, QT_TRANSLATE_NOOP("core", "is stopped already"));
        return {};
    }

    Expected<void> operator()(const action::Restart& restart) const {
        const Host* host = cluster_.findHost(restart.server);
        if (!host)
            return unknownServer(restart.server);
        if (!host->stopped) {
            return refuse(restart.server,
                          QT_TRANSLATE_NOOP("core", "is running; only a stopped server can be restarted"));
        }
        return {};
    }

    Expected<void> operator()(const action::Pause& pause) const {
        if (auto running = mustRun(pause.server); !running)
            return running;
        if (cluster_.findHost(pause.server)->paused) {
            return refuse(pause.server, QT_TRANSLATE_NOOP("core", "is paused already"));
        }
        return {};
    }

    Expected<void> operator()(const action::Resume& resume) const {
        if (auto running = mustRun(resume.server); !running)
            return running;
        if (!cluster_.findHost(resume.server)->paused) {
            return refuse(resume.server, QT_TRANSLATE_NOOP("core", "is not paused"));
        }
        return {};
    }

    Expected<void> operator()(const action::Timeout& timeout) const { return mustBeActive(timeout.server); }
    Expected<void> operator()(const action::Heartbeat& heartbeat) const { return mustBeActive(heartbeat.server); }

    Expected<void> operator()(const action::Submit& submit) const {
        const ServerId server = submit.server == 0 ? cluster_.leader() : submit.server;
        if (server == 0)
            return failure("leader", QT_TRANSLATE_NOOP("core", "no running server leads"));
        return mustBeActive(server);
    }

    Expected<void> operator()(const action::Cut& cut) const {
        if (auto link = mustBeLink(cut.from, cut.to); !link)
            return link;
        const Network& network = cluster_.network();
        if (network.isCut(cut.from, cut.to) && (cut.oneWay || network.isCut(cut.to, cut.from))) {
            return failure(linkName(cut.from, cut.to), QT_TRANSLATE_NOOP("core", "the link is cut already"));
        }
        return {};
    }

    Expected<void> operator()(const action::Heal& heal) const {
        if (auto link = mustBeLink(heal.from, heal.to); !link)
            return link;
        const Network& network = cluster_.network();
        if (!network.isCut(heal.from, heal.to) && (heal.oneWay || !network.isCut(heal.to, heal.from))) {
            return failure(linkName(heal.from, heal.to), QT_TRANSLATE_NOOP("core", "the link is not cut"));
        }
        return {};
    }

    Expected<void> operator()(const action::Partition& partition) const {
        ServerSet named;
        std::size_t groups = 0;
        for (const auto& group : partition.groups) {
            groups += group.empty() ? 0 : 1;
            for (const ServerId id : group) {
                if (!cluster_.findHost(id))
                    return unknownServer(id);
                if (!named.insert(id))
                    return refuse(id, QT_TRANSLATE_NOOP("core", "is in two groups"));
            }
        }
        if (named.size() < cluster_.hosts().size())
            ++groups;
        if (groups < 2) {
            return failure("groups", QT_TRANSLATE_NOOP("core", "a partition needs servers on both sides"));
        }
        return {};
    }

    Expected<void> operator()(const action::HealAll&) const {
        if (cluster_.network().hasCuts())
            return {};
        return failure({}, QT_TRANSLATE_NOOP("core", "no link is cut"));
    }

    Expected<void> operator()(const action::Block& block) const {
        return mustBeEnds(block.blockade.from, block.blockade.to);
    }

    Expected<void> operator()(const action::Unblock& unblock) const {
        const auto& blockades = cluster_.network().blockades();
        if (std::find(blockades.begin(), blockades.end(), unblock.blockade) != blockades.end())
            return {};
        return failure({}, QT_TRANSLATE_NOOP("core", "these messages are not blocked"));
    }

    Expected<void> operator()(const action::Drop& drop) const { return mustBeInFlight(drop.choice); }
    Expected<void> operator()(const action::Duplicate& duplicate) const { return mustBeInFlight(duplicate.choice); }

    Expected<void> operator()(const action::Delay& delay) const {
        if (delay.by < 0 || delay.by > kMaximumStretch) {
            return failure("by", {QT_TRANSLATE_NOOP("core", "%1 ms is no delay"), {milliseconds(delay.by)}},
                           {QT_TRANSLATE_NOOP("core", "allowed: 0 to %1 ms"), {milliseconds(kMaximumStretch)}});
        }
        return mustBeInFlight(delay.choice);
    }

    Expected<void> operator()(const action::Deliver& deliver) const {
        const auto id = cluster_.choose(deliver.choice);
        if (!id)
            return tl::unexpected(id.error());
        const InFlight& flight = *cluster_.findMessage(*id);
        const Message& message = *flight.message;
        if (!flight.arrived && !message.isClients() && cluster_.network().isCut(message.from, message.to)) {
            return failure(linkName(message.from, message.to), QT_TRANSLATE_NOOP("core", "the link is cut"));
        }
        if (!flight.arrived && cluster_.network().isBlocked(message.kind(), message.from, message.to)) {
            return failure(messageKindName(message.kind()), QT_TRANSLATE_NOOP("core", "such messages are blocked"));
        }
        return isClientParty(message.to) ? Expected<void>() : mustBeActive(message.to);
    }

    Expected<void> operator()(const action::SetTiming& set) const {
        if ((set.from == 0) != (set.to == 0)) {
            return failure(set.from == 0 ? "from" : "to", QT_TRANSLATE_NOOP("core", "a link has two ends"));
        }
        if (set.from != 0) {
            if (auto link = mustBeLink(set.from, set.to); !link)
                return link;
        }
        return validate(set.appliedTo(cluster_.timing()));
    }

    Expected<void> operator()(const action::SetWeather& set) const { return validate(set.weather); }

    Expected<void> operator()(const action::SetLoad& set) const { return validate(set.load); }

    Expected<void> operator()(const action::SetPriority& set) const {
        if (!cluster_.findHost(set.server))
            return unknownServer(set.server);
        if (!cluster_.options().electionPriority)
            return failure("electionPriority", QT_TRANSLATE_NOOP("core", "this option is off"));
        if (set.priority > kMaximumPriority) {
            return failure("priority", {QT_TRANSLATE_NOOP("core", "priority %1"), {number(set.priority)}},
                           {QT_TRANSLATE_NOOP("core", "allowed: 0 to %1"), {number(kMaximumPriority)}});
        }
        if (cluster_.findHost(set.server)->server.priority() != set.priority)
            return {};
        return failure(cluster_.nameOf(set.server),
                       {QT_TRANSLATE_NOOP("core", "has priority %1 already"), {number(set.priority)}});
    }

    Expected<void> operator()(const action::SetOptions& set) const {
        const Options wanted = set.appliedTo(cluster_.options());
        if (wanted.applyTimeConfiguration != cluster_.options().applyTimeConfiguration && hasChangedConfiguration()) {
            return failure("applyTimeConfiguration",
                           QT_TRANSLATE_NOOP("core",
                                             "the configuration has changed already: by two rules for when one is "
                                             "in force, servers could form majorities that do not overlap"));
        }
        return validate(wanted);
    }

    Expected<void> operator()(const action::ChangeConfiguration& change) const {
        for (const auto* servers : {&change.voters, &change.learners}) {
            for (const ServerId id : *servers) {
                if (auto possible = mayExist(id); !possible)
                    return possible;
            }
        }
        if (change.leavesOnRequest && !change.joint)
            return failure("leave", QT_TRANSLATE_NOOP("core", "only a joint configuration is left"));
        return mayChange(change.joint ? cluster_.options().jointConsensus : cluster_.options().singleServerChanges,
                         change.joint ? "jointConsensus" : "singleServerChanges");
    }
    Expected<void> operator()(const action::LeaveJoint&) const {
        // Who is in a joint configuration must be able to leave it, also when the option was switched off since.
        const Host* leader = cluster_.findHost(cluster_.leader());
        const bool isJoint = leader && !leader->server.state().configuration.outgoing.empty();
        return mayChange(cluster_.options().jointConsensus || isJoint, "jointConsensus");
    }
    Expected<void> operator()(const action::AddServer& add) const {
        if (auto possible = mayExist(add.server); !possible)
            return possible;
        return mayChangeAtAll();
    }
    Expected<void> operator()(const action::RemoveServer& remove) const {
        if (!cluster_.findHost(remove.server))
            return unknownServer(remove.server);
        return mayChangeAtAll();
    }
    Expected<void> operator()(const action::Promote& promote) const {
        if (!cluster_.findHost(promote.server))
            return unknownServer(promote.server);
        return mayChangeAtAll();
    }

    Expected<void> operator()(const action::Read& read) const {
        const Options& options = cluster_.options();
        if (read.mode == action::ReadMode::readIndex && !options.readIndex)
            return failure("readIndex", QT_TRANSLATE_NOOP("core", "this option is off"));
        if (read.mode == action::ReadMode::lease && !options.leaseReads)
            return failure("leaseReads", QT_TRANSLATE_NOOP("core", "this option is off"));
        if (read.key.empty() || read.key.size() > kMaximumWordLength)
            return failure("key", QT_TRANSLATE_NOOP("core", "a key has 1 to 256 bytes"));
        const ServerId server = read.server == 0 ? cluster_.leader() : read.server;
        if (server == 0)
            return failure("leader", QT_TRANSLATE_NOOP("core", "no running server leads"));
        return mustBeActive(server);
    }

    Expected<void> operator()(const action::TakeSnapshot& take) const {
        if (auto active = mustBeActive(take.server); !active)
            return active;
        if (!cluster_.options().snapshots.on)
            return failure("snapshots", QT_TRANSLATE_NOOP("core", "this option is off"));
        if (cluster_.findHost(take.server)->diskState == DiskState::full)
            return refuse(take.server, QT_TRANSLATE_NOOP("core", "has no room on its disk"));
        const ServerState& state = cluster_.server(take.server);
        if (state.appliedEnd() <= state.persistent.snapshotIndex())
            return refuse(take.server, QT_TRANSLATE_NOOP("core", "has applied nothing that its log still holds"));
        return {};
    }

    Expected<void> operator()(const action::Transfer& transfer) const {
        if (!cluster_.options().leadershipTransfer)
            return failure("leadershipTransfer", QT_TRANSLATE_NOOP("core", "this option is off"));
        const ServerId leader = cluster_.leader();
        if (leader == 0)
            return failure("leader", QT_TRANSLATE_NOOP("core", "no running server leads"));
        if (!cluster_.findHost(transfer.to))
            return unknownServer(transfer.to);
        if (transfer.to == leader)
            return refuse(transfer.to, QT_TRANSLATE_NOOP("core", "leads already"));
        const ServerState& state = cluster_.server(leader);
        if (!state.configuration.isVoter(transfer.to))
            return refuse(transfer.to, QT_TRANSLATE_NOOP("core", "does not vote, so it cannot lead"));
        if (state.transferTarget != 0)
            return refuse(leader, QT_TRANSLATE_NOOP("core", "is handing its leadership over already"));
        return mustBeActive(leader);
    }

    Expected<void> operator()(const action::Clock& set) const {
        if (!cluster_.findHost(set.server))
            return unknownServer(set.server);
        if (set.speed && (*set.speed < kSlowestClock || *set.speed > kFastestClock)) {
            return failure("speed", QT_TRANSLATE_NOOP("core", "no clock runs so fast or so slowly"),
                           QT_TRANSLATE_NOOP("core", "allowed: 0.01 to 100"));
        }
        if (set.jump < -kMaximumStretch || set.jump > kMaximumStretch) {
            return failure(
                "jump", {QT_TRANSLATE_NOOP("core", "%1 ms is too far"), {milliseconds(set.jump)}},
                {QT_TRANSLATE_NOOP("core", "allowed: at most %1 ms, on or back"), {milliseconds(kMaximumStretch)}});
        }
        if (set.speed || set.jump != 0)
            return {};
        return failure("clock", QT_TRANSLATE_NOOP("core", "neither a speed nor a jump is given"));
    }

    Expected<void> operator()(const action::Disk& disk) const {
        const Host* host = cluster_.findHost(disk.server);
        if (!host)
            return unknownServer(disk.server);
        if (host->diskState == disk.state) {
            return failure(cluster_.nameOf(disk.server),
                           {QT_TRANSLATE_NOOP("core", "its disk is %1 already"), {diskStateName(disk.state)}});
        }
        return {};
    }

    Expected<void> operator()(const action::AlignTimers&) const { return mustHaveTimers(); }
    Expected<void> operator()(const action::SpreadTimers&) const { return mustHaveTimers(); }

private:
    /// True when some server knows of another configuration than that with which it started.
    [[nodiscard]] bool hasChangedConfiguration() const {
        const auto& hosts = cluster_.hosts();
        return std::any_of(hosts.begin(), hosts.end(), [](const Host& host) {
            const ServerState& state = host.server.state();
            return state.nextConfiguration || state.configurationIndex > state.persistent.snapshotIndex() ||
                   state.configuration != *host.initial;
        });
    }

    [[nodiscard]] std::string linkName(ServerId from, ServerId to) const {
        return cluster_.nameOf(from) + "–" + cluster_.nameOf(to);
    }

    [[nodiscard]] Expected<void> refuse(ServerId server, Text why) const {
        return failure(cluster_.nameOf(server), std::move(why));
    }

    [[nodiscard]] Expected<void> unknownServer(ServerId id) const {
        std::string names;
        for (const ServerId known : cluster_.servers())
            names += (names.empty() ? "" : ", ") + number(known);
        return failure("server", {QT_TRANSLATE_NOOP("core", "there is no server %1"), {number(id)}},
                       {QT_TRANSLATE_NOOP("core", "allowed: %1"), {names}});
    }

    /// True when there is such a server, or it may be made.
    [[nodiscard]] Expected<void> mayExist(ServerId id) const {
        if (cluster_.findHost(id) || (id >= 1 && id <= kMaximumServerId && cluster_.hosts().size() < kMaximumServers))
            return {};
        return failure("server", {QT_TRANSLATE_NOOP("core", "there can be no server %1"), {number(id)}},
                       {QT_TRANSLATE_NOOP("core", "allowed: numbers from 1 to %1, and %2 servers"),
                        {number(kMaximumServerId), number(std::uint64_t{kMaximumServers})}});
    }

    [[nodiscard]] Expected<void> mayChangeAtAll() const {
        const Options& options = cluster_.options();
        return mayChange(options.jointConsensus || options.singleServerChanges, "jointConsensus");
    }

    [[nodiscard]] Expected<void> mayChange(bool isOn, const char* option) const {
        if (!isOn)
            return failure(option, QT_TRANSLATE_NOOP("core", "this option is off"));
        if (cluster_.leader() == 0)
            return failure("leader", QT_TRANSLATE_NOOP("core", "no running server leads"));
        return mustBeActive(cluster_.leader());
    }

    [[nodiscard]] Expected<void> mustRun(ServerId server) const {
        const Host* host = cluster_.findHost(server);
        if (!host)
            return unknownServer(server);
        if (host->stopped)
            return refuse(server, QT_TRANSLATE_NOOP("core", "is stopped; restart it first"));
        return {};
    }

    [[nodiscard]] Expected<void> mustBeActive(ServerId server) const {
        if (auto running = mustRun(server); !running)
            return running;
        if (cluster_.findHost(server)->paused) {
            return refuse(server, QT_TRANSLATE_NOOP("core", "is paused; resume it first"));
        }
        return {};
    }

    [[nodiscard]] Expected<void> mustBeEnds(ServerId from, ServerId to) const {
        for (const ServerId id : {from, to}) {
            if (id != 0 && !isClientParty(id) && !cluster_.findHost(id))
                return unknownServer(id);
        }
        return {};
    }

    [[nodiscard]] Expected<void> mustBeLink(ServerId from, ServerId to) const {
        for (const ServerId id : {from, to}) {
            if (!cluster_.findHost(id))
                return unknownServer(id);
        }
        if (from != to)
            return {};
        return refuse(from, QT_TRANSLATE_NOOP("core", "has no link to itself"));
    }

    [[nodiscard]] Expected<void> mustBeInFlight(const action::MessageChoice& choice) const {
        const auto id = cluster_.choose(choice);
        if (!id)
            return tl::unexpected(id.error());
        return {};
    }

    [[nodiscard]] Expected<void> mustHaveTimers() const {
        if (cluster_.timing().electionTimers == TimerMode::automatic)
            return {};
        return failure({}, QT_TRANSLATE_NOOP("core", "the election timers are manual"));
    }

    const Cluster& cluster_;
};

} // namespace

Expected<void> Cluster::check(const Action& action) const { return std::visit(ActionCheck(*this), action); }

const InFlight* Cluster::findMessage(std::uint64_t id) const {
    const auto found =
        std::find_if(inFlight_.begin(), inFlight_.end(), [id](const InFlight& message) { return message.id == id; });
    return found == inFlight_.end() ? nullptr : &*found;
}

Expected<std::uint64_t> Cluster::choose(const action::MessageChoice& choice) const {
    const InFlight* oldest = nullptr;
    for (const InFlight& flight : inFlight_) {
        if (choice.fits(flight.id, *flight.message) && (!oldest || flight.id < oldest->id))
            oldest = &flight;
    }
    if (oldest)
        return oldest->id;
    if (choice.id != 0) {
        return failure("message",
                       {QT_TRANSLATE_NOOP("core", "message %1 is not in flight any more"), {number(choice.id)}});
    }
    return failure("message", QT_TRANSLATE_NOOP("core", "no such message is in flight"));
}

} // namespace raft
