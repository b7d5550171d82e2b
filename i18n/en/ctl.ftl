# What the command line says.

ctl-no-instance = No Fantail is running with this profile.
ctl-password-prompt = Password (it is shown while you type):
# $file is the file or folder that the problem is about.
start-problem = Fantail cannot start. { $problem } ({ $file }) { $next }
start-no-profile = Fantail cannot start: this system does not say where a user’s data belongs. Name a folder with --profile.
start-no-socket = The remote control cannot start: { $reason }
