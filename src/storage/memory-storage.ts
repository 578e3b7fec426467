/*
 * Puts databases in memory in the place of the browser's, for a host whose browser lets nothing be stored. What they hold is gone with the host. Loaded
 * where that is so.
 */
import 'fake-indexeddb/auto';
