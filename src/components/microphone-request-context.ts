import { createContext } from '@lit/context';

/** Gets the browser to let the microphone be used, by its question to the agent. @throws DOMException where it may not, or there is none. */
export type AskForMicrophone = () => Promise<void>;

/** How the browser is asked where this document can't: given by `backchannel-workspace`. */
export const microphoneRequestContext = createContext<AskForMicrophone | undefined>(Symbol('backchannel-microphone-request'));
