import { ProgressBar } from 'react-aria-components/ProgressBar';

interface MeterProps {
  readonly label: string;
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
  readonly isSlim?: boolean;
}

/** The bar of a progress; the numbers stand beside it in words. */
export function Meter({ label, done, total, isSlim = false }: MeterProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <ProgressBar
      aria-label={label}
      value={share * 100}
      isIndeterminate={total === 0}
      className={`w-full overflow-hidden rounded-full bg-solid-gray-200 ${isSlim ? 'my-1 h-1.5' : 'h-3'}`}
    >
      <div className="h-full rounded-full bg-blue-900" style={{ width: `${share * 100}%` }} />
    </ProgressBar>
  );
}
