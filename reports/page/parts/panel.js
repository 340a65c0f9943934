// What stands beside the picture: lamps, what is broken, the step, the list.

const lampMark = { held: "●", violated: "✕", "not judged": "○", inconclusive: "?" };

// lamps shows one for each invariant. Before is another run's, against which a change is shown.
function lamps(run, before, onpick) {
  const box = byId("lamps");
  box.replaceChildren();
  for (const lamp of run.film.lamps) {
    const b = make("button", "lamp " + lamp.state.replace(" ", "-"), make("span", "mark", lampMark[lamp.state] ?? "?"), lamp.id);
    b.type = "button";
    const was = before?.film.lamps.find((l) => l.id === lamp.id)?.state;
    let says = `${lamp.id}: ${lamp.state}. ${lamp.sentence}`;
    if (lamp.why) says += ` (${lamp.why})`;
    if (was && was !== lamp.state) { b.classList.add("changed"); says += ` In the recorded run: ${was}.`; }
    b.title = visible(says);
    b.setAttribute("aria-label", visible(says));
    b.addEventListener("click", () => onpick(lamp));
    box.append(b);
  }
}

// broken lists what was violated, each with what it speaks of. A cite leads to its frame.
function broken(run, go, pictures) {
  const box = byId("broken");
  box.replaceChildren();
  const bad = run.film.lamps.filter((l) => l.state === "violated");
  if (!bad.length) box.append(make("p", "faint", "Nothing was violated in this run."));
  for (const lamp of bad) {
    const head = make("h3", "", make("span", "id", lamp.id), " " + lamp.sentence);
    head.id = "broken-" + lamp.id;
    box.append(head);
    for (const p of pictures.filter((p) => p.invariant === lamp.id)) {
      const b = make("button", "", `Save Porcupine’s picture of the ${p.object} of ${p.key}`);
      b.type = "button";
      b.addEventListener("click", () => save(p.page, "text/html", `porcupine-${p.invariant}.html`));
      box.append(make("p", "", b));
    }
    if (lamp.count > lamp.violations.length) box.append(make("p", "faint", `${lamp.count} violations; the earliest ${lamp.violations.length} are told.`));
    for (const v of lamp.violations) {
      const item = make("div", "violation", make("p", "", v.detail));
      const list = make("ul", "cites");
      const link = (text, frame, at) => {
        const li = make("li");
        const i = run.index(frame);
        if (i < 0) li.append(make("span", "faint", `${clock(at)}  ${text} (no event of the trace)`));
        else {
          const b = make("button", "link", `${clock(at)}  ${text}`);
          b.type = "button";
          b.addEventListener("click", () => go(i, v));
          li.append(b);
        }
        list.append(li);
      };
      for (const c of v.cites) link(`${c.who ? c.who + ": " : ""}${c.of}${told(run, c.frame)}`, c.frame, c.at);
      link("here it is broken", v.frame, v.at);
      item.append(list);
      box.append(item);
    }
  }
  const other = run.film.lamps.filter((l) => l.state === "inconclusive" || l.state === "not judged");
  if (other.length) {
    const list = make("ul", "plain");
    for (const l of other) list.append(make("li", "", `${l.id}: ${l.state}${l.why ? ", " + l.why : ""}`));
    const fold = make("details", "", make("summary", "", `${other.length} of ${run.film.lamps.length} say nothing of this run`));
    fold.append(list);
    box.append(fold);
  }
}

// save hands out a file.
function save(text, type, name) {
  const a = make("a");
  a.href = URL.createObjectURL(new Blob([text], { type }));
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 60000);
}

const told = (run, frame) => { const i = run.index(frame); return i < 0 ? "" : ` (${run.text(run.film.frames.says[i])})`; };

