import type { ReactNode } from 'react';

/** A row of facts, each under its name. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="flex flex-wrap gap-x-8 gap-y-3">{children}</dl>;
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly isWide?: boolean;
}

export function Fact({ name, children, isWide = false }: FactProps) {
  return (
    <div className={isWide ? 'basis-full' : 'max-w-full'}>
      <dt className="text-dns-14N-130 text-solid-gray-700">{name}</dt>
      <dd className="text-dns-16N-130 text-solid-gray-900">{children}</dd>
    </div>
  );
}
