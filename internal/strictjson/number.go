package strictjson

import "strconv"

// number reads a number by RFC 8259's grammar.
func (p *parser) number() Number {
	start := p.at
	if p.peek() == '-' {
		p.at++
	}
	if p.peek() == '0' {
		p.at++
	} else {
		p.digits()
	}
	if p.peek() == '.' {
		p.at++
		p.digits()
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.at++
		if c := p.peek(); c == '+' || c == '-' {
			p.at++
		}
		p.digits()
	}
	return Number(p.text[start:p.at])
}

// digits reads one digit or more.
func (p *parser) digits() {
	start := p.at
	for '0' <= p.peek() && p.peek() <= '9' {
		p.at++
	}
	if p.at == start {
		p.fail(p.orEnd("a number is not one of JSON"))
	}
}

// exact is the bound below which every whole number has a float64 of its own.
const exact = 1 << 53

// Whole returns a number that is whole, however it is written (1, 1.0, 1e0), and whether it is one, below 2^53.
func (n Number) Whole() (int64, bool) {
	value, err := strconv.ParseFloat(string(n), 64)
	if err != nil || value <= -exact || value >= exact || value != float64(int64(value)) {
		return 0, false
	}
	return int64(value), true
}
