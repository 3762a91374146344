package resolve_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// An outline has what no check is about: components without references or in no stack, secrets that nobody needs, and what
// nobody answers for.
func TestOutline(t *testing.T) {
	t.Parallel()
	o := outline(t, `
		provider "test" "one" {}
		provider "test" "two" {}
		component "a" "plain" { flavor = "x" }
		component "a" "needs" { token = "{{s.k}}" }
		component "a" "alone" { token = "{{t.k}}" }
		secret "nobody" { provider = provider.test.two }
		stack "prod" {
		  secrets    = provider.test.one
		  components = [component.a.plain, component.a.needs]
		}
		stack "unanswered" { components = [component.a.needs] }`)
	want := []resolve.OutlinedComponent{
		{ComponentOverview: resolve.ComponentOverview{Address: "component.a.plain", Flavor: "x"}},
		{ComponentOverview: resolve.ComponentOverview{Address: "component.a.needs"}},
		{ComponentOverview: resolve.ComponentOverview{Address: "component.a.alone"}, Unused: true},
	}
	if diff := cmp.Diff(want, o.Components); diff != "" {
		t.Errorf("components (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]resolve.OutlinedSecret{{Name: "nobody", Provider: "provider.test.two"}}, o.Secrets); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}
	if len(o.Stacks) != 2 || len(o.Providers) != 2 || len(o.Unanswered) != 1 {
		t.Fatalf("%d stacks, %d providers, %d unanswered; want 2, 2, 1", len(o.Stacks), len(o.Providers), len(o.Unanswered))
	}
	c := o.Unanswered[0]
	if c.Stack != "unanswered" || c.Secret != "s" || c.Key != "k" || c.Provider != "" || c.Status != "" || len(c.Uses) != 1 {
		t.Errorf("unanswered is %+v", c)
	}
}

// Of some stacks, an outline has what is theirs.
func TestOutlineOfSomeStacks(t *testing.T) {
	t.Parallel()
	o := outline(t, `
		provider "test" "one" {}
		provider "test" "two" {}
		component "a" "b" { token = "{{s.k}}" }
		component "a" "c" { token = "{{t.k}}" }
		component "a" "alone" {}
		secret "nobody" {}
		stack "prod" {
		  secrets    = provider.test.one
		  components = [component.a.b]
		}
		stack "dev" {
		  secrets    = provider.test.two
		  components = [component.a.c]
		}`, "prod")
	if len(o.Stacks) != 1 || len(o.Components) != 1 || len(o.Providers) != 1 || len(o.Secrets) != 0 {
		t.Errorf("%+v, want one stack, component and provider, and no secret of its own", o)
	}
}

// Where a stack cannot be read, it may have the component that no other has.
func TestOutlineOfABrokenStack(t *testing.T) {
	t.Parallel()
	o := outline(t, `
		provider "test" "one" {}
		component "a" "b" {}
		stack "prod" { components = [component.a.missing] }`)
	if len(o.Components) != 1 || o.Components[0].Unused {
		t.Errorf("%+v, want one component that may be used", o.Components)
	}
}

func outline(t *testing.T, source string, stacks ...string) resolve.Outline {
	t.Helper()
	registry := types(map[string]providers.Checker{"test": always(isThere)})
	return planOf(t, source, resolve.Options{Registry: registry, Stacks: stacks}).Outline()
}
