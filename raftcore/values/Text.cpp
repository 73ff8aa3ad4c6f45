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

namespace {

bool beginsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; }

/// How many bytes at the beginning of a text are a character that is not to be printed; 0 when there is none.
std::size_t unprintableAt(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x20 || first == 0x7f)
        return 1;
    const auto second = static_cast<unsigned char>(text.size() > 1 ? text[1] : 0);
    if (first == 0xc2 && second >= 0x80 && second <= 0x9f)
        return 2;
    const auto third = static_cast<unsigned char>(text.size() > 2 ? text[2] : 0);
    const bool separates = second == 0x80 && third >= 0xa8 && third <= 0xae;
    const bool turns = second == 0x81 && third >= 0xa6 && third <= 0xa9;
    return first == 0xe2 && (separates || turns) ? 3 : 0;
}

} // namespace

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t bad = unprintableAt(text);
        out += bad > 0 ? '?' : text[0];
        text.remove_prefix(bad > 0 ? bad : 1);
    }
    return out;
}

std::string shortened(std::string_view text, std::size_t characters) {
    std::size_t kept = 0;
    std::size_t end = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!beginsCharacter(text[i]))
            continue;
        if (kept + 1 == characters)
            end = i;
        if (++kept > characters)
            return std::string(text.substr(0, end)) + "…";
    }
    return std::string(text);
}

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
