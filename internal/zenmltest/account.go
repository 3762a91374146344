package zenmltest

import "net/http"

// ServiceAccount makes a service account for the test, whose name begins with role, and returns its API key. The account
// goes away with the test, and its private secrets with it.
//
// On a server with roles, "keyreader" sees secrets and the names of their keys and no values, "writer" changes them and
// sees no values, and "outsider" sees none; all others may do everything. On others the role means nothing.
func (s *Server) ServiceAccount(t T, role string) (key string) {
	t.Helper()
	id, key, err := s.newServiceAccount(Unique(role))
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { _ = s.send(s.token, http.MethodDelete, "service_accounts/"+id, nil, nil) })
	return key
}

func (s *Server) newServiceAccount(name string) (id, key string, err error) {
	var account struct{ ID string }
	body := map[string]any{"name": name, "active": true}
	if err := s.send(s.token, http.MethodPost, "service_accounts", body, &account); err != nil {
		return "", "", err
	}
	var made struct{ Body struct{ Key string } }
	err = s.send(s.token, http.MethodPost, "service_accounts/"+account.ID+"/api_keys", map[string]any{"name": "zsv"}, &made)
	return account.ID, made.Body.Key, err
}
