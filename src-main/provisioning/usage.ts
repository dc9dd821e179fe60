/** What `--help` prints. docs/provisioning.md says the same at more length. */
export const usage = `使い方: workstation コマンド [選択肢]

  署名する端末で
    --create-signing-key --out KEY.pem [--encrypt]
    --create-profile DRAFT.json --key KEY.pem --out FILE

  それぞれの端末で
    --apply FILE [--workstation NAME] [--trust FINGERPRINT] [--allow-older]
    --request-certificate OUT.csr
    --import-certificate FILE（.p12、または申請に応えた .pem）
    --self-check [--json]
    --diagnostics FILE（住民と利用者の情報を含まない、問い合わせ用のファイル）
    --remove [--yes] [--with-log]

  --quiet  うまくいったときは何も出さない
  --help   これを表示する

パスフレーズは標準入力から読みます（引数では受け取りません）。

終了コード  0：できた  1：自己点検で通らない項目がある  2：撤去したが、資格情報ストアの鍵が消えたことを確かめられない
            64：使い方が違う  65：中身が正しくない  66：ファイルを読めない  69：資格情報ストアが使えない  70：不具合
            73：書き込めない  75：アプリが動いている  77：信頼できない（署名・鍵・版・方針）  78：端末の設定か方針がない、読めない
`;
