/**
 * What the preload's world and the host tell each other: JSON through one binding that only that world has.
 * Types only, so that both ends are held to one list.
 */

export interface KeyInput {
  readonly type: 'keyDown' | 'keyUp';
  readonly key: string;
  readonly code: string;
  readonly isAutoRepeat: boolean;
  readonly isComposing: boolean;
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly location: number;
}

export interface ContextMenuInput {
  readonly x: number;
  readonly y: number;
  readonly linkURL: string;
  readonly isEditable: boolean;
  readonly selectionText: string;
}

export type FromPage =
  | { readonly type: 'invoke'; readonly id: number; readonly channel: string; readonly body: string }
  | { readonly type: 'send'; readonly channel: string; readonly body: string }
  | { readonly type: 'open'; readonly url: string; readonly frameName: string; readonly features: string }
  | { readonly type: 'navigate'; readonly url: string }
  | { readonly type: 'title'; readonly title: string }
  | { readonly type: 'key'; readonly input: KeyInput }
  | { readonly type: 'context-menu'; readonly input: ContextMenuInput }
  | { readonly type: 'print' }
  | { readonly type: 'preload-error'; readonly message: string; readonly stack: string };

export type ToPage =
  | { readonly type: 'reply'; readonly id: number; readonly ok: boolean; readonly body: string }
  | { readonly type: 'event'; readonly channel: string; readonly body: string };

export interface PreloadOptions {
  /** The event name that both worlds know and the page does not. */
  readonly secret: string;
  readonly bindingName: string;
  readonly deliverName: string;
  /** Report key presses, because the app listens to `before-input-event`. */
  readonly reportKeys: boolean;
  readonly process: Readonly<Record<string, unknown>>;
}

export type PreloadScript = (
  require: (id: string) => unknown,
  process: object,
  Buffer: object,
  global: object,
  setImmediate: (callback: () => void) => unknown,
  clearImmediate: (id: number) => void,
  exports: object,
  module: { exports: object },
) => void;
