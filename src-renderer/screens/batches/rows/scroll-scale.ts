/**
 * Five million rows are taller than any element can be: Chromium cuts off at 33.5 million device pixels, which are 6.7 million of
 * the page's at the largest zoom. Beyond TALLEST the scrollbar stands for the rows in a smaller scale.
 */
export const TALLEST = 6_000_000;

export interface ScrollScale {
  readonly rows: number;
  readonly rowHeight: number;
  /** Height in which the rows are seen. */
  readonly view: number;
  /** Height of all rows. */
  readonly content: number;
  /** Height that the scrolled element gets for them. */
  readonly track: number;
}

export function scaleOf(rows: number, rowHeight: number, view: number): ScrollScale {
  const content = rows * rowHeight;
  return { rows, rowHeight, view, content, track: Math.min(content, TALLEST) };
}

/** Whether a step of the scrollbar is more than a step of the rows. */
export function isScaled(scale: ScrollScale): boolean {
  return scale.content > scale.track;
}

/** How far down the rows can be scrolled. */
export function furthestTop({ content, view }: ScrollScale): number {
  return Math.max(0, content - view);
}

export function clampTop(scale: ScrollScale, top: number): number {
  return Math.min(Math.max(0, top), furthestTop(scale));
}

/** The place among the rows, in pixels, for a place of the scrollbar. */
export function topAt(scale: ScrollScale, scrollTop: number): number {
  const furthestScroll = scale.track - scale.view;
  if (!isScaled(scale) || furthestScroll <= 0) return clampTop(scale, scrollTop);
  return clampTop(scale, (scrollTop / furthestScroll) * furthestTop(scale));
}

/** The place of the scrollbar for a place among the rows. */
export function scrollAt(scale: ScrollScale, top: number): number {
  const furthest = furthestTop(scale);
  if (!isScaled(scale) || furthest === 0) return clampTop(scale, top);
  return (clampTop(scale, top) / furthest) * (scale.track - scale.view);
}

/** Rows that are at least partly seen; `last` is the last of them. With no rows, `last` is -1. */
export function rowsInView(
  scale: ScrollScale,
  top: number,
): { readonly first: number; readonly last: number } {
  const { rows, rowHeight, view } = scale;
  const first = Math.max(0, Math.min(rows - 1, Math.floor(top / rowHeight)));
  return { first, last: Math.min(rows - 1, Math.ceil((top + view) / rowHeight) - 1) };
}

/** The nearest place in which a row is seen as a whole; for one that is further off than what is seen, in the middle. */
export function topShowing(scale: ScrollScale, top: number, row: number): number {
  const { rowHeight, view } = scale;
  const above = row * rowHeight;
  const below = above + rowHeight - view;
  if (above < top - view || below > top + view)
    return clampTop(scale, Math.min(above, above - view / 2 + rowHeight));
  return clampTop(scale, above < top ? above : below > top ? Math.min(below, above) : top);
}
