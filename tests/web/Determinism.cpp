// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/GoldenRun.h"

#include <cstdio>

// The golden run in WebAssembly: it has the same hashes as in every other build.

int main() {
    const auto hashes = tests::goldenHashes();
    int wrong = 0;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (hashes[i] == tests::kGoldenHashes[i])
            continue;
        ++wrong;
        std::printf("after %llu events: hash %llu, but everywhere else it is %llu\n",
                    static_cast<unsigned long long>((i + 1) * tests::kGoldenStride),
                    static_cast<unsigned long long>(hashes[i]),
                    static_cast<unsigned long long>(tests::kGoldenHashes[i]));
    }
    std::printf("%d of %d hashes differ\n", wrong, static_cast<int>(hashes.size()));
    return wrong == 0 ? 0 : 1;
}
