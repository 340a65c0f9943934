// Around the engine, in a worker: go's own glue stands before this.
globalThis.pawlReady = () => postMessage({ ready: true });
onmessage = (e) => {
  if (e.data.wasm) {
    const go = new Go();
    WebAssembly.instantiate(e.data.wasm, go.importObject)
      .then((made) => go.run(made.instance))
      .then(() => postMessage({ failed: "the engine has ended" }))
      .catch((err) => postMessage({ failed: String(err && err.message || err) }));
    return;
  }
  pawl(e.data.request, (reply) => postMessage({ id: e.data.id, reply }));
};
