import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Chromium lists these aliases of other devices. They are left out, because the system's choice is offered anyway. */
const ALIASES = ['', 'default', 'communications'];

/** The microphones and speakers that there are, kept fresh. */
export class AudioDevicesController implements ReactiveController {
  /** In the browser's order. The browser names them only after the agent has allowed the microphone. */
  microphones: readonly MediaDeviceInfo[] = [];
  speakers: readonly MediaDeviceInfo[] = [];
  /** Whether the browser tells which devices there are. It does so only after the agent has allowed the microphone. */
  areKnown = false;

  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether devices can be listed, which they can't in a page that came unencrypted. */
  get canList(): boolean {
    return 'mediaDevices' in navigator;
  }

  hostConnected(): void {
    if (this.canList) {
      navigator.mediaDevices.addEventListener('devicechange', this.#onChange);
      this.#onChange();
    }
  }

  hostDisconnected(): void {
    if (this.canList) navigator.mediaDevices.removeEventListener('devicechange', this.#onChange);
  }

  /** Asks the browser for the list again, because no event says that the microphone was allowed. */
  async refresh(): Promise<void> {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const of = (kind: MediaDeviceKind) => devices.filter((device) => device.kind === kind && !ALIASES.includes(device.deviceId));
    this.microphones = of('audioinput');
    this.speakers = of('audiooutput');
    this.areKnown = devices.some(({ kind, label }) => kind === 'audioinput' && label !== '');
    this.#host.requestUpdate();
  }

  readonly #onChange = (): void => void this.refresh();
}
