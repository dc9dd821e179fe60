import { BatchEdit, MAX_EDITS_PER_CHUNK } from '../../src-shared/vrs-api/batches.ts';
import { Refusal } from '../server/refusal.ts';

/** SECURITY: P4 — a 個人番号 is corrected in the file, never by an edit that people are shown. */
const HIDDEN_COLUMN = /個人番号|マイナンバー/;

/** One line of a chunk of edits, or undefined where it is not one. */
export function editOf(text: string): BatchEdit | undefined {
  let cells: unknown;
  try {
    cells = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(cells) || cells.length !== 4) return undefined;
  const [line, column, before, after]: readonly unknown[] = cells;
  const edit = BatchEdit.safeParse({ line, column, before, after });
  return edit.success ? edit.data : undefined;
}

/** The lines of a chunk, each checked to be an edit that changes something, no cell twice, in the order of the file's lines. */
export function editLinesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new Refusal('chunk-malformed', { line: 1 });
  if (lines.length > MAX_EDITS_PER_CHUNK)
    throw new Refusal('chunk-malformed', { line: MAX_EDITS_PER_CHUNK + 1 });
  let lineBefore = 0;
  let columns = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const edit = editOf(line);
    const isGood =
      edit && edit.line >= lineBefore && edit.before !== edit.after && !HIDDEN_COLUMN.test(edit.column);
    if (!isGood) throw new Refusal('chunk-malformed', { line: index + 1 });
    if (edit.line > lineBefore) columns = new Set();
    if (columns.has(edit.column)) throw new Refusal('chunk-malformed', { line: index + 1 });
    columns.add(edit.column);
    lineBefore = edit.line;
  }
  return lines;
}
