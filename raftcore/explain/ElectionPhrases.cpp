// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for terms, votes and elections (§5.1, §5.2, §5.4.1).

namespace raft::explaining {

Phrase termAdopted(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 adopts term %4, which it sees in %2's %5; its own term was %3."),
                  QT_TRANSLATE_NOOP("explain", "adopts term %4"),
                  {teller.self, teller.peer, number(values[0]), number(values[1]), teller.messageKind()});
}

Phrase leaderSteppedDown(const Teller& teller, const Values& values) {
    return phrase(
        QT_TRANSLATE_NOOP("explain", "%1 ceases to lead and becomes a follower: %2's term %3 is higher than its own."),
        QT_TRANSLATE_NOOP("explain", "steps down: term %3 has begun"), {teller.self, teller.peer, number(values[0])});
}

Phrase candidateGaveUp(const Teller& teller, const Values& values) {
    return phrase(
        QT_TRANSLATE_NOOP("explain",
                          "%1 gives up its election and becomes a follower: %2's term %3 is higher than its own."),
        QT_TRANSLATE_NOOP("explain", "gives up its election: term %3 has begun"),
        {teller.self, teller.peer, number(values[0])});
}

Phrase candidateFoundLeader(const Teller& teller, const Values& values) {
    return phrase(
        QT_TRANSLATE_NOOP("explain", "%1 gives up its election and becomes a follower: %2 leads term %3 already."),
        QT_TRANSLATE_NOOP("explain", "gives up its election: %2 leads term %3"),
        {teller.self, teller.name(values[0]), number(values[1])});
}

Phrase electionStarted(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "starts an election, term %2");
    const std::vector<std::string> arguments{teller.self, number(values[0]), number(values[1]), number(values[2])};
    if (values[2] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 starts an election in term %2 and votes for itself; votes "
                                                   "needed: %3 of the new voters and %4 of the old ones."),
                      brief, arguments);
    }
    if (teller.event.action) {
        return phrase(QT_TRANSLATE_NOOP("explain",
                                        "%1 starts an election in term %2 and votes for itself: its election "
                                        "timer was made to run out; votes needed: %3."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 starts an election in term %2 and votes for itself: its election "
                                               "timer ran out without word from a leader; votes needed: %3."),
                  brief, arguments);
}

Phrase electionRestarted(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "starts a new election, term %2");
    const std::vector<std::string> arguments{teller.self, number(values[0]), number(values[1]), number(values[0] - 1),
                                             number(values[2])};
    if (values[2] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 starts a new election in term %2 and votes for itself: it has "
                                                   "not won term %4; votes needed: %3 of the new voters and %5 of the "
                                                   "old ones."),
                      brief, arguments);
    }
    if (teller.event.action) {
        return phrase(QT_TRANSLATE_NOOP("explain",
                                        "%1 starts a new election in term %2 and votes for itself: its election timer "
                                        "was made to run out before it won term %4; votes needed: %3."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 starts a new election in term %2 and votes for itself: its election "
                                               "timer ran out before it won term %4; votes needed: %3."),
                  brief, arguments);
}

Phrase votesRequested(const Teller& teller, const Values& values) {
    const ServerSet asked = teller.receivers();
    const std::string self = teller.self;
    if (teller.state().configuration.members().size() < 2) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 is the only voter and asks nobody."),
                      QT_TRANSLATE_NOOP("explain", "asks nobody for votes"), {self});
    }
    if (asked.empty()) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 asks the others for their votes once its own is on disk."),
                      QT_TRANSLATE_NOOP("explain", "waits for its disk to ask for votes"), {self});
    }
    const std::vector<std::string> arguments{self, teller.names(asked), number(values[0]), number(values[1])};
    const char* brief = QT_TRANSLATE_NOOP("explain", "asks %2 for votes");
    if (values[0] == 0)
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 asks %2 for their votes; its log is empty."), brief, arguments);
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 asks %2 for their votes; its log ends at index %3 with term %4."),
                  brief, arguments);
}

