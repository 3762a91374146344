package planfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// The ways in which a file is no plan to rely on.
var (
	errForeign = errors.New("it is no saved plan of zsv: make one with zsv plan --out FILE")
	errReport  = errors.New("it is a report of zsv, not a saved plan: make one with zsv plan --out FILE")
	errDamaged = errors.New("it is damaged, or was changed by hand, so nothing in it counts: make the plan anew, with " +
		"zsv plan --out FILE")
)

// Decode reads a file. The error says what is wrong with it and what to do, without repeating any of it.
func Decode(text []byte) (*Plan, error) {
	var d document
	err := json.Unmarshal(text, &d)
	if d.Version == "" {
		return nil, kindOf(text)
	}
	if newer, known := isNewer(d.Version); newer || !known {
		return nil, versionError(d.Version, known)
	}
	if err != nil {
		return nil, errDamaged
	}
	if sum, err := checksum(d.Plan); err != nil || sum != d.SHA256 {
		return nil, errDamaged
	}
	var plan planDocument
	if json.Unmarshal(d.Plan, &plan) != nil || !plan.isWhole() {
		return nil, errDamaged
	}
	return plan.plan(), nil
}

// kindOf says what a text is that names no version of a plan. One that does not parse may have lost its end.
func kindOf(text []byte) error {
	head := text[:min(len(text), 4096)]
	switch {
	case bytes.Contains(head, []byte(`"zsv_plan"`)):
		return errDamaged
	case bytes.Contains(head, []byte(`"zsv_version"`)):
		return errReport
	}
	return errForeign
}

// isNewer says whether a version has another first number than FormatVersion, and whether it is one at all.
func isNewer(version string) (newer, known bool) {
	major, minor, _ := strings.Cut(version, ".")
	ours, _, _ := strings.Cut(FormatVersion, ".")
	number, err := strconv.ParseUint(major, 10, 32)
	_, minorErr := strconv.ParseUint(minor, 10, 32)
	return strconv.FormatUint(number, 10) != ours, err == nil && minorErr == nil
}

func versionError(version string, known bool) error {
	if !known {
		return errDamaged
	}
	return fmt.Errorf("it is a saved plan of version %s, and this zsv reads version %s: make the plan with this zsv, or update "+
		"zsv", version, FormatVersion)
}

// isWhole says that a plan has its parts, and that its counts are those of its verdicts: the exit code is made from them.
func (d *planDocument) isWhole() bool {
	if d.Basis == nil || d.Made.IsZero() || d.Report.FormatVersion == "" || len(d.Report.Configurations) != 1 {
		return false
	}
	counted := d.Report.Summary
	for i := range d.Report.Checks {
		switch status := d.Report.Checks[i].Status; {
		case status == resolve.StatusPresent:
			counted.Present--
		case status.Missing():
			counted.Missing--
		case status == resolve.StatusUnverified:
			counted.Unverified--
		case status == resolve.StatusSkipped:
			counted.Skipped--
		default:
			return false
		}
	}
	return counted.Present == 0 && counted.Missing == 0 && counted.Unverified == 0 && counted.Skipped == 0
}
