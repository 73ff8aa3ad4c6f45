// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for pipelines, shared and parallel writes, flow control (dissertation, section 10.2), and election priority.

namespace raft::explaining {

Phrase pipelineOpened(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 knows where %2's log agrees: from now on up to %3 AppendEntries with "
                                    "entries may be under way to it."),
                  QT_TRANSLATE_NOOP("explain", "opens the pipeline to %2"),
                  {teller.self, teller.name(values[0]), number(values[1])});
}

Phrase pipelineBroken(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 takes nextIndex[%2] back from %4 to %5: %2 refused at index %3, so "
                                               "something before it was lost or overtaken. It sends one message at a "
                                               "time until one succeeds."),
                  QT_TRANSLATE_NOOP("explain", "takes nextIndex[%2] back to %5"),
                  {teller.self, teller.name(values[0]), number(values[1]), number(values[2]), number(values[3])});
}

Phrase sentAhead(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "sends before its own write ends");
    const std::vector<std::string> arguments{teller.self, number(values[0]), number(values[1])};
    if (values[0] == values[1]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 sends index %3 while its own disk is still writing it; its own "
                                                   "copy counts once it is durable."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 sends indices %2 to %3 while its own disk is still writing them; its "
                                    "own copies count once they are durable."),
                  brief, arguments);
}

Phrase writeGathered(const Teller& teller, const Values&) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1's disk is still writing: what it has to write gathers, and shares the "
                                    "next write."),
                  QT_TRANSLATE_NOOP("explain", "gathers for the next write"), {teller.self});
}

Phrase commandRefusedFull(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 refuses the command for now: %2 entries of its term are not committed "
                                    "yet, and no more than %3 may be."),
                  QT_TRANSLATE_NOOP("explain", "refuses: %2 entries are uncommitted"),
                  {teller.self, number(values[0]), number(values[1])});
}

Phrase electionLeftToOthers(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 leaves the election to servers of priority %3 or higher: its own is %2. "
                                    "When its timer runs out again without a leader, those of %4 may "
                                    "campaign."),
                  QT_TRANSLATE_NOOP("explain", "leaves the election to priority %3"),
                  {teller.self, number(values[0]), number(values[1]), number(values[2])});
}

} // namespace raft::explaining
