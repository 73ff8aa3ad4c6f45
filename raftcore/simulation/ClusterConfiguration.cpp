// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/simulation/ClusterConfiguration.h"

#include <algorithm>
#include <map>

// Which configurations are sound.

namespace raft {

namespace {

/// Gathers the problems of one configuration.
class Inspection {
public:
    explicit Inspection(const ClusterConfiguration& configuration) : configuration_(configuration) {}

    std::vector<Error> run() {
        const std::size_t count = configuration_.servers.size();
        if (count < 1 || count > kMaximumServers) {
            add("/servers", {QT_TRANSLATE_NOOP("core", "%1 servers"), {number(count)}},
                {QT_TRANSLATE_NOOP("core", "allowed: 1 to %1"), {number(kMaximumServers)}});
        }
        for (std::size_t i = 0; i < count; ++i)
            inspectServer(configuration_.servers[i], "/servers/" + number(i));
        const auto& servers = configuration_.servers;
        if (count > 0 && std::none_of(servers.begin(), servers.end(), [](const auto& each) { return each.voting; })) {
            add("/servers", QT_TRANSLATE_NOOP("core", "no server votes"),
                QT_TRANSLATE_NOOP("core", "allowed: at least one voting server"));
        }
        inspectLogMatching();
        inspectScalars();
        return std::move(problems_);
    }

private:
    static std::string number(std::size_t value) { return raft::number(std::uint64_t{value}); }

    void add(std::string where, Text problem, Text allowed = {}) {
        problems_.push_back(Error{std::move(where), std::move(problem), std::move(allowed)});
    }

    void inspectServer(const StartingServer& server, const std::string& where) {
        if (server.id < 1 || server.id > kMaximumServerId) {
            add(where + "/id", {QT_TRANSLATE_NOOP("core", "%1 is no server's number"), {raft::number(server.id)}},
                {QT_TRANSLATE_NOOP("core", "allowed: 1 to %1"), {raft::number(kMaximumServerId)}});
            return;
        }
        if (!known_.insert(server.id)) {
            add(where + "/id", {QT_TRANSLATE_NOOP("core", "there are two servers %1"), {raft::number(server.id)}});
        }
        if (server.priority > kMaximumPriority) {
            add(where + "/priority", {QT_TRANSLATE_NOOP("core", "priority %1"), {raft::number(server.priority)}},
                {QT_TRANSLATE_NOOP("core", "allowed: 0 to %1"), {raft::number(kMaximumPriority)}});
        }
        inspectTerms(server, where);
    }

    void inspectTerms(const StartingServer& server, const std::string& where) {
        Term last = 0;
        for (std::size_t i = 0; i < server.log.size(); ++i) {
            const Term term = server.log[i].term;
            const std::string place = where + "/log/" + number(i);
            if (term < last) {
                add(place, {QT_TRANSLATE_NOOP("core", "term %1 after term %2; terms never decrease"),
                            {raft::number(term), raft::number(last)}});
            } else if (term < 1 || term > kMaximumStartTerm) {
                add(place, {QT_TRANSLATE_NOOP("core", "term %1"), {raft::number(term)}},
                    {QT_TRANSLATE_NOOP("core", "allowed: 1 to %1"), {raft::number(kMaximumStartTerm)}});
            }
            last = std::max(last, term);
        }
        if (server.currentTerm && (*server.currentTerm < last || *server.currentTerm > kMaximumStartTerm)) {
            add(where + "/currentTerm", {QT_TRANSLATE_NOOP("core", "term %1"), {raft::number(*server.currentTerm)}},
                {QT_TRANSLATE_NOOP("core", "allowed: from the log's last term, %1, to %2"),
                 {raft::number(last), raft::number(kMaximumStartTerm)}});
        }
        if (server.votedFor > kMaximumServerId) {
            add(where + "/votedFor",
                {QT_TRANSLATE_NOOP("core", "%1 is no server's number"), {raft::number(server.votedFor)}},
                {QT_TRANSLATE_NOOP("core", "allowed: 1 to %1, or null"), {raft::number(kMaximumServerId)}});
        }
    }

    /// Log Matching (Figure 3): where two logs have an entry of one index and term, they agree on all up to it.
    void inspectLogMatching() {
        struct Seen {
            std::uint64_t prefix;
            ServerId server;
        };
        std::map<std::pair<Index, Term>, Seen> seen;
        for (std::size_t s = 0; s < configuration_.servers.size(); ++s) {
            const StartingServer& server = configuration_.servers[s];
            std::uint64_t prefix = 0;
            for (std::size_t i = 0; i < server.log.size(); ++i) {
                prefix = Hasher().add(prefix).add(server.log[i].hash(i + 1)).value();
                const auto [place, isNew] = seen.try_emplace({i + 1, server.log[i].term}, Seen{prefix, server.id});
                if (isNew || place->second.prefix == prefix)
                    continue;
                add("/servers/" + number(s) + "/log/" + number(i),
                    {QT_TRANSLATE_NOOP("core",
                                       "S%1 and S%2 both have index %3 of term %4, but their logs differ up to there"),
                     {raft::number(place->second.server), raft::number(server.id), number(i + 1),
                      raft::number(server.log[i].term)}});
                break;
            }
        }
    }

    void inspectScalars() {
        if (configuration_.seed > kMaximumSeed) {
            add("/seed", {QT_TRANSLATE_NOOP("core", "the seed %1 is too large"), {raft::number(configuration_.seed)}},
                {QT_TRANSLATE_NOOP("core", "allowed: 0 to %1"), {raft::number(kMaximumSeed)}});
        }
        if (auto options = validate(configuration_.options); !options) {
            Error error = options.error();
            error.where = "/options/" + error.where;
            problems_.push_back(std::move(error));
        }
        if (auto load = validate(configuration_.load); !load) {
            Error error = load.error();
            // In a file a rate alone stands for all.
            const bool isRate = configuration_.load == Load(configuration_.load.rate);
            error.where = isRate ? "/load" : "/load/" + error.where;
            problems_.push_back(std::move(error));
        }
        if (auto weather = validate(configuration_.weather); !weather) {
            Error error = weather.error();
            error.where = "/weather/" + error.where;
            problems_.push_back(std::move(error));
        }
        if (auto timing = validate(configuration_.timing); !timing) {
            Error error = timing.error();
            error.where = "/timing/" + error.where;
            problems_.push_back(std::move(error));
        }
    }

    const ClusterConfiguration& configuration_;
    ServerSet known_;
    std::vector<Error> problems_;
};

} // namespace

ClusterConfiguration ClusterConfiguration::ofSize(std::size_t servers, std::uint64_t seed) {
    ClusterConfiguration configuration;
    configuration.seed = seed;
    for (std::size_t i = 1; i <= servers; ++i) {
        StartingServer server;
        server.id = static_cast<ServerId>(i);
        configuration.servers.push_back(std::move(server));
    }
    return configuration;
}

std::vector<Error> problemsOf(const ClusterConfiguration& configuration) { return Inspection(configuration).run(); }

} // namespace raft
