// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Old values and new, as people read them.

namespace raft::explaining {

namespace {

/// The words of a value that is the name of a role.
Text roleText(const std::string& name) {
    if (name == roleName(Role::leader))
        return QT_TRANSLATE_NOOP("explain", "leader");
    if (name == roleName(Role::preCandidate))
        return QT_TRANSLATE_NOOP("explain", "pre-candidate");
    if (name == roleName(Role::candidate))
        return QT_TRANSLATE_NOOP("explain", "candidate");
    return QT_TRANSLATE_NOOP("explain", "follower");
}

/// What is left of a timer before or after a change, in whole milliseconds.
Text timerText(std::int64_t microseconds, bool before) {
    if (microseconds <= 0)
        return QT_TRANSLATE_NOOP("explain", "run out");
    const std::string rounded = number((microseconds + 500) / 1000);
    return before ? Text(QT_TRANSLATE_NOOP("explain", "%1 ms left"), {rounded})
                  : Text(QT_TRANSLATE_NOOP("explain", "%1 ms"), {rounded});
}

Text diskText(const std::string& state) {
    if (state == diskStateName(DiskState::slow))
        return QT_TRANSLATE_NOOP("explain", "slow");
    if (state == diskStateName(DiskState::full))
        return QT_TRANSLATE_NOOP("explain", "full");
    return QT_TRANSLATE_NOOP("explain", "in order");
}

/// Writes the values of one field before (or after) a change.
class ValueTeller {
public:
    ValueTeller(Field field, bool before, const Cluster& cluster) : field_(field), before_(before), cluster_(cluster) {}

    Text operator()(std::monostate) const {
        if (field_ == Field::electionTimer)
            return QT_TRANSLATE_NOOP("explain", "off");
        return "—";
    }
    Text operator()(std::int64_t value) const {
        switch (field_) {
        case Field::votedFor:
        case Field::leader:
        case Field::transferTarget:
            return {"%1", {cluster_.nameOf(static_cast<ServerId>(value))}};
        case Field::stopped:
            return value != 0 ? QT_TRANSLATE_NOOP("explain", "stopped") : QT_TRANSLATE_NOOP("explain", "running");
        case Field::paused:
            return value != 0 ? QT_TRANSLATE_NOOP("explain", "paused") : QT_TRANSLATE_NOOP("explain", "running");
        case Field::electionTimer:
            return timerText(value, before_);
        default:
            return {"%1", {number(value)}};
        }
    }
    Text operator()(const std::string& value) const {
        if (field_ == Field::role)
            return roleText(value);
        if (field_ == Field::disk)
            return diskText(value);
        return {"%1", {value}};
    }
    Text operator()(const LogEnd& end) const {
        if (end.index == 0)
            return QT_TRANSLATE_NOOP("explain", "empty");
        return {QT_TRANSLATE_NOOP("explain", "up to index %1, term %2"), {number(end.index), number(end.term)}};
    }

private:
    Field field_;
    bool before_;
    const Cluster& cluster_;
};

Text nameText(const Change& change, const Cluster& cluster) {
    const std::string server = cluster.nameOf(change.server);
    switch (change.field) {
    case Field::nextIndex:
    case Field::matchIndex:
    case Field::snapshotOffset:
        return {"%1 %2[%3]", {server, fieldName(change.field), cluster.nameOf(change.peer)}};
    case Field::electionTimer:
        return {QT_TRANSLATE_NOOP("explain", "%1 election timer"), {server}};
    case Field::role:
        return {QT_TRANSLATE_NOOP("explain", "%1 role"), {server}};
    case Field::leader:
        return {QT_TRANSLATE_NOOP("explain", "%1 known leader"), {server}};
    case Field::votes:
        return {QT_TRANSLATE_NOOP("explain", "%1 votes"), {server}};
    case Field::stopped:
    case Field::paused:
        return {QT_TRANSLATE_NOOP("explain", "%1 process"), {server}};
    case Field::clock:
        return {QT_TRANSLATE_NOOP("explain", "%1 speed of the clock"), {server}};
    case Field::disk:
        return {QT_TRANSLATE_NOOP("explain", "%1 disk"), {server}};
    case Field::key:
        return {QT_TRANSLATE_NOOP("explain", "%1 key %2"), {server, change.key}};
    case Field::currentTerm:
    case Field::votedFor:
    case Field::log:
    case Field::commitIndex:
    case Field::lastApplied:
    case Field::transferTarget:
    case Field::configuration:
    case Field::snapshot:
    case Field::receivedBytes:
        break;
    }
    return {"%1 %2", {server, fieldName(change.field)}};
}

} // namespace

ChangeText changeText(const Change& change, const Cluster& cluster) {
    return {change.server, nameText(change, cluster), std::visit(ValueTeller(change.field, true, cluster), change.from),
            std::visit(ValueTeller(change.field, false, cluster), change.to)};
}

} // namespace raft::explaining
