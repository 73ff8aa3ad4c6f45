// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Event.h"

#include <nlohmann/json.hpp>
#include <string>

// What events, states and scenarios have in common when they are written as JSON. Internal to raftcore/files.

namespace raft {

/// A JSON value whose keys keep the order in which they were added.
using Json = nlohmann::ordered_json;

/// A message in flight: number, type, ends, and the paper's names of its fields.
Json messageJson(const InFlight& flight);

/// An entry of a log.
Json entryJson(Index index, const Entry& entry);

/// An end of a message: a server's number, or a client as "C" and its number.
Json endJson(ServerId end);

/// A server's number; null for none.
Json serverJson(ServerId id);

/// A set of servers as a list of numbers.
Json serversJson(const ServerSet& servers);

/// How a joint configuration is left: "automatic", or "onRequest".
const char* leaveName(bool onRequest);

/// Who is in a cluster: voters, outgoing, learners; and how a joint configuration is left, null when it is none.
Json configurationJson(const Configuration& configuration);

/// The value on one line. Bytes that are no UTF-8 are replaced.
std::string onOneLine(const Json& json);

} // namespace raft
