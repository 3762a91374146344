package view

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
)

// fingerprintName is the key of zsv's fingerprints. Its number changes when they are made in another way.
const fingerprintName = "zsvFinding/v1"

// fingerprints tell findings apart, and know them again when lines move, on whatever machine. They are made of names only:
// no source text goes into one, so it is not the hash of a value either.
type fingerprints struct {
	lineNumbers *regexp.Regexp
	seen        map[[sha256.Size]byte]int
}

func newFingerprints() *fingerprints {
	return &fingerprints{regexp.MustCompile(`:\d+(:\d+)?`), map[[sha256.Size]byte]int{}}
}

// of returns the fingerprint of a finding. Those that nothing but their place tells apart are numbered in order.
func (fs *fingerprints) of(f finding, o Options) map[string]string {
	sum := sum(fs.parts(f, o)...)
	fs.seen[sum]++
	if n := fs.seen[sum]; n > 1 {
		sum = sha256.Sum256(append(sum[:], strconv.Itoa(n)...))
	}
	return map[string]string{fingerprintName: hex.EncodeToString(sum[:16])}
}

func (fs *fingerprints) parts(f finding, o Options) []string {
	if c := f.check; c != nil {
		return []string{"check", f.rule, directoryOnCodeHost(c.Directory, o), c.Stack, c.Provider, c.Location, c.Secret, c.Key}
	}
	d, file := f.diagnostic, ""
	if d.Range != nil {
		file = d.Range.Filename
	}
	return []string{"diagnostic", f.rule, file, d.Address, d.Summary, fs.lineNumbers.ReplaceAllString(d.Detail, "")}
}

// sum hashes texts so that none can be taken for a part of another.
func sum(parts ...string) [sha256.Size]byte {
	var all []byte
	for _, part := range parts {
		all = strconv.AppendInt(all, int64(len(part)), 10)
		all = append(append(all, ' '), part...)
	}
	return sha256.Sum256(all)
}
