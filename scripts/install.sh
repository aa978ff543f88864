#!/bin/sh
# Makes the virtual environment $1 and installs the product and its tests into it.
# Needs nothing but Python 3.11 or newer; says what to do when something is missing.
set -eu
venv=$1

stop() { printf '\n%s\n  %s\n' "$1" "$2" >&2; exit 1; }
say() { printf '%s\n' "$*"; }
recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        if recent "$candidate"; then echo "$candidate"; return; fi
    done
}

if [ -e "$venv/bin/python" ] && ! recent "$venv/bin/python"; then
    say "$venv is of an older Python; making it anew."
    rm -rf "$venv"
fi
if [ ! -x "$venv/bin/python" ]; then
    python=$(find_python)
    if [ -z "$python" ]; then
        found=$(python3 --version 2>/dev/null || echo 'no Python')
        stop "Python 3.11 or newer is needed; here is $found." \
            "Install it (https://www.python.org/downloads/), or run: make PYTHON=/path/to/python3.12 …"
    fi
    say "1/3 Making $venv with $("$python" --version)"
    "$python" -c 'import venv, ensurepip' 2>/dev/null || stop \
        "This Python has no venv module." \
        "On Debian and Ubuntu: apt install python3-venv. Then run the same command again."
    "$python" -m venv "$venv" || { rm -rf "$venv"; stop \
        "Making $venv failed; the reason is above." "Is the disk full, or the folder read-only?"; }
fi

pip="$venv/bin/python -m pip --disable-pip-version-check"
failed() { stop "Installing failed; the reason is above." \
    "Is the network up, and is there 1 GB of free disk? Then run the same command again."; }

if [ ! -x "$venv/bin/uv" ]; then
    say "2/3 Getting uv, which installs faster than pip"
    $pip install --quiet uv || say "    … not to be had; pip will do."
fi
say "3/3 Installing the product and its dependencies (about 250 MB, some seconds to a minute)"
if [ -x "$venv/bin/uv" ] && "$venv/bin/uv" pip install --python "$venv/bin/python" \
    --compile-bytecode -e '.[dev]'; then
    exit 0
fi
say "    uv did not manage; trying pip."
$pip install -e '.[dev]' || failed
