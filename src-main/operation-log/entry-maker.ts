import { timestampOf } from '../../src-shared/domain/clock.ts';
import type { EntryMaker } from './log-tail.ts';
import type { LogDraft, OperationLogOptions } from './operation-log.ts';
import { seal } from './sealing.ts';

/** Makes the entry of a draft: its time is now, what is sealed is sealed once its number is known. */
export function makerOf(
  draft: LogDraft,
  { subjectKey, clock, workstation }: Pick<OperationLogOptions, 'subjectKey' | 'clock' | 'workstation'>,
): EntryMaker {
  const time = timestampOf(clock.now());
  return (place) => ({
    ...draft,
    ...place,
    time,
    workstation,
    note: draft.note === '' ? '' : seal(subjectKey, place.sequence, draft.note),
    subjects: draft.subjects.map((subject) => seal(subjectKey, place.sequence, subject)),
  });
}
