package config_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/config/configtest"
	"github.com/zsv-dev/zsv/internal/parallel"
)

// BenchmarkLoad loads 10,000 components in 1,000 files, and beside that does what any program in HCL has to: it reads and
// parses the same files, on all processors. It reports how the one relates to the other.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	corpus := configtest.Corpus{Files: 1000, Components: 10}
	if err := corpus.Write(dir); err != nil {
		b.Fatal(err)
	}
	var bare, load cost
	for b.Loop() {
		bare.measure(func() any { return parseAll(b, dir) })
		load.measure(func() any {
			cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: "."})
			if len(diags) > 0 || len(cfg.Components) != corpus.Files*corpus.Components {
				b.Fatal(len(cfg.Components), diags)
			}
			return cfg
		})
	}
	b.ReportMetric(0, "ns/op") // of both together, which says nothing
	b.ReportMetric(bare.time.Seconds()/float64(b.N), "bare-s/op")
	b.ReportMetric(load.time.Seconds()/float64(b.N), "load-s/op")
	b.ReportMetric(load.time.Seconds()/bare.time.Seconds(), "time-ratio")
	b.ReportMetric(float64(load.bytes)/float64(bare.bytes), "alloc-ratio")
	b.ReportMetric(float64(load.live)/float64(bare.live), "live-ratio")
}

// parseAll parses all files and returns what was made of them.
func parseAll(b *testing.B, dir string) []*hcl.File {
	b.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.zsv.hcl"))
	if err != nil {
		b.Fatal(err)
	}
	files := make([]*hcl.File, len(names))
	parallel.Each(len(names), runtime.GOMAXPROCS(0), func(i int) {
		source, err := os.ReadFile(names[i])
		if err != nil {
			panic(err)
		}
		files[i], _ = hclsyntax.ParseConfig(source, names[i], hcl.InitialPos)
	})
	return files
}

// A cost is what some work took, in all.
type cost struct {
	time  time.Duration
	bytes uint64 // that were allocated
	live  uint64 // that are in use afterwards, with what the work returned
}

func (c *cost) measure(work func() any) {
	before := memory()
	start := time.Now()
	result := work()
	c.time += time.Since(start)
	after := memory()
	c.bytes += after.TotalAlloc - before.TotalAlloc
	c.live += after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc)
	runtime.KeepAlive(result)
}

func memory() runtime.MemStats {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats
}
