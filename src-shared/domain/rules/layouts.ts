import type { CellType, CodeValue, Column, ColumnId, Layout, LayoutKind } from './layout.ts';

/**
 * The layouts that the product ships. What VRS's own upload files looked like was never published: fields and widths follow the
 * 審査会 papers of 江戸川区 (令和3年4月13日) and 「接種記録データの確認方法」 (政府CIOポータル), names and codes are this product's.
 */

const code = (given: string, meaning: string, sent: string = given): CodeValue => ({ given, meaning, sent });

type Rest = Partial<Pick<Column, 'aliases' | 'required' | 'key' | 'codes' | 'whenEmpty'>>;
const column = <Id extends string>(
  id: Id,
  name: string,
  type: CellType,
  width: number,
  rest: Rest = {},
): Column<Id> => ({ id, name, type, width, aliases: [], required: false, key: false, ...rest });

const required = { required: true } as const;
const key = { required: true, key: true } as const;

const municipalityCode = column('municipalityCode', '市町村コード', 'municipality-code', 6, {
  ...key,
  aliases: ['自治体コード', '市区町村コード'],
});
const addresseeAliases = ['個別宛名番号', '住民番号'];

export const subjectsLayout: Layout<'subjects'> = {
  id: 'subjects-1',
  kind: 'subjects',
  name: '接種対象者',
  columns: [
    municipalityCode,
    column('addresseeNumber', '宛名番号', 'addressee-number', 15, { ...key, aliases: addresseeAliases }),
    column('individualNumber', '個人番号', 'individual-number', 12, { aliases: ['マイナンバー'] }),
    column('name', '氏名', 'text', 50, { ...required, aliases: ['漢字氏名', '氏名漢字'] }),
    column('kana', 'カナ氏名', 'text', 50, { aliases: ['氏名カナ', 'フリガナ', '氏名フリガナ'] }),
    column('birthDate', '生年月日', 'date', 20, required),
    // Uncertain: VRS's own values were never published; 1 and 2 are the convention.
    column('sex', '性別', 'code', 1, {
      ...required,
      codes: [code('1', '男'), code('2', '女'), code('9', '不明'), code('0', '空白')],
    }),
    column('ticketNumber', '券番号', 'ticket-number', 10, { ...required, aliases: ['接種券番号'] }),
    column('flag', '転出/死亡フラグ', 'code', 1, {
      aliases: ['転出死亡フラグ'],
      codes: [code('0', 'なし', 'none'), code('1', '転出', 'moved-out'), code('2', '死亡', 'deceased')],
      whenEmpty: 'none',
    }),
    column('flagOn', '異動日', 'date', 20, { aliases: ['異動年月日'] }),
  ],
};

export const recordsLayout: Layout<'records'> = {
  id: 'records-1',
  kind: 'records',
  name: '接種記録',
  columns: [
    municipalityCode,
    column('ticketNumber', '券番号', 'ticket-number', 10, { ...key, aliases: ['接種券番号'] }),
    column('doseNumber', '接種回数', 'dose-number', 1, { ...key, aliases: ['回数', '接種回'] }),
    // Uncertain: only that there are these two kinds of ticket was published.
    column('ticketKind', '券種', 'code', 1, {
      codes: [code('1', '接種'), code('2', '予診のみ')],
      whenEmpty: '1',
    }),
    column('vaccinatedOn', '接種日', 'date', 20, { ...required, aliases: ['接種年月日'] }),
    column('vaccinatedInMunicipality', '接種自治体コード', 'municipality-code', 6),
    column('venue', '接種会場名', 'text', 30, { aliases: ['会場', '接種会場'] }),
    column('doctor', '接種医師名', 'text', 20, { aliases: ['医師', '接種医師'] }),
    column('maker', 'ワクチンメーカー', 'maker', 20, { ...required, aliases: ['メーカー'] }),
    column('lotNumber', 'ワクチンロット番号', 'lot', 20, {
      ...required,
      aliases: ['ロット番号', 'Lot No.', 'ロットNo.'],
    }),
    column('addresseeNumber', '宛名番号', 'addressee-number', 15, { aliases: addresseeAliases }),
    column('birthDate', '生年月日', 'date', 20),
  ],
};

export const layouts: readonly Layout[] = [subjectsLayout, recordsLayout];

export function layoutOf(kind: LayoutKind): Layout {
  return kind === 'subjects' ? subjectsLayout : recordsLayout;
}

/** The column of a layout, by its id. Ids come from the layouts, so an unknown one is a bug. */
export function columnOf<Kind extends LayoutKind>(layout: Layout<Kind>, id: ColumnId<Kind>): Column {
  const found = layout.columns.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no such column: ${id}`);
  return found;
}
