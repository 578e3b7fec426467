import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import '../interaction-tab/interaction-list.ts';
import '../notifications/pending-list.ts';
import '../kit/side-bar-section.ts';
import '../team-communicator/team-communicator.ts';

/** The side bar: what is pending, the interactions, and the Team Communicator. */
export function renderSideBar({ pendingCount, isHidden }: { readonly pendingCount: number; readonly isHidden: boolean }): TemplateResult {
  return html`<div class="side ${pendingCount > 0 ? 'with-pending' : ''}" ?hidden=${isHidden}>
    <backchannel-side-bar-section class="list pending" heading=${msg('Pending')} count=${pendingCount}>
      <backchannel-pending-list-view></backchannel-pending-list-view>
    </backchannel-side-bar-section>
    <backchannel-side-bar-section class="list" heading=${msg('Interactions')}>
      <backchannel-interaction-list></backchannel-interaction-list>
    </backchannel-side-bar-section>
    <backchannel-side-bar-section class="communicator" heading=${msg('Team Communicator')}>
      <backchannel-team-communicator-view></backchannel-team-communicator-view>
    </backchannel-side-bar-section>
  </div>`;
}
