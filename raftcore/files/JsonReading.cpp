// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/JsonReading.h"

#include <algorithm>

// A tree built from the parser's events, which never throws and never grows beyond its limits.

namespace raft {

namespace {

bool beginsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; }

/// The line and column of what follows.
std::string placeAfter(std::string_view before) {
    const std::size_t newline = before.rfind('\n');
    const std::string_view line = newline == std::string_view::npos ? before : before.substr(newline + 1);
    return fillPlaces(
        "line %1, column %2",
        {number(static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n')) + 1),
         number(static_cast<std::uint64_t>(std::count_if(line.begin(), line.end(), beginsCharacter)) + 1)});
}

/// Takes the parser's events.
class TreeBuilder {
public:
    TreeBuilder(std::string_view text, std::vector<Error>& twice) : text_(text), twice_(twice) {}

    [[nodiscard]] const Error& error() const { return error_; }
    Json take() { return std::move(root_); }

    bool null() { return add(Json()); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(std::int64_t value) {
        // "-0" is 0.
        return value == 0 ? add(std::uint64_t{0}) : add(value);
    }
    bool number_unsigned(std::uint64_t value) { return add(value); }
    bool number_float(double value, const std::string& token) {
        // The parser takes an integer beyond 64 bits for a fraction, and so would change it silently.
        if (token.find_first_of(".eE") == std::string::npos) {
            return add(Json()) &&
                   refuse(open_.size(),
                          {QT_TRANSLATE_NOOP("core", "the number %1 is too large"), {shortened(token, 24)}},
                          QT_TRANSLATE_NOOP("core", "allowed: numbers of 64 bits"));
        }
        return add(value);
    }
    bool string(std::string& value) { return add(std::move(value)); }
    bool binary(std::vector<std::uint8_t>&) { return false; }

    bool start_object(std::size_t) { return open(Json::object()); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_array() {
        open_.pop_back();
        return true;
    }

    bool key(std::string& key) {
        Members& members = membersOf(*open_.back());
        if (members.size() >= kMaximumJsonFields) {
            return refuse(open_.size() - 1, QT_TRANSLATE_NOOP("core", "too many fields"),
                          {QT_TRANSLATE_NOOP("core", "allowed: at most %1"), {number(kMaximumJsonFields)}});
        }
        members.emplace_back(std::move(key), Json());
        return true;
    }

    bool end_object() {
        const Members& members = membersOf(*open_.back());
        std::vector<std::string_view> keys;
        keys.reserve(members.size());
        for (const auto& member : members)
            keys.push_back(member.first);
        std::sort(keys.begin(), keys.end());
        for (auto twice = std::adjacent_find(keys.begin(), keys.end()); twice != keys.end();) {
            noteTwice(*twice);
            twice = std::adjacent_find(std::upper_bound(twice, keys.end(), *twice), keys.end());
        }
        open_.pop_back();
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& exception) {
        error_.where = placeAfter(text_.substr(0, std::min(position == 0 ? 0 : position - 1, text_.size())));
        tellSyntax(exception.what());
        return false;
    }

private:
    using Members = std::vector<std::pair<const std::string, Json>>;

    /// The members as a list: adding to the object itself would look for the key first, in time square in the keys.
    static Members& membersOf(Json& object) { return object.get_ref<Json::object_t&>(); }

    bool add(Json value) { return place(std::move(value)) != nullptr; }

    bool open(Json value) {
        Json* placed = place(std::move(value));
        if (!placed)
            return false;
        if (open_.size() >= kMaximumJsonDepth) {
            return refuse(open_.size(), QT_TRANSLATE_NOOP("core", "lists and objects stand too deep in one another"),
                          {QT_TRANSLATE_NOOP("core", "allowed: %1 levels"), {number(kMaximumJsonDepth)}});
        }
        open_.push_back(placed);
        return true;
    }

    /// Puts a value where the parser stands; null when there are too many.
    Json* place(Json value) {
        if (++values_ > kMaximumJsonValues) {
            refuse(0, QT_TRANSLATE_NOOP("core", "too many values"),
                   {QT_TRANSLATE_NOOP("core", "allowed: at most %1"), {number(kMaximumJsonValues)}});
            return nullptr;
        }
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        if (open_.back()->is_array()) {
            auto& items = open_.back()->get_ref<Json::array_t&>();
            items.push_back(std::move(value));
            return &items.back();
        }
        Json& member = membersOf(*open_.back()).back().second;
        member = std::move(value);
        return &member;
    }

    /// Notes an error at the value in which the parser stands after `levels` lists and objects.
    bool refuse(std::size_t levels, Text problem, Text allowed) {
        error_ = {pointer(levels), std::move(problem), std::move(allowed)};
        return false;
    }

    void noteTwice(std::string_view key) {
        if (twice_.size() < kMaximumTwice)
            twice_.push_back({pointer(open_.size() - 1),
                              {QT_TRANSLATE_NOOP("core", "the field \"%1\" is there twice"), {pointerPart(key)}},
                              {}});
    }

    [[nodiscard]] std::string pointer(std::size_t levels) const {
        std::string pointer;
        for (std::size_t i = 0; i < levels; ++i) {
            if (open_[i]->is_array())
                pointer += "/" + number(std::uint64_t{open_[i]->size() - 1});
            else
                pointer += "/" + pointerPart(membersOf(*open_[i]).back().first);
        }
        return pointer;
    }

    /// The parser's own words, without its names for things.
    void tellSyntax(std::string_view what) {
        const std::size_t reason = what.rfind(" - ");
        if (reason == std::string_view::npos) {
            error_.problem = QT_TRANSLATE_NOOP("core", "a number is too large");
            return;
        }
        std::string_view found = what.substr(reason + 3);
        const std::size_t expected = found.rfind("; expected ");
        if (expected != std::string_view::npos) {
            error_.allowed = {QT_TRANSLATE_NOOP("core", "expected %1"), {shortened(found.substr(expected + 11), 60)}};
            found = found.substr(0, expected);
        }
        found = found.substr(0, found.find("; last read"));
        error_.problem = {QT_TRANSLATE_NOOP("core", "no JSON: %1"), {shortened(found, 80)}};
    }

    std::string_view text_;
    std::vector<Error>& twice_;
    Json root_;
    /// The lists and objects that the parser stands in. A parent does not grow while a child is open, so these stay.
    std::vector<Json*> open_;
    std::size_t values_ = 0;
    Error error_;
};

} // namespace

Expected<Json> readJson(std::string_view text, std::vector<Error>& twice) {
    if (text.size() > kMaximumJsonBytes) {
        return failure({}, {QT_TRANSLATE_NOOP("core", "the file has %1 bytes"), {number(std::uint64_t{text.size()})}},
                       {QT_TRANSLATE_NOOP("core", "allowed: at most %1"), {number(std::uint64_t{kMaximumJsonBytes})}});
    }
    // The parser would take it for the end of the text.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
        return failure(placeAfter(text.substr(0, nul)), QT_TRANSLATE_NOOP("core", "no JSON: a byte that is zero"));
    TreeBuilder builder(text, twice);
    if (!Json::sax_parse(text.begin(), text.end(), &builder))
        return tl::unexpected<Error>(builder.error());
    return builder.take();
}

} // namespace raft
