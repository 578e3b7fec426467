import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { SliceController } from '../../components/kit/slice-controller.ts';
import { policyProblemText } from './policy-problem-text.ts';
import { sectionStyles } from './section.styles.ts';

/**
 * What of the organisation's policy couldn't be read, for who has to mend it.
 *
 * @tag backchannel-policy-problems
 */
@customElement('backchannel-policy-problems')
@localized()
export class PolicyProblems extends LitElement {
  static override styles = [
    baseStyles,
    sectionStyles,
    css`
      dl {
        grid-template-columns: minmax(0, 1fr);
      }
      dt {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
    `,
  ];

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));

  override render(): TemplateResult | typeof nothing {
    const { problems = [] } = this.#overview.slice?.policy ?? {};
    if (problems.length === 0) return nothing;

    return html`
      <p>${msg("Your organization has set values that Backchannel can't read. Tell your administrator.")}</p>
      <dl>
        ${problems.map((problem) => html`<dt dir="ltr">${problem.key}</dt><dd>${policyProblemText(problem)}</dd>`)}
      </dl>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-policy-problems': PolicyProblems;
  }
}
