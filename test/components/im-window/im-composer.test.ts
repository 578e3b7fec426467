import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/im-window/im-composer.ts';
import type { ImComposer } from '../../../src/components/im-window/im-composer.ts';
import { MAX_BODY_LENGTH } from '../../../src/model/text/message-text.ts';
import type { ImSessionView } from '../../../src/model/workspace.ts';
import { deepHas, deepQuery, deskFixture, press, type, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { sampleSession } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const template = (session: ImSessionView = sampleSession()) =>
  html`<backchannel-im-composer .session=${session}></backchannel-im-composer>`;

async function composer(session?: ImSessionView, draft = ''): Promise<Desk<ImComposer> & { field: HTMLTextAreaElement }> {
  const workspace = new FakeWorkspace();
  workspace.push('draft', { text: draft, writer: '' });
  const desk = await deskFixture<ImComposer>(template(session), { workspace });
  await rendered();
  return { ...desk, field: deepQuery<HTMLTextAreaElement>(desk.element, 'textarea') };
}

describe('backchannel-im-composer', () => {
  itKeepsTheElementContract(
    'backchannel-im-composer',
    () => template(),
    ({ workspace }) => workspace.push('draft', { text: 'Half a sentence', writer: '' }),
  );

  it('sends with Enter, empties the field at once and keeps the focus', async () => {
    const { field, workspace, element } = await composer();
    type(field, 'Can you help?');
    const event = press(field, 'Enter');
    await rendered();
    expect(event.defaultPrevented).to.be.true;
    expect(workspace.inputsOf('send').map((input) => input.body)).to.deep.equal(['Can you help?']);
    expect(field.value).to.equal('');
    expect(element.shadowRoot?.activeElement).to.equal(field);
  });

  it('leaves Shift+Enter to the field', async () => {
    const { field, workspace } = await composer();
    type(field, 'one');
    expect(press(field, 'Enter', { shiftKey: true }).defaultPrevented).to.be.false;
    expect(workspace.inputsOf('send')).to.be.empty;
  });

  it('does not send while an input method composes', async () => {
    const { field, workspace } = await composer();
    type(field, 'にほ');
    press(field, 'Enter', { isComposing: true });
    expect(workspace.inputsOf('send')).to.be.empty;
  });

  it('does not send white space', async () => {
    const { field, workspace } = await composer();
    type(field, ' \n ');
    press(field, 'Enter');
    expect(workspace.inputsOf('send')).to.be.empty;
  });

  it('gives the text back when the send was refused, and says why', async () => {
    const { field, workspace, element } = await composer();
    workspace.answer('send', { refused: 'storage-failed' });
    type(field, 'Important');
    press(field, 'Enter');
    await waitUntil(() => deepQuery(element, '[role="alert"]').textContent?.includes("couldn't store it"));
    expect(field.value).to.equal('Important');
  });

  it('keeps a text that is too long in the field and says how long it may be', async () => {
    const { field, workspace, element } = await composer();
    type(field, 'x'.repeat(MAX_BODY_LENGTH + 1));
    press(field, 'Enter');
    await rendered();
    expect(workspace.inputsOf('send')).to.be.empty;
    expect(field.value).to.have.length(MAX_BODY_LENGTH + 1);
    expect(deepQuery(element, '[role="alert"]').textContent).to.contain('32,768');
    expect(deepQuery(element, '.counter').textContent).to.contain('32,769');
  });

  describe('a card number in a message', () => {
    const NUMBER = 'It is 4111 1111\n1111 1111 🙂';
    async function asked(draft?: string) {
      const desk = await composer(undefined, draft);
      desk.workspace.answer('send', { refused: 'card-number' });
      if (draft === undefined) type(desk.field, NUMBER);
      press(desk.field, 'Enter');
      await waitUntil(() => deepHas(desk.element, '[role="alertdialog"]'));
      desk.workspace.answer('send', {});
      const [mask, asIs] = [...deepQuery(desk.element, '.answers').querySelectorAll('button')];
      return { ...desk, mask: mask!, asIs: asIs! };
    }

    it('asks without losing the text, and Enter chooses the answer that tells less', async () => {
      const { field, element, mask } = await asked();
      expect(field.value).to.equal(NUMBER);
      expect(element.shadowRoot?.activeElement).to.equal(mask);
      expect(deepQuery(element, '[role="alertdialog"]').textContent)
        .to.contain('card number')
        .and.to.contain('Mask')
        .and.to.contain('Send as it is');
      await expect(element).to.be.accessible();
    });

    it('sends what the agent has decided, and doesn’t ask again', async () => {
      for (const answer of ['mask', 'asIs'] as const) {
        const desk = await asked();
        desk[answer].click();
        await rendered();
        expect(desk.workspace.inputsOf('send').map(({ body, cardNumbers }) => [body, cardNumbers])).to.deep.equal([
          [NUMBER, undefined],
          [NUMBER, answer === 'mask' ? 'mask' : 'as-is'],
        ]);
        expect([desk.field.value, deepHas(desk.element, '[role="alertdialog"]'), desk.element.shadowRoot?.activeElement]).to.deep.equal([
          '',
          false,
          desk.field,
        ]);
        desk.element.remove();
      }
    });

    it('sends nothing on Escape, and nothing when the text is changed', async () => {
      for (const leave of [
        (desk: Awaited<ReturnType<typeof asked>>) => press(desk.mask, 'Escape'),
        (desk: Awaited<ReturnType<typeof asked>>) => type(desk.field, 'It is elsewhere'),
      ]) {
        const desk = await asked();
        leave(desk);
        await rendered();
        expect(deepHas(desk.element, '[role="alertdialog"]')).to.be.false;
        expect(desk.workspace.inputsOf('send')).to.have.length(1);
        expect(desk.field.value).not.to.equal('');
        desk.element.remove();
      }
    });

    it('asks about a draft that was restored, too', async () => {
      const { workspace, mask } = await asked(NUMBER);
      mask.click();
      await rendered();
      expect(workspace.inputsOf('send').map(({ cardNumbers }) => cardNumbers)).to.deep.equal([undefined, 'mask']);
    });

    it('says that the organization had the number masked, until the next text', async () => {
      const { field, workspace, element } = await composer();
      workspace.answer('send', { isMasked: true });
      type(field, NUMBER);
      press(field, 'Enter');
      await waitUntil(() => deepQuery(element, '[role="status"]').textContent?.includes('masked'));
      type(field, 'x');
      await rendered();
      expect(deepQuery(element, '[role="status"]').textContent?.trim()).to.equal('');
    });
  });

  it('brings the draft back', async () => {
    const { field } = await composer(undefined, 'Half a sentence');
    expect(field.value).to.equal('Half a sentence');
  });

  it('never replaces what was typed meanwhile by a late draft', async () => {
    const desk = await deskFixture<ImComposer>(template());
    const field = deepQuery<HTMLTextAreaElement>(desk.element, 'textarea');
    type(field, 'New');
    desk.workspace.push('draft', { text: 'Old', writer: '' });
    await rendered();
    expect(field.value).to.equal('New');
  });

  it('shows what is typed or sent in another view, and not late what was typed in this one', async () => {
    const { field, workspace } = await composer(undefined, 'Half a sentence');
    workspace.push('draft', { text: 'Half a sentence more', writer: 'another tab' });
    await rendered();
    expect(field.value).to.equal('Half a sentence more');
    workspace.push('draft', { text: '', writer: 'another tab' });
    await rendered();
    expect(field.value).to.equal('');
    type(field, 'Next');
    await waitUntil(() => workspace.inputsOf('saveDraft').length > 0);
    type(field, 'Next one');
    workspace.push('draft', { text: 'Next', writer: String(workspace.inputsOf('saveDraft')[0]?.writer) });
    await rendered();
    expect(field.value).to.equal('Next one');
  });

  it('says no more why a text wasn’t sent once that was sent otherwise', async () => {
    const { field, element, workspace } = await composer();
    workspace.answer('send', { refused: 'nobody-ready' });
    type(field, 'Anybody?');
    press(field, 'Enter');
    await waitUntil(() => deepQuery(element, '[role="alert"]').textContent?.includes('Nobody'));
    workspace.push('draft', { text: '', writer: 'the command that has sent it' });
    await rendered();
    expect([field.value, deepQuery(element, '[role="alert"]').textContent?.trim()]).to.deep.equal(['', '']);
  });

  it('leaves it to sending to forget the draft', async () => {
    const { field, workspace } = await composer();
    type(field, 'Hello');
    await waitUntil(() => workspace.inputsOf('saveDraft').length > 0);
    press(field, 'Enter');
    type(field, 'Next');
    await waitUntil(() => workspace.inputsOf('saveDraft').some(({ text }) => text === 'Next'));
    expect(workspace.inputsOf('saveDraft').map(({ text }) => text)).to.deep.equal(['Hello', 'Next']);
  });

  it('saves the draft when it leaves the page', async () => {
    const { field, workspace, element } = await composer();
    type(field, 'Later');
    element.remove();
    expect(workspace.inputsOf('saveDraft').map(({ text }) => text)).to.deep.equal(['Later']);
  });

  it('tells once that the agent types, and that it stopped', async () => {
    const { field, workspace } = await composer();
    type(field, 'a');
    type(field, 'ab');
    field.dispatchEvent(new FocusEvent('blur'));
    expect(workspace.inputsOf('setTyping').map((input) => input.isTyping)).to.deep.equal([true, false]);
  });

  it('says why nothing can be sent while the invitation is open, and keeps the focus when that changes', async () => {
    const inviting = sampleSession({ state: { status: 'inviting', expiresAt: Date.now() + 60_000, ringing: true } });
    const { field, element, workspace } = await composer(inviting);
    element.focus();
    expect(field.readOnly).to.be.true;
    expect(field.placeholder).to.contain('as soon as bmartin has accepted');
    press(field, 'Enter');
    expect(workspace.inputsOf('send')).to.be.empty;
    element.session = sampleSession();
    await rendered();
    expect(field.readOnly).to.be.false;
    expect(element.shadowRoot?.activeElement).to.equal(field);
  });

  it('lets the first message be written to a plain peer, and before an invitation', async () => {
    for (const state of [{ status: 'not-connected' } as const, { status: 'inviting', expiresAt: 0, ringing: false } as const]) {
      const { field } = await composer(sampleSession({ state, isPlain: true }));
      expect(field.readOnly).to.be.false;
    }
  });

  it('puts a chosen emoji at the caret', async () => {
    const { field, element } = await composer(undefined, 'ab');
    field.setSelectionRange(1, 1);
    deepQuery(element, 'backchannel-emoji-button').dispatchEvent(new CustomEvent('emoji-pick', { detail: { emoji: '🙂' } }));
    await rendered();
    expect(field.value).to.equal('a🙂b');
    expect(field.selectionStart).to.equal(3);
    expect(deepHas(element, 'textarea:focus')).to.be.true;
    // The browser undoes it like what was typed.
    document.execCommand('undo');
    expect(field.value).to.equal('ab');
  });

  it('says that a pasted picture can not be sent, and pastes text', async () => {
    const { field, element } = await composer(undefined, 'ab');
    const paste = async (fill: (data: DataTransfer) => unknown) => {
      const clipboardData = new DataTransfer();
      fill(clipboardData);
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      field.dispatchEvent(event);
      await rendered();
      return event.defaultPrevented;
    };
    const picture = new File(['PNG'], 'screenshot.png', { type: 'image/png' });
    expect(await paste((data) => data.items.add(picture))).to.be.true;
    expect(deepQuery(element, '[role="alert"]').textContent).to.contain("can't be sent");
    expect(field.value).to.equal('ab');
    // A table from a spreadsheet comes as a picture too.
    expect(await paste((data) => (data.setData('text/plain', 'A1'), data.items.add(picture)))).to.be.false;
  });
});
