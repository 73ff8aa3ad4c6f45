# SPDX-License-Identifier: GPL-3.0-or-later
# What all scripts share: strict mode, the root of the repository as working folder, messages. Sourced, not run.
set -euo pipefail

caller_folder=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Messages go to stderr, so that what a program prints on stdout stays its own.
say() { printf '%s\n' "$*" >&2; }

fail() {
    printf '%s: %s\n' "script/$(basename "$0")" "$*" >&2
    exit 2
}

# configure PRESET: writes the build files when there are none or the presets changed since.
configure() {
    local folder=build/$1
    if [[ ! -f $folder/build.ninja || CMakePresets.json -nt $folder/configured ]]; then
        cmake --preset "$1" >"$(mkdir -p "$folder" && echo "$folder/configure.log")" 2>&1 </dev/null || {
            cat "$folder/configure.log" >&2
            fail "configuring build/$1 failed"
        }
        touch "$folder/configured"
    fi
}
