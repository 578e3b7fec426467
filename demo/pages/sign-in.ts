import { openWorkspace } from '/embed/backchannel.js';
import { readDemoInfo } from './demo-info.ts';

// Who stays signed in does so at this server: after `--reset` the form is there again.
const { websocket } = await readDemoInfo();
const element = document.querySelector('backchannel-workspace');
if (element) element.workspace = openWorkspace({ profile: `sign-in ${websocket}` });
