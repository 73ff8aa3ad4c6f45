// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Shared.h"

#include <string>
#include <string_view>
#include <utility>

// A string in the room of a pointer.

namespace raft {

/// A string that never changes; empty, it takes the room of a pointer alone, and copies share the rest. For strings
/// that are mostly empty, or much larger than what stands beside them.
class CompactString {
public:
    CompactString() = default;
    /// Holds `text`.
    CompactString(std::string text) {
        if (!text.empty())
            text_ = Shared<std::string>(std::move(text));
    }
    /// Holds `text`.
    CompactString(const char* text) : CompactString(std::string(text)) {}

    /// The string.
    [[nodiscard]] const std::string& text() const {
        static const std::string kNone;
        return text_ ? *text_ : kNone;
    }
    /// The string.
    operator const std::string&() const { return text(); }
    /// The number of its bytes.
    [[nodiscard]] std::size_t size() const { return text().size(); }
    /// True when it has none.
    [[nodiscard]] bool empty() const { return !text_; }

    bool operator==(const CompactString&) const = default;

private:
    /// Invariant: never an empty string.
    Shared<std::string> text_;
};

} // namespace raft
