package planfile

import (
	"encoding/json"
	"time"

	"github.com/zsv-dev/zsv/resolve"
)

// A document is the file. The checksum is that of the plan in its compact form, so that it may be indented anew.
type document struct {
	Version string          `json:"zsv_plan"`
	SHA256  string          `json:"sha256"`
	Plan    json.RawMessage `json:"plan"`
}

// A planDocument is the plan in the file.
type planDocument struct {
	Made            time.Time      `json:"made"` // RFC 3339, in UTC
	Version         string         `json:"zsv_version"`
	Stacks          []string       `json:"stacks"` // that were asked for; none: all
	AllowUnverified bool           `json:"allow_unverified"`
	Basis           *resolve.Basis `json:"basis"`
	Report          reportDocument `json:"report"`
}

func documentOf(p *Plan) planDocument {
	return planDocument{Made: p.Made.UTC().Truncate(time.Second), Version: p.Version, Stacks: append([]string{}, p.Stacks...),
		AllowUnverified: p.AllowUnverified, Basis: p.Basis, Report: reportDocumentOf(p.Report)}
}

func (d *planDocument) plan() *Plan {
	return &Plan{Made: d.Made, Version: d.Version, Stacks: d.Stacks, AllowUnverified: d.AllowUnverified, Basis: d.Basis,
		Report: d.Report.report()}
}
