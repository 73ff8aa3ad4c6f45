// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/FileView.h"

#include "app/PanelArea.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

// A small JSON object. No run follows from it, so that nothing in it is an error.

namespace raftarium {

static const QString kPlaces = QStringLiteral("servers");
static const QString kPanels = QStringLiteral("panels");
static const QString kSpeed = QStringLiteral("speed");

/// Four decimals: finer than a pixel, and the same after writing and reading.
static double rounded(double value) { return std::round(value * 1e4) / 1e4; }

/// A panel's name in files: "why" for "whyPanel".
static QString nameInFiles(const Panel& panel) { return panel.objectName().remove(QStringLiteral("Panel")); }

QByteArray viewJson(const QByteArray& before, const ViewState& view, const Player& player, const PanelArea& panels) {
    QJsonObject json = QJsonDocument::fromJson(before).object();
    QJsonObject places;
    for (const auto& [server, place] : view.options().places)
        places[QString::number(server)] = QJsonArray{rounded(place.x), rounded(place.y)};
    json.remove(kPlaces);
    if (!places.isEmpty())
        json[kPlaces] = places;
    QJsonArray shown;
    for (const Panel* panel : panels.panels()) {
        if (!panel->isHidden())
            shown.append(nameInFiles(*panel));
    }
    json[kPanels] = shown;
    json[kSpeed] = rounded(player.speed());
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

static std::map<raft::ServerId, scene::Point> placesIn(const QJsonObject& json, const raft::Cluster& cluster) {
    std::map<raft::ServerId, scene::Point> places;
    for (const raft::ServerId id : cluster.servers()) {
        const QJsonArray place = json.value(QString::number(id)).toArray();
        if (place.size() == 2 && place[0].isDouble() && place[1].isDouble())
            places[id] = {std::clamp(place[0].toDouble(), 0.0, 1.0), std::clamp(place[1].toDouble(), 0.0, 1.0)};
    }
    return places;
}

void applyView(const QByteArray& json, const raft::Cluster& cluster, ViewState& view, Player& player,
               PanelArea& panels) {
    const QJsonObject said = QJsonDocument::fromJson(json).object();
    view.setPlaces(placesIn(said.value(kPlaces).toObject(), cluster));
    if (const double speed = said.value(kSpeed).toDouble(0); speed > 0)
        player.setSpeed(speed);
    if (!said.value(kPanels).isArray())
        return;
    const QJsonArray shown = said.value(kPanels).toArray();
    for (Panel* panel : panels.panels())
        panel->setVisible(shown.contains(nameInFiles(*panel)));
}

} // namespace raftarium
