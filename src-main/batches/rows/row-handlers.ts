import type { batchRowOperations } from '../../../src-shared/contract/batch-rows.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { DraftId } from '../../../src-shared/contract/batches.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { EntryDetail, HandlersOf, RecordedAnswer } from '../../gateway/handler.ts';
import { draftOf, peopleIn } from '../draft-record.ts';
import { traceOf } from '../submitting.ts';
import type { Rows } from './rows.ts';
import type { TakingBack } from './taking-back.ts';
import type { Exporting } from './exporting.ts';

export interface RowHandlersParts {
  readonly rows: Rows;
  readonly takingBack: TakingBack;
  readonly exporting: Exporting;
}

function started(job: Outcome<Job>, draft: DraftId, detail: EntryDetail = {}): Outcome<RecordedAnswer<Job>> {
  return job.ok ? ok({ result: job.value, subjects: [], detail: { draft, ...detail } }) : job;
}

export function rowHandlers({
  rows,
  takingBack,
  exporting,
}: RowHandlersParts): HandlersOf<typeof batchRowOperations> {
  return {
    'batches.rows': async ({ draftId, ...request }, caller) => {
      const shown = await rows.window(caller, draftId, request);
      if (!shown.ok) return shown;
      const { value, people } = shown.value;
      const { code, severity } = request.filter;
      const detail = { draft: draftId, rows: value.rows.length, offset: value.offset };
      const filter = { ...(code === null ? {} : { code }), ...(severity === null ? {} : { severity }) };
      return ok({ result: value, subjects: people, detail: { ...detail, ...filter } });
    },

    'batches.rowRanges': async ({ draftId, code }, caller) => {
      const found = await rows.ranges(caller, draftId, code);
      return found.ok ? ok({ ranges: [...found.value.ranges], more: found.value.more }) : found;
    },

    'batches.placeOfLine': async ({ draftId, filter, line }, caller) => {
      const place = await rows.placeOfLine(caller, draftId, { filter, line });
      return place.ok ? ok({ offset: place.value }) : place;
    },

    'batches.edits': ({ draftId }, caller) => rows.edits(caller, draftId),

    'batches.editCells': async ({ draftId, edits }, caller) => {
      const edited = await rows.editCells(caller, draftId, edits);
      if (!edited.ok) return edited;
      const { value, people } = edited.value;
      const detail = { draft: draftId, cells: edits.length, line: edits[0]?.line ?? 0 };
      return ok({ result: value, subjects: people, detail });
    },

    'batches.fixRows': async ({ draftId, filter, fix }, caller) =>
      started(await rows.changeRows(caller, draftId, { kind: 'fix', filter, fix }), draftId, {
        fix: fix.kind,
      }),

    'batches.undoEdit': async ({ draftId }, caller) =>
      started(await rows.changeRows(caller, draftId, { kind: 'undo' }), draftId),

    'batches.redoEdit': async ({ draftId }, caller) =>
      started(await rows.changeRows(caller, draftId, { kind: 'redo' }), draftId),

    'batches.takeBack': async ({ draftId }, caller) => {
      const entry = await takingBack.takeBack(caller, draftId);
      if (!entry.ok) return entry;
      const draft = draftOf(entry.value);
      return ok({ result: draft, subjects: peopleIn(entry.value), detail: traceOf(draft) });
    },

    'batches.exportFindings': async ({ draftId }, caller) =>
      started(await exporting.begin(caller, draftId), draftId),
  };
}
