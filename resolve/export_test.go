package resolve

// Directory is the absolute directory of the plan's configuration.
func (p *Plan) Directory() string { return p.options.Surroundings.Dir }
