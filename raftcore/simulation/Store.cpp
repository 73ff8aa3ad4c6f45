// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Store.h"

#include "raftcore/values/Text.h"

#include <algorithm>
#include <charconv>
#include <optional>

// What each command does to the store.

namespace raft {

namespace {

std::uint64_t pairHash(const std::string& key, const std::string& value) {
    return Hasher().add(key).add(value).value();
}

std::uint64_t sessionHash(std::uint64_t id, const Session& session) {
    Hasher hasher;
    hasher.add(id).add(session.serial).add(session.firstOutstanding).add(session.used);
    for (const Answer& answer : session.answers)
        hasher.add(answer.serial).add(static_cast<std::uint64_t>(answer.result.kind)).add(answer.result.value.text());
    return hasher.value();
}

/// What stands between keys and sessions; no length begins with it.
constexpr char kSessionsMark = 's';

/// A word as its length, a colon, and its bytes.
std::string withLength(const std::string& word) { return number(std::uint64_t{word.size()}) + ":" + word; }

/// Takes the next word off the front; none when there is none.
std::optional<std::string> nextWord(std::string_view& bytes) {
    const std::size_t colon = bytes.find(':');
    std::size_t length = 0;
    if (colon == std::string_view::npos ||
        std::from_chars(bytes.data(), bytes.data() + colon, length).ptr != bytes.data() + colon)
        return {};
    bytes.remove_prefix(colon + 1);
    if (length > bytes.size())
        return {};
    std::string word(bytes.substr(0, length));
    bytes.remove_prefix(length);
    return word;
}

std::optional<std::uint64_t> nextNumber(std::string_view& bytes) {
    const auto word = nextWord(bytes);
    std::uint64_t value = 0;
    if (!word || std::from_chars(word->data(), word->data() + word->size(), value).ptr != word->data() + word->size())
        return {};
    return value;
}

std::optional<Answer> nextAnswer(std::string_view& bytes) {
    const auto serial = nextNumber(bytes);
    const auto kind = nextNumber(bytes);
    auto value = nextWord(bytes);
    if (!serial || !kind || *kind > static_cast<std::uint64_t>(ResultKind::expired) || !value)
        return {};
    return Answer{*serial, {static_cast<ResultKind>(*kind), std::move(*value)}};
}

} // namespace

std::string Store::toBytes() const {
    std::string bytes;
    keys_.forEach(
        [&bytes](const std::string& key, const std::string& value) { bytes += withLength(key) + withLength(value); });
    if (!sessions_.empty())
        bytes += kSessionsMark;
    sessions_.forEach([&bytes](std::uint64_t id, const Session& session) {
        for (const std::uint64_t value : {id, session.serial, session.firstOutstanding, std::uint64_t{session.used},
                                          std::uint64_t{session.answers.size()}})
            bytes += withLength(number(value));
        for (const Answer& answer : session.answers) {
            bytes += withLength(number(answer.serial));
            bytes += withLength(number(static_cast<std::uint64_t>(answer.result.kind)));
            bytes += withLength(answer.result.value);
        }
    });
    return bytes;
}

Store Store::fromBytes(std::string_view bytes) {
    Store store;
    while (!bytes.empty()) {
        if (bytes.front() == kSessionsMark)
            return store.takeSessions(bytes.substr(1)) ? store : Store();
        const auto key = nextWord(bytes);
        const auto value = nextWord(bytes);
        if (!key || !value)
            return {};
        store.put(*key, *value, store.find(*key));
    }
    return store;
}

bool Store::takeSessions(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto id = nextNumber(bytes);
        const auto serial = nextNumber(bytes);
        const auto firstOutstanding = nextNumber(bytes);
        const auto used = nextNumber(bytes);
        const auto answers = nextNumber(bytes);
        if (!id || !serial || !firstOutstanding || !used || !answers)
            return false;
        Session session{*serial, *firstOutstanding, {}, *used};
        for (std::uint64_t i = 0; i < *answers; ++i) {
            auto answer = nextAnswer(bytes);
            if (!answer)
                return false;
            session.answers.push_back(std::move(*answer));
        }
        setSession(*id, std::move(session));
    }
    return true;
}

