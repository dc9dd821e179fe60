/** What the isolated world saw of a person's input, in the shape of Electron's events. */
import type { ContextMenuInput, KeyInput } from '../renderer/page-messages.ts';
import { facade } from '../strict.ts';

export function inputOf(input: KeyInput): Electron.Input {
  const held = { shift: input.shift, control: input.control, alt: input.alt, meta: input.meta };
  const modifiers = Object.entries(held).flatMap(([name, isHeld]) => (isHeld ? [name] : []));
  return { ...input, modifiers };
}

/** The fields that can be known here; asking for another one throws its name. */
export function contextMenuParams(input: ContextMenuInput, pageURL: string): Electron.ContextMenuParams {
  const known = {
    ...input,
    pageURL,
    frameURL: pageURL,
    mediaType: 'none' as const,
    menuSourceType: 'mouse' as const,
  };
  const members = Object.keys(known) as (keyof typeof known)[];
  return facade({ name: 'context-menu params', members }, known);
}
