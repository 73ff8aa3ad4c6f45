// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "raftcore/simulation/Action.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QFormLayout;
class QSpinBox;

/// The features of the protocol as a form.
namespace raftarium {

/// A switch or a number for each option, with the section that describes it.
class ProtocolFields : public QWidget {
    Q_OBJECT

public:
    explicit ProtocolFields(QWidget* parent = nullptr);

    /// Shows these. A number that is being typed stays.
    void setOptions(const raft::Options& options);
    /// What the fields say.
    [[nodiscard]] const raft::Options& options() const { return options_; }

signals:
    /// Somebody changed an option.
    void changed(const raft::action::SetOptions& set);

private:
    struct Switch {
        QCheckBox* box;
        bool raft::Options::*option;
    };

    struct Number {
        QSpinBox* box;
        std::uint32_t raft::Options::*option;
    };

    void addSwitch(const char* name, const QString& words, bool raft::Options::*option,
                   std::optional<bool> raft::action::SetOptions::*change);
    /// A switch with its words beside it, in a row.
    QCheckBox* addBox(const char* name, const QString& words);
    void keepLeasesSound(bool raft::Options::*option, bool on, raft::action::SetOptions& set);
    void addEntries();
    void addLimit(const char* name, const QString& words, std::uint32_t raft::Options::*option,
                  std::optional<std::uint32_t> raft::action::SetOptions::*change, std::uint32_t most);
    void addLimits();
    void addSnapshots();
    void snapshotsChanged();
    QSpinBox* makeNumber(const char* name, std::uint32_t low, std::uint32_t high);

    raft::Options options_;
    QFormLayout* form_;
    std::vector<Switch> switches_;
    std::vector<Number> limits_;
    QSpinBox* entries_ = nullptr;
    QCheckBox* snapshots_ = nullptr;
    QSpinBox* everyEntries_ = nullptr;
    QSpinBox* chunkBytes_ = nullptr;
};

} // namespace raftarium
