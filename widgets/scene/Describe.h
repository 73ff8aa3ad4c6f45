// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Frame.h"
#include "widgets/scene/Words.h"

#include <string>
#include <vector>

/// What pictures show, in words: for screen readers, tool tips and the status line.
namespace scene {

/// One sentence on the thing that an id names, in the frame's cluster; empty if it is not there any more.
std::string describe(const Frame& frame, const Id& id, const Words& words);

/// What can be spoken of on the stage, in the order in which a person would go through it: servers, each with its
/// answers, then messages by id, then remarkable links.
std::vector<Id> spokenIds(const Frame& frame);

/// The kind of a message in the paper's words, "AppendEntries" or "reply to AppendEntries".
std::string messageKindWords(const raft::Message& message, const Words& words);

} // namespace scene
