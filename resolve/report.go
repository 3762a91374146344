package resolve

import (
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// FormatVersion is the version of the report's JSON form. Its first number changes when a consumer could break.
const FormatVersion = "1.0"

// A Report is what zsv has to say: the verdicts on the checks and the problems of the configuration. Its JSON form is
// the model of all other formats; fields without JSON serve the formats for people. The same input gives the same
// report: it holds neither times nor durations. Slices are never nil and are sorted.
type Report struct {
	FormatVersion  string          `json:"format_version"`
	Version        string          `json:"zsv_version"`
	Level          providers.Level `json:"level"`
	LevelSource    LevelSource     `json:"level_source"`
	Configurations []string        `json:"configurations"`
	Stacks         []string        `json:"stacks"`
	Summary        Summary         `json:"summary"`
	Checks         []Check         `json:"checks"`
	Loosened       []Loosened      `json:"loosened"`
	Diagnostics    []Diagnostic    `json:"diagnostics"`
	// Applied is there only after an attempt to register what is missing; then the report is that of a check afterwards.
	Applied *Applied `json:"applied,omitempty"`

	// Stores describes the providers that were asked, by directory and address, for headings.
	Stores []Store `json:"-"`
	// Checked says that stores were to be asked: a plan, not a mere validation.
	Checked bool `json:"-"`
	// Scan is there where the report is of files that zsv did not define.
	Scan *ScanSummary `json:"-"`
	// Registers says that it is the report of a command that registers what is missing, for which that command is no remedy.
	Registers bool `json:"-"`
}

// LevelSource says where the level came from.
type LevelSource string

// The sources of the level; a later one wins over those before it.
const (
	LevelFromDefault     LevelSource = "default"
	LevelFromConfig      LevelSource = "config"
	LevelFromEnvironment LevelSource = "environment"
	LevelFromFlag        LevelSource = "flag"
)

// A Summary counts. See the report's documentation for what counts as what.
type Summary struct {
	References     int `json:"references"`      // places in the configuration that refer to a secret
	Checks         int `json:"checks"`          // len(Report.Checks)
	Secrets        int `json:"secrets"`         // distinct locations
	Present        int `json:"present"`         // checks
	Missing        int `json:"missing"`         // checks: MissingSecrets's keys and MissingKeys
	MissingSecrets int `json:"missing_secrets"` // distinct locations
	MissingKeys    int `json:"missing_keys"`    // checks
	Unverified     int `json:"unverified"`      // checks
	Skipped        int `json:"skipped"`         // checks
	ValuesRead     int `json:"values_read"`     // values that stores disclosed
	Requests       int `json:"requests"`        // requests to stores, logins too, repetitions not
}

// Status is the verdict of one check.
type Status string

// The verdicts.
const (
	StatusPresent       Status = "present"
	StatusMissingSecret Status = "missing_secret"
	StatusMissingKey    Status = "missing_key"
	StatusUnverified    Status = "unverified"
	StatusSkipped       Status = "skipped"
)

// Missing says whether the verdict is one of the two missing ones.
func (s Status) Missing() bool { return s == StatusMissingSecret || s == StatusMissingKey }

// Rule returns the rule by which formats name the verdict, or "" for one that is nothing to report.
func (s Status) Rule() config.Rule {
	switch s {
	case StatusMissingSecret:
		return config.RuleMissingSecret
	case StatusMissingKey:
		return config.RuleMissingKey
	case StatusUnverified:
		return config.RuleUnverified
	}
	return ""
}

// A Check is the verdict on one (stack, provider, location, secret, key), with all the places that refer to it.
type Check struct {
	Directory  string           `json:"directory"`
	Stack      string           `json:"stack,omitempty"`
	Provider   string           `json:"provider"`
	Location   string           `json:"location"`
	Secret     string           `json:"secret"`
	Key        string           `json:"key,omitempty"` // empty where only the secret is checked
	Status     Status           `json:"status"`
	Reason     providers.Reason `json:"reason,omitempty"`
	Detail     string           `json:"detail,omitempty"`
	Suggestion string           `json:"suggestion,omitempty"` // the key or secret that was meant
	Uses       []CheckUse       `json:"uses"`

	// Remedy is the shell commands, one a line, that register what is missing. The commands of one secret stand at its
	// first missing check.
	Remedy string `json:"-"`
	// Instead says, where there are no such commands because zsv cannot write to the store, why, and what people do instead: a
	// clause, at the same place.
	Instead string `json:"-"`
	// Advice is what to change at the store so that the check can be made: what to do, then the lines to copy. Many checks
	// may have the same.
	Advice []string `json:"-"`
	// Description is what the configuration says about a missing key or secret.
	Description string `json:"-"`
}

// FullDetail returns the detail, the description and the advice in one line: what JSON and the formats that list results
// have as the detail.
func (c *Check) FullDetail() string {
	detail := c.Detail
	if c.Description != "" && detail != "" {
		detail = strings.TrimRight(detail, ".") + ". "
	}
	detail += c.Description
	if len(c.Advice) == 0 {
		return detail
	}
	if detail != "" {
		detail += "; "
	}
	return detail + inOneLine(c.Advice)
}

// inOneLine returns an advice for where there is but one line. Lines that belong together, as those of a block, are no use to
// anybody in one: of them the first is named.
func inOneLine(advice []string) string {
	isInner := func(line string) bool { return strings.HasPrefix(line, " ") }
	if len(advice) < 2 || !slices.ContainsFunc(advice[1:], isInner) {
		return strings.Join(advice, " ")
	}
	return advice[0] + " " + strings.TrimSuffix(advice[1], " {") + " { … }, which the format text shows in full"
}

// A CheckUse is one place that refers to a check's secret.
type CheckUse struct {
	Address   string `json:"address"`             // component.TYPE.NAME, stack.NAME or secret.NAME
	Component string `json:"component,omitempty"` // TYPE.NAME, in a component
	Attribute string `json:"attribute"`           // as written in HCL: settings["a.b"].password
	File      string `json:"file"`                // relative to the directory zsv was started in, with slashes
	Line      int    `json:"line"`                // from 1
	Column    int    `json:"column"`              // from 1, in grapheme clusters
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"` // exclusive

	// UTF16 are the columns as other tools count them.
	UTF16 UTF16 `json:"-"`
}

// A Loosened is one setting by which the configuration checks less than zsv would by itself.
type Loosened struct {
	Setting string `json:"setting"` // "rule", "validation_level" or "read_values"
	Name    string `json:"name"`    // the rule; else the setting again
	Value   string `json:"value"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

// A Diagnostic is a problem of the configuration, or of usage or input and output, never a verdict.
type Diagnostic struct {
	Severity  config.Severity `json:"severity"`
	Rule      string          `json:"rule"`
	Summary   string          `json:"summary"`
	Detail    string          `json:"detail"`
	Directory string          `json:"directory"`
	Address   string          `json:"address,omitempty"`
	Range     *Range          `json:"range,omitempty"`
	Snippet   *Snippet        `json:"snippet,omitempty"`
	// Reason is there where a command on one secret failed: then the rule is that of a verdict, and the reason as in Check.
	Reason providers.Reason `json:"reason,omitempty"`
}

// HasErrors says whether one of the diagnostics is an error.
func HasErrors(diags []Diagnostic) bool {
	return slices.ContainsFunc(diags, func(d Diagnostic) bool { return d.Severity == config.Error })
}

// A Range is a place as `terraform validate -json` gives it.
type Range struct {
	Filename string   `json:"filename"`
	Start    Position `json:"start"`
	End      Position `json:"end"` // exclusive

	// UTF16 are the columns as other tools count them.
	UTF16 UTF16 `json:"-"`
}

// A Position is one end of a Range.
type Position struct {
	Line   int `json:"line"`   // from 1
	Column int `json:"column"` // from 1, in grapheme clusters
	Byte   int `json:"byte"`   // from 0
}

// A Snippet is the source at a Range, at most 3 lines, clipped and with plaintext in sensitive attributes masked. The
// highlighted part is that of the range in the code shown.
type Snippet struct {
	Context              *string `json:"context"` // the header of the block around it, or null
	Code                 string  `json:"code"`
	StartLine            int     `json:"start_line"`
	HighlightStartOffset int     `json:"highlight_start_offset"` // bytes into Code
	HighlightEndOffset   int     `json:"highlight_end_offset"`
	Values               []any   `json:"values"` // always empty: values are never shown
}

// A Store describes a provider that was asked.
type Store struct {
	Directory   string
	Provider    string // provider.TYPE.NAME
	Level       providers.Level
	Description string // "https://vault.example.com:8200, secret/ml/prod"; may be empty
}
