// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Assert.h"
#include "raftcore/values/Hash.h"

#include <array>
#include <cstdint>

// The pseudo-random generator of a cluster: xoshiro256** by Blackman and Vigna, seeded by SplitMix64.

namespace raft {

/// A portable generator of random numbers; a value, so that a copy goes on alike.
class Generator {
public:
    /// A generator whose numbers follow from `seed` alone.
    explicit constexpr Generator(std::uint64_t seed = 0) {
        for (auto& word : words_)
            word = mixBits(seed += 0x9e3779b97f4a7c15ULL);
    }

    /// The next 64 random bits.
    constexpr std::uint64_t next() {
        const std::uint64_t result = rotate(words_[1] * 5, 7) * 9;
        const std::uint64_t shifted = words_[1] << 17;
        words_[2] ^= words_[0];
        words_[3] ^= words_[1];
        words_[1] ^= words_[2];
        words_[0] ^= words_[3];
        words_[2] ^= shifted;
        words_[3] = rotate(words_[3], 45);
        return result;
    }

    /// A number from 0 to `bound` − 1, each equally likely. `bound` is from 1 to 2^32 − 1.
    constexpr std::uint64_t below(std::uint64_t bound) {
        RAFT_ASSERT(bound > 0 && bound <= 0xffffffffULL);
        // Lemire's method: the high half of a product; the few low halves that would make some numbers likelier are
        // drawn again.
        std::uint64_t product = (next() >> 32) * bound;
        if ((product & 0xffffffffULL) < bound) {
            const std::uint64_t threshold = (0x100000000ULL - bound) % bound;
            while ((product & 0xffffffffULL) < threshold)
                product = (next() >> 32) * bound;
        }
        return product >> 32;
    }

    /// A number from `low` to `high`, both included, each equally likely. `low` is at most `high`,
    /// and less than 2^32 − 1 below it.
    constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
        RAFT_ASSERT(low <= high);
        if (low == high)
            return low;
        return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
    }

    /// True with a likelihood of `parts` in a million.
    constexpr bool chance(std::uint32_t parts) { return parts > 0 && below(1'000'000) < parts; }

    bool operator==(const Generator&) const = default;

    /// A hash of the generator's state.
    [[nodiscard]] constexpr std::uint64_t hash() const {
        Hasher hasher;
        for (const auto word : words_)
            hasher.add(word);
        return hasher.value();
    }

private:
    static constexpr std::uint64_t rotate(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

    std::array<std::uint64_t, 4> words_{};
};

} // namespace raft
