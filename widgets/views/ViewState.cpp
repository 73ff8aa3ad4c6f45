// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/ViewState.h"

#include <algorithm>

// Setters that say so when something changed.

namespace raftarium {

ViewState::ViewState(QObject* parent) : QObject(parent), theme_(scene::makeTheme(scene::ThemeKind::light)) {}

raft::ServerId ViewState::selectedServer() const {
    return selected_ && (selected_->subject == scene::Subject::server || selected_->subject == scene::Subject::entry)
               ? selected_->server
               : 0;
}

void ViewState::select(const std::optional<scene::Id>& id) {
    if (id == selected_)
        return;
    selected_ = id;
    emit selectionChanged();
}

void ViewState::setTheme(const scene::Theme& theme) {
    if (theme == theme_)
        return;
    theme_ = theme;
    emit themeChanged();
}

void ViewState::setTextScale(double scale) {
    const double bounded = std::clamp(scale, kSmallestScale, kLargestScale);
    if (bounded == options_.textScale)
        return;
    options_.textScale = bounded;
    emit optionsChanged();
}

void ViewState::setHideHeartbeats(bool hide) {
    if (hide == options_.hideHeartbeats)
        return;
    options_.hideHeartbeats = hide;
    emit optionsChanged();
}

void ViewState::setReducedMotion(bool reduced) {
    if (reduced == options_.reducedMotion)
        return;
    options_.reducedMotion = reduced;
    emit optionsChanged();
}

void ViewState::setPresentation(bool presentation) {
    if (presentation == options_.presentation)
        return;
    options_.presentation = presentation;
    emit optionsChanged();
}

void ViewState::setPlaces(const std::map<raft::ServerId, scene::Point>& places) {
    if (places == options_.places)
        return;
    options_.places = places;
    emit optionsChanged();
}

void ViewState::place(raft::ServerId server, scene::Point share) {
    options_.places[server] = share;
    emit optionsChanged();
}

void ViewState::resetPlaces() {
    options_.places.clear();
    emit optionsChanged();
}

} // namespace raftarium
