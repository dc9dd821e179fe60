import { useEffect, useState } from 'react';

import type { DraftId, RuleCount } from '../../../src-shared/contract/batches.ts';
import type { OutputOf } from '../../../src-shared/contract/operations.ts';
import { useAsk } from '../../app/calls.ts';
import { count } from '../../wording/numbers.ts';

export type Ranges = OutputOf<'batches.rowRanges'>;

/** In which lines each rule found something. Asked for one rule after the other, and again where the number has changed. */
export function useRanges(draftId: DraftId, rules: readonly RuleCount[]): ReadonlyMap<string, Ranges> {
  const ask = useAsk();
  const [known, setKnown] = useState<ReadonlyMap<string, { readonly of: number; readonly ranges: Ranges }>>(
    new Map(),
  );
  const missing = rules.find((rule) => known.get(rule.code)?.of !== rule.count);
  const code = missing?.code;
  const of = missing?.count;
  useEffect(() => {
    if (code === undefined || of === undefined) return undefined;
    let isWanted = true;
    const look = async (): Promise<void> => {
      const found = await ask('batches.rowRanges', { draftId, code });
      const ranges = found.ok ? found.value : { ranges: [], more: false };
      if (isWanted) setKnown((before) => new Map(before).set(code, { of, ranges }));
    };
    void look();
    return () => {
      isWanted = false;
    };
  }, [ask, draftId, code, of]);
  return new Map([...known].map(([each, { ranges }]) => [each, ranges]));
}

/** 行 5–4,210、4,300 ほか: the first few, and that there are more. */
export function rangeWords({ ranges, more }: Ranges, atMost: number): string {
  if (ranges.length === 0) return '';
  const words = ranges
    .slice(0, atMost)
    .map(({ from, to }) => (from === to ? count(from) : `${count(from)}–${count(to)}`))
    .join('、');
  return `行 ${words}${more || ranges.length > atMost ? ' ほか' : ''}`;
}
