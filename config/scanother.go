package config

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Templates of other tools look like references: {{workflow.name}} is Argo's, "{{ item.name }}" Ansible's. Files that are
// known to be of such a tool are passed over, unless the user names them.

// tool returns the tool that a document is for; "" where it is not known.
func (t *scanTree) tool(file string) string {
	r := t.root
	switch {
	case r == nil, t.isZenML():
		return ""
	case r.has("apiVersion", "kind") && strings.HasPrefix(r.texts["apiVersion"], "argoproj.io/"):
		return "Argo"
	case r.has("apiVersion", "kind"):
		return "Kubernetes"
	case t.hasComponent():
		return ""
	case r.has("jobs") && r.hasAny("on", "true"), r.has("runs") && isActionFile(file): // YAML's "on" may be true
		return "GitHub Actions"
	case r.has("groups") && t.anyHas("rules"), r.has("alerting", "scrape_configs"), r.has("route", "receivers"):
		return "Prometheus"
	case r.has("panels") && r.hasAny("schemaVersion", "templating"):
		return "Grafana"
	case r.has("tasks", "version"):
		return "Task"
	case r.has("info", "item"), r.has("values", "_postman_variable_scope"):
		return "Postman"
	case r.has("schemaVersion", "mainSteps"):
		return "AWS Systems Manager"
	case path.Base(file) == "cookiecutter.json":
		return "Cookiecutter"
	case path.Base(file) == "dbt_project.yml":
		return "dbt"
	case t.isAnsible(file):
		return "Ansible"
	}
	return ""
}

// hasComponent says whether a stack component is in a document, whatever is around it.
func (t *scanTree) hasComponent() bool {
	for _, v := range t.values {
		if v.in.component() != nil {
			return true
		}
	}
	return false
}

func isActionFile(file string) bool {
	return slices.Contains([]string{"action.yml", "action.yaml"}, path.Base(file))
}

// anyHas says whether an object with a string in it has a member of this name, or one around it has.
func (t *scanTree) anyHas(name string) bool {
	for _, v := range t.values {
		for o := v.in; o != nil; o = o.parent {
			if o.has(name) {
				return true
			}
		}
	}
	return false
}

// ansibleDirectories are those that Ansible looks for by their names.
var ansibleDirectories = []string{"tasks", "handlers", "roles", "group_vars", "host_vars", "playbooks", "inventories"}

// isAnsible says whether a document is a playbook, tasks, or variables of these.
func (t *scanTree) isAnsible(file string) bool {
	for _, dir := range strings.Split(path.Dir(file), "/") {
		if slices.Contains(ansibleDirectories, dir) {
			return true
		}
	}
	if len(t.root.names) > 0 { // a playbook is a list
		return false
	}
	return t.anyHas("hosts") && (t.anyHas("tasks") || t.anyHas("roles")) || t.anyHas("ansible.builtin.template")
}

// isHelmTemplates says whether a directory has the templates of a Helm chart, which are no YAML.
func isHelmTemplates(dir string) bool {
	if filepath.Base(dir) != "templates" {
		return false
	}
	_, err := os.Lstat(filepath.Join(filepath.Dir(dir), "Chart.yaml"))
	return err == nil
}
