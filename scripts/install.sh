#!/bin/sh
# Makes the virtual environment $1 and installs the product and its tests into it.
# Needs nothing but Python 3.11 or newer; says what to do when something is missing.
set -eu
venv=$1

stop() { printf '\n%s\n  %s\n' "$1" "$2" >&2; exit 1; }
say() { printf '%s\n' "$*"; }
recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
complete() { "$1" -c 'import venv, ensurepip' >/dev/null 2>&1; }

# The packages that we use are made for 3.11 to 3.13; a newer Python is the second choice.
find_python() {
    incomplete=
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        if ! recent "$candidate"; then continue; fi
        if complete "$candidate"; then python=$candidate; return; fi
        incomplete=$candidate
    done
    if [ -n "$incomplete" ]; then
        stop "$("$incomplete" --version) is here, without its venv and ensurepip modules." \
            "On Debian and Ubuntu: apt install python3-venv. Then run the same command again."
    fi
    found=$(python3 --version 2>/dev/null) || found="no python3"
    stop "Python 3.11 or newer is needed; here is $found." \
        "Get it from https://www.python.org/downloads/, or name it: make PYTHON=/path/to/python3.12 serve"
}

# uv's output without its list of every package, and its exit code.
install_with_uv() {
    { "$venv/bin/uv" pip install --python "$venv/bin/python" --compile-bytecode -e '.[dev]' 2>&1 ||
        touch "$venv/uv-failed"; } | while IFS= read -r line; do
        case $line in ' + '* | ' - '* | ' ~ '*) ;; *) say "    $line" ;; esac
    done
    ! rm "$venv/uv-failed" 2>/dev/null
}

install_with_pip() { "$venv/bin/python" -m pip --disable-pip-version-check install "$@"; }

if [ -e "$venv" ] && ! recent "$venv/bin/python"; then
    say "$venv is incomplete or of an older Python; making it anew."
    rm -rf "$venv"
fi
if [ ! -e "$venv" ]; then
    find_python
    say "1/3 Making $venv with $("$python" --version)"
    "$python" -m venv "$venv" || { rm -rf "$venv"; stop \
        "Making $venv failed; the reason is above." "Is the disk full, or the folder read-only?"; }
fi
if [ ! -x "$venv/bin/uv" ]; then
    say "2/3 Getting uv, which installs faster than pip"
    install_with_pip --quiet uv || say "    It is not to be had; pip will do."
fi
say "3/3 Installing the product and what it needs: about 250 MB, from seconds to a minute"
if [ -x "$venv/bin/uv" ] && install_with_uv; then exit 0; fi
say "    uv did not manage; trying pip."
install_with_pip -e '.[dev]' || stop "Installing failed; the reason is above." \
    "Is the network up, and is there 1 GB of free disk? Then run the same command again."
