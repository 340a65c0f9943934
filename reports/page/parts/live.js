// The engine in the page: a worker that makes runs, so that the page never waits for one.

class Live {
  constructor(glue, wasm, repro) {
    this.next = 1;
    this.waiting = new Map();
    this.repro = repro;
    const url = URL.createObjectURL(new Blob([glue], { type: "text/javascript" }));
    this.worker = new Worker(url);
    this.ready = new Promise((ok, not) => {
      this.worker.onerror = (e) => { not(new Error(e.message || "the worker does not start")); for (const w of this.waiting.values()) w.not(new Error(e.message)); };
      this.worker.onmessage = (e) => {
        if (e.data.ready) return ok();
        if (e.data.failed) return not(new Error(e.data.failed));
        const w = this.waiting.get(e.data.id);
        this.waiting.delete(e.data.id);
        const reply = JSON.parse(e.data.reply);
        if (reply.error) w.not(new Error(reply.error)); else w.ok(reply);
      };
    });
    this.worker.postMessage({ wasm }, [wasm]);
  }

  // ask makes one run. Requests are answered in their order.
  async ask(take, more = {}) {
    await this.ready;
    const id = this.next++, request = JSON.stringify({ open: this.opened ? "" : this.repro, take, film: false, save: false, ...more });
    this.opened = true;
    return new Promise((ok, not) => {
      this.waiting.set(id, { ok, not });
      this.worker.postMessage({ id, request });
    });
  }
}

const nearby = 40; // runs, of other seeds and with a fault moved a little

// A WhatIf is the list of events, each of which can be changed, and what comes of it.
class WhatIf {
  constructor(page, live, onrun) {
    Object.assign(this, { page, live, onrun, changes: new Map(), asked: 0 });
    this.list();
    byId("reset").addEventListener("click", () => { this.changes.clear(); this.list(); this.run(); });
    byId("save").addEventListener("click", () => this.save());
    byId("again").addEventListener("click", () => this.around(++this.asked, this.near.done));
  }

  take(near = 0) {
    const changes = [...this.changes].map(([event, c]) => ({ event, off: false, at_ns: null, nth: null, for_ns: null, ...c }));
    return { changes, near };
  }

  list() {
    const box = byId("events");
    box.replaceChildren();
    const end = this.page.end;
    const ordered = this.page.events.map((e, i) => [e, i]).sort((a, b) => (b[0].spare - a[0].spare) || a[1] - b[1]);
    for (const [e, i] of ordered) {
      const row = make("div", "event" + (e.fault ? " fault" : ""));
      const name = "event-" + i, check = make("input");
      check.type = "checkbox";
      check.id = name;
      check.checked = true;
      check.disabled = !this.live;
      check.addEventListener("change", () => { row.classList.toggle("off", !check.checked); this.change(i, { off: !check.checked }); });
      const label = make("label", "", e.text);
      label.htmlFor = name;
      row.append(make("div", "head", check, label));
      const controls = make("div", "controls");
      const field = (text, value, step, min, max, unit, set) => {
        const input = make("input"), slide = make("input"), l = make("label", "", text, " ");
        for (const [x, type] of [[input, "number"], [slide, "range"]]) {
          Object.assign(x, { type, step, min, max, value, disabled: !this.live });
          x.setAttribute("aria-label", visible(`${text}, of ${e.text}`));
        }
        const put = (from, to) => { if (!from.checkValidity() || from.value === "") return; to.value = from.value; set(+from.value); };
        input.addEventListener("change", () => put(input, slide));
        slide.addEventListener("input", () => { input.value = slide.value; });
        slide.addEventListener("change", () => put(slide, input));
        l.append(input, " " + unit);
        controls.append(l, slide);
      };
      const ns = (s) => Math.round(s * 1e6) * 1e3;
      if (!e.on) field("at", e.at_ns / second, 0.001, 0, Math.ceil(end / second), "s", (s) => this.change(i, { at_ns: ns(s) }));
      else field("on " + e.on + " #", e.nth, 1, 1, Math.max(20, e.nth * 2), "", (n) => this.change(i, { nth: n }));
      if (e.for_ns) field("for", e.for_ns / second, 0.001, 0.001, Math.max(Math.ceil(2 * e.for_ns / second), 2), "s", (s) => this.change(i, { for_ns: ns(s) }));
      row.append(controls);
      box.append(row);
    }
    if (!ordered.length) box.append(make("p", "faint", "Nothing was planned in this run."));
  }

