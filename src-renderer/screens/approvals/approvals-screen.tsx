export function ApprovalsScreen() {
  return <h1 className="p-6 text-std-24B-150">承認</h1>;
}
