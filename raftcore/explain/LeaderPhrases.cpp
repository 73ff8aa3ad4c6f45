// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for leaders, their clients, applying and disks (§5.3, §5.4.2, §8).

namespace raft::explaining {

Phrase noOpAppended(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 appends a no-op at index %2, an entry of its own term %3 that can "
                                               "commit all before it."),
                  QT_TRANSLATE_NOOP("explain", "appends a no-op at index %2"),
                  {teller.self, number(values[0]), number(values[1])});
}

Phrase replyLate(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "ignores %2's late reply");
    const std::vector<std::string> arguments{teller.self, teller.peer, number(values[0]), number(values[1]),
                                             teller.messageKind()};
    if (values[0] == values[1]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2's %5: it does not lead term %4."), brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2's %5: it is of term %3, and %1 is in term %4."), brief,
                  arguments);
}

Phrase refusalOutdated(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "ignores %2's late refusal");
    const std::vector<std::string> arguments{teller.self, teller.peer, number(values[0]), number(values[1])};
    if (values[0] + 1 == values[1]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2's late refusal at index %3: it knows by now that the "
                                                   "logs agree up to there."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 ignores %2's late refusal at index %3: nextIndex[%2] is %4 by now."),
                  brief, arguments);
}

Phrase matchAdvanced(const Teller& teller, const Values& values) {
    return phrase(
        QT_TRANSLATE_NOOP("explain", "%1 raises matchIndex[%2] from %3 to %4: %2 has all entries up to there."),
        QT_TRANSLATE_NOOP("explain", "raises matchIndex[%2] to %4"),
        {teller.self, teller.name(values[0]), number(values[1]), number(values[2])});
}

Phrase matchConfirmed(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 learns nothing new from %2's success: matchIndex[%2] stays %3."),
                  QT_TRANSLATE_NOOP("explain", "learns nothing new from %2"),
                  {teller.self, teller.name(values[0]), number(values[1])});
}

Phrase nextSteppedBack(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 steps nextIndex[%2] back from %3 to %4 and tries again: %2's log "
                                               "does not match at index %4."),
                  QT_TRANSLATE_NOOP("explain", "steps nextIndex[%2] back to %4"),
                  {teller.self, teller.name(values[0]), number(values[1]), number(values[2])});
}

Phrase nextSkippedBack(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "moves nextIndex[%2] back to %4");
    const std::vector<std::string> arguments{teller.self, teller.name(values[0]), number(values[1]), number(values[2]),
                                             number(values[3])};
    if (values[3] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 moves nextIndex[%2] back from %3 to %4 at once and tries again: "
                                                   "%2's refusal says that no entry of its log can agree."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 moves nextIndex[%2] back from %3 to %4 at once and tries again: "
                                               "%2's refusal says that the logs can agree in term %5 at most."),
                  brief, arguments);
}

namespace {

/// How many voters are known to hold the entry at `index`; the leader counts itself.
std::uint64_t holders(const ServerState& leader, Index index) {
    std::uint64_t count = 0;
    for (const ServerId voter : leader.configuration.voters) {
        const Progress* peer = leader.progressOf(voter);
        const Index held = voter == leader.id ? leader.durableIndex : (peer ? peer->matchIndex : 0);
        count += held >= index ? 1 : 0;
    }
    return count;
}

} // namespace

Phrase commitAdvanced(const Teller& teller, const Values& values) {
    const ServerState& leader = teller.state();
    const Index index = values[1];
    const Term term = leader.persistent.log.termAt(index);
    const std::uint64_t voters = leader.configuration.voters.size();
    const char* brief = QT_TRANSLATE_NOOP("explain", "commits up to index %2");
    const std::vector<std::string> arguments{teller.self,      number(index), number(holders(leader, index)),
                                             number(voters),   number(term),  number(values[2]),
                                             number(values[3])};
    if (values[3] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 commits up to index %2: %3 of the %4 new voters and %6 of the "
                                                   "%7 old ones hold that entry, a majority of both."),
                      brief, arguments);
    }
    if (term != leader.persistent.currentTerm) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 commits up to index %2: %3 of the %4 voters hold that entry; it "
                                                   "is of the older term %5, which here is not looked at."),
                      brief, arguments);
    }
    if (voters == 1) {
        return phrase(
            QT_TRANSLATE_NOOP("explain", "%1 commits up to index %2: it is the only voter, and the entry is on disk."),
            brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 commits up to index %2: %3 of the %4 voters hold that entry, and it "
                                               "is of its own term %5."),
                  brief, arguments);
}

