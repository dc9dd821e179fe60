import { type RefObject, useEffect, useLayoutEffect } from 'react';

/**
 * Puts the focus where a page or a dialog begins, when it appears: before it is painted, so that no key falls in between.
 */
export function useFocusOnArrival(place: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    place.current?.focus();
  }, [place]);
  // Behind a dialog that is just closing nothing takes the focus until the dialog has let go.
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus();
  }, [place]);
}

/** Whether keys that are typed there are text. */
export function isTextField(target: EventTarget): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && (target.type === 'text' || target.type === 'password'))
  );
}
