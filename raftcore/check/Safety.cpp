// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Safety.h"

#include <algorithm>
#include <utility>

// How each property is checked from what one event changed.

namespace raft {

namespace {

/// The servers of a cluster.
class StatesOf final : public ServerStates {
public:
    explicit StatesOf(const Cluster& cluster) : cluster_(cluster) {}
    [[nodiscard]] const ServerState* find(ServerId id) const override {
        const Host* host = cluster_.findHost(id);
        return host ? &host->server.state() : nullptr;
    }
    [[nodiscard]] std::string nameOf(ServerId id) const override { return cluster_.nameOf(id); }

private:
    const Cluster& cluster_;
};

std::optional<Entry> entryAt(const Log& log, Index index) {
    return log.has(index) ? std::optional(log.at(index)) : std::nullopt;
}

std::string termText(const Entry& entry) { return number(entry.term); }

std::string commandText(const Entry& entry) { return entry.command() ? entry.command()->text() : Command().text(); }

/// The smallest index from `low` to `high` for which `lacks` is true; it is for `high`, and once it is it remains so.
template <typename Lacks>
Index firstIndex(Index low, Index high, const Lacks& lacks) {
    while (low < high) {
        const Index middle = low + (high - low) / 2;
        if (lacks(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return high;
}

} // namespace

struct Safety::Look {
    const ServerStates& states;
    EventIndex event;
    Time time;
    bool held = true;
};

Safety::Safety(const Cluster& start) {
    const StatesOf states(start);
    Look look{states, kNoEvent, start.now()};
    for (const Host& host : start.hosts())
        lookAt(host.server.state(), look);
}

bool Safety::observe(const Cluster& after, const EventRecord& record) {
    const StatesOf states(after);
    if (record.server != 0)
        return observe(states, record.server, record.index, record.time);
    bool held = true;
    for (const Host& host : after.hosts())
        held = observe(states, host.id(), record.index, record.time) && held;
    return held;
}

bool Safety::observe(const ServerStates& after, ServerId changed, EventIndex event, Time time) {
    Look look{after, event, time};
    if (const ServerState* state = after.find(changed))
        lookAt(*state, look);
    return look.held;
}

Safety::Seen& Safety::seenOf(ServerId id) {
    if (id >= seen_.size())
        seen_.resize(id + 1);
    return seen_[id];
}

void Safety::lookAt(const ServerState& state, Look& look) {
    Seen& seen = seenOf(state.id);
    const Log& log = state.persistent.log;
    if (log.lastIndex() != seen.lastIndex() || log.hash() != seen.prefix(seen.lastIndex()))
        followLog(state, seen, look);
    const bool leads = state.role == Role::leader;
    const bool elected = leads && (seen.role != Role::leader || seen.term != state.persistent.currentTerm);
    seen.role = state.role;
    seen.term = state.persistent.currentTerm;
    const Index committedBefore = std::exchange(seen.commitIndex, state.commitIndex);
    const Index appliedBefore = std::exchange(seen.lastApplied, state.lastApplied);
    if (elected)
        noteElection(state, look);
    if (leads && state.commitIndex > committedBefore)
        noteCommitted(state, committedBefore, look);
    if (state.lastApplied > appliedBefore)
        noteApplied(state, appliedBefore, look);
}

/// Finds up to where the log is still what it was, and takes in what follows.
void Safety::followLog(const ServerState& state, Seen& seen, Look& look) {
    const Log& log = state.persistent.log;
    const Index known = std::max(seen.start, log.baseIndex());
    Index kept = std::max(std::min(seen.lastIndex(), log.lastIndex()), log.baseIndex());
    std::uint64_t hash = log.hash();
    for (Index i = log.lastIndex(); i > kept; --i)
        hash -= log.at(i).hash(i);
    const auto agrees = [&] { return kept >= seen.start && kept <= seen.lastIndex() && hash == seen.prefix(kept); };
    for (; kept > known && !agrees(); --kept)
        hash -= log.at(kept).hash(kept);
    checkAppendOnly(state, seen, agrees() ? kept : std::min(kept, seen.lastIndex()), look);
    if (agrees()) {
        seen.prefixes.truncate(static_cast<std::size_t>(kept - seen.start));
    } else {
        // A snapshot took the place of all that was there.
        seen.start = kept;
        seen.startHash = hash;
        seen.prefixes = {};
    }
    for (Index i = kept + 1; i < log.lastIndex(); ++i)
        seen.prefixes.push_back(hash += log.at(i).hash(i));
    if (kept < log.lastIndex())
        seen.prefixes.push_back(log.hash());
    checkMatching(state, seen, kept, look);
}

void Safety::checkAppendOnly(const ServerState& state, const Seen& seen, Index kept, Look& look) {
    const Term term = state.persistent.currentTerm;
    const bool leads = state.role == Role::leader && seen.role == Role::leader && seen.term == term;
    if (!leads || kept == seen.lastIndex())
        return;
    const Index index = kept + 1;
    Violation violation{Property::leaderAppendOnly, look.event, look.time, index, 0, {}, {}, {}};
    violation.witness = {state.id, term, entryAt(state.persistent.log, index), look.event};
    violation.text = {violation.witness.entry
                          ? QT_TRANSLATE_NOOP("core", "%1 replaced index %2 of its log while it led term %3")
                          : QT_TRANSLATE_NOOP("core", "%1 deleted index %2 of its log while it led term %3"),
                      {look.states.nameOf(state.id), number(index), number(term)}};
    report(std::move(violation), look);
}

/// Compares what is new in a log with all other logs, from its end: where two logs are the same up to some index,
/// nothing remains to be compared.
void Safety::checkMatching(const ServerState& state, const Seen& seen, Index kept, Look& look) {
    const Log& log = state.persistent.log;
    for (ServerId id = 1; id < seen_.size(); ++id) {
        const Seen& other = seen_[id];
        const ServerState* otherState = id == state.id || other.prefixes.empty() ? nullptr : look.states.find(id);
        if (!otherState)
            continue;
        const Log& otherLog = otherState->persistent.log;
        const Index low = std::max({kept, seen.start, other.start, log.baseIndex(), otherLog.baseIndex()});
        for (Index i = std::min({log.lastIndex(), other.lastIndex(), otherLog.lastIndex()}); i > low; --i) {
            if (seen.prefix(i) == other.prefix(i))
                break;
            if (log.termAt(i) != otherLog.termAt(i))
                continue;
            return reportDifference(state, id, i, look);
        }
    }
}

/// Log Matching is broken: both logs hold an entry of one term at `agreeing`, and differ there or before.
void Safety::reportDifference(const ServerState& state, ServerId other, Index agreeing, Look& look) {
    const Log& mine = state.persistent.log;
    const Log& theirs = look.states.find(other)->persistent.log;
    const Index low = std::max({seen_[state.id].start, seen_[other].start, mine.baseIndex(), theirs.baseIndex()}) + 1;
    const Index index =
        firstIndex(low, agreeing, [&](Index i) { return seen_[state.id].prefix(i) != seen_[other].prefix(i); });
    Violation violation{Property::logMatching, look.event, look.time, index, agreeing, {}, {}, {}};
    violation.witness = {state.id, 0, mine.at(index), look.event};
    violation.other = {other, 0, theirs.at(index), kNoEvent};
    std::vector<std::string> words{look.states.nameOf(state.id), look.states.nameOf(other),
                                   number(mine.termAt(agreeing)), number(agreeing)};
    if (index == agreeing) {
        words.insert(words.end(), {commandText(mine.at(index)), commandText(theirs.at(index))});
        violation.text = {QT_TRANSLATE_NOOP("core", "%1 and %2 both hold an entry of term %3 at index %4, but with "
                                                    "different commands: %5 and %6"),
                          std::move(words)};
    } else {
        words.insert(words.end(), {number(index), termText(mine.at(index)), commandText(mine.at(index)),
                                   termText(theirs.at(index)), commandText(theirs.at(index))});
        violation.text = {QT_TRANSLATE_NOOP("core", "%1 and %2 both hold an entry of term %3 at index %4, but differ "
                                                    "at index %5: term %6 (%7) and term %8 (%9)"),
                          std::move(words)};
    }
    report(std::move(violation), look);
}

void Safety::noteElection(const ServerState& state, Look& look) {
    const Term term = state.persistent.currentTerm;
    const Elected* first = elected_.find(term);
    if (!first) {
        elected_.set(term, {state.id, look.event});
    } else if (first->server != state.id) {
        Violation violation{Property::electionSafety, look.event, look.time, 0, 0, {}, {}, {}};
        violation.witness = {state.id, term, {}, look.event};
        violation.other = {first->server, term, {}, first->event};
        violation.text = {QT_TRANSLATE_NOOP("core", "%1 and %2 were both elected leader of term %3"),
                          {look.states.nameOf(first->server), look.states.nameOf(state.id), number(term)}};
        report(std::move(violation), look);
    }
    checkCompleteness(state.id, 0, committedUpToTerm(term - 1), look);
}

/// The last index that was committed in a term up to `term`.
Index Safety::committedUpToTerm(Term term) const {
    if (committed_.empty() || committed_.back().term <= term)
        return committed_.size();
    return firstIndex(1, committed_.size(),
                      [&](Index i) { return committed_[static_cast<std::size_t>(i - 1)].term > term; }) -
           1;
}

/// Leader Completeness: the leader holds what was committed from index `after` + 1 to `upTo`. What was committed up to
/// `after` has been looked at before.
void Safety::checkCompleteness(ServerId leader, Index after, Index upTo, Look& look) {
    const Seen& seen = seen_[leader];
    const auto lacks = [&](Index i) {
        const Committed& committed = committed_[static_cast<std::size_t>(i - 1)];
        // What lies below a snapshot is in it; whether it is the same shows at its last index.
        return committed.server != 0 && i >= seen.start && (i > seen.lastIndex() || seen.prefix(i) != committed.prefix);
    };
    if (upTo <= after || !lacks(upTo))
        return;
    const Index index = firstIndex(1, upTo, lacks);
    if (index <= after)
        return;
    const Elected* elected = elected_.find(seen.term);
    const Witness lacking{leader, seen.term, entryAt(look.states.find(leader)->persistent.log, index),
                          elected && elected->server == leader ? elected->event : kNoEvent};
    reportLacking(lacking, index, committed_[static_cast<std::size_t>(index - 1)], look);
}

/// Leader Completeness is broken: a leader lacks, or has another entry in the place of, what was committed in an
/// earlier term.
void Safety::reportLacking(const Witness& leader, Index index, const Committed& lost, Look& look) {
    Violation violation{Property::leaderCompleteness, look.event, look.time, index, 0, leader, {}, {}};
    violation.other = {lost.server, lost.term, lost.entry, lost.event};
    const std::string name = look.states.nameOf(leader.server);
    const std::string committer = look.states.nameOf(lost.server);
    if (leader.entry) {
        violation.text = {QT_TRANSLATE_NOOP("core", "%1 leads term %2 with an entry of term %3 (%4) at index %5, where "
                                                    "%6 committed one of term %7 (%8) in term %9"),
                          {name, number(leader.term), termText(*leader.entry), commandText(*leader.entry),
                           number(index), committer, termText(lost.entry), commandText(lost.entry), number(lost.term)}};
    } else {
        violation.text = {QT_TRANSLATE_NOOP("core", "%1 leads term %2 without index %3, where %4 committed an entry of "
                                                    "term %5 (%6) in term %7"),
                          {name, number(leader.term), number(index), committer, termText(lost.entry),
                           commandText(lost.entry), number(lost.term)}};
    }
    report(std::move(violation), look);
}

/// A leader's commitIndex rose: what it covers is committed in its term, if not in an earlier one. Leaders of later
/// terms may exist already, for the acknowledgements of an earlier term can arrive late; they too must hold it.
void Safety::noteCommitted(const ServerState& state, Index from, Look& look) {
    const Term term = state.persistent.currentTerm;
    const Log& log = state.persistent.log;
    const Seen& seen = seen_[state.id];
    const Index last = std::min(state.commitIndex, log.lastIndex());
    // Whoever began to watch in the middle of a run may have missed who committed what.
    const Index known = std::max(std::min<Index>(from, committed_.size()), committedUpToTerm(term));
    while (committed_.size() < std::max(seen.start, log.baseIndex()) && committed_.size() < last)
        committed_.push_back({});
    for (Index i = std::max({known, seen.start, log.baseIndex()}) + 1; i <= last; ++i) {
        Committed committed{log.at(i), seen.prefix(i), term, look.event, state.id};
        if (i > committed_.size()) {
            committed_.push_back(std::move(committed));
            continue;
        }
        const Committed later = committed_[static_cast<std::size_t>(i - 1)];
        const bool leadsStill = seen_[later.server].role == Role::leader && seen_[later.server].term == later.term;
        if (later.server != 0 && !leadsStill && !(later.entry == committed.entry))
            reportLacking({later.server, later.term, later.entry, later.event}, i, committed, look);
        committed_.set(static_cast<std::size_t>(i - 1), std::move(committed));
    }
    if (known >= last)
        return;
    for (ServerId id = 1; id < seen_.size(); ++id) {
        if (seen_[id].role == Role::leader && seen_[id].term > term)
            checkCompleteness(id, known, last, look);
    }
}

void Safety::noteApplied(const ServerState& state, Index from, Look& look) {
    const Log& log = state.persistent.log;
    if (from < log.baseIndex())
        noteSnapshot(state, look);
    for (Index i = std::max(from, log.baseIndex()) + 1; i <= state.lastApplied; ++i) {
        const Entry& entry = log.at(i);
        if (i > applied_.size()) {
            applied_.push_back({entry, look.event, state.id});
            continue;
        }
        const Applied& first = applied_[static_cast<std::size_t>(i - 1)];
        if (first.server == 0 || first.entry == entry)
            continue;
        Violation violation{Property::stateMachineSafety, look.event, look.time, i, 0, {}, {}, {}};
        violation.witness = {state.id, 0, entry, look.event};
        violation.other = {first.server, 0, first.entry, first.event};
        violation.text = {QT_TRANSLATE_NOOP("core", "%1 applied an entry of term %2 (%3) at index %4, where %5 applied "
                                                    "one of term %6 (%7)"),
                          {look.states.nameOf(state.id), termText(entry), commandText(entry), number(i),
                           look.states.nameOf(first.server), termText(first.entry), commandText(first.entry)}};
        return report(std::move(violation), look);
    }
}

/// What a snapshot covers was applied, here or by whoever made it: it must be what was committed.
void Safety::noteSnapshot(const ServerState& state, Look& look) {
    const Log& log = state.persistent.log;
    const Index last = log.baseIndex();
    for (Index i = applied_.size() + 1; i <= last; ++i) {
        const bool isKnown = i <= committed_.size() && committed_[static_cast<std::size_t>(i - 1)].server != 0;
        applied_.push_back(isKnown ? Applied{committed_[static_cast<std::size_t>(i - 1)].entry, look.event, state.id}
                                   : Applied{});
    }
    if (last > committed_.size())
        return;
    const Committed& committed = committed_[static_cast<std::size_t>(last - 1)];
    if (committed.server == 0 || committed.prefix == log.hashUpTo(last))
        return;
    Violation violation{Property::stateMachineSafety, look.event, look.time, last, 0, {}, {}, {}};
    violation.witness = {state.id, 0, {}, look.event};
    violation.other = {committed.server, 0, committed.entry, committed.event};
    violation.text = {QT_TRANSLATE_NOOP("core",
                                        "%1 has a snapshot of the entries up to index %2, but not of those that "
                                        "%3 committed"),
                      {look.states.nameOf(state.id), number(last), look.states.nameOf(committed.server)}};
    report(std::move(violation), look);
}

void Safety::report(Violation violation, Look& look) {
    look.held = false;
    if (violations_.size() < kMaximumViolations)
        violations_.push_back(std::move(violation));
}

} // namespace raft