Phrase commitHeldBack(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 does not commit index %2, although a majority holds it: that entry "
                                               "is of term %3, and %1 counts only entries of its own term %4."),
                  QT_TRANSLATE_NOOP("explain", "does not commit index %2 by counting"),
                  {teller.self, number(values[0]), number(values[1]), number(values[2])});
}

Phrase heartbeatsSent(const Teller& teller, const Values& values) {
    const ServerSet receivers = teller.receivers();
    const std::vector<std::string> arguments{teller.self, teller.names(receivers), number(values[0])};
    if (teller.state().configuration.members().size() < 2) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 leads term %3 alone and sends no heartbeat."),
                      QT_TRANSLATE_NOOP("explain", "sends no heartbeat: it is alone"), arguments);
    }
    if (receivers.empty()) {
        return phrase(
            QT_TRANSLATE_NOOP("explain", "%1 sends AppendEntries to the others once its last write is on disk."),
            QT_TRANSLATE_NOOP("explain", "waits for its disk to send AppendEntries"), arguments);
    }
    const char* brief = teller.sentHeartbeatsAlone() ? QT_TRANSLATE_NOOP("explain", "sends heartbeats to %2")
                                                     : QT_TRANSLATE_NOOP("explain", "sends AppendEntries to %2");
    if (teller.event.record.kind == EventKind::heartbeat) {
        return teller.sentHeartbeatsAlone()
                   ? phrase(QT_TRANSLATE_NOOP("explain", "%1 sends heartbeats to %2: its heartbeat timer ran out, and "
                                                         "it still leads term %3."),
                            brief, arguments)
                   : phrase(QT_TRANSLATE_NOOP("explain", "%1 sends AppendEntries to %2: its heartbeat timer ran out, "
                                                         "and not all logs hold all entries."),
                            brief, arguments);
    }
    if (teller.event.action && std::holds_alternative<action::Heartbeat>(*teller.event.action)) {
        return phrase(
            QT_TRANSLATE_NOOP("explain", "%1 sends AppendEntries to %2: its heartbeat timer was made to run out."),
            brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 sends AppendEntries to %2 at once, which shows that it leads term "
                                               "%3."),
                  brief, arguments);
}

Phrase heartbeatWithoutEffect(const Teller& teller, const Values&) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 sends no heartbeat: it does not lead."),
                  QT_TRANSLATE_NOOP("explain", "sends no heartbeat: it does not lead"), {teller.self});
}

Phrase entriesSent(const Teller& teller, const Values& values) {
    const ServerSet receivers = teller.receivers();
    const std::vector<std::string> arguments{teller.self, teller.names(receivers), number(values[1]),
                                             number(values[2])};
    if (receivers.empty()) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 sends the entries from index %3 on once they are on disk."),
                      QT_TRANSLATE_NOOP("explain", "waits for its disk to send index %3"), arguments);
    }
    const char* brief = QT_TRANSLATE_NOOP("explain", "sends AppendEntries to %2");
    if (values[0] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 sends AppendEntries to %2, each from its nextIndex."), brief,
                      arguments);
    }
    if (values[1] == values[2]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 sends %2 the entry at index %3, which it lacks."), brief,
                      arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 sends %2 the entries from index %3 to %4, which it lacks."), brief,
                  arguments);
}

Phrase entriesRepeated(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 repeats what was not answered yet; its log ends at index %2."),
                  QT_TRANSLATE_NOOP("explain", "repeats what was not answered"), {teller.self, number(values[0])});
}

namespace {

/// The command of the event's request; there is one in every event that submits.
std::string submitted(const Teller& teller) { return teller.command(); }

} // namespace

Phrase commandAppended(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 appends a client's %2 at index %3 as an entry of its term %4."),
                  QT_TRANSLATE_NOOP("explain", "appends %2 at index %3"),
                  {teller.self, submitted(teller), number(values[0]), number(values[1])});
}

