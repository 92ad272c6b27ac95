"""One line of delays that uses most words of the format, for tests that spoil it."""

GOOD = """\
format = 1
name = "good"
grid = { lanes = 3, segments = 4 }

[[source]]
name = "powder"
mode = "saturated"
conwip = 12
lots = 10

[[source]]
name = "foil"
mode = "arrivals"
interval = { dist = "exponential", mean = "10 min" }

[[station]]
name = "mixer"
kind = "delay"
from = ["powder"]
[station.equipment]
machines = 2
buffer_before = 4
blocking = "before_service"
service = { dist = "gamma", mean = "1 h", shape = 2.0 }
split = { into = 2 }

[[station]]
name = "film"
kind = "delay"
[station.equipment]
buffer_before = 2
max_wait = "4 h"
service = { value = "30 min", source = "assumption" }
setup = { every_lots = 1, time = "12 min" }
[[station.equipment.failure]]
name = "web break"
clock = "operating"
uptime = { dist = "exponential", mean = "40 h" }
repair = { dist = "lognormal", mean = "1 h", cv = 0.5 }
then = "resume"
crew = "fitters"
[[station.equipment.maintenance]]
every = "200 h"
time = "4 h"
restores = ["web break", "roll_wear"]

[[station]]
name = "laminate"
kind = "delay"
from = ["film", "foil"]
[station.equipment]
batch = { lots = 6, wait = "30 min" }
service = { dist = "table", values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20] }

[[crew]]
name = "fitters"
size = 2

[calendar]
shifts = ["Mon-Fri 06:00-22:00", "Sat 06:00-14:00"]

[room]
dew_point_C = { value = -50.0, source = "measured in the pilot room" }
"""
