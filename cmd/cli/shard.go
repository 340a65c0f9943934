package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"pawl/reports"
	"pawl/scenarios/campaign"
)

// mostShards is into how many parts a check can be cut.
const mostShards = reports.MostParts

// A shardFlag is one of several parts, as 3/16.
type shardFlag campaign.Shard

var errShard = errors.New("no part")

func (s *shardFlag) Set(text string) error {
	number, of, _ := strings.Cut(text, "/")
	n, err := strconv.Atoi(number)
	m, err2 := strconv.Atoi(of)
	if err != nil || err2 != nil || n < 1 || n > m || m > mostShards || fmt.Sprintf("%d/%d", n, m) != text {
		return errShard
	}
	*s = shardFlag{Number: n, Of: m}
	return nil
}

func (s *shardFlag) String() string {
	if s.Of == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.Number, s.Of)
}

// Type is by what help and errors call it.
func (s *shardFlag) Type() string { return "part" }
