# windows
