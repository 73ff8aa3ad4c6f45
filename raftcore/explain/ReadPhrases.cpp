// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for reads without log entries (§8; dissertation, section 6.4).

namespace raft::explaining {

Phrase readByLease(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 may answer the read from index %2 at once: by its own clock no "
                                               "other leader can be elected for %3 ms more."),
                  QT_TRANSLATE_NOOP("explain", "reads by its lease"),
                  {teller.self, number(values[0]), milliseconds(static_cast<Time>(values[1]))});
}

Phrase readRefused(const Teller& teller, const Values& values) {
    if (values[0] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 does not take a read: it knows no leader."),
                      QT_TRANSLATE_NOOP("explain", "does not take a read: it knows no leader"), {teller.self});
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 does not take a read: the leader is %2."),
                  QT_TRANSLATE_NOOP("explain", "does not take a read: %2 leads"),
                  {teller.self, teller.name(values[0])});
}

Phrase readForwarded(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 takes a read and asks the leader %2 from which index on it may "
                                               "answer."),
                  QT_TRANSLATE_NOOP("explain", "asks %2 from where it may read"),
                  {teller.self, teller.name(values[0])});
}

Phrase readKnown(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 knows %2's read already, and will answer when it may."),
                  QT_TRANSLATE_NOOP("explain", "knows %2's read already"), {teller.self, teller.name(values[0])});
}

Phrase readIndexLearned(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, number(values[0]), number(values[1])};
    if (values[1] >= values[0]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 learns that it may answer the read from index %2 on, and has "
                                                   "applied that."),
                      QT_TRANSLATE_NOOP("explain", "may read from index %2 on"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 learns that it may answer the read once it has applied index %2; it "
                                               "has applied %3."),
                  QT_TRANSLATE_NOOP("explain", "may read once index %2 is applied"), arguments);
}

Phrase readAwaitsCommit(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 lets the read wait: until it has committed an entry of its own term "
                                               "%2 it does not know which entries are committed."),
                  QT_TRANSLATE_NOOP("explain", "lets a read wait for its first commit"),
                  {teller.self, number(values[0])});
}

Phrase readIndexNoted(const Teller& teller, const Values& values) {
    return phrase(
        QT_TRANSLATE_NOOP("explain", "%1 notes its commitIndex %2 for the read, and must hear from a majority, "
                                     "in round %3, that it leads still."),
        QT_TRANSLATE_NOOP("explain", "notes index %2 for a read"), {teller.self, number(values[0]), number(values[1])});
}

Phrase roundBegun(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 begins round %2 of heartbeats, to learn whether it leads still."),
                  QT_TRANSLATE_NOOP("explain", "begins round %2"), {teller.self, number(values[0])});
}

Phrase roundConfirmed(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 has answers from a majority to round %2: it led still when the round "
                                    "began."),
                  QT_TRANSLATE_NOOP("explain", "led still when round %2 began"), {teller.self, number(values[0])});
}

Phrase readAnswered(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 answers the read: it has applied what was committed when the read was "
                                    "made, up to index %2."),
                  QT_TRANSLATE_NOOP("explain", "answers a read"), {teller.self, number(values[0])});
}

Phrase readIndexTold(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 tells %2 that it may answer its read once index %3 is applied."),
                  QT_TRANSLATE_NOOP("explain", "tells %2 to read from index %3 on"),
                  {teller.self, teller.name(values[0]), number(values[1])});
}

Phrase readsFailed(const Teller& teller, const Values& values) {
    return phrase(
        QT_TRANSLATE_NOOP("explain", "%1 drops the reads that wait, %2: another leader may have committed more."),
        QT_TRANSLATE_NOOP("explain", "drops the reads that wait"), {teller.self, number(values[0])});
}

Phrase voteHeldAfterRestart(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 votes for nobody for %4 ms more, so not for %2 in term %3: before it "
                                    "restarted it may have made a leader's lease."),
                  QT_TRANSLATE_NOOP("explain", "does not vote so soon after its restart"),
                  {teller.self, teller.peer, number(values[0]), milliseconds(static_cast<Time>(values[1]))});
}

} // namespace raft::explaining
