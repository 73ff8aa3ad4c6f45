// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QListWidget;
class QListWidgetItem;

/// The scenarios that come with the program.
namespace raftarium {

/// Lets a person choose a scenario by its picture, title and sentence.
class GalleryDialog : public QDialog {
    Q_OBJECT

public:
    explicit GalleryDialog(QWidget* parent);

    void accept() override;

signals:
    /// A scenario is wanted: its file's text, and what it is called.
    void chosen(const QByteArray& text, const QString& title);

private:
    void addScenario(const QString& path);
    /// Makes one picture that is still missing; the next one follows when nothing else is to be done.
    void makeNextPicture();

    QListWidget* list_;
    int nextPicture_ = 0;
};

} // namespace raftarium
