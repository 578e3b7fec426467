import { msg } from '@lit/localize';

/** The shortcuts as the settings list them. */
export function shortcutList(): readonly { readonly keys: string; readonly does: string }[] {
  return [
    { keys: 'F6', does: msg('Next part of the window; first a notification, if there is one') },
    { keys: msg('Shift+F6'), does: msg('Previous part of the window') },
    { keys: 'Alt+T', does: msg('Team Communicator') },
    { keys: 'Alt+M', does: msg('Message field') },
    { keys: 'Alt+H', does: msg('My History; again, or Escape, to leave it') },
    { keys: msg('Alt+L'), does: msg('Lock the desk') },
    { keys: 'Alt+1 … Alt+9', does: msg('Interaction 1 to 9') },
    { keys: msg('Enter'), does: msg('Send the message; in the Team Communicator, an instant message to the target') },
    { keys: msg('Ctrl+Enter'), does: msg('Call, or start a voice consultation with, the target') },
    { keys: msg('Shift+Enter'), does: msg('New line in the message') },
    { keys: msg('Ctrl+D'), does: msg('Add the target to Favorites, or remove it') },
    { keys: msg('Shift+F10'), does: msg('Action menu of the target') },
    { keys: msg('Delete'), does: msg('Mark Done, on the tab of an ended session') },
  ];
}
