import { RemoteWorkspace } from '../../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../../channel/runtime-port.ts';
import { localeFor } from '../../words/localization.ts';
import './microphone-root.ts';

/** The tab that asks for the microphone. */
document.documentElement.lang = localeFor(navigator.language);
const element = document.querySelector('backchannel-microphone');
if (element) {
  element.closePage = async () => {
    const { id } = await browser.tabs.getCurrent();
    if (id !== undefined) await browser.tabs.remove(id);
  };
  element.workspace = new RemoteWorkspace(() => channelOfRuntimePort(browser.runtime.connect()));
}
