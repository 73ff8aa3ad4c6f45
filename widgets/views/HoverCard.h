// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Player.h"
#include "widgets/scene/Id.h"
#include "widgets/views/ViewState.h"

#include <QLabel>
#include <QTimer>

#include <functional>
#include <optional>

/// The card that tells about what the pointer rests on.
namespace raftarium {

/// A card over its parent. It holds playback while it is shown, so that a moving target can be hit; it comes only when
/// the pointer moves onto something, never when something moves under the pointer, and any press or key sends it away.
class HoverCard : public QLabel {
    Q_OBJECT

public:
    using Describe = std::function<QString(const scene::Id&)>;
    using Find = std::function<QRect(const scene::Id&)>;

    /// `describe` gives a thing's words, `find` its rectangle in the parent.
    HoverCard(Player& player, const ViewState& view, Describe describe, Find find, QWidget* parent);

    /// The thing that is pointed at.
    [[nodiscard]] const std::optional<scene::Id>& thing() const { return thing_; }

    /// The pointer moved to `place` of the parent, over this thing.
    void pointAt(const std::optional<scene::Id>& thing, QPoint place);
    /// Sends the card away until the pointer moves onto something else.
    void dismiss();

signals:
    /// Something else is pointed at.
    void thingChanged();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showNow();

    Player& player_;
    const ViewState& view_;
    Describe describe_;
    Find find_;
    QTimer delay_;
    std::optional<scene::Id> thing_;
    QPoint place_;
};

} // namespace raftarium
