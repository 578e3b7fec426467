import { openWorkspace } from '/embed/backchannel.js';
import { readDemoInfo } from './demo-info.ts';

// An agent stays signed in at this very server only: after `--reset` the form is shown again.
const { websocket } = await readDemoInfo();
const element = document.querySelector('backchannel-workspace');
if (element) Object.assign(element, { workspace: openWorkspace({ profile: `sign-in ${websocket}` }), titleCount: true, shortcuts: true });
