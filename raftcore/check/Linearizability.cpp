// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Linearizability.h"

#include "raftcore/check/OrderSearch.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

// From a history of requests to operations on single keys, and to the first answer that cannot be explained.

namespace raft {

namespace {

/// An operation with an answer: as its client saw it, and as it stood before the answer came.
struct Answered {
    Operation known;
    Operation open;
};

/// The history of one key.
struct KeyHistory {
    std::vector<Answered> answered;
    std::vector<Operation> open;
    std::map<std::string, ValueNumber> values;

    ValueNumber numberOf(const std::string& value) {
        return values.try_emplace(value, static_cast<ValueNumber>(values.size() + 1)).first->second;
    }
};

/// What the command does when nothing is known of its result.
void describe(const Command& command, KeyHistory& history, Operation& operation) {
    operation.writes = command.kind != CommandKind::get;
    if (command.kind == CommandKind::set || command.kind == CommandKind::compareAndSet)
        operation.left = history.numberOf(command.value);
    if (command.kind == CommandKind::del)
        operation.finds = Found::present;
    if (command.kind == CommandKind::compareAndSet) {
        operation.finds = Found::value;
        operation.found = history.numberOf(command.expected);
    }
}

/// What the answer tells beyond that.
void describeAnswer(const Command& command, const Result& result, KeyHistory& history, Operation& operation) {
    const bool isCompare = command.kind == CommandKind::compareAndSet;
    switch (result.kind) {
    case ResultKind::done:
        if (command.kind == CommandKind::get)
            operation.finds = Found::impossible;
        break;
    case ResultKind::absent:
        operation.finds = command.kind == CommandKind::set ? Found::impossible : Found::value;
        operation.found = kAbsent;
        operation.writes = false;
        break;
    case ResultKind::value:
    case ResultKind::mismatch: {
        const auto wanted = isCompare ? ResultKind::mismatch : ResultKind::value;
        const bool possible = (isCompare && result.value != command.expected) || command.kind == CommandKind::get;
        operation.finds = possible && result.kind == wanted ? Found::value : Found::impossible;
        operation.found = history.numberOf(result.value);
        operation.writes = false;
        break;
    }
    case ResultKind::opened:
    case ResultKind::expired:
        operation.finds = Found::impossible;
        break;
    }
    if (operation.finds == Found::value && operation.found == operation.left)
        operation.writes = false;
}

void addEarlier(const Command& command, KeyHistory& history) {
    Operation operation;
    describe(command, history, operation);
    history.open.push_back(operation);
}

void addRequest(const Request& request, KeyHistory& history) {
    Operation operation;
    operation.request = request.id;
    operation.submitted = request.submitted;
    operation.answered = request.ended;
    describe(*request.command, history, operation);
    if (request.status == RequestStatus::answered) {
        Answered answered{operation, operation};
        describeAnswer(*request.command, request.result, history, answered.known);
        history.answered.push_back(answered);
    } else {
        history.open.push_back(operation);
    }
}

bool concernsKey(const Command& command) {
    return command.kind != CommandKind::noOp && command.kind != CommandKind::openSession;
}

/// The answer of a request, as part of a sentence about it.
Text textOf(const Request& request) {
    const std::string id = number(request.id);
    const std::string command = request.command->text();
    switch (request.result.kind) {
    case ResultKind::done:
        return {QT_TRANSLATE_NOOP("core", "No order of the requests for %1 explains that request %2, %3, was done"),
                {request.command->key, id, command}};
    case ResultKind::absent:
        return {
            QT_TRANSLATE_NOOP("core", "No order of the requests for %1 explains that request %2, %3, found no value"),
            {request.command->key, id, command}};
    case ResultKind::value:
    case ResultKind::mismatch:
    case ResultKind::opened:
    case ResultKind::expired:
        break;
    }
    return {QT_TRANSLATE_NOOP("core", "No order of the requests for %1 explains that request %2, %3, found %4"),
            {request.command->key, id, command, request.result.value}};
}

/// Checks the history of one key, and finds its first answer that no order explains.
class KeyCheck {
public:
    KeyCheck(const KeyHistory& history, SearchLimit limit)
        : history_(history)
        , limit_(limit)
        , byAnswer_(history.answered) {
        std::stable_sort(byAnswer_.begin(), byAnswer_.end(),
                         [](const Answered& a, const Answered& b) { return a.known.answered < b.known.answered; });
    }

