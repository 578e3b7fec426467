import { msg, str } from '@lit/localize';
import callOutgoing from '@vscode/codicons/src/icons/call-outgoing.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import comment from '@vscode/codicons/src/icons/comment.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import edit from '@vscode/codicons/src/icons/edit.svg';
import organization from '@vscode/codicons/src/icons/organization.svg';
import starEmpty from '@vscode/codicons/src/icons/star-empty.svg';
import starFull from '@vscode/codicons/src/icons/star-full.svg';
import type { GroupTarget, InternalTarget } from '../../model/internal-target.ts';
import type { MenuItem } from '../kit/action-menu.ts';
import type { Addressee, TargetActions } from './target-actions.ts';

/** The Action menu of an internal target, its default action first. What the agent may not do (`canMake`: start a session) is absent. */
export function targetMenu(target: InternalTarget, actions: TargetActions, canMake: boolean): MenuItem[] {
  const favorite: MenuItem = {
    label: target.isFavorite ? msg('Remove from Favorites') : msg('Add to Favorites'),
    icon: target.isFavorite ? starFull : starEmpty,
    shortcut: { shown: msg('Ctrl+D'), aria: 'Control+D' },
    isFirstOfGroup: true,
    run: () => actions.toggleFavorite(target),
  };
  if (target.kind !== 'agent') return groupMenu(target, actions, canMake, favorite);

  const isLoggedOff = target.status.availability === 'logged-off';
  const address: MenuItem = { label: msg('Copy Address'), icon: copy, run: () => actions.copyAddress(target.jid) };
  const disabledReason = isLoggedOff ? msg(str`${target.name} is logged off`) : undefined;
  const isHeld = target.status.availability === 'do-not-disturb';
  const held = isHeld ? { note: msg("In Do Not Disturb: it isn't shown to them, and waits in their list") } : {};
  const consult: MenuItem = {
    label: msg(str`Start Instant Message Consultation with ${target.name}`),
    icon: commentDiscussion,
    disabledReason,
    run: () => actions.consult(target),
  };
  const { isConsulting, canCall } = actions;
  const send: MenuItem = {
    label: msg(str`Send an Instant Message to ${target.name}`),
    icon: comment,
    disabledReason,
    ...held,
    run: () => actions.sendMessage(target),
  };
  const write: MenuItem = {
    label: msg(str`Write a First Message to ${target.name}`),
    icon: edit,
    disabledReason,
    ...(isConsulting ? {} : { shortcut: { shown: msg('Shift+Enter'), aria: 'Shift+Enter' } }),
    run: () => actions.writeFirst(target),
  };
  const call: MenuItem = {
    label: msg(str`Call ${target.name}`),
    icon: callOutgoing,
    disabledReason,
    ...held,
    ...(isConsulting ? {} : { shortcut: callShortcut() }),
    run: () => actions.call(target),
  };
  return [
    ...(isConsulting && canMake ? [consult] : []),
    ...(isConsulting && canCall ? [voiceConsultation(target, actions)] : []),
    ...(canMake ? [send, write] : []),
    ...(canCall ? [call] : []),
    favorite,
    address,
    ...blocking(target, actions),
  ];
}

/** The Action menu of a group or a skill. */
function groupMenu(target: GroupTarget, actions: TargetActions, canMake: boolean, favorite: MenuItem): MenuItem[] {
  const { name, ready } = target;
  const ask: MenuItem = {
    label: actions.isConsulting ? msg(str`Start Instant Message Consultation with ${name}`) : msg(str`Send an Instant Message to ${name}`),
    icon: actions.isConsulting ? commentDiscussion : comment,
    note: ready === 0 ? msg('Nobody is ready right now') : msg('Whoever is ready is asked; the first to accept answers'),
    run: () => actions.askGroup(target),
  };
  const members: MenuItem = { label: msg(str`Show members of ${name}`), icon: organization, run: () => actions.run(target) };
  const call: MenuItem = {
    label: actions.isConsulting ? msg(str`Start Voice Consultation with ${name}`) : msg(str`Call ${name}`),
    icon: callOutgoing,
    disabledReason: actions.isConsulting ? actions.voiceProblem : undefined,
    note: ready === 0 ? msg('Nobody is ready right now') : msg('Whoever is ready is called; you talk to the first to accept'),
    shortcut: callShortcut(),
    run: () => actions.callGroup(target),
  };
  return [members, ...(canMake ? [ask] : []), ...(actions.canCall ? [call] : []), favorite];
}

/** *Block*, or *Unblock*, where the server can. */
function blocking(target: Addressee, actions: TargetActions): MenuItem[] {
  const isBlocked = actions.isBlocked(target);
  if (isBlocked === undefined) return [];
  return [
    {
      label: isBlocked ? msg(str`Unblock ${target.name}`) : msg(str`Block ${target.name}`),
      icon: circleSlash,
      isFirstOfGroup: true,
      run: () => actions.block(target, !isBlocked),
    },
  ];
}

/** *Start Voice Consultation*, which the contact is put on hold for. */
export function voiceConsultation(target: Addressee, actions: TargetActions): MenuItem {
  return {
    label: msg(str`Start Voice Consultation with ${target.name}`),
    icon: callOutgoing,
    shortcut: callShortcut(),
    disabledReason:
      actions.voiceProblem ?? (target.status.availability === 'logged-off' ? msg(str`${target.name} is logged off`) : undefined),
    run: () => actions.consultByVoice(target),
  };
}

function callShortcut(): NonNullable<MenuItem['shortcut']> {
  return { shown: msg('Ctrl+Enter'), aria: 'Control+Enter' };
}
