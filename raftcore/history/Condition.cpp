// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/Scenario.h"

#include <algorithm>

// What steps wait for.

namespace raft {

namespace {

/// Judges conditions at one moment.
class Judge {
public:
    Judge(const Cluster& cluster, const Moment& since) : cluster_(cluster), since_(since) {}

    bool operator()(const condition::Quiet&) const { return cluster_.isQuiet(); }

    bool operator()(const condition::HasRole& wanted) const {
        return some(wanted.server, [&](const ServerState& state) { return state.role == wanted.role; });
    }

    bool operator()(const condition::HasTerm& wanted) const {
        const Host* host = cluster_.findHost(wanted.server);
        return host && host->server.state().persistent.currentTerm >= wanted.term;
    }

    bool operator()(const condition::Committed& wanted) const {
        return some(wanted.server, [&](const ServerState& state) { return state.commitIndex >= wanted.index; });
    }

    bool operator()(const condition::Applied& wanted) const {
        const Host* host = cluster_.findHost(wanted.server);
        return host && host->server.state().lastApplied >= wanted.index;
    }

    bool operator()(const condition::Before& wanted) const {
        const InFlight* next = cluster_.nextDelivery();
        return next && wanted.choice.fits(next->id, *next->message);
    }

    bool operator()(const condition::Events& wanted) const {
        return cluster_.eventCount() >= since_.events + wanted.count;
    }

    bool operator()(const condition::Elapsed& wanted) const { return cluster_.now() >= since_.time + wanted.time; }

private:
    /// True when the server, or with 0 some server, runs and is as wanted.
    template <typename Wanted>
    bool some(ServerId server, const Wanted& wanted) const {
        return std::any_of(cluster_.hosts().begin(), cluster_.hosts().end(), [&](const Host& host) {
            return !host.stopped && (server == 0 || server == host.id()) && wanted(host.server.state());
        });
    }

    const Cluster& cluster_;
    const Moment& since_;
};

/// Puts conditions into words.
class Wording {
public:
    explicit Wording(const Cluster& cluster) : cluster_(cluster) {}

    Text operator()(const condition::Quiet&) const {
        return QT_TRANSLATE_NOOP("core", "no message is in flight and no write under way");
    }

    Text operator()(const condition::HasRole& wanted) const {
        return {QT_TRANSLATE_NOOP("core", "%1 is %2"), {nameOf(wanted.server), roleName(wanted.role)}};
    }

    Text operator()(const condition::HasTerm& wanted) const {
        return {QT_TRANSLATE_NOOP("core", "%1 is in term %2 or later"), {nameOf(wanted.server), number(wanted.term)}};
    }

    Text operator()(const condition::Committed& wanted) const {
        return {QT_TRANSLATE_NOOP("core", "%1 has committed index %2"), {nameOf(wanted.server), number(wanted.index)}};
    }

    Text operator()(const condition::Applied& wanted) const {
        return {QT_TRANSLATE_NOOP("core", "%1 has applied index %2"), {nameOf(wanted.server), number(wanted.index)}};
    }

    Text operator()(const condition::Before& wanted) const {
        const auto& choice = wanted.choice;
        return {
            QT_TRANSLATE_NOOP("core", "%1 from %2 to %3 would be delivered next"),
            {choice.message ? messageKindName(*choice.message) : "a message", nameOf(choice.from), nameOf(choice.to)}};
    }

    Text operator()(const condition::Events& wanted) const {
        return {QT_TRANSLATE_NOOP("core", "%1 events have happened"), {number(wanted.count)}};
    }

    Text operator()(const condition::Elapsed& wanted) const {
        return {QT_TRANSLATE_NOOP("core", "%1 ms have passed"), {milliseconds(wanted.time)}};
    }

private:
    [[nodiscard]] std::string nameOf(ServerId server) const {
        return server == 0 ? "some server" : cluster_.nameOf(server);
    }

    const Cluster& cluster_;
};

} // namespace

bool holds(const Condition& condition, const Cluster& cluster, const Moment& since) {
    return std::visit(Judge(cluster, since), condition);
}

Text describe(const Condition& condition, const Cluster& cluster) { return std::visit(Wording(cluster), condition); }

} // namespace raft