Phrase voteRefusedOldTerm(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 denies %2 its vote: %2 asks for term %3, and %1 is in term %4."),
                  QT_TRANSLATE_NOOP("explain", "denies %2: term %3 is over"),
                  {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase voteRefusedGiven(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, teller.peer, teller.name(values[0]), number(values[1])};
    if (values[0] == teller.event.record.server) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 denies %2 its vote: in term %4 it has voted for itself."),
                      QT_TRANSLATE_NOOP("explain", "denies %2: voted for itself"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 denies %2 its vote: in term %4 it has voted for %3."),
                  QT_TRANSLATE_NOOP("explain", "denies %2: voted for %3"), arguments);
}

std::vector<std::string> logArguments(const Teller& teller, const Values& values) {
    return {teller.self, teller.peer, number(values[0]), number(values[1]), number(values[2]), number(values[3])};
}

std::vector<std::string> leaderHeardArguments(const Teller& teller, const Values& values) {
    return {teller.self,
            teller.peer,
            number(values[0]),
            teller.name(values[1]),
            milliseconds(static_cast<Time>(values[2])),
            milliseconds(static_cast<Time>(values[3]))};
}

Phrase voteRefusedLog(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "denies %2: its own log is more up to date");
    const std::vector<std::string> arguments = logArguments(teller, values);
    if (values[1] == 0) {
        return phrase(
            QT_TRANSLATE_NOOP("explain",
                              "%1 denies %2 its vote: %2's log is empty, its own ends at index %6 with term %5."),
            brief, arguments);
    }
    if (values[0] != values[2]) {
        return phrase(
            QT_TRANSLATE_NOOP("explain",
                              "%1 denies %2 its vote: %2's log ends with term %3, its own with the higher term %5."),
            brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 denies %2 its vote: both logs end with term %3, but %2's at index "
                                               "%4 and its own at index %6."),
                  brief, arguments);
}

namespace {

/// The sentence for a granted vote, by how the two logs compare.
const char* grantTemplate(const Values& values) {
    const auto [term, index, ownTerm, ownIndex] = values;
    if (index == 0 && ownIndex == 0)
        return QT_TRANSLATE_NOOP("explain", "%1 votes for %2: its vote is free, and both logs are empty.");
    if (ownIndex == 0) {
        return QT_TRANSLATE_NOOP("explain",
                                 "%1 votes for %2: its vote is free, and its own log is empty, %2's ends at index %4.");
    }
    if (term > ownTerm) {
        return QT_TRANSLATE_NOOP(
            "explain", "%1 votes for %2: its vote is free, and %2's log ends with term %3, its own with term %5.");
    }
    if (term == ownTerm && index == ownIndex) {
        return QT_TRANSLATE_NOOP("explain",
                                 "%1 votes for %2: its vote is free, and both logs end at index %4 with term %3.");
    }
    if (term == ownTerm && index > ownIndex) {
        return QT_TRANSLATE_NOOP("explain", "%1 votes for %2: its vote is free, and both logs end with term %3, %2's "
                                            "at index %4, its own at index %6.");
    }
    return QT_TRANSLATE_NOOP("explain", "%1 votes for %2 although its own log is more up to date: here the logs are "
                                        "not compared.");
}

} // namespace

Phrase voteGranted(const Teller& teller, const Values& values) {
    return phrase(grantTemplate(values), QT_TRANSLATE_NOOP("explain", "votes for %2"), logArguments(teller, values));
}

Phrase voteGrantedAgain(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 says yes to %2 again: %2 asks once more, and has its vote of term %3 already."),
                  QT_TRANSLATE_NOOP("explain", "votes for %2, as before"),
                  {teller.self, teller.peer, number(values[0])});
}

std::vector<std::string> voteArguments(const Teller& teller, const Values& values) {
    return {teller.self, teller.peer, number(values[0]), number(values[1]), number(values[2]), number(values[3])};
}

