import { ContextProvider } from '@lit/context';
import { fixture, nextFrame } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import { activeInteractionContext, type ActiveInteraction } from '../../src/components/kit/active-interaction.ts';
import { type AskForMicrophone, microphoneRequestContext } from '../../src/components/call/microphone-request-context.ts';
import { themeRule, type Palette } from '../../src/components/workspace/theme.ts';
import { isSameTab, tabOfSession, type TabRef, tabRefOf } from '../../src/model/desk/tab-ref.ts';
import { workspaceContext } from '../../src/components/kit/workspace-context.ts';
import { FakeWorkspace } from './fake-workspace.ts';

/** A view with its surroundings: the two contexts, and a theme. */
export interface Desk<T extends Element> {
  readonly element: T;
  readonly workspace: FakeWorkspace;
  /** The tabs that the view asked to show. */
  readonly shown: readonly TabRef[];
  /** The interactions that the view asked to consult about. */
  readonly consulted: readonly (string | undefined)[];
  /** Opens the Team Communicator for another interaction, or for none. */
  consult(interactionId: string | undefined): void;
  /** Brings a tab to the screen. */
  bringUp(tab: TabRef): void;
}

export interface DeskOptions {
  readonly palette?: Palette;
  readonly workspace?: FakeWorkspace;
  /** The tab that is shown. */
  readonly activeTab?: TabRef;
  /** The interaction that the Team Communicator was opened for. */
  readonly consulting?: string;
  /** The function by which the page asks for the microphone. */
  readonly askForMicrophone?: AskForMicrophone;
}

/** Renders one element with the contexts that `backchannel-workspace` gives. */
export async function deskFixture<T extends Element>(template: TemplateResult, options: DeskOptions = {}): Promise<Desk<T>> {
  const workspace = options.workspace ?? new FakeWorkspace();
  const shown: TabRef[] = [];
  const consulted: (string | undefined)[] = [];
  const surroundings = document.createElement('div');
  surroundings.id = 'desk';
  const active: ActiveInteraction = {
    tab: options.activeTab,
    consulting: options.consulting,
    consult: (interactionId) => consulted.push(interactionId),
    show: (tab) => shown.push(tabRefOf(tab)),
    isOnScreen: (sessionId) => isSameTab(tabOfSession(sessionId), options.activeTab),
    reportOnScreen: () => undefined,
  };
  new ContextProvider(surroundings, { context: workspaceContext, initialValue: workspace });
  const provided = new ContextProvider(surroundings, { context: activeInteractionContext, initialValue: active });
  new ContextProvider(surroundings, { context: microphoneRequestContext, initialValue: options.askForMicrophone });
  const element = await fixture<T>(template, { parentNode: surroundings });
  const theme = document.createElement('style');
  theme.textContent = `${themeRule('#desk', options.palette ?? 'light')}#desk{background:var(--vscode-editor-background);height:600px;width:360px}`;
  surroundings.prepend(theme);
  await nextFrame();
  await nextFrame();
  return {
    element,
    workspace,
    shown,
    consulted,
    consult: (consulting) => provided.setValue({ ...active, consulting }),
    bringUp: (tab) => provided.setValue({ ...active, tab, isOnScreen: (sessionId) => isSameTab(tabOfSession(sessionId), tab) }),
  };
}

/** All elements below, those in shadow trees too, in tree order. */
export function deepElements(root: ParentNode): Element[] {
  return [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? deepElements(element.shadowRoot) : [])]);
}

/** The first matching element below, also in shadow trees. */
export function deepQuery<T extends Element = HTMLElement>(root: Element, selector: string): T {
  const within = root.shadowRoot ?? root;
  const found = deepElements(within).find((element) => element.matches(selector));
  if (!found) throw new Error(`Nothing matches ${selector}`);

  return found as T;
}

/** Whether an element below matches, also in shadow trees. */
export function deepHas(root: Element, selector: string): boolean {
  return deepElements(root.shadowRoot ?? root).some((element) => element.matches(selector));
}

/** Presses a key at an element as a person would: one keydown, which bubbles through shadow trees. */
export function press(target: Element, key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

/** Types a text into a field. */
export function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}
