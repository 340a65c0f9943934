package follow

// Together sets how many facts of a key are judged together.
func (f *Follower) Together(n int) { f.most = n }
