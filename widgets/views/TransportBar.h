// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/playback/Player.h"
#include "widgets/views/ViewState.h"

#include <QWidget>

class QAction;
class QLabel;
class QSlider;
class QToolButton;

/// Playing, stepping and speed.
namespace raftarium {

/// What moves the present moment.
struct TransportActions {
    QAction* toStart = nullptr;
    QAction* back = nullptr;
    QAction* play = nullptr;
    QAction* forward = nullptr;
    QAction* nextInteresting = nullptr;
    QAction* previousInteresting = nullptr;
    QAction* toEnd = nullptr;
};

/// Buttons, clock, event number, and the speed on a logarithmic slider.
class TransportBar : public QWidget {
    Q_OBJECT

public:
    /// All must outlive it.
    TransportBar(Session& session, Player& player, const ViewState& view, const TransportActions& actions,
                 QWidget* parent = nullptr);

private:
    QToolButton* addButton(QAction* action, int width);
    QWidget* makeSpeed();
    void showMoment();
    void showState();
    void drawSigns();

    Session& session_;
    Player& player_;
    const ViewState& view_;
    TransportActions actions_;
    QLabel* clock_;
    QLabel* count_;
    QLabel* held_;
    QLabel* speed_;
    QSlider* slider_;
    QToolButton* playButton_ = nullptr;
};

} // namespace raftarium
