export function OperationLogScreen() {
  return <h1 className="p-6 text-std-24B-150">操作ログ</h1>;
}
