// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for the load's clients, and for what servers do with their requests (§8; dissertation, chapter 6).

namespace raft::explaining {

Phrase clientAsks(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, teller.name(values[0]), teller.command(), number(values[2]),
                                             number(values[3])};
    if (values[3] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 sends %2 %3, number %4 of its session %5."),
                      QT_TRANSLATE_NOOP("explain", "sends %2 %3"), arguments);
    }
    const bool isOpening =
        !teller.event.requests.empty() && teller.event.requests.front().command->kind == CommandKind::openSession;
    if (isOpening) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 asks %2 to open a session."),
                      QT_TRANSLATE_NOOP("explain", "asks %2 to open a session"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 sends %2 %3."), QT_TRANSLATE_NOOP("explain", "sends %2 %3"),
                  arguments);
}

Phrase clientRetries(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self,       teller.name(values[0]), teller.command(),
                                             number(values[1]), number(values[2]),      number(values[3])};
    if (values[3] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 has no answer to %3 and sends it again, now to %2: attempt %4."),
                      QT_TRANSLATE_NOOP("explain", "sends %2 %3 again"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 has no answer to %3, number %5 of its session %6, and sends it "
                                               "again, now to %2: attempt %4."),
                  QT_TRANSLATE_NOOP("explain", "sends %2 %3 again"), arguments);
}

Phrase clientEnqueues(const Teller&, const Values&) {
    return phrase(QT_TRANSLATE_NOOP("explain", "A client has another command to send, once its turn comes."),
                  QT_TRANSLATE_NOOP("explain", "a client has another command"), {});
}

Phrase clientAnswered(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 has the answer of %2 to %3, from index %4."),
                  QT_TRANSLATE_NOOP("explain", "has the answer to %3"),
                  {teller.self, teller.name(values[0]), teller.command(), number(values[2])});
}

Phrase clientRefused(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, teller.name(values[0]), teller.name(values[1])};
    if (values[1] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 is refused by %2, which knows no leader: it will ask any "
                                                   "server."),
                      QT_TRANSLATE_NOOP("explain", "is refused by %2"), arguments);
    }
    if (values[1] == values[0]) {
        return phrase(QT_TRANSLATE_NOOP("explain",
                                        "%1 is refused by %2, which leads but takes nothing for now: it will "
                                        "ask %2 again."),
                      QT_TRANSLATE_NOOP("explain", "is refused by %2"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 is refused by %2, which takes %3 for the leader: it will ask %3."),
                  QT_TRANSLATE_NOOP("explain", "is sent on to %3"), arguments);
}

Phrase clientExpired(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 learns from %2 that its session has expired, and opens another; "
                                               "whether %3 was executed it cannot know."),
                  QT_TRANSLATE_NOOP("explain", "learns that its session has expired"),
                  {teller.self, teller.name(values[0]), teller.command()});
}

Phrase clientIgnores(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 does not wait for this reply of %2 any more."),
                  QT_TRANSLATE_NOOP("explain", "ignores a late reply of %2"), {teller.self, teller.name(values[0])});
}

Phrase commandKnown(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, teller.entry(values[0]), number(values[0]), number(values[1]),
                                             number(values[2])};
    if (values[3] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 does not execute %2, its entry at index %3, again: the client "
                                                   "of session %4 has the answer to number %5 already."),
                      QT_TRANSLATE_NOOP("explain", "does not execute index %3 again"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 does not execute %2, its entry at index %3, again: number %5 of "
                                               "session %4 was executed before, and its answer is kept."),
                  QT_TRANSLATE_NOOP("explain", "does not execute index %3 again"), arguments);
}

Phrase requestKnown(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 knows %2's read already, and will answer when it may."),
                  QT_TRANSLATE_NOOP("explain", "knows %2's read already"), {teller.self, teller.name(values[0])});
}

Phrase readBehind(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 lets %2's read wait: %2 has seen an answer from index %3, and %1 "
                                               "has applied %4."),
                  QT_TRANSLATE_NOOP("explain", "is behind what %2 has seen"),
                  {teller.self, teller.name(values[0]), number(values[1]), number(values[2])});
}

} // namespace raft::explaining