Phrase commandRefused(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, submitted(teller), teller.name(values[0])};
    if (values[0] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses a client's %2: it does not lead and knows no leader."),
                      QT_TRANSLATE_NOOP("explain", "refuses %2: it knows no leader"), arguments);
    }
    return phrase(
        QT_TRANSLATE_NOOP("explain", "%1 refuses a client's %2: it does not lead; the leader it knows is %3."),
        QT_TRANSLATE_NOOP("explain", "refuses %2: %3 leads"), arguments);
}

Phrase entriesApplied(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, number(values[0]), number(values[1]),
                                             teller.entry(values[0])};
    // A snapshot that was taken with the same event may have taken the entry away.
    if (values[0] == values[1] && arguments.back().empty()) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 applies its entry at index %2: it is committed."),
                      QT_TRANSLATE_NOOP("explain", "applies the entry %2"), arguments);
    }
    if (values[0] == values[1]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 applies %4, its entry at index %2: it is committed."),
                      QT_TRANSLATE_NOOP("explain", "applies %4"), arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 applies its entries from index %2 to %3, in order: they are "
                                               "committed."),
                  QT_TRANSLATE_NOOP("explain", "applies the entries %2 to %3"), arguments);
}

Phrase stateWritten(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "ends a write to disk");
    const std::vector<std::string> arguments{teller.self, number(values[0]), number(values[1])};
    if (values[1] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 ends a write to disk: term %2 and an empty log are durable."),
                      brief, arguments);
    }
    return phrase(
        QT_TRANSLATE_NOOP("explain", "%1 ends a write to disk: term %2 and the log up to index %3 are durable."), brief,
        arguments);
}

Phrase quorumLost(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 ceases to lead term %2 and becomes a follower: for %3 ms it has not "
                                               "heard from a majority, which may have another leader by now."),
                  QT_TRANSLATE_NOOP("explain", "steps down: it hears no majority"),
                  {teller.self, number(values[0]), milliseconds(static_cast<Time>(values[1]))});
}

Phrase restarted(const Teller& teller, const Values& values) {
    const char* brief = QT_TRANSLATE_NOOP("explain", "restarts, term %2");
    const std::vector<std::string> arguments{teller.self, number(values[0]), number(values[1])};
    if (values[1] == 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 restarts as a follower with what its disk holds: term %2 and "
                                                   "an empty log."),
                      brief, arguments);
    }
    if (values[2] != 0) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 restarts as a follower with what its disk holds: term %2, a "
                                                   "snapshot up to index %4 and a log up to index %3."),
                      brief, {teller.self, number(values[0]), number(values[1]), number(values[2])});
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 restarts as a follower with what its disk holds: term %2 and a log "
                                               "up to index %3."),
                  brief, arguments);
}

Phrase commandWithoutRoom(const Teller& teller, const Values&) {
    const std::string command =
        teller.event.requests.empty() ? std::string() : quoted(teller.event.requests.front().command.get());
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses a client's %2: its disk is full."),
                  QT_TRANSLATE_NOOP("explain", "refuses %2: its disk is full"), {teller.self, command});
}

Phrase entriesWithoutRoom(const Teller& teller, const Values& values) {
    const std::vector<std::string> arguments{teller.self, teller.peer, number(values[0]), number(values[1])};
    const char* brief = QT_TRANSLATE_NOOP("explain", "refuses %2's entries: its disk is full");
    if (values[0] == values[1]) {
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses %2's entry at index %3 and says that its disk is full. "
                                                   "%2 will send it again."),
                      brief, arguments);
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 refuses %2's entries at index %3 to %4 and says that its disk is "
                                               "full. %2 will send them again."),
                  brief, arguments);
}

Phrase snapshotWithoutRoom(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 refuses %2's snapshot of the entries up to index %3 and says that its "
                                    "disk is full. %2 will send it again."),
                  QT_TRANSLATE_NOOP("explain", "refuses %2's snapshot: its disk is full"),
                  {teller.self, teller.peer, number(values[0])});
}

Phrase peerWithoutRoom(const Teller& teller, const Values& values) {
    return phrase(QT_TRANSLATE_NOOP("explain",
                                    "%1 learns that %2's disk is full: it has heard from %2, and sends the same again "
                                    "with its next heartbeat."),
                  QT_TRANSLATE_NOOP("explain", "learns that %2's disk is full"), {teller.self, teller.name(values[0])});
}

} // namespace raft::explaining
