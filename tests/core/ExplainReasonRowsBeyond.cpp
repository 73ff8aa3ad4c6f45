// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ExplainReasonRows.h"

// The words of the reasons beyond Figure 2: PreVote, CheckQuorum, transfer, snapshots, reads.

namespace raft {

const std::vector<ReasonRow>& reasonRowsBeyond() {
    static const std::vector<ReasonRow> rows{
        {Reason::preVoteStarted,
         {5, 3},
         "S2 asks whether it could win an election in term 5, and stays in term 4: its election timer ran out without "
         "word "
         "from a leader; yeses needed, its own among them: 3.",
         "asks whether it could win term 5"},
        {Reason::preVoteGranted,
         {5},
         "S2 would vote for S1 in term 5: it hears from no leader, and S1's log is at least as up to date as its own. "
         "It "
         "changes nothing.",
         "would vote for S1"},
        {Reason::preVoteRefusedTerm,
         {3, 4},
         "S2 would not vote for S1, which asks for term 3: S2 is in term 4.",
         "says no to S1: it is in term 4"},
        {Reason::preVoteRefusedGiven,
         {5, 4},
         "S2 would not vote for S1: in term 4 it has voted for S5.",
         "says no to S1: voted for S5"},
        {Reason::preVoteRefusedGiven,
         {2, 4},
         "S2 would not vote for S1: in term 4 it has voted for itself.",
         "says no to S1: voted for itself"},
        {Reason::preVoteRefusedLog,
         {1, 9, 2, 4},
         "S2 would not vote for S1: S1's log ends with term 1, its own with the higher term 2.",
         "says no to S1: its own log is more up to date"},
        {Reason::preVoteRefusedLog,
         {2, 3, 2, 4},
         "S2 would not vote for S1: both logs end with term 2, but S1's at index 3 and its own at index 4.",
         "says no to S1: its own log is more up to date"},
        {Reason::preVoteRefusedLeader,
         {5, 3, 12'500, 150'000},
         "S2 would not vote for S1 in term 5: it heard from the leader S3 12.5 ms ago, less than the shortest election "
         "timeout, 150 ms.",
         "says no to S1: it hears from S3"},
        {Reason::preVoteRefusedLeader,
         {5, 2, 0, 150'000},
         "S2 would not vote for S1 in term 5: it leads.",
         "says no to S1: it leads"},
        {Reason::preVoteReceived,
         {2, 3},
         "S2 learns that S1 would vote for it and has 2 of the 3 yeses that it needs.",
         "gets S1's yes, 2 of 3"},
        {Reason::preVoteDenied,
         {1, 3},
         "S2 learns that S1 would not vote for it and has 1 of the 3 yeses that it needs.",
         "gets S1's no, 1 of 3"},
        {Reason::electionAfterPreVote,
         {5, 3},
         "S2 starts an election in term 5 and votes for itself: a majority said that it would vote for it; votes "
         "needed: "
         "3.",
         "starts an election, term 5"},
        {Reason::quorumLost,
         {4, 150'000},
         "S2 ceases to lead term 4 and becomes a follower: for 150 ms it has not heard from a majority, which may have "
         "another leader by now.",
         "steps down: it hears no majority"},
        {Reason::transferStarted,
         {1, 4, 4},
         "S2 begins to hand its leadership over to S1, which holds all its entries, and takes no more commands.",
         "hands its leadership over to S1"},
        {Reason::transferStarted,
         {1, 2, 4},
         "S2 begins to hand its leadership over to S1 and takes no more commands; S1 is known to hold its entries up "
         "to "
         "index 2 of 4 and must catch up first.",
         "hands its leadership over to S1"},
        {Reason::transferSent,
         {1, 4},
         "S2 tells S1 to campaign at once: S1 holds all entries, up to index 4.",
         "tells S1 to campaign"},
        {Reason::transferGivenUp,
         {1, 150'000},
         "S2 gives up handing its leadership over to S1, goes on leading and takes commands again: S1 has not taken "
         "over "
         "within 150 ms.",
         "gives up handing over to S1"},
        {Reason::electionTransferred,
         {5, 3},
         "S2 starts an election in term 5 at once and votes for itself: the leader S1 hands its leadership over to it; "
         "votes needed: 3.",
         "starts an election for S1, term 5"},
        {Reason::timeoutNowOutdated,
         {3, 4},
         "S2 ignores S1's TimeoutNow: it is of term 3, and S2 is in term 4.",
         "ignores S1's late TimeoutNow"},
        {Reason::timeoutNowIgnored, {0}, "S2 ignores S1's TimeoutNow: it leads.", "ignores TimeoutNow: it leads"},
        {Reason::timeoutNowIgnored,
         {1},
         "S2 ignores S1's TimeoutNow: it does not vote.",
         "ignores TimeoutNow: it does not vote"},
        {Reason::commandHeldBack,
         {1},
         "S2 refuses a client's “set x 3”: it is handing its leadership over to S1.",
         "refuses “set x 3”: it is handing over to S1"},
        {Reason::timeoutNowIgnored,
         {2},
         "S2 ignores S1's TimeoutNow: it has not applied its snapshot yet.",
         "ignores TimeoutNow: its snapshot waits"},
        {Reason::timeoutWithoutEffect,
         {2},
         "S2 ignores the election timeout: it has not applied its snapshot yet.",
         "ignores the timeout: its snapshot waits"},
        {Reason::restarted,
         {2, 9, 7},
         "S2 restarts as a follower with what its disk holds: term 2, a snapshot up to index 7 and a log up to index "
         "9.",
         "restarts, term 2"},
        {Reason::snapshotTaken,
         {7, 2, 3, 40},
         "S2 takes a snapshot of its state machine, 40 bytes, up to index 7 of term 2, and discards the entries that "
         "it "
         "covers: 3.",
         "takes a snapshot up to index 7"},
        {Reason::snapshotRefusedOldTerm,
         {3, 4},
         "S2 refuses S1's InstallSnapshot: it is of term 3, and S2 is in term 4.",
         "refuses S1's snapshot: term 3 is over"},
        {Reason::snapshotKnown,
         {7, 8},
         "S2 needs nothing of S1's snapshot up to index 7: it knows all up to index 8 to be committed, and says that "
         "it "
         "matches.",
         "needs no snapshot up to index 7"},
        {Reason::chunkStored,
         {10, 20, 7},
         "S2 stores a chunk of S1's snapshot up to index 7 at offset 10, and now has the first 20 bytes of it.",
         "stores a chunk of S1's snapshot, offset 10"},
        {Reason::chunkMisplaced,
         {30, 20, 7},
         "S2 does not take a chunk of S1's snapshot up to index 7: it begins at offset 30, and S2 has the first 20 "
         "bytes "
         "of it.",
         "does not take a chunk at offset 30"},
        {Reason::snapshotInstalled,
         {7, 2, 40, 3},
         "S2 has the last chunk and installs S1's snapshot, 40 bytes: it stands for all entries up to index 7 of term "
         "2, "
         "which are committed.",
         "installs S1's snapshot up to index 7"},
        {Reason::suffixKept,
         {7, 9},
         "S2's log holds the snapshot's last entry, index 7, so it keeps what follows, up to index 9.",
         "keeps its log behind index 7"},
        {Reason::suffixKept,
         {7, 7},
         "S2's log ends with the snapshot's last entry, index 7, so nothing is lost.",
         "loses no entry"},
        {Reason::logDiscarded,
         {7, 4},
         "S2's log, which ended at index 4, does not hold the snapshot's last entry, index 7, so all of it is "
         "discarded.",
         "discards its whole log"},
        {Reason::snapshotApplied,
         {7},
         "S2 sets its state machine to what the snapshot up to index 7 says.",
         "applies its snapshot up to index 7"},
        {Reason::chunkSent,
         {1, 7, 20, 40},
         "S2 has discarded what S1 needs next and sends it its snapshot up to index 7, as far as byte 20 of 40.",
         "sends S1 its snapshot, byte 20 of 40"},
        {Reason::snapshotAccepted,
         {1, 7},
         "S2 learns that S1 has the snapshot up to index 7.",
         "learns that S1 has its snapshot"},
        {Reason::chunkReplyOutdated,
         {10, 20},
         "S2 ignores S1's answer to a chunk at offset 10: it waits for no answer to that one.",
         "ignores S1's late answer"},
    };
    return rows;
}

} // namespace raft
