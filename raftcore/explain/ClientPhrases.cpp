// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for clients with sessions (§8; dissertation, section 6.3).

namespace raft::explaining {

Phrase clientAsks(const Teller& teller, const Values& values) {
    const std::string command =
        teller.event.requests.empty() ? std::string() : quoted(teller.event.requests.front().command);
    const std::vector<std::string> arguments{teller.self,       number(values[0]), command,
                                             number(values[1]), number(values[2]), number(values[3])};
    if (values[3] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "Client %2 asks %1 to open a session, attempt %4."),
                      QT_TRANSLATE_NOOP("explain", "is asked by client %2 to open a session"), arguments);
    }
    if (values[1] == 1) {
        return phrase(QT_TRANSLATE_NOOP("explain", "Client %2 sends %1 %3, number %5 of its session %6."),
                      QT_TRANSLATE_NOOP("explain", "is sent %3 by client %2"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "Client %2 has no answer and sends %3, number %5 of its session %6, "
                                               "again, now to %1: attempt %4."),
                  QT_TRANSLATE_NOOP("explain", "is sent %3 by client %2 again"), arguments);
}

Phrase clientUnheard(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 does not hear it: it is stopped or paused."),
                  QT_TRANSLATE_NOOP("explain", "does not hear its client"), {teller.name(values[0])});
}

Phrase clientEnqueues(const Teller&, const Values&) {
    return phrase(QT_TRANSLATE_NOOP("explain", "A client has another command to send, once its turn comes."),
                  QT_TRANSLATE_NOOP("explain", "a client has another command"), {});
}

Phrase commandKnown(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 does not execute %2, its entry at index %3, again: number %5 of "
                                               "session %4 was executed before, and its answer is kept."),
                  QT_TRANSLATE_NOOP("explain", "does not execute index %3 again"),
                  {teller.self, teller.entry(values[0]), number(values[0]), number(values[1]), number(values[2])});
}

} // namespace raft::explaining
