import { localized, msg } from '@lit/localize';
import lock from '@vscode/codicons/src/icons/lock.svg';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { baseStyles } from '../../components/kit/base.styles.ts';
import { buttonStyles } from '../../components/kit/button.styles.ts';
import { connectionText } from '../../words/connection-text.ts';
import { icon } from '../../components/kit/icon.ts';
import { privilegeText } from '../../words/privilege-text.ts';
import '../../components/sign-in/sign-in-form.ts';
import '../../components/sign-in/token-sign-in.ts';
import { signOut } from '../../components/sign-in/sign-out.ts';
import { SliceController } from '../../components/kit/slice-controller.ts';
import { sectionStyles } from './section.styles.ts';

/**
 * Who is signed in, where, and what the organisation lets them do; or the sign-in form.
 *
 * @tag backchannel-account-section
 */
@customElement('backchannel-account-section')
@localized()
export class AccountSection extends LitElement {
  static override styles = [baseStyles, buttonStyles, sectionStyles];

  @state() private refusal = '';

  readonly #overview = new SliceController<'overview'>(this, () => ({ kind: 'overview' }));
  readonly #account = new SliceController<'account'>(this, () => (this.#overview.slice?.me ? { kind: 'account' } : undefined));

  async #signOut(): Promise<void> {
    const { workspace } = this.#overview;
    if (workspace) this.refusal = await signOut(workspace, this.renderRoot);
  }

  override render(): TemplateResult | typeof nothing {
    const overview = this.#overview.slice;
    if (!overview) return nothing;

    const { me, connection, policy } = overview;
    if (!me) {
      return connection.status === 'starting'
        ? html`<p class="muted">${connectionText(connection)}</p>`
        : connection.status === 'signed-out' && connection.by
          ? html`<backchannel-token-sign-in></backchannel-token-sign-in>`
          : html`<backchannel-sign-in-form></backchannel-sign-in-form>`;
    }
    const { service, isSignInKept } = this.#account.slice ?? {};
    const withheld = [
      ...(policy.privileges.canMake ? [] : [privilegeText('make')]),
      ...(policy.privileges.canRelease ? [] : [privilegeText('release')]),
    ];
    return html`
      <dl>
        <dt class="muted">${msg('Name')}</dt>
        <dd><bdi>${me.name}</bdi></dd>
        <dt class="muted">${msg('Address')}</dt>
        <dd dir="ltr">${me.jid}</dd>
        <dt class="muted">${msg('Server')}</dt>
        <dd dir="ltr">${service}</dd>
        <dt class="muted">${msg('Connection')}</dt>
        <dd>${connectionText(connection)}</dd>
        <dt class="muted">${msg('Stay signed in')}</dt>
        <dd>${isSignInKept ? msg('Until you sign out') : msg('Until the browser is closed')}</dd>
      </dl>
      ${withheld.map((text) => html`<p class="locked muted">${icon(lock)}<span>${text}</span></p>`)}
      <div class="actions"><button class="button secondary" @click=${() => void this.#signOut()}>${msg('Sign Out')}</button></div>
      <div role="alert">${this.refusal}</div>
      <backchannel-sign-out-question></backchannel-sign-out-question>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-account-section': AccountSection;
  }
}
