import type { ReactNode } from 'react';

const tones = {
  gray: 'border-solid-gray-536 bg-white text-solid-gray-800',
  blue: 'border-blue-900 bg-blue-50 text-blue-900',
  green: 'border-green-800 bg-green-50 text-green-900',
  orange: 'border-warning-orange-2 bg-orange-50 text-orange-900',
  red: 'border-error-2 bg-red-50 text-red-900',
  solidRed: 'border-red-900 bg-red-900 text-white',
  solidGray: 'border-solid-gray-700 bg-solid-gray-700 text-white',
} as const;

export type BadgeTone = keyof typeof tones;

/** A state in a word. The word says it; the colour only helps to find it. */
export function Badge({ tone, children }: { readonly tone: BadgeTone; readonly children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center rounded-4 border px-2 py-0.5 text-dns-14B-130 whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}
