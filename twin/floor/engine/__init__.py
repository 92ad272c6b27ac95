"""Events and the order of an instant: glues machines and flow."""
