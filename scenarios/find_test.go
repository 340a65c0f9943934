package scenarios

import "testing"

func TestFindByNameOrPath(t *testing.T) {
	shelf := []*Scenario{{Name: "trigger-storm"}, {Name: "owner-dies-twice"}}
	if s, err := Find(shelf, "trigger-storm"); err != nil || s != shelf[0] {
		t.Errorf("by name: %v, error %v", s, err)
	}
	if s, err := Find(shelf, "testdata/accept/shortest.yaml"); err != nil || s.Name != "shortest" {
		t.Errorf("by path: %v", err)
	}
	for name, want := range map[string]string{
		"triger-storm":       `no scenario is called "triger-storm", and there is no such file; did you mean "trigger-storm"?`,
		"testdata/none.yaml": "testdata/none.yaml cannot be read: no such file or directory; want a scenario file, or a name of the library",
		"testdata":           "testdata cannot be read: is a directory; want a scenario file, or a name of the library",
	} {
		if _, err := Find(shelf, name); err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", name, err, want)
		}
	}
}
