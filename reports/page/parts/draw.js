// The picture: bands, faults, lanes with messages, margins. It is drawn anew whenever anything
// changes, which takes some milliseconds.

const marginNames = ["owner lease", "seal stamp", "open stamp", "publish deadline", "drain deadline", "settle bound"];

class Picture {
  constructor(canvas, map, tip) {
    Object.assign(this, { canvas, map, tip, from: 0, to: 1, current: 0, hits: [], marked: new Set() });
    this.filter = new Filter();
    this.readColours();
    canvas.addEventListener("pointerdown", (e) => this.grab(e));
    canvas.addEventListener("pointermove", (e) => this.point(e));
    canvas.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    canvas.addEventListener("wheel", (e) => this.wheel(e), { passive: false });
    map.addEventListener("pointerdown", (e) => this.seek(e));
    map.addEventListener("pointermove", (e) => { if (e.buttons) this.seek(e); });
    new ResizeObserver(() => this.ask()).observe(canvas.parentElement);
    this.drawn = 0; // how long the last drawing took, in milliseconds
  }

  readColours() {
    const style = getComputedStyle(document.documentElement), get = (name) => style.getPropertyValue("--" + name).trim();
    this.c = Object.fromEntries(["page", "panel", "ink", "faint", "rule", "link", "good", "bad", "doubt", "plain"].map((n) => [n, get(n)]));
    this.c.v = [0, 1, 2, 3, 4, 5].map((n) => get("v" + n));
  }

  version(n) { return n > 0 ? this.c.v[(n - 1) % this.c.v.length] : this.c.faint; }

  show(run) {
    this.run = run;
    this.placeFaults();
    this.ask();
  }

  // window is the stretch of time that is looked at.
  window(from, to) {
    const end = this.run.end, least = Math.min(end, 2e6);
    let length = Math.min(Math.max(to - from, least), end * 1.02);
    from = Math.min(Math.max(from, 0), Math.max(0, end * 1.02 - length));
    this.from = from;
    this.to = from + length;
    this.ask();
  }

  zoom(by, around = (this.from + this.to) / 2) {
    this.window(around - (around - this.from) * by, around + (this.to - around) * by);
  }

  // reveal moves the window as far as it must for a time to be in it.
  reveal(at) {
    const length = this.to - this.from;
    if (at < this.from + length * 0.05 || at > this.to - length * 0.05) this.window(at - length / 2, at + length / 2);
  }

