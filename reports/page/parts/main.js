// The page as a whole.

async function open() {
  const page = JSON.parse(new TextDecoder().decode(await packed("data")));
  const go = (i, v) => { if (v) picture.broken = v; select(i, true); };
  const picture = new Picture(byId("picture"), byId("map"), byId("tip"));
  const list = new List(byId("list"), go);
  let run = null, recorded = null, found = null, lets = null;

  // Everything that is about the run that is shown.
  function show(shot, changed) {
    const keep = run && run.n ? run.at(picture.current) : -1;
    run = new Run(shot.film);
    if (!recorded) {
      recorded = run;
      // Where nothing happens there is nothing to be seen, until somebody asks for it.
      for (const kind of new Set(run.film.lanes.map((l) => l.kind))) {
        if (!run.film.lanes.some((l, i) => l.kind === kind && run.ofLane[i].length)) picture.filter.hidden.add(kind);
      }
    }
    picture.broken = run.film.lamps.find((l) => l.state === "violated")?.violations[0] ?? null;
    picture.run = run;
    if (keep < 0) frameUp(); else picture.current = run.indexAt(keep);
    picture.window(picture.from, picture.to);
    picture.show(run);
    lamps(run, recorded === run ? null : recorded, (lamp) => {
      tab("broken");
      byId("broken-" + lamp.id)?.scrollIntoView({ block: "nearest" });
      const v = lamp.violations[0];
      if (v && run.index(v.frame) >= 0) go(run.index(v.frame), v);
      else byId("status").textContent = visible(`${lamp.id}: ${lamp.state}. ${lamp.sentence} ${lamp.why}`);
    });
    broken(run, go, changed ? [] : page.pictures ?? []);
    head(shot, changed);
    words();
    sift();
    select(picture.current, false);
  }

  // frameUp looks at the first violation, with what it speaks of, or at all.
  function frameUp() {
    const v = picture.broken, i = v ? run.index(v.frame) : -1;
    if (!v) { picture.from = 0; picture.to = run.end; picture.current = 0; return; }
    const times = [v.at, ...v.cites.map((c) => c.at)].filter((t) => t >= 0);
    const from = Math.min(...times), to = Math.max(...times), room = Math.max((to - from) * 0.25, second * 0.6);
    picture.from = Math.max(0, from - room);
    picture.to = to + room;
    picture.current = i >= 0 ? i : run.indexAt(v.at);
  }

  function head(shot, changed) {
    const r = run.film.run, bad = shot.fired.length > 0;
    byId("verdict").className = "chip " + (bad ? "bad" : shot.verdict === "passed" ? "good" : "doubt");
    byId("verdict").textContent = visible(bad ? "violated: " + shot.fired.join(", ") : shot.verdict);
    byId("hash").textContent = visible(shot.hash);
    byId("same").textContent = shot.as_recorded ? "as recorded, bit for bit" : changed ? "a changed run, not the recorded one" : "not the run that was recorded";
    byId("same").className = shot.as_recorded ? "good" : "doubt";
    const notes = byId("notes");
    notes.replaceChildren();
    const cut = run.film.cut;
    if (cut.before || cut.after) notes.append(make("p", "notice", make("b", "", "Not the whole run. "), `${cut.before} events before and ${cut.after} after are not in this page. ${cut.advice.slice(0, 1).toUpperCase() + cut.advice.slice(1)}.`));
    if (r.why?.length) {
      const list = make("ul", "", ...r.why.map((why) => make("li", "", why)));
      notes.append(make("div", "notice", make("details", "", make("summary", "", "To be known beside the verdict: " + r.why.length), list)));
    }
    if (changed) notes.append(make("p", "notice", make("b", "", "A changed run. "), "What is shown is not what was recorded: " + (shot.events.length ? shot.events.join("; ") : "nothing is planned") + "."));
  }

  function words() {
    const all = [...run.moments, ...run.rows.map((r) => r.name), ...new Set(run.film.messages.fate.map((n) => run.text(n)))];
    byId("meanings").replaceChildren(...all.map((w) => { const o = make("option"); o.value = visible(w); return o; }));
    const kinds = [...new Set(run.film.lanes.map((l) => l.kind))].filter((k) => k !== "plan").sort((a, b) => laneOrder.indexOf(a) - laneOrder.indexOf(b));
    byId("kinds").replaceChildren(...kinds.map((kind) => {
      const check = make("input"), l = make("label", "kind", check, " " + kind);
      check.type = "checkbox";
      check.checked = !picture.filter.hidden.has(kind);
      check.addEventListener("change", () => { if (check.checked) picture.filter.hidden.delete(kind); else picture.filter.hidden.add(kind); sift(); });
      return l;
    }));
  }

  // sift does what search and filter say.
  function sift() {
    const began = performance.now(), ok = (i) => picture.filter.lets(run, i);
    found = new Query(byId("search").value).find(run, ok);
    lets = found;
    if (!lets) { lets = []; for (let i = 0; i < run.n; i++) if (ok(i)) lets.push(i); }
    picture.found = found;
    byId("count").textContent = found ? (found.length ? `${found.length} found` : "nothing found; fewer words, or another filter?") : `${lets.length} events`;
    list.show(run, lets);
    picture.ask();
    state.sift = performance.now() - began;
  }

  function select(i, reveal) {
    const began = performance.now();
    picture.current = Math.min(Math.max(0, i), Math.max(0, run.n - 1));
    if (reveal && run.n) picture.reveal(run.at(picture.current));
    step(run, picture.current, go);
    list.follow(picture.current);
    picture.ask();
    const f = run.film.frames;
    if (run.n) byId("status").textContent = visible(`${clock(run.at(picture.current))}  ${run.laneName(f.lane[picture.current])}: ${run.text(f.says[picture.current])}`);
    state.step = performance.now() - began;
    state.current = run.n ? run.id(picture.current) : 0;
  }

  // move goes to the next event of some, or back.
  function move(by, of = lets) {
    let lo = 0, hi = of.length;
    while (lo < hi) { const m = (lo + hi) >> 1; if (of[m] < picture.current) lo = m + 1; else hi = m; }
    const at = by > 0 ? (of[lo] === picture.current ? lo + 1 : lo) : lo - 1;
    if (at >= 0 && at < of.length) select(of[at], true);
  }

  // around is a move that begins anew at the other end.
  function around(by) {
    const was = picture.current;
    move(by);
    if (picture.current === was && lets.length) select(lets.at(by > 0 ? 0 : -1), true);
  }

  const some = (test) => { const all = []; for (let i = 0; i < run.n; i++) if (test(i)) all.push(i); return all; };
  const decisions = () => some((i) => run.film.frames.step[i] !== 0 && picture.filter.lets(run, i));
  const cited = () => [...new Set(run.film.lamps.flatMap((l) => l.violations.flatMap((v) => [v.frame, ...v.cites.map((c) => c.frame)])))].map((id) => run.index(id)).filter((i) => i >= 0).sort((a, b) => a - b);
  const struck = () => [...new Set(run.film.events.filter((f) => f.injected && !f.asked).map((f) => run.indexAt(f.from)))].sort((a, b) => a - b);
  const sameLane = () => run.ofLane[run.film.frames.lane[picture.current]] ?? [];

  function tab(name) {
    for (const t of document.querySelectorAll("[role=tab]")) {
      const on = t.dataset.tab === name;
      t.setAttribute("aria-selected", on);
      t.tabIndex = on ? 0 : -1;
      byId("tab-" + t.dataset.tab).hidden = !on;
    }
    if (name === "list") list.follow(picture.current);
  }

  const keys = {
    ArrowRight: () => move(1), ArrowLeft: () => move(-1), l: () => move(1), h: () => move(-1),
    ArrowDown: () => move(1, sameLane()), ArrowUp: () => move(-1, sameLane()),
    n: () => move(1, decisions()), p: () => move(-1, decisions()),
    v: () => move(1, cited()), V: () => move(-1, cited()),
    f: () => move(1, struck()), F: () => move(-1, struck()),
    c: () => { const i = run.index(run.film.frames.cause[picture.current]); if (i >= 0) select(i, true); },
    Home: () => select(lets[0] ?? 0, true), End: () => select(lets.at(-1) ?? 0, true),
    PageDown: () => move2(1), PageUp: () => move2(-1),
    "+": () => picture.zoom(0.6, run.at(picture.current)), "=": () => picture.zoom(0.6, run.at(picture.current)),
    "-": () => picture.zoom(1 / 0.6, run.at(picture.current)),
    0: () => picture.window(0, run.end), b: () => { frameUp(); select(picture.current, true); picture.window(picture.from, picture.to); },
    "/": () => byId("search").focus(),
    1: () => tab("step"), 2: () => tab("broken"), 3: () => tab("whatif"), 4: () => tab("list"),
    "?": () => { byId("keys").open = !byId("keys").open; },
  };
  function move2(by) {
    const length = picture.to - picture.from;
    picture.window(picture.from + by * length * 0.8, picture.to + by * length * 0.8);
    select(run.indexAt((picture.from + picture.to) / 2), false);
  }
  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target.closest("input, select, textarea, summary, [role=tab]")) {
      if (e.key === "Escape") e.target.blur();
      if (e.target.id === "search" && e.key === "Enter") around(e.shiftKey ? -1 : 1);
      return;
    }
    const act = Object.hasOwn(keys, e.key) && keys[e.key];
    if (act) { e.preventDefault(); act(); }
  });
  for (const t of document.querySelectorAll("[role=tab]")) {
    t.addEventListener("click", () => tab(t.dataset.tab));
    t.addEventListener("keydown", (e) => {
      const all = [...document.querySelectorAll("[role=tab]")], at = all.indexOf(t) + { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (all[at]) { all[at].focus(); tab(all[at].dataset.tab); }
    });
  }
  byId("search").addEventListener("input", sift);
  byId("only").addEventListener("change", () => { picture.filter.only = byId("only").value; sift(); });
  for (const [id, key] of [["back", "ArrowLeft"], ["forth", "ArrowRight"], ["in", "+"], ["out", "-"], ["all", "0"], ["tobroken", "b"], ["dback", "p"], ["dforth", "n"]]) {
    byId(id).addEventListener("click", () => keys[key]());
  }
  byId("scheme").addEventListener("change", () => {
    document.documentElement.dataset.scheme = byId("scheme").value;
    picture.readColours();
    picture.ask();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { picture.readColours(); picture.ask(); });

  page.end = page.shot.film.run.end;
  show(page.shot, false);
  tab(run.film.lamps.some((l) => l.state === "violated") ? "broken" : "step");
  if (new URLSearchParams(location.hash.slice(1)).has("tab")) tab(new URLSearchParams(location.hash.slice(1)).get("tab"));

  // The engine comes last: the page can be read before it is there.
  let live = null;
  const alive = byId("alive");
  if (page.alive) {
    try {
      alive.textContent = "the engine in this page starts …";
      const glue = new TextDecoder().decode(await packed("glue")) + "\n" + byId("worker").textContent;
      live = new Live(glue, await packed("wasm"), page.repro);
      await live.ready;
    } catch (e) {
      live = null;
      page.why_static = "this browser does not run the engine that is in the page: " + e.message;
    }
  }
  state.live = !!live;
  const what = new WhatIf(page, live, show);
  state.what = what;
  if (live) {
    for (const id of ["again"]) byId(id).disabled = false;
    alive.textContent = "the engine is in this page: change an event under What if, and the run is made again here";
    alive.className = "good";
    const reply = await live.ask(what.take(), {});
    byId("came").replaceChildren(...what.says(reply.shot, 0).slice(0, 1), " Made again in this page: trace hash ", make("code", "hash", reply.shot.hash), reply.shot.as_recorded ? ", the same as recorded." : ", NOT the recorded one.");
    state.hash = reply.shot.hash;
    state.asRecorded = reply.shot.as_recorded;
    byId("save").disabled = !reply.shot.fired.length;
    state.ready = true;
    await what.around(what.asked);
  } else {
    alive.textContent = visible("This page is static, and shows the recorded run alone: " + page.why_static);
    alive.className = "doubt";
    byId("came").textContent = alive.textContent;
    byId("nearby").hidden = true;
    state.ready = true;
  }
}

// What the page's tests look at.
const state = { ready: false };
globalThis.pawlPage = state;

open().catch((e) => {
  byId("status").textContent = "This page could not be shown: " + e.message;
  byId("status").className = "bad";
  console.error(e);
});
