// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/Branch.h"

#include <algorithm>

// Moving through a run: keyframes, replaying, computing on.

namespace raft {

Timeline::Timeline(ClusterConfiguration configuration)
    : configuration_(std::move(configuration))
    , present_(configuration_)
    , teller_(present_) {
    auto main = std::make_unique<Branch>(kMainBranch, kMainBranch, 0, present_);
    main->name = "main";
    main->keyframes.push_back(present_);
    branches_.emplace(kMainBranch, std::move(main));
}

Timeline::~Timeline() = default;
Timeline::Timeline(Timeline&&) noexcept = default;
Timeline& Timeline::operator=(Timeline&&) noexcept = default;

bool Timeline::seek(EventIndex events, std::size_t maximumNew) {
    Branch& branch = find(branch_);
    for (std::size_t i = 0; i < maximumNew && branch.known() < events; ++i) {
        if (!extend(branch))
            break;
    }
    const EventIndex reached = std::min(events, branch.known());
    show(branch_, reached, 0);
    return reached == events;
}

bool Timeline::seekTime(Time time, std::size_t maximumNew) {
    RAFT_ASSERT(time >= 0);
    Branch& branch = find(branch_);
    for (std::size_t i = 0; i < maximumNew && extend(branch, time); ++i) {
    }
    const bool reached = nextDue(branch) > time;
    const EventIndex events = eventsAt(time);
    show(branch_, events, reached ? time : 0);
    return reached;
}

void Timeline::advanceTo(Time time) { present_.advanceTo(time); }

void Timeline::go(const Moment& moment) {
    RAFT_ASSERT(moment.events <= find(moment.branch).known());
    show(moment.branch, moment.events, moment.time);
    dropVain();
}

/// Makes a moment the present one; a time before that of the last event means the time of that event.
void Timeline::show(BranchId id, EventIndex events, Time time) {
    const Branch& branch = find(id);
    if (events == branch.known()) {
        present_ = branch.end;
    } else {
        const bool near = id == branch_ && present_.eventCount() <= events &&
                          events - present_.eventCount() < kKeyframeEvery &&
                          present_.now() <= timeBefore(branch, events);
        if (!near)
            present_ = keyframeBefore(branch, events);
        replay(present_, branch, events);
    }
    branch_ = id;
    const PlacedAction* placed = branch.actionAt(events);
    const Time latest =
        events == branch.known() ? nextDue(branch) : std::min(present_.nextEventTime(), placed ? placed->time : kNever);
    if (time > present_.now())
        present_.advanceTo(std::min(time, latest));
}

std::optional<EventIndex> Timeline::next(EventIndex from, Sought sought, std::size_t maximumNew) {
    Branch& branch = find(branch_);
    for (EventIndex i = from; i < branch.known(); ++i) {
        if (ownerOf(branch, i).records.isSought(i, sought))
            return i;
    }
    // What is not known yet is first looked at in a copy, so that nothing is left behind by a search in vain.
    const auto found = lookAhead(branch, from, sought, maximumNew);
    while (found && branch.known() <= *found)
        extend(branch);
    return found;
}

/// The first event from `from` on that is sought among the next `most` that would come at the end of a branch.
std::optional<EventIndex> Timeline::lookAhead(const Branch& branch, EventIndex from, Sought sought,
                                              std::size_t most) const {
    Cluster ahead = branch.end;
    for (std::size_t i = 0; i < most; ++i) {
        const auto fault = faultDue(ahead);
        if (!fault && ahead.nextEventTime() == kNever)
            return std::nullopt;
        const EventRecord record = doNext(ahead, fault, nullptr);
        if (record.index >= from && isAmong(record.marks, record.kind, sought))
            return record.index;
    }
    return std::nullopt;
}

std::optional<EventIndex> Timeline::previous(EventIndex before, Sought sought) const {
    const Branch& branch = find(branch_);
    for (EventIndex i = std::min(before, branch.known()); i > 0; --i) {
        if (ownerOf(branch, i - 1).records.isSought(i - 1, sought))
            return i - 1;
    }
    return std::nullopt;
}

Time Timeline::nextTime() const {
    const EventIndex events = present_.eventCount();
    return events < known() ? record(events).time : nextDue(find(branch_));
}

EventIndex Timeline::known() const { return find(branch_).known(); }

Time Timeline::knownTime() const { return timeBefore(find(branch_), known()); }

EventRecord Timeline::record(EventIndex index) const { return recordOf(branch_, index); }

EventIndex Timeline::eventsAt(Time time) const { return eventsAt(find(branch_), time); }

EventIndex Timeline::eventsAt(const Branch& branch, Time time) const {
    const Branch* owner = &branch;
    EventIndex limit = branch.known();
    // In the branch itself first, then back through those that it grew from.
    while (owner->fork > 0 && (owner->fork == limit || owner->records.firstAfter(time) == owner->fork)) {
        limit = std::min(limit, owner->fork);
        owner = &find(owner->parent);
    }
    return std::min(limit, owner->records.firstAfter(time));
}

Event Timeline::event(EventIndex index, Cluster* after) const {
    const Branch& branch = find(branch_);
    RAFT_ASSERT(index < branch.known());
    const bool near =
        tellerBranch_ == branch_ && teller_.eventCount() <= index && index - teller_.eventCount() < kKeyframeEvery;
    if (!near)
        teller_ = keyframeBefore(branch, index);
    tellerBranch_ = branch_;
    replay(teller_, branch, index);
    Event event;
    stepOnce(teller_, branch, &event);
    if (after)
        *after = teller_;
    return event;
}

Event Timeline::eventOf(BranchId id, EventIndex index, Cluster& after) const {
    after = stateOf(id, index);
    Event event;
    stepOnce(after, find(id), &event);
    return event;
}

Cluster Timeline::stateAfter(EventIndex events) const { return stateOf(branch_, events); }

Cluster Timeline::stateOf(BranchId id, EventIndex events) const {
    const Branch& branch = find(id);
    RAFT_ASSERT(events <= branch.known());
    Cluster cluster = keyframeBefore(branch, events);
    replay(cluster, branch, events);
    return cluster;
}

std::vector<std::uint64_t> Timeline::hashesOf(BranchId id, const std::vector<EventIndex>& events) const {
    std::vector<std::uint64_t> hashes;
    const Branch& branch = find(id);
    Cluster cluster = keyframeBefore(branch, events.empty() ? 0 : events.front());
    for (const EventIndex each : events) {
        RAFT_ASSERT(each <= branch.known() && each >= cluster.eventCount());
        if (each - cluster.eventCount() >= kKeyframeEvery)
            cluster = keyframeBefore(branch, each);
        replay(cluster, branch, each);
        hashes.push_back(cluster.hash());
    }
    return hashes;
}

/// The latest keyframe of the branch that is not past `events`.
Cluster Timeline::keyframeBefore(const Branch& branch, EventIndex events) const {
    const Branch* owner = &branch;
    EventIndex limit = events;
    while (owner->keyframes.empty() || owner->keyframes.front().eventCount() > limit) {
        limit = std::min(limit, owner->fork);
        owner = &find(owner->parent);
    }
    const auto after =
        std::upper_bound(owner->keyframes.begin(), owner->keyframes.end(), limit,
                         [](EventIndex wanted, const Cluster& frame) { return wanted < frame.eventCount(); });
    return *(after - 1);
}

void Timeline::replay(Cluster& cluster, const Branch& branch, EventIndex events) {
    while (cluster.eventCount() < events)
        stepOnce(cluster, branch, nullptr);
}

/// The event after the cluster's present one: the action that the branch has there, or what happens by itself.
EventRecord Timeline::stepOnce(Cluster& cluster, const Branch& branch, Event* detail) {
    const PlacedAction* placed = branch.actionAt(cluster.eventCount());
    return placed ? take(cluster, placed->time, placed->action, detail) : cluster.step(detail);
}

/// An action that is known to be possible at that time.
EventRecord Timeline::take(Cluster& cluster, Time time, const Action& action, Event* detail) {
    cluster.advanceTo(time);
    const auto done = cluster.act(action, detail);
    RAFT_ASSERT(done.has_value());
    return *done;
}

/// Computes one more event at the end of a branch; false when nothing is due up to `latest`.
bool Timeline::extend(Branch& branch, Time latest) {
    const auto fault = faultDue(branch.end);
    const Time due = timeOfNext(branch.end, fault);
    if (due == kNever || due > latest)
        return false;
    if (fault)
        branch.actions.push_back({branch.known(), fault->time, fault->action});
    if (!listener_) {
        keep(branch, doNext(branch.end, fault, nullptr));
        return true;
    }
    Event event;
    keep(branch, doNext(branch.end, fault, &event));
    listener_(event, branch.end);
    return true;
}

/// What the weather does before anything else happens in a cluster.
std::optional<Fault> Timeline::faultDue(const Cluster& cluster) const {
    if (isSheltered_ || cluster.weather().isCalm())
        return std::nullopt;
    return nextFault(cluster, configuration_.seed);
}

/// When the event after a branch's last known one happens.
Time Timeline::nextDue(const Branch& branch) const { return timeOfNext(branch.end, faultDue(branch.end)); }

/// Remembers what was just computed at the end of a branch.
void Timeline::keep(Branch& branch, const EventRecord& record) {
    branch.records.append(record);
    if (branch.known() % kKeyframeEvery == 0)
        branch.keyframes.push_back(branch.end);
}

const Timeline::Branch& Timeline::ownerOf(const Branch& branch, EventIndex index) const {
    const Branch* owner = &branch;
    while (index < owner->fork)
        owner = &find(owner->parent);
    return *owner;
}

Time Timeline::timeBefore(const Branch& branch, EventIndex events) const {
    return events == 0 ? 0 : ownerOf(branch, events - 1).records.at(events - 1).time;
}

const Timeline::Branch& Timeline::find(BranchId id) const {
    const auto found = branches_.find(id);
    RAFT_ASSERT(found != branches_.end());
    return *found->second;
}

Timeline::Branch& Timeline::find(BranchId id) {
    return const_cast<Branch&>(static_cast<const Timeline*>(this)->find(id));
}

} // namespace raft
