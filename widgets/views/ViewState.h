// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/scene/Frame.h"
#include "widgets/scene/Theme.h"

#include <QObject>

#include <optional>

/// What is chosen and how it is shown: the same for all views of a window.
namespace raftarium {

/// Selection, options and theme. Views follow its signals.
class ViewState : public QObject {
    Q_OBJECT

public:
    explicit ViewState(QObject* parent = nullptr);

    [[nodiscard]] const std::optional<scene::Id>& selected() const { return selected_; }
    /// The server that is chosen, or to which the chosen entry belongs; 0 when neither.
    [[nodiscard]] raft::ServerId selectedServer() const;
    [[nodiscard]] const scene::ViewOptions& options() const { return options_; }
    [[nodiscard]] const scene::Theme& theme() const { return theme_; }

public slots:
    void select(const std::optional<scene::Id>& id);
    void setTheme(const scene::Theme& theme);
    /// Factor on all sizes of text, from kSmallestScale to kLargestScale.
    void setTextScale(double scale);
    void setHideHeartbeats(bool hide);
    void setReducedMotion(bool reduced);
    /// For a projector: large type.
    void setPresentation(bool presentation);
    /// Puts servers where another view has them, and all others back to the ellipse.
    void setPlaces(const std::map<raft::ServerId, scene::Point>& places);
    /// Puts a server somewhere: the centre as a share (0 to 1) of the stage's width and height.
    void place(raft::ServerId server, scene::Point share);
    /// All servers go back to the ellipse.
    void resetPlaces();

public:
    static constexpr double kSmallestScale = 1;
    static constexpr double kLargestScale = 3;

signals:
    /// Something else is chosen.
    void selectionChanged();
    /// Options changed.
    void optionsChanged();
    void themeChanged();

private:
    std::optional<scene::Id> selected_;
    scene::ViewOptions options_;
    scene::Theme theme_;
};

} // namespace raftarium
