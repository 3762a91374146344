package resolve

import (
	"context"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// Check asks the providers, all at the same time, and reports. When ctx ends, what is not known by then is unverified:
// reason timeout or interrupted. At level NONE nobody is asked.
func (p *Plan) Check(ctx context.Context) *Report {
	p.prepare()
	if p.level.Level != providers.None {
		p.ask(ctx)
	}
	return p.assemble(true)
}

// Static reports on the configuration alone.
func (p *Plan) Static() *Report { return p.assemble(false) }

// HasErrors says whether the configuration has an error, so that nothing should be started on the strength of the plan.
func (p *Plan) HasErrors() bool { return p.rules.Apply(p.diags).HasErrors() }

func (p *Plan) ask(ctx context.Context) {
	inquiries := p.inquiries()
	parallel.Each(len(inquiries), len(inquiries), func(i int) { inquiries[i].ask(ctx) })
	for _, q := range inquiries {
		p.warn(q)
	}
}

// inquiries groups the questions by provider. Providers without questions are not asked.
func (p *Plan) inquiries() []*inquiry {
	var all []*inquiry
	for _, questions := range byStore(p.questions) {
		all = append(all, &inquiry{store: questions[0].store, level: p.level.Level, log: p.log(), questions: questions})
	}
	return all
}

// warn reports what the provider noticed about the store as a whole.
func (p *Plan) warn(q *inquiry) {
	if !q.trustworthy {
		return
	}
	for _, warning := range q.store.warnings() {
		p.report(config.Rule(warning.Rule), q.store.addr.String(), warning.Summary, warning.Detail, q.store.at)
	}
}
