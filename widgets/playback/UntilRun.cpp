// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/playback/UntilRun.h"

#include "widgets/playback/Catalogue.h"

#include <algorithm>

// Slices between which the window paints and listens.

namespace raftarium {

/// A slice computes for so long, in milliseconds.
static constexpr int kSlice = 12;

UntilRun::UntilRun(Session& session, QObject* parent) : QObject(parent), session_(session) {
    timer_.setInterval(0);
    connect(&timer_, &QTimer::timeout, this, &UntilRun::goOn);
    connect(&session, &Session::structureChanged, this, [this] {
        if (!waiting_)
            return;
        end();
        emit notReached(tr("The run was changed meanwhile."));
    });
}

double UntilRun::share() const {
    if (!waiting_ || waiting_->deadline() <= waiting_->since().time)
        return 0;
    const auto passed = static_cast<double>(session_.cluster().now() - waiting_->since().time);
    return std::clamp(passed / static_cast<double>(waiting_->deadline() - waiting_->since().time), 0.0, 1.0);
}

void UntilRun::start(const raft::Condition& condition, raft::Time within) {
    waiting_.emplace(condition, session_.timeline().moment(), within);
    if (raft::holds(condition, session_.cluster(), waiting_->since()) &&
        session_.timeline().nextTime() <= waiting_->deadline())
        session_.seek(session_.events() + 1);
    timer_.start();
}

void UntilRun::goOn() {
    const auto state = session_.waitFor(*waiting_, kSlice);
    if (state == raft::ConditionWait::State::goesOn) {
        emit progressed();
        return;
    }
    const raft::ConditionWait waited = *waiting_;
    if (state == raft::ConditionWait::State::came) {
        end();
        emit reached();
        return;
    }
    const QString why = sayText(waited.failureText(session_.cluster()));
    cancel();
    emit notReached(why);
}

void UntilRun::cancel() {
    if (!waiting_)
        return;
    const raft::Moment since = waiting_->since();
    end();
    session_.go(since);
}

void UntilRun::end() {
    timer_.stop();
    waiting_.reset();
}

} // namespace raftarium
