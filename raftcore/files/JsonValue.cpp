// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/JsonValue.h"

#include <algorithm>
#include <cmath>

// What was found, what is allowed: one line a problem.

namespace raft {

namespace {

/// A value as a message shows it.
std::string shown(const Json& json) {
    if (json.is_object())
        return "an object";
    if (json.is_array())
        return json.empty() ? "an empty list" : "a list";
    if (json.is_string())
        return onOneLine(shortened(json.get_ref<const std::string&>(), 40));
    return shortened(onOneLine(json), 40);
}

std::size_t charactersOf(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

/// Shortens the longest argument until the whole message fits its line.
void fitLine(Error& error) {
    for (std::size_t tries = 0; tries < 4; ++tries) {
        const std::size_t length = charactersOf(error.message());
        if (length <= kMaximumProblemLength)
            return;
        std::string* longest = &error.where;
        for (Text* text : {&error.problem, &error.allowed}) {
            for (std::string& argument : text->arguments) {
                if (charactersOf(argument) > charactersOf(*longest))
                    longest = &argument;
            }
        }
        const std::size_t excess = length - kMaximumProblemLength;
        const std::size_t now = charactersOf(*longest);
        *longest = shortened(*longest, std::max<std::size_t>(10, now > excess ? now - excess : 0));
    }
}

std::string listOf(const std::vector<const char*>& names) {
    std::string list;
    for (const char* name : names)
        list += (list.empty() ? "" : ", ") + std::string(name);
    return list;
}

} // namespace

void Findings::add(std::string where, Text problem, Text allowed) {
    if (problems.size() >= kMaximumProblems)
        return;
    if (problems.size() + 1 == kMaximumProblems) {
        where.clear();
        problem = QT_TRANSLATE_NOOP("core", "there are more problems than are told");
        allowed = {};
    }
    Error error{std::move(where), std::move(problem), std::move(allowed)};
    for (Text* text : {&error.problem, &error.allowed}) {
        for (std::string& argument : text->arguments)
            argument = printable(argument);
    }
    fitLine(error);
    problems.push_back(std::move(error));
}

void Findings::keep(std::string parent, std::string name, const Json& value) {
    if (keptFields < kMaximumUnknownFields) {
        ++keptFields;
        unknownFields.push_back({std::move(parent), std::move(name), spaced(value)});
        return;
    }
    add(std::move(parent), QT_TRANSLATE_NOOP("core", "too many fields of a newer version"),
        {QT_TRANSLATE_NOOP("core", "allowed: at most %1"), {number(std::uint64_t{kMaximumUnknownFields})}});
}

std::vector<UnknownField> Findings::takeUnknownFields(std::size_t before, const std::string& where) {
    const auto first = unknownFields.begin() + static_cast<std::ptrdiff_t>(before);
    std::vector<UnknownField> taken(std::make_move_iterator(first), std::make_move_iterator(unknownFields.end()));
    unknownFields.erase(first, unknownFields.end());
    for (UnknownField& field : taken)
        field.parent.erase(0, where.size());
    return taken;
}

void JsonValue::refuse(Text allowed) const {
    findings_->add(where_, {QT_TRANSLATE_NOOP("core", "found %1"), {shown(*json_)}}, std::move(allowed));
}

std::optional<bool> JsonValue::boolean() const {
    if (json_->is_boolean())
        return json_->get<bool>();
    refuse(QT_TRANSLATE_NOOP("core", "allowed: true, false"));
    return {};
}

std::optional<std::uint64_t> JsonValue::integer(std::uint64_t low, std::uint64_t high) const {
    if (json_->is_number_unsigned()) {
        const auto value = json_->get<std::uint64_t>();
        if (value >= low && value <= high)
            return value;
    }
    refuse({QT_TRANSLATE_NOOP("core", "allowed: an integer from %1 to %2"), {number(low), number(high)}});
    return {};
}

std::optional<std::string> JsonValue::text() const {
    if (json_->is_string())
        return json_->get<std::string>();
    refuse(QT_TRANSLATE_NOOP("core", "allowed: a text"));
    return {};
}

std::optional<Time> JsonValue::milliseconds() const {
    constexpr auto most = static_cast<std::uint64_t>(kMaximumFileTime / 1000);
    if (json_->is_number_unsigned()) {
        const auto value = json_->get<std::uint64_t>();
        if (value <= most)
            return static_cast<Time>(value) * 1000;
    } else if (json_->is_number_float()) {
        const double microseconds = json_->get<double>() * 1000.0;
        const double nearest = std::round(microseconds);
        // The nearest double of a number with three decimals is this close, up to the longest time.
        if (nearest >= 0 && nearest <= static_cast<double>(kMaximumFileTime) &&
            std::abs(microseconds - nearest) < 0.005)
            return static_cast<Time>(nearest);
    }
    refuse(
        {QT_TRANSLATE_NOOP("core", "allowed: milliseconds from 0 to %1, with at most three decimals"), {number(most)}});
    return {};
}

/// A number in parts, of which `one` make 1, when it is a whole number of them and within the range.
std::optional<std::int64_t> JsonValue::parts(double one, std::int64_t low, std::int64_t high) const {
    if (!json_->is_number())
        return {};
    const double exact = json_->get<double>() * one;
    const double nearest = std::round(exact);
    // Written so that what is no number is refused too.
    if (!(nearest >= static_cast<double>(low) && nearest <= static_cast<double>(high)) ||
        std::abs(exact - nearest) >= 0.005)
        return {};
    return static_cast<std::int64_t>(nearest);
}

std::optional<Time> JsonValue::jump() const {
    if (const auto microseconds = parts(1e3, -kMaximumStretch, kMaximumStretch))
        return microseconds;
    refuse({QT_TRANSLATE_NOOP("core", "allowed: milliseconds from −%1 to %1, with at most three decimals"),
            {raft::milliseconds(kMaximumStretch)}});
    return {};
}

std::optional<std::int64_t> JsonValue::millionths(std::int64_t low, std::int64_t high) const {
    if (const auto found = parts(1e6, low, high))
        return found;
    const auto decimal = [](std::int64_t value) { return speedText(static_cast<std::uint32_t>(value)); };
    refuse({QT_TRANSLATE_NOOP("core", "allowed: a number from %1 to %2, with at most six decimals"),
            {decimal(low), decimal(high)}});
    return {};
}

std::optional<TimeRange> JsonValue::range() const {
    if (!json_->is_array() || json_->size() != 2) {
        refuse(QT_TRANSLATE_NOOP("core", "allowed: [lowest, highest], in milliseconds"));
        return {};
    }
    const std::vector<JsonValue> ends = items(2);
    const auto low = ends[0].milliseconds();
    const auto high = ends[1].milliseconds();
    if (!low || !high)
        return {};
    return TimeRange{*low, *high};
}

std::optional<std::size_t> JsonValue::name(const std::vector<const char*>& names) const {
    if (!json_->is_string()) {
        refuse({QT_TRANSLATE_NOOP("core", "allowed: %1"), {listOf(names)}});
        return {};
    }
    const auto& wanted = json_->get_ref<const std::string&>();
    const auto found = std::find_if(names.begin(), names.end(), [&](const char* each) { return each == wanted; });
    if (found != names.end())
        return static_cast<std::size_t>(found - names.begin());
    if (findings_->newer) {
        const std::size_t slash = where_.rfind('/');
        findings_->keep(where_.substr(0, slash), where_.substr(slash + 1), *json_);
        findings_->sawUnknownName = true;
        return {};
    }
    refuse({QT_TRANSLATE_NOOP("core", "allowed: %1"), {listOf(names)}});
    return {};
}

std::vector<JsonValue> JsonValue::items(std::size_t most) const {
    std::vector<JsonValue> values;
    if (!json_->is_array()) {
        refuse(QT_TRANSLATE_NOOP("core", "allowed: a list"));
        return values;
    }
    if (json_->size() > most) {
        findings_->add(where_,
                       {QT_TRANSLATE_NOOP("core", "the list has %1 items"), {number(std::uint64_t{json_->size()})}},
                       {QT_TRANSLATE_NOOP("core", "allowed: at most %1"), {number(std::uint64_t{most})}});
        return values;
    }
    values.reserve(json_->size());
    for (std::size_t i = 0; i < json_->size(); ++i)
        values.emplace_back((*json_)[i], where_ + "/" + number(std::uint64_t{i}), *findings_);
    return values;
}

JsonObject::JsonObject(const JsonValue& value) : where_(value.where()), findings_(&value.findings()) {
    if (value.isObject())
        object_ = &value.json().get_ref<const Json::object_t&>();
    else
        value.refuse(QT_TRANSLATE_NOOP("core", "allowed: an object"));
}

std::optional<JsonValue> JsonObject::find(const char* name) {
    asked_.push_back(name);
    if (!object_)
        return {};
    const auto found =
        std::find_if(object_->begin(), object_->end(), [&](const auto& each) { return each.first == name; });
    if (found == object_->end())
        return {};
    return JsonValue(found->second, where_ + "/" + name, *findings_);
}

std::optional<JsonValue> JsonObject::require(const char* name) {
    auto value = find(name);
    if (!value && object_)
        findings_->add(where_ + "/" + name, QT_TRANSLATE_NOOP("core", "the field is missing"));
    return value;
}

bool JsonObject::has(const char* name) const {
    return object_ &&
           std::any_of(object_->begin(), object_->end(), [&](const auto& each) { return each.first == name; });
}

void JsonObject::finish() const {
    if (!object_)
        return;
    for (const auto& [key, value] : *object_) {
        if (std::any_of(asked_.begin(), asked_.end(), [&key = key](const char* each) { return key == each; }))
            continue;
        const std::string where = where_ + "/" + pointerPart(key);
        if (findings_->newer) {
            findings_->keep(where_, key, value);
            continue;
        }
        findings_->add(where, QT_TRANSLATE_NOOP("core", "unknown field"),
                       {QT_TRANSLATE_NOOP("core", "allowed: %1"), {listOf(asked_)}});
    }
}

} // namespace raft
