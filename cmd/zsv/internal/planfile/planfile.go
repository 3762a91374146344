// Package planfile is the file of a saved plan: what was planned, from what, and what the stores said. It is JSON, which
// other tools may read; a checksum tells zsv that it is whole. It holds no value of a secret, and no hash of one.
//
// The checksum keeps accidents away, not people: who can write the file can write any plan into it.
package planfile

import (
	"encoding/json"
	"time"

	"github.com/zsv-dev/zsv/resolve"
)

// FormatVersion is the version of the file. Its first number changes when an older zsv would misread it.
const FormatVersion = "1.0"

// A Plan is what a file holds.
type Plan struct {
	// Made is when the stores were asked, to the second.
	Made time.Time
	// Version is that of the zsv that made it.
	Version string
	// Stacks are the stacks that the plan was limited to; none: all.
	Stacks []string
	// AllowUnverified says that what is not verified does not fail the plan.
	AllowUnverified bool
	Basis           *resolve.Basis
	// Report is what the plan came to. It has all that the formats for people need.
	Report *resolve.Report
}

// Differences says what has changed since the plan was made, of what it rests on; none: nothing.
func (p *Plan) Differences(now *resolve.Basis) []string { return p.Basis.Differences(asSaved(now)) }

// asSaved returns a basis as it comes back from a file: JSON has another form for what is no UTF-8.
func asSaved(b *resolve.Basis) *resolve.Basis {
	var saved resolve.Basis
	text, err := json.Marshal(b)
	if err != nil || json.Unmarshal(text, &saved) != nil {
		return b
	}
	return &saved
}
