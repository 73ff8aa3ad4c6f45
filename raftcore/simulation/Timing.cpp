// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Timing.h"

// The allowed ranges of all times.

namespace raft {

namespace {

Expected<void> validateRange(const char* field, const TimeRange& range, Time least) {
    if (range.low >= least && range.low <= range.high && range.high <= kMaximumStretch)
        return {};
    return failure(
        field,
        {QT_TRANSLATE_NOOP("core", "%1 to %2 ms is no range"), {milliseconds(range.low), milliseconds(range.high)}},
        {QT_TRANSLATE_NOOP("core", "allowed: from %1 to %2 ms, the lower end first"),
         {milliseconds(least), milliseconds(kMaximumStretch)}});
}

Expected<void> validateLikelihood(const char* field, std::uint32_t parts) {
    if (parts <= kCertain)
        return {};
    return failure(field, {QT_TRANSLATE_NOOP("core", "%1 in a million is more than certain"), {number(parts)}},
                   QT_TRANSLATE_NOOP("core", "allowed: 0 to 1,000,000"));
}

} // namespace

Expected<void> validate(const LinkTiming& link) {
    if (auto result = validateRange("latency", link.latency, 0); !result)
        return result;
    if (auto result = validateLikelihood("loss", link.loss); !result)
        return result;
    return validateLikelihood("duplication", link.duplication);
}

Expected<void> validate(const Timing& timing) {
    // A timer of no length would run out for ever at one moment.
    if (auto result = validateRange("electionTimeout", timing.electionTimeout, 1); !result)
        return result;
    if (auto result = validateRange("heartbeat", {timing.heartbeat, timing.heartbeat}, 1); !result)
        return result;
    if (auto result = validateRange("diskWrite", timing.diskWrite, 0); !result)
        return result;
    return validate(timing.link);
}

} // namespace raft
