package view_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// large is a report with so many checks, in one group: the worst case for whatever is aligned.
func large(checks int) *resolve.Report {
	r := &resolve.Report{
		Level: providers.SecretAndKeyExists, Checked: true, Configurations: []string{"."}, Stacks: []string{"prod"},
	}
	for i := range checks {
		secret := fmt.Sprintf("secret_%06d", i/3)
		r.Checks = append(r.Checks, resolve.Check{
			Directory: ".", Stack: "prod", Provider: "provider.vault.main", Location: "secret/" + secret, Secret: secret,
			Key: fmt.Sprintf("key_%d", i%3), Status: statuses[i%len(statuses)], Reason: providers.Denied,
			Uses: []resolve.CheckUse{{
				Address: "component.a.b", Component: "a.b", Attribute: "é", File: "a.zsv.hcl", Line: i + 1, Column: 1,
			}},
			Remedy: fmt.Sprint("register ", i),
		})
	}
	return r
}

// Memory grows with the report, not faster: time that is not allocated for shows in the benchmark.
func TestRenderingIsLinear(t *testing.T) {
	for _, name := range view.Formats() {
		f, err := view.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		allocations := func(checks int) float64 {
			r := large(checks)
			return testing.AllocsPerRun(1, func() {
				if err := f.Write(io.Discard, r, view.Options{Width: 80, Verbose: true}); err != nil {
					t.Error(err)
				}
			})
		}
		if small, big := allocations(500), allocations(5000); big > 12*small+1000 {
			t.Errorf("%s: %v allocations for 500 checks, %v for 5000", name, small, big)
		}
	}
}

func BenchmarkFormats(b *testing.B) {
	for _, checks := range []int{2000, 20000} {
		r := large(checks)
		for _, name := range view.Formats() {
			b.Run(fmt.Sprintf("%s/%d", name, checks), func(b *testing.B) {
				f, err := view.Find(name)
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if err := f.Write(io.Discard, r, view.Options{Verbose: true, Width: 100}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
