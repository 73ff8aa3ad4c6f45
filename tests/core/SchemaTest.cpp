// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/Places.h"

#include "raftcore/files/ScenarioFile.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

// The schema that is shipped allows what is shipped, and refuses what the reader refuses.

namespace {

using nlohmann::json;

json contentOf(const std::filesystem::path& file) { return json::parse(std::ifstream(file)); }

/// Judges values by the part of JSON Schema that our schema uses; a keyword that it does not know is a mistake.
class Validator {
public:
    explicit Validator(json schema) : schema_(std::move(schema)) {}

    [[nodiscard]] bool allows(const json& value) const { return allows(schema_, value); }

private:
    [[nodiscard]] bool allows(const json& schema, const json& value) const {
        return std::all_of(schema.items().begin(), schema.items().end(),
                           [&](const auto& item) { return keyword(item.key(), item.value(), schema, value); });
    }

    [[nodiscard]] bool keyword(const std::string& name, const json& rule, const json& schema, const json& value) const {
        if (name == "$ref")
            return allows(schema_.at(json::json_pointer(rule.get<std::string>().substr(1))), value);
        if (name == "type")
            return rule.is_array()
                       ? std::any_of(rule.begin(), rule.end(), [&](const json& each) { return is(each, value); })
                       : is(rule, value);
        if (name == "const")
            return value == rule;
        if (name == "enum")
            return std::find(rule.begin(), rule.end(), value) != rule.end();
        if (name == "not")
            return !allows(rule, value);
        if (name == "anyOf")
            return matches(rule, value) > 0;
        if (name == "oneOf")
            return matches(rule, value) == 1;
        if (name == "minimum")
            return !value.is_number() || value >= rule;
        if (name == "maximum")
            return !value.is_number() || value <= rule;
        if (name == "pattern")
            return !value.is_string() ||
                   std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>()));
        if (name == "minLength")
            return !value.is_string() || value.get<std::string>().size() >= rule;
        if (value.is_array() && (name == "items" || name == "minItems" || name == "maxItems"))
            return ofList(name, rule, value);
        if (value.is_object())
            return ofObject(name, rule, schema, value);
        return isKnown(name);
    }

    [[nodiscard]] bool ofList(const std::string& name, const json& rule, const json& value) const {
        if (name == "minItems")
            return value.size() >= rule;
        if (name == "maxItems")
            return value.size() <= rule;
        return std::all_of(value.begin(), value.end(), [&](const json& each) { return allows(rule, each); });
    }

    [[nodiscard]] bool ofObject(const std::string& name, const json& rule, const json& schema,
                                const json& value) const {
        const auto has = [&](const json& field) { return value.contains(field.get<std::string>()); };
        if (name == "required")
            return std::all_of(rule.begin(), rule.end(), has);
        if (name == "dependentRequired") {
            return std::all_of(rule.items().begin(), rule.items().end(), [&](const auto& each) {
                return !value.contains(each.key()) || std::all_of(each.value().begin(), each.value().end(), has);
            });
        }
        if (name == "properties") {
            return std::all_of(rule.items().begin(), rule.items().end(), [&](const auto& each) {
                return !value.contains(each.key()) || allows(each.value(), value[each.key()]);
            });
        }
        if (name == "additionalProperties") {
            const json named = schema.value("properties", json::object());
            return std::all_of(value.items().begin(), value.items().end(), [&](const auto& each) {
                return named.contains(each.key()) || (rule != false && allows(rule, each.value()));
            });
        }
        return isKnown(name);
    }

    [[nodiscard]] static bool isKnown(const std::string& name) {
        static const std::vector<std::string> without{
            "$schema",          "title",    "description", "$defs",      "items",
            "minItems",         "maxItems", "required",    "properties", "additionalProperties",
            "dependentRequired"};
        const bool known = std::find(without.begin(), without.end(), name) != without.end();
        EXPECT_TRUE(known) << "the schema uses the keyword " << name;
        return known;
    }

    [[nodiscard]] static bool is(const json& type, const json& value) {
        return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
               (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean()) ||
               (type == "null" && value.is_null()) || (type == "number" && value.is_number()) ||
               (type == "integer" && value.is_number_integer());
    }

    [[nodiscard]] std::ptrdiff_t matches(const json& rules, const json& value) const {
        return std::count_if(rules.begin(), rules.end(), [&](const json& each) { return allows(each, value); });
    }

    json schema_;
};

Validator shippedSchema() {
    return Validator(contentOf(std::string(tests::resourcesFolder()) + "/schema/raftarium-1.0.schema.json"));
}

TEST(Schema, AllowsEveryScenarioThatIsShipped) {
    const Validator schema = shippedSchema();

    for (const auto& each : std::filesystem::directory_iterator(std::string(tests::resourcesFolder()) + "/scenarios"))
        EXPECT_TRUE(schema.allows(contentOf(each.path()))) << each.path();
}

TEST(Schema, AllowsEveryActionConditionAndExpectation) {
    const Validator schema = shippedSchema();
    const std::string folder = std::string(tests::dataFolder()) + "/fuzz/ScenarioFuzz";

    EXPECT_TRUE(schema.allows(contentOf(folder + "/all-actions.raft")));
    EXPECT_TRUE(schema.allows(contentOf(folder + "/branches.raft")));
}

TEST(Schema, RefusesWhatTheReaderRefuses) {
    const Validator schema = shippedSchema();
    const std::string head = R"({"format": "raftarium", "version": "1.0", "cluster": {"servers": 3}, )";

    for (const std::string fields :
         {R"("unknown": 1})", R"("actions": [], "branches": [{"name": "a"}]})", R"("actions": [{"do": "dance"}]})",
          R"("actions": [{"do": "stop"}]})", R"("actions": [{"do": "stop", "server": 1, "to": 2}]})",
          R"("actions": [{"at": 1, "event": 1, "do": "healAll"}]})", R"("actions": [{"time": 1, "do": "healAll"}]})",
          R"("actions": [{"when": {"applied": 1}, "do": "healAll"}]})", R"("actions": [{"do": "expect", "log": []}]})",
          R"("outcome": {"main": "xyz"}})"}) {
        EXPECT_FALSE(schema.allows(json::parse(head + fields))) << fields;
        EXPECT_FALSE(raft::readScenario(head + fields).has_value()) << fields;
    }
}

} // namespace
