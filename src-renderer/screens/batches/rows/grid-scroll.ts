import {
  type RefObject,
  type UIEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';

import {
  clampTop,
  isScaled,
  scaleOf,
  scrollAt,
  type ScrollScale,
  topAt,
  topShowing,
} from './scroll-scale.ts';

export const ROW_HEIGHT = 44;
export const HEADER_HEIGHT = 36;
/** Higher than any screen, in pixels: should the place of the grid ever grow with its rows, not all of them are drawn. */
const TALLEST_VIEW = 4_320;

export interface GridScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly scale: ScrollScale;
  /** Where among the rows, in pixels, the view begins. */
  readonly top: number;
  readonly onScroll: (event: UIEvent<HTMLElement>) => void;
  /** Brings a row into the view by the smallest way. */
  readonly reveal: (row: number) => void;
  /** Moves the view with rows that came or went above it. */
  readonly shift: (rows: number) => void;
}

/** Scrolling over millions of rows. What is drawn follows `top`; the scrollbar follows it too, in its own scale. */
export function useGridScroll(rows: number): GridScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [wanted, setWanted] = useState(0);
  const scale = scaleOf(rows, ROW_HEIGHT, Math.max(ROW_HEIGHT, height - HEADER_HEIGHT));
  const top = clampTop(scale, wanted);
  /** Where the scrollbar stands because of us: its event is no news. */
  const placed = useRef(0);
  const now = useRef({ scale, top });

  useLayoutEffect(() => {
    now.current = { scale, top };
    const element = scroller.current;
    if (!element) return;
    const place = scrollAt(scale, top);
    if (Math.abs(element.scrollTop - place) >= 1) element.scrollTop = place;
    placed.current = element.scrollTop;
  });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = (): void => setHeight(Math.min(TALLEST_VIEW, element.clientHeight));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  // A turn of the wheel moves a few rows, whatever the scrollbar stands for. React's own wheel listener could not hold the page back.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      const { scale: scaleNow, top: topNow } = now.current;
      if (!isScaled(scaleNow) || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      const next = clampTop(scaleNow, topNow + pixelsOf(event, scaleNow));
      if (next === topNow) return;
      event.preventDefault();
      flushSync(() => setWanted(next));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const onScroll = useCallback(({ currentTarget }: UIEvent<HTMLElement>): void => {
    if (Math.abs(currentTarget.scrollTop - placed.current) < 0.5) return;
    placed.current = currentTarget.scrollTop;
    const next = topAt(now.current.scale, currentTarget.scrollTop);
    // Drawn in the same frame: nothing flickers at the edges.
    flushSync(() => setWanted(next));
  }, []);

  const reveal = useCallback((row: number) => {
    setWanted((before) => topShowing(now.current.scale, clampTop(now.current.scale, before), row));
  }, []);
  const shift = useCallback((by: number) => setWanted((before) => before + by * ROW_HEIGHT), []);

  return { scroller, scale, top, onScroll, reveal, shift };
}

function pixelsOf({ deltaY, deltaMode }: WheelEvent, { rowHeight, view }: ScrollScale): number {
  if (deltaMode === WheelEvent.DOM_DELTA_LINE) return deltaY * rowHeight;
  return deltaMode === WheelEvent.DOM_DELTA_PAGE ? deltaY * view : deltaY;
}
