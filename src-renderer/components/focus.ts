import { type RefObject, useEffect } from 'react';

/** Puts the focus where a page or a dialog begins, when it appears. */
export function useFocusOnArrival(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    place.current?.focus();
  }, [place]);
}
