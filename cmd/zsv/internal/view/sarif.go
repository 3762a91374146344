package view

import (
	"fmt"
	"io"
	"regexp"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// writeSARIF writes SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which GitHub, GitLab, Azure DevOps and
// editors read: a result for each finding that has a place. GitHub rejects a file with a result that has none, so those
// are notifications, as is what is about the whole run.
func writeSARIF(w io.Writer, r *resolve.Report, o Options) error {
	r = onCodeHost(r, o)
	s := newSARIF(r, o)
	for _, f := range s.fitting(findings(r, o)) {
		s.add(f)
	}
	s.noteRelatedCut()
	return WriteJSON(w, s.log())
}

// A sarif is a file on its way.
type sarif struct {
	report       *resolve.Report
	options      Options
	rules        []sarifRule
	indexes      map[string]int // of the rules, by name
	fingerprints *fingerprints
	results      []sarifResult
	// execution and configuration are the notifications.
	execution, configuration []sarifNotification
	failed                   bool
	resultsCut               int
	related, relatedCut      int // locations
}

func newSARIF(r *resolve.Report, o Options) *sarif {
	s := &sarif{
		report: r, options: o, rules: sarifRules(r.Version), indexes: map[string]int{}, fingerprints: newFingerprints(),
		results: []sarifResult{}, execution: []sarifNotification{}, configuration: []sarifNotification{},
	}
	for i, rule := range s.rules {
		s.indexes[rule.ID] = i
	}
	s.note(headlines(r)...)
	for _, loosened := range r.Loosened {
		s.configuration = append(s.configuration, s.loosened(loosened))
	}
	s.note(emptyNote(r.Checks))
	return s
}

// note notifies of sentences about the run; empty ones are none.
func (s *sarif) note(sentences ...string) {
	for _, sentence := range sentences {
		if sentence != "" {
			s.execution = append(s.execution, sarifNotification{Level: severityNote, Message: sarifMessage(sentence)})
		}
	}
}

// severityNote is SARIF's severity of what is neither error nor warning.
const severityNote severity = "note"

func (s *sarif) loosened(l resolve.Loosened) sarifNotification {
	message := "This configuration checks less than zsv does by itself: " + loosenedSentence(l) + "."
	return sarifNotification{Level: severityNote, Message: sarifMessage(message),
		Locations: []sarifLocation{sarifPlace(loosenedPlace(l), "")}}
}

// fitting returns the findings that the file has room for, and notifies of the others.
func (s *sarif) fitting(found []finding) []finding {
	fit, cut := sarifLimited(found)
	if s.resultsCut = cut; cut > 0 {
		s.execution = append(s.execution, sarifNotification{Level: severityWarning, Message: sarifMessage(fmt.Sprintf(
			"%d of %d findings are not in this file, because GitHub rejects one with more than %d results. Errors come before "+
				"warnings. All of them are in the other formats, such as json.", cut, len(found), maxSARIFResults))})
	}
	return fit
}

// noteRelatedCut notifies of places that are not in the file.
func (s *sarif) noteRelatedCut() {
	if s.relatedCut > 0 {
		s.execution = append(s.execution, sarifNotification{Level: severityWarning, Message: sarifMessage(fmt.Sprintf(
			"%s that refer to a missing or unverified secret %s not in this file, because GitHub shows at most %d of a "+
				"result. All of them are in the other formats, such as json.", count(s.relatedCut, "more place"),
			map[bool]string{true: "is", false: "are"}[s.relatedCut == 1], maxSARIFLocations))})
	}
}

func (s *sarif) add(f finding) {
	if f.place == nil {
		s.addNotification(f)
		return
	}
	s.results = append(s.results, s.result(f))
}

// addNotification adds what has no place. zsv did not do its work where that is an error.
func (s *sarif) addNotification(f finding) {
	n := sarifNotification{AssociatedRule: s.reference(f.rule), Level: f.severity, Message: sarifMessage(f.sentence())}
	s.failed = s.failed || f.check == nil && f.severity == severityError
	if f.rule == string(config.RuleIO) || f.check != nil {
		s.execution = append(s.execution, n)
	} else {
		s.configuration = append(s.configuration, n)
	}
}

// ruleIndex returns the index of a rule, or nil for one that is unknown.
func (s *sarif) ruleIndex(rule string) *int {
	if index, ok := s.indexes[rule]; ok {
		return &index
	}
	return nil
}

func (s *sarif) reference(rule string) *sarifRuleReference {
	return &sarifRuleReference{ID: rule, Index: s.ruleIndex(rule)}
}

func (s *sarif) log() sarifLog {
	r := s.report
	return sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool: sarifTool{s.driver()},
			Invocations: []sarifInvocation{{ExecutionSuccessful: !s.failed, ToolExecutionNotifications: s.execution,
				ToolConfigurationNotifications: s.configuration}},
			OriginalURIBaseIDs: map[string]sarifBase{sourceRoot: {sarifText{
				Text: "The top level of the git work tree, or the directory that zsv was started in."}}},
			ColumnKind: "utf16CodeUnits",
			Results:    s.results,
			Properties: sarifRunProperties{Level: r.Level.String(), LevelSource: string(r.LevelSource), Summary: r.Summary,
				ResultsCut: s.resultsCut},
		}},
	}
}

func (s *sarif) driver() sarifDriver {
	driver := sarifDriver{
		Name: "zsv", InformationURI: repository, Version: scrub(s.report.Version), Rules: s.rules,
		ShortDescription: sarifText{Text: "Checks that the secrets which a configuration refers to exist."},
	}
	if regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`).MatchString(driver.Version) {
		driver.SemanticVersion = driver.Version
	}
	return driver
}
