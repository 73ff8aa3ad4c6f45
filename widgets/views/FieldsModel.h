// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/views/Fields.h"

#include <QAbstractTableModel>
#include <QFont>

/// The lines of an inspector as a model.
namespace raftarium {

/// Two columns: name and value. Lines that stay are changed in place, so that a selection stays too.
class FieldsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setLines(std::vector<FieldLine> lines);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<FieldLine> lines_;
};

} // namespace raftarium
