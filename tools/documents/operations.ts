import { writeFileSync } from 'node:fs';

import { isRecorded, type Operation } from '../../src-shared/contract/operation.ts';
import { operationNames, operations } from '../../src-shared/contract/operations.ts';
import { roleNames } from '../../src-shared/domain/roles.ts';

const FILE = new URL('../../docs/operations.md', import.meta.url);

const sessions: Readonly<Record<Operation['session'], string>> = {
  none: 'サインイン前でも',
  'signed-in': 'サインイン中（ロック中も）',
  unlocked: 'サインイン中',
};

/** docs/operations.md: every operation that a screen can ask for, who may, and what the log says of it. */
export function operationsDocument(): string {
  const rows = operationNames.map((name) => {
    const operation: Operation = operations[name];
    const { roles, log } = operation;
    const who = roles === 'everyone' ? '全員' : roles.map((role) => roleNames[role]).join('、');
    const written = isRecorded(log)
      ? `「${log.action}」${log.effect === 'changes' ? '（前と後）' : ''}`
      : `記録しない：${log.notRecordedBecause}`;
    const marks = [
      operation.reauthentication ? '再認証' : '',
      operation.trainingOnly === true ? '研修モードだけ' : '',
    ].filter((mark) => mark !== '');
    return `| \`${name}\` | ${operation.summary} | ${sessions[operation.session]} | ${who} | ${written} | ${marks.join('、')} |`;
  });
  return `# 操作の一覧

画面が本体に頼めることのすべてです。\`src-shared/contract/\` の表から \`npm run documents\` で作られます。手で直さないでください。
拒まれた呼び出し（役割・ロック・入力の形・送り主）は、どの操作でも操作ログに残ります。

| 操作 | 内容 | セッション | 役割 | 操作ログ | 備考 |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

if (import.meta.main) writeFileSync(FILE, operationsDocument());
