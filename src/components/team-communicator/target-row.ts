import { msg, str } from '@lit/localize';
import comment from '@vscode/codicons/src/icons/comment.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import organization from '@vscode/codicons/src/icons/organization.svg';
import starFull from '@vscode/codicons/src/icons/star-full.svg';
import { html, nothing, type TemplateResult } from 'lit';
import type { InternalTarget } from '../../model/internal-target.ts';
import { availabilityDot } from '../kit/availability-dot.ts';
import { agentStatusText } from '../../words/availability-text.ts';
import { icon } from '../kit/icon.ts';

/** What a row of the Team Communicator can be asked to do. */
export interface TargetRowActions {
  /** Whether the default action consults an agent about an interaction. */
  readonly isConsulting: () => boolean;
  readonly activate: (index: number) => void;
  /** The default action: an instant message to an agent, the members of a group. */
  readonly run: (target: InternalTarget) => void;
  readonly openMenu: (target: InternalTarget, anchor: Element) => void;
}

/** Every row is as high as this, so that the list can know where each is without rendering it. */
export const ROW_HEIGHT = 28;

/** The words at the end of a target's row. */
export function targetStatusText(target: InternalTarget): string {
  if (target.kind === 'agent') return agentStatusText(target.status);
  const { ready, total } = target;
  if (total === undefined) return target.kind === 'skill' ? msg('Skill') : '';
  if (ready !== undefined) return msg(str`${ready} of ${total} ready`);
  const members = total === 1 ? msg('1 member') : msg(str`${total} members`);
  return target.kind === 'skill' ? msg(str`Skill · ${members}`) : members;
}

/** One internal target as a row of the Team Communicator's grid. `canMake`: the agent may start sessions. */
export function renderTargetRow(
  target: InternalTarget,
  index: number,
  isActive: boolean,
  canMake: boolean,
  actions: TargetRowActions,
): TemplateResult {
  const isAgent = target.kind === 'agent';
  const isLoggedOff = isAgent && target.status.availability === 'logged-off';
  const details = isAgent ? [target.logon, ...target.groups].join(' · ') : '';
  const status = targetStatusText(target);
  const tabIndex = isActive ? 0 : -1;
  const start = actions.isConsulting()
    ? msg(str`Instant message consultation with ${target.name}`)
    : msg(str`Instant message to ${target.name}`);
  return html`<div
    class="row ${isActive ? 'selected' : ''}"
    role="row"
    id="row-${index}"
    aria-rowindex=${index + 1}
    aria-selected=${isActive}
    .style=${`--index: ${index}`}
    @pointerdown=${() => actions.activate(index)}
    @dblclick=${() => actions.run(target)}
    @contextmenu=${(event: Event) => {
      event.preventDefault();
      actions.openMenu(target, (event.currentTarget as Element).querySelector('.more') ?? (event.currentTarget as Element));
    }}
  >
    <span class="target" role="gridcell" title=${`${target.name}${details ? ` · ${details}` : ''} · ${status}`}>
      ${isAgent ? availabilityDot(target.status.availability) : icon(organization)}
      <bdi class="name">${target.name}</bdi>
      ${isAgent ? html`<bdi class="meta muted">${details}</bdi>` : nothing}
      ${target.isFavorite ? html`<span class="favorite">${icon(starFull)}<span class="visually-hidden">${msg('Favorite')}</span></span>` : nothing}
    </span>
    <bdi class="status muted" role="gridcell">${status}</bdi>
    <span class="actions" role="gridcell">
      ${
        isAgent && canMake
          ? html`<button
            class="icon-button"
            tabindex=${tabIndex}
            aria-label=${start}
            title=${isLoggedOff ? msg(str`${target.name} is logged off`) : start}
            aria-disabled=${isLoggedOff ? 'true' : nothing}
            @click=${() => actions.run(target)}
            @dblclick=${stop}
          >
            ${icon(comment)}
          </button>`
          : nothing
      }
      <button
        class="icon-button more"
        tabindex=${tabIndex}
        aria-label=${msg(str`Actions for ${target.name}`)}
        title=${msg(str`Actions for ${target.name}`)}
        aria-haspopup="menu"
        @click=${(event: Event) => actions.openMenu(target, event.currentTarget as Element)}
        @dblclick=${stop}
      >
        ${icon(ellipsis)}
      </button>
    </span>
  </div>`;
}

function stop(event: Event): void {
  event.stopPropagation();
}
