import { z } from 'zod';

import { defineOperations } from './operation.ts';

/** The sheets that may be on paper. None of them names a resident. */
export const SheetName = z.enum(['hand-over', 'receipt', 'check-result', 'monthly-review', 'checkpoint']);
export type SheetName = z.infer<typeof SheetName>;

export const sheetNames: Readonly<Record<SheetName, string>> = {
  'hand-over': '利用者IDの引き渡し票',
  receipt: '受領書',
  'check-result': '検査結果',
  'monthly-review': '操作ログ月次点検表',
  checkpoint: '操作ログの署名点',
};

export const printingOperations = defineOperations({
  'printing.print': {
    summary: '紙面（受領書・検査結果・月次点検表・署名点）を印刷する。利用者ID・端末名・時刻が紙の余白に入る',
    session: 'unlocked',
    roles: ['clerk', 'supervisor', 'administrator'],
    log: { action: '印刷', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({
      sheet: SheetName,
      /** 申請番号, the number of the draft, the number of the entry that was signed for, or the month: what the sheet is about. */
      about: z.union([
        z.uuid(),
        z.string().regex(/^[1-9]\d{0,10}$/),
        z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/),
      ]),
    }),
    output: z.strictObject({}),
  },
});