Phrase voteReceived(const Teller& teller, const Values& values) {
    if (values[3] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 receives %2's vote and has %3 of the %4 that it needs of the "
                                                   "new voters, and %5 of the %6 of the old ones."),
                      QT_TRANSLATE_NOOP("explain", "receives %2's vote, %3 of %4 and %5 of %6"),
                      voteArguments(teller, values));
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 receives %2's vote and has %3 of the %4 that it needs."),
                  QT_TRANSLATE_NOOP("explain", "receives %2's vote, %3 of %4"),
                  {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase voteDenied(const Teller& teller, const Values& values) {
    if (values[3] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 is denied %2's vote and has %3 of the %4 that it needs of the "
                                                   "new voters, and %5 of the %6 of the old ones."),
                      QT_TRANSLATE_NOOP("explain", "is denied %2's vote, %3 of %4 and %5 of %6"),
                      voteArguments(teller, values));
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 is denied %2's vote and has %3 of the %4 that it needs."),
                  QT_TRANSLATE_NOOP("explain", "is denied %2's vote, %3 of %4"),
                  {teller.self, teller.peer, number(values[0]), number(values[1])});
}

Phrase voteReplyUnneeded(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2's answer: its election in term %3 is over."),
                  QT_TRANSLATE_NOOP("explain", "ignores %2's answer: that election is over"),
                  {teller.self, teller.peer, number(values[0])});
}

Phrase electionWon(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "becomes leader of term %2");
    const std::size_t voters = teller.state().configuration.voters.size();
    const std::vector<std::string> arguments{teller.self,       number(values[0]),
                                             number(values[1]), number(std::uint64_t{voters}),
                                             number(values[2]), number(values[3])};
    if (values[3] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 becomes leader of term %2: it has the votes of %3 of the %4 new "
                                                   "voters and of %5 of the %6 old ones, a majority of both."),
                      brief, arguments);
    }
    if (voters == 1) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 becomes leader of term %2: it is the only voter."), brief,
                      arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 becomes leader of term %2: it has the votes of %3 of the %4 "
                                               "voters, a majority."),
                  brief, arguments);
}

Phrase voteHeldOff(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments = leaderHeardArguments(teller, values);
    if (values[1] == teller.event.record.server) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2, which asks for its vote in term %3: it leads."),
                      QT_TRANSLATE_NOOP("explain", "ignores %2's RequestVote: it leads"), arguments);
    }
    if (values[1] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2, which asks for its vote in term %3: it heard from a "
                                                   "leader of an older term %5 ms ago, less than the shortest election "
                                                   "timeout, %6 ms."),
                      QT_TRANSLATE_NOOP("explain", "ignores %2's RequestVote: it heard from a leader"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2, which asks for its vote in term %3: it heard from the "
                                               "leader %4 %5 ms ago, less than the shortest election timeout, %6 ms."),
                  QT_TRANSLATE_NOOP("explain", "ignores %2's RequestVote: it hears from %4"), arguments);
}

Phrase timeoutWithoutEffect(const Teller& teller, const Values& values) {
    if (values[0] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores the election timeout: it leads."),
                      QT_TRANSLATE_NOOP("explain", "ignores the timeout: it leads"), {teller.self});
    }
    if (values[0] == 2) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores the election timeout: it has not applied its snapshot "
                                                   "yet."),
                      QT_TRANSLATE_NOOP("explain", "ignores the timeout: its snapshot waits"), {teller.self});
    }
    if (values[0] == 3) {
        return phrase(QT_TRANSLATE_NOOP("explain",
                                        "%1 ignores the election timeout: it has not applied a configuration "
                                        "that is committed."),
                      QT_TRANSLATE_NOOP("explain", "ignores the timeout: its configuration waits"), {teller.self});
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores the election timeout: it does not vote."),
                  QT_TRANSLATE_NOOP("explain", "ignores the timeout: it does not vote"), {teller.self});
}

} // namespace raft::explaining
