# common

# Said for a moment
toast-copied = Kopiert
