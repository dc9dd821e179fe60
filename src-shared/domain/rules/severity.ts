import { z } from 'zod';

/** 取込不可 · 要修正 · 要確認 · お知らせ: the Digital Agency's own words for what was found in the data cleansing of 2021. */
export const Severity = z.enum(['reject', 'must-correct', 'should-check', 'note']);
export type Severity = z.infer<typeof Severity>;

export const severityNames: Readonly<Record<Severity, string>> = {
  reject: '取込不可',
  'must-correct': '要修正',
  'should-check': '要確認',
  note: 'お知らせ',
};
