## 手順書：一覧と、インシデントでの実行。

console-playbooks = 手順書
console-playbooks-hint = 何かが起きたとき、何を、誰が、いつまでに行うか。都市パックのデータとして用意されています。
console-playbooks-version = 手順書のバージョン { $version }
console-playbooks-none = 都市パックに手順書がありません。
console-playbooks-none-hint = 手順書はパックの playbooks.toml に書きます。
console-playbooks-back = すべての手順書
console-playbooks-size = { $steps } 手順{ $injects ->
    [0] {""}
   *[other] 、訓練用の状況付与 { $injects } 件
}
console-playbooks-lasts = 続く時間は約 { $hours } 時間
console-playbooks-assumed = 期限は推定です
console-playbooks-steps = 手順
console-playbooks-drafts = 文案
console-playbooks-drafts-hint = インシデントの内容から作成されます。人が読み、直し、送ります。システムからは何も送りません。

console-playbooks-none-offered = このインシデント向けの手順書はありません。
console-playbooks-offered = { $count ->
   *[other] 当てはまる手順書：
}
console-playbooks-apply = { $count ->
   *[other] 当てはまるはずだった手順書：
}
console-playbooks-start = 開始：{ $playbook }
console-playbooks-other = ほかの手順書
console-playbooks-ended = 終了した手順書 { $count } 件
console-playbooks-done-of = { $all } 件中 { $done } 件完了
console-playbooks-late-count = 期限切れ { $count } 件
console-playbooks-started = { $time } に{ $name }が開始。
console-playbooks-ended-at = { $time } に{ $name }が終了。
console-playbooks-condition = 条件：{ $condition }
console-playbooks-within = 開始から { $minutes } 分以内
console-playbooks-within-after = 「{ $step }」の完了から { $minutes } 分以内
console-playbooks-done = 完了
console-playbooks-done-this = 完了：{ $step }
console-playbooks-skip = 飛ばす
console-playbooks-skip-this = 飛ばす：{ $step }
console-playbooks-skip-reason = 飛ばす理由
console-playbooks-undo = 取り消す
console-playbooks-undo-this = 取り消す：{ $step }
console-playbooks-was-done = { $name }が完了（{ $time }）
console-playbooks-was-skipped = { $name }が省略（{ $time }）
console-playbooks-end = 手順書を終了
console-playbooks-resume = 手順書を再開
console-playbooks-to-drill = 訓練の画面へ

console-playbooks-sent = 送信済み
console-playbooks-edited = 編集済み
console-playbooks-edited-by = 最終編集：{ $name }（{ $time }）
console-playbooks-sent-to = 送信済みの記録：{ $to }（{ $name }、{ $time }）
console-playbooks-copy = コピー
console-playbooks-edit = 編集
console-playbooks-save = 保存
console-playbooks-reset = 作成し直す
console-playbooks-mark-sent = 送信済みにする
console-playbooks-mark-unsent = 送信済みを取り消す
console-playbooks-send-hint = システムからは何も送りません。文をコピーして送り、送り先をここに記録してください。
console-playbooks-send-drill = これは訓練です。誰にも送らず、送るはずの相手を記録してください。
console-playbooks-sent-where = 送り先
console-playbooks-sent-where-hint = 例：坊の防災スピーカー、当直者へ電話
console-playbooks-draft-title = 件名
console-playbooks-draft-text = 本文
console-playbooks-meanwhile = その間に{ $name }がこの文案を変更しました。現在の内容：

console-playbooks-undone = 取り消しました。
console-playbooks-did-start = 手順書を開始：{ $thing }
console-playbooks-did-end = 手順書を終了：{ $thing }
console-playbooks-did-done = 完了：{ $thing }
console-playbooks-did-skip = 省略：{ $thing }
console-playbooks-did-edit = 文案を編集：{ $thing }
console-playbooks-did-reset = 文案を作成し直しました：{ $thing }
console-playbooks-did-sent = 文案を送信済みにしました：{ $thing }
