first  = "{{before.mistake}}"
second = "x" y
third  = "{{after.mistake}}"
fourth = { a = "{{in.object}}" }
