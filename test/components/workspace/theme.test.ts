import { expect, fixture } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/workspace/workspace-root.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { sampleOverview } from '../samples.ts';

const TOKEN = '--vscode-foreground';

describe('the theme of the page around', () => {
  const root = document.documentElement;
  const sheet = new CSSStyleSheet();

  beforeEach(() => document.adoptedStyleSheets.push(sheet));
  afterEach(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    root.removeAttribute('style');
    root.removeAttribute('data-theme');
    document.body.className = '';
  });

  async function shown(theme: 'auto' | 'dark' = 'auto') {
    const workspace = new FakeWorkspace();
    workspace.push('overview', sampleOverview({ settings: { ...sampleOverview().settings, theme } }));
    const element = await fixture(html`<backchannel-workspace .workspace=${workspace}></backchannel-workspace>`);
    await waitUntil(() => getComputedStyle(element).getPropertyValue(TOKEN) !== '');
    const value = () => getComputedStyle(element).getPropertyValue(TOKEN).trim();
    return { element, value };
  }

  it('is followed when the page sets a token by the style of its root, changes it, and takes it away', async () => {
    const { value } = await shown();
    const own = value();
    root.style.setProperty(TOKEN, '#010203');
    await waitUntil(() => value() === '#010203');
    root.style.setProperty(TOKEN, '#040506');
    await waitUntil(() => value() === '#040506');
    root.style.removeProperty(TOKEN);
    await waitUntil(() => value() === own);
  });

  it('is followed when a class of the body, or an attribute of the root, brings other tokens', async () => {
    sheet.replaceSync(`body.night{${TOKEN}:#fefefe} [data-theme=day] body{${TOKEN}:#101010}`);
    const { value } = await shown();
    document.body.classList.add('night');
    await waitUntil(() => value() === '#fefefe');
    document.body.classList.remove('night');
    root.dataset.theme = 'day';
    await waitUntil(() => value() === '#101010');
  });

  it('tells by a class of the body whether it is light or dark', async () => {
    const { element } = await shown();
    for (const kind of ['dark', 'light'] as const) {
      document.body.className = `vscode-${kind}`;
      await waitUntil(() => getComputedStyle(element).colorScheme === kind);
    }
  });

  it('is left aside by an agent who has chosen another', async () => {
    const { value } = await shown('dark');
    const own = value();
    root.style.setProperty(TOKEN, '#010203');
    document.body.className = 'vscode-light';
    await new Promise(requestAnimationFrame);
    expect(value()).to.equal(own);
  });
});
