/** In every text and address of a stranger. It must never be shown, held or stored. */
export const STRANGER_MARK = 'zzstrangerzz';
/** In every text and address of a guest. It may be shown only as that of a contact who calls. */
export const GUEST_MARK = 'zzguestzz';
/** In each message of a colleague that can't be parsed. It must never be shown, held or stored. */
export const UNREADABLE_MARK = 'zzunreadablezz';
