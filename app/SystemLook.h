// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QString>

/// How the desktop wants programs to look.
namespace raftarium {

/// What the desktop's settings say, and a signal when they change. They come from the desktop portal; without one,
/// the lightness of the palette that the program was started with tells light from dark.
class SystemLook : public QObject {
    Q_OBJECT

public:
    explicit SystemLook(QObject* parent = nullptr);

    [[nodiscard]] bool dark() const { return dark_; }
    [[nodiscard]] bool highContrast() const { return highContrast_; }
    [[nodiscard]] bool reducedMotion() const { return reducedMotion_; }

signals:
    void changed();

private slots:
    void take(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void ask(const QString& group, const QString& key);

    bool dark_;
    bool highContrast_ = false;
    bool reducedMotion_ = false;
};

} // namespace raftarium
