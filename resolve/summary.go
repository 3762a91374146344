package resolve

func (p *Plan) summary(r *Report) Summary {
	s := Summary{References: p.extraction.References, Checks: len(r.Checks)}
	locations, missing := map[questionID]bool{}, map[questionID]bool{}
	for i, c := range p.checks[:len(r.Checks)] { // a mere validation has none
		id := questionID{c.provider, c.location}
		if !c.computed {
			locations[id] = true
		}
		s.count(r.Checks[i].Status)
		if r.Checks[i].Status == StatusMissingSecret {
			missing[id] = true
		}
	}
	s.Secrets, s.MissingSecrets = len(locations), len(missing)
	for _, q := range p.questions {
		s.ValuesRead += q.answer.ValuesRead
	}
	for _, store := range p.stores {
		s.Requests += store.requests()
	}
	return s
}

// count adds one check.
func (s *Summary) count(status Status) {
	switch status {
	case StatusPresent:
		s.Present++
	case StatusMissingSecret:
		s.Missing++
	case StatusMissingKey:
		s.Missing++
		s.MissingKeys++
	case StatusSkipped:
		s.Skipped++
	case StatusUnverified:
		s.Unverified++
	}
}

// add adds the counts of another configuration.
func (s *Summary) add(other Summary) {
	s.References += other.References
	s.Checks += other.Checks
	s.Secrets += other.Secrets
	s.Present += other.Present
	s.Missing += other.Missing
	s.MissingSecrets += other.MissingSecrets
	s.MissingKeys += other.MissingKeys
	s.Unverified += other.Unverified
	s.Skipped += other.Skipped
	s.ValuesRead += other.ValuesRead
	s.Requests += other.Requests
}
