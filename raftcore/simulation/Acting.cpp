// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Work.h"

#include <algorithm>

// What each action does to a cluster. Each has been found possible before.

namespace raft {

/// Whether the leader is to change who is in the cluster.
template <typename Kind>
constexpr bool kIsMembership = std::is_same_v<Kind, action::ChangeConfiguration> ||
                               std::is_same_v<Kind, action::AddServer> || std::is_same_v<Kind, action::RemoveServer> ||
                               std::is_same_v<Kind, action::Promote> || std::is_same_v<Kind, action::LeaveJoint>;

/// Carries out one action as part of the event that it is.
class ActionTaker {
public:
    ActionTaker(Cluster& cluster, Cluster::Work& work) : cluster_(cluster), work_(work) {}

    /// The server that the action is about; 0 when it is about none, or several.
    static ServerId serverOf(const Cluster& cluster, const Action& action) {
        return std::visit(
            [&cluster](const auto& each) -> ServerId {
                using Kind = std::decay_t<decltype(each)>;
                if constexpr (kIsMembership<Kind> || std::is_same_v<Kind, action::Transfer>)
                    return cluster.leader();
                else if constexpr (
                    requires { each.command; } || requires { each.mode; })
                    return each.server == 0 ? cluster.leader() : each.server;
                else if constexpr (requires { each.server; })
                    return each.server;
                else if constexpr (requires { each.choice; })
                    return receiverOf(cluster, each.choice);
                else
                    return 0;
            },
            action);
    }

    void operator()(const action::Stop& stop) {
        work_.record.marks |= mark::kStop;
        Host& host = cluster_.host(stop.server);
        host.stopped = true;
        cluster_.giveUpWaiting(host, work_);
        cluster_.giveUpReads(host, work_);
        host.reads.clear();
        // What a crash leaves is the disk.
        host.server = fromDisk(host);
        host.store = {};
        host.paused = false;
        host.electionTimer = host.heartbeatTimer = host.quorumLimit = host.transferLimit = {};
        host.catchUpLimit = host.apply = {};
        host.writes.clear();
        host.held.clear();
        for (InFlight& message : host.inbox) {
            message.fate = LossReason::stopped;
            bringBack(std::move(message));
        }
        host.inbox.clear();
    }

    void operator()(const action::Restart& restart) {
        work_.record.marks |= mark::kStart;
        Host& host = cluster_.host(restart.server);
        host.server = fromDisk(host);
        // §7: the state machine begins with the snapshot; what follows in the log is applied once it is committed
        // again.
        if (host.durable().snapshot)
            host.store = Store::fromBytes(host.durable().snapshot->data);
        host.stopped = false;
        cluster_.awake(host).restarted();
        if (!cluster_.writesTakeTime(host))
            host.disk.reset();
        cluster_.startElectionTimer(host, work_.record.index);
        const PersistentState& now = host.server.state().persistent;
        cluster_.effects_.reasons.add(Reason::restarted, {now.currentTerm, now.log.lastIndex(), now.snapshotIndex()});
        cluster_.settle(host, work_);
    }

    void operator()(const action::Pause& pause) {
        work_.record.marks |= mark::kStop;
        cluster_.host(pause.server).paused = true;
    }

    void operator()(const action::Resume& resume) {
        work_.record.marks |= mark::kStart;
        Host& host = cluster_.host(resume.server);
        host.paused = false;
        for (InFlight& message : host.inbox)
            bringBack(std::move(message));
        host.inbox.clear();
    }

    void operator()(const action::Timeout& timeout) {
        Host& host = cluster_.host(timeout.server);
        cluster_.awake(host).electionTimeout(cluster_.effects_);
        cluster_.settle(host, work_);
    }

    void operator()(const action::Heartbeat& heartbeat) {
        Host& host = cluster_.host(heartbeat.server);
        cluster_.awake(host).heartbeatTimeout(cluster_.effects_);
        cluster_.settle(host, work_);
    }

    void operator()(const action::Submit& submit) {
        const ServerId server = submit.server == 0 ? cluster_.leader() : submit.server;
        cluster_.submit(&cluster_.host(server), Shared<Command>(submit.command), work_);
    }

