"""Statistics without a plant: intervals, warm-up, ranking and selection, Sobol and Shapley shares."""
