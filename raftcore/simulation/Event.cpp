// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Event.h"

#include <algorithm>
#include <array>

// Names of events and fields, and what follows from an event's reasons.

namespace raft {

namespace {

constexpr std::array<const char*, kEventKinds> kKindNames{"timeout",   "heartbeat", "deliver", "wait",   "lose",
                                                          "persisted", "apply",     "action",  "client", "limit"};

constexpr std::array<const char*, 21> kFieldNames{
    "currentTerm",   "votedFor", "role",          "leader",         "log",           "commitIndex",
    "lastApplied",   "votes",    "nextIndex",     "matchIndex",     "electionTimer", "transferTarget",
    "configuration", "snapshot", "receivedBytes", "snapshotOffset", "stopped",       "paused",
    "keys",          "clock",    "disk"};

} // namespace

const char* eventKindName(EventKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

const char* fieldName(Field field) { return kFieldNames[static_cast<std::size_t>(field)]; }

std::uint32_t InFlight::partAt(Time time) const {
    if (time <= since)
        return part;
    if (time >= due)
        return end;
    const auto gone = static_cast<std::uint64_t>(time - since) * (end - part) / static_cast<std::uint64_t>(due - since);
    return part + static_cast<std::uint32_t>(gone);
}

std::uint64_t InFlight::hash() const {
    Hasher hasher;
    hasher.add(id).add(message->hash()).add(sent).add(since).add(due).add(sequence).add(cause).add(part).add(end);
    return hasher.add(static_cast<std::uint64_t>(fate)).add(arrived).value();
}

std::vector<Rule> Event::rules() const {
    std::vector<Rule> rules;
    const auto add = [&rules](Rule rule) {
        if (std::find(rules.begin(), rules.end(), rule) == rules.end())
            rules.push_back(rule);
    };
    for (const Because& because : reasons) {
        const ReasonRules both = rulesOf(because.reason);
        add(both.first);
        add(both.second);
    }
    if (std::any_of(requests.begin(), requests.end(),
                    [](const Request& request) { return request.status == RequestStatus::answered; })) {
        add(Rule::answerAfterApply);
    }
    return rules;
}

} // namespace raft
