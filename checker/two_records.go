package checker

// twoRecords is where the record of a key stood twice.
type twoRecords struct {
	key      string
	at       [2]string
	revision int64
}

// oneRecord notes a record that stands at two places: which of them holds nobody could say, and
// when one is deleted, as the tail of a journal is, that would look like the record's loss.
func (d *deriving) oneRecord(f *Fact, w *Wrote) {
	at := d.records[f.Key]
	if other, stands := d.kept[at]; at != w.Object && stands && other.record && other.key == f.Key && d.p.twoRecords == nil {
		d.p.twoRecords = &twoRecords{key: f.Key, at: [2]string{at, w.Object}, revision: f.Revision}
	}
	d.records[f.Key] = w.Object
}
