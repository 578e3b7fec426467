import browser from 'webextension-polyfill';
import { RemoteWorkspace } from '../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../channel/runtime-port.ts';
import '../components/workspace-root.ts';

const workspace = new RemoteWorkspace(() => channelOfRuntimePort(browser.runtime.connect()));
const element = document.querySelector('backchannel-workspace');
if (element) element.workspace = workspace;
