// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Text.h"

#include <string>
#include <string_view>
#include <tl/expected.hpp>

// What is returned instead of a value when input was bad: where, what was found, what is allowed.

namespace raft {

/// Bad input, or an action that is impossible now.
struct Error {
    /// The place: a JSON pointer, an option's name, a server's name. Empty when there is but one.
    std::string where;
    /// What was found there, as a sentence without its full stop.
    Text problem;
    /// What would be allowed there; empty when the problem says it already.
    Text allowed;

    bool operator==(const Error&) const = default;

    /// The whole error in English on one line: "where: problem; allowed".
    [[nodiscard]] std::string message() const;
};

/// A key as a part of a JSON pointer, shortened and printable so that it suits a message.
std::string pointerPart(std::string_view key);

/// A value, or the error that stands in its place.
template <typename T>
using Expected = tl::expected<T, Error>;

/// An error to return from a function whose result is an Expected.
inline tl::unexpected<Error> failure(std::string where, Text problem, Text allowed = {}) {
    return tl::unexpected<Error>(Error{std::move(where), std::move(problem), std::move(allowed)});
}

} // namespace raft
