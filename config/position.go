package config

import (
	"bytes"
	"sort"

	"github.com/apparentlymart/go-textseg/v15/textseg"
	"github.com/hashicorp/hcl/v2"
)

// advance returns the position that lies n bytes after from in src, counting lines and grapheme clusters as HCL does; if
// that is inside of a cluster, the position of the cluster.
func advance(src []byte, from hcl.Pos, n int) hcl.Pos {
	pos, rest, target := from, src[from.Byte:], from.Byte+n
	for pos.Byte < target && len(rest) > 0 {
		if standsAlone(rest) {
			pos.Byte++
			pos.Column++
			rest = rest[1:]
			continue
		}
		size, cluster, _ := textseg.ScanGraphemeClusters(rest, true)
		if pos.Byte+size > target {
			break // inside a cluster: its start is the nearest there is
		}
		pos.Byte += size
		pos.Column++
		if last := cluster[len(cluster)-1]; last == '\n' {
			pos.Line, pos.Column = pos.Line+1, 1
		}
		rest = rest[size:]
	}
	return pos
}

// positions finds the positions of offsets in a source, from one position on. Counting columns takes time, so it keeps a
// position every now and then, up to the last that was asked for, and that one.
type positions struct {
	src    []byte
	from   hcl.Pos
	passed []hcl.Pos
	last   hcl.Pos
}

// stride is how many bytes lie between positions that are kept.
const stride = 1 << 10

// at returns the position of an offset that does not lie before the first position.
func (p *positions) at(offset int) hcl.Pos {
	if p.passed == nil {
		p.passed = []hcl.Pos{p.from}
		p.last = p.from
	}
	before := p.before(offset)
	if p.last.Byte <= offset && p.last.Byte > before.Byte {
		before = p.last
	}
	p.last = advance(p.src, before, offset-before.Byte)
	found := p.last
	found.Byte = offset // which may be inside of a cluster
	return found
}

// before returns the last position that is kept and does not lie behind an offset.
func (p *positions) before(offset int) hcl.Pos {
	for last := p.passed[len(p.passed)-1]; offset-last.Byte > stride; {
		next := advance(p.src, last, stride)
		if next.Byte == last.Byte {
			break
		}
		p.passed = append(p.passed, next)
		last = next
	}
	return p.passed[sort.Search(len(p.passed), func(i int) bool { return p.passed[i].Byte > offset })-1]
}

// standsAlone says that text begins with a character that is a grapheme cluster by itself whatever follows: printable
// ASCII before more ASCII, which is most of any configuration and needs no table.
func standsAlone(text []byte) bool {
	return ' ' <= text[0] && text[0] < 0x7f && (len(text) == 1 || text[1] < 0x80)
}

// rangeAt returns the range of the bytes from start to end of src.
func rangeAt(src []byte, filename string, start, end int) hcl.Range {
	line := bytes.LastIndexByte(src[:start], '\n') + 1
	from := hcl.Pos{Line: 1 + bytes.Count(src[:line], []byte("\n")), Column: 1, Byte: line}
	first := advance(src, from, start-line)
	last := advance(src, first, end-start)
	first.Byte, last.Byte = start, end // which may be inside of a cluster
	return hcl.Range{Filename: filename, Start: first, End: last}
}
