package film

// A Knowing is what a lane knew of a key.
type Knowing struct {
	Frame    int // since which; 0: it knows nothing yet
	Lane     int
	Key      string
	Revision int64
	Phase    string
	Fence    uint64
	Owns     bool
	Seals    int
	Opens    string
}

func (f *Film) known(i int) Knowing {
	k := &f.Knowings
	return Knowing{k.Frame[i], k.Lane[i], f.Keys[k.Key[i]], k.Revision[i], f.Texts[k.Phase[i]], k.Fence[i], k.Owns[i], k.Seals[i], f.Texts[k.Opens[i]]}
}

// KnownAt is what each lane knows of a key at a frame, by lane.
func (f *Film) KnownAt(frame int, key string) []Knowing {
	all := make([]Knowing, len(f.Lanes))
	for i := range all {
		all[i] = Knowing{Lane: i, Key: key}
	}
	for i := range f.Knowings.Frame {
		if f.Knowings.Frame[i] > frame {
			break
		}
		if k := f.known(i); k.Key == key {
			all[k.Lane] = k
		}
	}
	return all
}
