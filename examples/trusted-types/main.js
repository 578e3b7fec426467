import { openWorkspace } from './node_modules/@backchannel/widget/backchannel.js';

document.querySelector('backchannel-workspace').workspace = openWorkspace();
