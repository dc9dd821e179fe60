import type { ReactNode } from 'react';

export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="flex min-w-0 flex-col gap-3 rounded-8 border border-solid-gray-300 p-4"
    >
      <h2 className="text-std-18B-160">{title}</h2>
      {children}
    </section>
  );
}
