const paths = {
  error: 'M12 2 22 12 12 22 2 12ZM11 7v6.5h2V7Zm0 8.5v2h2v-2Z',
  caution: 'M12 2.5 23 21.5H1ZM11 9v6h2V9Zm0 7.5v2h2v-2Z',
  information: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20ZM11 10.5V17h2v-6.5Zm0-3.5v2h2V7Z',
  success: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20Zm-1.2 14.4 6.6-6.6-1.5-1.5-5.1 5.2-2.2-2.3-1.5 1.5Z',
  lock: 'M7 10V7a5 5 0 0 1 10 0v3h1.5v11h-13V10Zm2 0h6V7a3 3 0 0 0-6 0Zm2 3.5v4h2v-4Z',
  back: 'm14.5 5 1.5 1.5L10.5 12l5.5 5.5-1.5 1.5-7-7Z',
  arrow: 'M4 11h12.2l-4-4L13.6 5.6 20 12l-6.4 6.4-1.4-1.4 4-4H4Z',
  check: 'm9.5 18.2-6-6L5 10.7l4.5 4.5L19 5.7l1.5 1.5Z',
  cross: 'M5.4 4 12 10.6 18.6 4 20 5.4 13.4 12l6.6 6.6-1.4 1.4L12 13.4 5.4 20 4 18.6 10.6 12 4 5.4Z',
} as const;

export type IconName = keyof typeof paths;

/** A sign beside words, never instead of them: it is hidden from screen readers. */
export function Icon({
  name,
  className = 'size-6',
}: {
  readonly name: IconName;
  readonly className?: string;
}) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={`shrink-0 fill-current ${className}`}>
      <path fillRule="evenodd" d={paths[name]} />
    </svg>
  );
}
