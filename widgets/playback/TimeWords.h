// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/protocol/Ids.h"

#include <QString>

/// Logical time in words.
namespace raftarium {

/// A moment as clocks show it: "1.217 s", "12 min 03.250 s".
QString timeWords(raft::Time time);

/// A stretch of time in milliseconds: "41 ms", "12.5 ms".
QString stretchWords(raft::Time stretch);

} // namespace raftarium
