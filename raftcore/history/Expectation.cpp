// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/history/Scenario.h"

#include <algorithm>

// Comparing what is expected of servers with what they are.

namespace raft {

namespace {

/// Compares one server with an expectation.
class Comparison {
public:
    Comparison(const Expectation& expectation, const Cluster& cluster, ServerId server, std::vector<Text>& found)
        : expectation_(expectation)
        , name_(cluster.nameOf(server))
        , host_(*cluster.findHost(server))
        , requests_(cluster.requests())
        , found_(found) {}

    void run() {
        const ServerState& state = host_.server.state();
        if (expectation_.role)
            compare("role", std::string(roleName(*expectation_.role)), std::string(roleName(state.role)));
        compareNumber("currentTerm", expectation_.currentTerm, state.persistent.currentTerm);
        if (expectation_.votedFor)
            compare("votedFor", idText(*expectation_.votedFor), idText(state.persistent.votedFor));
        compareNumber("commitIndex", expectation_.commitIndex, state.commitIndex);
        compareNumber("lastApplied", expectation_.lastApplied, state.lastApplied);
        if (expectation_.log)
            compare("log", listText(*expectation_.log), listText(termsOf(state.persistent.log)));
        for (const auto& [key, value] : expectation_.keys) {
            const std::string* present = host_.store.find(key);
            compare("key " + key, value.value_or("null"), present ? *present : "null");
        }
        if (expectation_.stopped)
            compare("stopped", truth(*expectation_.stopped), truth(host_.stopped));
        if (expectation_.voters)
            compare("voters", listText(*expectation_.voters), listText(votersOf(state.configuration)));
        if (expectation_.lastAnswer)
            compare("lastAnswer", expectation_.lastAnswer->value_or("null"), lastAnswer().value_or("null"));
    }

private:
    static std::string truth(bool value) { return value ? "true" : "false"; }
    static std::string idText(ServerId id) { return id == 0 ? "null" : number(id); }

    template <typename Number>
    static std::string listText(const std::vector<Number>& numbers) {
        std::string out = "[";
        for (const Number each : numbers)
            out += (out.size() > 1 ? ", " : "") + number(each);
        return out + "]";
    }

    static std::vector<Term> termsOf(const Log& log) {
        std::vector<Term> terms;
        for (Index i = log.baseIndex() + 1; i <= log.lastIndex(); ++i)
            terms.push_back(log.termAt(i));
        return terms;
    }

    static std::vector<ServerId> votersOf(const Configuration& configuration) {
        std::vector<ServerId> voters;
        for (const ServerId id : configuration.voters)
            voters.push_back(id);
        return voters;
    }

    [[nodiscard]] std::optional<std::string> lastAnswer() const {
        for (std::size_t i = requests_.size(); i-- > 0;) {
            const Request& request = requests_[i];
            if (request.server != host_.id())
                continue;
            if (request.status == RequestStatus::answered && request.result.kind == ResultKind::value)
                return request.result.value;
            return std::nullopt;
        }
        return std::nullopt;
    }

    void compareNumber(const char* field, const std::optional<std::uint64_t>& expected, std::uint64_t present) {
        if (expected)
            compare(field, number(*expected), number(present));
    }

    void compare(const std::string& field, const std::string& expected, const std::string& present) {
        if (expected == present)
            return;
        found_.push_back(
            {QT_TRANSLATE_NOOP("core", "%1 %2: expected %3, found %4"), {name_, field, expected, present}});
    }

    const Expectation& expectation_;
    std::string name_;
    const Host& host_;
    const PersistentVector<Request>& requests_;
    std::vector<Text>& found_;
};

} // namespace

std::vector<Text> differences(const Expectation& expectation, const Cluster& cluster) {
    std::vector<Text> found;
    std::vector<ServerId> servers = expectation.servers;
    if (servers.empty()) {
        for (const ServerId id : cluster.servers())
            servers.push_back(id);
    }
    for (const ServerId id : servers) {
        if (cluster.findHost(id))
            Comparison(expectation, cluster, id, found).run();
        else
            found.push_back({QT_TRANSLATE_NOOP("core", "there is no server %1"), {number(id)}});
    }
    return found;
}

} // namespace raft
