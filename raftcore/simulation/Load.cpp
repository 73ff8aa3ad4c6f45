// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Load.h"

#include "raftcore/simulation/Timing.h"
#include "raftcore/values/Text.h"

// Which loads are allowed.

namespace raft {

Expected<void> validate(const Load& load) {
    if (load.rate > kMaximumLoad) {
        return failure("rate", {QT_TRANSLATE_NOOP("core", "%1 commands a second"), {number(load.rate)}},
                       {QT_TRANSLATE_NOOP("core", "allowed: 0 to %1"), {number(kMaximumLoad)}});
    }
    if (load.clients > kMaximumClients) {
        return failure("clients", {QT_TRANSLATE_NOOP("core", "%1 clients"), {number(load.clients)}},
                       {QT_TRANSLATE_NOOP("core", "allowed: 0 to %1"), {number(kMaximumClients)}});
    }
    if (load.thinkTime < 1 || load.thinkTime > kMaximumStretch) {
        return failure(
            "thinkTime", {QT_TRANSLATE_NOOP("core", "%1 ms from answer to command"), {milliseconds(load.thinkTime)}},
            {QT_TRANSLATE_NOOP("core", "allowed: %1 to %2 ms"), {milliseconds(1), milliseconds(kMaximumStretch)}});
    }
    if (load.reads > kWhole || load.compares > kWhole - load.reads) {
        return failure(load.reads > kWhole ? "reads" : "compares",
                       {QT_TRANSLATE_NOOP("core", "%1 reads and %2 compares in a hundred"),
                        {number(load.reads), number(load.compares)}},
                       QT_TRANSLATE_NOOP("core", "allowed: together at most 100"));
    }
    if (load.keys < 1 || load.keys > kMaximumLoadKeys) {
        return failure("keys", {QT_TRANSLATE_NOOP("core", "%1 keys"), {number(load.keys)}},
                       {QT_TRANSLATE_NOOP("core", "allowed: 1 to %1"), {number(kMaximumLoadKeys)}});
    }
    return {};
}

} // namespace raft
