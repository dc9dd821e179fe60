import { describe, expect, it } from 'vitest';

import { exportFormats } from '../../../src-main/log-review/export-formats.ts';
import { LogEntryView } from '../../../src-shared/contract/operation-log.ts';

const entry = LogEntryView.parse({
  sequence: 12,
  time: '2026-11-21T01:00:00.000Z',
  userId: 'clerk01',
  name: '窓口　花子',
  department: '健康推進課',
  role: 'clerk',
  workstation: 'WS-01',
  operation: 'people.search',
  action: '照会（検索）',
  reason: '窓口：家族の依頼',
  subjects: ['1000000001', '1000000002'],
  subjectCount: 2,
  result: 'done',
  detail: { by: 'kana', hits: 2 },
});
const { csv, 'json-lines': jsonLines, 'rfc-5424': syslog } = exportFormats;

describe('SECURITY H75: the log as CSV', () => {
  it('begins with a byte order mark and the names of the columns, and has every cell in quotation marks', () => {
    expect(csv.head.startsWith('\ufeff"番号","日時（UTC）","利用者ID",')).toBe(true);
    expect(csv.head.endsWith('"結果","詳細"\r\n')).toBe(true);
    expect(csv.line(entry)).toBe(
      '"12","2026-11-21T01:00:00.000Z","clerk01","窓口　花子","健康推進課","clerk","WS-01","照会（検索）","people.search",' +
        '"窓口：家族の依頼","2","1000000001 1000000002","done","by=kana hits=2"\r\n',
    );
    expect(csv.head.split('","')).toHaveLength(csv.line(entry).split('","').length);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r1', '＝1', '＋1', '－1', '＠a', '\n=1'])(
    'lets %j compute nothing where it is opened',
    (text) => {
      expect(csv.line({ ...entry, name: text })).toContain(`,"'${text}",`);
    },
  );

  it('lets no quotation mark end a cell, and says what is sealed', () => {
    expect(csv.line({ ...entry, reason: 'a","b', subjects: 'sealed' })).toContain(
      '"a"",""b","2","封印","done"',
    );
  });
});

describe('SECURITY H75: the log as JSON lines', () => {
  it('has one entry on each line, as it is', () => {
    const line = jsonLines.line({ ...entry, reason: 'a\nb' });
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual({ ...entry, reason: 'a\nb' });
    expect(jsonLines.head).toBe('');
  });
});

describe('SECURITY H75: the log as RFC 5424', () => {
  it('has header, structured data and message', () => {
    expect(syslog.line(entry)).toBe(
      '<110>1 2026-11-21T01:00:00.000Z WS-01 vaccination-record-workstation - people.search ' +
        '[entry@32473 sequence="12" userId="clerk01" name="窓口　花子" department="健康推進課" role="clerk" ' +
        'reason="窓口：家族の依頼" subjectCount="2" subjects="1000000001 1000000002" result="done" detail="by=kana hits=2"] ' +
        '\ufeff照会（検索）\n',
    );
  });

  it('gives a refusal the weight of a warning', () => {
    expect(syslog.line({ ...entry, result: 'role-not-allowed' })).toMatch(/^<108>1 /);
    expect(syslog.line({ ...entry, result: 'begun' })).toMatch(/^<110>1 /);
  });

  it('lets no value end its field, its header or the line', () => {
    const line = syslog.line({
      ...entry,
      name: 'a"] b\\',
      reason: 'x\r\n<110>1 forged\u2028',
      workstation: '端末 1',
      operation: ' ',
    });
    expect(line).toContain(String.raw` name="a\"\] b\\" `);
    expect(line).toContain(' reason="x  <110>1 forged " ');
    expect(line).toContain('Z 1 vaccination-record-workstation - - [');
    expect(line.match(/\n/g)).toHaveLength(1);
  });
});