    void operator()(const action::Cut& cut) {
        work_.record.marks |= mark::kCut;
        cluster_.network_.own().cut(cut.from, cut.to);
        if (!cut.oneWay)
            cluster_.network_.own().cut(cut.to, cut.from);
    }

    void operator()(const action::Heal& heal) {
        work_.record.marks |= mark::kHeal;
        cluster_.network_.own().heal(heal.from, heal.to);
        if (!heal.oneWay)
            cluster_.network_.own().heal(heal.to, heal.from);
    }

    void operator()(const action::Partition& partition) {
        work_.record.marks |= mark::kCut;
        cluster_.network_.own().partition(partition.groups, cluster_.servers());
    }

    void operator()(const action::HealAll&) {
        work_.record.marks |= mark::kHeal;
        cluster_.network_.own().healAll();
    }

    void operator()(const action::Block& block) {
        work_.record.marks |= mark::kCut;
        cluster_.network_.own().block(block.blockade);
    }

    void operator()(const action::Unblock& unblock) {
        work_.record.marks |= mark::kHeal;
        cluster_.network_.own().unblock(unblock.blockade);
    }

    void operator()(const action::Drop& drop) {
        const InFlight message = take(drop.choice);
        cluster_.lose(message, LossReason::dropped, work_);
    }

    void operator()(const action::Delay& delay) {
        InFlight message = take(delay.choice);
        // From where it is now, at another speed: its course bends, it does not jump.
        message.part = message.partAt(cluster_.now_);
        message.since = cluster_.now_;
        message.due = std::max(message.due, cluster_.now_) + delay.by;
        if (work_.detail)
            work_.detail->message = message;
        bringBack(std::move(message));
    }

    void operator()(const action::Duplicate& duplicate) {
        const InFlight& original = *cluster_.findMessage(*cluster_.choose(duplicate.choice));
        InFlight copy = original;
        const TimeRange latency = cluster_.linkTiming(copy.message->from, copy.message->to).latency;
        copy.id = ++cluster_.messageIds_;
        copy.sequence = ++cluster_.sequence_;
        copy.part = copy.partAt(cluster_.now_);
        copy.since = cluster_.now_;
        copy.due = cluster_.now_ + cluster_.generator_.between(latency.low, latency.high);
        copy.end = kCertain;
        copy.fate = LossReason::none;
        copy.arrived = false;
        copy.cause = work_.record.index;
        if (work_.detail)
            work_.detail->message = original;
        cluster_.launch(std::move(copy), work_);
    }

    void operator()(const action::Deliver& deliver) {
        const InFlight message = take(deliver.choice);
        work_.record.cause = message.cause;
        if (isClientParty(message.message->to))
            return cluster_.deliverToClient(message, work_);
        cluster_.deliver(cluster_.host(message.message->to), message, work_);
    }

    void operator()(const action::SetTiming& set) {
        if (set.from != 0) {
            const LinkTiming own = set.appliedTo(cluster_.linkTiming(set.from, set.to));
            cluster_.network_.own().setOwnTiming(set.from, set.to, own);
        } else {
            cluster_.timing_.link = set.appliedTo(cluster_.timing_.link);
        }
        Timing& timing = cluster_.timing_;
        if (set.electionTimeout)
            changeElectionTimeout(*set.electionTimeout);
        if (set.heartbeat)
            timing.heartbeat = *set.heartbeat;
        if (set.diskWrite)
            changeDisks(*set.diskWrite);
        if (set.electionTimers && *set.electionTimers != timing.electionTimers)
            changeElectionTimers(*set.electionTimers);
        if (set.heartbeats && *set.heartbeats != timing.heartbeats)
            changeHeartbeats(*set.heartbeats);
    }

    void operator()(const action::SetWeather& set) { cluster_.weather_ = set.weather; }

    void operator()(const action::SetLoad& set) { cluster_.changeLoad(set.load, work_.record.index); }

    void operator()(const action::SetPriority& set) {
        cluster_.priorities_ = withPriority(set.server, set.priority);
        for (Host& host : cluster_.hosts_)
            host.server.setPriorities(cluster_.priorities_);
    }

    void operator()(const action::SetOptions& set) {
        cluster_.options_ = set.appliedTo(cluster_.options_);
        for (Host& host : cluster_.hosts_) {
            cluster_.awake(host).setOptions(cluster_.options_, cluster_.effects_);
            cluster_.settle(host, work_);
        }
    }

