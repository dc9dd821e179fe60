import { type Measure, met } from '../measure.ts';

const FUZZ = 'unit/gateway/hostile-calls.test.ts › ';

/** B2.d: the one way from the page into the main process. */
export const callMeasures: readonly Measure[] = [
  met(
    'H30',
    '契約にある操作だけを、その窓の IPC にだけ登録する',
    'unit/shell/call-channel.test.ts › is the one channel of the window, and is gone with it',
    'unit/gateway/gateway.test.ts › knows no operation %j',
    'unit/security/source.test.ts › never say %s',
  ),
  met(
    'H31',
    '送り主を確かめる。自分の窓の、自分のページの、最上位のフレームだけ',
    'unit/shell/call-channel.test.ts › does not trust %s',
    'unit/gateway/gateway.test.ts › lets nothing in that does not come from our own window',
  ),
  met(
    'H32',
    '入るものも出るものも、厳格なスキーマで確かめる',
    `${FUZZ}never throw, never hang, and bring nothing of what came in back out`,
    'unit/contract/operation-table.test.ts › %s takes an object that refuses what it does not know',
    'unit/gateway/gateway.test.ts › is also an answer that the schema does not know',
  ),
  met('H33', '呼び出しの速さを限る', 'unit/gateway/gateway.test.ts › takes only so many calls at once'),
  met(
    'H34',
    '役割とセッションを、処理の前に確かめ、拒んだことを記録する',
    'unit/gateway/role-matrix.test.ts › %s: the refusal and its entry',
    'e2e/window.spec.ts › every operation is open to ${role} exactly where the table says so',
  ),
  met(
    'H35',
    '同期の IPC を使わず、イベントの実体を渡さない',
    'unit/shell/preload.test.ts › the bridge asks and listens, never waits in place, and hands over no event object',
    'unit/security/source.test.ts › never say %s',
  ),
  met(
    'H36',
    '誤りはコードと文だけを渡す。メッセージもスタックも渡さない',
    'unit/gateway/gateway.test.ts › becomes an incident number, without the message and without data',
    `${FUZZ}never throw, never hang, and bring nothing of what came in back out`,
  ),
];
