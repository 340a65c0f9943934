// What the page was given, and what is found in it at once.

const byId = (id) => document.getElementById(id);

// packed is what a block of the page holds: text or bytes, zipped, in base64.
async function packed(id) {
  const text = byId(id).textContent.trim();
  let bytes;
  if (Uint8Array.fromBase64) bytes = Uint8Array.fromBase64(text);
  else bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).arrayBuffer();
}

// visible writes out what cannot be seen, and what turns a line around.
function visible(text) {
  return String(text).replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}

// make is an element with a class, its text and what is in it. A text is never markup.
function make(tag, cls, ...inside) {
  const e = document.createElement(tag);
  if (cls) e.className = cls;
  for (const x of inside) e.append(x instanceof Node ? x : visible(x));
  return e;
}

const second = 1e9;

// clock is a time since the run began.
function clock(ns) {
  const s = ns / second;
  return (Math.abs(s) >= 100 ? s.toFixed(2) : s.toFixed(3)) + " s";
}

// span is a length of time.
function span(ns) {
  if (Math.abs(ns) >= second) return trim(ns / second) + " s";
  if (Math.abs(ns) >= 1e6) return trim(ns / 1e6) + " ms";
  return trim(ns / 1e3) + " µs";
}

const trim = (x) => String(Math.round(x * 1000) / 1000);

const laneOrder = ["operator", "scheduler", "outside", "worker", "store", "key service", "node", "client", "relying party", "plan"];

const stageOf = { send: "sent", reply: "answered", write: "applied" };

// A Run is a film with what the page looks up in it.
class Run {
  constructor(film) {
    for (const list of ["bands", "events", "leases", "stamps", "tenures", "lamps", "margins"]) film[list] ??= []; // an empty list may be null
    for (const columns of [film.frames, film.messages, film.knowings]) for (const name in columns) columns[name] ??= [];
    for (const e of film.events) { e.on ??= []; e.bites ??= []; }
    for (const l of film.lamps) { l.violations ??= []; for (const v of l.violations) v.cites ??= []; }
    for (const s of film.stamps) s.opens ??= [];
    this.film = film;
    this.n = film.frames.at.length;
    this.first = film.first;
    this.end = Math.max(film.run.end, this.n ? film.frames.at[this.n - 1] : 0, 1);
    this.rows = film.lanes.map((lane, i) => ({ lane: i, kind: lane.kind, pool: lane.pool, name: lane.name }))
      .filter((r) => r.kind !== "plan")
      .sort((a, b) => laneOrder.indexOf(a.kind) - laneOrder.indexOf(b.kind)
        || (a.pool < b.pool ? -1 : a.pool > b.pool ? 1 : 0) || a.lane - b.lane);
    this.ofLane = film.lanes.map(() => []);
    for (let i = 0; i < this.n; i++) this.ofLane[film.frames.lane[i]]?.push(i);
    this.readKnowings();
    this.readSteps();
  }

  text(n) { return this.film.texts[n] ?? ""; }
  id(i) { return this.first + i; }
  index(id) { const i = id - this.first; return id && i >= 0 && i < this.n ? i : -1; }
  at(i) { return this.film.frames.at[i]; }
  laneName(i) { return this.film.lanes[i]?.name ?? "?"; }

  // indexAt is the last frame that is no later than a time.
  indexAt(at) {
    const times = this.film.frames.at;
    let lo = 0, hi = times.length;
    while (lo < hi) { const m = (lo + hi) >> 1; if (times[m] <= at) lo = m + 1; else hi = m; }
    return Math.max(0, lo - 1);
  }

  // readKnowings puts the rows of each lane and key together.
  readKnowings() {
    const k = this.film.knowings;
    this.known = new Map();
    this.learned = new Map(); // frame id → rows
    for (let i = 0; i < k.frame.length; i++) {
      const of = k.lane[i] + "/" + k.key[i];
      if (!this.known.has(of)) this.known.set(of, []);
      this.known.get(of).push(i);
      if (!this.learned.has(k.frame[i])) this.learned.set(k.frame[i], []);
      this.learned.get(k.frame[i]).push(i);
    }
  }

  // knownAt is the row of a lane and key at a frame, and the one before it; -1: none.
  knownAt(lane, key, id) {
    const rows = this.known.get(lane + "/" + key) ?? [], frames = this.film.knowings.frame;
    let lo = 0, hi = rows.length;
    while (lo < hi) { const m = (lo + hi) >> 1; if (frames[rows[m]] <= id) lo = m + 1; else hi = m; }
    return [rows[lo - 1] ?? -1, rows[lo - 2] ?? -1];
  }

  // readSteps counts which time each moment comes, so that commit.sent #2 can be looked for.
  readSteps() {
    const f = this.film.frames, seen = new Map();
    this.moment = new Array(this.n).fill("");
    this.nth = new Array(this.n).fill(0);
    for (let i = 0; i < this.n; i++) {
      const step = this.text(f.step[i]), stage = stageOf[this.text(f.kind[i])];
      if (!step) continue;
      const m = stage ? step + "." + stage : step;
      const nth = (seen.get(m) ?? 0) + 1;
      seen.set(m, nth);
      this.moment[i] = m;
      this.nth[i] = nth;
    }
    this.moments = [...seen.keys()].sort();
  }

  // words are all by which a frame can be found.
  words(i) {
    if (!this.hay) this.hay = new Array(this.n);
    if (this.hay[i] === undefined) {
      const f = this.film.frames, lane = this.film.lanes[f.lane[i]], parts = [lane?.name, lane?.pool && "pool/" + lane.pool,
        lane?.kind, this.text(f.kind[i]), this.text(f.says[i]), this.moment[i], f.step[i] ? "decision" : ""];
      const m = f.message[i];
      if (m) parts.push(this.text(this.film.messages.label[m - 1]), this.text(this.film.messages.fate[m - 1]));
      this.hay[i] = parts.join(" ").toLowerCase();
    }
    return this.hay[i];
  }
}
