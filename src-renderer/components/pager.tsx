import { useState } from 'react';

import { Button } from './button.tsx';

export interface Pages<Cursor> {
  readonly cursor: Cursor;
  readonly page: number;
  readonly next: (cursor: Cursor) => void;
  readonly previous: () => void;
  readonly first: () => void;
}

/** Pages that only know where the next one begins: the way back is kept. */
export function usePages<Cursor>(start: Cursor): Pages<Cursor> {
  const [cursors, setCursors] = useState<readonly Cursor[]>([start]);
  return {
    cursor: cursors.at(-1) ?? start,
    page: cursors.length,
    next: (cursor) => setCursors((before) => [...before, cursor]),
    previous: () => setCursors((before) => (before.length > 1 ? before.slice(0, -1) : before)),
    first: () => setCursors([start]),
  };
}

interface PagerProps<Cursor> {
  readonly label: string;
  readonly pages: Pages<Cursor>;
  /** Where the next page begins; null on the last one, undefined while it is not known. */
  readonly next: Cursor | null | undefined;
  readonly isBusy: boolean;
}

export function Pager<Cursor>({ label, pages, next, isBusy }: PagerProps<Cursor>) {
  if (pages.page === 1 && (next === null || next === undefined)) return null;
  return (
    <nav aria-label={label} className="flex items-center gap-3">
      <Button size="small" isDisabled={isBusy || pages.page === 1} onPress={pages.previous}>
        前のページ
      </Button>
      <output className="text-dns-16N-130">{pages.page}ページ目</output>
      <Button
        size="small"
        isDisabled={isBusy || next === null || next === undefined}
        onPress={() => {
          if (next !== null && next !== undefined) pages.next(next);
        }}
      >
        次のページ
      </Button>
    </nav>
  );
}
