package zenmltest

import "net/http"

// A Component is a stack component to be made.
type Component struct {
	Name          string         `json:"name"`
	Type          string         `json:"type"`
	Flavor        string         `json:"flavor"`
	Configuration map[string]any `json:"configuration"`
}

// Stack makes a stack of components, an orchestrator and an artifact store among them, and removes all of them at the end of
// the test. The server knows the flavors of ZenML's integrations, and judges configurations by them.
func (s *Server) Stack(t T, name string, components ...Component) {
	t.Helper()
	ids := map[string][]string{}
	for _, component := range components {
		if component.Configuration == nil {
			component.Configuration = map[string]any{}
		}
		id := s.make(t, "components", component)
		ids[component.Type] = append(ids[component.Type], id)
	}
	s.make(t, "stacks", map[string]any{"name": name, "components": ids})
}

// make posts what is to be removed at the end of the test.
func (s *Server) make(t T, path string, body any) string {
	t.Helper()
	var made struct{ ID string }
	s.Do(t, http.MethodPost, path, body, &made)
	t.Cleanup(func() { _ = s.send(s.token, http.MethodDelete, path+"/"+made.ID, nil, nil) })
	return made.ID
}
