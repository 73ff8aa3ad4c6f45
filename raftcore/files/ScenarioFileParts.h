// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/files/JsonValue.h"
#include "raftcore/files/ScenarioFile.h"

// The parts of a scenario's file, shared by its reader and its writer. Internal to raftcore/files.

namespace raft {

/// The names of roles, by their order in `Role`.
const std::vector<const char*>& roleNames();
/// The names of kinds of message, by their order in `MessageKind`.
const std::vector<const char*>& messageNames();
/// The names of defects, by their order in `Defect`.
const std::vector<const char*>& defectNames();
/// The names of timer modes, by their order in `TimerMode`.
const std::vector<const char*>& timerModeNames();
/// The names of the modes of reads, by their order in `ReadMode`.
const std::vector<const char*>& readModeNames();
/// The states of a disk, in the order of DiskState.
const std::vector<const char*>& diskStateNames();
/// A feature of the protocol that is on or off, and its name in files.
struct Feature {
    const char* name;
    bool Options::*option;
    std::optional<bool> action::SetOptions::*change;
};
/// All features that are on or off, in the order in which they are written.
const std::vector<Feature>& features();
/// A limit of the protocol that may be off, and its name in files.
struct Limit {
    const char* name;
    std::uint32_t Options::*option;
    std::optional<std::uint32_t> action::SetOptions::*change;
    /// The highest that it may be; the lowest is 1.
    std::uint32_t most;
};
/// All limits that may be off, in the order in which they are written.
const std::vector<Limit>& limits();
/// What `do` may say: the actions by their order in `Action`, then "bookmark" and "expect".
const std::vector<const char*>& stepNames();

/// A command as a person writes it.
std::optional<Command> readCommand(const JsonValue& value);
/// The fields of a timing that are there. The ends of a link are not among them.
void readTiming(JsonObject& object, action::SetTiming& timing);
/// The fields of a load that are there.
void readLoad(JsonObject& object, Load& load);
/// The fields of options that are there, to the last one: no others may follow.
void readOptions(JsonObject& object, action::SetOptions& options);
/// What the weather is: a name, or an object of rates.
std::optional<Weather> readWeather(const JsonValue& value);
/// The field `cluster`. Meaning is checked only where nothing else was wrong.
ClusterConfiguration readCluster(const JsonValue& value);

/// Notes what can never work in an action, whatever the state of the cluster.
template <typename Kind>
void checkSense(const JsonObject&, const Kind&) {}
void checkSense(const JsonObject& object, const action::Cut& cut);
void checkSense(const JsonObject& object, const action::Heal& heal);
void checkSense(const JsonObject& object, const action::Partition& partition);
void checkSense(const JsonObject& object, const action::SetTiming& timing);
void checkSense(const JsonObject& object, const action::Read& read);
void checkSense(const JsonObject& object, const action::Clock& clock);

/// Reads the steps of all branches of one file.
class StepReader {
public:
    /// `servers` are those of the cluster; empty when they are not known, and any number is taken.
    explicit StepReader(const ServerSet& servers) : servers_(servers) {}

    /// A list of steps.
    std::vector<ScenarioStep> steps(const JsonValue& list);

private:
    std::optional<ScenarioStep> step(const JsonValue& value);
    void noteServers(const ScenarioStep& step);
    std::optional<Placement> placement(JsonObject& object) const;
    [[nodiscard]] std::optional<Condition> condition(const JsonValue& value) const;
    [[nodiscard]] std::optional<Condition> conditionOf(const std::string& kind, JsonObject& object) const;
    void readAction(std::size_t position, JsonObject& object, ScenarioStep& step) const;
    [[nodiscard]] Expectation expectation(JsonObject& object) const;

    void read(JsonObject& object, action::Stop& action) const;
    void read(JsonObject& object, action::Restart& action) const;
    void read(JsonObject& object, action::Pause& action) const;
    void read(JsonObject& object, action::Resume& action) const;
    void read(JsonObject& object, action::Timeout& action) const;
    void read(JsonObject& object, action::Heartbeat& action) const;
    void read(JsonObject& object, action::Submit& action) const;
    void read(JsonObject& object, action::Cut& action) const;
    void read(JsonObject& object, action::Heal& action) const;
    void read(JsonObject& object, action::Partition& action) const;
    void read(JsonObject& object, action::HealAll& action) const;
    void read(JsonObject& object, action::Block& action) const;
    void read(JsonObject& object, action::Unblock& action) const;
    void read(JsonObject& object, action::Drop& action) const;
    void read(JsonObject& object, action::Delay& action) const;
    void read(JsonObject& object, action::Duplicate& action) const;
    void read(JsonObject& object, action::Deliver& action) const;
    void read(JsonObject& object, action::SetTiming& action) const;
    void read(JsonObject& object, action::SetOptions& action) const;
    void read(JsonObject& object, action::AlignTimers& action) const;
    void read(JsonObject& object, action::SpreadTimers& action) const;
    void read(JsonObject& object, action::Transfer& action) const;
    void read(JsonObject& object, action::TakeSnapshot& action) const;
    void read(JsonObject& object, action::Read& action) const;
    void read(JsonObject& object, action::ChangeConfiguration& action) const;
    void read(JsonObject& object, action::AddServer& action) const;
    void read(JsonObject& object, action::RemoveServer& action) const;
    void read(JsonObject& object, action::Promote& action) const;
    void read(JsonObject& object, action::LeaveJoint& action) const;
    void read(JsonObject& object, action::Clock& action) const;
    void read(JsonObject& object, action::Disk& action) const;
    static void read(JsonObject& object, action::SetWeather& action);
    static void read(JsonObject& object, action::SetLoad& action);
    void read(JsonObject& object, action::SetPriority& action) const;

    /// A server's number, or "leader", which is 0.
    [[nodiscard]] ServerId serverOrLeader(JsonObject& object) const;
    /// The server that a field names; 0 when it is missing or wrong.
    ServerId server(JsonObject& object, const char* name) const;
    /// The same for a field that need not be there.
    ServerId optionalServer(JsonObject& object, const char* name) const;
    /// A server or a client; 0 when the field is missing or wrong.
    ServerId optionalEnd(JsonObject& object, const char* name) const;
    [[nodiscard]] std::optional<ServerId> serverOf(const JsonValue& value) const;
    [[nodiscard]] std::vector<ServerId> serverList(const JsonValue& value) const;
    /// A server's number, whether there is such a server yet or not.
    static ServerId newServer(JsonObject& object, const char* name);
    void readEnds(JsonObject& object, std::optional<MessageKind>& message, ServerId& from, ServerId& to) const;
    [[nodiscard]] action::MessageChoice choice(JsonObject& object) const;

    ServerSet servers_;
    /// How many steps were read so far.
    std::size_t count_ = 0;
};

/// A step as a JSON object.
Json stepJson(const ScenarioStep& step);
/// The field `cluster`. What is said besides of a server, the load or the weather needs an object to stand in.
Json clusterJson(const ClusterConfiguration& cluster, const std::vector<UnknownField>& said);
/// The given fields of a timing, added to `json`.
void addTiming(Json& json, const action::SetTiming& timing);
/// The given fields of options, added to `json`.
void addOptions(Json& json, const action::SetOptions& options);

} // namespace raft
