package view

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// sourceRoot is the usual name of what relative URIs are relative to.
const sourceRoot = "%SRCROOT%"

// sarifPlace returns the location of a place, in the block with an address.
func sarifPlace(p place, address string) sarifLocation {
	location := sarifLocation{
		PhysicalLocation: sarifPhysicalLocation{ArtifactLocation: sarifFile(p.file), Region: region(p)},
	}
	if address != "" {
		location.LogicalLocations = []sarifLogicalLocation{{FullyQualifiedName: scrub(address), Kind: "resource"}}
	}
	return location
}

// sarifFile returns a path as a URI. Percent signs stand for whatever a URI must not have, so it needs no scrubbing.
func sarifFile(path string) sarifArtifact {
	switch {
	case isAbsolute(path):
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(path, "/")}).String()}
	case path == ".." || strings.HasPrefix(path, "../"): // above the root, from which SARIF allows no way up
		return sarifArtifact{URI: (&url.URL{Path: path}).String()}
	}
	return sarifArtifact{URI: (&url.URL{Path: cmp.Or(path, ".")}).String(), URIBaseID: sourceRoot}
}

// isAbsolute says whether a path with slashes begins at a root or at a drive.
func isAbsolute(path string) bool {
	return strings.HasPrefix(path, "/") || len(path) > 2 && path[1:3] == ":/"
}

// region returns the span of a place; nil where not even its line is known.
func region(p place) *sarifRegion {
	switch {
	case p.line < 1:
		return nil
	case p.endLine < p.line:
		return &sarifRegion{StartLine: p.line}
	case p.utf16 == resolve.UTF16{}:
		return &sarifRegion{StartLine: p.line, EndLine: p.endLine}
	}
	return &sarifRegion{StartLine: p.line, StartColumn: p.utf16.Column, EndLine: p.endLine, EndColumn: p.utf16.EndColumn}
}
