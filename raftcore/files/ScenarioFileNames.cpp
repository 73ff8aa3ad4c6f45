// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFileParts.h"

// The names that a scenario's file uses for the core's enumerations.

namespace raft {

const std::vector<const char*>& roleNames() {
    static const std::vector<const char*> names{roleName(Role::follower), roleName(Role::preCandidate),
                                                roleName(Role::candidate), roleName(Role::leader)};
    return names;
}

const std::vector<const char*>& messageNames() {
    static const std::vector<const char*> names = [] {
        std::vector<const char*> all;
        for (std::size_t i = 0; i < kMessageKinds; ++i)
            all.push_back(messageKindName(static_cast<MessageKind>(i)));
        return all;
    }();
    return names;
}

const std::vector<const char*>& defectNames() {
    static const std::vector<const char*> names{"ignorePrevLogTerm", "forgetVote", "ignoreLogComparison",
                                                "commitOldTerms", "changeTooEarly"};
    static_assert(kDefects == 5);
    return names;
}

const std::vector<const char*>& timerModeNames() {
    static const std::vector<const char*> names{"automatic", "manual"};
    return names;
}

const std::vector<const char*>& readModeNames() {
    static const std::vector<const char*> names = [] {
        std::vector<const char*> all;
        for (std::size_t i = 0; i < action::kReadModes; ++i)
            all.push_back(readModeName(static_cast<action::ReadMode>(i)));
        return all;
    }();
    return names;
}

const std::vector<const char*>& diskStateNames() {
    static const std::vector<const char*> names = [] {
        std::vector<const char*> all;
        for (std::size_t i = 0; i < kDiskStates; ++i)
            all.push_back(diskStateName(static_cast<DiskState>(i)));
        return all;
    }();
    return names;
}

const std::vector<Feature>& features() {
    using action::SetOptions;
    static const std::vector<Feature> all{
        {"noOp", &Options::noOp, &SetOptions::noOp},
        {"acceleratedBackoff", &Options::acceleratedBackoff, &SetOptions::acceleratedBackoff},
        {"leaderStickiness", &Options::leaderStickiness, &SetOptions::leaderStickiness},
        {"preVote", &Options::preVote, &SetOptions::preVote},
        {"checkQuorum", &Options::checkQuorum, &SetOptions::checkQuorum},
        {"leadershipTransfer", &Options::leadershipTransfer, &SetOptions::leadershipTransfer},
        {"readIndex", &Options::readIndex, &SetOptions::readIndex},
        {"leaseReads", &Options::leaseReads, &SetOptions::leaseReads},
        {"sessions", &Options::sessions, &SetOptions::sessions},
        {"jointConsensus", &Options::jointConsensus, &SetOptions::jointConsensus},
        {"singleServerChanges", &Options::singleServerChanges, &SetOptions::singleServerChanges},
        {"applyTimeConfiguration", &Options::applyTimeConfiguration, &SetOptions::applyTimeConfiguration},
        {"electionPriority", &Options::electionPriority, &SetOptions::electionPriority},
        {"asyncWrites", &Options::asyncWrites, &SetOptions::asyncWrites}};
    return all;
}

const std::vector<Limit>& limits() {
    using action::SetOptions;
    static const std::vector<Limit> all{
        {"pipelining", &Options::pipelining, &SetOptions::pipelining, kMaximumWindow},
        {"batching", &Options::batching, &SetOptions::batching, kMaximumEntriesPerMessage},
        {"bytesPerMessage", &Options::bytesPerMessage, &SetOptions::bytesPerMessage, kMaximumByteLimit},
        {"inFlightBytes", &Options::inFlightBytes, &SetOptions::inFlightBytes, kMaximumByteLimit},
        {"uncommittedEntries", &Options::uncommittedEntries, &SetOptions::uncommittedEntries, kMaximumUncommitted}};
    return all;
}

const std::vector<const char*>& stepNames() {
    static const std::vector<const char*> names = [] {
        std::vector<const char*> all;
        for (std::size_t i = 0; i < kActions; ++i)
            all.push_back(actionName(i));
        all.push_back("bookmark");
        all.push_back("expect");
        return all;
    }();
    return names;
}

} // namespace raft
