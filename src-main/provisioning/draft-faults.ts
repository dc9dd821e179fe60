import type { z } from 'zod';

/** Values that every terminal gets for itself: a profile for many must not hold them. */
const ofOneTerminal = new Set(['workstation', 'installationId', 'clientCertificate', 'signature']);

/** What to write in a field, by its name in the draft. */
const advice: Readonly<Record<string, string>> = {
  formatVersion: '1 と書いてください。',
  kind: '"production"（本番）か "training"（研修）と書いてください。',
  version: '数字を点で区切って書いてください（例："2026.11.1"）。配るたびに大きくします。',
  municipalityCode: '検査数字を含む市町村コード6桁を書いてください（例："131237"）。',
  municipalityName: '市区町村の名前を1〜50文字で書いてください。',
  'vrs.origin':
    'VRS の接続先を、https:// からポートまで書いてください（例："https://vrs.example.lg.jp"）。うしろに / やパスは付けません。',
  'vrs.caCertificate':
    'VRS の証明書を出した認証局の証明書を PEM で書いてください（"-----BEGIN CERTIFICATE-----\\n…"）。',
  'vrs.pins': '公開鍵（SPKI）の SHA-256 を base64 で10個まで並べてください（例：["…43文字…="]）。',
  rules: '検査の規則の設定を確かめてください（docs/rules.md）。',
  idleMinutes: '自動でロックするまでの分を 1〜60 で書いてください。',
  offlineMinutes: 'VRS につながらなくても使える分を 0〜480 で書いてください。',
  proxy:
    '{"mode": "system"}、{"mode": "direct"}、{"mode": "fixed", "server": "proxy.example.lg.jp:8080", "bypass": []} のどれかを書いてください。',
  contentProtection: 'true か false と書いてください。',
  'log.secondPlace': '端末の外のフォルダーを、絶対パスで書いてください。',
  'retention.unsentDays': '日数を 1〜90 で書いてください。',
  'retention.endedDays': '日数を 1〜1100 で書いてください。',
};

/** One line for each fault: the field as it is written in the draft, and what to do there. Never a value that stands in it. */
export function draftFaults(issues: readonly z.core.$ZodIssue[]): readonly string[] {
  return [...new Set(issues.flatMap(faultsOf))];
}

function faultsOf(issue: z.core.$ZodIssue): readonly string[] {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const name = field === '' ? key : `${field}.${key}`;
      const why = ofOneTerminal.has(key)
        ? '端末ごとの値は書けません。適用するときに決まります。この項目を消してください。'
        : '知らない項目です。つづりを確かめるか、消してください。';
      return `${name}：${why}`;
    });
  }
  if (field === '') return ['（全体）：一つのオブジェクト { … } を書いてください。'];
  // The nearest field around it that we know.
  const known = [...issue.path.keys()]
    .map((_, index) => issue.path.slice(0, issue.path.length - index).join('.'))
    .find((name) => Object.hasOwn(advice, name));
  return [
    `${field}：${known === undefined ? '書き方を確かめてください（docs/provisioning.md）。' : advice[known]}`,
  ];
}
