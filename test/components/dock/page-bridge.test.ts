import { expect } from '@open-wc/testing';
import { PageBridge } from '../../../src/extension/dock/page-bridge.ts';

type Request = Parameters<ConstructorParameters<typeof PageBridge>[0]>[0];

describe("the bridge between a page's events and the background", () => {
  let posted: Request[];
  let results: unknown[];
  let bridge: PageBridge;
  const note = (event: Event) => void (event instanceof CustomEvent && results.push(event.detail));
  const dispatch = (name: string, detail?: unknown) => void document.dispatchEvent(new CustomEvent(`backchannel:${name}`, { detail }));

  beforeEach(() => {
    [posted, results] = [[], []];
    bridge = new PageBridge((request) => posted.push(request));
    document.addEventListener('backchannel:result', note);
  });

  afterEach(() => {
    bridge.stop();
    document.removeEventListener('backchannel:result', note);
  });

  it('passes on requests as JSON, and again to a background that was started again, until they are answered', () => {
    dispatch('hello');
    dispatch('open-im', { requestId: 'r1', target: 'ben@example' });
    dispatch('sign-out');
    expect(posted).to.deep.equal([
      { type: 'request', request: 1, name: 'hello', json: 'null' },
      { type: 'request', request: 2, name: 'open-im', json: '{"requestId":"r1","target":"ben@example"}' },
    ]);
    bridge.forget(1);
    bridge.repeat();
    expect(posted.map(({ request }) => request)).to.deep.equal([1, 2, 2]);
  });

  it('passes on nothing that is too large, and answers so', () => {
    dispatch('open-interaction', { requestId: 'r1', log: 'x'.repeat(900_000) });
    dispatch('open-interaction', { requestId: 'r2', log: 'x'.repeat(1_000_000) });
    dispatch('open-im', { requestId: 'r3', target: 'x'.repeat(5_000) });
    dispatch('open-im', { requestId: 'x'.repeat(5_000) });
    expect(posted.map(({ json }) => json.slice(0, 17))).to.deep.equal(['{"requestId":"r1"']);
    expect(results).to.deep.equal([
      { requestId: 'r2', refused: 'too-large' },
      { requestId: 'r3', refused: 'too-large' },
    ]);
  });

  it('lets only so many requests wait, and drops what is no JSON', () => {
    const circle: { self?: object } = {};
    circle.self = circle;
    dispatch('hello', circle);
    for (let index = 0; index < 110; index += 1) dispatch('open-im', { requestId: `r${index}` });
    expect(posted.length).to.equal(100);
    expect(results.length).to.equal(10);
    expect(results[0]).to.deep.equal({ requestId: 'r100', refused: 'too-many-requests' });
    bridge.forget(50);
    dispatch('open-im', { requestId: 'next' });
    expect(posted.length).to.equal(101);
  });

  it('passes on nothing after it is stopped', () => {
    bridge.stop();
    dispatch('hello');
    expect(posted).to.deep.equal([]);
  });
});
