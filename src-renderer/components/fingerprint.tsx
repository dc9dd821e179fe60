import { fingerprintGroups } from '../wording/numbers.ts';

/** A fingerprint in groups of four, to compare by eye or over the telephone. */
export function Fingerprint({ hash }: { readonly hash: string }) {
  return (
    <span className="font-mono text-mono-16N-150 text-solid-gray-900">
      {fingerprintGroups(hash).join(' ')}
    </span>
  );
}
