import { expect, fixture } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/interaction-tab/interaction-window.ts';
import '../../../src/components/workspace/workspace-root.ts';
import type { WorkspaceRoot } from '../../../src/components/workspace/workspace-root.ts';
import { showLocale } from '../../../src/words/localization.ts';
import { deepElements, deepHas, deepQuery } from '../desk-fixture.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { SAMPLE_TARGETS, sampleMessage, sampleOverview, sampleSession } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

/** A desk in an IM session; its element has this `lang`. */
async function desk(lang?: string): Promise<WorkspaceRoot> {
  const workspace = new FakeWorkspace();
  workspace.answerQueries('targets', () => ({ total: 12_345, first: 0, rows: SAMPLE_TARGETS, isLoaded: true }));
  workspace.push('transcript', {
    entries: [sampleMessage(0, { at: new Date(2026, 10, 23, 14, 2).getTime(), body: 'x'.repeat(12_345) })],
    hasEarlier: false,
  });
  workspace.push('draft', { text: '', writer: '' });
  workspace.push('overview', sampleOverview({ sessions: [sampleSession()] }));
  const element = document.createElement('backchannel-workspace');
  if (lang !== undefined) element.lang = lang;
  element.workspace = workspace;
  await fixture(html`<div style="block-size:600px">${element}</div>`);
  return element;
}

const isShown = (element: WorkspaceRoot, name: string) =>
  deepElements(element.shadowRoot!).some((part) => part.getAttribute('aria-label') === name);

describe('the language of the views', () => {
  afterEach(async () => {
    document.documentElement.lang = 'en';
    await showLocale('en');
  });

  it('is the element’s own, and no other language is shown before', async () => {
    const element = await desk('de-AT');
    const isEnglish: boolean[] = [];
    await waitUntil(() => {
      isEnglish.push(isShown(element, 'Settings'));
      return isShown(element, 'Einstellungen');
    });
    expect(isEnglish).not.to.include(true);
    expect(deepQuery(element, '.desk').lang).to.equal('de');
    await expect(element).to.be.accessible();
  });

  it("is the page's, and changes with it", async () => {
    const element = await desk();
    await waitUntil(() => isShown(element, 'Settings') && deepHas(element, 'textarea'));
    const field = deepQuery<HTMLTextAreaElement>(element, 'textarea');
    document.documentElement.lang = 'de';
    await waitUntil(() => isShown(element, 'Einstellungen'));
    expect(deepQuery(element, 'textarea'), 'the same field, with what was typed').to.equal(field);
    expect(field.placeholder).to.equal('Nachricht an bmartin (Eingabetaste sendet)');
    document.documentElement.lang = 'en';
    await waitUntil(() => isShown(element, 'Settings'));
  });

  it('is English, and is marked so, if there is no translation', async () => {
    const element = await desk('fr');
    await waitUntil(() => isShown(element, 'Settings'));
    expect(deepQuery(element, '.desk').lang).to.equal('en');
  });

  it('is also that of its dates, times and numbers', async () => {
    const element = await desk('de');
    await waitUntil(() => isShown(element, 'Einstellungen'));
    await waitUntil(() => deepElements(element.shadowRoot!).some((part) => part.matches('.day')));
    expect(deepQuery(element, '.day').textContent).to.equal('Montag, 23. November');
    expect(deepQuery(element, '.entry time').title).to.equal('Montag, 23. November 2026 um 14:02:00');
    expect(deepQuery(element, '.expand').textContent).to.contain('12.345 Zeichen');
  });
});
