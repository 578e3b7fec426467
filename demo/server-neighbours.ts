/** Programs that connect to a messaging server as components (XEP-0114), each at an address of its own. */
export interface ComponentConfig {
  readonly port: number;
  readonly secret: string;
  readonly jids: readonly string[];
}

/** A TURN server that takes credentials made of a shared secret. */
export interface RelayConfig {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
}

/** How long credentials for the TURN server are valid. A call that begins in that time goes on after it. */
export const RELAY_SECONDS = 4 * 3600;
