package film

import "sort"

// A Frame is one event, put together from the columns.
type Frame struct {
	ID, Cause int
	At        int64
	Lane      int
	Kind      string
	Says      string
	Message   int // 0: none
	Step      string
}

// Len is how many frames there are.
func (f *Film) Len() int { return len(f.Frames.At) }

// Last is the number of the last frame; 0 if there is none.
func (f *Film) Last() int {
	if f.Len() == 0 {
		return 0
	}
	return f.First + f.Len() - 1
}

// Has says whether a number is that of a frame.
func (f *Film) Has(id int) bool { return id != 0 && id >= f.First && id <= f.Last() }

// Frame is the frame of a number that Has.
func (f *Film) Frame(id int) Frame {
	i, c := id-f.First, &f.Frames
	return Frame{ID: id, Cause: c.Cause[i], At: c.At[i], Lane: c.Lane[i], Kind: f.Texts[c.Kind[i]],
		Says: f.Texts[c.Says[i]], Message: c.Message[i], Step: f.Texts[c.Step[i]]}
}

// FrameAt is the last frame that is no later than a time; 0 if all are.
func (f *Film) FrameAt(at int64) int {
	i := sort.Search(f.Len(), func(i int) bool { return f.Frames.At[i] > at })
	if i == 0 {
		return 0
	}
	return f.First + i - 1
}

// A Message is one request with its answer, put together from the columns.
type Message struct {
	From, To             int
	Label, Fate          string
	Asked, Answer, Heard int // frames
	Sent, Arrived        int64
	Answered, Received   int64
}

// Message is the message of a number, from 1.
func (f *Film) Message(n int) Message {
	i, m := n-1, &f.Messages
	return Message{m.From[i], m.To[i], f.Texts[m.Label[i]], f.Texts[m.Fate[i]], m.Asked[i], m.Answer[i], m.Heard[i], m.Sent[i], m.Arrived[i], m.Answered[i], m.Received[i]}
}
