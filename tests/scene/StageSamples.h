// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Stage.h"

#include <cstddef>

/// Stages made up for tests, benchmarks and the gallery: every role, state and kind of message in one picture.
namespace scene {

/// The moment that the look's drawing shows: five servers, a leader of term 4, a candidate of term 3.
Facts lookFacts();

/// That many servers, all roles and states among them, with `messages` messages of every kind between them.
Facts crowdFacts(std::size_t servers, std::size_t messages);

/// Servers of which `candidate` asks for votes, with every answer among them.
Facts electionFacts(std::size_t servers, raft::ServerId candidate);

/// A message of every shape from each server to each other one, halfway.
Facts crossfireFacts(std::size_t servers, double part);

/// Links in every remarkable state.
Facts linkFacts(std::size_t servers);

/// A frame with nothing but a cluster of that size; the facts are given apart.
Frame plainFrame(std::size_t servers);

} // namespace scene
