import { openWorkspace } from '/embed/backchannel.js';

// Who stays signed in does so at this server: after `--reset` the form is there again.
const { websocket } = await (await fetch('/demo.json')).json();
document.querySelector('backchannel-workspace').workspace = openWorkspace({ profile: `sign-in ${websocket}` });
