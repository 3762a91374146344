package config

import (
	"maps"
	"path"
	"slices"
)

// fileNames returns the names of the configuration's files, sorted: those that are there and those of the overlay.
func (o *Options) fileNames() ([]string, Diagnostics) {
	names, diags := configFiles(o.WorkingDir, o.Dir)
	if len(o.Overlay) == 0 {
		return names, diags
	}
	names = slices.AppendSeq(names, maps.Keys(o.Overlay))
	slices.Sort(names)
	return slices.Compact(names), nil
}

// readSource returns the bytes of a file of the configuration.
func (o *Options) readSource(name string) ([]byte, Diagnostics) {
	if src, replaced := o.Overlay[path.Base(name)]; replaced {
		return admitted(src, name)
	}
	return o.readConfined(name)
}
