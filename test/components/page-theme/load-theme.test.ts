import { expect, fixture } from '@open-wc/testing';
import { html } from 'lit';
import catppuccin from 'tm-themes/themes/catppuccin-latte.json';
import dracula from 'tm-themes/themes/dracula.json';
import github from 'tm-themes/themes/github-light-default.json';
import gruvbox from 'tm-themes/themes/gruvbox-light-medium.json';
import monokai from 'tm-themes/themes/monokai.json';
import nightOwl from 'tm-themes/themes/night-owl.json';
import nord from 'tm-themes/themes/nord.json';
import oneDark from 'tm-themes/themes/one-dark-pro.json';
import slack from 'tm-themes/themes/slack-ochin.json';
import solarized from 'tm-themes/themes/solarized-light.json';
import tokyoNight from 'tm-themes/themes/tokyo-night.json';
import '../../../src/components/im-window/im-window.ts';
import '../../../src/components/interaction-tab/interaction-window.ts';
import { loadTheme } from '../../../src/components/page-theme/load-theme.ts';
import '../../../src/components/workspace/workspace-root.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { deepHas } from '../desk-fixture.ts';
import { rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { SAMPLE_TARGETS, SAMPLE_TRANSCRIPT, sampleInvitation, sampleOverview, sampleSession } from '../samples.ts';

const THEMES = { catppuccin, dracula, github, gruvbox, monokai, nightOwl, nord, oneDark, slack, solarized, tokyoNight };

describe('loadTheme', () => {
  const root = document.documentElement;

  async function desk() {
    const workspace = new FakeWorkspace();
    workspace.answerQueries('targets', () => ({ total: SAMPLE_TARGETS.length, first: 0, rows: SAMPLE_TARGETS, isLoaded: true }));
    workspace.push('transcript', { entries: SAMPLE_TRANSCRIPT, hasEarlier: false });
    workspace.push('draft', { text: '', writer: '' });
    workspace.push('overview', sampleOverview({ sessions: [sampleSession({ unread: 2 }), sampleInvitation()] }));
    const element = await fixture(
      html`<backchannel-workspace .workspace=${workspace} style="inline-size:1000px;block-size:600px"></backchannel-workspace>`,
    );
    await waitUntil(() => deepHas(element, 'backchannel-im-composer') && deepHas(element, '.row'));
    await rendered();
    return element;
  }

  it('gives every view the colours of ten popular themes, each text with enough contrast', async () => {
    const element = await desk();
    for (const [name, theme] of Object.entries(THEMES)) {
      const { remove, kind } = loadTheme(theme);
      await waitUntil(() => getComputedStyle(element).colorScheme === (kind === 'light' ? 'light' : 'dark'));
      await expect(element, name).to.be.accessible();
      remove();
    }
  });

  it('takes a theme as text, with comments and commas at the end, and puts another one in its place', async () => {
    loadTheme('{ // A comment\n "type": "dark", "colors": { "editor.background": "#102030", }, }');
    expect(root.style.getPropertyValue('--vscode-editor-background')).to.equal('#102030');
    const { kind, remove } = loadTheme({ type: 'light', colors: { 'editor.background': '#fdf6e3' } });
    expect([kind, document.body.className.trim()]).to.deep.equal(['light', 'vscode-light']);
    expect(root.style.getPropertyValue('--vscode-editor-background')).to.equal('#fdf6e3');
    remove();
    expect([root.style.length, document.body.className.trim()]).to.deep.equal([0, '']);
  });

  it('puts back the kind of theme that the page had, and is taken away once', () => {
    document.body.className = 'crm vscode-dark';
    const { remove } = loadTheme({ type: 'light', colors: {} });
    expect(document.body.className).to.equal('crm vscode-light');
    remove();
    loadTheme({ type: 'hc', colors: {} });
    remove();
    expect(document.body.className).to.equal('crm vscode-high-contrast');
    loadTheme({ type: 'dark', colors: {} }).remove();
    expect(document.body.className).to.equal('crm vscode-dark');
    document.body.className = '';
  });

  it('refuses what is no theme', () => {
    for (const nothing of ['', 'nothing', '[]', '{"name":"x"}']) expect(() => loadTheme(nothing)).to.throw(TypeError);
  });
});
