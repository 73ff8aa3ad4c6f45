// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

/// The person's language.
namespace raftarium {

/// Loads our texts and Qt's own in the language of the locale, as far as there are any; English plural forms otherwise.
void installTranslations(QCoreApplication& application);

} // namespace raftarium
