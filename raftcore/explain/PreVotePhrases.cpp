// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for PreVote (dissertation, section 9.6).

namespace raft::explaining {

Phrase preVoteStarted(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "asks whether it could win term %2");
    const std::vector<std::string> arguments{teller.self, number(values[0]), number(values[1]), number(values[0] - 1),
                                             number(values[2])};
    if (values[2] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 asks whether it could win an election in term %2, and stays in "
                                                   "term %4; yeses needed, its own among them: %3 of the new voters "
                                                   "and %5 of the old ones."),
                      brief, arguments);
    }
    if (teller.event.action) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 asks whether it could win an election in term %2, and stays in "
                                                   "term %4: its election timer was made to run out; yeses needed, its "
                                                   "own among them: %3."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 asks whether it could win an election in term %2, and stays in term "
                                               "%4: its election timer ran out without word from a leader; yeses "
                                               "needed, its own among them: %3."),
                  brief, arguments);
}

Phrase preVoteGranted(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 would vote for %2 in term %3: it hears from no leader, and %2's log "
                                               "is at least as up to date as its own. It changes nothing."),
                  QT_TRANSLATE_NOOP("explain", "would vote for %2"), {teller.self, teller.peer, number(values[0])});
}

Phrase preVoteRefusedTerm(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 would not vote for %2, which asks for term %3: %1 is in term %4."),
                  QT_TRANSLATE_NOOP("explain", "says no to %2: it is in term %4"),
                  {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase preVoteRefusedGiven(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, teller.peer, teller.name(values[0]), number(values[1])};
    if (values[0] == teller.event.record.server) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 would not vote for %2: in term %4 it has voted for itself."),
                      QT_TRANSLATE_NOOP("explain", "says no to %2: voted for itself"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 would not vote for %2: in term %4 it has voted for %3."),
                  QT_TRANSLATE_NOOP("explain", "says no to %2: voted for %3"), arguments);
}

Phrase preVoteRefusedLog(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "says no to %2: its own log is more up to date");
    const std::vector<std::string> arguments = logArguments(teller, values);
    if (values[0] != values[2]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 would not vote for %2: %2's log ends with term %3, its own with "
                                                   "the higher term %5."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 would not vote for %2: both logs end with term %3, but %2's at "
                                               "index %4 and its own at index %6."),
                  brief, arguments);
}

Phrase preVoteRefusedLeader(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments = leaderHeardArguments(teller, values);
    if (values[1] == teller.event.record.server) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 would not vote for %2 in term %3: it leads."),
                      QT_TRANSLATE_NOOP("explain", "says no to %2: it leads"), arguments);
    }
    if (values[1] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 would not vote for %2 in term %3: it heard from a leader of an "
                                                   "older term %5 ms ago, less than the shortest election timeout, %6 "
                                                   "ms."),
                      QT_TRANSLATE_NOOP("explain", "says no to %2: it heard from a leader"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 would not vote for %2 in term %3: it heard from the leader %4 %5 ms "
                                               "ago, less than the shortest election timeout, %6 ms."),
                  QT_TRANSLATE_NOOP("explain", "says no to %2: it hears from %4"), arguments);
}

Phrase preVoteReceived(const Teller& teller, const Values& values) {
    if (values[3] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 learns that %2 would vote for it and has %3 of the %4 yeses "
                                                   "that it needs of the new voters, and %5 of the %6 of the old "
                                                   "ones."),
                      QT_TRANSLATE_NOOP("explain", "gets %2's yes, %3 of %4 and %5 of %6"),
                      voteArguments(teller, values));
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 learns that %2 would vote for it and has %3 of the %4 yeses that it "
                                               "needs."),
                  QT_TRANSLATE_NOOP("explain", "gets %2's yes, %3 of %4"),
                  {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase preVoteDenied(const Teller& teller, const Values& values) {
    if (values[3] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 learns that %2 would not vote for it and has %3 of the %4 "
                                                   "yeses that it needs of the new voters, and %5 of the %6 of the "
                                                   "old ones."),
                      QT_TRANSLATE_NOOP("explain", "gets %2's no, %3 of %4 and %5 of %6"),
                      voteArguments(teller, values));
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 learns that %2 would not vote for it and has %3 of the %4 yeses "
                                               "that it needs."),
                  QT_TRANSLATE_NOOP("explain", "gets %2's no, %3 of %4"),
                  {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase electionAfterPreVote(const Teller& teller, const Values& values) {
    if (values[2] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 starts an election in term %2 and votes for itself: majorities "
                                                   "of both said that they would vote for it; votes needed: %3 of the "
                                                   "new voters and %4 of the old ones."),
                      QT_TRANSLATE_NOOP("explain", "starts an election, term %2"),
                      {teller.self, number(values[0]), number(values[1]), number(values[2])});
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 starts an election in term %2 and votes for itself: a majority said "
                                               "that it would vote for it; votes needed: %3."),
                  QT_TRANSLATE_NOOP("explain", "starts an election, term %2"),
                  {teller.self, number(values[0]), number(values[1])});
}

} // namespace raft::explaining
