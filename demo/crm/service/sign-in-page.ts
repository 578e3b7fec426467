import { createHash } from 'node:crypto';
import { escapeHtml } from '../../escape-html.ts';

const STYLE = `
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 0; background: Canvas; color: CanvasText; }
main { box-sizing: border-box; max-inline-size: 360px; margin: 0 auto; padding: 32px 16px; }
h1 { margin: 0 0 16px; font-size: 20px; font-weight: 400; }
label { display: block; margin-block-start: 12px; }
input { box-sizing: border-box; inline-size: 100%; padding: 6px 8px; font: inherit; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 20px; }
button { padding: 6px 16px; font: inherit; }
[role='alert'] { margin: 0; padding: 8px; border: 1px solid currentcolor; overflow-wrap: anywhere; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * The Content-Security-Policy of the sign-in pages: no script, one style sheet, no frame around them. Chromium applies `form-action` also to the
 * address that the form's answer redirects to.
 */
export const signInPolicy = (redirectUri?: string): string =>
  `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'${redirectUri === undefined ? '' : ` ${new URL(redirectUri).origin}`}; frame-ancestors 'none'; base-uri 'none'`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export interface SignInForm {
  /** The sealed authorization request. */
  readonly request: string;
  readonly username: string;
  readonly isRefused: boolean;
}

/** The form that asks for name and password. */
export function signInPage({ request, username, isRefused }: SignInForm): string {
  return page(
    'Sign in to the contact service',
    `<form method="post" action="/authorize">
${isRefused ? '<p role="alert">The name or the password is wrong.</p>' : ''}
<input type="hidden" name="request" value="${escapeHtml(request)}">
<label for="username">Name</label>
<input id="username" name="username" value="${escapeHtml(username)}" autocomplete="username" autocapitalize="none" spellcheck="false" required${username === '' ? ' autofocus' : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${username === '' ? '' : ' autofocus'}>
<div class="buttons"><button>Sign In</button><button name="cancel" value="yes" formnovalidate>Cancel</button></div>
</form>`,
  );
}

/** The page that tells a person what went wrong. */
export function signInProblemPage(text: string): string {
  return page('Signing in is not possible', `<p role="alert">${escapeHtml(text)}</p>`);
}
