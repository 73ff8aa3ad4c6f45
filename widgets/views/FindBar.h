// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/views/EventsView.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;

/// Finding events by their words.
namespace raftarium {

/// A line over the list of events: finds the next or previous row whose words contain what is written, a piece at a
/// time, so that a long run does not stop the window.
class FindBar : public QWidget {
    Q_OBJECT

public:
    /// The view must outlive it.
    explicit FindBar(EventsView& events, QWidget* parent = nullptr);

public slots:
    /// Shows the bar with the text chosen.
    void open();
    void close();
    void findNext() { begin(1); }
    void findPrevious() { begin(-1); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void begin(int step);
    void beginAnew();
    void searchOn();
    void end(const QString& verdict);

    EventsView& events_;
    QLineEdit* field_;
    QLabel* verdict_;
    QTimer timer_;
    std::optional<std::size_t> found_;
    /// The row to be looked at next, the direction, and how many rows are still to be looked at.
    std::size_t row_ = 0;
    int step_ = 1;
    std::size_t left_ = 0;
};

} // namespace raftarium
