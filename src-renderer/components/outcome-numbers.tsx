import { rowOutcomeNames } from '../../src-shared/contract/batches.ts';
import { type DifferenceCounts, RowOutcome } from '../../src-shared/vrs-api/batches.ts';
import { BigNumber, BigNumbers } from './big-numbers.tsx';

const tones = {
  new: 'good',
  changed: 'blue',
  unchanged: 'plain',
  conflicting: 'bad',
  locked: 'caution',
  stale: 'caution',
} as const;

const notes: Readonly<Record<RowOutcome, { readonly before: string; readonly after: string }>> = {
  new: { before: '加えます', after: '加えました' },
  changed: { before: '書き換えます', after: '書き換えました' },
  unchanged: { before: '何も起こりません', after: '変わっていません' },
  conflicting: { before: '反映されません', after: '反映していません' },
  locked: { before: '反映されません', after: '反映していません' },
  stale: { before: '確かめて反映します', after: '確かめて反映します' },
};

interface OutcomeNumbersProps {
  readonly counts: DifferenceCounts;
  readonly isApplied?: boolean;
}

/** What happens to how many rows. 表示後に変わった appears only where there are any. */
export function OutcomeNumbers({ counts, isApplied = false }: OutcomeNumbersProps) {
  return (
    <BigNumbers>
      {RowOutcome.options
        .filter((outcome) => outcome !== 'stale' || counts.stale > 0)
        .map((outcome) => (
          <BigNumber
            key={outcome}
            name={rowOutcomeNames[outcome]}
            value={counts[outcome]}
            tone={tones[outcome]}
            note={notes[outcome][isApplied ? 'after' : 'before']}
          />
        ))}
    </BigNumbers>
  );
}
