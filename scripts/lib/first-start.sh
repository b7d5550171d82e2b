# The installed Fantail on a virtual display, until its first window is there; run inside the system that scripts/package --try makes.
set -eu
Xvfb :7 -screen 0 1280x900x24 -nolisten tcp >/dev/null 2>&1 &
display=$!
trap 'kill "$fantail" "$display" 2>/dev/null || true' EXIT
fantail=$display
until [ -S /tmp/.X11-unix/X7 ]; do
    kill -0 "$display"
    sleep 0.1
done
DISPLAY=:7 HOME=/root fantail &
fantail=$!
DISPLAY=:7 timeout 60 xdotool search --sync --onlyvisible --name 'Add Account' >/dev/null
fantail ctl accounts
fantail ctl quit
wait "$fantail"
