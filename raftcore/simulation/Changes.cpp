// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Work.h"

// Old value and new: what an event changed on the servers.

namespace raft {

namespace {

FieldValue value(std::uint64_t x) { return static_cast<std::int64_t>(x); }
FieldValue serverValue(ServerId id) { return id == 0 ? FieldValue{} : FieldValue{std::int64_t{id}}; }
FieldValue timerValue(const Due& due, Time now) { return due.isSet() ? FieldValue{due.time - now} : FieldValue{}; }

/// Compares one host before and after.
class Comparison {
public:
    Comparison(const Host& before, const Host& after, Time now, std::vector<Change>& changes)
        : before_(before)
        , after_(after)
        , now_(now)
        , changes_(changes) {}

    void run() {
        const ServerState& old = before_.server.state();
        const ServerState& now = after_.server.state();
        note(Field::stopped, std::int64_t{before_.stopped}, std::int64_t{after_.stopped});
        note(Field::paused, std::int64_t{before_.paused}, std::int64_t{after_.paused});
        note(Field::role, std::string(roleName(old.role)), std::string(roleName(now.role)));
        note(Field::currentTerm, value(old.persistent.currentTerm), value(now.persistent.currentTerm));
        note(Field::votedFor, serverValue(old.persistent.votedFor), serverValue(now.persistent.votedFor));
        note(Field::leader, serverValue(old.leader), serverValue(now.leader));
        if (now.role != Role::leader)
            note(Field::votes, value(old.votesGranted.size()), value(now.votesGranted.size()));
        if (!(old.persistent.log == now.persistent.log)) {
            changes_.push_back({after_.id(), Field::log, 0, {}, endOf(old.persistent.log), endOf(now.persistent.log)});
        }
        if (old.configuration != now.configuration)
            note(Field::configuration, membersText(old.configuration), membersText(now.configuration));
        note(Field::snapshot, snapshotValue(old.persistent), snapshotValue(now.persistent));
        note(Field::receivedBytes, receivedValue(old), receivedValue(now));
        note(Field::transferTarget, serverValue(old.transferTarget), serverValue(now.transferTarget));
        note(Field::commitIndex, value(old.commitIndex), value(now.commitIndex));
        note(Field::lastApplied, value(old.lastApplied), value(now.lastApplied));
        comparePeers(old, now);
        compareKeys();
        note(Field::clock, speedText(before_.clock.speed()), speedText(after_.clock.speed()));
        note(Field::disk, std::string(diskStateName(before_.diskState)), std::string(diskStateName(after_.diskState)));
        if (before_.electionTimer != after_.electionTimer) {
            note(Field::electionTimer, timerValue(before_.electionTimer, now_), timerValue(after_.electionTimer, now_));
        }
    }

private:
    void note(Field field, FieldValue from, FieldValue to) {
        if (from != to)
            changes_.push_back({after_.id(), field, 0, {}, std::move(from), std::move(to)});
    }

    static LogEnd endOf(const Log& log) { return {log.lastIndex(), log.lastTerm()}; }

    /// "1 2 3", with a joint one "1 2 3 and 2 3 4", with learners "1 2 3, learns 4".
    static FieldValue membersText(const Configuration& configuration) {
        const auto listed = [](const ServerSet& set) {
            std::string text;
            for (const ServerId id : set)
                text += (text.empty() ? "" : " ") + number(id);
            return text;
        };
        std::string text = listed(configuration.voters);
        if (!configuration.outgoing.empty())
            text = listed(configuration.outgoing) + " and " + text;
        if (!configuration.learners.empty())
            text += ", learns " + listed(configuration.learners);
        return text;
    }

    static FieldValue snapshotValue(const PersistentState& state) {
        return state.snapshot ? FieldValue{LogEnd{state.log.baseIndex(), state.log.baseTerm()}} : FieldValue{};
    }

    static FieldValue receivedValue(const ServerState& state) {
        return state.receiving ? value(state.receiving->data.size()) : FieldValue{};
    }

    static FieldValue offsetValue(const Progress* peer) {
        return peer && peer->snapshot ? value(peer->snapshotOffset) : FieldValue{};
    }

    void comparePeers(const ServerState& old, const ServerState& now) {
        for (const Progress& peer : now.peers) {
            const Progress* earlier = old.progressOf(peer.peer);
            const FieldValue next = earlier ? value(earlier->nextIndex) : FieldValue{};
            const FieldValue match = earlier ? value(earlier->matchIndex) : FieldValue{};
            if (next != value(peer.nextIndex)) {
                changes_.push_back({after_.id(), Field::nextIndex, peer.peer, {}, next, value(peer.nextIndex)});
            }
            if (match != value(peer.matchIndex)) {
                changes_.push_back({after_.id(), Field::matchIndex, peer.peer, {}, match, value(peer.matchIndex)});
            }
            if (offsetValue(earlier) != offsetValue(&peer)) {
                changes_.push_back(
                    {after_.id(), Field::snapshotOffset, peer.peer, {}, offsetValue(earlier), offsetValue(&peer)});
            }
        }
    }

    void compareKeys() {
        if (before_.store == after_.store)
            return;
        after_.store.keys().forEach([this](const std::string& key, const std::string& now) {
            const std::string* old = before_.store.find(key);
            if (old && *old == now)
                return;
            changes_.push_back({after_.id(), Field::key, 0, key, old ? FieldValue{*old} : FieldValue{}, now});
        });
        before_.store.keys().forEach([this](const std::string& key, const std::string& old) {
            if (!after_.store.find(key))
                changes_.push_back({after_.id(), Field::key, 0, key, old, {}});
        });
    }

    const Host& before_;
    const Host& after_;
    Time now_;
    std::vector<Change>& changes_;
};

} // namespace

std::vector<Change> changesBetween(const std::vector<Host>& before, const std::vector<Host>& after, Time now) {
    std::vector<Change> changes;
    std::size_t earlier = 0;
    for (const Host& host : after) {
        // A server that was made meanwhile stands among the others, by its number.
        if (earlier < before.size() && before[earlier].id() == host.id())
            Comparison(before[earlier++], host, now, changes).run();
    }
    return changes;
}

} // namespace raft
