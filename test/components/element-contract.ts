import { expect } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import type { Palette } from '../../src/components/workspace/theme.ts';
import type { TabRef } from '../../src/model/desk/tab-ref.ts';
import { deskFixture, type Desk } from './desk-fixture.ts';

/** Tests that hold for every element: it is defined, and axe finds no violation in any theme. */
export function itKeepsTheElementContract(
  tag: string,
  template: () => TemplateResult,
  prepare: (desk: Desk<HTMLElement>) => void | Promise<void>,
  activeTab?: TabRef,
): void {
  it('is defined', () => {
    expect(customElements.get(tag)).to.be.a('function');
  });

  for (const palette of ['light', 'dark', 'high-contrast'] satisfies Palette[]) {
    it(`is accessible in the ${palette} theme`, async () => {
      const desk = await deskFixture<HTMLElement>(template(), { palette, activeTab });
      await prepare(desk);
      await rendered();
      await expect(desk.element).to.be.accessible();
    });
  }
}

/** Resolves when the pushed slices are rendered. */
export async function rendered(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
}
