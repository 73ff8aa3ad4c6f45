// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for snapshots (§7).

namespace raft::explaining {

Phrase snapshotTaken(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 takes a snapshot of its state machine, %5 bytes, up to index %2 of "
                                               "term %3, and discards the entries that it covers: %4."),
                  QT_TRANSLATE_NOOP("explain", "takes a snapshot up to index %2"),
                  {teller.self, number(values[0]), number(values[1]), number(values[2]), number(values[3])});
}

Phrase snapshotRefusedOldTerm(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses %2's InstallSnapshot: it is of term %3, and %1 is in term "
                                               "%4."),
                  QT_TRANSLATE_NOOP("explain", "refuses %2's snapshot: term %3 is over"),
                  {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase snapshotKnown(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 needs nothing of %2's snapshot up to index %3: it knows all up to "
                                               "index %4 to be committed, and says that it matches."),
                  QT_TRANSLATE_NOOP("explain", "needs no snapshot up to index %3"),
                  {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase chunkStored(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 stores a chunk of %2's snapshot up to index %5 at offset %3, and "
                                               "now has the first %4 bytes of it."),
                  QT_TRANSLATE_NOOP("explain", "stores a chunk of %2's snapshot, offset %3"),
                  {teller.self, teller.peer, number(values[0]), number(values[1]), number(values[2])});
}

Phrase chunkMisplaced(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 does not take a chunk of %2's snapshot up to index %5: it begins at "
                                               "offset %3, and %1 has the first %4 bytes of it."),
                  QT_TRANSLATE_NOOP("explain", "does not take a chunk at offset %3"),
                  {teller.self, teller.peer, number(values[0]), number(values[1]), number(values[2])});
}

Phrase snapshotInstalled(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 has the last chunk and installs %2's snapshot, %5 bytes: it stands "
                                               "for all entries up to index %3 of term %4, which are committed."),
                  QT_TRANSLATE_NOOP("explain", "installs %2's snapshot up to index %3"),
                  {teller.self, teller.peer, number(values[0]), number(values[1]), number(values[2])});
}

Phrase suffixKept(const Teller& teller, const Values& values) {
    if (values[0] == values[1]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1's log ends with the snapshot's last entry, index %2, so nothing "
                                                   "is lost."),
                      QT_TRANSLATE_NOOP("explain", "loses no entry"), {teller.self, number(values[0])});
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1's log holds the snapshot's last entry, index %2, so it keeps what "
                                               "follows, up to index %3."),
                  QT_TRANSLATE_NOOP("explain", "keeps its log behind index %2"),
                  {teller.self, number(values[0]), number(values[1])});
}

Phrase logDiscarded(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1's log, which ended at index %3, does not hold the snapshot's last "
                                               "entry, index %2, so all of it is discarded."),
                  QT_TRANSLATE_NOOP("explain", "discards its whole log"),
                  {teller.self, number(values[0]), number(values[1])});
}

Phrase snapshotApplied(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 sets its state machine to what the snapshot up to index %2 says."),
                  QT_TRANSLATE_NOOP("explain", "applies its snapshot up to index %2"),
                  {teller.self, number(values[0])});
}

Phrase chunkSent(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 has discarded what %2 needs next and sends it its snapshot up to "
                                               "index %3, as far as byte %4 of %5."),
                  QT_TRANSLATE_NOOP("explain", "sends %2 its snapshot, byte %4 of %5"),
                  {teller.self, teller.name(values[0]), number(values[1]), number(values[2]), number(values[3])});
}

Phrase snapshotAccepted(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 learns that %2 has the snapshot up to index %3."),
                  QT_TRANSLATE_NOOP("explain", "learns that %2 has its snapshot"),
                  {teller.self, teller.name(values[0]), number(values[1])});
}

Phrase chunkReplyOutdated(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2's answer to a chunk at offset %3: it waits for no answer "
                                               "to that one."),
                  QT_TRANSLATE_NOOP("explain", "ignores %2's late answer"),
                  {teller.self, teller.peer, number(values[0])});
}

} // namespace raft::explaining
