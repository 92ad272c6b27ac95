"""A line file of one press that takes six minutes a roll, for case files to run."""

PRESS_LINE = """\
format = 1
name = "press line"
[[source]]
name = "rolls"
mode = "saturated"
[[station]]
name = "press"
kind = "delay"
[station.equipment]
service = "6 min"
"""
