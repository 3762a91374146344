package stackfile

import (
	"math/big"
	"slices"

	"github.com/zsv-dev/zsv/config"
)

// Differences returns where a component of a configuration is not what this one is: "flavor", or the paths of values that
// only one of them has, or that differ. They are sorted.
func (c *Component) Differences(other *config.Component) []string {
	found := differences(leaves(c.Attributes), other.Values)
	if c.Flavor != other.Flavor {
		found = append(found, "flavor")
	}
	slices.Sort(found)
	return found
}

// Differences returns where the settings and the env of a stack of a configuration are not what they are here, sorted.
func (s *Stack) Differences(other *config.Stack) []string {
	found := differences(leaves(s.arguments()), slices.Concat(other.Settings, other.Env))
	slices.Sort(found)
	return found
}

func differences(wanted []Leaf, values []config.Value) []string {
	have := make(map[string]config.Value, len(values))
	for _, v := range values {
		have[v.Attribute] = v
	}
	var found []string
	for _, l := range wanted {
		if v, ok := have[l.Path]; !ok || !l.same(v) {
			found = append(found, l.Path)
		}
		delete(have, l.Path)
	}
	for path := range have {
		found = append(found, path)
	}
	return found
}

// same says whether a value of a configuration is this one.
func (l Leaf) same(v config.Value) bool {
	switch {
	case !v.Scalar:
		return l.Kind == String && l.Text == v.Text
	case v.Bool:
		return l.Kind == Bool && l.Text == v.Text
	}
	return l.Kind == Number && sameNumber(l.Text, v.Text)
}

// sameNumber compares numbers as HCL calculates them.
func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	const precision = 512
	x, _, err := big.ParseFloat(a, 10, precision, big.ToNearestEven)
	y, _, otherErr := big.ParseFloat(b, 10, precision, big.ToNearestEven)
	return err == nil && otherErr == nil && x.Cmp(y) == 0
}
