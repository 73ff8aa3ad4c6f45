// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Cluster.h"
#include "widgets/scene/Words.h"

#include <QString>

/// The core's and the scene's texts in the person's language.
namespace raftarium {

/// The text in the person's language, its arguments in their places.
QString sayText(const raft::Text& text);

/// A template in the person's language, its places still in it.
QString translatedTemplate(const std::string& source);

/// The error on one line in the person's language: "S1 is stopped; restart it first". The cluster tells which places
/// are names of servers; the problem reads on after those.
QString errorText(const raft::Error& error, const raft::Cluster& cluster);

/// The words of pictures in the person's language.
const scene::Words& pictureWords();

} // namespace raftarium
