/**
 * Everything that can go wrong in a way that a person can act on: a stable code and the Japanese sentence for it, which says what
 * happened and what to do next. The codes never change their meaning. The arguments are the only values a sentence may carry;
 * none of them is personal data. SECURITY: H76.
 */
export const problemSentences = {
  // ── Doors of the gateway ────────────────────────────────────────────────────────────────
  'not-the-window': () => 'この操作はアプリの画面からしか行えません。アプリを起動し直してください。',
  'signed-out': () => 'サインインしていません。サインインしてください。',
  'session-locked': () => '画面がロックされています。パスワードとワンタイムパスワードで解除してください。',
  'password-must-change': () => 'パスワードの有効期限が切れています。新しいパスワードに変更してください。',
  'role-not-allowed': () =>
    'この操作は、あなたの役割では行えません。必要な場合は運用責任者に相談してください。',
  'training-only': () => 'この操作は研修モードでだけ使えます。',
  'input-invalid': () =>
    '入力の内容が受け付けられる形になっていません。画面を開き直して、もう一度入力してください。',
  'too-many-calls': () => '短い間に操作が多すぎます。少し待ってから、もう一度行ってください。',
  'log-unavailable': () =>
    '操作ログを読み書きできないため、結果を表示できません。空き容量などを確認するよう、端末管理者に連絡してください。',
  unexpected: (about: { incident: string }) =>
    `アプリの中で予期しない問題が起きました。番号 ${about.incident} を端末管理者に伝えてください。`,

  // ── Sign-in ─────────────────────────────────────────────────────────────────────────────
  'sign-in-refused': () =>
    'サインインできません。利用者ID・パスワード・ワンタイムパスワードのいずれかが違います。ワンタイムパスワードは、表示が変わってから新しいものを入力してください。',
  'account-locked': (about: { until: string }) =>
    `続けて間違えたため、この利用者IDは ${about.until} まで使えません。それまで待つか、システム管理者に連絡してください。`,
  'account-stopped': () =>
    'この利用者IDは利用停止になっています。続けて使うときは、運用責任者に再開の申請を依頼してください。',
  'account-expired': () =>
    'この利用者IDの利用期間は終わりました。続けて使うときは、運用責任者に期間の延長の申請を依頼してください。',
  'account-not-begun': () =>
    'この利用者IDの利用期間は、まだ始まっていません。初日になってからサインインしてください。',
  'session-replaced': () =>
    '同じ人が、別の端末か別の利用者IDでサインインしたため、この端末のセッションは終わりました。心当たりがないときは、すぐに運用責任者に連絡してください。',
  'session-stopped': () =>
    'この利用者IDは利用停止になったため、セッションは終わりました。心当たりがないときは、運用責任者に連絡してください。',
  'session-period-over': () =>
    'この利用者IDの利用期間が終わったため、セッションは終わりました。続けて使うときは、運用責任者に期間の延長の申請を依頼してください。',
  'session-ended': () => 'セッションが終わりました。もう一度サインインしてください。',
  'password-too-weak': () =>
    '新しいパスワードは12文字以上で、英大文字・英小文字・数字・記号のうち3種類以上を使い、利用者IDを含まないものにしてください。',
  'password-used-before': () => 'このパスワードは最近使われています。別のパスワードにしてください。',
  'reauthentication-failed': () =>
    '本人確認ができません。パスワードとワンタイムパスワードを確かめ、表示が変わってから新しいワンタイムパスワードを入力してください。',

  // ── VRS ─────────────────────────────────────────────────────────────────────────────────
  'vrs-unreachable': () =>
    'VRSに接続できません。端末内の写しは引き続き照会できます。続くときは端末管理者に連絡してください。',
  'vrs-busy': (about: { seconds: number }) =>
    `VRSが混み合っています。およそ${about.seconds}秒後に、もう一度行ってください。`,
  'vrs-slow': () => 'VRSから時間内に返事がありません。少し待ってから、もう一度行ってください。',
  'vrs-certificate': () =>
    '接続先がVRSであることを確かめられないため、接続をやめました。端末管理者に連絡してください。',
  'vrs-client-certificate': () =>
    'この端末の証明書がVRSに受け付けられません。証明書の有効期限と登録を、端末管理者が確かめてください。',
  'vrs-answer-invalid': () =>
    'VRSから、取り決めと違う形の返事が届いたため、使わずに破棄しました。続くときは端末管理者に連絡してください。',
  'vrs-refused': (about: { code: string }) =>
    `VRSがこの操作を受け付けませんでした（${about.code}）。内容を確かめても分からないときは、運用責任者に連絡してください。`,
  'not-found': () => '該当するものが見つかりません。番号を確かめて、もう一度行ってください。',

  // ── Keychain and cache ──────────────────────────────────────────────────────────────────
  'keychain-unavailable': () =>
    'OSの資格情報ストアが使えないため、端末内の写しを開けません。端末管理者に連絡してください。',
  'keychain-locked': () =>
    'OSの資格情報ストアがロックされています。OSにサインインし直してから、アプリを起動してください。',
  'cache-damaged': () => '端末内の写しが壊れていたため、破棄しました。VRSから取り直しています。',
  'cache-not-filled': () =>
    '端末内の写しは、まだそろっていません。VRSにつながっているときに照会してください。',
  'cache-unavailable': () =>
    '端末内の写しが使えません。空き容量を確認するよう、端末管理者に連絡してください。',

  // ── Look-up ─────────────────────────────────────────────────────────────────────────────
  'search-empty': () => '券番号・宛名番号・氏名・カナ、または生年月日を入力してください。',
  'search-too-short': () => '氏名・カナは1文字以上で、生年月日と合わせるか、もう少し長く入力してください。',
  'search-not-understood': () =>
    '入力を番号・氏名・カナのいずれとも読み取れません。券番号（10桁）、OCRライン（18桁）、宛名番号、氏名、カナで入力してください。',
  'ocr-line-municipality': () =>
    'OCRラインの市町村コード（3〜8桁目）の検査数字が合いません。読み取り直すか、券番号だけを入力してください。',
  'birth-date-not-a-day': (about: { example: string }) =>
    `生年月日を暦の日付として読めません。例：${about.example} のように入力してください。`,
  'reason-missing': () => '処理事由を選んでから照会してください。',
  'reason-note-missing': () => '処理事由が「その他」のときは、理由を入力してください。',

  // ── Batch: the file ─────────────────────────────────────────────────────────────────────
  'file-not-chosen': () => 'ファイルは選ばれませんでした。',
  'file-missing': () => 'ファイルが見つかりません。移動や削除がされていないか確かめて、選び直してください。',
  'file-is-directory': () => '選ばれたのはフォルダーです。CSVファイルを選んでください。',
  'file-not-on-this-terminal': () =>
    'リンクの先やネットワーク上のファイルは登録できません。この端末のフォルダーに写してから、そのファイルを選んでください。',
  'file-unreadable': () =>
    'ファイルを読めません。ほかのソフトで開いていないか、読み取りの権限があるかを確かめてください。',
  'file-empty': () => 'ファイルが空です（0バイト）。出力し直したファイルを選んでください。',
  'file-not-text': (about: { kind: string }) =>
    `CSVではなく${about.kind}です。表計算ソフトで「CSV UTF-8」または「CSV」の形式で保存し直して、そのファイルを選んでください。`,
  'file-too-large': (about: { limit: string }) =>
    `ファイルが大きすぎます（上限 ${about.limit}）。分割して、順に登録してください。`,
  'file-too-many-doses': (about: { limit: string }) =>
    `このファイルには接種の記録が多すぎます（一度に検査できるのは ${about.limit} 件まで）。人ごとに行を分けて二つ以上のファイルにし、順に登録してください。`,
  'file-encoding-undecided': (about: { line: number; bytes: string }) =>
    `文字コードをUTF-8ともShift_JIS（CP932）とも判定できません。${about.line}行目のバイト ${about.bytes} を読めません。文字コードをそろえて保存し直してください。`,
  'file-changed': () => '選んだ後にファイルが変わりました。もう一度選び直してください。',
  'layout-unknown': (about: { headers: string }) =>
    `見出し行がどの様式とも合いません（読み取った見出し：${about.headers}）。1行目が見出しになっているか、様式が正しいかを確かめてください。`,
  'layout-other-kind': (about: { chosen: string; found: string }) =>
    `「${about.chosen}」として選ばれましたが、見出しは「${about.found}」の様式です。種類を選び直してください。`,
  'column-missing': (about: { column: string; nearest: string }) =>
    `必要な列「${about.column}」がありません。${about.nearest === '' ? '見出しを確かめてください。' : `「${about.nearest}」の書き間違いではないか確かめてください。`}`,
  'column-twice': (about: { column: string }) =>
    `列「${about.column}」が二つあります。どちらかの見出しを直してください。`,
  'column-not-mapped': (about: { column: string; nearest: string }) =>
    `必要な項目「${about.column}」に、ファイルの列を対応づけてください。${about.nearest === '' ? '' : `「${about.nearest}」がその列かもしれません。`}`,
  'column-mapped-twice': (about: { column: string }) =>
    `項目「${about.column}」に二つの列が対応づけられています。一つを残して、ほかは「読み飛ばす」にしてください。`,
  'header-missing': () =>
    '1行目に見出し（列の名前）がなく、データから始まっているようです。1行目に見出しを入れて出力し直したファイルを選んでください。',
  'file-other-municipality': (about: { code: string; own: string }) =>
    `ほかの市区町村（市町村コード ${about.code}）のファイルのようです。はじめの行のほとんどが、この端末の市区町村（${about.own}）のものではありません。正しいファイルを選び直してください。`,
  'layout-file-unusable': (about: { file: string; field: string; why: string }) =>
    `様式のファイル「${about.file}」は使えません（${about.field}：${about.why}）。端末管理者がファイルを直して、アプリを起動し直してください。`,
  'layout-changed': () =>
    '読み取った後に様式が変わりました。「種類」を選び直して、列の対応を確かめてから、もう一度行ってください。',
  'no-rows': () => '見出しの下に行がありません。出力し直したファイルを選んでください。',
  'disk-full': () =>
    '端末の空き容量が足りないため、途中でやめました。ファイルと登録内容は元のままです。空き容量を増やしてから、もう一度行ってください。',
  'rows-sent': () =>
    'この申請の行は、VRSの審査領域に送られています。直すときは、先に「送った行を引き取る」を行ってください。',
  'row-not-editable': () =>
    'この行はセルに分けられないため、ここでは直せません。もとのファイルを直して、選び直してください。',
  'cell-not-editable': () =>
    'この列はここでは直せません（個人番号と、様式にない列）。もとのファイルを直して、選び直してください。',
  'edit-holds-individual-number': () =>
    '入力した文字に個人番号が含まれています。個人番号は個人番号の列のほかには入れられません。',
  'export-same-file': () =>
    'もとのファイルには上書きできません。別の名前を付けて、エラー一覧を保存してください。',
  'export-not-writable': () =>
    '選んだ場所にファイルを作れません。書き込みの権限があるフォルダーを選んでください。',
  'nothing-to-export': () => '要確認・要修正・取込不可の行はありません。出力するエラー一覧はありません。',
  'draft-missing': () => 'この検査の内容はもう残っていません。ファイルを選び直してください。',
  'draft-state': () => 'この段階では行えない操作です。画面を開き直して、今の段階を確かめてください。',
  'job-cancelled': () => '処理を中止しました。登録内容は変わっていません。',
  'check-needs-copy': () =>
    '端末内の写しがそろってから検査できます。VRSにつながっていることを確かめ、しばらく待ってから、もう一度行ってください。',
  'job-running': () => '前の処理がまだ動いています。終わるのを待つか、中止してください。',
  'custody-number-missing': () => '媒体から取り込むときは、媒体管理簿の番号を入力してください。',
  'must-correct-reason-missing': () => '要修正の行を残して申請するときは、理由を入力してください。',
  'error-rows-not-left-out': () =>
    '取込不可の行があります。直したファイルを選び直すか、「取込不可の行を除いて申請する」に印を付けてください。',
  'nothing-to-apply': () => '申請できる行がありません。ファイルを直して、選び直してください。',

  // ── Batch: submission and approval ──────────────────────────────────────────────────────
  'batch-state': (about: { state: string }) =>
    `この申請は今「${about.state}」のため、この操作は行えません。一覧を更新してください。`,
  'batch-expired': () => 'この申請は期限が切れました。申請者が、もう一度申請してください。',
  'own-batch': () =>
    '自分が作成した申請は、自分では承認も差し戻しもできません。ほかの運用責任者に依頼してください。',
  'difference-changed': () =>
    '表示してから登録内容が変わりました。最新の差分を読み直して、もう一度確かめてください。',
  'fingerprint-mismatch': () =>
    '申請の指紋が一致しません。内容が途中で変わったおそれがあるため、承認も申請もできません。システム管理者に連絡してください。',
  'difference-untrusted': (about: { incident: string }) =>
    `VRSが示した差分が、送った内容や差分の指紋と合いません。申請も承認もできないように止めました。番号 ${about.incident} を端末管理者に伝えてください。`,
  'difference-unread': () =>
    '差分をまだ終わりまで確かめていません。確かめ終わってから、もう一度行ってください。',
  'reversal-too-late': () =>
    '反映から30日を過ぎたため、まとめて取り消すことはできません。一件ずつ訂正してください。',
  'reversal-exists': () => 'この申請の取り消しは、もう申請されています。結果を確かめてください。',
  'transfer-damaged': () =>
    'VRSへの送信の途中でデータが壊れました。もう一度送ります。続くときは端末管理者に連絡してください。',

  // ── Users and their authorities ─────────────────────────────────────────────────────────
  'user-exists': () => 'この利用者IDはもう使われています。別の利用者IDにしてください。',
  'authority-too-long': () => '利用期間は、初日から一年までです。期限を早くするか、初日を遅くしてください。',
  'authority-waiting': () =>
    'この利用者IDについての申請が、もう承認を待っています。承認・差し戻し・取り下げのどれかになってから申請してください。',
  'authority-state': () =>
    'この申請または利用者は、表示してから状態が変わりました。一覧を更新して、今の状態を確かめてください。',
  'authority-stale': () =>
    '申請の後に利用者の登録が変わったか、申請の利用期間が過ぎています。差し戻して、もう一度申請してもらってください。',
  'own-authority': () =>
    '自分が申請したことと、自分の利用者IDのことは、自分では決められません。ほかの人に依頼してください。',
  'own-role': () =>
    '自分の役割は、自分では申請できません（別の利用者IDを作ることも含みます）。ほかの運用責任者に依頼してください。',
  'last-administrator': () =>
    '使えるシステム管理者がほかにいないため、停止できません。先に、ほかのシステム管理者を登録してください。',
  'version-changed': () => '表示してから登録内容が変わりました。一覧を更新して、もう一度確かめてください。',

  // ── Operation log and workstation ───────────────────────────────────────────────────────
  'log-broken': (about: { sequence: number }) =>
    `操作ログの ${about.sequence} 番目の記録が、書いたときと違っています。すぐに運用責任者とシステム管理者に連絡してください。`,
  'review-week-open': () =>
    'この週はまだ終わっていません。結果の記入と署名は、日曜日が終わってから行ってください。',
  'review-signed': () => 'この週の点検には署名があります。署名した後は変えられません。',
  'review-finding-unknown': () =>
    '点検の内容が、表示してから変わりました。「読み直す」を押して、もう一度行ってください。',
  'review-undecided': () => '結果のない項目があります。すべてに結果を記入してから、署名してください。',
  'review-incomplete': () =>
    '端末内の写し、または利用者の名簿がそろっていないため、氏名の規則で調べきれていません。VRSにつながっているときに「読み直す」を押してから、署名してください。',
  'review-changed': () =>
    '表示してから、この週の操作ログが変わりました。「読み直す」を押して、確かめ直してから署名してください。',
  'own-lookups': () =>
    '自分の照会について、自分では結果を記入できません。ほかの運用責任者かシステム管理者に依頼してください。',
  'review-compare-again': () =>
    '比較の一覧は、サインアウトすると消えます。もう一度「VRSの記録と比べる」を押してください。',
  'profile-invalid': () =>
    '端末設定を読めないため、起動できません。端末管理者が、設定を適用し直してください（workstation --apply）。',
  'profile-missing': () =>
    'この端末には設定がありません。端末管理者が、署名された設定を適用してください（workstation --apply）。',
  'profile-unsigned': () =>
    '端末設定に署名がないため、使えません。端末管理者が、署名された設定を適用してください（workstation --apply）。',
  'profile-signature': () =>
    '端末設定が署名のあとで書き換えられているため、使えません。端末管理者が、配られた設定を適用し直し、だれが書き換えたかを確かめてください。',
  'profile-key-unknown': () =>
    '端末設定の署名を信頼する鍵が、この端末に登録されていません。端末管理者が、署名鍵の指紋を添えて設定を適用してください（workstation --apply --trust）。',
  'profile-key-other': () =>
    '端末設定が、この端末の信頼する鍵とは別の鍵で署名されています。端末管理者が、設定の出どころと署名鍵の指紋を確かめてください。',
  'policy-invalid': (about: { field: string }) =>
    `この端末の方針（管理者の定める値）を読めないため、起動も設定もできません（${about.field}）。端末管理者が、方針を直してください。`,
  'policy-unprotected': (about: { place: string }) =>
    `この端末の方針（${about.place}）を、管理者でない人が書き換えられるため、起動も設定もできません。端末管理者が、持ち主を管理者にし、ほかの人の書き込みを禁じてください。`,
  'policy-origin': (about: { origin: string }) =>
    `端末設定の接続先（${about.origin}）は、この端末の方針で許されていません。端末管理者が、設定か方針を直してください。`,
  'print-failed': () =>
    '印刷できません。プリンターの電源・用紙・接続を確かめて、もう一度行ってください。続くときは端末管理者に連絡してください。',
  'print-cancelled': () => '印刷をやめました。',
  'archive-kept': (about: { until: string }) =>
    `この書庫の保存期間は ${about.until} までです。それまでは廃棄できません。`,
} as const;

export type ProblemCode = keyof typeof problemSentences;

/** The values that the sentence of a code carries; `undefined` where it carries none. */
export type ProblemAbout<Code extends ProblemCode> =
  Parameters<(typeof problemSentences)[Code]> extends [infer About] ? About : undefined;
