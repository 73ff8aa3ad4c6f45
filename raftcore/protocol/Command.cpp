// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/protocol/Command.h"

#include <array>
#include <vector>

// Commands to words and back.

namespace raft {

namespace {

struct Verb {
    const char* name;
    CommandKind kind;
    std::size_t words;
};

constexpr std::array<Verb, 5> kVerbs{{{"set", CommandKind::set, 3},
                                      {"get", CommandKind::get, 2},
                                      {"del", CommandKind::del, 2},
                                      {"cas", CommandKind::compareAndSet, 4},
                                      {"noop", CommandKind::noOp, 1}}};

constexpr std::array<const char*, kReadModes> kReadModeNames{"log", "readIndex", "lease"};

constexpr std::array<const char*, 6> kResultNames{"done", "value", "absent", "mismatch", "opened", "expired"};

const Text kForms = QT_TRANSLATE_NOOP("core", "allowed: set KEY VALUE, get KEY, del KEY, cas KEY EXPECTED NEW, noop");

std::vector<std::string> wordsOf(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : line) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            if (!word.empty())
                words.push_back(std::move(word));
            word.clear();
        } else {
            word += c;
        }
    }
    if (!word.empty())
        words.push_back(std::move(word));
    return words;
}

/// A long word shortened for an error message, never in the middle of a UTF-8 character.
std::string shortened(const std::string& word) {
    if (word.size() <= 40)
        return word;
    std::size_t end = 40;
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xc0U) == 0x80U)
        --end;
    return word.substr(0, end) + "…";
}

} // namespace

const char* readModeName(ReadMode mode) { return kReadModeNames[static_cast<std::size_t>(mode)]; }

const char* resultName(ResultKind kind) { return kResultNames[static_cast<std::size_t>(kind)]; }

std::string Command::text() const {
    switch (kind) {
    case CommandKind::noOp:
        return "noop";
    case CommandKind::set:
        return "set " + key + " " + value;
    case CommandKind::get:
        return "get " + key;
    case CommandKind::del:
        return "del " + key;
    case CommandKind::compareAndSet:
        return "cas " + key + " " + expected.text() + " " + value;
    case CommandKind::openSession:
        return "open session";
    }
    return {};
}

Expected<Command> Command::parse(std::string_view line) {
    const std::vector<std::string> words = wordsOf(line);
    if (words.empty())
        return failure("command", QT_TRANSLATE_NOOP("core", "no command"), kForms);
    for (const std::string& word : words) {
        if (word.size() > kMaximumWordLength) {
            return failure(
                "command", {QT_TRANSLATE_NOOP("core", "the word \"%1\" is too long"), {shortened(word)}},
                {QT_TRANSLATE_NOOP("core", "at most %1 bytes"), {number(std::uint64_t{kMaximumWordLength})}});
        }
    }
    for (const Verb& verb : kVerbs) {
        if (words[0] != verb.name)
            continue;
        if (words.size() != verb.words) {
            return failure("command",
                           {QT_TRANSLATE_NOOP("core", "\"%1\" takes %2 words, not %3"),
                            {words[0], number(std::uint64_t{verb.words - 1}), number(std::uint64_t{words.size() - 1})}},
                           kForms);
        }
        Command command{verb.kind, {}, {}, {}};
        if (verb.words > 1)
            command.key = words[1];
        if (verb.words > 2)
            command.value = words.back();
        if (verb.words > 3)
            command.expected = words[2];
        return command;
    }
    return failure("command", {QT_TRANSLATE_NOOP("core", "unknown command \"%1\""), {shortened(words[0])}}, kForms);
}

std::uint64_t Command::hash() const {
    Hasher hasher;
    hasher.add(static_cast<std::uint64_t>(kind)).add(key).add(value).add(expected.text());
    if (session != 0)
        hasher.add(session).add(serial).add(firstOutstanding);
    return hasher.value();
}

} // namespace raft
