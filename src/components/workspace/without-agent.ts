import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { Overview } from '../../model/workspace.ts';
import { connectionText } from '../../words/connection-text.ts';

export interface WithoutAgent {
  readonly overview: Overview | undefined;
  readonly isSigningIn: boolean;
  /** Opens the main window, where signing in is left to it. */
  readonly openSignIn: (() => void) | undefined;
  /** The server that the sign-in form begins with. */
  readonly service: string;
  /** Why there is no session host: the `code` of what `Workspace.ready` rejects with. */
  readonly failure: string | undefined;
}

/** What stands in place of the desk while nobody is signed in or the desk is locked. */
export function renderWithoutAgent({ overview, isSigningIn, openSignIn, service, failure }: WithoutAgent): TemplateResult {
  if (overview?.lock)
    return html`<main class="sign-in"><backchannel-lock-screen .openMainWindow=${openSignIn}></backchannel-lock-screen></main>`;

  if (isSigningIn && openSignIn) {
    return html`<main class="wait">
      <p>${msg('You are signed out. Sign in in the main window; this view follows.')}</p>
      <button class="button" @click=${openSignIn}>${msg('Sign In in the Main Window')}</button>
    </main>`;
  }
  if (isSigningIn && signsInByToken(overview))
    return html`<main class="sign-in"><backchannel-token-sign-in></backchannel-token-sign-in></main>`;
  if (isSigningIn) return html`<main class="sign-in"><backchannel-sign-in-form .service=${service}></backchannel-sign-in-form></main>`;

  if (!overview && failure) return html`<main class="wait"><backchannel-start-failure .code=${failure}></backchannel-start-failure></main>`;

  return html`<main class="wait"><p class="muted" role="status">${connectionText(overview?.connection ?? { status: 'starting' })}</p></main>`;
}

/** Whether no password is asked for, because a token signs in here. */
function signsInByToken(overview: Overview | undefined): boolean {
  return overview?.connection.status === 'signed-out' && overview.connection.by === 'token';
}

/** Loads what `renderWithoutAgent` shows, or soon will. */
export function loadWithoutAgent({ overview, isSigningIn, openSignIn, failure }: WithoutAgent): void {
  if (failure) void import('./start-failure.ts');
  // The sign-in form is loaded only here, because an agent whose sign-in is kept never sees it.
  if (isSigningIn && !openSignIn) {
    if (signsInByToken(overview)) void import('../sign-in/token-sign-in.ts');
    else void import('../sign-in/sign-in-form.ts');
  }
  const { lock, settings } = overview ?? {};
  // The lock screen is loaded before it is needed, because a desk may be locked while there is no network.
  if (lock || (settings && settings.lockAfterMinutes > 0)) void import('../sign-in/lock-screen.ts');
}
