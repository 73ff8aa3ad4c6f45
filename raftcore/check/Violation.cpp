// SPDX-License-Identifier: GPL-3.0-or-later
#include "raftcore/check/Violation.h"

#include <array>

// The catalogue of the properties.

namespace raft {

namespace {

constexpr std::array<PropertyText, kProperties> kCatalogue{{
    {"election-safety", QT_TRANSLATE_NOOP("rules", "Election Safety"), "§5.2",
     QT_TRANSLATE_NOOP("rules", "In one term at most one server is elected leader.")},
    {"leader-append-only", QT_TRANSLATE_NOOP("rules", "Leader Append-Only"), "§5.3",
     QT_TRANSLATE_NOOP("rules", "A leader adds entries to its log and never deletes or replaces one.")},
    {"log-matching", QT_TRANSLATE_NOOP("rules", "Log Matching"), "§5.3",
     QT_TRANSLATE_NOOP("rules", "Two logs that hold an entry of the same index and term are the same up to it.")},
    {"leader-completeness", QT_TRANSLATE_NOOP("rules", "Leader Completeness"), "§5.4",
     QT_TRANSLATE_NOOP("rules", "An entry committed in one term is in the logs of the leaders of all later terms.")},
    {"state-machine-safety", QT_TRANSLATE_NOOP("rules", "State Machine Safety"), "§5.4.3",
     QT_TRANSLATE_NOOP("rules", "No two servers ever apply different entries at the same index.")},
}};

} // namespace

const PropertyText& propertyText(Property property) { return kCatalogue[static_cast<std::size_t>(property)]; }

} // namespace raft
