// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/views/Fields.h"

#include <QCoreApplication>

/// Building the lines of an inspector. Part of the implementation of fieldsOf.
namespace raftarium {

/// Gathers lines about things of one cluster.
class FieldParts {
    Q_DECLARE_TR_FUNCTIONS(Fields)

public:
    explicit FieldParts(const raft::Cluster& cluster) : cluster_(cluster) {}

    [[nodiscard]] const raft::Cluster& cluster() const { return cluster_; }
    [[nodiscard]] const std::vector<FieldLine>& lines() const { return lines_; }

    void heading(const QString& name) { lines_.push_back({name, {}, true}); }
    void add(const QString& name, const QString& value) { lines_.push_back({name, value}); }
    void add(const QString& name, std::uint64_t value) { lines_.push_back({name, QString::number(value)}); }

    // ---- What is said of whole things.
    void addServer(const raft::Host& host);
    void addMessage(const raft::InFlight& flight, Fate fate);
    void addClient(const raft::Client& client);
    void addClients();
    void addLink(raft::ServerId low, raft::ServerId high);
    void addEntry(const raft::Host& host, raft::Index index);

    // ---- Values in words.
    [[nodiscard]] static QString none() { return QStringLiteral("—"); }
    [[nodiscard]] QString name(raft::ServerId id) const;
    [[nodiscard]] QString names(const raft::ServerSet& servers) const;
    [[nodiscard]] static QString yesNo(bool value) { return value ? tr("true") : tr("false"); }
    /// "term 2, set x 1".
    [[nodiscard]] static QString entry(const raft::Entry& entry);
    /// What a command found or did.
    [[nodiscard]] static QString resultWords(const raft::Result& result);

private:
    void addBody(const raft::Message& message);
    void addSnapshotBody(const raft::Message& message);
    void addClientBody(const raft::Message& message);
    void addRound(std::uint64_t round, raft::Index memberSince);
    void addWay(raft::ServerId from, raft::ServerId to);

    const raft::Cluster& cluster_;
    std::vector<FieldLine> lines_;
};

} // namespace raftarium
