/** Stands in every text and address of who is nobody here: it must never be seen in a slice, held or stored. */
export const STRANGER_MARK = 'zzstrangerzz';
/** Stands in every text and address of a guest: it may be seen as that of a contact who calls, and as nobody else's. */
export const GUEST_MARK = 'zzguestzz';
/** Stands in each message that can't be read, though a colleague sends it: it must never be seen, held or stored. */
export const UNREADABLE_MARK = 'zzunreadablezz';
