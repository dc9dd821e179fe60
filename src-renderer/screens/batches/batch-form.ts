import { DraftId } from '../../../src-shared/contract/batches.ts';
import type { RememberedForm } from '../../app/remembered.ts';
import { emptyRowsForm, type RowsForm, rowsFromRemembered, rowsToRemember } from './rows/rows-form.ts';

/** What a person has typed or chosen on this screen, and where they are. It survives the lock. */
export interface BatchForm {
  readonly source: 'office' | 'medium';
  readonly custodyNumber: string;
  readonly opened: DraftId | undefined;
  /** The draft that was open last, to which the rest belongs. */
  readonly last: DraftId | undefined;
  readonly comment: string;
  readonly leavesOut: boolean;
  readonly reason: string;
  /** Among the rows of that draft. */
  readonly rows: RowsForm;
}

export const emptyForm: BatchForm = {
  source: 'office',
  custodyNumber: '',
  opened: undefined,
  last: undefined,
  comment: '',
  leavesOut: false,
  reason: '',
  rows: emptyRowsForm,
};

export function toRemember({ rows, ...form }: BatchForm): RememberedForm {
  return {
    ...form,
    ...rowsToRemember(rows),
    opened: form.opened ?? '',
    last: form.last ?? '',
    leavesOut: form.leavesOut ? 'yes' : '',
  };
}

export function fromRemembered(form: RememberedForm | undefined): BatchForm {
  if (!form) return emptyForm;
  const opened = DraftId.safeParse(form['opened']);
  const last = DraftId.safeParse(form['last']);
  return {
    source: form['source'] === 'medium' ? 'medium' : 'office',
    custodyNumber: form['custodyNumber'] ?? '',
    opened: opened.success ? opened.data : undefined,
    last: last.success ? last.data : undefined,
    comment: form['comment'] ?? '',
    leavesOut: form['leavesOut'] === 'yes',
    reason: form['reason'] ?? '',
    rows: rowsFromRemembered(form),
  };
}
