// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Explain.h"

#include "raftcore/explain/Phrases.h"

#include <algorithm>

// Choosing, among all that an event did, what it is told as; and the names in its sentences.

namespace raft {

namespace explaining {

Teller::Teller(const Event& event_, const Cluster& after_) : event(event_), after(after_) {
    const ServerId server = event.record.server;
    if (server != 0)
        self = after.nameOf(server);
    if (event.client != 0)
        self = after.nameOf(clientParty(event.client));
    if (!event.message)
        return;
    const Message& message = *event.message->message;
    peer = after.nameOf(message.from == server ? message.to : message.from);
}

std::string Teller::entry(Index index) const {
    const Log& log = state().persistent.log;
    if (!log.has(index))
        return {};
    return log.at(index).configuration() ? "configuration" : quoted(log.at(index).command());
}

std::string Teller::command() const {
    if (event.message) {
        if (const auto* request = std::get_if<ClientRequest>(&event.message->message->body))
            return quoted(request->command.get());
    }
    return event.requests.empty() ? std::string() : quoted(event.requests.front().command.get());
}

std::string Teller::names(const ServerSet& servers) const {
    constexpr std::size_t kShown = 6;
    const std::size_t count = servers.size();
    std::string text;
    std::size_t position = 0;
    for (const ServerId id : servers) {
        ++position;
        if (count > kShown && position >= kShown && position < count)
            continue;
        text += text.empty() ? "" : (count > kShown && position == count ? ", …, " : ", ");
        text += after.nameOf(id);
    }
    return count > kShown ? text + " (" + number(std::uint64_t{count}) + ")" : text;
}

ServerSet Teller::receivers() const {
    ServerSet servers;
    for (const InFlight& message : event.sent) {
        if (!isClientParty(message.message->to))
            servers.insert(message.message->to);
    }
    return servers;
}

bool Teller::sentHeartbeatsAlone() const {
    return std::all_of(event.sent.begin(), event.sent.end(),
                       [](const InFlight& message) { return message.message->isHeartbeat(); });
}

std::string Teller::messageKind() const {
    return event.message ? messageKindName(event.message->message->kind()) : std::string();
}

std::string quoted(const Command* command) { return command ? "“" + command->text() + "”" : std::string("no-op"); }

// NOLINTNEXTLINE(readability-function-size): a table, a line for each reason
Phrase phraseOf(const Because& because, const Teller& teller) {
    const Values& values = because.values;
    switch (because.reason) {
    // clang-format off
    case Reason::termAdopted: return termAdopted(teller, values);
    case Reason::leaderSteppedDown: return leaderSteppedDown(teller, values);
    case Reason::candidateGaveUp: return candidateGaveUp(teller, values);
    case Reason::candidateFoundLeader: return candidateFoundLeader(teller, values);
    case Reason::electionStarted: return electionStarted(teller, values);
    case Reason::electionRestarted: return electionRestarted(teller, values);
    case Reason::votesRequested: return votesRequested(teller, values);
    case Reason::voteRefusedOldTerm: return voteRefusedOldTerm(teller, values);
    case Reason::voteRefusedGiven: return voteRefusedGiven(teller, values);
    case Reason::voteRefusedLog: return voteRefusedLog(teller, values);
    case Reason::voteGranted: return voteGranted(teller, values);
    case Reason::voteGrantedAgain: return voteGrantedAgain(teller, values);
    case Reason::voteReceived: return voteReceived(teller, values);
    case Reason::voteDenied: return voteDenied(teller, values);
    case Reason::electionWon: return electionWon(teller, values);
    case Reason::noOpAppended: return noOpAppended(teller, values);
    case Reason::appendRefusedOldTerm: return appendRefusedOldTerm(teller, values);
    case Reason::secondLeader: return secondLeader(teller, values);
    case Reason::appendRefusedMissing: return appendRefusedMissing(teller, values);
    case Reason::appendRefusedTerm: return appendRefusedTerm(teller, values);
    case Reason::conflictNamed: return conflictNamed(teller, values);
    case Reason::logsAgree: return logsAgree(teller, values);
    case Reason::entriesDeleted: return entriesDeleted(teller, values);
    case Reason::entriesAppended: return entriesAppended(teller, values);
    case Reason::entriesKnown: return entriesKnown(teller, values);
    case Reason::commitFollowed: return commitFollowed(teller, values);
    case Reason::leaderHeard: return leaderHeard(teller, values);
    case Reason::replyLate: return replyLate(teller, values);
    case Reason::voteReplyUnneeded: return voteReplyUnneeded(teller, values);
    case Reason::refusalOutdated: return refusalOutdated(teller, values);
    case Reason::matchAdvanced: return matchAdvanced(teller, values);
    case Reason::matchConfirmed: return matchConfirmed(teller, values);
    case Reason::nextSteppedBack: return nextSteppedBack(teller, values);
    case Reason::nextSkippedBack: return nextSkippedBack(teller, values);
    case Reason::commitAdvanced: return commitAdvanced(teller, values);
    case Reason::commitHeldBack: return commitHeldBack(teller, values);
    case Reason::heartbeatsSent: return heartbeatsSent(teller, values);
    case Reason::entriesSent: return entriesSent(teller, values);
    case Reason::entriesRepeated: return entriesRepeated(teller, values);
    case Reason::commandAppended: return commandAppended(teller, values);
    case Reason::commandRefused: return commandRefused(teller, values);
    case Reason::entriesApplied: return entriesApplied(teller, values);
    case Reason::stateWritten: return stateWritten(teller, values);
    case Reason::restarted: return restarted(teller, values);
    case Reason::timeoutWithoutEffect: return timeoutWithoutEffect(teller, values);
    case Reason::heartbeatWithoutEffect: return heartbeatWithoutEffect(teller, values);
    case Reason::voteHeldOff: return voteHeldOff(teller, values);
    case Reason::preVoteStarted: return preVoteStarted(teller, values);
    case Reason::preVoteGranted: return preVoteGranted(teller, values);
    case Reason::preVoteRefusedTerm: return preVoteRefusedTerm(teller, values);
    case Reason::preVoteRefusedGiven: return preVoteRefusedGiven(teller, values);
    case Reason::preVoteRefusedLog: return preVoteRefusedLog(teller, values);
    case Reason::preVoteRefusedLeader: return preVoteRefusedLeader(teller, values);
    case Reason::preVoteReceived: return preVoteReceived(teller, values);
    case Reason::preVoteDenied: return preVoteDenied(teller, values);
    case Reason::electionAfterPreVote: return electionAfterPreVote(teller, values);
    case Reason::quorumLost: return quorumLost(teller, values);
    case Reason::transferStarted: return transferStarted(teller, values);
    case Reason::transferSent: return transferSent(teller, values);
    case Reason::transferGivenUp: return transferGivenUp(teller, values);
    case Reason::electionTransferred: return electionTransferred(teller, values);
    case Reason::timeoutNowOutdated: return timeoutNowOutdated(teller, values);
    case Reason::timeoutNowIgnored: return timeoutNowIgnored(teller, values);
    case Reason::commandHeldBack: return commandHeldBack(teller, values);
    case Reason::snapshotTaken: return snapshotTaken(teller, values);
    case Reason::snapshotRefusedOldTerm: return snapshotRefusedOldTerm(teller, values);
    case Reason::snapshotKnown: return snapshotKnown(teller, values);
    case Reason::chunkStored: return chunkStored(teller, values);
    case Reason::chunkMisplaced: return chunkMisplaced(teller, values);
    case Reason::snapshotInstalled: return snapshotInstalled(teller, values);
    case Reason::suffixKept: return suffixKept(teller, values);
    case Reason::logDiscarded: return logDiscarded(teller, values);
    case Reason::snapshotApplied: return snapshotApplied(teller, values);
    case Reason::chunkSent: return chunkSent(teller, values);
    case Reason::snapshotAccepted: return snapshotAccepted(teller, values);
    case Reason::chunkReplyOutdated: return chunkReplyOutdated(teller, values);
    case Reason::readByLease: return readByLease(teller, values);
    case Reason::readRefused: return readRefused(teller, values);
    case Reason::readForwarded: return readForwarded(teller, values);
    case Reason::readKnown: return readKnown(teller, values);
    case Reason::readIndexLearned: return readIndexLearned(teller, values);
    case Reason::readAwaitsCommit: return readAwaitsCommit(teller, values);
    case Reason::readIndexNoted: return readIndexNoted(teller, values);
    case Reason::roundBegun: return roundBegun(teller, values);
    case Reason::roundConfirmed: return roundConfirmed(teller, values);
    case Reason::readAnswered: return readAnswered(teller, values);
    case Reason::readIndexTold: return readIndexTold(teller, values);
    case Reason::readsFailed: return readsFailed(teller, values);
    case Reason::voteHeldAfterRestart: return voteHeldAfterRestart(teller, values);
    case Reason::clientAsks: return clientAsks(teller, values);
    case Reason::clientRetries: return clientRetries(teller, values);
    case Reason::clientEnqueues: return clientEnqueues(teller, values);
    case Reason::commandKnown: return commandKnown(teller, values);
    case Reason::clientAnswered: return clientAnswered(teller, values);
    case Reason::clientRefused: return clientRefused(teller, values);
    case Reason::clientExpired: return clientExpired(teller, values);
    case Reason::clientIgnores: return clientIgnores(teller, values);
    case Reason::requestKnown: return requestKnown(teller, values);
    case Reason::readBehind: return readBehind(teller, values);
    case Reason::changeRefused: return changeRefused(teller, values);
    case Reason::catchUpBegan: return catchUpBegan(teller, values);
    case Reason::catchUpDone: return catchUpDone(teller, values);
    case Reason::catchUpGivenUp: return catchUpGivenUp(teller, values);
    case Reason::configurationAppended: return configurationAppended(teller, values);
    case Reason::configurationAdopted: return configurationAdopted(teller, values);
    case Reason::configurationRolledBack: return configurationRolledBack(teller, values);
    case Reason::leaderRemoved: return leaderRemoved(teller, values);
    case Reason::commandWithoutRoom: return commandWithoutRoom(teller, values);
    case Reason::entriesWithoutRoom: return entriesWithoutRoom(teller, values);
    case Reason::snapshotWithoutRoom: return snapshotWithoutRoom(teller, values);
    case Reason::answerOfEarlierLife: return answerOfEarlierLife(teller, values);
    case Reason::pipelineOpened: return pipelineOpened(teller, values);
    case Reason::pipelineBroken: return pipelineBroken(teller, values);
    case Reason::sentAhead: return sentAhead(teller, values);
    case Reason::writeGathered: return writeGathered(teller, values);
    case Reason::commandRefusedFull: return commandRefusedFull(teller, values);
    case Reason::configurationProposed: return configurationProposed(teller, values);
    case Reason::configurationAwaited: return configurationAwaited(teller, values);
    case Reason::configurationEnforced: return configurationEnforced(teller, values);
    case Reason::configurationDropped: return configurationDropped(teller, values);
    case Reason::removedHelps: return removedHelps(teller, values);
    case Reason::electionLeftToOthers: return electionLeftToOthers(teller, values);
    case Reason::peerWithoutRoom: return peerWithoutRoom(teller, values);
        // clang-format on
    }
    return {};
}

} // namespace explaining

namespace {

using explaining::Phrase;
using explaining::Teller;

/// How much a reason says about its event: the weightiest one is what the event is told as.
// NOLINTNEXTLINE(readability-function-size): a table, a line for each reason
int weightOf(Reason reason, const Event& event) {
    switch (reason) {
    case Reason::electionWon:
        return 100;
    case Reason::electionStarted:
    case Reason::electionRestarted:
    case Reason::electionAfterPreVote:
    case Reason::electionTransferred:
    case Reason::transferStarted:
    case Reason::transferGivenUp:
    case Reason::snapshotTaken:
    case Reason::snapshotInstalled:
    case Reason::leaderRemoved:
    case Reason::changeRefused:
    case Reason::catchUpGivenUp:
    case Reason::leaderSteppedDown:
    case Reason::quorumLost:
        return 90;
    case Reason::readByLease:
    case Reason::readRefused:
    case Reason::readForwarded:
    case Reason::readAwaitsCommit:
    case Reason::readIndexNoted:
    case Reason::preVoteStarted:
    case Reason::commandAppended:
    case Reason::commandRefused:
    case Reason::commandHeldBack:
    case Reason::commandWithoutRoom:
    case Reason::entriesWithoutRoom:
    case Reason::snapshotWithoutRoom:
    case Reason::commandRefusedFull:
    case Reason::electionLeftToOthers:
    case Reason::transferSent:
    case Reason::timeoutNowOutdated:
    case Reason::timeoutNowIgnored:
    case Reason::restarted:
    case Reason::candidateFoundLeader:
        return 80;
    case Reason::clientAsks:
    case Reason::clientRetries:
    case Reason::clientAnswered:
    case Reason::clientRefused:
    case Reason::clientExpired:
    case Reason::readBehind:
    case Reason::clientEnqueues:
    case Reason::configurationAppended:
    case Reason::configurationRolledBack:
    case Reason::configurationProposed:
    case Reason::configurationEnforced:
    case Reason::configurationDropped:
        return 85;
    case Reason::voteRefusedOldTerm:
    case Reason::voteRefusedGiven:
    case Reason::voteRefusedLog:
    case Reason::voteHeldOff:
    case Reason::preVoteGranted:
    case Reason::preVoteRefusedTerm:
    case Reason::preVoteRefusedGiven:
    case Reason::preVoteRefusedLog:
    case Reason::preVoteRefusedLeader:
    case Reason::preVoteReceived:
    case Reason::preVoteDenied:
    case Reason::voteGranted:
    case Reason::voteGrantedAgain:
    case Reason::voteReceived:
    case Reason::voteDenied:
    case Reason::appendRefusedOldTerm:
    case Reason::appendRefusedMissing:
    case Reason::appendRefusedTerm:
    case Reason::secondLeader:
    case Reason::entriesDeleted:
    case Reason::snapshotRefusedOldTerm:
    case Reason::snapshotKnown:
    case Reason::chunkMisplaced:
    case Reason::chunkStored:
    case Reason::snapshotAccepted:
    case Reason::voteHeldAfterRestart:
    case Reason::commandKnown:
    case Reason::catchUpBegan:
    case Reason::catchUpDone:
    case Reason::configurationAdopted:
    case Reason::configurationAwaited:
    case Reason::readIndexLearned:
    case Reason::readAnswered:
    case Reason::readIndexTold:
        return 70;
    case Reason::commitAdvanced:
    case Reason::commitHeldBack:
    case Reason::entriesApplied:
        return 60;
    case Reason::snapshotApplied:
        return 65;
    case Reason::logsAgree:
        // A heartbeat is told by what it brought, if it brought anything.
        return event.message && event.message->message->isHeartbeat() ? 30 : 50;
    case Reason::matchAdvanced:
    case Reason::peerWithoutRoom:
    case Reason::nextSteppedBack:
    case Reason::nextSkippedBack:
    case Reason::pipelineBroken:
    case Reason::candidateGaveUp:
    case Reason::chunkSent:
    case Reason::roundConfirmed:
        return 50;
    case Reason::commitFollowed:
        return 45;
    case Reason::termAdopted:
    case Reason::leaderHeard:
    case Reason::heartbeatsSent:
    case Reason::stateWritten:
        return 40;
    case Reason::noOpAppended:
    case Reason::entriesAppended:
    case Reason::entriesKnown:
    case Reason::replyLate:
    case Reason::answerOfEarlierLife:
    case Reason::voteReplyUnneeded:
    case Reason::refusalOutdated:
    case Reason::chunkReplyOutdated:
    case Reason::readKnown:
    case Reason::requestKnown:
    case Reason::clientIgnores:
    case Reason::readsFailed:
    case Reason::suffixKept:
    case Reason::logDiscarded:
    case Reason::matchConfirmed:
    case Reason::timeoutWithoutEffect:
    case Reason::heartbeatWithoutEffect:
        return 20;
    case Reason::votesRequested:
    case Reason::conflictNamed:
    case Reason::entriesSent:
    case Reason::entriesRepeated:
    case Reason::roundBegun:
    case Reason::pipelineOpened:
    case Reason::removedHelps:
    case Reason::sentAhead:
    case Reason::writeGathered:
        return 10;
    }
    return 0;
}

/// The weightiest reason, the first of equals; null when there is none.
const Because* mainReason(const Event& event) {
    return std::max_element(event.reasons.begin(), event.reasons.end(), [&event](const Because& a, const Because& b) {
        return weightOf(a.reason, event) < weightOf(b.reason, event);
    });
}

Phrase mainPhrase(const Teller& teller) {
    if (auto acted = explaining::actionPhrase(teller))
        return std::move(*acted);
    if (teller.event.reasons.size() > 0)
        return explaining::phraseOf(*mainReason(teller.event), teller);
    return explaining::eventPhrase(teller);
}

/// True when the event's sentence says already what became of the request.
bool isTold(const Request& request) { return request.status == RequestStatus::refused; }

} // namespace

std::string ChangeText::english() const { return what.english() + " " + from.english() + " → " + to.english(); }

Explanation explain(const Event& event, const Cluster& after) {
    const Teller teller(event, after);
    Explanation explanation;
    explanation.sentence = mainPhrase(teller).sentence;
    const auto add = [&explanation](Text text) {
        auto& more = explanation.more;
        if (text != explanation.sentence && std::find(more.begin(), more.end(), text) == more.end())
            more.push_back(std::move(text));
    };
    for (const Because& because : event.reasons)
        add(explaining::phraseOf(because, teller).sentence);
    for (const Request& request : event.requests) {
        if (!isTold(request))
            add(outcome(request, after));
    }
    explaining::addCircumstances(teller, explanation.more);
    explanation.rules = event.rules();
    for (const Change& change : event.changes)
        explanation.changes.push_back(explaining::changeText(change, after));
    return explanation;
}

Text explainBriefly(const Event& event, const Cluster& after) { return mainPhrase(Teller(event, after)).sentence; }

Headline headline(const Event& event, const Cluster& after) {
    const Teller teller(event, after);
    return {teller.self, mainPhrase(teller).brief};
}

} // namespace raft
