import { expect } from '@open-wc/testing';
import { HostGuard } from '../../../src/extension/dock/host-guard.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const CSS = 'position: fixed; width: 100px; height: 100px; display: block;';

describe("the dock's host element in a page", () => {
  let host: HTMLElement;
  let guard: HostGuard;
  let disturbances: number;

  beforeEach(() => {
    disturbances = 0;
    host = document.createElement('div');
    guard = new HostGuard(host, () => (disturbances += 1));
    guard.style(CSS);
  });

  afterEach(() => guard.stop());

  const isShown = () => host.parentNode === document.documentElement && host.matches(':popover-open') && host.checkVisibility();

  it('is put back when the page removes it, and is reported as disturbed', async () => {
    expect(isShown()).to.equal(true);
    host.remove();
    const footer = document.createElement('footer');
    document.documentElement.append(footer);
    await waitUntil(isShown, 'it is back');
    expect(disturbances).to.be.greaterThan(0);
    footer.remove();
  });

  it('has only the dock’s styles, and stays in the top layer, whatever the page changes', async () => {
    host.setAttribute('style', 'opacity: 0; display: none');
    host.setAttribute('hidden', '');
    host.setAttribute('inert', '');
    host.removeAttribute('popover');
    await waitUntil(isShown, 'it is shown again');
    expect(host.getAttributeNames().sort()).to.deep.equal(['popover', 'style']);
    expect(getComputedStyle(host).opacity).to.equal('1');
    host.hidePopover();
    await waitUntil(isShown, 'it is back in the top layer');
  });

  it('is shown in a page that hides its root', async () => {
    guard.stop();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('html { display: none !important; }');
    document.adoptedStyleSheets.push(sheet);
    guard = new HostGuard(host, () => undefined);
    guard.style(CSS);
    expect(isShown()).to.equal(true);
    document.adoptedStyleSheets.pop();
    document.documentElement.style.removeProperty('display');
  });

  it('is removed when the guard is stopped', () => {
    guard.stop();
    expect(host.isConnected).to.equal(false);
  });
});
