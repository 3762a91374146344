package config

import (
	"github.com/apparentlymart/go-textseg/v15/textseg"
	"github.com/hashicorp/hcl/v2"
)

// advance returns the position that lies n bytes after from in src, counting lines and grapheme clusters as HCL does.
func advance(src []byte, from hcl.Pos, n int) hcl.Pos {
	pos, rest, target := from, src[from.Byte:], from.Byte+n
	for pos.Byte < target && len(rest) > 0 {
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

// rangeAt returns the range of the bytes from start to end of src.
func rangeAt(src []byte, filename string, start, end int) hcl.Range {
	first := advance(src, hcl.InitialPos, start)
	return hcl.Range{Filename: filename, Start: first, End: advance(src, first, end-start)}
}
