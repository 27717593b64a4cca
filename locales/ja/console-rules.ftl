## ルール：一覧、編集、履歴での試行。

console-rules = ルール
console-rules-count = ルール{ $count }件・バージョン{ $version }
console-rules-none = ルールがないため、インシデントは発生しません。
console-rules-none-hint = 新しく作るか、以前のバージョンに戻してください。
console-rules-only-look = あなたの役割ではルールの閲覧のみできます。変更は管理者が行えます。
console-rules-new = 新しいルール
console-rules-back = ルール一覧
console-rules-copy = 複製
console-rules-delete = 削除
console-rules-delete-sure = 「{ $rule }」を削除しますか？
console-rules-delete-hint = 監視は直ちに止まります。あとで元に戻せます。
console-rules-save = 保存
console-rules-discard = 変更を破棄
console-rules-cancel = キャンセル
console-rules-done-create = ルールを作成し、適用しました。
console-rules-done-replace = ルールを保存し、適用しました。
console-rules-done-delete = ルールを削除しました。
console-rules-done-restore = 以前のルールを再び適用しました。
console-rules-restore = 以前のバージョンに戻す
console-rules-restore-hint = 現在はバージョン{ $version }です。すべてのルールが選んだバージョンの内容に戻ります。
console-rules-restore-version = バージョン

console-rules-kind-threshold = しきい値
console-rules-kind-threshold-hint = 正常な値がしきい値に達したとき。
console-rules-kind-heartbeat = 通信途絶
console-rules-kind-heartbeat-hint = 機器から長時間何も届かないとき。
console-rules-kind-quality = データ品質
console-rules-kind-quality-hint = 疑わしい値が多すぎるとき。
console-rules-kind-anomaly = 異常検知
console-rules-kind-anomaly-hint = 統計から予想されない値のとき。
console-rules-off = 無効
console-rules-enabled-of = 「{ $rule }」を有効にする
console-rules-says-threshold = { $subject } { $op ->
    [ge] ≥
    [gt] >
    [le] ≤
   *[lt] <
} { $limit }
console-rules-says-periods = 送信周期{ $count }回分の途絶
console-rules-says-silent = { $seconds }秒間の途絶
console-rules-says-quality = { $measure ->
    [share] { $seconds }秒間に{ $value }%以上：{ $flags }
   *[count] { $seconds }秒間に{ $value }件以上：{ $flags }
}
console-rules-says-anomaly = { $subject } 予想外の値（スコア{ $score }以上）

console-rules-what = 基本
console-rules-names = 名称
console-rules-field-names-vi = 名称（ベトナム語）
console-rules-field-names-en = 名称（英語）
console-rules-field-names-ja = 名称（日本語）
console-rules-field-id = ID
console-rules-id-hint = 小文字a～z、数字、ハイフン。あとから変更できません。
console-rules-id-stays = IDは変更できません。
console-rules-field-kind = 種類
console-rules-field-severity = 重大度
console-rules-severity-hint = 発生するインシデントの重大度。
console-rules-field-group = グループ
console-rules-group-hint = 設備ごと・グループごとに開くインシデントは1件までです。
console-rules-field-enabled = 有効
console-rules-enabled-hint = オフにすると、ルールは残りますが動作しません。
console-rules-field-note = メモ
console-rules-note-hint = しきい値の出典、または仮定であること。

console-rules-target = 監視対象
console-rules-target-hint = 空欄はすべてを対象にします。
console-rules-any = すべて
console-rules-field-applies-to = 監視対象
console-rules-field-applies-to-asset-kind = 設備の種類
console-rules-field-applies-to-channel = 測定項目
console-rules-field-applies-to-place = 区・社
console-rules-field-applies-to-asset = 特定の設備

console-rules-when = 発動条件
console-rules-field-op = 発動する値
console-rules-op-ge = しきい値以上（≥）
console-rules-op-gt = しきい値より大きい（>）
console-rules-op-le = しきい値以下（≤）
console-rules-op-lt = しきい値より小さい（<）
console-rules-against = しきい値の種類
console-rules-choice-value = 数値
console-rules-choice-level = 公表された水準
console-rules-choice-periods = 送信周期
console-rules-choice-silent-s = 秒数
console-rules-choice-count = 件数
console-rules-choice-share = 割合
console-rules-field-value = しきい値
console-rules-field-level = 水準
console-rules-level-hint = シティパックでの名前（例：alarm-3）。
console-rules-field-hysteresis = ヒステリシス
console-rules-hysteresis-hint = 解消とみなすまでに値が戻る幅。
console-rules-silence = 数え方
console-rules-field-periods = 欠けた送信周期の回数
console-rules-periods-hint = 各測定項目の周期はシティパックにあります。
console-rules-field-silent-s = 途絶時間
console-rules-field-flags = 対象とする品質フラグ
console-rules-field-measure = 測り方
console-rules-share-hint = 0～1。0.2は値の5分の1です。
console-rules-number-hint = 時間枠内の疑わしい値の件数。
console-rules-field-window-s = 時間枠
console-rules-window-hint = さかのぼる長さ。
console-rules-field-min-count = 最低件数
console-rules-min-count-hint = これより少ないと割合に意味がありません。
console-rules-field-min-score = 最小スコア
console-rules-score-hint = 0ですべての異常を対象にし、大きいほど顕著なものだけになります。
console-rules-field-min-duration-s = 継続時間
console-rules-min-duration-hint = これより短いと発動しません。
console-rules-field-clear-duration-s = 解消時間
console-rules-clear-duration-hint = この間なくなって初めて解消とし、発報の繰り返しを防ぎます。

console-rules-faults = { $count }か所に誤りがあります
console-rules-others-changed = ほかのルールが変更されましたが、このルールは変わっていません。
console-rules-go-on = 続ける
console-rules-meanwhile = このルールは変更されています。
console-rules-meanwhile-fields = 変更箇所：{ $fields }
console-rules-meanwhile-kept = 入力した内容は残っています。
console-rules-gone = ルールは削除されました。戻すには以前のバージョンに戻してください。
console-rules-save-mine = 自分の内容で保存
console-rules-take-theirs = 最新の内容に置き換え

console-rules-preview = 履歴で試す
console-rules-preview-only = 履歴での試行はオペレーターが行えます。
console-rules-span = 期間
console-rules-span-yesterday = 昨日
console-rules-span-day = 直近24時間
console-rules-span-week = 直近7日間
console-rules-span-month = 直近31日間
console-rules-try = ルールを試す
console-rules-outdated = 入力または期間が変わりました。もう一度試してください。
console-rules-fired = { $count ->
    [0] 発動しませんでした。
   *[other] { NUMBER($count) }回発動していました。
}
console-rules-watched = { NUMBER($count) }系列を確認、{ $start } ～ { $end }
console-rules-first-only = 以下は最初の{ $count }回です。
console-rules-series = { $count }回：最初 { $first }、最後 { $last }
console-rules-lasting = 期間末も継続
