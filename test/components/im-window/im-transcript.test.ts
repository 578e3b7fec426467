import { expect, nextFrame } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/im-window/im-transcript.ts';
import type { ImTranscript } from '../../../src/components/im-window/im-transcript.ts';
import type { TranscriptEntry } from '../../../src/model/session/im-session.ts';
import { loadLinkFinder } from '../../../src/components/kit/message-links.ts';
import { saysAddress } from '../../../src/model/text/link-address.ts';
import { PREVIEW_LENGTH } from '../../../src/model/text/message-text.ts';
import { deepElements, deepHas, deepQuery, deskFixture, type Desk } from '../desk-fixture.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { SAMPLE_TRANSCRIPT, sampleEvent, sampleMessage, sampleSession } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const TEMPLATE = html`<backchannel-im-transcript style="height:300px" .session=${sampleSession()}></backchannel-im-transcript>`;

type TranscriptDesk = Desk<ImTranscript> & { readonly log: HTMLElement };

async function transcript(entries: readonly TranscriptEntry[], hasEarlier = false): Promise<TranscriptDesk> {
  const desk = await deskFixture<ImTranscript>(TEMPLATE);
  desk.workspace.push('transcript', { entries, hasEarlier });
  await rendered();
  return { ...desk, log: deepQuery(desk.element, '[role="log"]') };
}

const messages = (first: number, count: number) => Array.from({ length: count }, (_, index) => sampleMessage(first + index));
const texts = (desk: TranscriptDesk, selector: string) =>
  deepElements(desk.element.shadowRoot!)
    .filter((element) => element.matches(selector))
    .map((element) => element.textContent?.trim());
const isAtEnd = ({ log }: TranscriptDesk) => log.scrollHeight - log.scrollTop - log.clientHeight < 2;

async function scrollTo(desk: TranscriptDesk, top: number): Promise<void> {
  const scrolled = new Promise((resolve) => desk.log.addEventListener('scroll', resolve, { once: true }));
  desk.log.scrollTop = top;
  await scrolled;
  await rendered();
}

const topOf = ({ log }: TranscriptDesk, text: string): number =>
  [...log.querySelectorAll('.entry')].find((entry) => entry.querySelector('.body')?.textContent === text)!.getBoundingClientRect().top;