// step shows one event: what it is, what changed with it, what each process knows.
function step(run, i, go) {
  const box = byId("step");
  if (!run.n) { box.replaceChildren(make("p", "faint", "Nothing happened in this run.")); return; }
  const f = run.film.frames, id = run.id(i), lane = run.film.lanes[f.lane[i]];
  const kind = run.text(f.kind[i]), says = run.text(f.says[i]);
  const head = make("p", "now", make("b", "", clock(f.at[i])), " ", make("b", "", lane?.name ?? "?"), " ", says || kind);
  const facts = make("dl", "facts");
  const fact = (name, value) => { facts.append(make("dt", "", name), value instanceof Node ? make("dd", "", value) : make("dd", "", value)); };
  fact("event", `${id} of ${run.first + run.n - 1}, ${kind}`);
  if (run.moment[i]) fact("moment", `${run.moment[i]} #${run.nth[i]}`);
  const back = run.index(f.cause[i]);
  if (back >= 0) fact("follows from", jump(run, back, go));
  const m = f.message[i] - 1, ms = run.film.messages;
  if (m >= 0) {
    fact("message", `${run.laneName(ms.from[m])} to ${run.laneName(ms.to[m])}: ${run.text(ms.label[m])}`);
    const times = [`sent ${clock(ms.sent[m])}`];
    if (ms.arrived[m]) times.push(`arrived after ${span(ms.arrived[m] - ms.sent[m])}`);
    if (ms.answered[m]) times.push(`answered at ${clock(ms.answered[m])}`);
    if (ms.received[m]) times.push(`heard at ${clock(ms.received[m])}`);
    fact("", times.join(", ") + "; " + run.text(ms.fate[m]));
    for (const [name, frame] of [["asked at", ms.asked[m]], ["answered at", ms.answer[m]], ["heard at", ms.heard[m]]]) {
      const at = run.index(frame);
      if (at >= 0 && at !== i) fact(name, jump(run, at, go));
    }
  }
  const changes = changed(run, i), list = make("ul", "changes");
  for (const c of changes) list.append(make("li", c.bad ? "bad" : "", c.text));
  box.replaceChildren(head, facts, make("h3", "", "Changed since the step before"),
    changes.length ? list : make("p", "faint", "Nothing that is shown here."),
    make("h3", "", "What each process knew"), knowledge(run, i));
}

function jump(run, i, go) {
  const b = make("button", "link", `${clock(run.at(i))} ${run.laneName(run.film.frames.lane[i])} ${run.text(run.film.frames.says[i])}`);
  b.type = "button";
  b.addEventListener("click", () => go(i));
  return b;
}

// changed is what is new at an event.
function changed(run, i) {
  const film = run.film, id = run.id(i), at = run.at(i), before = i ? run.at(i - 1) : -1, all = [];
  const say = (text, bad) => all.push({ text, bad });
  const inside = (t) => t > before && t <= at;
  for (const b of film.bands) {
    if (b.frame !== id) continue;
    if (b.kind === "phase") say(`${b.key}: phase ${b.state}` + (b.owner ? `, owner ${b.owner}, fence ${b.fence}` : "") + `, revision ${b.revision}`, /HALT|ABORT/i.test(b.state));
    else say(`${b.key} v${b.version}: ${b.state}`);
  }
  for (const t of film.tenures) if (t.frame === id) say(`${t.self} owns ${t.key}, fence ${t.fence}`);
  for (const s of film.stamps) if (s.frame === id) say(`${s.self} has a stamp: ${s.sealing ? "seals v" + s.seal + ", " : ""}opens ${s.opens.map((v) => "v" + v).join(", ") || "nothing"}`);
  for (const r of run.learned.get(id) ?? []) {
    const k = film.knowings;
    say(`${run.laneName(k.lane[r])} knows ${film.keys[k.key[r]]} of revision ${k.revision[r] || "none"}: ${run.text(k.phase[r]) || "no record"}`);
  }
  if (i === 0 || at !== before) {
    for (const x of film.events) {
      if (!x.injected) continue;
      if (inside(x.from)) say(`${x.asked ? "asked for" : "begins"}: ${x.text}`, !x.asked);
      if (!x.asked && x.to > x.from && inside(x.to)) say(`ends: ${x.text}`);
      const bites = x.asked ? 0 : x.bites.filter(inside).length;
      if (bites) say(`changes ${bites === 1 ? "something" : bites + " things"}: ${x.text}`, true);
    }
    for (const l of film.leases) {
      if (inside(l.granted)) say(`lease ${l.id} is granted to ${l.self} for ${span(l.ttl)}`);
      if (l.ended && inside(l.ended)) say(`lease ${l.id} of ${l.self} ends: ${l.ending}`, l.ending === "expired");
    }
    for (const s of film.stamps) if (s.to < run.end && inside(s.to)) say(`${s.self}'s stamp of ${clock(s.from)} ends`);
    for (const t of film.tenures) if (t.to < run.end && inside(t.to)) say(`${t.self} no longer owns ${t.key}`);
  }
  for (const l of film.lamps) for (const v of l.violations) if (v.frame === id) say(`${l.id} is broken: ${v.detail}`, true);
  return all;
}

