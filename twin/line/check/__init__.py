"""What a line must satisfy as a whole: routes, names, material, time that passes."""
