// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/files/JsonLayout.h"

#include <algorithm>

// JSON as people like to read it.

namespace raft {

namespace {

class Layout {
public:
    explicit Layout(const std::vector<std::string>& broken) : broken_(broken) {}

    void print(const Json& json, const std::string& place, const std::string& indent) {
        if (!json.is_structured()) {
            text_ += onOneLine(json);
            return;
        }
        const bool isObject = json.is_object();
        const bool isBroken = !json.empty() && std::find(broken_.begin(), broken_.end(), place) != broken_.end();
        text_ += isObject ? '{' : '[';
        bool isFirst = true;
        for (const auto& item : json.items()) {
            text_ += isFirst ? "" : isBroken ? "," : ", ";
            if (isBroken)
                text_ += "\n" + indent + "  ";
            if (isObject)
                text_ += onOneLine(item.key()) + ": ";
            // Below a line that is not broken, nothing is.
            print(item.value(), isBroken ? place + "/" + (isObject ? item.key() : "*") : "-", indent + "  ");
            isFirst = false;
        }
        if (isBroken)
            text_ += "\n" + indent;
        text_ += isObject ? '}' : ']';
    }

    std::string take() { return std::move(text_); }

private:
    const std::vector<std::string>& broken_;
    std::string text_;
};

} // namespace

std::string laidOut(const Json& json, const std::vector<std::string>& broken) {
    Layout layout(broken);
    layout.print(json, "", "");
    return layout.take();
}

std::string spaced(const Json& json) { return laidOut(json, {}); }

} // namespace raft
