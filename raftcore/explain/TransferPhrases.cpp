// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for leadership transfer (dissertation, section 3.10).

namespace raft::explaining {

Phrase transferStarted(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "hands its leadership over to %2");
    const std::vector<std::string> arguments{teller.self, teller.name(values[0]), number(values[1]), number(values[2])};
    if (values[1] == values[2]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 begins to hand its leadership over to %2, which holds all its "
                                                   "entries, and takes no more commands."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 begins to hand its leadership over to %2 and takes no more "
                                               "commands; %2 is known to hold its entries up to index %3 of %4 and "
                                               "must catch up first."),
                  brief, arguments);
}

Phrase transferSent(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 tells %2 to campaign at once: %2 holds all entries, up to index "
                                               "%3."),
                  QT_TRANSLATE_NOOP("explain", "tells %2 to campaign"),
                  {teller.self, teller.name(values[0]), number(values[1])});
}

Phrase transferGivenUp(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 gives up handing its leadership over to %2, goes on leading and "
                                               "takes commands again: %2 has not taken over within %3 ms."),
                  QT_TRANSLATE_NOOP("explain", "gives up handing over to %2"),
                  {teller.self, teller.name(values[0]), milliseconds(static_cast<Time>(values[1]))});
}

Phrase electionTransferred(const Teller& teller, const Values& values) {
    if (values[2] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 starts an election in term %3 at once and votes for itself: the "
                                                   "leader %2 hands its leadership over to it; votes needed: %4 of "
                                                   "the new voters and %5 of the old ones."),
                      QT_TRANSLATE_NOOP("explain", "starts an election for %2, term %3"),
                      {teller.self, teller.peer, number(values[0]), number(values[1]), number(values[2])});
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 starts an election in term %3 at once and votes for itself: the "
                                               "leader %2 hands its leadership over to it; votes needed: %4."),
                  QT_TRANSLATE_NOOP("explain", "starts an election for %2, term %3"),
                  {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase timeoutNowOutdated(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2's TimeoutNow: it is of term %3, and %1 is in term %4."),
                  QT_TRANSLATE_NOOP("explain", "ignores %2's late TimeoutNow"),
                  {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase timeoutNowIgnored(const Teller& teller, const Values& values) {
    if (values[0] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2's TimeoutNow: it leads."),
                      QT_TRANSLATE_NOOP("explain", "ignores TimeoutNow: it leads"), {teller.self, teller.peer});
    }
    if (values[0] == 2) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2's TimeoutNow: it has not applied its snapshot yet."),
                      QT_TRANSLATE_NOOP("explain", "ignores TimeoutNow: its snapshot waits"),
                      {teller.self, teller.peer});
    }
    if (values[0] == 3) {
        return phrase(
            QT_TRANSLATE_NOOP("explain", "%1 ignores %2's TimeoutNow: it has not applied a configuration that "
                                         "is committed."),
            QT_TRANSLATE_NOOP("explain", "ignores TimeoutNow: its configuration waits"), {teller.self, teller.peer});
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2's TimeoutNow: it does not vote."),
                  QT_TRANSLATE_NOOP("explain", "ignores TimeoutNow: it does not vote"), {teller.self, teller.peer});
}

Phrase commandHeldBack(const Teller& teller, const Values& values) {
    const std::string command = teller.command();
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses a client's %2: it is handing its leadership over to %3."),
                  QT_TRANSLATE_NOOP("explain", "refuses %2: it is handing over to %3"),
                  {teller.self, command, teller.name(values[0])});
}

} // namespace raft::explaining
