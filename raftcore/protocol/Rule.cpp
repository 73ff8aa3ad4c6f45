// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Rule.h"

#include <array>
#include <string>
#include <string_view>

// The sentences of the catalogue, in our own words.

namespace raft {

namespace {

constexpr std::array<RuleText, kRules> kCatalogue{{
    {"state.persistent", QT_TRANSLATE_NOOP("rules", "Persistent state"), "Figure 2, §5.1",
     QT_TRANSLATE_NOOP("rules", "currentTerm, votedFor and the log are on disk before a server answers.")},
    {"state.next-index", QT_TRANSLATE_NOOP("rules", "nextIndex"), "Figure 2, §5.3",
     QT_TRANSLATE_NOOP("rules", "A new leader expects every follower to need the entry after the leader's own last.")},
    {"state.match-index", QT_TRANSLATE_NOOP("rules", "matchIndex"), "Figure 2, §5.3",
     QT_TRANSLATE_NOOP("rules", "A new leader assumes that it agrees with each follower on nothing; the index only "
                                "rises.")},
    {"append-entries.receiver.1", QT_TRANSLATE_NOOP("rules", "AppendEntries, receiver 1"), "§5.1",
     QT_TRANSLATE_NOOP("rules", "A leader of an older term is refused.")},
    {"append-entries.receiver.2", QT_TRANSLATE_NOOP("rules", "AppendEntries, receiver 2"), "§5.3",
     QT_TRANSLATE_NOOP("rules", "Entries are refused unless the log holds, just before them, an entry of the term that "
                                "the leader has there.")},
    {"append-entries.receiver.3", QT_TRANSLATE_NOOP("rules", "AppendEntries, receiver 3"), "§5.3",
     QT_TRANSLATE_NOOP("rules", "An entry that conflicts with a new one is deleted, with all that follow it.")},
    {"append-entries.receiver.4", QT_TRANSLATE_NOOP("rules", "AppendEntries, receiver 4"), "Figure 2",
     QT_TRANSLATE_NOOP("rules", "Entries that the log does not hold yet are appended.")},
    {"append-entries.receiver.5", QT_TRANSLATE_NOOP("rules", "AppendEntries, receiver 5"), "Figure 2",
     QT_TRANSLATE_NOOP("rules", "commitIndex follows the leader's, but never beyond the last entry that this message "
                                "vouches for.")},
    {"request-vote.receiver.1", QT_TRANSLATE_NOOP("rules", "RequestVote, receiver 1"), "§5.1",
     QT_TRANSLATE_NOOP("rules", "A candidate of an older term is denied.")},
    {"request-vote.receiver.2", QT_TRANSLATE_NOOP("rules", "RequestVote, receiver 2"), "§5.2, §5.4",
     QT_TRANSLATE_NOOP("rules", "The vote goes to one candidate a term, and only if its log is at least as up to date "
                                "as the voter's.")},
    {"all-servers.1", QT_TRANSLATE_NOOP("rules", "All servers 1"), "§5.3",
     QT_TRANSLATE_NOOP("rules", "Committed entries are applied to the state machine, in order.")},
    {"all-servers.2", QT_TRANSLATE_NOOP("rules", "All servers 2"), "§5.1",
     QT_TRANSLATE_NOOP("rules", "Whoever sees a higher term adopts it and becomes a follower.")},
    {"followers.1", QT_TRANSLATE_NOOP("rules", "Followers 1"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "Followers only answer; they ask nothing of others.")},
    {"followers.2", QT_TRANSLATE_NOOP("rules", "Followers 2"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "A follower whose election timer runs out becomes a candidate.")},
    {"candidates.1", QT_TRANSLATE_NOOP("rules", "Candidates 1"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "A new candidate enters the next term, votes for itself, restarts its election timer "
                                "and asks all others for their votes.")},
    {"candidates.2", QT_TRANSLATE_NOOP("rules", "Candidates 2"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "A candidate with the votes of a majority becomes leader.")},
    {"candidates.3", QT_TRANSLATE_NOOP("rules", "Candidates 3"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "A candidate that hears from the leader of its term becomes a follower.")},
    {"candidates.4", QT_TRANSLATE_NOOP("rules", "Candidates 4"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "A candidate whose election timer runs out starts a new election.")},
    {"leaders.1", QT_TRANSLATE_NOOP("rules", "Leaders 1"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "A leader sends heartbeats: at once when elected, and again whenever it is idle.")},
    {"leaders.2", QT_TRANSLATE_NOOP("rules", "Leaders 2"), "§5.3",
     QT_TRANSLATE_NOOP("rules", "A leader appends a client's command to its own log first.")},
    {"leaders.3", QT_TRANSLATE_NOOP("rules", "Leaders 3"), "§5.3",
     QT_TRANSLATE_NOOP("rules", "A follower that lacks entries is sent them from its nextIndex on.")},
    {"leaders.3.success", QT_TRANSLATE_NOOP("rules", "Leaders 3, success"), "§5.3",
     QT_TRANSLATE_NOOP("rules", "After a success nextIndex and matchIndex of that follower advance.")},
    {"leaders.3.failure", QT_TRANSLATE_NOOP("rules", "Leaders 3, failure"), "§5.3",
     QT_TRANSLATE_NOOP("rules", "After a refusal nextIndex of that follower goes back and the leader tries again.")},
    {"leaders.4", QT_TRANSLATE_NOOP("rules", "Leaders 4"), "§5.3, §5.4",
     QT_TRANSLATE_NOOP("rules", "An entry of the leader's own term that a majority holds is committed, and with it all "
                                "before it.")},
    {"election-restriction", QT_TRANSLATE_NOOP("rules", "Election restriction"), "§5.4.1",
     QT_TRANSLATE_NOOP("rules", "Of two logs the one whose last term is higher is more up to date; with equal last "
                                "terms, the longer one.")},
    {"first-come-first-served", QT_TRANSLATE_NOOP("rules", "One vote a term"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "A server votes for at most one candidate in a term, the first that asks.")},
    {"randomized-timeouts", QT_TRANSLATE_NOOP("rules", "Randomized timeouts"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "Election timeouts are drawn anew each time, so that split votes are rare and do not "
                                "last.")},
    {"election-timer", QT_TRANSLATE_NOOP("rules", "Election timer"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "Only word from the current leader, or granting a vote, restarts a follower's election "
                                "timer.")},
    {"late-replies", QT_TRANSLATE_NOOP("rules", "Late replies"), "§5.1, §5.5",
     QT_TRANSLATE_NOOP("rules", "A reply that came too late to mean anything is ignored.")},
    {"accelerated-back-off", QT_TRANSLATE_NOOP("rules", "Accelerated back-off"), "§5.3",
     QT_TRANSLATE_NOOP("rules", "A refusal tells where the logs may agree, so that nextIndex skips whole terms.")},
    {"no-op-entry", QT_TRANSLATE_NOOP("rules", "No-op entry"), "§8",
     QT_TRANSLATE_NOOP("rules", "A new leader appends an entry without effect, which commits all before it.")},
    {"redirect-clients", QT_TRANSLATE_NOOP("rules", "Clients ask the leader"), "§8",
     QT_TRANSLATE_NOOP("rules", "A server that does not lead refuses a command and names the leader it knows.")},
    {"answer-after-apply", QT_TRANSLATE_NOOP("rules", "Answer after apply"), "§5.3, Figure 2",
     QT_TRANSLATE_NOOP("rules", "A client is answered only after its command was applied.")},
    {"retry-forever", QT_TRANSLATE_NOOP("rules", "Retry for ever"), "§5.3, §5.5",
     QT_TRANSLATE_NOOP("rules", "A leader repeats AppendEntries until every follower holds every entry.")},
    {"restart-from-disk", QT_TRANSLATE_NOOP("rules", "Restart"), "Figure 2, §5.5",
     QT_TRANSLATE_NOOP("rules", "A restarted server is a follower that knows what its disk holds and nothing else.")},
    {"own-term-commit", QT_TRANSLATE_NOOP("rules", "Only entries of its own term"), "§5.4.2",
     QT_TRANSLATE_NOOP("rules", "A leader never concludes from counting copies that an entry of an older term is "
                                "committed.")},
    {"leader-stickiness", QT_TRANSLATE_NOOP("rules", "Leader stickiness"), "§6, D 4.2.3",
     QT_TRANSLATE_NOOP("rules", "Who has heard from a leader within the shortest election timeout ignores "
                                "RequestVote, so that servers that are cut off or removed depose no leader.")},
    {"pre-vote", QT_TRANSLATE_NOOP("rules", "PreVote"), "D 9.6",
     QT_TRANSLATE_NOOP("rules", "A server raises its term to campaign only after a majority has said that it would "
                                "vote for it; who hears from a leader says no.")},
    {"check-quorum", QT_TRANSLATE_NOOP("rules", "CheckQuorum"), "D 6.2",
     QT_TRANSLATE_NOOP("rules", "A leader that has not heard from a majority for an election timeout steps down, so "
                                "that its clients look for another.")},
    {"leadership-transfer", QT_TRANSLATE_NOOP("rules", "Leadership transfer"), "D 3.10",
     QT_TRANSLATE_NOOP("rules", "A leader that is to hand over takes no new commands, brings its successor up to date "
                                "and makes it campaign at once; after an election timeout it gives up.")},
    {"snapshot.take", QT_TRANSLATE_NOOP("rules", "Log compaction"), "§7",
     QT_TRANSLATE_NOOP("rules", "A server writes a snapshot of what it has applied, with the last index, its term and "
                                "the configuration, and discards the log up to there.")},
    {"snapshot.send", QT_TRANSLATE_NOOP("rules", "Sending a snapshot"), "§7",
     QT_TRANSLATE_NOOP("rules", "A follower that needs an entry which the leader has discarded is sent the leader's "
                                "snapshot, chunk by chunk.")},
    {"snapshot.known", QT_TRANSLATE_NOOP("rules", "A snapshot that tells nothing new"), "§7",
     QT_TRANSLATE_NOOP("rules", "A snapshot that covers no more than what the follower knows to be committed changes "
                                "nothing; the leader goes on behind it.")},
    {"install-snapshot.receiver.1", QT_TRANSLATE_NOOP("rules", "InstallSnapshot, receiver 1"), "Figure 13",
     QT_TRANSLATE_NOOP("rules", "A leader of an older term is refused.")},
    {"install-snapshot.receiver.2", QT_TRANSLATE_NOOP("rules", "InstallSnapshot, receiver 2"), "Figure 13",
     QT_TRANSLATE_NOOP("rules", "The first chunk begins a new snapshot file.")},
    {"install-snapshot.receiver.3", QT_TRANSLATE_NOOP("rules", "InstallSnapshot, receiver 3"), "Figure 13",
     QT_TRANSLATE_NOOP("rules", "A chunk is written at its offset, never behind a gap.")},
    {"install-snapshot.receiver.4", QT_TRANSLATE_NOOP("rules", "InstallSnapshot, receiver 4"), "Figure 13",
     QT_TRANSLATE_NOOP("rules", "Each chunk is answered; nothing else is done before the last one has come.")},
    {"install-snapshot.receiver.5", QT_TRANSLATE_NOOP("rules", "InstallSnapshot, receiver 5"), "Figure 13",
     QT_TRANSLATE_NOOP("rules", "The whole snapshot is saved, and takes the place of any that covers less.")},
    {"install-snapshot.receiver.6", QT_TRANSLATE_NOOP("rules", "InstallSnapshot, receiver 6"), "Figure 13",
     QT_TRANSLATE_NOOP("rules", "If the log holds the snapshot's last entry, what follows it stays.")},
    {"install-snapshot.receiver.7", QT_TRANSLATE_NOOP("rules", "InstallSnapshot, receiver 7"), "Figure 13",
     QT_TRANSLATE_NOOP("rules", "Otherwise the whole log is discarded.")},
    {"install-snapshot.receiver.8", QT_TRANSLATE_NOOP("rules", "InstallSnapshot, receiver 8"), "Figure 13",
     QT_TRANSLATE_NOOP("rules", "The state machine becomes what the snapshot says, and the configuration is taken from "
                                "it.")},
    {"read-index", QT_TRANSLATE_NOOP("rules", "ReadIndex"), "§8, D 6.4",
     QT_TRANSLATE_NOOP("rules",
                       "A leader answers a read without a log entry once it has committed an entry of its term, "
                       "a majority has confirmed that it leads still, and what was committed when it was asked "
                       "is applied.")},
    {"read-index.followers", QT_TRANSLATE_NOOP("rules", "Reads at followers"), "D 6.4",
     QT_TRANSLATE_NOOP("rules",
                       "A follower asks the leader from which index on it may answer a read, and waits until it "
                       "has applied that.")},
    {"read-index.lease", QT_TRANSLATE_NOOP("rules", "Reads by lease"), "D 6.4.1",
     QT_TRANSLATE_NOOP("rules", "A leader answers reads at once for a little less than an election timeout from the "
                                "beginning of the last round of heartbeats that a majority answered.")},
    {"clients.sessions", QT_TRANSLATE_NOOP("rules", "Client sessions"), "§8, D 6.3",
     QT_TRANSLATE_NOOP("rules", "A client opens a session, whose number is the index of the entry that opens it, and "
                                "numbers its commands in it.")},
    {"clients.retry", QT_TRANSLATE_NOOP("rules", "Clients ask again"), "§8",
     QT_TRANSLATE_NOOP("rules",
                       "A client that gets no answer sends the same command with the same number again, to the "
                       "leader that it was told of, or to any server.")},
    {"clients.exactly-once", QT_TRANSLATE_NOOP("rules", "Exactly once"), "§8, D 6.3",
     QT_TRANSLATE_NOOP("rules",
                       "A command whose number was executed already is not executed again; its client gets the "
                       "stored answer.")},
    {"clients.monotonic", QT_TRANSLATE_NOOP("rules", "Time never goes back"), "D 6.4.1",
     QT_TRANSLATE_NOOP("rules", "A client tells the highest index that it has seen an answer from, and a server that "
                                "has not applied so much lets its read wait.")},
    {"membership.joint", QT_TRANSLATE_NOOP("rules", "Joint consensus"), "§6",
     QT_TRANSLATE_NOOP("rules", "In the joint configuration elections and commitment need a majority of the old voters "
                                "and one of the new; once it is committed, the new one follows.")},
    {"membership.in-force", QT_TRANSLATE_NOOP("rules", "Configuration in force"), "§6",
     QT_TRANSLATE_NOOP("rules",
                       "The latest configuration in a server's log is in force there, committed or not; when its "
                       "entry is deleted, the one before it is again.")},
    {"membership.one-at-a-time", QT_TRANSLATE_NOOP("rules", "One change at a time"), "§6, D 4.1",
     QT_TRANSLATE_NOOP("rules", "A leader begins a change only when the one before is committed, and one by single "
                                "servers only after it has committed an entry of its own term.")},
    {"membership.catch-up", QT_TRANSLATE_NOOP("rules", "Catching up"), "§6, D 4.2.1",
     QT_TRANSLATE_NOOP("rules",
                       "New servers do not vote before they hold the log: they catch up in rounds, until a round "
                       "is shorter than an election timeout.")},
    {"membership.leader-leaves", QT_TRANSLATE_NOOP("rules", "A leader that leaves"), "§6",
     QT_TRANSLATE_NOOP("rules",
                       "A leader that is not in the new configuration does not count itself, and ceases to lead "
                       "once it is committed.")},
    {"pipelining", QT_TRANSLATE_NOOP("rules", "Pipelining"), "D 10.2.2",
     QT_TRANSLATE_NOOP("rules",
                       "To a follower whose log agrees a leader sends more before the answer has come, up to a window; "
                       "after a refusal it goes back and sends one message at a time until one succeeds.")},
    {"batching", QT_TRANSLATE_NOOP("rules", "Batching"), "D 10.2.2",
     QT_TRANSLATE_NOOP("rules", "Entries that have gathered travel in one message, and what gathers while the disk is "
                                "writing shares the next write.")},
    {"parallel-writes", QT_TRANSLATE_NOOP("rules", "Writing to the leader's disk in parallel"), "D 10.2.1",
     QT_TRANSLATE_NOOP("rules", "A leader may send entries while its own disk is still writing them; it counts itself "
                                "only once they are durable.")},
    {"flow-control", QT_TRANSLATE_NOOP("rules", "Flow control"), "D 10.2",
     QT_TRANSLATE_NOOP("rules",
                       "A leader that has too many entries of its term uncommitted takes no more commands, and "
                       "sends no more to a follower to which too much is under way.")},
    {"membership.when-applied", QT_TRANSLATE_NOOP("rules", "Configuration in force when applied"), "D 4.1",
     QT_TRANSLATE_NOOP("rules",
                       "A configuration is in force on a server when its entry is applied there, and no change "
                       "begins while one is not applied.")},
    {"election-priority", QT_TRANSLATE_NOOP("rules", "Election priority"), "D 3.10",
     QT_TRANSLATE_NOOP("rules", "A server whose election timer runs out leaves the election to voters of higher "
                                "priority; each timeout without a leader lowers the priority that it waits for.")},
}};

} // namespace

const RuleText& ruleText(Rule rule) { return kCatalogue[static_cast<std::size_t>(rule)]; }

Expected<Rule> ruleNamed(std::string_view id) {
    for (std::size_t i = 0; i < kRules; ++i) {
        if (id == kCatalogue[i].id)
            return static_cast<Rule>(i);
    }
    return failure("rule", {QT_TRANSLATE_NOOP("core", "unknown rule \"%1\""), {std::string(id)}});
}

} // namespace raft
