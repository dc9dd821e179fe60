import { type RefObject, useEffect } from 'react';

/** Puts the focus where a page or a dialog begins, when it appears. */
export function useFocusOnArrival(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    place.current?.focus();
  }, [place]);
}

/** Whether keys that are typed there are text. */
export function isTextField(target: EventTarget): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && (target.type === 'text' || target.type === 'password'))
  );
}
