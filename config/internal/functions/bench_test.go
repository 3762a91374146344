package functions_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// BenchmarkCall is what a call costs beside the function itself.
func BenchmarkCall(b *testing.B) {
	upper := functions.Table()["upper"]
	args := []cty.Value{cty.StringVal("a")}
	for b.Loop() {
		if _, err := upper.Call(args); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNames is about what building the table costs, once.
func BenchmarkNames(b *testing.B) {
	for b.Loop() {
		functions.Names()
	}
}
