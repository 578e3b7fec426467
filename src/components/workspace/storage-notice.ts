import { consume } from '@lit/context';
import { localized, msg } from '@lit/localize';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Workspace } from '../../channel/workspace.ts';
import type { StorageProblem } from '../../model/workspace.ts';
import { baseStyles } from '../kit/base.styles.ts';
import { icon } from '../kit/icon.ts';
import { workspaceContext } from '../kit/workspace-context.ts';
import { guardUnkeptWork } from './unkept-work.ts';

/**
 * Says that nothing is kept, and what that means, and has the browser ask before it is lost. Loaded when that is so.
 *
 * @tag backchannel-storage-notice
 */
@customElement('backchannel-storage-notice')
@localized()
export class StorageNotice extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        background: var(--vscode-sideBar-background);
        border-block-end: 1px solid var(--vscode-panel-border);
      }
      p {
        display: flex;
        gap: 8px;
        margin: 0;
        padding: 6px 10px;
      }
      .icon {
        flex: none;
        color: var(--vscode-editorWarning-foreground);
      }
    `,
  ];

  /** Why nothing is kept. */
  @property({ attribute: false }) problem: StorageProblem = 'storage-full';

  @consume({ context: workspaceContext, subscribe: true }) @property({ attribute: false }) private workspace: Workspace | undefined;

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace')) guardUnkeptWork(this.workspace);
  }

  override render(): TemplateResult {
    return html`<p role="alert">${icon(warning)}<span>${noticeText(this.problem)}</span></p>`;
  }
}

function noticeText(problem: StorageProblem): string {
  return problem === 'storage-full'
    ? msg(
        'The disk is full. What comes is shown, but nothing is kept, and nothing can be sent. Free some disk space: everything goes on by itself then.',
      )
    : msg(
        'This browser lets nothing be stored. You can work, but nothing is kept: when you close the page, you are signed out, and what wasn’t sent is lost. Leave private browsing, or allow this site to store data.',
      );
}

declare global {
  interface HTMLElementTagNameMap {
    'backchannel-storage-notice': StorageNotice;
  }
}
