// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Words that people read, as a template and its arguments, so that another storey can translate them.

#ifndef QT_TRANSLATE_NOOP
/// Marks a template for lupdate; it is the text itself. Spelled as in Qt, which defines the same macro.
#define QT_TRANSLATE_NOOP(scope, x) x
#endif

namespace raft {

/// A sentence for people: an English template with the places %1 to %9, and what stands there.
struct Text {
    /// The template, in English; it is the key under which translations are found.
    std::string source;
    /// Arguments by position: %1 is the first.
    std::vector<std::string> arguments;

    Text() = default;
    /// A text without arguments.
    Text(const char* source_) : source(source_) {}
    /// A text with arguments.
    Text(const char* source_, std::vector<std::string> arguments_)
        : source(source_)
        , arguments(std::move(arguments_)) {}

    bool operator==(const Text&) const = default;

    /// True when there is nothing to say.
    [[nodiscard]] bool empty() const { return source.empty(); }
    /// The English sentence.
    [[nodiscard]] std::string english() const;
};

/// Puts `arguments` in the places %1 to %9 of `pattern` (already translated or not). Places without an argument stay.
std::string fillPlaces(const std::string& pattern, const std::vector<std::string>& arguments);

/// A text on one line, with a "?" for each character that would break the line or steer a terminal: control characters,
/// U+0080 to U+009F among them, the separators of lines, and what turns the direction of writing.
std::string printable(std::string_view text);

/// A text cut to at most `characters`, never inside a character, with "…" where it was cut.
std::string shortened(std::string_view text, std::size_t characters);

/// The decimal digits of a number, alike on every platform.
std::string number(std::int64_t value);
/// The decimal digits of a number, alike on every platform.
std::string number(std::uint64_t value);
/// The decimal digits of a number, alike on every platform.
inline std::string number(std::uint32_t value) { return number(static_cast<std::uint64_t>(value)); }

/// A hash as files and people write it: 16 hexadecimal digits, lower case.
std::string hexadecimal(std::uint64_t value);

/// A time in microseconds as milliseconds with at most three decimals and no trailing zeros: "41", "12.5".
std::string milliseconds(std::int64_t microseconds);

} // namespace raft
