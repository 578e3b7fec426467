import { openWorkspace } from '/embed/backchannel.js';

document.querySelector('backchannel-workspace').workspace = openWorkspace({ profile: 'sign-in' });