  change(i, what) {
    this.changes.set(i, { ...this.changes.get(i), ...what });
    const c = this.changes.get(i), e = this.page.events[i];
    if (c.off === false) delete c.off;
    if (c.at_ns === e.at_ns) delete c.at_ns;
    if (c.nth === e.nth) delete c.nth;
    if (c.for_ns === e.for_ns) delete c.for_ns;
    if (!Object.keys(c).length) this.changes.delete(i);
    this.run();
  }

  // run makes the run as it is now, and then those around it.
  async run() {
    const mine = ++this.asked, says = byId("came");
    says.textContent = "The run is made again …";
    const began = performance.now();
    try {
      const reply = await this.live.ask(this.take(), { film: true });
      if (mine !== this.asked) return;
      const took = performance.now() - began;
      this.took = took;
      says.replaceChildren(...this.says(reply.shot, took));
      this.onrun(reply.shot, this.changes.size > 0);
      byId("save").disabled = !reply.shot.fired.length;
      byId("reset").disabled = !this.changes.size;
      await this.around(mine);
    } catch (e) {
      if (mine === this.asked) says.replaceChildren(make("span", "bad", "Not made: " + e.message));
    }
  }

  says(shot, took) {
    const bad = shot.fired.length > 0, what = bad ? "Violated: " + shot.fired.join(", ") + "." : `Nothing is violated (${shot.verdict}).`;
    const hash = make("code", "hash", shot.hash);
    const same = shot.as_recorded ? "the same as recorded" : this.changes.size ? "another run than the recorded one" : "NOT the recorded one";
    return [make("b", bad ? "bad" : "good", what), ` Made in ${Math.round(took)} ms. Trace hash `, hash, ", " + same + "."];
  }

  // around makes runs nearby, one after the other, and tells how many fail. Those of before are
  // counted with them where they are of the same run.
  async around(mine, before = 0) {
    const box = byId("near"), bar = byId("near-bar"), upTo = before + nearby;
    if (!before) {
      this.near = { done: 0, fail: 0, by: new Map() };
      bar.replaceChildren();
    }
    const near = this.near;
    for (let n = before + 1; n <= upTo; n++) {
      const reply = await this.live.ask(this.take(n));
      if (mine !== this.asked) return;
      const ids = reply.shot.fired;
      near.done++;
      if (ids.length) near.fail++;
      for (const id of ids) near.by.set(id, (near.by.get(id) ?? 0) + 1);
      const cell = make("span", ids.length ? "fails" : "holds", ids.length ? "✕" : "·");
      cell.title = visible(`${reply.shot.near}: ${ids.length ? ids.join(", ") : reply.shot.verdict}`);
      bar.append(cell);
      const by = [...near.by].sort((a, b) => b[1] - a[1]).map(([id, n]) => `${id} in ${n}`).join(", ");
      box.textContent = visible(`${near.fail} of ${near.done} runs nearby fail` + (n < upTo ? ` (of ${upTo} to be made)` : "") + (by ? `: ${by}` : "") + ".");
      box.dataset.done = near.done;
    }
  }

  async save() {
    try {
      const reply = await this.live.ask(this.take(), { save: true });
      save(reply.repro, "text/plain", reply.name);
      byId("saved").textContent = visible(`Saved as ${reply.name}; replay it with: ${this.page.command} replay ${reply.name}`);
    } catch (e) {
      byId("saved").textContent = visible("Not saved: " + e.message);
    }
  }
}
