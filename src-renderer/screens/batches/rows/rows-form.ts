import type { RowFilter } from '../../../../src-shared/contract/batch-rows.ts';
import { Severity } from '../../../../src-shared/domain/rules/severity.ts';
import type { RememberedForm } from '../../../app/remembered.ts';

/** Where somebody is among the rows, and the edit that is half done. It survives the lock, in the main process only. */
export interface RowsForm {
  readonly filter: RowFilter;
  /** Line and column of the cell that has the focus; 0 before one had it. */
  readonly line: number;
  readonly column: number;
  /** What stands in the open editor; undefined while none is open. */
  readonly edit: string | undefined;
}

export const everyRow: RowFilter = { code: null, severity: null, text: '', edited: false };
export const emptyRowsForm: RowsForm = { filter: everyRow, line: 0, column: 0, edit: undefined };

export function isFiltered({ code, severity, text, edited }: RowFilter): boolean {
  return code !== null || severity !== null || text !== '' || edited;
}

export function rowsToRemember({ filter, line, column, edit }: RowsForm): RememberedForm {
  return {
    rowCode: filter.code ?? '',
    rowSeverity: filter.severity ?? '',
    rowText: filter.text,
    rowEdited: filter.edited ? 'yes' : '',
    rowLine: String(line),
    rowColumn: String(column),
    ...(edit === undefined ? {} : { rowEdit: edit }),
  };
}

export function rowsFromRemembered(form: RememberedForm): RowsForm {
  const severity = Severity.safeParse(form['rowSeverity']);
  return {
    filter: {
      code: form['rowCode'] === undefined || form['rowCode'] === '' ? null : form['rowCode'],
      severity: severity.success ? severity.data : null,
      text: form['rowText'] ?? '',
      edited: form['rowEdited'] === 'yes',
    },
    line: wholeNumber(form['rowLine']),
    column: wholeNumber(form['rowColumn']),
    edit: form['rowEdit'],
  };
}

function wholeNumber(text: string | undefined): number {
  return /^[0-9]{1,9}$/.test(text ?? '') ? Number(text) : 0;
}
