/** What JSON has no words for, as objects with one such name. Nothing else that is stored has a property of these names. */
const BYTES = '$bytes';
const DATE = '$date';

/** A record as bytes, ready to be sealed: as it is now, whatever becomes of the object. @throws DataCloneError as IndexedDB does, of a function */
export function bytesOfRecord(record: unknown): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(record, function (this: Record<string, unknown>, name: string, value: unknown) {
    // Dates have been made text by now; the object still has them.
    const whole = this[name];
    if (whole instanceof Date) return { [DATE]: whole.getTime() };
    if (whole instanceof Uint8Array) return { [BYTES]: [...whole] };
    if (typeof whole === 'function') throw new DOMException('A function can not be stored', 'DataCloneError');
    return value;
  });
  return new TextEncoder().encode(text);
}

/** The record again. @throws SyntaxError */
export function recordOfBytes(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes), (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if (DATE in value && typeof value[DATE] === 'number') return new Date(value[DATE]);
    if (BYTES in value && Array.isArray(value[BYTES])) return Uint8Array.from(value[BYTES] as number[]);
    return value;
  });
}
