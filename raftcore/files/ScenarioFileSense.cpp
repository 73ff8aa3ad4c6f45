// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/ScenarioFileParts.h"

#include <utility>

// Actions that can be read, and can never be taken: found when a file is checked, not when it runs.

namespace raft {

namespace {

void checkLink(const JsonObject& object, ServerId from, ServerId to) {
    if (from == 0 || from != to)
        return;
    object.findings().add(object.where() + "/to",
                          {QT_TRANSLATE_NOOP("core", "server %1 has no link to itself"), {number(from)}},
                          QT_TRANSLATE_NOOP("core", "allowed: another server than in \"from\""));
}

/// The parts of a timing that can be judged one by one, each alone in a timing.
std::vector<action::SetTiming> partsOf(const action::SetTiming& timing) {
    std::vector<action::SetTiming> parts(4);
    parts[0].electionTimeout = timing.electionTimeout;
    parts[1].heartbeat = timing.heartbeat;
    parts[2].latency = timing.latency;
    parts[3].diskWrite = timing.diskWrite;
    return parts;
}

} // namespace

void checkSense(const JsonObject& object, const action::Cut& cut) { checkLink(object, cut.from, cut.to); }
void checkSense(const JsonObject& object, const action::Heal& heal) { checkLink(object, heal.from, heal.to); }

void checkSense(const JsonObject& object, const action::Partition& partition) {
    ServerSet named;
    for (std::size_t i = 0; i < partition.groups.size(); ++i) {
        for (const ServerId id : partition.groups[i]) {
            if (!named.insert(id))
                object.findings().add(object.where() + "/groups/" + number(std::uint64_t{i}),
                                      {QT_TRANSLATE_NOOP("core", "server %1 is in two groups"), {number(id)}},
                                      QT_TRANSLATE_NOOP("core", "allowed: each server once"));
        }
    }
}

void checkSense(const JsonObject& object, const action::SetTiming& timing) {
    for (const action::SetTiming& part : partsOf(timing)) {
        if (const auto sound = validate(part.appliedTo(Timing())); !sound)
            object.findings().add(object.where() + "/" + sound.error().where, sound.error().problem,
                                  sound.error().allowed);
    }
    checkLink(object, timing.from, timing.to);
    for (const auto& [end, other] : {std::pair{"from", "to"}, std::pair{"to", "from"}}) {
        if (object.has(end) && !object.has(other))
            object.findings().add(object.where() + "/" + other, QT_TRANSLATE_NOOP("core", "a link has two ends"),
                                  QT_TRANSLATE_NOOP("core", "allowed: from and to, or none of them"));
    }
    // What a recording says was done: nothing came of such a time, and the run is as it was.
    if (object.has("event") || (!object.has("from") && !object.has("to")))
        return;
    for (const char* field : {"electionTimeout", "heartbeat", "diskWrite", "electionTimers", "heartbeats"}) {
        if (object.has(field))
            object.findings().add(
                object.where() + "/" + field, QT_TRANSLATE_NOOP("core", "a link has no such time"),
                QT_TRANSLATE_NOOP("core",
                                  "allowed beside from and to: latency, lossPerMillion, duplicationPerMillion"));
    }
}

void checkSense(const JsonObject& object, const action::Read& read) {
    if (object.has("key") && (read.key.empty() || read.key.size() > kMaximumWordLength))
        object.findings().add(
            object.where() + "/key",
            {QT_TRANSLATE_NOOP("core", "the key has %1 bytes"), {number(std::uint64_t{read.key.size()})}},
            {QT_TRANSLATE_NOOP("core", "allowed: 1 to %1"), {number(std::uint64_t{kMaximumWordLength})}});
}

void checkSense(const JsonObject& object, const action::Clock& clock) {
    if (!object.has("speed") && clock.jump == 0)
        object.findings().add(object.where(), QT_TRANSLATE_NOOP("core", "neither a speed nor a jump is given"));
}

} // namespace raft
