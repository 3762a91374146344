package config

import "github.com/zsv-dev/zsv/internal/suggest"

// Lost are the blocks that are written but could not be read: with a syntax error, or with a header that is wrong. What
// they would have said is not known, so nothing may be concluded from their absence. That there is an error in them is
// reported. A file that cannot be read at all is not counted here, since it might hold anything: what the others say is
// judged for what it is, under exit code 1.
type Lost struct {
	// Providers, Stacks, Components and Variables say that some block of the kind was lost.
	Providers, Stacks, Components, Variables bool
	// Secrets are the names of lost secret blocks; AnySecret says that there is one whose name is not known either.
	Secrets   map[string]bool
	AnySecret bool
}

// Secret says whether the block of a secret may have been lost.
func (l *Lost) Secret(name string) bool { return l.AnySecret || l.Secrets[name] }

func (l *Lost) add(b brokenBlock) {
	kind := b.kind
	if _, known := blockShapes[kind]; !known {
		kind = suggest.Closest(kind, kinds(blockShapes))
	}
	switch kind {
	case "provider":
		l.Providers = true
	case "stack":
		l.Stacks = true
	case "component":
		l.Components = true
	case "variable":
		l.Variables = true
	case "secret":
		l.addSecret(b.labels)
	}
}

func (l *Lost) addSecret(labels []string) {
	if len(labels) != 1 {
		l.AnySecret = true
		return
	}
	if l.Secrets == nil {
		l.Secrets = map[string]bool{}
	}
	l.Secrets[labels[0]] = true
}

// withWrongHeader returns the blocks that are dropped for their header.
func (b *body) withWrongHeader(s shape) []brokenBlock {
	var found []brokenBlock
	for _, inner := range b.blocks {
		if !inner.checkHeader("", s).HasErrors() {
			continue
		}
		found = append(found, inner.broken())
	}
	return found
}

// broken returns the header of a block that cannot be read.
func (b *block) broken() brokenBlock {
	broken := brokenBlock{kind: b.kind}
	for _, l := range b.labels {
		broken.labels = append(broken.labels, l.text)
	}
	return broken
}
