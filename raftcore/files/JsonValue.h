// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/files/JsonLayout.h"
#include "raftcore/files/JsonReading.h"
#include "raftcore/history/Scenario.h"

#include <optional>
#include <string>
#include <vector>

// The values of a file while they are read: each knows where it stands, and every problem is noted. Internal to
// raftcore/files.

namespace raft {

/// The longest line that tells a problem, in characters.
inline constexpr std::size_t kMaximumProblemLength = 200;
/// How many problems of one file are told.
inline constexpr std::size_t kMaximumProblems = 1000;

/// How many fields of a newer minor version are kept.
inline constexpr std::size_t kMaximumUnknownFields = 10'000;

/// What is noted while a file is read.
struct Findings {
    std::vector<Error> problems;
    /// True for a file of a newer minor version: what it adds is kept.
    bool newer = false;
    std::vector<UnknownField> unknownFields;
    /// How many fields were kept, those that were taken out since included.
    std::size_t keptFields = 0;
    /// True once a newer file used a name that is not known here.
    bool sawUnknownName = false;

    /// Notes a problem, made to fit a line.
    void add(std::string where, Text problem, Text allowed = {});
    /// Keeps what only a newer program understands.
    void keep(std::string parent, std::string name, const Json& value);
    /// Takes out what was kept since there were `before` such fields, all of it at or below `where`; their places are
    /// then told from there on.
    std::vector<UnknownField> takeUnknownFields(std::size_t before, const std::string& where);
};

/// A value of a file and where it stands. What is asked of it and is not there is noted as a problem, and nothing is
/// returned.
class JsonValue {
public:
    JsonValue(const Json& json, std::string where, Findings& findings)
        : json_(&json)
        , where_(std::move(where))
        , findings_(&findings) {}

    [[nodiscard]] const Json& json() const { return *json_; }
    [[nodiscard]] const std::string& where() const { return where_; }
    [[nodiscard]] Findings& findings() const { return *findings_; }

    [[nodiscard]] std::optional<bool> boolean() const;
    /// An integer of this range.
    [[nodiscard]] std::optional<std::uint64_t> integer(std::uint64_t low, std::uint64_t high) const;
    [[nodiscard]] std::optional<std::string> text() const;
    /// Milliseconds, with up to three decimals, as microseconds; at most kMaximumFileTime.
    [[nodiscard]] std::optional<Time> milliseconds() const;
    /// How far a clock jumps: milliseconds, with up to three decimals and perhaps a minus, as microseconds; at most
    /// kMaximumStretch either way.
    [[nodiscard]] std::optional<Time> jump() const;
    /// A number with up to six decimals, in millionths, of this range.
    [[nodiscard]] std::optional<std::int64_t> millionths(std::int64_t low, std::int64_t high) const;
    /// Two times in milliseconds.
    [[nodiscard]] std::optional<TimeRange> range() const;
    /// The position of this name in `names`.
    [[nodiscard]] std::optional<std::size_t> name(const std::vector<const char*>& names) const;
    /// The items of a list of at most `most`; none when it is no such list.
    [[nodiscard]] std::vector<JsonValue> items(std::size_t most) const;
    [[nodiscard]] bool isList() const { return json_->is_array(); }
    [[nodiscard]] bool isObject() const { return json_->is_object(); }
    [[nodiscard]] bool isNull() const { return json_->is_null(); }
    [[nodiscard]] bool isText(const char* text) const { return json_->is_string() && *json_ == text; }

    /// Notes that something else is allowed here.
    void refuse(Text allowed) const;

private:
    [[nodiscard]] std::optional<std::int64_t> parts(double one, std::int64_t low, std::int64_t high) const;

    const Json* json_;
    std::string where_;
    Findings* findings_;
};

/// The longest time in a file, in microseconds: about four months.
inline constexpr Time kMaximumFileTime = 10'000'000'000'000;

/// The fields of an object, by name. Fields that nobody asked for are unknown.
class JsonObject {
public:
    /// Notes a problem when the value is no object; it then has no fields.
    explicit JsonObject(const JsonValue& value);

    /// The field of this name, if it is there.
    std::optional<JsonValue> find(const char* name);
    /// The field of this name; a problem when it is missing.
    std::optional<JsonValue> require(const char* name);
    /// True when the field is there.
    [[nodiscard]] bool has(const char* name) const;
    /// Notes the fields that nobody asked for: problems, or in a newer file kept.
    void finish() const;
    /// True when the value is an object.
    [[nodiscard]] bool isSound() const { return object_ != nullptr; }
    [[nodiscard]] const std::string& where() const { return where_; }
    [[nodiscard]] Findings& findings() const { return *findings_; }

private:
    const Json::object_t* object_ = nullptr;
    std::string where_;
    Findings* findings_;
    std::vector<const char*> asked_;
};

} // namespace raft
