// SPDX-License-Identifier: GPL-3.0-or-later
// Must not compile where raftcore is built alone: no header of Qt may be found there.
#include <QtCore/QtGlobal>
