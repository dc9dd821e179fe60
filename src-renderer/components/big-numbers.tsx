import type { ReactNode } from 'react';

import { count } from '../wording/numbers.ts';

/** Counts that are read from two metres away. */
export function BigNumbers({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-3">{children}</dl>;
}

const tones = {
  plain: 'border-solid-gray-300 text-solid-gray-900',
  good: 'border-green-800 text-green-900',
  blue: 'border-blue-900 text-blue-900',
  caution: 'border-warning-orange-2 text-orange-900',
  bad: 'border-error-2 text-red-900',
} as const;

interface BigNumberProps {
  readonly name: string;
  readonly value: number;
  readonly unit?: string;
  readonly tone?: keyof typeof tones;
  readonly note?: string;
}

export function BigNumber({ name, value, unit = '行', tone = 'plain', note }: BigNumberProps) {
  const look = value === 0 ? 'border-solid-gray-300 text-solid-gray-700' : tones[tone];
  return (
    <div className={`rounded-8 border-2 bg-white px-3 py-2 ${look}`}>
      <dt className="text-dns-14B-130">{name}</dt>
      <dd>
        <span
          className={`leading-120! whitespace-nowrap ${value < 1_000_000 ? 'text-std-28B-150' : 'text-std-24B-150'}`}
        >
          {count(value)}
        </span>
        <span className="ml-1 text-dns-14N-130">{unit}</span>
        {note !== undefined && <span className="block text-dns-14N-130 text-solid-gray-700">{note}</span>}
      </dd>
    </div>
  );
}
