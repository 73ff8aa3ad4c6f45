// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for changes of the configuration (§6; dissertation, chapter 4).

namespace raft::explaining {

std::string membersOf(const Teller& teller, const Configuration& configuration) {
    std::string text = teller.names(configuration.voters);
    if (!configuration.outgoing.empty())
        text = teller.names(configuration.outgoing) + " | " + text;
    if (!configuration.learners.empty())
        text += " (+ " + teller.names(configuration.learners) + ")";
    return text;
}

Phrase changeRefused(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "refuses to change the configuration");
    const std::vector<std::string> arguments{teller.self};
    switch (static_cast<ChangeRefusal>(values[0])) {
    case ChangeRefusal::pending:
        if (teller.after.options().applyTimeConfiguration) {
            return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses to change the configuration: an earlier change is "
                                                       "not applied yet."),
                          brief, arguments);
        }
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses to change the configuration: an earlier change is not "
                                                   "committed yet."),
                      brief, arguments);
    case ChangeRefusal::tooEarly:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses to change the configuration: it has not committed an "
                                                   "entry of its own term yet."),
                      brief, arguments);
    case ChangeRefusal::tooMany:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses to change the configuration: more than one voter would "
                                                   "change at once."),
                      brief, arguments);
    case ChangeRefusal::noVoters:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses to change the configuration: nobody would vote."), brief,
                      arguments);
    case ChangeRefusal::unchanged:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 leaves the configuration: it is as wanted."), brief, arguments);
    case ChangeRefusal::noRoom:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses to change the configuration: its disk is full."), brief,
                      arguments);
    case ChangeRefusal::notJoint:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses to leave a joint configuration: it is in none."), brief,
                      arguments);
    case ChangeRefusal::none:
    case ChangeRefusal::noLeader:
        break;
    }
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 refuses to change the configuration: it does not lead, or is handing "
                                    "its leadership over."),
                  brief, arguments);
}

Phrase catchUpBegan(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 lets the new servers catch up to index %2 before they vote."),
                  QT_TRANSLATE_NOOP("explain", "lets new servers catch up to index %2"),
                  {teller.self, number(values[1])});
}

Phrase catchUpDone(const Teller& teller, const Values& values) {
    return phrase(
        QT_TRANSLATE_NOOP("explain", "%1 finds that the new servers have caught up to index %3, in round %2."),
        QT_TRANSLATE_NOOP("explain", "new servers have caught up"),
        {teller.self, number(values[0]), number(values[1])});
}

Phrase catchUpGivenUp(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "gives the change up");
    const std::vector<std::string> arguments{teller.self, number(values[0]),
                                             milliseconds(static_cast<Time>(values[1]))};
    if (values[2] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain",
                                        "%1 gives the change of the configuration up: after round %2, which took %3 "
                                        "ms, the new servers still lag. Those that joined for it leave again."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 gives the change of the configuration up: after round %2, which took "
                                    "%3 ms, the new servers still lag. They go on as learners, as before."),
                  brief, arguments);
}

Phrase configurationAppended(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, number(values[0]),
                                             membersOf(teller, teller.state().configuration)};
    if (values[1] == 2) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 appends the joint configuration %3 at index %2; from now on it "
                                                   "needs a majority on both sides, until somebody wants it left."),
                      QT_TRANSLATE_NOOP("explain", "begins the joint configuration %3"), arguments);
    }
    if (values[1] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 appends the joint configuration %3 at index %2; from now on it "
                                                   "needs a majority on both sides."),
                      QT_TRANSLATE_NOOP("explain", "begins the joint configuration %3"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 appends the configuration %3 at index %2; it is in force there at "
                                               "once."),
                  QT_TRANSLATE_NOOP("explain", "begins the configuration %3"), arguments);
}

Phrase configurationAdopted(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "For %1 the configuration at index %2 is in force: %3."),
                  QT_TRANSLATE_NOOP("explain", "has the configuration %3"),
                  {teller.self, number(values[0]), membersOf(teller, teller.state().configuration)});
}

Phrase configurationRolledBack(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 deletes the configuration at index %2; the one of index %3 is in force "
                                    "again."),
                  QT_TRANSLATE_NOOP("explain", "goes back to the configuration of index %3"),
                  {teller.self, number(values[0]), number(values[1])});
}

Phrase leaderRemoved(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 ceases to lead term %2: the configuration at index %3, in which it does "
                                    "not vote, is committed."),
                  QT_TRANSLATE_NOOP("explain", "steps down: it is not in the cluster any more"),
                  {teller.self, number(values[0]), number(values[1])});
}

Phrase answerOfEarlierLife(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 ignores %2's %3: it answers what was sent before %2 joined again, with the "
                                    "configuration at index %4."),
                  QT_TRANSLATE_NOOP("explain", "ignores %2's answer of an earlier life"),
                  {teller.self, teller.peer, teller.messageKind(), number(values[1])});
}

} // namespace raft::explaining
