export const recordsHeader =
  '市町村コード,券番号,接種回数,接種日,接種会場名,ワクチンメーカー,ワクチンロット番号';

/** A line of a 接種記録 file, good unless a test says otherwise. */
export function recordsRow(
  ticket: number,
  more: {
    readonly dose?: number;
    readonly day?: string;
    readonly venue?: string;
    readonly lot?: string;
  } = {},
): string {
  const { dose = 1, day = '20210701', venue = '', lot = 'FJ7489' } = more;
  return `131237,${String(ticket).padStart(10, '0')},${dose},${day},${venue},ファイザー,${lot}`;
}
