import german from 'emoji-picker-element/i18n/de.js';

/** The emoji picker's own German, with "Sie" where it says "du". */
export default {
  ...german,
  emojiUnsupportedMessage: 'Ihr Browser unterstützt keine farbigen Emojis.',
  searchDescription: 'Wenn Suchergebnisse verfügbar sind, wählen Sie mit den Pfeiltasten und der Eingabetaste aus.',
  skinToneDescription: 'Wenn angezeigt, wählen Sie mit den Pfeiltasten und der Eingabetaste aus.',
  skinToneLabel: 'Hautton wählen (aktuell {skinTone})',
};
