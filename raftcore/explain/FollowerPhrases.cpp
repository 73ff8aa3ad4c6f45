// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for the receiver's side of AppendEntries (§5.3).

namespace raft::explaining {

Phrase appendRefusedOldTerm(const Teller& teller, const Values& values) {
    return phrase(
        QT_TRANSLATE_NOOP("explain", "%1 refuses %2's AppendEntries: %2 leads term %3, and %1 is in term %4."),
        QT_TRANSLATE_NOOP("explain", "refuses: term %3 is over"),
        {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase secondLeader(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses %2's AppendEntries: it leads term %3 itself; two leaders in "
                                               "one term break Election Safety."),
                  QT_TRANSLATE_NOOP("explain", "refuses: it leads term %3 itself"),
                  {teller.self, teller.peer, number(values[1])});
}

Phrase appendRefusedMissing(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "refuses: no entry at index %3");
    const std::vector<std::string> arguments{teller.self, teller.peer, number(values[0]), number(values[1]),
                                             number(values[2])};
    if (values[2] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses %2's AppendEntries: it has no entry at index %3 with "
                                                   "term %4; its log is empty."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses %2's AppendEntries: it has no entry at index %3 with term "
                                               "%4; its log ends at index %5."),
                  brief, arguments);
}

Phrase appendRefusedTerm(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses %2's AppendEntries: it has no entry at index %3 with term "
                                               "%4; its own entry there is of term %5."),
                  QT_TRANSLATE_NOOP("explain", "refuses: no match at index %3"),
                  {teller.self, teller.peer, number(values[0]), number(values[1]), number(values[2])});
}

Phrase conflictNamed(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, teller.peer, number(values[0]), number(values[1])};
    if (values[0] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 tells %2 that the logs cannot agree before index 1."),
                      QT_TRANSLATE_NOOP("explain", "names no index"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP(
                      "explain", "%1 tells %2 that the logs can agree at most up to index %3, its entry of term %4."),
                  QT_TRANSLATE_NOOP("explain", "names index %3, term %4"), arguments);
}

namespace {

/// The sentence for an accepted AppendEntries, by what was compared.
const char* agreementTemplate(const AppendEntries& request, bool compared) {
    const bool heartbeat = request.entries.empty();
    if (!compared) {
        return QT_TRANSLATE_NOOP("explain", "%1 accepts %2's AppendEntries and takes the logs to agree up to index "
                                            "%3: here prevLogTerm is not compared.");
    }
    if (request.prevLogIndex == 0 && heartbeat)
        return QT_TRANSLATE_NOOP("explain", "%1 accepts %2's heartbeat: it begins at index 0, where all logs agree.");
    if (request.prevLogIndex == 0) {
        return QT_TRANSLATE_NOOP("explain", "%1 accepts %2's AppendEntries: it begins at index 0, where all logs "
                                            "agree; now they agree up to index %3.");
    }
    if (heartbeat) {
        return QT_TRANSLATE_NOOP("explain", "%1 accepts %2's heartbeat: its own entry at index %4 is of term %5 too.");
    }
    return QT_TRANSLATE_NOOP("explain", "%1 accepts %2's AppendEntries: its own entry at index %4 is of term %5 too; "
                                        "now the logs agree up to index %3.");
}

} // namespace

Phrase logsAgree(const Teller& teller, const Values& values) {
    const auto& request = std::get<AppendEntries>(teller.event.message->message->body);
    const bool compared = !teller.after.configuration().defects.has(Defect::ignorePrevLogTerm);
    const char* brief = request.entries.empty()
                            ? QT_TRANSLATE_NOOP("explain", "accepts the heartbeat, matches to index %3")
                            : QT_TRANSLATE_NOOP("explain", "accepts, matches to index %3");
    return phrase(
        agreementTemplate(request, compared), brief,
        {teller.self, teller.peer, number(values[0]), number(request.prevLogIndex), number(request.prevLogTerm)});
}

Phrase entriesDeleted(const Teller& teller, const Values& values) {
    const auto [first, last, ownTerm, leaderTerm] = values;
    const std::vector<std::string> arguments{teller.self,  teller.peer,     number(first),
                                             number(last), number(ownTerm), number(leaderTerm)};
    if (first == last) {
        return phrase(
            QT_TRANSLATE_NOOP("explain",
                              "%1 deletes its entry at index %3: it is of term %5, %2's entry there of term %6."),
            QT_TRANSLATE_NOOP("explain", "deletes its entry at index %3"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 deletes its entries from index %3 to %4: the one at index %3 is of "
                                               "term %5, %2's entry there of term %6."),
                  QT_TRANSLATE_NOOP("explain", "deletes its entries %3 to %4"), arguments);
}

Phrase entriesAppended(const Teller& teller, const Values& values) {
    const Term term = teller.state().persistent.log.termAt(values[1]);
    const std::vector<std::string> arguments{teller.self, number(values[0]), number(values[1]), teller.entry(values[0]),
                                             number(term)};
    if (values[0] == values[1]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 appends %4 at index %2, an entry of term %5."),
                      QT_TRANSLATE_NOOP("explain", "appends %4 at index %2"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 appends the entries from index %2 to %3."),
                  QT_TRANSLATE_NOOP("explain", "appends the entries %2 to %3"), arguments);
}

Phrase entriesKnown(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, number(values[0]), number(values[1])};
    if (values[0] == values[1]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 has the entry at index %2 already and keeps it."),
                      QT_TRANSLATE_NOOP("explain", "has index %2 already"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 has the entries from index %2 to %3 already and keeps them."),
                  QT_TRANSLATE_NOOP("explain", "has the entries %2 to %3 already"), arguments);
}

Phrase commitFollowed(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "commits up to index %3");
    const std::vector<std::string> arguments{teller.self, teller.peer, number(values[1]), number(values[2])};
    if (values[1] == values[2]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 raises its commitIndex to %3: %2 has committed up to there."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 raises its commitIndex to %3: %2 has committed up to index %4, but "
                                               "this message vouches for no entry beyond index %3."),
                  brief, arguments);
}

Phrase leaderHeard(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 follows %2, which leads term %3, as its AppendEntries shows."),
                  QT_TRANSLATE_NOOP("explain", "follows %2, leader of term %3"),
                  {teller.self, teller.name(values[0]), number(values[1])});
}

} // namespace raft::explaining
