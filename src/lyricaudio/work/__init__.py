"""Work that other processes do: tasks, the executors that run them, and the store that they share."""