const Result* Session::answerTo(std::uint64_t wanted) const {
    const auto found =
        std::lower_bound(answers.begin(), answers.end(), wanted,
                         [](const Answer& answer, std::uint64_t number) { return answer.serial < number; });
    return found != answers.end() && found->serial == wanted ? &found->result : nullptr;
}

bool Store::knows(const Command& command) const {
    const Session* session = command.session == 0 ? nullptr : sessions_.find(command.session);
    return session && (command.serial < session->firstOutstanding || session->answerTo(command.serial));
}

/// §8: the answers that a client of a session may still wait for are kept, so that a command which is sent again gets
/// its answer again.
Result Store::apply(const Command& command, Index index) {
    if (command.kind == CommandKind::openSession)
        return openSession(index);
    if (command.session == 0)
        return execute(command);
    const Session* found = sessions_.find(command.session);
    // The session may have ended, and the command with it or not: to execute it could be once too often. And of a
    // command whose client has the answer, the answer is not kept.
    if (!found || command.serial < found->firstOutstanding)
        return {ResultKind::expired, {}};
    Session session = *found;
    session.used = index;
    session.firstOutstanding = std::max(session.firstOutstanding, command.firstOutstanding);
    const auto firstKept =
        std::find_if(session.answers.begin(), session.answers.end(),
                     [&session](const Answer& answer) { return answer.serial >= session.firstOutstanding; });
    session.answers.erase(session.answers.begin(), firstKept);
    const Result* known = session.answerTo(command.serial);
    const Result result = known ? *known : execute(command);
    if (!known) {
        const auto place = std::find_if(session.answers.begin(), session.answers.end(),
                                        [&command](const Answer& answer) { return answer.serial > command.serial; });
        session.answers.insert(place, {command.serial, result});
        session.serial = std::max(session.serial, command.serial);
    }
    setSession(command.session, std::move(session));
    return result;
}

/// Dissertation, section 6.3: the session's number is the index of the entry that opened it. Which one ends for it
/// follows from the log alone, so it is the same on every server.
Result Store::openSession(Index index) {
    if (sessions_.size() == kMaximumSessions) {
        std::uint64_t oldest = 0;
        Index used = index;
        sessions_.forEach([&](std::uint64_t id, const Session& session) {
            if (session.used < used) {
                used = session.used;
                oldest = id;
            }
        });
        endSession(oldest);
    }
    setSession(index, {0, 0, {}, index});
    return {ResultKind::opened, number(index)};
}

void Store::setSession(std::uint64_t id, Session session) {
    endSession(id);
    hash_ += sessionHash(id, session);
    sessions_.set(id, std::move(session));
}

void Store::endSession(std::uint64_t id) {
    if (const Session* old = sessions_.find(id)) {
        hash_ -= sessionHash(id, *old);
        sessions_.erase(id);
    }
}

Result Store::execute(const Command& command) {
    const std::string* present = keys_.find(command.key);
    switch (command.kind) {
    case CommandKind::noOp:
    case CommandKind::openSession:
        return {};
    case CommandKind::set:
        put(command.key, command.value, present);
        return {};
    case CommandKind::get:
        return present ? Result{ResultKind::value, *present} : Result{ResultKind::absent, {}};
    case CommandKind::del:
        return erase(command.key) ? Result{} : Result{ResultKind::absent, {}};
    case CommandKind::compareAndSet:
        if (!present)
            return {ResultKind::absent, {}};
        if (*present != command.expected.text())
            return {ResultKind::mismatch, *present};
        put(command.key, command.value, present);
        return {};
    }
    return {};
}

/// Gives `key` a value; `old` is the one that it has, null when it has none.
void Store::put(const std::string& key, const std::string& value, const std::string* old) {
    if (old)
        hash_ -= pairHash(key, *old);
    hash_ += pairHash(key, value);
    keys_.set(key, value);
}

bool Store::erase(const std::string& key) {
    const std::string* old = keys_.find(key);
    if (!old)
        return false;
    hash_ -= pairHash(key, *old);
    return keys_.erase(key);
}

} // namespace raft
