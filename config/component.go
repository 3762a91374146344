package config

import "fmt"

func (r *reader) component(b block) Component {
	c := Component{
		Addr:      ComponentAddr{Type: b.labels[0].text, Name: b.labels[1].text},
		NameRange: b.labels[1].at, DeclRange: b.declRange,
	}
	r.address = c.Addr.String()
	r.report(b.body.check("A component", blockShapes["component"])...)
	for i := range b.body.attributes {
		a := &b.body.attributes[i]
		c.Arguments = append(c.Arguments, Argument{Name: a.name, Range: a.nameRange})
		if a.name == "flavor" {
			c.Flavor, _ = r.text(a, "References to secrets are not allowed in flavor: it says what the component is.")
			continue
		}
		values, keys := r.collect(a)
		c.Values = append(c.Values, values...)
		c.Keys = append(c.Keys, keys...)
	}
	return c
}

func (r *reader) stack(b block) Stack {
	s := Stack{Name: b.labels[0].text, NameRange: b.labels[0].at, DeclRange: b.declRange}
	r.address = s.Address()
	r.report(b.body.check("A stack", blockShapes["stack"])...)
	s.Secrets = r.providerChoice(b.body.get("secrets"))
	s.Components = r.componentUses(b.body.get("components"))
	if a := b.body.get("settings"); a != nil {
		values, keys := r.collect(a)
		s.Settings, s.Keys = values, append(s.Keys, keys...)
	}
	if a := b.body.get("env"); a != nil {
		values, keys := r.collect(a)
		s.Env, s.Keys = values, append(s.Keys, keys...)
		r.checkEnv(values)
	}
	return s
}

// checkEnv reports what cannot be the value of an environment variable.
func (r *reader) checkEnv(values []Value) {
	for _, v := range values {
		if v.Depth > 1 {
			r.report(configError("Invalid env", fmt.Sprintf("%s is a list or a map, but an environment variable is one "+
				"string. Use jsonencode, or one variable for each value.", v.Attribute), v.Range))
		}
	}
}
