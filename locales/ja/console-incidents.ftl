## インシデント：一覧、詳細、対応。

console-incidents = インシデント
console-incidents-queue = インシデント（緊急度順）
console-incidents-open-count = 未対応のインシデント{ $count }件
console-incidents-choose = インシデントを選んでください。
console-incidents-none = 未解決のインシデントはありません。
console-incidents-none-hint = 新しいインシデントは1秒以内に自動で表示されます。
console-incidents-none-found = 条件に合うインシデントはありません。
console-incidents-none-found-hint = 検索語や絞り込みを減らしてください。
console-incidents-new = 新しいインシデント{ $count }件
console-incidents-fresh = 新着
console-incidents-more = 残り{ $count }件を表示
console-incidents-cut = 最新の{ NUMBER($count) }件だけを表示しています。ほかを見るには絞り込んでください。
console-incidents-back = 一覧に戻る

console-incidents-show = 表示する状態
console-incidents-show-active = 対応中（{ $count }）
console-incidents-show-open = 未対応（{ $count }）
console-incidents-show-acknowledged = 確認済（{ $count }）
console-incidents-show-closed = 終了（{ $count }）
console-incidents-search = インシデントを検索
console-incidents-severity = 重大度
console-incidents-severity-count = { $severity }（{ $count }）

console-incidents-since = { $time } から（{ $ago }）
console-incidents-simulated = この設備はシミュレーションです。実際のインシデントではありません。
console-incidents-closed-because = 終了：{ $reason }
console-incidents-where = 場所
console-incidents-why = 理由
console-incidents-limit = しきい値
console-incidents-finding-lasts = { $from } から継続、最終確認 { $seen }
console-incidents-finding-over = 解消：{ $from } から { $to } まで
console-incidents-chart = { $channel }：グラフを開く
console-incidents-chart-words = { $channel }（{ $range }）：最低 { $low }、最高 { $high }、最新 { $last }
console-incidents-chart-limits = 破線：{ $limits } { $unit }
console-incidents-timeline = 経過
console-incidents-by-platform = システム

console-happened-incident-opened = インシデント発生
console-happened-incident-acknowledged = 確認
console-happened-incident-commented = コメント
console-happened-incident-closed = 終了
console-happened-incident-cleared = 原因が解消し自動で終了
console-happened-incident-escalated = 重大度が上昇：{ $severity }
console-happened-incident-refreshed = 重大度が低下：{ $severity }
console-happened-finding-opened = 検出
console-happened-finding-closed = 検出が解消

console-incidents-acts = 対応
console-incidents-only-look = あなたの役割では閲覧のみできます。確認・コメント・終了はオペレーターが行えます。
console-incidents-acknowledge = 確認する
console-incidents-close = インシデントを終了
console-incidents-cancel = キャンセル
console-incidents-reason = 終了の理由
console-incidents-reason-solved = 現場で解決
console-incidents-reason-false-alarm = 誤報
console-incidents-reason-test = 試験または保守
console-incidents-reason-elsewhere = 別のインシデントで対応
console-incidents-comment = コメント
console-incidents-comment-kept = 入力中の文は送信するまで保持されます。
console-incidents-comment-send = コメントを送信
console-incidents-meanwhile = インシデントが更新されたため、まだ実行していません。
console-incidents-text-kept = 入力した文は残っています。
console-incidents-again-acknowledge = それでも確認する
console-incidents-again-close = それでも終了する
console-incidents-again-comment = それでもコメントを送信
console-incidents-dismiss = 閉じる

console-incidents-keys = キーボードショートカット
console-incidents-keys-on = ショートカットを使う
console-incidents-keys-on-hint = 音声入力やスクリーンリーダーの妨げになる場合はオフにしてください。
console-incidents-key-j = 次のインシデント
console-incidents-key-k = 前のインシデント
console-incidents-key-a = 確認する
console-incidents-key-c = コメントを書く
console-incidents-key-x = 理由を付けて終了
console-incidents-key-help = このヘルプ
