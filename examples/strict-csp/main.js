import { openWorkspace } from '@backchannel/widget';

document.querySelector('backchannel-workspace').workspace = openWorkspace();
