// Search by meaning, and the filter.

// What people call things, and the words that the trace has for them.
const alike = {
  rotate: ["publish", "commit", "rotation"], rotation: ["publish", "commit", "rotat"], activate: ["commit"],
  fail: ["crash", "lost", "refus", "reject"], down: ["crash"], restart: ["start"], died: ["crash"], dead: ["crash"],
  stop: ["pause", "crash", "hung"], stuck: ["pause", "hung"], frozen: ["pause", "hung"], slow: ["pause", "linger", "slow"],
  dropped: ["lost"], unheard: ["unheard", "unanswered"], timeout: ["unheard", "unanswered", "lost"],
  lease: ["lease", "expire", "renew"], takeover: ["acquire", "own"], owner: ["acquire", "own"],
  encrypt: ["seal"], sign: ["seal"], decrypt: ["open"], verify: ["verify", "open"], barrier: ["barrier", "stamps"],
  delete: ["destroy", "retire", "revoke"], error: ["refus", "reject", "deny"], step: ["decision"],
};

// A Query is what was asked for: words that must all be there, fields, and which one of them.
class Query {
  constructor(text) {
    this.nth = 0;
    this.tests = [];
    for (const word of text.toLowerCase().trim().split(/\s+/).filter(Boolean)) {
      const nth = /^#(\d+)$/.exec(word), field = /^(lane|kind|step|pool|fate|from|to):(.+)$/.exec(word);
      const after = /^(after|before):([\d.]+)s?$/.exec(word), not = word.length > 1 && word[0] === "-";
      if (nth) this.nth = +nth[1];
      else if (after) this.tests.push((run, i) => (run.at(i) >= +after[2] * second) === (after[1] === "after"));
      else if (field) this.tests.push((run, i) => Query.field(run, i, field[1]).includes(field[2]));
      else if (not) this.tests.push((run, i) => !run.words(i).includes(word.slice(1)));
      else {
        const any = [word, ...(alike[word] ?? [])];
        this.tests.push((run, i) => any.some((w) => run.words(i).includes(w)));
      }
    }
  }

  static field(run, i, name) {
    const f = run.film.frames, m = f.message[i] - 1, ms = run.film.messages, lane = run.film.lanes[f.lane[i]];
    switch (name) {
      case "lane": return (lane?.name ?? "").toLowerCase();
      case "pool": return (lane?.pool ?? "").toLowerCase();
      case "kind": return run.text(f.kind[i]).toLowerCase();
      case "step": return run.moment[i].toLowerCase();
      case "fate": return m < 0 ? "" : run.text(ms.fate[m]).toLowerCase();
      case "from": return m < 0 ? "" : run.laneName(ms.from[m]).toLowerCase();
      case "to": return m < 0 ? "" : run.laneName(ms.to[m]).toLowerCase();
    }
    return "";
  }

  // find is every frame that is meant, of those that a filter lets through.
  find(run, lets) {
    if (!this.tests.length && !this.nth) return null;
    const all = [];
    let exact = null; // commit.sent #2: the second of that moment, as the command line counts
    for (let i = 0; i < run.n; i++) {
      if (!lets(i) || !this.tests.every((t) => t(run, i))) continue;
      all.push(i);
      if (this.nth && run.nth[i] === this.nth) (exact ??= []).push(i);
    }
    if (!this.nth) return all;
    return exact ?? all.slice(this.nth - 1, this.nth);
  }
}

// A Filter says which lanes and which events are looked at.
class Filter {
  constructor() { this.hidden = new Set(); this.only = "all"; }
  lane(run, i) { return !this.hidden.has(run.film.lanes[i]?.kind); }
  lets(run, i) {
    const f = run.film.frames;
    if (!this.lane(run, f.lane[i]) && run.film.lanes[f.lane[i]]?.kind !== "plan") return false;
    switch (this.only) {
      case "decisions": return f.step[i] !== 0;
      case "trouble": {
        const m = f.message[i];
        return /crash|pause|hung|start|resume|expire|put back|leader|break|deny|compact|by hand/.test(run.text(f.kind[i]))
          || (m > 0 && /^(lost|unheard|unanswered)$/.test(run.text(run.film.messages.fate[m - 1])));
      }
      case "learned": return run.learned.has(run.id(i));
    }
    return true;
  }
}
