import browser from 'webextension-polyfill';
import { RemoteWorkspace } from '../../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../../channel/runtime-port.ts';
import './options-root.ts';

/** The extension's options page. */
const element = document.querySelector('backchannel-options');
if (element) element.workspace = new RemoteWorkspace(() => channelOfRuntimePort(browser.runtime.connect()));
