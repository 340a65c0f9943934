package checker

// keeps takes a text that is kept for good.
func (d *deriving) keeps(f *Fact, w *Wrote) {
	k := Keep{Key: f.Key, Name: w.Kept.Name, Object: w.Object, Revision: f.Revision, Sent: f.Sent, Early: f.Early, At: f.At, By: f.Actor, Said: *w.Kept}
	if w.Holds != nil {
		k.Holding = *w.Holds
	}
	d.p.Keeps = append(d.p.Keeps, k)
	d.texts[w.Object] = len(d.p.Keeps)
}

// unkept notes that what was kept under a stored key is no more. What never was is nobody's
// loss; what cannot be read any more stands until it is deleted, or something else is kept there.
func (d *deriving) unkept(f *Fact, w *Wrote) {
	i := d.texts[w.Object]
	if i == 0 || d.p.Keeps[i-1].Spoiled && !w.Deleted {
		return
	}
	was := &d.p.Keeps[i-1]
	d.p.Keeps = append(d.p.Keeps, Keep{Key: was.Key, Name: was.Name, Object: w.Object, Revision: f.Revision, Sent: f.Sent, Early: f.Early, At: f.At, By: f.Actor,
		Gone: true, Spoiled: !w.Deleted, ByHand: d.byHand(f)})
	if d.texts[w.Object] = len(d.p.Keeps); w.Deleted {
		delete(d.texts, w.Object)
	}
}
