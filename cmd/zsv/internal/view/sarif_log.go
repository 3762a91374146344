package view

import "github.com/zsv-dev/zsv/resolve"

// A sarifLog is a file of SARIF 2.1.0, with what zsv has to say in it. The fields are named as in the standard:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool               sarifTool            `json:"tool"`
	Invocations        []sarifInvocation    `json:"invocations"`
	OriginalURIBaseIDs map[string]sarifBase `json:"originalUriBaseIds"`
	ColumnKind         string               `json:"columnKind"`
	Results            []sarifResult        `json:"results"`
	Properties         sarifRunProperties   `json:"properties"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name             string      `json:"name"`
	InformationURI   string      `json:"informationUri"`
	Version          string      `json:"version,omitempty"`
	SemanticVersion  string      `json:"semanticVersion,omitempty"`
	ShortDescription sarifText   `json:"shortDescription"`
	Rules            []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID                   string              `json:"id"`
	Name                 string              `json:"name"`
	ShortDescription     sarifText           `json:"shortDescription"`
	FullDescription      sarifText           `json:"fullDescription"`
	Help                 sarifText           `json:"help"`
	HelpURI              string              `json:"helpUri"`
	DefaultConfiguration sarifConfiguration  `json:"defaultConfiguration"`
	Properties           sarifRuleProperties `json:"properties"`
}

type sarifConfiguration struct {
	Level severity `json:"level"`
}

// sarifRuleProperties are those by which GitHub sorts and filters.
type sarifRuleProperties struct {
	ProblemSeverity  severity `json:"problem.severity"`
	SecuritySeverity string   `json:"security-severity,omitempty"`
	Tags             []string `json:"tags"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

// A sarifBase says what relative URIs are relative to.
type sarifBase struct {
	Description sarifText `json:"description"`
}

type sarifInvocation struct {
	ExecutionSuccessful            bool                `json:"executionSuccessful"`
	ToolExecutionNotifications     []sarifNotification `json:"toolExecutionNotifications"`
	ToolConfigurationNotifications []sarifNotification `json:"toolConfigurationNotifications"`
}

type sarifNotification struct {
	AssociatedRule *sarifRuleReference `json:"associatedRule,omitempty"`
	Level          severity            `json:"level"`
	Message        sarifText           `json:"message"`
	Locations      []sarifLocation     `json:"locations,omitempty"`
}

type sarifRuleReference struct {
	ID    string `json:"id"`
	Index *int   `json:"index,omitempty"`
}

type sarifResult struct {
	RuleID              string                `json:"ruleId"`
	RuleIndex           *int                  `json:"ruleIndex,omitempty"`
	Level               severity              `json:"level"`
	Message             sarifText             `json:"message"`
	Locations           []sarifLocation       `json:"locations"`
	RelatedLocations    []sarifLocation       `json:"relatedLocations,omitempty"`
	PartialFingerprints map[string]string     `json:"partialFingerprints"`
	Properties          sarifResultProperties `json:"properties"`
}

type sarifLocation struct {
	ID               int                    `json:"id,omitempty"`
	PhysicalLocation sarifPhysicalLocation  `json:"physicalLocation"`
	LogicalLocations []sarifLogicalLocation `json:"logicalLocations,omitempty"`
	Message          *sarifText             `json:"message,omitempty"`
}

type sarifPhysicalLocation struct {
	ArtifactLocation sarifArtifact `json:"artifactLocation"`
	Region           *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI       string `json:"uri"`
	URIBaseID string `json:"uriBaseId,omitempty"`
}

// A sarifRegion is a span: lines and columns from 1, the end exclusive. Columns that are not known are left out.
type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

type sarifLogicalLocation struct {
	FullyQualifiedName string `json:"fullyQualifiedName"`
	Kind               string `json:"kind"`
}

// sarifResultProperties are the fields of a check or a diagnostic under their names in the report, for which SARIF has none.
type sarifResultProperties struct {
	Directory  string `json:"directory"`
	Stack      string `json:"stack,omitempty"`
	Provider   string `json:"provider,omitempty"`
	Location   string `json:"location,omitempty"`
	Secret     string `json:"secret,omitempty"`
	Key        string `json:"key,omitempty"`
	Status     string `json:"status,omitempty"`
	Reason     string `json:"reason,omitempty"`
	Suggestion string `json:"suggestion,omitempty"`
	Attribute  string `json:"attribute,omitempty"`
	// UsesCut counts the places that are not among the related locations.
	UsesCut int `json:"uses_cut,omitempty"`
}

// sarifRunProperties are fields of the report under their own names.
type sarifRunProperties struct {
	Level       string          `json:"level"`
	LevelSource string          `json:"level_source"`
	Summary     resolve.Summary `json:"summary"`
	// ResultsCut counts the findings that are no results, because there are too many.
	ResultsCut int `json:"results_cut,omitempty"`
}