    void operator()(const action::Transfer& transfer) {
        Host& host = cluster_.host(cluster_.leader());
        cluster_.awake(host).transferLeadership(transfer.to, cluster_.effects_);
        cluster_.settle(host, work_);
    }

    void operator()(const action::TakeSnapshot& take) {
        Host& host = cluster_.host(take.server);
        cluster_.awake(host).takeSnapshot(host.store.toBytes(), cluster_.effects_);
        cluster_.settle(host, work_);
    }

    void operator()(const action::ChangeConfiguration& change) {
        Configuration target;
        for (const ServerId id : change.voters)
            target.voters.insert(id);
        for (const ServerId id : change.learners) {
            if (!target.voters.contains(id))
                target.learners.insert(id);
        }
        target.leavesOnRequest = change.leavesOnRequest;
        changeTo(target, change.joint);
    }

    void operator()(const action::LeaveJoint&) {
        Host& leader = cluster_.host(cluster_.leader());
        cluster_.awake(leader).leaveJointConfiguration(cluster_.effects_);
        cluster_.settle(leader, work_);
    }

    void operator()(const action::AddServer& add) {
        Configuration target = present();
        if (add.voting || target.voters.contains(add.server)) {
            target.learners.erase(add.server);
            target.voters.insert(add.server);
        } else {
            target.learners.insert(add.server);
        }
        changeTo(target, byMethod());
    }

    void operator()(const action::RemoveServer& remove) {
        Configuration target = present();
        target.voters.erase(remove.server);
        target.learners.erase(remove.server);
        changeTo(target, byMethod());
    }

    void operator()(const action::Promote& promote) {
        Configuration target = present();
        target.learners.erase(promote.server);
        target.voters.insert(promote.server);
        changeTo(target, byMethod());
    }

    void operator()(const action::Read& read) {
        const ServerId server = read.server == 0 ? cluster_.leader() : read.server;
        cluster_.read(cluster_.host(server), read, work_);
    }

    void operator()(const action::Clock& set) {
        Host& host = cluster_.host(set.server);
        const LocalClock before = host.clock;
        host.clock.set(cluster_.now_, set.speed.value_or(before.speed()), set.jump);
        for (Due* due :
             {&host.electionTimer, &host.heartbeatTimer, &host.quorumLimit, &host.transferLimit, &host.catchUpLimit}) {
            if (!due->isSet())
                continue;
            const Time left = before.at(due->time) - before.at(cluster_.now_) - set.jump;
            due->time = cluster_.now_ + host.clock.lasting(std::max<Time>(0, left));
        }
    }

    void operator()(const action::Disk& disk) {
        Host& host = cluster_.host(disk.server);
        if (disk.state == DiskState::lost) {
            loseDisk(host);
            return;
        }
        host.diskState = disk.state;
        if (cluster_.writesTakeTime(host) && !host.disk)
            host.disk = host.durable();
        if (!cluster_.writesTakeTime(host) && host.writes.empty() && !host.stopped)
            host.disk.reset();
        if (host.isActive()) {
            cluster_.awake(host);
            cluster_.settle(host, work_);
        }
    }

    void operator()(const action::AlignTimers&) {
        for (Host& host : cluster_.hosts_) {
            if (host.electionTimer.isSet())
                setElectionTimer(host, cluster_.timing_.electionTimeout.low);
        }
    }

    void operator()(const action::SpreadTimers&) {
        std::vector<Host*> running;
        for (Host& host : cluster_.hosts_) {
            if (host.electionTimer.isSet())
                running.push_back(&host);
        }
        const TimeRange range = cluster_.timing_.electionTimeout;
        const auto steps = static_cast<Time>(std::max<std::size_t>(running.size(), 2) - 1);
        Time position = 0;
        for (Host* host : running)
            setElectionTimer(*host, range.low + (range.high - range.low) * position++ / steps);
    }

private:
    /// The leader's configuration in force, without what is being left.
    [[nodiscard]] Configuration present() const {
        Configuration now = cluster_.server(cluster_.leader()).configuration;
        now.outgoing = {};
        return now;
    }

    /// Joint consensus where one server at a time is not allowed.
    [[nodiscard]] bool byMethod() const { return !cluster_.options_.singleServerChanges; }

