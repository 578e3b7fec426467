import { RemoteWorkspace } from '../../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../../channel/runtime-port.ts';
import { localeFor } from '../../words/localization.ts';
import './options-root.ts';

/** The extension's options page. */
document.documentElement.lang = localeFor(navigator.language);
const element = document.querySelector('backchannel-options');
if (element) element.workspace = new RemoteWorkspace(() => channelOfRuntimePort(browser.runtime.connect()));
