"""What a value of a line file may look like: durations, distributions, tables of times, noises, shifts."""
