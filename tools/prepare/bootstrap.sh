# Sourced by ./start and ./test: brings the packages that package-lock.json names, and says so. POSIX sh.

if ! command -v npm >/dev/null 2>&1; then
  echo '[準備] Node.js（20 以上）と npm が見つかりません。入れてから、もう一度実行してください。' >&2
  exit 69
fi

# npm writes node_modules/.package-lock.json last: it is as new as the last complete installation.
if [ ! -x node_modules/.bin/node ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  echo '[準備] 依存パッケージを入れます（npm ci、1〜2分）'
  npm ci --loglevel=error || {
    echo '[準備] 依存パッケージを入れられませんでした。レジストリに届くか確かめてください。' >&2
    exit 69
  }
fi

# The project's own Node 24 (devDependency "node"), whatever the machine has.
PATH="$PWD/node_modules/.bin:$PATH"
export PATH
case "$(node --version)" in
  v24.* | v2[5-9].* | v[3-9][0-9].*) ;;
  *)
    echo "[準備] Node $(node --version) では動きません。node_modules を消して、もう一度実行してください。" >&2
    exit 69
    ;;
esac
