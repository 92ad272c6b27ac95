"""Laws against measured series: sets, fitting, prediction, thresholds."""
