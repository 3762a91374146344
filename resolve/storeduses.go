package resolve

import (
	"cmp"
	"slices"
)

// Uses returns the places that refer to the secret or declare it, in order. One about which nothing says who answers is
// among them: it may mean this secret.
func (s *StoredSecret) Uses() []CheckUse {
	var all []CheckUse
	for _, use := range slices.Concat(s.plan.extraction.Uses, s.plan.extraction.Unanswered) {
		elsewhere := use.Provider.Type != "" && use.Provider != s.store.addr
		if place := checkUse(use); use.Reference.Name == s.Name && !elsewhere && !slices.Contains(all, place) {
			all = append(all, place)
		}
	}
	if block := s.plan.secrets[s.Name]; block != nil {
		all = append(all, checkUse(Use{Address: block.Address(), Range: block.DeclRange}))
	}
	slices.SortStableFunc(all, func(a, b CheckUse) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return all
}
