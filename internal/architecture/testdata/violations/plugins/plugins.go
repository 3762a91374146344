package plugins // want: package plugins has no place in the design: give it one in arrows
