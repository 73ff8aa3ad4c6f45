// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/values/Text.h"

#include <string>

/// The words of pictures in the person's language.
namespace scene {

/// A catalogue of words. As it is, it speaks English: the templates themselves. A translated one overrides
/// `translated`; the templates of this storey stand in QT_TRANSLATE_NOOP with the scope "scene".
class Words {
public:
    Words() = default;
    Words(const Words&) = default;
    Words& operator=(const Words&) = default;
    virtual ~Words() = default;

    /// The template in the person's language, its places %1 to %9 still in it.
    virtual std::string translated(const std::string& source) const { return source; }

    /// The text in the person's language, its arguments in their places.
    std::string say(const raft::Text& text) const { return raft::fillPlaces(translated(text.source), text.arguments); }
};

} // namespace scene
