package pager

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"pawl/engine"
)

// alert is what is posted for an engine's alert.
type alert struct {
	ID       string   `json:"id"`
	Key      string   `json:"key"`
	Halted   bool     `json:"halted"`
	Due      bool     `json:"due"`
	Reason   string   `json:"reason"`
	Class    string   `json:"class"`
	Playbook string   `json:"playbook"`
	Owner    string   `json:"owner"`
	Escalate string   `json:"escalation"`
	Version  uint32   `json:"version,omitzero"`
	Nodes    []string `json:"nodes,omitempty"`

	EncryptionAffected bool `json:"encryption_affected"`
	DecryptionValid    bool `json:"decryption_valid"`
	CustomersMustAct   bool `json:"customers_must_act"`
	ManualWorkSafe     bool `json:"manual_work_safe"`
}

// Page tells an engine's alert. It implements host.PagerClient.
func (p *Webhook) Page(ctx context.Context, page engine.Page) error {
	a, h := &page.Alert, &page.Alert.Halt
	out := alert{
		Key: a.Key, Halted: !a.Notice, Due: a.Due, Reason: h.Reason, Class: h.Class, Playbook: h.Playbook, Owner: h.Owner, Escalate: h.Escalation,
		Version: a.Version, Nodes: a.Nodes, EncryptionAffected: h.EncryptionAffected, DecryptionValid: h.DecryptionValid,
		CustomersMustAct: h.CustomersMustAct, ManualWorkSafe: h.ManualWorkSafe,
	}
	text, err := json.Marshal(out)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	out.ID = hex.EncodeToString(sum[:8])
	return p.Post(ctx, out.ID, out)
}
