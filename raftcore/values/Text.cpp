// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/values/Text.h"

// Filling templates and writing numbers without any locale.

namespace raft {

std::string fillPlaces(const std::string& pattern, const std::vector<std::string>& arguments) {
    std::string out;
    out.reserve(pattern.size() + 16 * arguments.size());
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool place =
            pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' && pattern[i + 1] <= '9';
        const std::size_t which = place ? static_cast<std::size_t>(pattern[i + 1] - '1') : 0;
        if (!place || which >= arguments.size()) {
            out += pattern[i];
            continue;
        }
        out += arguments[which];
        ++i;
    }
    return out;
}

std::string Text::english() const { return fillPlaces(source, arguments); }

std::string number(std::int64_t value) { return std::to_string(value); }

std::string number(std::uint64_t value) { return std::to_string(value); }

std::string hexadecimal(std::uint64_t value) {
    std::string out(16, '0');
    for (auto digit = out.rbegin(); digit != out.rend(); ++digit) {
        *digit = "0123456789abcdef"[value % 16];
        value /= 16;
    }
    return out;
}

std::string milliseconds(std::int64_t microseconds) {
    const bool negative = microseconds < 0;
    const std::int64_t size = negative ? -microseconds : microseconds;
    std::string out = (negative ? "-" : "") + std::to_string(size / 1000);
    std::string decimals = std::to_string(1000 + size % 1000).substr(1);
    while (!decimals.empty() && decimals.back() == '0')
        decimals.pop_back();
    return decimals.empty() ? out : out + "." + decimals;
}

} // namespace raft
