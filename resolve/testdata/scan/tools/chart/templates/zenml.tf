locals { a = "{{in.chart}}" } # USE {{in.chart}}
