// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Player.h"
#include "widgets/scene/Id.h"
#include "widgets/views/ViewState.h"

#include <QAccessible>
#include <QObject>
#include <QRect>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

class QWidget;

/// What a view that paints itself tells screen readers.
namespace raftarium {

/// One thing that is painted: its words and where it is.
struct Part {
    scene::Id id;
    /// What is spoken.
    QString words;
    /// Its place in the widget.
    QRect place;
    bool selected = false;

    friend bool operator==(const Part&, const Part&) = default;
};

/// The parts of a view, found anew on a step, a pause or a selection, never each frame: nobody can listen so fast.
class Parts : public QObject {
    Q_OBJECT

public:
    using Find = std::function<std::vector<Part>()>;
    using Choose = std::function<void(const scene::Id&)>;

    /// The parts of `view`, which owns them; `find` tells them, `choose` is called when a reader presses one.
    Parts(QWidget& view, const Session& session, const Player& player, const ViewState& state, Find find,
          Choose choose);

    /// The parts of a view, or null when it has none.
    static Parts* of(const QObject* view);

    /// The parts as they were last found.
    [[nodiscard]] const std::vector<Part>& all() const { return parts_; }
    /// A reader has come: from now on the parts are kept up to date.
    void beginReading();
    /// The part with this id, or null when it is not there any more.
    [[nodiscard]] const Part* find(const scene::Id& id) const;
    void choose(const scene::Id& id) const { choose_(id); }
    /// The reader's handle of the part at a position, which must exist.
    QAccessibleInterface* interfaceAt(std::size_t position);

private:
    void renew();

    QWidget& view_;
    const Player& player_;
    Find find_;
    Choose choose_;
    bool isRead_ = false;
    std::vector<Part> parts_;
    std::vector<std::pair<scene::Id, QAccessible::Id>> handles_;
};

/// Makes Qt ask `Parts` about views that have them. Called once, before the first window.
void installPartsFactory();

} // namespace raftarium
