import type { SearchedBy } from '../../src-shared/contract/people.ts';
import type { DoseRecord, ResidencyFlag, Sex } from '../../src-shared/vrs-api/people.ts';

export const sexNames: Readonly<Record<Sex, string>> = { '0': '—', '1': '男', '2': '女', '9': '不明' };

export const flagNames: Readonly<Record<ResidencyFlag['kind'], string>> = {
  none: '',
  'moved-out': '転出',
  deceased: '死亡',
};

export const registeredByNames: Readonly<Record<DoseRecord['registeredBy'], string>> = {
  tablet: '会場の読取端末',
  individual: '個別登録',
  batch: '一括登録',
};

export const searchedByNames: Readonly<Record<SearchedBy, string>> = {
  'ocr-line': 'OCRライン（18桁）',
  'ticket-number': '券番号',
  'addressee-number': '宛名番号',
  kana: 'カナ',
  name: '氏名',
  'birth-date': '生年月日',
};
