// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

// Fixed 64-bit hashes, alike on every platform and compiler; never std::hash, never size_t.

namespace raft {

/// Spreads every bit of `x` over the whole word (the finalizer of SplitMix64).
constexpr std::uint64_t mixBits(std::uint64_t x) {
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebULL;
    x ^= x >> 31;
    return x;
}

/// Gathers numbers and texts, in order, into one 64-bit hash.
class Hasher {
public:
    /// Adds a number.
    constexpr Hasher& add(std::uint64_t value) {
        state_ = mixBits(state_ + 0x9e3779b97f4a7c15ULL + mixBits(value + 0x632be59bd9b4e019ULL));
        return *this;
    }
    /// Adds a signed number.
    constexpr Hasher& add(std::int64_t value) { return add(static_cast<std::uint64_t>(value)); }
    /// Adds a small number.
    constexpr Hasher& add(std::uint32_t value) { return add(static_cast<std::uint64_t>(value)); }
    /// Adds a truth value.
    constexpr Hasher& add(bool value) { return add(static_cast<std::uint64_t>(value)); }
    /// Adds a text: its bytes and its length.
    constexpr Hasher& add(std::string_view text) {
        std::uint64_t word = 0xcbf29ce484222325ULL;
        for (const char c : text)
            word = (word ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        return add(word).add(static_cast<std::uint64_t>(text.size()));
    }
    /// The hash of all that was added.
    [[nodiscard]] constexpr std::uint64_t value() const { return state_; }

private:
    std::uint64_t state_ = 0x5261667461726975ULL;
};

} // namespace raft
