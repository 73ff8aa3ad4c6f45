// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/Store.h"

// What each command does to the store.

namespace raft {

namespace {

std::uint64_t pairHash(const std::string& key, const std::string& value) {
    return Hasher().add(key).add(value).value();
}

} // namespace

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
