// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/FieldsModel.h"

// Compares old lines with new ones and announces the difference.

namespace raftarium {

void FieldsModel::setLines(std::vector<FieldLine> lines) {
    const auto before = static_cast<int>(lines_.size());
    const auto after = static_cast<int>(lines.size());
    const int common = std::min(before, after);
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        lines_.resize(lines.size());
        endRemoveRows();
    }
    for (int row = 0; row < common; ++row) {
        const auto at = static_cast<std::size_t>(row);
        if (lines_[at] == lines[at])
            continue;
        lines_[at] = lines[at];
        emit dataChanged(index(row, 0), index(row, 1));
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        lines_ = std::move(lines);
        endInsertRows();
    }
}

int FieldsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int FieldsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : 2; }

QVariant FieldsModel::data(const QModelIndex& index, int role) const {
    const FieldLine& line = lines_[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return index.column() == 0 ? line.name : line.value;
    if (role == Qt::FontRole && (line.heading || index.column() == 1)) {
        QFont font;
        font.setWeight(line.heading ? QFont::Bold : QFont::DemiBold);
        return font;
    }
    return {};
}

QVariant FieldsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    return section == 0 ? tr("Field") : tr("Value");
}

} // namespace raftarium
