// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for configurations that are in force when they are applied.

namespace raft::explaining {

/// The servers of the configuration that waits at the server that it happened to; of the one in force when none does.
static std::string comingMembers(const Teller& teller) {
    const ServerState& state = teller.state();
    return membersOf(teller, state.nextConfiguration ? state.nextConfiguration->configuration : state.configuration);
}

Phrase configurationProposed(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, number(values[0]), comingMembers(teller)};
    if (values[1] == 2) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 appends the joint configuration %3 at index %2; once it is "
                                                   "applied, %1 needs a majority on both sides, until somebody wants "
                                                   "it left."),
                      QT_TRANSLATE_NOOP("explain", "proposes the joint configuration %3"), arguments);
    }
    if (values[1] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 appends the joint configuration %3 at index %2; once it is "
                                                   "applied, %1 needs a majority on both sides."),
                      QT_TRANSLATE_NOOP("explain", "proposes the joint configuration %3"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 appends the configuration %3 at index %2; it is in force once it is "
                                               "applied."),
                  QT_TRANSLATE_NOOP("explain", "proposes the configuration %3"), arguments);
}

Phrase configurationAwaited(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 has the configuration at index %2 in its log, %3; it is in force "
                                               "here once it is applied."),
                  QT_TRANSLATE_NOOP("explain", "gets the configuration %3"),
                  {teller.self, number(values[0]), comingMembers(teller)});
}

Phrase configurationEnforced(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "For %1 the configuration at index %2 is in force from now on: %3."),
                  QT_TRANSLATE_NOOP("explain", "has the configuration %3"),
                  {teller.self, number(values[0]), membersOf(teller, teller.state().configuration)});
}

Phrase configurationDropped(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 deletes the configuration at index %2; the one of index %3 stays in "
                                               "force."),
                  QT_TRANSLATE_NOOP("explain", "drops the configuration at index %2"),
                  {teller.self, number(values[0]), number(values[1])});
}

Phrase removedHelps(const Teller& teller, const Values& values) {
    return phrase(
        QT_TRANSLATE_NOOP("explain", "%1 does not vote any more, but %2 may not know that yet and lacks entries "
                                     "that %1 holds: %1 will campaign itself."),
        QT_TRANSLATE_NOOP("explain", "will campaign, since %2 lacks entries"), {teller.self, teller.name(values[0])});
}

} // namespace raft::explaining
