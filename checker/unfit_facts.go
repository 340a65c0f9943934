package checker

// what looks at what a fact says.
func (u *unfit) what() {
	switch w := u.about.What.(type) {
	case *Wrote:
		u.by()
		u.wrote(w)
	case *Leased:
		u.by()
		u.atLeast("Leased.Lease", 1, w.Lease)
		u.only("Leased.TTL", w.TTL != 0, w.Did == LeaseGranted || w.Did == LeaseExtended, "one that is granted or extended")
	case *Asked:
		u.by()
		u.asked(w)
	case *Outside:
		u.ofKey()
		u.by()
		u.outside(w)
	case *Emitted:
		u.ofKey()
		u.by()
		u.atLeast("Sealed.Seal", 1, int64(w.Seal))
		u.machineIfKnown("Sealed.Client", w.Client)
	case *Denied:
		u.ofKey()
		u.by()
		u.machineIfKnown("Denied.Client", w.Client)
	case *Opened:
		u.ofKey()
		u.opened(w)
	case *Lodged:
		u.ofKey()
		u.named("Lodged.Plain", w.Plain)
		u.keeper("Lodged", w.Name, w.Node, w.Client, w.Answer == NoReply)
	case *Recalled:
		u.ofKey()
		u.only("Recalled.Plain", w.Plain != "", w.Answer == RecallText, "an answer with a text")
		u.keeper("Recalled", w.Name, w.Node, w.Client, w.Answer == RecallLost)
	case *Requested:
		u.ofKey()
		u.machineIfKnown("Requested.Worker", w.Worker)
	case *Acted:
		u.ofKey()
		u.machineIfKnown("Acted.Worker", w.Worker)
	case *Paged:
		u.ofKey()
		u.by()
		u.only("Paged.Version", w.Version != 0, w.Notice, "a notice")
		u.only("Paged.Nodes", len(w.Nodes) > 0, w.Notice, "a notice")
	case *Fault:
		u.fault(w)
	case *Ran:
		u.machine("Ran.Machine", w.Machine)
		u.only("Ran.Renewed", w.Renewed, u.renews && w.Did == Starts, "a start, where there is a NewPolicy")
		u.same("Actor", machineOf(u.about.Actor), "Ran.Machine", w.Machine)
	case *OnDisk:
		u.by()
		u.onDisk(w)
	case *PutBack:
		u.by()
	}
}

// same is for who is one and the same.
func (u *unfit) same(field, x, other, y string) {
	if x != y {
		u.cannot(field, "is of %q; want one of %s, which is %q", x, other, y)
	}
}

func (u *unfit) wrote(w *Wrote) {
	u.atLeast("Revision", 1, u.about.Revision)
	u.atLeast("Wrote.Lease", 0, w.Lease)
	u.only("Wrote.Value", len(w.Value) > 0, !w.Deleted, "what was not deleted")
	u.only("Wrote.Versions", len(w.Versions) > 0, w.Record != nil, "a Record")
	u.only("Wrote.Halt", w.Halt != Halt{}, w.Record != nil, "a Record")
	namesVersions(u, "Wrote.Versions", ".N", w.Versions, func(v *Version) uint32 { return v.N })
	if w.Record != nil || w.Entry != nil || w.Stamp != nil || w.TurnedAway != nil || w.Kept != nil {
		u.ofKey()
	}
	if w.Entry != nil {
		wordOrNone(u, "Wrote.Entry.Phase", w.Entry.Phase, Phases...)
	}
	if k := w.Kept; k != nil {
		u.named("Wrote.Kept.Name", k.Name)
	}
	if s := w.Stamp; s != nil {
		namesVersions(u, "Wrote.Stamp.Opens", "", s.Opens, itself)
		if len(s.Prints) == 0 && len(s.Opens) > 0 { // another number contradicts itself
			u.cannot("Wrote.Stamp.Prints", "is empty; want the fingerprint of each of Opens")
		}
	}
}

func (u *unfit) asked(w *Asked) {
	u.named("Asked.Verb", w.Verb)
	u.machine("Asked.To", w.To)
	u.list("Asked.Puts", w.Puts)
	for i := range w.Reads {
		if s := &w.Reads[i]; s.Object == "" || s.Mod < 1 {
			u.named(nth("Asked.Reads", i)+".Object", s.Object)
			u.atLeast(nth("Asked.Reads", i)+".Mod", 1, s.Mod)
		}
	}
	if w.Would != nil {
		u.ofKey()
		word(u, "Asked.Would.Phase", w.Would.Phase, Phases...)
		wordOrNone(u, "Asked.Would.From", w.Would.From, Phases...)
	}
}

func (u *unfit) outside(w *Outside) {
	u.atLeast("Effect.Version", 1, int64(w.Version))
	if w.Kind == Mint || w.Kind == Destroy {
		u.only("Effect.Node", w.Node != "", false, "what is pushed to a node")
	} else {
		u.machine("Effect.Node", w.Node)
	}
	u.only("Effect.Ends", w.Ends != 0, w.Kind == Mint, "a mint")
	if w.Kind == Mint && w.Made {
		u.named("Effect.Print", w.Print)
	}
}

func (u *unfit) opened(w *Opened) {
	u.machine("Opened.Node", w.Node)
	u.machineIfKnown("Opened.Client", w.Client)
	if w.Answer != Lost || u.about.Actor != "" { // nobody has emitted what is lost
		u.same("Actor", machineOf(u.about.Actor), "Opened.Node", w.Node)
	}
}

// keeper is for a request to keep something, or for what is kept.
func (u *unfit) keeper(kind, name, node, client string, lost bool) {
	u.named(kind+".Name", name)
	u.machine(kind+".Node", node)
	u.machineIfKnown(kind+".Client", client)
	if !lost || u.about.Actor != "" {
		u.same("Actor", machineOf(u.about.Actor), kind+".Node", node)
	}
}

func (u *unfit) fault(w *Fault) {
	word(u, "Fault.Kind", w.Kind, u.kinds...)
	for i, at := range w.Bites {
		if at < w.From || at > u.end {
			u.cannot(nth("Fault.Bites", i), "is %v; want a time from when the fault is in force, %v, to the End of the history, %v", at, w.From, u.end)
		}
	}
	for i, name := range w.On {
		u.among(name, "Fault.On", i)
	}
	for i, message := range w.Between {
		if message == [2]string{} { // it bit something else than a message
			continue
		}
		for _, name := range message {
			u.among(name, "Fault.Between", i)
		}
	}
}

// among is for the names in a list of machines.
func (u *unfit) among(name, list string, i int) {
	if !u.machines[name] {
		u.machine(nth(list, i), name)
	}
}

func (u *unfit) onDisk(w *OnDisk) {
	ofFile := w.Did == DiskWrite || w.Did == DiskRemove
	if ofFile {
		u.named("OnDisk.File", w.File)
	}
	u.only("OnDisk.File", w.File != "", ofFile, "what is written or removed")
	u.only("OnDisk.Print", w.Print != "", w.Did == DiskWrite, "what is written")
	if w.Print != "" {
		u.ofKey()
	}
}
