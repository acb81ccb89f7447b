"""How right a resume was read: what a truth states, beside what the parser answered, as tallies per field.

Values in, tallies out: no file, no clock, no Django. `truth` and `reading` make a `Profile` of either side, `judging`
compares the two by the rules of `matching` and `periods`, `card` adds up, `report` shows. It shares no reading code with
the parser: a date both misread alike would count as right.
"""
