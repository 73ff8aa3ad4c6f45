// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Store.h"

#include "raftcore/values/Text.h"

#include <charconv>
#include <optional>

// What each command does to the store.

namespace raft {

namespace {

std::uint64_t pairHash(const std::string& key, const std::string& value) {
    return Hasher().add(key).add(value).value();
}

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

} // namespace

std::string Store::toBytes() const {
    std::string bytes;
    keys_.forEach(
        [&bytes](const std::string& key, const std::string& value) { bytes += withLength(key) + withLength(value); });
    return bytes;
}

Store Store::fromBytes(std::string_view bytes) {
    Store store;
    while (!bytes.empty()) {
        const auto key = nextWord(bytes);
        const auto value = nextWord(bytes);
        if (!key || !value)
            return {};
        store.put(*key, *value);
    }
    return store;
}

Result Store::apply(const Command& command) {
    const std::string* present = keys_.find(command.key);
    switch (command.kind) {
    case CommandKind::noOp:
        return {};
    case CommandKind::set:
        put(command.key, command.value);
        return {};
    case CommandKind::get:
        return present ? Result{ResultKind::value, *present} : Result{ResultKind::absent, {}};
    case CommandKind::del:
        return erase(command.key) ? Result{} : Result{ResultKind::absent, {}};
    case CommandKind::compareAndSet:
        if (!present)
            return {ResultKind::absent, {}};
        if (*present != command.expected)
            return {ResultKind::mismatch, *present};
        put(command.key, command.value);
        return {};
    }
    return {};
}

void Store::put(const std::string& key, const std::string& value) {
    if (const std::string* old = keys_.find(key))
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