// knowledge is a table of who knew what; what is new at this event stands out.
function knowledge(run, i) {
  const film = run.film, id = run.id(i), k = film.knowings, many = film.keys.length > 1;
  const table = make("table", "knows");
  const row = make("tr");
  for (const h of ["who", ...(many ? ["key"] : []), "revision", "phase", "fence", "seals", "opens"]) row.append(make("th", "", h));
  table.append(make("thead", "", row));
  const body = make("tbody");
  for (const r of run.rows) {
    film.keys.forEach((key, n) => {
      const [now, was] = run.knownAt(r.lane, n, id);
      if (now < 0) return;
      const fresh = k.frame[now] === id, tr = make("tr", fresh ? "fresh" : "");
      const cell = (text, old) => tr.append(make("td", fresh && was >= 0 && text !== old ? "new" : "", text));
      const of = (x) => x < 0 ? ["", "", "", "", ""] : [String(k.revision[x] || "–"), run.text(k.phase[x]) || "–",
        (k.fence[x] || "–") + (k.owns[x] ? " owns" : ""), k.seals[x] ? "v" + k.seals[x] : "–", run.text(k.opens[x]) || "–"];
      const b = make("th", "", r.name);
      b.scope = "row";
      tr.append(b);
      if (many) tr.append(make("td", "", key));
      const now5 = of(now), was5 = of(was);
      now5.forEach((t, x) => cell(t, was5[x]));
      body.append(tr);
    });
  }
  table.append(body);
  if (!body.children.length) return make("p", "faint", "Nobody knows anything yet.");
  return make("div", "scroll", table);
}

// A List shows those of ten thousand rows that fit.
class List {
  constructor(box, go) {
    Object.assign(this, { box, go, all: [], high: 24 });
    this.space = make("div", "space");
    box.append(this.space);
    box.addEventListener("scroll", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(box);
  }

  show(run, all) {
    this.run = run;
    this.all = all;
    this.space.style.height = all.length * this.high + "px";
    this.draw();
  }

  // follow scrolls so that an event is seen, if it is in the list.
  follow(i) {
    this.current = i;
    let lo = 0, hi = this.all.length;
    while (lo < hi) { const m = (lo + hi) >> 1; if (this.all[m] < i) lo = m + 1; else hi = m; }
    const y = lo * this.high;
    if (y < this.box.scrollTop || y > this.box.scrollTop + this.box.clientHeight - this.high) this.box.scrollTop = y - this.box.clientHeight / 2;
    this.draw();
  }

  draw() {
    if (!this.run || !this.box.clientHeight) return;
    const from = Math.max(0, Math.floor(this.box.scrollTop / this.high) - 4), to = Math.min(this.all.length, from + Math.ceil(this.box.clientHeight / this.high) + 8);
    const rows = [], f = this.run.film.frames;
    for (let n = from; n < to; n++) {
      const i = this.all[n];
      const b = make("button", "row" + (i === this.current ? " current" : "") + (f.step[i] ? " decision" : ""),
        make("span", "at", clock(f.at[i])), make("span", "who", this.run.laneName(f.lane[i])), make("span", "what", this.run.text(f.says[i]) || this.run.text(f.kind[i])));
      b.type = "button";
      b.tabIndex = -1;
      b.style.top = n * this.high + "px";
      b.addEventListener("click", () => this.go(i));
      rows.push(b);
    }
    this.space.replaceChildren(...rows);
  }
}
