// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"
#include "widgets/scene/Id.h"

#include <QString>

#include <vector>

/// Everything that can be known of a thing, as names and values.
namespace raftarium {

/// A name and its value; a heading has no value.
struct FieldLine {
    QString name;
    QString value;
    bool heading = false;

    friend bool operator==(const FieldLine&, const FieldLine&) = default;
};

/// Whether it is told what will become of a message.
enum class Fate { told, hidden };

/// The fields of a server, message, link or entry, by their names in the paper; empty when the thing is not there.
std::vector<FieldLine> fieldsOf(const raft::Cluster& cluster, const scene::Id& id, Fate fate = Fate::told);

/// What the thing is called, for a heading: "S2", "AppendEntries S1 → S3", "Link S1–S2", "Entry 4 of S2".
QString titleOf(const raft::Cluster& cluster, const scene::Id& id);

} // namespace raftarium