    OrderSearch::Outcome run() { return search(byAnswer_.size(), nullptr); }

    /// Halves the answers until the first is found with which no order exists; one more answer never makes an order
    /// possible. There must be none with all of them.
    std::uint64_t firstUnexplained(std::vector<std::uint64_t>& order) {
        std::size_t low = 1;
        std::size_t high = byAnswer_.size();
        while (low < high) {
            const std::size_t middle = low + (high - low) / 2;
            if (search(middle, nullptr) == OrderSearch::Outcome::none) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        search(high - 1, &order);
        return byAnswer_[high - 1].known.request;
    }

private:
    /// The history up to the moment of answer number `count`, from 1: later answers are still open then.
    OrderSearch::Outcome search(std::size_t count, std::vector<std::uint64_t>* order) const {
        const Time now = count == byAnswer_.size() ? std::numeric_limits<Time>::max()
                         : count == 0              ? 0
                                                   : byAnswer_[count - 1].known.answered;
        std::vector<Operation> answered;
        std::vector<Operation> open;
        for (std::size_t i = 0; i < byAnswer_.size(); ++i)
            (i < count ? answered : open).push_back(i < count ? byAnswer_[i].known : byAnswer_[i].open);
        open.insert(open.end(), history_.open.begin(), history_.open.end());
        const auto later = [now](const Operation& operation) { return operation.submitted > now; };
        open.erase(std::remove_if(open.begin(), open.end(), later), open.end());
        for (auto* operations : {&answered, &open}) {
            std::stable_sort(operations->begin(), operations->end(),
                             [](const Operation& a, const Operation& b) { return a.submitted < b.submitted; });
        }
        OrderSearch search(answered, open);
        const auto outcome = search.run(limit_.deadEnds);
        if (order && outcome == OrderSearch::Outcome::found)
            *order = search.order();
        return outcome;
    }

    const KeyHistory& history_;
    SearchLimit limit_;
    std::vector<Answered> byAnswer_;
};

} // namespace

LinearizabilityResult checkLinearizability(const PersistentVector<Request>& requests,
                                           const std::vector<Command>& earlier, SearchLimit limit) {
    std::map<std::string, KeyHistory> histories;
    for (const Command& command : earlier) {
        if (concernsKey(command))
            addEarlier(command, histories[command.key]);
    }
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Request& request = requests[i];
        if (concernsKey(*request.command) && request.status != RequestStatus::refused)
            addRequest(request, histories[request.command->key]);
    }
    LinearizabilityResult result;
    for (const auto& [key, history] : histories) {
        KeyCheck check(history, limit);
        const auto outcome = check.run();
        if (outcome == OrderSearch::Outcome::none) {
            result.verdict = Verdict::violated;
            result.key = key;
            result.request = check.firstUnexplained(result.order);
            result.text = textOf(requests[static_cast<std::size_t>(result.request - 1)]);
            return result;
        }
        if (outcome == OrderSearch::Outcome::gaveUp && result.verdict == Verdict::linearizable) {
            result.verdict = Verdict::gaveUp;
            result.key = key;
            result.text = {QT_TRANSLATE_NOOP("core", "The requests for %1 leave too many orders to try them all"),
                           {key}};
        }
    }
    return result;
}

LinearizabilityResult checkLinearizability(const Cluster& cluster, SearchLimit limit) {
    // An entry that several servers start with takes effect once.
    std::map<std::pair<Index, Term>, Command> starting;
    for (const StartingServer& server : cluster.configuration().servers) {
        for (std::size_t i = 0; i < server.log.size(); ++i) {
            if (const Command* command = server.log[i].command())
                starting.try_emplace({i + 1, server.log[i].term}, *command);
        }
    }
    std::vector<Command> earlier;
    earlier.reserve(starting.size());
    for (const auto& [place, command] : starting)
        earlier.push_back(command);
    return checkLinearizability(cluster.requests(), earlier, limit);
}

} // namespace raft
