## インシデント：一覧、詳細、対応。

console-incidents = インシデント
console-incidents-queue = インシデント（選んだ順）
console-incidents-open-count = 未確認のインシデント{ $count }件
console-incidents-none = 対応が必要なものはありません。
console-incidents-none-hint = 新しいインシデントは1秒以内に自動で表示されます。
console-incidents-none-found = 条件に合うインシデントはありません。
console-incidents-none-found-hint = 検索語や絞り込みを減らしてください。
console-incidents-new = 新しいインシデント{ $count }件
console-incidents-fresh = 新着
console-incidents-more = 残り{ $count }件を表示
console-incidents-cut = 先頭の{ NUMBER($count) }件だけを表示しています。ほかを見るには絞り込んでください。
console-incidents-back = 一覧に戻る

console-incidents-show = 表示する状態
console-incidents-search = インシデントを検索
console-incidents-severity = 重大度
console-incidents-severity-count = { $severity }（{ $count }）

console-incidents-since = { $time } から（{ $ago }）
console-incidents-simulated = この設備はシミュレーションです。実際のインシデントではありません。
console-incidents-where = 場所
console-incidents-why = 理由
console-incidents-limit = しきい値
console-incidents-finding-lasts = { $from } から継続、最終確認 { $seen }
console-incidents-finding-over = 解消：{ $from } から { $to } まで
console-incidents-chart = { $channel }：グラフを開く
console-incidents-chart-words = { $channel }（{ $range }）：最低 { $low }、最高 { $high }、最新 { $last }
console-incidents-chart-limits = 破線：{ $limits } { $unit }
console-incidents-chart-lasting = 継続中の検知数の推移：最大 { $most } 件、最後 { $last } 件
console-incidents-timeline = 経過
console-incidents-by-platform = システム

console-incidents-acts = 対応
console-incidents-only-look = あなたの役割では閲覧のみできます。確認・担当・解決・メモはオペレーターが行えます。
console-incidents-cancel = キャンセル
console-incidents-reason = 理由
console-incidents-reason-solved = 現場で解決
console-incidents-reason-test = 試験または保守
console-incidents-reason-elsewhere = 別のインシデントで対応
console-incidents-comment = メモ
console-incidents-comment-kept = 入力中の文は送信するまで保持されます。
console-incidents-comment-send = メモを送信
console-incidents-meanwhile = インシデントが更新されたため、まだ実行していません。
console-incidents-text-kept = 入力した文は残っています。
console-incidents-assign-newer = その間に担当が決まりました：{ $names }
console-incidents-assign-gone = その間に担当から外されました。
console-incidents-dismiss = 閉じる

console-incidents-keys = キーボードショートカット
console-incidents-keys-on = ショートカットを使う
console-incidents-keys-on-hint = 音声入力やスクリーンリーダーの妨げになる場合はオフにしてください。

## 一覧画面。

console-incidents-map = 地図上のインシデント
console-incidents-order = 並び順
console-incidents-order-urgency = 緊急度順
console-incidents-order-newest = 新しい順
console-incidents-mine = 自分の担当
console-incidents-drills = 訓練のみ
console-incidents-snoozed = スヌーズ中
console-incidents-overdue = 期限内に未対応
console-incidents-clocks = まもなく切れる期限
console-incidents-due = 残り { $left }
console-incidents-due-past = 期限切れ（{ $ago }）
console-incidents-due-why = { $state ->
    [suspected] { $time } までに確認が必要です。確認されなければ担当者に改めて通知されます。
   *[other] { $time } までに対応の開始が必要です。開始されなければ担当者に改めて通知されます。
}
console-incidents-escalated = { $count ->
    [1] 期限内に未対応
   *[other] 期限内に未対応（{ $count }回）
}
console-incidents-lately = 最近の動き
console-incidents-lately-none = 過去{ $hours }時間に動きはありません。
console-incidents-opened-most = 最大10分間に{ $count }件
console-incidents-now = 現在
console-incidents-open-case = 事案を開く
console-incidents-unchoose = 概要を閉じる

## 事案画面。

console-incidents-done = { $done }：{ $incident }
console-incidents-again = それでも実行：{ $act }
console-incidents-life = 事案の段階
console-incidents-step-done = （済）
console-incidents-urgency = 緊急度 { $urgency }／100
console-incidents-urgency-word = 緊急度
console-incidents-urgency-why = 緊急度の内訳
console-incidents-owner = 担当者
console-incidents-agency = 機関
console-incidents-nobody = 未定
console-incidents-drill = 訓練
console-incidents-drill-note = これは訓練です。実際の出来事ではありません。
console-incidents-snooze-for = スヌーズする時間
console-incidents-snooze-until = { $time } に戻ります。悪化した場合はそれより早く戻ります。
console-incidents-snoozed-until = { $time } までスヌーズ
console-incidents-how = 終わり方
console-incidents-ended = 結果
console-incidents-resolution-over = 自然に解消
console-incidents-resolution-fixed = 対処済み
console-incidents-resolution-false_alarm = 誤報
console-incidents-resolution-merged = 別の事案に統合
console-incidents-merged-into = 統合先の事案へ
console-incidents-learned = 得られた教訓
console-incidents-learned-hint = 空欄でもかまいません。次回はどう変えるべきですか。
console-incidents-notes = メモ
console-incidents-notes-none = まだ何も書かれていません。
console-incidents-export-pdf = PDF
console-incidents-export-csv = CSV
console-incidents-happened = イベント：{ $kind }
console-incidents-milder = 重大度が低下：{ $severity }
console-incidents-and-more = ほか{ $count }件
console-incidents-more-lines = さらに{ $count }件を表示
console-incidents-more-findings = さらに{ $count }件の検知を表示
console-incidents-fold = 折りたたむ
console-incidents-of-rule = { $rule }：{ $all }件（継続中{ $lasting }件）
console-incidents-split-hint = 選んだ検知は独立した事案になります。継続中のものを少なくとも一つ残してください。

console-incidents-key-j = 次のインシデント
console-incidents-key-k = 前のインシデント
console-incidents-key-o = 事案を開く
console-incidents-key-b = 一覧に戻る
console-incidents-key-a = 確認する
console-incidents-key-t = 自分が担当する
console-incidents-key-g = 割り当てる
console-incidents-key-s = 対応を開始
console-incidents-key-x = 解決にする
console-incidents-key-v = 振り返る
console-incidents-key-z = スヌーズ、または一覧に戻す
console-incidents-key-u = 直前の段階に戻す
console-incidents-key-c = メモを書く
console-incidents-key-n = 作業を追加
console-incidents-key-help = このヘルプ
