import { openWorkspace } from '/embed/backchannel.js';

// The bench's pages require Trusted Types, as a strict CRM page does.
const policy = trustedTypes.createPolicy('backchannel', { createScriptURL: (address) => address });

globalThis.timeReady = async () => {
  const begunAt = performance.now();
  const workspace = openWorkspace({ profile: crypto.randomUUID() });
  await workspace.ready;
  const tookMs = performance.now() - begunAt;
  workspace.destroy();
  return tookMs;
};

globalThis.timeBareWorker = () =>
  new Promise((resolve) => {
    const begunAt = performance.now();
    const { port } = new SharedWorker(policy.createScriptURL('ready-worker.js'), { type: 'module', name: crypto.randomUUID() });
    port.onmessage = () => {
      resolve(performance.now() - begunAt);
      port.close();
    };
  });
