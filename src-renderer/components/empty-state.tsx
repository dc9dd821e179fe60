import type { ReactNode } from 'react';

/** Nothing there, said as such, with what to do next. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="rounded-8 border border-dashed border-solid-gray-420 px-6 py-8 text-center">
      <output className="block text-std-16B-170">{title}</output>
      {children !== undefined && <div className="mt-1 text-std-16N-170 text-solid-gray-700">{children}</div>}
    </div>
  );
}
