// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Assert.h"

#include <array>
#include <bit>
#include <cstdint>

// The numbers that the protocol is made of, and sets of servers.

namespace raft {

/// A server's number, from 1 to kMaximumServerId; 0 stands for no server.
using ServerId = std::uint32_t;
/// A term (§5.1); 0 before the first election.
using Term = std::uint64_t;
/// A place in a log, from 1 (§5.3); 0 before the first entry.
using Index = std::uint64_t;
/// Logical time in microseconds since the start of the run.
using Time = std::int64_t;

/// The largest number that a server can have.
inline constexpr ServerId kMaximumServerId = 255;

/// The most clients that a load can have.
inline constexpr std::uint32_t kMaximumClients = 100;

/// Where messages of a client come from and go to: client n, from 1, is numbered behind the servers.
constexpr ServerId clientParty(std::uint64_t client) { return kMaximumServerId + static_cast<ServerId>(client); }
/// True when a message's end is a client, not a server.
constexpr bool isClientParty(ServerId end) { return end > kMaximumServerId; }
/// The client at this end of a message, from 1.
constexpr std::uint64_t clientAt(ServerId end) { return end - kMaximumServerId; }

/// A set of servers, small and copied as a value; visited in ascending order.
class ServerSet {
public:
    /// Adds a server; false when it was in already.
    bool insert(ServerId id) {
        const bool added = !contains(id);
        words_[id / 64] |= bit(id);
        return added;
    }
    /// Takes a server out; false when it was not in.
    bool erase(ServerId id) {
        const bool removed = contains(id);
        words_[id / 64] &= ~bit(id);
        return removed;
    }
    /// True when the server is in the set.
    [[nodiscard]] bool contains(ServerId id) const {
        RAFT_ASSERT(id <= kMaximumServerId);
        return (words_[id / 64] & bit(id)) != 0;
    }
    /// The number of servers in the set.
    [[nodiscard]] std::size_t size() const {
        std::size_t sum = 0;
        for (const auto word : words_)
            sum += static_cast<std::size_t>(std::popcount(word));
        return sum;
    }
    /// True when no server is in the set.
    [[nodiscard]] bool empty() const { return words_ == std::array<std::uint64_t, 4>{}; }
    /// The servers that are in this set and in `other`.
    [[nodiscard]] ServerSet intersection(const ServerSet& other) const {
        ServerSet both;
        for (std::size_t i = 0; i < words_.size(); ++i)
            both.words_[i] = words_[i] & other.words_[i];
        return both;
    }
    /// The servers that are in this set or in `other`.
    [[nodiscard]] ServerSet united(const ServerSet& other) const {
        ServerSet either;
        for (std::size_t i = 0; i < words_.size(); ++i)
            either.words_[i] = words_[i] | other.words_[i];
        return either;
    }
    /// The 256 bits as four words, for hashing.
    [[nodiscard]] const std::array<std::uint64_t, 4>& words() const { return words_; }

    bool operator==(const ServerSet&) const = default;

    /// Goes through the servers in ascending order.
    class Iterator {
    public:
        Iterator(const ServerSet& set, ServerId id) : set_(&set), id_(id) { skip(); }
        ServerId operator*() const { return id_; }
        Iterator& operator++() {
            ++id_;
            skip();
            return *this;
        }
        bool operator!=(const Iterator& other) const { return id_ != other.id_; }

    private:
        void skip() {
            while (id_ <= kMaximumServerId) {
                const std::uint64_t rest = set_->words_[id_ / 64] >> (id_ % 64);
                if (rest != 0) {
                    id_ += static_cast<ServerId>(std::countr_zero(rest));
                    return;
                }
                id_ = (id_ / 64 + 1) * 64;
            }
            id_ = kMaximumServerId + 1;
        }
        const ServerSet* set_;
        ServerId id_;
    };
    /// The first server.
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    /// Past the last server.
    [[nodiscard]] Iterator end() const { return {*this, kMaximumServerId + 1}; }

private:
    static std::uint64_t bit(ServerId id) { return std::uint64_t{1} << (id % 64); }

    std::array<std::uint64_t, 4> words_{};
};

} // namespace raft
