import { createContext } from '@lit/context';

/** Has the browser ask the agent for the microphone. @throws DOMException where it may not be used, or there is none. */
export type AskForMicrophone = () => Promise<void>;

/** How the browser is asked for the microphone where this document can't ask. `backchannel-workspace` provides it. */
export const microphoneRequestContext = createContext<AskForMicrophone | undefined>(Symbol('backchannel-microphone-request'));