describe('backchannel-im-transcript', () => {
  itKeepsTheElementContract(
    'backchannel-im-transcript',
    () => TEMPLATE,
    async ({ workspace, element }) => {
      workspace.push('transcript', { entries: SAMPLE_TRANSCRIPT, hasEarlier: false });
      await waitUntil(() => deepHas(element, 'a'));
    },
  );

  it('stands each logon where its line begins, in a language that is written from right to left too', async () => {
    const desk = await transcript(SAMPLE_TRANSCRIPT);
    for (const [dir, edge] of [
      ['ltr', 'left'],
      ['rtl', 'right'],
    ] as const) {
      desk.element.dir = dir;
      await rendered();
      for (const who of desk.log.querySelectorAll('.who')) {
        const text = document.createRange();
        text.selectNodeContents(who);
        expect(text.getBoundingClientRect()[edge]).to.equal(who.parentElement!.getBoundingClientRect()[edge]);
      }
    }
  });

  it('puts each logon above its message, the time beside it and the full time on hover', async () => {
    const desk = await transcript(SAMPLE_TRANSCRIPT);
    expect(texts(desk, '.who')).to.deep.equal(['aturner', 'bmartin', 'bmartin', 'aturner']);
    const time = deepQuery(desk.element, '.entry time');
    expect(time.title).to.contain('2026');
    const [own, peer] = ['.own .who', '.peer .who'].map((selector) => getComputedStyle(deepQuery(desk.element, selector)).color);
    expect(own).not.to.equal(peer);
  });

  for (const [failure, offered] of [
    [undefined, ['Retry']],
    ['not-taken', ['Retry']],
    ['too-large', ['Retry', 'Split']],
  ] as const) {
    it(`offers ${offered.join(' and ')} for a message that wasn't delivered (${failure ?? 'no reason known'})`, async () => {
      const desk = await transcript([sampleMessage(1, { isOwn: true, delivery: 'failed', ...(failure ? { failure } : {}) })]);
      expect(texts(desk, '.undelivered button')).to.deep.equal(offered);
      expect(texts(desk, '.undelivered p')).to.have.length(failure ? 1 : 0);
      const asked: (readonly [string, boolean])[] = [];
      desk.element.addEventListener('send-again', ({ messageId, isSplit }) => asked.push([messageId, isSplit]));
      for (const button of desk.log.querySelectorAll<HTMLButtonElement>('.undelivered button')) button.click();
      expect(asked).to.deep.equal(offered.map((label) => [sampleMessage(1).id, label === 'Split']));
    });
  }

  it('offers nothing for a message that wasn’t delivered where the session is over', async () => {
    const desk = await transcript([sampleMessage(1, { isOwn: true, delivery: 'failed', failure: 'too-large' })]);
    desk.element.session = sampleSession({ state: { status: 'ended', reason: 'ended-by-peer', at: 1 } });
    await rendered();
    expect(texts(desk, '.undelivered button')).to.deep.equal([]);
  });

  it('says that something came that can’t be shown, and by what it is encrypted', async () => {
    const desk = await transcript([sampleMessage(1, { body: '', unshown: 'OMEMO' }), sampleMessage(2, { body: '', unshown: '' })]);
    expect(texts(desk, '.body')).to.deep.equal([
      "A message came that is encrypted by OMEMO, and can't be shown here",
      "Something came that can't be shown here",
    ]);
  });

  it('marks the last own message of each delivery', async () => {
    const own = (position: number, delivery: 'read' | 'delivered' | 'failed') => sampleMessage(position, { isOwn: true, delivery });
    const desk = await transcript([own(1, 'read'), own(2, 'read'), own(3, 'failed'), own(4, 'failed'), own(5, 'delivered')]);
    expect(texts(desk, '.delivery')).to.deep.equal(['Read', 'Not delivered', 'Not delivered', 'Delivered']);
  });

  it('says of peers’ messages that aren’t stored yet that they are being saved, and screen readers don’t announce it', async () => {
    const entries = [sampleMessage(1), sampleMessage(2), sampleMessage(3, { isOwn: true }), sampleMessage(4)];
    const desk = await transcript(entries);
    expect(texts(desk, '.delivery')).to.deep.equal(['Delivered']);
    desk.workspace.push('transcript', { entries, hasEarlier: false, savingFrom: 2 });
    await rendered();
    expect([...desk.log.querySelectorAll('.entry')].map((entry) => entry.querySelector('.delivery')?.textContent)).to.deep.equal([
      undefined,
      'Saving…',
      'Delivered',
      'Saving…',
    ]);
    expect(desk.log.querySelector('.delivery')?.getAttribute('aria-live')).to.equal('off');
    desk.workspace.push('transcript', { entries, hasEarlier: false });
    await rendered();
    expect(texts(desk, '.delivery')).to.deep.equal(['Delivered']);
  });

  it('separates days, and shows events in words', async () => {
    const day = 24 * 3_600_000;
    const desk = await transcript([
      sampleEvent(0, { event: 'invited' }),
      sampleEvent(1, { event: 'no-answer', at: sampleEvent(0).at + day }),
      sampleEvent(2, { event: 'rejected', at: sampleEvent(0).at + day }),
      sampleEvent(3, { event: 'interaction-closed', at: sampleEvent(0).at + day }),
    ]);
    expect(texts(desk, '.day')).to.have.length(2);
    expect(texts(desk, '.event').join())
      .to.contain('You invited bmartin')
      .and.to.contain("bmartin didn't answer your invitation")
      .and.to.contain('bmartin rejected your invitation')
      .and.to.contain('The interaction with the contact was closed');
  });

  it('shows markup as text', async () => {
    const body = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const desk = await transcript([sampleMessage(1, { body })]);
    expect(texts(desk, '.body')).to.deep.equal([body]);
    expect(deepHas(desk.element, 'img, script')).to.be.false;
  });

  it('links web and mail addresses, and nothing else', async () => {
    const body = 'https://a.example/x javascript:alert(1) data:text/html,x ftp://b.example file:///etc bob@c.example www.d.com';
    const desk = await transcript([sampleMessage(1, { body })]);
    await waitUntil(() => deepHas(desk.element, 'a'));
    const links = deepElements(desk.element.shadowRoot!).filter(
      (element): element is HTMLAnchorElement => element instanceof HTMLAnchorElement,
    );
    expect(links.map((link) => new URL(link.href).protocol)).to.satisfy((protocols: string[]) =>
      protocols.every((protocol) => ['https:', 'http:', 'mailto:'].includes(protocol)),
    );
    expect(links.map((link) => link.href)).to.include.members(['https://a.example/x', 'https://www.d.com/']);
    expect(links[0]?.rel).to.equal('noopener noreferrer nofollow');
    expect(links[0]?.title).to.equal('https://a.example/x');
    expect(texts(desk, '.body')).to.deep.equal([body]);
  });

  it('links no names of files, ends of sentences or bare hosts', async () => {
    const body = 'report.zip README.md done.It crm.example.com see notes.py/x a.mov, but WWW.d.com and bob@c.com and HTTP://e.com/f.zip';
    const desk = await transcript([sampleMessage(1, { body })]);
    await loadLinkFinder();
    await rendered();
    const links = [...desk.log.querySelectorAll<HTMLAnchorElement>('a')].map(({ href }) => href);
    expect(links).to.deep.equal(['https://www.d.com/', 'mailto:bob@c.com', 'http://e.com/f.zip']);
    expect(desk.log.querySelector('.body')?.textContent).to.contain('report.zip README.md done.It');
  });

  it('never shows a link under an address other than its own', async () => {
    for (const [body, shown] of [
      ['https://paypal.com@evil.example/x', 'https://paypal.com@evil.example/x'],
      ['https://paypal.com:443@evil.example', 'https://paypal.com:443@evil.example'],
      ['see https://аpple.com now', 'see https://аpple.com (https://xn--pple-43d.com/) now'],
      ['https://müller.de', 'https://müller.de (https://xn--mller-kva.de/)'],
      ['https://a.example/\u202Egpj.exe', 'https://a.example/\u202Egpj.exe (https://a.example/%E2%80%AEgpj.exe)'],
      ['http://2130706433/', 'http://2130706433/ (http://127.0.0.1/)'],
      ['https://a.example/straße.', 'https://a.example/straße.'],
    ] as const) {
      const desk = await transcript([sampleMessage(1, { body })]);
      await loadLinkFinder();
      await rendered();
      expect(texts(desk, '.body'), body).to.deep.equal([shown]);
      const links = deepElements(desk.element.shadowRoot!).filter(
        (element): element is HTMLAnchorElement => element instanceof HTMLAnchorElement,
      );
      for (const link of links) {
        expect(new URL(link.href).username + new URL(link.href).password).to.equal('');
        expect(saysAddress(link.textContent ?? '', link.href), body).to.be.true;
        expect([link.dir, link.rel, link.title]).to.deep.equal(['ltr', 'noopener noreferrer nofollow', link.href]);
      }
    }
  });

  it('shortens a very long message until the agent asks for the rest', async () => {
    const desk = await transcript([sampleMessage(1, { body: 'x'.repeat(1_000_000) })]);
    expect(deepQuery(desk.element, '.body').textContent).to.have.length(PREVIEW_LENGTH + 1);
    const expand = deepQuery(desk.element, '.expand');
    expect(expand.textContent?.trim()).to.equal('Show all (1,000,000 characters)');
    expand.click();
    await rendered();
    expect(deepQuery(desk.element, '.body').textContent).to.have.length(1_000_000);
  });

  it('cuts no emoji of several parts in two', async () => {
    const desk = await transcript([sampleMessage(1, { body: `${'x'.repeat(PREVIEW_LENGTH - 2)}👩‍💻${'x'.repeat(100)}` })]);
    expect(deepQuery(desk.element, '.body').textContent).to.equal(`${'x'.repeat(PREVIEW_LENGTH - 2)}…`);
  });

  it('isolates the direction of each message', async () => {
    const desk = await transcript([sampleMessage(1, { body: '\u202Ereversed' })]);
    const body = deepQuery(desk.element, '.body');
    expect(body.dir).to.equal('auto');
    expect(getComputedStyle(body).unicodeBidi).to.equal('isolate');
  });

  it('stays at the end when it becomes narrower and lower, which lengthens everything', async () => {
    const long = (position: number) =>
      sampleMessage(position, { body: 'A message that takes several lines where there is little room. '.repeat(position % 5) });
    const desk = await transcript(Array.from({ length: 60 }, (_, index) => long(index + 1)));
    await waitUntil(() => isAtEnd(desk));
    for (const [width, height] of [
      ['240px', '200px'],
      ['360px', '120px'],
      ['180px', '300px'],
    ] as const) {
      Object.assign(desk.element.style, { width, height });
      const frames = 5;
      for (let frame = 0; frame < frames; frame += 1) await nextFrame();
      expect(isAtEnd(desk), `${width} × ${height}`).to.equal(true);
    }
  });

  it('is rendered again for a change of its session only where it shows that', async () => {
    const { element } = await transcript(messages(1, 3));
    element.session = { ...sampleSession(), isPeerTyping: true } as ImTranscript['session'];
    expect(element.isUpdatePending).to.be.false;
    element.session = { ...sampleSession(), state: { status: 'ended', reason: 'ended-here', at: 0 } };
    expect(element.isUpdatePending).to.be.true;
  });

  it('stays at the end of a window that moves on by a message', async () => {
    const desk = await transcript(messages(1, 60), true);
    for (let first = 2; first < 6; first += 1) {
      desk.workspace.push('transcript', { entries: messages(first, 60), hasEarlier: true });
      await rendered();
      expect([isAtEnd(desk), desk.element.isAtEnd]).to.deep.equal([true, true]);
    }
  });

  it('stays at the end while messages come', async () => {
    const desk = await transcript(messages(0, 40));
    expect(isAtEnd(desk)).to.be.true;
    desk.workspace.push('transcript', { entries: messages(0, 45), hasEarlier: false });
    await rendered();
    expect(isAtEnd(desk)).to.be.true;
    expect(deepHas(desk.element, '.new')).to.be.false;
  });

  it('stays where the agent reads, says that there is more, and goes there when asked', async () => {
    const desk = await transcript(messages(0, 60));
    await scrollTo(desk, 500);
    const top = desk.log.scrollTop;
    desk.workspace.push('transcript', { entries: messages(0, 65), hasEarlier: false });
    await rendered();
    expect(Math.abs(desk.log.scrollTop - top)).to.be.below(2);
    deepQuery(desk.element, '.new').click();
    await rendered();
    expect(isAtEnd(desk)).to.be.true;
    expect(deepHas(desk.element, '.new')).to.be.false;
  });

  it('keeps the entry that the agent reads in its place when earlier ones come, though the line of its day goes', async () => {
    const desk = await transcript(messages(100, 60), true);
    for (const top of [0, 10]) {
      desk.workspace.push('transcript', { entries: messages(100, 60), hasEarlier: true });
      await rendered();
      await scrollTo(desk, top);
      const before = topOf(desk, 'Message 100');
      desk.workspace.push('transcript', { entries: messages(1, 300), hasEarlier: false });
      await rendered();
      expect(topOf(desk, 'Message 100')).to.be.closeTo(before, 1);
      expect(topOf(desk, 'Message 1')).to.be.below(before - 1_000);
    }
  });

  const [whole, perFrame, height] = [2_000, 17, 58];
  const inSight = ({ log }: TranscriptDesk): number => {
    const { top } = log.getBoundingClientRect();
    const first = [...log.querySelectorAll('.entry')].find((entry) => entry.getBoundingClientRect().bottom > top);
    return Number(/Message (\d+)/.exec(first?.textContent ?? '')?.[1]);
  };

  /** A transcript of 2,000 entries, whose session host takes some frames for each answer, and grows while the agent reads. */
  async function longTranscript(answerFrames: number): Promise<TranscriptDesk> {
    const workspace = new FakeWorkspace();
    const all = messages(1, whole);
    workspace.answerQueries('transcript', async ({ last, around }) => {
      for (let frame = 0; frame < answerFrames; frame += 1) await nextFrame();
      const at = around === undefined ? all.length : all.findIndex(({ position }) => position >= around);
      const [first, after] = [Math.max(0, at - last), around === undefined ? all.length : Math.min(all.length, at + last)];
      const newest = after < all.length ? { newest: all.at(-1)!.position } : {};
      return { entries: all.slice(first, after), hasEarlier: first > 0, ...newest };
    });
    const desk = await deskFixture<ImTranscript>(TEMPLATE, { workspace });
    const log = deepQuery(desk.element, '[role="log"]');
    await waitUntil(() => log.textContent?.includes(`Message ${whole}`));
    return { ...desk, log };
  }

  it('is read from the end to the beginning and back at 1,000 entries a second, without a jump or a stop', async () => {
    const desk = await longTranscript(3);
    for (const [direction, goal] of [
      [-1, 1],
      [1, whole],
    ] as const) {
      let frames = 0;
      for (let at = inSight(desk); Math.abs(at - goal) > 10; frames += 1) {
        desk.log.scrollTop += direction * perFrame * height;
        await nextFrame();
        const moved = (inSight(desk) - at) * direction;
        expect(moved, `frame ${frames}, from message ${at}`).to.be.within(1, 2 * perFrame);
        at += moved * direction;
      }
      expect(frames).to.be.below((whole / 1_000) * 60);
    }
    expect(desk.log.querySelectorAll('.entry').length).to.be.below(500);
  });

  it('lays out what comes at the end once, and of the many entries further up only those in sight', async () => {
    const desk = await longTranscript(0);
    const isLazy = () => getComputedStyle(deepQuery(desk.element, '.entry')).contentVisibility === 'auto';
    expect(isLazy()).to.equal(false);
    desk.log.scrollTop -= 20 * height;
    await waitUntil(() => deepQuery(desk.element, '.entries').children.length > 100);
    expect(isLazy()).to.equal(true);
  });

  it('goes to the end from anywhere, and has been read to the end only when the end is there', async () => {
    const desk = await longTranscript(3);
    let ends = 0;
    desk.element.addEventListener('reached-end', () => (ends += 1));
    while (inSight(desk) > whole - 500) {
      desk.log.scrollTop -= perFrame * height;
      await nextFrame();
    }
    desk.workspace.push('transcript', { entries: messages(whole - 700, 400), hasEarlier: true, newest: whole + 1 });
    await rendered();
    deepQuery(desk.element, '.new').click();
    await rendered();
    expect([desk.element.isAtEnd, ends]).to.deep.equal([false, 0]);
    await waitUntil(() => desk.element.isAtEnd);
    expect(ends).to.equal(1);
    await rendered();
    expect(isAtEnd(desk)).to.be.true;
    expect(desk.log.textContent).to.contain(`Message ${whole}`);
  });
});