  ask() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => { this.asked = false; if (this.run) this.draw(); });
  }

  x(at) { return this.left + (at - this.from) / (this.to - this.from) * this.wide; }
  time(x) { return this.from + (x - this.left) / this.wide * (this.to - this.from); }

  // placeFaults gives each fault a row in which no other is at that time.
  placeFaults() {
    const ends = [];
    this.faultRows = this.run.film.events.map((f) => {
      if (!f.injected) return -1;
      let row = ends.findIndex((end) => end <= f.from);
      if (row < 0) row = ends.length;
      ends[row] = Math.max(f.to, f.from + this.run.end / 80);
      return row;
    });
    this.faultDepth = Math.min(ends.length, 6);
  }

  size() {
    const box = this.canvas.parentElement.clientWidth;
    this.left = box < 640 ? 84 : 150;
    this.wide = Math.max(box - this.left - 10, 80);
    this.full = box;
    this.lanes = this.run.rows.filter((r) => this.filter.lane(this.run, r.lane));
    const used = new Set(this.run.film.margins.map((m) => m.kind));
    this.margins = marginNames.filter((n) => used.has(n));
    let y = 22;
    const place = (height) => { const at = y; y += height; return at; };
    this.rowsAt = { bands: [], lane: new Map(), groups: [], margins: new Map() };
    for (const key of this.run.film.keys) {
      const versions = [...new Set(this.run.film.bands.filter((b) => b.kind === "version" && b.key === key).map((b) => b.version))].sort((a, b) => a - b);
      this.rowsAt.bands.push({ key, y: place(20), versions: versions.map((v) => ({ v, y: place(13) })) });
      y += 4;
    }
    this.rowsAt.faults = place(this.faultDepth ? this.faultDepth * 15 + 6 : 0);
    let group = "";
    const groups = { node: "pool ", worker: "workers", client: "clients", "relying party": "relying parties", store: "services", "key service": "services" };
    for (const r of this.lanes) {
      const name = (groups[r.kind] ?? "who asks") + (r.kind === "node" ? r.pool : "");
      if (name !== group) { group = name; this.rowsAt.groups.push({ name, y: place(15) }); }
      this.rowsAt.lane.set(r.lane, place(20) + 10);
    }
    y += 8;
    for (const m of this.margins) this.rowsAt.margins.set(m, place(24));
    this.tall = y + 4;
    const ratio = window.devicePixelRatio || 1;
    for (const [canvas, height] of [[this.canvas, this.tall], [this.map, 40]]) {
      canvas.style.height = height + "px";
      const w = Math.round(box * ratio), h = Math.round(height * ratio);
      if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
    }
    this.ratio = ratio;
  }

  draw() {
    const began = performance.now();
    this.size();
    const g = this.g = this.canvas.getContext("2d");
    g.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    g.fillStyle = this.c.page;
    g.fillRect(0, 0, this.full, this.tall);
    g.font = "12px system-ui, sans-serif";
    g.textBaseline = "middle";
    this.hits = [];
    this.drawTime();
    this.drawGround();
    g.save();
    g.beginPath();
    g.rect(this.left, 0, this.wide, this.tall);
    g.clip();
    this.drawBands();
    this.drawFaults();
    this.drawLanes();
    this.drawMessages();
    this.drawFrames();
    this.drawMargins();
    this.drawMarks();
    this.drawUnfilmed(g, (at) => this.x(at), 16, this.tall - 16);
    g.restore();
    this.drawMap();
    this.drawn = performance.now() - began;
  }

  label(text, y, colour = this.c.ink, size = 12, weight = "") {
    const g = this.g;
    g.font = `${weight} ${size}px system-ui, sans-serif`;
    g.fillStyle = colour;
    g.textAlign = "right";
    g.fillText(this.fit(visible(text), this.left - 12), this.left - 8, y);
    g.textAlign = "left";
  }

  // fit cuts a text to a width.
  fit(text, width) {
    const g = this.g;
    if (g.measureText(text).width <= width) return text;
    let n = Math.max(1, Math.floor(text.length * width / g.measureText(text).width));
    while (n > 1 && g.measureText(text.slice(0, n) + "…").width > width) n--;
    return text.slice(0, n) + "…";
  }

  drawTime() {
    const g = this.g, length = this.to - this.from;
    const rough = length / Math.max(3, this.wide / 110), power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough);
    g.font = "11px system-ui, sans-serif";
    for (let t = Math.ceil(this.from / step) * step; t <= this.to; t += step) {
      const x = this.x(t);
      g.fillStyle = this.c.rule;
      g.fillRect(x, 16, 1, this.tall - 16);
      g.fillStyle = this.c.faint;
      const text = step >= 1e7 ? trim(t / second) + " s" : trim(t / 1e6) + " ms";
      if (x + g.measureText(text).width + 4 < this.full) g.fillText(text, x + 3, 9);
    }
  }

  drawGround() {
    for (const b of this.rowsAt.bands) {
      this.label(this.run.film.keys.length > 1 || this.left > 100 ? b.key : "phase", b.y + 10, this.c.ink, 12, "600");
      for (const v of b.versions) this.label("v" + v.v, v.y + 6, this.c.faint, 10);
    }
    if (this.faultDepth) this.label("planned", this.rowsAt.faults + 10, this.c.ink, 12, "600");
    for (const group of this.rowsAt.groups) {
      this.g.fillStyle = this.c.rule;
      this.g.fillRect(0, group.y + 2, this.full, 1);
      this.label(group.name, group.y + 9, this.c.faint, 10);
    }
    for (const r of this.lanes) this.label(r.name, this.rowsAt.lane.get(r.lane), this.c.ink, 12);
    for (const m of this.margins) this.label(m, this.rowsAt.margins.get(m) + 12, this.c.faint, 10);
  }

  // bar is a box from one time to another; false if it is not in the window.
  bar(from, to, y, height, colour, alpha) {
    if (to < this.from || from > this.to) return false;
    const g = this.g, x = Math.max(this.x(from), this.left - 2), w = Math.min(this.x(to), this.left + this.wide + 2) - x;
    g.globalAlpha = alpha;
    g.fillStyle = colour;
    g.fillRect(x, y, Math.max(w, 1), height);
    g.globalAlpha = 1;
    return { x, w };
  }

  drawBands() {
    const g = this.g;
    for (const row of this.rowsAt.bands) {
      for (const b of this.run.film.bands) {
        if (b.key !== row.key) continue;
        const phase = b.kind === "phase", at = phase ? row.y : row.versions.find((v) => v.v === b.version)?.y;
        if (at === undefined) continue;
        const quiet = phase ? /^(IDLE|)$/i.test(b.state) : false;
        const halted = phase && /HALT|ABORT/i.test(b.state);
        const colour = phase ? (halted ? this.c.bad : this.c.plain) : this.version(b.version);
        const strong = phase ? (quiet ? 0.08 : 0.3) : ({ active: 0.75, sealing: 0.75 }[b.state.toLowerCase()] ?? 0.28);
        const box = this.bar(b.from, b.to, at + 1, phase ? 17 : 10, colour, strong);
        if (!box) continue;
        g.fillStyle = colour;
        g.fillRect(box.x, at + 1, 1, phase ? 17 : 10);
        g.fillStyle = this.c.ink;
        g.font = (phase ? 11 : 9) + "px system-ui, sans-serif";
        if (box.w > 24) g.fillText(this.fit(visible(b.state), box.w - 6), box.x + 4, at + (phase ? 10 : 6));
        const tip = phase ? `${b.key}: ${b.state}` + (b.rotation ? `, rotation ${b.rotation}, window ${b.window}` : "") + (b.owner ? `, owner ${b.owner}, fence ${b.fence}` : "") : `${b.key} v${b.version}: ${b.state}`;
        this.hits.push({ x: box.x, y: at, w: Math.max(box.w, 3), h: phase ? 18 : 12, tip: `${tip}. From ${clock(b.from)} to ${clock(b.to)}`, frame: b.frame });
      }
    }
  }

  drawFaults() {
    const g = this.g;
    this.run.film.events.forEach((f, i) => {
      const row = this.faultRows[i];
      if (row < 0 || row >= 6) return;
      const y = this.rowsAt.faults + row * 15, colour = f.asked ? this.c.plain : this.c.bad;
      const box = this.bar(f.from, Math.max(f.to, f.from), y + 1, 12, colour, 0.22);
      if (!box) return;
      g.fillStyle = colour;
      g.beginPath();
      if (f.asked) g.rect(box.x, y + 1, 2, 12);
      else { g.moveTo(box.x, y + 1); g.lineTo(box.x + 7, y + 1); g.lineTo(box.x, y + 13); }
      g.fill();
      for (const at of f.bites) if (at >= this.from && at <= this.to) g.fillRect(this.x(at), y + 10, 1, 4);
      const room = Math.max(box.w, this.nextFault(i) - box.x) - 12;
      g.fillStyle = this.c.ink;
      g.font = "10px system-ui, sans-serif";
      if (room > 20) g.fillText(this.fit(visible(f.text), room), box.x + 9, y + 7);
      this.hits.push({ x: box.x, y, w: Math.max(box.w, 9), h: 14, frame: f.frame,
        tip: `${f.text}. From ${clock(f.from)} to ${clock(f.to)}` + (f.bites.length ? `; it changed ${f.bites.length} messages or acts` : f.asked ? "" : "; it changed nothing") });
    });
  }

  // nextFault is where the next one in the same row begins.
  nextFault(i) {
    let x = this.left + this.wide;
    this.run.film.events.forEach((f, j) => {
      if (j !== i && this.faultRows[j] === this.faultRows[i] && f.from > this.run.film.events[i].from) x = Math.min(x, this.x(f.from));
    });
    return x;
  }

  drawLanes() {
    const g = this.g, film = this.run.film;
    for (const r of this.lanes) {
      const y = this.rowsAt.lane.get(r.lane), lane = film.lanes[r.lane];
      const lives = lane.lives?.length ? lane.lives : [{ self: lane.name, from: 0, to: this.run.end }];
      for (const life of lives) this.bar(life.from, life.to, y - 0.5, 1, this.c.faint, 0.8);
      for (const s of lane.stands ?? []) {
        const box = this.bar(s.from, s.to, y - 5, 10, this.c.doubt, 0.35);
        if (box) this.hits.push({ x: box.x, y: y - 5, w: Math.max(box.w, 3), h: 10, tip: `${lane.name} stands still from ${clock(s.from)} to ${clock(s.to)}` });
      }
    }
    for (const f of film.events) {
      if (!f.injected || f.asked) continue;
      for (const r of this.lanes) if (f.on.includes(film.lanes[r.lane].name)) this.bar(f.from, f.to, this.rowsAt.lane.get(r.lane) - 9, 18, this.c.bad, 0.1);
    }
    for (const t of film.tenures) {
      const y = this.rowsAt.lane.get(t.lane);
      if (y === undefined) continue;
      const box = this.bar(t.from, t.to, y + 5, 3, this.c.good, 0.9);
      if (box) this.hits.push({ x: box.x, y: y + 4, w: Math.max(box.w, 3), h: 5, frame: t.frame, tip: `${t.self} owns ${t.key}, fence ${t.fence}, from ${clock(t.from)} to ${clock(t.to)}` });
    }
    for (const s of film.stamps) {
      const y = this.rowsAt.lane.get(s.lane);
      if (y === undefined) continue;
      const box = this.bar(s.from, s.to, y + (s.sealing ? 4 : 7), s.sealing ? 3 : 2, this.version(s.sealing ? s.seal : Math.max(0, ...s.opens)), s.sealing ? 0.9 : 0.5);
      if (box) {
        g.fillStyle = this.c.page;
        g.fillRect(box.x, y + 4, 1, 5);
        this.hits.push({ x: box.x, y: y + 3, w: Math.max(box.w, 3), h: 6, frame: s.frame,
          tip: `${s.self}'s stamp: ${s.sealing ? "seals v" + s.seal + ", " : ""}opens ${s.opens.map((v) => "v" + v).join(", ") || "nothing"}; from ${clock(s.from)} to ${clock(s.to)}` });
      }
    }
    for (const l of film.leases) {
      const y = this.rowsAt.lane.get(l.lane);
      if (y === undefined) continue;
      const end = l.ended || this.run.end;
      if (!this.bar(l.granted, end, y - 8, 1, this.c.plain, 0.4)) continue;
      g.fillStyle = this.c.plain;
      for (const at of [l.granted, ...(l.extended ?? [])]) if (at >= this.from && at <= this.to) g.fillRect(this.x(at), y - 9, 1, 3);
      if (l.ended && l.ended >= this.from && l.ended <= this.to) {
        const x = this.x(l.ended);
        g.strokeStyle = this.c.bad;
        g.lineWidth = 1;
        g.beginPath(); g.moveTo(x - 2, y - 9); g.lineTo(x + 2, y - 5); g.moveTo(x + 2, y - 9); g.lineTo(x - 2, y - 5); g.stroke();
        this.hits.push({ x: x - 3, y: y - 10, w: 6, h: 6, tip: `lease ${l.id} of ${l.self} ended at ${clock(l.ended)}: ${l.ending}` });
      }
    }
  }

  drawMessages() {
    const g = this.g, m = this.run.film.messages, per = this.wide / (this.to - this.from);
    const n = m.sent.length, current = this.run.film.frames.message[this.current] - 1;
    const shown = [];
    for (let i = 0; i < n; i++) {
      const last = Math.max(m.sent[i], m.arrived[i], m.answered[i], m.received[i]);
      if (last < this.from || m.sent[i] > this.to || i === current) continue;
      if (this.rowsAt.lane.has(m.from[i]) && this.rowsAt.lane.has(m.to[i])) shown.push(i);
    }
    const alpha = shown.length > 1200 ? 0.16 : shown.length > 300 ? 0.3 : 0.55, heads = shown.length < 250 && per > 0;
    const found = this.found && new Set(this.found.map((i) => this.run.film.frames.message[i] - 1));
    for (const i of shown) {
      const f = this.run.index(m.asked[i]);
      const faint = f >= 0 && !this.filter.lets(this.run, f) || found && !found.has(i);
      this.arrow(i, faint ? alpha * 0.3 : alpha, heads, 1);
    }
    if (current >= 0) this.arrow(current, 1, true, 2);
  }

  arrow(i, alpha, heads, width) {
    const g = this.g, m = this.run.film.messages, from = this.rowsAt.lane.get(m.from[i]), to = this.rowsAt.lane.get(m.to[i]);
    if (from === undefined || to === undefined) return;
    const fate = this.run.text(m.fate[i]), lost = fate === "lost";
    g.lineWidth = width;
    g.globalAlpha = lost || fate === "unheard" ? Math.max(alpha, 0.6) : alpha;
    g.strokeStyle = g.fillStyle = lost ? this.c.bad : width > 1 ? this.c.link : this.c.plain;
    if (lost || !m.arrived[i]) {
      const x = this.x(m.sent[i]), end = from + (to - from) * 0.45;
      g.setLineDash([3, 3]);
      this.line(x, from, x + 6, end);
      g.setLineDash([]);
      if (lost) { this.line(x + 3, end - 3, x + 9, end + 3); this.line(x + 9, end - 3, x + 3, end + 3); }
    } else {
      this.line(this.x(m.sent[i]), from, this.x(m.arrived[i]), to, heads);
    }
    if (m.answered[i]) {
      g.globalAlpha *= 0.8;
      if (m.received[i]) {
        g.setLineDash([2, 2]);
        this.line(this.x(m.answered[i]), to, this.x(m.received[i]), from, heads);
      } else {
        g.strokeStyle = this.c.bad;
        g.setLineDash([2, 3]);
        this.line(this.x(m.answered[i]), to, this.x(m.answered[i]) + 6, to + (from - to) * 0.45);
      }
      g.setLineDash([]);
    }
    g.globalAlpha = 1;
  }

  line(x1, y1, x2, y2, head) {
    const g = this.g;
    g.beginPath();
    g.moveTo(x1, y1);
    g.lineTo(x2, y2);
    g.stroke();
    if (!head) return;
    const a = Math.atan2(y2 - y1, x2 - x1);
    g.setLineDash([]);
    g.beginPath();
    g.moveTo(x2, y2);
    g.lineTo(x2 - 6 * Math.cos(a - 0.4), y2 - 6 * Math.sin(a - 0.4));
    g.lineTo(x2 - 6 * Math.cos(a + 0.4), y2 - 6 * Math.sin(a + 0.4));
    g.fill();
  }

  drawFrames() {
    const g = this.g, f = this.run.film.frames, found = this.found && new Set(this.found);
    const from = this.run.indexAt(this.from), to = this.run.indexAt(this.to);
    for (let i = from; i <= to; i++) {
      const y = this.rowsAt.lane.get(f.lane[i]);
      if (y === undefined || f.at[i] < this.from) continue;
      const kind = this.run.text(f.kind[i]), step = f.step[i] !== 0, hit = found?.has(i);
      if (found && !hit || !found && !this.filter.lets(this.run, i)) continue;
      const x = this.x(f.at[i]);
      g.fillStyle = hit ? this.c.doubt : /crash|hung|pause|deny|leader lost|by hand/.test(kind) ? this.c.bad : step ? this.c.link : this.c.faint;
      if (/crash|hung|pause/.test(kind)) { g.fillRect(x - 3, y - 3, 7, 7); continue; }
      g.beginPath();
      g.arc(x, y, hit ? 4 : step ? 3 : 1.6, 0, 7);
      g.fill();
    }
  }

  drawMargins() {
    const g = this.g;
    for (const m of this.run.film.margins) {
      const y = this.rowsAt.margins.get(m.kind);
      if (y === undefined || m.to < this.from || m.from > this.to || m.bound <= 0) continue;
      const height = 19, part = (left) => y + 21 - height * Math.min(1, Math.max(0, left / m.bound));
      const end = m.left - (m.to - m.from), low = end <= m.bound * 0.1;
      const x1 = this.x(m.from), x2 = this.x(m.to), y1 = part(m.left), y2 = part(end);
      g.fillStyle = g.strokeStyle = low ? this.c.bad : this.c.good;
      g.globalAlpha = 0.18;
      g.beginPath(); g.moveTo(x1, y + 21); g.lineTo(x1, y1); g.lineTo(x2, y2); g.lineTo(x2, y + 21); g.fill();
      g.globalAlpha = 0.9;
      g.lineWidth = 1;
      g.beginPath(); g.moveTo(x1, y1); g.lineTo(x2, y2); g.stroke();
      g.globalAlpha = 1;
      this.hits.push({ x: x1, y, w: Math.max(x2 - x1, 3), h: 22,
        tip: `${m.kind}${m.key ? " of " + m.key : ""}, ${this.run.laneName(m.lane)}: ${span(m.left)} of ${span(m.bound)} left at ${clock(m.from)}, ${span(end)} at ${clock(m.to)}` });
    }
  }

  // drawMarks are the violation, what it cites, and where we are.
  drawMarks() {
    const g = this.g, film = this.run.film;
    for (const lamp of film.lamps) {
      for (const v of lamp.violations) {
        if (v.at < this.from || v.at > this.to) continue;
        const x = this.x(v.at);
        g.strokeStyle = this.c.bad;
        g.globalAlpha = this.broken === v ? 0.95 : 0.45;
        g.lineWidth = this.broken === v ? 1.5 : 1;
        g.setLineDash([5, 4]);
        this.line(x, 16, x, this.tall);
        g.setLineDash([]);
        g.globalAlpha = 1;
      }
    }
    for (const c of this.broken?.cites ?? []) {
      const i = this.run.index(c.frame);
      const y = i >= 0 ? this.rowsAt.lane.get(film.frames.lane[i]) : undefined;
      if (y === undefined) continue;
      const x = this.x(film.frames.at[i]);
      g.fillStyle = this.c.bad;
      g.beginPath(); g.moveTo(x, y - 7); g.lineTo(x + 6, y); g.lineTo(x, y + 7); g.lineTo(x - 6, y); g.fill();
    }
    if (!this.run.n) return;
    const x = this.x(this.run.at(this.current)), y = this.rowsAt.lane.get(film.frames.lane[this.current]);
    g.fillStyle = this.c.link;
    g.fillRect(x - 0.75, 16, 1.5, this.tall);
    if (y !== undefined) {
      g.strokeStyle = this.c.link;
      g.lineWidth = 2;
      g.beginPath(); g.arc(x, y, 6, 0, 7); g.stroke();
    }
  }

  // drawUnfilmed covers what is not in the page, so that it does not look as if nothing happened.
  drawUnfilmed(g, x, y, height) {
    const run = this.run, cut = run.film.cut;
    if (!run.n) return;
    const stretches = [];
    if (cut.before) stretches.push([0, run.at(0)]);
    if (cut.after) stretches.push([run.at(run.n - 1), run.end]);
    for (const [from, to] of stretches) {
      const left = Math.max(x(from), this.left), w = Math.min(x(to), this.left + this.wide) - left;
      if (w <= 0) continue;
      g.fillStyle = this.c.page;
      g.globalAlpha = 0.75;
      g.fillRect(left, y, w, height);
      g.globalAlpha = 1;
      g.save();
      g.beginPath();
      g.rect(left, y, w, height);
      g.clip();
      g.strokeStyle = this.c.rule;
      g.lineWidth = 1;
      for (let at = left - height; at < left + w; at += 9) { g.beginPath(); g.moveTo(at, y + height); g.lineTo(at + height, y); g.stroke(); }
      g.fillStyle = this.c.doubt;
      g.font = "600 11px system-ui, sans-serif";
      g.fillText("not in this page", left + 8, y + Math.min(20, height / 2));
      g.restore();
    }
  }

  // drawMap is the whole run, small: how much happens when, phases, what was found, the window.
  drawMap() {
    const g = this.map.getContext("2d"), run = this.run, w = this.wide, cells = Math.max(1, Math.floor(w / 3)), counts = new Array(cells).fill(0);
    g.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    g.fillStyle = this.c.page;
    g.fillRect(0, 0, this.full, 40);
    g.fillStyle = this.c.panel;
    g.fillRect(this.left, 0, w, 40);
    for (let i = 0; i < run.n; i++) counts[Math.min(cells - 1, Math.floor(run.at(i) / run.end * cells))]++;
    const most = Math.max(1, ...counts), x = (at) => this.left + at / run.end * w;
    g.fillStyle = this.c.faint;
    g.globalAlpha = 0.5;
    counts.forEach((n, i) => { const h = n && Math.max(1, 22 * Math.sqrt(n / most)); g.fillRect(this.left + i * w / cells, 30 - h, w / cells - 1, h); });
    for (const b of run.film.bands) {
      if (b.kind !== "phase" || b.key !== run.film.keys[0]) continue;
      g.globalAlpha = /^(IDLE|)$/i.test(b.state) ? 0.08 : 0.6;
      g.fillStyle = /HALT|ABORT/i.test(b.state) ? this.c.bad : this.c.plain;
      g.fillRect(x(b.from), 33, Math.max(1, x(b.to) - x(b.from)), 6);
    }
    g.globalAlpha = 1;
    g.textBaseline = "middle";
    this.drawUnfilmed(g, x, 0, 40);
    g.fillStyle = this.c.doubt;
    for (const i of this.found ?? []) g.fillRect(x(run.at(i)), 30, 1.5, 4);
    g.fillStyle = this.c.bad;
    for (const f of run.film.events) if (f.injected && !f.asked) { g.globalAlpha = 0.2; g.fillRect(x(f.from), 0, Math.max(2, x(f.to) - x(f.from)), 5); }
    g.globalAlpha = 1;
    for (const l of run.film.lamps) for (const v of l.violations) g.fillRect(x(v.at), 0, 2, 40);
    g.strokeStyle = this.c.link;
    g.lineWidth = 1.5;
    g.strokeRect(x(this.from) + 0.75, 0.75, Math.max(3, Math.min(x(this.to), this.left + w) - x(this.from)) - 1.5, 38.5);
    g.fillStyle = this.c.link;
    if (run.n) g.fillRect(x(run.at(this.current)) - 0.75, 0, 1.5, 40);
    g.font = "10px system-ui, sans-serif";
    g.fillStyle = this.c.faint;
    g.textAlign = "right";
    g.textBaseline = "middle";
    g.fillText("whole run", this.left - 8, 20);
    g.textAlign = "left";
  }

  place(e) { const b = e.target.getBoundingClientRect(); return [e.clientX - b.left, e.clientY - b.top]; }

  // nearest is the frame that is closest to a point, -1 if none is close.
  nearest(x, y) {
    let best = -1, least = 12;
    for (const [lane, at] of this.rowsAt.lane) {
      if (Math.abs(at - y) > 10) continue;
      const all = this.run.ofLane[lane];
      const time = this.time(x);
      let lo = 0, hi = all.length;
      while (lo < hi) { const m = (lo + hi) >> 1; if (this.run.at(all[m]) < time) lo = m + 1; else hi = m; }
      for (let k = Math.max(0, lo - 20); k < Math.min(all.length, lo + 20); k++) {
        const d = Math.abs(this.x(this.run.at(all[k])) - x);
        if (d < least && this.filter.lets(this.run, all[k])) { least = d; best = all[k]; }
      }
    }
    return best;
  }

  hit(x, y) {
    for (let k = this.hits.length - 1; k >= 0; k--) {
      const h = this.hits[k];
      if (x >= h.x - 1 && x <= h.x + h.w + 1 && y >= h.y && y <= h.y + h.h) return h;
    }
    return null;
  }

  grab(e) {
    const [x, y] = this.place(e), from = this.from, to = this.to;
    let moved = false;
    const drag = (m) => {
      const dx = m.clientX - e.clientX;
      if (Math.abs(dx) > 3) moved = true;
      if (moved) this.window(from - dx / this.wide * (to - from), to - dx / this.wide * (to - from));
    };
    const up = () => {
      removeEventListener("pointermove", drag);
      removeEventListener("pointerup", up);
      if (moved || x < this.left) return;
      const i = this.nearest(x, y), h = this.hit(x, y);
      if (i >= 0) this.onpick(i);
      else if (h?.frame && this.run.index(h.frame) >= 0) this.onpick(this.run.index(h.frame));
      else this.onpick(this.run.indexAt(this.time(x)));
    };
    addEventListener("pointermove", drag);
    addEventListener("pointerup", up);
  }

  point(e) {
    if (!this.run || !this.rowsAt) return;
    const [x, y] = this.place(e), i = x >= this.left ? this.nearest(x, y) : -1, h = i < 0 ? this.hit(x, y) : null;
    const text = i >= 0 ? `${clock(this.run.at(i))}  ${this.run.laneName(this.run.film.frames.lane[i])}: ${this.run.text(this.run.film.frames.says[i])}` : h?.tip;
    this.tip.hidden = !text;
    if (!text) return;
    this.tip.textContent = visible(text);
    const w = this.tip.offsetWidth;
    this.tip.style.left = Math.min(Math.max(4, x + 12), Math.max(4, this.full - w - 4)) + "px";
    this.tip.style.top = y + 16 + this.map.offsetHeight + "px";
  }

  wheel(e) {
    if (!e.ctrlKey && !e.metaKey && Math.abs(e.deltaX) <= Math.abs(e.deltaY)) return; // the page scrolls
    e.preventDefault();
    if (e.ctrlKey || e.metaKey) this.zoom(Math.exp(e.deltaY / 300), this.time(this.place(e)[0]));
    else { const by = e.deltaX / this.wide * (this.to - this.from); this.window(this.from + by, this.to + by); }
  }

  seek(e) {
    const at = (this.place(e)[0] - this.left) / this.wide * this.run.end, half = (this.to - this.from) / 2;
    this.window(at - half, at + half);
  }
}
