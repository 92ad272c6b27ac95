"""What a station is: parameters, visit, the station itself, how kinds are found."""
