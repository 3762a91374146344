package planfile_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/planfile"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// fill sets all that there is in a value, so that a field which is not saved shows.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Interface { // the values of snippets, of which there are none
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0))
		} else {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8:
		v.SetUint(uint64(providers.SecretExists))
	case reflect.Int:
		v.SetInt(7)
	default:
		panic("the report has a field of the kind " + v.Kind().String() + ", which this test does not know")
	}
}

// Every field of a report is saved, also those that its format json leaves out.
func TestEveryField(t *testing.T) {
	t.Parallel()
	var report resolve.Report
	fill(reflect.ValueOf(&report).Elem())
	report.Scan = nil // What is found in files of others is not saved.
	report.Checks[0].Status = resolve.StatusPresent
	report.Summary.Present, report.Summary.Missing, report.Summary.Unverified, report.Summary.Skipped = 1, 0, 0, 0
	plan := example()
	plan.Report = &report
	got, err := planfile.Decode(encoded(t, plan))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&report, got.Report); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