    void changeTo(const Configuration& target, bool joint) {
        for (const ServerId id : target.members())
            cluster_.ensureHost(id);
        Host& leader = cluster_.host(cluster_.leader());
        cluster_.awake(leader).changeConfiguration(target, joint, cluster_.effects_);
        cluster_.settle(leader, work_);
    }

    /// A server cannot go on without its disk; it comes back empty, with the same name, which is what must not be.
    void loseDisk(Host& host) {
        if (!host.stopped)
            (*this)(action::Stop{host.id()});
        host.diskState = DiskState::ok;
        host.disk = PersistentState{};
        host.server = fromDisk(host);
        if (!cluster_.writesTakeTime(host))
            host.disk.reset();
    }

    static ServerId receiverOf(const Cluster& cluster, const action::MessageChoice& choice) {
        const auto id = cluster.choose(choice);
        const ServerId to = id ? cluster.findMessage(*id)->message->to : 0;
        return isClientParty(to) ? 0 : to;
    }

    [[nodiscard]] Server fromDisk(const Host& host) const {
        return Server(host.id(), host.durable(), *host.initial, cluster_.options_, cluster_.configuration_->defects,
                      cluster_.priorities_);
    }

    /// The cluster's priorities with that of one server changed; in the order of the servers, so that it does not
    /// matter in which they were set.
    [[nodiscard]] Shared<Priorities> withPriority(ServerId server, std::uint32_t priority) const {
        Priorities changed;
        for (const Host& host : cluster_.hosts_) {
            const std::uint32_t each = host.id() == server ? priority : host.server.priority();
            if (each > 0)
                changed.known.emplace_back(host.id(), each);
        }
        return changed.known.empty() ? Shared<Priorities>() : Shared<Priorities>(std::move(changed));
    }

    InFlight take(const action::MessageChoice& choice) {
        const InFlight* chosen = cluster_.findMessage(*cluster_.choose(choice));
        InFlight taken = cluster_.takeMessage(static_cast<std::size_t>(chosen - cluster_.inFlight_.data()));
        if (work_.detail)
            work_.detail->message = taken;
        return taken;
    }

    /// Puts a message among those in flight again; it keeps its place in the order.
    void bringBack(InFlight message) {
        cluster_.inFlight_.push_back(std::move(message));
        cluster_.restoreHeap();
    }

    void changeElectionTimeout(const TimeRange& range) {
        cluster_.timing_.electionTimeout = range;
        for (Host& host : cluster_.hosts_)
            host.server.endLease();
    }

    void changeDisks(const TimeRange& range) {
        cluster_.timing_.diskWrite = range;
        for (Host& host : cluster_.hosts_) {
            if (range.high > 0 && !host.disk)
                host.disk = host.durable();
            if (!cluster_.writesTakeTime(host) && host.writes.empty() && !host.stopped)
                host.disk.reset();
        }
    }

    void changeElectionTimers(TimerMode mode) {
        cluster_.timing_.electionTimers = mode;
        for (Host& host : cluster_.hosts_) {
            const bool wanted = !host.stopped && host.server.state().role != Role::leader;
            host.electionTimer = {};
            if (wanted)
                cluster_.startElectionTimer(host, work_.record.index);
        }
    }

    void changeHeartbeats(TimerMode mode) {
        cluster_.timing_.heartbeats = mode;
        for (Host& host : cluster_.hosts_) {
            const bool wanted = !host.stopped && host.server.state().role == Role::leader;
            host.heartbeatTimer = {};
            if (wanted)
                cluster_.startHeartbeatTimer(host, work_.record.index);
        }
    }

    void setElectionTimer(Host& host, Time timeout) {
        host.electionStarted = cluster_.now_;
        host.electionTimer = cluster_.dueIn(host.clock.lasting(timeout), work_.record.index);
    }

    Cluster& cluster_;
    Cluster::Work& work_;
};

Expected<EventRecord> Cluster::act(const Action& action, Event* detail) {
    if (auto possible = check(action); !possible)
        return tl::unexpected(possible.error());
    Work work(detail);
    begin(EventKind::action, {}, ActionTaker::serverOf(*this, action), work);
    work.record.marks |= mark::kAction;
    if (work.detail)
        work.detail->action = action;
    std::visit(ActionTaker(*this, work), action);
    return finish(work);
}

} // namespace raft
