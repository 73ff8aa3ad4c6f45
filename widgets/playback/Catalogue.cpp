// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/Catalogue.h"

#include <QCoreApplication>

#include <algorithm>

// Templates of the storeys below are looked up under the contexts in which they are marked there.

namespace raftarium {

QString translatedTemplate(const std::string& source) {
    for (const char* context : {"scene", "explain", "core", "rules"}) {
        const QString found = QCoreApplication::translate(context, source.c_str());
        if (found != QString::fromStdString(source))
            return found;
    }
    return QString::fromStdString(source);
}

QString sayText(const raft::Text& text) {
    return QString::fromStdString(raft::fillPlaces(translatedTemplate(text.source).toStdString(), text.arguments));
}

QString errorText(const raft::Error& error, const raft::Cluster& cluster) {
    QString line = sayText(error.problem);
    if (!error.where.empty()) {
        const auto& hosts = cluster.hosts();
        const bool isName = std::any_of(hosts.begin(), hosts.end(), [&](const raft::Host& host) {
            return cluster.nameOf(host.id()) == error.where;
        });
        line = QString::fromStdString(error.where) + QLatin1String(isName ? " " : ": ") + line;
    }
    if (!error.allowed.empty())
        line += QLatin1String("; ") + sayText(error.allowed);
    line[0] = line[0].toUpper();
    return line;
}

namespace {

/// Words through Qt's translators.
class QtWords final : public scene::Words {
public:
    std::string translated(const std::string& source) const override {
        return translatedTemplate(source).toStdString();
    }
};

} // namespace

const scene::Words& pictureWords() {
    static const QtWords words;
    return words;
}

} // namespace raftarium
