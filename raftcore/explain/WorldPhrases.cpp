// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/explain/Phrases.h"

// Words for what happens around the servers: losses, waiting, clients without a leader, answers.

namespace raft::explaining {

namespace {

Phrase lossPhrase(const Teller& teller) {
    const Message& message = *teller.event.message->message;
    const std::vector<std::string> arguments{teller.name(message.from), teller.name(message.to), teller.messageKind()};
    switch (teller.event.loss) {
    case LossReason::cut:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1's %3 to %2 is lost: the link from %1 to %2 is cut."),
                      QT_TRANSLATE_NOOP("explain", "misses %1's %3: the link is cut"), arguments);
    case LossReason::blocked:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1's %3 to %2 is lost: such messages are blocked."),
                      QT_TRANSLATE_NOOP("explain", "misses %1's %3: it is blocked"), arguments);
    case LossReason::stopped:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1's %3 to %2 is lost: %2 is stopped."),
                      QT_TRANSLATE_NOOP("explain", "misses %1's %3: it is stopped"), arguments);
    case LossReason::dropped:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1's %3 to %2 is lost: it was dropped."),
                      QT_TRANSLATE_NOOP("explain", "misses %1's %3: it was dropped"), arguments);
    case LossReason::none:
    case LossReason::chance:
        break;
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1's %3 to %2 is lost: the link from %1 to %2 is lossy."),
                  QT_TRANSLATE_NOOP("explain", "misses %1's %3: the link is lossy"), arguments);
}

/// A command that reached no server: nobody leads, or the leader is paused.
Phrase unservedPhrase(const Teller& teller) {
    const std::string command = teller.command();
    if (teller.self.empty()) {
        return phrase(QT_TRANSLATE_NOOP("explain", "A client finds no leader for %1."),
                      QT_TRANSLATE_NOOP("explain", "no leader for %1"), {command});
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%2 does not take a client's %1: it is paused."),
                  QT_TRANSLATE_NOOP("explain", "does not take %1: it is paused"), {command, teller.self});
}

} // namespace

Phrase eventPhrase(const Teller& teller) {
    switch (teller.event.record.kind) {
    case EventKind::lose:
        return lossPhrase(teller);
    case EventKind::wait:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 is paused: %2's %3 waits until it resumes."),
                      QT_TRANSLATE_NOOP("explain", "is paused; %2's %3 waits"),
                      {teller.self, teller.peer, teller.messageKind()});
    case EventKind::client:
        return unservedPhrase(teller);
    case EventKind::deliver:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 receives %2's %3, from which nothing follows."),
                      QT_TRANSLATE_NOOP("explain", "receives %2's %3"),
                      {teller.self, teller.peer, teller.messageKind()});
    case EventKind::apply:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 has nothing to apply: all that is committed is applied."),
                      QT_TRANSLATE_NOOP("explain", "has nothing to apply"), {teller.self});
    case EventKind::persisted:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1 ends a write to disk."),
                      QT_TRANSLATE_NOOP("explain", "ends a write to disk"), {teller.self});
    case EventKind::timeout:
    case EventKind::heartbeat:
    case EventKind::limit:
        return phrase(QT_TRANSLATE_NOOP("explain", "%1's timer runs out, from which nothing follows."),
                      QT_TRANSLATE_NOOP("explain", "ignores a timer"), {teller.self});
    case EventKind::action:
        break;
    }
    return phrase(QT_TRANSLATE_NOOP("explain", "%1 is acted upon, from which nothing follows."),
                  QT_TRANSLATE_NOOP("explain", "is acted upon"), {teller.self});
}

void addCircumstances(const Teller& teller, std::vector<Text>& more) {
    const Event& event = teller.event;
    if (event.record.kind == EventKind::persisted && !event.sent.empty()) {
        more.emplace_back(QT_TRANSLATE_NOOP("explain", "What waited for the write leaves now, to %1."),
                          std::vector<std::string>{teller.names(teller.receivers())});
    }
    if (event.action && std::holds_alternative<action::Deliver>(*event.action)) {
        more.emplace_back(QT_TRANSLATE_NOOP("explain", "%1's %2 was delivered by hand."),
                          std::vector<std::string>{teller.peer, teller.messageKind()});
    }
}

} // namespace raft::explaining

namespace raft {

Text outcome(const Request& request, const Cluster& cluster) {
    const std::string server = request.server == 0 ? std::string() : cluster.nameOf(request.server);
    const std::vector<std::string> arguments{explaining::quoted(request.command.get()),
                                             server,
                                             request.result.value,
                                             request.command->key,
                                             request.hint == 0 ? std::string() : cluster.nameOf(request.hint),
                                             number(request.client)};
    if (request.result.kind == ResultKind::expired)
        return {QT_TRANSLATE_NOOP("explain", "%2 knows no such session, or only later commands of it: nobody can say "
                                             "whether %1 was executed."),
                arguments};
    switch (request.status) {
    case RequestStatus::waiting:
        if (request.client != 0)
            return {QT_TRANSLATE_NOOP("explain", "C%6 waits for the answer to %1."), arguments};
        if (request.read)
            return {QT_TRANSLATE_NOOP("explain", "The client waits until %2 may answer %1."), arguments};
        return {QT_TRANSLATE_NOOP("explain", "The client waits until %2 has applied %1."), arguments};
    case RequestStatus::refused:
        if (request.server == 0)
            return {QT_TRANSLATE_NOOP("explain", "The client's %1 is not taken: no server leads."), arguments};
        if (request.hint == 0)
            return {QT_TRANSLATE_NOOP("explain", "%2 refuses %1: it knows no leader."), arguments};
        if (request.hint == request.server && cluster.findHost(request.server)->diskState == DiskState::full)
            return {QT_TRANSLATE_NOOP("explain", "%2 refuses %1: its disk is full."), arguments};
        if (request.hint == request.server)
            return {QT_TRANSLATE_NOOP("explain", "%2 refuses %1: it is handing its leadership over."), arguments};
        return {QT_TRANSLATE_NOOP("explain", "%2 refuses %1: the leader is %5."), arguments};
    case RequestStatus::unknown:
        if (request.read)
            return {QT_TRANSLATE_NOOP("explain", "%2 gives no answer to %1: it stopped, or the leader changed, before "
                                                 "it knew that it might."),
                    arguments};
        return {QT_TRANSLATE_NOOP("explain", "The client cannot know what becomes of %1: %2 stopped or ceased to lead "
                                             "before the answer."),
                arguments};
    case RequestStatus::answered:
        break;
    }
    switch (request.result.kind) {
    case ResultKind::value:
        return {QT_TRANSLATE_NOOP("explain", "%2 answers %1: %4 is %3."), arguments};
    case ResultKind::absent:
        return {QT_TRANSLATE_NOOP("explain", "%2 answers %1: %4 has no value."), arguments};
    case ResultKind::mismatch:
        return {QT_TRANSLATE_NOOP("explain", "%2 answers %1: not done, %4 is %3."), arguments};
    case ResultKind::opened:
        return {QT_TRANSLATE_NOOP("explain", "%2 opens session %3 for C%6."), arguments};
    case ResultKind::expired:
    case ResultKind::done:
        break;
    }
    return {QT_TRANSLATE_NOOP("explain", "%2 answers %1: done."), arguments};
}

} // namespace raft
