// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Options.h"

#include "raftcore/values/Assert.h"
#include "raftcore/values/Text.h"

// Which values of options are allowed.

namespace raft {

const std::vector<const char*>& presetNames() {
    static const std::vector<const char*> names{"paper-basic", "paper-complete", "dissertation", "production"};
    return names;
}

Options presetAt(std::size_t position) {
    RAFT_ASSERT(position < presetNames().size());
    Options options;
    if (position >= 1) {
        options.acceleratedBackoff = options.noOp = options.leaderStickiness = true;
        options.snapshots.on = options.jointConsensus = options.sessions = options.readIndex = true;
    }
    if (position >= 2)
        options.preVote = options.checkQuorum = options.leadershipTransfer = true;
    if (position == 2)
        options.leaseReads = options.singleServerChanges = true;
    if (position == 3) {
        options.pipelining = 16;
        options.batching = 64;
        options.asyncWrites = options.applyTimeConfiguration = true;
    }
    return options;
}

/// Nothing when a limit that may be off is allowed.
static Expected<void> validateLimit(const char* field, std::uint32_t value, std::uint32_t most) {
    if (value <= most)
        return {};
    return failure(field, {QT_TRANSLATE_NOOP("core", "a limit of %1"), {number(value)}},
                   {QT_TRANSLATE_NOOP("core", "allowed: false, or 1 to %1"), {number(most)}});
}

static Expected<void> validateLimits(const Options& options) {
    struct Limit {
        const char* field;
        std::uint32_t value;
        std::uint32_t most;
    };
    for (const Limit& each : {Limit{"pipelining", options.pipelining, kMaximumWindow},
                              Limit{"batching", options.batching, kMaximumEntriesPerMessage},
                              Limit{"bytesPerMessage", options.bytesPerMessage, kMaximumByteLimit},
                              Limit{"inFlightBytes", options.inFlightBytes, kMaximumByteLimit},
                              Limit{"uncommittedEntries", options.uncommittedEntries, kMaximumUncommitted}}) {
        if (auto sound = validateLimit(each.field, each.value, each.most); !sound)
            return sound;
    }
    return {};
}

Expected<void> validate(const Options& options) {
    const std::uint32_t entries = options.entriesPerMessage;
    if (entries < 1 || entries > kMaximumEntriesPerMessage) {
        return failure("entriesPerMessage", {QT_TRANSLATE_NOOP("core", "%1 entries a message"), {number(entries)}},
                       {QT_TRANSLATE_NOOP("core", "allowed: 1 to %1"), {number(kMaximumEntriesPerMessage)}});
    }
    const SnapshotOptions& snapshots = options.snapshots;
    if (snapshots.everyEntries > kMaximumSnapshotEntries) {
        return failure("snapshots/everyEntries",
                       {QT_TRANSLATE_NOOP("core", "a snapshot every %1 entries"), {number(snapshots.everyEntries)}},
                       {QT_TRANSLATE_NOOP("core", "allowed: 0 to %1"), {number(kMaximumSnapshotEntries)}});
    }
    if (snapshots.chunkBytes < 1 || snapshots.chunkBytes > kMaximumChunkBytes) {
        return failure("snapshots/chunkBytes",
                       {QT_TRANSLATE_NOOP("core", "%1 bytes a chunk"), {number(snapshots.chunkBytes)}},
                       {QT_TRANSLATE_NOOP("core", "allowed: 1 to %1"), {number(kMaximumChunkBytes)}});
    }
    if (options.leaseReads && !(options.checkQuorum && options.leaderStickiness)) {
        return failure("leaseReads",
                       QT_TRANSLATE_NOOP("core",
                                         "leaseReads needs checkQuorum and leaderStickiness: without them another "
                                         "leader may be elected while the lease lasts"));
    }
    return validateLimits(options);
}

} // namespace raft
